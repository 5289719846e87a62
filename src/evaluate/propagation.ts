/** Values that change little by little: after a change of user values, only what can differ is calculated anew. */

import {
  ABSENT,
  hasTransitional,
  isLogicalType,
  type ModelData,
  SymbolFlag,
  type SymbolId,
} from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import { type Calculation, Mark, UNKNOWN } from "./calculation.ts";
import type { ChangeRule, ChangeSet, SymbolChange, UserChange } from "./change-set.ts";
import { type Dependents, dependentsOf, rowOf } from "./dependents.ts";
import { and, letterOf, N, type Tristate } from "./tristate.ts";
import type { UserState, UserValues } from "./user-values.ts";

// The rules are those of Calculation, which does all calculating here. A unit is done when all that it rests on is, so
// that what it asks for is there; values of expressions are kept as those of their operands change. Where values may
// depend on the order in which symbols are asked (`isOrdered` of Dependents), all are calculated anew.

/** What is known of one symbol. */
interface Snapshot {
  readonly tristate: Tristate;
  readonly text: string;
  readonly marks: number;
  readonly visibility: Tristate;
  readonly direct: Tristate;
  readonly reverse: Tristate;
  readonly weak: Tristate;
  readonly chosen: SymbolId | undefined;
}

/** All of it, by symbol. */
interface Columns {
  readonly tristate: Uint8Array;
  readonly text: readonly string[];
  readonly marks: Uint8Array;
  readonly visibility: Uint8Array;
  readonly direct: Uint8Array;
  readonly reverse: Uint8Array;
  readonly weak: Uint8Array;
  readonly chosen: ReadonlyMap<SymbolId, SymbolId>;
}

/** Keeps one configuration's values up to date. After each change they are those of a new configuration. */
export class Propagation {
  readonly #data: ModelData;
  readonly #user: UserValues;
  readonly #values: Calculation;
  readonly #dependents: Dependents;
  /** By place of the unit: 1 where it is to be calculated anew. */
  readonly #isDue: Uint8Array;
  /** By unit that is due: the symbol whose change led to it first. */
  readonly #cause: Int32Array;
  /** Symbols for which another value is asked than before. */
  #changed = new Set<SymbolId>();
  /** Whether something is due whose value may depend on the order. */
  #met = false;
  #before = new Map<SymbolId, Snapshot>();

