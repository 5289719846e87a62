/**
 * What conditions mean, written once for all kinds of values that they can have: tristates, bounds of them, literals of a
 * solver. `Calculation` says the same for itself, because it is asked a hundred thousand times; `test/algebra.test.ts`
 * holds the two against each other.
 */
import type { SymbolId } from "../model/columns.ts";
import {
  type ExpressionColumns,
  type ExpressionId,
  isComparison,
  NONE,
  Op,
  operandsOf,
} from "../model/expressions.ts";
import { and, N, not, or, type Tristate, Y } from "./tristate.ts";

/** What conditions are about: symbols and comparisons of them. */
export interface Atoms<Value> {
  symbol(symbol: SymbolId): Value;
  /** `id` is the comparison as an expression. */
  comparison(operator: number, left: SymbolId, right: SymbolId, id: ExpressionId): Value;
}

/** How values are joined; of no operands as the absent condition, or as n. */
export interface Algebra<Value> {
  /** Of no condition. */
  readonly always: Value;
  not(operand: Value): Value;
  and(operands: readonly Value[]): Value;
  or(operands: readonly Value[]): Value;
}

/** The values themselves: y is 2. */
export const TRISTATES: Algebra<Tristate> = {
  always: Y,
  not,
  and: (operands) => operands.reduce(and, Y),
  or: (operands) => operands.reduce(or, N),
};

/** Gives expressions of a model their values; those that `keeps` are remembered. */
export class Interpreter<Value> {
  readonly #expressions: ExpressionColumns;
  readonly #algebra: Algebra<Value>;
  readonly #atoms: Atoms<Value>;
  readonly #keeps: (value: Value) => boolean;
  readonly #known = new Map<ExpressionId, Value>();

  constructor(
    expressions: ExpressionColumns,
    algebra: Algebra<Value>,
    atoms: Atoms<Value>,
    keeps: (value: Value) => boolean = () => true,
  ) {
    this.#expressions = expressions;
    this.#algebra = algebra;
    this.#atoms = atoms;
    this.#keeps = keeps;
  }

  value(id: ExpressionId): Value {
    if (id === NONE) return this.#algebra.always;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const value = this.#calculated(id);
    if (this.#keeps(value)) this.#known.set(id, value);
    return value;
  }

  #calculated(id: ExpressionId): Value {
    const { operator, left, right } = this.#expressions;
    const op = operator[id];
    if (op === Op.symbol) return this.#atoms.symbol(left[id]);
    if (op === Op.not) return this.#algebra.not(this.value(left[id]));
    if (isComparison(op)) return this.#atoms.comparison(op, left[id], right[id], id);
    const chain = op === Op.and ? Op.and : Op.or;
    const operands = operandsOf(this.#expressions, chain, id).map((operand) => this.value(operand));
    return op === Op.and ? this.#algebra.and(operands) : this.#algebra.or(operands);
  }
}
