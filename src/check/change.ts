/** What differs between two configurations of one tree. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol } from "../model/model.ts";

/** One symbol before and after; undefined where a .config has no line for it. */
export interface Change {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Symbols whose lines in a .config differ, in the order of their definitions. A new "is not set" is a change. */
export function changesBetween(before: Configuration, after: Configuration): readonly Change[] {
  const changes: Change[] = [];
  for (const symbol of before.model.definedSymbols()) {
    const change = { symbol, before: writtenValue(before, symbol), after: writtenValue(after, symbol) };
    if (change.before !== change.after) changes.push(change);
  }
  const place = ({ symbol }: Change) => symbol.firstEntry;
  return changes.sort((a, b) => place(a) - place(b));
}

/** Whether a value changes, and not only a line that says that there is none. */
export function isValueChange({ before = "n", after = "n" }: Change): boolean {
  return before !== after;
}

/** The value that a .config would have; undefined without a line. */
export function writtenValue(configuration: Configuration, symbol: ConfigSymbol): string | undefined {
  return configuration.isWritten(symbol.id) ? configuration.value(symbol.id) : undefined;
}
