/** The warning about symbols that are selected although their dependencies do not hold. */

import type { Configuration, UnmetDependency } from "../evaluate/configuration.ts";
import { printExpression } from "../evaluate/print-expression.ts";
import { letterOf, M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { type ModelData, SymbolFlag } from "../model/columns.ts";
import {
  type ExpressionColumns,
  type ExpressionId,
  ExpressionTable,
  isComparison,
  NONE,
  Op,
  type OpCode,
  operandsOf,
} from "../model/expressions.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { Simplifier } from "../model/simplify.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { areEqual } from "./same-condition.ts";

/** One unmet dependency as a warning, in C's words and in ours; undefined where the dialect's tool says nothing of it. */
export function describeUnmet(
  configuration: Configuration,
  { symbol }: UnmetDependency,
): Diagnostic | undefined {
  const { model } = configuration;
  const view = model.symbolAt(symbol);
  const direct = configuration.directDependency(symbol);
  const isLine = model.data.dialect.conf.unmetSelect === "line";
  if (isLine && direct !== N) return undefined;
  const dependency = printExpression(configuration, view.directDependency);
  return {
    code: "unmet-select",
    severity: "warning",
    message: `${view.name} is selected although it cannot be ${letterOf(configuration.tristate(symbol))}: ${dependency} is ${letterOf(direct)}`,
    location: view.definitions[0]?.place,
    classic: { text: isLine ? line(configuration, view) : paragraph(configuration, view, direct) },
  };
}

function paragraph(configuration: Configuration, symbol: ConfigSymbol, direct: Tristate): string {
  const lines = [
    "",
    `WARNING: unmet direct dependencies detected for ${symbol.name}`,
    `  Depends on [${direct === M ? "m" : "n"}]: ${printExpression(configuration, symbol.directDependency)}`,
  ];
  for (const value of [Y, M] as const) lines.push(...selectorLines(configuration, symbol.id, value));
  return lines.join("\n");
}

function selectorLines(configuration: Configuration, symbol: number, value: Tristate): string[] {
  if (value === N) return [];
  const terms = configuration.selectors(symbol, value);
  if (terms.length === 0) return [];
  return [
    `  Selected by [${letterOf(value)}]:`,
    ...terms.map((term) => `  - ${printExpression(configuration, term)}`),
  ];
}

/** Before Linux 4.17: all that select it, unless a select's own condition is what the target depends on. */
function line(configuration: Configuration, symbol: ConfigSymbol): string {
  const { data } = configuration.model;
  const { expressions } = data;
  const print = (id: ExpressionId) => printExpression(configuration, id, () => "");
  const selectors = operandsOf(expressions, Op.or, symbol.reverseDependency).flatMap((term) => {
    const isSafe = expressions.operator[term] === Op.and && implies(data, term, symbol.directDependency);
    return isSafe ? [] : [print(leftmost(expressions, term))];
  });
  const who = selectors.length === 0 ? print(NONE) : selectors.join(" && ");
  return `warning: (${who}) selects ${symbol.name} which has unmet direct dependencies (${print(symbol.directDependency)})`;
}

/** Whether to C `term && other` is no more than `term`. */
function implies(
  { symbols, expressions, dialect }: ModelData,
  term: ExpressionId,
  other: ExpressionId,
): boolean {
  const table = new ExpressionTable();
  const simplifier = new Simplifier(table, {
    typeOf: (symbol) => symbols.type[symbol],
    isConstant: (symbol) => (symbols.flags[symbol] & SymbolFlag.constant) !== 0,
    isRewritten: dialect.choices === "exclusive",
    spend: () => {},
    testedForModule: () => {},
  });
  const own = copied(expressions, term, table);
  const both = simplifier.withoutDuplicates(table.and(own, copied(expressions, other, table)));
  return areEqual(table.columns(), both, own);
}

/** The same expression in another table. */
function copied(
  { operator, left, right }: ExpressionColumns,
  id: ExpressionId,
  into: ExpressionTable,
): ExpressionId {
  const made = new Map<ExpressionId, ExpressionId>([[NONE, NONE]]);
  const pending = [id];
  while (pending.length > 0) {
    const at = pending[pending.length - 1];
    const op = operator[at] as OpCode;
    const isLeaf = at === NONE || op === Op.symbol || isComparison(op);
    const parts = isLeaf ? [] : op === Op.not ? [left[at]] : [left[at], right[at]];
    const missing = parts.filter((part) => !made.has(part));
    if (missing.length > 0) {
      pending.push(...missing);
      continue;
    }
    pending.pop();
    if (made.has(at)) continue;
    const [first, second] = parts.map((part) => made.get(part)!);
    made.set(at, isLeaf ? into.make(op, left[at], right[at]) : into.make(op, first, second));
  }
  return made.get(id)!;
}

function leftmost({ operator, left }: ExpressionColumns, id: ExpressionId): ExpressionId {
  let at = id;
  while (operator[at] !== Op.symbol && !isComparison(operator[at])) at = left[at];
  return at;
}
