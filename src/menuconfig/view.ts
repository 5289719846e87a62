/** The screen of a state: a function of it, and of nothing else. */
import { textWidth } from "../report/safe-text.ts";
import type { MenuRow } from "../service/menu-rows.ts";
import { dialogHeight, hasPane, LEAST, optionLines, partsOf, textLines, titleLines } from "./layout.ts";
import type { Screen } from "./paint.ts";
import { fitted, inLook, type Line, type Look, type Span, shrunk, span, textOf, widthOf } from "./spans.ts";
import type { Dialog, State } from "./state.ts";
import { detailOf, helpKeys, hiddenText, type KeyHelp, menuPathText, valueText, words } from "./words.ts";

export function view(state: State): Screen {
  const { columns, rows } = state.size;
  if (columns < LEAST.columns || rows < LEAST.rows) {
    const lines = Array.from({ length: rows }, (_, index) =>
      fitted(index === 0 ? [span(words.tooSmall)] : [], columns, ""),
    );
    return { lines };
  }
  const dialog = state.dialogs.at(-1);
  return dialog === undefined ? listScreen(state) : dialogScreen(state, dialog);
}

const ellipsisOf = ({ frame }: State): string => (frame.isAscii ? "..." : "…");

// --- the list --------------------------------------------------------------------------------------------------

function listScreen(state: State): Screen {
  const { size, rows, top, cursor } = state;
  const parts = partsOf(size);
  const ellipsis = ellipsisOf(state);
  const whole = (line: Line, fill: Look = "plain") => fitted(line, size.columns, ellipsis, fill);
  const pane = hasPane(size) ? paneOf(state, parts.body) : undefined;
  const width = pane === undefined ? size.columns : size.columns - pane.width - 1;
  const body = Array.from({ length: parts.body }, (_, index) => {
    const row = rows[top + index];
    const line =
      row === undefined ? emptyLine(state, index) : rowLine(state, row, top + index === cursor, width);
    const own = fitted(
      line,
      width,
      ellipsis,
      row !== undefined && top + index === cursor ? "selected" : "plain",
    );
    if (pane === undefined) return own;
    const bar: Span = { text: state.frame.isAscii ? "|" : "│", look: "dim" };
    return [...own, bar, ...fitted(pane.lines[index] ?? [], pane.width, ellipsis)];
  });
  const row = rows[cursor];
  const lines = [
    barLine(state),
    ...(parts.title > 0 ? [whole([span(menuPathText(state), "strong")])] : []),
    ...body,
    ...(parts.detail > 0 ? [whole(row === undefined ? [] : inLook(detailOf(row, state), "dim"))] : []),
    messageLine(state),
    helpLine(state, helpKeys(state)),
  ];
  // A screen reader and a magnifier follow the cursor, seen or not.
  return {
    lines,
    cursor: { row: parts.bar + parts.title + Math.max(0, cursor - top), column: 0, isShown: false },
  };
}

function messageLine(state: State): Line {
  const { message, size, frame } = state;
  const told = [span(" "), ...(message === undefined ? [] : [span(message.text, message.look)])];
  const isCut = widthOf(told) > size.columns;
  const hint = message?.isOfChange && isCut ? [span(`  ${words.showsAll(frame.bindings)} `, "key")] : [];
  return [...fitted(told, size.columns - widthOf(hint), ellipsisOf(state)), ...hint];
}

/** Columns that the title of the tree has at least. */
const LEAST_TITLE = 8;

function barLine(state: State): Line {
  const { frame, size, isChanged, shows, isWhole, rows, top } = state;
  const { body } = partsOf(size);
  const marks = [
    ...(shows === "all" ? [words.allMark] : shows === "changed" ? [words.changedMark] : []),
    ...(isWhole ? [words.wholeMark] : []),
    ...(rows.length > body ? [`${top + 1}-${Math.min(rows.length, top + body)}/${rows.length}`] : []),
  ];
  const { configPath } = frame;
  const shown = marks.map((mark) => `[${mark}]`);
  const unsaved = isChanged ? [words.unsaved] : [];
  const isLong = textWidth(configPath) > size.columns / 3;
  const path = isLong ? configPath.slice(configPath.lastIndexOf("/") + 1) : configPath;
  // What is nearest to the end can be missed most.
  const rights = [[...shown, path, ...unsaved], [...shown, ...unsaved], shown].map((parts) =>
    parts.length === 0 ? "" : ` ${parts.join(" ")} `,
  );
  const right = rights.find((each) => size.columns - textWidth(each) >= LEAST_TITLE) ?? "";
  const title = span(` ${frame.title}`, "bar");
  return [
    ...fitted([title], size.columns - textWidth(right), ellipsisOf(state), "bar"),
    ...(right === "" ? [] : [span(right, "bar")]),
  ];
}

