/** Diagnostics for people, in the manner of rustc: the fact, its place with the source line and a caret, why, what to do. */
import type { Diagnostic, Note } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { withFileLinks } from "./file-links.ts";
import { characterWidth, safeLine, safeText, textWidth } from "./safe-text.ts";
import { makeStyle, paintOf, type Style, type StyleOptions } from "./style.ts";

export interface RenderOptions extends StyleOptions {
  /** Lines of a file by the path that locations have; undefined for a file that nobody has. */
  readonly lines?: (path: string) => readonly string[] | undefined;
}

/** Diagnostics of one code that are shown, by far more than anyone reads: a binary file has one for each byte. */
const MOST_OF_A_CODE = 1000;

/** All diagnostics, an empty line between two; ends with a newline if there is any. Very many of a kind are counted. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const style = makeStyle(options);
  const lines = rememberingLast(options.lines ?? (() => undefined));
  const counts = new Map<string, number>();
  const shown = diagnostics.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= MOST_OF_A_CODE;
  });
  const rest = [...counts].filter(([, count]) => count > MOST_OF_A_CODE);
  const left = rest.map(
    ([code, count]) => `${style.bold("note:")} ${count - MOST_OF_A_CODE} more of [${code}] are not shown\n`,
  );
  const text = [...shown.map((each) => renderOne(each, style, lines)), ...left].join("\n");
  return withFileLinks(text, style);
}

type Lines = NonNullable<RenderOptions["lines"]>;

/** A broken file has thousands of diagnostics, one after another, and need not be read for each. */
function rememberingLast(lines: Lines): Lines {
  let last: { readonly path: string; readonly lines: ReturnType<Lines> } | undefined;
  return (path) => {
    if (last?.path !== path) last = { path, lines: lines(path) };
    return last.lines;
  };
}

function renderOne(diagnostic: Diagnostic, style: Style, lines: Lines): string {
  const { severity, code, message, location, label, notes = [], help = [] } = diagnostic;
  const color = paintOf(style, severity);
  const steps = notes.filter((note) => note.isStep);
  const placed = notes.filter((note) => note.location !== undefined && !note.isStep);
  const numbers = [location, ...placed.map((note) => note.location)].map((each) => each?.line ?? 0);
  const gutter = String(Math.max(1, ...numbers)).length;
  const page = new Page(style, gutter);

  page.add(`${style.bold(color(`${severity}[${code}]`))}${style.bold(`: ${safeLine(message)}`)}`);
  if (location !== undefined) page.place("-->", location);
  if (location !== undefined) page.excerpt(location, lines(location.path), "^", color, label);
  for (const note of placed) renderPlacedNote(note, page, lines);
  for (const step of steps) page.remark("and", stepText(step));
  for (const note of notes)
    if (note.location === undefined && !note.isStep) page.remark("note", note.message);
  for (const text of help) page.remark("help", text);
  return `${page.lines.join("\n")}\n`;
}

function stepText({ message, location }: Note): string {
  return location === undefined ? message : `${message} (${location.path}:${location.line})`;
}

function renderPlacedNote({ message, location }: Note, page: Page, lines: Lines): void {
  if (location === undefined) return;
  if (location.column === undefined || lines(location.path)?.[location.line - 1] === undefined) {
    page.place(":::", location, message);
    return;
  }
  page.place(":::", location);
  page.excerpt(location, lines(location.path), "-", page.style.blue, message);
}

/** The lines of one diagnostic, with line numbers in a gutter. */
class Page {
  readonly lines: string[] = [];
  readonly style: Style;
  readonly #gutter: number;
  /** Whether the last line is part of an excerpt, so that the next block needs a bar before it. */
  #open = false;

  constructor(style: Style, gutter: number) {
    this.style = style;
    this.#gutter = gutter;
  }

  add(line: string): void {
    this.lines.push(line.trimEnd());
  }

  place(sign: string, { path, line, column }: Location, message?: string): void {
    this.#closeExcerpt();
    const place = `${safeLine(path)}:${line}${column === undefined ? "" : `:${column}`}`;
    const rest = message === undefined ? "" : `  ${safeLine(message)}`;
    this.add(`${" ".repeat(this.#gutter)}${this.style.blue(sign)} ${place}${rest}`);
  }

