/** Which symbols of a configuration a set of filters leaves. */
import type { Configuration } from "../evaluate/configuration.ts";
import { isInDefconfig } from "../evaluate/defconfig.ts";
import { N } from "../evaluate/tristate.ts";
import { type Origin, originOf } from "../explain/origin.ts";
import { dependentsOf, selectorsOf } from "../explain/references.ts";
import { ABSENT, type SymbolId, type SymbolType } from "../model/columns.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { globPattern, placePattern } from "./pattern.ts";

export type OriginKind = Origin["kind"];

/** A symbol must pass all filters that are there; within a list one entry is enough. */
export interface SymbolFilter {
  /** Patterns of names: `*` and `?`. */
  readonly names?: readonly string[];
  readonly types?: readonly SymbolType[];
  /** Values as texts, strings without quotes. */
  readonly values?: readonly string[];
  readonly origins?: readonly OriginKind[];
  /** Kconfig files, folders or patterns of their paths, one of which holds a definition. */
  readonly definedIn?: readonly string[];
  /** Symbols that its direct dependency mentions. */
  readonly dependsOn?: readonly ConfigSymbol[];
  readonly selects?: readonly ConfigSymbol[];
  readonly selectedBy?: readonly ConfigSymbol[];
  /** Whether a minimal configuration has a line for it. */
  readonly isChanged?: boolean;
  readonly hasPrompt?: boolean;
  /** Whether one of its prompts can be seen. */
  readonly isVisible?: boolean;
  /** Whether the .config has a line for it. */
  readonly isWritten?: boolean;
}

/** Defined symbols that pass, in the order of the menu, each where it is defined first. */
export function listSymbols(configuration: Configuration, filter: SymbolFilter): readonly ConfigSymbol[] {
  const tests = testsOf(configuration, filter);
  return symbolsInMenuOrder(configuration.model).filter((symbol) => tests.every((passes) => passes(symbol)));
}

/** Where the value of a symbol comes from; the word of `--origin`. */
export function originKind(configuration: Configuration, symbol: ConfigSymbol): OriginKind {
  return originOf(configuration, symbol).kind;
}

/** All defined symbols in the order of the menu, each where it is defined first. */
export function symbolsInMenuOrder(model: Model): readonly ConfigSymbol[] {
  const defined = new Set<SymbolId>();
  for (const { id } of model.definedSymbols()) defined.add(id);
  const found: ConfigSymbol[] = [];
  for (const node of model.menuOrder()) {
    const id = model.data.nodes.symbol[node];
    if (id !== ABSENT && defined.delete(id)) found.push(model.symbolAt(id));
  }
  return found;
}

type Test = (symbol: ConfigSymbol) => boolean;

/** One function for each filter that is there, cheap ones first. */
function testsOf(configuration: Configuration, filter: SymbolFilter): readonly Test[] {
  const { names, types, values, origins, definedIn, dependsOn, selects, selectedBy } = filter;
  const { isChanged, hasPrompt, isVisible, isWritten } = filter;
  const tests: Test[] = [];
  if (types !== undefined) tests.push(({ type }) => types.includes(type));
  if (names !== undefined) {
    const patterns = names.map(globPattern);
    tests.push(({ name }) => patterns.some((pattern) => pattern.test(name)));
  }
  if (definedIn !== undefined) {
    const patterns = definedIn.map(placePattern);
    tests.push(({ definitions }) =>
      definitions.some(({ place }) => patterns.some((pattern) => pattern.test(place.path))),
    );
  }
  if (dependsOn !== undefined) tests.push(isOneOf(dependsOn.flatMap(dependentsOf)));
  if (selects !== undefined) tests.push(isOneOf(selects.flatMap(selectorsOfSymbol)));
  if (selectedBy !== undefined) tests.push(isOneOf(selectedBy.flatMap(selectedSymbols)));
  if (hasPrompt !== undefined) tests.push((symbol) => symbol.hasPrompt === hasPrompt);
  if (isVisible !== undefined) tests.push(({ id }) => (configuration.visibility(id) !== N) === isVisible);
  if (isWritten !== undefined) tests.push(({ id }) => configuration.isWritten(id) === isWritten);
  if (values !== undefined) tests.push(({ id }) => values.includes(configuration.value(id)));
  if (isChanged !== undefined) tests.push(({ id }) => isInDefconfig(configuration, id) === isChanged);
  if (origins !== undefined) tests.push((symbol) => origins.includes(originKind(configuration, symbol)));
  return tests;
}

function isOneOf(symbols: readonly ConfigSymbol[]): Test {
  const ids = new Set(symbols.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}

function selectorsOfSymbol(symbol: ConfigSymbol): readonly ConfigSymbol[] {
  return selectorsOf(symbol).flatMap(({ kind, node }) =>
    kind === "select" && node.symbol !== undefined ? [node.symbol] : [],
  );
}

function selectedSymbols(symbol: ConfigSymbol): readonly ConfigSymbol[] {
  return symbol.propertiesOf("select").map(({ target }) => target);
}
