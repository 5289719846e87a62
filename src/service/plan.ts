/** Plans assignments over a configuration: what comes true, what it takes beyond, and what follows. */
import { changesBetween } from "../check/change.ts";
import { waitingSymbols } from "../check/fixes.ts";
import { type LostRequest, lostRequest } from "../check/lost-request.ts";
import { type Merge, merge } from "../check/merge.ts";
import type { Request } from "../check/request.ts";
import { newlyUnmet } from "../check/unmet.ts";
import { requestHolds } from "../check/verdict.ts";
import type { DotConfig } from "../dotconfig/dot-config.ts";
import { type DotConfigEdit, withEdits } from "../dotconfig/edit.ts";
import { type DotConfigType, printLine } from "../dotconfig/print-line.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Conflict } from "../resolve/conflict.ts";
import { isWorthKeeping } from "../resolve/objective.ts";
import type { Plan, PlanWarning, Resolution } from "../resolve/plan.ts";
import { resolve } from "../resolve/resolve.ts";
import { warningsOf } from "../resolve/warnings.ts";

/** One value that is asked for; a string without quotes. It fits the symbol's type. */
export interface Assignment {
  readonly symbol: ConfigSymbol;
  readonly value: string;
}

export interface PlanOptions {
  /** Values that must not change. */
  readonly keep?: readonly Assignment[];
  /** Which value of a tristate to take where both would do. */
  readonly prefer?: "m" | "y";
  /** Whether a way may select symbols against their dependencies, of which C warns. */
  readonly allowsUnmet?: boolean;
  /** Which of several ways to take, from 0. */
  readonly pick?: number;
  /** Ways with more lines than this beyond the assignments' own are not taken. */
  readonly maxChanges?: number;
}

export interface Planned {
  /** With the assignments, and with what they need where that was found. */
  readonly configuration: Configuration;
  /** With the assignments alone, whether or not they hold. */
  readonly plain: Configuration;
  /** The fragment with a line for each assignment and need. */
  readonly text: string;
  /** Settings that nobody asked for, and without which an assignment would not hold. */
  readonly needed: readonly Assignment[];
  /** All ways that were found, the least change first; `needed` is of one of them. */
  readonly ways: readonly Plan[];
  /** Which of them was taken. */
  readonly way?: Plan;
  /** Whether every assignment holds in `configuration`. */
  readonly holds: boolean;
  /** Assignments that do not hold without the needed settings, and why. */
  readonly failing: readonly LostRequest[];
  /** Symbols that `configuration` selects against their dependencies, and the base does not. */
  readonly unmet: readonly ConfigSymbol[];
  /** Ways that would do so, where there are no others and they are not allowed. */
  readonly unmetWays: readonly Plan[];
  /** What is not possible at all, and why; absent if it is, or if nobody knows. */
  readonly conflict?: Conflict;
  /** What to know of what is switched on. */
  readonly warnings: readonly PlanWarning[];
  /** What the base had on because somebody asked for it, and is less now. */
  readonly lost: readonly ConfigSymbol[];
}

/** So many ways are worth choosing from. */
export const MOST_WAYS = 3;

/**
 * Reads `fragment`, with the lines of the assignments put in, over `base`. Where one does not hold, or something that is
 * to be kept does not, looks for the least change of other symbols after which all do; whether to take it is for the
 * caller to decide.
 */
export function plan(
  base: Configuration,
  fragment: DotConfig,
  assignments: readonly Assignment[],
  options: PlanOptions = {},
): Planned {
  const { keep = [] } = options;
  // A line for a symbol without prompt has no effect: it is there to be refused, and is never written.
  const asked = mergeWith(base, fragment, assignments, []);
  const failing = failingIn(asked, assignments);
  const [settable, promptless] = split(assignments, ({ symbol }) => symbol.hasPrompt);
  const plain = promptless.length === 0 ? asked : mergeWith(base, fragment, settable, []);
  const alone = plain.merged.configuration;
  const outcome = outcomeOf(base, plain, assignments);
  const unchanged = { needed: [], ways: [], unmetWays: [], failing, plain: alone, ...outcome };
  const isFine = failing.length === 0 && keep.every((each) => isKept(plain, each));
  if (isFine && (outcome.unmet.length === 0 || options.allowsUnmet)) return { ...unchanged, holds: true };
  const resolution = search(base, fragment, assignments, options);
  if (resolution.kind === "impossible") return { ...unchanged, holds: false, conflict: resolution.conflict };
  if (resolution.kind === "unknown") return { ...unchanged, holds: false };
  if (resolution.kind === "unmet" && !options.allowsUnmet)
    return { ...unchanged, holds: false, unmetWays: resolution.plans };
  const ways = resolution.plans;
  const way = ways[Math.min(options.pick ?? 0, ways.length - 1)];
  const { needed } = way;
  const tried = mergeWith(base, fragment, settable, needed);
  const holds =
    settable.every(({ symbol }) => failingRequest(tried.merged, symbol) === undefined) &&
    [...promptless, ...keep].every((each) => isKept(tried, each));
  if (!holds) return { ...unchanged, holds };
  return {
    ...unchanged,
    needed,
    ways,
    way,
    holds,
    ...outcomeOf(base, tried, [...needed, ...assignments]),
  };
}

