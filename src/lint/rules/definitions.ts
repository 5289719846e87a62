/** Symbols defined several times whose definitions disagree: two prompts that can be seen at once. */
import { locate } from "../../explain/statements.ts";
import type { Property } from "../../model/model.ts";
import type { Effort } from "../effort.ts";
import type { LintContext, LintFinding, RuleOutput, Suspicion } from "../finding.ts";
import { witnessOf } from "../witness.ts";

export function definitions(context: LintContext): RuleOutput {
  return { suspicions: suspicionsOf(context) };
}

function* suspicionsOf({ model, effort }: LintContext): Iterable<Suspicion> {
  for (const symbol of model.definedSymbols()) {
    if (symbol.definitions.length < 2 || symbol.choice !== undefined) continue;
    const prompts = symbol.propertiesOf("prompt");
    /** The first one, and the first that says something else. */
    const [first] = prompts;
    let other: Property | undefined;
    for (const later of prompts) {
      const earlier = later.text === first.text ? other : first;
      if (earlier === first) other ??= later;
      if (earlier === undefined) continue;
      yield {
        rule: "conflicting-definitions",
        literal: ({ encoder }) =>
          encoder.gates.and([earlier, later].map(({ condition }) => encoder.expression(condition).m)),
        confirm: () => confirmed(earlier, later, effort),
      };
    }
  }
}

function confirmed(earlier: Property, later: Property, effort: Effort): LintFinding | undefined {
  const { model } = later;
  const witness = witnessOf(
    model,
    (encoder) => encoder.gates.and([earlier, later].map(({ condition }) => encoder.expression(condition).m)),
    (configuration) => [earlier, later].every(({ condition }) => configuration.evaluate(condition) > 0),
    effort,
  );
  if (witness === undefined) return undefined;
  const { symbol } = later.node;
  return {
    code: "conflicting-definitions",
    severity: "warning",
    symbol: symbol?.name,
    statement: later.text,
    scope: "here",
    location: locate(later),
    subject: { kind: "two-prompts", symbol, other: earlier },
    witness,
  };
}
