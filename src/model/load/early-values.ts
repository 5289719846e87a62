/** Values that symbols have while their files are still being read, for `$NAME` in paths of old Kconfig files. */

import { isLogicalType, Kind, type SymbolId, Type } from "../columns.ts";
import type { Draft } from "../draft.ts";
import { type ExpressionId, NONE, Op } from "../expressions.ts";

const N = 0;
const Y = 2;

/**
 * The string value of a symbol by what was read of it so far: its first default whose condition holds. There are no
 * user values yet, no selects, and no conditions of the entries around it. Quirk: a value that was asked for once stays,
 * whatever is read of the symbol later.
 */
export class EarlyValues {
  readonly #draft: Draft;
  readonly #known = new Map<SymbolId, string>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Nothing for a name that was not mentioned. */
  of(name: string): string {
    const symbol = this.#draft.find(name);
    return symbol === undefined ? "" : this.#text(symbol);
  }

  #text(symbol: SymbolId): string {
    const { symbolName, symbolType } = this.#draft;
    const known = this.#known.get(symbol);
    if (known !== undefined) return known;
    const type = symbolType[symbol];
    if (type === Type.unknown) return symbolName[symbol];
    const isLogical = isLogicalType(type);
    // What others see of a symbol that rests on itself.
    this.#known.set(symbol, isLogical ? "n" : "");
    const value = this.#default(symbol, isLogical);
    this.#known.set(symbol, value);
    return value;
  }

  #default(symbol: SymbolId, isLogical: boolean): string {
    const { symbolProperties, propertyKind, propertyValue, propertyCondition, expressions } = this.#draft;
    for (const property of symbolProperties[symbol]) {
      if (propertyKind[property] !== Kind.default || this.#value(propertyCondition[property]) === N) continue;
      const value = propertyValue[property];
      // m is y where nothing says that there are modules, and nothing has said it yet.
      if (isLogical) return this.#value(value) === N ? "n" : "y";
      return expressions.operator(value) === Op.symbol ? this.#text(expressions.left(value)) : "";
    }
    return isLogical ? "n" : "";
  }

  #value(id: ExpressionId): number {
    if (id === NONE) return Y;
    const { expressions } = this.#draft;
    const left = expressions.left(id);
    const right = expressions.right(id);
    switch (expressions.operator(id)) {
      case Op.symbol:
        return this.#isLogical(left) ? Math.max(N, ["n", "m", "y"].indexOf(this.#text(left))) : N;
      case Op.not:
        return Y - this.#value(left);
      case Op.and:
        return Math.min(this.#value(left), this.#value(right));
      case Op.or:
        return Math.max(this.#value(left), this.#value(right));
      case Op.equal:
        return this.#text(left) === this.#text(right) ? Y : N;
      case Op.unequal:
        return this.#text(left) === this.#text(right) ? N : Y;
      default:
        return N;
    }
  }

  /** A string is n as a condition. y, m and n are the first symbols. */
  #isLogical(symbol: SymbolId): boolean {
    const type = this.#draft.symbolType[symbol];
    return symbol <= Y || isLogicalType(type);
  }
}
