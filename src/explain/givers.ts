/** What gives a symbol a value that nobody asked for: its defaults, and the selects and implies of others. */
import type { Configuration } from "../evaluate/configuration.ts";
import { and, N, type Tristate } from "../evaluate/tristate.ts";
import { NO, Type } from "../model/columns.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { selectorsOf } from "./references.ts";
import { probeOf } from "./statements.ts";

/** Selects or implies of a symbol that demand at least `level` now, in the order of the files. */
export function activeSelectors(
  configuration: Configuration,
  symbol: ConfigSymbol,
  kind: "select" | "imply",
  level: number,
): readonly Property[] {
  // A bool is raised to y by a selector that is m.
  const enough = configuration.effectiveType(symbol.id) === Type.tristate ? level : Math.min(level, 1);
  return selectorsOf(symbol).filter(
    (property) => property.kind === kind && demanded(configuration, property) >= enough,
  );
}

/** What a select or imply demands now: the lesser of its symbol's value and its condition. */
export function demanded(configuration: Configuration, property: Property): Tristate {
  const selector = property.node.symbol;
  if (selector === undefined) return N;
  return and(configuration.tristate(selector.id), configuration.evaluate(property.condition));
}

/** The default that applies, and the implies that do. */
export function activeGivers(configuration: Configuration, symbol: ConfigSymbol): readonly Property[] {
  const id = configuration.activeDefault(symbol.id);
  const implies = symbol.isLogical ? activeSelectors(configuration, symbol, "imply", 1) : [];
  return [...(id === undefined ? [] : [symbol.model.property(id)]), ...implies];
}

/** Defaults without those that are always n and give nothing; but where a probe made it so, that is a fact to tell. */
export function givingDefaults(symbol: ConfigSymbol): readonly Property[] {
  return symbol.propertiesOf("default").filter((each) => !isConstantNo(each) || probeOf(each) !== undefined);
}

/** `default n`, or a macro that came to it. */
export function isConstantNo(property: Property): boolean {
  const value = property.model.expression(property.value);
  return value.kind === "symbol" && value.symbol.id === NO;
}