  /**
   * `values`: `complete` if all of them are there and right, by another propagation; `stale` if something of them may be
   * out of date.
   */
  constructor(data: ModelData, user: UserValues, values: Calculation, state: "complete" | "fresh" | "stale") {
    this.#data = data;
    this.#user = user;
    this.#values = values;
    this.#dependents = dependentsOf(data);
    this.#isDue = new Uint8Array(this.#dependents.order.length);
    this.#cause = new Int32Array(data.symbols.count);
    if (state === "complete") return;
    values.askedBefore = new Map();
    // Elsewhere values may be those of an order of questions, or what they made of user values stands in their place.
    const isPlain = data.dialect.choices === "exclusive" && !hasTransitional(data);
    if (state === "stale" || !isPlain || this.#dependents.hasOrdered) values.startAnew();
    values.calculateAll();
  }

  /** Makes the changes, in this order, and calculates what follows. */
  apply(changes: readonly UserChange[]): ChangeSet {
    const settled = this.takeBack();
    const undo = new Map<SymbolId, UserState>();
    for (const change of changes) this.#make(change, undo);
    this.#before = new Map();
    this.#met = false;
    this.#changed = new Set();
    for (const [symbol, before] of undo) {
      const now = this.#user.stateOf(symbol);
      if (now.tristate !== before.tristate || now.text !== before.text) this.#changed.add(symbol);
      this.#due(this.#dependents.unitOf[symbol], symbol);
    }
    for (const state of settled) {
      if (this.#isDue[this.#placeOf(state.symbol)] === 0) this.#settleAgain(state);
    }
    if (!this.#met) this.#calculateDue();
    const found = this.#met ? this.#calculateAnew(undo) : this.#compareTouched();
    found.sort((a, b) => a.symbol - b.symbol);
    const states = [...undo.values()].reverse();
    return { changes: found, undo: states.map((state) => ({ kind: "restore", state })) };
  }

  /** What was asked, without what the calculation made of it. */
  asked(): UserValues {
    const settled = this.takeBack();
    const asked = this.#user.clone();
    for (const state of settled) this.#settleAgain(state);
    return asked;
  }

  /** Gives all symbols back what was asked for them, and answers what the calculation had made of that. */
  takeBack(): readonly UserState[] {
    const asked = this.#values.askedBefore;
    if (asked === undefined || asked.size === 0) return [];
    const settled = [...asked.keys()].map((symbol) => this.#user.stateOf(symbol));
    for (const state of asked.values()) this.#user.restore(state);
    asked.clear();
    return settled;
  }

  // --- user values -----------------------------------------------------------------------------------------------

  #settleAgain(state: UserState): void {
    this.#values.askedBefore?.set(state.symbol, this.#user.stateOf(state.symbol));
    this.#user.restore(state);
  }

  #make(change: UserChange, undo: Map<SymbolId, UserState>): void {
    const { symbols } = this.#data;
    const symbol = change.kind === "restore" ? change.state.symbol : change.symbol;
    const choice = symbols.choice[symbol];
    for (const each of choice === ABSENT ? [symbol] : [symbol, choice])
      if (!undo.has(each)) undo.set(each, this.#user.stateOf(each));
    if (change.kind === "restore") this.#user.restore(change.state);
    else if (change.kind === "clear") this.#user.clear(symbol);
    else if (typeof change.value === "string") this.#user.setText(symbol, change.value, change.origin);
    else this.#user.setTristate(symbol, change.value, change.origin);
  }

  // --- what is due -----------------------------------------------------------------------------------------------

  #placeOf(symbol: SymbolId): number {
    return this.#dependents.position[this.#dependents.unitOf[symbol]];
  }

  #due(unit: SymbolId, cause: SymbolId): void {
    const { position, isOrdered } = this.#dependents;
    const place = position[unit];
    if (this.#isDue[place] === 1) return;
    this.#isDue[place] = 1;
    this.#cause[unit] = cause;
    if (isOrdered[unit] === 1) this.#met = true;
  }

  /** All that looks at a symbol, whether its value is another one or not. */
  #reachUsers(symbol: SymbolId): void {
    const { leaves, users, readers } = this.#dependents;
    for (const leaf of rowOf(leaves, symbol)) for (const unit of rowOf(users, leaf)) this.#due(unit, symbol);
    for (const unit of rowOf(readers, symbol)) this.#due(unit, symbol);
  }

  #calculateDue(): void {
    const { order } = this.#dependents;
    for (let place = this.#isDue.indexOf(1); place >= 0; place = this.#isDue.indexOf(1, place + 1)) {
      this.#calculateUnit(order[place]);
      this.#isDue[place] = 0;
      if (this.#met) return;
    }
  }

  #calculateUnit(unit: SymbolId): void {
    const { symbols, dialect } = this.#data;
    if ((symbols.flags[unit] & SymbolFlag.choice) === 0) {
      this.#startAnewFor(unit);
      this.#values.calculate(unit);
      this.#reachFrom(unit);
      return;
    }
    const members = rowOf(symbols.members, unit);
    const own = this.#dependents.selfMentions.get(unit) ?? [];
    const before = Array.from(own, (id) => this.#values.expressionValue[id]);
    for (const id of own) this.#values.expressionValue[id] = UNKNOWN;
    this.#startAnewFor(unit);
    for (const member of members) this.#startAnewFor(member);
    this.#values.calculate(unit);
    for (const member of members) this.#values.calculate(member);
    if (dialect.choices === "exclusive") this.#values.choose(unit);
    // All that rests on one of these is one of them.
    const { users } = this.#dependents;
    own.forEach((id, at) => {
      if (this.#values.expression(id) === before[at]) return;
      for (const user of rowOf(users, id)) this.#due(user, unit);
    });
    for (const symbol of [unit, ...members]) this.#reachFrom(symbol);
  }

  #startAnewFor(symbol: SymbolId): void {
    const asked = this.#values.askedBefore?.get(symbol);
    if (asked !== undefined) {
      this.#user.restore(asked);
      this.#values.askedBefore?.delete(symbol);
    }
    if (!this.#before.has(symbol)) this.#before.set(symbol, this.#snapshot(symbol, this.#values));
    if (this.#values.unmet.some((each) => each.symbol === symbol))
      this.#values.unmet = this.#values.unmet.filter((each) => each.symbol !== symbol);
    this.#values.startAnewFor(symbol);
  }

  /** What rests on a symbol that was calculated anew. */
  #reachFrom(symbol: SymbolId): void {
    const before = this.#before.get(symbol);
    const { tristate, text } = this.#values;
    // Whether a former name was set counts as well.
    if ((this.#data.symbols.flags[symbol] & SymbolFlag.transitional) !== 0) this.#reachUsers(symbol);
    if (before === undefined || (before.tristate === tristate[symbol] && before.text === text[symbol]))
      return;
    const { leaves, readers, modular } = this.#dependents;
    for (const unit of rowOf(readers, symbol)) this.#due(unit, symbol);
    for (const leaf of rowOf(leaves, symbol)) this.#renew(leaf, symbol);
    if (symbol !== this.#data.modules) return;
    this.#values.modules = tristate[symbol] as Tristate;
    for (const unit of modular) this.#due(unit, symbol);
  }

  /**
   * Calculates an expression anew, and what rests on it where the value is another one. An operand may follow later,
   * which then does the same. A loop, so that long chains cost no stack.
   */
  #renew(id: ExpressionId, cause: SymbolId): void {
    const { parents, users } = this.#dependents;
    const { expressionValue } = this.#values;
    const pending = [id];
    while (pending.length > 0) {
      const at = pending.pop()!;
      const before = expressionValue[at];
      expressionValue[at] = UNKNOWN;
      if (this.#values.expression(at) === before) continue;
      for (let next = users.starts[at]; next < users.starts[at + 1]; next++)
        this.#due(users.items[next], cause);
      for (let next = parents.starts[at]; next < parents.starts[at + 1]; next++)
        pending.push(parents.items[next]);
    }
  }

  // --- what differs ----------------------------------------------------------------------------------------------

  #calculateAnew(asked: ReadonlyMap<SymbolId, UserState>): SymbolChange[] {
    const { tristate, text, marks, visibility, direct, reverse, weak, chosen } = this.#values;
    const columns: Columns = {
      tristate: tristate.slice(),
      text: [...text],
      marks: marks.slice(),
      visibility: visibility.slice(),
      direct: direct.slice(),
      reverse: reverse.slice(),
      weak: weak.slice(),
      chosen: new Map(chosen),
    };
    this.#isDue.fill(0);
    this.takeBack();
    this.#values.startAnew();
    this.#values.calculateAll();
    const first: SymbolId = asked.keys().next().value ?? ABSENT;
    this.#cause.fill(first);
    const found: SymbolChange[] = [];
    for (let symbol = 0; symbol < this.#data.symbols.count; symbol++) {
      const before = this.#before.get(symbol) ?? this.#snapshot(symbol, columns);
      const change = this.#compare(symbol, before);
      if (change !== undefined) found.push(change);
    }
    return found;
  }

  #compareTouched(): SymbolChange[] {
    const found: SymbolChange[] = [];
    for (const [symbol, before] of this.#before) {
      const change = this.#compare(symbol, before);
      if (change !== undefined) found.push(change);
    }
    return found;
  }

  #compare(symbol: SymbolId, before: Snapshot): SymbolChange | undefined {
    const after = this.#snapshot(symbol, this.#values);
    const isChoice = (this.#data.symbols.flags[symbol] & SymbolFlag.choice) !== 0;
    const wasWritten = (before.marks & Mark.written) !== 0;
    const isWritten = (after.marks & Mark.written) !== 0;
    const value = { from: this.#valueOf(symbol, before), to: this.#valueOf(symbol, after) };
    if (
      value.from === value.to &&
      before.visibility === after.visibility &&
      before.reverse === after.reverse &&
      wasWritten === isWritten &&
      before.chosen === after.chosen
    )
      return undefined;
    const because = this.#changed.has(symbol) ? symbol : this.#cause[this.#dependents.unitOf[symbol]];
    return {
      symbol,
      value,
      visibility: { from: before.visibility, to: after.visibility },
      reverseDependency: { from: before.reverse, to: after.reverse },
      isWritten: { from: wasWritten, to: isWritten },
      ...(isChoice && { chosen: { from: before.chosen, to: after.chosen } }),
      why: { by: this.#ruleOf(symbol, before, after, because), because },
    };
  }

  #ruleOf(symbol: SymbolId, before: Snapshot, after: Snapshot, because: SymbolId): ChangeRule {
    if (because === symbol) return "user value";
    const { symbols, modules } = this.#data;
    const isSameValue = this.#valueOf(symbol, before) === this.#valueOf(symbol, after);
    const demands = (now: Snapshot) => now.reverse !== N && now.tristate === now.reverse;
    const implies = (now: Snapshot) => now.weak !== N && now.tristate === and(now.weak, now.direct);
    if (!isSameValue) {
      if (before.reverse !== after.reverse && (demands(before) || demands(after))) return "select";
      if (before.weak !== after.weak && (implies(before) || implies(after))) return "imply";
    }
    if (before.visibility !== after.visibility) return "visibility";
    if (symbols.choice[symbol] !== ABSENT || before.chosen !== after.chosen) return "choice";
    if (before.reverse !== after.reverse) return "select";
    if (before.weak !== after.weak) return "imply";
    if (before.direct !== after.direct) return "dependency";
    return because === modules ? "modules" : "default";
  }

  #valueOf(symbol: SymbolId, { tristate, text }: Snapshot): string {
    const type = this.#data.symbols.type[symbol];
    return isLogicalType(type) ? letterOf(tristate) : text;
  }

  #snapshot(symbol: SymbolId, columns: Columns): Snapshot {
    return {
      tristate: columns.tristate[symbol] as Tristate,
      text: columns.text[symbol],
      marks: columns.marks[symbol],
      visibility: columns.visibility[symbol] as Tristate,
      direct: columns.direct[symbol] as Tristate,
      reverse: columns.reverse[symbol] as Tristate,
      weak: columns.weak[symbol] as Tristate,
      chosen: columns.chosen.get(symbol),
    };
  }
}
