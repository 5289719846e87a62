/** Which key does what, as data: three sets, and what the keys of each dialog are. */

export const KEY_SETS = ["default", "mconf", "vi", "emacs"] as const;
export type KeySet = (typeof KEY_SETS)[number];

/** What can be done in a list of entries. */
export type Action =
  | "up"
  | "down"
  | "pageUp"
  | "pageDown"
  | "first"
  | "last"
  | "in"
  | "open"
  | "out"
  | "leave"
  | "toggle"
  | "yes"
  | "module"
  | "no"
  | "reset"
  | "ways"
  | "explain"
  | "search"
  | "nextHit"
  | "back"
  | "showAll"
  | "showChanged"
  | "showWhole"
  | "showNames"
  | "undo"
  | "redo"
  | "follows"
  | "difference"
  | "save"
  | "saveAs"
  | "load"
  | "quit"
  | "help"
  | "suspend"
  | "redraw"
  | "interrupt";

/** What an action is called on a page of keys. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  up: "one entry up",
  down: "one entry down",
  pageUp: "one page up",
  pageDown: "one page down",
  first: "the first entry",
  last: "the last entry",
  in: "open the menu",
  open: "open the menu, change the value",
  out: "leave the menu",
  leave: "leave the menu; at the top, leave kcfg",
  toggle: "the next possible value",
  yes: "set to y",
  module: "set to m",
  no: "set to n",
  reset: "reset to the default, in a menu all entries",
  ways: "ways to set the entry",
  explain: "explain the entry: value, reasons, help",
  search: "search names, prompts and help",
  nextHit: "the next result of the search",
  back: "back to where the search began",
  showAll: "show all entries, with the reason why one is hidden",
  showChanged: "show only what has changed",
  showWhole: "show the whole tree",
  showNames: "show names of symbols",
  undo: "undo",
  redo: "redo",
  follows: "what followed from the last change",
  difference: "the difference to the saved file",
  save: "save the .config",
  saveAs: "save as a fragment, a defconfig, or another file",
  load: "load a .config",
  quit: "quit",
  help: "this page",
  suspend: "suspend kcfg",
  redraw: "draw the screen again",
  interrupt: "leave kcfg; changes are offered again at the next start",
};

/** Names of keys (`keys.ts`) for each action; the first is the one that help shows. */
export type Bindings = Readonly<Record<Action, readonly string[]>>;

/** As in nconf and Kconfiglib's menuconfig. */
const DEFAULT: Bindings = {
  up: ["up", "k"],
  down: ["down", "j"],
  pageUp: ["pageup", "C-u"],
  pageDown: ["pagedown", "C-d"],
  first: ["home", "g"],
  last: ["end", "G"],
  in: ["right", "l"],
  open: ["enter"],
  out: ["left", "backspace", "h"],
  leave: ["esc", "f5"],
  toggle: ["space"],
  yes: ["y", "Y"],
  module: ["m", "M"],
  no: ["n"],
  reset: ["r"],
  ways: ["f"],
  explain: ["?", "f1", "f2", "i"],
  search: ["/", "f8"],
  nextHit: ["N"],
  back: ["B", "C-o"],
  showAll: ["a", "f4", "z"],
  showChanged: ["c"],
  showWhole: ["t"],
  showNames: ["x"],
  undo: ["u"],
  redo: ["C-r", "U"],
  follows: ["v"],
  difference: ["d"],
  save: ["s", "f6", "C-s"],
  saveAs: ["S"],
  load: ["o", "f7"],
  quit: ["q", "f9"],
  help: ["H", "f3", "f10"],
  suspend: ["C-z"],
  redraw: ["C-l"],
  interrupt: ["C-c"],
};

/** As in mconf, whose letters s, e, x and h mean something else; save is on Ctrl-S and F6. */
const MCONF: Bindings = {
  ...DEFAULT,
  up: ["up", "-"],
  down: ["down", "+"],
  first: ["home"],
  last: ["end"],
  in: ["right"],
  out: ["left", "backspace"],
  leave: ["esc", "e", "x"],
  yes: ["y", "s"],
  module: ["m"],
  explain: ["?", "h", "f1"],
  showAll: ["z", "a", "f4"],
  showNames: ["X"],
  save: ["C-s", "f6"],
};

/** Movements of vi; `n` stays the value, and the next result is on N. */
const VI: Bindings = {
  ...DEFAULT,
  up: ["k", "up", "C-p"],
  down: ["j", "down", "C-n"],
  pageUp: ["C-b", "pageup", "C-u"],
  pageDown: ["C-f", "pagedown", "C-d"],
  first: ["g", "home"],
  last: ["G", "end"],
  in: ["l", "right"],
  out: ["h", "left", "backspace"],
};

const EMACS: Bindings = {
  ...DEFAULT,
  up: ["C-p", "up"],
  down: ["C-n", "down"],
  pageUp: ["M-v", "pageup"],
  pageDown: ["C-v", "pagedown"],
  first: ["M-<", "home"],
  last: ["M->", "end"],
  in: ["C-f", "right"],
  out: ["C-b", "left", "backspace"],
  leave: ["C-g", "esc"],
  search: ["C-s", "/"],
  undo: ["C-_", "u"],
  redo: ["M-_", "C-r"],
  save: ["s", "f6"],
};

export const BINDINGS: Readonly<Record<KeySet, Bindings>> = {
  default: DEFAULT,
  mconf: MCONF,
  vi: VI,
  emacs: EMACS,
};

/** The action of a key, by its name. */
export function actionsByKey(bindings: Bindings): ReadonlyMap<string, Action> {
  const found = new Map<string, Action>();
  for (const [action, names] of Object.entries(bindings))
    for (const name of names) found.set(name, action as Action);
  return found;
}

const SHOWN: Readonly<Record<string, string>> = {
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  esc: "Esc",
  space: "Space",
  tab: "Tab",
  backspace: "Backspace",
};

/** A key as people write it: `Ctrl-R`, `PgUp`, `F5`. */
export function keyText(name: string): string {
  if (name.startsWith("C-")) return `Ctrl-${keyText(name.slice(2)).toUpperCase()}`;
  if (name.startsWith("M-")) return `Alt-${keyText(name.slice(2))}`;
  return SHOWN[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : name);
}
