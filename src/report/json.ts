/** The one JSON envelope of all verbs, and the wire format of a diagnostic. */
import { firstNameOf } from "../text/codes.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { wellFormed } from "./safe-text.ts";

/** Grows when a key goes or changes its meaning; new keys leave it as it is. */
export const SCHEMA_VERSION = 1;

/** What a run is about. */
export interface WireTree {
  /** `linux`, a project such as `u-boot`, or `plain`. */
  readonly kind: string;
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

/** `path` and `line` say which line goes; a setting has none: it is for the fragment that asks, or for the .config. */
export type WireEdit =
  | { readonly kind: "remove"; readonly path: string; readonly line: number }
  | { readonly kind: "replace"; readonly path: string; readonly line: number; readonly text: string }
  | { readonly kind: "set"; readonly symbol: string; readonly value: string; readonly text?: string };

export interface WireFix {
  readonly title: string;
  readonly edits: readonly WireEdit[];
  readonly effects?: readonly unknown[];
  /** Whether a full evaluation confirmed it. */
  readonly verified: boolean;
  /** False if a person should decide: it takes away what somebody wrote. */
  readonly automatic?: boolean;
}

/** Why a finding does not count: a comment in the fragment or the baseline file says so. */
export interface WireSuppression {
  readonly kind: "comment" | "baseline";
  readonly reason: string | null;
}

/** What a finding says beyond a diagnostic. */
export interface FindingFields {
  readonly fails?: boolean;
  readonly suppressed?: { readonly kind: WireSuppression["kind"]; readonly reason?: string };
  readonly symbol?: string;
  readonly requested?: string;
  readonly actual?: string;
  readonly cause?: unknown;
  readonly fixes?: readonly WireFix[];
}

export interface WireNote {
  readonly message: string;
  readonly location: Location | null;
}

export interface WireDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly symbol: string | null;
  readonly requested: string | null;
  readonly actual: string | null;
  readonly location: Location | null;
  /** What stands under the mark at the place. */
  readonly label: string | null;
  readonly related: readonly WireNote[];
  readonly help: readonly string[];
  readonly cause: unknown;
  readonly fixes: readonly WireFix[];
  /** The same for the same finding while lines move: 16 hexadecimal digits. */
  readonly fingerprint: string;
  /** Whether the exit code is not 0 because of it, unless it is suppressed. */
  readonly fails: boolean;
  readonly suppressed: WireSuppression | null;
  /** Names of the runs that found it; empty where there is only one thing to look at. */
  readonly on: readonly string[];
}

export function wireDiagnostic(diagnostic: Diagnostic & FindingFields): WireDiagnostic {
  const {
    code,
    severity,
    message,
    symbol,
    requested,
    location,
    notes = [],
    help = [],
    suppressed,
  } = diagnostic;
  return {
    code,
    severity,
    message,
    symbol: symbol ?? null,
    requested: requested ?? null,
    actual: diagnostic.actual ?? null,
    location: location ?? null,
    label: diagnostic.label ?? null,
    related: notes.map((note) => ({ message: note.message, location: note.location ?? null })),
    help,
    cause: diagnostic.cause ?? null,
    fixes: diagnostic.fixes ?? [],
    fingerprint: fingerprintOf([firstNameOf(code), location?.path ?? "", symbol ?? message, requested ?? ""]),
    fails: diagnostic.fails ?? severity === "error",
    suppressed:
      suppressed === undefined ? null : { kind: suppressed.kind, reason: suppressed.reason ?? null },
    on: [],
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
  return jsonText(envelope);
}

/** JSON in which nothing is a sign to a terminal or a command to a runner: what could be is written as `\\uXXXX`. */
export function jsonText(value: unknown): string {
  const safe = (_key: string, each: unknown) => (typeof each === "string" ? wellFormed(each) : each);
  const text = JSON.stringify(value, safe, 2);
  // The second sign of `##[`, which JSON itself has only in strings.
  return `${text.replace(HARMFUL_IN_JSON, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

const HARMFUL_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|(?<=#)#(?=\w*\[)/g;

/** Where each hash starts: FNV's own offset, and another one for the second half. */
const FINGERPRINT_SEEDS = [0x811c9dc5, 0x9747b28c] as const;
const FNV_PRIME = 0x01000193;

/** Two FNV-1a of 32 bits over the parts' UTF-16 units: 16 hexadecimal digits. */
export function fingerprintOf(parts: readonly string[]): string {
  const text = parts.join("\0");
  return FINGERPRINT_SEEDS.map((seed) => {
    let hash: number = seed;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    return (hash >>> 0).toString(16).padStart(8, "0");
  }).join("");
}

/** A second finding that would have the fingerprint of an earlier one gets one of its own, by its number. */
export function withDistinctFingerprints(diagnostics: readonly WireDiagnostic[]): readonly WireDiagnostic[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const { fingerprint } = diagnostic;
    const count = counts.get(fingerprint) ?? 0;
    counts.set(fingerprint, count + 1);
    return count === 0
      ? diagnostic
      : { ...diagnostic, fingerprint: fingerprintOf([fingerprint, String(count)]) };
  });
}
