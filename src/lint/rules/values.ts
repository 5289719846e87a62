/** Symbols that can never be on, and symbols that are always on. */
import { Configuration } from "../../evaluate/configuration.ts";
import type { ConfigSymbol, Model } from "../../model/model.ts";
import type { Fact } from "../../resolve/facts.ts";
import { refute } from "../../resolve/refute.ts";
import { Resolver } from "../../resolve/resolve.ts";
import type { Claim, LintContext, RuleOutput } from "../finding.ts";
import { entryLocation, severityIn } from "../words.ts";

export function constantSymbols({ model }: LintContext): RuleOutput {
  const symbols = [...model.definedSymbols()].filter(
    ({ isLogical, isTransitional, definitions }) => isLogical && !isTransitional && definitions.length > 0,
  );
  const reasons = new Reasons(model);
  return { claims: symbols.flatMap((symbol) => [deadClaim(symbol, reasons), alwaysClaim(symbol)]) };
}

/** The rules behind what has no short derivation: fewest definitions that exclude a symbol together. */
class Reasons {
  readonly #model: Model;
  #resolver: Resolver | undefined;

  constructor(model: Model) {
    this.#model = model;
  }

  factsAgainst(symbol: ConfigSymbol): readonly Fact[] | undefined {
    this.#resolver ??= new Resolver(new Configuration(this.#model));
    const value = symbol.type === "bool" ? "y" : "m";
    const resolution = this.#resolver.resolve([{ symbol, value, orMore: true, role: "kept" }]);
    if (resolution.kind !== "impossible") return undefined;
    return resolution.conflict.facts;
  }
}

function deadClaim(symbol: ConfigSymbol, reasons: Reasons): Claim {
  const [node, ...others] = symbol.definitions;
  return {
    key: `dead:${symbol.id}`,
    rule: "dead-symbol",
    literal: (tree) => tree.isOn(symbol.id),
    scopes: ["here", "anywhere"],
    within: others.length === 0 ? [`contradiction:${node.id}`] : [],
    finding: (scope) => ({
      code: "dead-symbol",
      severity: severityIn(scope),
      scope,
      symbol: symbol.name,
      location: entryLocation(node),
      subject: { kind: "dead-symbol", symbol },
      facts: refute(symbol, { kind: "never", level: 1 }) ?? reasons.factsAgainst(symbol),
    }),
  };
}

function alwaysClaim(symbol: ConfigSymbol): Claim {
  return {
    key: `always:${symbol.id}`,
    rule: "always-on",
    literal: (tree) => -tree.isOn(symbol.id),
    scopes: ["here", "anywhere"],
    finding: (scope) => ({
      code: "always-on",
      // Without a prompt it is a constant, and often meant as one.
      severity: symbol.hasPrompt ? severityIn(scope) : "info",
      scope,
      symbol: symbol.name,
      location: entryLocation(symbol.definitions[0]),
      subject: { kind: "always-on", symbol },
      facts: refute(symbol, { kind: "always", level: 1 }),
    }),
  };
}
