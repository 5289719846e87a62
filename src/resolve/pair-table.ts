/** A number for each pair of numbers: a hash table of integers, as a tree has hundreds of thousands of such pairs. */

/** Integers of an entry: the pair and its value. */
const WIDTH = 3;
/** Places of a new table, a power of two. */
const FIRST_PLACES = 256;

/** Pairs of integers other than 0, and values other than 0. */
export class PairTable {
  #entries = new Int32Array(WIDTH * FIRST_PLACES);
  #places = FIRST_PLACES;
  #size = 0;

  /** 0 if the pair has no value. */
  get(first: number, second: number): number {
    return this.#entries[this.#placeOf(first, second) + 2];
  }

  set(first: number, second: number, value: number): void {
    const at = this.#placeOf(first, second);
    const isNew = this.#entries[at] === 0;
    this.#entries[at] = first;
    this.#entries[at + 1] = second;
    this.#entries[at + 2] = value;
    // At most half of the places are taken, so that a search meets a free one soon.
    if (isNew && 2 * ++this.#size > this.#places) this.#grow();
  }

  /** Where the pair is, or would be. */
  #placeOf(first: number, second: number): number {
    const entries = this.#entries;
    const mask = this.#places - 1;
    const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    for (let place = (mixed ^ (mixed >>> 15)) & mask; ; place = (place + 1) & mask) {
      const at = WIDTH * place;
      if (entries[at] === 0 || (entries[at] === first && entries[at + 1] === second)) return at;
    }
  }

  #grow(): void {
    const before = this.#entries;
    this.#places *= 2;
    this.#size = 0;
    this.#entries = new Int32Array(WIDTH * this.#places);
    for (let at = 0; at < before.length; at += WIDTH) {
      if (before[at] !== 0) this.set(before[at], before[at + 1], before[at + 2]);
    }
  }
}
