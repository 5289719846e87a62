/** The difference of two texts as a unified diff, as `diff -u` and `patch` know it. */

const CONTEXT = 3;
/** Texts with more differences than this are shown as replaced where they differ. */
const MOST_EDITS = 1000;

type Edit = { readonly kind: " " | "-" | "+"; readonly line: string };

/** The diff of a file's old and new text; empty if they are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const edits = editsBetween(linesOf(before), linesOf(after));
  const hunks = hunksOf(edits);
  return `--- ${before === "" ? "/dev/null" : path}\n+++ ${path}\n${hunks.join("")}`;
}

/** Lines with their ends. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function hunksOf(edits: readonly Edit[]): readonly string[] {
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  let at = 0;
  while (at < edits.length) {
    if (edits[at].kind === " ") {
      at += 1;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    const start = Math.max(0, at - CONTEXT);
    const end = hunkEnd(edits, at);
    const part = edits.slice(start, end);
    const counts = {
      old: part.filter(({ kind }) => kind !== "+").length,
      new: part.filter(({ kind }) => kind !== "-").length,
    };
    const range = (line: number, count: number) => {
      const first = line - (at - start);
      return count === 1 ? `${first}` : `${count === 0 ? first - 1 : first},${count}`;
    };
    hunks.push(
      `@@ -${range(oldLine, counts.old)} +${range(newLine, counts.new)} @@\n${part.map(showEdit).join("")}`,
    );
    oldLine += counts.old - (at - start);
    newLine += counts.new - (at - start);
    at = end;
  }
  return hunks;
}

/** One past the context that follows the last change near `at`. */
function hunkEnd(edits: readonly Edit[], at: number): number {
  let last = at;
  for (let next = at; next < edits.length && next - last <= 2 * CONTEXT; next++)
    if (edits[next].kind !== " ") last = next;
  return Math.min(edits.length, last + 1 + CONTEXT);
}

function showEdit({ kind, line }: Edit): string {
  return line.endsWith("\n") ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`;
}

/** The shortest script of removed and added lines (Myers, "An O(ND) difference algorithm", 1986). */
function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const frontiers: Map<number, number>[] = [];
  let frontier = new Map([[1, 0]]);
  for (let count = 0; count <= Math.min(before.length + after.length, MOST_EDITS); count++) {
    frontiers.push(frontier);
    const next = new Map(frontier);
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let x = fromAbove(next, diagonal, count)
        ? (next.get(diagonal + 1) ?? 0)
        : (next.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return traceBack(frontiers, before, after);
    }
    frontier = next;
  }
  return [
    ...before.map((line): Edit => ({ kind: "-", line })),
    ...after.map((line): Edit => ({ kind: "+", line })),
  ];
}

function fromAbove(frontier: ReadonlyMap<number, number>, diagonal: number, count: number): boolean {
  if (diagonal === -count) return true;
  if (diagonal === count) return false;
  return (frontier.get(diagonal - 1) ?? 0) < (frontier.get(diagonal + 1) ?? 0);
}

function traceBack(
  frontiers: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [before.length, after.length];
  for (let count = frontiers.length - 1; count >= 0; count--) {
    const frontier = frontiers[count];
    const diagonal = x - y;
    const isAdded = fromAbove(frontier, diagonal, count);
    const startX = frontier.get(isAdded ? diagonal + 1 : diagonal - 1) ?? 0;
    const startY = startX - (isAdded ? diagonal + 1 : diagonal - 1);
    while (x > Math.max(0, isAdded ? startX : startX + 1) && y > Math.max(0, isAdded ? startY + 1 : startY)) {
      x -= 1;
      y -= 1;
      edits.push({ kind: " ", line: before[x] });
    }
    if (count === 0) break;
    if (isAdded) edits.push({ kind: "+", line: after[--y] });
    else edits.push({ kind: "-", line: before[--x] });
  }
  return edits.reverse();
}
