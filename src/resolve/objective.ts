/** What "least" means: what each edit costs, and what it costs to lose what somebody asked for. */
import { N, tristateOf, Y } from "../evaluate/tristate.ts";
import { ABSENT, isTransitional, Kind, type ModelData, type SymbolId, Type, YES } from "../model/model.ts";
import type { Edit } from "./edits.ts";
import type { Encoder } from "./encode.ts";
import type { Goal } from "./goals.ts";
import { symbolsIn } from "./mentions.ts";
import type { SoftLiteral } from "./minimize.ts";

// Counting edits alone gives absurd ties: USB_LGM_PHY=m as good as REGULATOR=y to obtain REGULATOR, EXPERT=y as good
// as anything for a media driver. The weights below looked sensible on Linux; the first two outweigh all the rest,
// so that they count first.

const WEIGHTS = {
  /** What the user or a fragment says explicitly becomes something else. */
  contradicted: 1_000_000,
  /** A setting that could be seen and was on is lost, or y becomes m. */
  lost: 1_000,
  edit: 10,
  /** Of a choice, which takes something away as well. */
  choiceSwitch: 15,
  /** Only reached because it selects something. */
  outsideCone: 15,
  /** A line with a former name, which no .config keeps. */
  formerName: 200,
  /** Turned lower than it was, although nobody asked for what it was. */
  switchedOff: 40,
  /** y where m would do, or the other way round with `prefer: "y"`. */
  notPreferred: 1,
} as const;

/** What each setting costs that is lost outside of a slice, where no wish of the solver counts it. */
export const COST_OF_LOSS = WEIGHTS.lost;

/** Symbols that change everything, and what it costs to touch them beyond the edit. */
const SWEEPING: ReadonlyMap<string, number> = new Map([
  ["MODULES", 80],
  ["64BIT", 80],
]);

/** Symbols that open whole areas, and what it costs to have them switched on, by an edit or by what selects them. */
const AREAS: ReadonlyMap<string, number> = new Map([
  ["COMPILE_TEST", 60],
  ["BROKEN", 60],
  ["EXPERT", 20],
  ["STAGING", 20],
]);

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
  readonly #encoder: Encoder;
  readonly #options: ObjectiveOptions;
  readonly #cone: ReadonlySet<SymbolId>;
  readonly #asked: ReadonlyMap<SymbolId, Goal>;
  readonly #paid = new Set<SymbolId>();
  readonly #watched = new Set<SymbolId>();

  constructor(encoder: Encoder, goals: readonly Goal[], options: ObjectiveOptions) {
    this.#encoder = encoder;
    this.#options = options;
    const asked = goals.filter(({ role }) => role === "asked");
    this.#asked = new Map(asked.map((goal) => [goal.symbol.id, goal]));
    this.#cone = dependencyCone(encoder.data, [...this.#asked.keys()]);
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
      this.#addOpening(symbol);
    }
  }

  #addEdit(symbol: SymbolId, edit: Edit): void {
    const { base, gates, data } = this.#encoder;
    const asked = this.#asked.get(symbol);
    if (asked !== undefined) {
      if (asked.orMore) this.#addPreference(symbol, edit);
      return;
    }
    // A choice of which a member is asked for is edited on its behalf.
    const isForAsked = (member: SymbolId) => (tristateOf(this.#asked.get(member)?.value ?? "n") ?? N) === Y;
    if (edit.kind === "choice" && [...edit.members.keys()].some(isForAsked)) return;
    const isMember = data.symbols.choice[symbol] !== ABSENT;
    const cost =
      WEIGHTS.edit +
      (edit.kind === "choice" || isMember ? WEIGHTS.choiceSwitch : 0) +
      (this.#cone.has(symbol) ? 0 : WEIGHTS.outsideCone) +
      (isTransitional(data, symbol) ? WEIGHTS.formerName : 0) +
      (SWEEPING.get(data.symbols.name[symbol]) ?? 0);
    this.#wish(-edit.edited, cost);
    if (this.#options.waiting?.has(symbol)) this.#wish(-edit.edited, WEIGHTS.contradicted);
    if (edit.kind !== "logical") return;
    const value = base.tristate(symbol);
    const { m, y } = this.#encoder.levels(symbol);
    if (value !== N) {
      const kept = value === Y ? y : m;
      this.#wish(-gates.and([edit.edited, -kept]), WEIGHTS.switchedOff);
    }
    this.#addPreference(symbol, edit);
  }

  #addPreference(symbol: SymbolId, edit: Edit): void {
    const { gates, data } = this.#encoder;
    if (edit.kind !== "logical" || data.symbols.type[symbol] !== Type.tristate) return;
    const other = this.#options.prefer === "y" ? gates.and([edit.m, -edit.y]) : edit.y;
    this.#wish(-gates.and([edit.edited, other]), WEIGHTS.notPreferred);
  }

  #addLoss(symbol: SymbolId): void {
    const value = this.#encoder.base.tristate(symbol);
    if (this.#options.explicit?.has(symbol)) {
      this.#wish(this.#encoder.isValue(symbol, value), WEIGHTS.contradicted);
    } else if (isWorthKeeping(this.#encoder, symbol)) {
      const { m, y } = this.#encoder.levels(symbol);
      this.#wish(value === Y ? y : m, WEIGHTS.lost);
    }
  }

  #addOpening(symbol: SymbolId): void {
    const { base, data } = this.#encoder;
    const cost = AREAS.get(data.symbols.name[symbol]);
    if (cost !== undefined && base.tristate(symbol) === N) this.#wish(-this.#encoder.levels(symbol).m, cost);
  }

  #wish(literal: number, weight: number): void {
    const { yes } = this.#encoder.gates;
    if (weight > 0 && literal !== yes && literal !== -yes) this.soft.push({ literal, weight });
  }
}

/** Whether a symbol is on because somebody asked for it where it could be seen. Choices have a price of their own. */
export function isWorthKeeping({ base, data }: Pick<Encoder, "base" | "data">, symbol: SymbolId): boolean {
  if (data.symbols.choice[symbol] !== ABSENT || !base.hasUserValue(symbol)) return false;
  return base.tristate(symbol) !== N && base.visibility(symbol) !== N;
}

/** What symbols depend on, directly or through others, but not what selects them. */
export function dependencyCone(data: ModelData, from: readonly SymbolId[]): ReadonlySet<SymbolId> {
  const { symbols, properties } = data;
  const cone = new Set<SymbolId>();
  const pending: SymbolId[] = [];
  const visit = (symbol: SymbolId) => {
    if (symbol <= YES || cone.has(symbol)) return;
    cone.add(symbol);
    pending.push(symbol);
    const choice = symbols.choice[symbol];
    if (choice !== ABSENT) visit(choice);
  };
  from.forEach(visit);
  for (let symbol = pending.pop(); symbol !== undefined; symbol = pending.pop()) {
    const { starts, items } = symbols.properties;
    for (const property of items.subarray(starts[symbol], starts[symbol + 1])) {
      const kind = properties.kind[property];
      if (kind === Kind.prompt || kind === Kind.default)
        symbolsIn(data, properties.condition[property], visit);
      if (kind === Kind.default) symbolsIn(data, properties.value[property], visit);
    }
    symbolsIn(data, symbols.directDependency[symbol], visit);
  }
  return cone;
}
