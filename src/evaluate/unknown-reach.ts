/** Which symbols can have to do with a word that nobody knows, as far as their lines go and whatever their values are. */

import { ABSENT, Kind, type ModelData } from "../model/columns.ts";
import { isComparison, Op } from "../model/expressions.ts";

const known = new WeakMap<ModelData, Uint8Array>();

/** 1 for each symbol from which a way leads to an unknown word. */
export function reachingUnknown(data: ModelData): Uint8Array {
  let reaching = known.get(data);
  if (reaching === undefined) {
    reaching = new Uint8Array(data.symbols.count);
    for (const { symbol } of data.unknownWords) reaching[symbol] = 1;
    if (data.unknownWords.length > 0) spread(data, reaching);
    known.set(data, reaching);
  }
  return reaching;
}

/** Along all lines at once, as often as that finds more: Linux takes some thirty rounds of half a millisecond. */
function spread(data: ModelData, reaching: Uint8Array): void {
  const { symbols, properties, modules } = data;
  const { starts, items } = symbols.properties;
  const inExpression = new Uint8Array(data.expressions.operator.length);

  const isInProperty = (property: number): boolean => {
    const { kind, condition, value, upper } = properties;
    if (inExpression[condition[property]] === 1) return true;
    if (kind[property] === Kind.default) return inExpression[value[property]] === 1;
    return (
      kind[property] === Kind.range && (reaching[value[property]] === 1 || reaching[upper[property]] === 1)
    );
  };
  const isReaching = (symbol: number): boolean => {
    const { directDependency, reverseDependency, weakReverseDependency, choice } = symbols;
    if (inExpression[directDependency[symbol]] === 1 || inExpression[reverseDependency[symbol]] === 1)
      return true;
    if (inExpression[weakReverseDependency[symbol]] === 1) return true;
    // Whether m exists counts for all tristates; those that rest on nothing else are few.
    if (modules !== 0 && reaching[modules] === 1) return true;
    if (choice[symbol] !== ABSENT && reaching[choice[symbol]] === 1) return true;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) if (isInProperty(items[at])) return true;
    return false;
  };

  for (let isMore = true; isMore; ) {
    isMore = false;
    markExpressions(data, reaching, inExpression);
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      if (reaching[symbol] === 0 && isReaching(symbol)) {
        reaching[symbol] = 1;
        isMore = true;
      }
      // Members and their choice decide each other.
      const choice = symbols.choice[symbol];
      if (choice === ABSENT || reaching[symbol] === 0 || reaching[choice] === 1) continue;
      reaching[choice] = 1;
      isMore = true;
    }
  }
}

/** 1 for each expression that mentions a marked symbol. Operands stand before what they are operands of. */
function markExpressions(
  { expressions: { operator, left, right } }: ModelData,
  reaching: Uint8Array,
  marks: Uint8Array,
): void {
  for (let id = 1; id < operator.length; id++) {
    const op = operator[id];
    if (op === Op.symbol) marks[id] = reaching[left[id]];
    else if (isComparison(op)) marks[id] = reaching[left[id]] | reaching[right[id]];
    else if (op === Op.not) marks[id] = marks[left[id]];
    else marks[id] = marks[left[id]] | marks[right[id]];
  }
}
