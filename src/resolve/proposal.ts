/** What it would take for one value of a symbol: the least change, or the proof that no change does. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, M, tristateOf, Y } from "../evaluate/tristate.ts";
import { AT_LEAST_M, lowest, type ValueSet } from "../explain/value-set.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Conflict } from "./conflict.ts";
import { type Goal, goalHolds } from "./goals.ts";
import type { Plan, PlannedSetting } from "./plan.ts";
import { applySettings } from "./replay.ts";
import type { ResolveOptions, Resolver } from "./resolve.ts";

/** One thing to set. */
export interface Setting {
  readonly symbol: ConfigSymbol;
  readonly value: string;
  /** Other values that would do as well. */
  readonly orValues: readonly string[];
  /** Of a line that nothing needs: what it keeps. */
  readonly keeps?: readonly ConfigSymbol[];
}

export type Proposal =
  /** With these settings, in this order, the symbol has the value: a configuration was calculated. */
  | {
      readonly kind: "checked";
      readonly value: string;
      readonly others: readonly Setting[];
      /** Whether the symbol has to be set itself, or gets the value from the others. */
      readonly isOwnNeeded: boolean;
      readonly plan: Plan;
      /** Other plans, as far as they were asked for: B, C… */
      readonly alternatives: readonly Plan[];
    }
  /** Only these settings do, and select symbols against their dependencies, of which C warns. */
  | {
      readonly kind: "unmet";
      readonly value: string;
      readonly others: readonly Setting[];
      readonly isOwnNeeded: boolean;
      readonly plan: Plan;
      readonly alternatives: readonly Plan[];
    }
  /** No configuration has it: the solver said so, and this is why. */
  | { readonly kind: "impossible"; readonly value: string; readonly conflict: Conflict }
  /** Neither a change nor a proof was found within the limits. */
  | { readonly kind: "unknown"; readonly value: string };

/** The goal that a symbol has one of these values; m stands for "m or y" where both would do. */
export function goalOf(symbol: ConfigSymbol, needs: ValueSet): Goal {
  const isEither = symbol.type === "tristate" && needs === AT_LEAST_M;
  return {
    symbol,
    value: letterOf(lowest(needs)),
    role: "asked",
    ...(isEither && { orMore: true as const }),
  };
}

/** What reaches a goal, and `keep` with it; `alternatives` is how many plans are wanted at most. */
export function propose(
  resolver: Resolver,
  goal: Goal,
  { keep = [], ...options }: ResolveOptions & { readonly keep?: readonly Goal[] } = {},
): Proposal {
  const resolution = resolver.resolve([goal, ...keep], options);
  const { symbol, value } = goal;
  if (resolution.kind === "impossible" || resolution.kind === "unknown") return { ...resolution, value };
  const [plan, ...alternatives] = resolution.plans;
  const others = plan.needed.filter((setting) => setting.symbol.id !== symbol.id);
  const all = [...plan.needed, ...plan.asked];
  return {
    kind: resolution.kind === "unmet" ? "unmet" : "checked",
    value: plan.configuration.value(symbol.id),
    others: others.map((setting) => settingOf(resolver.base, goal, all, setting)),
    isOwnNeeded: all.length > others.length && !holdsWith(resolver.base, goal, others),
    plan,
    alternatives,
  };
}

/** A setting, with y as well where m is set and y would do. */
function settingOf(
  base: Configuration,
  goal: Goal,
  all: readonly PlannedSetting[],
  { symbol, value, keeps }: PlannedSetting,
): Setting {
  const plain = { symbol, value, orValues: [], ...(keeps && { keeps }) };
  if (symbol.type !== "tristate" || tristateOf(value) !== M) return plain;
  const raised = all.map((each) => (each.symbol.id === symbol.id ? { ...each, value: letterOf(Y) } : each));
  return { ...plain, orValues: holdsWith(base, goal, raised) ? [letterOf(Y)] : [] };
}

function holdsWith(base: Configuration, goal: Goal, settings: readonly PlannedSetting[]): boolean {
  const trial = base.clone();
  applySettings(
    trial,
    settings.map(({ symbol, value }) => ({ symbol: symbol.id, value })),
  );
  return goalHolds(trial, goal);
}
