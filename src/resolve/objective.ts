/** What "least" means, as wishes of an encoding: the prices are those of `cost.ts`. */
import type { Configuration } from "../evaluate/configuration.ts";
import { N, tristateOf, Y } from "../evaluate/tristate.ts";
import { ABSENT, isTransitional, type SymbolId, Type } from "../model/columns.ts";
import { MANY_SELECTS, MOST_PLACES, MOST_SELECTS, PRICE, TIE } from "./cost.ts";
import type { Edit } from "./edits.ts";
import type { Encoder } from "./encode.ts";
import type { Goal } from "./goals.ts";
import type { SoftLiteral } from "./minimize.ts";
import { type Reach, reachOf } from "./reach.ts";
import { type Traits, traitsOf } from "./traits.ts";

export interface ObjectiveOptions {
  /** Which value of a tristate to take where both would do. */
  readonly prefer?: "m" | "y";
  /** Symbols whose lines somebody wrote on purpose, as opposed to the rest of a full .config. */
  readonly explicit?: ReadonlySet<SymbolId>;
  /** Symbols with lines that do not hold yet: what they ask for is not to be given up, whatever the value is now. */
  readonly waiting?: ReadonlySet<SymbolId>;
}

/** The wishes of an encoding, each once however often it is asked. */
export class Objective {
  readonly soft: SoftLiteral[] = [];
  /** What decides between plans of the same price. */
  readonly ties: SoftLiteral[] = [];
  readonly #encoder: Encoder;
  readonly #options: ObjectiveOptions;
  readonly #asked: ReadonlyMap<SymbolId, Goal>;
  readonly #lines: LinePrices;
  readonly #traits: Traits;
  readonly #paid = new Set<SymbolId>();
  readonly #watched = new Set<SymbolId>();

  constructor(encoder: Encoder, goals: readonly Goal[], options: ObjectiveOptions) {
    this.#encoder = encoder;
    this.#options = options;
    const asked = goals.filter(({ role }) => role === "asked");
    this.#asked = new Map(asked.map((goal) => [goal.symbol.id, goal]));
    this.#traits = traitsOf(encoder.base.model);
    this.#lines = new LinePrices(encoder, [...this.#asked.keys()]);
  }

