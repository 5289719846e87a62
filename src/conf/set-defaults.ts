/** What the C tool does to a configuration that has read its files, before it writes. */
import { SymbolFlag } from "../model/columns.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";

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
