/**
 * What it would take for a value: settings picked one by one along the reasons, and confirmed by a configuration of
 * their own. Not the least change, which is for `resolve/` to find.
 */
import type { Configuration } from "../evaluate/configuration.ts";
import type { Tristate } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Probe, Reason, Term, Way } from "./reason.ts";
import { lowest, setOf, type ValueSet, valuesOf } from "./value-set.ts";
import { whyNotAny } from "./why-not.ts";

/** One thing to set. */
export interface Setting {
  readonly symbol: ConfigSymbol;
  readonly value: string;
  /** Other values that would do as well. */
  readonly orValues: readonly string[];
}

export type Proposal =
  /** With these settings, set in this order, the symbol has the value: a configuration was calculated. */
  | {
      readonly kind: "checked";
      readonly value: string;
      readonly others: readonly Setting[];
      readonly isOwnNeeded: boolean;
    }
  /** Nothing that was tried leads there: the settings that the search arrived at, and the facts that it ended in. */
  | {
      readonly kind: "unknown";
      readonly value: string;
      readonly others: readonly Setting[];
      readonly facts: readonly Fact[];
    };

/** What no setting changes: a symbol that is not defined, a probe's answer, a symbol that nothing can turn on or off. */
export interface Fact {
  readonly kind: "undefined" | "probe" | "fixed";
  /** Absent for an expression that is a constant. */
  readonly symbol?: ConfigSymbol;
  readonly probe?: Probe;
}

/** A plan longer than this is not found by picking. */
const MAX_SETTINGS = 8;
const MAX_ROUNDS = 8;

/**
 * Looks for settings that give a bool or tristate one of the values in `needs`. Every round sets what the reasons
 * end in, in a copy, and asks again.
 */
export function propose(configuration: Configuration, symbol: ConfigSymbol, needs: ValueSet): Proposal {
  let last: Proposal | undefined;
  for (const value of valuesOf(needs)) {
    const proposal = proposeValue(configuration, symbol, value);
    if (proposal.kind === "checked") return proposal;
    last ??= proposal;
  }
  return last ?? { kind: "unknown", value: "", others: [], facts: [] };
}

function proposeValue(configuration: Configuration, symbol: ConfigSymbol, value: Tristate): Proposal {
  const letter = "nmy"[value];
  const picked = new Map<ConfigSymbol, ValueSet>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const trial = withSettings(configuration, picked, symbol, value);
    if (holdsAll(trial, picked, symbol, value)) return confirmed(configuration, picked, symbol, value);
    const reasons = [...picked, [symbol, setOf(value)] as const].map(([each, needs]) =>
      whyNotAny(trial, each, needs),
    );
    const before = picked.size;
    for (const reason of reasons) collect(reason, picked, symbol);
    if (picked.size === before || picked.size > MAX_SETTINGS) break;
  }
  const facts = factsOf(whyNotAny(configuration, symbol, setOf(value)));
  return { kind: "unknown", value: letter, others: settingsOf(configuration, picked), facts };
}

function withSettings(
  configuration: Configuration,
  picked: ReadonlyMap<ConfigSymbol, ValueSet>,
  symbol: ConfigSymbol,
  value: Tristate | undefined,
): Configuration {
  const trial = configuration.clone();
  for (const [each, needs] of picked) trial.setTristate(each.id, lowest(needs));
  if (value !== undefined && symbol.hasPrompt) trial.setTristate(symbol.id, value);
  return trial;
}

function holdsAll(
  trial: Configuration,
  picked: ReadonlyMap<ConfigSymbol, ValueSet>,
  symbol: ConfigSymbol,
  value: Tristate,
): boolean {
  if (trial.tristate(symbol.id) !== value) return false;
  return [...picked].every(([each, needs]) => (setOf(trial.tristate(each.id)) & needs) !== 0);
}

/** Leaves out what is not needed after all, the last picked first, and says whether the symbol itself must be set. */
function confirmed(
  configuration: Configuration,
  picked: ReadonlyMap<ConfigSymbol, ValueSet>,
  symbol: ConfigSymbol,
  value: Tristate,
): Proposal {
  const kept = new Map(picked);
  for (const each of [...picked.keys()].reverse()) {
    const without = new Map(kept);
    without.delete(each);
    const trial = withSettings(configuration, without, symbol, value);
    if (holdsAll(trial, without, symbol, value)) kept.delete(each);
  }
  const alone = withSettings(configuration, kept, symbol, undefined);
  const others = settingsOf(configuration, kept);
  return { kind: "checked", value: "nmy"[value], others, isOwnNeeded: !holdsAll(alone, kept, symbol, value) };
}