function emptyLine({ rows, shows }: State, index: number): Line {
  if (rows.length > 0 || index > 0) return [];
  return [span(`  ${shows === "changed" ? words.nothingChanged : words.nothingHere}`, "dim")];
}

/** Columns that a prompt has at least. */
const LEAST_PROMPT = 12;

/** Steps of indentation; deeper ones go no further in on a narrow screen. */
const INDENT = 2;

function rowLine(state: State, row: MenuRow, isSelected: boolean, width: number): Line {
  const { frame, isWhole, hasNames } = state;
  const depth = Math.min(row.depth, Math.floor(width / 8));
  const isHidden = row.hidden !== undefined;
  const look: Look = isHidden ? "hidden" : "plain";
  const mark = row.isChanged ? (frame.isAscii ? "*" : "•") : " ";
  const start: Line = [
    span(isSelected ? ">" : " ", "key"),
    span(mark, "changed"),
    { text: " ".repeat(INDENT * depth), look: "plain" },
  ];
  const [value, close, title, ...behind] = rowWords(row, look, isWhole, hasNames);
  const all = [...start, value, close, title, ...behind, ...hiddenSpans(row, frame.isAscii)].filter(
    ({ text }) => text !== "",
  );
  // What kind of entry it is and why it is hidden is seen as well as how a long prompt goes on.
  const ellipsis = ellipsisOf(state);
  const short = shrunk(
    all,
    all.indexOf(title),
    width,
    Math.max(LEAST_PROMPT, Math.floor(width / 3)),
    ellipsis,
  );
  const line = shrunk(short, all.indexOf(value), width, Math.floor(width / 4), ellipsis);
  return isSelected ? inLook(line, "selected") : line;
}

/** The value, its end, the title, and what stands behind it. */
function rowWords(
  row: MenuRow,
  look: Look,
  isWhole: boolean,
  hasNames: boolean,
): readonly [Span, Span, Span, ...Span[]] {
  const { symbol, prompt, isNew, opens, isEmpty, kind, chosen } = row;
  const title = prompt === "" ? (symbol?.name ?? "") : prompt;
  if (kind === "comment") return [span("   ", "dim"), span(" "), span(`*** ${title} ***`, "dim")];
  const value = valueText(row);
  const name =
    hasNames && symbol !== undefined && symbol.name !== "" && prompt !== "" ? ` <${symbol.name}>` : "";
  const member = chosen === undefined ? "" : ` (${promptOf(chosen)})`;
  const arrow = !opens ? "" : isWhole ? "" : isEmpty ? "  ----" : "  --->";
  return [
    span(value.slice(0, -1), look === "hidden" ? "hidden" : "value"),
    span(`${value.slice(-1)} `, look === "hidden" ? "hidden" : "value"),
    span(title, look === "plain" && opens ? "strong" : look),
    span(name, "dim"),
    span(member, look === "hidden" ? "hidden" : "value"),
    span(isNew ? " (NEW)" : "", "warning"),
    span(arrow, look),
  ];
}

const promptOf = (symbol: NonNullable<MenuRow["chosen"]>): string =>
  symbol.propertiesOf("prompt")[0]?.text ?? symbol.name;

function hiddenSpans(row: MenuRow, isAscii: boolean): Line {
  const text = hiddenText(row);
  return text === undefined ? [] : [span(isAscii ? `  - ${text}` : `  ✗ ${text}`, "warning")];
}

// --- beside the list -------------------------------------------------------------------------------------------

/** Part of the columns that the pane gets. */
const PANE_PART = 0.45;

function paneOf(state: State, height: number): { readonly width: number; readonly lines: readonly Line[] } {
  const width = Math.floor(state.size.columns * PANE_PART);
  const row = state.rows[state.cursor];
  const lines = row !== undefined && state.pane?.node === row.node.id ? state.pane.lines : [];
  return { width, lines: textLines(lines, { columns: width, rows: height }) };
}

// --- dialogs ---------------------------------------------------------------------------------------------------

