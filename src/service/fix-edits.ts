/** What a fix of a finding changes in the texts of its fragments: for whoever holds them open. */
import { changesOf } from "../check/apply-fixes.ts";
import type { CheckFinding } from "../check/finding.ts";
import type { Fix } from "../check/fix.ts";
import type { DotConfig, DotConfigLine } from "../dotconfig/dot-config.ts";
import type { Span } from "../text/source-file.ts";

/** A text in place of a part of a file. */
export interface TextChange extends Span {
  /** As the file is named in locations. */
  readonly path: string;
  readonly text: string;
}

/** Undefined if the fix cannot be written into these fragments. */
export function editsOfFix(
  fragments: readonly DotConfig[],
  finding: CheckFinding,
  fix: Fix,
): readonly TextChange[] | undefined {
  const changes = changesOf(fragments, { finding, fix });
  if (changes === undefined) return undefined;
  const edits: TextChange[] = [];
  for (const { path, line: number, edit } of changes) {
    const fragment = fragments.find(({ source }) => source.path === path);
    const line = fragment?.lines.at(number - 1);
    if (fragment === undefined || line === undefined) return undefined;
    const end = lineEnd(fragment, line);
    const { before = [], change } = edit;
    if (before.length > 0) {
      const text = before.map((each) => `${each}${end === "" ? "\n" : end}`).join("");
      edits.push({ path, start: line.start, end: line.start, text });
    }
    if (change === "remove") edits.push({ path, start: line.start, end: line.end + end.length, text: "" });
    else if (change !== undefined) edits.push({ path, start: line.start, end: line.end, text: change.text });
  }
  return edits;
}

function lineEnd({ source: { text } }: DotConfig, { end }: DotConfigLine): string {
  return /^\r?\n/.exec(text.slice(end, end + 2))?.[0] ?? "";
}
