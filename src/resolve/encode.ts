/** A part of a tree as clauses: each symbol equals the formula that the evaluator calculates it by. */
import { Interpreter } from "../evaluate/algebra.ts";
import { compare, comparedType } from "../evaluate/comparison.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { N, type Tristate, tristateOf, Y } from "../evaluate/tristate.ts";
import {
  ABSENT,
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
import { type ExpressionId, NONE, Op } from "../model/expressions.ts";
import { coneOf } from "../model/mentions.ts";
import { always, type Cases, EqualTexts } from "./cases.ts";
import type { Edit } from "./edits.ts";
import { encodeExclusiveChoice, encodeModalChoice } from "./encode-choice.ts";
import { anyText, encodeText } from "./encode-text.ts";
import type { EncoderOptions, Encoding, Levels, ModalChoice, UserLevels } from "./encoding.ts";
import { Gates } from "./gates.ts";
import { bothLevels, comparisonLiteral, constantLevels, levelCases, levelsAlgebra } from "./levels.ts";
import type { Literal, Solver } from "./solver.ts";
import type { TextDomains } from "./text-domains.ts";

// Only what is asked for is encoded, and what that rests on: the backward cone. A tristate is two literals, "m or y"
// and "y", a bool is one. The evaluator stays the authority (wall 4): what differs here makes a plan fail its replay.
//
//     visible and asked for ? the lesser of both : first default that holds, or imply within the dependencies
//     then at least what selects demand, then m made y where m cannot be

/** Of a side with more texts, those are looked up that can be equal to the other one's. */
const MANY_TEXTS = 64;

/** The encoding of a slice of a model over a base configuration. Grows as it is asked. */
export class Encoder implements Encoding {
  readonly gates: Gates;
  readonly base: Configuration;
  readonly data: ModelData;
  readonly domains: TextDomains;
  /** What can be edited, by symbol; a choice of the exclusive kind by the choice. In the order of first mention. */
  readonly edits = new Map<SymbolId, Edit>();
  /** For each symbol that is selected, the literal that it is so against its dependencies. */
  readonly unmet = new Map<SymbolId, Literal>();
  /** Guards of definitions, by symbol; empty without `hasGuards`. */
  readonly guards = new Map<SymbolId, Literal>();
  readonly options: EncoderOptions;
  /** Whether a loop was cut, so that something possible may be missing. What is too loose, a replay tells. */
  isTooTight = false;

  readonly #levels = new Map<SymbolId, Levels>();
  readonly #texts = new Map<SymbolId, Cases | "under way">();
  readonly #equalTexts = new WeakMap<Cases, EqualTexts>();
  readonly #interpreter: Interpreter<Levels>;
  readonly #pending: SymbolId[] = [];
  readonly #modal = new Map<SymbolId, ModalChoice>();
  readonly #definedChoices = new Set<SymbolId>();
  #modulesRest: ReadonlySet<SymbolId> | undefined;
  #earlierModules: Literal | undefined;

  constructor(solver: Solver, base: Configuration, domains: TextDomains, options: EncoderOptions = {}) {
    this.gates = new Gates(solver);
    this.base = base;
    this.data = base.model.data;
    this.domains = domains;
    this.options = options;
    this.#interpreter = new Interpreter(this.data.expressions, levelsAlgebra(this.gates), {
      symbol: (symbol) => this.levels(symbol),
      comparison: (operator, left, right) => bothLevels(this.#comparison(operator, left, right)),
    });
  }

  /** Symbols of the slice, in the order of first mention. */
  get symbols(): Iterable<SymbolId> {
    return this.#levels.keys();
  }

  has(symbol: SymbolId): boolean {
    return this.#levels.has(symbol);
  }

  /** Defines all that was mentioned and is not defined yet. */
  complete(): void {
    for (let symbol = this.#pending.pop(); symbol !== undefined; symbol = this.#pending.pop()) {
      this.#define(symbol);
    }
  }

  // --- values --------------------------------------------------------------------------------------------------

  /** The value of a bool or tristate; n for anything else, as in a condition. */
  levels(symbol: SymbolId): Levels {
    const constant = constantLevels(this.gates, symbol);
    if (constant !== undefined) return constant;
    const known = this.#levels.get(symbol);
    if (known !== undefined) return known;
    const levels = this.#declare(symbol);
    this.#levels.set(symbol, levels);
    return levels;
  }

  #declare(symbol: SymbolId): Levels {
    const { type, flags } = this.data.symbols;
    const { no } = this.gates;
    if (this.#isFree(symbol) && type[symbol] <= Type.tristate) return this.#freeLevels(symbol);
    const isChoice = (flags[symbol] & SymbolFlag.choice) !== 0;
    const isNever = isChoice && this.data.dialect.choices === "exclusive";
    if (!isLogicalType(type[symbol]) || isNever) return { m: no, y: no };
    const value = this.base.tristate(symbol);
    this.#pending.push(symbol);
    const m = this.gates.solver.newVariable(value !== N);
    if (type[symbol] === Type.bool) return { m, y: m };
    const y = this.gates.solver.newVariable(value === Y);
    this.gates.solver.addClause([-y, m]);
    return { m, y };
  }

  #isFree(symbol: SymbolId): boolean {
    return symbol > YES && this.options.isFree?.(symbol) === true;
  }

  /** A name that nothing defines may be a tristate elsewhere. */
  #freeLevels(symbol: SymbolId): Levels {
    const m = this.gates.variable();
    if (this.data.symbols.type[symbol] === Type.bool) return { m, y: m };
    const y = this.gates.variable();
    this.gates.solver.addClause([-y, m]);
    return { m, y };
  }

  /** The literal that a bool or tristate has exactly this value. */
  isValue(symbol: SymbolId, value: Tristate): Literal {
    const { m, y } = this.levels(symbol);
    return value === Y ? y : value === N ? -m : this.gates.and([m, -y]);
  }

  /** The value of an expression; the absent one holds. */
  expression(id: ExpressionId): Levels {
    return this.#interpreter.value(id);
  }

  #comparison(op: number, left: SymbolId, right: SymbolId): Literal {
    const { type } = this.data.symbols;
    const isOpen = (symbol: SymbolId) => this.#isFree(symbol) && !isLogicalType(type[symbol]);
    if (isOpen(left) || isOpen(right)) return this.gates.variable();
    if (op === Op.equal || op === Op.unequal) {
      const isLong = (symbol: SymbolId) => this.cases(symbol).size > MANY_TEXTS;
      if (isLong(left) || isLong(right)) {
        const equal = isLong(left) ? this.#equality(left, right) : this.#equality(right, left);
        return op === Op.equal ? equal : -equal;
      }
    }
    const side = (symbol: SymbolId) => ({ symbol, cases: this.cases(symbol) });
    return comparisonLiteral(this.gates, this.data, op, side(left), side(right));
  }

  /** As the pairs of all texts say, of which only those are looked at that can be equal. */
  #equality(long: SymbolId, other: SymbolId): Literal {
    const { type } = this.data.symbols;
    const { numbers } = this.data.dialect;
    const cases = this.cases(long);
    const texts = this.#equalTexts.get(cases) ?? new EqualTexts(cases, type[long], numbers);
    this.#equalTexts.set(cases, texts);
    const holding: Literal[] = [];
    for (const [b, isB] of this.cases(other)) {
      const operand = { type: comparedType(this.data, other), text: b };
      for (const a of texts.near(operand)) {
        if (!compare(Op.equal, { type: type[long], text: a }, operand, numbers)) continue;
        holding.push(this.gates.and([cases.get(a) ?? this.gates.no, isB]));
      }
    }
    return this.gates.or(holding);
  }

  /** The value of any symbol as text. */
  cases(symbol: SymbolId): Cases {
    const { type, name } = this.data.symbols;
    switch (type[symbol]) {
      case Type.bool:
      case Type.tristate:
        return levelCases(this.gates, this.levels(symbol));
      case Type.int:
      case Type.hex:
      case Type.string:
      case Type.float:
        return this.#textCases(symbol);
      default:
        return always(this.gates, name[symbol]);
    }
  }

  #textCases(symbol: SymbolId): Cases {
    const known = this.#texts.get(symbol);
    if (known === "under way") {
      // A loop of ranges: the evaluator sees whatever was there before.
      this.isTooTight = true;
      return always(this.gates, this.base.value(symbol));
    }
    if (known !== undefined) return known;
    this.#texts.set(symbol, "under way");
    const cases = this.#isFree(symbol) ? anyText(this, symbol) : encodeText(this, symbol);
    this.#texts.set(symbol, cases);
    return cases;
  }

  // --- definitions ---------------------------------------------------------------------------------------------

  #define(symbol: SymbolId): void {
    const { choice } = this.data.symbols;
    if (this.data.dialect.choices === "exclusive") {
      if (choice[symbol] === ABSENT) this.#defineLogical(symbol);
      else if (!this.#definedChoices.has(choice[symbol])) {
        this.#definedChoices.add(choice[symbol]);
        encodeExclusiveChoice(this, choice[symbol]);
      }
      return;
    }
    if ((this.data.symbols.flags[symbol] & SymbolFlag.choice) !== 0) {
      this.equate(symbol, this.raised(symbol, this.modal(symbol).own));
    } else if (choice[symbol] === ABSENT) this.#defineLogical(symbol);
    else {
      const { isChosen } = this.modal(choice[symbol]);
      const visible = this.visibility(symbol);
      const logical = this.#unseenMember(symbol, visible);
      const chosen = isChosen.get(symbol) ?? this.gates.no;
      this.equate(symbol, {
        m: this.gates.choose(visible.y, chosen, logical.m),
        y: this.gates.choose(visible.y, chosen, logical.y),
      });
    }
  }

  /** A member of a modal choice while it cannot be seen as y. */
  #unseenMember(symbol: SymbolId, visible: Levels): Levels {
    if (this.data.dialect.modalChoices === "first entry")
      return this.raised(symbol, this.#unraised(symbol, visible));
    const { isSet, m } = this.#user(symbol);
    return { m: this.gates.and([visible.m, isSet, m]), y: this.gates.no };
  }

  #defineLogical(symbol: SymbolId): void {
    this.equate(symbol, this.raised(symbol, this.#unraised(symbol, this.visibility(symbol))));
  }

  /** Makes a symbol's literals equal to its formula, while its guard holds if there are guards. */
  equate(symbol: SymbolId, formula: Levels): void {
    if (this.#isFree(symbol)) return;
    const { m, y } = this.levels(symbol);
    const guard = this.guardOf(symbol);
    this.gates.equate(m, formula.m, guard);
    if (y !== m) this.gates.equate(y, formula.y, guard);
  }

  /** The guard of a definition; undefined if there are none. */
  guardOf(symbol: SymbolId): Literal | undefined {
    if (this.options.hasGuards === undefined) return undefined;
    let guard = this.guards.get(symbol);
    if (guard === undefined) {
      guard = this.gates.solver.newVariable(true);
      this.guards.set(symbol, guard);
    }
    return guard;
  }

  /** The value before selects are looked at. */
  #unraised(symbol: SymbolId, visible: Levels): Levels {
    const { gates } = this;
    const user = visible.m === gates.no ? { isSet: gates.no, m: gates.no, y: gates.no } : this.#user(symbol);
    this.#saysNoMoreThan(symbol, visible);
    const counts = gates.and([visible.m, user.isSet]);
    const otherwise = this.#given(symbol, counts);
    return {
      m: gates.choose(counts, user.m, otherwise.m),
      y: gates.choose(counts, gates.and([user.y, visible.y]), otherwise.y),
    };
  }

  /** A line says y only where that can be: else it would be a way to have m without saying so. */
  #saysNoMoreThan(symbol: SymbolId, { m, y }: Levels): void {
    const edit = this.edits.get(symbol);
    if (edit?.kind !== "logical" || edit.edited === this.gates.yes || m === y) return;
    this.gates.solver.addClause([-edit.edited, -edit.y, y]);
  }

  /** What a user asks for: the edit, or what the base has. */
  #user(symbol: SymbolId): UserLevels {
    const { gates } = this;
    const edit = this.editOf(symbol);
    if (edit.edited === gates.yes) return { isSet: gates.yes, m: edit.m, y: edit.y };
    const base = this.baseUser(symbol);
    const constant = (holds: boolean) => (holds ? gates.yes : gates.no);
    return {
      isSet: gates.or([edit.edited, constant(base !== undefined)]),
      m: gates.choose(edit.edited, edit.m, constant((base ?? N) !== N)),
      y: gates.choose(edit.edited, edit.y, constant((base ?? N) === Y)),
    };
  }

  /** The user value that the base has for a bool or tristate. */
  baseUser(symbol: SymbolId): Tristate | undefined {
    if (!this.base.hasUserValue(symbol)) return undefined;
    return tristateOf(this.base.userValue(this.base.model.symbolAt(symbol))?.value ?? "");
  }

  /** The edit of a bool or tristate with a prompt. */
  editOf(symbol: SymbolId): Edit & { readonly kind: "logical" } {
    const known = this.edits.get(symbol);
    if (known?.kind === "logical") return known;
    const { gates } = this;
    const written = this.options.written?.get(symbol);
    if (written !== undefined) {
      const constant = (holds: boolean) => (holds ? gates.yes : gates.no);
      const fixed = { m: constant(written !== N), y: constant(written === Y) };
      const edit = { kind: "logical", symbol, edited: gates.yes, ...fixed } as const;
      this.edits.set(symbol, edit);
      return edit;
    }
    const isAsked = this.#isAsked(symbol);
    const edited = isAsked ? gates.yes : gates.variable();
    const value = isAsked ? this.base.tristate(symbol) : N;
    const m = gates.solver.newVariable(value !== N);
    const isBool = this.data.symbols.type[symbol] === Type.bool;
    const y = isBool ? m : gates.solver.newVariable(value === Y);
    if (!isBool) gates.solver.addClause([-y, m]);
    const edit = { kind: "logical", symbol, edited, m, y } as const;
    this.edits.set(symbol, edit);
    return edit;
  }

  /**
   * With `asksForAll`: where the user can ask for whatever a default could give. A tristate's default or imply can be
   * y where a prompt allows no more than m.
   */
  #isAsked(symbol: SymbolId): boolean {
    if (this.options.asksForAll === undefined) return false;
    const { type, flags, choice, weakReverseDependency } = this.data.symbols;
    const isOfChoice = choice[symbol] !== ABSENT || (flags[symbol] & SymbolFlag.choice) !== 0;
    if (isOfChoice) return false;
    if (type[symbol] === Type.bool) return true;
    return weakReverseDependency[symbol] === NONE && this.defaultsOf(symbol).length === 0;
  }

  /** Defaults and implies, which count where no user value does. */
  #given(symbol: SymbolId, counts: Literal): Levels {
    const { gates } = this;
    if (counts === gates.yes) return { m: gates.no, y: gates.no };
    const { properties, symbols } = this.data;
    let open = gates.yes;
    const atM: Literal[] = [];
    const atY: Literal[] = [];
    for (const property of this.defaultsOf(symbol)) {
      const condition = this.expression(properties.condition[property]);
      const value = this.expression(properties.value[property]);
      atM.push(gates.and([open, condition.m, value.m]));
      atY.push(gates.and([open, condition.y, value.y]));
      open = gates.and([open, -condition.m]);
      if (open === gates.no) break;
    }
    if (this.base.keptDefault(symbol) === "y") {
      const kept = gates.and([open, this.holdsEverywhere(symbol)]);
      atM.push(kept);
      atY.push(kept);
    }
    const byDefault = { m: gates.or(atM), y: gates.or(atY) };
    const weak = this.#unlessMember(symbol, symbols.weakReverseDependency[symbol]);
    if (weak === NONE) return byDefault;
    const implied = this.#demanded(symbol, weak);
    const direct = this.#direct(symbol);
    if (this.data.dialect.imply === "dropped") {
      return {
        m: gates.or([byDefault.m, gates.and([implied.m, direct.m])]),
        y: gates.or([byDefault.y, gates.and([implied.y, direct.m])]),
      };
    }
    return {
      m: gates.choose(implied.m, direct.m, byDefault.m),
      y: gates.choose(implied.m, gates.and([gates.or([byDefault.y, implied.y]), direct.y]), byDefault.y),
    };
  }

  /** `value`, or what selects demand where that is more; m made y where m cannot be. Notes where that is unmet. */
  raised(symbol: SymbolId, value: Levels): Levels {
    const { gates } = this;
    const reverse = this.#unlessMember(symbol, this.data.symbols.reverseDependency[symbol]);
    let { m, y } = value;
    if (reverse !== NONE) {
      const demanded = this.#demanded(symbol, reverse);
      const direct = this.#direct(symbol);
      const beyond = [gates.and([demanded.m, -direct.m]), gates.and([demanded.y, -direct.y])];
      this.unmet.set(symbol, gates.or(beyond));
      m = gates.or([m, demanded.m]);
      y = gates.or([y, demanded.y]);
    }
    const weak = this.#unlessMember(symbol, this.data.symbols.weakReverseDependency[symbol]);
    if (weak !== NONE && this.data.dialect.imply === "dropped") {
      // What is implied to be y cannot be m.
      y = gates.or([y, gates.and([m, this.#demanded(symbol, weak).y, this.#direct(symbol).m])]);
    }
    return this.#lifted(symbol, { m, y });
  }

  /** Nothing selects or implies a choice's member, or a transitional symbol. */
  #unlessMember(symbol: SymbolId, id: ExpressionId): ExpressionId {
    return this.data.symbols.choice[symbol] === ABSENT && !isTransitional(this.data, symbol) ? id : NONE;
  }

  #demanded(symbol: SymbolId, id: ExpressionId): Levels {
    return this.#lifted(symbol, this.expression(id));
  }

  #direct(symbol: SymbolId): Levels {
    return this.#lifted(symbol, this.expression(this.data.symbols.directDependency[symbol]));
  }

  /** Upper bound of what the user can set. */
  visibility(symbol: SymbolId): Levels {
    const { gates } = this;
    if (isTransitional(this.data, symbol)) return { m: gates.yes, y: gates.yes };
    const { condition } = this.data.properties;
    const prompts = this.propertiesOf(symbol, Kind.prompt).map((each) => this.expression(condition[each]));
    const m = gates.or(prompts.map((each) => each.m));
    if (this.data.symbols.type[symbol] !== Type.tristate) return { m, y: m };
    return this.#lifted(symbol, { m, y: gates.or(prompts.map((each) => each.y)) });
  }

  /** m made y where the type that counts is bool. */
  #lifted(symbol: SymbolId, { m, y }: Levels): Levels {
    if (this.data.symbols.type[symbol] !== Type.tristate) return { m, y: m };
    if (m === y) return { m, y };
    return { m, y: this.gates.or([y, this.gates.and([m, -this.modulesOn(symbol)])]) };
  }

  /**
   * The literal that m exists, for the calculation of this symbol. C calculates what MODULES itself rests on with the
   * state before; what is looked for is a configuration that stays as it is, in which that is the state after.
   */
  modulesOn(symbol: SymbolId): Literal {
    const { modules } = this.data;
    if (modules === NO) return this.gates.no;
    this.#modulesRest ??= coneOf(this.data, modules);
    if (this.#modulesRest.has(symbol)) {
      if (this.#earlierModules === undefined) {
        this.#earlierModules = this.gates.solver.newVariable(this.base.modulesEnabled);
        const { m } = this.levels(modules);
        this.gates.solver.addClause([-this.#earlierModules, m]);
        this.gates.solver.addClause([this.#earlierModules, -m]);
      }
      return this.#earlierModules;
    }
    return this.levels(modules).m;
  }

  /**
   * All that MODULES rests on, where that is easily told; undefined where a choice is part of it, whose other members
   * count as well.
   */
  get modulesCone(): ReadonlySet<SymbolId> | undefined {
    const { modules, symbols } = this.data;
    this.#modulesRest ??= coneOf(this.data, modules);
    const isPlain = [...this.#modulesRest].every(
      (symbol) => symbols.choice[symbol] === ABSENT && (symbols.flags[symbol] & SymbolFlag.choice) === 0,
    );
    return isPlain ? this.#modulesRest : undefined;
  }

  /** What rests on all members of a modal choice at once. */
  modal(choice: SymbolId): ModalChoice {
    let modal = this.#modal.get(choice);
    if (modal === undefined) {
      modal = encodeModalChoice(this, choice);
      this.#modal.set(choice, modal);
    }
    return modal;
  }

  propertiesOf(symbol: SymbolId, kind: number): readonly PropertyId[] {
    const { starts, items } = this.data.symbols.properties;
    const found: PropertyId[] = [];
    for (let at = starts[symbol]; at < starts[symbol + 1]; at++) {
      if (this.data.properties.kind[items[at]] === kind) found.push(items[at]);
    }
    return found;
  }

  defaultsOf(symbol: SymbolId): readonly PropertyId[] {
    const defaults = this.propertiesOf(symbol, Kind.default);
    if (this.base.keptDefault(symbol) === undefined) return defaults;
    return defaults.filter((property) => !isOwnProperty(this.data, symbol, property));
  }

  holdsEverywhere(symbol: SymbolId): Literal {
    const { starts, items } = this.data.symbols.nodes;
    const nodes = Array.from(items.subarray(starts[symbol], starts[symbol + 1]));
    return this.gates.and(nodes.map((node) => this.expression(this.data.nodes.dependency[node]).m));
  }

  membersOf(choice: SymbolId): readonly SymbolId[] {
    const { starts, items } = this.data.symbols.members;
    return Array.from(items.subarray(starts[choice], starts[choice + 1]));
  }
}
