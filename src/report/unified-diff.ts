/** The difference of two texts as a unified diff, as `diff -u` and `patch` know it. */
import { type StructuredPatchHunk, structuredPatch } from "diff";

const CONTEXT = 3;
/** Texts with more differences than this are shown as replaced. */
const MOST_EDITS = 1000;

/** The diff of a file's old and new text; empty if they are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = (hunksBetween(before, after) ?? [replacement(before, after)]).flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  return `--- ${before === "" ? "/dev/null" : path}\n+++ ${path}\n${lines.join("\n")}\n`;
}

/** Undefined if there are too many. */
function hunksBetween(before: string, after: string): readonly StructuredPatchHunk[] | undefined {
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  return structuredPatch("", "", before, after, undefined, undefined, options)?.hunks;
}

function replacement(before: string, after: string): StructuredPatchHunk {
  const [old] = structuredPatch("", "", before, "").hunks;
  const [present] = structuredPatch("", "", "", after).hunks;
  const { oldStart, oldLines } = old;
  const { newStart, newLines } = present;
  return { oldStart, oldLines, newStart, newLines, lines: [...old.lines, ...present.lines] };
}

/** Where it begins, from 1, or which line it is behind, and how many lines it has. */
function range(start: number, count: number): string {
  return count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;
}
