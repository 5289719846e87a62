/** Numbers as Python's int() and float() read them, and as its str() and hex() write them. */

/**
 * The whole of `text` as an integer of any size; undefined if it is none. Base 0 tells the base by the prefix and takes
 * no leading zeros.
 */
export function pythonInt(text: string, base: 0 | 10 | 16): bigint | undefined {
  const match = /^\s*([+-]?)(0[xXoObB])?(.*?)\s*$/s.exec(text);
  if (match === null) return undefined;
  const [, sign, prefix = "", rest] = match;
  const kind = prefix.slice(1).toLowerCase();
  if (kind !== "" && base !== 0 && !(base === 16 && kind === "x")) {
    // `0b1` is hexadecimal where that is the base.
    return base === 16 && kind === "b" ? digitsOf(sign, `${prefix}${rest}`, "x") : undefined;
  }
  // Only behind a prefix may the digits begin with an underscore.
  const digits = kind !== "" && rest.startsWith("_") ? rest.slice(1) : rest;
  if (kind !== "") return digitsOf(sign, digits, kind);
  if (base === 0 && /^0[0_]*[1-9]/.test(digits)) return undefined;
  return digitsOf(sign, digits, base === 16 ? "x" : "");
}

const digitPatterns: Readonly<Record<string, RegExp>> = {
  "": /^[0-9]+(?:_[0-9]+)*$/,
  x: /^[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/,
  o: /^[0-7]+(?:_[0-7]+)*$/,
  b: /^[01]+(?:_[01]+)*$/,
};

function digitsOf(sign: string, digits: string, kind: string): bigint | undefined {
  if (!digitPatterns[kind].test(digits)) return undefined;
  const plain = digits.replaceAll("_", "");
  const value = BigInt(kind === "" ? plain : `0${kind}${plain}`);
  return sign === "-" ? -value : value;
}

/** The whole of `text` as a number, which may be infinite or NaN; undefined if it is none. */
export function pythonFloat(text: string): number | undefined {
  const trimmed = text.trim();
  const word = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(trimmed);
  if (word !== null) {
    if (word[2] === undefined) return Number.NaN;
    return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const digits = "[0-9]+(?:_[0-9]+)*";
  const pattern = new RegExp(`^[+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:[eE][+-]?${digits})?$`);
  return pattern.test(trimmed) ? Number(trimmed.replaceAll("_", "")) : undefined;
}

/** What a comparison takes a text for: an integer of the base, else a number. */
export function pythonNumber(text: string, base: 0 | 10 | 16): bigint | number | undefined {
  return pythonInt(text, base) ?? pythonFloat(text);
}

/** Below zero, zero or above as `a - b` is; NaN where either is. */
export function differenceOf(a: bigint | number, b: bigint | number): number {
  if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}

/** `1.0`, `0.5`, `1e-05`, `1e+16`: the shortest digits that read back, and always a point or an exponent. */
export function printFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    const size = String(Math.abs(power)).padStart(2, "0");
    return `${sign}${mantissa}e${power < 0 ? "-" : "+"}${size}`;
  }
  const digits = mantissa.replace(".", "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
  return `${sign}${whole}.${digits.slice(power + 1) || "0"}`;
}

/** A number as `printFloat` spells it; any other text as it is. */
export function normalFloat(text: string): string {
  const value = pythonFloat(text);
  return value === undefined ? text : printFloat(value);
}

/** `0x1f`, `-0x1`. */
export function printHex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
