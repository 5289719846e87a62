/** Whether a number that was asked for is inside the range that applies to its symbol. */
import { type SymbolId, Type } from "../model/model.ts";
import type { Configuration } from "./configuration.ts";
import { leadingNumber } from "./numbers.ts";
import { limitValue } from "./range.ts";

/** Whether `text` would be left as it is by the range that applies to an int or hex symbol. */
export function isWithinRange(configuration: Configuration, symbol: SymbolId, text: string): boolean {
  const { data } = configuration.model;
  const range = configuration.activeRange(symbol);
  if (range === undefined) return true;
  const type = data.symbols.type[symbol];
  const base = type === Type.hex ? 16 : 10;
  const limit = (of: SymbolId) =>
    limitValue({ type: data.symbols.type[of], text: configuration.value(of) }, base);
  const value = leadingNumber(text, base);
  return value >= limit(data.properties.value[range]) && value <= limit(data.properties.upper[range]);
}
