/** The smallest change to a .config or fragment that makes it say what is wanted. */
import { SourceFile } from "../text/source-file.ts";
import { type DotConfig, type DotConfigLine, readLine } from "./dot-config.ts";

export interface DotConfigEdit {
  /** Symbol name without prefix. */
  readonly name: string;
  /** The symbol's new line without a line end (see `printLine`); undefined takes all its lines out. */
  readonly line: string | undefined;
}

/**
 * The file with its edits. A symbol's last line is replaced where it stands, since the last one is the one that
 * counts; its earlier lines go; a symbol without a line gets one at the end, in the order of `edits`. Of two edits
 * of one name the later holds. All other bytes stay: comments, order, malformed lines, the kind of line end, and
 * whether the last line has one.
 */
export function withEdits(config: DotConfig, edits: readonly DotConfigEdit[]): DotConfig {
  const { lines, source } = config;
  const wanted = new Map(edits.map((edit) => [edit.name, edit.line]));
  const lastLine = new Map<string, number>();
  for (const line of lines) if (isAbout(line, wanted)) lastLine.set(line.name, line.number);

  const rows: Row[] = [];
  for (const line of lines) {
    if (!isAbout(line, wanted)) {
      rows.push({ line, end: endOf(config, line) });
      continue;
    }
    if (line.isDefault) dropMark(rows);
    if (lastLine.get(line.name) === line.number) {
      const replacement = wanted.get(line.name);
      if (replacement !== undefined) rows.push({ line: replacement, end: endOf(config, line) });
    }
  }
  const lineEnd = lineEndOf(source.text);
  for (const [name, line] of wanted) {
    if (line === undefined || lastLine.has(name)) continue;
    const last = rows.at(-1);
    if (last !== undefined && last.end === "") rows[rows.length - 1] = { ...last, end: lineEnd };
    rows.push({ line, end: lineEnd });
  }
  return withRows(config, rows);
}

/** Takes out the mark that makes a default of the line to come. */
function dropMark(rows: Row[]): void {
  const at = rows.findLastIndex(
    ({ line }) => typeof line !== "string" && line.kind === "comment" && line.isMark === true,
  );
  if (at >= 0) rows.splice(at, 1);
}

/** The text of the file with its edits. */
export function editDotConfig(config: DotConfig, edits: readonly DotConfigEdit[]): string {
  return withEdits(config, edits).source.text;
}

/** A line, as it was read or new, and its end. */
export interface Row {
  readonly line: DotConfigLine | string;
  readonly end: string;
}

/** What ends a line: LF, CR LF, or nothing at the end of a file. */
export function endOf({ lines, source }: DotConfig, { number, end }: DotConfigLine): string {
  return source.text.slice(end, lines[number]?.start ?? source.text.length);
}

/** A file of these lines; those that were read from `config` are not read again. */
export function withRows(config: DotConfig, rows: readonly Row[]): DotConfig {
  const { text, path } = config.source;
  const pieces: string[] = [];
  const lines: DotConfigLine[] = [];
  let start = 0;
  for (const { line, end } of rows) {
    const content = typeof line === "string" ? line : text.slice(line.start, line.end);
    const place = { number: lines.length + 1, start, end: start + content.length };
    lines.push(typeof line === "string" ? readLine(line, place, config) : { ...line, ...place });
    pieces.push(content, end);
    start += content.length + end.length;
  }
  return { ...config, source: new SourceFile(path, pieces.join("")), lines };
}

function isAbout<Line extends DotConfig["lines"][number]>(
  line: Line,
  wanted: ReadonlyMap<string, unknown>,
): line is Extract<Line, { name: string }> {
  return (line.kind === "assignment" || line.kind === "unset") && wanted.has(line.name);
}

/** The line end that the file's last ended line has. */
function lineEndOf(text: string): "\n" | "\r\n" {
  const newline = text.lastIndexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}
