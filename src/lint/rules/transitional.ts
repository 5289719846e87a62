/** Former names whose value nothing takes over: an old .config loses the setting without a word. */
import { successorsOf } from "../../model/successors.ts";
import type { LintContext, LintFinding, RuleOutput } from "../finding.ts";
import { entryLocation } from "../words.ts";

export function unusedTransitional(context: LintContext): RuleOutput {
  return { findings: findingsOf(context) };
}

function* findingsOf({ model }: LintContext): Iterable<LintFinding> {
  const successors = successorsOf(model);
  for (const symbol of model.definedSymbols()) {
    const [entry] = symbol.definitions;
    if (!symbol.isTransitional || entry === undefined || successors.has(symbol.id)) continue;
    yield {
      code: "unused-transitional",
      severity: "warning",
      symbol: symbol.name,
      scope: "here",
      location: entryLocation(entry),
      subject: { kind: "unused-transitional", symbol },
    };
  }
}
