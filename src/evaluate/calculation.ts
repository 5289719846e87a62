/** Calculates values: one symbol at a time, when it is asked for, by the rules of C conf in the model's dialect. */

import {
  ABSENT,
  hasTransitional,
  isLogicalType,
  isOwnProperty,
  isTransitional,
  Kind,
  type ModelData,
  NO,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "../model/columns.ts";
import { type ExpressionId, isComparison, NONE, Op } from "../model/expressions.ts";
import { normalFloat } from "../model/python-numbers.ts";
import { type ChoiceAccess, chooseExclusive, chooseModal } from "./choice-selection.ts";
import { compare, comparedType } from "./comparison.ts";
import { isInside, type Limit, limitToRange } from "./range.ts";
import { and, letterOf, M, N, not, or, type Tristate, Y } from "./tristate.ts";
import type { UserState, UserValues } from "./user-values.ts";

/** A symbol that selects forced on although its dependencies are not met. */
export interface UnmetDependency {
  readonly symbol: SymbolId;
  /** What was known when it was met, where that is kept. */
  readonly moment?: UnmetMoment;
}

/** What C sees when it warns: values while they are calculated, which may be others in the end. */
export interface UnmetMoment {
  /** Value of what the symbol depends on. */
  readonly direct: Tristate;
  /** The selecting terms that have this value. */
  readonly selectors: Readonly<Record<"y" | "m", readonly ExpressionId[]>>;
  /** Values of all symbols in those terms and in what the symbol depends on, as text. */
  readonly values: ReadonlyMap<SymbolId, string>;
}

/** Stands for the value of an expression that is not calculated. */
export const UNKNOWN = 255;

/** What C prints for a text that is not there: one that was never calculated, the name of a choice. */
const NO_TEXT = "(null)";

/** What is known of a symbol. */
export const Mark = { calculated: 1, written: 2, visibilityKnown: 4 } as const;

/**
 * Values by symbol, as far as they are calculated. `prepare` comes before the first question after a change; the
 * columns count for symbols that `calculate` was called for.
 */
export class Calculation {
  readonly #data: ModelData;
  readonly #user: UserValues;
  readonly marks: Uint8Array;
  readonly tristate: Uint8Array;
  readonly text: string[];
  /** Upper bound, from prompts. */
  readonly visibility: Uint8Array;
  /** Value of what the symbol depends on. */
  readonly direct: Uint8Array;
  /** Lower bound, from selects. */
  readonly reverse: Uint8Array;
  /** What implies ask for. */
  readonly weak: Uint8Array;
  /** By expression, `UNKNOWN` where it is not calculated. */
  readonly expressionValue: Uint8Array;
  /** The member that is y, of choices. */
  readonly chosen = new Map<SymbolId, SymbolId>();
  /**
   * What was asked of symbols whose user values the calculation itself changed: before it did. Kept for who sets it.
   */
  askedBefore: Map<SymbolId, UserState> | undefined;
  /** Unmet dependencies met so far, in the order of calculation. */
  unmet: UnmetDependency[] = [];
  /** Asked for what is known when an unmet dependency is met. */
  momentOf: ((symbol: SymbolId) => UnmetMoment) | undefined;
  readonly choices: ChoiceAccess;
  /** Whether a member of a modal choice is calculated after its choice. */
  choicesFirst = false;
  /** Quirk: before Linux 4.16, a member of a choice that was written once is written from then on. */
  keepsWrittenMembers = false;
  /** Whether m exists; while MODULES itself is calculated, what held before. */
  modules: Tristate = N;
  #modulesReady = false;
  /** Whether nothing was calculated since all was thrown away. */
  #isEmpty = true;
  /** Whether any symbol can be the former name of another one. */
  readonly #hasTransitional: boolean;
  /** The symbol that only names defconfigs. */
  readonly #unwritten: SymbolId;
  /** Whether any visibility was calculated since `forgetVisibility`. */
  #hasVisibility = false;
  /**
   * Modal choices under calculation. What their members rest on can change its value yet, so that no expression is
   * remembered meanwhile.
   */
  #modalDepth = 0;

  constructor(data: ModelData, user: UserValues) {
    this.#data = data;
    this.#user = user;
    const { count } = data.symbols;
    this.marks = new Uint8Array(count);
    this.tristate = new Uint8Array(count);
    this.tristate.set([N, M, Y]);
    this.text = new Array<string>(count).fill(NO_TEXT);
    this.visibility = new Uint8Array(count);
    this.direct = new Uint8Array(count);
    this.reverse = new Uint8Array(count);
    this.weak = new Uint8Array(count);
    this.expressionValue = new Uint8Array(data.expressions.operator.length).fill(UNKNOWN);
    this.#hasTransitional = hasTransitional(data);
    this.#unwritten = data.dialect.conf.defconfigList === "symbol" ? data.defconfigList : ABSENT;
    this.choices = {
      data,
      visibility: (symbol) => this.#visibilityOf(symbol),
      lastVisibility: (symbol) => this.visibility[symbol] as Tristate,
      expression: (id) => {
        this.prepare();
        return this.expression(id);
      },
      user: (symbol) => user.tristate(symbol),
      priority: (choice) => user.priority(choice),
      pick: (choice) => user.pick(choice),
      keptMember: (choice) => (this.#holdsEverywhere(choice) ? user.keptMember(choice) : undefined),
      forgetUser: (symbol) => {
        this.#keepAsked(symbol);
        user.forget(symbol);
      },
    };
  }

  /** Throws everything away but what `outdate` of Configuration names. */
  outdate(): void {
    if (this.#isEmpty) return;
    if (this.keepsWrittenMembers)
      for (let symbol = 0; symbol < this.marks.length; symbol++) this.unmark(symbol);
    else this.marks.fill(0);
    this.outdateExpressions();
    if (this.#data.dialect.choices === "exclusive") this.chosen.clear();
    this.unmet = [];
    this.#modulesReady = false;
    this.#isEmpty = true;
  }

  /** The symbol is to be calculated anew. */
  unmark(symbol: SymbolId): void {
    const isKept = this.keepsWrittenMembers && this.#data.symbols.choice[symbol] !== ABSENT;
    this.marks[symbol] &= isKept ? Mark.written : 0;
  }

  /** Throws away what `outdate` leaves. Called for each line of a .config, so that it must cost nothing the second time. */
  forgetVisibility(): void {
    if (this.#hasVisibility) this.visibility.fill(N);
    this.#hasVisibility = false;
  }

  /** Throws everything away, as if nothing had ever been calculated. */
  startAnew(): void {
    this.marks.fill(0);
    this.tristate.fill(N);
    this.tristate.set([N, M, Y]);
    this.text.fill(NO_TEXT);
    for (const column of [this.visibility, this.direct, this.reverse, this.weak]) column.fill(N);
    this.outdateExpressions();
    this.chosen.clear();
    this.unmet = [];
    this.modules = N;
    this.#modulesReady = false;
    this.#isEmpty = true;
    this.#hasVisibility = false;
  }

  /** Takes over all that another calculation of the same model has. */
  copyFrom(other: Calculation): void {
    for (const column of ["marks", "tristate", "visibility", "direct", "reverse", "weak"] as const)
      this[column].set(other[column]);
    this.expressionValue.set(other.expressionValue);
    for (let symbol = 0; symbol < other.text.length; symbol++) this.text[symbol] = other.text[symbol];
    this.chosen.clear();
    for (const [choice, member] of other.chosen) this.chosen.set(choice, member);
    this.askedBefore = other.askedBefore === undefined ? undefined : new Map(other.askedBefore);
    this.unmet = [...other.unmet];
    this.choicesFirst = other.choicesFirst;
    this.keepsWrittenMembers = other.keepsWrittenMembers;
    this.modules = other.modules;
    this.#modulesReady = other.#modulesReady;
    this.#isEmpty = other.#isEmpty;
    this.#hasVisibility = other.#hasVisibility;
  }

  /** Throws away what is known of one symbol. */
  startAnewFor(symbol: SymbolId): void {
    this.marks[symbol] = 0;
    this.tristate[symbol] = N;
    this.text[symbol] = NO_TEXT;
    this.visibility[symbol] = N;
    this.chosen.delete(symbol);
  }

  /** Calculates all that there is: symbols in the order of C's table, as C does when it has read a .config. */
  calculateAll(): void {
    const { symbols, table, expressions } = this.#data;
    this.prepare();
    for (const symbol of table.order) this.calculate(symbol);
    for (let symbol = 0; symbol < symbols.count; symbol++) {
      this.calculate(symbol);
      if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) this.choose(symbol);
    }
    for (let id = 1; id < expressions.operator.length; id++) this.expression(id);
  }

  /** Throws away the values of expressions only. */
  outdateExpressions(): void {
    this.expressionValue.fill(UNKNOWN);
  }

  /**
   * MODULES decides whether m exists, so that it comes before all others. Quirk: what it needs is calculated on the
   * way while the old state holds, and stays, so that a tristate that MODULES rests on becomes y where m would do.
   */
  prepare(): void {
    if (this.#modulesReady) return;
    this.begin();
    this.#modulesReady = true;
    const modules = this.#data.modules;
    if (modules === NO) {
      this.modules = N;
      return;
    }
    this.calculate(modules);
    this.modules = this.tristate[modules] as Tristate;
  }

  /**
   * In place of `prepare`: what is asked for next is calculated while MODULES has its old value, unless it asks for
   * MODULES itself.
   */
  begin(): void {
    this.#isEmpty = false;
    this.#hasVisibility = true;
  }

  /** Calculates one symbol's value, visibility and whether it is written. */
  calculate(symbol: SymbolId): void {
    if ((this.marks[symbol] & Mark.calculated) !== 0) return;
    const { type, name, flags, choice } = this.#data.symbols;
    if (this.choicesFirst && choice[symbol] !== ABSENT) this.calculate(choice[symbol]);
    this.marks[symbol] |= Mark.calculated;
    if (symbol <= YES) {
      this.tristate[symbol] = symbol;
      this.text[symbol] = name[symbol];
      return;
    }
    // What others see if they ask while this is under way.
    this.tristate[symbol] = N;
    switch (type[symbol]) {
      case Type.bool:
      case Type.tristate:
        this.text[symbol] = "n";
        this.#calculateVisibility(symbol);
        if ((flags[symbol] & SymbolFlag.choice) !== 0) this.#calculateChoice(symbol);
        else if (this.#data.symbols.choice[symbol] !== ABSENT) this.#calculateMember(symbol);
        else this.#calculateLogical(symbol);
        break;
      case Type.int:
      case Type.hex:
      case Type.string:
      case Type.float:
        this.#calculateText(symbol, type[symbol]);
        break;
      default:
        // A choice without type or name has the text of a symbol that lacks both.
        this.text[symbol] =
          (flags[symbol] & SymbolFlag.choice) !== 0 ? name[symbol] || NO_TEXT : name[symbol];
    }
    const isBool = type[symbol] === Type.bool && this.#data.dialect.optionEnv === "value and bools";
    const isAutomatic = (flags[symbol] & SymbolFlag.automatic) !== 0 && !isBool;
    if (isAutomatic || symbol === this.#unwritten || this.#isTransitional(symbol))
      this.marks[symbol] &= ~Mark.written;
    if (symbol === this.#data.modules) this.modules = this.tristate[symbol] as Tristate;
  }

  /** Value as text: a letter, a number as it is spelled, or a string without quotes. */
  textValue(symbol: SymbolId): string {
    this.calculate(symbol);
    const type = this.#data.symbols.type[symbol];
    if (!isLogicalType(type)) return this.text[symbol];
    return letterOf(this.tristate[symbol] as Tristate);
  }

  /** Value as other symbols' defaults see it. */
  rawText(symbol: SymbolId): string {
    this.calculate(symbol);
    return this.#givenBy(symbol);
  }

  /** Quirk: in C the text of a bool or tristate is always "n" for others, whatever its value. */
  #givenBy(symbol: SymbolId): string {
    return this.#data.dialect.textOfLogical === "n" ? this.text[symbol] : this.textValue(symbol);
  }

  /** The type that counts: a tristate is a bool while m does not exist. */
  typeOf(symbol: SymbolId): number {
    const type = this.#data.symbols.type[symbol];
    return type === Type.tristate && this.modules === N ? Type.bool : type;
  }

  /** The first of this kind whose condition holds. */
  activeProperty(symbol: SymbolId, kind: number): PropertyId | undefined {
    const { starts, items } = this.#data.symbols.properties;
    const { kind: kinds, condition } = this.#data.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      if (kinds[property] < kind) continue;
      if (kinds[property] > kind) break;
      if (this.expression(condition[property]) !== N) return property;
    }
    return undefined;
  }

  /** The first default whose condition holds, of those that no .config has replaced. */
  activeDefault(symbol: SymbolId): PropertyId | undefined {
    if (this.#user.keptDefault(symbol) === undefined) return this.activeProperty(symbol, Kind.default);
    const { starts, items } = this.#data.symbols.properties;
    const { kind, condition } = this.#data.properties;
    return items
      .subarray(starts[symbol], starts[symbol + 1])
      .find(
        (property) =>
          kind[property] === Kind.default &&
          !isOwnProperty(this.#data, symbol, property) &&
          this.expression(condition[property]) !== N,
      );
  }

  /** What a .config calls the symbol's default, where that counts: no other symbol sets one, and its entries hold. */
  activeKeptDefault(symbol: SymbolId): string | undefined {
    const kept = this.#user.keptDefault(symbol);
    if (kept === undefined || this.activeDefault(symbol) !== undefined) return undefined;
    return this.#holdsEverywhere(symbol) ? kept : undefined;
  }

  /** Whether what each of the symbol's entries depends on holds. */
  #holdsEverywhere(symbol: SymbolId): boolean {
    const { starts, items } = this.#data.symbols.nodes;
    const { dependency } = this.#data.nodes;
    return items
      .subarray(starts[symbol], starts[symbol + 1])
      .every((node) => this.expression(dependency[node]) !== N);
  }

  /** Value of an expression; the absent one is y. */
  expression(id: ExpressionId): Tristate {
    if (id === NONE) return Y;
    const known = this.expressionValue[id];
    if (known !== UNKNOWN) return known as Tristate;
    const { operator, left, right } = this.#data.expressions;
    const op = operator[id];
    let value: Tristate;
    if (op === Op.symbol) {
      const symbol = left[id];
      if ((this.marks[symbol] & Mark.calculated) === 0) this.calculate(symbol);
      value = this.tristate[symbol] as Tristate;
    } else if (op === Op.and || op === Op.or) {
      value = this.#chain(id, op);
    } else if (op === Op.not) {
      value = not(this.expression(left[id]));
    } else if (isComparison(op)) {
      value = this.#comparison(op, left[id], right[id]) ? Y : N;
    } else {
      value = Y;
    }
    if (this.#modalDepth === 0) this.expressionValue[id] = value;
    return value;
  }

  /** A chain of one operator, from its innermost known part outwards; a loop, so that length costs no stack. */
  #chain(id: ExpressionId, op: number): Tristate {
    const { operator, left, right } = this.#data.expressions;
    const known = this.expressionValue[left[id]];
    if (operator[left[id]] !== op || known !== UNKNOWN) {
      const first = known === UNKNOWN ? this.expression(left[id]) : (known as Tristate);
      const second = this.expression(right[id]);
      return op === Op.and ? and(first, second) : or(first, second);
    }
    const pending: ExpressionId[] = [];
    let at = id;
    while (operator[at] === op && this.expressionValue[at] === UNKNOWN) {
      pending.push(at);
      at = left[at];
    }
    let value = this.expression(at);
    for (let index = pending.length - 1; index >= 0; index--) {
      const operand = this.expression(right[pending[index]]);
      value = op === Op.and ? and(value, operand) : or(value, operand);
      if (this.#modalDepth === 0) this.expressionValue[pending[index]] = value;
    }
    return value;
  }

  #comparison(op: number, left: SymbolId, right: SymbolId): boolean {
    const a = { type: comparedType(this.#data, left), text: this.textValue(left) };
    const b = { type: comparedType(this.#data, right), text: this.textValue(right) };
    return compare(op, a, b, this.#data.dialect.numbers);
  }

  #write(symbol: SymbolId): void {
    this.marks[symbol] |= Mark.written;
  }

  #calculateLogical(symbol: SymbolId): void {
    const visible = this.visibility[symbol] as Tristate;
    if (visible !== N) this.#write(symbol);
    const user = this.#user.tristate(symbol);
    let value: Tristate = N;
    let property: PropertyId | undefined;
    if (visible !== N && user !== undefined) {
      value = and(user, visible);
    } else {
      if (this.reverse[symbol] !== N) this.#write(symbol);
      property = this.activeDefault(symbol);
      if (property === undefined) {
        if (this.activeKeptDefault(symbol) === "y") {
          value = Y;
          this.#write(symbol);
        }
      } else {
        const { value: values, condition } = this.#data.properties;
        value = and(this.expression(values[property]), this.expression(condition[property]));
        if (value !== N || this.#data.dialect.writesHidden === "default n") this.#write(symbol);
      }
      if (this.weak[symbol] !== N) {
        this.#write(symbol);
        value = or(value, this.weak[symbol] as Tristate);
        if (this.#data.dialect.imply === "capped") value = and(value, this.direct[symbol] as Tristate);
      }
    }
    this.tristate[symbol] = this.#raised(symbol, value);
    if (property !== undefined && this.#hasTransitional)
      this.#takeOver(symbol, property, this.tristate[symbol] as Tristate);
  }

  #keepAsked(symbol: SymbolId): void {
    if (this.askedBefore !== undefined && !this.askedBefore.has(symbol))
      this.askedBefore.set(symbol, this.#user.stateOf(symbol));
  }

  #isTransitional(symbol: SymbolId): boolean {
    return this.#hasTransitional && isTransitional(this.#data, symbol);
  }

  /**
   * What a symbol without a user value has from its former name becomes its user value, as C does it while it
   * calculates: the symbol is no news to anybody then.
   */
  #takeOver(symbol: SymbolId, property: PropertyId, value: Tristate | string): void {
    const source = this.#singleSymbol(this.#data.properties.value[property]);
    if (source === ABSENT || !this.#isTransitional(source)) return;
    if (this.#user.has(symbol) || !this.#user.has(source)) return;
    this.#keepAsked(symbol);
    this.#user.takeOver(symbol, source, value);
  }

  /** `value` with what selects demand, and m made y where m cannot be. */
  #raised(symbol: SymbolId, value: Tristate): Tristate {
    if (this.reverse[symbol] > this.direct[symbol]) {
      const moment = this.momentOf?.(symbol);
      this.unmet.push({ symbol, moment });
    }
    const raised = or(value, this.reverse[symbol] as Tristate);
    return raised === M && (this.typeOf(symbol) === Type.bool || this.#isKeptFromM(symbol)) ? Y : raised;
  }

  /** Quirk: before Linux 5.0 what is implied to be y cannot be m, even if that was asked for. */
  #isKeptFromM(symbol: SymbolId): boolean {
    return this.#data.dialect.imply === "dropped" && this.weak[symbol] === Y;
  }

  #calculateMember(symbol: SymbolId): void {
    const visible = this.visibility[symbol] as Tristate;
    const choice = this.#data.symbols.choice[symbol];
    const isLeftToChoice = visible === Y && this.#data.dialect.writesMembers === "with their choice";
    if (visible !== N && !isLeftToChoice) this.#write(symbol);
    if (this.#data.dialect.choices === "exclusive") {
      // Quirk: for a member that cannot be seen C chooses anew. The outcome is another one only if the choice has a
      // default that is no member and has come into view since.
      if (visible === N) this.chosen.delete(choice);
      this.choose(choice);
      this.tristate[symbol] = this.chosen.get(choice) === symbol ? Y : N;
      return;
    }
    const isNoneUnseen = this.#data.dialect.modalChoices === "members";
    if (isNoneUnseen && visible !== Y) {
      this.tristate[symbol] = visible === M && (this.#user.tristate(symbol) ?? N) !== N ? M : N;
      return;
    }
    if (visible === Y) {
      // Quirk: C does not calculate the choice for it. What makes the member visible mostly did; for one with a
      // prompt outside of the choice it is what was chosen the last time.
      this.tristate[symbol] = this.chosen.get(choice) === symbol ? Y : N;
      return;
    }
    this.#calculateLogical(symbol);
  }

  /** A choice is never y itself in the exclusive kind; in the modal kind its value is its mode. */
  #calculateChoice(choice: SymbolId): void {
    if (this.#data.dialect.choices === "exclusive") return;
    const visible = this.visibility[choice] as Tristate;
    const user = this.#user.tristate(choice);
    const own = visible !== N && user !== undefined ? and(user, visible) : N;
    const mode = this.#raised(choice, own);
    this.tristate[choice] = mode;
    this.chosen.delete(choice);
    if (mode === Y) {
      this.#modalDepth += 1;
      const member = chooseModal(this.choices, choice);
      this.#modalDepth -= 1;
      if (member !== undefined) {
        this.chosen.set(choice, member);
      } else if (this.#data.dialect.modalChoices === "first entry") {
        // What was calculated of the members saw a choice that is y; what comes later sees one that is n.
        this.tristate[choice] = N;
      }
    }
    if (visible !== N || this.reverse[choice] !== N) this.#writeMembers(choice);
  }

  /**
   * Quirk: C writes the members that can be seen together with their choice. For the member on whose behalf the
   * choice is calculated, that is whether it could be seen when values were calculated the last time; where members are
   * left to their choice, for all of them, unless the choice looks at them.
   */
  #writeMembers(choice: SymbolId): void {
    const { starts, items } = this.#data.symbols.members;
    const isForAll = this.#data.dialect.writesMembers === "with their choice";
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      const member = items[at];
      const isWritten = isForAll || (this.marks[member] & Mark.calculated) !== 0;
      if (isWritten && this.visibility[member] !== N) this.#write(member);
    }
  }

  /** Finds out which member of a choice is y. */
  choose(choice: SymbolId): void {
    if (this.#data.dialect.choices === "modal") return this.calculate(choice);
    if (this.chosen.has(choice)) return;
    const chosen = chooseExclusive(this.choices, choice);
    if (chosen !== undefined) this.chosen.set(choice, chosen);
    const { starts, items } = this.#data.symbols.members;
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      const member = items[at];
      if (this.visibility[member] === N) continue;
      this.tristate[member] = member === chosen ? Y : N;
      this.marks[member] |= Mark.calculated | Mark.written;
    }
  }

  #calculateText(symbol: SymbolId, type: number): void {
    const { dialect } = this.#data;
    const zero = type === Type.int ? dialect.zeroInt : type === Type.hex ? dialect.zeroHex : "";
    this.text[symbol] = zero;
    this.#calculateVisibility(symbol);
    if (this.visibility[symbol] !== N) this.#write(symbol);
    const user = this.visibility[symbol] === N ? undefined : this.#user.text(symbol);
    const isAsked = user !== undefined && !this.#isRefused(symbol, type, user);
    const text = isAsked ? user : this.#givenText(symbol, zero);
    this.text[symbol] = text;
    const range = type === Type.string ? undefined : this.activeProperty(symbol, Kind.range);
    if (range === undefined) return;
    const { value, upper } = this.#data.properties;
    this.text[symbol] = limitToRange(
      type,
      text,
      () => this.#limit(value[range]),
      () => this.#limit(upper[range]),
      dialect,
    );
  }

  #limit(symbol: SymbolId): Limit {
    return { type: this.#data.symbols.type[symbol], text: this.rawText(symbol) };
  }

  /** Whether a number that was asked for counts for nothing, since it is out of its range. */
  #isRefused(symbol: SymbolId, type: number, text: string): boolean {
    const { dialect, properties } = this.#data;
    if (dialect.outOfRange === "limit" || type === Type.string) return false;
    const range = this.activeProperty(symbol, Kind.range);
    if (range === undefined) return false;
    const [low, high] = [this.#limit(properties.value[range]), this.#limit(properties.upper[range])];
    return !isInside(type, text, low, high, dialect.numbers);
  }

  /** What defaults give a number or string. */
  #givenText(symbol: SymbolId, zero: string): string {
    const property = this.activeDefault(symbol);
    if (property === undefined) {
      const kept = this.activeKeptDefault(symbol);
      if (kept !== undefined) this.#write(symbol);
      return kept ?? zero;
    }
    let text = zero;
    const source = this.#singleSymbol(this.#data.properties.value[property]);
    if (source !== ABSENT) {
      this.#write(symbol);
      this.calculate(source);
      text = this.#givenBy(source);
      if (this.#data.symbols.type[symbol] === Type.float) text = normalFloat(text);
    }
    if (this.#hasTransitional) this.#takeOver(symbol, property, text);
    return text;
  }

  #singleSymbol(id: ExpressionId): SymbolId {
    const { operator, left } = this.#data.expressions;
    return operator[id] === Op.symbol ? left[id] : ABSENT;
  }

  /**
   * Visibility of a choice's member for the choice's own calculation. In the modal kind a member's visibility rests
   * on its choice, so that this may be asked while the member's own is under way.
   */
  #visibilityOf(symbol: SymbolId): Tristate {
    if (this.#data.dialect.choices === "modal") this.visibility[symbol] = this.#promptVisibility(symbol);
    else this.#calculateVisibility(symbol);
    return this.visibility[symbol] as Tristate;
  }

  #promptVisibility(symbol: SymbolId): Tristate {
    const { symbols, properties } = this.#data;
    let visible: Tristate = N;
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      if (properties.kind[property] !== Kind.prompt) break; // prompts come first
      visible = or(visible, this.conditionOfPrompt(property, symbol));
    }
    const cannotBeM = symbols.type[symbol] !== Type.tristate || this.modules === N;
    return visible === M && cannotBeM ? Y : visible;
  }

  /** Quirk: a tristate that could only be m cannot be seen in a modal choice that is y. */
  conditionOfPrompt(prompt: PropertyId, symbol: SymbolId): Tristate {
    const { symbols, properties, dialect } = this.#data;
    const value = this.expression(properties.condition[prompt]);
    if (value !== M || dialect.choices !== "modal" || symbols.type[symbol] !== Type.tristate) return value;
    const choice = symbols.choice[symbol];
    return choice !== ABSENT && this.tristate[choice] === Y ? N : value;
  }

  /** Whether a member counts as calculated although nobody looked at its visibility. */
  isOutdated(symbol: SymbolId): boolean {
    const marks = this.marks[symbol] & (Mark.calculated | Mark.visibilityKnown);
    return this.#data.dialect.choices === "exclusive" && marks === Mark.calculated;
  }

  /** Visibility, and the values of the three dependencies. */
  #calculateVisibility(symbol: SymbolId): void {
    if ((this.marks[symbol] & Mark.visibilityKnown) !== 0) return;
    this.marks[symbol] |= Mark.visibilityKnown;
    const { symbols } = this.#data;
    if (this.#isTransitional(symbol)) {
      // Whatever its prompts; nothing else is calculated of it.
      this.visibility[symbol] = Y;
      this.direct[symbol] = N;
      this.reverse[symbol] = N;
      this.weak[symbol] = N;
      return;
    }
    this.visibility[symbol] = this.#promptVisibility(symbol);
    if (symbols.choice[symbol] !== ABSENT) {
      // Nothing selects or implies a member, and its dependencies only count for what can be seen.
      this.direct[symbol] = Y;
      this.reverse[symbol] = N;
      this.weak[symbol] = N;
      return;
    }
    let direct = this.expression(symbols.directDependency[symbol]);
    if (direct === M && this.typeOf(symbol) !== Type.tristate) direct = Y;
    this.direct[symbol] = direct;
    const reverse = symbols.reverseDependency[symbol];
    this.reverse[symbol] = reverse === NONE ? N : this.#demanded(symbol, reverse);
    const weak = symbols.weakReverseDependency[symbol];
    const isDropped = weak === NONE || (direct === N && this.#data.dialect.imply === "dropped");
    this.weak[symbol] = isDropped ? N : this.#demanded(symbol, weak);
  }

  #demanded(symbol: SymbolId, id: ExpressionId): Tristate {
    const value = this.expression(id);
    return value === M && this.typeOf(symbol) === Type.bool ? Y : value;
  }
}
