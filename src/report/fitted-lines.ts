/** Lines for a terminal that is narrower than they are: broken between words and columns, never within one. */
import type { Host, OutputStream } from "../text/host.ts";
import { textWidth } from "./safe-text.ts";
import { SEQUENCE } from "./style.ts";

/** How far what does not fit goes in below the start of its line. */
const HANG = 4;
/** No terminal that people read on is narrower. */
const NARROWEST = 30;

/**
 * A host on whose terminals answers and messages fit, or messages only. What goes to a file or pipe is left as it is.
 */
export function withFittedLines(host: Host, { isAnswerKept }: { readonly isAnswerKept: boolean }): Host {
  const stdout = isAnswerKept ? host.stdout : fittedStream(host.stdout);
  const stderr = fittedStream(host.stderr);
  const at = (each: Host): Host => ({ ...each, stdout, stderr, at: (folder) => at(each.at(folder)) });
  return at(host);
}

function fittedStream(stream: OutputStream): OutputStream {
  if (!stream.isTerminal) return stream;
  let isAtStart = true;
  return {
    write(text) {
      const lines = text.split("\n");
      const fitted = lines.map((line, index) => {
        // The end of a line that was begun before, and a line that has not ended, are left alone.
        const isWhole = (index > 0 || isAtStart) && index < lines.length - 1;
        return isWhole ? fittedLine(line, stream.columns) : line;
      });
      isAtStart = text === "" ? isAtStart : text.endsWith("\n");
      stream.write(fitted.join("\n"));
    },
    get failure() {
      return stream.failure;
    },
    get isTerminal() {
      return stream.isTerminal;
    },
    get isFile() {
      return stream.isFile;
    },
    get columns() {
      return stream.columns;
    },
  };
}

const plain = (text: string) => text.replace(SEQUENCE, "");

const PAINT = `(?:${SEQUENCE.source})*`;
/** An excerpt of a file, which has carets below it. */
const EXCERPT = /^\s*\d* \|/;
/** A command that people copy, with what names it (`= help: run:`), up to the end of the line. Not one in a sentence. */
const COMMAND = new RegExp(`(?<=^| {2})(?:\\S(?:(?! {2}).)*:${PAINT} ${PAINT})?kcfg [a-z].*$`);

/**
 * The line as one or several of at most `columns` columns. Columns of a table, which two blanks or more divide, go below
 * each other before any is broken; a word that is longer has a line of its own, and so has a command.
 */
export function fittedLine(line: string, columns: number): string {
  const shown = plain(line);
  const width = Math.max(columns, NARROWEST);
  if (textWidth(shown) <= width) return line;
  const label = LABEL.exec(line)?.groups;
  if (label !== undefined) return fittedLabel(label, width);
  if (EXCERPT.test(shown)) return line;
  const indent = " ".repeat(shown.length - shown.trimStart().length);
  const hang = indent.length + HANG < width / 2 ? indent + " ".repeat(HANG) : " ".repeat(HANG);
  const lines: string[] = [];
  let current = indent;
  const isEmpty = () => plain(current).trim() === "";
  const add = (part: string, gap: string) => {
    if (isEmpty() || textWidth(plain(current + gap + part)) <= width) {
      current += (isEmpty() ? "" : gap) + part;
      return;
    }
    lines.push(current);
    current = hang + part;
  };
  let gap = "";
  for (const cell of cellsOf(line.slice(line.length - trimmedStart(line).length))) {
    if (cell.isGap) {
      gap = cell.text;
    } else if (textWidth(plain(hang + cell.text)) <= width) {
      add(cell.text, gap);
    } else if (COMMAND.test(cell.text)) {
      // It fits nowhere.
      current += (isEmpty() ? "" : gap) + cell.text;
    } else {
      for (const [index, word] of cell.text.split(" ").entries()) add(word, index === 0 ? gap : " ");
    }
  }
  return [...lines, current].join("\n");
}

/** Below an excerpt: the mark, in its colour, and what is said of it. */
const LABEL = new RegExp(
  `^(?<bar> *${PAINT}\\|${PAINT} )(?<indent> *)(?<paint>${PAINT})(?<mark>[-^]+) (?<label>.+)$`,
);

/** The label begins beside its mark where some of its words have room, and goes on below the mark. */
function fittedLabel(parts: Readonly<Record<string, string>>, width: number): string {
  const { bar, indent, paint, mark, label } = parts;
  const gutter = textWidth(plain(bar));
  const isBeside = width - gutter - indent.length - mark.length > NARROWEST;
  // There is no room below a mark far to the right, either.
  const most = Math.max(0, width - gutter - NARROWEST);
  const hang = bar + " ".repeat(Math.min(indent.length + (isBeside ? HANG : 0), most)) + paint;
  const first = bar + indent + paint + mark;
  const lines = isBeside ? [] : [first];
  let current = isBeside ? first : "";
  for (const word of label.split(" ")) {
    const longer = current === "" ? hang + word : `${current} ${word}`;
    if (textWidth(plain(longer)) <= width) {
      current = longer;
    } else {
      if (current !== "") lines.push(current);
      current = hang + word;
    }
  }
  return [...lines, current].join("\n");
}

/** Without the blanks at the start, also those behind a colour. */
function trimmedStart(line: string): string {
  return line.replace(/^ +/, "");
}

/** What two blanks or more divide, and the gaps between; a command is one cell whatever it holds. */
function cellsOf(line: string): readonly { readonly text: string; readonly isGap: boolean }[] {
  const command = COMMAND.exec(line);
  const before = line.slice(0, command?.index);
  return [...before.split(/( {2,})/), command?.[0] ?? ""]
    .filter((text) => text !== "")
    .map((text) => ({ text, isGap: /^ +$/.test(text) }));
}
