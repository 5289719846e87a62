/** Sets of tristate values, for what a condition needs of a symbol. */
import { letterOf, type Tristate, Y } from "../evaluate/tristate.ts";

/** Bit 0: n, bit 1: m, bit 2: y. */
export type ValueSet = number;

export const NOTHING: ValueSet = 0;
export const ONLY_N: ValueSet = 1;
export const ONLY_M: ValueSet = 2;
export const ONLY_Y: ValueSet = 4;
export const AT_LEAST_M: ValueSet = 6;
export const EVERYTHING: ValueSet = 7;

export const setOf = (value: Tristate): ValueSet => 1 << value;
export const has = (set: ValueSet, value: Tristate): boolean => (set & setOf(value)) !== 0;

/** What an operand of `!` needs for the negation to be in `set`. */
export function negated(set: ValueSet): ValueSet {
  return (set & ONLY_M) | ((set & ONLY_N) << 2) | ((set & ONLY_Y) >> 2);
}

/** Values of a set that is not empty, from n to y. */
export function valuesOf(set: ValueSet): readonly Tristate[] {
  return ([0, 1, 2] as const).filter((value) => has(set, value));
}

export function lowest(set: ValueSet): Tristate {
  return valuesOf(set)[0] ?? Y;
}

export function highest(set: ValueSet): Tristate {
  return valuesOf(set).at(-1) ?? 0;
}

/** `m or y`. */
export function setText(set: ValueSet): string {
  return valuesOf(set).map(letterOf).join(" or ");
}