/** What comes of a fragment's text, beside the base. */
function outcomeOf(base: Configuration, { merged, text }: Tried, set: readonly Assignment[]) {
  const { configuration } = merged;
  const warnings = warningsOf(
    base,
    configuration,
    set.map(({ symbol }) => symbol),
  );
  const lost = lostBetween(base, configuration, set);
  return { configuration, text, warnings, lost, unmet: newlyUnmet(base, configuration) };
}

/** Settings of the base that could be seen and were on, and are less now, though nobody set them now. */
function lostBetween(
  base: Configuration,
  after: Configuration,
  set: readonly Assignment[],
): readonly ConfigSymbol[] {
  const own = new Set(set.map(({ symbol }) => symbol.id));
  const source = { base, data: base.model.data };
  return changesBetween(base, after)
    .map(({ symbol }) => symbol)
    .filter(({ id }) => !own.has(id) && after.tristate(id) < base.tristate(id) && isWorthKeeping(source, id));
}

/** Those for which the test holds, and the others. */
function split<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function isKept({ merged }: Tried, { symbol, value }: Assignment): boolean {
  return merged.configuration.value(symbol.id) === value;
}

/** The search starts from what the fragment gives as it is; its lines are what somebody wrote on purpose. */
function search(
  base: Configuration,
  fragment: DotConfig,
  assignments: readonly Assignment[],
  { keep = [], prefer, maxChanges }: PlanOptions,
): Resolution {
  const { configuration, effective } = merge(base, [fragment]);
  const goals = [
    ...assignments.map((each) => ({ ...each, role: "asked" as const })),
    ...keep.map((each) => ({ ...each, role: "kept" as const })),
  ];
  // A line that does not hold as it is says nothing for the value that its symbol has.
  const held = [...effective].filter(([, request]) => requestHolds(configuration, request));
  const explicit = new Set(held.map(([symbol]) => symbol));
  const own = new Set(goals.map(({ symbol }) => symbol.id));
  const waiting = new Set([...waitingSymbols({ configuration, effective })].filter((id) => !own.has(id)));
  return resolve(configuration, goals, { alternatives: MOST_WAYS, explicit, waiting, prefer, maxChanges });
}

interface Tried {
  readonly merged: Merge;
  readonly text: string;
}

function mergeWith(
  base: Configuration,
  fragment: DotConfig,
  assignments: readonly Assignment[],
  needed: readonly Assignment[],
): Tried {
  const { prefix } = fragment;
  const line = ({ symbol, value }: Assignment): DotConfigEdit => ({
    name: symbol.name,
    line: printLine(
      prefix,
      symbol.name,
      symbol.type as DotConfigType,
      value,
      symbol.model.data.dialect.conf.strings,
    ),
  });
  const edited = withEdits(fragment, [...needed, ...assignments].map(line));
  return { merged: merge(base, [edited]), text: edited.source.text };
}

function failingIn({ merged }: Tried, assignments: readonly Assignment[]): readonly LostRequest[] {
  return assignments.flatMap(({ symbol }) => {
    const request = failingRequest(merged, symbol);
    return request === undefined ? [] : [lostRequest(merged, request, symbol)];
  });
}

function failingRequest({ configuration, effective }: Merge, symbol: ConfigSymbol): Request | undefined {
  const request = effective.get(symbol.id);
  return request === undefined || requestHolds(configuration, request) ? undefined : request;
}
