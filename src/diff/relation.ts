/** Whether a condition became stricter or looser, proven; with configurations that show it. */
import type { Model } from "../model/model.ts";
import { type Condition, keyOf } from "./condition.ts";
import { impliesFreely } from "./free-terms.ts";
import { JointSearch, type SearchOutcome, type Witness } from "./joint-search.ts";

/**
 * *stricter*: there is a .config with which it held before and does not hold after, and none the other way round;
 * *looser*: only the other way round; *other*: .configs for both; *same*: for neither; *undecided*: a limit was reached,
 * or what the solver found was not confirmed by both evaluators.
 *
 * A .config counts only if the condition itself makes the difference: if it differs too with the same values, those that
 * the one tree has or those of the other (where each lacks a name that the condition has, any .config counts). What
 * changed elsewhere in the trees is told where it changed.
 */
export type Relation = "stricter" | "looser" | "other" | "same" | "undecided";

export interface Verdict {
  readonly relation: Relation;
  /** A configuration with which it held and does not any more. */
  readonly lost?: Witness;
  /** A configuration with which it holds and did not before. */
  readonly gained?: Witness;
}

/**
 * Questions to the solver in one comparison of two trees: each takes some tens of milliseconds. Linux 6.1 and 6.12
 * differ in some 1,460 conditions, which ask it about 850 times.
 */
const MOST_SOLVED = 2000;

export class ConditionComparer {
  readonly #known = new Map<string, Verdict>();
  readonly #search: JointSearch;

  constructor(before: Model, after: Model) {
    this.#search = new JointSearch(before, after);
  }

  /** Pairs of conditions that were compared, and questions of theirs that took the solver. */
  get counts(): { readonly compared: number; readonly solved: number } {
    return { compared: this.#known.size, solved: this.#search.solved };
  }

  /** `isBool`: of the condition only counts whether it is n. */
  compare(before: Condition, after: Condition, isBool: boolean): Verdict {
    const [was, is] = [keyOf(before), keyOf(after)];
    const key = `${isBool} ${was} -> ${is}`;
    let verdict = this.#known.get(key);
    if (verdict === undefined) {
      verdict = this.#decide(before, after, isBool);
      this.#known.set(key, verdict);
    }
    return verdict;
  }

  #decide(before: Condition, after: Condition, isBool: boolean): Verdict {
    const lost = impliesFreely(before, after, isBool) ? NOWHERE : this.#ask(before, after, "lost", isBool);
    const gained = impliesFreely(after, before, isBool)
      ? NOWHERE
      : this.#ask(before, after, "gained", isBool);
    const witnesses = {
      ...(lost.kind === "found" && { lost: lost.witness }),
      ...(gained.kind === "found" && { gained: gained.witness }),
    };
    return { relation: relationOf(lost, gained), ...witnesses };
  }

  #ask(before: Condition, after: Condition, direction: "lost" | "gained", isBool: boolean): SearchOutcome {
    return this.#search.search(before, after, { direction, isBool, mostSolved: MOST_SOLVED });
  }
}

const NOWHERE: SearchOutcome = { kind: "none" };

function relationOf(lost: SearchOutcome, gained: SearchOutcome): Relation {
  if (lost.kind === "found" && gained.kind === "found") return "other";
  if (lost.kind === "unknown" || gained.kind === "unknown") return "undecided";
  if (lost.kind === "found") return "stricter";
  return gained.kind === "found" ? "looser" : "same";
}
