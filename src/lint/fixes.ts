/** Fixes of Kconfig files: edits of their texts that change no value in any configuration. */
import { helpText } from "../syntax/help-text.ts";
import { parseTolerantly } from "../syntax/parse.ts";
import { syntaxOf } from "../syntax/parsed.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import type { LintFinding } from "./finding.ts";
import type { TextEdit } from "./fix.ts";
import { OLD_KEYWORDS } from "./old-keywords.ts";

/** One file with as many fixes as can be made together. */
export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What leads from one to the other, in the order of the text. */
  readonly edits: readonly TextEdit[];
  readonly fixed: readonly LintFinding[];
}

/** Texts that are tried for one file; what is not settled by then is left. */
const MOST_TRIES = 100;

/**
 * Makes the fixes of findings that nobody suppressed. A file is parsed again: save for the dependencies that go, it must
 * say what it said. What the fixes of a file do only together with another one is left for the next run.
 */
export function fixFiles(
  findings: readonly LintFinding[],
  files: readonly SourceFile[],
): readonly FixedFile[] {
  const byPath = new Map<string, LintFinding[]>();
  for (const finding of findings) {
    const { fix, location, suppressed } = finding;
    if (fix === undefined || location === undefined || suppressed !== undefined) continue;
    const known = byPath.get(location.path);
    if (known === undefined) byPath.set(location.path, [finding]);
    else known.push(finding);
  }
  const sources = new Map(files.map((file) => [file.path, file]));
  return [...byPath].flatMap(([path, found]) => {
    const source = sources.get(path);
    return (source && fixFile(source, found)) ?? [];
  });
}

/** All at once; where that is not what the file said, one half after the other, down to what is at fault. */
export function fixFile(source: SourceFile, findings: readonly LintFinding[]): FixedFile | undefined {
  let best: FixedFile | undefined;
  let tries = 0;
  const meaning = meaningOf(syntaxOf(source).entries, source.text);
  const pending = [findings];
  for (let part = pending.pop(); part !== undefined && tries < MOST_TRIES; part = pending.pop()) {
    tries += 1;
    const more = tried(source, [...(best?.fixed ?? []), ...part], meaning);
    if (more !== undefined) best = more;
    else if (part.length > 1) {
      const middle = part.length >> 1;
      pending.push(part.slice(middle), part.slice(0, middle));
    }
  }
  return best;
}

/** Undefined if the file would say something else, or if there is nothing to edit. */
function tried(source: SourceFile, findings: readonly LintFinding[], meaning: string): FixedFile | undefined {
  const removed = operandsRemoved(source, findings);
  const wanted = findings.flatMap((finding) => {
    const edits = editsOf(finding, source, removed);
    return edits === undefined ? [] : [{ finding, edits }];
  });
  const excluded = overlapping(wanted.map(({ edits }) => edits));
  const taken = wanted.filter((_, index) => !excluded.has(index));
  if (taken.length === 0) return undefined;
  const before = source.text;
  const edits = taken.flatMap((each) => each.edits).sort((a, b) => a.start - b.start);
  const after = edited(before, edits);
  const again = parseTolerantly(new SourceFile(source.path, after));
  const isSound = !again.diagnostics.some(({ severity }) => severity === "error");
  const same = meaningOf(again.entries, after) === meaning;
  return isSound && same
    ? { path: source.path, before, after, edits, fixed: taken.map(({ finding }) => finding) }
    : undefined;
}

/** The places in the list of those whose edits overlap with edits of others that come before them in the text. */
function overlapping(lists: readonly (readonly TextEdit[])[]): ReadonlySet<number> {
  const all = lists.flatMap((edits, owner) => edits.map((edit) => ({ edit, owner })));
  all.sort((a, b) => a.edit.start - b.edit.start || a.owner - b.owner);
  const excluded = new Set<number>();
  let last: TextEdit | undefined;
  for (const { edit, owner } of all) {
    if (excluded.has(owner)) continue;
    if (last !== undefined && (edit.start < last.end || edit.start === last.start)) excluded.add(owner);
    else last = edit;
  }
  return excluded;
}

/** The places of all operands that go, by the first operand of their statement. */
function operandsRemoved(
  source: SourceFile,
  findings: readonly LintFinding[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const removed = new Map<number, Set<number>>();
  for (const { fix, location } of findings) {
    if (fix?.kind !== "operand" || location?.path !== source.path) continue;
    const [{ start }] = fix.operands;
    removed.set(start, (removed.get(start) ?? new Set()).add(fix.at));
  }
  return removed;
}

function editsOf(
  { fix }: LintFinding,
  source: SourceFile,
  removed: ReadonlyMap<number, ReadonlySet<number>>,
): readonly TextEdit[] | undefined {
  if (fix === undefined || fix.kind === "layout") return fix?.edits;
  const { operands, at } = fix;
  const gone = removed.get(operands[0].start) ?? new Set([at]);
  if (gone.size === operands.length) {
    const line = statementLine(source, operands);
    // It goes once, with the first of them.
    return line && (at === 0 ? [{ ...line, text: "" }] : []);
  }
  const isLeading = operands.slice(0, at).every((_, place) => gone.has(place));
  const span = isLeading
    ? { start: operands[at].start, end: operands[at + 1].start }
    : { start: operands[at - 1].end, end: operands[at].end };
  const between = isLeading
    ? source.text.slice(operands[at].end, span.end)
    : source.text.slice(span.start, operands[at].start);
  // With a parenthesis between them they are operands of different expressions.
  return /^(?:[ \t]|\\\n)*&&(?:[ \t]|\\\n)*$/.test(between) ? [{ ...span, text: "" }] : undefined;
}

/** All lines of a statement, if they hold nothing else. */
function statementLine({ text }: SourceFile, operands: readonly Span[]): Span | undefined {
  const { end } = operands[operands.length - 1];
  const start = text.lastIndexOf("\n", operands[0].start - 1) + 1;
  const newline = text.indexOf("\n", end);
  const head = text.slice(start, operands[0].start);
  const tail = text.slice(end, newline < 0 ? text.length : newline);
  if (!/^[ \t]*depends[ \t]+on[ \t(]*$/.test(head) || !/^[ \t)]*$/.test(tail) || text[start - 2] === "\\")
    return undefined;
  return { start, end: newline < 0 ? text.length : newline + 1 };
}

function edited(text: string, edits: readonly TextEdit[]): string {
  let [result, at] = ["", 0];
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Keywords that mean the same have one name; dependencies, of which some go, are not compared. */
function meaningOf(entries: readonly unknown[], text: string): string {
  return JSON.stringify(entries, (key, value) => {
    if (PLACES.has(key)) return undefined;
    if (key === "keyword") return OLD_KEYWORDS.get(value) ?? value;
    if (key === "attributes") return value.filter(({ kind }: { kind: string }) => kind !== "depends on");
    if (value?.kind === "help") return helpText(text, value.start, value.blockEnd);
    return value;
  });
}

/** Where something stands. */
const PLACES: ReadonlySet<string> = new Set(["start", "end", "next", "close", "outer"]);
