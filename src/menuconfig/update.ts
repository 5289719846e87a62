/** What a key or an answer makes of a state: no terminal, no tree, no clock. */
import type { NodeId } from "../model/columns.ts";
import type { MenuNode } from "../model/model.ts";
import type { MenuRow, Shows } from "../service/menu-rows.ts";
import { type Action, actionsByKey, type Bindings } from "./bindings.ts";
import { dialogKey } from "./dialogs.ts";
import type { Key } from "./keys.ts";
import { dialogInView, hasPane, listHeight, rowAt } from "./layout.ts";
import {
  type Ask,
  type Event,
  type Message,
  NO_HITS,
  rowsQuestion,
  type State,
  type Step,
  selectedRow,
} from "./state.ts";
import { above, keysPage, listOf, nextValue, saveChoices, valueDialog, words } from "./words.ts";

const step = (state: State, ...asks: readonly Ask[]): Step => ({ state, asks });

/** The next state, with all that is asked for on the way to it. */
export function update(state: State, event: Event): Step {
  const next = take(state, event);
  const kept = inView(next.state);
  const row = selectedRow(kept);
  const isTold = row === undefined || kept.pane?.node === row.node.id;
  const wantsPane = hasPane(kept.size) && kept.dialogs.length === 0 && !isTold && next.asks.length === 0;
  return wantsPane ? step(kept, { kind: "glance", row }) : { state: kept, asks: next.asks };
}

function take(state: State, event: Event): Step {
  switch (event.kind) {
    case "key":
      return state.dialogs.length > 0 ? keyInDialog(state, event.key) : keyInList(state, event.key);
    case "size":
      return step(resized(state, event.size));
    case "rows":
      return step(withRows(state, event.rows, event.selected));
    case "changed": {
      const { message, isChanged, hasFollows } = event;
      const changed = { ...state, message, isChanged, hasFollows, pane: undefined };
      return step(changed, {
        kind: "rows",
        question: rowsQuestion(changed),
        selected: selectedRow(state)?.node.id,
      });
    }
    case "message":
      return step({ ...state, message: event.message });
    case "dialog":
      return step({ ...state, dialogs: [...state.dialogs, event.dialog], message: undefined });
    case "pane":
      return step({ ...state, pane: { node: event.node, lines: event.lines } });
    case "hits": {
      const { text, hits } = event;
      // Of several answers that were asked for, only that for the text as it is now counts.
      return step(
        withTop(state, (dialog) =>
          dialog.kind === "search" && dialog.text === text ? { ...dialog, hits, chosen: 0, top: 0 } : dialog,
        ),
      );
    }
    case "tried": {
      const { text, objection } = event;
      return step(
        withTop(state, (dialog) =>
          dialog.kind === "input" && dialog.text === text ? { ...dialog, objection } : dialog,
        ),
      );
    }
    case "ended":
      return step(state, { kind: "quit", exit: event.exit });
    case "saved": {
      const saved = { ...state, message: event.message, isChanged: false };
      if (event.quits) return step(saved, { kind: "quit", exit: 0 });
      // What counted as changed does not any more.
      return step(saved, {
        kind: "rows",
        question: rowsQuestion(saved),
        selected: selectedRow(state)?.node.id,
      });
    }
  }
}

function resized(state: State, size: State["size"]): State {
  const next = { ...state, size };
  return { ...next, dialogs: state.dialogs.map((dialog) => dialogInView(dialog, next)) };
}

function withTop(
  state: State,
  change: (dialog: State["dialogs"][number]) => State["dialogs"][number],
): State {
  const dialog = state.dialogs.at(-1);
  return dialog === undefined
    ? state
    : { ...state, dialogs: [...state.dialogs.slice(0, -1), change(dialog)] };
}

function withRows(state: State, rows: readonly MenuRow[], selected: NodeId | undefined): State {
  const found = rows.findIndex(({ node }) => node.id === selected);
  const cursor = found >= 0 ? found : Math.max(0, Math.min(state.cursor, rows.length - 1));
  return { ...state, rows, cursor };
}

