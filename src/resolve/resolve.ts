/** The least change that reaches goals: encode a slice, minimise, replay, learn from what the replay shows. */
import type { Configuration } from "../evaluate/configuration.ts";
import { NO, type SymbolId } from "../model/columns.ts";
import type { Model } from "../model/model.ts";
import { type Conflict, conflictOf, refutationOf } from "./conflict.ts";
import { conflictsOf } from "./conflict-budget.ts";
import { LEAST_SWEEP, MOST_SWEEP, PRICE, WORTH_READING } from "./cost.ts";
import { differently, type Edit, isOf, literalsFor, type RawSetting, settingOf, valuesOf } from "./edits.ts";
import { Encoder } from "./encode.ts";
import { type Goal, goalHolds, goalLiteral, ownSetting, refusedBy, textsOf, writtenBy } from "./goals.ts";
import { type Minimum, minimize, type SoftLiteral } from "./minimize.ts";
import { Objective, type ObjectiveOptions } from "./objective.ts";
import { Outcomes, type Strictness } from "./outcome.ts";
import type { Plan, Resolution } from "./plan.ts";
import { applySettings, type Replay, Replayer } from "./replay.ts";
import { type Literal, Solver } from "./solver.ts";
import { TextDomains } from "./text-domains.ts";

export interface ResolveOptions extends ObjectiveOptions {
  /**
   * Plans to find at most; each beyond the first avoids a symbol that those before it set. 1 unless told. The first one
   * is the same however many are wanted.
   */
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
/** Answers of the solver with lines that no goal needs, before the next one without is taken as it is. */
const MOST_REDUCTIONS = 8;

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

/** A set of lines that the solver has found, or that was tried. */
interface Answer {
  readonly needed: readonly RawSetting[];
  readonly edits: readonly Edit[];
  readonly cost: number;
  /** Decides between answers that cost the same. */
  readonly tie: number;
}

type Price = Pick<Answer, "cost" | "tie">;

function isLess(a: Price, b: Price): boolean {
  return a.cost < b.cost || (a.cost === b.cost && a.tie < b.tie);
}

/** One that its replay confirmed. */
interface Confirmed extends Answer {
  readonly replay: Replay;
}

/** What the solver works on; made when a goal does not hold by its own line. */
interface Problem {
  readonly solver: Solver;
  readonly encoder: Encoder;
  readonly objective: Objective;
  readonly goals: readonly Literal[];
}

class Search {
  readonly #replayer: Replayer;
  readonly #domains: TextDomains;
  readonly #goals: readonly Goal[];
  readonly #options: ResolveOptions;
  readonly #own: readonly RawSetting[];
  readonly #outcomes: Outcomes;
  readonly #unmetSeen = new Set<number>();
  #problem: Problem | undefined;
  /** Whether plans may select symbols against their dependencies. */
  #isLoose = false;
  /** Whether a clause excludes an answer whose replay failed: exactly that one. */
  #hasBlocked = false;
  /** Whether the solver knew all that each plan loses, and looked at all that are cheaper. */
  #isCounted = true;
  #replays = 0;
  #lossesTaken = 0;

  constructor(replayer: Replayer, domains: TextDomains, goals: readonly Goal[], options: ResolveOptions) {
    this.#replayer = replayer;
    this.#domains = domains;
    this.#goals = goals;
    this.#options = options;
    this.#own = goals.flatMap((goal) => ownSetting(goal) ?? []);
    this.#outcomes = new Outcomes(replayer, goals, this.#own, options.explicit);
  }

  run(): Resolution {
    const alone = this.#alone();
    if (alone !== undefined) return this.#answer([this.#outcomes.planWithKeepers(alone, this.#strictness)]);
    const first = this.#next();
    if (first === "unknown") return { kind: "unknown" };
    if (first === "impossible") return this.#isLoose ? this.#impossible() : this.#loosely();
    const plans = this.#plans(first);
    if (plans.length === 0) return { kind: "unknown" };
    return this.#answer(plans);
  }

