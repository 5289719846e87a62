/** One configuration of a tree: what the user asked for, and the values that follow from it. */
import { type ExpressionId, isComparison, NONE, Op, operandsOf } from "../model/expressions.ts";
import {
  ABSENT,
  type ConfigSymbol,
  Kind,
  type Model,
  type ModelData,
  NO,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  YES,
} from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { type ChoiceAccess, chooseExclusive, chooseModal, defaultMember } from "./choice-selection.ts";
import { compare } from "./comparison.ts";
import { limitToRange } from "./range.ts";
import { and, letterOf, M, N, not, or, type Tristate, Y } from "./tristate.ts";
import { type UserValue, UserValues } from "./user-values.ts";

export type { UserValue };

/** A symbol that selects forced on although its dependencies do not hold. */
export interface UnmetDependency {
  readonly symbol: SymbolId;
}

const UNKNOWN = 255;

/** What C prints for a text that was never calculated. */
const NEVER_CALCULATED = "(null)";

const Mark = { calculated: 1, written: 2, visibilityKnown: 4 } as const;

/**
 * User values and everything calculated from them. Values are calculated when they are asked for and kept until a
 * user value changes. The rules are those of C conf in the model's dialect.
 */
export class Configuration {
  readonly model: Model;
  readonly #data: ModelData;

  readonly #user: UserValues;
  readonly #marks: Uint8Array;
  readonly #tristate: Uint8Array;
  readonly #text: string[];
  readonly #visibility: Uint8Array;
  readonly #direct: Uint8Array;
  readonly #reverse: Uint8Array;
  readonly #weak: Uint8Array;
  readonly #expressionValue: Uint8Array;
  readonly #chosen = new Map<SymbolId, SymbolId>();
  /** Whether m exists; while MODULES itself is calculated, what held before. */
  #modules: Tristate = N;
  #unmet: UnmetDependency[] = [];
  readonly #choices: ChoiceAccess;

