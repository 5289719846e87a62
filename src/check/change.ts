/** What differs between two configurations of one tree, and the single changes that make a request hold. */
import type { Configuration } from "../evaluate/configuration.ts";
import { M, N, type Tristate, tristateOf, Y } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { SymbolNeed } from "./need.ts";
import { symbolNeeds } from "./need.ts";
import { isSettable, obstaclesOf } from "./obstacle.ts";
import { selectorsOf } from "./rules/select.ts";

/** One symbol's value before and after. */
export interface Change {
  readonly symbol: ConfigSymbol;
  /** Undefined if the symbol is not written. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Symbols whose lines in a .config differ, in the order of their definitions. Absent and n count as different. */
export function changesBetween(before: Configuration, after: Configuration): readonly Change[] {
  const changes: Change[] = [];
  for (const symbol of before.model.definedSymbols()) {
    const change = { symbol, before: writtenValue(before, symbol), after: writtenValue(after, symbol) };
    if (change.before !== change.after) changes.push(change);
  }
  const place = ({ symbol }: Change) => symbol.definitions[0]?.id ?? 0;
  return changes.sort((a, b) => place(a) - place(b));
}

/** Whether a change is about a value, and not only about a line that says that there is none. */
export function isValueChange({ before = "n", after = "n" }: Change): boolean {
  return before !== after;
}

/** The value that a .config would have; undefined without a line. */
export function writtenValue(configuration: Configuration, symbol: ConfigSymbol): string | undefined {
  return configuration.isWritten(symbol.id) ? configuration.value(symbol.id) : undefined;
}

/** A value for one other symbol, and the configuration in which it was seen to do what it should. */
export interface SingleChange {
  readonly symbol: ConfigSymbol;
  readonly value: Tristate;
  readonly configuration: Configuration;
}

/** Candidates further away than this many are not tried. */
const MOST_CANDIDATES = 40;

/**
 * The first change of one other symbol after which `holds` says yes: what the target needs, what that needs, and so
 * on, nearest first, m before y. Each is tried in a clone; `ask` puts the target's own request into it.
 */
export function findSingleChange(
  configuration: Configuration,
  target: ConfigSymbol,
  wanted: string,
  ask: (trial: Configuration) => void,
  holds: (trial: Configuration) => boolean,
): SingleChange | undefined {
  const value = tristateOf(wanted) === M ? M : Y;
  for (const need of candidates(configuration, { kind: "symbol", symbol: target, bound: "at least", value })) {
    for (const value of valuesFor(need)) {
      const trial = configuration.clone();
      trial.setTristate(need.symbol.id, value);
      ask(trial);
      if (holds(trial)) return { symbol: need.symbol, value, configuration: trial };
    }
  }
  return undefined;
}

/** Settable symbols behind a need, breadth first; the target itself is none of them. */
function candidates(configuration: Configuration, target: SymbolNeed): readonly SymbolNeed[] {
  const found: SymbolNeed[] = [];
  const queue: SymbolNeed[] = [target];
  const seen = new Set<number>();
  for (let at = 0; at < queue.length && found.length < MOST_CANDIDATES; at++) {
    const need = queue[at];
    if (seen.has(need.symbol.id) || need.symbol.isConstant) continue;
    seen.add(need.symbol.id);
    if (need !== target && isSettable(configuration, need)) found.push(need);
    else if (need.bound === "at least") queue.push(...needsBehind(configuration, need));
  }
  return found;
}

function needsBehind(configuration: Configuration, { symbol, value }: SymbolNeed): readonly SymbolNeed[] {
  if (!symbol.hasPrompt) {
    return selectorsOf(configuration, symbol).map((selector) => ({
      kind: "symbol",
      symbol: selector.symbol,
      bound: "at least",
      value,
    }));
  }
  return obstaclesOf(configuration, symbol, value).flatMap((obstacle) => symbolNeeds(obstacle.need));
}

function valuesFor({ symbol, bound, value }: SymbolNeed): readonly Tristate[] {
  if (bound === "at most") return value === M && symbol.type === "tristate" ? [M, N] : [N];
  return symbol.type === "tristate" ? [M, Y] : [Y];
}
