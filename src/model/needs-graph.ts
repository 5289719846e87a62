/**
 * What needs what, as one graph of symbols and expressions:
 *
 *     symbol ──▶ its expressions ──▶ operands … ──▶ symbols
 *
 * A choice and its members are one point in it, the choice's; that a member needs its own choice is no edge.
 */

import { ABSENT, Kind, type Lists, type ModelData, SymbolFlag } from "./columns.ts";
import { isComparison, NONE, Op } from "./expressions.ts";

/** The points that each point needs, some of them more than once. Points are symbols, then expressions, by number. */
export function needsGraph(data: ModelData): Lists {
  const { symbols, expressions } = data;
  const count = symbols.count + expressions.operator.length;
  const starts = new Int32Array(count + 1);
  // Operators have two operands; where symbols have more, it grows.
  const edges = new Edges(2 * count);
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    addExpressions(data, symbol, edges);
    starts[symbol + 1] = edges.count;
  }
  for (let id = 0; id < expressions.operator.length; id++) {
    addOperands(data, id, edges);
    starts[symbols.count + id + 1] = edges.count;
  }
  return { starts, items: edges.all() };
}

/** A growing list of points. */
class Edges {
  #items: Int32Array;
  count = 0;

  constructor(room: number) {
    this.#items = new Int32Array(room);
  }

  add(point: number): void {
    if (this.count === this.#items.length) {
      const larger = new Int32Array(2 * this.count + 1);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.count++] = point;
  }

  all(): Int32Array {
    return this.#items.subarray(0, this.count);
  }
}

function addOperands({ symbols, expressions }: ModelData, id: number, into: Edges): void {
  const { operator, left, right } = expressions;
  const op = operator[id];
  if (op === Op.symbol) addSymbol(symbols, left[id], into);
  else if (isComparison(op)) {
    addSymbol(symbols, left[id], into);
    addSymbol(symbols, right[id], into);
  } else if (op !== Op.none) {
    into.add(symbols.count + left[id]);
    if (op !== Op.not) into.add(symbols.count + right[id]);
  }
}

/** Members count as their choice. Constants lead nowhere. */
function addSymbol({ flags, choice }: ModelData["symbols"], symbol: number, into: Edges): void {
  if ((flags[symbol] & SymbolFlag.constant) !== 0) return;
  into.add(choice[symbol] === ABSENT ? symbol : choice[symbol]);
}

function addExpressions(data: ModelData, symbol: number, into: Edges): void {
  const { symbols } = data;
  if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) {
    // Before the rewrite a choice may have a dependency and no prompt that would tell of it.
    const { starts, items } = symbols.nodes;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++)
      addExpression(symbols.count, data.nodes.dependency[items[at]], into);
  }
  addBody(data, symbol, into);
  const { starts, items } = symbols.members;
  for (let at = starts[symbol]; at < starts[symbol + 1]; at++) addBody(data, items[at], into);
}

/** What the symbol itself needs; of a choice without the defaults, which name members. */
function addBody({ symbols, properties, dialect }: ModelData, symbol: number, into: Edges): void {
  const offset = symbols.count;
  const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
  addExpression(offset, symbols.directDependency[symbol], into);
  addExpression(offset, symbols.reverseDependency[symbol], into);
  addExpression(offset, symbols.weakReverseDependency[symbol], into);
  const { starts, items } = symbols.properties;
  for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
    const property = items[at];
    const kind = properties.kind[property];
    const isImply = kind === Kind.imply && dialect.loopSearch === "by property";
    if (kind !== Kind.prompt && kind !== Kind.default && kind !== Kind.range && !isImply) continue;
    addExpression(offset, properties.condition[property], into);
    if (kind === Kind.default && !isChoice) addExpression(offset, properties.value[property], into);
    if (kind === Kind.range && dialect.limitsMakeLoops) {
      addSymbol(symbols, properties.value[property], into);
      addSymbol(symbols, properties.upper[property], into);
    }
  }
}

function addExpression(offset: number, id: number, into: Edges): void {
  if (id !== NONE) into.add(offset + id);
}
