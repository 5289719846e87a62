/** A configuration as C conf keeps it: what was calculated stays until it is thrown away, be it out of date or not. */
import { Mark, type UnmetMoment } from "../evaluate/calculation.ts";
import { PresetConfiguration } from "../evaluate/preset-configuration.ts";
import { letterOf, M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { ABSENT, isLogicalType, type PropertyId, type SymbolId, Type, YES } from "../model/columns.ts";
import { type ExpressionId, Op, operandsOf } from "../model/expressions.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { Model } from "../model/model.ts";

/** What the modes and the dialogue do to a configuration beyond asking for values. */
export class ConfConfiguration extends PresetConfiguration {
  constructor(model: Model) {
    super(model);
    this.values.keepsWrittenMembers = model.data.dialect.writesMembers === "with their choice";
    this.values.momentOf = (symbol) => this.#momentOf(symbol);
  }

  // --- user values ---------------------------------------------------------------------------------------------

  /** The text that an int, hex or string is or was set to. */
  rememberedText(symbol: SymbolId): string | undefined {
    return this.user.rememberedText(symbol);
  }

  /** Asks for y of a choice's member, behind whatever was asked for before. */
  setMemberLast(symbol: SymbolId): void {
    this.stopPropagating();
    this.user.setMemberLast(symbol);
    this.invalidate();
  }

  /** Asks for a mode of a modal choice and for one member: y for that one, n for the others. */
  pickMember(choice: SymbolId, picked: SymbolId, mode: Tristate): void {
    this.stopPropagating();
    this.isStale = true;
    this.user.pickMember(choice, picked, mode);
    // Only these are calculated anew, as in C; the others keep what they have until all are thrown away.
    const { starts, items } = this.model.data.symbols.members;
    for (const symbol of [choice, ...items.subarray(starts[choice], starts[choice + 1])])
      this.values.unmark(symbol);
    this.values.chosen.delete(choice);
    this.values.outdateExpressions();
  }

  /** As `yes2modconfig` and its kin: user values of tristates that are `from` become `to`, while m exists. */
  replaceTristates(from: Tristate, to: Tristate): void {
    this.values.prepare();
    for (let symbol = YES + 1; symbol < this.model.data.symbols.count; symbol++) {
      if (this.values.typeOf(symbol) === Type.tristate) this.user.replaceTristate(symbol, from, to);
    }
    this.outdate();
  }

  // C takes some user values without throwing calculated values away. The next three do so.

  /** A bool, tristate or choice counts as set: to `value`, or to what it was set to before, n if never. */
  keepTristate(symbol: SymbolId, value = this.user.rememberedTristate(symbol)): void {
    this.isStale = true;
    this.user.keepTristate(symbol, value);
  }

  /** An int, hex or string counts as set to `text`. */
  keepText(symbol: SymbolId, text: string): void {
    this.isStale = true;
    this.user.keepText(symbol, text);
  }

  /** Of the members of an exclusive choice this one was set last; in a modal choice it is the one set to y last. */
  keepMember(choice: SymbolId, member: SymbolId): void {
    this.isStale = true;
    this.user.keepMember(choice, member);
  }

  // --- values --------------------------------------------------------------------------------------------------

  /**
   * Throws away all calculated values as C does it after an answer.
   *
   * Quirk: members of choices keep what visibility they had until somebody looks. In an exclusive choice nobody looks
   * at those behind the one that was asked for last: they stay in sight, and are written, whatever they depend on.
   */
  outdate(): void {
    this.stopPropagating();
    this.isStale = true;
    this.values.outdate();
  }

  /**
   * What an expression is before any .config was read. C does not look at MODULES first there, and throws away what
   * it calculated when it reads one: `invalidate`.
   */
  evaluateBeforeReading(id: ExpressionId): Tristate {
    this.values.begin();
    return this.values.expression(id);
  }

  /** A symbol's text, as `evaluateBeforeReading` has its value. */
  textBeforeReading(symbol: SymbolId): string {
    this.values.begin();
    return this.values.textValue(symbol);
  }

  /** Whether the value is known without calculating it. */
  isCalculated(symbol: SymbolId): boolean {
    return (this.values.marks[symbol] & Mark.calculated) !== 0;
  }

  /** The value of the last calculation, which later answers may have outdated: what C shows in its help texts. */
  lastValue(symbol: SymbolId): string {
    const { data } = this.model;
    if (!isLogicalType(data.symbols.type[symbol])) return this.values.text[symbol];
    const value = this.values.tristate[symbol] as Tristate;
    const { printsMWithoutModules } = data.dialect.conf;
    // Quirk: MODULES is n as well while it is itself under calculation.
    const isHidden = value === M && !printsMWithoutModules && this.values.tristate[data.modules] === N;
    return letterOf(isHidden ? N : value);
  }

  /** Of a symbol that is under calculation. */
  #momentOf(symbol: SymbolId): UnmetMoment {
    const { data } = this.model;
    const { reverseDependency, directDependency } = data.symbols;
    const terms = operandsOf(data.expressions, Op.or, reverseDependency[symbol]);
    const selecting = (value: Tristate) => terms.filter((term) => this.values.expression(term) === value);
    const selectors = { y: selecting(Y), m: selecting(M) };
    const values = new Map<SymbolId, string>();
    for (const id of [directDependency[symbol], ...selectors.y, ...selectors.m])
      symbolsIn(data, id, (each) => values.set(each, this.lastValue(each)));
    return { direct: this.values.direct[symbol] as Tristate, selectors, values };
  }

  /** Upper bound that one of a symbol's prompts sets. */
  promptVisibility(prompt: PropertyId, symbol: SymbolId): Tristate {
    this.values.prepare();
    if (this.model.data.symbols.choice[symbol] !== ABSENT && this.values.isOutdated(symbol))
      return this.values.visibility[symbol] as Tristate;
    return this.values.conditionOfPrompt(prompt, symbol);
  }
}
