/** Logic over a solver's literals: and, or, if-then-else, constants folded, equal gates made once. */
import { PairTable } from "./pair-table.ts";
import type { Literal, Solver } from "./solver.ts";

/** Pairs need no variables of their own; the largest choice of Linux has 150 members. */
const MOST_IN_PAIRS = 200;

/** Makes gates in one solver. A gate is a literal that equals its formula, both ways. */
export class Gates {
  readonly solver: Solver;
  /** The literal that holds always. */
  readonly yes: Literal;
  /** The literal that never holds. */
  readonly no: Literal;
  /** Gates of two literals, the most by far. */
  readonly #pairs = new PairTable();
  readonly #made = new Map<string, Literal>();

  constructor(solver: Solver) {
    this.solver = solver;
    this.yes = solver.newVariable();
    this.no = -this.yes;
    solver.addClause([this.yes]);
  }

  variable(): Literal {
    return this.solver.newVariable();
  }

  and(operands: readonly Literal[]): Literal {
    if (operands.length === 2) return this.#both(operands[0], operands[1]);
    const kept = new Set<Literal>();
    for (const operand of operands) {
      if (operand === this.no || kept.has(-operand)) return this.no;
      if (operand !== this.yes) kept.add(operand);
    }
    if (kept.size === 0) return this.yes;
    const literals = [...kept];
    if (literals.length === 1) return literals[0];
    if (literals.length === 2) return this.#both(literals[0], literals[1]);
    const key = literals.sort((a, b) => a - b).join();
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const gate = this.variable();
    for (const literal of literals) this.solver.addClause([-gate, literal]);
    this.solver.addClause([gate, ...literals.map((literal) => -literal)]);
    this.solver.defineConjunction(gate, literals);
    this.#made.set(key, gate);
    return gate;
  }

  #both(one: Literal, other: Literal): Literal {
    if (one === other || other === this.yes) return one;
    if (one === this.yes) return other;
    if (one === this.no || other === this.no || one === -other) return this.no;
    const [first, second] = one < other ? [one, other] : [other, one];
    const known = this.#pairs.get(first, second);
    if (known !== 0) return known;
    const gate = this.variable();
    this.solver.addClause([-gate, first]);
    this.solver.addClause([-gate, second]);
    this.solver.addClause([gate, -first, -second]);
    this.solver.defineConjunction(gate, [first, second]);
    this.#pairs.set(first, second, gate);
    return gate;
  }

  or(operands: readonly Literal[]): Literal {
    return -this.and(operands.map((operand) => -operand));
  }

  /** `then` where `condition` holds, `otherwise` where it does not. */
  choose(condition: Literal, then: Literal, otherwise: Literal): Literal {
    if (condition === this.yes || then === otherwise) return then;
    if (condition === this.no) return otherwise;
    return this.or([this.and([condition, then]), this.and([-condition, otherwise])]);
  }

  /** Both sides equal. With a guard, only while that holds. */
  equate(literal: Literal, formula: Literal, guard?: Literal): void {
    const off = guard === undefined ? [] : [-guard];
    this.solver.addClause([...off, -literal, formula]);
    this.solver.addClause([...off, literal, -formula]);
  }

  /** At most one of these: by pairs, or where those would be too many, by pairs within groups and of groups. */
  atMostOne(literals: readonly Literal[]): void {
    if (literals.length > MOST_IN_PAIRS) {
      this.atMostOne(this.#groups(literals, (group) => this.atMostOne(group)));
      return;
    }
    for (const [index, first] of literals.entries()) {
      for (const second of literals.slice(index + 1)) this.solver.addClause([-first, -second]);
    }
  }

  /** One of these and no other. Groups as for `atMostOne`: in one clause of thousands each step would look through it. */
  exactlyOne(literals: readonly Literal[]): void {
    if (literals.length > MOST_IN_PAIRS) {
      const groups = this.#groups(literals, (group, isInIt) => {
        this.atMostOne(group);
        this.solver.addClause([-isInIt, ...group]);
      });
      this.exactlyOne(groups);
      return;
    }
    this.atMostOne(literals);
    this.solver.addClause([...literals]);
  }

  /** As many groups as each has literals; for each, a literal that follows from all of its own. */
  #groups(
    literals: readonly Literal[],
    define: (group: readonly Literal[], isInIt: Literal) => void,
  ): readonly Literal[] {
    const size = Math.ceil(Math.sqrt(literals.length));
    const groups: Literal[] = [];
    for (let start = 0; start < literals.length; start += size) {
      const group = literals.slice(start, start + size);
      const isInIt = this.variable();
      for (const literal of group) this.solver.addClause([-literal, isInIt]);
      define(group, isInIt);
      groups.push(isInIt);
    }
    return groups;
  }
}