/** The list scrolled as little as shows the selected row. */
function inView(state: State): State {
  const height = Math.max(1, listHeight(state.size));
  const most = Math.max(0, state.rows.length - height);
  const top = Math.max(0, Math.min(state.top, state.cursor, most));
  const fitting = Math.max(top, state.cursor - height + 1);
  return fitting === state.top ? state : { ...state, top: fitting };
}

// --- keys of a list --------------------------------------------------------------------------------------------

const actionTables = new WeakMap<Bindings, ReadonlyMap<string, Action>>();

function actionOf({ frame }: State, { name }: Key): Action | undefined {
  let table = actionTables.get(frame.bindings);
  if (table === undefined) {
    table = actionsByKey(frame.bindings);
    actionTables.set(frame.bindings, table);
  }
  return table.get(name);
}

function keyInList(given: State, key: Key): Step {
  const state = { ...given, message: undefined };
  if (key.name === "click") return clicked(state, key);
  if (key.name === "wheelup") return step(moved(state, -WHEEL));
  if (key.name === "wheeldown") return step(moved(state, WHEEL));
  const action = actionOf(state, key);
  return action === undefined ? step(state) : act(state, action);
}

/** Rows that one turn of the wheel moves. */
const WHEEL = 3;

function clicked(state: State, { at }: Key): Step {
  const index = at === undefined ? undefined : rowAt(state, at);
  if (index === undefined) return step(state);
  return index === state.cursor ? act(state, "open") : step({ ...state, cursor: index });
}

function moved(state: State, by: number): State {
  return { ...state, cursor: Math.max(0, Math.min(state.rows.length - 1, state.cursor + by)) };
}

function act(state: State, action: Action): Step {
  const row = selectedRow(state);
  switch (action) {
    case "up":
      return step(moved(state, -1));
    case "down":
      return step(moved(state, 1));
    case "pageUp":
      return step(moved(state, -listHeight(state.size)));
    case "pageDown":
      return step(moved(state, listHeight(state.size)));
    case "first":
      return step({ ...state, cursor: 0 });
    case "last":
      return step({ ...state, cursor: Math.max(0, state.rows.length - 1) });
    case "in":
      return row?.opens ? entered(state, row) : step(state);
    case "open":
      return row === undefined ? step(state) : opened(state, row);
    case "out":
      return left(state) ?? step(state);
    case "leave":
      return left(state) ?? step(state, { kind: "leave" });
    case "toggle":
      return row === undefined ? step(state) : toggled(state, row);
    case "yes":
      return set(state, row, "y");
    case "module":
      return set(state, row, "m");
    case "no":
      return set(state, row, "n");
    case "reset":
      return row === undefined ? step(state) : step(state, { kind: "reset", row });
    case "ways":
      return row?.symbol === undefined ? step(told(state, words.noSymbol)) : waysFor(state, row);
    case "explain":
      return row === undefined ? step(state) : step(state, { kind: "explain", row });
    case "search":
      return step({
        ...state,
        dialogs: [{ kind: "search", text: "", at: 0, hits: NO_HITS, chosen: 0, top: 0 }],
      });
    case "nextHit":
      return nextHit(state);
    case "back":
      return back(state);
    case "showAll":
      return shown(state, state.shows === "all" ? "visible" : "all");
    case "showChanged":
      return shown(state, state.shows === "changed" ? "visible" : "changed");
    case "showWhole":
      return whole(state);
    case "showNames":
      return step({ ...state, hasNames: !state.hasNames });
    case "undo":
      return step(state, { kind: "undo" });
    case "redo":
      return step(state, { kind: "redo" });
    case "follows":
      return state.hasFollows ? step(state, { kind: "follows" }) : step(told(state, words.nothingFollowed));
    case "difference":
      return step(state, { kind: "difference" });
    case "save":
      return step(state, { kind: "save", quits: false });
    case "saveAs":
      return step({ ...state, dialogs: [saveChoices()] });
    case "load":
      return step({
        ...state,
        dialogs: [
          {
            kind: "input",
            title: words.loadTitle,
            lines: [],
            text: "",
            at: 0,
            purpose: { kind: "load" },
            objection: "",
          },
        ],
      });
    case "quit":
      return step(state, { kind: "leave" });
    case "help":
      return step({
        ...state,
        dialogs: [{ kind: "text", title: words.keysTitle, lines: keysPage(state.frame.bindings), top: 0 }],
      });
    case "suspend":
      return step(state, { kind: "suspend" });
    case "redraw":
      return step(state, { kind: "redraw" });
    case "interrupt":
      return step(state, { kind: "interrupt" });
  }
}

