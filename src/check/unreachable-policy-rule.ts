/** Rules of a policy that cannot apply, whatever the fragments say: a slip in one would pass in silence for ever. */
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import type { CheckFinding } from "./finding.ts";
import type { UnreachableBy } from "./subject.ts";

/** Where a policy is held against a configuration. */
export interface PolicyPlace {
  readonly architecture?: string;
  /** The tree's version. */
  readonly version?: string;
  /** All that are checked, or that the tree has; absent where nobody can tell. */
  readonly architectures?: readonly string[];
}

/** Code: `unreachable-policy-rule`. A rule that is only about another version or architecture than this run's is none of them. */
export function idleRules(rules: readonly PlacedPolicyRule[], place: PolicyPlace): readonly CheckFinding[] {
  return rules.flatMap((rule) => {
    const why = reasonOf(rule, place);
    if (why === undefined) return [];
    return {
      code: "unreachable-policy-rule",
      severity: "warning",
      fails: false,
      location: rule.location,
      subject: { kind: "unreachable-policy-rule", rule, why, architectures: place.architectures },
      symbol: rule.symbol,
      requested: rule.kind,
    };
  });
}

function reasonOf(
  { versions, architectures: named }: PlacedPolicyRule,
  { architecture, version, architectures }: PolicyPlace,
): UnreachableBy | undefined {
  if (versions.length > 0 && version === undefined) return "version";
  if (named.length === 0) return undefined;
  if (architectures === undefined || architectures.length === 0)
    return architecture === undefined ? "no-architecture" : undefined;
  if (named.some((each) => each === architecture || architectures.includes(each))) return undefined;
  return "architectures";
}
