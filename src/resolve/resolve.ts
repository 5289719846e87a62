/** The least change that reaches goals: encode a slice, minimise, replay, learn from what the replay shows. */
import type { Configuration } from "../evaluate/configuration.ts";
import { type ConfigSymbol, type Model, NO, type SymbolId } from "../model/model.ts";
import { type Conflict, conflictOf } from "./conflict.ts";
import { conflictsOf } from "./conflict-budget.ts";
import { differently, type Edit, type RawSetting, settingOf } from "./edits.ts";
import { Encoder } from "./encode.ts";
import { type Goal, goalHolds, goalLiteral, ownSetting, refusedBy, textsOf } from "./goals.ts";
import { type Minimum, minimize } from "./minimize.ts";
import { COST_OF_LOSS, isWorthKeeping, Objective, type ObjectiveOptions } from "./objective.ts";
import type { Plan, PlannedSetting, Resolution } from "./plan.ts";
import { type Replay, Replayer } from "./replay.ts";
import { type Literal, Solver } from "./solver.ts";
import { TextDomains } from "./text-domains.ts";
import { warningsOf } from "./warnings.ts";

export interface ResolveOptions extends ObjectiveOptions {
  /** Plans to find at most; each beyond the first avoids a symbol that those before it set. 1 unless told. */
  readonly alternatives?: number;
  /** Plans with more lines beyond the goals' own are not looked for. */
  readonly maxChanges?: number;
  /** Of a conflict only the goals matter: its facts are not made the fewest, which takes most of the time. */
  readonly onlyGoals?: true;
}

/** So many answers of the solver may fail their replay; on Linux the second one is rare. */
const MOST_REPLAYS = 24;
/**
 * Losses outside the slice are taken into it as long as they are few: what turns off a subsystem loses thousands. So
 * many outweigh any plan that loses less; what is beyond counts by its number.
 */
const MOST_LOSSES = 64;
/** Conflicts for one target: Linux needs a few hundred. The limit keeps a hostile tree from running for ever. */
const MOST_CONFLICTS = 200_000;
/** An alternative that costs so much more than the least plan is not worth reading. */
const WORTH_READING = 30;

/** Answers questions about one configuration; keeps what they share. */
export class Resolver {
  readonly #replayer: Replayer;
  readonly #domains: TextDomains;

  /** The configuration is copied: what is set in it later counts for nothing here. */
  constructor(configuration: Configuration) {
    this.#replayer = new Replayer(configuration);
    this.#domains = domainsOf(configuration.model);
  }

  /** The configuration that questions are about. */
  get base(): Configuration {
    return this.#replayer.base;
  }

  /** Looks for the least change after which all goals hold, or proves that there is none. */
  resolve(goals: readonly Goal[], options: ResolveOptions = {}): Resolution {
    const conflicts = conflictsOf(this.base.model);
    const before = conflicts.taken;
    const resolution = new Search(this.#replayer, this.#domains, goals, options).run();
    conflicts.forgetEasy(before);
    return resolution;
  }
}

/** As `Resolver.resolve`, for one question. */
export function resolve(
  configuration: Configuration,
  goals: readonly Goal[],
  options: ResolveOptions = {},
): Resolution {
  return new Resolver(configuration).resolve(goals, options);
}

const domains = new WeakMap<Model, TextDomains>();

function domainsOf(model: Model): TextDomains {
  const known = domains.get(model) ?? new TextDomains(model);
  domains.set(model, known);
  return known;
}

/** An answer of the solver that its replay confirmed. */
interface Confirmed {
  readonly needed: readonly RawSetting[];
  readonly edits: readonly Edit[];
  readonly replay: Replay;
  readonly cost: number;
}

class Search {
  readonly #replayer: Replayer;
  readonly #domains: TextDomains;
  readonly #goals: readonly Goal[];
  readonly #options: ResolveOptions;
  readonly #solver: Solver;
  readonly #encoder: Encoder;
  readonly #objective: Objective;
  readonly #hard: Literal[];
  readonly #unmetSeen = new Set<number>();
  /** Whether a clause excludes an answer whose replay failed: exactly that one. */
  #hasBlocked = false;
  /** Whether the solver knew all that each plan loses. */
  #isCounted = true;
  #replays = 0;
  #lossesTaken = 0;

