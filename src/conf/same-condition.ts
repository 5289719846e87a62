/** Whether the C tool takes two conditions for the same. */

import { NO, type SymbolId, YES } from "../model/columns.ts";
import { type ExpressionColumns, type ExpressionId, NONE, Op, operandsOf } from "../model/expressions.ts";

export function isAlways(expressions: ExpressionColumns, id: ExpressionId): boolean {
  const { operator, left } = expressions;
  return id === NONE || (operator[id] === Op.symbol && left[id] === YES);
}

/**
 * Whether C takes two conditions for the same: the order of terms does not matter. Quirk: `y` and `n` are no terms
 * that can be common to both, and where such a constant decides what remains of both, they count as the same.
 */
export function areEqual(expressions: ExpressionColumns, a: ExpressionId, b: ExpressionId): boolean {
  if (a === b) return true;
  const op = expressions.operator[a];
  if (op === Op.not && expressions.operator[b] === Op.not) {
    return areEqual(expressions, expressions.left[a], expressions.left[b]);
  }
  if (op !== expressions.operator[b]) return isAlways(expressions, a) && isAlways(expressions, b);
  if (op !== Op.and && op !== Op.or) return false;
  const left = operandsOf(expressions, op, a);
  const right = operandsOf(expressions, op, b);
  const remaining = left.filter((term) => {
    const at = isConstant(expressions, term)
      ? -1
      : right.findIndex((other) => areEqual(expressions, term, other));
    if (at >= 0) right.splice(at, 1);
    return at < 0;
  });
  const rest = decidedBy(expressions, op, remaining);
  return rest !== undefined && rest === decidedBy(expressions, op, right);
}

/** The one symbol that terms come to without the constants that do not matter; undefined if there are several. */
function decidedBy(
  expressions: ExpressionColumns,
  op: number,
  terms: readonly ExpressionId[],
): SymbolId | undefined {
  const neutral = op === Op.and ? YES : NO;
  const absorbing = op === Op.and ? NO : YES;
  const symbols = terms.map((term) => {
    const inner = expressions.operator[term];
    if (inner === Op.symbol) return expressions.left[term];
    const isChain = inner === Op.and || inner === Op.or;
    return isChain ? decidedBy(expressions, inner, operandsOf(expressions, inner, term)) : undefined;
  });
  if (symbols.includes(absorbing)) return absorbing;
  const others = symbols.filter((symbol) => symbol !== neutral);
  return others.length === 0 ? neutral : others.length === 1 ? others[0] : undefined;
}

function isConstant(expressions: ExpressionColumns, id: ExpressionId): boolean {
  const { operator, left } = expressions;
  return operator[id] === Op.symbol && (left[id] === YES || left[id] === NO);
}
