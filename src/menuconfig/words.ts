/** What the menu program says. */

import type { ChangeSet } from "../evaluate/change-set.ts";
import type { NodeId } from "../model/columns.ts";
import type { MenuNode, Model } from "../model/model.ts";
import { causeText } from "../report/change-lines.ts";
import { counted } from "../report/counted.ts";
import { expressionText } from "../report/expression-text.ts";
import type { Style } from "../report/style.ts";
import type { Followed, Valued } from "../service/editing.ts";
import type { MenuRow } from "../service/menu-rows.ts";
import { ACTION_WORDS, type Action, type Bindings, keyText } from "./bindings.ts";
import { type Line, type Span, span } from "./spans.ts";
import type { Dialog, Hits, InputDialog, Message, State } from "./state.ts";

/** Keys and what they do, what matters most first. */
export type KeyHelp = readonly (readonly [keys: string, does: string])[];

/** The name that people know an entry by. */
export function titleOf({ symbol, prompt }: MenuRow): string {
  return symbol === undefined || symbol.name === "" ? prompt : symbol.name;
}

const first = (bindings: Bindings, action: Action): string => keyText(bindings[action][0] ?? "");

export const words = {
  tooSmall: "terminal too small",
  noSymbol: "a menu or comment has no value",
  nothingFollowed: "nothing has changed yet",
  wasSet: "set",
  showsAll: (bindings: Bindings) => `${first(bindings, "follows")} shows all`,
  followsTitle: "What followed from the last change",
  loadTitle: "Load a .config: its values replace all that is set",
  keysTitle: "Keys",
  noSearch: "no search was made yet",
  nothingChanged: "no value differs from the saved file",
  nothingHere: "no entry can be seen here",
  allMark: "all entries",
  changedMark: "changed",
  wholeMark: "tree",
  unsaved: "(changed)",
  fragmentOrigin: "the configuration that this fragment was saved from",
  runningCommands: "running the commands of the tree...",
  lookingForWays: "looking for ways...",
  moreLines: (count: number) => `  ${count} more ${count === 1 ? "line does" : "lines do"} not fit here`,
  nothingToUndo: "nothing to undo",
  nothingToRedo: "nothing to redo",
  nothingSet: "nothing is set here by hand",
  hitCount: (at: number, { listed, areMore }: Hits) =>
    `result ${at + 1} of ${areMore ? "the best " : ""}${listed.length.toLocaleString("en-US")}`,
  searchTitle: ({ listed, areMore }: Hits, text: string) =>
    text === ""
      ? "Search names, prompts and help texts"
      : `${areMore ? "more than " : ""}${counted(listed.length, "result")}`,
  jumped: (isHidden: boolean, bindings: Bindings) =>
    `${first(bindings, "back")} goes back, ${first(bindings, "nextHit")} to the next result${isHidden ? `; ${first(bindings, "showAll")} hides hidden entries` : ""}`,
  emptyMenu: (row: MenuRow, bindings: Bindings) =>
    row.symbol !== undefined && row.value === "n"
      ? `no entry can be seen here while ${titleOf(row)} is n (${first(bindings, "showAll")} shows all)`
      : `no entry can be seen here (${first(bindings, "showAll")} shows all)`,
  notLogical: (row: MenuRow, value: string) =>
    `${titleOf(row)} is of type ${row.symbol?.type ?? ""}, and has no ${value}`,
  noModule: (row: MenuRow) => `${titleOf(row)} is a bool, and cannot be m`,
  isAlready: (row: MenuRow) => `${titleOf(row)} is ${row.value} already`,
  choiceKeeps: (row: MenuRow) => `the choice "${row.prompt}" keeps its value: choose one of its members`,
  isFree: (row: MenuRow) => `${titleOf(row)} can be set to any of its values: ${row.assignable.join(", ")}`,
  dialogKeys: {
    text: [
      ["Esc", "close"],
      ["Up Down PgUp PgDn", "scroll"],
    ],
    input: [
      ["Enter", "take"],
      ["Esc", "cancel"],
    ],
    choose: [
      ["Enter", "take"],
      ["Esc", "cancel"],
      ["Up Down", "choose"],
      ["PgUp PgDn", "scroll"],
    ],
    search: [
      ["Enter", "jump"],
      ["Esc", "close"],
      ["Up Down PgUp PgDn", "choose"],
    ],
  } satisfies Record<Dialog["kind"], KeyHelp>,
} as const;

// --- entries ---------------------------------------------------------------------------------------------------

const SIGN: Readonly<Record<string, string>> = { y: "*", m: "M", n: " " };

/** The value before an entry, as mconf and nconf show it. */
export function valueText({
  kind,
  type,
  value,
  assignable,
  isMember,
  isAtLeastM,
  symbol,
  takesText,
}: MenuRow): string {
  if (kind === "menu" || symbol === undefined) return "   ";
  if (kind === "choice" && assignable.length === 0) return "   ";
  const sign = SIGN[value] ?? " ";
  if (isMember) return value === "y" ? "(X)" : "( )";
  if (type === "bool") return assignable.length > 0 ? `[${sign}]` : `-${sign}-`;
  if (type === "tristate") {
    if (assignable.length === 0) return `-${sign}-`;
    return isAtLeastM ? `{${sign}}` : `<${sign}>`;
  }
  if (type === "int" || type === "hex" || type === "string")
    return takesText || value !== "" ? `(${value})` : "( )";
  return "   ";
}

