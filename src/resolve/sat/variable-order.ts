/** Which variable to decide next: the one that took part in most recent conflicts (VSIDS), kept in a heap. */
import { grown } from "./literal-code.ts";

/** How much less a conflict counts than the one after it: MiniSat's value. */
const DECAY = 0.95;
/** Activities are scaled down before they leave the range of a double. */
const LARGEST_ACTIVITY = 1e100;

export class VariableOrder {
  #activity = new Float64Array(0);
  #increment = 1;
  /** A binary heap of variables, the most active on top; equals stay in the order of their insertion. */
  #heap = new Int32Array(0);
  #size = 0;
  /** By variable: its place in the heap plus one; 0 if it is not there. */
  #place = new Int32Array(0);

  grow(variables: number): void {
    this.#activity = grown(this.#activity, variables + 1);
    this.#place = grown(this.#place, variables + 1);
    this.#heap = grown(this.#heap, variables);
  }

  insert(variable: number): void {
    if (this.#place[variable] === 0) this.#rise(this.#size++, variable);
  }

  /** Removes and returns the most active variable; 0 if there is none. */
  take(): number {
    if (this.#size === 0) return 0;
    const top = this.#heap[0];
    this.#place[top] = 0;
    this.#size -= 1;
    if (this.#size > 0) this.#sink(this.#heap[this.#size]);
    return top;
  }

  bump(variable: number): void {
    const activity = this.#activity[variable] + this.#increment;
    this.#activity[variable] = activity;
    if (activity > LARGEST_ACTIVITY) this.#rescale();
    const place = this.#place[variable];
    if (place > 0) this.#rise(place - 1, variable);
  }

  /** After each conflict. Raising what the next ones add is the same as lowering all that was added. */
  decay(): void {
    this.#increment /= DECAY;
  }

  #rescale(): void {
    for (let i = 0; i < this.#activity.length; i++) this.#activity[i] /= LARGEST_ACTIVITY;
    this.#increment /= LARGEST_ACTIVITY;
  }

  /** Puts `variable` at the place `at` or above it. */
  #rise(at: number, variable: number): void {
    const heap = this.#heap;
    const activity = this.#activity[variable];
    let place = at;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#activity[heap[parent]] >= activity) break;
      heap[place] = heap[parent];
      this.#place[heap[place]] = place + 1;
      place = parent;
    }
    heap[place] = variable;
    this.#place[variable] = place + 1;
  }

  /** Puts `variable` at the top or below it. */
  #sink(variable: number): void {
    const heap = this.#heap;
    const size = this.#size;
    const activity = this.#activity[variable];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#activity[heap[child + 1]] > this.#activity[heap[child]]) child += 1;
      if (this.#activity[heap[child]] <= activity) break;
      heap[place] = heap[child];
      this.#place[heap[place]] = place + 1;
      place = child;
    }
    heap[place] = variable;
    this.#place[variable] = place + 1;
  }
}
