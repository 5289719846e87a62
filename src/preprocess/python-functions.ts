/** Functions that a project has in Python, as far as their arguments and variables alone say what they answer. */

import { isUnknown } from "./unknown.ts";

type Answer = (args: readonly string[], variable: (name: string) => string) => string | undefined;

/** By name: the answer for arguments, undefined where it is not known; `variable` reads the environment. */
export type PythonFunctions = ReadonlyMap<string, Answer>;

const shieldsListContains: Answer = ([shield], variable) => {
  const list = variable("SHIELD_AS_LIST");
  if (isUnknown(list) || isUnknown(shield)) return undefined;
  // Build files may have the semicolons escaped.
  return list.split(/\\?;/).includes(shield) ? "y" : "n";
};

/** An answer that rests on known arguments only. */
const ofKnown =
  (answer: (args: readonly string[]) => string | undefined): Answer =>
  (args) =>
    args.some(isUnknown) ? undefined : answer(args);

const normalizeUpper = ofKnown(([text]) => text.replace(/[^a-zA-Z0-9_]/gu, "_").toUpperCase());

/** Python's `text[start:stop]`, in characters. */
const substring = ofKnown(([text, start, stop]) => {
  const [from, to] = [integer(start), stop === undefined ? undefined : integer(stop)];
  if (from === undefined || (stop !== undefined && to === undefined)) return undefined;
  return [...text].slice(Number(from), to === undefined ? undefined : Number(to)).join("");
});

/** Python takes and prints no longer decimal numbers, so that nobody can keep it busy with one. */
const MOST_DIGITS = 4300;

/** As Python's `int(text, base=0)`: no leading zeros without a prefix. */
function integer(text: string): bigint | undefined {
  const [, sign, digits] =
    /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0+|[1-9][0-9]*)\s*$/.exec(text) ?? [];
  if (digits === undefined || digits.length > MOST_DIGITS) return undefined;
  return sign === "-" ? -BigInt(digits) : BigInt(digits);
}

/** Numbers of all arguments, each of which may be several with commas between. */
function integers(args: readonly string[]): readonly bigint[] | undefined {
  const numbers = args.flatMap((each) => each.split(",")).map(integer);
  return numbers.some((each) => each === undefined) ? undefined : (numbers as readonly bigint[]);
}

const inHex = (value: bigint): string =>
  value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
/** Longer in base 16 is longer than Python's limit in base 10, and takes long to print. */
const inDecimal = (value: bigint): string | undefined => {
  if (inHex(value).length > MOST_DIGITS) return undefined;
  const text = `${value}`;
  return text.length > MOST_DIGITS ? undefined : text;
};

type Operator = (numbers: readonly bigint[]) => bigint | undefined;

const chain =
  (step: (left: bigint, right: bigint) => bigint): Operator =>
  (numbers) =>
    numbers.reduce(step);

/** True division, the end of which is cut. */
const divide: Operator = (numbers) => {
  const [first, ...others] = numbers.map(Number);
  const quotient = others.reduce((left, right) => left / right, first);
  return Number.isFinite(quotient) ? BigInt(Math.trunc(quotient)) : undefined;
};

/** The remainder has the sign of the divisor. */
const remainder: Operator = (numbers) => {
  const [first, ...others] = numbers;
  if (others.includes(0n)) return undefined;
  return others.reduce((left, right) => ((left % right) + right) % right, first);
};

const operators: Readonly<Record<string, Operator>> = {
  add: chain((left, right) => left + right),
  sub: chain((left, right) => left - right),
  mul: chain((left, right) => left * right),
  div: divide,
  mod: remainder,
  max: chain((left, right) => (right > left ? right : left)),
  min: chain((left, right) => (right < left ? right : left)),
};

const joined = (texts: readonly (string | undefined)[] | undefined): string | undefined =>
  texts?.every((text) => text !== undefined) ? texts.join(",") : undefined;

/** `add` and `add_hex`, each for its operator; `inc` and `dec`, which answer a number for each. */
function* arithmetic(): Generator<readonly [name: string, answer: Answer]> {
  const forms = [
    ["", inDecimal],
    ["_hex", inHex],
  ] as const;
  for (const [ending, print] of forms) {
    for (const [name, operate] of Object.entries(operators)) {
      const answer = ofKnown((args) => {
        const numbers = integers(args);
        const value = numbers === undefined ? undefined : operate(numbers);
        return value === undefined ? undefined : print(value);
      });
      yield [`${name}${ending}`, answer];
    }
    for (const [name, step] of [
      ["inc", 1n],
      ["dec", -1n],
    ] as const)
      yield [
        `${name}${ending}`,
        ofKnown((args) => joined(integers(args)?.map((value) => print(value + step)))),
      ];
  }
}

export const zephyrFunctions: PythonFunctions = new Map([
  ["shields_list_contains", shieldsListContains],
  ["normalize_upper", normalizeUpper],
  ["substring", substring],
  ...arithmetic(),
]);