function told(state: State, text: string, look: Message["look"] = "plain"): State {
  return { ...state, message: { text, look } };
}

// --- moving between lists --------------------------------------------------------------------------------------

/** The state with another list, which is asked for; the entry that was selected in this one is remembered. */
export function goTo(
  state: State,
  node: MenuNode | undefined,
  more: Partial<Pick<State, "shows" | "isWhole">> & { readonly selected?: NodeId } = {},
): Step {
  const { selected: wanted, ...views } = more;
  const row = selectedRow(state);
  const remembered = new Map(state.remembered);
  if (row !== undefined) remembered.set(listOf(state), row.node.id);
  const next = { ...state, ...views, node, remembered, rows: [], cursor: 0, top: 0 };
  const selected = wanted ?? remembered.get(listOf(next));
  return step(next, { kind: "rows", question: rowsQuestion(next), selected });
}

function entered(state: State, row: MenuRow): Step {
  if (state.isWhole || state.shows === "changed") return step(state);
  if (row.isEmpty) return step(told(state, words.emptyMenu(row, state.frame.bindings)));
  return goTo(state, row.node);
}

/** One list up; undefined where this is the main menu. */
function left(state: State): Step | undefined {
  if (state.shows === "changed") return shown(state, "visible");
  if (state.isWhole) return whole(state);
  if (state.node === undefined) return undefined;
  return goTo(state, above(state.node), { selected: state.node.id });
}

function opened(state: State, row: MenuRow): Step {
  if (row.takesText)
    return step({ ...state, dialogs: [valueDialog(row)] }, { kind: "try", row, text: row.value });
  if (row.opens && !state.isWhole && state.shows !== "changed") {
    // A member that is chosen closes its choice, as in mconf.
    return entered(state, row);
  }
  return row.symbol === undefined ? step(state) : toggled(state, row);
}

function shown(state: State, shows: Shows): Step {
  const selected = selectedRow(state)?.node.id;
  // What is selected among changes is found again where it stands.
  const node = state.shows === "changed" && !state.isWhole ? listAround(state) : state.node;
  return goTo(state, node, { shows, selected });
}

function whole(state: State): Step {
  const selected = selectedRow(state)?.node.id;
  const shows = state.shows === "changed" ? "visible" : state.shows;
  if (!state.isWhole) return goTo(state, undefined, { isWhole: true, shows, selected });
  return goTo(state, listAround(state), { isWhole: false, shows, selected });
}

function listAround(state: State): MenuNode | undefined {
  const row = selectedRow(state);
  return row === undefined ? state.node : above(row.node);
}

/** Shows an entry, wherever it is; with the hidden ones where it is one. */
export function jump(state: State, node: MenuNode, isHidden: boolean): Step {
  const shows = isHidden || state.shows === "changed" ? (isHidden ? "all" : "visible") : state.shows;
  return goTo(state, state.isWhole ? undefined : above(node), { shows, selected: node.id });
}

function nextHit(state: State): Step {
  const { found } = state;
  if (found === undefined || found.hits.listed.length === 0) return step(told(state, words.noSearch));
  const at = (found.at + 1) % found.hits.listed.length;
  const { node, isHidden } = found.hits.listed[at];
  const next = jump({ ...state, found: { ...found, at } }, node, isHidden);
  return { ...next, state: told(next.state, words.hitCount(at, found.hits)) };
}

