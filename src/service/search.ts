/** Symbols by words of their names, prompts and help texts. */
import { type SearchHit, searchPatterns, search as searchWords } from "../query/search.ts";
import { measure } from "../text/stopwatch.ts";
import { withoutPrefix } from "./names.ts";
import type { OpenTree } from "./open-tree.ts";

export type SearchQuestion =
  /** All of these; one of them may hold several words, and a name its prefix. `most`: no more hits than these are wanted. */
  | { readonly words: readonly string[]; readonly most?: number }
  /** Each for a name, a prompt or a line of help; `time` in milliseconds, as some try more ways than there is time for. */
  | { readonly patterns: readonly RegExp[]; readonly time: number };

/** The hits, the best first; undefined if the patterns take too long. */
export function search(opened: OpenTree, question: SearchQuestion): readonly SearchHit[] | undefined {
  const { caller, model } = opened;
  return measure(caller.stopwatch, "search", () => {
    if (!("patterns" in question)) {
      const { words, most } = question;
      return searchWords(model, wordsOf(opened, words), { most });
    }
    const look = () => searchPatterns(model, question.patterns);
    return caller.withinTime === undefined ? look() : caller.withinTime(question.time, look);
  });
}

/** The words of a search, each alone and without the prefix of names. */
export function wordsOf(opened: OpenTree, given: readonly string[]): readonly string[] {
  return given
    .flatMap((each) => each.split(/\s+/))
    .map((word) => withoutPrefix(opened, word))
    .filter((word) => word !== "");
}
