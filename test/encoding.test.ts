/** Bytes survive a trip through text: the property that lets kcfg write back whatever it has read. */
import { describe, expect, test } from "@jest/globals";
import { decodeText, encodeText, firstEscapedByte, hasEscapedByte } from "../src/text/encoding.ts";

const SEED = 0x5eed;
const RANDOM_CASES = 3000;

/** Numbers below `limit`, the same in every run (mulberry32). */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Pieces that sit on the edges of UTF-8: sequences, their halves, overlong forms, surrogates, out of range. */
const EDGES: readonly (readonly number[])[] = [
  [0x00],
  [0x41],
  [0x0a],
  [0x7f],
  [0x80],
  [0xbf],
  [0xc0, 0x80],
  [0xc2, 0x80],
  [0xc3, 0xa4],
  [0xc3],
  [0xe0, 0x9f, 0xbf],
  [0xe2, 0x82, 0xac],
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80],
  [0xed, 0xb2, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xef, 0xbf, 0xbd],
  [0xf0, 0x9f, 0x90, 0xa7],
  [0xf0, 0x9f, 0x90],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff],
];

describe("decodeText and encodeText", () => {
  test("rebuild random bytes", () => {
    const random = randomNumbers(SEED);
    for (let round = 0; round < RANDOM_CASES; round++) {
      const bytes = Uint8Array.from({ length: random(40) }, () => random(256));
      expect([...encodeText(decodeText(bytes))]).toEqual([...bytes]);
    }
  });

  test("rebuild every pair and random rows of the pieces at the edges of UTF-8", () => {
    const random = randomNumbers(SEED + 1);
    const rows = EDGES.flatMap((first) => EDGES.map((second) => [...first, ...second]));
    for (let round = 0; round < RANDOM_CASES; round++) {
      rows.push(Array.from({ length: 1 + random(8) }, () => EDGES[random(EDGES.length)]).flat());
    }
    for (const row of rows) expect([...encodeText(decodeText(Uint8Array.from(row)))]).toEqual(row);
  });

  test("agree with the platform on valid UTF-8, and keep a byte order mark", () => {
    const text = "\ufeffconfig Ä\n\thelp\n\t  penguin 🐧, NUL \0, replacement \ufffd\n";
    const bytes = new TextEncoder().encode(text);
    expect(decodeText(bytes)).toBe(text);
    expect([...encodeText(text)]).toEqual([...bytes]);
    expect(hasEscapedByte(text)).toBe(false);
  });

  test("keep the valid parts between invalid bytes readable", () => {
    const text = decodeText(Uint8Array.of(0x61, 0xff, 0xc3, 0xa4, 0xe2, 0x82, 0x62));
    expect(text).toBe("a\udcffä\udce2\udc82b");
    expect(firstEscapedByte(text)).toBe(1);
  });
});

describe("hasEscapedByte", () => {
  test("does not take the second half of a character for a byte", () => {
    // U+1F480 is D83D DC80: its second half lies in the range that stands for bytes.
    expect(hasEscapedByte("\u{1f480}")).toBe(false);
    expect(firstEscapedByte("\u{1f480}\udc80")).toBe(2);
    expect(hasEscapedByte("plain")).toBe(false);
    expect(firstEscapedByte("")).toBe(-1);
  });
});
