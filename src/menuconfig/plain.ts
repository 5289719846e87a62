/** Line by line, for a screen reader or a terminal that can do nothing else: lists with numbers, commands as words. */
import { safeLine } from "../report/safe-text.ts";
import type { MenuRow } from "../service/menu-rows.ts";
import type { Host } from "../text/host.ts";
import type { Answers } from "./answers.ts";
import { feed } from "./feed.ts";
import { textOf } from "./spans.ts";
import { type Dialog, type Event, type Frame, rowsQuestion, type State, startState } from "./state.ts";
import { hiddenText, menuPathText, titleOf, words } from "./words.ts";

/** A longer line is none. */
const LONGEST_LINE = 10_000;
/** Dialogs are laid out for as many lines as they have. */
const ENDLESS = { columns: 100, rows: 1_000_000 };

/** Answers the exit code; the end of the input is as if nothing more was to be changed, and nothing is saved by it. */
export async function runPlain(
  host: Host,
  frame: Frame,
  answers: Answers,
  first: readonly Event[],
): Promise<number> {
  const { stdin, stdout } = host;
  const print = (lines: readonly string[]) =>
    stdout.write(lines.map((line) => `${safeLine(line).trimEnd()}\n`).join(""));
  let state = startState(frame, ENDLESS);
  const rows = await answers.answer({ kind: "rows", question: rowsQuestion(state) });
  for (const event of [rows, ...first]) state = (await feed(state, event, answers)).state;
  print([frame.title, "h: help"]);
  for (;;) {
    const dialog = state.dialogs.at(-1);
    if (state.message !== undefined) print([state.message.text]);
    print(dialog === undefined ? listLines(state) : dialogLines(dialog));
    if (dialog?.kind === "text") state = { ...state, dialogs: state.dialogs.slice(0, -1) };
    let events: readonly Event[] | undefined;
    while (events === undefined) {
      stdout.write("> ");
      const line = stdin.readLine(LONGEST_LINE);
      if (line === undefined) {
        stdout.write("\n");
        return 0;
      }
      const command = line.replace(/[\r\n]+$/, "");
      const asked = state.dialogs.at(-1);
      events = asked === undefined ? eventsFor(state, command.trim()) : eventsInDialog(asked, command);
      if (events === undefined) print(asked === undefined ? HELP : ["not one of the answers"]);
    }
    state = { ...state, message: undefined };
    for (const event of events) {
      const fed = await feed(state, event, answers);
      state = fed.state;
      if (fed.exit === undefined) continue;
      if (state.message !== undefined) print([state.message.text]);
      return fed.exit;
    }
  }
}

const HELP = [
  "a number: open the menu, change the value, or choose the entry",
  "a number and y, m or n: set the value, as in: 3 y",
  "a number, = and a text: set a number or string, as in: 4 = 16",
  "? and a number: explain the entry; f and a number: ways to set it; r and a number: reset it",
  "/ and words: search",
  "b: back to the menu above; N: the next result of the search; B: back from it; an empty line: the list again",
  "a: all entries, also hidden ones; c: what has changed; t: the whole tree",
  "u: undo; U: redo; v: what followed from the last change; d: difference to the saved file",
  "s: save; S: save as; o: load; q: quit",
];

const key = (name: string, text?: string): Event => ({ kind: "key", key: { name, text } });

/** Moves to an entry by keys alone, as all that is done here is done. */
function selecting({ rows }: State, index: number): readonly Event[] | undefined {
  if (rows[index] === undefined) return undefined;
  return [key("home"), ...Array.from({ length: index }, () => key("down"))];
}

/** Undefined for what is no command. */
function eventsFor(state: State, command: string): readonly Event[] | undefined {
  if (command === "") return [];
  const search = /^\/\s*(.+)$/.exec(command);
  if (search !== null) return [key("/"), key("paste", search[1])];
  const about = /^([?fr])\s*(\d+)$/.exec(command);
  if (about !== null) return behind(selecting(state, Number(about[2]) - 1), [key(about[1])]);
  const text = /^(\d+)\s*=\s?(.*)$/.exec(command);
  if (text !== null) {
    const index = Number(text[1]) - 1;
    if (state.rows[index]?.takesText !== true) return undefined;
    return behind(selecting(state, index), [
      key("enter"),
      key("C-e"),
      key("C-u"),
      key("paste", text[2]),
      key("enter"),
    ]);
  }
  const numbered = /^(\d+)\s*([ymn]?)$/.exec(command);
  if (numbered !== null)
    return behind(selecting(state, Number(numbered[1]) - 1), [
      key(numbered[2] === "" ? "enter" : numbered[2]),
    ]);
  if (command === "b") return [key("left")];
  return /^[actuUvdsSoqBN]$/.test(command) ? [key(command)] : undefined;
}

