/** Colours and signs: the only place that knows escape sequences. */
import type { Severity } from "../text/diagnostic.ts";

/**
 * Stands before what kcfg itself has a terminal or a runner obey, and is taken away at the last gate (`safe-output.ts`).
 * No text of a tree can hold it: it is another one in each run.
 */
export const OWN = `\u001a${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}\u001a`;

/** Colours and links, marked or not: they take no columns. With one group around all, `split` gives them at the odd places. */
export const SEQUENCE = new RegExp(
  `((?:${OWN})?\\u001b\\[[0-9;]*m|(?:${OWN})?\\u001b\\]8;;[!-~]*(?:${OWN})?\\u001b\\\\)`,
  "g",
);

/** `text` as a link (OSC 8); `uri` is printable ASCII. */
export function hyperlink(text: string, uri: string, mark: string): string {
  const start = (target: string) => `${mark}\u001b]8;;${target}${mark}\u001b\\`;
  return `${start(uri)}${text}${start("")}`;
}

const LINK = /\u001b\]8;;[!-~]*\u001b\\/g;

/** A text that has passed the gate, for a reader that may not know links. */
export function withoutLinks(text: string): string {
  return text.replace(LINK, "");
}

/** For a host that has the gate: the start of a line whose old text is gone. */
export const CLEAR_LINE = `${OWN}\r${OWN}\u001b[K`;

/** What links lead to. */
export interface FileLinks {
  /** The machine that the files are on, as a terminal compares it with its own; empty where that is not known. */
  readonly hostName: string;
  /** The absolute path of a file as an answer names it; undefined for what is none. */
  fileOf(path: string): string | undefined;
}

export interface StyleOptions {
  readonly color: boolean;
  /** What stands before escape sequences; `OWN` where the output goes through the gate. */
  readonly mark?: string;
  /** Signs as words, no letter beyond ASCII of our own. */
  readonly ascii: boolean;
  /** Columns to lay the text out for. */
  readonly width: number;
  /** What the files in an answer are linked to; absent where the reader cannot follow links. */
  readonly links?: FileLinks;
}

type Paint = (text: string) => string;

/** How to write for one stream. */
export interface Style extends StyleOptions {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
  readonly signs: Signs;
}

interface Signs {
  /** A condition that holds, one that does not. */
  readonly holds: string;
  readonly fails: string;
  readonly unknown: string;
  /** Between the steps of a menu path. */
  readonly step: string;
  /** Between parts of one line. */
  readonly dot: string;
  readonly branch: string;
  readonly arrow: string;
  readonly ellipsis: string;
  readonly none: string;
}

const UNICODE: Signs = {
  holds: "✓",
  fails: "✗",
  unknown: "?",
  step: "›",
  dot: "·",
  branch: "└",
  arrow: "→",
  ellipsis: "…",
  none: "–",
};
const ASCII: Signs = {
  holds: "holds:",
  fails: "fails:",
  unknown: "not known:",
  step: ">",
  dot: "-",
  branch: "`-",
  arrow: "->",
  ellipsis: "...",
  none: "-",
};

const plain: Paint = (text) => text;
const paint =
  (start: number, end: number, mark: string): Paint =>
  (text) =>
    text === "" ? text : `${mark}\u001b[${start}m${text}${mark}\u001b[${end}m`;

export function makeStyle(options: StyleOptions): Style {
  const painted = (start: number, end: number) =>
    options.color ? paint(start, end, options.mark ?? "") : plain;
  return {
    ...options,
    bold: painted(1, 22),
    dim: painted(2, 22),
    red: painted(31, 39),
    green: painted(32, 39),
    yellow: painted(33, 39),
    blue: painted(34, 39),
    cyan: painted(36, 39),
    signs: options.ascii ? ASCII : UNICODE,
  };
}

/** The colour of a severity. */
export function paintOf(style: Style, severity: Severity): Paint {
  return severity === "error" ? style.red : severity === "warning" ? style.yellow : style.cyan;
}
