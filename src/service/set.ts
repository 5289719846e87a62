/** Sets symbols: what the file to write gets, the values that come with it, or why nothing is to be written. */
import { type Change, changesBetween, isValueChange, writtenValue } from "../check/change.ts";
import { UnknownAnswers } from "../check/unknown-answers.ts";
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import type { Rest } from "../evaluate/certainty.ts";
import { type ChangedInput, changedInputs } from "../evaluate/changed-input.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { type UnknownPart, unknownPartOf } from "../evaluate/unknown-file.ts";
import { writeOptionsOf } from "../evaluate/write.ts";
import { type ChangeCause, changeCause } from "../explain/change-cause.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { SourceFile } from "../text/source-file.ts";
import { malformedAssignments, readAssignments, readKept } from "./assignments.ts";
import { type Cancellation, heeding } from "./cancellation.ts";
import { type ConfigFile, readConfigFile, unwritable } from "./config-file.ts";
import { type Assignment, type Planned, type PlanOptions, plan } from "./plan.ts";
import { isTrouble, type Problem, type Trouble } from "./problem.ts";
import type { OpenSession } from "./session.ts";
import { settledConfig } from "./settled-config.ts";

export interface SetQuestion extends Omit<PlanOptions, "keep"> {
  /** `SYM=value` each. */
  readonly words: readonly string[];
  /** `SYM` or `SYM=value` of what must not change. */
  readonly keep?: readonly string[];
  /** The file that gets only these lines, in place of the .config, by name or as it was read; it need not exist. */
  readonly fragment?: string | ConfigFile;
  /** Whether what the values need is set as well. */
  readonly takesNeeded?: boolean;
  /** Whether only the lines are wanted: the rest of the .config may then rest on what is not known. */
  readonly wantsLines?: boolean;
}

export type SetAnswer =
  /** Words that cannot be understood: none is an assignment, or none that the tree has. */
  | { readonly kind: "misread"; readonly isMalformed: boolean; readonly problems: readonly Problem[] }
  | { readonly kind: "unreadable"; readonly trouble: Trouble }
  /** Nobody knows, because commands were not run. */
  | UnknownSet
  /** Some do not hold as they are; `planned` has why, and what it would take. */
  | {
      readonly kind: "refused";
      readonly planned: Planned;
      readonly assignments: readonly Assignment[];
      readonly fragment?: ConfigFile;
    }
  /** These would hold until the written file is read again. */
  | { readonly kind: "forgotten"; readonly assignments: readonly Assignment[] }
  | ReadySet;

export interface UnknownSet {
  readonly kind: "unknown";
  /** Assignments of which it is not known whether they hold; `isProof`: whether they can hold at all. */
  readonly open: readonly {
    readonly assignment: Assignment;
    readonly isProof: boolean;
    readonly rests: readonly Rest[];
  }[];
  /** What of the .config is not known. */
  readonly part?: UnknownPart;
}

/** All holds: this is to be written. */
export interface ReadySet {
  readonly kind: "ready";
  readonly file: FileChange;
  readonly planned: Planned;
  /** The values that the written file gives. */
  readonly configuration: Configuration;
  /** What is needed, then what was asked for. */
  readonly lines: readonly SetLine[];
  readonly follows: readonly FollowingChange[];
  /** Symbols that can be set now and stay n. */
  readonly appeared: readonly ConfigSymbol[];
  /** Lines of the .config that had no effect before, and that the written one does not have. */
  readonly dropped: readonly ChangedInput[];
  /** Symbols that an evaluation looked at. */
  readonly evaluated: number;
}

/** One file before and after. */
export interface FileChange {
  readonly path: string;
  readonly isFragment: boolean;
  /** What the file held when it was read, null for none. */
  readonly held: string | null;
  /** Its text: of a packed file, unpacked; of none, empty. */
  readonly before: string;
  readonly after: string;
}

/** A symbol that was set: because it was asked for, or because another one needs it. */
export interface SetLine extends Change {
  readonly why: "asked" | "needed";
}

export interface FollowingChange extends Change {
  readonly cause: ChangeCause;
}

/** Nothing is written by it: see `writeSet`. */
export function set(session: OpenSession, question: SetQuestion, cancellation?: Cancellation): SetAnswer {
  const malformed = malformedAssignments(question.words);
  if (malformed.length > 0) return { kind: "misread", isMalformed: true, problems: malformed };
  const { assignments, problems } = readAssignments(session, question.words);
  if (problems.length > 0) return { kind: "misread", isMalformed: false, problems };
  const kept = readKept(session, question.keep ?? []);
  if (kept.problems.length > 0) return { kind: "misread", isMalformed: false, problems: kept.problems };
  const target = targetOf(session, question);
  if (isTrouble(target)) return { kind: "unreadable", trouble: target };
  const { configuration: base } = session;
  const planned = heeding(session, cancellation, () =>
    plan(base, target.lines, assignments, { ...question, keep: kept.assignments }),
  );
  const decided = { target, planned, assignments };
  return objection(base, decided, question) ?? ready(session, decided, question);
}

/** What the lines go into: a fragment, else a text that is merged over the .config and forgotten. */
interface Target {
  readonly lines: DotConfig;
  readonly fragment?: ConfigFile;
}

function targetOf(session: OpenSession, { fragment: given }: SetQuestion): Target | Trouble {
  const prefix = session.tree.environment.CONFIG_;
  if (given === undefined) return { lines: parseDotConfig(new SourceFile(NOWHERE, ""), { prefix }) };
  if (given === "-") return { code: "unwritable-file", reason: "no-name" };
  const fragment = typeof given === "string" ? readConfigFile(session, given) : given;
  return isTrouble(fragment) ? fragment : { lines: fragment.dotConfig, fragment };
}

