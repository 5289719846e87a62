/** Which choice of one tree is which of another: the one that most of its members are in. */
import { SymbolFlag } from "../model/columns.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";

/** Choices of the first tree with those of the second that they became, in the order of the first. */
export function pairChoices(before: Model, after: Model): ReadonlyMap<ConfigSymbol, ConfigSymbol> {
  const pairs = new Map<ConfigSymbol, ConfigSymbol>();
  const taken = new Set<ConfigSymbol>();
  const pair = (choice: ConfigSymbol, twin: ConfigSymbol | undefined): void => {
    if (twin === undefined || taken.has(twin)) return;
    taken.add(twin);
    pairs.set(choice, twin);
  };
  const choices = choicesOf(before);
  for (const choice of choices) pair(choice, mostCommon(choice.members, after));
  // Of a choice all members can have new names.
  const others = choicesOf(after);
  for (const choice of choices) {
    if (pairs.has(choice)) continue;
    const same = others.filter((other) => !taken.has(other) && promptOf(other) === promptOf(choice));
    if (same.length === 1) pair(choice, same[0]);
  }
  return pairs;
}

export function promptOf(symbol: ConfigSymbol): string {
  return symbol.propertiesOf("prompt")[0]?.text ?? "";
}

function choicesOf(model: Model): readonly ConfigSymbol[] {
  const { count, flags } = model.data.symbols;
  const found: ConfigSymbol[] = [];
  for (let id = 0; id < count; id++) {
    if ((flags[id] & SymbolFlag.choice) !== 0 && model.symbolAt(id).definitions.length > 0)
      found.push(model.symbolAt(id));
  }
  return found;
}

function mostCommon(members: readonly ConfigSymbol[], after: Model): ConfigSymbol | undefined {
  const counts = new Map<ConfigSymbol, number>();
  for (const { name } of members) {
    const choice = after.symbol(name)?.choice;
    if (choice !== undefined) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  }
  let best: ConfigSymbol | undefined;
  for (const [choice, count] of counts)
    if (best === undefined || count > (counts.get(best) ?? 0)) best = choice;
  return best;
}
