/** The warning about symbols that are selected although their dependencies do not hold. */

import type { UnmetDependency, UnmetMoment } from "../evaluate/calculation.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { printExpression } from "../evaluate/print-expression.ts";
import { letterOf, M, N } from "../evaluate/tristate.ts";
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
  { symbol, moment }: UnmetDependency,
): Diagnostic | undefined {
  const { model } = configuration;
  const view = model.symbolAt(symbol);
  const direct = moment?.direct ?? configuration.directDependency(symbol);
  const isLine = model.data.dialect.conf.unmetSelect === "line";
  if (isLine && direct !== N) return undefined;
  const dependency = printExpression(configuration, view.directDependency);
  return {
    code: "unmet-select",
    severity: "warning",
    message: `${view.name} is selected although it cannot be ${letterOf(configuration.tristate(symbol))}: ${dependency} is ${letterOf(direct)}`,
    location: view.definitions[0]?.place,
    classic: { text: isLine ? line(configuration, view) : paragraph(configuration, view, moment) },
  };
}

/** Quirk: with the values of the moment at which C warns, which later calculation may change. */
function paragraph(
  configuration: Configuration,
  symbol: ConfigSymbol,
  moment: UnmetMoment | undefined,
): string {
  if (moment === undefined) throw new Error("who tells of unmet dependencies keeps their moments");
  const { direct, selectors, values } = moment;
  const print = (id: ExpressionId) => printExpression(configuration, id, (each) => ` [=${values.get(each)}]`);
  const lines = [
    "",
    `WARNING: unmet direct dependencies detected for ${symbol.name}`,
    `  Depends on [${direct === M ? "m" : "n"}]: ${print(symbol.directDependency)}`,
  ];
  for (const value of ["y", "m"] as const) {
    if (selectors[value].length === 0) continue;
    lines.push(`  Selected by [${value}]:`);
    for (const term of selectors[value]) lines.push(`  - ${print(term)}`);
  }
  return lines.join("\n");
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
