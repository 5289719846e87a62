/** textDocument/rename and prepareRename: a symbol in all of its tree, refused where that cannot be proven. */
import type { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { prefixOf } from "../service/names.ts";
import { type RenameRefusal, rename } from "../service/rename.ts";
import type { Host } from "../text/host.ts";
import { relativePath } from "../text/path.ts";
import { rangeOf, uriOf } from "./places.ts";
import { subjectAt } from "./subject.ts";
import { prefixIn, type View } from "./view.ts";

export interface Renamable {
  readonly range: Range;
  readonly placeholder: string;
}

/** The name without the prefix of a fragment; undefined where there is no symbol. */
export function renamable(view: View, position: Position): Renamable | undefined {
  const subject = subjectAt(view, position);
  if (subject?.kind !== "symbol") return undefined;
  const { document } = view;
  const setting =
    document.kind === "config" ? document.fragment(prefixIn(view)).settingOn(position.line + 1) : undefined;
  return { range: rangeOf(document.source, setting?.nameSpan ?? subject), placeholder: subject.name };
}

/** The edits, or a sentence for why there are none. */
export async function renameEdits(
  view: View,
  position: Position,
  newName: string,
  host: Host,
): Promise<WorkspaceEdit | string> {
  const subject = subjectAt(view, position);
  const { session, documents } = view;
  if (subject?.kind !== "symbol") return "only symbols can be renamed";
  if (session === undefined) return "no model of this tree is there, so nothing can be proven";
  const texts = new Map([...documents].map(([path, { text }]) => [path, text]));
  const prefix = prefixOf(session);
  const name =
    view.document.kind === "config" && prefix !== "" && newName.startsWith(prefix)
      ? newName.slice(prefix.length)
      : newName;
  if (name === subject.name) return { changes: {} };
  const answer = await rename(session, { name: subject.name, newName: name, texts, host });
  if (answer.kind !== "renamed") return refusalText(answer, subject.name, name, session.host.folder);
  const changes: Record<string, TextEdit[]> = {};
  for (const { path, source, spans } of answer.files)
    changes[documents.get(path)?.uri ?? uriOf(path)] = spans.map((span) => ({
      range: rangeOf(source, span),
      newText: name,
    }));
  return { changes };
}

/** What a rename leaves to a person. */
export function renameWarning({ session }: View): string {
  const prefix = session === undefined ? "" : prefixOf(session);
  return `kcfg renames in Kconfig files and fragments: uses of ${prefix}NAME in source files and makefiles stay as they are`;
}

function refusalText(refusal: RenameRefusal, name: string, newName: string, folder: string): string {
  switch (refusal.kind) {
    case "errors":
      return "the Kconfig files have errors: correct them first";
    case "outdated":
      return `${relativePath(folder, refusal.path)} has changed since the tree was read: try again`;
    case "undefined":
      return `no entry of this tree defines ${name}`;
    case "no-name":
      return `'${newName}' is not a name: write letters, digits and _`;
    case "taken":
      return `${newName} is the name of another symbol`;
    case "unread":
      return `${refusal.path}:${refusal.line} mentions ${refusal.name}, and the tree does not read it as it is configured`;
    case "unproven":
      return `with ${newName} for ${name} the tree would not mean the same: a macro or another file makes that name`;
  }
}
