/** Random choices that a seed repeats exactly, on every machine. */

/** A stream of random choices. */
export class Random {
  #state;

  /** @param {number} seed any integer */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A stream for one case of a run: independent of how many cases came before it. */
  static ofCase(seed, index) {
    return new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  }

  /** At least 0, less than 1. The generator is mulberry32: small, and good enough to make test cases. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = this.#state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 0x100000000;
  }

  /** An integer from 0 to `count` - 1. */
  int(count) {
    return Math.floor(this.next() * count);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.int(list.length)];
  }

  /** One of [weight, value] pairs. */
  weighted(pairs) {
    const total = pairs.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [weight, value] of pairs) {
      left -= weight;
      if (left < 0) return value;
    }
    return pairs[pairs.length - 1][1];
  }

  /** A shuffled copy. */
  shuffled(list) {
    const copy = [...list];
    for (let at = copy.length - 1; at > 0; at--) {
      const other = this.int(at + 1);
      [copy[at], copy[other]] = [copy[other], copy[at]];
    }
    return copy;
  }

  /** How much of a feature a case has: often nothing, so that features also meet in small company. */
  level() {
    return this.pick([0, 0, 0.1, 0.3, 0.7]);
  }
}
