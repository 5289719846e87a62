/** Which variable to decide next in a circuit: an input of a conjunction that is false, but not yet by one of its inputs. */
import { grown, type LiteralCode } from "./literal-code.ts";
import type { Trail } from "./trail.ts";

/*
 * As in the search for test patterns of circuits (J-frontier): as long as each value that a gate has follows from its
 * inputs, the rest of the circuit can have any values. A search that decides only what justifies the values it has meets
 * its conflicts before it has looked at the rest. The youngest value is justified first, so that one cause is followed to
 * its roots before the next one is looked at.
 */

export class Justification {
  readonly #trail: Trail;
  /** By variable: where the inputs of its conjunction begin in `#inputs`, 0 for none. */
  #begin = new Int32Array(0);
  /** Literal codes; 0 ends a list, and place 0 stays empty. */
  #inputs = new Int32Array(1024);
  #used = 1;
  /** Entries of the trail before this one were looked at. */
  #next = 0;
  /** Of those, the conjunctions that are false and may lack a false input, the youngest last. */
  readonly #pending: LiteralCode[] = [];
  /** Sizes that the trail had when all of it was justified. */
  readonly #justifiedSizes: number[] = [];

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  grow(variables: number): void {
    this.#begin = grown(this.#begin, variables + 1);
  }

  /** A variable equals the conjunction of these literals; the clauses that say so are the caller's. */
  define(variable: number, inputs: readonly LiteralCode[]): void {
    this.#inputs = grown(this.#inputs, this.#used + inputs.length + 1);
    this.#begin[variable] = this.#used;
    for (const input of inputs) this.#inputs[this.#used++] = input;
    this.#inputs[this.#used++] = 0;
  }

  /** After the trail lost all entries beyond `size`. What is true by the clauses alone, before `facts`, needs no reason. */
  goBack(size: number, facts: number): void {
    const sizes = this.#justifiedSizes;
    while (sizes.length > 0 && sizes[sizes.length - 1] > size) sizes.pop();
    this.#next = sizes.length > 0 ? sizes[sizes.length - 1] : Math.min(facts, size);
    this.#pending.length = 0;
  }

  /** The literal to make true; undefined if all that has a value is justified. */
  nextDecision(): LiteralCode | undefined {
    const { entries, values, size } = this.#trail;
    const pending = this.#pending;
    for (; this.#next < size; this.#next++) {
      const code = entries[this.#next];
      if ((code & 1) === 1 && this.#begin[code >> 1] > 0) pending.push(code);
    }
    for (; pending.length > 0; pending.pop()) {
      const open = this.#openInput(pending[pending.length - 1] >> 1, values);
      if (open !== 0) return open ^ 1;
    }
    this.#justifiedSizes.push(size);
    return undefined;
  }

  /** The last input without a value; 0 if one is false, or none is left. */
  #openInput(variable: number, values: Int8Array): LiteralCode | 0 {
    const inputs = this.#inputs;
    let open = 0;
    for (let at = this.#begin[variable]; inputs[at] !== 0; at++) {
      const value = values[inputs[at]];
      if (value < 0) return 0;
      if (value === 0) open = inputs[at];
    }
    return open;
  }
}
