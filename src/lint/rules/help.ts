/** Prompts without help: whoever is asked has to know what for. */
import type { LintContext, LintFinding, RuleOutput } from "../finding.ts";
import { entryLocation } from "../words.ts";

export function missingHelp(context: LintContext): RuleOutput {
  return context.wantsInformation ? { findings: findingsOf(context) } : {};
}

function* findingsOf({ model, isWanted }: LintContext): Iterable<LintFinding> {
  for (const symbol of model.definedSymbols()) {
    const asking = symbol.definitions.find(({ prompt }) => prompt !== undefined);
    if (asking === undefined || !isWanted(asking.place.path) || symbol.isTransitional) continue;
    const { helps, nodes } = model.data;
    const hasHelp = symbol.definitions.some(
      ({ id }) => nodes.help[id] >= 0 && helps.at(nodes.help[id]) !== "",
    );
    if (hasHelp) continue;
    yield {
      code: "missing-help",
      severity: "info",
      symbol: symbol.name,
      location: entryLocation(asking),
      subject: { kind: "missing-help", symbol },
    };
  }
}
