/** What rests on what, turned round: who has to be calculated anew when a value changes, and in which order. */

import {
  ABSENT,
  hasTransitional,
  isLogicalType,
  isTransitional,
  Kind,
  type Lists,
  type ModelData,
  NO,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "../model/expressions.ts";
import { needsGraph } from "../model/needs-graph.ts";

// A unit is what is calculated at once: a symbol, or a choice with all of its members, known by the choice.
//
//     unit ──its symbols' leaves──▶ expression ──parents──▶ expression … ──users──▶ unit
//       └──────────────────────────readers (texts)─────────────────────────────────▶ unit
//
// Where units rest on each other in a circle, what they become depends on who is asked first. The order below is made
// from the sources on, so that what it never comes to is just those, and all that rests on them.

/** Of one model; nothing here depends on values. */
export interface Dependents {
  /** The unit of each symbol. */
  readonly unitOf: Int32Array;
  /** Places of units in an order in which each comes behind all that it rests on. */
  readonly position: Int32Array;
  /** Units by place. */
  readonly order: Int32Array;
  /** For each symbol, the expressions that are its value or compare it. */
  readonly leaves: Lists;
  /** For each expression, those that it is an operand of. */
  readonly parents: Lists;
  /** For each expression, the units that look at its value. */
  readonly users: Lists;
  /** For each symbol, the units that look at its text, or at whether it was set. */
  readonly readers: Lists;
  /** Units to whose values it counts whether m exists. */
  readonly modular: Int32Array;
  /** For each choice of the modal kind, the expressions that rest on its own value, by number. */
  readonly selfMentions: ReadonlyMap<SymbolId, Int32Array>;
  /** 1 for units whose values may depend on the order in which symbols are asked. */
  readonly isOrdered: Uint8Array;
  /** Whether there is any of them. */
  readonly hasOrdered: boolean;
}

const made = new WeakMap<ModelData, Dependents>();

/** Made once for each model. */
export function dependentsOf(data: ModelData): Dependents {
  let dependents = made.get(data);
  if (dependents === undefined) {
    dependents = new Maker(data).make();
    made.set(data, dependents);
  }
  return dependents;
}

/**
 * Whether a changed configuration has the values of one that is evaluated as a whole, be it a new one or one that was
 * evaluated before: no order of questions counts, and what calculation makes of user values counts for nothing yet.
 */
export function isOrderFree(data: ModelData): boolean {
  if (data.dialect.choices !== "exclusive" || dependentsOf(data).hasOrdered) return false;
  return !hasTransitional(data) || !restsOnFormerName(data, data.modules);
}

function restsOnFormerName(data: ModelData, start: SymbolId): boolean {
  const { starts, items } = needsGraph(data);
  const found = new Set([start]);
  for (const point of found) {
    if (point < data.symbols.count && isTransitional(data, point)) return true;
    for (let at = starts[point]; at < starts[point + 1]; at++) found.add(items[at]);
  }
  return false;
}

/** The rows of a list. */
export function rowOf({ starts, items }: Lists, row: number): Int32Array {
  return items.subarray(starts[row], starts[row + 1]);
}

/** Pairs of numbers, gathered and then sorted into lists by the first one. */
class Pairs {
  #rows: Int32Array;
  #items: Int32Array;
  #count = 0;

  constructor(room: number) {
    this.#rows = new Int32Array(room);
    this.#items = new Int32Array(room);
  }

  add(row: number, item: number): void {
    if (this.#count === this.#rows.length) {
      const grown = (before: Int32Array) => {
        const larger = new Int32Array(2 * before.length + 1);
        larger.set(before);
        return larger;
      };
      this.#rows = grown(this.#rows);
      this.#items = grown(this.#items);
    }
    this.#rows[this.#count] = row;
    this.#items[this.#count++] = item;
  }

  lists(rows: number): Lists {
    return listsOf(this.#rows, this.#items, this.#count, rows);
  }
}

/** The first `count` pairs as lists; items of one row keep their order. */
function listsOf(rowOf: Int32Array, itemOf: Int32Array, count: number, rows: number): Lists {
  const starts = new Int32Array(rows + 1);
  for (let at = 0; at < count; at++) starts[rowOf[at] + 1]++;
  for (let row = 0; row < rows; row++) starts[row + 1] += starts[row];
  const next = starts.slice(0, rows);
  const items = new Int32Array(count);
  for (let at = 0; at < count; at++) items[next[rowOf[at]]++] = itemOf[at];
  return { starts, items };
}

class Maker {
  readonly #data: ModelData;
  readonly #isModal: boolean;
  readonly #unitOf: Int32Array;
  readonly #isOrdered: Uint8Array;
  readonly #users: Pairs;
  readonly #readers: Pairs;
  /** The unit that was noted last as a user of each expression, so that it is noted once. */
  readonly #noted: Int32Array;
  readonly #selfMentions = new Map<SymbolId, Int32Array>();

  constructor(data: ModelData) {
    this.#data = data;
    this.#isModal = data.dialect.choices === "modal";
    const { count, choice } = data.symbols;
    this.#unitOf = new Int32Array(count);
    for (let symbol = 0; symbol < count; symbol++)
      this.#unitOf[symbol] = choice[symbol] === ABSENT ? symbol : choice[symbol];
    this.#isOrdered = new Uint8Array(count);
    const expressions = data.expressions.operator.length;
    this.#users = new Pairs(expressions);
    this.#readers = new Pairs(1024);
    this.#noted = new Int32Array(expressions).fill(ABSENT);
  }

  make(): Dependents {
    const { symbols, expressions } = this.#data;
    const [leaves, parents] = this.#operands();
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) this.#noteChoice(symbol, leaves, parents);
      else if (symbols.choice[symbol] === ABSENT) this.#noteSymbol(symbol, symbol, undefined);
      else if (!rowOf(symbols.members, symbols.choice[symbol]).includes(symbol))
        this.#isOrdered[symbols.choice[symbol]] = 1;
    }
    const users = this.#users.lists(expressions.operator.length);
    const readers = this.#readers.lists(symbols.count);
    const modular = this.#modularUnits();
    const graph = { leaves, parents, users, readers, modular };
    const { position, order } = this.#sort(graph);
    return {
      ...graph,
      unitOf: this.#unitOf,
      position,
      order,
      selfMentions: this.#selfMentions,
      isOrdered: this.#isOrdered,
      hasOrdered: this.#isOrdered.includes(1),
    };
  }

  #operands(): [leaves: Lists, parents: Lists] {
    const { symbols, expressions } = this.#data;
    const { operator, left, right } = expressions;
    const leaves = new Pairs(operator.length);
    const parents = new Pairs(2 * operator.length);
    for (let id = 1; id < operator.length; id++) {
      const op = operator[id];
      if (op === Op.none) continue;
      const into = op === Op.symbol || isComparison(op) ? leaves : parents;
      into.add(left[id], id);
      if (op !== Op.symbol && op !== Op.not && right[id] !== left[id]) into.add(right[id], id);
    }
    return [leaves.lists(symbols.count), parents.lists(operator.length)];
  }

  // --- what a unit looks at --------------------------------------------------------------------------------------

  /** `own`: expressions that rest on the unit's own value, whose operands count in their place. */
  #note(id: ExpressionId, unit: SymbolId, own: ReadonlySet<ExpressionId> | undefined): void {
    if (id === NONE || this.#noted[id] === unit) return;
    this.#noted[id] = unit;
    if (own?.has(id) !== true) {
      this.#users.add(id, unit);
      return;
    }
    const { operator, left, right } = this.#data.expressions;
    const op = operator[id];
    if (op === Op.symbol) return;
    if (isComparison(op)) {
      // The other side has an expression of its own only if it happens to be a condition somewhere.
      for (const side of [left[id], right[id]]) if (side !== unit) this.#readers.add(side, unit);
      return;
    }
    this.#note(left[id], unit, own);
    if (op !== Op.not) this.#note(right[id], unit, own);
  }

  /** What the value of a symbol that is no choice rests on. */
  #noteSymbol(symbol: SymbolId, unit: SymbolId, own: ReadonlySet<ExpressionId> | undefined): void {
    const { symbols, properties, expressions } = this.#data;
    const type = symbols.type[symbol];
    if (type === Type.unknown) return;
    const isLogical = isLogicalType(type);
    this.#note(symbols.directDependency[symbol], unit, own);
    this.#note(symbols.reverseDependency[symbol], unit, own);
    this.#note(symbols.weakReverseDependency[symbol], unit, own);
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      const kind = properties.kind[property];
      if (kind !== Kind.prompt && kind !== Kind.default && kind !== Kind.range) continue;
      this.#note(properties.condition[property], unit, own);
      const value = properties.value[property];
      if (kind === Kind.range) {
        this.#noteText(value, unit);
        this.#noteText(properties.upper[property], unit);
      } else if (kind === Kind.default) {
        if (isLogical) this.#note(value, unit, own);
        if (expressions.operator[value] !== Op.symbol) continue;
        const source = expressions.left[value];
        const isFormerName = (symbols.flags[source] & SymbolFlag.transitional) !== 0;
        if (!isLogical || isFormerName) this.#noteText(source, unit);
      }
    }
  }

  #noteText(symbol: SymbolId, unit: SymbolId): void {
    this.#readers.add(symbol, unit);
    // A member has a text only if it was asked before its choice.
    if (this.#data.symbols.choice[symbol] !== ABSENT) this.#isOrdered[unit] = 1;
  }

  #noteChoice(choice: SymbolId, leaves: Lists, parents: Lists): void {
    const { symbols, properties, expressions } = this.#data;
    const members = rowOf(symbols.members, choice);
    let own: ReadonlySet<ExpressionId> | undefined;
    if (this.#isModal) {
      own = closure(rowOf(leaves, choice), parents);
      this.#selfMentions.set(choice, Int32Array.from(own).sort());
    }
    // Not `own`: a choice whose own conditions name it is a circle.
    this.#note(symbols.directDependency[choice], choice, undefined);
    this.#note(symbols.reverseDependency[choice], choice, undefined);
    this.#note(symbols.weakReverseDependency[choice], choice, undefined);
    for (const property of rowOf(symbols.properties, choice)) {
      const kind = properties.kind[property];
      if (kind !== Kind.prompt && kind !== Kind.default) continue;
      this.#note(properties.condition[property], choice, undefined);
      const member = expressions.left[properties.value[property]];
      if (kind !== Kind.default || members.includes(member)) continue;
      // Counts if somebody looked at its visibility before, and if nobody set it to n.
      this.#isOrdered[choice] = 1;
      this.#isOrdered[this.#unitOf[member]] = 1;
    }
    for (const member of members) {
      this.#noteSymbol(member, choice, own);
      if (!this.#isPlainMember(member, choice, own)) {
        this.#isOrdered[choice] = 1;
        this.#isOrdered[this.#unitOf[member]] = 1;
      }
    }
    if (symbols.choice[choice] !== ABSENT) {
      this.#isOrdered[choice] = 1;
      this.#isOrdered[this.#unitOf[choice]] = 1;
    }
  }

  /** Whether nothing of a member depends on which of the choice's symbols is asked first. */
  #isPlainMember(member: SymbolId, choice: SymbolId, own: ReadonlySet<ExpressionId> | undefined): boolean {
    const { symbols, properties } = this.#data;
    const type = symbols.type[member];
    if (!isLogicalType(type)) return false;
    if (symbols.choice[member] !== choice || (symbols.flags[member] & SymbolFlag.choice) !== 0) return false;
    if (own === undefined) return true;
    // What makes it visible calculates the choice first; a prompt outside of the choice does not.
    const prompts = rowOf(symbols.properties, member).filter((each) => properties.kind[each] === Kind.prompt);
    return prompts.length === 0 || prompts.some((each) => own.has(properties.condition[each]));
  }

  #modularUnits(): Int32Array {
    const { symbols, modules } = this.#data;
    if (modules === NO) return new Int32Array(0);
    const isModular = new Uint8Array(symbols.count);
    let count = 0;
    for (let symbol = YES + 1; symbol < symbols.count; symbol++) {
      const unit = this.#unitOf[symbol];
      if (symbols.type[symbol] !== Type.tristate || isModular[unit] === 1) continue;
      isModular[unit] = 1;
      count += 1;
    }
    const units = new Int32Array(count);
    for (let unit = 0, at = 0; at < count; unit++) if (isModular[unit] === 1) units[at++] = unit;
    return units;
  }

  // --- the order -------------------------------------------------------------------------------------------------

  #sort(graph: Pick<Dependents, "leaves" | "parents" | "users" | "readers" | "modular">) {
    const { symbols } = this.#data;
    const { count } = symbols;
    const { leaves, parents, users, readers, modular } = graph;
    // Points are symbols, of which only units are looked at, and behind them expressions.
    const open = waiting(this.#data, users.items, readers.items, modular);
    const isOrdered = new Uint8Array(open.length);
    isOrdered.set(this.#isOrdered);
    const walk: Walk = { open, isOrdered, queue: new Int32Array(open.length), end: 0 };
    for (let symbol = 0; symbol < count; symbol++)
      if (this.#unitOf[symbol] === symbol && open[symbol] === 0) walk.queue[walk.end++] = symbol;
    const position = new Int32Array(count).fill(ABSENT);
    const order = new Int32Array(count);
    let places = 0;
    for (let at = 0; at < walk.end; at++) {
      const point = walk.queue[at];
      if (point >= count) {
        reachRow(walk, point, parents, point - count, count);
        reachRow(walk, point, users, point - count, 0);
        continue;
      }
      position[point] = places;
      order[places++] = point;
      this.#leave(walk, point, point, leaves, readers, modular);
      if ((symbols.flags[point] & SymbolFlag.choice) === 0) continue;
      for (const member of rowOf(symbols.members, point))
        if (this.#unitOf[member] === point) this.#leave(walk, point, member, leaves, readers, modular);
    }
    for (let unit = 0; unit < count; unit++) {
      this.#isOrdered[unit] = isOrdered[unit];
      if (this.#unitOf[unit] !== unit || position[unit] !== ABSENT) continue;
      this.#isOrdered[unit] = 1;
      position[unit] = places;
      order[places++] = unit;
    }
    return { position, order: order.subarray(0, places) };
  }

  /** On from one of a unit's symbols. */
  #leave(walk: Walk, unit: SymbolId, symbol: SymbolId, leaves: Lists, readers: Lists, modular: Int32Array) {
    reachRow(walk, unit, leaves, symbol, this.#data.symbols.count);
    reachRow(walk, unit, readers, symbol, 0);
    if (symbol === this.#data.modules) for (const each of modular) reach(walk, unit, each);
  }
}

/** Points, each handed out when all that it rests on was. */
interface Walk {
  /** On how many others each still waits. */
  readonly open: Int32Array;
  /** 1 for those that rest on one that is so. */
  readonly isOrdered: Uint8Array;
  readonly queue: Int32Array;
  end: number;
}

// Small functions, which are compiled soon: all of this runs once.

function reachRow(walk: Walk, from: number, { starts, items }: Lists, row: number, offset: number): void {
  const end = starts[row + 1];
  for (let at = starts[row]; at < end; at++) reach(walk, from, items[at] + offset);
}

function reach(walk: Walk, from: number, to: number): void {
  walk.isOrdered[to] |= walk.isOrdered[from];
  if (--walk.open[to] === 0) walk.queue[walk.end++] = to;
}

/** On how many others each point waits. */
function waiting(
  { symbols, expressions: { operator, left, right } }: ModelData,
  ...lists: readonly Int32Array[]
): Int32Array {
  const open = new Int32Array(symbols.count + operator.length);
  for (const points of lists) for (let at = 0; at < points.length; at++) open[points[at]]++;
  for (let id = 1; id < operator.length; id++) {
    const op = operator[id];
    if (op === Op.none) continue;
    const isSingle = op === Op.symbol || op === Op.not || left[id] === right[id];
    open[symbols.count + id] = isSingle ? 1 : 2;
  }
  return open;
}

/** Expressions with all that rest on them. */
function closure(start: Iterable<ExpressionId>, parents: Lists): Set<ExpressionId> {
  const found = new Set(start);
  for (const id of found) for (const parent of rowOf(parents, id)) found.add(parent);
  return found;
}
