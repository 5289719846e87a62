/**
 * A SAT solver that learns clauses from conflicts (CDCL): satisfiable under these assumptions, or which of them
 * cannot hold together. It knows nothing of Kconfig. Own code because no package offers cores, incremental
 * clauses and milliseconds to the first answer at once.
 */
import type { ConflictBudget } from "./conflict-budget.ts";
import { ClauseStore, GIVEN } from "./sat/clause-store.ts";
import { ConflictAnalysis, type Lesson } from "./sat/conflict-analysis.ts";
import { Justification } from "./sat/justification.ts";
import { codeOf, grown, type LiteralCode, literalOf } from "./sat/literal-code.ts";
import { propagate } from "./sat/propagate.ts";
import { Trail } from "./sat/trail.ts";
import { VariableOrder } from "./sat/variable-order.ts";

/** A variable is a positive integer; a literal is a variable or its negative. */
export type Literal = number;

/** `unknown`: a limit was reached first. */
export type Outcome = "satisfiable" | "unsatisfiable" | "unknown";

export interface SolveLimits {
  /** Give up when so many conflicts were met; what they taught stays learnt. */
  readonly conflicts?: number;
  /** Give up rather than try values for more variables than this; 0 leaves what follows from the assumptions. */
  readonly decisions?: number;
  /** Give up when more values than this have followed; see `stepCount`. */
  readonly steps?: number;
  /**
   * Literals to try first, in this order, as far as they are still open: an answer that makes many of them true.
   * Unlike assumptions they may stay false.
   */
  readonly wishes?: readonly Literal[];
}

export interface SolverOptions {
  /** What all its searches together may take; without one, as much as each is allowed. */
  readonly budget?: ConflictBudget;
  /**
   * Whether gates guide the search: first what is known is justified by their inputs. That finds conflicts sooner in large
   * encodings, and leaves more variables at the values that they try first.
   */
  readonly followsGates?: boolean;
}

/** Values that follow for each place of the clauses, before these are looked through. */
const WORK_PER_SWEEP = 4;
/** Restarts after this many conflicts times 1, 1, 2, 1, 1, 2, 4 … */
const RESTART_UNIT = 64;
/** Conflicts before the first learnt clauses are forgotten, and how many more each next time. */
const FIRST_FORGETTING = 2000;
const MORE_EACH_FORGETTING = 300;

export class Solver {
  readonly #trail = new Trail();
  readonly #clauses = new ClauseStore();
  readonly #order = new VariableOrder();
  readonly #analysis = new ConflictAnalysis(this.#trail, this.#clauses, this.#order);
  readonly #budget: ConflictBudget | undefined;
  readonly #justification: Justification | undefined;
  #variables = 0;
  #conflicts = 0;
  #steps = 0;
  #forgetAt = FIRST_FORGETTING;
  #forgettingGap = FIRST_FORGETTING;
  /** Set for good when the clauses alone are unsatisfiable. */
  #isContradictory = false;
  /** By variable: 1 if true is tried first; as the caller wants it, and as the running search last had it. */
  #wantedPhase = new Uint8Array(0);
  #phase = new Uint8Array(0);
  /** By variable: 1 if true in the last satisfiable answer. */
  #model = new Uint8Array(0);
  /** The assumptions of the levels that the last search left open. */
  #assumptions: LiteralCode[] = [];
  #core: readonly Literal[] = [];
  #wishes: LiteralCode[] = [];
  /** Before this place all wishes have a value. */
  #nextWish = 0;
  /** By level: `#nextWish` when it was opened. */
  #wishOfLevel = new Int32Array(0);
  /** By literal code, to find what a new clause repeats. */
  #isInClause = new Uint8Array(0);
  /** Facts at the last sweep, and the work done since. */
  #sweptFacts = 0;
  #workSinceSweep = 0;

  constructor({ budget, followsGates = false }: SolverOptions = {}) {
    this.#budget = budget;
    this.#justification = followsGates ? new Justification(this.#trail) : undefined;
  }

  get variableCount(): number {
    return this.#variables;
  }

  /** Conflicts met since the solver was made: a measure of work that does not depend on the machine. */
  get conflictCount(): number {
    return this.#conflicts;
  }

  /** Values that have followed from others or been tried, taken back or not: the work of searches without conflicts. */
  get stepCount(): number {
    return this.#steps;
  }

  /** Makes a variable and returns it: 1, 2, 3 … `phase`: the value to try first. */
  newVariable(phase = false): number {
    const variable = ++this.#variables;
    this.#trail.grow(variable);
    this.#clauses.grow(variable);
    this.#order.grow(variable);
    this.#analysis.grow(variable);
    this.#justification?.grow(variable);
    this.#wantedPhase = grown(this.#wantedPhase, variable + 1);
    this.#phase = grown(this.#phase, variable + 1);
    this.#isInClause = grown(this.#isInClause, 2 * variable + 2);
    this.setPhase(variable, phase);
    this.#order.insert(variable);
    return variable;
  }

