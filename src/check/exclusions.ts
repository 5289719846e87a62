/** Lines that exclude a request: sets of them that cannot hold together with it, while any fewer of a set can. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { SymbolId } from "../model/columns.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Resolver } from "../resolve/resolve.ts";
import type { Request } from "./request.ts";
import { requestHolds } from "./verdict.ts";

/** A plan that breaks more lines than this switches off a whole area: that is no matter of a few lines. */
const MOST_LINES = 64;

/** Other lines, in the order of reading. Without any one of them the rest and the request can hold together. */
export type Exclusion = readonly Request[];

export interface ExclusionQuestion {
  readonly resolver: Resolver;
  /** What the request asks for. */
  readonly goal: Goal;
  /** Requests that hold as it is. */
  readonly held: readonly Request[];
  /** The least change that fulfils the request, which breaks some of `held`. */
  readonly attempt: Configuration;
  /** Whether one more search may be made; each takes tens of milliseconds on Linux. */
  readonly mayGoOn: () => boolean;
}

/**
 * The sets of held requests that exclude the goal, none with a line of another one. Only lines that some plan breaks
 * are looked at, so that thousands of unconcerned ones cost nothing. Fewer, or none, if the searches run out; a set
 * that is not proven, or that only holds where nothing is selected against its dependencies, is none.
 */
export function exclusionsOf({
  resolver,
  goal,
  held,
  attempt,
  mayGoOn,
}: ExclusionQuestion): readonly Exclusion[] {
  const explicit = new Set(held.flatMap(({ symbol }) => symbol?.id ?? []));
  const found: Exclusion[] = [];
  const used = new Set<Request>();
  const kept = new Set(held.filter((each) => !requestHolds(attempt, each)));
  while (kept.size > 0 && kept.size <= MOST_LINES && mayGoOn()) {
    const resolution = resolver.resolve([goal, ...[...kept].flatMap(keeping)], {
      explicit,
      onlyGoals: true,
    });
    if (resolution.kind === "unknown" || resolution.kind === "unmet") break;
    if (resolution.kind === "possible") {
      const [{ configuration }] = resolution.plans;
      const broken = held.filter((each) => !used.has(each) && !requestHolds(configuration, each));
      const more = broken.filter((each) => !kept.has(each));
      if (more.length === 0) break;
      for (const each of more) kept.add(each);
      continue;
    }
    const { goals: against, facts } = resolution.conflict;
    if (facts.length === 0) break;
    const symbols = new Set<SymbolId>(against.map(({ symbol }) => symbol.id));
    const lines = held.filter((each) => kept.has(each) && each.symbol && symbols.has(each.symbol.id));
    if (lines.length === 0 || !symbols.has(goal.symbol.id)) break;
    found.push(lines);
    for (const each of lines) {
      used.add(each);
      kept.delete(each);
    }
  }
  return found;
}

function keeping({ symbol, wanted }: Request): readonly Goal[] {
  return symbol === undefined ? [] : [{ symbol, value: wanted, role: "kept" }];
}
