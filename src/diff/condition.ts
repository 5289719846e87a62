/** A condition of one of two trees, in a form that can be told from one of the other. */
import { TRISTATES } from "../evaluate/algebra.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { Tristate } from "../evaluate/tristate.ts";
import { SymbolFlag } from "../model/columns.ts";
import { type ExpressionId, NONE, Op } from "../model/expressions.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { canonicalText, conjunctsOf } from "./canonical.ts";

/** Holds as far as one of the lists does, and a list as far as all of its expressions; of no list it never holds. */
export interface Condition {
  readonly model: Model;
  readonly any: readonly (readonly ExpressionId[])[];
}

/** What a symbol or choice depends on. */
export function dependencyOf(symbol: ConfigSymbol): Condition {
  if (!symbol.isChoice) return conditionOf(symbol, symbol.directDependency);
  return { model: symbol.model, any: symbol.definitions.map(({ dependency }) => [dependency]) };
}

/** Where a symbol can be seen: one of its prompts. */
export function visibilityOf(symbol: ConfigSymbol): Condition {
  const conditions = symbol.propertiesOf("prompt").map(({ condition }) => conditionOf(symbol, condition));
  return { model: symbol.model, any: conditions.flatMap(({ any }) => any) };
}

/**
 * Before the rewrite of choices a member depended on its choice as on a symbol; since then, on what the choice depends
 * on. It means the same, so that the former is read as the latter.
 */
function conditionOf(symbol: ConfigSymbol, id: ExpressionId): Condition {
  const { model } = symbol;
  if (symbol.choice === undefined || model.data.dialect.choices !== "modal") return { model, any: [[id]] };
  const { operator, left } = model.data.expressions;
  const isChoice = (part: ExpressionId) =>
    operator[part] === Op.symbol && (model.data.symbols.flags[left[part]] & SymbolFlag.choice) !== 0;
  const parts = conjunctsOf(model, id).map((part) => {
    const [choice] = isChoice(part) ? model.symbolAt(left[part]).definitions : [];
    return choice === undefined ? part : choice.dependency;
  });
  return { model, any: [parts.length === 0 ? [NONE] : parts] };
}

/** All parts of a conjunction: of several alternatives, or of none, there is only the whole. */
export function partsOf({ model, any }: Condition): readonly ExpressionId[] | undefined {
  return any.length === 1 ? any[0].flatMap((id) => conjunctsOf(model, id)) : undefined;
}

/** Equal for conditions that differ in the order of operands only. */
export function keyOf(condition: Condition): string {
  const { model, any } = condition;
  const texts = any.map((all) => {
    const parts = all.flatMap((id) => conjunctsOf(model, id)).map((id) => canonicalText(model, id));
    return [...new Set(parts)].sort().join(" && ");
  });
  return any.length === 0 ? "n" : [...new Set(texts)].sort().join(" || ");
}

export function valueIn(configuration: Configuration, condition: Condition): Tristate {
  return joinValues(condition, (id) => configuration.evaluate(id));
}

/** The value of a condition from those of its expressions. */
export function joinValues({ any }: Condition, values: (id: ExpressionId) => Tristate): Tristate {
  return TRISTATES.or(any.map((all) => TRISTATES.and(all.map(values))));
}
