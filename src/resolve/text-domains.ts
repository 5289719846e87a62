/** Which texts of an int, hex or string can make a difference: those that conditions compare it with, and neighbours. */
import { parseSigned, parseUnsignedHex } from "../evaluate/numbers.ts";
import { ABSENT, isLogicalType, Kind, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import { isValidNumber } from "../model/definition-check.ts";
import type { Dialect } from "../model/dialect.ts";
import { isComparison, Op } from "../model/expressions.ts";
import type { Model } from "../model/model.ts";
import { printFloat, pythonInt, pythonNumber } from "../model/python-numbers.ts";

/**
 * Symbols whose texts meet in a comparison, a default or a range form a group. All that a condition can tell apart is
 * the constants of the group and what lies between them, so that these and their neighbours stand for every text.
 */
export class TextDomains {
  readonly #model: Model;
  readonly #group = new Map<SymbolId, SymbolId>();
  readonly #constants = new Map<SymbolId, Set<string>>();

  constructor(model: Model) {
    this.#model = model;
    this.#joinComparisons();
    this.#joinProperties();
  }

  /** Texts that a user could give this symbol and that conditions can tell apart; `more` are added. */
  textsFor(symbol: SymbolId, more: Iterable<string>): readonly string[] {
    const type = this.#model.data.symbols.type[symbol];
    const { numbers } = this.#model.data.dialect;
    const constants = [...(this.#constants.get(this.#rootOf(symbol)) ?? []), ...more];
    const texts = new Set<string>();
    for (const constant of constants) for (const text of neighbours(type, constant, numbers)) texts.add(text);
    if (texts.size === 0) for (const text of neighbours(type, "0", numbers)) texts.add(text);
    return [...texts];
  }

  #joinComparisons(): void {
    const { operator, left, right } = this.#model.data.expressions;
    for (let id = 0; id < operator.length; id++) {
      if (isComparison(operator[id])) this.#join(left[id], right[id]);
    }
  }

  #joinProperties(): void {
    const { symbols, properties, expressions } = this.#model.data;
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      if (!this.#isText(symbol)) continue;
      const { starts, items } = symbols.properties;
      for (const property of items.subarray(starts[symbol], starts[symbol + 1])) {
        const value = properties.value[property];
        if (properties.kind[property] === Kind.range) {
          this.#join(symbol, value);
          this.#join(symbol, properties.upper[property]);
        } else if (properties.kind[property] === Kind.default && expressions.operator[value] === Op.symbol) {
          this.#join(symbol, expressions.left[value]);
        }
      }
    }
  }

  #join(one: SymbolId, other: SymbolId): void {
    if (one === ABSENT || other === ABSENT) return;
    const [first, second] = this.#isText(one) ? [one, other] : [other, one];
    if (!this.#isText(first)) return;
    const root = this.#rootOf(first);
    if (this.#isText(second)) {
      const joined = this.#rootOf(second);
      if (joined === root) return;
      this.#group.set(joined, root);
      for (const text of this.#constants.get(joined) ?? []) this.#note(root, text);
      this.#constants.delete(joined);
    } else if (this.#isLogical(second)) {
      for (const letter of ["n", "m", "y"]) this.#note(root, letter);
    } else this.#note(root, this.#model.data.symbols.name[second]);
  }

  #note(root: SymbolId, text: string): void {
    const texts = this.#constants.get(root) ?? new Set();
    texts.add(text);
    this.#constants.set(root, texts);
  }

  #rootOf(symbol: SymbolId): SymbolId {
    let at = symbol;
    for (let next = this.#group.get(at); next !== undefined; next = this.#group.get(at)) at = next;
    return at;
  }

  #isText(symbol: SymbolId): boolean {
    const { type, flags } = this.#model.data.symbols;
    return type[symbol] >= Type.int && (flags[symbol] & SymbolFlag.constant) === 0;
  }

  #isLogical(symbol: SymbolId): boolean {
    const { type, flags } = this.#model.data.symbols;
    const isConstant = (flags[symbol] & SymbolFlag.constant) !== 0;
    return !isConstant && isLogicalType(type[symbol]);
  }
}

/** A constant as a text of the type, and what comes right before and behind it. */
export function neighbours(type: number, constant: string, numbers: Dialect["numbers"]): readonly string[] {
  if (type === Type.string) return [constant, "", `${constant}!`];
  if (type === Type.float) return floatsAround(constant);
  const value = numbers === "C" ? valueInC(type, constant) : valueInPython(type, constant);
  // As it stands, too: `ff` without `0x`, and what no 64 bits hold, are compared as strings.
  const own = isValidNumber(type, constant, numbers) ? [constant, `${constant}0`] : [];
  if (value === undefined) return own;
  const around = [value, value - 1n, value + 1n];
  if (type === Type.int) return around.map(String);
  const texts = around.filter((each) => each >= 0n).map((each) => `0x${each.toString(16)}`);
  return constant.startsWith("0x") ? texts : [...texts, ...own];
}

const valueInC = (type: number, constant: string): bigint | undefined =>
  type === Type.hex ? (parseUnsignedHex(constant) ?? parseSigned(constant, 0)) : parseSigned(constant, 0);

/** Of a number that is not whole the next smaller one, between which and the one above it that number lies. */
function valueInPython(type: number, constant: string): bigint | undefined {
  const value = pythonNumber(constant, type === Type.hex ? 16 : 10) ?? pythonInt(constant, 0);
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? BigInt(Math.floor(value)) : undefined;
}

/** A number, numbers a good way off, and the nearest ones, between which and it there is none. */
function floatsAround(constant: string): readonly string[] {
  const number = Number(pythonNumber(constant, 0));
  if (!Number.isFinite(number)) return [];
  const texts = [number, number - 1, number + 1, nextTo(number, -1), nextTo(number, 1)].map(printFloat);
  return [...new Set(texts)];
}

/** The nearest float above (1) or below (-1). */
function nextTo(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const isAway = value > 0 === direction > 0;
  bits.setBigInt64(0, bits.getBigInt64(0) + (isAway ? 1n : -1n));
  return bits.getFloat64(0);
}