function settingsOf(configuration: Configuration, picked: ReadonlyMap<ConfigSymbol, ValueSet>): Setting[] {
  return [...picked].map(([symbol, needs]) => {
    const [value, ...others] = valuesOf(needs).map((each) => "nmy"[each]);
    // Where the symbol is a bool, m stands for nothing.
    const type = configuration.effectiveType(symbol.id) === 2;
    return { symbol, value, orValues: type ? others : [] };
  });
}

/** Adds the settings that a reason ends in; of alternatives, those of the first one. */
function collect(reason: Reason, picked: Map<ConfigSymbol, ValueSet>, target: ConfigSymbol): void {
  switch (reason.kind) {
    case "settable":
    case "lost-choice":
      if (reason.symbol.id !== target.id && reason.needs !== 0) pick(reason.symbol, reason.needs, picked);
      return;
    case "unmet":
    case "limited":
      for (const { term } of (reason.ways[0] ?? reason).blockers) collectTerm(term, picked, target);
      return;
    case "given":
      for (const { term } of reason.blockers) collectTerm(term, picked, target);
      return;
    case "promptless":
      for (const { term } of reason.ways[0]?.blockers ?? []) collectTerm(term, picked, target);
      return;
    default:
      return;
  }
}

function collectTerm(term: Term, picked: Map<ConfigSymbol, ValueSet>, target: ConfigSymbol): void {
  if (term.kind === "symbol") collect(term.because, picked, target);
  else if (term.kind === "any")
    for (const each of term.alternatives[0] ?? []) collectTerm(each, picked, target);
}

function pick(symbol: ConfigSymbol, needs: ValueSet, picked: Map<ConfigSymbol, ValueSet>): void {
  const before = [...picked].find(([each]) => each.id === symbol.id);
  const both = before === undefined ? needs : needs & before[1];
  picked.set(before?.[0] ?? symbol, both === 0 ? needs : both);
}

/** The facts that make a reason one that no setting removes; none if one might, or nobody knows. */
export function factsOf(reason: Reason): readonly Fact[] {
  if (reason.cost !== Infinity) return [];
  const { symbol } = reason;
  switch (reason.kind) {
    case "undefined":
      return [{ kind: "undefined", symbol }];
    case "probe":
      return [{ kind: "probe", symbol, probe: reason.probe }];
    case "unmet":
    case "limited":
      if (!waysEndInFacts(reason)) return [];
      // One fact among them is enough, and all are worth naming.
      return distinct(reason.blockers.flatMap(({ term }) => factsOfTerm(term)));
    case "promptless":
      if (reason.ways.length === 0) return [{ kind: "fixed", symbol }];
      return waysEndInFacts(reason) ? distinct(reason.ways.flatMap(factsOfWay)) : [];
    default:
      return [];
  }
}

function waysEndInFacts({
  ways,
  otherWays,
}: Pick<Reason & { kind: "promptless" }, "ways" | "otherWays">): boolean {
  return otherWays === 0 && ways.every((way) => factsOfWay(way).length > 0);
}

function factsOfWay({ blockers }: Way): readonly Fact[] {
  return distinct(blockers.flatMap(({ term }) => factsOfTerm(term)));
}

function factsOfTerm(term: Term): readonly Fact[] {
  if (term.cost !== Infinity) return [];
  if (term.kind === "never")
    return [{ kind: term.probe === undefined ? "fixed" : "probe", probe: term.probe }];
  if (term.kind !== "any") return term.because === undefined ? [] : factsOf(term.because);
  return term.others > 0 ? [] : ofEvery(term.alternatives.map((terms) => terms.flatMap(factsOfTerm)));
}

/** Alternatives are only out of reach if each of them is. */
function ofEvery(lists: readonly (readonly Fact[])[]): readonly Fact[] {
  return lists.every((facts) => facts.length > 0) ? distinct(lists.flat()) : [];
}

function distinct(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter(
    (fact, index) =>
      fact.symbol === undefined || facts.findIndex(({ symbol }) => symbol?.id === fact.symbol?.id) === index,
  );
}
