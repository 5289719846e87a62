/** Many growing lists of integers in one typed array: the watch lists, two of them for each literal. */
import { grown } from "./literal-code.ts";

/** Room that a list gets with its first element; most literals occur in few clauses. */
const FIRST_CAPACITY = 4;

/**
 * A list that outgrows its place moves to the end of `data` with twice the room. What it leaves behind is less
 * than what it has then, so `data` is never more than about half waste, and nothing needs collecting.
 *
 * The fields are open because unit propagation walks them in its innermost loop. `push` may replace `data`: read
 * it again afterwards. It never moves another list than its own.
 */
export class IntLists {
  data = new Int32Array(256);
  start = new Int32Array(0);
  size = new Int32Array(0);
  #capacity = new Int32Array(0);
  #used = 0;

  /** Makes the lists 0 to `count` - 1 usable. */
  grow(count: number): void {
    this.start = grown(this.start, count);
    this.size = grown(this.size, count);
    this.#capacity = grown(this.#capacity, count);
  }

  push(list: number, value: number): void {
    const size = this.size[list];
    if (size + 1 > this.#capacity[list]) this.#move(list);
    this.data[this.start[list] + size] = value;
    this.size[list] = size + 1;
  }

  /** For lists of pairs. */
  pushPair(list: number, first: number, second: number): void {
    const size = this.size[list];
    if (size + 2 > this.#capacity[list]) this.#move(list);
    const at = this.start[list] + size;
    this.data[at] = first;
    this.data[at + 1] = second;
    this.size[list] = size + 2;
  }

  #move(list: number): void {
    const capacity = Math.max(FIRST_CAPACITY, 2 * this.#capacity[list]);
    this.data = grown(this.data, this.#used + capacity);
    const from = this.start[list];
    this.data.copyWithin(this.#used, from, from + this.size[list]);
    this.start[list] = this.#used;
    this.#capacity[list] = capacity;
    this.#used += capacity;
  }
}
