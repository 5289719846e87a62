/** What one request looks at: a document, the last good state of its tree, and all that is open. */
import type { Location } from "vscode-languageserver-types";
import { kconfigTextOf, type Mention } from "../service/kconfig-text.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import { filesOf, mentionsIn } from "../service/tree-files.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import type { Documents, OpenDocument } from "./documents.ts";
import { rangeOf, uriOf } from "./places.ts";

export interface View extends TreeView {
  readonly document: OpenDocument;
}

/** The same for a request about a file that need not be open. */
export interface TreeView {
  readonly document?: OpenDocument;
  /** Absent while no model came of the tree, and where there is no tree. */
  readonly session: OpenSession | undefined;
  readonly documents: Documents;
}

/** What stands before names in fragments. */
export function prefixIn({ session }: View): string | undefined {
  return session && prefixOf(session);
}

/** A file with the places in it that a request is about. */
export interface Places {
  readonly path: string;
  readonly source: SourceFile;
  readonly mentions: readonly Mention[];
}

/** Everywhere that Kconfig files name a symbol: in what is open as it is now, in other files as they were read. */
export function placesOf({ session, documents, document }: TreeView, name: string): readonly Places[] {
  const ofModel = session === undefined ? [] : mentionsIn(session, name);
  const known = session === undefined ? new Map<string, SourceFile>() : filesOf(session);
  const places = ofModel.filter(({ path }) => !isOpenKconfig(documents, path));
  for (const each of documents.values()) {
    if (each.kind !== "kconfig" || (!known.has(each.path) && each !== document)) continue;
    const mentions = each.kconfig.mentions.filter((mention) => mention.name === name);
    if (mentions.length > 0) places.push({ path: each.path, source: each.source, mentions });
  }
  return places;
}

function isOpenKconfig(documents: Documents, path: string): boolean {
  return documents.get(path)?.kind === "kconfig";
}

/** A file of the tree as it is now: what is open, else what was read. */
export function kconfigAt({ session, documents }: View, path: string): SourceFile | undefined {
  const document = documents.get(path);
  if (document?.kind === "kconfig") return document.source;
  return session && filesOf(session).get(path);
}

/** Every Kconfig file of the tree as it is now, by its absolute path. */
export function* kconfigFiles(view: TreeView): Iterable<readonly [path: string, source: SourceFile]> {
  const seen = new Set<string>();
  for (const each of view.documents.values()) {
    if (each.kind !== "kconfig") continue;
    seen.add(each.path);
    yield [each.path, each.source];
  }
  if (view.session === undefined) return;
  for (const [path, source] of filesOf(view.session)) if (!seen.has(path)) yield [path, source];
}

/** Where a variable of the macro language is set. */
export function variablePlaces(view: TreeView, name: string) {
  const found: {
    readonly path: string;
    readonly source: SourceFile;
    readonly text: string;
    readonly span: Span;
  }[] = [];
  for (const [path, source] of kconfigFiles(view)) {
    if (!source.text.includes(name)) continue;
    for (const { text, start, end } of textOf(view, path, source).definitionsOf(name))
      found.push({ path, source, text, span: { start, end } });
  }
  return found;
}

export function textOf({ documents }: TreeView, path: string, source: SourceFile) {
  const document = documents.get(path);
  return document?.kind === "kconfig" ? document.kconfig : kconfigTextOf(source);
}

export function locationOf(view: TreeView, path: string, source: SourceFile, span: Span): Location {
  return { uri: view.documents.get(path)?.uri ?? uriOf(path), range: rangeOf(source, span) };
}
