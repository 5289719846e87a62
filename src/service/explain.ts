/** Why symbols have their values, why not others, and what would change them. */

import { Certainty, type Rest } from "../evaluate/certainty.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { letterOf, type Tristate } from "../evaluate/tristate.ts";
import { type ChoiceExplanation, explainChoice } from "../explain/choice.ts";
import { explainSymbol } from "../explain/explain.ts";
import { BRIEF, type ReasonLimits, WHOLE } from "../explain/limits.ts";
import { ONLY_N } from "../explain/value-set.ts";
import { whyNotValue } from "../explain/why-not.ts";
import { Type } from "../model/columns.ts";
import { ConfigSymbol } from "../model/model.ts";
import { effectsOf } from "../resolve/effects.ts";
import type { Goal } from "../resolve/goals.ts";
import type { Plan } from "../resolve/plan.ts";
import { goalOf, type Proposal, propose } from "../resolve/proposal.ts";
import { Resolver } from "../resolve/resolve.ts";
import { isAssignment, readAssignments, readKept } from "./assignments.ts";
import { type Cancellation, heeding, pause } from "./cancellation.ts";
import type { EffectsOfValue, Explained, UnknownAnswer, WhyNot } from "./explained.ts";
import { entriesNamed, lookUpSymbol } from "./names.ts";
import { MOST_WAYS } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { OpenSession } from "./session.ts";

export interface ExplainQuestion {
  /** A symbol, `SYM=value`, the prompt of a choice, or `path:line` of an entry each. */
  readonly words: readonly string[];
  /** `SYM` or `SYM=value` of what must not change by what is proposed. */
  readonly keep?: readonly string[];
  /** Whether each of the other values is asked about. */
  readonly whyNot?: boolean;
  /** Whether the reasons are wanted as far down as they go. */
  readonly isWhole?: boolean;
  /** Whether it is asked what else would change. */
  readonly effects?: boolean;
  /** Whether other ways to a value are wanted as well. */
  readonly ways?: boolean;
  /** Which value to propose where both would do. */
  readonly prefer?: "m" | "y";
  /** Whether the reasons are enough, and no change is looked for. */
  readonly isBrief?: boolean;
}

/** What a word is about. */
export type Subject =
  | { readonly kind: "symbol"; readonly symbol: ConfigSymbol; readonly wanted?: string }
  | { readonly kind: "choice"; readonly choice: ConfigSymbol };

export type Explaining =
  | { readonly kind: "symbol"; readonly explained: Explained }
  | { readonly kind: "choice"; readonly explained: ChoiceExplanation };

export interface ExplainAnswer {
  readonly subjects: readonly Subject[];
  /** One for each subject. */
  readonly answers: readonly Explaining[];
  /** Words that name nothing. */
  readonly problems: readonly Problem[];
  /** Whether no configuration has a value that a word asks about. */
  readonly isImpossible: boolean;
}

export async function explain(
  session: OpenSession,
  question: ExplainQuestion,
  cancellation?: Cancellation,
): Promise<ExplainAnswer> {
  const problems: Problem[] = [];
  const subjects: Subject[] = [];
  for (const word of question.words) {
    const read = readSubjects(session, word);
    if ("code" in read) problems.push(read);
    else subjects.push(...read);
  }
  const kept = readKept(session, question.keep ?? []);
  problems.push(...kept.problems);
  const keep = kept.assignments.map((each) => ({ ...each, role: "kept" as const }));
  const { configuration } = session;
  const context: Context = { configuration, question, keep, shared: {} };
  const answers: Explaining[] = [];
  for (const subject of subjects) {
    await pause(cancellation);
    answers.push(heeding(session, cancellation, () => answer(context, subject)));
  }
  return {
    subjects,
    answers,
    problems,
    isImpossible: answers.some((each, index) => "wanted" in subjects[index] && hasImpossible(each)),
  };
}

