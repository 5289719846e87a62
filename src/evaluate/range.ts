/** `range`: a number outside its limits becomes the nearer one. */
import { Type } from "../model/model.ts";
import { leadingNumber } from "./numbers.ts";

/** One limit: the type of the symbol that gives it, and its text. */
export interface Limit {
  readonly type: number;
  readonly text: string;
}

/**
 * `text` if it is within the limits, else the text of the limit, as that is spelled. The lower limit is looked at
 * first, so that where the two are exchanged small values become the lower one and large ones the upper one. With
 * `asNumber` the limit is spelled anew: 0x0010 as 0x10.
 */
export function limitToRange(
  type: number,
  text: string,
  lower: () => Limit,
  upper: () => Limit,
  asNumber: boolean,
): string {
  const base = type === Type.hex ? 16 : 10;
  const value = leadingNumber(text, base);
  const spelled = (limit: Limit) => (asNumber ? spell(type, limitValue(limit, base)) : limit.text);
  const low = lower();
  if (value < limitValue(low, base)) return spelled(low);
  const high = upper();
  return value <= limitValue(high, base) ? text : spelled(high);
}

function spell(type: number, value: bigint): string {
  return type === Type.int ? `${value}` : `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** A limit is read by the type of its own symbol, a constant by that of the symbol it limits. */
export function limitValue({ type, text }: Limit, base: 10 | 16): bigint {
  return leadingNumber(text, type === Type.int ? 10 : type === Type.hex ? 16 : base);
}
