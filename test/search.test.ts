/** The search: what is left out because nobody sees it, and what was kept of the last search, change no answer. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import { prepareSearch, type SearchHit, search } from "../src/query/search.ts";
import { among, dice, type Roll } from "./small-trees.ts";

const PARTS = ["usb", "hid", "io", "iommu", "kvm", "intel", "in", "net", "filter", "fs", "ext", "noc"];
const PROSE = [
  "support",
  "for",
  "the",
  "USB",
  "HID",
  "I/O",
  "devices",
  "of",
  "Intel",
  "network",
  "file",
  "system",
];

/** Stand in help texts alone, and are a slip from each other. */
const RARE = ["gadgets", "gadgetry", "gadgetts"];

/** Many symbols of few words: each word is in many names, prompts and help texts. */
function manySymbols(roll: Roll, count: number): string {
  const some = (words: readonly string[], most: number) =>
    Array.from({ length: 1 + roll(most) }, () => among(roll, words));
  return Array.from({ length: count }, (_, number) => {
    const name = [...some(PARTS, 3), ...(roll(2) === 0 ? [] : [String(number)])].join("_").toUpperCase();
    const prompt = roll(5) === 0 ? "bool" : `bool "${some(PROSE, 4).join(roll(4) === 0 ? "-" : " ")}"`;
    const help =
      roll(2) === 0
        ? ""
        : `\thelp\n\t  ${some([...PROSE, ...PARTS, ...(roll(4) === 0 ? RARE : [])], 8).join(" ")}\n`;
    return `config ${name}\n\t${prompt}\n${help}`;
  }).join("\n");
}

/** A word as it is typed: whole, its beginning, with a slip, or one that stands nowhere. */
function typed(roll: Roll): string {
  const word = among(roll, [...PARTS, ...PROSE, ...RARE, ...RARE, "warp", "usb_hid", "noiommu"]);
  const at = roll(word.length);
  const shapes = [word, word.slice(0, at + 1), word.slice(0, 2), word.slice(0, at) + word.slice(at + 1)];
  return among(roll, shapes) || word;
}

const told = (hits: readonly SearchHit[]) =>
  hits.map(
    ({ symbol, rank, help }) => `${symbol.name} ${rank} ${help?.file.path ?? ""}:${help?.offset ?? ""}`,
  );

/** A tree of many files; some symbols are defined in two of them. */
function treeOf(roll: Roll): () => Model {
  const paths = Array.from({ length: 20 }, (_, number) => `part${number}`);
  const files = { Kconfig: paths.map((path) => `source "${path}"\n`).join("") };
  for (const path of paths) Object.assign(files, { [path]: manySymbols(roll, 15) });
  return () => {
    const host = memoryHost({ files });
    const { model } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect: "linux-6.12" });
    if (model === undefined) throw new Error("no model");
    return model;
  };
}

describe.each([1, 2, 3])("%#", (seed) => {
  const roll = dice(seed);
  const fresh = treeOf(roll);
  const queries = Array.from({ length: 60 }, () => Array.from({ length: 1 + roll(3) }, () => typed(roll)));

  test("the best hits alone are the first of all hits", () => {
    const model = fresh();
    for (const words of queries) {
      const all = told(search(model, words));
      for (const most of [1, 5, 40, 301])
        expect([words, most, told(search(model, words, { most }))]).toEqual([
          words,
          most,
          all.slice(0, most),
        ]);
    }
  });

  test("of several words those are found that each word finds", () => {
    const model = fresh();
    const names = (words: readonly string[]) =>
      new Set(search(model, words).map(({ symbol }) => symbol.name));
    const pairs = RARE.flatMap((word) => RARE.map((other) => [word, other]));
    for (const words of [...queries, ...pairs]) {
      const each = words.map((word) => names([word]));
      const inAll = [...each[0]].filter((name) => each.every((some) => some.has(name)));
      expect([words, [...names(words)].sort()]).toEqual([words, inAll.sort()]);
    }
  });

  test("with each letter that is typed the answer is that of a model that was never searched", () => {
    const model = fresh();
    for (const _ of prepareSearch(model));
    for (const words of queries.slice(0, 12)) {
      const line = words.join(" ");
      for (let length = 1; length <= line.length; length++) {
        const now = line.slice(0, length).split(" ");
        expect([now, told(search(model, now))]).toEqual([now, told(search(fresh(), now))]);
      }
    }
  }, 60_000);
});
