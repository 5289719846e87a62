/** All that is worth knowing about one symbol in one configuration. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { type ConfigSymbol, type MenuNode, type Property, type SymbolType, Type } from "../model/model.ts";
import { demanded } from "./givers.ts";
import { type Origin, originOf } from "./origin.ts";
import type { Reason } from "./reason.ts";
import { dependentsOf, selectorsOf } from "./references.ts";
import { AT_LEAST_M, ONLY_N, ONLY_Y, type ValueSet } from "./value-set.ts";
import { whyNotAny, whyNotValue } from "./why-not.ts";

/** A select or imply, and what it demands now. */
export interface Reference {
  readonly property: Property;
  readonly value: Tristate;
}

export interface Explanation {
  readonly symbol: ConfigSymbol;
  readonly value: string;
  readonly type: SymbolType;
  readonly isWritten: boolean;
  /** Entries that define it, in menu order. */
  readonly definitions: readonly MenuNode[];
  /** Prompts of all definitions. */
  readonly prompts: readonly Property[];
  /** Titles from the main menu's first level down to the symbol's own prompt; empty without a prompt. */
  readonly menuPath: readonly string[];
  readonly origin: Origin;
  /** The range that holds for a number. */
  readonly range?: { readonly property: Property; readonly low: string; readonly high: string };
  /** Values of a bool or tristate that could be set right now, its own included; empty if none. */
  readonly assignable: readonly string[];
  /** Why it is not more: not on, or m and not y; for a value that nobody can lower, why not n. */
  readonly blocked?: Reason;
  /** Active ones first. */
  readonly selectedBy: readonly Reference[];
  readonly impliedBy: readonly Reference[];
  readonly selects: readonly Property[];
  readonly implies: readonly Property[];
  /** Symbols whose dependencies mention it. */
  readonly dependents: readonly ConfigSymbol[];
  readonly help?: string;
}

/** Explains a symbol's value; reads what the configuration calculated and changes nothing in it. */
export function explainSymbol(configuration: Configuration, symbol: ConfigSymbol): Explanation {
  const { definitions } = symbol;
  const shown = definitions.find((node) => node.prompt !== undefined);
  const references = selectorsOf(symbol).map((property) => ({
    property,
    value: demanded(configuration, property),
  }));
  references.sort((a, b) => b.value - a.value);
  const needs = nextNeeds(configuration, symbol);
  return {
    symbol,
    value: symbol.isDefined ? configuration.value(symbol.id) : "n",
    type: symbol.type,
    isWritten: configuration.isWritten(symbol.id),
    definitions,
    prompts: symbol.propertiesOf("prompt"),
    menuPath: shown === undefined ? [] : menuPathOf(shown),
    origin: originOf(configuration, symbol),
    range: rangeOf(configuration, symbol),
    assignable: assignableValues(configuration, symbol),
    blocked: blockedBy(configuration, symbol, needs),
    selectedBy: references.filter(({ property }) => property.kind === "select"),
    impliedBy: references.filter(({ property }) => property.kind === "imply"),
    selects: symbol.propertiesOf("select"),
    implies: symbol.propertiesOf("imply"),
    dependents: dependentsOf(symbol),
    help: definitions
      .map((node) => node.help)
      .findLast((help) => help !== undefined)
      ?.replace(/^\n+|\n+$/g, ""),
  };
}

/** The next values upwards; n for what is y. Undefined for numbers and strings. */
function nextNeeds(configuration: Configuration, symbol: ConfigSymbol): ValueSet | undefined {
  if (!symbol.isDefined) return undefined;
  const type = configuration.effectiveType(symbol.id);
  if (type !== Type.bool && type !== Type.tristate) return undefined;
  const value = configuration.tristate(symbol.id);
  if (value === Y) return ONLY_N;
  return value === M || type === Type.bool ? ONLY_Y : AT_LEAST_M;
}

function blockedBy(
  configuration: Configuration,
  symbol: ConfigSymbol,
  needs: ValueSet | undefined,
): Reason | undefined {
  if (needs !== undefined) return whyNotAny(configuration, symbol, needs);
  if (!symbol.isDefined || symbol.type === "unknown") return undefined;
  // No text can be its own opposite: what a number or string cannot be does not depend on which one is asked for.
  const reason = whyNotValue(configuration, symbol, `${configuration.value(symbol.id)}0`);
  return reason.kind === "out-of-range" || reason.kind === "wrong-type" ? undefined : reason;
}

function rangeOf(configuration: Configuration, symbol: ConfigSymbol): Explanation["range"] {
  const id =
    symbol.type === "int" || symbol.type === "hex" ? configuration.activeRange(symbol.id) : undefined;
  if (id === undefined) return undefined;
  const property = symbol.model.property(id);
  const [low, high] = property.limits.map((limit) => configuration.value(limit.id));
  return { property, low, high };
}

function menuPathOf(node: MenuNode): readonly string[] {
  const path: string[] = [];
  for (let at: MenuNode | undefined = node; at?.parent !== undefined; at = at.parent) {
    if (at.prompt !== undefined) path.unshift(at.prompt.text);
  }
  return path;
}

function assignableValues(configuration: Configuration, symbol: ConfigSymbol): readonly string[] {
  const type = configuration.effectiveType(symbol.id);
  if (type !== Type.bool && type !== Type.tristate) return [];
  const visibility = configuration.visibility(symbol.id);
  if (visibility === N) return [];
  if (symbol.choice !== undefined && symbol.model.data.dialect.choices === "exclusive") return ["y"];
  const least = configuration.reverseDependency(symbol.id);
  const most = type === Type.bool ? Y : visibility;
  return ([N, M, Y] as const)
    .filter((value) => value >= least && value <= most && (value !== M || type === Type.tristate))
    .map(letterOf);
}
