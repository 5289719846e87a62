/** One configuration of a tree: what the user asked for, and the values that follow from it. */

import { Kind, type ModelData, type PropertyId, type SymbolId, settingOf } from "../model/columns.ts";
import { type ExpressionId, NONE, Op, operandsOf } from "../model/expressions.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { Calculation, Mark, type UnmetDependency } from "./calculation.ts";
import type { ChangeSet, UserChange } from "./change-set.ts";
import { defaultMember } from "./choice-selection.ts";
import { Propagation } from "./propagation.ts";
import { N, type Tristate, Y } from "./tristate.ts";
import { type UserValue, UserValues } from "./user-values.ts";

export type { UnmetDependency, UserValue };

/**
 * User values and everything calculated from them. Values are calculated when they are asked for and kept until a
 * user value changes. The rules are those of C conf in the model's dialect.
 */
export class Configuration {
  readonly model: Model;
  readonly #data: ModelData;

  /** For those who keep values as C does; see src/conf. */
  protected readonly user: UserValues;
  protected readonly values: Calculation;
  /** Whether calculated values may be others than those that would be calculated now. */
  protected isStale = false;
  /** There while all values are up to date. */
  #propagation: Propagation | undefined;

  constructor(model: Model, user = new UserValues(model.data)) {
    this.model = model;
    this.#data = model.data;
    this.user = user;
    this.values = new Calculation(model.data, user);
  }

  /** An independent configuration with the same user values. */
  clone(): Configuration {
    const copy = new Configuration(this.model, this.#propagation?.asked() ?? this.user.clone());
    copy.values.modules = this.values.modules;
    copy.values.choicesFirst = this.values.choicesFirst;
    return copy;
  }

  // --- user values ---------------------------------------------------------------------------------------------

  /** Asks for a value of a bool, tristate or choice. Whether it comes true is for the rules to say. */
  setTristate(symbol: SymbolId, value: Tristate, origin?: Location): void {
    this.stopPropagating();
    this.user.setTristate(symbol, value, origin);
    this.invalidate();
  }

  /** Asks for a text of an int, hex or string. */
  setText(symbol: SymbolId, text: string, origin?: Location): void {
    this.stopPropagating();
    this.user.setText(symbol, text, origin);
    this.invalidate();
  }

  /** Forgets what was asked for a symbol. */
  clearUserValue(symbol: SymbolId): void {
    this.stopPropagating();
    this.user.clear(symbol);
    this.invalidate();
  }

  /**
   * Makes changes, in this order, and answers with all that differs then: values are those that a new configuration with
   * the same user values has. Only what rests on the changes is calculated; the first call calculates everything.
   */
  apply(changes: readonly UserChange[]): ChangeSet {
    return this.#upToDate().apply(changes);
  }

  /** As `clone`, with all values: the first change of the copy calculates no more than a change here would. */
  fork(): Configuration {
    this.#upToDate();
    const copy = new Configuration(this.model, this.user.clone());
    copy.values.copyFrom(this.values);
    copy.#propagation = new Propagation(this.#data, copy.user, copy.values, "complete");
    return copy;
  }

  #upToDate(): Propagation {
    const state = this.isStale ? "stale" : "fresh";
    this.#propagation ??= new Propagation(this.#data, this.user, this.values, state);
    return this.#propagation;
  }

  userValue(symbol: ConfigSymbol): UserValue | undefined {
    return this.user.get(symbol.id);
  }

  hasUserValue(symbol: SymbolId): boolean {
    return this.user.has(symbol);
  }

  /** Members of an exclusive choice, the one that was set last first; those that never were, in menu order. */
  memberPriority(choice: SymbolId): readonly SymbolId[] {
    return this.user.priority(choice);
  }

  /** The member of a modal choice that was set to y last. */
  pickedMember(choice: SymbolId): SymbolId | undefined {
    return this.user.pick(choice);
  }

  // Reading a .config takes some user values, or drops them, without throwing calculated values away, as C does.

  /** The symbol no longer counts as set. What it was set to, and the member picked in a modal choice, stay known. */
  forgetUserValue(symbol: SymbolId): void {
    this.isStale = true;
    this.user.forget(symbol);
  }

  /** Forgets a number that was read and calculates this symbol anew; what rests on it stays, as in C. */
  forgetNumber(symbol: SymbolId): void {
    this.isStale = true;
    this.user.forget(symbol);
    this.values.marks[symbol] &= ~Mark.calculated;
    // Values of symbols stay; conditions were not remembered before the rewrite.
    this.values.outdateExpressions();
  }

  /** A bool, tristate or choice counts as set to what it was set to before, to n if it never was. */
  countAsSet(symbol: SymbolId): void {
    this.isStale = true;
    this.user.keepTristate(symbol, this.user.rememberedTristate(symbol));
  }

  // --- values --------------------------------------------------------------------------------------------------

  /** Throws away all calculated values. */
  invalidate(): void {
    this.stopPropagating();
    this.values.outdate();
    this.values.forgetVisibility();
    this.isStale = false;
  }

