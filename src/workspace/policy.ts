/** A policy: which symbols must, may and must not have which values, where, and why. */
import type { FileReader } from "../text/host.ts";
import { type Location, SourceFile, type Span } from "../text/source-file.ts";
import type { Fault, WorkspaceFinding } from "./finding.ts";
import { type JsonValue, parseJson } from "./json-object.ts";

/**
 * - `required`: the symbol exists and has one of the values
 * - `optional`: as required, where the symbol exists and can be seen
 * - `allowed`: if the symbol is on, or has a text or number, it is one of the values
 * - `forbidden`: the symbol does not have one of the values
 */
export type PolicyKind = "required" | "optional" | "allowed" | "forbidden";

export interface PolicyRule {
  readonly symbol: string;
  readonly kind: PolicyKind;
  /** Without quotes; empty for "y or m" (of a number or string: any value). */
  readonly values: readonly string[];
  readonly reason: string;
  /** Empty for all. */
  readonly architectures: readonly string[];
  /** Limits as `>=6.1`, all of which hold; empty for all versions. */
  readonly versions: readonly VersionLimit[];
  readonly severity: "error" | "warning";
  /** Where the rule is written. */
  readonly span: Span;
}

/** How a reader of JSON tells what is wrong with a value. */
export type Report = (code: string, fault: Fault, span: Span) => undefined;

export interface VersionLimit {
  readonly sign: ">=" | "<=" | ">" | "<" | "=";
  readonly version: string;
}

const KINDS: readonly PolicyKind[] = ["required", "optional", "allowed", "forbidden"];
const KEYS = ["symbol", "rule", "values", "reason", "architectures", "versions", "severity"];

export interface PlacedPolicyRule extends Omit<PolicyRule, "span"> {
  readonly location: Location;
}

/** The rules of a file that holds a list of them, or an object with a list under `policy`. */
export function readPolicyFile(
  path: string,
  reader: FileReader,
): { readonly rules: readonly PlacedPolicyRule[]; readonly diagnostics: readonly WorkspaceFinding[] } {
  const content = reader.readText(path);
  if (!content.ok) {
    const fault = { kind: "unreadable", path, message: content.message } as const;
    return { rules: [], diagnostics: [{ code: "unreadable-file", severity: "error", fault }] };
  }
  const file = new SourceFile(path, content.text);
  const { value, problems } = parseJson(file);
  const diagnostics: WorkspaceFinding[] = [];
  const report: Report = (code, fault, span) => {
    diagnostics.push({ code, severity: "error", fault, location: file.locate(span) });
  };
  for (const { fault, span } of problems) report("settings-syntax", { kind: "json", path, fault }, span);
  const list = value.type === "object" ? value.members.find(({ name }) => name === "policy")?.value : value;
  if (list?.type !== "array" && problems.length === 0)
    report("settings-value", { kind: "no-rules" }, value.span);
  const rules = list === undefined ? [] : readPolicy(list, report);
  return { rules: rules.map((rule) => placeRule(rule, file)), diagnostics };
}

export function placeRule({ span, ...rule }: PolicyRule, file: SourceFile): PlacedPolicyRule {
  return { ...rule, location: file.locate(span) };
}

export function readPolicy(list: JsonValue, report: Report): readonly PolicyRule[] {
  return list.items.flatMap((item) => readRule(item, report) ?? []);
}

function readRule({ type, members, span }: JsonValue, report: Report): PolicyRule | undefined {
  if (type !== "object") return report("settings-value", { kind: "no-rule" }, span);
  const found = new Map(members.map(({ name, value }) => [name, value]));
  for (const { name, nameSpan } of members)
    if (!KEYS.includes(name))
      report("settings-key", { kind: "unknown-key", name, within: "rule", keys: KEYS }, nameSpan);
  const text = (name: string): string | undefined => {
    const value = found.get(name);
    if (value === undefined) return undefined;
    return value.type === "string"
      ? value.text
      : report("settings-value", { kind: "wrong-type", of: "key", name, wanted: "string" }, value.span);
  };
  const texts = (name: string): readonly string[] => {
    const value = found.get(name);
    if (value === undefined) return [];
    return (value.type === "array" ? value.items : [value]).flatMap((item) => {
      // A number may stand without quotes.
      if (item.type === "string" || /^-?\d+$/.test(item.text)) return [item.text];
      report("settings-value", { kind: "wrong-type", of: "key", name, wanted: "string-list" }, item.span);
      return [];
    });
  };
  const symbol = text("symbol")?.replace(/^CONFIG_/, "");
  if (!symbol) return report("settings-value", { kind: "no-rule-symbol" }, span);
  const kindText = text("rule");
  const kind = KINDS.find((each) => each === kindText);
  if (kind === undefined) {
    return report(
      "settings-value",
      { kind: "rule-kind", symbol, kinds: KINDS },
      found.get("rule")?.span ?? span,
    );
  }
  const reason = text("reason");
  if (!reason) return report("settings-value", { kind: "no-rule-reason", symbol }, span);
  const severity = text("severity") ?? "error";
  if (severity !== "error" && severity !== "warning")
    return report("settings-value", { kind: "rule-severity" }, found.get("severity")?.span ?? span);
  const values = texts("values");
  if (kind === "allowed" && values.length === 0)
    return report("settings-value", { kind: "no-rule-values", symbol }, span);
  const versions = texts("versions")
    .flatMap((each) => each.split(/\s+/))
    .filter(Boolean);
  const limits = versions.flatMap((each) => limitOf(each) ?? []);
  if (limits.length < versions.length)
    return report("settings-value", { kind: "rule-versions" }, found.get("versions")?.span ?? span);
  return {
    symbol,
    kind,
    values,
    reason,
    severity,
    architectures: texts("architectures"),
    versions: limits,
    span,
  };
}

function limitOf(text: string): VersionLimit | undefined {
  const match = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)*)$/.exec(text);
  return match === null ? undefined : { sign: (match[1] ?? "=") as VersionLimit["sign"], version: match[2] };
}

/** Whether a version is within a limit; of `=6.12` any 6.12.x is. */
export function isWithin(version: string, { sign, version: limit }: VersionLimit): boolean {
  const [have, want] = [version, limit].map((each) => each.split(/[.-]/).map(Number));
  const shown = sign === "=" || sign === "<=" || sign === ">" ? have.slice(0, want.length) : have;
  const order = compare(shown, want);
  if (sign === "=") return order === 0;
  if (sign === ">=") return order >= 0;
  if (sign === "<=") return order <= 0;
  return sign === ">" ? order > 0 : order < 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] || 0) - (b[at] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
