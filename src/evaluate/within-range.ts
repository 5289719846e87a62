/** Whether a number that was asked for is inside the range that applies to its symbol. */
import type { SymbolId } from "../model/columns.ts";
import type { Configuration } from "./configuration.ts";
import { isInside } from "./range.ts";

/** Whether `text` would be left as it is by the range that applies to an int, hex or float symbol. */
export function isWithinRange(configuration: Configuration, symbol: SymbolId, text: string): boolean {
  const { symbols, properties, dialect } = configuration.model.data;
  const range = configuration.activeRange(symbol);
  if (range === undefined) return true;
  const limit = (of: SymbolId) => ({ type: symbols.type[of], text: configuration.value(of) });
  const [low, high] = [limit(properties.value[range]), limit(properties.upper[range])];
  return isInside(symbols.type[symbol], text, low, high, dialect.numbers);
}