  constructor(replayer: Replayer, domains: TextDomains, goals: readonly Goal[], options: ResolveOptions) {
    this.#replayer = replayer;
    this.#domains = domains;
    this.#goals = goals;
    this.#options = options;
    this.#solver = new Solver(conflictsOf(replayer.base.model));
    this.#encoder = new Encoder(this.#solver, replayer.base, domains, {
      texts: textsOf(goals),
      refused: refusedBy(goals),
    });
    this.#hard = goals.map((goal) => goalLiteral(this.#encoder, goal));
    this.#objective = new Objective(this.#encoder, goals, options);
  }

  run(): Resolution {
    const first = this.#next();
    if (first === "unknown") return { kind: "unknown" };
    if (first === "impossible") return this.#impossible();
    const found = [first];
    const wanted = this.#options.alternatives ?? 1;
    const limit = first.cost + WORTH_READING;
    while (found.length < wanted) {
      const last = found[found.length - 1];
      // Without one of its symbols: m instead of y, or one more edit, is no other way.
      this.#solver.addClause(last.edits.map((edit) => -edit.edited));
      const next = last.edits.length === 0 ? "impossible" : this.#next();
      if (typeof next === "string" || next.cost > limit) break;
      found.push(next);
    }
    const plans = found.map((each) => this.#plan(each)).sort(byCostAndEffects);
    const fitting = plans.filter(({ needed }) => needed.length <= (this.#options.maxChanges ?? Infinity));
    if (fitting.length === 0) return { kind: "unknown" };
    return { kind: "possible", plans: fitting, isLeast: !this.#hasBlocked && this.#isCounted };
  }

  #impossible(): Resolution {
    if (this.#encoder.isTooTight) return { kind: "unknown" };
    const conflict = conflictOf(this.#replayer, this.#domains, this.#goals, this.#unmetSeen, this.#options);
    if (conflict !== undefined) return { kind: "impossible", conflict };
    // What was excluded was tried, answer by answer: that is a proof as well, but no rules can be named for it.
    if (!this.#hasBlocked) return { kind: "unknown" };
    return { kind: "impossible", conflict: { goals: this.#goals, facts: [], onlyUnmet: [] } };
  }

  /** The least answer that its replay confirms. */
  #next(): Confirmed | "impossible" | "unknown" {
    this.#lossesTaken = 0;
    while (this.#replays < MOST_REPLAYS) {
      const minimum = this.#minimize();
      if (minimum.kind !== "optimum") return minimum.kind;
      const confirmed = this.#confirm(minimum.cost);
      if (confirmed !== undefined) return confirmed;
    }
    return "unknown";
  }

  #minimize(): Minimum {
    this.#encoder.complete();
    this.#objective.update();
    for (const [symbol, unmet] of this.#encoder.unmet) {
      if (this.#unmetSeen.has(symbol)) continue;
      this.#unmetSeen.add(symbol);
      if (!this.#replayer.isUnmetBefore(symbol)) this.#solver.addClause([-unmet]);
    }
    return minimize(this.#solver, this.#hard, this.#objective.soft, { conflicts: MOST_CONFLICTS });
  }

  /** Replays the solver's answer; undefined if that taught something, which the next answer will heed. */
  #confirm(cost: number): Confirmed | undefined {
    this.#replays += 1;
    const own = this.#goals.flatMap((goal) => ownSetting(goal) ?? []);
    const isOwn = (symbol: number) => own.some((setting) => setting.symbol === symbol);
    const edits: Edit[] = [];
    const needed: RawSetting[] = [];
    for (const edit of this.#encoder.edits.values()) {
      const setting = settingOf(this.#solver, edit);
      if (setting === undefined || isOwn(setting.symbol)) continue;
      edits.push(edit);
      needed.push(setting);
    }
    const place = ({ symbol }: RawSetting) =>
      this.#replayer.base.model.symbolAt(symbol).definitions[0]?.id ?? 0;
    needed.sort((a, b) => place(a) - place(b));
    // What was asked for comes last: of two lines for one choice the later one counts.
    const replay = this.#replayer.replay([...needed, ...own]);
    if (this.#widen(replay)) return undefined;
    if (!this.#isConfirmedBy(replay)) {
      this.#block(replay);
      return undefined;
    }
    const uncounted = this.#lostIn(replay).filter((symbol) => !this.#encoder.has(symbol)).length;
    if (uncounted > 0) this.#isCounted = false;
    return this.#withNearestTexts({ needed, edits, replay, cost: cost + uncounted * COST_OF_LOSS }, own);
  }

  #isConfirmedBy({ configuration, unmet, isSettled }: Replay): boolean {
    return isSettled && unmet.length === 0 && this.#goals.every((goal) => goalHolds(configuration, goal));
  }

  /** Of the numbers that would do, those nearest to what they are: the solver took any. */
  #withNearestTexts(found: Confirmed, own: readonly RawSetting[]): Confirmed {
    let best = found;
    for (const edit of found.edits) {
      if (edit.kind !== "text") continue;
      for (const value of nearestFirst([...edit.texts.keys()], this.#replayer.base.value(edit.symbol))) {
        const needed = best.needed.map((each) => (each.symbol === edit.symbol ? { ...each, value } : each));
        const replay = this.#replayer.replay([...needed, ...own]);
        if (!this.#isConfirmedBy(replay) || replay.changed.length > found.replay.changed.length) continue;
        best = { ...best, needed, replay };
        break;
      }
    }
    return best;
  }

  /** Symbols that somebody had asked for, and that are less than they were. */
  #lostIn({ configuration, changed }: Replay): readonly SymbolId[] {
    const { base } = this.#replayer;
    const asked = new Set(this.#goals.map(({ symbol }) => symbol.id));
    return changed.filter(
      (symbol) =>
        !asked.has(symbol) &&
        configuration.tristate(symbol) < base.tristate(symbol) &&
        isWorthKeeping({ base, data: base.model.data }, symbol),
    );
  }

  /** Takes into the slice what the replay shows to matter outside of it. Answers whether there was anything. */
  #widen(replay: Replay): boolean {
    const outside = (symbol: SymbolId) => !this.#encoder.has(symbol);
    const { changed, unmet } = replay;
    const contradicted = changed.filter((symbol) => outside(symbol) && this.#options.explicit?.has(symbol));
    const wanted = [...unmet.filter((symbol) => !this.#unmetSeen.has(symbol)), ...contradicted];
    const lost = this.#lostIn(replay)
      .filter(outside)
      .slice(0, MOST_LOSSES - this.#lossesTaken);
    this.#lossesTaken += lost.length;
    wanted.push(...lost);
    for (const symbol of wanted) this.#encoder.levels(symbol);
    return wanted.length > 0;
  }

  /**
   * Excludes exactly the last answer: the same edits with the same values, and no others. Where it was only wrong about
   * MODULES, the same edits of what that rests on lead to the state that the replay has, whatever else is set.
   */
  #block({ configuration }: Replay): void {
    this.#hasBlocked = true;
    const replayed = this.#modulesLiteral(configuration.modulesEnabled);
    const isWrong = replayed !== undefined && !this.#solver.value(replayed);
    const cone = isWrong ? this.#encoder.modulesCone : undefined;
    const clause: Literal[] = cone === undefined || replayed === undefined ? [] : [replayed];
    for (const edit of this.#encoder.edits.values()) {
      if (cone !== undefined && !(edit.kind !== "choice" && cone.has(edit.symbol))) continue;
      if (this.#solver.value(edit.edited)) clause.push(...differently(this.#solver, edit));
      else clause.push(edit.edited);
    }
    this.#solver.addClause(clause);
  }

  #modulesLiteral(isOn: boolean): Literal | undefined {
    const { modules } = this.#encoder.data;
    if (modules === NO || !this.#encoder.has(modules)) return undefined;
    const { m } = this.#encoder.levels(modules);
    return isOn ? m : -m;
  }

  #plan({ needed, replay, cost }: Confirmed): Plan {
    const { base } = this.#replayer;
    const { model } = base;
    // Without modules m is y: the line says what will be.
    const hasM = replay.configuration.modulesEnabled;
    const planned = ({ symbol, value }: RawSetting): PlannedSetting => ({
      symbol: model.symbolAt(symbol),
      value: value === "m" && !hasM && model.symbolAt(symbol).type === "tristate" ? "y" : value,
      before: base.value(symbol),
    });
    const own = this.#goals.flatMap((goal) => ownSetting(goal) ?? []);
    const set = new Set([...needed, ...own].map(({ symbol }) => symbol));
    const views = replay.changed.filter((symbol) => !set.has(symbol)).map((symbol) => model.symbolAt(symbol));
    return {
      asked: own.map(planned),
      needed: needed.map(planned),
      follows: inOrder(views).map((symbol) => this.#replayer.changeOf(symbol.id, replay)),
      lost: inOrder(
        this.#lostIn(replay)
          .filter((symbol) => !set.has(symbol))
          .map((symbol) => model.symbolAt(symbol)),
      ),
      becomesVisible: inOrder(replay.appeared.map((symbol) => model.symbolAt(symbol))),
      cost,
      warnings: warningsOf(
        base,
        replay.configuration,
        [...needed, ...own].map(({ symbol }) => model.symbolAt(symbol)),
      ),
      configuration: replay.configuration,
    };
  }
}

function nearestFirst(texts: readonly string[], from: string): readonly string[] {
  const distance = (text: string) => Math.abs(Number(text) - Number(from));
  return [...texts].sort((a, b) => distance(a) - distance(b) || Number(a) - Number(b));
}

function inOrder(symbols: readonly ConfigSymbol[]): readonly ConfigSymbol[] {
  const place = (symbol: ConfigSymbol) => symbol.definitions[0]?.id ?? 0;
  return [...symbols].sort((a, b) => place(a) - place(b));
}

/** The cheaper one first; of equally cheap ones the one that changes less, then by name. */
function byCostAndEffects(a: Plan, b: Plan): number {
  const names = ({ needed }: Plan) => needed.map(({ symbol }) => symbol.name).join();
  return a.cost - b.cost || a.follows.length - b.follows.length || (names(a) < names(b) ? -1 : 1);
}

export type { Conflict };