  /**
   * The value to try first from the next `solve` on. Each begins with these values and not with those of the one
   * before, so that answers stay near them.
   */
  setPhase(variable: number, phase: boolean): void {
    this.#wantedPhase[variable] = phase ? 1 : 0;
  }

  /** Requires one of the literals. Of none, or if all are known to be false, nothing is satisfiable any more. */
  addClause(literals: readonly Literal[]): void {
    if (this.#isContradictory) return;
    // The levels left open belong to a search that did not know the clause: it may be false there, or its
    // watched literals may be. A trail that is kept here gives answers that are valid but not the best.
    this.#backtrack(0);
    const clause = this.#simplified(literals);
    if (clause === undefined) return;
    if (clause.length > 2) this.#clauses.add(clause, GIVEN);
    else if (clause.length === 2) this.#clauses.addBinary(clause[0], clause[1]);
    else if (clause.length === 0) this.#isContradictory = true;
    else {
      this.#trail.assign(clause[0], 0);
      if (propagate(this.#trail, this.#clauses) !== undefined) this.#isContradictory = true;
    }
  }

  /** Tells a solver that follows gates: a variable equals the conjunction of these, as clauses say already. */
  defineConjunction(variable: number, literals: readonly Literal[]): void {
    this.#justification?.define(variable, literals.map(codeOf));
  }

  /**
   * Whether all clauses and all `assumptions` can be true together. Assumptions hold for this call only. Searches
   * for a value of every variable, those of no clause too.
   */
  solve(assumptions: readonly Literal[] = [], limits: SolveLimits = {}): Outcome {
    this.#core = [];
    if (this.#isContradictory) return "unsatisfiable";
    if (this.#budget?.isUsedUp) return "unknown";
    this.#assume(assumptions.map(codeOf));
    this.#sweepIfWorthwhile();
    if (limits.decisions !== 0) this.#phase.set(this.#wantedPhase);
    this.#wishes = (limits.wishes ?? []).map(codeOf);
    this.#nextWish = 0;
    this.#justification?.goBack(this.#factCount(), this.#factCount());
    return this.#search(limits);
  }

  /** Of the last satisfiable answer; a variable made after it is false. */
  value(literal: Literal): boolean {
    return literal > 0 ? this.#model[literal] === 1 : this.#model[-literal] !== 1;
  }

  /**
   * After `unsatisfiable`: assumptions that cannot hold together. A subset of those given, not always a minimal
   * one; empty if the clauses alone are unsatisfiable.
   */
  get core(): readonly Literal[] {
    return this.#core;
  }

  #search(limits: SolveLimits): Outcome {
    const trail = this.#trail;
    const lastConflict = this.#conflicts + (limits.conflicts ?? Number.POSITIVE_INFINITY);
    const lastStep = this.#steps + (limits.steps ?? Number.POSITIVE_INFINITY);
    const mostDecisions = limits.decisions ?? Number.MAX_SAFE_INTEGER;
    let decisions = 0;
    let restarts = 0;
    let restartAt = this.#conflicts + RESTART_UNIT;
    for (;;) {
      const propagatedFrom = trail.head;
      const conflict = propagate(trail, this.#clauses);
      this.#workSinceSweep += trail.head - propagatedFrom;
      this.#steps += trail.head - propagatedFrom;
      if (conflict !== undefined) {
        this.#conflicts += 1;
        if (trail.depth === 0) {
          this.#isContradictory = true;
          return "unsatisfiable";
        }
        this.#learn(this.#analysis.learn(conflict));
        if (this.#conflicts >= lastConflict || this.#budget?.take() === false) return "unknown";
        continue;
      }
      if (this.#steps > lastStep) return "unknown";
      if (this.#conflicts >= this.#forgetAt) this.#forget();
      if (this.#conflicts >= restartAt) {
        restarts += 1;
        restartAt = this.#conflicts + RESTART_UNIT * luby(restarts);
        // Not further: the assumptions would only be made again.
        this.#backtrack(Math.min(trail.depth, this.#assumptions.length));
      }

      let next = this.#nextAssumption();
      if (next !== undefined && trail.values[next] < 0) {
        this.#core = this.#analysis.failedAssumptions(next).map(literalOf);
        return "unsatisfiable";
      }
      if (next === undefined) {
        if (trail.size === this.#variables) {
          this.#keepModel();
          return "satisfiable";
        }
        if (decisions === mostDecisions) return "unknown";
        decisions += 1;
        next = this.#nextDecision();
      }
      this.#openLevel();
      trail.assign(next, 0);
    }
  }

  #openLevel(): void {
    const { depth } = this.#trail;
    this.#wishOfLevel = grown(this.#wishOfLevel, depth + 1);
    this.#wishOfLevel[depth] = this.#nextWish;
    this.#trail.openLevel();
  }

  /** The first assumption that is not yet true, with a level for each that is; undefined when all are. */
  #nextAssumption(): LiteralCode | undefined {
    const trail = this.#trail;
    while (trail.depth < this.#assumptions.length) {
      const code = this.#assumptions[trail.depth];
      if (trail.values[code] <= 0) return code;
      this.#openLevel();
    }
    return undefined;
  }

  /** A wish, or what justifies a value, or the most active variable without a value, with the value it had last. */
  #nextDecision(): LiteralCode {
    for (; this.#nextWish < this.#wishes.length; this.#nextWish++) {
      const wish = this.#wishes[this.#nextWish];
      if (this.#trail.values[wish] === 0) return wish;
    }
    const justifying = this.#justification?.nextDecision();
    if (justifying !== undefined) return justifying;
    for (;;) {
      const variable = this.#order.take();
      const code = variable << 1;
      if (this.#trail.values[code] === 0) return this.#phase[variable] === 1 ? code : code | 1;
    }
  }

  #learn(lesson: Lesson): void {
    this.#backtrack(lesson.level);
    const { literals } = lesson;
    if (literals.length === 1) this.#trail.assign(literals[0], 0);
    else if (literals.length === 2) {
      this.#clauses.addBinary(literals[0], literals[1]);
      this.#trail.assign(literals[0], -literals[1]);
    } else this.#trail.assign(literals[0], this.#clauses.add(literals, lesson.glue));
    this.#order.decay();
  }

  #backtrack(depth: number): void {
    const trail = this.#trail;
    if (trail.depth <= depth) return;
    this.#nextWish = this.#wishOfLevel[depth];
    const size = trail.levelStart[depth];
    while (trail.size > size) {
      const code = trail.unassign();
      this.#phase[code >> 1] = (code & 1) ^ 1;
      this.#order.insert(code >> 1);
    }
    trail.closeLevels(depth);
    this.#justification?.goBack(size, this.#factCount());
  }

  /** Keeps the levels of those assumptions with which the last search began too: level n is assumption n. */
  #assume(assumptions: LiteralCode[]): void {
    const last = this.#assumptions;
    let same = 0;
    while (same < assumptions.length && assumptions[same] === last[same]) same += 1;
    this.#backtrack(same);
    this.#assumptions = assumptions;
  }

  #forget(): void {
    this.#clauses.sweep(this.#trail, "half");
    this.#swept();
    this.#forgettingGap += MORE_EACH_FORGETTING;
    this.#forgetAt = this.#conflicts + this.#forgettingGap;
  }

  /** New facts satisfy clauses; looking for them pays when several times the work was done that the sweep will cost. */
  #sweepIfWorthwhile(): void {
    const isEarly = this.#workSinceSweep < WORK_PER_SWEEP * this.#clauses.used;
    if (this.#factCount() === this.#sweptFacts || isEarly) return;
    this.#clauses.sweep(this.#trail, "none");
    this.#swept();
  }

  #swept(): void {
    this.#sweptFacts = this.#factCount();
    this.#workSinceSweep = 0;
  }

  #factCount(): number {
    return this.#trail.depth === 0 ? this.#trail.size : this.#trail.levelStart[0];
  }

  #keepModel(): void {
    this.#model = grown(this.#model, this.#variables + 1);
    for (let variable = 1; variable <= this.#variables; variable++) {
      this.#model[variable] = this.#trail.values[variable << 1] > 0 ? 1 : 0;
    }
  }

