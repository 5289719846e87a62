/** The cheapest model: which wishes to give up so that the rest holds, at the least total weight, proven. */
import type { Literal, Outcome, SolveLimits, Solver } from "./solver.ts";
import { Totalizer } from "./totalizer.ts";

/** A wish: the literal is wanted true; `weight`, a positive integer, is paid if it is false. */
export interface SoftLiteral {
  readonly literal: Literal;
  readonly weight: number;
}

export type Minimum =
  /**
   * No model costs less, and of those that cost the same none has a smaller `tie`. `falsified`: the soft literals that
   * are false; `solver.value` answers for the model.
   */
  | {
      readonly kind: "optimum";
      readonly cost: number;
      readonly tie: number;
      readonly falsified: readonly Literal[];
    }
  /** The hard literals of `core` cannot hold together; empty if the clauses alone are unsatisfiable. */
  | { readonly kind: "impossible"; readonly core: readonly Literal[] }
  /** The limit was reached first. */
  | { readonly kind: "unknown" };

/**
 * What one try to make a core smaller may cost; a larger core is not wrong, only slower in the end. Shrinking
 * halves the conflicts on hard problems (covers of random graphs) and costs next to nothing on easy ones.
 */
const QUICK: SolveLimits = { conflicts: 50, decisions: 20 };
/** Cores of more soft literals are left as they are: a try for each of them would cost more than it saves. */
const LARGEST_SHRUNK_CORE = 60;

/**
 * The model of `hard` and of all clauses that pays least for the soft literals.
 *
 * Works from below (OLL of Andres et al., as in RC2 of Ignatiev et al.): assume all soft literals; as long as
 * that is unsatisfiable, every core proves that one of its literals must be given up, so the least weight in it
 * is paid, and a counter of the core's false literals stands in for them with the wish that no second one is
 * given up. The first satisfiable answer is an optimum. Heavy wishes come first (stratification), as cores
 * without light ones prove more at once.
 *
 * `ties` decide between models that cost the same: a second search among these alone. Where its limit is reached, the
 * first answer stands.
 *
 * `limits.conflicts` is for all searches together. The solver gets variables and clauses that hold in every
 * model of the caller's, so it can be asked on; the next best answers come from clauses that exclude this one.
 */
export function minimize(
  solver: Solver,
  hard: readonly Literal[],
  soft: readonly SoftLiteral[],
  limits: SolveLimits = {},
  ties: readonly SoftLiteral[] = [],
): Minimum {
  const search = new CoreGuidedSearch(solver, hard, soft, limits);
  const result = search.run();
  const decided = result.kind === "optimum" && ties.length > 0 ? search.amongOptima(result, ties) : result;
  search.close();
  return decided;
}

/**
 * A minimal subset of `core` that cannot hold together with `background`: without any one of its literals the
 * others can. `core` and `background` together must be unsatisfiable; if they are not, `core` comes back whole.
 * The order is kept.
 */
export function shrinkCore(
  solver: Solver,
  core: readonly Literal[],
  background: readonly Literal[] = [],
): readonly Literal[] {
  return shrunk(solver, core, background, {});
}

/** Deletion: leaves out one literal after the other and keeps those without which the rest can hold. */
function shrunk(
  solver: Solver,
  core: readonly Literal[],
  background: readonly Literal[],
  limits: SolveLimits,
): readonly Literal[] {
  let rest = core;
  // From the end, so that the solver can keep the levels of the assumptions that stay in front.
  for (let at = rest.length - 1; at >= 0; at--) {
    const before = rest.slice(0, at);
    const after = rest.slice(at + 1);
    if (solver.solve([...background, ...before, ...after], limits) !== "unsatisfiable") continue;
    const part = new Set(solver.core);
    const kept = before.filter((literal) => part.has(literal));
    at = kept.length;
    rest = [...kept, ...after.filter((literal) => part.has(literal))];
  }
  return rest;
}

/**
 * Wishes of one stratum differ by this factor at most. An answer takes a decision for everything that no wish settles,
 * and costs a hundred times what a core does: on Linux one stratum for each weight took twice the time.
 */
const WITHIN_STRATUM = 8;

/** One call of `minimize`. */
class CoreGuidedSearch {
  readonly #solver: Solver;
  readonly #hard: readonly Literal[];
  readonly #soft: readonly SoftLiteral[];
  readonly #limits: SolveLimits;
  readonly #lastConflict: number;
  /** What is still wished, with the weight still to be paid for it: soft literals and outputs of counters. */
  readonly #wishes = new Map<Literal, number>();
  /** For a wish that is an output of a counter, negated: which one. It is "fewer than `count`". */
  readonly #counted = new Map<Literal, { readonly totalizer: Totalizer; readonly count: number }>();
  readonly #totalizers: Totalizer[] = [];
  /** Proven: every model costs at least this much. */
  #paid = 0;

  constructor(solver: Solver, hard: readonly Literal[], soft: readonly SoftLiteral[], limits: SolveLimits) {
    this.#solver = solver;
    this.#hard = hard;
    this.#soft = soft;
    this.#limits = limits;
    this.#lastConflict = solver.conflictCount + (limits.conflicts ?? Number.POSITIVE_INFINITY);
    const isHard = new Set(hard);
    for (const { literal, weight } of soft) if (!isHard.has(literal)) this.#wish(literal, weight);
  }

