/** Fixes as changes of whole lines, for formats that show them as suggestions. */
import type { WireDiagnostic, WireFix } from "../json.ts";

/** Lines `line` up to `line + count` of a file give way to `text`, which is empty or ends with a newline. */
export interface LineEdit {
  readonly path: string;
  readonly line: number;
  readonly count: 0 | 1;
  readonly text: string;
}

/** A setting goes before the line that asks. Undefined if a part of the fix has no line. */
export function lineEdits(fix: WireFix, { location }: WireDiagnostic): readonly LineEdit[] | undefined {
  const edits: LineEdit[] = [];
  for (const edit of fix.edits) {
    if (edit.kind === "remove") edits.push({ path: edit.path, line: edit.line, count: 1, text: "" });
    else if (edit.kind === "replace")
      edits.push({ path: edit.path, line: edit.line, count: 1, text: `${edit.text}\n` });
    else if (edit.text !== undefined && location !== null)
      edits.push({ path: location.path, line: location.line, count: 0, text: `${edit.text}\n` });
    else return undefined;
  }
  return edits;
}
