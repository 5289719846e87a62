/** Expressions as texts that are equal where only the order of operands differs, to compare those of two trees. */

import { SymbolFlag, type SymbolId } from "../model/columns.ts";
import {
  comparisonSigns,
  type ExpressionId,
  isComparison,
  NONE,
  Op,
  operandsOf,
} from "../model/expressions.ts";
import type { Model } from "../model/model.ts";

const known = new WeakMap<Model, Map<ExpressionId, string>>();

/** The text of an expression; `y` for no condition. Operands of a chain are sorted, each once. */
export function canonicalText(model: Model, id: ExpressionId): string {
  let texts = known.get(model);
  if (texts === undefined) {
    texts = new Map();
    known.set(model, texts);
  }
  return textOf(model, id, texts);
}

function textOf(model: Model, id: ExpressionId, texts: Map<ExpressionId, string>): string {
  if (id === NONE) return "y";
  const before = texts.get(id);
  if (before !== undefined) return before;
  const { operator, left, right } = model.data.expressions;
  const op = operator[id];
  let text: string;
  if (op === Op.symbol) text = symbolName(model, left[id]);
  else if (op === Op.not) text = `!${textOf(model, left[id], texts)}`;
  else if (isComparison(op))
    text = `${symbolName(model, left[id])}${comparisonSigns[op]}${symbolName(model, right[id])}`;
  else {
    const chain = op === Op.and ? Op.and : Op.or;
    const operands = operandsOf(model.data.expressions, chain, id).map((each) => textOf(model, each, texts));
    const sorted = [...new Set(operands)].sort();
    text = sorted.length === 1 ? sorted[0] : `(${sorted.join(op === Op.and ? "&&" : "||")})`;
  }
  texts.set(id, text);
  return text;
}

/** A name; a choice without one by its prompt, a constant in quotes. */
export function symbolName(model: Model, id: SymbolId): string {
  const { name, flags } = model.data.symbols;
  if ((flags[id] & SymbolFlag.choice) !== 0 && name[id] === "")
    return `<choice ${model.symbolAt(id).propertiesOf("prompt")[0]?.text ?? ""}>`;
  const isConstant = (flags[id] & SymbolFlag.constant) !== 0;
  return isConstant && !/^[nmy]$/.test(name[id]) ? JSON.stringify(name[id]) : name[id];
}

/** The operands of a conjunction; the expression itself if it is none, nothing for no condition. */
export function conjunctsOf(model: Model, id: ExpressionId): readonly ExpressionId[] {
  return id === NONE ? [] : operandsOf(model.data.expressions, Op.and, id);
}
