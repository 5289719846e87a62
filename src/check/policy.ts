/** A policy against the final configuration: what must be, may be and must not be. */
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { isWithin, type PlacedPolicyRule } from "../workspace/policy.ts";
import { writtenValue } from "./change.ts";
import type { CheckFinding } from "./finding.ts";
import type { Request } from "./request.ts";
import type { UnknownAnswers } from "./unknown-answers.ts";

export interface PolicySurroundings {
  readonly architecture?: string;
  readonly version?: string;
  /** All requests, in the order of reading: the last one about a symbol is what a person would change. */
  readonly requests: readonly Request[];
  /** What is not known, where commands were denied. */
  readonly unknown?: UnknownAnswers;
}

/** Codes: `policy-required`, `policy-value`, `policy-forbidden`, `denied-probe`. */
export function checkPolicy(
  rules: readonly PlacedPolicyRule[],
  configuration: Configuration,
  surroundings: PolicySurroundings,
): readonly CheckFinding[] {
  const { architecture, version } = surroundings;
  return rules
    .filter(({ architectures, versions }) => {
      const isHere = architectures.length === 0 || architectures.includes(architecture ?? "");
      return isHere && versions.every((limit) => version !== undefined && isWithin(version, limit));
    })
    .flatMap(
      (rule) => surroundings.unknown?.ofRule(rule) ?? judge(rule, configuration, surroundings.requests) ?? [],
    );
}

const ON = ["y", "m"];

function judge(
  rule: PlacedPolicyRule,
  configuration: Configuration,
  requests: readonly Request[],
): CheckFinding | undefined {
  const named = configuration.model.symbol(rule.symbol);
  const symbol = named?.isDefined ? named : undefined;
  const value = symbol && writtenValue(configuration, symbol);
  const isLogical = symbol === undefined || symbol.isLogical;
  const isOff = value === undefined || (isLogical && value === "n");
  const has =
    rule.values.length > 0
      ? rule.values.includes(value ?? (isLogical ? "n" : ""))
      : isLogical
        ? ON.includes(value ?? "n")
        : value !== undefined;
  const say = (code: string) => finding(code, { rule, symbol, value, requests });
  switch (rule.kind) {
    case "required":
      return has ? undefined : say("policy-required");
    case "optional": {
      const isReachable = symbol !== undefined && (configuration.visibility(symbol.id) !== N || !isOff);
      return !isReachable || has ? undefined : say("policy-required");
    }
    case "allowed":
      return isOff || has ? undefined : say("policy-value");
    case "forbidden":
      return has ? say("policy-forbidden") : undefined;
  }
}

interface Case {
  readonly rule: PlacedPolicyRule;
  readonly symbol: ConfigSymbol | undefined;
  readonly value: string | undefined;
  readonly requests: readonly Request[];
}

/** Told at the line that asks for the value; where none does, at the rule. */
function finding(code: string, { rule, symbol, value, requests }: Case): CheckFinding {
  const request = requests.findLast(({ name }) => name === rule.symbol);
  const isRequested =
    request !== undefined && (request.wanted === value || (value === undefined && request.wanted === "n"));
  return {
    code,
    severity: rule.severity,
    fails: rule.severity === "error",
    location: isRequested ? request.location : rule.location,
    subject: { kind: "policy", rule, symbol, value, isRequested },
    symbol: rule.symbol,
    requested: rule.values.join(" ") || rule.kind,
    actual: value,
  };
}
