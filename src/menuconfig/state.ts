/** What a menu program knows: the list that is shown, the dialogs above it, and what it asks of the tree. */
import type { NodeId } from "../model/columns.ts";
import type { MenuNode } from "../model/model.ts";
import type { OtherFile } from "../service/editing.ts";
import type { MenuRow, RowsQuestion, Shows } from "../service/menu-rows.ts";
import type { Change } from "../service/service.ts";
import type { Bindings } from "./bindings.ts";
import type { Key } from "./keys.ts";
import type { Line } from "./spans.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What does not change while a session lasts. */
export interface Frame {
  readonly bindings: Bindings;
  readonly isAscii: boolean;
  /** The title of the main menu. */
  readonly title: string;
  /** The .config, as the person names it. */
  readonly configPath: string;
}

export interface State {
  readonly frame: Frame;
  readonly size: Size;
  /** The entry whose list is shown; undefined for the main menu. */
  readonly node: MenuNode | undefined;
  readonly shows: Shows;
  readonly isWhole: boolean;
  readonly hasNames: boolean;
  readonly rows: readonly MenuRow[];
  /** Index of the row that is selected, 0 where there is none. */
  readonly cursor: number;
  /** Index of the first row that is seen. */
  readonly top: number;
  /** The entry that was selected last in each list, by the list's own entry; 0 for the main menu. */
  readonly remembered: ReadonlyMap<NodeId, NodeId>;
  /** The last one gets the keys. */
  readonly dialogs: readonly Dialog[];
  readonly message?: Message;
  /** Whether something is asked for that the .config does not say. */
  readonly isChanged: boolean;
  /** Whether there was a change whose consequences can be listed. */
  readonly hasFollows: boolean;
  /** Results of the last search that were jumped to, and the list where it began. */
  readonly found?: Found;
  /** What is told of the selected entry beside the list. */
  readonly pane?: { readonly node: NodeId; readonly lines: readonly Line[] };
}

export interface Message {
  readonly text: string;
  readonly look: "plain" | "good" | "warning" | "error";
  /** Whether it sums up a change, so that all of it can be shown. */
  readonly isOfChange?: true;
}

/** A list, and the entry that is selected in it. */
export interface Place {
  readonly node: MenuNode | undefined;
  readonly selected: NodeId | undefined;
  readonly shows: Shows;
  readonly isWhole: boolean;
}

export interface Found {
  readonly hits: Hits;
  readonly at: number;
  readonly from: Place;
}

/** The results of a search, the best ones first. */
export interface Hits {
  readonly listed: readonly Hit[];
  /** Whether there are more than are listed. */
  readonly areMore: boolean;
}

export const NO_HITS: Hits = { listed: [], areMore: false };

/** A result of a search. Most of them are never seen: what is told of one is worked out when it is asked for. */
export interface Hit {
  /** The entry that is jumped to. */
  readonly node: MenuNode;
  /** Whether it is listed only where all entries are. */
  readonly isHidden: boolean;
  readonly title: Line;
  readonly detail: Line;
}

export type Dialog =
  | { readonly kind: "text"; readonly title: string; readonly lines: readonly Line[]; readonly top: number }
  | InputDialog
  | {
      readonly kind: "choose";
      readonly title: string;
      readonly lines: readonly Line[];
      readonly options: readonly Option[];
      readonly chosen: number;
      readonly top: number;
    }
  | SearchDialog;

export interface InputDialog {
  readonly kind: "input";
  readonly title: string;
  readonly lines: readonly Line[];
  readonly text: string;
  /** Characters before the cursor. */
  readonly at: number;
  readonly purpose: Purpose;
  /** What is wrong with the text; empty if nothing is. */
  readonly objection: string;
}

export interface SearchDialog {
  readonly kind: "search";
  readonly text: string;
  readonly at: number;
  readonly hits: Hits;
  readonly chosen: number;
  readonly top: number;
}

/** What a text is for once it is entered. */
export type Purpose =
  | { readonly kind: "value"; readonly row: MenuRow }
  | { readonly kind: "load" }
  | { readonly kind: "save-as"; readonly what: OtherFile | "fragment" }
  | { readonly kind: "base"; readonly path: string };

/** One of several things to do. */
export interface Option {
  /** The key that takes it at once. */
  readonly key: string;
  readonly label: Line;
  /** What more is to know of it, while it is chosen. */
  readonly detail?: readonly Line[];
  /** Undefined closes the dialog alone. */
  readonly ask?: Ask;
  /** Another dialog in its place. */
  readonly dialog?: Dialog;
}

/** What the core asks for; all of it is answered by an event. */
export type Ask =
  | { readonly kind: "rows"; readonly question: RowsQuestion; readonly selected?: NodeId }
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" }
  | { readonly kind: "reset"; readonly row: MenuRow }
  /** The planner's ways to a value. */
  | { readonly kind: "ways"; readonly row: MenuRow; readonly value: string }
  | { readonly kind: "explain"; readonly row: MenuRow }
  | { readonly kind: "glance"; readonly row: MenuRow }
  | { readonly kind: "search"; readonly text: string }
  | { readonly kind: "try"; readonly row: MenuRow; readonly text: string }
  /** What followed from the last change, and why. */
  | { readonly kind: "follows" }
  | { readonly kind: "difference" }
  | { readonly kind: "save"; readonly quits: boolean }
  | {
      readonly kind: "save-as";
      readonly what: OtherFile | "fragment";
      readonly path: string;
      readonly base?: string;
      readonly replaces?: boolean;
    }
  | { readonly kind: "load"; readonly path: string }
  /** To leave: with a question where the file would be another one. */
  | { readonly kind: "leave" }
  /** To leave at once; what is not saved is offered again. */
  | { readonly kind: "interrupt" }
  /** To leave without what is not saved. */
  | { readonly kind: "abandon" }
  | { readonly kind: "take-unfinished" }
  | { readonly kind: "drop-unfinished" }
  /** For the terminal. */
  | { readonly kind: "quit"; readonly exit: number }
  | { readonly kind: "suspend" }
  | { readonly kind: "redraw" };

export type Event =
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "size"; readonly size: Size }
  | { readonly kind: "rows"; readonly rows: readonly MenuRow[]; readonly selected?: NodeId }
  /** Values are others now. */
  | {
      readonly kind: "changed";
      readonly message: Message;
      readonly isChanged: boolean;
      readonly hasFollows: boolean;
    }
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "dialog"; readonly dialog: Dialog }
  | { readonly kind: "pane"; readonly node: NodeId; readonly lines: readonly Line[] }
  | { readonly kind: "hits"; readonly text: string; readonly hits: Hits }
  | { readonly kind: "tried"; readonly text: string; readonly objection: string }
  | { readonly kind: "saved"; readonly message: Message; readonly quits: boolean }
  | { readonly kind: "ended"; readonly exit: number };

/** A state, and what is asked for to go on from it. */
export interface Step {
  readonly state: State;
  readonly asks: readonly Ask[];
}

export function startState(frame: Frame, size: Size): State {
  return {
    frame,
    size,
    node: undefined,
    shows: "visible",
    isWhole: false,
    hasNames: false,
    rows: [],
    cursor: 0,
    top: 0,
    remembered: new Map(),
    dialogs: [],
    isChanged: false,
    hasFollows: false,
  };
}

/** The row that keys are about; undefined in an empty list. */
export function selectedRow({ rows, cursor }: State): MenuRow | undefined {
  return rows[cursor];
}

export function rowsQuestion({ node, shows, isWhole }: State): RowsQuestion {
  return { node, shows, isWhole };
}
