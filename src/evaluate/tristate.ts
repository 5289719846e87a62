/** The three values and their logic: n < m < y, and is the lesser, or the greater, not turns them round. */

export type Tristate = 0 | 1 | 2;

export const N: Tristate = 0;
export const M: Tristate = 1;
export const Y: Tristate = 2;

export const and = (a: Tristate, b: Tristate): Tristate => (a < b ? a : b);
export const or = (a: Tristate, b: Tristate): Tristate => (a > b ? a : b);
export const not = (a: Tristate): Tristate => (Y - a) as Tristate;

const letters = ["n", "m", "y"] as const;
export type TristateLetter = (typeof letters)[number];

/** `n`, `m` or `y`. */
export const letterOf = (value: Tristate): TristateLetter => letters[value];

/** The value of a letter; undefined for anything else. */
export function tristateOf(text: string): Tristate | undefined {
  const at = (letters as readonly string[]).indexOf(text);
  return at < 0 ? undefined : (at as Tristate);
}
