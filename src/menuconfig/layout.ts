/** Where things are on a screen of some size: what is left for lists, dialogs and their texts. */
import { type Line, type Span, wrapped } from "./spans.ts";
import type { Dialog, Size, State } from "./state.ts";

/** Rows from which there is one for what is told of the selected entry. */
const DETAIL_FROM = 14;
/** Below these there is no room for a title of its own. */
const TITLE_FROM = 6;
/** Smaller screens show nothing but that. */
export const LEAST: Size = { columns: 20, rows: 4 };

/** Rows of the parts, from above. */
export interface Parts {
  readonly bar: number;
  readonly title: number;
  readonly body: number;
  readonly detail: number;
  readonly message: number;
  readonly help: number;
}

export function partsOf({ rows }: Size): Parts {
  const title = rows >= TITLE_FROM ? 1 : 0;
  const detail = rows >= DETAIL_FROM ? 1 : 0;
  return { bar: 1, title, body: Math.max(1, rows - 3 - title - detail), detail, message: 1, help: 1 };
}

/** Columns from which there is room beside the list for what is told of the selected entry. */
const PANE_FROM = 120;

export function hasPane({ columns }: Size): boolean {
  return columns >= PANE_FROM;
}

/** Rows of a list. */
export function listHeight(size: Size): number {
  return partsOf(size).body;
}

/** Rows of a dialog. */
export function dialogRows(size: Size): number {
  const { body, detail, message } = partsOf(size);
  return body + detail + message;
}

/** The row of the list that the mouse is at; undefined elsewhere. */
export function rowAt(state: State, { row }: { readonly row: number }): number | undefined {
  const { bar, title, body } = partsOf(state.size);
  const line = row - bar - title;
  const index = state.top + line;
  return line < 0 || line >= body || index >= state.rows.length ? undefined : index;
}

/** Columns that texts keep free on either side. */
const MARGIN = 1;

/** Lines of a text as a dialog shows them. */
export function textLines(lines: readonly Line[], { columns }: Size): readonly Line[] {
  const blank: Span = { text: " ".repeat(MARGIN), look: "plain" };
  return lines.flatMap((line) => {
    const [first] = line;
    const indent = first === undefined ? 0 : first.text.length - first.text.trimStart().length;
    return wrapped(line, Math.max(1, columns - 2 * MARGIN), Math.min(indent + 2, columns >> 2)).map(
      (each) => [blank, ...each],
    );
  });
}

type ChooseDialog = Dialog & { readonly kind: "choose" };

/** The options of a dialog, and what more is to know of the chosen one as far as there is room. */
export function optionLines({ options, chosen }: ChooseDialog, size: Size): readonly Line[] {
  const room = dialogRows(size);
  const lines = options.flatMap(({ key, label }, index) => {
    const mark: Span = { text: index === chosen ? "> " : "  ", look: "key" };
    const all = textLines([[mark, { text: `${key}  `, look: "key" }, ...label]], size);
    return index === chosen
      ? all.map((line) => line.map((each) => ({ ...each, look: "selected" as const })))
      : all;
  });
  const details = textLines(options[chosen]?.detail ?? [], size);
  const most = Math.max(0, Math.floor(room / 2) - lines.length);
  return details.length === 0 || most === 0 ? lines : [...lines, [], ...details.slice(0, most)];
}

/** How many lines there are to scroll through, and how many are seen at once. */
export function dialogHeight(
  dialog: Dialog,
  { size }: State,
): { readonly seen: number; readonly all: number } {
  const room = dialogRows(size);
  switch (dialog.kind) {
    case "text":
      return { seen: room, all: textLines(dialog.lines, size).length };
    case "choose": {
      const seen = Math.max(1, room - optionLines(dialog, size).length - 1);
      return { seen, all: textLines(dialog.lines, size).length };
    }
    case "search":
      return { seen: Math.max(1, room - 3), all: dialog.hits.listed.length };
    case "input":
      return { seen: room, all: room };
  }
}