function dialogScreen(state: State, dialog: Dialog): Screen {
  const { size } = state;
  const ellipsis = ellipsisOf(state);
  const { bar, help } = partsOf(size);
  const { lines, cursor } = bodyOf(state, dialog);
  const mark = scrollMark(state, dialog);
  const title = titleLines(dialog, size).map((line, index, { length }) => {
    const behind = index === length - 1 ? mark : [];
    const room = size.columns - widthOf(behind);
    return widthOf(line) <= room
      ? fitted([...line, ...behind], size.columns, ellipsis)
      : [...fitted(line, room, ellipsis), ...behind];
  });
  const rows = size.rows - bar - help - title.length;
  const all = [
    barLine(state),
    ...title,
    ...Array.from({ length: rows }, (_, index) => fitted(lines[index] ?? [], size.columns, ellipsis)),
    helpLine(state, words.dialogKeys[dialog.kind]),
  ];
  const place = cursor && { ...cursor, row: cursor.row + bar + title.length };
  return { lines: all, ...(place !== undefined && { cursor: place }) };
}

function scrollMark(state: State, dialog: Dialog): Line {
  if (dialog.kind !== "text" && dialog.kind !== "choose") return [];
  const { seen, all } = dialogHeight(dialog, state);
  return all <= seen ? [] : [span(`  ${dialog.top + 1}-${Math.min(all, dialog.top + seen)}/${all}`, "dim")];
}

interface Body {
  readonly lines: readonly Line[];
  readonly cursor?: NonNullable<Screen["cursor"]>;
}

function bodyOf(state: State, dialog: Dialog): Body {
  const { size } = state;
  const { seen } = dialogHeight(dialog, state);
  switch (dialog.kind) {
    case "text":
      return { lines: textLines(dialog.lines, size).slice(dialog.top, dialog.top + seen) };
    case "choose": {
      const told = textLines(dialog.lines, size).slice(dialog.top, dialog.top + seen);
      const options = optionLines(dialog, size);
      return { lines: told.length === 0 ? options : [...told, [], ...options] };
    }
    case "input": {
      const { seen: rows } = dialogHeight(dialog, state);
      const told = textLines(dialog.lines, size);
      const field = fieldOf(dialog, size.columns);
      const objection: Line = dialog.objection === "" ? [] : [span(` ${dialog.objection}`, "error")];
      const before = told.slice(0, Math.max(0, rows - 2));
      return {
        lines: [...before, field.line, objection],
        cursor: { row: before.length, column: field.column, isShown: true },
      };
    }
    case "search": {
      const field = fieldOf(dialog, size.columns, "/ ");
      const hits = dialog.hits.listed.slice(dialog.top, dialog.top + seen).map(({ title }, index) => {
        const isChosen = dialog.top + index === dialog.chosen;
        const line: Line = [span(isChosen ? "> " : "  ", "key"), ...title];
        return isChosen
          ? fitted(inLook(line, "selected"), size.columns, ellipsisOf(state), "selected")
          : line;
      });
      const chosen = dialog.hits.listed[dialog.chosen];
      const padding = Array.from({ length: Math.max(0, seen - hits.length) }, (): Line => []);
      return {
        lines: [
          field.line,
          ...hits,
          ...padding,
          [],
          chosen === undefined ? [] : [span(" "), ...chosen.detail],
        ],
        cursor: { row: 0, column: field.column, isShown: true },
      };
    }
  }
}

/** A line that is typed: its end is seen while the cursor is there. */
function fieldOf(
  { text, at }: { readonly text: string; readonly at: number },
  columns: number,
  lead = "> ",
): { readonly line: Line; readonly column: number } {
  const room = Math.max(1, columns - lead.length - 2);
  const before = [...span(text.slice(0, at)).text];
  while (textWidth(before.join("")) > room) before.shift();
  const shown = before.join("");
  const rest = span(text.slice(at)).text;
  const line: Line = [span(` ${lead}`, "key"), span(shown + rest, "value")];
  return { line: [line[0], ...fitted([line[1]], room + 1, "")], column: 1 + lead.length + textWidth(shown) };
}

// --- what can be done ------------------------------------------------------------------------------------------

/** As many as there is room for. */
function helpLine(state: State, entries: KeyHelp): Line {
  const { columns } = state.size;
  const line: Span[] = [span(" ")];
  for (const [keys, does] of entries) {
    const next = [span(keys, "key"), span(` ${does}  `, "dim")];
    if (widthOf(line) + widthOf(next) - 1 > columns) continue;
    line.push(...next);
  }
  return fitted(line, columns, "");
}

/** The screen as text, for who reads it without a terminal. */
export function screenText({ lines }: Screen): string {
  return lines.map((line) => `${textOf(line).trimEnd()}\n`).join("");
}