  excerpt(
    location: Location,
    lines: readonly string[] | undefined,
    mark: string,
    paint: (text: string) => string,
    label?: string,
  ): void {
    const text = lines?.[location.line - 1];
    if (text === undefined) {
      if (label !== undefined) this.remark("note", label);
      return;
    }
    const window = this.style.width - this.#gutter - " | ".length;
    const { shown, before, marked } = layOut(text, location, Math.max(window, MIN_WINDOW), this.style);
    const number = String(location.line).padStart(this.#gutter);
    this.#bar("");
    this.add(`${this.style.blue(`${number} |`)} ${shown}`);
    const words = label === undefined ? "" : ` ${safeLine(label)}`;
    this.#bar(`${" ".repeat(before)}${paint(`${mark.repeat(marked)}${words}`)}`);
    this.#open = true;
  }

  remark(kind: "note" | "help" | "and", text: string): void {
    this.#closeExcerpt();
    const [first, ...rest] = safeText(text).split("\n");
    const indent = " ".repeat(this.#gutter + 1);
    const word = kind === "and" ? kind : `${kind}:`;
    this.add(`${indent}${this.style.blue("=")} ${this.style.bold(word)} ${first}`);
    for (const line of rest) this.add(`${indent}  ${" ".repeat(word.length)} ${line}`);
  }

  #closeExcerpt(): void {
    if (this.#open) this.#bar("");
    this.#open = false;
  }

  #bar(text: string): void {
    this.add(`${" ".repeat(this.#gutter)} ${this.style.blue("|")} ${text}`);
  }
}

const TAB = "    ";
/** Characters beside a mark that are looked at, for each column of the window: some share a column with others. */
const LOOKED_AT = 4;
/** An excerpt narrower than this shows nothing useful. */
const MIN_WINDOW = 20;

/**
 * The source line as it is shown, and where in it the mark stands, in columns. Without a column all of the line's
 * text is marked. A line too long for the window is cut around its mark.
 */
function layOut(
  text: string,
  { column, endColumn }: Location,
  window: number,
  style: Style,
): { readonly shown: string; readonly before: number; readonly marked: number } {
  const indentation = text.length - text.trimStart().length;
  const start = column === undefined ? indentation : Math.min(column - 1, text.length);
  const end = column === undefined ? text.trimEnd().length : Math.min((endColumn ?? column) - 1, text.length);
  // A line can be longer than all that anyone wants to look through.
  const most = LOOKED_AT * window;
  const from = Math.max(0, start - most);
  const left = expand(text.slice(from, start));
  const middle = expand(text.slice(start, Math.min(Math.max(start, end), start + most)));
  const right = expand(text.slice(Math.max(start, end), Math.max(start, end) + most));
  const dots = style.signs.ellipsis;

  const isCut = from > 0 || textWidth(left) + textWidth(middle) > window;
  const kept = isCut ? leftPart(left, window, dots) : left;
  const core = clip(middle, Math.max(1, window - textWidth(kept)), dots);
  const tail = clip(right.trimEnd(), Math.max(0, window - textWidth(kept) - textWidth(core)), dots);
  return { shown: kept + core + tail, before: textWidth(kept), marked: Math.max(1, textWidth(core)) };
}

/** The last piece of what stands before the mark: at most a third of the window. */
function leftPart(text: string, window: number, dots: string): string {
  const room = Math.floor(window / 3);
  const characters = [...text];
  let width = 0;
  let from = characters.length;
  while (from > 0 && width + characterWidth(characters[from - 1]) <= room)
    width += characterWidth(characters[--from]);
  return from === 0 ? text : dots + characters.slice(from).join("");
}

/** `text` cut to `room` columns. */
function clip(text: string, room: number, dots: string): string {
  if (text.length <= room && textWidth(text) <= room) return text;
  let shown = "";
  let width = textWidth(dots);
  for (const character of text) {
    width += characterWidth(character);
    if (width > room) break;
    shown += character;
  }
  return shown + dots.slice(0, room);
}

function expand(text: string): string {
  return safeText(text.replace(/\t/g, TAB).replace(/\n/g, " "));
}
