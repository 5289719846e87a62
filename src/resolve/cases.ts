/** A value with few possible texts: for each text, the literal that says it is the one. */
import { type Numbers, type Operand, toNumber } from "../evaluate/comparison.ts";
import type { Gates } from "./gates.ts";
import type { Literal } from "./solver.ts";

/** Exactly one of the literals holds. */
export type Cases = ReadonlyMap<string, Literal>;

export function always(gates: Gates, text: string): Cases {
  return new Map([[text, gates.yes]]);
}

/** The first cases where `condition` holds, else the second ones. */
export function chooseCases(gates: Gates, condition: Literal, then: Cases, otherwise: () => Cases): Cases {
  if (condition === gates.yes) return then;
  const other = otherwise();
  if (condition === gates.no) return other;
  const joined = new Map<string, Literal>();
  for (const text of new Set([...then.keys(), ...other.keys()])) {
    const literal = gates.choose(condition, then.get(text) ?? gates.no, other.get(text) ?? gates.no);
    if (literal !== gates.no) joined.set(text, literal);
  }
  return joined;
}

/** Each text replaced; cases that become equal are joined. */
export function mapCases(gates: Gates, cases: Cases, change: (text: string) => Cases): Cases {
  const terms = new Map<string, Literal[]>();
  for (const [text, literal] of cases) {
    for (const [changed, condition] of change(text)) {
      const list = terms.get(changed) ?? [];
      list.push(gates.and([literal, condition]));
      terms.set(changed, list);
    }
  }
  return new Map([...terms].map(([text, literals]) => [text, gates.or(literals)]));
}

/** The texts of one side of a comparison by what makes them equal to another, for sides of thousands of texts. */
export class EqualTexts {
  readonly #cases: Cases;
  readonly #numbers: Numbers;
  readonly #byNumber = new Map<bigint | number, string[]>();

  constructor(cases: Cases, type: number, numbers: Numbers) {
    this.#cases = cases;
    this.#numbers = numbers;
    for (const text of cases.keys()) {
      const number = key({ type, text }, numbers);
      if (number === undefined) continue;
      const texts = this.#byNumber.get(number) ?? [];
      texts.push(text);
      this.#byNumber.set(number, texts);
    }
  }

  /** Those that may be equal to it: all others are not. */
  near(operand: Operand): Iterable<string> {
    const number = key(operand, this.#numbers);
    const near = new Set(number === undefined ? [] : this.#byNumber.get(number));
    if (this.#cases.has(operand.text)) near.add(operand.text);
    return near;
  }
}

function key(operand: Operand, numbers: Numbers): bigint | number | undefined {
  const number = toNumber(operand, numbers);
  if (number === undefined) return undefined;
  // Python's numbers are equal as they are, and 5 is 5.0.
  if (numbers === "Python") return Number(number);
  return BigInt.asUintN(64, BigInt(number));
}
