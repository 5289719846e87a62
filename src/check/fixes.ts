/**
 * Fixes of a request that does not hold: the least change, as `resolve` finds it. After it the request holds, and so
 * do all that held before. What another line asks for is never taken away: that is told, and a person decides.
 */
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { tristateOf } from "../evaluate/tristate.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Plan, PlannedSetting } from "../resolve/plan.ts";
import { Resolver } from "../resolve/resolve.ts";
import type { Cause } from "./cause.ts";
import { type Change, changesBetween, isValueChange } from "./change.ts";
import { exclusionsOf } from "./exclusions.ts";
import type { Edit, Fix } from "./fix.ts";
import type { Merge } from "./merge.ts";
import type { Prospect, Remedy } from "./remedy.ts";
import { type Request, showValue } from "./request.ts";
import { UnknownAnswers } from "./unknown-answers.ts";
import { requestHolds } from "./verdict.ts";

/** Looking for a fix takes tens of milliseconds on Linux; beyond this many findings nobody reads them one by one. */
const MOST_SEARCHES = 25;
/** Who has hundreds of findings begins elsewhere than with proposals; 190 fragments are to be judged in two seconds. */
const MANY_FINDINGS = 200;
const MOST_SEARCHES_OF_MANY = 8;
/** Fixes that were found serve further findings, which takes no search; each is still one to try, where all are applied. */
const MOST_REUSES = 200;
/** A whole .config has hundreds of lines for symbols without prompt, which nobody wrote: the first few may be meant. */
const MOST_PROMPTLESS_SEARCHES = 5;
/**
 * Searches beyond the first one of a finding, for the lines that exclude it: one for each set of them, or two. They
 * take several times as long as that for a fix, so there are none where there are many findings.
 */
const MOST_EXCLUSION_SEARCHES = 10;

const NONE: Remedy = { kind: "none" };
const NOTHING: Prospect = { remedy: NONE, exclusions: [] };

/** Finds fixes over one merge; what all searches share is made when the first one begins. */
export class FixFinder {
  readonly #merge: Merge;
  readonly #held: readonly Request[];
  /** Symbols of requests that do not hold. */
  readonly #waiting: ReadonlySet<SymbolId>;
  #resolver: Resolver | undefined;
  #searchesLeft: number;
  #reusesLeft = MOST_REUSES;
  /** Plans that are fixes, those of fewer lines first. */
  readonly #found: Plan[] = [];
  #promptlessSearchesLeft = MOST_PROMPTLESS_SEARCHES;
  #exclusionSearchesLeft: number;

  constructor(merge: Merge) {
    this.#merge = merge;
    this.#held = heldRequests(merge);
    this.#waiting = waitingSymbols(merge);
    const isMany = merge.effective.size - this.#held.length > MANY_FINDINGS;
    this.#searchesLeft = isMany ? MOST_SEARCHES_OF_MANY : MOST_SEARCHES;
    this.#exclusionSearchesLeft = isMany ? 0 : MOST_EXCLUSION_SEARCHES;
  }

