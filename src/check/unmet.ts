/** Symbols that a result selects against their dependencies: what C warns of. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { Tristate } from "../evaluate/tristate.ts";
import { activeSelectors } from "../explain/givers.ts";
import { locate, statementsAround } from "../explain/statements.ts";
import { ABSENT, SymbolFlag, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";

/** Symbols that are selected against their dependencies, in the order of their definitions. */
export function unmetIn(configuration: Configuration): readonly ConfigSymbol[] {
  const { model } = configuration;
  const { flags, choice } = model.data.symbols;
  // They are met while values are calculated: all have to be.
  for (const symbol of model.definedSymbols()) configuration.value(symbol.id);
  const found = new Map<SymbolId, ConfigSymbol>();
  for (const { symbol } of configuration.unmetDependencies)
    if ((flags[symbol] & SymbolFlag.choice) === 0 && choice[symbol] === ABSENT)
      found.set(symbol, model.symbolAt(symbol));
  const place = (symbol: ConfigSymbol) => symbol.firstEntry;
  return [...found.values()].sort((a, b) => place(a) - place(b));
}

/** Those of `after` that `before` does not have. */
export function newlyUnmet(before: Configuration, after: Configuration): readonly ConfigSymbol[] {
  const now = unmetIn(after);
  if (now.length === 0) return [];
  const known = new Set(unmetIn(before).map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id));
}

/** Selects that demand more of a symbol than its dependencies allow. */
export function selectorsAgainst(configuration: Configuration, symbol: ConfigSymbol): readonly Property[] {
  return activeSelectors(configuration, symbol, "select", configuration.directDependency(symbol.id) + 1);
}

/** A symbol that is selected against its dependencies. */
export interface UnmetSelect {
  readonly symbol: ConfigSymbol;
  readonly value: string;
  /** What its dependencies come to. */
  readonly direct: Tristate;
  readonly selects: readonly Property[];
  /** Statements of its dependencies that allow less than it has, and what each comes to. */
  readonly failing: readonly { readonly property: Property; readonly value: Tristate }[];
}

/** What selects one of them, and which of its dependencies does not hold. */
export function unmetSelect(configuration: Configuration, symbol: ConfigSymbol): UnmetSelect {
  return {
    symbol,
    value: configuration.value(symbol.id),
    direct: configuration.directDependency(symbol.id),
    selects: selectorsAgainst(configuration, symbol),
    failing: symbol.definitions
      .flatMap((node) => statementsAround(node))
      .filter(({ condition }) => configuration.evaluate(condition) < configuration.tristate(symbol.id))
      .map(({ property }) => ({ property, value: configuration.evaluate(property.value) })),
  };
}

/** Where the first of the selects names the symbol. */
export function locateUnmet({ symbol, selects: [first] }: UnmetSelect): Location | undefined {
  return first && locate(first, symbol.name);
}
