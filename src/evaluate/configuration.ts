/** One configuration of a tree: what the user asked for, and the values that follow from it. */
import { type ExpressionId, NONE, Op, operandsOf } from "../model/expressions.ts";
import {
  ABSENT,
  type ConfigSymbol,
  Kind,
  type Model,
  type ModelData,
  type PropertyId,
  type SymbolId,
  Type,
  YES,
} from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { Calculation, Mark, type UnmetDependency } from "./calculation.ts";
import type { ChangeSet, UserChange } from "./change-set.ts";
import { defaultMember } from "./choice-selection.ts";
import { Propagation } from "./propagation.ts";
import { letterOf, N, type Tristate } from "./tristate.ts";
import { type UserValue, UserValues } from "./user-values.ts";

export type { UnmetDependency, UserValue };

/**
 * User values and everything calculated from them. Values are calculated when they are asked for and kept until a
 * user value changes. The rules are those of C conf in the model's dialect.
 */
export class Configuration {
  readonly model: Model;
  readonly #data: ModelData;

  readonly #user: UserValues;
  readonly #values: Calculation;
  /** There while all values are up to date. */
  #propagation: Propagation | undefined;

  constructor(model: Model, user = new UserValues(model.data)) {
    this.model = model;
    this.#data = model.data;
    this.#user = user;
    this.#values = new Calculation(model.data, user);
  }

