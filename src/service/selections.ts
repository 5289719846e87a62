/** How many statements of a tree turn a symbol on. */
import { selectorsOf } from "../explain/references.ts";
import type { ConfigSymbol } from "../model/model.ts";

export interface SelectionCounts {
  readonly select: number;
  readonly imply: number;
}

export function selectionsOf(symbol: ConfigSymbol): SelectionCounts {
  const statements = selectorsOf(symbol);
  const select = statements.filter(({ kind }) => kind === "select").length;
  return { select, imply: statements.length - select };
}
