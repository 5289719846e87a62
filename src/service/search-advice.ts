/** What else may find what a search has not found, as data: each of it was tried. */
import type { UnknownName } from "../check/unknown-name.ts";
import type { Rename } from "../model/renames.ts";
import { search } from "../query/search.ts";
import { unknownName } from "./names.ts";
import type { OpenTree } from "./open-tree.ts";
import { wordsOf } from "./search.ts";

/** Fewer words, and how many symbols and choices have them all. */
export interface FewerWords {
  readonly words: readonly string[];
  readonly hits: number;
}

export interface SearchAdvice {
  /** Words that are in no name, prompt or help text; only of several. */
  readonly nowhere: readonly string[];
  /** Fewer of the words that find something, what finds least first. */
  readonly fewer: readonly FewerWords[];
  /** Of regular expressions, how much they find as words. */
  readonly asWords: number;
  /** What is known of the words as names: near ones, and where other architectures define them. */
  readonly names: readonly UnknownName[];
  /** Words that are former names, by the tree's own lists. */
  readonly former: readonly { readonly name: string; readonly rename: Rename }[];
  /** Whether the tree has errors: what was searched for may be in what could not be read. */
  readonly isPartial: boolean;
}

/** More words than this are a sentence; each set of them is a search. */
const MOST_WORDS = 6;
const SHOWN_SETS = 3;
/** One letter is in everything. */
const SHORTEST_WORD = 2;

/** For a search without a hit. */
export function searchAdvice(
  opened: OpenTree,
  given: { readonly words: readonly string[]; readonly isRegex: boolean },
): SearchAdvice {
  const { model, errors } = opened;
  const isPartial = errors.length > 0;
  const none: SearchAdvice = { nowhere: [], fewer: [], asWords: 0, names: [], former: [], isPartial };
  if (given.isRegex) return { ...none, asWords: search(model, wordsOf(opened, given.words)).length };
  const whole = wordsOf(opened, given.words);
  const names = [...new Set([whole.join("_"), ...whole].map((word) => word.toUpperCase()))].slice(
    0,
    MOST_WORDS,
  );
  const known = names
    .filter((name) => model.symbol(name)?.isDefined !== true)
    .map((name) => unknownName(opened, name));
  const former = names.flatMap((name) => {
    const rename = model.data.renames.get(name);
    return rename === undefined ? [] : [{ name, rename }];
  });
  const elsewhere = known.filter((each) => each.elsewhere.length > 0);
  if (former.length + elsewhere.length > 0) return { ...none, names: elsewhere, former };
  // The parts of a name may be in other names.
  const parts = whole.length > 1 ? whole : whole.flatMap((word) => word.split(/[^A-Za-z0-9]+/));
  const words = [...new Set(parts)].filter((word) => word.length >= SHORTEST_WORD).slice(0, MOST_WORDS);
  const count = (some: readonly string[]): FewerWords => ({ words: some, hits: search(model, some).length });
  const found = words.filter((word) => count([word]).hits > 0);
  const isFound = (name: string) => found.some((word) => word.toUpperCase() === name);
  const near = known.filter((each) => each.near.length > 0 && !isFound(each.name));
  const isMeant = whole.length === 1 && near.length > 0;
  return {
    ...none,
    nowhere: whole.length > 1 ? words.filter((word) => !found.includes(word)) : [],
    fewer: !isMeant && words.length > 1 && found.length > 0 ? fewerOf(words, found, count) : [],
    names: near,
  };
}

/** The largest sets of words that find something: all that are anywhere, else without one of them, else each alone. */
function fewerOf(
  all: readonly string[],
  found: readonly string[],
  count: (words: readonly string[]) => FewerWords,
): readonly FewerWords[] {
  const sets = [
    ...(found.length < all.length ? [[found]] : []),
    found.length > 2 ? found.map((left) => found.filter((word) => word !== left)) : [],
    found.map((word) => [word]),
  ];
  for (const each of sets) {
    const counted = each.map(count).filter(({ hits }) => hits > 0);
    if (counted.length > 0) return counted.toSorted((a, b) => a.hits - b.hits).slice(0, SHOWN_SETS);
  }
  return [];
}
