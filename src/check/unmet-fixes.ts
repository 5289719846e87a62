/** What mends a result that selects symbols against their dependencies: the plan that set would ask for instead. */
import type { ConfigSymbol } from "../model/model.ts";
import type { Plan } from "../resolve/plan.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Merge } from "./merge.ts";
import type { Request } from "./request.ts";
import { newlyUnmet, unmetIn } from "./unmet.ts";
import { requestHolds } from "./verdict.ts";

/** A question with more goals than this takes seconds; such a file is mended line by line by a person. */
const MOST_GOALS = 24;
/** Lines tried away, each a calculation of the whole tree. */
const MOST_TRIES = 8;

/** Symbols that the requests bring to be selected against their dependencies, and what keeps the requests without that. */
export interface UnmetMatter {
  readonly symbols: readonly ConfigSymbol[];
  readonly plan?: Plan;
  /** The line that brings a symbol there, the last one if several do it only together; undefined if too many may. */
  requestFor(symbol: ConfigSymbol): Request | undefined;
}

export function unmetMatter(merged: Merge): UnmetMatter {
  const { base, configuration, effective } = merged;
  const symbols = newlyUnmet(base, configuration);
  const held = [...effective.values()].filter((each) => requestHolds(configuration, each));
  return { symbols, plan: symbols.length === 0 ? undefined : planFor(merged, held), requestFor };

  function requestFor(symbol: ConfigSymbol): Request | undefined {
    return held
      .toReversed()
      .slice(0, MOST_TRIES)
      .find(({ line }) => !unmetIn(merged.without([line])).some(({ id }) => id === symbol.id));
  }
}

/** The least change with which all requests hold and nothing more is selected against its dependencies. */
function planFor({ base }: Merge, held: readonly Request[]): Plan | undefined {
  const goals = held.flatMap(({ symbol, wanted }) =>
    symbol?.hasPrompt ? [{ symbol, value: wanted, role: "asked" as const }] : [],
  );
  if (goals.length === 0 || goals.length > MOST_GOALS) return undefined;
  const resolution = resolve(base, goals);
  if (resolution.kind !== "possible") return undefined;
  const [plan] = resolution.plans;
  const isWhole = held.every((each) => requestHolds(plan.configuration, each));
  return isWhole && plan.needed.length > 0 ? plan : undefined;
}