  /** What was asked counts again in place of what the calculation made of it. */
  protected stopPropagating(): void {
    if (this.#propagation === undefined) return;
    this.#propagation.takeBack();
    this.#propagation = undefined;
    this.values.askedBefore = undefined;
  }

  /** Value of a bool or tristate; N for any other symbol, whatever its text. */
  tristate(symbol: SymbolId): Tristate {
    this.values.prepare();
    this.values.calculate(symbol);
    return this.values.tristate[symbol] as Tristate;
  }

  /** Value as text: `n`, `m`, `y`, a number as it is spelled, or a string without quotes. */
  value(symbol: SymbolId): string {
    this.values.prepare();
    return this.values.textValue(symbol);
  }

  /** Upper bound of what the user can set: n if no prompt can be seen. */
  visibility(symbol: SymbolId): Tristate {
    this.values.prepare();
    this.values.calculate(symbol);
    return this.values.visibility[symbol] as Tristate;
  }

  /** Lower bound, from selects. */
  reverseDependency(symbol: SymbolId): Tristate {
    this.values.prepare();
    this.values.calculate(symbol);
    return this.values.reverse[symbol] as Tristate;
  }

  /** What implies ask for. */
  weakReverseDependency(symbol: SymbolId): Tristate {
    this.values.prepare();
    this.values.calculate(symbol);
    return this.values.weak[symbol] as Tristate;
  }

  directDependency(symbol: SymbolId): Tristate {
    this.values.prepare();
    this.values.calculate(symbol);
    return this.values.direct[symbol] as Tristate;
  }

  /** Whether .config has a line for it, be it "is not set". */
  isWritten(symbol: SymbolId): boolean {
    this.values.prepare();
    this.values.calculate(symbol);
    return (this.values.marks[symbol] & Mark.written) !== 0;
  }

  /** Whether the user can change it: visible above what selects demand. */
  isChangeable(symbol: SymbolId): boolean {
    return this.visibility(symbol) > this.reverseDependency(symbol);
  }

  /** Quirk: before Linux 5.0 what is implied to be y cannot be m, even if that was asked for. */
  isKeptFromM(symbol: SymbolId): boolean {
    return this.#data.dialect.imply === "dropped" && this.weakReverseDependency(symbol) === Y;
  }

  /** The member that is y in a choice where just one can be; undefined if none can be seen. */
  chosenMember(choice: SymbolId): SymbolId | undefined {
    this.values.prepare();
    this.values.choose(choice);
    return this.values.chosen.get(choice);
  }

  /** The member that a choice's defaults lead to, whatever the user said. */
  defaultMember(choice: SymbolId): SymbolId | undefined {
    this.values.prepare();
    return defaultMember(this.values.choices, choice);
  }

  /** Value as other symbols' defaults see it. Quirk: the text of a bool or tristate is "n" there. */
  rawText(symbol: SymbolId): string {
    this.values.prepare();
    return this.values.rawText(symbol);
  }

  /** The type that counts: a tristate is a bool while m does not exist. */
  effectiveType(symbol: SymbolId): number {
    this.values.prepare();
    return this.values.typeOf(symbol);
  }

  get modulesEnabled(): boolean {
    this.values.prepare();
    return this.values.modules !== N;
  }

  /** Unmet dependencies met so far, in the order of calculation. */
  get unmetDependencies(): readonly UnmetDependency[] {
    return this.values.unmet;
  }

  /** The first default whose condition holds. */
  activeDefault(symbol: SymbolId): PropertyId | undefined {
    this.values.prepare();
    return this.values.activeDefault(symbol);
  }

  /** The `set` or `set default` of another symbol that is the active default. */
  activeSetting(symbol: SymbolId): PropertyId | undefined {
    const property = this.activeDefault(symbol);
    return property === undefined ? undefined : settingOf(this.#data, symbol, property);
  }

  /** What a .config calls the symbol's default, where that counts; `readDotConfig` has it from `# default:` lines. */
  activeKeptDefault(symbol: SymbolId): string | undefined {
    this.values.prepare();
    return this.values.activeKeptDefault(symbol);
  }

  /** What a .config calls the symbol's default, whether it counts at present or not. */
  keptDefault(symbol: SymbolId): string | undefined {
    return this.user.keptDefault(symbol);
  }

  /** The member that a .config calls the choice's default. */
  keptMember(choice: SymbolId): SymbolId | undefined {
    return this.user.keptMember(choice);
  }

  /** Takes a value for the symbol's default, in place of the defaults of its entries. */
  keepDefault(symbol: SymbolId, value: string): void {
    this.stopPropagating();
    this.user.keepDefault(symbol, value);
    this.invalidate();
  }

  keepDefaultMember(choice: SymbolId, member: SymbolId): void {
    this.stopPropagating();
    this.user.keepDefaultMember(choice, member);
    this.invalidate();
  }

  /** The first range whose condition holds. */
  activeRange(symbol: SymbolId): PropertyId | undefined {
    this.values.prepare();
    return this.values.activeProperty(symbol, Kind.range);
  }

  /** Value of an expression; the absent one is y. */
  evaluate(id: ExpressionId): Tristate {
    this.values.prepare();
    return this.values.expression(id);
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
