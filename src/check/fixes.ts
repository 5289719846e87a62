/** Fixes of a request that does not hold. Each was tried: after it the request holds, and so do all that held before. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, tristateOf } from "../evaluate/tristate.ts";
import type { Reason } from "../explain/reason.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { blockersOf, type Cause } from "./cause.ts";
import { changesBetween, isValueChange } from "./change.ts";
import type { Fix } from "./finding.ts";
import type { Merge } from "./merge.ts";
import { firstReasons, showPlace } from "./need-words.ts";
import { type Request, showValue } from "./request.ts";
import { findSingleChange } from "./single-change.ts";
import { requestHolds } from "./verdict.ts";

/** Effects beyond this many are counted. */
const SHOWN_EFFECTS = 4;

/** The fix for a request with this cause, if one change of one line or symbol is enough. */
export function findFix(merge: Merge, request: Request, symbol: ConfigSymbol, cause: Cause): Fix | undefined {
  if (cause.code !== "unmet-dependency" && cause.code !== "not-visible" && cause.code !== "limited-to-m")
    return undefined;
  const stillHolds = heldRequests(merge);
  for (const culprit of culpritsOf(merge, cause.reason)) {
    const trial = merge.without(culprit.line);
    const others = stillHolds.filter((each) => each !== culprit);
    if (!requestHolds(trial, request) || !others.every((each) => requestHolds(trial, each))) continue;
    return removalFix(merge, request, culprit, trial, symbol);
  }
  const change = findSingleChange(
    merge.configuration,
    cause.reason,
    (trial) => requestHolds(trial, request) && stillHolds.every((each) => requestHolds(trial, each)),
  );
  if (change === undefined) return undefined;
  const edit = { kind: "set", symbol: change.symbol.name, value: letterOf(change.value) } as const;
  const effects = effectsOf(merge.configuration, change.configuration, [symbol, change.symbol]);
  return {
    title: `1 change satisfies it: CONFIG_${edit.symbol}=${edit.value}${thenText(effects)}`,
    edits: [edit],
    effects,
    verified: true,
  };
}

function removalFix(
  merge: Merge,
  request: Request,
  culprit: Request,
  trial: Configuration,
  symbol: ConfigSymbol,
): Fix {
  const effects = effectsOf(merge.configuration, trial, [symbol]);
  const [there, here] = [showPlace(culprit.location), showPlace(request.location)];
  return {
    title: `remove ${there}${thenText(effects)}, or remove ${here}`,
    edits: [{ kind: "remove", path: culprit.location.path, line: culprit.location.line }],
    effects,
    verified: true,
  };
}

/** Requests that are at the root of what blocks. */
function culpritsOf({ effective }: Merge, reason: Reason): readonly Request[] {
  const found: Request[] = [];
  const seen = new Set<Reason>();
  const queue = [reason];
  for (const each of queue) {
    if (seen.has(each)) continue;
    seen.add(each);
    const request = effective.get(each.symbol.id);
    if (each !== reason && each.kind === "settable" && request !== undefined) found.push(request);
    queue.push(...blockersOf(each).flatMap(({ term }) => firstReasons(term)));
  }
  return found;
}

function heldRequests({ configuration, effective }: Merge): readonly Request[] {
  return [...effective.values()].filter((each) => requestHolds(configuration, each));
}

/** Symbols that change with a fix: those that are raised first. `- X` would be noise, so absent counts as n. */
function effectsOf(
  before: Configuration,
  after: Configuration,
  except: readonly ConfigSymbol[],
): readonly string[] {
  const changes = changesBetween(before, after).filter(
    (change) => isValueChange(change) && !except.includes(change.symbol),
  );
  const raised = changes.filter(
    (change) => (tristateOf(change.after ?? "n") ?? 1) > (tristateOf(change.before ?? "n") ?? 0),
  );
  const lowered = changes.filter((change) => !raised.includes(change));
  return [...raised, ...lowered].map(
    ({ symbol, after: value = "n" }) => `${symbol.name}=${showValue(symbol, value)}`,
  );
}

function thenText(effects: readonly string[]): string {
  if (effects.length === 0) return "";
  const shown = effects.slice(0, SHOWN_EFFECTS);
  const more = effects.length - shown.length;
  return ` (then ${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ")})`;
}
