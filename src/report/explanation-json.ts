/** An explanation as `--format json` has it. Names stand for symbols; places are `{path, line}`. */

import { letterOf } from "../evaluate/tristate.ts";
import type { ChangeCause } from "../explain/change-cause.ts";
import type { Reference } from "../explain/explain.ts";
import type { Origin } from "../explain/origin.ts";
import type { Blocker, Probe, Reason, Term, Way } from "../explain/reason.ts";
import { type ValueSet, valuesOf } from "../explain/value-set.ts";
import type { Property } from "../model/model.ts";
import type { PlannedSetting } from "../resolve/plan.ts";
import type { Proposal } from "../resolve/proposal.ts";
import type { ValueChange } from "../resolve/replay.ts";
import type { EffectsOfValue, Explained } from "../service/explained.ts";
import { derivationOf } from "./conflict.ts";
import { expressionText, symbolText } from "./expression-text.ts";
import { statementWords } from "./reason-rows.ts";
import { ownerText } from "./reason-words.ts";
import { wireUnknown } from "./unknown.ts";

/** The wire form of one explanation. */
export function wireExplanation(explanation: Explained): unknown {
  const { symbol, value, type, isWritten, definitions, prompts, menuPath, assignable } = explanation;
  const formerName = explanation.origin.user?.formerName;
  return {
    symbol: symbol.name,
    value: explanation.unknown?.about === "value" ? null : value,
    unknown: explanation.unknown === undefined ? null : wireUnknown(explanation.unknown, symbol.model),
    type,
    written: isWritten,
    assignable,
    prompts: prompts.map(({ text, place }) => ({ text, location: place })),
    menuPath,
    definitions: definitions.map(({ place }) => place),
    origin: {
      ...wireOrigin(explanation.origin),
      formerName: formerName === undefined ? null : symbol.model.symbolAt(formerName).name,
    },
    range: wireRange(explanation.range),
    conditions: explanation.conditions.map(({ kind, statement: property, part, value: holds }) => ({
      kind,
      ...statement(property),
      part: expressionText(part),
      value: letterOf(holds),
    })),
    blocked: explanation.blocked === undefined ? null : wireReason(explanation.blocked),
    proposal: explanation.proposal === undefined ? null : wireProposal(explanation.proposal),
    whyNot: (explanation.whyNot ?? []).map((each) => ({
      value: each.value ?? null,
      reason: wireReason(each.reason),
      proposal: each.proposal === undefined ? null : wireProposal(each.proposal),
    })),
    effects: (explanation.effects ?? []).map(wireEffects),
    selectedBy: explanation.selectedBy.map(wireReference),
    impliedBy: explanation.impliedBy.map(wireReference),
    unmet: explanation.unmet.map(({ statement: property, part, value: holds }) => ({
      ...statement(property),
      part: expressionText(part),
      value: letterOf(holds),
    })),
    selects: explanation.selects.map((property) => ({
      symbol: property.target.name,
      ...statement(property),
    })),
    implies: explanation.implies.map((property) => ({
      symbol: property.target.name,
      ...statement(property),
    })),
    transitional: symbol.isTransitional,
    successors: explanation.successors.map(({ symbol: successor, property, value: current, ifOn }) => ({
      symbol: successor.name,
      value: current,
      ifOn: ifOn ?? null,
      ...statement(property),
    })),
    dependents: explanation.dependents.map(({ name }) => name),
    help: explanation.help ?? null,
  };
}

function wireRange(range: Explained["range"]): unknown {
  return range === undefined ? null : { low: range.low, high: range.high, ...statement(range.property) };
}

/**
 * The wire form of a reason, as deep as it goes. Reasons share parts: what was told before comes as `repeated`, without
 * what is behind it.
 */
export function wireReason(reason: Reason, told: Set<Reason> = new Set()): unknown {
  const { kind, symbol, actual, needs, wanted } = reason;
  const about = { kind, symbol: symbolText(symbol), actual, needs: needs === 0 ? [wanted] : letters(needs) };
  if (told.has(reason)) return { ...about, repeated: true };
  told.add(reason);
  switch (reason.kind) {
    case "unmet":
    case "limited":
      return {
        ...about,
        blockers: reason.blockers.map((each) => wireBlocker(each, told)),
        ...wireWays(reason, told),
      };
    case "settable":
      return { ...about, requested: reason.user?.value ?? null, location: reason.user?.origin ?? null };
    case "given":
      return {
        ...about,
        by: reason.by.map((property) => ({ symbol: ownerText(property), ...statement(property) })),
        blockers: reason.blockers.map((each) => wireBlocker(each, told)),
      };
    case "forced":
      return {
        ...about,
        by: reason.by.map((property) => ({ symbol: ownerText(property), ...statement(property) })),
      };
    case "choice-conflict":
      return {
        ...about,
        choice: symbolText(reason.choice),
        chosen: reason.chosen?.name ?? null,
        location: reason.user?.origin ?? null,
      };
    case "promptless":
      return { ...about, ...wireWays(reason, told) };
    case "probe":
      return { ...about, probe: wireProbe(reason.probe) };
    case "out-of-range":
      return { ...about, low: reason.low, high: reason.high, ...statement(reason.range) };
    case "no-modules":
      return { ...about, modules: reason.modules?.name ?? null };
    default:
      return about;
  }
}

