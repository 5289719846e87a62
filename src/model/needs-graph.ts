/**
 * What needs what, as one graph of symbols and expressions:
 *
 *     symbol ──▶ its expressions ──▶ operands … ──▶ symbols
 *
 * A choice and its members are one point in it, the choice's; that a member needs its own choice is no edge.
 */
import { isComparison, NONE, Op } from "./expressions.ts";
import { ABSENT, Kind, type ModelData, SymbolFlag } from "./model.ts";

/** Points are symbols by their number, then expressions by theirs. */
export function pointCount({ symbols, expressions }: ModelData): number {
  return symbols.count + expressions.operator.length;
}

/** The points that a point needs, some of them more than once. */
export function neededBy(data: ModelData, point: number): readonly number[] {
  const offset = data.symbols.count;
  const next: number[] = [];
  if (point < offset) {
    pushExpressions(data, point, next, offset);
    return next;
  }
  const { operator, left, right } = data.expressions;
  const id = point - offset;
  const op = operator[id];
  if (op === Op.symbol) pushSymbol(data, left[id], next);
  else if (isComparison(op)) {
    pushSymbol(data, left[id], next);
    pushSymbol(data, right[id], next);
  } else if (op === Op.not) next.push(offset + left[id]);
  else if (op !== Op.none) next.push(offset + left[id], offset + right[id]);
  return next;
}

/** Members count as their choice. Constants lead nowhere. */
function pushSymbol({ symbols }: ModelData, symbol: number, into: number[]): void {
  if ((symbols.flags[symbol] & SymbolFlag.constant) !== 0) return;
  into.push(symbols.choice[symbol] === ABSENT ? symbol : symbols.choice[symbol]);
}

function pushExpressions(data: ModelData, symbol: number, into: number[], offset: number): void {
  const { symbols, properties } = data;
  const add = (id: number) => {
    if (id !== NONE) into.push(offset + id);
  };
  const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
  const { starts, items } = symbols.members;
  if (isChoice) {
    // Before the rewrite a choice may have a dependency and no prompt that would tell of it.
    const { starts: first, items: list } = symbols.nodes;
    for (let at = first[symbol]; at < first[symbol + 1]; at++) add(data.nodes.dependency[list[at]]);
  }
  const body = [symbol, ...items.subarray(starts[symbol], starts[symbol + 1])];
  for (const part of body) {
    add(symbols.directDependency[part]);
    add(symbols.reverseDependency[part]);
    add(symbols.weakReverseDependency[part]);
    const { starts: first, items: list } = symbols.properties;
    for (let at = first[part]; at < first[part + 1]; at++) {
      const property = list[at];
      const kind = properties.kind[property];
      if (kind !== Kind.prompt && kind !== Kind.default && kind !== Kind.range) continue;
      add(properties.condition[property]);
      if (kind === Kind.default && !(isChoice && part === symbol)) add(properties.value[property]);
    }
  }
}
