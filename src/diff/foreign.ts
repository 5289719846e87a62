/** A condition of one tree over the values of another: each name has the value that the other tree gives it. */
import { Interpreter, TRISTATES } from "../evaluate/algebra.ts";
import { compare, comparedType } from "../evaluate/comparison.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { N, type Tristate, Y } from "../evaluate/tristate.ts";
import { isLogicalType, MOD, NO, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { Model } from "../model/model.ts";
import { always, type Cases } from "../resolve/cases.ts";
import type { Encoder } from "../resolve/encode.ts";
import type { Levels } from "../resolve/encoding.ts";
import { bothLevels, comparisonLiteral, constantLevels, levelsAlgebra } from "../resolve/levels.ts";
import { type Condition, joinValues } from "./condition.ts";
import { joinLevels } from "./free-terms.ts";

// What the condition's own tree does not define is n in it, whatever the other one has by that name.

/**
 * Whether the other tree has all names of a condition that mean something in its own. If not, its value there says
 * nothing: a symbol that is new may well be always on.
 */
export function isKnownIn(other: Model, { model, any }: Condition): boolean {
  let isKnown = true;
  for (const id of any.flat()) {
    symbolsIn(model.data, id, (symbol) => {
      if (isDefined(model, symbol) && symbol > YES && twinOf(other, model, symbol) === undefined)
        isKnown = false;
    });
  }
  return isKnown;
}

/** The value of a condition with the values of a configuration of the other tree. */
export function foreignValue(configuration: Configuration, condition: Condition): Tristate {
  const { model } = condition;
  const { data } = model;
  const side = (symbol: SymbolId) => ({
    type: comparedType(data, symbol),
    text: symbolText(configuration, model, symbol),
  });
  const values = new Interpreter(data.expressions, TRISTATES, {
    symbol: (symbol) => symbolValue(configuration, model, symbol),
    comparison: (operator, left, right) =>
      compare(operator, side(left), side(right), data.dialect.numbers) ? Y : N,
  });
  return joinValues(condition, (id) => values.value(id));
}

function symbolValue(configuration: Configuration, model: Model, id: SymbolId): Tristate {
  if (id === NO || id === MOD || id === YES) return id as Tristate;
  const twin = isLogical(model, id) ? twinOf(configuration.model, model, id) : undefined;
  const value = twin === undefined ? N : configuration.tristate(twin);
  // A bool is on where the other tree's tristate is m.
  return model.data.symbols.type[id] === Type.bool && value !== N ? Y : value;
}

function symbolText(configuration: Configuration, model: Model, id: SymbolId): string {
  if (id === NO || id === MOD || id === YES || !isDefined(model, id)) return model.data.symbols.name[id];
  const twin = twinOf(configuration.model, model, id);
  return twin === undefined ? "n" : configuration.value(twin);
}

/** The same as literals of an encoding of the other tree. */
export function foreignLevels(encoder: Encoder, { model, any }: Condition): Levels {
  const { gates } = encoder;
  const side = (symbol: SymbolId) => ({ symbol, cases: cases(encoder, model, symbol) });
  const levels = new Interpreter(model.data.expressions, levelsAlgebra(gates), {
    symbol: (symbol) => symbolLevels(encoder, model, symbol),
    comparison: (operator, left, right) =>
      bothLevels(comparisonLiteral(gates, model.data, operator, side(left), side(right))),
  });
  return joinLevels(gates, any, (id) => levels.value(id));
}

function symbolLevels(encoder: Encoder, model: Model, id: SymbolId): Levels {
  const constant = constantLevels(encoder.gates, id);
  if (constant !== undefined) return constant;
  const twin = isLogical(model, id) ? twinOf(encoder.base.model, model, id) : undefined;
  if (twin === undefined) return bothLevels(encoder.gates.no);
  const levels = encoder.levels(twin);
  return model.data.symbols.type[id] === Type.bool ? bothLevels(levels.m) : levels;
}

function cases(encoder: Encoder, model: Model, id: SymbolId): Cases {
  const { name } = model.data.symbols;
  if (id === NO || id === MOD || id === YES || !isDefined(model, id)) return always(encoder.gates, name[id]);
  const twin = twinOf(encoder.base.model, model, id);
  return twin === undefined ? always(encoder.gates, "n") : encoder.cases(twin);
}

function isLogical(model: Model, id: SymbolId): boolean {
  const type = model.data.symbols.type[id];
  return isLogicalType(type);
}

function isDefined({ data: { symbols } }: Model, id: SymbolId): boolean {
  return symbols.type[id] !== Type.unknown && (symbols.flags[id] & SymbolFlag.constant) === 0;
}

/** The symbol of the same name; a choice without a name has none. */
function twinOf(other: Model, model: Model, id: SymbolId): SymbolId | undefined {
  const name = model.data.symbols.name[id];
  const twin = name === "" || !isDefined(model, id) ? undefined : other.symbol(name);
  return twin?.isDefined ? twin.id : undefined;
}
