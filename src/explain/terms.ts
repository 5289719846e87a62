/** Which parts of an expression keep it from the value that is needed. */
import type { Configuration } from "../evaluate/configuration.ts";
import { N, type Tristate, Y } from "../evaluate/tristate.ts";
import { MOD, NO, Type, YES } from "../model/columns.ts";
import type { ConfigSymbol, Expression } from "../model/model.ts";
import { isCompileOnly } from "./compile-only.ts";
import type { ReasonLimits } from "./limits.ts";
import type { Probe, Reason, Term } from "./reason.ts";
import {
  AT_LEAST_M,
  EVERYTHING,
  has,
  lowest,
  negated,
  ONLY_M,
  ONLY_N,
  ONLY_Y,
  setOf,
  type ValueSet,
} from "./value-set.ts";

/** What the search for failing terms must know and can ask. */
export interface TermContext {
  readonly configuration: Configuration;
  readonly limits: ReasonLimits;
  /** Why a symbol has none of these values. */
  because(symbol: ConfigSymbol, needs: ValueSet): Reason;
  /** Why an int, hex or string is as it is. */
  becauseText(symbol: ConfigSymbol): Reason | undefined;
  /** The probe of the statement that the expression is written in. */
  readonly probe?: Probe;
}

/** An alternative this cheap cannot be beaten. */
const CHEAPEST = 1;
/** Values that a symbol of this effective type can have. */
export function possibleValues(configuration: Configuration, symbol: ConfigSymbol): ValueSet {
  const type = configuration.effectiveType(symbol.id);
  return type === Type.tristate ? EVERYTHING : type === Type.bool ? ONLY_N | ONLY_Y : ONLY_N;
}

/**
 * The terms that all have to change for an expression to have one of the values in `needs`, which holds all values
 * above or below some bound. Empty if it has one already.
 */
export function failingTerms(context: TermContext, expression: Expression, needs: ValueSet): readonly Term[] {
  if (has(needs, context.configuration.evaluate(expression.id))) return [];
  switch (expression.kind) {
    case "always":
      return [];
    case "symbol":
      return [symbolTerm(context, expression, expression.symbol, needs)];
    case "not":
      return failingTerms(context, expression.operand, negated(needs));
    case "and":
    case "or": {
      // An `and` rises when all its operands do, and sinks with any one of them; an `or` the other way round.
      const rises = has(needs, Y);
      if (rises === (expression.kind === "and")) {
        return expression.operands.flatMap((operand) => failingTerms(context, operand, needs));
      }
      return anyOf(context, expression, expression.operands, needs);
    }
    case "comparison":
      return [comparisonTerm(context, expression, has(needs, Y))];
  }
}

/**
 * The cheapest ones, which come first, up to `worthReading` times as dear; of equally cheap ones those that stand first
 * in the text.
 */
export function cheapest<Costing extends { readonly cost: number }>(
  all: readonly Costing[],
  worthReading: number,
): readonly Costing[] {
  const least = Math.min(...all.map(({ cost }) => cost));
  const kept = all.filter(({ cost }) => cost === Infinity || cost <= least * worthReading);
  const isOpen = least === Infinity || worthReading === Infinity;
  const possible = isOpen ? kept : kept.filter(({ cost }) => cost !== Infinity);
  return [...possible].sort((a, b) => (a.cost === b.cost ? 0 : a.cost - b.cost));
}

/** Settings that it takes to change all of these. */
export function costOf(terms: readonly { readonly cost: number }[]): number {
  return terms.reduce((sum, { cost }) => sum + cost, 0);
}

function symbolTerm(
  context: TermContext,
  expression: Expression,
  symbol: ConfigSymbol,
  needs: ValueSet,
): Term {
  const possible = needs & possibleValues(context.configuration, symbol);
  if (symbol.isConstant || (symbol.isDefined && possible === 0)) {
    return { kind: "never", expression, probe: context.probe, cost: Infinity };
  }
  const narrowed = symbol.isDefined ? possible : needs;
  const because = context.because(symbol, narrowed);
  const actual = context.configuration.value(symbol.id);
  return {
    kind: "symbol",
    symbol,
    actual: symbol.isDefined ? actual : "n",
    needs: narrowed,
    because,
    cost: because.cost,
  };
}

function anyOf(
  context: TermContext,
  expression: Expression,
  operands: readonly Expression[],
  needs: ValueSet,
): readonly Term[] {
  const { listedAlternatives, worthReading } = context.limits;
  const isWanted = has(needs, Y);
  const found: Alternative[] = [];
  for (const operand of operands.slice(0, context.limits.lookedAtAlternatives)) {
    const terms = failingTerms(context, operand, needs);
    found.push({ operand, terms, cost: costOf(terms) });
    if (found.filter(({ cost }) => cost <= CHEAPEST).length === listedAlternatives) break;
  }
  const byCost = cheapest(found, worthReading);
  const listed = (isWanted ? meantFirst(found, byCost) : byCost).slice(0, listedAlternatives);
  return [
    {
      kind: "any",
      expression,
      isWanted,
      alternatives: listed.map(({ terms }) => terms),
      others: operands.length - listed.length,
      cost: byCost[0]?.cost ?? Infinity,
    },
  ];
}

interface Alternative {
  readonly operand: Expression;
  readonly terms: readonly Term[];
  readonly cost: number;
}

/** What a driver is for comes before COMPILE_TEST, even where nothing makes it hold here: that is the reason. */
function meantFirst(all: readonly Alternative[], listed: readonly Alternative[]): readonly Alternative[] {
  const toCompile = listed.filter(({ operand }) => isCompileOnly(operand));
  if (toCompile.length === 0) return listed;
  const meant = listed.filter((each) => !toCompile.includes(each));
  const others = meant.length > 0 ? meant : all.filter((each) => !toCompile.includes(each));
  return [...others, ...toCompile];
}

type Comparison = Expression & { readonly kind: "comparison" };

function comparisonTerm(context: TermContext, expression: Comparison, isWanted: boolean): Term {
  const { configuration } = context;
  const { left, right } = expression;
  const asValues = valuesWanted(expression, isWanted);
  if (asValues !== undefined) return symbolTerm(context, expression, left, asValues);
  const open = [left, right].filter((side) => !side.isConstant && side.isDefined);
  const values = [configuration.value(left.id), configuration.value(right.id)] as const;
  if (open.length === 0) return { kind: "never", expression, probe: context.probe, cost: Infinity };
  const because = context.becauseText(open[0]);
  return { kind: "comparison", expression, values, isWanted, because, cost: because?.cost ?? Infinity };
}

/** `A = y` and the like as the values that A may have; undefined for any other comparison. */
function valuesWanted({ sign, left, right }: Comparison, isWanted: boolean): ValueSet | undefined {
  if (!left.isLogical) return undefined;
  if (right.id !== NO && right.id !== MOD && right.id !== YES) return undefined;
  if (sign !== "=" && sign !== "!=") return undefined;
  const equal = setOf(right.id as 0 | 1 | 2);
  return (sign === "=") === isWanted ? equal : EVERYTHING & ~equal;
}

/** Values at `level` or above it. */
export function atLeast(level: 1 | 2): ValueSet {
  return level === 1 ? AT_LEAST_M : ONLY_Y;
}

/** Values at `level` or below it. */
export function atMost(level: Tristate): ValueSet {
  return level === Y ? EVERYTHING : level === N ? ONLY_N : ONLY_N | ONLY_M;
}

/** What a condition must be for a symbol to get one of these values. */
export function levelFor(needs: ValueSet): 1 | 2 {
  return lowest(needs) === Y ? 2 : 1;
}
