/** Keys in dialogs: a text to read, a line to type, one of several things to do, a search. */
import type { Key } from "./keys.ts";
import { dialogHeight } from "./layout.ts";
import type { Ask, Dialog, Hits, InputDialog, State } from "./state.ts";

export type DialogAnswer =
  | { readonly kind: "keep"; readonly dialog: Dialog; readonly asks?: readonly Ask[] }
  | { readonly kind: "close"; readonly asks?: readonly Ask[] }
  | { readonly kind: "jump"; readonly hits: Hits; readonly at: number };

const CLOSE: DialogAnswer = { kind: "close" };

export function dialogKey(dialog: Dialog, key: Key, state: State): DialogAnswer {
  switch (dialog.kind) {
    case "text":
      return textKey(dialog, key, state);
    case "input":
      return inputKey(dialog, key);
    case "choose":
      return chooseKey(dialog, key, state);
    case "search":
      return searchKey(dialog, key, state);
  }
}

const isCancel = ({ name }: Key): boolean => name === "esc" || name === "C-g" || name === "C-c";

/** By how much keys scroll; undefined for other keys. */
function scrollOf({ name }: Key, page: number): number | undefined {
  switch (name) {
    case "up":
    case "k":
    case "C-p":
      return -1;
    case "down":
    case "j":
    case "C-n":
    case "enter":
      return 1;
    case "pageup":
    case "b":
    case "C-b":
    case "M-v":
      return -page;
    case "pagedown":
    case "space":
    case "C-f":
    case "C-v":
      return page;
    case "home":
    case "g":
    case "M-<":
      return Number.NEGATIVE_INFINITY;
    case "end":
    case "G":
    case "M->":
      return Number.POSITIVE_INFINITY;
    case "wheelup":
      return -WHEEL;
    case "wheeldown":
      return WHEEL;
    default:
      return undefined;
  }
}

const WHEEL = 3;

function textKey(dialog: Dialog & { kind: "text" }, key: Key, state: State): DialogAnswer {
  if (isCancel(key) || ["q", "left", "backspace", "h", "?", "f5", "f9"].includes(key.name)) return CLOSE;
  const page = dialogHeight(dialog, state);
  const by = scrollOf(key, page.seen);
  if (by === undefined) return { kind: "keep", dialog };
  const top = Math.max(0, Math.min(Math.max(0, page.all - page.seen), dialog.top + by));
  return { kind: "keep", dialog: { ...dialog, top } };
}

// --- a line to type --------------------------------------------------------------------------------------------

interface Typed {
  readonly text: string;
  readonly at: number;
}

/** What a key makes of a line; undefined for keys that edit nothing. */
export function edited({ text, at }: Typed, key: Key): Typed | undefined {
  // Whole characters, so that none is cut in two.
  const [before, behind] = [[...text.slice(0, at)], [...text.slice(at)]];
  const joined = (start: readonly string[], end: readonly string[]): Typed => ({
    text: [...start, ...end].join(""),
    at: start.join("").length,
  });
  switch (key.name) {
    case "left":
    case "C-b":
      return joined(before.slice(0, -1), [...before.slice(-1), ...behind]);
    case "right":
    case "C-f":
      return joined([...before, ...behind.slice(0, 1)], behind.slice(1));
    case "home":
    case "C-a":
      return { text, at: 0 };
    case "end":
    case "C-e":
      return { text, at: text.length };
    case "backspace":
      return joined(before.slice(0, -1), behind);
    case "delete":
    case "C-d":
      return joined(before, behind.slice(1));
    case "C-u":
      return joined([], behind);
    case "C-k":
      return joined(before, []);
    case "C-w": {
      const kept = before.join("").replace(/\S+\s*$|\s+$/, "");
      return { text: kept + behind.join(""), at: kept.length };
    }
    default:
      return key.text === undefined ? undefined : joined([...before, ...key.text], behind);
  }
}

function inputKey(dialog: InputDialog, key: Key): DialogAnswer {
  if (isCancel(key)) return CLOSE;
  const { text, purpose, objection } = dialog;
  if (key.name === "enter") {
    if (objection !== "") return { kind: "keep", dialog };
    return entered(dialog);
  }
  const typed = edited(dialog, key);
  if (typed === undefined) return { kind: "keep", dialog };
  const asks: readonly Ask[] =
    purpose.kind === "value" && typed.text !== text
      ? [{ kind: "try", row: purpose.row, text: typed.text }]
      : [];
  return { kind: "keep", dialog: { ...dialog, ...typed }, asks };
}

