/** Where things are on a screen of some size: what is left for lists, dialogs and their texts. */
import { indentOf, type Line, paragraphs, type Span, span, wrapped } from "./spans.ts";
import type { Dialog, Size, State } from "./state.ts";
import { words } from "./words.ts";

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

/** Rows of a dialog below its title. */
function dialogRows(dialog: Dialog, size: Size): number {
  const { title, body, detail, message } = partsOf(size);
  return title + body + detail + message - titleLines(dialog, size).length;
}

/** Rows from which one may be for the second line of a title; what is typed takes little room. */
const LONG_TITLE_FROM = 14;
/** Columns that a title leaves free for what is seen of how much. */
const MARK = 12;

/** The title of a dialog; none where there is no row for it. */
export function titleLines(dialog: Dialog, size: Size): readonly Line[] {
  if (partsOf(size).title === 0) return [];
  const text = dialog.kind === "search" ? words.searchTitle(dialog.hits, dialog.text) : dialog.title;
  const width = size.columns - 1 - (dialog.kind === "text" || dialog.kind === "choose" ? MARK : 0);
  const most = dialog.kind === "input" || size.rows >= LONG_TITLE_FROM ? 2 : 1;
  const lines = wrapped([span(text, "strong")], Math.max(LEAST.columns >> 1, width));
  // What does not fit goes on behind the last line, which is cut.
  const rest = lines.slice(most - 1).flat();
  return [...lines.slice(0, most - 1), ...(rest.length === 0 ? [] : [rest])].map((line) => [
    span(" "),
    ...line,
  ]);
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
  const width = Math.max(1, columns - 2 * MARGIN);
  return paragraphs(lines, width).flatMap((line) => {
    const indent = indentOf(line) + (line[0]?.look === "prose" ? 0 : 2);
    return wrapped(line, width, Math.min(indent, columns >> 2)).map((each) => [blank, ...each]);
  });
}

type ChooseDialog = Dialog & { readonly kind: "choose" };

/** The options of a dialog as far as there is room, the chosen one among them, and what more is to know of it. */
export function optionLines(dialog: ChooseDialog, size: Size): readonly Line[] {
  const { options, chosen } = dialog;
  const told = textLines(dialog.lines, size).length;
  const room = dialogRows(dialog, size);
  const groups = options.map(({ key, label }, index) => {
    const head = `${index === chosen ? ">" : " "} ${key}  `;
    const width = Math.max(1, size.columns - 2 * MARGIN - head.length);
    const all = wrapped(label, width).map(
      (line, at): Line => [
        span(" ".repeat(MARGIN)),
        span(at === 0 ? head : " ".repeat(head.length), "key"),
        ...line,
      ],
    );
    return index === chosen
      ? all.map((line) => line.map((each) => ({ ...each, look: "selected" as const })))
      : all;
  });
  const lines = groups.flat();
  // A line of what is told, and one that parts it from the options.
  const most = Math.max(1, room - (told === 0 ? 0 : 2));
  if (lines.length > most) {
    const start = groups.slice(0, chosen).flat().length;
    const end = start + (groups[chosen]?.length ?? 0);
    const top = Math.min(start, Math.max(0, end - most));
    return lines.slice(top, top + most);
  }
  const details = textLines(options[chosen]?.detail ?? [], size);
  const left = room - (told === 0 ? 0 : told + 1) - lines.length - 1;
  const mostDetails = Math.max(0, left, Math.floor(room / 2) - lines.length);
  if (details.length === 0 || mostDetails === 0) return lines;
  if (details.length <= mostDetails) return [...lines, [], ...details];
  const cut = details.length - mostDetails + 1;
  const rest = textLines([[span(words.moreLines(cut), "dim")]], size);
  return [...lines, [], ...details.slice(0, mostDetails - 1), ...rest.slice(0, 1)];
}

/** How many lines there are to scroll through, and how many are seen at once. */
export function dialogHeight(
  dialog: Dialog,
  { size }: State,
): { readonly seen: number; readonly all: number } {
  const room = dialogRows(dialog, size);
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

/** The dialog scrolled so that it shows what it has, and what is chosen, on a screen of this size. */
export function dialogInView(dialog: Dialog, state: State): Dialog {
  if (dialog.kind === "input") return dialog;
  const { seen, all } = dialogHeight(dialog, state);
  const top = Math.max(0, Math.min(dialog.top, all - seen));
  if (dialog.kind !== "search") return { ...dialog, top };
  return { ...dialog, top: Math.max(Math.min(top, dialog.chosen), dialog.chosen - seen + 1) };
}
