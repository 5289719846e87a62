/** textDocument/hover: the value of a symbol and why it has it, whether a line takes effect, what a macro is. */
import type { Hover, Position } from "vscode-languageserver-types";
import { counted } from "../report/counted.ts";
import { diagnosticOf } from "../report/problems.ts";
import { safeText } from "../report/safe-text.ts";
import type { Cancellation } from "../service/cancellation.ts";
import type { CheckAnswer } from "../service/check.ts";
import { explain, hasMore } from "../service/explain.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { probesAt } from "../service/tree-files.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { relativePath, resolvePath } from "../text/path.ts";
import { filesNamed } from "./definition.ts";
import { explanationText } from "./explanation-text.ts";
import { shownInEditor } from "./findings.ts";
import { rangeOf } from "./places.ts";
import { type Subject, subjectAt } from "./subject.ts";
import { type View, variablePlaces } from "./view.ts";

/** `checked` is the newest check of the document, of a fragment. */
export async function hover(
  view: View,
  position: Position,
  checked?: CheckAnswer,
  cancellation?: Cancellation,
): Promise<Hover | undefined> {
  const subject = subjectAt(view, position);
  if (subject === undefined) return undefined;
  const parts = await partsOf(view, subject, position, checked, cancellation);
  if (parts.length === 0) return undefined;
  return {
    contents: { kind: "markdown", value: parts.join("\n\n") },
    range: rangeOf(view.document.source, subject),
  };
}

async function partsOf(
  view: View,
  subject: Subject,
  position: Position,
  checked: CheckAnswer | undefined,
  cancellation: Cancellation | undefined,
): Promise<readonly string[]> {
  const { session, document } = view;
  if (subject.kind === "macro") return macroParts(view, subject.name, position);
  if (subject.kind === "path") {
    const files = filesNamed(view, subject.text, subject.keyword);
    if (session === undefined) return [];
    if (files.length === 0) return [`no file of this tree is \`${subject.text}\``];
    return [files.map((path) => `\`${relativePath(session.host.folder, path)}\``).join("\n\n")];
  }
  if (session === undefined) return ["no model of this tree is there yet: values are not known"];
  if (document.kind !== "config" || checked === undefined)
    return [...(await symbolParts(session, subject.name, cancellation)), ...basisOf(session)];
  const merged = { ...mergedSession(session, view, checked), isMerged: true };
  const symbol = await symbolParts(merged, subject.name, cancellation);
  // Fragments have absolute paths, by which the editor finds them.
  const path = relativePath(session.host.folder, document.path);
  return [
    ...lineParts(view, position.line + 1, checked),
    ...symbol.map((part) => part.replaceAll(document.path, path)),
    ...mergedOf(view, session, checked),
  ];
}

/** The session with the values that a fragment leads to. */
function mergedSession(session: OpenSession, { document }: View, { result }: CheckAnswer): OpenSession {
  const lines = (path: string) =>
    path === document.path ? document.text.split(/\r?\n/) : session.lines(path);
  return { ...session, configuration: result.configuration, lines };
}

/** What was merged for these values; nothing of the tree's own .config. */
function mergedOf(
  { document }: View,
  session: OpenSession,
  { base, fragments }: CheckAnswer,
): readonly string[] {
  if (resolvePath(session.caller.folder, session.configFile.path) === document.path) return [];
  const others = fragments.filter(({ source }) => source.path !== document.path).length;
  const files = others === 0 ? "this file" : `this file and ${counted(others, "other")}`;
  return [`values of ${files}, merged over ${base === "defaults" ? "the defaults" : `\`${base}\``}`];
}

async function symbolParts(
  session: OpenSession & { readonly isMerged?: boolean },
  name: string,
  cancellation: Cancellation | undefined,
): Promise<readonly string[]> {
  // A name in a Kconfig file is meant as it stands.
  const word = name.startsWith(prefixOf(session)) ? `${prefixOf(session)}${name}` : name;
  const { answers, problems } = await explain(session, { words: [word], isBrief: true }, cancellation);
  const parts = answers.flatMap((each) => {
    const text = fenced(explanationText(session, each));
    // The search for a change may take longer than anybody points at a word; the command is about the .config.
    if (each.kind === "choice" || session.isMerged || !hasMore(each.explained)) return [text];
    return [text, `\`kcfg explain ${each.explained.symbol.name}\` shows what another value takes`];
  });
  return [...parts, ...problems.map((problem) => sentence(diagnosticOf(problem)))];
}

/** What the values are those of, where that is not plain. */
function basisOf({ configFile }: OpenSession): readonly string[] {
  return configFile.exists ? [] : [`\`${configFile.path}\` does not exist: these are the defaults`];
}

/** What a check says of a line. */
function lineParts({ document }: View, line: number, checked: CheckAnswer | undefined): readonly string[] {
  if (checked === undefined) return [];
  const isHere = (place: { readonly path: string; readonly line: number } | undefined) =>
    place?.path === document.path && place.line === line;
  const findings = checked.result.findings.filter((each) => isHere(each.location));
  if (findings.length > 0) return findings.map((each) => sentence(shownInEditor(each)));
  const verdict = checked.result.verdicts.find(({ request }) => isHere(request.location));
  if (verdict === undefined) return [];
  if (verdict.fate === "took") return ["the line takes effect"];
  return verdict.holds ? ["a later line takes the place of this one"] : [];
}

function sentence({ code, severity, message, help = [] }: Diagnostic): string {
  return [`**${severity}[${code}]** ${escaped(message)}`, ...help.map((each) => `- ${escaped(each)}`)].join(
    "\n",
  );
}

function macroParts(view: View, name: string, position: Position): readonly string[] {
  const { session, document } = view;
  const set = variablePlaces(view, name).map(
    ({ path, source, text, span }) =>
      `${fenced(text)}\n\`${session ? relativePath(session.host.folder, path) : path}:${source.lineAt(span.start)}\``,
  );
  if (session === undefined) return set;
  const { environmentRead } = session.model.data;
  const value = environmentRead.get(name);
  const variable = value === undefined ? [] : [`from the environment: \`${name}=${value}\``];
  const probes = probesAt(session, document.path, position.line + 1).map(({ command, output, isUnknown }) =>
    isUnknown
      ? `${fenced(`$ ${command}`)}\nnot run, and what rests on it is not known`
      : fenced(`$ ${command}\n${output}`),
  );
  return [...set, ...variable, ...probes];
}

function fenced(text: string): string {
  const body = safeText(text).trimEnd();
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${body}\n${fence}`;
}

/** Text of a tree, shown as it is: it makes no links, pictures or HTML. */
function escaped(text: string): string {
  return safeText(text).replace(/[\\`*_{}[\]<>()#!|~&]/g, "\\$&");
}
