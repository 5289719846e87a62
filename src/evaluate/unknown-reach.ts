/** Which symbols can have to do with a word that nobody knows, as far as their lines go and whatever their values are. */

import { ABSENT, Kind, type ModelData, type SymbolId } from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "../model/expressions.ts";

/** 1 for each symbol from which a way leads to an unknown word. */
export function reachingUnknown(data: ModelData): Uint8Array {
  const reaching = new Uint8Array(data.symbols.count);
  if (data.unknownWords.length === 0) return reaching;
  const users = usersOf(data);
  const pending = data.unknownWords.map(({ symbol }) => symbol);
  for (const symbol of pending) reaching[symbol] = 1;
  while (pending.length > 0) {
    for (const user of users[pending.pop()!]) {
      if (reaching[user] === 1) continue;
      reaching[user] = 1;
      pending.push(user);
    }
  }
  return reaching;
}

/** For each symbol those whose lines mention it. */
function usersOf(data: ModelData): readonly (readonly SymbolId[])[] {
  const { symbols, properties } = data;
  const users: SymbolId[][] = Array.from({ length: symbols.count }, () => []);
  const mentioned = mentionsIn(data);
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const own = new Set<SymbolId>();
    const take = (id: ExpressionId) => {
      for (const each of mentioned(id)) own.add(each);
    };
    take(symbols.directDependency[symbol]);
    take(symbols.reverseDependency[symbol]);
    take(symbols.weakReverseDependency[symbol]);
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      take(properties.condition[property]);
      if (properties.kind[property] === Kind.default) take(properties.value[property]);
      if (properties.kind[property] === Kind.range) {
        own.add(properties.value[property]);
        own.add(properties.upper[property]);
      }
    }
    // Members and their choice decide each other.
    if (symbols.choice[symbol] !== ABSENT) {
      own.add(symbols.choice[symbol]);
      users[symbol].push(symbols.choice[symbol]);
    }
    // Whether m exists counts for all tristates; those that rest on nothing else are few.
    if (data.modules !== 0 && symbol !== data.modules) own.add(data.modules);
    for (const each of own) users[each].push(symbol);
  }
  return users;
}

/** Symbols in an expression; those of common parts are found once. */
function mentionsIn({ expressions: { operator, left, right } }: ModelData) {
  const known = new Map<ExpressionId, readonly SymbolId[]>();
  return (id: ExpressionId): readonly SymbolId[] => {
    if (id === NONE) return [];
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = new Set<SymbolId>();
    const pending = [id];
    while (pending.length > 0) {
      const at = pending.pop()!;
      const op = operator[at];
      if (op === Op.symbol) found.add(left[at]);
      else if (isComparison(op)) found.add(left[at]).add(right[at]);
      else if (op === Op.not) pending.push(left[at]);
      else if (op === Op.and || op === Op.or) pending.push(left[at], right[at]);
    }
    const all = [...found];
    known.set(id, all);
    return all;
  };
}
