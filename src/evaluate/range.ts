/** `range`: a number outside its limits becomes the nearer one. */

import { Type } from "../model/columns.ts";
import type { Dialect } from "../model/dialect.ts";
import { printFloat, printHex, pythonFloat, pythonInt } from "../model/python-numbers.ts";
import { leadingNumber } from "./numbers.ts";

/** One limit: the type of the symbol that gives it, and its text. */
export interface Limit {
  readonly type: number;
  readonly text: string;
}

/** What of a dialect ranges rest on. */
export type RangeRules = Pick<Dialect, "limits" | "numbers">;

/**
 * `text` if it is within the limits, else the text of the limit, as that is spelled. The lower limit is looked at
 * first, so that where the two are exchanged small values become the lower one and large ones the upper one. Some
 * dialects spell the limit anew: 0x0010 as 0x10.
 */
export function limitToRange(
  type: number,
  text: string,
  lower: () => Limit,
  upper: () => Limit,
  { limits, numbers }: RangeRules,
): string {
  if (numbers === "Python" || type === Type.float) return limitInPython(type, text, lower(), upper());
  const asNumber = limits === "as numbers";
  const base = type === Type.hex ? 16 : 10;
  const value = leadingNumber(text, base);
  const spelled = (limit: Limit) => (asNumber ? spell(type, limitValue(limit, base)) : limit.text);
  const low = lower();
  if (value < limitValue(low, base)) return spelled(low);
  const high = upper();
  return value <= limitValue(high, base) ? text : spelled(high);
}

/** Whether a number is inside of its limits. */
export function isInside(type: number, text: string, low: Limit, high: Limit, numbers: Dialect["numbers"]) {
  if (numbers === "Python" || type === Type.float) {
    const value = numberOrZero(type, text);
    return value >= numberOrZero(type, low.text) && value <= numberOrZero(type, high.text);
  }
  const base = type === Type.hex ? 16 : 10;
  const value = leadingNumber(text, base);
  return value >= limitValue(low, base) && value <= limitValue(high, base);
}

/** What is no number counts as zero, here and as a limit. */
function limitInPython(type: number, text: string, low: Limit, high: Limit): string {
  const value = numberOrZero(type, text);
  const [lowest, highest] = [numberOrZero(type, low.text), numberOrZero(type, high.text)];
  const limit = value < lowest ? lowest : value > highest ? highest : undefined;
  if (limit === undefined) return text;
  if (typeof limit === "number") return printFloat(limit);
  return type === Type.hex ? printHex(limit) : `${limit}`;
}

function numberOrZero(type: number, text: string): bigint | number {
  if (type !== Type.float) return pythonInt(text, type === Type.hex ? 16 : 10) ?? 0n;
  const value = pythonFloat(text) ?? 0;
  return Number.isFinite(value) ? value : 0;
}

function spell(type: number, value: bigint): string {
  return type === Type.int ? `${value}` : `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** A limit is read by the type of its own symbol, a constant by that of the symbol it limits. */
export function limitValue({ type, text }: Limit, base: 10 | 16): bigint {
  return leadingNumber(text, type === Type.int ? 10 : type === Type.hex ? 16 : base);
}
