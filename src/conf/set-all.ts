/** allyesconfig and its kin: one user value for every symbol that has none. */

import { N, type Tristate, Y } from "../evaluate/tristate.ts";
import { ABSENT, SymbolFlag, type SymbolId, Type } from "../model/model.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";

/**
 * Asks for `value` wherever a bool or tristate has no user value. With the exclusive rules only symbols with a
 * prompt count and members of choices are left to their defaults; with the modal rules all of them are set.
 */
export function setAll(configuration: ConfConfiguration, value: Tristate): void {
  const { model } = configuration;
  const { symbols, nodes, dialect } = model.data;
  const wanted = (symbol: SymbolId) =>
    value === N && (symbols.flags[symbol] & SymbolFlag.allnoconfigY) !== 0 ? Y : value;
  const isOpen = (symbol: SymbolId) =>
    (symbols.type[symbol] === Type.bool || symbols.type[symbol] === Type.tristate) &&
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

/**
 * What `--defconfig` and `--alldefconfig` do once their files were read: C goes over all symbols, finds no value to
 * give, and calculates everything anew.
 *
 * Quirk: a modal choice that reading left open counts as set from here on, to the mode that its lines asked for,
 * unless MODULES rests on it, so that it is calculated already.
 */
export function setDefaults(configuration: ConfConfiguration): void {
  const { symbols, dialect } = configuration.model.data;
  configuration.outdate();
  configuration.settleModules();
  if (dialect.choices !== "modal") return;
  configuration.calculateChoicesFirst();
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if ((symbols.flags[symbol] & SymbolFlag.choice) === 0) continue;
    if (configuration.hasUserValue(symbol) || configuration.isCalculated(symbol)) continue;
    configuration.keepTristate(symbol);
  }
}