function behind(start: readonly Event[] | undefined, rest: readonly Event[]): readonly Event[] | undefined {
  return start === undefined ? undefined : [...start, ...rest];
}

function eventsInDialog(dialog: Dialog, line: string): readonly Event[] | undefined {
  switch (dialog.kind) {
    case "text":
      return [key("esc")];
    case "input":
      // An empty line leaves it; two quotes are the empty string.
      if (line === "") return [key("esc")];
      return [key("C-e"), key("C-u"), ...(line === '""' ? [] : [key("paste", line)]), key("enter")];
    case "choose": {
      const answer = line.trim();
      if (answer === "") return [key("esc")];
      const isThere = dialog.options.some(({ key: each }) => each.toLowerCase() === answer.toLowerCase());
      return isThere ? [key(answer.toLowerCase())] : undefined;
    }
    case "search": {
      if (line.trim() === "") return [key("esc")];
      const index = Number(line) - 1;
      if (!/^\d+$/.test(line.trim()) || dialog.hits.listed[index] === undefined) return undefined;
      return [...Array.from({ length: index }, () => key("down")), key("enter")];
    }
  }
}

// --- what is printed -------------------------------------------------------------------------------------------

function listLines(state: State): readonly string[] {
  const { rows } = state;
  const path = menuPathText(state).trim();
  if (rows.length === 0) return [path, state.shows === "changed" ? words.nothingChanged : words.nothingHere];
  return [path, ...rows.map((row, index) => `${index + 1}. ${rowText(row)}`)];
}

function rowText(row: MenuRow): string {
  const {
    symbol,
    prompt,
    kind,
    value,
    chosen,
    isMember,
    isNew,
    isChanged,
    opens,
    isEmpty,
    assignable,
    takesText,
  } = row;
  const title = prompt === "" ? titleOf(row) : prompt;
  const isLocked =
    symbol !== undefined && kind === "symbol" && !isMember && assignable.length === 0 && !takesText;
  const hidden = hiddenText(row);
  const shown =
    symbol === undefined || kind === "choice"
      ? ""
      : isMember
        ? `: ${value === "y" ? "chosen" : "not chosen"}`
        : `: ${symbol.type === "string" ? `"${value}"` : value}`;
  const parts = [
    `${title}${shown}`,
    ...(chosen === undefined ? [] : [`chosen: ${chosen.propertiesOf("prompt")[0]?.text ?? chosen.name}`]),
    ...(symbol === undefined || symbol.name === "" || prompt === "" ? [] : [symbol.name]),
    ...(kind === "comment"
      ? ["comment"]
      : opens
        ? [isEmpty ? "empty menu" : kind === "choice" ? "choice" : "menu"]
        : []),
    ...(isChanged ? ["changed"] : []),
    ...(isNew ? ["new"] : []),
    ...(hidden === undefined ? (isLocked ? ["cannot be changed here"] : []) : [`hidden, ${hidden}`]),
  ];
  return parts.join(", ");
}

function dialogLines(dialog: Dialog): readonly string[] {
  switch (dialog.kind) {
    case "text":
      return [dialog.title, ...dialog.lines.map(textOf)];
    case "input":
      return [
        dialog.title,
        ...dialog.lines.map(textOf),
        ...(dialog.text === "" ? [] : [`now: ${dialog.text}`]),
        ...(dialog.objection === "" ? [] : [`not possible: ${dialog.objection}`]),
        'type a text; an empty line leaves it, "" is the empty text',
      ];
    case "choose":
      return [
        dialog.title,
        ...dialog.lines.map(textOf),
        ...dialog.options.map(({ key: letter, label }) => `${letter}: ${textOf(label)}`),
        "type a letter; an empty line leaves all as it is",
      ];
    case "search":
      return [
        words.searchTitle(dialog.hits, dialog.text),
        ...dialog.hits.listed.map(
          ({ title, detail }, index) => `${index + 1}. ${textOf(title)}, ${textOf(detail).trim()}`,
        ),
        "type a number to go there; an empty line closes the results",
      ];
  }
}
