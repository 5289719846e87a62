/** textDocument/documentLink: the file that a `source` names. */
import type { DocumentLink } from "vscode-languageserver-types";
import type { Entry } from "../syntax/tree.ts";
import { filesNamed } from "./definition.ts";
import { rangeOf, uriOf } from "./places.ts";
import type { View } from "./view.ts";

/** A link leads to one file: a pattern that has several, and a path that no file has, are none. */
export function documentLinks(view: View): DocumentLink[] {
  const { document } = view;
  if (document.kind !== "kconfig") return [];
  const found: DocumentLink[] = [];
  const visit = (entry: Entry) => {
    if (entry.kind === "source" && !entry.path.isMissing) {
      const files = filesNamed(view, entry.path.text, entry.keyword);
      if (files.length === 1) {
        const [path] = files;
        const target = view.documents.get(path)?.uri ?? uriOf(path);
        found.push({ range: rangeOf(document.source, entry.path), target });
      }
    }
    if ("entries" in entry) entry.entries.forEach(visit);
  };
  document.kconfig.syntax.entries.forEach(visit);
  return found;
}
