/** What a position is about: a symbol, a sourced file, a macro. */
import type { Position } from "vscode-languageserver-types";
import type { Span } from "../text/source-file.ts";
import { prefixIn, type View } from "./view.ts";

export type Subject = Span &
  (
    | { readonly kind: "symbol"; readonly name: string }
    | { readonly kind: "path"; readonly text: string; readonly keyword: string }
    | { readonly kind: "macro"; readonly name: string }
  );

export function subjectAt(view: View, position: Position): Subject | undefined {
  const { document } = view;
  const offset = document.offsetAt(position);
  if (document.kind === "config") {
    const setting = document.fragment(prefixIn(view)).settingOn(position.line + 1);
    if (setting === undefined || offset < setting.wholeName.start || offset > setting.wholeName.end)
      return undefined;
    return { kind: "symbol", name: setting.name, ...setting.wholeName };
  }
  const word = document.kconfig.wordAt(offset);
  if (word === undefined) return undefined;
  const { start, end } = word;
  if (word.kind === "symbol") return { kind: "symbol", name: word.name, start, end };
  if (word.kind === "path") return { kind: "path", text: word.text, keyword: word.keyword, start, end };
  return { kind: "macro", name: word.name, start, end };
}
