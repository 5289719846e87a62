/** The one JSON envelope of all verbs, and the wire format of a diagnostic. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { wellFormed } from "./safe-text.ts";

/** Grows when a key goes or changes its meaning; new keys leave it as it is. */
export const SCHEMA_VERSION = 1;

/** What a run is about. */
export interface WireTree {
  readonly kind: "linux" | "plain";
  readonly folder: string;
  readonly kconfig: string;
  readonly version: string | null;
  readonly architecture: string | null;
  readonly dialect: string;
}

export interface Envelope {
  readonly command: string;
  /** kcfg's own version. */
  readonly version: string;
  /** Whether the exit code is 0. */
  readonly ok: boolean;
  /** Absent if there is no tree. */
  readonly tree?: WireTree;
  /** The .config files and fragments that were read. */
  readonly inputs: readonly { readonly path: string; readonly exists: boolean }[];
  /** Counts, by name. */
  readonly summary: Readonly<Record<string, number>>;
  readonly diagnostics: readonly WireDiagnostic[];
  /** The verb's own answer. */
  readonly result: unknown;
}

export interface WireFix {
  readonly title: string;
  readonly edits: readonly unknown[];
  readonly effects?: readonly unknown[];
  /** Whether a full evaluation confirmed it. */
  readonly verified: boolean;
}

/** What a finding says beyond a diagnostic. */
export interface FindingFields {
  readonly symbol?: string;
  readonly requested?: string;
  readonly actual?: string;
  readonly cause?: unknown;
  readonly fixes?: readonly WireFix[];
}

export interface WireDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly symbol: string | null;
  readonly requested: string | null;
  readonly actual: string | null;
  readonly location: Location | null;
  readonly related: readonly { readonly message: string; readonly location: Location | null }[];
  readonly help: readonly string[];
  readonly cause: unknown;
  readonly fixes: readonly WireFix[];
  /** The same for the same finding while lines move: 16 hexadecimal digits. */
  readonly fingerprint: string;
}

export function wireDiagnostic(diagnostic: Diagnostic & FindingFields): WireDiagnostic {
  const { code, severity, message, symbol, requested, location, notes = [], help = [] } = diagnostic;
  return {
    code,
    severity,
    message,
    symbol: symbol ?? null,
    requested: requested ?? null,
    actual: diagnostic.actual ?? null,
    location: location ?? null,
    related: notes.map((note) => ({ message: note.message, location: note.location ?? null })),
    help,
    cause: diagnostic.cause ?? null,
    fixes: diagnostic.fixes ?? [],
    fingerprint: fingerprintOf([code, location?.path ?? "", symbol ?? message, requested ?? ""]),
  };
}

/** The envelope as text, with a newline at its end. Bytes that were no UTF-8 are U+FFFD in it. */
export function renderJson({
  command,
  version,
  ok,
  tree,
  inputs,
  summary,
  diagnostics,
  result,
}: Envelope): string {
  const envelope = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: "kcfg", version },
    command,
    ok,
    tree: tree ?? null,
    inputs,
    summary,
    diagnostics,
    result,
  };
  const safe = (_key: string, value: unknown) => (typeof value === "string" ? wellFormed(value) : value);
  return `${JSON.stringify(envelope, safe, 2)}\n`;
}

/** FNV-1a of 64 bits over the parts' UTF-16 units. */
function fingerprintOf(parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of parts.join("\0").split("")) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit.charCodeAt(0))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
