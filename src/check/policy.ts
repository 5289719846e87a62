/** A policy against the final configuration: what must be, may be and must not be. */
import { quoteString } from "../dotconfig/string-value.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Note } from "../text/diagnostic.ts";
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
  const isLogical = symbol === undefined || symbol.type === "bool" || symbol.type === "tristate";
  const isOff = value === undefined || (isLogical && value === "n");
  const has =
    rule.values.length > 0
      ? rule.values.includes(value ?? (isLogical ? "n" : ""))
      : isLogical
        ? ON.includes(value ?? "n")
        : value !== undefined;
  const wanted = rule.values.length > 0 ? rule.values.join(" or ") : isLogical ? "y or m" : "a value";
  const say = (code: string, message: string) => finding(code, message, { rule, symbol, value, requests });
  switch (rule.kind) {
    case "required":
      if (symbol === undefined)
        return say("policy-required", `${rule.symbol} is required, and no symbol is called so`);
      return has ? undefined : say("policy-required", `${rule.symbol} must be ${wanted}`);
    case "optional": {
      const isReachable = symbol !== undefined && (configuration.visibility(symbol.id) !== N || !isOff);
      return !isReachable || has
        ? undefined
        : say("policy-required", `${rule.symbol} must be ${wanted} where it can be set`);
    }
    case "allowed":
      return isOff || has ? undefined : say("policy-value", `${rule.symbol} may only be ${wanted}`);
    case "forbidden":
      return has
        ? say("policy-forbidden", `${rule.symbol} must not be ${rule.values.length > 0 ? wanted : "set"}`)
        : undefined;
  }
}

interface Case {
  readonly rule: PlacedPolicyRule;
  readonly symbol: ConfigSymbol | undefined;
  readonly value: string | undefined;
  readonly requests: readonly Request[];
}

/** Told at the line that asks for the value; where none does, at the rule. */
function finding(code: string, message: string, { rule, symbol, value, requests }: Case): CheckFinding {
  const request = requests.findLast(({ name }) => name === rule.symbol);
  const shown = value === undefined ? "not set" : symbol?.type === "string" ? quoteString(value) : value;
  const isAsked =
    request !== undefined && (request.wanted === value || (value === undefined && request.wanted === "n"));
  const here = isAsked ? request.location : rule.location;
  const notes: readonly Note[] = [
    ...(isAsked ? [{ message: "the policy says so here", location: rule.location }] : []),
    ...(symbol === undefined
      ? []
      : [{ message: `${symbol.name} is defined here`, location: symbol.definitions[0]?.place }]),
  ];
  return {
    code,
    severity: rule.severity,
    fails: rule.severity === "error",
    message: `${message}: ${rule.reason}`,
    label: `the result is ${shown}`,
    location: here,
    notes,
    symbol: rule.symbol,
    requested: rule.values.join(" ") || rule.kind,
    actual: value,
  };
}