/** Why an entry cannot be seen; undefined for one that can. */
export function hiddenText({ hidden }: MenuRow): string | undefined {
  switch (hidden?.kind) {
    case undefined:
      return undefined;
    case "no-prompt":
      return "no prompt";
    case "choice":
      return "its choice hides it";
    case "unmet":
      return `needs ${expressionText(hidden.part)}`;
  }
}

/** The menus around what is listed. */
export function menuPathText({ node, isWhole, shows, frame }: State): string {
  if (shows === "changed") return " Values that differ from the saved file";
  if (isWhole) return " The whole tree";
  return ` ${node === undefined ? "Main menu" : menuTitles(node, frame.isAscii)}`;
}

/** Titles of a menu and those around it. */
export function menuTitles(node: MenuNode, isAscii: boolean): string {
  const titles: string[] = [];
  for (let at: MenuNode | undefined = node; at?.parent !== undefined; at = above(at))
    titles.unshift(at.prompt?.text ?? "");
  return titles.join(isAscii ? " > " : " › ");
}

/** What is told of the selected entry in one line. */
export function detailOf(row: MenuRow, { frame, shows, isWhole }: State): Line {
  const { symbol, node } = row;
  const dot = frame.isAscii ? " - " : " · ";
  const around = above(node);
  const parts = [
    ...(symbol === undefined || symbol.name === "" ? [] : [`${symbol.name} = ${shownValue(row)}`]),
    ...(symbol === undefined ? [] : [symbol.isChoice ? "choice" : symbol.type]),
    `${node.place.path}:${node.place.line}`,
    ...(shows === "changed" || isWhole
      ? around === undefined
        ? []
        : [menuTitles(around, frame.isAscii)]
      : []),
  ];
  return [span(` ${parts.join(dot)}`)];
}

function shownValue({ symbol, value }: MenuRow): string {
  return symbol?.type === "string" ? `"${value}"` : value === "" ? '""' : value;
}

/** The entry whose list an entry is in; undefined for the main menu. */
export function above(node: MenuNode): MenuNode | undefined {
  for (let at = node.parent; at?.parent !== undefined; at = at.parent) if (isMenuRow(at)) return at;
  return undefined;
}

export function isMenuRow({ kind }: MenuNode): boolean {
  return kind === "menu" || kind === "menuconfig" || kind === "choice";
}

/** By what a list is remembered: its entry, 0 for the main menu. */
export function listOf({ node }: Pick<State, "node">): NodeId {
  return node?.id ?? 0;
}

/** The next of the values that it can have, n, m, y, and n again; undefined where it can have no other. */
export function nextValue({ assignable, value }: MenuRow): string | undefined {
  const others = assignable.filter((each) => each !== value);
  if (others.length === 0) return undefined;
  const order = ["n", "m", "y"];
  const at = order.indexOf(value);
  for (let by = 1; by <= order.length; by++) {
    const next = order[(at + by) % order.length];
    if (others.includes(next)) return next;
  }
  return undefined;
}

// --- what can be done ------------------------------------------------------------------------------------------

/** The keys that do something to the selected entry first, then those that always do. */
export function helpKeys(state: State): KeyHelp {
  const { bindings } = state.frame;
  const row = state.rows[state.cursor];
  const key = (action: Action, does: string): readonly [string, string] => [first(bindings, action), does];
  const values = row === undefined ? [] : row.assignable.filter((each) => each !== row.value);
  const isLocked =
    row?.symbol !== undefined && row.kind === "symbol" && !row.takesText && values.length === 0;
  const opens = row?.opens === true && !state.isWhole && state.shows !== "changed" && !row.isEmpty;
  return [
    ...(values.length > 0 && row?.kind !== "choice"
      ? [["Space", values.length === 1 ? values[0] : "change"] as const]
      : []),
    ...(row?.takesText ? [key("open", "edit")] : opens ? [key("open", "open")] : []),
    ...(isLocked && !row?.isMember ? [key("ways", "ways to set it")] : []),
    key("explain", "explain"),
    key("search", "search"),
    ...(state.node !== undefined || state.isWhole || state.shows === "changed" ? [key("leave", "back")] : []),
    key("save", "save"),
    key("quit", "quit"),
    key("help", "keys"),
    key("undo", "undo"),
    key("showAll", state.shows === "all" ? "visible only" : "all"),
    key("showChanged", "changed"),
    key("showWhole", state.isWhole ? "menus" : "tree"),
    key("difference", "difference"),
  ];
}

