/** textDocument/formatting: the layout that `kcfg lint --style` asks for. */
import type { TextEdit } from "vscode-languageserver-types";
import { layoutEdits } from "../service/layout.ts";
import { rangeOf } from "./places.ts";
import type { View } from "./view.ts";

/** Null where the text has mistakes. */
export function formattingEdits({ document }: View): TextEdit[] | null {
  if (document.kind !== "kconfig") return null;
  const edits = layoutEdits(document.kconfig);
  return (
    edits?.map(({ start, end, text }) => ({
      range: rangeOf(document.source, { start, end }),
      newText: text,
    })) ?? null
  );
}
