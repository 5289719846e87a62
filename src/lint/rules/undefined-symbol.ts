/** Names that no Kconfig file defines: they are n wherever they stand. */
import { locate } from "../../explain/statements.ts";
import { isLogicalType, SymbolFlag, type SymbolId, Type, YES } from "../../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "../../model/expressions.ts";
import type { ConfigSymbol, Model, Property } from "../../model/model.ts";
import type { LintContext, LintFinding, RuleOutput } from "../finding.ts";
import type { UndefinedEffect } from "../subject.ts";
import { statementText } from "../words.ts";
import { isWord } from "../worlds.ts";

export function undefinedSymbols(context: LintContext): RuleOutput {
  return { findings: findingsOf(context) };
}

function* findingsOf(context: LintContext): Iterable<LintFinding> {
  const { model } = context;
  const { properties } = model.data;
  for (let id = 0; id < properties.count; id++) {
    const property = model.property(id);
    const names = new Set(mentionedIn(model, property));
    if (names.size === 0 || !context.isWanted(property.place.path)) continue;
    for (const symbol of names) {
      const finding = findingOf(context, property, model.symbolAt(symbol));
      if (finding.severity !== "info" || context.wantsInformation) yield finding;
    }
  }
}

function findingOf(context: LintContext, property: Property, symbol: ConfigSymbol): LintFinding {
  const { name } = symbol;
  const elsewhere = context.elsewhere(name);
  const common = {
    code: "undefined-symbol",
    symbol: name,
    statement: statementText(property),
    location: locate(property, name),
  } as const;
  const subject = { kind: "undefined-symbol", name, effect: effectOf(property, symbol), elsewhere } as const;
  return elsewhere.length > 0
    ? { ...common, severity: "info", subject: { ...subject, near: [] } }
    : { ...common, severity: "warning", subject: { ...subject, near: context.near(name) } };
}

function effectOf({ kind, model, value, ownCondition }: Property, { id }: ConfigSymbol): UndefinedEffect {
  const isTarget = ["select", "imply", "set", "set default"].includes(kind) && value === id;
  if (isTarget) return { kind: "idle", statement: kind };
  const hasExpression = kind === "default" || kind === "depends on" || kind === "visible if";
  const expressions = hasExpression ? [value, ownCondition] : [ownCondition];
  return { kind: expressions.some((each) => isOperandIn(model, each, id)) ? "n" : "text" };
}

/** Whether a symbol's tristate value counts in an expression, rather than its text in a comparison. */
function isOperandIn(model: Model, id: ExpressionId, symbol: SymbolId): boolean {
  return [...termsOf(model, id, (each) => each === symbol, "operands")].length > 0;
}

/** Names in one statement that nothing defines, where a symbol is meant. */
function* mentionedIn(model: Model, property: Property): Iterable<SymbolId> {
  const isMissing = (symbol: SymbolId) => isUndefined(model, symbol);
  const { kind, node } = property;
  // What `set` makes a default of is looked at where it is written.
  if (property.setting !== undefined) return;
  if (["select", "imply", "set", "set default"].includes(kind)) {
    if (isMissing(property.target.id)) yield property.target.id;
  } else if (kind === "default") {
    const type = node.symbol?.type ?? "unknown";
    const single = model.data.expressions.operator[property.value] === Op.symbol;
    // Of a number or string, a single word may be its text.
    if (!(single && type !== "bool" && type !== "tristate" && node.kind !== "choice"))
      yield* termsOf(model, property.value, isMissing);
  } else if (kind === "depends on" || kind === "visible if") yield* termsOf(model, property.value, isMissing);
  yield* termsOf(model, property.ownCondition, isMissing);
}

function isUndefined(model: Model, symbol: SymbolId): boolean {
  const { type, flags } = model.data.symbols;
  if (symbol <= YES || type[symbol] !== Type.unknown) return false;
  if ((flags[symbol] & (SymbolFlag.constant | SymbolFlag.choice)) !== 0 || !isWord(model, symbol))
    return false;
  const { starts } = model.data.symbols.nodes;
  return starts[symbol] === starts[symbol + 1];
}

/**
 * In a comparison, a word that nothing defines is a text: `ARCH = arm`. A symbol is meant where a tristate's value
 * stands on the other side.
 */
function* termsOf(
  model: Model,
  id: ExpressionId,
  isMissing: (symbol: SymbolId) => boolean,
  which: "operands" | "all" = "all",
): Iterable<SymbolId> {
  const { operator, left, right } = model.data.expressions;
  const pending = [id];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const op = operator[at];
    if (at === NONE) continue;
    if (op === Op.symbol) {
      if (isMissing(left[at])) yield left[at];
    } else if (op === Op.not) pending.push(left[at]);
    else if (op === Op.and || op === Op.or) pending.push(right[at], left[at]);
    else if (isComparison(op) && which === "all") {
      const sides = [left[at], right[at]];
      for (const [one, other] of [sides, [...sides].reverse()]) {
        if (isMissing(one) && (other <= YES || isTristate(model, other))) yield one;
      }
    }
  }
}

function isTristate(model: Model, symbol: SymbolId): boolean {
  return isLogicalType(model.data.symbols.type[symbol]);
}
