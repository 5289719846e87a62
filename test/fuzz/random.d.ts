/** Types of random.js, as far as tests need them. */
export class Random {
  constructor(seed: number);
  static ofCase(seed: number, index: number): Random;
  next(): number;
  int(count: number): number;
}
