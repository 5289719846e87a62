/** What conditions say of a symbol, by which the entries behind it become its submenu. */
import { MOD, NO, YES } from "./columns.ts";
import { type ExpressionId, type ExpressionTable, isComparison, NONE, Op } from "./expressions.ts";

/** Whether `symbol` occurs anywhere in the expression; `spend` hears how many operands were looked at. */
export function mentions(
  table: ExpressionTable,
  id: ExpressionId,
  symbol: number,
  spend: (comparisons: number) => void,
): boolean {
  const op = table.operator(id);
  if (op === Op.symbol) return table.left(id) === symbol;
  if (isComparison(op)) return table.left(id) === symbol || table.right(id) === symbol;
  if (op === Op.not) return mentions(table, table.left(id), symbol, spend);
  if (op !== Op.and && op !== Op.or) return false;
  let at = id;
  let looked = 1;
  for (; table.operator(at) === op; at = table.left(at)) {
    looked += 1;
    if (mentions(table, table.right(at), symbol, spend)) return true;
  }
  spend(looked);
  return mentions(table, at, symbol, spend);
}

/** Whether the expression can only hold if `symbol` is not n, as C sees it: a conjunct says so. */
export function requires(table: ExpressionTable, id: ExpressionId, symbol: number): boolean {
  return table.operands(Op.and, id).some((operand) => {
    const op = table.operator(operand);
    if (op === Op.none || table.left(operand) !== symbol) return false;
    const right = table.right(operand);
    if (op === Op.equal) return right === YES || right === MOD;
    return op === Op.symbol || (op === Op.unequal && right === NO);
  });
}

/** Whether the expression says somewhere that `symbol` is n, or not y or not m. Of normalized expressions. */
export function mentionsNegated(table: ExpressionTable, id: ExpressionId, symbol: number): boolean {
  const op = table.operator(id);
  if (op === Op.and || op === Op.or)
    return table.operands(op, id).some((operand) => mentionsNegated(table, operand, symbol));
  if (op === Op.not) return id !== NONE && table.left(id) === table.symbol(symbol);
  if (op === Op.none || table.left(id) !== symbol) return false;
  const right = table.right(id);
  return op === Op.equal ? right === NO : op === Op.unequal && (right === YES || right === MOD);
}
