/** Literals as the inside of the solver counts them: array indices, two to a variable, the negative one odd. */

/** 2v for the literal v, 2v + 1 for the literal -v, so that `code ^ 1` negates and `code >> 1` is the variable. */
export type LiteralCode = number;

export const codeOf = (literal: number): LiteralCode => (literal > 0 ? literal << 1 : (-literal << 1) | 1);

export const literalOf = (code: LiteralCode): number => ((code & 1) === 0 ? code >> 1 : -(code >> 1));

/** Smallest array made, so that the first variables do not each copy one. */
const FIRST_LENGTH = 64;

/** `array` itself if it holds `length` elements, else a copy at least twice as long, filled up with zeros. */
export function grown<T extends Int8Array | Uint8Array | Int32Array | Float64Array>(
  array: T,
  length: number,
): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, 2 * array.length, FIRST_LENGTH),
  );
  larger.set(array);
  return larger;
}