function entered(dialog: InputDialog): DialogAnswer {
  const { text, purpose } = dialog;
  switch (purpose.kind) {
    case "value": {
      const { symbol, value, isNew } = purpose.row;
      if (symbol === undefined || (text === value && !isNew)) return CLOSE;
      return {
        kind: "close",
        asks: [{ kind: "change", change: { set: [`${symbol.name}=${quoted(symbol.type, text)}`] } }],
      };
    }
    case "load":
      return text.trim() === "" ? CLOSE : { kind: "close", asks: [{ kind: "load", path: text.trim() }] };
    case "save-as": {
      const path = text.trim();
      if (path === "") return CLOSE;
      if (purpose.what !== "fragment")
        return { kind: "close", asks: [{ kind: "save-as", what: purpose.what, path }] };
      return {
        kind: "keep",
        dialog: {
          ...dialog,
          title: "Base of the fragment",
          lines: [[{ text: "a .config or defconfig; empty: the .config as it is on the disk", look: "dim" }]],
          text: "",
          at: 0,
          purpose: { kind: "base", path },
        },
      };
    }
    case "base": {
      const base = text.trim() === "" ? undefined : text.trim();
      return { kind: "close", asks: [{ kind: "save-as", what: "fragment", path: purpose.path, base }] };
    }
  }
}

/** A string as words of a command are read: quotes that a person types belong to it. */
function quoted(type: string, text: string): string {
  return type === "string" ? `"${text.replace(/[\\"]/g, "\\$&")}"` : text;
}

// --- several things --------------------------------------------------------------------------------------------

function chooseKey(dialog: Dialog & { kind: "choose" }, key: Key, state: State): DialogAnswer {
  if (isCancel(key) || key.name === "left") return CLOSE;
  const { options, chosen } = dialog;
  const index =
    key.name === "enter" || key.name === "space"
      ? chosen
      : options.findIndex((each) => isKeyOf(each.key, key));
  const option = options[index];
  if (option !== undefined) {
    if (option.dialog !== undefined) return { kind: "keep", dialog: option.dialog };
    return { kind: "close", asks: option.ask === undefined ? [] : [option.ask] };
  }
  if (key.name === "up" || key.name === "k" || key.name === "C-p")
    return { kind: "keep", dialog: { ...dialog, chosen: Math.max(0, chosen - 1) } };
  if (key.name === "down" || key.name === "j" || key.name === "C-n" || key.name === "tab")
    return { kind: "keep", dialog: { ...dialog, chosen: Math.min(options.length - 1, chosen + 1) } };
  const page = dialogHeight(dialog, state);
  const by = scrollOf(key, page.seen);
  if (by === undefined) return { kind: "keep", dialog };
  const top = Math.max(0, Math.min(Math.max(0, page.all - page.seen), dialog.top + by));
  return { kind: "keep", dialog: { ...dialog, top } };
}

const isKeyOf = (wanted: string, { name }: Key): boolean => name === wanted || name === wanted.toLowerCase();

// --- a search --------------------------------------------------------------------------------------------------

function searchKey(dialog: Dialog & { kind: "search" }, key: Key, state: State): DialogAnswer {
  if (isCancel(key)) return CLOSE;
  const { hits, chosen, text } = dialog;
  if (key.name === "enter") {
    return hits.listed[chosen] === undefined ? { kind: "keep", dialog } : { kind: "jump", hits, at: chosen };
  }
  const page = Math.max(1, dialogHeight(dialog, state).seen);
  const by =
    key.name === "up" || key.name === "C-p"
      ? -1
      : key.name === "down" || key.name === "C-n"
        ? 1
        : key.name === "pageup"
          ? -page
          : key.name === "pagedown"
            ? page
            : key.name === "wheelup"
              ? -WHEEL
              : key.name === "wheeldown"
                ? WHEEL
                : undefined;
  if (by !== undefined) {
    const next = Math.max(0, Math.min(hits.listed.length - 1, chosen + by));
    const top = Math.max(Math.min(dialog.top, next), next - page + 1);
    return { kind: "keep", dialog: { ...dialog, chosen: next, top } };
  }
  const typed = edited(dialog, key);
  if (typed === undefined) return { kind: "keep", dialog };
  const asks: readonly Ask[] = typed.text === text ? [] : [{ kind: "search", text: typed.text }];
  return { kind: "keep", dialog: { ...dialog, ...typed }, asks };
}
