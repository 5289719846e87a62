/** Which symbols take over what transitional ones were set to. */
import type { ConfigSymbol, Model } from "./model.ts";

/**
 * For each transitional symbol that a default names as its single operand, the symbols with such defaults, in the order
 * of their definitions. One that no default names is not there.
 */
export function successorsOf(model: Model): ReadonlyMap<ConfigSymbol, readonly ConfigSymbol[]> {
  const successors = new Map<ConfigSymbol, ConfigSymbol[]>();
  const byId = new Map<number, ConfigSymbol>();
  for (const symbol of model.definedSymbols()) if (symbol.isTransitional) byId.set(symbol.id, symbol);
  if (byId.size === 0) return successors;
  for (const symbol of model.definedSymbols()) {
    for (const { value } of symbol.propertiesOf("default")) {
      const expression = model.expression(value);
      const former = expression.kind === "symbol" ? byId.get(expression.symbol.id) : undefined;
      if (former === undefined) continue;
      const known = successors.get(former) ?? [];
      if (!known.some(({ id }) => id === symbol.id)) successors.set(former, [...known, symbol]);
    }
  }
  return successors;
}
