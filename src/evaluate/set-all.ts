/** allyesconfig and its kin: one user value for every symbol that has none. */

import { ABSENT, isLogicalType, SymbolFlag, type SymbolId } from "../model/columns.ts";
import type { PresetConfiguration } from "./preset-configuration.ts";
import { N, type Tristate, Y } from "./tristate.ts";

/**
 * Asks for `value` wherever a bool or tristate has no user value. With the exclusive rules only symbols with a
 * prompt count and members of choices are left to their defaults; with the modal rules all of them are set.
 */
export function setAll(configuration: PresetConfiguration, value: Tristate): void {
  const { model } = configuration;
  const { symbols, nodes, dialect } = model.data;
  const wanted = (symbol: SymbolId) =>
    value === N && (symbols.flags[symbol] & SymbolFlag.allnoconfigY) !== 0 ? Y : value;
  const isOpen = (symbol: SymbolId) =>
    isLogicalType(symbols.type[symbol]) &&
    (symbols.flags[symbol] & SymbolFlag.constant) === 0 &&
    !configuration.hasUserValue(symbol);
  if (dialect.choices === "modal") {
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      if (isOpen(symbol)) configuration.setAside(symbol, wanted(symbol));
    }
    configuration.settleModules();
    configuration.calculateChoicesFirst();
    return;
  }
  for (const node of model.menuOrder()) {
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT || nodes.prompt[node] === ABSENT || !isOpen(symbol)) continue;
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0 || symbols.choice[symbol] !== ABSENT) continue;
    configuration.setTristate(symbol, wanted(symbol));
  }
}
