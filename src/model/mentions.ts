/** Which symbols expressions and definitions mention. */

import { Kind, type ModelData, type SymbolId, YES } from "./columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "./expressions.ts";

/** Calls `visit` for every symbol that an expression mentions, in the order of the text. */
export function symbolsIn(data: ModelData, id: ExpressionId, visit: (symbol: SymbolId) => void): void {
  const { operator, left, right } = data.expressions;
  const pending = [id];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const op = operator[at];
    if (at === NONE) continue;
    if (op === Op.symbol) visit(left[at]);
    else if (op === Op.not) pending.push(left[at]);
    else if (op === Op.and || op === Op.or) pending.push(right[at], left[at]);
    else if (isComparison(op)) {
      visit(left[at]);
      visit(right[at]);
    }
  }
}

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
