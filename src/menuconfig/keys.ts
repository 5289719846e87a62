/** What a terminal sends, as keys with names: `up`, `enter`, `C-r`, `M-v`, `a`, or a paste or the mouse. */

export interface Key {
  readonly name: string;
  /** What a key of letters types, or what was pasted. */
  readonly text?: string;
  /** Where the mouse is, from 0. */
  readonly at?: { readonly row: number; readonly column: number };
}

const FINAL: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  E: "begin",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "backtab",
  M: "enter",
};

const NUMBERED: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
};

const CONTROLS: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u001f": "C-_",
  " ": "space",
};

const PASTE_START = "\u001b[200~";
const PASTE_END = "\u001b[201~";
/** More than anybody pastes on purpose into a line. */
const LONGEST_PASTE = 100_000;

/** Makes keys of what comes, in whatever parts. What is no key of a list above is passed over. */
export class KeyDecoder {
  #rest = "";

  /** Whether the start of a key has come, and its end has not: it may be the Esc key. */
  get isWaiting(): boolean {
    return this.#rest !== "";
  }

  feed(text: string): readonly Key[] {
    this.#rest += text;
    const keys: Key[] = [];
    while (this.#rest !== "") {
      const taken = takeKey(this.#rest);
      if (taken === undefined) break;
      this.#rest = this.#rest.slice(taken.length);
      if (taken.key !== undefined) keys.push(taken.key);
    }
    return keys;
  }

  /** Nothing more has come for a while: what is there is all. */
  flush(): readonly Key[] {
    const rest = this.#rest;
    this.#rest = "";
    if (rest === "") return [];
    // A paste whose end never came, or the start of a sequence, is nothing to act on.
    return rest.startsWith(PASTE_START) || (rest.length > 1 && /^\u001b[[O]./.test(rest))
      ? []
      : [{ name: "esc" }];
  }
}

interface Taken {
  readonly length: number;
  readonly key?: Key;
}

/** The first key of a text; undefined if its end has not come. */
function takeKey(text: string): Taken | undefined {
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return text.length > LONGEST_PASTE ? { length: text.length } : undefined;
    const pasted = text.slice(PASTE_START.length, end).replace(/\s*[\r\n]+\s*/g, " ");
    return { length: end + PASTE_END.length, key: { name: "paste", text: pasted } };
  }
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (first !== "\u001b") return { length: first.length, key: plainKey(first) };
  if (text.length === 1) return undefined;
  // The Linux console calls F1 to F5 so.
  const console = /^\u001b\[\[([A-E])/.exec(text);
  if (console !== null) return { length: 4, key: { name: `f${console[1].charCodeAt(0) - 0x40}` } };
  const sequence = /^\u001b(?:\[([<?]?)([0-9;]*)([ -/]*)([@-Z\\-~])|O([ -~]))/.exec(text);
  if (sequence !== null) return { length: sequence[0].length, key: sequenceKey(sequence) };
  if (/^\u001b(?:\[\[?[<?]?[0-9;]*|O)$/.test(text)) return undefined;
  const second = String.fromCodePoint(text.codePointAt(1) ?? 0);
  if (second === "\u001b") return { length: 1, key: { name: "esc" } };
  const { name } = plainKey(second) ?? {};
  return { length: 1 + second.length, key: name === undefined ? undefined : { name: `M-${name}` } };
}

function plainKey(character: string): Key | undefined {
  const control = CONTROLS[character];
  if (control === "space") return { name: "space", text: " " };
  if (control !== undefined) return { name: control };
  const code = character.codePointAt(0) ?? 0;
  if (code === 0) return { name: "C-space" };
  if (code < 0x20) return { name: `C-${String.fromCharCode(code + 0x60)}` };
  // A control of the second set, or what was no UTF-8.
  if ((code >= 0x80 && code < 0xa0) || code === 0xfffd) return undefined;
  return { name: character, text: character };
}

function sequenceKey([, mark, numbers = "", between, final, single]: RegExpExecArray): Key | undefined {
  if (single !== undefined) return single in FINAL ? { name: FINAL[single] } : undefined;
  if (mark === "<") return mouseKey(numbers, final);
  if (mark === "?" || between !== "") return undefined;
  const [number = "", modifier = ""] = numbers.split(";");
  const name = final === "~" ? NUMBERED[number] : FINAL[final];
  if (name === undefined) return undefined;
  const isControl = ((Number(modifier || 1) - 1) & 4) !== 0;
  return { name: isControl ? `C-${name}` : name };
}

/** A press of the first button, or a turn of the wheel; all else of the mouse is passed over. */
function mouseKey(numbers: string, final: string): Key | undefined {
  const [button, column, row] = numbers.split(";").map(Number);
  const at = { row: row - 1, column: column - 1 };
  if (final !== "M" || !Number.isInteger(at.row) || !Number.isInteger(at.column)) return undefined;
  if (button === 0) return { name: "click", at };
  if (button === 64) return { name: "wheelup", at };
  return button === 65 ? { name: "wheeldown", at } : undefined;
}
