/**
 * What an sdkconfig calls defaults, where the tree's defaults are others by now: the file's count, as long as the symbol
 * can be seen. (Behaviour of esp-idf-kconfig 3 with its usual KCONFIG_DEFAULTS_POLICY.)
 */

import {
  ABSENT,
  isLogicalType,
  isOwnProperty,
  Kind,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "../model/expressions.ts";
import type { Configuration } from "./configuration.ts";
import { N } from "./tristate.ts";

/** Lines of one file, by symbol: the last value that it gives, and whether it calls that a default. */
export type FileValues = ReadonlyMap<SymbolId, { readonly value: string; readonly isDefault: boolean }>;

/**
 * Compares each value that the file calls a default with what the tree has for one, first of those symbols that it rests
 * on; where they differ, the file's is kept in the configuration.
 */
export function keepMarkedDefaults(configuration: Configuration, file: FileValues): void {
  const keeper = new DefaultKeeper(configuration, file);
  const { choice } = configuration.model.data.symbols;
  const choices = new Set<SymbolId>();
  for (const [symbol, { isDefault }] of file) {
    if (!isDefault) continue;
    if (choice[symbol] === ABSENT) keeper.settle(symbol);
    else choices.add(choice[symbol]);
  }
  for (const each of choices) keeper.settle(each);
}

class DefaultKeeper {
  readonly #configuration: Configuration;
  readonly #file: FileValues;
  readonly #settled = new Set<SymbolId>();
  readonly #underWay = new Set<SymbolId>();

  constructor(configuration: Configuration, file: FileValues) {
    this.#configuration = configuration;
    this.#file = file;
  }

  settle(symbol: SymbolId): void {
    const { flags, choice } = this.#configuration.model.data.symbols;
    if (symbol <= YES || this.#settled.has(symbol) || this.#underWay.has(symbol)) return;
    this.#underWay.add(symbol);
    if ((flags[symbol] & SymbolFlag.choice) !== 0) this.#settleChoice(symbol);
    else if (choice[symbol] === ABSENT) this.#settleSymbol(symbol);
    this.#underWay.delete(symbol);
  }

  #settleSymbol(symbol: SymbolId): void {
    const configuration = this.#configuration;
    const line = this.#file.get(symbol);
    if (line === undefined || configuration.hasUserValue(symbol) || !this.#isSeen(symbol)) return;
    this.#settled.add(symbol);
    if (!line.isDefault || configuration.value(symbol) === line.value) return;
    // Quirk: these are taken for the values of a bool, which a string cannot have.
    const isLetter = line.value === "y" || line.value === "n";
    const type = configuration.model.data.symbols.type[symbol];
    if (!isLetter || type === Type.bool) configuration.keepDefault(symbol, line.value);
  }

  #settleChoice(choice: SymbolId): void {
    const configuration = this.#configuration;
    if (!this.#isSeen(choice)) return;
    this.#settled.add(choice);
    if (configuration.pickedMember(choice) !== undefined) return;
    const { starts, items } = configuration.model.data.symbols.members;
    const members = Array.from(items.subarray(starts[choice], starts[choice + 1]));
    const chosen = members.filter(
      (member) => this.#file.get(member)?.value === "y" && this.#isSeen(member, choice),
    );
    const differs = members.some((member) => {
      const line = this.#file.get(member);
      return line?.isDefault === true && configuration.value(member) !== line.value;
    });
    const last = chosen.at(-1);
    if (last !== undefined && (chosen.length > 1 || differs)) configuration.keepDefaultMember(choice, last);
  }

  /** Whether it can be seen, once the defaults that this rests on are settled. */
  #isSeen(symbol: SymbolId, own?: SymbolId): boolean {
    for (const each of this.#needsOf(symbol)) if (each !== own) this.settle(each);
    return this.#configuration.visibility(symbol) !== N;
  }

  /** Symbols that the entries of a symbol name. */
  #needsOf(symbol: SymbolId): ReadonlySet<SymbolId> {
    const { data } = this.#configuration.model;
    const { symbols, properties, nodes, expressions } = data;
    const found = new Set<SymbolId>();
    const pending: ExpressionId[] = [];
    for (const node of symbols.nodes.items.subarray(
      symbols.nodes.starts[symbol],
      symbols.nodes.starts[symbol + 1],
    ))
      pending.push(nodes.dependency[node]);
    const { starts, items } = symbols.properties;
    for (const property of items.subarray(starts[symbol], starts[symbol + 1])) {
      if (!isOwnProperty(data, symbol, property)) continue;
      const kind = properties.kind[property];
      if (kind === Kind.set || kind === Kind.setDefault) continue;
      pending.push(properties.condition[property]);
      if (kind === Kind.default) pending.push(properties.value[property]);
      if (kind === Kind.range) found.add(properties.value[property]).add(properties.upper[property]);
    }
    const { operator, left, right } = expressions;
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (id === NONE) continue;
      if (operator[id] === Op.symbol) found.add(left[id]);
      else if (isComparison(operator[id])) found.add(left[id]).add(right[id]);
      else if (operator[id] === Op.not) pending.push(left[id]);
      else pending.push(left[id], right[id]);
    }
    found.delete(symbol);
    return found;
  }
}

/** Whether .config marks a symbol's line as a default: nobody asked for it, or nobody is asked. */
export function isMarkedDefault(configuration: Configuration, symbol: SymbolId): boolean {
  const { data } = configuration.model;
  const { symbols, properties } = data;
  const { starts, items } = symbols.properties;
  const own = items.subarray(starts[symbol], starts[symbol + 1]);
  if (!own.some((property) => properties.kind[property] === Kind.prompt)) return true;
  const choice = symbols.choice[symbol];
  if (choice !== ABSENT && configuration.pickedMember(choice) !== undefined) return false;
  return !configuration.hasUserValue(symbol) || isForced(configuration, symbol);
}

/** Whether another symbol's `set` holds, so that the user has no say. */
export function isForced(configuration: Configuration, symbol: SymbolId): boolean {
  const { symbols, properties } = configuration.model.data;
  const type = symbols.type[symbol];
  if (isLogicalType(type)) return false;
  const setting = configuration.activeSetting(symbol);
  return setting !== undefined && properties.kind[setting] === Kind.set;
}
