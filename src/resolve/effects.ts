/** What a plan changes beyond what it sets, and what causes each change. */
import type { Configuration } from "../evaluate/configuration.ts";
import { type ChangeCause, changeCause } from "../explain/change-cause.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Plan } from "./plan.ts";
import type { ValueChange } from "./replay.ts";

/** A symbol that changes by itself, and why. */
export interface Effect extends ValueChange {
  readonly cause: ChangeCause;
}

export interface Effects {
  readonly plan: Plan;
  /** In the order of the definitions. */
  readonly follows: readonly Effect[];
  /** Symbols that can be set with it and could not before; they stay n. */
  readonly appeared: readonly ConfigSymbol[];
}

/** Read from the configuration that confirmed the plan, beside the one that it is for. */
export function effectsOf(base: Configuration, plan: Plan): Effects {
  const { follows, becomesVisible, configuration } = plan;
  return {
    plan,
    follows: follows.map((change) => ({ ...change, cause: changeCause(base, configuration, change.symbol) })),
    appeared: becomesVisible,
  };
}
