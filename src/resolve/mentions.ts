/** Which symbols definitions rest on. */
import { symbolsIn } from "../model/mentions.ts";
import { Kind, type ModelData, type SymbolId, YES } from "../model/model.ts";

/** All symbols that the values of these rest on, they included. */
export function coneOf(data: ModelData, ...from: readonly SymbolId[]): ReadonlySet<SymbolId> {
  const { symbols, properties } = data;
  const cone = new Set<SymbolId>(from);
  const pending = [...from];
  const visit = (symbol: SymbolId) => {
    if (symbol <= YES || cone.has(symbol)) return;
    cone.add(symbol);
    pending.push(symbol);
  };
  for (let symbol = pending.pop(); symbol !== undefined; symbol = pending.pop()) {
    const { starts, items } = symbols.properties;
    for (const property of items.subarray(starts[symbol], starts[symbol + 1])) {
      symbolsIn(data, properties.condition[property], visit);
      if (properties.kind[property] === Kind.default) symbolsIn(data, properties.value[property], visit);
    }
    symbolsIn(data, symbols.directDependency[symbol], visit);
    symbolsIn(data, symbols.reverseDependency[symbol], visit);
    symbolsIn(data, symbols.weakReverseDependency[symbol], visit);
  }
  return cone;
}
