/** Keys as terminals send them. */
import { describe, expect, test } from "@jest/globals";
import { type Key, KeyDecoder } from "../src/menuconfig/keys.ts";
import { dice } from "./small-trees.ts";

const ESC = "\u001b";

/** Names of the keys of parts that come one after another, with a pause at the end. */
function keys(...parts: readonly string[]): readonly string[] {
  const decoder = new KeyDecoder();
  return [...parts.flatMap((part) => decoder.feed(part)), ...decoder.flush()].map(shown);
}

const shown = ({ name, text, at }: Key): string =>
  at !== undefined ? `${name}@${at.row},${at.column}` : name === "paste" ? `paste:${text}` : name;

test.each([
  ["letters", "aA é漢", ["a", "A", "space", "é", "漢"]],
  ["arrows", `${ESC}[A${ESC}[B${ESC}OC${ESC}OD`, ["up", "down", "right", "left"]],
  [
    "pages",
    `${ESC}[5~${ESC}[6~${ESC}[1~${ESC}[4~${ESC}[H${ESC}OF`,
    ["pageup", "pagedown", "home", "end", "home", "end"],
  ],
  ["with Ctrl and Shift", `${ESC}[1;5A${ESC}[1;2B${ESC}[5;5~`, ["C-up", "down", "C-pageup"]],
  ["functions", `${ESC}OP${ESC}[15~${ESC}[[A${ESC}[24~`, ["f1", "f5", "f1", "f12"]],
  [
    "controls",
    "\r\n\t\u007f\b\u0003\u0012\u001f",
    ["enter", "enter", "tab", "backspace", "backspace", "C-c", "C-r", "C-_"],
  ],
  ["Alt", `${ESC}v${ESC}<`, ["M-v", "M-<"]],
  ["Esc alone, twice, before another key", `${ESC}${ESC}${ESC}[A`, ["esc", "esc", "up"]],
  ["a paste", `${ESC}[200~two\r\nlines ${ESC}[A${ESC}[201~x`, [`paste:two lines ${ESC}[A`, "x"]],
  [
    "the mouse",
    `${ESC}[<0;5;3M${ESC}[<0;5;3m${ESC}[<64;1;1M${ESC}[<65;1;1M`,
    ["click@2,4", "wheelup@0,0", "wheeldown@0,0"],
  ],
  ["what no key is", `${ESC}[57444u${ESC}[?1;2c${ESC}[27;5;9~\u0085\ufffd${ESC}[1;9Z`, ["backtab"]],
])("%s", (_, text, names) => {
  expect(keys(text)).toEqual(names);
});

describe("in parts", () => {
  test("a key that comes in two pieces is one", () => {
    expect(keys(`${ESC}[`, "5~")).toEqual(["pageup"]);
    expect(keys(ESC, "[A")).toEqual(["up"]);
    expect(keys(`${ESC}[200~a`, `b${ESC}[20`, "1~c")).toEqual(["paste:ab", "c"]);
  });

  test("wherever it is cut, and whatever it is, it is the same", () => {
    const pieces = [
      ESC,
      "[",
      "O",
      "A",
      "1",
      ";",
      "5",
      "~",
      "200~",
      "201~",
      "<",
      "M",
      "m",
      "a",
      "é",
      "\r",
      "\u0003",
      "?",
      "\u009b",
      "𝄞",
    ];
    for (let seed = 1; seed <= 3000; seed++) {
      const roll = dice(seed);
      const text = Array.from({ length: 1 + roll(14) }, () => pieces[roll(pieces.length)]).join("");
      const at = roll(text.length + 1);
      // Two halves of one character come from no stream.
      if (/^[\udc00-\udfff]/.test(text.slice(at))) continue;
      expect([seed, keys(text.slice(0, at), text.slice(at))]).toEqual([seed, keys(text)]);
    }
  });
});
