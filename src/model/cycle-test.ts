/** Whether a tree can have a loop at all: quick, since nearly no tree has one. */
import { isComparison, NONE, Op } from "./expressions.ts";
import { ABSENT, Kind, type ModelData, SymbolFlag } from "./model.ts";

// One graph of symbols and expressions, each looked at once:
//
//     symbol ──▶ its expressions ──▶ operands … ──▶ symbols
//
// A choice and its members are one point in it, as in cycles.ts; that a member needs its own choice is no loop.

const FRESH = 0;
const ON_PATH = 1;
const DONE = 2;

/** True if some symbol needs itself. `cycles.ts` then says how; it may still find nothing. */
export function mayHaveCycle(data: ModelData): boolean {
  const { symbols } = data;
  if (hasForeignMember(data)) return true;
  const state = new Uint8Array(symbols.count + data.expressions.operator.length);
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.choice[symbol] === ABSENT && state[symbol] === FRESH && search(data, symbol, state))
      return true;
  }
  return false;
}

/** A choice that lists a symbol whose first prompt is elsewhere: two points of the graph would be one. */
function hasForeignMember({ symbols }: ModelData): boolean {
  const { starts, items } = symbols.members;
  for (let choice = 0; choice < symbols.count; choice++) {
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      if (symbols.choice[items[at]] !== choice) return true;
    }
  }
  return false;
}

function search(data: ModelData, start: number, state: Uint8Array): boolean {
  const { symbols, expressions } = data;
  const { operator, left, right } = expressions;
  const offset = symbols.count;
  // Points on the path, each followed by a mark once its successors are pushed.
  const pending: number[] = [start];
  while (pending.length > 0) {
    const point = pending[pending.length - 1];
    if (state[point] !== FRESH) {
      pending.pop();
      state[point] = DONE;
      continue;
    }
    state[point] = ON_PATH;
    const next: number[] = [];
    if (point < offset) pushExpressions(data, point, next, offset);
    else {
      const id = point - offset;
      const op = operator[id];
      if (op === Op.symbol) pushSymbol(data, left[id], next);
      else if (isComparison(op)) {
        pushSymbol(data, left[id], next);
        pushSymbol(data, right[id], next);
      } else if (op === Op.not) next.push(offset + left[id]);
      else if (op !== Op.none) next.push(offset + left[id], offset + right[id]);
    }
    for (const each of next) {
      if (state[each] === ON_PATH) return true;
      if (state[each] === FRESH) pending.push(each);
    }
  }
  return false;
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
