/** Which symbols take over what transitional ones were set to. */
import { hasTransitional, type SymbolId } from "./columns.ts";
import type { ConfigSymbol, Model } from "./model.ts";

/**
 * For each transitional symbol that a default names as its single operand, the symbols with such defaults, in the order
 * of their definitions. One that no default names is not there.
 */
export function successorsOf(model: Model): ReadonlyMap<SymbolId, readonly ConfigSymbol[]> {
  const successors = new Map<SymbolId, ConfigSymbol[]>();
  if (!hasTransitional(model.data)) return successors;
  for (const symbol of model.definedSymbols()) {
    for (const { value } of symbol.propertiesOf("default")) {
      const expression = model.expression(value);
      if (expression.kind !== "symbol" || !expression.symbol.isTransitional) continue;
      const { id } = expression.symbol;
      const known = successors.get(id) ?? [];
      if (!known.some((each) => each.id === symbol.id)) successors.set(id, [...known, symbol]);
    }
  }
  return successors;
}
