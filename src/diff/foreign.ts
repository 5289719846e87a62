/** A condition of one tree over the values of another: each name has the value that the other tree gives it. */
import { compare, comparedType } from "../evaluate/comparison.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { and, N, not, or, type Tristate, Y } from "../evaluate/tristate.ts";
import { MOD, NO, SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op, operandsOf } from "../model/expressions.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { Model } from "../model/model.ts";
import { always, type Cases } from "../resolve/cases.ts";
import type { Encoder } from "../resolve/encode.ts";
import type { Levels } from "../resolve/encoding.ts";
import type { Literal } from "../resolve/solver.ts";
import type { Condition } from "./condition.ts";
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
export function foreignValue(configuration: Configuration, { model, any }: Condition): Tristate {
  return any
    .map((all) => all.map((id) => expressionValue(configuration, model, id)).reduce(and, Y))
    .reduce(or, N);
}

function expressionValue(configuration: Configuration, model: Model, id: ExpressionId): Tristate {
  if (id === NONE) return Y;
  const { operator, left, right } = model.data.expressions;
  const op = operator[id];
  if (op === Op.symbol) return symbolValue(configuration, model, left[id]);
  if (op === Op.not) return not(expressionValue(configuration, model, left[id]));
  if (isComparison(op)) {
    const side = (symbol: SymbolId) => ({
      type: comparedType(model.data, symbol),
      text: symbolText(configuration, model, symbol),
    });
    return compare(op, side(left[id]), side(right[id]), model.data.dialect.numbers) ? Y : N;
  }
  const [join, chain] = op === Op.and ? ([and, Op.and] as const) : ([or, Op.or] as const);
  return operandsOf(model.data.expressions, chain, id)
    .map((each) => expressionValue(configuration, model, each))
    .reduce(join);
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
  return joinLevels(encoder.gates, any, (id) => expressionLevels(encoder, model, id));
}

function expressionLevels(encoder: Encoder, model: Model, id: ExpressionId): Levels {
  const { gates } = encoder;
  if (id === NONE) return { m: gates.yes, y: gates.yes };
  const { operator, left, right } = model.data.expressions;
  const op = operator[id];
  if (op === Op.symbol) return symbolLevels(encoder, model, left[id]);
  if (op === Op.not) {
    const { m, y } = expressionLevels(encoder, model, left[id]);
    return { m: -y, y: -m };
  }
  if (isComparison(op)) {
    const holds = comparisonLiteral(encoder, model, op, left[id], right[id]);
    return { m: holds, y: holds };
  }
  const [join, chain] = op === Op.and ? (["and", Op.and] as const) : (["or", Op.or] as const);
  const operands = operandsOf(model.data.expressions, chain, id).map((each) =>
    expressionLevels(encoder, model, each),
  );
  return { m: gates[join](operands.map(({ m }) => m)), y: gates[join](operands.map(({ y }) => y)) };
}

function symbolLevels(encoder: Encoder, model: Model, id: SymbolId): Levels {
  const { yes, no } = encoder.gates;
  if (id === NO) return { m: no, y: no };
  if (id === MOD) return { m: yes, y: no };
  if (id === YES) return { m: yes, y: yes };
  const twin = isLogical(model, id) ? twinOf(encoder.base.model, model, id) : undefined;
  if (twin === undefined) return { m: no, y: no };
  const levels = encoder.levels(twin);
  return model.data.symbols.type[id] === Type.bool ? { m: levels.m, y: levels.m } : levels;
}

function comparisonLiteral(
  encoder: Encoder,
  model: Model,
  op: number,
  left: SymbolId,
  right: SymbolId,
): Literal {
  const { numbers } = model.data.dialect;
  const [first, second] = [comparedType(model.data, left), comparedType(model.data, right)];
  const holding: Literal[] = [];
  for (const [a, isA] of cases(encoder, model, left)) {
    for (const [b, isB] of cases(encoder, model, right)) {
      if (compare(op, { type: first, text: a }, { type: second, text: b }, numbers))
        holding.push(encoder.gates.and([isA, isB]));
    }
  }
  return encoder.gates.or(holding);
}

function cases(encoder: Encoder, model: Model, id: SymbolId): Cases {
  const { name } = model.data.symbols;
  if (id === NO || id === MOD || id === YES || !isDefined(model, id)) return always(encoder.gates, name[id]);
  const twin = twinOf(encoder.base.model, model, id);
  return twin === undefined ? always(encoder.gates, "n") : encoder.cases(twin);
}

function isLogical(model: Model, id: SymbolId): boolean {
  const type = model.data.symbols.type[id];
  return type === Type.bool || type === Type.tristate;
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
