/** Which symbols expressions mention. */
import { type ExpressionId, isComparison, NONE, Op } from "./expressions.ts";
import type { ModelData, SymbolId } from "./model.ts";

/** Calls `visit` for every symbol that an expression mentions, in the order of the text. */
export function symbolsIn(data: ModelData, id: ExpressionId, visit: (symbol: SymbolId) => void): void {
  const { operator, left, right } = data.expressions;
  const pending = [id];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const op = operator[at];
    if (at === NONE) continue;
    if (op === Op.symbol) visit(left[at]);
    else if (op === Op.not) pending.push(left[at]);
    else if (op === Op.and || op === Op.or) pending.push(right[at], left[at]);
    else if (isComparison(op)) {
      visit(left[at]);
      visit(right[at]);
    }
  }
}
