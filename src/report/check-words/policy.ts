/** What is said of a policy: what the result must be and is not, and rules that never apply. */
import { quoteString } from "../../dotconfig/string-value.ts";
import { list } from "../reason-words.ts";
import type { About, Words } from "./words.ts";

export function policyWords(about: About<"policy">): Words {
  const { rule, symbol, value, isRequested } = about;
  const shown = value === undefined ? "not set" : symbol?.type === "string" ? quoteString(value) : value;
  return {
    message: `${ruleText(about)}: ${rule.reason}`,
    label: `the result is ${shown}`,
    notes: [
      ...(isRequested ? [{ message: "the policy has the rule here", location: rule.location }] : []),
      ...(symbol === undefined
        ? []
        : [{ message: `${symbol.name} is defined here`, location: symbol.definitions[0]?.place }]),
    ],
  };
}

function ruleText({ rule, symbol }: About<"policy">): string {
  const { symbol: name, values, kind } = rule;
  const isLogical = symbol === undefined || symbol.isLogical;
  const wanted = values.length > 0 ? values.join(" or ") : isLogical ? "y or m" : "a value";
  switch (kind) {
    case "required":
      return symbol === undefined
        ? `${name} is required, and no symbol is called so`
        : `${name} must be ${wanted}`;
    case "optional":
      return `${name} must be ${wanted} where it can be set`;
    case "allowed":
      return `${name} may only be ${wanted}`;
    case "forbidden":
      return `${name} must not be ${values.length > 0 ? wanted : "set"}`;
  }
}

export function unreachableRuleWords(about: About<"unreachable-policy-rule">): Words {
  const { rule, architectures = [] } = about;
  return {
    message: `the rule about ${rule.symbol} never applies: ${unreachableText(about)}`,
    help: architectures.length === 0 ? undefined : [`the architectures are ${architectures.join(", ")}`],
  };
}

function unreachableText({ rule, why }: About<"unreachable-policy-rule">): string {
  switch (why) {
    case "version":
      return "this tree has no version";
    case "no-architecture":
      return "no architecture is named here";
    case "architectures": {
      const { architectures } = rule;
      return `${list(architectures)} ${architectures.length === 1 ? "is no architecture" : "are no architectures"} of this check`;
    }
  }
}
