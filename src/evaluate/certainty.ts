/** Which values are the same whatever the unknown words of a tree are: commands that were not run, for one. */

import {
  ABSENT,
  isLogicalType,
  isTransitional,
  Kind,
  type ModelData,
  NO,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  type UnknownWord,
  YES,
} from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op, operandsOf } from "../model/expressions.ts";
import { coneOf } from "../model/mentions.ts";
import { type Algebra, type Atoms, Interpreter } from "./algebra.ts";
import type { Configuration } from "./configuration.ts";
import { and, M, N, not, or, type Tristate, tristateOf, Y } from "./tristate.ts";
import { reachingUnknown } from "./unknown-reach.ts";

// Every bool and tristate gets the least and the greatest value that it may have, over all that the unknown words may
// be; a text is known or not. The logic of three values keeps bounds: and, or, not of bounds are bounds. Where the
// calculation is less plain (choices, ranges) the bounds are wider than they need be: what is called known is known,
// what is not may be.

/** The least and the greatest value. */
interface Bounds {
  readonly low: Tristate;
  readonly high: Tristate;
}

const exactly = (value: Tristate): Bounds => ({ low: value, high: value });
const NEVER = exactly(N);
const ALWAYS = exactly(Y);
const ANY: Bounds = { low: N, high: Y };

const isOne = ({ low, high }: Bounds): boolean => low === high;
const both = (a: Bounds, b: Bounds): Bounds => ({ low: and(a.low, b.low), high: and(a.high, b.high) });
const either = (a: Bounds, b: Bounds): Bounds => ({ low: or(a.low, b.low), high: or(a.high, b.high) });

/** `and`, `or` and `not` of bounds are the bounds of what they are of. */
const BOUNDS: Algebra<Bounds> = {
  always: ALWAYS,
  not: ({ low, high }) => ({ low: not(high), high: not(low) }),
  and: (operands) => operands.reduce(both, ALWAYS),
  or: (operands) => operands.reduce(either, NEVER),
};

/** One or the other. */
const join = (a: Bounds | undefined, b: Bounds): Bounds =>
  a === undefined ? b : { low: and(a.low, b.low), high: or(a.high, b.high) };
/** The bounds where it is known to be no n. */
const ifNotN = ({ low, high }: Bounds): Bounds => ({ low: or(low, M), high });

/** A way from a symbol to a word that nobody knows. */
export interface Rest {
  readonly word: UnknownWord;
  /** Symbols on the way, the nearest first; none if the symbol's own lines have the word. */
  readonly through: readonly SymbolId[];
}

