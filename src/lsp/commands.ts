/** workspace/executeCommand: the commands of the server, what they are given, and which file answers each. */
import type { Position } from "vscode-languageserver-types";
import { DIRECTIONS, type Direction } from "../graph/graph.ts";
import type { Cancellation } from "../service/cancellation.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { type ExplainedText, explainedText } from "./explain-command.ts";
import { type Drawing, drawing } from "./graph-command.ts";
import { type SetResult, setResult } from "./set-command.ts";
import { subjectAt } from "./subject.ts";
import { type SymbolAnswer, symbolAnswer } from "./symbol-command.ts";
import type { TreeStatus } from "./tree.ts";
import { prefixIn, type View } from "./view.ts";
import type { Workspace } from "./workspace.ts";

/** What a client may run. Each takes one object: `CommandQuestion`. */
export const COMMANDS = ["kcfg.symbol", "kcfg.explain", "kcfg.graph", "kcfg.set", "kcfg.status"] as const;
type CommandName = (typeof COMMANDS)[number];

/** What commands are told; all of it may be left out. */
export interface CommandQuestion {
  /** The file that the question is about: it tells the tree. Without it, that of the workspace. */
  readonly uri?: string;
  /** A place in that file, which is open, in place of `symbol`. */
  readonly position?: Position;
  /** A symbol, with or without its prefix. */
  readonly symbol?: string;
  /** Of `kcfg.set`. */
  readonly value?: string;
  /** Of `kcfg.set`: which of the ways that it answered is taken, from 0. */
  readonly way?: number;
  /** Of `kcfg.graph`. */
  readonly direction?: Direction;
}

export type CommandAnswer = SymbolAnswer | ExplainedText | Drawing | SetResult | TreeStatus | null;

/** The answer, or a sentence for why there is none. */
export async function runCommand(
  workspace: Workspace,
  command: string,
  given: unknown,
  cancellation?: Cancellation,
): Promise<CommandAnswer | string> {
  const name = COMMANDS.find((each) => each === command);
  const question = readQuestion(given);
  if (name === undefined) return `kcfg has no command ${command}`;
  if (question === undefined) return `${name} takes one object: uri, position, symbol, value, way, direction`;
  const { uri } = question;
  const isAboutValues = name !== "kcfg.status";
  const tree = await (isAboutValues ? workspace.currentTreeFor(uri) : workspace.treeFor(uri));
  if (tree === undefined) return "no tree is found that this file belongs to";
  if (!isAboutValues) return workspace.statusOf(tree);
  const { session } = tree;
  if (session === undefined) return "the tree could not be read: the diagnostics of its files say why";
  const view = uri === undefined ? undefined : await workspace.view(uri);
  const word = wordOf(session, view, question);
  if (word === undefined) return name === "kcfg.symbol" ? null : "there is no symbol at this place";
  return answerOf(name, { workspace, session, view, word, question, cancellation });
}

interface CommandRun {
  readonly workspace: Workspace;
  readonly session: OpenSession;
  readonly view: View | undefined;
  /** The symbol, with its prefix. */
  readonly word: string;
  readonly question: CommandQuestion;
  readonly cancellation: Cancellation | undefined;
}

async function answerOf(
  name: Exclude<CommandName, "kcfg.status">,
  { workspace, session, view, word, question, cancellation }: CommandRun,
): Promise<CommandAnswer | string> {
  switch (name) {
    case "kcfg.symbol":
      return symbolAnswer(session, word);
    case "kcfg.explain":
      return explainedText(session, word, cancellation);
    case "kcfg.graph":
      return drawing(session, word, question.direction ?? "up");
    case "kcfg.set": {
      const { value, way } = question;
      if (value === undefined) return "kcfg.set needs a value";
      const goal = { word, value, way };
      return setResult(
        session,
        goal,
        { view, documents: workspace.documents, host: workspace.host },
        cancellation,
      );
    }
  }
}

/** A name that a person wrote may have its prefix; one of a file is meant as it stands there. */
function wordOf(
  session: OpenSession,
  view: View | undefined,
  { symbol, position }: CommandQuestion,
): string | undefined {
  if (symbol !== undefined) return symbol.trim() === "" ? undefined : symbol.trim();
  const name = view && position && symbolAt(view, position);
  return name && `${prefixOf(session)}${name}`;
}

/** The symbol at a place; of a fragment, that of the line. */
function symbolAt(view: View, position: Position): string | undefined {
  const { document } = view;
  if (document.kind === "config") return document.fragment(prefixIn(view)).settingOn(position.line + 1)?.name;
  const subject = subjectAt(view, position);
  return subject?.kind === "symbol" ? subject.name : undefined;
}

function readQuestion(given: unknown): CommandQuestion | undefined {
  const [question = {}, ...rest] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (rest.length > 0 || typeof question !== "object" || question === null) return undefined;
  const { uri, position, symbol, value, way, direction } = question as Record<string, unknown>;
  const isText = (each: unknown) => each === undefined || typeof each === "string";
  if (![uri, symbol, value].every(isText) || (position !== undefined && !isPosition(position)))
    return undefined;
  if (way !== undefined && !(Number.isInteger(way) && (way as number) >= 0)) return undefined;
  if (direction !== undefined && !DIRECTIONS.some((each) => each === direction)) return undefined;
  return question as CommandQuestion;
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== "object" || value === null) return false;
  const { line, character } = value as Record<string, unknown>;
  return Number.isInteger(line) && Number.isInteger(character);
}
