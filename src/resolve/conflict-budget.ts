/** How many conflicts all questions about one model may meet together, so that no tree keeps a run for ever. */
import type { Model } from "../model/model.ts";
import { Budget, LimitReached } from "../text/budget.ts";

/** Conflicts of an easy question: nearly all of Linux need less. */
const EASY = 300;

const budgets = new WeakMap<Model, ConflictBudget>();

/** Counts conflicts; told once when there are no more. */
export class ConflictBudget {
  readonly #budget: Budget;
  readonly #tell: (reached: LimitReached) => void;
  #isUsedUp = false;
  /** Says while a question is answered whether it still is one: no conflict is granted to one that is not. */
  stoppedBy: { readonly aborted: boolean } | undefined;

  constructor(budget: Budget = new Budget(), tell: (reached: LimitReached) => void = () => {}) {
    this.#budget = budget;
    this.#tell = tell;
  }

  get isUsedUp(): boolean {
    return this.#isUsedUp;
  }

  get taken(): number {
    return this.#budget.spent("conflicts");
  }

  /** After a question that began at `taken`: an easy one costs nothing, as there may be thousands of them. */
  forgetEasy(before: number): void {
    const used = this.taken - before;
    if (used <= EASY && !this.#isUsedUp) this.#budget.giveBack("conflicts", used);
  }

  /** False if this one is too many. */
  take(): boolean {
    if (this.#isUsedUp || this.stoppedBy?.aborted) return false;
    try {
      this.#budget.spend("conflicts", 1);
      return true;
    } catch (reason) {
      if (!(reason instanceof LimitReached)) throw reason;
      this.#isUsedUp = true;
      this.#tell(reason);
      return false;
    }
  }
}

/** From now on, what is asked about this model takes from one budget. */
export function limitConflicts(model: Model, budget: ConflictBudget): void {
  budgets.set(model, budget);
}

/** That of the model; a new one for each question where nobody has set one. */
export function conflictsOf(model: Model): ConflictBudget {
  return budgets.get(model) ?? new ConflictBudget();
}