function wireWays(
  { ways, otherWays }: { readonly ways: readonly Way[]; readonly otherWays: number },
  told: Set<Reason>,
) {
  return {
    ways: ways.map(({ property, blockers }) => ({
      ...statement(property),
      blockers: blockers.map((each) => wireBlocker(each, told)),
    })),
    otherWays,
  };
}

function wireBlocker({ kind, statement: property, term, holding }: Blocker, told: Set<Reason>): unknown {
  return { kind, ...statement(property), term: wireTerm(term, told), holding: holding.length };
}

function wireTerm(term: Term, told: Set<Reason>): unknown {
  switch (term.kind) {
    case "symbol":
      return {
        kind: term.kind,
        symbol: symbolText(term.symbol),
        actual: term.actual,
        needs: letters(term.needs),
        because: wireReason(term.because, told),
      };
    case "comparison":
      return {
        kind: term.kind,
        expression: expressionText(term.expression),
        values: term.values,
        wanted: term.isWanted,
        because: term.because === undefined ? null : wireReason(term.because, told),
      };
    case "any":
      return {
        kind: term.kind,
        expression: expressionText(term.expression),
        wanted: term.isWanted,
        alternatives: term.alternatives.map((terms) => terms.map((each) => wireTerm(each, told))),
        others: term.others,
      };
    case "never":
      return {
        kind: term.kind,
        expression: expressionText(term.expression),
        probe: term.probe === undefined ? null : wireProbe(term.probe),
      };
  }
}

/** The wire form of where a value comes from. */
export function wireOrigin(origin: Origin): Readonly<Record<string, unknown>> {
  const { kind, user } = origin;
  const about = { kind, requested: user?.value ?? null, location: user?.origin ?? null };
  switch (origin.kind) {
    case "default":
      return {
        ...about,
        by: [statement(origin.property)],
        probe: origin.probe === undefined ? null : wireProbe(origin.probe),
      };
    case "select":
    case "imply":
      return {
        ...about,
        by: origin.by.map((property) => ({ symbol: ownerText(property), ...statement(property) })),
      };
    case "clamped":
      return { ...about, from: origin.from, by: [statement(origin.range)] };
    case "choice":
      return {
        ...about,
        choice: symbolText(origin.choice),
        chosen: origin.chosen?.name ?? null,
        default: origin.isDefault,
      };
    default:
      return about;
  }
}

function wireProposal(proposal: Proposal): unknown {
  const { kind, value } = proposal;
  const tried = kind === "checked" || kind === "unmet" ? proposal : undefined;
  return {
    kind,
    verified: tried !== undefined,
    value,
    others: (tried?.others ?? []).map((setting) => ({
      symbol: setting.symbol.name,
      value: setting.value,
      or: setting.orValues,
      keeps: (setting.keeps ?? []).map(({ name }) => name),
    })),
    setsSymbol: tried?.isOwnNeeded ?? null,
    lost: (tried?.plan.lost ?? []).map(({ name }) => name),
    ways: (tried?.alternatives ?? []).map(({ needed }) => needed.map(wireChange)),
    offers: (tried?.plan.offers ?? []).map(({ setting, keeps }) => ({
      symbol: setting.symbol.name,
      value: setting.value,
      keeps: keeps.map(({ name }) => name),
    })),
    unmet: (tried?.plan.unmet ?? []).map(({ name }) => name),
    facts:
      kind === "impossible"
        ? derivationOf(proposal.conflict).map(({ message, location }) => ({
            message,
            location: location ?? null,
          }))
        : [],
  };
}

function wireEffects({ value, plan, follows, appeared }: EffectsOfValue): unknown {
  return {
    value,
    needed: plan.needed.map(wireChange),
    follows: follows.map((effect) => ({ ...wireChange(effect), cause: wireCause(effect.cause) })),
    appeared: appeared.map(({ name }) => name),
    lost: plan.lost.map(({ name }) => name),
  };
}

/** The wire form of why a value changed: `kind` is that of an origin, `released`, `hidden` or `lifted`. */
export function wireCause(cause: ChangeCause): unknown {
  switch (cause.kind) {
    case "given": {
      const { origin } = cause;
      const by = "by" in origin ? origin.by : origin.kind === "default" ? [origin.property] : [];
      return { kind: origin.kind, ...statementOf(by[0]) };
    }
    case "released":
      return { kind: cause.kind, ...statementOf(cause.by[0]) };
    case "hidden":
      return { kind: cause.kind, ...statementOf(cause.statement), part: expressionText(cause.part) };
    case "lifted":
    case "unknown":
      return { kind: cause.kind, ...statementOf(undefined) };
  }
}

function statementOf(property: Property | undefined) {
  if (property === undefined) return { symbol: null, statement: null, location: null };
  return { symbol: ownerText(property), ...statement(property) };
}

function wireChange(change: PlannedSetting | ValueChange) {
  const after = "value" in change ? change.value : change.after;
  return { symbol: change.symbol.name, before: change.before ?? null, after: after ?? null };
}

function wireReference({ property, value }: Reference): unknown {
  return { symbol: ownerText(property), value: letterOf(value), ...statement(property) };
}

function wireProbe({ text, statement: property, command, output }: Probe): unknown {
  return { text, location: property.place, command: command ?? null, output: output ?? null };
}

function statement(property: Property): { readonly statement: string; readonly location: unknown } {
  return { statement: statementWords(property), location: property.place };
}

function letters(needs: ValueSet): readonly string[] {
  return valuesOf(needs).map(letterOf);
}
