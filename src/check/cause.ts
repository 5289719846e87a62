/** The cause of a request that does not hold: a code, and the reason that the explanation found. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { Blocker, Reason, Term } from "../explain/reason.ts";
import { whyNotValue } from "../explain/why-not.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Request } from "./request.ts";

export type CauseCode =
  | "wrong-type"
  | "promptless"
  | "unmet-dependency"
  | "not-visible"
  | "limited-to-m"
  | "forced-by-select"
  | "no-modules"
  | "out-of-range"
  | "choice-conflict"
  /** The rules give another value, and none of the other codes says how. */
  | "other-value";

export type Cause =
  /** The line's value is none for the symbol's type, so that the line counts for nothing. */
  | { readonly code: "wrong-type"; readonly problem: "value" | "unclosed string" | "unset" }
  | { readonly code: Exclude<CauseCode, "wrong-type">; readonly reason: Reason };

/** Why a request about a symbol does not hold in a configuration that it was read into. */
export function causeOf(configuration: Configuration, request: Request, symbol: ConfigSymbol): Cause {
  const problem = typeProblem(request, symbol);
  if (problem !== undefined) return { code: "wrong-type", problem };
  let reason = whyNotValue(configuration, symbol, request.wanted);
  // A number or string may have the value and no line for it; then any other value tells what keeps it from one.
  if (reason.kind === "holds") {
    const zero = symbol.type === "hex" ? "0x0" : "0";
    reason = whyNotValue(configuration, symbol, request.wanted === zero ? `${zero.slice(0, -1)}1` : zero);
  }
  return { code: symbol.hasPrompt ? codeOf(reason) : "promptless", reason };
}

/** What of a value that does not fit its symbol's type is wrong. */
function typeProblem(
  { typed, line }: Request,
  { type }: ConfigSymbol,
): "value" | "unclosed string" | "unset" | undefined {
  if (typed === undefined || typed.kind === "tristate" || typed.kind === "text") return undefined;
  if (line.kind === "unset" && type !== "bool" && type !== "tristate") return "unset";
  return typed.kind === "invalid" && typed.reason === "string" ? "unclosed string" : "value";
}

function codeOf(reason: Reason): Exclude<CauseCode, "wrong-type"> {
  switch (reason.kind) {
    case "unmet":
      return reason.blockers.some(({ kind }) => kind === "dependency") ? "unmet-dependency" : "not-visible";
    case "limited":
      return "limited-to-m";
    case "forced":
      return "forced-by-select";
    case "no-modules":
    case "out-of-range":
    case "choice-conflict":
    case "promptless":
      return reason.kind;
    case "given":
    case "probe":
      return "not-visible";
    case "holds":
    case "settable":
    case "undefined":
    case "wrong-type":
    case "cut":
      return "other-value";
  }
}

/**
 * The blockers that a cause is about. Where a dependency fails, its prompt's visibility is beside the point. Of two
 * blockers on one way, only the start is told; or the end, if the start is a symbol that nobody can set.
 */
export function blockersOf(reason: Reason): readonly Blocker[] {
  if (reason.kind !== "unmet" && reason.kind !== "limited") return blockersOfWay(reason);
  const dependencies = reason.blockers.filter(({ kind }) => kind === "dependency");
  const told: Blocker[] = [];
  const seen = new Set<SymbolId>();
  for (const blocker of dependencies.length > 0 ? dependencies : reason.blockers) {
    const symbol = symbolOf(blocker);
    if (symbol !== undefined && seen.has(symbol)) continue;
    if (symbol !== undefined) seen.add(symbol);
    told.push(blocker);
  }
  if (told.length > MOST_COMPARED) return told;
  return told.filter((blocker) => !told.some((other) => other !== blocker && tellsAsWell(other, blocker)));
}

/** Each is compared with each; of more, only the first few are told anyway. */
const MOST_COMPARED = 100;

/** What keeps the cheapest statement from giving a symbol without prompt its value. */
function blockersOfWay(reason: Reason): readonly Blocker[] {
  return reason.kind === "promptless" ? (reason.ways[0]?.blockers ?? []) : [];
}

/** The reasons that a term's fulfilment would rest on: of alternatives, the first. */
export function firstReasons(term: Term): readonly Reason[] {
  switch (term.kind) {
    case "symbol":
      return [term.because];
    case "comparison":
      return term.because === undefined ? [] : [term.because];
    case "any":
      return (term.alternatives[0] ?? []).flatMap(firstReasons);
    case "never":
      return [];
  }
}

function tellsAsWell(other: Blocker, blocker: Blocker): boolean {
  const [symbol, otherSymbol] = [symbolOf(blocker), symbolOf(other)];
  if (symbol === undefined || otherSymbol === undefined) return false;
  if (isSetByOthers(blocker)) return symbolsBehind(blocker).has(otherSymbol);
  return (
    !isSetByOthers(other) && symbolsBehind(other).has(symbol) && !symbolsBehind(blocker).has(otherSymbol)
  );
}

const symbolOf = ({ term }: Blocker): SymbolId | undefined =>
  term.kind === "symbol" ? term.symbol.id : undefined;

const isSetByOthers = ({ term }: Blocker): boolean =>
  term.kind === "symbol" && term.because.kind === "promptless";

/** Symbols on the ways that start with a blocker, its own left out. */
function symbolsBehind({ term }: Blocker): ReadonlySet<SymbolId> {
  const found = new Set<SymbolId>();
  const seen = new Set<Reason>();
  const queue: Reason[] = term.kind === "symbol" ? [term.because] : [];
  for (const reason of queue) {
    if (seen.has(reason)) continue;
    seen.add(reason);
    const isUnmet = reason.kind === "unmet" || reason.kind === "limited";
    const blockers = isUnmet ? reason.blockers : blockersOfWay(reason);
    for (const next of blockers.flatMap(({ term: each }) => firstReasons(each))) {
      found.add(next.symbol.id);
      queue.push(next);
    }
  }
  return found;
}