  run(): Minimum {
    // The hard literals alone first: if they cannot hold, every search with wishes would only find another core.
    let stratum = Number.POSITIVE_INFINITY;
    for (;;) {
      switch (this.#solve([...this.#hard, ...this.#wishesFrom(stratum)])) {
        case "unknown":
          return { kind: "unknown" };
        case "unsatisfiable": {
          const { core } = this.#solver;
          const given = core.filter((literal) => this.#wishes.has(literal));
          if (given.length === 0) return { kind: "impossible", core };
          this.#payForOneOf(this.#quicklyShrunk(given));
          break;
        }
        case "satisfiable": {
          const isLast = stratum === 0;
          const answer = this.#costOfModel();
          stratum = Math.floor(this.#heaviestGivenUpBelow(stratum) / WITHIN_STRATUM);
          // A counter's output may be true without need, so a wish may be given up in a model that is optimal.
          if (answer.cost === this.#paid || isLast) return answer;
        }
      }
    }
  }

  /** Takes from the solver what this call added. */
  close(): void {
    for (const totalizer of this.#totalizers) totalizer.retire();
  }

  #solve(assumptions: readonly Literal[]): Outcome {
    const conflicts = this.#lastConflict - this.#solver.conflictCount;
    return conflicts > 0 ? this.#solver.solve(assumptions, { ...this.#limits, conflicts }) : "unknown";
  }

  #wish(literal: Literal, weight: number): void {
    this.#wishes.set(literal, (this.#wishes.get(literal) ?? 0) + weight);
  }

  /** The wishes of this weight or more, the heaviest first: a lower stratum then begins as the last one did. */
  #wishesFrom(stratum: number): Literal[] {
    const wishes = [...this.#wishes].filter(([, weight]) => weight >= stratum);
    return wishes.sort(([, a], [, b]) => b - a).map(([literal]) => literal);
  }

  /** The largest weight below `bound` of a wish that the last model gives up: lighter ones need no search yet. */
  #heaviestGivenUpBelow(bound: number): number {
    let heaviest = 0;
    for (const [literal, weight] of this.#wishes) {
      if (weight < bound && weight > heaviest && !this.#solver.value(literal)) heaviest = weight;
    }
    return heaviest;
  }

  #costOfModel(): Extract<Minimum, { kind: "optimum" }> {
    const paid = this.#soft.filter(({ literal }) => !this.#solver.value(literal));
    const cost = paid.reduce((sum, { weight }) => sum + weight, 0);
    return { kind: "optimum", cost, tie: 0, falsified: paid.map(({ literal }) => literal) };
  }

  /** The best of all models that cost no more than the optimum: those in which every wish that is left holds. */
  amongOptima(
    optimum: Extract<Minimum, { kind: "optimum" }>,
    ties: readonly SoftLiteral[],
  ): Extract<Minimum, { kind: "optimum" }> {
    const hard = [...this.#hard, ...this.#wishesFrom(0)];
    const search = new CoreGuidedSearch(this.#solver, hard, ties, this.#limits);
    if (search.#wishes.size === 0) return optimum;
    const best = search.run();
    search.close();
    if (best.kind === "optimum") return { ...optimum, tie: best.cost };
    // The solver has to have the model of the answer.
    this.#solver.solve(hard, this.#limits);
    return optimum;
  }

  /** Without the lightest wishes first: the core then pays more at once. */
  #quicklyShrunk(core: readonly Literal[]): readonly Literal[] {
    if (core.length === 1 || core.length > LARGEST_SHRUNK_CORE) return core;
    const weightOf = (literal: Literal) => this.#wishes.get(literal)!;
    const heaviestFirst = [...core].sort((a, b) => weightOf(b) - weightOf(a));
    return shrunk(this.#solver, heaviestFirst, this.#hard, QUICK);
  }

  /** Pays for a core: the least of its weights is lost, whichever of its literals is false. */
  #payForOneOf(core: readonly Literal[]): void {
    const loss = Math.min(...core.map((literal) => this.#wishes.get(literal)!));
    this.#paid += loss;
    for (const literal of core) {
      const rest = this.#wishes.get(literal)! - loss;
      if (rest > 0) this.#wishes.set(literal, rest);
      else this.#wishes.delete(literal);
      // "Fewer than k" given up still leaves the wish for fewer than k + 1.
      const counted = this.#counted.get(literal);
      if (counted !== undefined) this.#wishFewer(counted.totalizer, counted.count + 1, loss);
    }
    if (core.length === 1) return;
    const falsified = core.map((literal) => -literal);
    const totalizer = new Totalizer(this.#solver, falsified);
    this.#totalizers.push(totalizer);
    this.#wishFewer(totalizer, 2, loss);
  }

  /** The wish that fewer than `count` of the counter's inputs are true. */
  #wishFewer(totalizer: Totalizer, count: number, weight: number): void {
    if (count > totalizer.size) return;
    const literal = -totalizer.atLeast(count);
    this.#counted.set(literal, { totalizer, count });
    this.#wish(literal, weight);
  }
}
