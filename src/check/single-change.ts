/** The one other setting after which a request holds: proposed by its reason, tried in a configuration of its own. */
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import type { Reason, Term } from "../explain/reason.ts";
import { has } from "../explain/value-set.ts";
import type { ConfigSymbol } from "../model/model.ts";

export interface SingleChange {
  readonly symbol: ConfigSymbol;
  readonly value: Tristate;
  /** With the change made. */
  readonly configuration: Configuration;
}

/** Each trial costs an evaluation; what lies further away is for a real search. */
const MOST_TRIALS = 40;

/**
 * The first change of one symbol after which `holds` says yes: symbols that could be set as things are, nearest to
 * the reason's own first; m before y before n. `configuration` has the request in it already and stays as it is.
 */
export function findSingleChange(
  configuration: Configuration,
  reason: Reason,
  holds: (trial: Configuration) => boolean,
): SingleChange | undefined {
  for (const { symbol, value } of proposals(reason).slice(0, MOST_TRIALS)) {
    const trial = configuration.clone();
    trial.setTristate(symbol.id, value);
    if (holds(trial)) return { symbol, value, configuration: trial };
  }
  return undefined;
}

type Proposal = Pick<SingleChange, "symbol" | "value">;

/** Settable symbols at the ends of a reason, breadth first. */
function proposals(reason: Reason): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  const seen = new Set<Reason>([reason]);
  const queue = [...reasonsBehind(reason)];
  for (let at = 0; at < queue.length; at++) {
    const each = queue[at];
    if (seen.has(each)) continue;
    seen.add(each);
    queue.push(...reasonsBehind(each));
    if (each.kind !== "settable" && each.kind !== "lost-choice") continue;
    for (const value of [M, Y, N]) {
      if (has(each.needs, value)) found.set(`${each.symbol.id} ${value}`, { symbol: each.symbol, value });
    }
  }
  return [...found.values()];
}

function reasonsBehind(reason: Reason): readonly Reason[] {
  if (reason.kind === "promptless") {
    return reason.ways.flatMap((way) => way.blockers).flatMap(({ term }) => reasonsOfTerm(term));
  }
  if (reason.kind !== "unmet" && reason.kind !== "limited") return [];
  return reason.blockers.flatMap(({ term }) => reasonsOfTerm(term));
}

function reasonsOfTerm(term: Term): readonly Reason[] {
  switch (term.kind) {
    case "symbol":
      return [term.because];
    case "comparison":
      return term.because === undefined ? [] : [term.because];
    case "any":
      return term.alternatives.flat().flatMap(reasonsOfTerm);
    case "never":
      return [];
  }
}
