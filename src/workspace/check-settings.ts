/** The key `check` of kcfg.json: what `kcfg check` looks at when it is called without fragments. */
import type { JsonMember, JsonValue } from "./json-object.ts";
import { type PolicyRule, type Report, readPolicy } from "./policy.ts";

/** Paths are relative to the folder of kcfg.json. */
export interface CheckSettings {
  /** As `--arch`, one after the other; the usual one if empty. */
  readonly architectures: readonly string[];
  /** As `--base`; the usual one if empty. */
  readonly bases: readonly string[];
  /** Fragments that are merged in this order, by the name of their set. */
  readonly sets: readonly FragmentSet[];
  /** Rules of kcfg.json itself. */
  readonly policy: readonly PolicyRule[];
  /** Files with rules. */
  readonly policyFiles: readonly string[];
  /** Files with renamed symbols. */
  readonly renames: readonly string[];
  readonly baseline?: string;
}

export interface FragmentSet {
  readonly name: string;
  readonly paths: readonly string[];
}

const KEYS = ["architectures", "bases", "fragments", "policy", "renames", "baseline"] as const;

export function readCheckSettings(
  { name: key, value }: JsonMember,
  report: Report,
): CheckSettings | undefined {
  if (value.type !== "object")
    return report(
      "settings-value",
      { kind: "wrong-type", of: "key", name: key, wanted: "object" },
      value.span,
    );
  const found = new Map(value.members.map((member) => [member.name, member.value]));
  for (const { name, nameSpan } of value.members)
    if (!KEYS.some((each) => each === name))
      report("settings-key", { kind: "unknown-key", name, within: "check", keys: KEYS }, nameSpan);
  const texts = (name: (typeof KEYS)[number]) => textsOf(name, found.get(name), report);
  const policy = found.get("policy");
  const hasRules = policy?.type === "array" && policy.items.some(({ type }) => type === "object");
  return {
    architectures: texts("architectures"),
    bases: texts("bases"),
    sets: setsOf(found.get("fragments"), report),
    policy: hasRules ? readPolicy(policy, report) : [],
    policyFiles: hasRules ? [] : texts("policy"),
    renames: texts("renames"),
    baseline: texts("baseline")[0],
  };
}

/** A text or a list of texts. */
function textsOf(name: string, value: JsonValue | undefined, report: Report): readonly string[] {
  if (value === undefined) return [];
  const items = value.type === "array" ? value.items : [value];
  return items.flatMap(({ type, text, span }) => {
    if (type === "string" && text !== "") return [text];
    report("settings-value", { kind: "wrong-type", of: "key", name, wanted: "string-list" }, span);
    return [];
  });
}

/** A list is one set; an object has several by name. */
function setsOf(value: JsonValue | undefined, report: Report): readonly FragmentSet[] {
  if (value === undefined) return [];
  if (value.type !== "object") return [{ name: "", paths: textsOf("fragments", value, report) }];
  return value.members.map((member) => ({
    name: member.name,
    paths: textsOf(member.name, member.value, report),
  }));
}
