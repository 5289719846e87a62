/** The text of a help block: indentation removed as the C tool does. */
import { measureIndentation } from "../../grammar/scan.ts";

/**
 * Help text between `start` (the `help` keyword) and `end` (the first line that is no part of it). The first line
 * that is not blank sets the indentation; deeper lines keep the difference as blanks; blanks at line ends are cut,
 * blank lines kept, also those before and behind the text.
 *
 * Quirk: the last newline, where there is one, belongs to the text if an indented, shallower line or the end of the
 * file ends it, but not if a line that starts in column 0 does.
 */
export function helpText(text: string, start: number, end: number): string {
  const lines: string[] = [];
  let indentation = 0;
  let lineStart = text.indexOf("\n", start) + 1;
  while (lineStart > 0 && lineStart < end) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const { width, offset } = measureIndentation(text, lineStart);
    if (offset >= lineEnd) {
      lines.push("");
    } else {
      if (indentation === 0) indentation = width;
      let last = lineEnd;
      while (text.charCodeAt(last - 1) === 32 || text.charCodeAt(last - 1) === 9) last--;
      lines.push(" ".repeat(Math.max(0, width - indentation)) + text.slice(offset, last));
    }
    lineStart = newline + 1;
  }
  if (lines.length === 0) return "";
  const next = text[end];
  const endsWithNewline = text[end - 1] === "\n" && (next === undefined || next === " " || next === "\t");
  return lines.join("\n") + (endsWithNewline ? "\n" : "");
}

/** Whether the help text between `start` and `end` has nothing but blanks. */
export function isBlankHelp(text: string, start: number, end: number): boolean {
  const newline = text.indexOf("\n", start);
  if (newline < 0) return true;
  const visible = /\S/g;
  visible.lastIndex = newline;
  const found = visible.exec(text);
  return found === null || found.index >= end;
}