function back(state: State): Step {
  const { found } = state;
  if (found === undefined) return step(told(state, words.noSearch));
  const { node, selected, shows, isWhole } = found.from;
  return goTo({ ...state, found: undefined }, node, { shows, isWhole, selected });
}

// --- values ----------------------------------------------------------------------------------------------------

function toggled(state: State, row: MenuRow): Step {
  if (row.takesText) return opened(state, row);
  if (row.symbol === undefined || row.type === "int" || row.type === "hex" || row.type === "string")
    return row.opens ? entered(state, row) : waysFor(state, row);
  if (row.kind === "choice" && row.assignable.length === 0) return entered(state, row);
  const value = nextValue(row);
  return value === undefined ? waysFor(state, row) : set(state, row, value);
}

function set(state: State, row: MenuRow | undefined, value: string): Step {
  if (row?.symbol === undefined) return step(state);
  const { symbol, type } = row;
  if (type !== "bool" && type !== "tristate") return step(told(state, words.notLogical(row, value)));
  if (value === "m" && symbol.type === "bool") return step(told(state, words.noModule(row)));
  if (!row.assignable.includes(value)) {
    if (row.value === value) return step(told(state, words.isAlready(row)));
    if (row.kind === "choice") return step(told(state, words.choiceKeeps(row)));
    return step(state, { kind: "ways", row, value });
  }
  if (row.value === value && !row.isNew) return step(state);
  const place = `${row.node.place.path}:${row.node.place.line}`;
  const change = row.kind === "choice" ? { modes: [{ place, value }] } : { set: [`${symbol.name}=${value}`] };
  const asked: Ask = { kind: "change", change };
  if (!row.isMember || value !== "y" || state.isWhole || state.shows === "changed") return step(state, asked);
  // A choice is done once a member is chosen, as in mconf.
  const { symbol: listed } = state.node ?? {};
  if (listed === undefined || listed.id !== symbol.choice?.id) return step(state, asked);
  const up = left(state);
  return up === undefined ? step(state, asked) : { state: up.state, asks: [asked, ...up.asks] };
}

/** The ways to the next value upwards, or down from y. */
function waysFor(state: State, row: MenuRow): Step {
  const { symbol, type, value, assignable } = row;
  if (symbol === undefined) return step(state);
  if ((type !== "bool" && type !== "tristate") || row.kind === "choice")
    return step(state, { kind: "explain", row });
  const values = symbol.type === "tristate" ? ["y", "m", "n"] : ["y", "n"];
  const wanted = values.find((each) => each !== value && !assignable.includes(each));
  return wanted === undefined
    ? step(told(state, words.isFree(row)))
    : step(state, { kind: "ways", row, value: wanted });
}

// --- dialogs ---------------------------------------------------------------------------------------------------

function keyInDialog(state: State, key: Key): Step {
  if (key.name === "C-l") return step(state, { kind: "redraw" });
  if (key.name === "C-z") return step(state, { kind: "suspend" });
  const dialog = state.dialogs[state.dialogs.length - 1];
  const answer = dialogKey(dialog, key, state);
  const others = state.dialogs.slice(0, -1);
  switch (answer.kind) {
    case "keep":
      return step({ ...state, dialogs: [...others, answer.dialog] }, ...(answer.asks ?? []));
    case "close":
      return step({ ...state, dialogs: others }, ...(answer.asks ?? []));
    case "jump": {
      const from = {
        node: state.node,
        selected: selectedRow(state)?.node.id,
        shows: state.shows,
        isWhole: state.isWhole,
      };
      const found = { hits: answer.hits, at: answer.at, from: state.found?.from ?? from };
      const { node, isHidden } = answer.hits.listed[answer.at];
      const next = jump({ ...state, dialogs: others, found }, node, isHidden);
      return { ...next, state: told(next.state, words.jumped(isHidden, state.frame.bindings)) };
    }
  }
}
