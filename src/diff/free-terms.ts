/**
 * Conditions of two trees over one set of unknowns: each symbol is free to have any value, by name the same one in both
 * trees. What holds for all of these values holds in every configuration.
 */
import { Interpreter } from "../evaluate/algebra.ts";
import { isLogicalType, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import { type ExpressionId, isComparison, Op } from "../model/expressions.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { Model } from "../model/model.ts";
import { always, type Cases } from "../resolve/cases.ts";
import type { Levels } from "../resolve/encoding.ts";
import { Gates } from "../resolve/gates.ts";
import {
  bothLevels,
  comparisonLiteral,
  constantLevels,
  levelCases,
  levelsAlgebra,
} from "../resolve/levels.ts";
import { type Literal, Solver } from "../resolve/solver.ts";
import { neighbours } from "../resolve/text-domains.ts";
import { symbolName } from "./canonical.ts";
import type { Condition } from "./condition.ts";

/** What is implied is found within tens of conflicts; the limit is for hostile trees. */
const MOST_CONFLICTS = 5000;

/**
 * Whether `holding` implies `implied` whatever values symbols have; where `isLogical` only "n or not" counts, as for a
 * bool. False means "not proven".
 */
export function impliesFreely(holding: Condition, implied: Condition, isBool: boolean): boolean {
  const terms = new FreeTerms([holding, implied]);
  const { gates } = terms;
  const [a, b] = [terms.condition(holding), terms.condition(implied)];
  const beyond = [gates.and([a.m, -b.m]), ...(isBool ? [] : [gates.and([a.y, -b.y])])];
  return gates.solver.solve([gates.or(beyond)], { conflicts: MOST_CONFLICTS }) === "unsatisfiable";
}

/** The levels of a condition from those of its expressions. */
export function joinLevels(
  gates: Gates,
  any: Condition["any"],
  levelsOf: (id: ExpressionId) => Levels,
): Levels {
  const lists = any.map((all) => all.map(levelsOf));
  return {
    m: gates.or(lists.map((all) => gates.and(all.map(({ m }) => m)))),
    y: gates.or(lists.map((all) => gates.and(all.map(({ y }) => y)))),
  };
}

class FreeTerms {
  readonly gates = new Gates(new Solver());
  readonly #levels = new Map<string, Levels>();
  readonly #texts = new Map<string, Cases>();
  readonly #atoms = new Map<string, Literal>();
  readonly #interpreters = new Map<Model, Interpreter<Levels>>();
  /** Constants that each number or string is compared with, in either tree. */
  readonly #constants = new Map<string, Set<string>>();

  constructor(conditions: readonly Condition[]) {
    for (const { model, any } of conditions) for (const id of any.flat()) this.#noteConstants(model, id);
  }

  condition({ model, any }: Condition): Levels {
    return joinLevels(this.gates, any, (id) => this.#expression(model, id));
  }

  #expression(model: Model, id: ExpressionId): Levels {
    return this.#interpreterOf(model).value(id);
  }

  #interpreterOf(model: Model): Interpreter<Levels> {
    let interpreter = this.#interpreters.get(model);
    if (interpreter === undefined) {
      interpreter = new Interpreter(model.data.expressions, levelsAlgebra(this.gates), {
        symbol: (symbol) => this.#symbol(model, symbol),
        comparison: (operator, left, right) => bothLevels(this.#comparison(model, operator, left, right)),
      });
      this.#interpreters.set(model, interpreter);
    }
    return interpreter;
  }

  #symbol(model: Model, id: SymbolId): Levels {
    const { no } = this.gates;
    const constant = constantLevels(this.gates, id);
    if (constant !== undefined) return constant;
    const type = model.data.symbols.type[id];
    if (!isLogicalType(type)) return { m: no, y: no };
    const name = symbolName(model, id);
    let levels = this.#levels.get(name);
    if (levels === undefined) {
      levels = { m: this.gates.variable(), y: this.gates.variable() };
      this.gates.solver.addClause([-levels.y, levels.m]);
      this.#levels.set(name, levels);
    }
    // A bool of one tree that is a tristate of the other is on where that one is m or y.
    return type === Type.bool ? { m: levels.m, y: levels.m } : levels;
  }

  #comparison(model: Model, op: number, left: SymbolId, right: SymbolId): Literal {
    const [lefts, rights] = [this.#cases(model, left), this.#cases(model, right)];
    if (this.#isText(model, left) && this.#isText(model, right)) {
      // Which values two unknown texts have to each other no list of values can tell: either is possible.
      const key = `${symbolName(model, left)} ${op} ${symbolName(model, right)}`;
      const atom = this.#atoms.get(key) ?? this.gates.variable();
      this.#atoms.set(key, atom);
      return atom;
    }
    return comparisonLiteral(
      this.gates,
      model.data,
      op,
      { symbol: left, cases: lefts },
      { symbol: right, cases: rights },
    );
  }

  #cases(model: Model, id: SymbolId): Cases {
    const { type, name } = model.data.symbols;
    if (this.#isText(model, id)) return this.#textCases(model, id);
    if (!isLogicalType(type[id])) return always(this.gates, name[id]);
    return levelCases(this.gates, this.#symbol(model, id));
  }

  #textCases(model: Model, id: SymbolId): Cases {
    const { type, name } = model.data.symbols;
    let cases = this.#texts.get(name[id]);
    if (cases === undefined) {
      const texts = new Set(
        [...(this.#constants.get(name[id]) ?? []), "0"].flatMap((text) =>
          neighbours(type[id], text, model.data.dialect.numbers),
        ),
      );
      cases = new Map([...texts].map((text) => [text, this.gates.variable()]));
      this.gates.atMostOne([...cases.values()]);
      this.gates.solver.addClause([...cases.values()]);
      this.#texts.set(name[id], cases);
    }
    return cases;
  }

  #isText(model: Model, id: SymbolId): boolean {
    const { type, flags } = model.data.symbols;
    return type[id] >= Type.int && (flags[id] & SymbolFlag.constant) === 0;
  }

  #noteConstants(model: Model, root: ExpressionId): void {
    const { operator, left, right } = model.data.expressions;
    const pending = [root];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      const op = operator[id];
      if (op === Op.and || op === Op.or) pending.push(left[id], right[id]);
      else if (op === Op.not) pending.push(left[id]);
      else if (isComparison(op)) {
        this.#note(model, left[id], right[id]);
        this.#note(model, right[id], left[id]);
      }
    }
  }

  #note(model: Model, symbol: SymbolId, constant: SymbolId): void {
    if (!this.#isText(model, symbol) || this.#isText(model, constant)) return;
    const { name } = model.data.symbols;
    const constants = this.#constants.get(name[symbol]) ?? new Set();
    constants.add(name[constant]);
    this.#constants.set(name[symbol], constants);
  }
}

/** Names that conditions mention, each once, in the order of mention. */
export function namesIn({ model, any }: Condition): readonly string[] {
  const names = new Set<string>();
  for (const id of any.flat()) {
    symbolsIn(model.data, id, (symbol) => {
      const isConstant = (model.data.symbols.flags[symbol] & SymbolFlag.constant) !== 0;
      if (symbol > YES && !isConstant) names.add(symbolName(model, symbol));
    });
  }
  return [...names];
}
