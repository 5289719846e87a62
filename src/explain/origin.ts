/** Where a symbol's value comes from. */
import type { Configuration, UserValue } from "../evaluate/configuration.ts";
import { and, N, type Tristate, tristateOf } from "../evaluate/tristate.ts";
import { Type } from "../model/columns.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { normalFloat } from "../model/python-numbers.ts";
import { activeSelectors } from "./givers.ts";
import type { Probe } from "./reason.ts";
import { probeOf } from "./statements.ts";

/** What decided the value; `user` is what was asked for, whether or not it counted. */
export type Origin = { readonly user?: UserValue } & (
  | /** The user's value, as asked. */ { readonly kind: "user" }
  /** The user's value, made less: it can be m at most. */
  | { readonly kind: "limited" }
  /** A number that was asked for or a default, moved to the nearer end of its range. */
  | { readonly kind: "clamped"; readonly range: Property; readonly from: string }
  | { readonly kind: "default"; readonly property: Property; readonly probe?: Probe }
  /** What the .config calls the default, in place of what the Kconfig files have for one by now. */
  | { readonly kind: "kept" }
  | { readonly kind: "select" | "imply"; readonly by: readonly Property[] }
  /** Member of a choice: it is the chosen one, or another is. */
  | {
      readonly kind: "choice";
      readonly choice: ConfigSymbol;
      readonly chosen?: ConfigSymbol;
      readonly isDefault: boolean;
    }
  /** Nothing gives it a value. */
  | { readonly kind: "none" }
);

/** Where the value that was calculated comes from. */
export function originOf(configuration: Configuration, symbol: ConfigSymbol): Origin {
  const origin = !symbol.isLogical
    ? originOfText(configuration, symbol)
    : isExclusiveMember(configuration, symbol)
      ? originOfMember(configuration, symbol)
      : originOfLogical(configuration, symbol);
  // What is taken over from a former name is there once the value has been calculated.
  return { ...origin, user: configuration.userValue(symbol) };
}

function originOfLogical(configuration: Configuration, symbol: ConfigSymbol): Origin {
  const { id } = symbol;
  const value = configuration.tristate(id);
  const visibility = configuration.visibility(id);
  const asked = tristateOf(configuration.userValue(symbol)?.value ?? "");
  const counts = asked !== undefined && visibility !== N;
  const selected = configuration.reverseDependency(id);
  const own = counts ? asFarAs(configuration, symbol, and(asked, visibility)) : undefined;
  if (selected !== N && selected >= value && (own === undefined || own < value)) {
    return { kind: "select", by: activeSelectors(configuration, symbol, "select", value) };
  }
  if (own !== undefined && asked !== undefined) return own < asked ? { kind: "limited" } : { kind: "user" };
  const implied = configuration.weakReverseDependency(id);
  const given = activeDefault(configuration, symbol);
  if (configuration.activeKeptDefault(id) !== undefined && implied === N) return { kind: "kept" };
  if (implied !== N && value !== N && (given === undefined || given.value < value)) {
    return { kind: "imply", by: activeSelectors(configuration, symbol, "imply", value) };
  }
  return given === undefined
    ? { kind: "none" }
    : { kind: "default", property: given.property, probe: probeOf(given.property) };
}

/** A bool that can be seen at m is y. */
function asFarAs(configuration: Configuration, symbol: ConfigSymbol, value: Tristate): Tristate {
  return value === 1 && configuration.effectiveType(symbol.id) === Type.bool ? 2 : value;
}

function activeDefault(
  configuration: Configuration,
  symbol: ConfigSymbol,
): { readonly property: Property; readonly value: Tristate } | undefined {
  const id = configuration.activeDefault(symbol.id);
  if (id === undefined) return undefined;
  const property = symbol.model.property(id);
  const value = and(configuration.evaluate(property.value), configuration.evaluate(property.condition));
  return { property, value: asFarAs(configuration, symbol, value) };
}

function isExclusiveMember(configuration: Configuration, symbol: ConfigSymbol): boolean {
  const { choice } = symbol;
  if (choice === undefined) return false;
  return symbol.model.data.dialect.choices === "exclusive" || configuration.tristate(choice.id) === 2;
}

function originOfMember(configuration: Configuration, symbol: ConfigSymbol): Origin {
  const choice = symbol.choice!;
  if (configuration.visibility(symbol.id) === N) return { kind: "none" };
  const id = configuration.chosenMember(choice.id);
  const chosen = id === undefined ? undefined : symbol.model.symbolAt(id);
  const isDefault = chosen !== undefined && configuration.userValue(chosen)?.value !== "y";
  return { kind: "choice", choice, chosen, isDefault };
}

function originOfText(configuration: Configuration, symbol: ConfigSymbol): Origin {
  const user = configuration.userValue(symbol);
  const value = configuration.value(symbol.id);
  const isSeen = configuration.visibility(symbol.id) !== N;
  const range = configuration.activeRange(symbol.id);
  if (isSeen && user !== undefined) {
    if (user.value === value || range === undefined) return { kind: "user" };
    return { kind: "clamped", range: symbol.model.property(range), from: user.value };
  }
  const id = configuration.activeDefault(symbol.id);
  const zero = symbol.type === "int" ? symbol.model.data.dialect.zeroInt : symbol.model.data.dialect.zeroHex;
  const kept = configuration.activeKeptDefault(symbol.id);
  if (kept !== undefined && kept === value) return { kind: "kept" };
  if (id === undefined) {
    if (range === undefined || value === zero) return { kind: "none" };
    return { kind: "clamped", range: symbol.model.property(range), from: zero };
  }
  const property = symbol.model.property(id);
  const expression = symbol.model.expression(property.value);
  const raw = expression.kind === "symbol" ? configuration.rawText(expression.symbol.id) : undefined;
  const given = raw !== undefined && symbol.type === "float" ? normalFloat(raw) : raw;
  if (range !== undefined && given !== undefined && given !== value) {
    return { kind: "clamped", range: symbol.model.property(range), from: given };
  }
  return { kind: "default", property, probe: probeOf(property) };
}