  /** The literals that can still make a clause true, each once; undefined if it is true whatever happens. */
  #simplified(literals: readonly Literal[]): LiteralCode[] | undefined {
    const clause: LiteralCode[] = [];
    let isTrue = false;
    for (const literal of literals) {
      const code = codeOf(literal);
      if (!(code >> 1 >= 1 && code >> 1 <= this.#variables)) throw new Error(`no variable ${literal}`);
      const value = this.#trail.values[code];
      if (value > 0 || this.#isInClause[code ^ 1] === 1) isTrue = true;
      if (value !== 0 || this.#isInClause[code] === 1) continue;
      this.#isInClause[code] = 1;
      clause.push(code);
    }
    for (const code of clause) this.#isInClause[code] = 0;
    return isTrue ? undefined : clause;
  }
}

/** The sequence 1, 1, 2, 1, 1, 2, 4, 1, 1, 2 … of Luby, Sinclair and Zuckerman, from `index` 0. */
function luby(index: number): number {
  let size = 1;
  let power = 0;
  while (size < index + 1) {
    size = 2 * size + 1;
    power += 1;
  }
  let rest = index;
  while (size - 1 !== rest) {
    size = (size - 1) >> 1;
    power -= 1;
    rest %= size;
  }
  return 2 ** power;
}
