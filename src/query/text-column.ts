/** Many short texts in one, so that all of them are searched by one pass. */

/** What an occurrence is to the words around it. */
export type Fit = "whole" | "start" | "start-inside" | "word" | "word-start" | "inside";

export interface Occurrence {
  /** Number of the text that holds it. */
  readonly row: number;
  readonly fit: Fit;
}

/** Texts by number, in lower case. */
export class TextColumn {
  readonly #text: string;
  readonly #starts: Int32Array;

  /** No text may hold a newline. */
  constructor(texts: readonly string[]) {
    const lower = texts.map((text) => text.toLowerCase());
    this.#text = lower.join("\n");
    this.#starts = new Int32Array(texts.length + 1);
    for (let row = 0; row < lower.length; row++)
      this.#starts[row + 1] = this.#starts[row] + lower[row].length + 1;
  }

  /** Every place of `term`, which is in lower case and not empty. */
  *occurrences(term: string): Iterable<Occurrence> {
    const text = this.#text;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      const row = rowAt(this.#starts, at);
      const end = at + term.length;
      const rowEnd = this.#starts[row + 1] - 1;
      if (end > rowEnd) continue;
      const fit = fitOf(text, at, end);
      if (at !== this.#starts[row]) yield { row, fit };
      else if (end === rowEnd) yield { row, fit: "whole" };
      else yield { row, fit: fit === "word" ? "start" : "start-inside" };
    }
  }

  /** Rows that a pattern (global, never empty, for lower case) finds something in; no match may hold a newline. */
  *rows(pattern: RegExp): Iterable<number> {
    for (const { index } of this.#text.matchAll(pattern)) yield rowAt(this.#starts, index);
  }
}

/** How the span from `start` to `end` lies among the words of a text. */
export function fitOf(text: string, start: number, end: number): "word" | "word-start" | "inside" {
  if (start > 0 && isWordCharacter(text.charCodeAt(start - 1))) return "inside";
  return end < text.length && isWordCharacter(text.charCodeAt(end)) ? "word-start" : "word";
}

/** The row that holds a position: the last one that starts at or before it. `starts` has one entry more than rows. */
export function rowAt(starts: Int32Array, position: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Letters and digits; `_` parts words. Anything beyond ASCII counts as a letter. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code > 127
  );
}
