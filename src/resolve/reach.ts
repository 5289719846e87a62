/** How near a symbol is to what a goal needs: part of its conditions, or of what selects what they need. */

import { ABSENT, Kind, type ModelData, type SymbolId, YES } from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op, operandsOf } from "../model/expressions.ts";

export interface Reach {
  /** 0: in conditions of the goal or of what those name; above: so many selects away from a symbol without prompt. */
  readonly steps: number;
  /** Which alternative it is of those of its condition, or of the selectors, from 0. */
  readonly place: number;
}

/**
 * Symbols that can help the goals as conditions mean it, the nearest first. A selector is among them only where what it
 * selects has no prompt: else that itself can be set.
 */
export function reachOf(data: ModelData, goals: readonly SymbolId[]): ReadonlyMap<SymbolId, Reach> {
  return new ReachFinder(data).from(goals);
}

class ReachFinder {
  readonly #data: ModelData;
  readonly #reach = new Map<SymbolId, Reach>();
  #pending: SymbolId[] = [];
  #steps = 0;

  constructor(data: ModelData) {
    this.#data = data;
  }

  from(goals: readonly SymbolId[]): ReadonlyMap<SymbolId, Reach> {
    for (const goal of goals) this.#visit(goal, 0);
    while (this.#pending.length > 0) {
      const level: SymbolId[] = [];
      // What conditions name belongs to the same level.
      for (let at = 0; at < this.#pending.length; at++) {
        level.push(this.#pending[at]);
        this.#conditionsOf(this.#pending[at]);
      }
      this.#pending = [];
      this.#steps += 1;
      for (const symbol of level) if (!this.#hasPrompt(symbol)) this.#selectorsOf(symbol);
    }
    return this.#reach;
  }

  #visit(symbol: SymbolId, place: number): void {
    if (symbol <= YES || this.#reach.has(symbol)) return;
    this.#reach.set(symbol, { steps: this.#steps, place });
    this.#pending.push(symbol);
    const choice = this.#data.symbols.choice[symbol];
    if (choice !== ABSENT) this.#visit(choice, place);
  }

  #conditionsOf(symbol: SymbolId): void {
    const { properties, symbols } = this.#data;
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      const kind = properties.kind[property];
      if (kind !== Kind.prompt && kind !== Kind.default) continue;
      this.#walk(properties.condition[property], 0);
      if (kind === Kind.default) this.#walk(properties.value[property], 0);
    }
    this.#walk(symbols.directDependency[symbol], 0);
  }

  #selectorsOf(symbol: SymbolId): void {
    const { reverseDependency, weakReverseDependency } = this.#data.symbols;
    this.#walk(reverseDependency[symbol], 0);
    this.#walk(weakReverseDependency[symbol], 0);
  }

  #walk(id: ExpressionId, place: number): void {
    const { operator, left, right } = this.#data.expressions;
    if (id === NONE) return;
    const op = operator[id];
    if (op === Op.symbol) this.#visit(left[id], place);
    else if (op === Op.not) this.#walk(left[id], place);
    else if (op === Op.and || op === Op.or) {
      for (const [index, operand] of operandsOf(this.#data.expressions, op, id).entries())
        this.#walk(operand, op === Op.or ? index : place);
    } else if (isComparison(op)) {
      this.#visit(left[id], place);
      this.#visit(right[id], place);
    }
  }

  #hasPrompt(symbol: SymbolId): boolean {
    const { properties, symbols } = this.#data;
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++)
      if (properties.kind[items[at]] === Kind.prompt) return true;
    return false;
  }
}
