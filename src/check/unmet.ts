/** Symbols that a result selects against their dependencies: what C warns of, as findings. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf } from "../evaluate/tristate.ts";
import { activeSelectors } from "../explain/givers.ts";
import { locate, sourceText, statementsAround } from "../explain/statements.ts";
import { ABSENT, type ConfigSymbol, type Property, SymbolFlag, type SymbolId } from "../model/model.ts";
import type { Finding } from "./finding.ts";
import { list, nameOf } from "./need-words.ts";

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
  const place = (symbol: ConfigSymbol) => symbol.definitions[0]?.id ?? 0;
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

/** One of them: what selects it, and which of its dependencies does not hold. */
export function unmetFinding(configuration: Configuration, symbol: ConfigSymbol): Finding {
  const direct = configuration.directDependency(symbol.id);
  const selects = selectorsAgainst(configuration, symbol);
  const [first] = selects;
  const by = list(selects.map(({ node }) => (node.symbol === undefined ? "" : nameOf(node.symbol))));
  const failing = symbol.definitions
    .flatMap((node) => statementsAround(node))
    .filter(({ condition }) => configuration.evaluate(condition) < configuration.tristate(symbol.id));
  const value = configuration.value(symbol.id);
  return {
    code: "unmet-select",
    severity: "error",
    message: `${symbol.name}=${value}: ${by} ${selects.length === 1 ? "selects" : "select"} it, although its dependencies are ${letterOf(direct)}`,
    symbol: symbol.name,
    actual: value,
    ...(first !== undefined && {
      location: locate(first, symbol.name),
      label: `${first.node.symbol === undefined ? "this" : nameOf(first.node.symbol)} selects it`,
    }),
    notes: [
      ...selects.slice(1).map((each) => ({
        message: `${each.node.symbol === undefined ? "this" : nameOf(each.node.symbol)} selects it as well`,
        location: locate(each, symbol.name),
      })),
      ...failing.map(({ property }) => ({
        message: `${symbol.name} depends on ${sourceText(property)}, which is ${letterOf(configuration.evaluate(property.value))}`,
        location: locate(property),
      })),
    ].slice(0, MOST_NOTES),
  };
}

/** More selectors and dependencies than these are not read. */
const MOST_NOTES = 4;
