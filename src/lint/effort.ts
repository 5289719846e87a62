/** How much lint may search in all: a tree that is made for it could keep it busy for days. */
import { Budget, type LimitName, type Limits } from "../text/budget.ts";

/** Conflicts of an easy question, which cost nothing. Linux for x86 needs at most 60 for one. */
const EASY = 400;
/** What each of the others may still meet once there are no more: most need less. */
const AFTERWARDS = 50;
/**
 * A step of a search that settles one question by an example is worth so many: a real tree has few of them, as one
 * example answers hundreds, and a tree of nothing else would take the square of its size.
 */
const FRUITLESS = 10;

/** Counted in work, not in time, so that every machine leaves the same questions open. */
export class Effort {
  readonly #budget: Budget;
  readonly #reached = new Set<LimitName>();

  constructor(limits: Limits = {}) {
    this.#budget = new Budget(limits);
  }

  /** Limits that were reached. */
  get reached(): readonly LimitName[] {
    return [...this.#reached];
  }

  most(name: LimitName): number {
    return this.#budget.most(name);
  }

  /** What one question may meet at most. */
  get conflicts(): number {
    const left = this.#left("conflicts");
    return left > 0 ? EASY + left : AFTERWARDS;
  }

  get steps(): number {
    return Math.max(0, this.#left("steps"));
  }

  /** After a question: whether it brought more than one answer, or a proof. */
  took(conflicts: number, steps: number, fruit: "fruitful" | "fruitless"): void {
    if (conflicts > EASY) this.#spend("conflicts", conflicts);
    this.#spend("steps", fruit === "fruitless" ? FRUITLESS * steps : steps);
  }

  /** False if there may be no more of them. */
  comparePairs(count: number): boolean {
    if (this.#left("pairs") >= count) {
      this.#spend("pairs", count);
      return true;
    }
    this.#reached.add("pairs");
    return false;
  }

  #left(name: LimitName): number {
    return this.#budget.most(name) - this.#budget.spent(name);
  }

  #spend(name: LimitName, amount: number): void {
    const isEnough = this.#left(name) > amount;
    if (isEnough) this.#budget.spend(name, amount);
    else {
      this.#budget.spend(name, this.#left(name));
      this.#reached.add(name);
    }
  }
}
