/** textDocument/references and documentHighlight: everywhere that a symbol or variable is named. */
import type { DocumentHighlight, Location, Position } from "vscode-languageserver-types";
import { FragmentText } from "../service/fragment-text.ts";
import { prefixOf } from "../service/names.ts";
import { resolvePath } from "../text/path.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import { rangeOf } from "./places.ts";
import { subjectAt } from "./subject.ts";
import { kconfigFiles, locationOf, placesOf, prefixIn, textOf, type View, variablePlaces } from "./view.ts";

export interface ReferenceOptions {
  readonly includeDeclaration: boolean;
}

export function references(
  view: View,
  position: Position,
  { includeDeclaration }: ReferenceOptions,
): Location[] {
  const subject = subjectAt(view, position);
  if (subject?.kind === "macro") {
    const set = includeDeclaration
      ? variablePlaces(view, subject.name).map(({ path, source, span }) =>
          locationOf(view, path, source, span),
        )
      : [];
    return [...set, ...callsOf(view, subject.name)];
  }
  if (subject?.kind !== "symbol") return [];
  const inKconfig = placesOf(view, subject.name).flatMap(({ path, source, mentions }) =>
    mentions
      .filter(({ role }) => includeDeclaration || role !== "definition")
      .map((mention) => locationOf(view, path, source, mention)),
  );
  return [...inKconfig, ...settingsOf(view, subject.name)];
}

/** Lines of open fragments, and of the .config of the tree. */
function settingsOf(view: View, name: string): readonly Location[] {
  const { session, documents } = view;
  const found: Location[] = [];
  const add = (path: string, source: SourceFile, spans: readonly Span[]) => {
    for (const span of spans) found.push(locationOf(view, path, source, span));
  };
  for (const each of documents.values())
    if (each.kind === "config") add(each.path, each.source, spansIn(each.fragment(prefixIn(view)), name));
  if (session === undefined || !session.configFile.exists) return found;
  const { source } = session.configFile.dotConfig;
  const path = resolvePath(session.caller.folder, source.path);
  if (!documents.has(path))
    add(path, source, spansIn(new FragmentText(new SourceFile(path, source.text), prefixOf(session)), name));
  return found;
}

const spansIn = (text: FragmentText, name: string): readonly Span[] =>
  text.settings.filter((each) => each.name === name).map(({ nameSpan }) => nameSpan);

function callsOf(view: View, name: string): readonly Location[] {
  const found: Location[] = [];
  for (const [path, source] of kconfigFiles(view)) {
    if (!source.text.includes(`$(${name}`)) continue;
    for (const call of textOf(view, path, source).macroCalls)
      if (source.text.slice(call.name.start, call.name.end).trim() === name)
        found.push(locationOf(view, path, source, call.name));
  }
  return found;
}

/** As LSP numbers them. */
const READ = 2;
const WRITE = 3;

export function highlights(view: View, position: Position): DocumentHighlight[] {
  const subject = subjectAt(view, position);
  const { document } = view;
  const at = (span: Span, kind: DocumentHighlight["kind"]) => ({
    range: rangeOf(document.source, span),
    kind,
  });
  if (subject?.kind === "symbol") {
    if (document.kind === "config")
      return spansIn(document.fragment(prefixIn(view)), subject.name).map((span) => at(span, WRITE));
    return document.kconfig.mentions
      .filter(({ name }) => name === subject.name)
      .map((mention) => at(mention, mention.role === "definition" ? WRITE : READ));
  }
  if (subject?.kind !== "macro") return [];
  const { kconfig, text } = document;
  return [
    ...kconfig.definitionsOf(subject.name).map((span) => at(span, WRITE)),
    ...kconfig.macroCalls
      .filter(({ name }) => text.slice(name.start, name.end).trim() === subject.name)
      .map(({ name }) => at(name, READ)),
  ];
}
