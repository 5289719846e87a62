/** Fixes of a request that does not hold. Each was tried: after it the request holds, and so do all that held before. */
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, tristateOf } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Cause } from "./cause.ts";
import { changesBetween, isValueChange } from "./change.ts";
import { culpritsOf } from "./culprits.ts";
import type { Fix } from "./finding.ts";
import type { Merge } from "./merge.ts";
import { showPlace } from "./need-words.ts";
import { settingsFor } from "./remedy.ts";
import { type Request, showValue } from "./request.ts";
import { requestHolds } from "./verdict.ts";

/** A fix with more settings than this is for a search, not for a hint. */
const MOST_SETTINGS = 3;
/** Effects beyond this many are counted. */
const SHOWN_EFFECTS = 4;

/** The fix for a request with this cause, if one change of one line or symbol is enough. */
export function findFix(merge: Merge, request: Request, symbol: ConfigSymbol, cause: Cause): Fix | undefined {
  if (cause.code !== "unmet-dependency" && cause.code !== "not-visible" && cause.code !== "limited-to-m")
    return undefined;
  const stillHolds = heldRequests(merge);
  for (const culprit of culpritsOf(cause.reason, merge.effective)) {
    const trial = merge.without(culprit.line);
    const others = stillHolds.filter((each) => each !== culprit);
    if (!requestHolds(trial, request) || !others.every((each) => requestHolds(trial, each))) continue;
    return removalFix(merge, request, culprit, trial, symbol);
  }
  const settings = settingsFor(merge.configuration, symbol, request.wanted, cause.reason) ?? [];
  if (settings.length === 0 || settings.length > MOST_SETTINGS) return undefined;
  const trial = merge.configuration.clone();
  for (const each of settings) trial.setTristate(each.symbol.id, each.value);
  if (!requestHolds(trial, request) || !stillHolds.every((each) => requestHolds(trial, each)))
    return undefined;
  const effects = effectsOf(merge.configuration, trial, [symbol, ...settings.map((each) => each.symbol)]);
  return {
    title: `${settingsTitle(settings.map((each) => ({ ...each, value: letterOf(each.value) })))}${thenText(effects)}`,
    edits: settings.map((each) => ({ kind: "set", symbol: each.symbol.name, value: letterOf(each.value) })),
    effects,
    verified: true,
  };
}

/** `1 change satisfies it: CONFIG_VFIO=m` */
export function settingsTitle(
  settings: readonly { readonly symbol: ConfigSymbol; readonly value: string }[],
): string {
  const names = settings.map(({ symbol, value }) => `CONFIG_${symbol.name}=${showValue(symbol, value)}`);
  return settings.length === 1
    ? `1 change satisfies it: ${names[0]}`
    : `${settings.length} changes satisfy it: ${names.join(", ")}`;
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
