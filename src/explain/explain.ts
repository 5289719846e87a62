/** All that is worth knowing about one symbol in one configuration. */

import { assignableValues } from "../evaluate/assignable.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { M, type Tristate, Y } from "../evaluate/tristate.ts";
import { isLogicalType, type SymbolType, Type } from "../model/columns.ts";
import { NONE } from "../model/expressions.ts";
import type { ConfigSymbol, MenuNode, Property } from "../model/model.ts";
import { demanded } from "./givers.ts";
import { BRIEF, type ReasonLimits } from "./limits.ts";
import { type Origin, originOf } from "./origin.ts";
import type { Condition, Reason } from "./reason.ts";
import { dependentsOf, selectorsOf } from "./references.ts";
import { type Statement, statementsAround, statementsOf } from "./statements.ts";
import { type Succession, successionOf } from "./succession.ts";
import { AT_LEAST_M, ONLY_N, ONLY_Y, type ValueSet } from "./value-set.ts";
import { whyNotAny, whyNotValue } from "./why-not.ts";

/** A select or imply, and what it demands now. */
export interface Reference {
  readonly property: Property;
  readonly value: Tristate;
}

/** A part of one condition as it is written. */
export interface StatedCondition extends Condition {
  readonly kind: Statement["kind"];
  readonly statement: Property;
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
  /** What stands around it, part by part: of its prompt, or of its entries where it has none. */
  readonly conditions: readonly StatedCondition[];
  /** Why it is not more: not on, or m and not y; for a value that nobody can lower, why not n. */
  readonly blocked?: Reason;
  /** Active ones first. */
  readonly selectedBy: readonly Reference[];
  readonly impliedBy: readonly Reference[];
  /** Its dependencies that do not hold although selects turn it on: C warns of them. */
  readonly unmet: readonly StatedCondition[];
  readonly selects: readonly Property[];
  readonly implies: readonly Property[];
  /** Of a transitional symbol: who takes over its value. */
  readonly successors: readonly Succession[];
  /** Symbols whose dependencies mention it. */
  readonly dependents: readonly ConfigSymbol[];
  readonly help?: string;
}

/** Explains a symbol's value; reads what the configuration calculated and changes nothing in it. */
export function explainSymbol(
  configuration: Configuration,
  symbol: ConfigSymbol,
  limits: ReasonLimits = BRIEF,
): Explanation {
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
    conditions: conditionsOf(configuration, symbol),
    // A line with a former name is obeyed, whatever the tree says.
    blocked: symbol.isTransitional ? undefined : blockedBy(configuration, symbol, needs, limits),
    selectedBy: references.filter(({ property }) => property.kind === "select"),
    impliedBy: references.filter(({ property }) => property.kind === "imply"),
    unmet: unmetOf(configuration, symbol),
    selects: symbol.propertiesOf("select"),
    implies: symbol.propertiesOf("imply"),
    successors: successionOf(configuration, symbol),
    dependents: dependentsOf(symbol),
    help: definitions
      .map((node) => node.help)
      .findLast((help) => help !== undefined)
      ?.replace(/^\n+|\n+$/g, ""),
  };
}

/** Dependencies of its entries that are less than what it is selected to. */
function unmetOf(configuration: Configuration, symbol: ConfigSymbol): readonly StatedCondition[] {
  if (!symbol.isLogical || symbol.choice !== undefined || symbol.isTransitional) return [];
  const demandedValue = configuration.reverseDependency(symbol.id);
  if (demandedValue <= configuration.directDependency(symbol.id)) return [];
  return symbol.definitions
    .flatMap((node) => statementsAround(node))
    .map(({ kind, property, condition }) => ({
      kind,
      statement: property,
      part: symbol.model.expression(condition),
      value: configuration.evaluate(condition),
    }))
    .filter(({ value }) => value < demandedValue);
}

function conditionsOf(configuration: Configuration, symbol: ConfigSymbol): readonly StatedCondition[] {
  const prompts = symbol.propertiesOf("prompt");
  const statements =
    prompts.length > 0
      ? prompts.flatMap(statementsOf)
      : symbol.definitions.flatMap((node) => statementsAround(node));
  const found: StatedCondition[] = [];
  const known = new Set<number>();
  for (const { kind, property, condition } of statements) {
    if (condition === NONE || known.has(property.id)) continue;
    known.add(property.id);
    const expression = symbol.model.expression(condition);
    for (const part of expression.kind === "and" ? expression.operands : [expression])
      found.push({ kind, statement: property, part, value: configuration.evaluate(part.id) });
  }
  return found;
}

/** The next values upwards; n for what is y. Undefined for numbers and strings. */
function nextNeeds(configuration: Configuration, symbol: ConfigSymbol): ValueSet | undefined {
  if (!symbol.isDefined) return undefined;
  const type = configuration.effectiveType(symbol.id);
  if (!isLogicalType(type)) return undefined;
  const value = configuration.tristate(symbol.id);
  if (value === Y) return ONLY_N;
  return value === M || type === Type.bool ? ONLY_Y : AT_LEAST_M;
}

function blockedBy(
  configuration: Configuration,
  symbol: ConfigSymbol,
  needs: ValueSet | undefined,
  limits: ReasonLimits,
): Reason | undefined {
  if (needs !== undefined) return whyNotAny(configuration, symbol, needs, limits);
  if (!symbol.isDefined || symbol.type === "unknown") return undefined;
  // What keeps a number or string from another text does not depend on which one is asked for.
  const value = configuration.value(symbol.id);
  const other = /^(?:0x)?0$/.test(value) ? value.replace(/0$/, "1") : `${value}0`;
  const reason = whyNotValue(configuration, symbol, other, limits);
  return reason.kind === "out-of-range" || reason.kind === "wrong-type" ? undefined : reason;
}

function rangeOf(configuration: Configuration, symbol: ConfigSymbol): Explanation["range"] {
  const isNumber = ["int", "hex", "float"].includes(symbol.type);
  const id = isNumber ? configuration.activeRange(symbol.id) : undefined;
  if (id === undefined) return undefined;
  const property = symbol.model.property(id);
  const [low, high] = property.limits.map((limit) => configuration.value(limit.id));
  return { property, low, high };
}

/** Titles from the first level of the main menu down to a node. */
export function menuPathOf(node: MenuNode): readonly string[] {
  const path: string[] = [];
  for (let at: MenuNode | undefined = node; at?.parent !== undefined; at = at.parent) {
    if (at.prompt !== undefined) path.unshift(at.prompt.text);
  }
  return path;
}
