/** textDocument/definition: entries of a symbol, files of a `source`, assignments of a variable. */
import type { Location, Position } from "vscode-languageserver-types";
import { sourcedFiles } from "../service/tree-files.ts";
import { uriOf } from "./places.ts";
import { subjectAt } from "./subject.ts";
import { locationOf, placesOf, type View, variablePlaces } from "./view.ts";

export function definitions(view: View, position: Position): Location[] {
  const subject = subjectAt(view, position);
  switch (subject?.kind) {
    case undefined:
      return [];
    case "symbol":
      return placesOf(view, subject.name).flatMap(({ path, source, mentions }) =>
        mentions
          .filter(({ role }) => role === "definition")
          .map((mention) => locationOf(view, path, source, mention)),
      );
    case "macro":
      return variablePlaces(view, subject.name).map(({ path, source, span }) =>
        locationOf(view, path, source, span),
      );
    case "path":
      return filesNamed(view, subject.text, subject.keyword).map((path) => ({
        uri: view.documents.get(path)?.uri ?? uriOf(path),
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      }));
  }
}

/** Where a `source` leads, absolute. */
export function filesNamed({ session, document }: View, text: string, keyword: string): readonly string[] {
  return session === undefined ? [] : sourcedFiles(session, { text, keyword, from: document.path });
}
