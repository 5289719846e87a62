/** Counts literals inside the solver: outputs that are true when at least so many of the inputs are. */
import type { Literal, Solver } from "./solver.ts";

/** A subtree that counts its own inputs; `outputs[k - 1]` must be true if at least k of them are. */
interface Counter {
  readonly size: number;
  readonly outputs: Literal[];
  /** The two halves; undefined for a single input, which is its own output. */
  readonly halves: readonly [Counter, Counter] | undefined;
}

/**
 * A tree of counters (the totalizer of Bailleux and Boufkhad), grown as far as it is asked for (Martins et al.,
 * "Incremental cardinality constraints"). Clauses lead only from inputs to outputs: an output may be true
 * without need, so the clauses never restrict the inputs, and only assuming an output false does.
 */
export class Totalizer {
  readonly #solver: Solver;
  readonly #root: Counter;

  constructor(solver: Solver, inputs: readonly Literal[]) {
    this.#solver = solver;
    this.#root = counterOf(inputs);
  }

  /** How many inputs there are. */
  get size(): number {
    return this.#root.size;
  }

  /** The literal that is true if at least `count` inputs are; `count` from 1 to `size`. */
  atLeast(count: number): Literal {
    this.#extend(this.#root, count);
    return this.#root.outputs[count - 1];
  }

  /**
   * Makes all outputs true, which satisfies every clause that was added here: the solver drops them, and they
   * cost later questions nothing. The counter is of no use afterwards.
   */
  retire(): void {
    const pending = [this.#root];
    while (pending.length > 0) {
      const counter = pending.pop()!;
      if (counter.halves === undefined) continue;
      for (const output of counter.outputs) this.#solver.addClause([output]);
      pending.push(...counter.halves);
    }
  }

  #extend(counter: Counter, count: number): void {
    const wanted = Math.min(count, counter.size);
    const { halves, outputs } = counter;
    if (halves === undefined || outputs.length >= wanted) return;
    const [left, right] = halves;
    this.#extend(left, wanted);
    this.#extend(right, wanted);
    for (let sum = outputs.length + 1; sum <= wanted; sum++) {
      // True satisfies every clause at once, so it is what to try first.
      const output = this.#solver.newVariable(true);
      outputs.push(output);
      for (let i = Math.max(0, sum - right.size); i <= Math.min(sum, left.size); i++) {
        const clause = [output];
        if (i > 0) clause.push(-left.outputs[i - 1]);
        if (i < sum) clause.push(-right.outputs[sum - i - 1]);
        this.#solver.addClause(clause);
      }
      if (sum > 1) this.#solver.addClause([-output, outputs[sum - 2]]);
    }
  }
}

function counterOf(inputs: readonly Literal[]): Counter {
  if (inputs.length === 1) return { size: 1, outputs: [inputs[0]], halves: undefined };
  const middle = inputs.length >> 1;
  const halves = [counterOf(inputs.slice(0, middle)), counterOf(inputs.slice(middle))] as const;
  return { size: inputs.length, outputs: [], halves };
}
