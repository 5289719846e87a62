/** What would have to change for a condition to reach a value: its failing part, and nothing else. */
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import type { ComparisonSign, ConfigSymbol, Expression } from "../model/model.ts";

/** A symbol that must become at least, or at most, some value. */
export interface SymbolNeed {
  readonly kind: "symbol";
  readonly symbol: ConfigSymbol;
  readonly bound: "at least" | "at most";
  readonly value: Tristate;
}

export type Need =
  | SymbolNeed
  | { readonly kind: "comparison"; readonly text: string; readonly symbols: readonly ConfigSymbol[] }
  | { readonly kind: "all" | "any"; readonly needs: readonly Need[] };

/** More alternatives than this are counted, not listed. */
const SHOWN_ALTERNATIVES = 3;

/** Why `expression` is below `value`; undefined if it is not. */
export function needAtLeast(
  configuration: Configuration,
  expression: Expression,
  value: Tristate,
): Need | undefined {
  if (configuration.evaluate(expression.id) >= value) return undefined;
  switch (expression.kind) {
    case "always":
      return undefined;
    case "symbol":
      return { kind: "symbol", symbol: expression.symbol, bound: "at least", value };
    case "not":
      return needAtMost(configuration, expression.operand, (Y - value) as Tristate);
    case "comparison":
      return comparisonNeed(expression.left, expression.sign, expression.right);
    case "and":
    case "or": {
      const needs = expression.operands.map((each) => needAtLeast(configuration, each, value));
      return group(expression.kind === "and" ? "all" : "any", needs);
    }
  }
}

/** Why `expression` is above `value`; undefined if it is not. */
export function needAtMost(
  configuration: Configuration,
  expression: Expression,
  value: Tristate,
): Need | undefined {
  if (configuration.evaluate(expression.id) <= value) return undefined;
  switch (expression.kind) {
    case "always":
      return undefined;
    case "symbol":
      return { kind: "symbol", symbol: expression.symbol, bound: "at most", value };
    case "not":
      return needAtLeast(configuration, expression.operand, (Y - value) as Tristate);
    case "comparison":
      return comparisonNeed(expression.left, OPPOSITE[expression.sign], expression.right);
    case "and":
    case "or": {
      const needs = expression.operands.map((each) => needAtMost(configuration, each, value));
      return group(expression.kind === "and" ? "any" : "all", needs);
    }
  }
}

/** The symbols that a need is about, each once: the only or first alternative's first. */
export function symbolNeeds(need: Need): readonly SymbolNeed[] {
  if (need.kind === "symbol") return [need];
  return need.kind === "comparison" ? [] : need.needs.flatMap(symbolNeeds);
}

/** `VFIO_GROUP = y`, `VFIO = m or y`, `A = y and (B = n or C = y)`. */
export function showNeed(need: Need): string {
  switch (need.kind) {
    case "symbol":
      return showSymbolNeed(need);
    case "comparison":
      return need.text;
    case "all":
      return need.needs.map((each) => (each.kind === "any" ? `(${showNeed(each)})` : showNeed(each))).join(" and ");
    case "any": {
      const shown = need.needs.slice(0, SHOWN_ALTERNATIVES).map(showNeed);
      const more = need.needs.length - shown.length;
      return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(" or ");
    }
  }
}

function showSymbolNeed({ symbol, bound, value }: SymbolNeed): string {
  if (symbol.isConstant) return `${symbol.name}, a constant`;
  const name = symbol.isChoice ? "the choice" : symbol.name;
  if (!symbol.isDefined && !symbol.isChoice) return `${name}, which no Kconfig file defines`;
  if (bound === "at most") return `${name} = ${value === N ? "n" : "n or m"}`;
  return `${name} = ${value === M && symbol.type === "tristate" ? "m or y" : "y"}`;
}

const OPPOSITE: Readonly<Record<ComparisonSign, ComparisonSign>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

function comparisonNeed(left: ConfigSymbol, sign: ComparisonSign, right: ConfigSymbol): Need {
  const show = (symbol: ConfigSymbol) =>
    symbol.isConstant && !/^[\w-]+$/.test(symbol.name) ? JSON.stringify(symbol.name) : symbol.name;
  const symbols = [left, right].filter((symbol) => !symbol.isConstant);
  return { kind: "comparison", text: `${show(left)} ${sign} ${show(right)}`, symbols };
}

function group(kind: "all" | "any", needs: readonly (Need | undefined)[]): Need | undefined {
  const failing = needs.filter((need) => need !== undefined);
  return failing.length <= 1 ? failing[0] : { kind, needs: failing };
}