/** Whether a brief answer leaves out what it would take to turn the symbol on, or to another value. */
export function hasMore({ blocked }: Explained): boolean {
  return blocked !== undefined && blocked.needs !== 0 && blocked.needs !== ONLY_N;
}

/** Symbols and choices that a word names; a place may name several. */
function readSubjects(session: OpenSession, word: string): readonly Subject[] | Problem {
  const entries = entriesNamed(session, word);
  if (entries.length > 0) return entries.map(subjectOf);
  if (isAssignment(word)) {
    const { assignments, problems } = readAssignments(session, [word]);
    if (problems.length > 0) return problems[0];
    return assignments.map(({ symbol, value }) => ({ kind: "symbol", symbol, wanted: value }));
  }
  const symbol = lookUpSymbol(session, word);
  return "code" in symbol ? symbol : [subjectOf(symbol)];
}

function subjectOf(symbol: ConfigSymbol): Subject {
  return symbol.isChoice ? { kind: "choice", choice: symbol } : { kind: "symbol", symbol };
}

/** What all answers to one question share. */
interface Context {
  readonly configuration: Configuration;
  readonly question: ExplainQuestion;
  readonly keep: readonly Goal[];
  /** Made when the first answer needs it. */
  readonly shared: { resolver?: Resolver; certainty?: Certainty };
}

function answer(context: Context, subject: Subject): Explaining {
  if (subject.kind === "choice") {
    const explained = explainChoice(context.configuration, subject.choice, limitsOf(context));
    return { kind: "choice", explained };
  }
  const explained = explainOne(context, subject);
  return { kind: "symbol", explained: withoutGuesses(context, subject.symbol, explained) };
}

/** What rests on commands that were not run is said to, and what it would take then is not told. */
function withoutGuesses(
  { configuration, shared }: Context,
  symbol: ConfigSymbol,
  explained: Explained,
): Explained {
  if (configuration.model.data.unknownWords.length === 0) return explained;
  shared.certainty ??= new Certainty(configuration);
  const { certainty } = shared;
  const own = unknownAnswer(certainty, symbol);
  if (own !== undefined) return { ...explained, effects: undefined, unknown: own };
  const { proposal, whyNot = [], blocked, origin } = explained;
  for (const each of [proposal, ...whyNot.map((one) => one.proposal)]) {
    if (each === undefined) continue;
    const rests =
      each.kind === "checked" ? restsOfPlan(each.plan, symbol) : certainty.reachesUnknown(symbol.id);
    if (rests.length === 0) continue;
    return {
      ...explained,
      proposal: undefined,
      effects: undefined,
      ...(explained.whyNot && { whyNot: whyNot.map(({ value, reason }) => ({ value, reason })) }),
      unknown: { about: "change", values: [], rests },
    };
  }
  const mentioned = [...symbolsIn([blocked, origin, whyNot.map(({ reason }) => reason)])];
  const rests = mentioned.flatMap(({ id }) => certainty.restsOn(id));
  return rests.length === 0 ? explained : { ...explained, unknown: { about: "reasons", values: [], rests } };
}

/** What is not known of a symbol; undefined if nothing is. */
function unknownAnswer(certainty: Certainty, symbol: ConfigSymbol): UnknownAnswer | undefined {
  if (certainty.isLineKnown(symbol.id)) return undefined;
  const isValueKnown = certainty.isKnown(symbol.id);
  const [low, high] = certainty.bounds(symbol.id);
  const between = [0, 1, 2].filter((value) => value >= low && value <= high);
  const possible = symbol.type === "bool" ? between.filter((value) => value !== 1) : between;
  return {
    about: isValueKnown ? "setting" : "value",
    values: symbol.isLogical && !isValueKnown ? possible.map((value) => letterOf(value as Tristate)) : [],
    rests: certainty.restsOn(symbol.id),
  };
}