/** All keys, on a page. */
export function keysPage(bindings: Bindings): readonly Line[] {
  const rows = Object.entries(ACTION_WORDS).map(([action, does]) => ({
    keys: bindings[action as Action].map(keyText).join(", "),
    does,
  }));
  const width = Math.max(...rows.map(({ keys }) => keys.length));
  return rows.map(({ keys, does }) => [span(keys.padEnd(width + 2), "key"), span(does)]);
}

// --- dialogs ---------------------------------------------------------------------------------------------------

export function valueDialog(row: MenuRow): InputDialog {
  const { symbol, value, range } = row;
  const title = `${titleOf(row)}: ${row.prompt}`;
  return {
    kind: "input",
    title,
    lines: [
      [
        span(
          `${symbol?.type ?? ""}${range === undefined ? "" : `, from ${range.low} to ${range.high}`}`,
          "dim",
        ),
      ],
    ],
    text: value,
    at: value.length,
    purpose: { kind: "value", row },
    objection: "",
  };
}

export function saveChoices(): Dialog {
  const input = (title: string, what: "fragment" | "defconfig" | "dot-config"): InputDialog => ({
    kind: "input",
    title,
    lines: [[span("a file name", "dim")]],
    text: "",
    at: 0,
    purpose: { kind: "save-as", what },
    objection: "",
  });
  return {
    kind: "choose",
    title: "Save as",
    lines: [],
    options: [
      {
        key: "f",
        label: [span("a fragment: only the lines that lead here from a base")],
        dialog: input("Save as a fragment", "fragment"),
      },
      {
        key: "d",
        label: [span("a defconfig: only what differs from the defaults")],
        dialog: input("Save as a defconfig", "defconfig"),
      },
      {
        key: "c",
        label: [span("a whole .config under another name")],
        dialog: input("Save a copy", "dot-config"),
      },
    ],
    chosen: 0,
    top: 0,
  };
}

// --- changes ---------------------------------------------------------------------------------------------------

/** Names in a row before the rest is counted. */
const MOST_NAMES = 4;

type Signs = Style["signs"];

function pair({ symbol, before, after }: Valued, { arrow, none }: Signs): string {
  const quote = (text: string | undefined) =>
    text === undefined ? none : symbol.type === "string" ? `"${text}"` : text === "" ? '""' : text;
  return `${quote(before)} ${arrow} ${quote(after)}`;
}

/** `VFIO n → m; 3 others follow: A, B, C`. */
export function changeMessage(
  { changes }: ChangeSet,
  valued: readonly Valued[],
  model: Model,
  signs: Signs,
  lead = "",
): Message {
  const asked = valued.filter(({ isAsked }) => isAsked);
  const others = valued.filter(({ isAsked }) => !isAsked);
  const known = new Set(valued.map(({ symbol }) => symbol.id));
  const appeared = changes
    .filter(({ symbol, visibility }) => !known.has(symbol) && visibility.from === 0 && visibility.to > 0)
    .map(({ symbol }) => model.symbolAt(symbol))
    .filter(({ isChoice, name, hasPrompt }) => !isChoice && name !== "" && hasPrompt);
  const shown = asked.slice(0, MOST_NAMES).map((each) => `${each.symbol.name} ${pair(each, signs)}`);
  const more = asked.length - shown.length;
  const names = others.slice(0, MOST_NAMES).map(({ symbol }) => symbol.name);
  const parts = [
    [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", "),
    others.length === 0
      ? ""
      : `${counted(others.length, "symbol")} follow${others.length === 1 ? "s" : ""}: ${names.join(", ")}${others.length > MOST_NAMES ? `, ${signs.ellipsis}` : ""}`,
    appeared.length === 0
      ? ""
      : `${counted(appeared.length, "symbol")} become${appeared.length === 1 ? "s" : ""} visible`,
  ].filter((part) => part !== "");
  const text = parts.length === 0 ? "no value changes" : parts.join("; ");
  return { text: lead === "" ? text : `${lead}: ${text}`, look: "good", isOfChange: true };
}

/** Each symbol that has another value, and why, as `explain --effects` says it; those that were set come first. */
export function followLines(followed: readonly Followed[], { signs }: Style): readonly Line[] {
  const rows = [...followed.filter(({ cause }) => !cause), ...followed.filter(({ cause }) => cause)].map(
    (each) => {
      const { symbol, cause } = each;
      const why = cause === undefined ? words.wasSet : causeText(cause, symbol);
      const [text, place] = why.split(/ {2}(?=\S+$)/);
      return { name: symbol.name, values: pair(each, signs), text, place };
    },
  );
  const width = (of: (row: (typeof rows)[number]) => string) =>
    Math.min(32, Math.max(0, ...rows.map((row) => of(row).length)));
  const [names, values] = [width(({ name }) => name), width((row) => row.values)];
  return rows.map((row): readonly Span[] => [
    span(`${row.name.padEnd(names)}  `, "strong"),
    span(`${row.values.padEnd(values)}  `, "value"),
    span(row.text, "dim"),
    ...(row.place === undefined ? [] : [span(`  ${row.place}`, "place")]),
  ]);
}
