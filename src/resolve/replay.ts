/** Settings tried in a configuration of their own: wall 5, no plan leaves without it. */
import type { Configuration } from "../evaluate/configuration.ts";
import { isOrderFree } from "../evaluate/dependents.ts";
import { N, tristateOf } from "../evaluate/tristate.ts";
import { ABSENT, isLogicalType, type ModelData, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { RawSetting } from "./edits.ts";

/** One symbol before and after; undefined where a .config has no line for it. */
export interface ValueChange {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface Replay {
  readonly configuration: Configuration;
  /** Symbols whose values differ from the base's, a number or string also if one has no line; in the order of their numbers. */
  readonly changed: readonly SymbolId[];
  /** Symbols that can be set now and could not before, and are n. */
  readonly appeared: readonly SymbolId[];
  /** Symbols that are selected against their dependencies now and were not before. */
  readonly unmet: readonly SymbolId[];
  /** Whether the values stay when they are calculated again. */
  readonly isSettled: boolean;
}

/**
 * So many replays evaluate the whole tree. To know who depends on what costs about as much as three of them, which one
 * question seldom gets back and a hundred do.
 */
export const WHOLE_REPLAYS = 6;

/** Remembers what a base configuration gives, so that each replay evaluates only its own side. */
export class Replayer {
  readonly base: Configuration;
  readonly #data: ModelData;
  readonly #logical: readonly SymbolId[];
  readonly #texts: readonly SymbolId[];
  readonly #values: Uint8Array;
  readonly #isVisible: Uint8Array;
  readonly #textValues = new Map<SymbolId, string | undefined>();
  readonly #unmet: ReadonlySet<SymbolId>;
  #replays = 0;
  #isOrderFree: boolean | undefined;

  constructor(base: Configuration) {
    // The caller may go on and change his.
    this.base = base.clone();
    settle(this.base);
    this.#data = base.model.data;
    const { count, type, flags } = this.#data.symbols;
    const defined = Array.from({ length: count }, (_, symbol) => symbol).filter(
      (symbol) =>
        type[symbol] !== Type.unknown && (flags[symbol] & (SymbolFlag.choice | SymbolFlag.constant)) === 0,
    );
    const isLogical = (symbol: SymbolId) => isLogicalType(type[symbol]);
    this.#logical = defined.filter(isLogical);
    this.#texts = defined.filter((symbol) => !isLogical(symbol));
    this.#values = new Uint8Array(count);
    this.#isVisible = new Uint8Array(count);
    for (const symbol of this.#logical) {
      this.#values[symbol] = this.base.tristate(symbol);
      this.#isVisible[symbol] = this.base.visibility(symbol) === N ? 0 : 1;
    }
    for (const symbol of this.#texts) this.#textValues.set(symbol, writtenIn(this.base, symbol));
    this.#unmet = unmetIn(this.base);
  }

  /** Whether the base already selects a symbol against its dependencies. */
  isUnmetBefore(symbol: SymbolId): boolean {
    return this.#unmet.has(symbol);
  }

  /** Evaluates the whole tree with these settings, made in this order, over the base. */
  replay(settings: readonly RawSetting[]): Replay {
    const { configuration, isSettled } = this.#evaluate(settings);
    const changed: SymbolId[] = [];
    const appeared: SymbolId[] = [];
    for (const symbol of this.#logical) {
      const value = configuration.tristate(symbol);
      if (value !== this.#values[symbol]) changed.push(symbol);
      else if (value === N && this.#isVisible[symbol] === 0 && configuration.visibility(symbol) !== N) {
        appeared.push(symbol);
      }
    }
    for (const symbol of this.#texts) {
      if (writtenIn(configuration, symbol) !== this.#textValues.get(symbol)) changed.push(symbol);
    }
    const unmet = [...unmetIn(configuration)].filter((symbol) => !this.#unmet.has(symbol));
    return { configuration, changed, appeared, unmet, isSettled };
  }

  /** The first ones as a whole; `test/replay.test.ts` holds the others against that. */
  #evaluate(settings: readonly RawSetting[]): Pick<Replay, "configuration" | "isSettled"> {
    this.#replays += 1;
    if (this.#replays > WHOLE_REPLAYS) this.#isOrderFree ??= isOrderFree(this.#data);
    if (this.#isOrderFree) {
      const configuration = this.base.fork();
      configuration.apply(settings.map((setting) => changeOf(this.#data, setting)));
      return { configuration, isSettled: true };
    }
    const configuration = this.base.clone();
    applySettings(configuration, settings);
    return { configuration, isSettled: settle(configuration) };
  }

  /** A symbol before and after a replay. */
  changeOf(symbol: SymbolId, { configuration }: Replay): ValueChange {
    return {
      symbol: this.base.model.symbolAt(symbol),
      before: writtenIn(this.base, symbol),
      after: writtenIn(configuration, symbol),
    };
  }
}

/** What a .config says of a symbol; undefined without a line. */
function writtenIn(configuration: Configuration, symbol: SymbolId): string | undefined {
  return configuration.isWritten(symbol) ? configuration.value(symbol) : undefined;
}

/** Sets what settings say, in order. */
export function applySettings(configuration: Configuration, settings: readonly RawSetting[]): void {
  for (const setting of settings) {
    const { symbol, value } = changeOf(configuration.model.data, setting);
    if (typeof value === "string") configuration.setText(symbol, value);
    else configuration.setTristate(symbol, value);
  }
}

function changeOf({ symbols: { type } }: ModelData, { symbol, value }: RawSetting) {
  const isLogical = isLogicalType(type[symbol]);
  return { kind: "set" as const, symbol, value: (isLogical ? tristateOf(value) : undefined) ?? value };
}

/** MODULES on, off and on again: where it goes on like that, no value of it stays. */
const MOST_ROUNDS = 4;

/**
 * Calculates until MODULES stays as it is, and answers whether it does: what it rests on is calculated with the state before, so that the values
 * after a change may not be those that the written file gives when it is read.
 */
export function settle(configuration: Configuration): boolean {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = configuration.modulesEnabled;
    configuration.invalidate();
    if (configuration.modulesEnabled === before) return true;
  }
  return false;
}

/** Symbols met so far that are selected against their dependencies; a choice has none to speak of. */
function unmetIn(configuration: Configuration): ReadonlySet<SymbolId> {
  const { flags, choice } = configuration.model.data.symbols;
  const found = configuration.unmetDependencies.map(({ symbol }) => symbol);
  return new Set(
    found.filter((symbol) => (flags[symbol] & SymbolFlag.choice) === 0 && choice[symbol] === ABSENT),
  );
}