  #answer(plans: readonly Plan[]): Resolution {
    if (this.#isLoose) return { kind: "unmet", plans };
    return { kind: "possible", plans, isLeast: !this.#hasBlocked && this.#isCounted };
  }

  /** No plan keeps to the dependencies of what is selected: whether C takes one all the same. */
  #loosely(): Resolution {
    if (this.#encoded.encoder.isTooTight) return { kind: "unknown" };
    const refuted = refutationOf(this.#goals);
    if (refuted !== undefined) return { kind: "impossible", conflict: refuted };
    this.#isLoose = true;
    this.#problem = undefined;
    this.#unmetSeen.clear();
    this.#hasBlocked = false;
    return this.run();
  }

  /** The plan A and its alternatives, as many as are wanted and short enough. */
  #plans(first: Confirmed): readonly Plan[] {
    const { solver } = this.#encoded;
    const found = [first];
    const wanted = this.#options.alternatives ?? 1;
    // Where the least way is another machine, the next one may be to compile it only.
    const limit = first.cost + WORTH_READING + (first.cost < LEAST_SWEEP ? 0 : MOST_SWEEP);
    while (found.length < wanted) {
      const last = found[found.length - 1];
      // Without one of its symbols: m instead of y, or one more edit, is no other way.
      solver.addClause(last.edits.map((edit) => -edit.edited));
      const next = last.edits.length === 0 ? "impossible" : this.#next();
      if (typeof next === "string" || next.cost > limit) break;
      found.push(next);
    }
    const plans = [
      this.#outcomes.planWithKeepers(first, this.#strictness),
      ...found.slice(1).map((each) => this.#outcomes.plan(each)),
    ];
    return plans.filter(({ needed }) => needed.length <= (this.#options.maxChanges ?? Infinity));
  }

  /** The goals' own lines, if these are enough: nothing else is needed then, whatever it would spare. */
  #alone(): Confirmed | undefined {
    for (const needed of this.#ownChoices()) {
      if (!this.#reaches(needed)) continue;
      const replay = this.#replayer.replay([...needed, ...this.#own]);
      if (!this.#outcomes.isReachedBy(replay, this.#strictness) || this.#outcomes.contradicts(replay))
        continue;
      const cost = this.#outcomes.lostIn(replay).length * PRICE.loss;
      return { needed, edits: [], replay, cost, tie: 0 };
    }
    return undefined;
  }

  /** Whether the goals hold with these lines, as far as their own values tell, and `kept` is as it was. */
  #reaches(needed: readonly RawSetting[], kept: readonly SymbolId[] = []): boolean {
    const { base } = this.#replayer;
    const trial = base.clone();
    applySettings(trial, [...needed, ...this.#own]);
    return (
      this.#goals.every((goal) => goalHolds(trial, goal)) &&
      kept.every((symbol) => trial.tristate(symbol) === base.tristate(symbol))
    );
  }

  /** What to try for goals that leave the value open: `m` stands for "m or y". */
  #ownChoices(): readonly (readonly RawSetting[])[] {
    const open = this.#goals.filter(
      ({ role, orMore, symbol }) => role === "asked" && orMore && symbol.hasPrompt,
    );
    if (open.length === 0) return [[]];
    const values = this.#options.prefer === "y" ? ["y", "m"] : ["m", "y"];
    return values.map((value) => open.map(({ symbol }) => ({ symbol: symbol.id, value })));
  }

  get #strictness(): Strictness {
    return { isLoose: this.#isLoose };
  }

  get #encoded(): Problem {
    if (this.#problem === undefined) {
      const solver = new Solver({ budget: conflictsOf(this.#replayer.base.model) });
      const encoder = new Encoder(solver, this.#replayer.base, this.#domains, {
        texts: textsOf(this.#goals),
        refused: refusedBy(this.#goals),
        written: writtenBy(this.#goals),
      });
      const goals = this.#goals.map((goal) => goalLiteral(encoder, goal));
      const objective = new Objective(encoder, this.#goals, this.#options);
      this.#problem = { solver, encoder, objective, goals };
    }
    return this.#problem;
  }

  #impossible(): Resolution {
    if (this.#encoded.encoder.isTooTight) return { kind: "unknown" };
    const conflict = conflictOf(this.#replayer, this.#domains, this.#goals, this.#options);
    if (conflict !== undefined) return { kind: "impossible", conflict };
    // What was excluded was tried, answer by answer: that is a proof as well, but no rules can be named for it.
    if (!this.#hasBlocked) return { kind: "unknown" };
    return { kind: "impossible", conflict: { goals: this.#goals, facts: [] } };
  }

  /** The least answer of which every line is needed, and that its replay confirms. */
  #next(): Confirmed | "impossible" | "unknown" {
    this.#lossesTaken = 0;
    let best: Confirmed | undefined;
    let reductions = 0;
    while (this.#replays < MOST_REPLAYS) {
      const minimum = this.#minimize();
      if (minimum.kind !== "optimum") return best ?? minimum.kind;
      if (best !== undefined && !isLess(minimum, best)) return best;
      const answer = this.#reduced(minimum);
      const confirmed = this.#confirm(answer);
      if (confirmed === undefined) {
        // What was learnt may make what was found before dearer.
        if (best !== undefined) best = { ...best, ...this.#costOf(best) };
        continue;
      }
      if (best === undefined || isLess(confirmed, best)) best = confirmed;
      if (!isLess(minimum, answer)) return best;
      // A longer answer around this one has lines that are not needed; another one may cost less than both.
      if (++reductions === MOST_REDUCTIONS) break;
      const { solver } = this.#encoded;
      solver.addClause(answer.edits.flatMap((edit) => differently(solver, edit)));
    }
    this.#isCounted = false;
    return best ?? "unknown";
  }

  #minimize(): Minimum {
    const { solver, encoder, objective, goals } = this.#encoded;
    encoder.complete();
    objective.update();
    for (const [symbol, unmet] of encoder.unmet) {
      if (this.#unmetSeen.has(symbol)) continue;
      this.#unmetSeen.add(symbol);
      if (this.#replayer.isUnmetBefore(symbol)) continue;
      if (!this.#isLoose) solver.addClause([-unmet]);
      else if (unmet !== encoder.gates.no) objective.soft.push({ literal: -unmet, weight: PRICE.unmet });
    }
    return minimize(solver, goals, objective.soft, { conflicts: MOST_CONFLICTS }, objective.ties);
  }

  /** The last answer of the solver without lines that no goal needs. */
  #reduced({ cost, tie }: Price): Answer {
    const { solver, encoder } = this.#encoded;
    const isOwn = (symbol: SymbolId) => this.#own.some((setting) => setting.symbol === symbol);
    const isGoal = (symbol: SymbolId) => this.#goals.some((goal) => goal.symbol.id === symbol);
    const chosen = [...encoder.edits.values()].flatMap((edit) => {
      const setting = settingOf(solver, edit);
      return setting === undefined || isOwn(setting.symbol) ? [] : [{ edit, setting }];
    });
    let kept = chosen;
    const removable = chosen.filter(({ setting }) => !isGoal(setting.symbol));
    // The evaluator is quicker to say that a goal fails without a line; nearly always one does.
    const settings = chosen.map(({ setting }) => setting);
    const explicit = this.#keptExplicit();
    const reaches = (line: RawSetting) =>
      this.#reaches(
        settings.filter((each) => each !== line),
        explicit.map(({ symbol }) => symbol),
      );
    if (removable.some(({ setting }) => reaches(setting))) {
      const literals = new Map(chosen.map(({ edit }) => [edit, valuesOf(solver, edit)]));
      const others = [...encoder.edits.values()].filter((edit) => !solver.value(edit.edited));
      const unset = [...explicit.map(({ literal }) => literal), ...others.map((edit) => -edit.edited)];
      for (const line of removable.reverse()) {
        const rest = kept.filter((each) => each !== line);
        const fixed = rest.flatMap(({ edit }) => literals.get(edit) ?? []);
        if (this.#holds([...unset, ...fixed, -line.edit.edited])) {
          kept = rest;
          unset.push(-line.edit.edited);
        }
      }
    }
    const needed = kept.map(({ setting }) => setting);
    const edits = kept.map(({ edit }) => edit);
    return { needed, edits, ...(kept.length === chosen.length ? { cost, tie } : this.#costOfModel()) };
  }

  /** Lines that somebody wrote on purpose and that hold in the solver's last answer, which nobody would give up. */
  #keptExplicit(): readonly { readonly symbol: SymbolId; readonly literal: Literal }[] {
    const { solver, encoder } = this.#encoded;
    const { base } = this.#replayer;
    return [...(this.#options.explicit ?? [])]
      .filter((symbol) => encoder.has(symbol))
      .map((symbol) => ({ symbol, literal: encoder.isValue(symbol, base.tristate(symbol)) }))
      .filter(({ literal }) => solver.value(literal));
  }

  /** Whether the goals hold with exactly these edits. */
  #holds(edits: readonly Literal[]): boolean {
    const { solver, goals } = this.#encoded;
    return solver.solve([...goals, ...edits], { conflicts: MOST_CONFLICTS }) === "satisfiable";
  }

  #costOfModel(): Price {
    const { solver, objective } = this.#encoded;
    const paid = (soft: readonly SoftLiteral[]) =>
      soft.reduce((sum, { literal, weight }) => (solver.value(literal) ? sum : sum + weight), 0);
    return { cost: paid(objective.soft), tie: paid(objective.ties) };
  }

  /** What an answer costs with all that is known by now. */
  #costOf({ edits, needed, cost, tie }: Answer): Price {
    const { encoder, objective } = this.#encoded;
    encoder.complete();
    objective.update();
    const literals = edits.flatMap((edit) => {
      const setting = needed.find((each) => isOf(edit, each.symbol));
      return setting === undefined ? [] : literalsFor(edit, setting);
    });
    const isSet = (edit: Edit) => edits.includes(edit) || this.#own.some(({ symbol }) => isOf(edit, symbol));
    const unset = [...encoder.edits.values()].filter((edit) => !isSet(edit)).map((edit) => -edit.edited);
    return this.#holds([...literals, ...unset]) ? this.#costOfModel() : { cost, tie };
  }

  /** Replays an answer; undefined if that taught something, which the next one will heed. */
  #confirm(answer: Answer): Confirmed | undefined {
    this.#replays += 1;
    const place = ({ symbol }: RawSetting) => this.#replayer.base.model.symbolAt(symbol).firstEntry;
    const needed = [...answer.needed].sort((a, b) => place(a) - place(b));
    // What was asked for comes last: of two lines for one choice the later one counts.
    const replay = this.#replayer.replay([...needed, ...this.#own]);
    if (this.#widen(replay)) return undefined;
    if (!this.#outcomes.isReachedBy(replay, this.#strictness)) {
      this.#block(replay);
      return undefined;
    }
    const { encoder } = this.#encoded;
    const uncounted = this.#outcomes.paidIn(replay).filter((symbol) => !encoder.has(symbol)).length;
    if (uncounted > 0) this.#isCounted = false;
    return this.#withNearestTexts({ ...answer, needed, replay, cost: answer.cost + uncounted * PRICE.loss });
  }

  /** Of the numbers that would do, those nearest to what they are: the solver took any. */
  #withNearestTexts(found: Confirmed): Confirmed {
    let best = found;
    for (const edit of found.edits) {
      if (edit.kind !== "text") continue;
      for (const value of nearestFirst([...edit.texts.keys()], this.#replayer.base.value(edit.symbol))) {
        const needed = best.needed.map((each) => (each.symbol === edit.symbol ? { ...each, value } : each));
        const replay = this.#replayer.replay([...needed, ...this.#own]);
        if (
          !this.#outcomes.isReachedBy(replay, this.#strictness) ||
          replay.changed.length > found.replay.changed.length
        )
          continue;
        best = { ...best, needed, replay };
        break;
      }
    }
    return best;
  }

  /** Takes into the slice what the replay shows to matter outside of it. Answers whether there was anything. */
  #widen(replay: Replay): boolean {
    const { encoder } = this.#encoded;
    const outside = (symbol: SymbolId) => !encoder.has(symbol);
    const { changed, unmet } = replay;
    const contradicted = changed.filter((symbol) => outside(symbol) && this.#options.explicit?.has(symbol));
    const wanted = [...unmet.filter((symbol) => !this.#unmetSeen.has(symbol)), ...contradicted];
    const lost = this.#outcomes
      .paidIn(replay)
      .filter(outside)
      .slice(0, MOST_LOSSES - this.#lossesTaken);
    this.#lossesTaken += lost.length;
    wanted.push(...lost, ...this.#outcomes.sweptIn(replay).filter(outside));
    for (const symbol of wanted) encoder.levels(symbol);
    return wanted.length > 0;
  }

  /**
   * Excludes exactly the last answer: the same edits with the same values, and no others. Where it was only wrong about
   * MODULES, the same edits of what that rests on lead to the state that the replay has, whatever else is set.
   */
  #block({ configuration }: Replay): void {
    this.#hasBlocked = true;
    const replayed = this.#modulesLiteral(configuration.modulesEnabled);
    const { solver, encoder } = this.#encoded;
    const isWrong = replayed !== undefined && !solver.value(replayed);
    const cone = isWrong ? encoder.modulesCone : undefined;
    const clause: Literal[] = cone === undefined || replayed === undefined ? [] : [replayed];
    for (const edit of encoder.edits.values()) {
      if (cone !== undefined && !(edit.kind !== "choice" && cone.has(edit.symbol))) continue;
      if (solver.value(edit.edited)) clause.push(...differently(solver, edit));
      else clause.push(edit.edited);
    }
    solver.addClause(clause);
  }

  #modulesLiteral(isOn: boolean): Literal | undefined {
    const { encoder } = this.#encoded;
    const { modules } = encoder.data;
    if (modules === NO || !encoder.has(modules)) return undefined;
    const { m } = encoder.levels(modules);
    return isOn ? m : -m;
  }
}

function nearestFirst(texts: readonly string[], from: string): readonly string[] {
  const distance = (text: string) => Math.abs(Number(text) - Number(from));
  return [...texts].sort((a, b) => distance(a) - distance(b) || Number(a) - Number(b));
}

export type { Conflict };