  /** An independent configuration with the same user values. */
  clone(): Configuration {
    const copy = new Configuration(this.model, this.#propagation?.asked() ?? this.#user.clone());
    copy.#values.modules = this.#values.modules;
    copy.#values.choicesFirst = this.#values.choicesFirst;
    return copy;
  }

  // --- user values ---------------------------------------------------------------------------------------------

  /** Asks for a value of a bool, tristate or choice. Whether it comes true is for the rules to say. */
  setTristate(symbol: SymbolId, value: Tristate, origin?: Location): void {
    this.#stopPropagating();
    this.#user.setTristate(symbol, value, origin);
    this.invalidate();
  }

  /** Asks for a text of an int, hex or string. */
  setText(symbol: SymbolId, text: string, origin?: Location): void {
    this.#stopPropagating();
    this.#user.setText(symbol, text, origin);
    this.invalidate();
  }

  /** Forgets what was asked for a symbol. */
  clearUserValue(symbol: SymbolId): void {
    this.#stopPropagating();
    this.#user.clear(symbol);
    this.invalidate();
  }

  /**
   * Makes changes, in this order, and answers with all that differs then: values are those that a new configuration with
   * the same user values has. Only what rests on the changes is calculated; the first call calculates everything.
   */
  apply(changes: readonly UserChange[]): ChangeSet {
    this.#propagation ??= new Propagation(this.#data, this.#user, this.#values);
    return this.#propagation.apply(changes);
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
    this.#stopPropagating();
    this.#user.setAside(symbol, value);
    this.invalidate();
  }

  /** Asks for y of a choice's member, behind whatever was asked for before. */
  setMemberLast(symbol: SymbolId): void {
    this.#stopPropagating();
    this.#user.setMemberLast(symbol);
    this.invalidate();
  }

  /** Asks for a mode of a modal choice and for one member: y for that one, n for the others. */
  pickMember(choice: SymbolId, picked: SymbolId, mode: Tristate): void {
    this.#user.pickMember(choice, picked, mode);
    // Only these are calculated anew, as in C; the others keep what they have until all are thrown away.
    const { starts, items } = this.#data.symbols.members;
    for (const symbol of [choice, ...items.subarray(starts[choice], starts[choice + 1])])
      this.#values.marks[symbol] = 0;
    this.#values.chosen.delete(choice);
    this.#values.outdateExpressions();
  }

  /** As `yes2modconfig` and its kin: user values of tristates that are `from` become `to`, while m exists. */
  replaceTristates(from: Tristate, to: Tristate): void {
    this.#values.prepare();
    for (let symbol = YES + 1; symbol < this.#data.symbols.count; symbol++) {
      if (this.#values.typeOf(symbol) === Type.tristate) this.#user.replaceTristate(symbol, from, to);
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
    this.#values.marks[symbol] &= ~Mark.calculated;
    // Values of symbols stay; conditions were not remembered before the rewrite.
    this.#values.outdateExpressions();
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

  /**
   * From here on a member of a modal choice is calculated after its choice. Elsewhere C calculates the choice only
   * where a condition of the member names it, which those around the choice do.
   */
  calculateChoicesFirst(): void {
    this.#values.choicesFirst = this.#data.dialect.choices === "modal";
  }

  /** Throws away all calculated values. */
  invalidate(): void {
    this.outdate();
    this.#values.forgetVisibility();
  }

  /**
   * Throws away all calculated values as C does it after an answer.
   *
   * Quirk: members of choices keep what visibility they had until somebody looks. In an exclusive choice nobody looks
   * at those behind the one that was asked for last: they stay in sight, and are written, whatever they depend on.
   */
  outdate(): void {
    this.#stopPropagating();
    this.#values.outdate();
  }

  /** What was asked counts again in place of what the calculation made of it. */
  #stopPropagating(): void {
    this.#propagation?.takeBack();
    this.#propagation = undefined;
    this.#values.askedBefore = undefined;
  }

  /** Calculates MODULES, as C does when it has read a .config or found none; see `prepare` of Calculation for why that counts. */
  settleModules(): void {
    this.#values.prepare();
  }

  /** Whether the value is known without calculating it. */
  isCalculated(symbol: SymbolId): boolean {
    return (this.#values.marks[symbol] & Mark.calculated) !== 0;
  }

  /** Value of a bool or tristate; N for any other symbol, whatever its text. */
  tristate(symbol: SymbolId): Tristate {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return this.#values.tristate[symbol] as Tristate;
  }

  /** Value as text: `n`, `m`, `y`, a number as it is spelled, or a string without quotes. */
  value(symbol: SymbolId): string {
    this.#values.prepare();
    return this.#values.textValue(symbol);
  }

  /** The value of the last calculation, which later answers may have outdated: what C shows in its help texts. */
  lastValue(symbol: SymbolId): string {
    const type = this.#data.symbols.type[symbol];
    if (type !== Type.bool && type !== Type.tristate) return this.#values.text[symbol];
    return letterOf(this.#values.tristate[symbol] as Tristate);
  }

  /** Upper bound of what the user can set: n if no prompt can be seen. */
  visibility(symbol: SymbolId): Tristate {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return this.#values.visibility[symbol] as Tristate;
  }

  /** Upper bound that one of a symbol's prompts sets. */
  promptVisibility(prompt: PropertyId, symbol: SymbolId): Tristate {
    this.#values.prepare();
    if (this.#data.symbols.choice[symbol] !== ABSENT && this.#values.isOutdated(symbol)) {
      return this.#values.visibility[symbol] as Tristate;
    }
    return this.#values.conditionOfPrompt(prompt, symbol);
  }

  /** Lower bound, from selects. */
  reverseDependency(symbol: SymbolId): Tristate {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return this.#values.reverse[symbol] as Tristate;
  }

  /** What implies ask for. */
  weakReverseDependency(symbol: SymbolId): Tristate {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return this.#values.weak[symbol] as Tristate;
  }

  directDependency(symbol: SymbolId): Tristate {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return this.#values.direct[symbol] as Tristate;
  }

  /** Whether .config has a line for it, be it "is not set". */
  isWritten(symbol: SymbolId): boolean {
    this.#values.prepare();
    this.#values.calculate(symbol);
    return (this.#values.marks[symbol] & Mark.written) !== 0;
  }

  /** Whether the user can change it: visible above what selects demand. */
  isChangeable(symbol: SymbolId): boolean {
    return this.visibility(symbol) > this.reverseDependency(symbol);
  }

  /** The member that is y in a choice where just one can be; undefined if none can be seen. */
  chosenMember(choice: SymbolId): SymbolId | undefined {
    this.#values.prepare();
    this.#values.choose(choice);
    return this.#values.chosen.get(choice);
  }

  /** The member that a choice's defaults lead to, whatever the user said. */
  defaultMember(choice: SymbolId): SymbolId | undefined {
    this.#values.prepare();
    return defaultMember(this.#values.choices, choice);
  }

  /** Value as other symbols' defaults see it. Quirk: the text of a bool or tristate is "n" there. */
  rawText(symbol: SymbolId): string {
    this.#values.prepare();
    return this.#values.rawText(symbol);
  }

  /** The type that counts: a tristate is a bool while m does not exist. */
  effectiveType(symbol: SymbolId): number {
    this.#values.prepare();
    return this.#values.typeOf(symbol);
  }

  get modulesEnabled(): boolean {
    this.#values.prepare();
    return this.#values.modules !== N;
  }

  /** Unmet dependencies met so far, in the order of calculation. */
  get unmetDependencies(): readonly UnmetDependency[] {
    return this.#values.unmet;
  }

  /** The first default whose condition holds. */
  activeDefault(symbol: SymbolId): PropertyId | undefined {
    this.#values.prepare();
    return this.#values.activeProperty(symbol, Kind.default);
  }

  /** The first range whose condition holds. */
  activeRange(symbol: SymbolId): PropertyId | undefined {
    this.#values.prepare();
    return this.#values.activeProperty(symbol, Kind.range);
  }

  /** Value of an expression; the absent one is y. */
  evaluate(id: ExpressionId): Tristate {
    this.#values.prepare();
    return this.#values.expression(id);
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