  /** Takes in what was encoded since the last time. */
  update(): void {
    for (const edit of this.#encoder.edits.values()) {
      const symbol = edit.kind === "choice" ? edit.choice : edit.symbol;
      if (this.#paid.has(symbol)) continue;
      this.#paid.add(symbol);
      this.#addEdit(symbol, edit);
    }
    for (const symbol of this.#encoder.symbols) {
      if (this.#watched.has(symbol)) continue;
      this.#watched.add(symbol);
      if (this.#asked.has(symbol)) continue;
      this.#addLoss(symbol);
      this.#addSweep(symbol);
    }
  }

  #addEdit(symbol: SymbolId, edit: Edit): void {
    const { gates } = this.#encoder;
    const asked = this.#asked.get(symbol);
    if (asked !== undefined) {
      if (asked.orMore) this.#addPreference(symbol, edit);
      return;
    }
    // A choice of which a member is asked for is edited on its behalf.
    if (edit.kind === "choice" && this.#isForAsked(symbol)) return;
    this.#wish(-edit.edited, this.#lines.of(symbol, edit.kind), this.#lines.tieOf(symbol));
    if (this.#options.waiting?.has(symbol)) this.#wish(-edit.edited, PRICE.contradicted);
    if (edit.kind === "choice") {
      for (const [member, chosen] of edit.members)
        this.#wish(
          -gates.and([edit.edited, chosen]),
          this.#lines.ofMember(member),
          this.#lines.tieOfMember(symbol, member),
        );
    } else if (edit.kind === "logical") {
      this.#addPreference(symbol, edit);
      this.#addTurningOff(symbol, edit);
    }
  }

  /**
   * Pays for a line that turns off or lowers. What is n now as well: it may be y by default once it can be seen. An edit
   * that is none says nothing of its value; it is given the dearer one, so that no gate is needed.
   */
  #addTurningOff(symbol: SymbolId, edit: Edit & { readonly kind: "logical" }): void {
    const { base, gates } = this.#encoder;
    const level = base.tristate(symbol) === Y ? edit.y : edit.m;
    gates.solver.addClause([edit.edited, level]);
    this.#wish(level, PRICE.off);
  }

  #isForAsked(choice: SymbolId): boolean {
    const isY = (member: SymbolId) => tristateOf(this.#asked.get(member)?.value ?? "n") === Y;
    return this.#encoder.membersOf(choice).some(isY);
  }

  #addPreference(symbol: SymbolId, edit: Edit): void {
    const { gates, data } = this.#encoder;
    if (edit.kind !== "logical" || data.symbols.type[symbol] !== Type.tristate) return;
    if (
      this.#options.prefer === "y" ||
      this.#encoder.base.tristate(symbol) === Y ||
      this.#asked.has(symbol)
    ) {
      const other = this.#options.prefer === "y" ? gates.and([edit.m, -edit.y]) : edit.y;
      this.#wish(-gates.and([edit.edited, other]), 0, TIE.notPreferred);
      return;
    }
    gates.solver.addClause([edit.edited, -edit.y]);
    this.#wish(-edit.y, 0, TIE.notPreferred);
  }

  #addLoss(symbol: SymbolId): void {
    const { base, data, gates } = this.#encoder;
    const value = base.tristate(symbol);
    if (this.#options.explicit?.has(symbol))
      this.#wish(this.#encoder.isValue(symbol, value), PRICE.contradicted);
    const choice = data.symbols.choice[symbol];
    // What is asked for in a choice takes the place of what is there.
    if (value === N || base.visibility(symbol) === N || (choice !== ABSENT && this.#isForAsked(choice)))
      return;
    const { m, y } = this.#encoder.levels(symbol);
    const kept = value === Y ? y : m;
    if (base.hasUserValue(symbol)) this.#wish(kept, PRICE.loss);
    // What was set stays as long as it can be seen: only its own line lowers it, or its choice.
    if (choice === ABSENT) return;
    const isOff = gates.and([-kept, this.#encoder.visibility(symbol).m]);
    const edit = this.#encoder.edits.get(choice);
    if (base.hasUserValue(symbol)) this.#wish(-isOff, PRICE.off);
    // Nobody asked for it: where the default of the choice goes, it goes along.
    else if (edit !== undefined) this.#wish(-gates.and([edit.edited, isOff]), PRICE.off);
  }

  #addSweep(symbol: SymbolId): void {
    const sweep = this.#traits.sweeping(symbol);
    if (sweep === undefined) return;
    const { base, data } = this.#encoder;
    const value = base.tristate(symbol);
    const choice = data.symbols.choice[symbol];
    if (choice !== ABSENT && this.#isForAsked(choice)) return;
    const { m } = this.#encoder.levels(symbol);
    // Of a choice the member that goes is paid for, not the one that comes.
    if (value === N && choice === ABSENT) this.#wish(-m, sweep.price);
    else if (value !== N && sweep.bothWays) this.#wish(m, sweep.price);
  }

  #wish(literal: number, weight: number, tie = 0): void {
    const { yes } = this.#encoder.gates;
    if (literal === yes || literal === -yes) return;
    if (weight > 0) this.soft.push({ literal, weight });
    if (tie > 0) this.ties.push({ literal, weight: tie });
  }
}

/** What the lines of a plan cost by themselves, whatever comes of them. */
export class LinePrices {
  readonly #reach: ReadonlyMap<SymbolId, Reach>;
  readonly #traits: Traits;
  readonly #encoder: Pick<Encoder, "base" | "data">;
  readonly #vendors: ReadonlySet<string>;
  readonly #isForDevelopers: boolean;

  /** `asked`: the symbols of the goals. */
  constructor(encoder: Pick<Encoder, "base" | "data">, asked: readonly SymbolId[]) {
    this.#encoder = encoder;
    this.#traits = traitsOf(encoder.base.model);
    this.#reach = reachOf(encoder.data, asked);
    this.#vendors = new Set(asked.flatMap((symbol) => [...this.#traits.vendorsAround(symbol)]));
    this.#isForDevelopers = asked.some((symbol) => this.#traits.isForDevelopers(symbol));
  }

  /** Of a symbol's line; of a choice, whichever member it is for. */
  of(symbol: SymbolId, kind: Edit["kind"]): number {
    const { data } = this.#encoder;
    const invented = kind === "text" && data.symbols.type[symbol] === Type.string ? PRICE.inventedText : 0;
    const former = isTransitional(data, symbol) ? PRICE.formerName : 0;
    const own = kind === "choice" ? 0 : this.ofMember(symbol);
    return PRICE.line + invented + former + this.#distance(symbol) + own;
  }

  /** What a symbol costs for what it is; of a choice's member that is all. */
  ofMember(symbol: SymbolId): number {
    const vendor = this.#traits.vendor(symbol);
    const isOwn = vendor === undefined || this.#vendors.has(vendor);
    return (
      (isOwn || this.#vendors.size === 0 ? 0 : PRICE.otherVendor) +
      (!this.#isForDevelopers && this.#traits.isForDevelopers(symbol) ? PRICE.forDevelopers : 0)
    );
  }

  #distance(symbol: SymbolId): number {
    const reach = this.#reach.get(symbol);
    if (reach?.steps === 0) return 0;
    return (
      (reach === undefined ? PRICE.selector : reach.steps * PRICE.step) +
      (this.#traits.selects(symbol) > MANY_SELECTS ? PRICE.selectsMuch : 0) +
      (this.#traits.isBoundToPlatform(symbol) ? PRICE.boundToPlatform : 0)
    );
  }

  /** Of a symbol's line. */
  tieOf(symbol: SymbolId): number {
    const reach = this.#reach.get(symbol);
    const selects = reach?.steps === 0 ? 0 : Math.min(this.#traits.selects(symbol), MOST_SELECTS);
    return (
      Math.round(TIE.uncommon * (1 - this.#traits.usage(symbol))) +
      TIE.eachSelect * selects +
      this.#placeTie(symbol)
    );
  }

  /** What stands first among the alternatives of a condition, or selects first, is the rule. */
  #placeTie(symbol: SymbolId): number {
    return TIE.eachPlace * Math.min(this.#reach.get(symbol)?.place ?? 0, MOST_PLACES);
  }

  /** Of a choice's line for this member, beyond that for any. */
  tieOfMember(choice: SymbolId, member: SymbolId): number {
    const { data, base } = this.#encoder;
    const defaults = base.model.symbolAt(choice).propertiesOf("default");
    const isDefault = defaults.some(({ value }) => data.expressions.left[value] === member);
    const usage = Math.round(TIE.uncommon * (1 - this.#traits.usage(member)));
    return usage + (isDefault ? 0 : TIE.notByDefault) + this.#placeTie(member);
  }
}

/** Whether a plan pays for making less of a symbol: it is on, and somebody set it where it could be seen. */
export function isPaidFor(base: Configuration, symbol: SymbolId): boolean {
  return base.hasUserValue(symbol) && base.tristate(symbol) !== N && base.visibility(symbol) !== N;
}

/** Whether a symbol is on because somebody asked for it where it could be seen. A choice has one member anyway. */
export function isWorthKeeping({ base, data }: Pick<Encoder, "base" | "data">, symbol: SymbolId): boolean {
  return data.symbols.choice[symbol] === ABSENT && isPaidFor(base, symbol);
}
