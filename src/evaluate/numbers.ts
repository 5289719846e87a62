/** Text read as a number, the way C's strtoll and strtoull do it. */

const SIGNED_MAX = (1n << 63n) - 1n;
const SIGNED_MIN = -(1n << 63n);
const UNSIGNED_MAX = (1n << 64n) - 1n;

interface Digits {
  readonly negative: boolean;
  readonly magnitude: bigint;
  /** Whether digits are all there is behind the sign. */
  readonly complete: boolean;
}

/** The longest number at the start of `text`; undefined if there is none. Base 0 reads 0x… and 0… as C does. */
function readDigits(text: string, base: 0 | 10 | 16): Digits | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, sign, rest] = match;
  const hex = base !== 10 ? /^0[xX]([0-9a-fA-F]+)/.exec(rest) : null;
  let digits: string;
  let literal: string;
  let length: number;
  if (hex !== null) {
    digits = hex[1];
    literal = `0x${digits}`;
    length = hex[0].length;
  } else {
    const octal = base === 0 && rest.startsWith("0");
    const pattern = base === 16 ? /^[0-9a-fA-F]+/ : octal ? /^[0-7]+/ : /^[0-9]+/;
    const plain = pattern.exec(rest);
    if (plain === null) return undefined;
    digits = plain[0];
    literal = base === 16 ? `0x${digits}` : octal ? `0o${digits}` : digits;
    length = digits.length;
  }
  return { negative: sign === "-", magnitude: BigInt(literal), complete: length === rest.length };
}

/** The whole of `text` as a signed 64-bit number; undefined if it is none or does not fit. */
export function parseSigned(text: string, base: 0 | 10): bigint | undefined {
  const digits = readDigits(text, base);
  if (digits === undefined || !digits.complete) return undefined;
  const value = digits.negative ? -digits.magnitude : digits.magnitude;
  return value > SIGNED_MAX || value < SIGNED_MIN ? undefined : value;
}

/** The whole of `text` as an unsigned 64-bit hex number, where -1 is the greatest; undefined if it is none. */
export function parseUnsignedHex(text: string): bigint | undefined {
  const digits = readDigits(text, 16);
  if (digits === undefined || !digits.complete || digits.magnitude > UNSIGNED_MAX) return undefined;
  return BigInt.asUintN(64, digits.negative ? -digits.magnitude : digits.magnitude);
}

/** The number at the start of `text`, 0 if there is none, the nearest 64-bit number if it does not fit. */
export function leadingNumber(text: string, base: 0 | 10 | 16): bigint {
  const digits = readDigits(text, base);
  if (digits === undefined) return 0n;
  const value = digits.negative ? -digits.magnitude : digits.magnitude;
  return value > SIGNED_MAX ? SIGNED_MAX : value < SIGNED_MIN ? SIGNED_MIN : value;
}
