/** The random numbers of glibc, so that a seed gives the same configuration as with the C tool. */

const DEGREE = 31;
const SEPARATION = 3;
/** Numbers that are thrown away before the first one counts. */
const WARM_UP = 10 * DEGREE;

/**
 * `srand(seed)` and then `rand()`, call by call: integers from 0 to 2^31 - 1. (glibc's default generator, an
 * additive feedback over 31 words that a linear congruence fills.)
 */
export function glibcRandom(seed: number): () => number {
  const words = new Int32Array(DEGREE);
  words[0] = seed === 0 ? 1 : seed;
  for (let at = 1; at < DEGREE; at++) {
    // 16807 * word modulo 2^31 - 1 without leaving 32 bits, and never negative.
    const high = Math.trunc(words[at - 1] / 127773);
    const low = words[at - 1] % 127773;
    const word = 16807 * low - 2836 * high;
    words[at] = word < 0 ? word + 2147483647 : word;
  }
  let front = SEPARATION;
  let rear = 0;
  const next = () => {
    words[front] = words[front] + words[rear];
    const result = words[front] >>> 1;
    front = (front + 1) % DEGREE;
    rear = (rear + 1) % DEGREE;
    return result;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  return next;
}