/** Where lines stand that are in no file. */
const NOWHERE = "<command line>";

interface Decided {
  readonly target: Target;
  readonly planned: Planned;
  readonly assignments: readonly Assignment[];
}

/** Why a plan is not for writing: nobody knows, or it takes more than was agreed to. */
function objection(
  base: Configuration,
  { target, planned, assignments }: Decided,
  { takesNeeded }: SetQuestion,
): SetAnswer | undefined {
  const { conflict, holds, needed, plain } = planned;
  const reached = conflict && UnknownAnswers.of(base);
  // A proof that went through what nobody knows is none.
  const unproven = assignments.filter(({ symbol }) => !holds && reached?.mayReach(symbol) === true);
  if (reached !== undefined && unproven.length > 0) {
    const open = unproven.map((assignment) => ({
      assignment,
      isProof: true,
      rests: reached.restsOn(assignment.symbol),
    }));
    return { kind: "unknown", open };
  }
  if (holds && (needed.length === 0 || takesNeeded)) return undefined;
  const open = openOf(plain, assignments);
  if (open.length > 0) return { kind: "unknown", open };
  return { kind: "refused", planned, assignments, fragment: target.fragment };
}

/** Those of which nobody knows whether they hold, because of commands that were not run. */
function openOf(configuration: Configuration, assignments: readonly Assignment[]): UnknownSet["open"] {
  const unknown = UnknownAnswers.of(configuration);
  if (unknown === undefined) return [];
  return assignments
    .filter(({ symbol }) => !unknown.isSettled(symbol))
    .map((assignment) => ({ assignment, isProof: false, rests: unknown.restsOn(assignment.symbol) }));
}

function ready(
  session: OpenSession,
  { target, planned, assignments }: Decided,
  question: SetQuestion,
): SetAnswer {
  const { file, configuration } = writtenOf(session, target, planned);
  const unknown = unknownIn(planned, assignments, question);
  if (unknown !== undefined) return unknown;
  const forgotten = assignments.filter(({ symbol, value }) => configuration.value(symbol.id) !== value);
  if (forgotten.length > 0) return { kind: "forgotten", assignments: forgotten };
  const { configuration: before } = session;
  const line =
    (why: SetLine["why"]) =>
    ({ symbol }: Assignment): SetLine => ({
      symbol,
      before: writtenValue(before, symbol),
      after: writtenValue(configuration, symbol),
      why,
    });
  const own = new Set([...planned.needed, ...assignments].map(({ symbol }) => symbol.id));
  const changes = changesBetween(before, configuration).filter(({ symbol }) => !own.has(symbol.id));
  return {
    kind: "ready",
    file,
    planned,
    configuration,
    lines: [...planned.needed.map(line("needed")), ...assignments.map(line("asked"))],
    follows: changes
      .filter(isValueChange)
      .map((change) => ({ ...change, cause: changeCause(before, planned.configuration, change.symbol) })),
    appeared: changes
      .filter((change) => !isValueChange(change) && change.after === "n")
      .map(({ symbol }) => symbol),
    dropped: file.isFragment ? [] : droppedLines(before, configuration, own),
    evaluated: [...configuration.model.definedSymbols()].length,
  };
}

/** What somebody set and would miss: not what a tool answers, which the next tool answers anew. */
function droppedLines(
  before: Configuration,
  after: Configuration,
  own: ReadonlySet<SymbolId>,
): readonly ChangedInput[] {
  return changedInputs(before).filter(
    ({ symbol, asked }) =>
      symbol.hasPrompt && !own.has(symbol.id) && asked !== "n" && after.value(symbol.id) !== asked,
  );
}

function writtenOf(
  { configFile, tree }: OpenSession,
  { fragment }: Target,
  { configuration, text }: Planned,
): Pick<ReadySet, "file" | "configuration"> {
  const { path, held, dotConfig } = fragment ?? configFile;
  const about = { path, held, before: dotConfig.source.text, isFragment: fragment !== undefined };
  if (fragment !== undefined) return { file: { ...about, after: text }, configuration };
  const settled = settledConfig(configuration, writeOptionsOf(tree.environment));
  return { file: { ...about, after: settled.text }, configuration: settled.configuration };
}

/**
 * What rests on commands that were not run: the assignments, what they need, and a whole .config. As it was before it
 * was written: in a text every guess looks like a wish.
 */
function unknownIn(
  { configuration, needed }: Planned,
  assignments: readonly Assignment[],
  { fragment, wantsLines }: SetQuestion,
): UnknownSet | undefined {
  const open = openOf(configuration, [...assignments, ...needed]);
  if (open.length > 0) return { kind: "unknown", open };
  const part = fragment === undefined && !wantsLines ? unknownPartOf(configuration) : undefined;
  return part && { kind: "unknown", open: [], part };
}

/** Writes the file of an answer, as a whole and only over what was read; what kept it from that. */
export function writeSet(session: OpenSession, { file }: Pick<ReadySet, "file">): Problem | undefined {
  const { caller, tree, request } = session;
  const { path, isFragment, held: expected, after } = file;
  if (!isFragment && request.config === "-") return { code: "unwritable-file", reason: "standard-input" };
  const inPlace = !isFragment && (tree.environment.KCONFIG_OVERWRITECONFIG ?? "") !== "";
  const written = caller.writeText(
    path,
    after,
    inPlace ? { inPlace: true, expected } : isFragment ? { expected } : { backup: `${path}.old`, expected },
  );
  return written.ok ? undefined : unwritable(written.message);
}