/** What is known of the values of one configuration. They must not change while this is used. */
export class Certainty {
  readonly #configuration: Configuration;
  readonly #data: ModelData;
  readonly #reaching: Uint8Array;
  readonly #symbols = new Map<SymbolId, Bounds>();
  readonly #expressions: Interpreter<Bounds>;
  readonly #texts = new Map<SymbolId, boolean>();
  readonly #choices = new Map<SymbolId, boolean>();
  #modulesCone: ReadonlySet<SymbolId> | undefined;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#data = configuration.model.data;
    this.#reaching = reachingUnknown(this.#data);
    const atoms: Atoms<Bounds> = {
      symbol: (symbol) => this.#symbol(symbol),
      comparison: (_, left, right, id) =>
        this.isKnown(left) && this.isKnown(right) ? exactly(configuration.evaluate(id)) : ANY,
    };
    // Bounds that rest on what is under way are wider than they need be, and not kept for others.
    this.#expressions = new Interpreter(this.#data.expressions, BOUNDS, atoms, isOne);
  }

  /** Whether there is anything that nobody knows. */
  get hasUnknown(): boolean {
    return this.#data.unknownWords.length > 0;
  }

  /** Whether the value is the calculated one whatever the unknown words are. */
  isKnown(symbol: SymbolId): boolean {
    if (this.#reaching[symbol] === 0) return true;
    return this.#isLogical(symbol) ? isOne(this.#symbol(symbol)) : this.#isTextKnown(symbol);
  }

  /** The least and the greatest value that a bool or tristate may have. */
  bounds(symbol: SymbolId): readonly [low: Tristate, high: Tristate] {
    const { low, high } = this.#symbol(symbol);
    return [low, high];
  }

  /** Whether the line of .config, and whether there is one, is the calculated one. */
  isLineKnown(symbol: SymbolId): boolean {
    if (this.#reaching[symbol] === 0) return true;
    if (!this.isKnown(symbol)) return false;
    const reasons = [
      this.#visibility(symbol),
      this.#demand(symbol, this.#data.symbols.reverseDependency[symbol]),
      this.#demand(symbol, this.#data.symbols.weakReverseDependency[symbol]),
      this.#isLogical(symbol) ? this.#default(symbol) : this.#hasDefault(symbol),
    ];
    return reasons.some(({ low }) => low !== N) || reasons.every(({ high }) => high === N);
  }

  /** Whether a condition is n, or is not, whatever the unknown words are. */
  isConditionKnown(id: ExpressionId): boolean {
    const { low, high } = this.#expression(id);
    return low !== N || high === N;
  }

  /** The words that a value may rest on, the nearest first; none for a value that is known. */
  restsOn(symbol: SymbolId): readonly Rest[] {
    if (this.isLineKnown(symbol)) return [];
    const found = this.#search(symbol, (asked) =>
      asked === symbol || !this.isLineKnown(asked) ? this.#uncertainIn(asked) : [],
    );
    // In a loop of symbols each of which is uncertain only because of the next, none has a word of its own.
    return found.length > 0 ? found : this.reachesUnknown(symbol);
  }

  /** Unknown words in the order of their distance, along what `next` says that a symbol leads to. */
  #search(symbol: SymbolId, next: (symbol: SymbolId) => Iterable<SymbolId>): readonly Rest[] {
    const found: Rest[] = [];
    const seen = new Set([symbol]);
    const words = new Map(this.#data.unknownWords.map((word) => [word.symbol, word]));
    const queue: { readonly symbol: SymbolId; readonly through: readonly SymbolId[] }[] = [
      { symbol, through: [] },
    ];
    for (let at = 0; at < queue.length; at++) {
      const { symbol: asked, through } = queue[at];
      for (const mentioned of next(asked)) {
        if (seen.has(mentioned)) continue;
        seen.add(mentioned);
        const word = words.get(mentioned);
        if (word !== undefined) found.push({ word, through });
        else queue.push({ symbol: mentioned, through: [...through, mentioned] });
      }
    }
    return found;
  }

  /** Words that the symbol's lines lead to, whatever its values are: for what a search or a proof went through. */
  reachesUnknown(symbol: SymbolId): readonly Rest[] {
    return this.#reaching[symbol] === 0 ? [] : this.#search(symbol, (asked) => this.#mentionedIn(asked));
  }

  // --- bounds ----------------------------------------------------------------------------------------------------

  #isLogical(symbol: SymbolId): boolean {
    const type = this.#data.symbols.type[symbol];
    return isLogicalType(type);
  }

  #symbol(symbol: SymbolId): Bounds {
    if (symbol <= YES) return exactly(symbol as Tristate);
    const { flags, choice } = this.#data.symbols;
    if ((flags[symbol] & SymbolFlag.unknown) !== 0) return ANY;
    if (this.#reaching[symbol] === 0 || !this.#isLogical(symbol))
      return exactly(this.#configuration.tristate(symbol));
    const known = this.#symbols.get(symbol);
    if (known !== undefined) return known;
    // What is asked for while this is under way can be anything.
    this.#symbols.set(symbol, ANY);
    let bounds: Bounds;
    if ((flags[symbol] & SymbolFlag.choice) !== 0)
      bounds = this.#data.dialect.choices === "exclusive" ? NEVER : this.#mode(symbol);
    else if (choice[symbol] !== ABSENT) bounds = this.#member(symbol, choice[symbol]);
    else bounds = this.#logical(symbol);
    this.#symbols.set(symbol, bounds);
    return bounds;
  }

  #logical(symbol: SymbolId): Bounds {
    const visible = this.#visibility(symbol);
    const user = this.#configuration.userValue(this.#configuration.model.symbolAt(symbol));
    // What was taken over from a former name is a default, and rests on what that rests on.
    const asked = user?.formerName === undefined ? tristateOf(user?.value ?? "") : undefined;
    let value: Bounds | undefined;
    if (asked !== undefined && visible.high !== N) value = both(exactly(asked), ifNotN(visible));
    if (asked === undefined || visible.low === N) value = join(value, this.#unasked(symbol));
    const reverse = this.#isTransitional(symbol)
      ? NEVER
      : this.#demand(symbol, this.#data.symbols.reverseDependency[symbol]);
    const raised = this.#withoutM(symbol, either(value ?? NEVER, reverse));
    return this.#data.dialect.imply === "dropped" && raised.high === M ? { ...raised, high: Y } : raised;
  }

  /** What defaults and implies give. */
  #unasked(symbol: SymbolId): Bounds {
    const given = this.#default(symbol);
    const weak = this.#demand(symbol, this.#data.symbols.weakReverseDependency[symbol]);
    if (weak.high === N) return given;
    const direct = this.#withoutM(symbol, this.#expression(this.#data.symbols.directDependency[symbol]));
    const raised = either(given, ifNotN(weak));
    const isSure = weak.low !== N;
    if (this.#data.dialect.imply === "dropped")
      return isSure && direct.low !== N ? raised : join(raised, given);
    const implied = both(raised, direct);
    return isSure ? implied : join(implied, given);
  }

  #default(symbol: SymbolId): Bounds {
    const { value: values, condition } = this.#data.properties;
    let bounds: Bounds | undefined;
    for (const property of this.#properties(symbol, Kind.default)) {
      const holds = this.#expression(condition[property]);
      if (holds.high === N) continue;
      bounds = join(bounds, both(this.#expression(values[property]), ifNotN(holds)));
      if (holds.low !== N) return bounds;
    }
    return join(bounds, NEVER);
  }

  /** Whether a number or string gets its text from a default. */
  #hasDefault(symbol: SymbolId): Bounds {
    const { condition } = this.#data.properties;
    return this.#properties(symbol, Kind.default)
      .map((property) => this.#expression(condition[property]))
      .reduce(either, NEVER);
  }

  #isTransitional(symbol: SymbolId): boolean {
    return isTransitional(this.#data, symbol);
  }

  #visibility(symbol: SymbolId): Bounds {
    if (this.#isTransitional(symbol)) return ALWAYS;
    const { condition } = this.#data.properties;
    const visible = this.#properties(symbol, Kind.prompt)
      .map((property) => this.#expression(condition[property]))
      .reduce(either, NEVER);
    return this.#withoutM(symbol, visible);
  }

  #demand(symbol: SymbolId, id: ExpressionId): Bounds {
    return id === NONE ? NEVER : this.#withoutM(symbol, this.#expression(id));
  }

  /** m as y where m cannot be; where that is not known, either. */
  #withoutM(symbol: SymbolId, { low, high }: Bounds): Bounds {
    const raised = (value: Tristate): Tristate => (value === M ? Y : value);
    const { modules, symbols } = this.#data;
    if (symbols.type[symbol] !== Type.tristate) return { low: raised(low), high: raised(high) };
    if (modules === NO) return { low: raised(low), high: raised(high) };
    // What MODULES rests on is calculated with the state before, which nobody knows.
    this.#modulesCone ??= coneOf(this.#data, modules);
    if (this.#modulesCone.has(symbol) || !isOne(this.#symbol(modules))) return { low, high: raised(high) };
    const hasM = this.#configuration.modulesEnabled;
    return hasM ? { low, high } : { low: raised(low), high: raised(high) };
  }

  #expression(id: ExpressionId): Bounds {
    return this.#expressions.value(id);
  }

  // --- choices -----------------------------------------------------------------------------------------------------

  #member(symbol: SymbolId, choice: SymbolId): Bounds {
    if (this.#data.dialect.choices !== "exclusive" && !this.#isPlainModal(choice)) return ANY;
    if (this.#isChoiceKnown(choice)) return exactly(this.#configuration.tristate(symbol));
    return this.#visibility(symbol).high === N ? NEVER : ANY;
  }

  /** Whether a modal choice is y whenever it can be seen, and its members n whenever they cannot. */
  #isPlainModal(choice: SymbolId): boolean {
    const { dialect, symbols } = this.#data;
    const isOptional = (symbols.flags[choice] & SymbolFlag.optional) !== 0;
    return dialect.modalChoices === "members" && symbols.type[choice] === Type.bool && !isOptional;
  }

  #mode(choice: SymbolId): Bounds {
    return this.#isPlainModal(choice) ? this.#visibility(choice) : ANY;
  }

  /** Whether it is known which member of a choice is y, or that none is. */
  #isChoiceKnown(choice: SymbolId): boolean {
    let isKnown = this.#choices.get(choice);
    if (isKnown === undefined) {
      this.#choices.set(choice, false);
      isKnown = this.#isAskedMemberKnown(choice) || this.#areMembersKnown(choice);
      this.#choices.set(choice, isKnown);
    }
    return isKnown;
  }

  /** The member that was asked for last, if it can be seen for certain, is the one. */
  #isAskedMemberKnown(choice: SymbolId): boolean {
    const { model } = this.#configuration;
    if (this.#data.dialect.choices === "modal") {
      const picked = this.#configuration.pickedMember(choice);
      return picked !== undefined && this.#visibility(picked).low !== N;
    }
    for (const member of this.#configuration.memberPriority(choice)) {
      if (this.#configuration.userValue(model.symbolAt(member))?.value !== "y") continue;
      const visible = this.#visibility(member);
      if (visible.high !== N) return visible.low !== N;
    }
    return false;
  }

  #areMembersKnown(choice: SymbolId): boolean {
    const { properties, expressions, symbols } = this.#data;
    const { starts, items } = symbols.members;
    const members = items.subarray(starts[choice], starts[choice + 1]);
    const isSeenKnown = (symbol: SymbolId) => {
      const { low, high } = this.#visibility(symbol);
      return low !== N || high === N;
    };
    const defaults = this.#properties(choice, Kind.default);
    return (
      members.every(isSeenKnown) &&
      defaults.every(
        (property) =>
          this.isConditionKnown(properties.condition[property]) &&
          isSeenKnown(expressions.left[properties.value[property]]),
      )
    );
  }

  // --- texts -------------------------------------------------------------------------------------------------------

  #isTextKnown(symbol: SymbolId): boolean {
    const { flags, type } = this.#data.symbols;
    if ((flags[symbol] & SymbolFlag.unknown) !== 0) return false;
    if (this.#reaching[symbol] === 0 || type[symbol] === Type.unknown) return true;
    const known = this.#texts.get(symbol);
    if (known !== undefined) return known;
    this.#texts.set(symbol, false);
    const isKnown =
      this.#isSourceKnown(symbol) && (type[symbol] === Type.string || this.#isRangeKnown(symbol));
    this.#texts.set(symbol, isKnown);
    return isKnown;
  }

  /** Whether the text before any range is known. */
  #isSourceKnown(symbol: SymbolId): boolean {
    const hasUser = this.#configuration.hasUserValue(symbol);
    if (hasUser) {
      const visible = this.#visibility(symbol);
      if (visible.low !== N) return true;
      if (visible.high !== N) return false;
    }
    const { properties, expressions } = this.#data;
    for (const property of this.#properties(symbol, Kind.default)) {
      const holds = this.#expression(properties.condition[property]);
      if (holds.high === N) continue;
      if (holds.low === N) return false;
      const value = properties.value[property];
      return expressions.operator[value] !== Op.symbol || this.#isGivenKnown(expressions.left[value]);
    }
    return true;
  }

  /** Whether the text is known that a symbol gives to others: in C that of a bool or tristate is always "n". */
  #isGivenKnown(source: SymbolId): boolean {
    if (!this.#isLogical(source)) return this.#isTextKnown(source);
    return this.#data.dialect.textOfLogical === "n" || this.isKnown(source);
  }

  #isRangeKnown(symbol: SymbolId): boolean {
    const { condition, value, upper } = this.#data.properties;
    for (const property of this.#properties(symbol, Kind.range)) {
      const holds = this.#expression(condition[property]);
      if (holds.high === N) continue;
      if (holds.low === N) return false;
      return this.#isGivenKnown(value[property]) && this.#isGivenKnown(upper[property]);
    }
    return true;
  }

  // --- what stands where -------------------------------------------------------------------------------------------

  #properties(symbol: SymbolId, kind: number): readonly PropertyId[] {
    const { starts, items } = this.#data.symbols.properties;
    const own = items.subarray(starts[symbol], starts[symbol + 1]);
    return Array.from(own).filter((property) => this.#data.properties.kind[property] === kind);
  }

  /** Symbols and words in a symbol's own lines and conditions that are not known and may count. */
  #uncertainIn(symbol: SymbolId): ReadonlySet<SymbolId> {
    const found = new Set<SymbolId>();
    for (const id of this.#expressionsOf(symbol)) this.#gather(id, found);
    for (const limit of this.#limitsOf(symbol)) if (!this.isKnown(limit)) found.add(limit);
    return found;
  }

  /** All that lead on to an unknown word, the words included. */
  #mentionedIn(symbol: SymbolId): ReadonlySet<SymbolId> {
    const found = new Set<SymbolId>();
    const { operator, left, right } = this.#data.expressions;
    const pending = [...this.#expressionsOf(symbol)].reverse();
    while (pending.length > 0) {
      const id = pending.pop()!;
      const op = operator[id];
      if (id === NONE) continue;
      if (op === Op.symbol) found.add(left[id]);
      else if (isComparison(op)) found.add(left[id]).add(right[id]);
      else if (op === Op.not) pending.push(left[id]);
      else pending.push(right[id], left[id]);
    }
    for (const limit of this.#limitsOf(symbol)) found.add(limit);
    return new Set([...found].filter((each) => this.#reaching[each] === 1));
  }

  /** The symbol, and all that share its choice with it. */
  #groupOf(symbol: SymbolId): readonly SymbolId[] {
    const { choice, members } = this.#data.symbols;
    const home = choice[symbol];
    if (home === ABSENT) return [symbol];
    return [symbol, home, ...members.items.subarray(members.starts[home], members.starts[home + 1])];
  }

  /** Conditions and values that can decide a symbol, as they stand. */
  #expressionsOf(symbol: SymbolId): readonly ExpressionId[] {
    const { symbols, properties } = this.#data;
    return this.#groupOf(symbol).flatMap((each) => [
      ...this.#properties(each, Kind.prompt).map((property) => properties.condition[property]),
      ...this.#properties(each, Kind.default).flatMap((property) => [
        properties.condition[property],
        properties.value[property],
      ]),
      ...this.#properties(each, Kind.range).map((property) => properties.condition[property]),
      symbols.reverseDependency[each],
      symbols.weakReverseDependency[each],
      ...(symbols.weakReverseDependency[each] === NONE ? [] : [symbols.directDependency[each]]),
    ]);
  }

  #limitsOf(symbol: SymbolId): readonly SymbolId[] {
    const { value, upper } = this.#data.properties;
    return this.#groupOf(symbol).flatMap((each) =>
      this.#properties(each, Kind.range).flatMap((property) => [value[property], upper[property]]),
    );
  }

  #gather(id: ExpressionId, found: Set<SymbolId>): void {
    if (id === NONE || isOne(this.#expression(id))) {
      // A text that is passed on has no bounds of its own.
      const { operator, left } = this.#data.expressions;
      if (id !== NONE && operator[id] === Op.symbol && !this.isKnown(left[id])) found.add(left[id]);
      return;
    }
    const { operator, left, right } = this.#data.expressions;
    const op = operator[id];
    if (op === Op.symbol) found.add(left[id]);
    else if (op === Op.not) this.#gather(left[id], found);
    else if (op === Op.and || op === Op.or) {
      for (const operand of operandsOf(this.#data.expressions, op, id)) this.#gather(operand, found);
    } else {
      for (const side of [left[id], right[id]]) if (!this.isKnown(side)) found.add(side);
    }
  }
}
