/** `A = B`, `A < B` and the like: as numbers where both sides are numbers, else as text. */

import { isLogicalType, type ModelData, type SymbolId, Type, YES } from "../model/columns.ts";
import type { Dialect } from "../model/dialect.ts";
import { Op } from "../model/expressions.ts";
import { differenceOf, pythonNumber } from "../model/python-numbers.ts";
import { encodeText } from "../text/encoding.ts";
import { parseSigned, parseUnsignedHex } from "./numbers.ts";
import { tristateOf } from "./tristate.ts";

/** One side: its symbol's type, and its value as text. */
export interface Operand {
  readonly type: number;
  readonly text: string;
}

/** The type by which a symbol counts in a comparison: to some tools y, m and n are words like others. */
export function comparedType({ symbols, dialect }: ModelData, symbol: SymbolId): number {
  const type = symbols.type[symbol];
  const isWord =
    (symbol <= YES && dialect.comparesConstants === "as words") ||
    (isLogicalType(type) && dialect.comparesLogicals === "as words");
  return isWord ? Type.unknown : type;
}

/** Whose numbers count. */
export type Numbers = Dialect["numbers"];

/** Whether a comparison holds. (Behaviour of C conf 6.1 and 6.12, and of esp-idf-kconfig.) */
export function compare(operator: number, left: Operand, right: Operand, numbers: Numbers): boolean {
  const order = compareOperands(left, right, numbers);
  switch (operator) {
    case Op.equal:
      return order === 0;
    case Op.unequal:
      return order !== 0;
    case Op.less:
      return order < 0;
    case Op.lessEqual:
      return order <= 0;
    case Op.greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

function compareOperands(left: Operand, right: Operand, numbers: Numbers): number {
  if (left.type === Type.string && right.type === Type.string) return compareText(left.text, right.text);
  if (numbers === "Python") return compareInPython(left, right);
  const a = toCNumber(left);
  const b = toCNumber(right);
  if (a === undefined || b === undefined) return compareText(left.text, right.text);
  // Quirk: one hex side makes both unsigned, so that -1 is the greatest of all.
  const unsigned = left.type === Type.hex || right.type === Type.hex;
  const x = unsigned ? BigInt.asUintN(64, a) : a;
  const y = unsigned ? BigInt.asUintN(64, b) : b;
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareInPython(left: Operand, right: Operand): number {
  const a = toPythonNumber(left);
  const b = toPythonNumber(right);
  return a === undefined || b === undefined ? compareText(left.text, right.text) : differenceOf(a, b);
}

function toPythonNumber({ type, text }: Operand): bigint | number | undefined {
  if (isLogicalType(type)) {
    // m is a word like others.
    return text === "y" ? 2n : text === "n" ? 0n : undefined;
  }
  return pythonNumber(text, type === Type.hex ? 16 : type === Type.int ? 10 : 0);
}

/** The number that a side counts as; undefined where it is none. Sides that are equal are the same text or number. */
export function toNumber({ type, text }: Operand, numbers: Numbers): bigint | number | undefined {
  if (numbers === "Python") return toPythonNumber({ type, text });
  return toCNumber({ type, text });
}

/**
 * Sides that are equal are the same number modulo 2^64.
 *
 * Quirk: a constant or string is read with its base told by its prefix, so that "010" is eight.
 */
function toCNumber({ type, text }: Operand): bigint | undefined {
  switch (type) {
    case Type.bool:
    case Type.tristate:
      return BigInt(tristateOf(text) ?? -1);
    case Type.int:
      return parseSigned(text, 10);
    case Type.hex:
      return parseUnsignedHex(text);
    default:
      return parseSigned(text, 0);
  }
}

/** By bytes, as strcmp. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const x = encodeText(a);
  const y = encodeText(b);
  const length = Math.min(x.length, y.length);
  for (let at = 0; at < length; at++) if (x[at] !== y[at]) return x[at] - y[at];
  return x.length - y.length;
}
