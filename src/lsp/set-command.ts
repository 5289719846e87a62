/** kcfg.set: the edit after which a symbol has a value, verified against the whole tree; or what it takes, or why not. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { diagnosticOf } from "../report/problems.ts";
import { safeText } from "../report/safe-text.ts";
import { setText } from "../report/set.ts";
import {
  forgotten,
  refusalFindings,
  setWarnings,
  unknownSetDiagnostics,
  wayLines,
} from "../report/set-refusal.ts";
import { makeStyle } from "../report/style.ts";
import type { Cancellation } from "../service/cancellation.ts";
import { configFileOf } from "../service/config-file.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { type ReadySet, type SetAnswer, set, type UnknownSet } from "../service/set.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import type { Documents } from "./documents.ts";
import { rangeOf, uriOf } from "./places.ts";
import type { View } from "./view.ts";

export type SetResult =
  /** `text` has each line of the file that changes, and what follows. */
  | {
      readonly kind: "edit";
      readonly edit: WorkspaceEdit;
      readonly text: string;
      readonly warnings: readonly string[];
    }
  /** It is so already. */
  | { readonly kind: "same"; readonly message: string }
  /** It needs other changes: one of these ways is to be chosen. */
  | { readonly kind: "ways"; readonly message: string; readonly ways: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

export interface SetGoal {
  /** The symbol. */
  readonly word: string;
  readonly value: string;
  /** The way that was chosen, from 0. */
  readonly way: number | undefined;
}

/** Where the texts are that change. */
export interface SetPlace {
  /** A fragment gets the line itself; from any other file it is the .config. */
  readonly view: View | undefined;
  readonly documents: Documents;
  readonly host: Host;
}

export function setResult(
  session: OpenSession,
  { word, value, way }: SetGoal,
  place: SetPlace,
  cancellation: Cancellation | undefined,
): SetResult {
  if (session.errors.length > 0)
    return { kind: "refused", message: "the Kconfig files have errors: correct them first" };
  const fragment = fragmentOf(session, place);
  const answer = set(
    session,
    { words: [`${word}=${value}`], fragment, takesNeeded: way !== undefined, pick: way ?? 0 },
    cancellation,
  );
  if (answer.kind === "ready") return editOf(session, answer, place);
  if (answer.kind === "refused" && answer.planned.holds && answer.planned.ways.length > 0)
    return {
      kind: "ways",
      message: messageOf(refusalFindings(session, answer.planned)),
      ways: wayLines(answer.planned.ways, prefixOf(session)).map((line) =>
        line.trim().replace(/^\w {2}/, ""),
      ),
    };
  return { kind: "refused", message: messageOf(objectionsOf(session, answer)) };
}

/** The file that is looked at, if it is a fragment. */
function fragmentOf(session: OpenSession, { view }: SetPlace) {
  if (view === undefined || view.document.kind !== "config") return undefined;
  const { path, text } = view.document;
  const isConfig = resolvePath(session.caller.folder, session.configFile.path) === path;
  return isConfig ? undefined : configFileOf(session, path, text);
}

function objectionsOf(
  session: OpenSession,
  answer: Exclude<SetAnswer, { kind: "ready" }>,
): readonly Diagnostic[] {
  switch (answer.kind) {
    case "misread":
      return answer.problems.map(diagnosticOf);
    case "unreadable":
      return [diagnosticOf(answer.trouble)];
    case "unknown":
      // In place of options of a command line.
      return unknownSetDiagnostics(answer, session.model).map((each) => ({
        ...each,
        help: adviceFor(answer),
      }));
    case "refused":
      return refusalFindings(session, answer.planned);
    case "forgotten":
      return answer.assignments.map(forgotten);
  }
}

function adviceFor({ open, part }: UnknownSet): readonly string[] {
  const isFileAlone = open.length === 0 && part !== undefined;
  return [
    "commands of Kconfig files are run in a workspace that is trusted, or a recording answers for them",
    ...(isFileAlone ? ["a fragment can be set all the same"] : []),
  ];
}

function messageOf(diagnostics: readonly Diagnostic[]): string {
  return safeText(diagnostics.map(({ message, help = [] }) => [message, ...help].join("; ")).join("\n"));
}

function editOf(session: OpenSession, answer: ReadySet, { documents, host }: SetPlace): SetResult {
  const { file, planned } = answer;
  if (file.before === file.after) return { kind: "same", message: `no change to ${file.path}` };
  const path = resolvePath(session.caller.folder, file.path);
  const document = documents.get(path);
  const read = host.readText(path);
  const now = document?.text ?? (read.ok ? read.text : undefined);
  if ((now ?? "") !== file.before)
    return { kind: "refused", message: `${file.path} has changed since it was read: try again` };
  const uri = document?.uri ?? uriOf(path);
  const edits = [changeBetween(new SourceFile(path, file.before), file.after)];
  const headline = `changes of ${file.path}`;
  const followsIn = file.isFragment ? session.configFile.path : undefined;
  const style = makeStyle({ color: false, ascii: false, width: 100 });
  return {
    kind: "edit",
    edit: now === undefined ? newFile(uri, edits) : { changes: { [uri]: edits } },
    text: safeText(setText(answer, { headline, followsIn }, style, { mostLines: MOST_LINES })),
    warnings: setWarnings(planned).map(({ message }) => message),
  };
}

/** Of the symbols that follow, so many are listed. */
const MOST_LINES = 200;

function newFile(uri: string, edits: TextEdit[]): WorkspaceEdit {
  return {
    documentChanges: [
      { kind: "create", uri, options: { ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits },
    ],
  };
}

/** One edit: from the first line that differs to the last. */
export function changeBetween(source: SourceFile, after: string): TextEdit {
  const before = source.text;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  start = before.slice(0, start).lastIndexOf("\n") + 1;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  // A part of a line that is the same is no end: the text behind the next end of a line is.
  const tail = before.slice(before.length - same);
  const kept = tail.indexOf("\n") < 0 ? 0 : tail.length - tail.indexOf("\n") - 1;
  const range = rangeOf(source, { start, end: before.length - kept });
  return { range, newText: after.slice(start, after.length - kept) };
}
