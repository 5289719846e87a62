/** Edits of a fragment by its lines: everything that no edit is about stays as it is, byte for byte. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { SourceFile } from "../text/source-file.ts";

/** What becomes of one line. */
export interface LineEdit {
  /** Lines that come before it, without line ends. */
  readonly before?: readonly string[];
  /** Its new text; `remove` takes it away. */
  readonly change?: { readonly text: string } | "remove";
}

/** The fragment with edits by line number. New lines end as the line does that they stand before. */
export function editLines(fragment: DotConfig, edits: ReadonlyMap<number, LineEdit>): DotConfig {
  const { text, path } = fragment.source;
  const pieces: string[] = [];
  for (const { number, start, end } of fragment.lines) {
    const next = fragment.lines[number]?.start ?? text.length;
    const lineEnd = text.slice(end, next);
    const { before = [], change } = edits.get(number) ?? {};
    for (const line of before) pieces.push(line, lineEnd === "" ? "\n" : lineEnd);
    if (change === "remove") continue;
    pieces.push(change === undefined ? text.slice(start, end) : change.text, lineEnd);
  }
  const source = new SourceFile(path, pieces.join(""));
  return parseDotConfig(source, { prefix: fragment.prefix, dialect: fragment.dialect });
}