  /** What could be done about a request with this cause, and which lines stand against it. */
  find(request: Request, symbol: ConfigSymbol, { code }: Cause): Prospect {
    const isMendable = code !== "wrong-type" && code !== "out-of-range";
    if (!isMendable) return NOTHING;
    if (!this.#maySearch(code)) return this.#foundFor(request, symbol, code);
    this.#resolver ??= new Resolver(this.#merge.configuration);
    const resolver = this.#resolver;
    const held = this.#held;
    const explicit = new Set(held.flatMap((each) => each.symbol?.id ?? []));
    const goal = { symbol, value: request.wanted, role: "asked" } as const;
    const resolution = resolver.resolve([goal], { explicit, waiting: this.#waiting });
    // A proof that went through what nobody knows is none; nor are the sets of lines that it found in conflict.
    if (UnknownAnswers.of(this.#merge.configuration)?.mayReach(symbol)) {
      const [plan] = resolution.kind === "possible" ? resolution.plans : [];
      const fix = plan && this.#fixOf(request, symbol, plan);
      if (fix === undefined || plan === undefined) return NOTHING;
      return { remedy: { kind: "fix", fix, warnings: plan.warnings }, exclusions: [] };
    }
    if (resolution.kind === "impossible") return { remedy: resolution, exclusions: [] };
    if (resolution.kind === "unmet") {
      const [{ needed, unmet }] = resolution.plans;
      const { prefix } = this.#merge.fragments[request.fragment];
      return { remedy: { kind: "unmet", needed, unmet, prefix }, exclusions: [] };
    }
    if (resolution.kind === "unknown") return NOTHING;
    const [plan] = resolution.plans;
    const fix = this.#fixOf(request, symbol, plan);
    // Nobody takes lines away for the sake of one that has no effect by itself.
    if (code === "promptless" && fix === undefined) return NOTHING;
    const remedy: Remedy =
      fix === undefined
        ? (this.#removalFor(request, symbol, plan) ?? NONE)
        : { kind: "fix", fix, warnings: plan.warnings };
    if (fix !== undefined) this.#keep(plan);
    const attempt = plan.configuration;
    const mayGoOn = () => this.#exclusionSearchesLeft-- > 0;
    return { remedy, exclusions: exclusionsOf({ resolver, goal, held, attempt, mayGoOn }) };
  }

  #keep(plan: Plan): void {
    const line = ({ symbol, value }: PlannedSetting) => `${symbol.id}=${value}`;
    const text = plan.needed.map(line).join(" ");
    if (this.#found.some((each) => each.needed.map(line).join(" ") === text)) return;
    const at = this.#found.findIndex((each) => each.needed.length > plan.needed.length);
    this.#found.splice(at < 0 ? this.#found.length : at, 0, plan);
  }

  /** Many requests have one cause: the fix of an earlier one, which may not be the least, in place of a search. */
  #foundFor(request: Request, symbol: ConfigSymbol, code: Cause["code"]): Prospect {
    if (code === "promptless" || this.#reusesLeft <= 0) return NOTHING;
    for (const plan of this.#found) {
      const fix = this.#fixOf(request, symbol, plan);
      if (fix === undefined) continue;
      this.#reusesLeft -= 1;
      return { remedy: { kind: "fix", fix, warnings: plan.warnings }, exclusions: [] };
    }
    return NOTHING;
  }

  #maySearch(code: Cause["code"]): boolean {
    if (code === "promptless") return this.#promptlessSearchesLeft-- > 0;
    return this.#searchesLeft-- > 0;
  }

  #fixOf(request: Request, symbol: ConfigSymbol, plan: Plan): Fix | undefined {
    const { configuration, needed } = plan;
    if (!requestHolds(configuration, request) || needed.some((each) => this.#givesUp(each, symbol)))
      return undefined;
    const unknown = UnknownAnswers.of(configuration);
    const set = [...this.#held.map((each) => each.symbol), symbol, ...needed.map((each) => each.symbol)];
    if (unknown !== undefined && !set.every((each) => each === undefined || unknown.isSettled(each)))
      return undefined;
    if (needed.length === 0 || this.#held.some((each) => !requestHolds(configuration, each)))
      return undefined;
    return planFix(this.#merge, this.#merge.fragments[request.fragment].prefix, plan, symbol);
  }

  /** Whether a setting is other than what a line that does not hold yet asks for. */
  #givesUp({ symbol, value }: PlannedSetting, asked: ConfigSymbol): boolean {
    const request = this.#merge.effective.get(symbol.id);
    if (request === undefined || symbol.id === asked.id || !this.#waiting.has(symbol.id)) return false;
    return request.wanted !== value;
  }

  /** What a plan breaks are lines that ask for the opposite, and without them the request holds. */
  #removalFor(request: Request, symbol: ConfigSymbol, plan: Plan): Remedy | undefined {
    const { configuration, needed } = plan;
    const broken = this.#held.filter((each) => !requestHolds(configuration, each));
    const isOpposite = (each: Request) =>
      needed.some((setting) => setting.symbol.id === each.symbol?.id) ||
      (symbol.choice !== undefined && each.symbol?.choice?.id === symbol.choice.id);
    if (broken.length === 0 || !broken.every(isOpposite) || !requestHolds(configuration, request))
      return undefined;
    if (needed.some((each) => this.#givesUp(each, symbol))) return undefined;
    const trial = this.#merge.without(broken.map(({ line }) => line));
    const others = this.#held.filter((each) => !broken.includes(each));
    if (!requestHolds(trial, request) || !others.every((each) => requestHolds(trial, each))) return undefined;
    const effects = effectsOf(this.#merge.configuration, trial, [symbol]);
    return { kind: "removal", lines: broken, effects };
  }
}

/** The lines of a plan as a fix of a fragment; `asked` is what the finding is about, and no effect of it. */
export function planFix(
  { configuration: before }: Pick<Merge, "configuration">,
  prefix: string,
  { needed, configuration }: Plan,
  asked?: ConfigSymbol,
): Fix {
  const own = [...(asked === undefined ? [] : [asked]), ...needed.map(({ symbol }) => symbol)];
  const effects = effectsOf(before, configuration, own);
  return {
    title: { kind: "settings", settings: needed },
    edits: needed.map(({ symbol, value }) => setEdit(symbol, value, prefix)),
    effects,
    verified: true,
    // A text that nobody chose holds, and may name a file that nobody has.
    ...(needed.some(({ symbol }) => symbol.type === "string") && { automatic: false }),
  };
}

function setEdit(symbol: ConfigSymbol, value: string, prefix: string): Edit {
  const text = printLine(
    prefix,
    symbol.name,
    symbol.type as DotConfigType,
    value,
    symbol.model.data.dialect.conf.strings,
  );
  return { kind: "set", symbol: symbol.name, value, text };
}

function heldRequests({ configuration, effective }: Merge): readonly Request[] {
  return [...effective.values()].filter((each) => requestHolds(configuration, each));
}

/** Symbols of lines that ask for a value and do not have it. */
export function waitingSymbols({
  configuration,
  effective,
}: Pick<Merge, "configuration" | "effective">): ReadonlySet<SymbolId> {
  return new Set(
    [...effective].filter(([, each]) => !requestHolds(configuration, each)).map(([symbol]) => symbol),
  );
}

/** Of each configuration that a fix leads to, the base and what differs: one fix may serve hundreds of findings. */
const differing = new WeakMap<Configuration, { before: Configuration; changes: readonly Change[] }>();

function valueChangesOf(before: Configuration, after: Configuration): readonly Change[] {
  const known = differing.get(after);
  if (known?.before === before) return known.changes;
  const changes = changesBetween(before, after).filter(isValueChange);
  differing.set(after, { before, changes });
  return changes;
}

/** Symbols that change with a fix: those that are raised first. `- X` would be noise, so absent counts as n. */
function effectsOf(
  before: Configuration,
  after: Configuration,
  except: readonly ConfigSymbol[],
): readonly string[] {
  const changes = valueChangesOf(before, after).filter(({ symbol }) => !except.includes(symbol));
  const raised = changes.filter(
    (change) => (tristateOf(change.after ?? "n") ?? 1) > (tristateOf(change.before ?? "n") ?? 0),
  );
  const lowered = changes.filter((change) => !raised.includes(change));
  return [...raised, ...lowered].map(
    ({ symbol, after: value = "n" }) => `${symbol.name}=${showValue(symbol, value)}`,
  );
}
