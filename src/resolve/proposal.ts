/** The least change in place of the settings that an explanation picked along its reasons. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, M, tristateOf, Y } from "../evaluate/tristate.ts";
import type { Explanation } from "../explain/explain.ts";
import type { Proposal, Setting } from "../explain/proposal.ts";
import { lowest } from "../explain/value-set.ts";
import { type Goal, goalHolds } from "./goals.ts";
import type { PlannedSetting } from "./plan.ts";
import { applySettings } from "./replay.ts";
import type { Resolver } from "./resolve.ts";

/** What it takes at least for the next value of an explained symbol; what the explanation has, if that is unknown. */
export function leastProposal(
  resolver: Resolver,
  { symbol, blocked, proposal }: Explanation,
): Proposal | undefined {
  if (proposal === undefined || blocked === undefined) return proposal;
  const wanted = lowest(blocked.needs);
  const goal: Goal = {
    symbol,
    value: letterOf(wanted),
    role: "asked",
    ...(wanted === M && { orMore: true as const }),
  };
  const resolution = resolver.resolve([goal]);
  if (resolution.kind !== "possible") return proposal;
  const [{ asked, needed, configuration }] = resolution.plans;
  const others = needed.filter((setting) => setting.symbol.id !== symbol.id);
  const all = [...needed, ...asked];
  return {
    kind: "checked",
    value: configuration.value(symbol.id),
    others: others.map((setting) => settingOf(resolver.base, goal, all, setting)),
    isOwnNeeded: all.length > others.length && !holdsWith(resolver.base, goal, others),
  };
}

/** A setting, with y as well where m is set and y would do. */
function settingOf(
  base: Configuration,
  goal: Goal,
  all: readonly PlannedSetting[],
  { symbol, value }: PlannedSetting,
): Setting {
  if (tristateOf(value) !== M) return { symbol, value, orValues: [] };
  const raised = all.map((each) => (each.symbol.id === symbol.id ? { ...each, value: letterOf(Y) } : each));
  return { symbol, value, orValues: holdsWith(base, goal, raised) ? [letterOf(Y)] : [] };
}

function holdsWith(base: Configuration, goal: Goal, settings: readonly PlannedSetting[]): boolean {
  const trial = base.clone();
  applySettings(
    trial,
    settings.map(({ symbol, value }) => ({ symbol: symbol.id, value })),
  );
  return goalHolds(trial, goal);
}
