/** Edits of a fragment by its lines: everything that no edit is about stays as it is, byte for byte. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import { endOf, type Row, withRows } from "../dotconfig/edit.ts";

/** What becomes of one line. */
export interface LineEdit {
  /** Lines that come before it, without line ends. */
  readonly before?: readonly string[];
  /** Its new text; `remove` takes it away. */
  readonly change?: { readonly text: string } | "remove";
}

/** The fragment with edits by line number. New lines end as the line does that they stand before. */
export function editLines(fragment: DotConfig, edits: ReadonlyMap<number, LineEdit>): DotConfig {
  const rows: Row[] = [];
  for (const line of fragment.lines) {
    const end = endOf(fragment, line);
    const { before = [], change } = edits.get(line.number) ?? {};
    for (const added of before) rows.push({ line: added, end: end === "" ? "\n" : end });
    if (change === "remove") continue;
    rows.push({ line: change === undefined ? line : change.text, end });
  }
  return withRows(fragment, rows);
}
