/** Lines of styled text, which are all that a screen is made of: data that tests read and `paint.ts` draws. */
import { characterWidth, safeLine, textWidth } from "../report/safe-text.ts";
import { OWN } from "../report/style.ts";

/** What a piece of text is; `theme.ts` says how that looks. */
export type Look =
  | "plain"
  /** Sentences of a tree: lines of one paragraph may be broken elsewhere. */
  | "prose"
  | "dim"
  | "strong"
  | "value"
  | "changed"
  | "hidden"
  | "error"
  | "warning"
  | "good"
  | "place"
  | "key"
  | "bar"
  | "selected"
  | "match";

/** Text without controls, all of one look. */
export interface Span {
  readonly text: string;
  readonly look: Look;
}

export type Line = readonly Span[];

/** Text of a tree or a person: nothing in it is obeyed by a terminal. */
export function span(text: string, look: Look = "plain"): Span {
  return { text: safeLine(text), look };
}

export function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

export function textOf(line: Line): string {
  return line.map(({ text }) => text).join("");
}

/** The line in just `width` columns: cut, with `ellipsis` where something is lost, or filled with blanks. */
export function fitted(line: Line, width: number, ellipsis: string, fill: Look = "plain"): Line {
  const own = widthOf(line);
  if (own <= width) return own === width ? line : [...line, { text: " ".repeat(width - own), look: fill }];
  const most = Math.max(0, width - textWidth(ellipsis));
  const kept: Span[] = [];
  let used = 0;
  let isCut = false;
  for (const { text, look } of line) {
    let part = "";
    for (const character of text) {
      const columns = characterWidth(character);
      if (used + columns > most) {
        isCut = true;
        break;
      }
      part += character;
      used += columns;
    }
    if (part !== "") kept.push({ text: part, look });
    if (isCut) break;
  }
  const mark = textWidth(ellipsis) <= width ? ellipsis : "";
  const rest = Math.max(0, width - used - textWidth(mark));
  return [...kept, { text: mark + " ".repeat(rest), look: kept.at(-1)?.look ?? fill }];
}

/** The line with one of its spans cut so far that the line fits, but to no less than `least` columns. */
export function shrunk(line: Line, at: number, width: number, least: number, ellipsis: string): Line {
  const excess = widthOf(line) - width;
  const part = line[at];
  if (excess <= 0 || part === undefined) return line;
  const own = textWidth(part.text);
  const kept = Math.max(own - excess, Math.min(least, own));
  return kept >= own
    ? line
    : [...line.slice(0, at), ...fitted([part], kept, ellipsis), ...line.slice(at + 1)];
}

/** All of a line in one look. */
export function inLook(line: Line, look: Look): Line {
  return line.map(({ text }) => ({ text, look }));
}

/** The line as several, broken between words where that can be. */
export function wrapped(line: Line, width: number, indent = 0): readonly Line[] {
  if (widthOf(line) <= width) return [line];
  const lines: Line[] = [];
  let current: Span[] = [];
  let used = 0;
  const breakLine = () => {
    lines.push(current);
    current = indent > 0 ? [{ text: " ".repeat(indent), look: "plain" }] : [];
    used = indent;
  };
  for (const { text, look } of line) {
    for (const word of text.split(/(?<= )(?=[^ ])/)) {
      if (used > indent && used + textWidth(word.trimEnd()) > width) breakLine();
      let rest = word;
      while (used + textWidth(rest.trimEnd()) > width) {
        const part = textOf(fitted([{ text: rest, look }], width - used, "")).trimEnd();
        if (part === "") break;
        current.push({ text: part, look });
        rest = rest.slice(part.length);
        breakLine();
      }
      current.push({ text: rest, look });
      used += textWidth(rest);
    }
  }
  return [...lines, current];
}

/** Lines of prose that go on in the next one: a paragraph whose lines are too long is broken anew as a whole. */
export function paragraphs(lines: readonly Line[], width: number): readonly Line[] {
  const found: Line[] = [];
  let group: Line[] = [];
  const end = () => {
    const isTooLong = group.length > 1 && group.some((line) => widthOf(line) > width);
    found.push(...(isTooLong ? [joined(group)] : group));
    group = [];
  };
  for (const line of lines) {
    const before = group.at(-1);
    if (before !== undefined && !goesOn(before, line)) end();
    group.push(line);
  }
  end();
  return found;
}

/** Columns that prose is broken at where it was written; a line that ends before was meant to. */
const FULL = 50;
/** How the first word of an item in a list begins. */
const ITEM = /^(?:[-*+•<[(|#=]|o$|\d+[.):])/;

function goesOn(before: Line, line: Line): boolean {
  if (before[0]?.look !== "prose" || line[0]?.look !== "prose") return false;
  const [text, next] = [textOf(before), textOf(line)];
  const [start] = next.trim().split(" ");
  const isSameIndent = indentOf(before) === indentOf(line);
  const isTable = [text, next].some((each) => /\S {2,}\S/.test(each.replace(/[.!?:] {2}/g, "")));
  return (
    isSameIndent &&
    start !== "" &&
    !ITEM.test(start) &&
    !isTable &&
    text.trim().length + 1 + start.length > FULL
  );
}

function joined(lines: readonly Line[]): Line {
  const text = lines.map((line) => textOf(line).trim()).join(" ");
  return [{ text: " ".repeat(indentOf(lines[0])) + text, look: "prose" }];
}

export function indentOf([first]: Line): number {
  return first === undefined ? 0 : first.text.length - first.text.trimStart().length;
}

const LOOKS: Readonly<Record<string, Look>> = {
  "1": "strong",
  "2": "dim",
  "31": "error",
  "32": "good",
  "33": "warning",
  "34": "place",
  "36": "place",
};

/** What stands before a colour of a report; nothing of a tree can be taken for it. */
const PAINT = new RegExp(`${OWN}\\u001b\\[([0-9]+)m`);

/** The text of a report, painted for the last gate (`report/style.ts`), as lines. */
export function linesOfReport(text: string): readonly Line[] {
  const lines: Line[] = [];
  let open: readonly string[] = [];
  for (const each of text.replace(/\n$/, "").split("\n")) {
    const line: Span[] = [];
    for (const [index, part] of each.split(PAINT).entries()) {
      if (index % 2 === 1) open = LOOKS[part] === undefined ? open.slice(0, -1) : [...open, part];
      else if (part !== "") line.push(span(part, LOOKS[open.at(-1) ?? ""] ?? "plain"));
    }
    lines.push(line);
  }
  return lines;
}
