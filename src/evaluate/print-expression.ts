/** Expressions as text, as help and warnings show them: each symbol with its value. */

import { type ModelData, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import { comparisonSigns, type ExpressionId, isComparison, NONE, Op } from "../model/expressions.ts";
import type { Configuration } from "./configuration.ts";

/** What stands behind a symbol's name, ` [=y]`. */
export type ValueNote = (symbol: SymbolId) => string;

/**
 * `A [=y] && (B [=n] || C [=m]=y)`, where untyped symbols and nameless choices have no value shown. (Behaviour of
 * C conf 6.12; an absent expression is `y`.)
 */
export function printExpression(
  configuration: Configuration,
  id: ExpressionId,
  note: ValueNote = (symbol) => ` [=${configuration.value(symbol)}]`,
): string {
  if (id === NONE) return "y";
  const { data } = configuration.model;
  const { operator, left, right } = data.expressions;
  const symbol = (at: SymbolId): string => printSymbol(data, at, note);
  // Parentheses stand where an operand binds less than what it is an operand of.
  const pieces: string[] = [];
  const pending: (ExpressionId | string)[] = [id];
  while (pending.length > 0) {
    const at = pending.pop()!;
    if (typeof at === "string") {
      pieces.push(at);
      continue;
    }
    const op = operator[at];
    if (op === Op.symbol) pieces.push(symbol(left[at]));
    else if (isComparison(op)) pieces.push(symbol(left[at]), comparisonSigns[op], symbol(right[at]));
    else if (op === Op.not) pending.push(...wrap(left[at], isChain(operator[left[at]])), "!");
    else {
      const wrapped = (operand: ExpressionId) => wrap(operand, op === Op.and && operator[operand] === Op.or);
      pending.push(...wrapped(right[at]), op === Op.and ? " && " : " || ", ...wrapped(left[at]));
    }
  }
  return pieces.join("");
}

const isChain = (op: number): boolean => op === Op.and || op === Op.or;

/** In the order of a stack: what comes last is printed first. */
function wrap(id: ExpressionId, parentheses: boolean): (ExpressionId | string)[] {
  return parentheses ? [")", id, "("] : [id];
}

/** One symbol as it stands in an expression. */
export function printSymbol(data: ModelData, symbol: SymbolId, note: ValueNote): string {
  const { name, type, flags } = data.symbols;
  if (name[symbol] === "" && (flags[symbol] & SymbolFlag.choice) !== 0) return "<choice>";
  const isConstant = (flags[symbol] & SymbolFlag.constant) !== 0;
  if (isConstant && data.dialect.comparesConstants === "as words") return name[symbol];
  return type[symbol] === Type.unknown ? name[symbol] : `${name[symbol]}${note(symbol)}`;
}