function explainOne(context: Context, { symbol, wanted }: Subject & { kind: "symbol" }): Explained {
  const { configuration, question } = context;
  const explanation = explainSymbol(configuration, symbol, limitsOf(context));
  if (wanted !== undefined) {
    const whyNot = [whyNotOf(context, symbol, wanted)];
    return { ...explanation, whyNot, effects: effects(context, whyNot) };
  }
  const { blocked, value } = explanation;
  if (question.whyNot) {
    const others = valuesBeside(symbol, value, configuration.effectiveType(symbol.id) === Type.tristate);
    const rest = blocked === undefined ? [] : [{ reason: blocked }];
    const whyNot = others.length > 0 ? others.map((each) => whyNotOf(context, symbol, each)) : rest;
    return { ...explanation, whyNot, effects: effects(context, whyNot) };
  }
  if (blocked === undefined || blocked.needs === 0) return explanation;
  // What is y and could be n is nothing that it would take something for.
  const isDown = blocked.needs === ONLY_N;
  if ((isDown && !question.effects) || question.isBrief) return explanation;
  const proposal = proposalFor(context, goalOf(symbol, blocked.needs));
  const asked = [{ value: proposal.value, reason: blocked, proposal }];
  return { ...explanation, ...(!isDown && { proposal }), effects: effects(context, asked) };
}

function limitsOf({ question }: Context): ReasonLimits {
  return question.isWhole ? WHOLE : BRIEF;
}

function whyNotOf(context: Context, symbol: ConfigSymbol, value: string): WhyNot {
  const reason = whyNotValue(context.configuration, symbol, value, limitsOf(context));
  if (reason.kind === "holds") return { value, reason };
  return { value, reason, proposal: proposalFor(context, { symbol, value, role: "asked" }) };
}

function proposalFor({ configuration, question, keep, shared }: Context, goal: Goal): Proposal {
  const { prefer, ways } = question;
  shared.resolver ??= new Resolver(configuration);
  return propose(shared.resolver, goal, { keep, prefer, ...(ways && { alternatives: MOST_WAYS }) });
}

function effects(
  { configuration, question }: Context,
  asked: readonly WhyNot[],
): readonly EffectsOfValue[] | undefined {
  if (!question.effects) return undefined;
  return asked.flatMap(({ proposal }) =>
    proposal?.kind === "checked"
      ? [{ ...effectsOf(configuration, proposal.plan), value: proposal.value }]
      : [],
  );
}

/** What a plan rests on: whether its own goal and all that it sets come true. */
function restsOfPlan({ configuration, asked, needed }: Plan, goal: ConfigSymbol): readonly Rest[] {
  const certainty = new Certainty(configuration);
  const set = [goal, ...[...asked, ...needed].map(({ symbol }) => symbol)];
  return set.flatMap(({ id }) => (certainty.isKnown(id) ? [] : certainty.restsOn(id)));
}

/** All symbols that reasons name. */
function symbolsIn(
  told: unknown,
  found = new Set<ConfigSymbol>(),
  seen = new Set<unknown>(),
): ReadonlySet<ConfigSymbol> {
  if (typeof told !== "object" || told === null || seen.has(told)) return found;
  seen.add(told);
  if (told instanceof ConfigSymbol) found.add(told);
  // Other views lead to the whole model.
  else if (Array.isArray(told) || Object.getPrototypeOf(told) === Object.prototype)
    for (const part of Object.values(told)) symbolsIn(part, found, seen);
  return found;
}

/** The values of a bool or tristate beside the one that it has; none for numbers and strings. */
function valuesBeside({ isLogical }: ConfigSymbol, value: string, hasM: boolean): readonly string[] {
  if (!isLogical) return [];
  return ["n", "m", "y"].filter((each) => each !== value && (each !== "m" || hasM));
}

/** Whether a value that was asked about is out of reach. */
function hasImpossible(answer: Explaining): boolean {
  if (answer.kind !== "symbol") return false;
  return (answer.explained.whyNot ?? []).some(({ proposal }) => proposal?.kind === "impossible");
}