  constructor(model: Model, user = new UserValues(model.data)) {
    this.model = model;
    this.#data = model.data;
    this.#user = user;
    const count = model.data.symbols.count;
    this.#marks = new Uint8Array(count);
    this.#tristate = new Uint8Array(count);
    this.#tristate.set([N, M, Y]);
    this.#text = new Array<string>(count).fill(NEVER_CALCULATED);
    this.#visibility = new Uint8Array(count);
    this.#direct = new Uint8Array(count);
    this.#reverse = new Uint8Array(count);
    this.#weak = new Uint8Array(count);
    this.#expressionValue = new Uint8Array(model.data.expressions.operator.length).fill(UNKNOWN);
    this.#choices = {
      data: this.#data,
      visibility: (symbol) => this.#visibilityOf(symbol),
      lastVisibility: (symbol) => this.#visibility[symbol] as Tristate,
      expression: (id) => this.evaluate(id),
      user: (symbol) => user.tristate(symbol),
      priority: (choice) => user.priority(choice),
      pick: (choice) => user.pick(choice),
      forgetUser: (symbol) => this.forgetUserValue(symbol),
    };
  }

  /** An independent configuration with the same user values. */
  clone(): Configuration {
    const copy = new Configuration(this.model, this.#user.clone());
    copy.#modules = this.#modules;
    copy.#choicesFirst = this.#choicesFirst;
    return copy;
  }

  // --- user values ---------------------------------------------------------------------------------------------

  /** Asks for a value of a bool, tristate or choice. Whether it comes true is for the rules to say. */
  setTristate(symbol: SymbolId, value: Tristate, origin?: Location): void {
    this.#user.setTristate(symbol, value, origin);
    this.invalidate();
  }

  /** Asks for a text of an int, hex or string. */
  setText(symbol: SymbolId, text: string, origin?: Location): void {
    this.#user.setText(symbol, text, origin);
    this.invalidate();
  }

  /** Forgets what was asked for a symbol. */
  clearUserValue(symbol: SymbolId): void {
    this.#user.clear(symbol);
    this.invalidate();
  }

  userValue(symbol: ConfigSymbol): UserValue | undefined {
    return this.#user.get(symbol.id);
  }

  hasUserValue(symbol: SymbolId): boolean {
    return this.#user.has(symbol);
  }

  /** The text that an int, hex or string is or was set to. */
  rememberedText(symbol: SymbolId): string | undefined {
    return this.#user.rememberedText(symbol);
  }

  /** Members of an exclusive choice, the one that was set last first; those that never were, in menu order. */
  memberPriority(choice: SymbolId): readonly SymbolId[] {
    return this.#user.priority(choice);
  }

  /** The member of a modal choice that was set to y last. */
  pickedMember(choice: SymbolId): SymbolId | undefined {
    return this.#user.pick(choice);
  }

  /** As `setTristate`, without effect on the choice that the symbol belongs to. */
  setAside(symbol: SymbolId, value: Tristate): void {
    this.#user.setAside(symbol, value);
    this.invalidate();
  }

  /** Asks for y of a choice's member, behind whatever was asked for before. */
  setMemberLast(symbol: SymbolId): void {
    this.#user.setMemberLast(symbol);
    this.invalidate();
  }

  /** Asks for a mode of a modal choice and for one member: y for that one, n for the others. */
  pickMember(choice: SymbolId, picked: SymbolId, mode: Tristate): void {
    this.#user.pickMember(choice, picked, mode);
    // Only these are calculated anew, as in C; the others keep what they have until all are thrown away.
    const { starts, items } = this.#data.symbols.members;
    for (const symbol of [choice, ...items.subarray(starts[choice], starts[choice + 1])])
      this.#marks[symbol] = 0;
    this.#chosen.delete(choice);
    this.#expressionValue.fill(UNKNOWN);
  }

  /** As `yes2modconfig` and its kin: user values of tristates that are `from` become `to`, while m exists. */
  replaceTristates(from: Tristate, to: Tristate): void {
    this.#prepare();
    for (let symbol = YES + 1; symbol < this.#data.symbols.count; symbol++) {
      if (this.#typeOf(symbol) === Type.tristate) this.#user.replaceTristate(symbol, from, to);
    }
    this.outdate();
  }

  // C takes some user values, or drops them, without throwing calculated values away. The next five do so.

  /** The symbol no longer counts as set. What it was set to, and the member picked in a modal choice, stay known. */
  forgetUserValue(symbol: SymbolId): void {
    this.#user.forget(symbol);
  }

  /** Forgets a number that was read and calculates this symbol anew; what rests on it stays, as in C. */
  forgetNumber(symbol: SymbolId): void {
    this.#user.forget(symbol);
    this.#marks[symbol] &= ~Mark.calculated;
    // Values of symbols stay; conditions were not remembered before the rewrite.
    this.#expressionValue.fill(UNKNOWN);
  }

  /** A bool, tristate or choice counts as set: to `value`, or to what it was set to before, n if never. */
  keepTristate(symbol: SymbolId, value = this.#user.rememberedTristate(symbol)): void {
    this.#user.keepTristate(symbol, value);
  }

  /** An int, hex or string counts as set to `text`. */
  keepText(symbol: SymbolId, text: string): void {
    this.#user.keepText(symbol, text);
  }

  /** Of the members of an exclusive choice this one was set last; in a modal choice it is the one set to y last. */
  keepMember(choice: SymbolId, member: SymbolId): void {
    this.#user.keepMember(choice, member);
  }

  // --- values --------------------------------------------------------------------------------------------------

  #choicesFirst = false;

  /**
   * From here on a member of a modal choice is calculated after its choice. Elsewhere C calculates the choice only
   * where a condition of the member names it, which those around the choice do.
   */
  calculateChoicesFirst(): void {
    this.#choicesFirst = this.#data.dialect.choices === "modal";
  }

  /** Throws away all calculated values. */
  invalidate(): void {
    this.outdate();
    this.#visibility.fill(N);
  }

  /**
   * Throws away all calculated values as C does it after an answer.
   *
   * Quirk: members of choices keep what visibility they had until somebody looks. In an exclusive choice nobody looks
   * at those behind the one that was asked for last: they stay in sight, and are written, whatever they depend on.
   */
  outdate(): void {
    if (!this.#modulesReady) return; // nothing was calculated since the last time
    this.#marks.fill(0);
    this.#expressionValue.fill(UNKNOWN);
    if (this.#data.dialect.choices === "exclusive") this.#chosen.clear();
    this.#unmet = [];
    this.#modulesReady = false;
  }

  #modulesReady = false;
  /**
   * Modal choices under calculation. What their members rest on can change its value yet, so that no expression is
   * remembered meanwhile.
   */
  #modalDepth = 0;

  /**
   * MODULES decides whether m exists, so that it comes before all others. Quirk: what it needs is calculated on the
   * way while the old state holds, and stays, so that a tristate that MODULES rests on becomes y where m would do.
   */
  #prepare(): void {
    if (this.#modulesReady) return;
    this.#modulesReady = true;
    const modules = this.#data.modules;
    if (modules === NO) {
      this.#modules = N;
      return;
    }
    this.#calculate(modules);
    this.#modules = this.#tristate[modules] as Tristate;
  }

  /** Calculates MODULES, as C does when it has read a .config or found none; see `#prepare` for why that counts. */
  settleModules(): void {
    this.#prepare();
  }

  /** Whether the value is known without calculating it. */
  isCalculated(symbol: SymbolId): boolean {
    return (this.#marks[symbol] & Mark.calculated) !== 0;
  }

  /** Value of a bool or tristate; N for any other symbol, whatever its text. */
  tristate(symbol: SymbolId): Tristate {
    this.#prepare();
    this.#calculate(symbol);
    return this.#tristate[symbol] as Tristate;
  }

  /** Value as text: `n`, `m`, `y`, a number as it is spelled, or a string without quotes. */
  value(symbol: SymbolId): string {
    this.#prepare();
    return this.#textValue(symbol);
  }

  /** The value of the last calculation, which later answers may have outdated: what C shows in its help texts. */
  lastValue(symbol: SymbolId): string {
    const type = this.#data.symbols.type[symbol];
    if (type !== Type.bool && type !== Type.tristate) return this.#text[symbol];
    return letterOf(this.#tristate[symbol] as Tristate);
  }

  /** Upper bound of what the user can set: n if no prompt can be seen. */
  visibility(symbol: SymbolId): Tristate {
    this.#prepare();
    this.#calculate(symbol);
    return this.#visibility[symbol] as Tristate;
  }

  /** Upper bound that one of a symbol's prompts sets. */
  promptVisibility(prompt: PropertyId, symbol: SymbolId): Tristate {
    this.#prepare();
    if (this.#data.symbols.choice[symbol] !== ABSENT && this.#isOutdated(symbol)) {
      return this.#visibility[symbol] as Tristate;
    }
    return this.#conditionOfPrompt(prompt, symbol);
  }

  /** Lower bound, from selects. */
  reverseDependency(symbol: SymbolId): Tristate {
    this.#prepare();
    this.#calculate(symbol);
    return this.#reverse[symbol] as Tristate;
  }

  /** What implies ask for. */
  weakReverseDependency(symbol: SymbolId): Tristate {
    this.#prepare();
    this.#calculate(symbol);
    return this.#weak[symbol] as Tristate;
  }

  directDependency(symbol: SymbolId): Tristate {
    this.#prepare();
    this.#calculate(symbol);
    return this.#direct[symbol] as Tristate;
  }

  /** Whether .config has a line for it, be it "is not set". */
  isWritten(symbol: SymbolId): boolean {
    this.#prepare();
    this.#calculate(symbol);
    return (this.#marks[symbol] & Mark.written) !== 0;
  }

  /** Whether the user can change it: visible above what selects demand. */
  isChangeable(symbol: SymbolId): boolean {
    return this.visibility(symbol) > this.reverseDependency(symbol);
  }

  /** The member that is y in a choice where just one can be; undefined if none can be seen. */
  chosenMember(choice: SymbolId): SymbolId | undefined {
    this.#prepare();
    this.#choose(choice);
    return this.#chosen.get(choice);
  }

  /** The member that a choice's defaults lead to, whatever the user said. */
  defaultMember(choice: SymbolId): SymbolId | undefined {
    this.#prepare();
    return defaultMember(this.#choices, choice);
  }

  /** Value as other symbols' defaults see it. Quirk: the text of a bool or tristate is "n" there. */
  rawText(symbol: SymbolId): string {
    this.#prepare();
    return this.#rawText(symbol);
  }

  /** The type that counts: a tristate is a bool while m does not exist. */
  effectiveType(symbol: SymbolId): number {
    this.#prepare();
    return this.#typeOf(symbol);
  }

  get modulesEnabled(): boolean {
    this.#prepare();
    return this.#modules !== N;
  }

  /** Unmet dependencies met so far, in the order of calculation. */
  get unmetDependencies(): readonly UnmetDependency[] {
    return this.#unmet;
  }

  /** The first default whose condition holds. */
  activeDefault(symbol: SymbolId): PropertyId | undefined {
    this.#prepare();
    return this.#activeProperty(symbol, Kind.default);
  }

  /** The first range whose condition holds. */
  activeRange(symbol: SymbolId): PropertyId | undefined {
    this.#prepare();
    return this.#activeProperty(symbol, Kind.range);
  }

  /** Value of an expression; the absent one is y. */
  evaluate(id: ExpressionId): Tristate {
    this.#prepare();
    return this.#expression(id);
  }

  #expression(id: ExpressionId): Tristate {
    if (id === NONE) return Y;
    const known = this.#expressionValue[id];
    if (known !== UNKNOWN) return known as Tristate;
    const { operator, left, right } = this.#data.expressions;
    const op = operator[id];
    let value: Tristate;
    if (op === Op.symbol) {
      this.#calculate(left[id]);
      value = this.#tristate[left[id]] as Tristate;
    } else if (op === Op.and || op === Op.or) {
      value = this.#chain(id, op);
    } else if (op === Op.not) {
      value = not(this.#expression(left[id]));
    } else if (isComparison(op)) {
      value = this.#comparison(op, left[id], right[id]) ? Y : N;
    } else {
      value = Y;
    }
    if (this.#modalDepth === 0) this.#expressionValue[id] = value;
    return value;
  }

  /** A chain of one operator, from its innermost known part outwards; a loop, so that length costs no stack. */
  #chain(id: ExpressionId, op: number): Tristate {
    const { operator, left, right } = this.#data.expressions;
    if (operator[left[id]] !== op || this.#expressionValue[left[id]] !== UNKNOWN) {
      const first = this.#expression(left[id]);
      const second = this.#expression(right[id]);
      return op === Op.and ? and(first, second) : or(first, second);
    }
    const pending: ExpressionId[] = [];
    let at = id;
    while (operator[at] === op && this.#expressionValue[at] === UNKNOWN) {
      pending.push(at);
      at = left[at];
    }
    let value = this.#expression(at);
    for (let index = pending.length - 1; index >= 0; index--) {
      const operand = this.#expression(right[pending[index]]);
      value = op === Op.and ? and(value, operand) : or(value, operand);
      if (this.#modalDepth === 0) this.#expressionValue[pending[index]] = value;
    }
    return value;
  }

  #comparison(op: number, left: SymbolId, right: SymbolId): boolean {
    const { type } = this.#data.symbols;
    const a = { type: type[left], text: this.#textValue(left) };
    const b = { type: type[right], text: this.#textValue(right) };
    return compare(op, a, b);
  }

  #textValue(symbol: SymbolId): string {
    this.#calculate(symbol);
    const type = this.#data.symbols.type[symbol];
    if (type !== Type.bool && type !== Type.tristate) return this.#text[symbol];
    return letterOf(this.#tristate[symbol] as Tristate);
  }

  #typeOf(symbol: SymbolId): number {
    const type = this.#data.symbols.type[symbol];
    return type === Type.tristate && this.#modules === N ? Type.bool : type;
  }

  /** Calculates one symbol's value, visibility and whether it is written. */
  #calculate(symbol: SymbolId): void {
    if ((this.#marks[symbol] & Mark.calculated) !== 0) return;
    const { type, name, flags, choice } = this.#data.symbols;
    if (this.#choicesFirst && choice[symbol] !== ABSENT) this.#calculate(choice[symbol]);
    this.#marks[symbol] |= Mark.calculated;
    if (symbol <= YES) {
      this.#tristate[symbol] = symbol;
      this.#text[symbol] = name[symbol];
      return;
    }
    // What others see if they ask while this is under way.
    this.#tristate[symbol] = N;
    switch (type[symbol]) {
      case Type.bool:
      case Type.tristate:
        this.#text[symbol] = "n";
        this.#calculateVisibility(symbol);
        if ((flags[symbol] & SymbolFlag.choice) !== 0) this.#calculateChoice(symbol);
        else if (this.#data.symbols.choice[symbol] !== ABSENT) this.#calculateMember(symbol);
        else this.#calculateLogical(symbol);
        return;
      case Type.int:
      case Type.hex:
      case Type.string:
        this.#calculateText(symbol, type[symbol]);
        return;
      default:
        this.#text[symbol] = name[symbol];
    }
  }

  #write(symbol: SymbolId): void {
    this.#marks[symbol] |= Mark.written;
  }

  #calculateLogical(symbol: SymbolId): void {
    const visible = this.#visibility[symbol] as Tristate;
    if (visible !== N) this.#write(symbol);
    const user = this.#user.tristate(symbol);
    let value: Tristate = N;
    if (visible !== N && user !== undefined) {
      value = and(user, visible);
    } else {
      if (this.#reverse[symbol] !== N) this.#write(symbol);
      const property = this.#activeProperty(symbol, Kind.default);
      if (property !== undefined) {
        const { value: values, condition } = this.#data.properties;
        value = and(this.#expression(values[property]), this.#expression(condition[property]));
        if (value !== N) this.#write(symbol);
      }
      if (this.#weak[symbol] !== N) {
        this.#write(symbol);
        value = and(or(value, this.#weak[symbol] as Tristate), this.#direct[symbol] as Tristate);
      }
    }
    this.#tristate[symbol] = this.#raised(symbol, value);
  }

  /** `value` with what selects demand, and m made y where m cannot be. */
  #raised(symbol: SymbolId, value: Tristate): Tristate {
    if (this.#reverse[symbol] > this.#direct[symbol]) this.#unmet.push({ symbol });
    const raised = or(value, this.#reverse[symbol] as Tristate);
    return raised === M && this.#typeOf(symbol) === Type.bool ? Y : raised;
  }

  #calculateMember(symbol: SymbolId): void {
    const visible = this.#visibility[symbol] as Tristate;
    if (visible !== N) this.#write(symbol);
    const choice = this.#data.symbols.choice[symbol];
    if (this.#data.dialect.choices === "exclusive") {
      // Quirk: for a member that cannot be seen C chooses anew. The outcome is another one only if the choice has a
      // default that is no member and has come into view since.
      if (visible === N) this.#chosen.delete(choice);
      this.#choose(choice);
      this.#tristate[symbol] = this.#chosen.get(choice) === symbol ? Y : N;
      return;
    }
    if (visible === Y) {
      // Quirk: C does not calculate the choice for it. What makes the member visible mostly did; for one with a
      // prompt outside of the choice it is what was chosen the last time.
      this.#tristate[symbol] = this.#chosen.get(choice) === symbol ? Y : N;
      return;
    }
    this.#calculateLogical(symbol);
  }

  /** A choice is never y itself in the exclusive kind; in the modal kind its value is its mode. */
  #calculateChoice(choice: SymbolId): void {
    if (this.#data.dialect.choices === "exclusive") return;
    const visible = this.#visibility[choice] as Tristate;
    const user = this.#user.tristate(choice);
    const own = visible !== N && user !== undefined ? and(user, visible) : N;
    const mode = this.#raised(choice, own);
    this.#tristate[choice] = mode;
    this.#chosen.delete(choice);
    if (mode === Y) {
      this.#modalDepth += 1;
      const member = chooseModal(this.#choices, choice);
      this.#modalDepth -= 1;
      if (member !== undefined) {
        this.#chosen.set(choice, member);
      } else {
        // What was calculated of the members saw a choice that is y; what comes later sees one that is n.
        this.#tristate[choice] = N;
      }
    }
    if (visible !== N || this.#reverse[choice] !== N) this.#writeMembers(choice);
  }

  /**
   * Quirk: C writes the members that can be seen together with their choice. For the member on whose behalf the
   * choice is calculated, that is whether it could be seen when values were calculated the last time.
   */
  #writeMembers(choice: SymbolId): void {
    const { starts, items } = this.#data.symbols.members;
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      const member = items[at];
      if ((this.#marks[member] & Mark.calculated) !== 0 && this.#visibility[member] !== N)
        this.#write(member);
    }
  }

  #choose(choice: SymbolId): void {
    if (this.#data.dialect.choices === "modal") return this.#calculate(choice);
    if (this.#chosen.has(choice)) return;
    const chosen = chooseExclusive(this.#choices, choice);
    if (chosen !== undefined) this.#chosen.set(choice, chosen);
    const { starts, items } = this.#data.symbols.members;
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      const member = items[at];
      if (this.#visibility[member] === N) continue;
      this.#tristate[member] = member === chosen ? Y : N;
      this.#marks[member] |= Mark.calculated | Mark.written;
    }
  }

  #calculateText(symbol: SymbolId, type: number): void {
    const { dialect } = this.#data;
    let text = type === Type.int ? dialect.zeroInt : type === Type.hex ? dialect.zeroHex : "";
    this.#text[symbol] = text;
    this.#calculateVisibility(symbol);
    if (this.#visibility[symbol] !== N) this.#write(symbol);
    const user = this.#user.text(symbol);
    if (this.#visibility[symbol] !== N && user !== undefined) {
      text = user;
    } else {
      const property = this.#activeProperty(symbol, Kind.default);
      const source =
        property === undefined ? ABSENT : this.#singleSymbol(this.#data.properties.value[property]);
      if (source !== ABSENT) {
        this.#write(symbol);
        this.#calculate(source);
        // Quirk: the text of a bool or tristate is always "n" here, whatever its value.
        text = this.#text[source];
      }
    }
    this.#text[symbol] = text;
    const range = type === Type.string ? undefined : this.#activeProperty(symbol, Kind.range);
    if (range === undefined) return;
    const { value, upper } = this.#data.properties;
    const limit = (limit: SymbolId) => ({ type: this.#data.symbols.type[limit], text: this.#rawText(limit) });
    this.#text[symbol] = limitToRange(
      type,
      text,
      () => limit(value[range]),
      () => limit(upper[range]),
    );
  }

  #rawText(symbol: SymbolId): string {
    this.#calculate(symbol);
    return this.#text[symbol];
  }

  #singleSymbol(id: ExpressionId): SymbolId {
    const { operator, left } = this.#data.expressions;
    return operator[id] === Op.symbol ? left[id] : ABSENT;
  }

  #activeProperty(symbol: SymbolId, kind: number): PropertyId | undefined {
    const { starts, items } = this.#data.symbols.properties;
    const { kind: kinds, condition } = this.#data.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      if (kinds[property] === kind && this.#expression(condition[property]) !== N) return property;
    }
    return undefined;
  }

  /**
   * Visibility of a choice's member for the choice's own calculation. In the modal kind a member's visibility rests
   * on its choice, so that this may be asked while the member's own is under way.
   */
  #visibilityOf(symbol: SymbolId): Tristate {
    if (this.#data.dialect.choices === "modal") this.#visibility[symbol] = this.#promptVisibility(symbol);
    else this.#calculateVisibility(symbol);
    return this.#visibility[symbol] as Tristate;
  }

  #promptVisibility(symbol: SymbolId): Tristate {
    const { symbols, properties } = this.#data;
    let visible: Tristate = N;
    const { starts, items } = symbols.properties;
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      const property = items[at];
      if (properties.kind[property] !== Kind.prompt) continue;
      visible = or(visible, this.#conditionOfPrompt(property, symbol));
    }
    const cannotBeM = symbols.type[symbol] !== Type.tristate || this.#modules === N;
    return visible === M && cannotBeM ? Y : visible;
  }

  /** Quirk: a tristate that could only be m cannot be seen in a modal choice that is y. */
  #conditionOfPrompt(prompt: PropertyId, symbol: SymbolId): Tristate {
    const { symbols, properties, dialect } = this.#data;
    const value = this.#expression(properties.condition[prompt]);
    if (value !== M || dialect.choices !== "modal" || symbols.type[symbol] !== Type.tristate) return value;
    const choice = symbols.choice[symbol];
    return choice !== ABSENT && this.#tristate[choice] === Y ? N : value;
  }

  /** Whether a member counts as calculated although nobody looked at its visibility. */
  #isOutdated(symbol: SymbolId): boolean {
    const marks = this.#marks[symbol] & (Mark.calculated | Mark.visibilityKnown);
    return this.#data.dialect.choices === "exclusive" && marks === Mark.calculated;
  }

  /** Visibility, and the values of the three dependencies. */
  #calculateVisibility(symbol: SymbolId): void {
    if ((this.#marks[symbol] & Mark.visibilityKnown) !== 0) return;
    this.#marks[symbol] |= Mark.visibilityKnown;
    const { symbols } = this.#data;
    this.#visibility[symbol] = this.#promptVisibility(symbol);
    if (symbols.choice[symbol] !== ABSENT) {
      // Nothing selects or implies a member, and its dependencies only count for what can be seen.
      this.#direct[symbol] = Y;
      this.#reverse[symbol] = N;
      this.#weak[symbol] = N;
      return;
    }
    let direct = this.#expression(symbols.directDependency[symbol]);
    if (direct === M && this.#typeOf(symbol) !== Type.tristate) direct = Y;
    this.#direct[symbol] = direct;
    this.#reverse[symbol] = this.#demanded(symbol, symbols.reverseDependency[symbol]);
    this.#weak[symbol] = this.#demanded(symbol, symbols.weakReverseDependency[symbol]);
  }

  #demanded(symbol: SymbolId, id: ExpressionId): Tristate {
    if (id === NONE) return N;
    const value = this.#expression(id);
    return value === M && this.#typeOf(symbol) === Type.bool ? Y : value;
  }

  /** The selecting terms of a reverse dependency that have exactly this value. */
  selectors(symbol: SymbolId, value: Tristate): readonly ExpressionId[] {
    const id = this.#data.symbols.reverseDependency[symbol];
    if (id === NONE) return [];
    return operandsOf(this.#data.expressions, Op.or, id).filter(
      (operand) => this.evaluate(operand) === value,
    );
  }
}
