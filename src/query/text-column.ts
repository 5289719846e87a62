/** Many short texts in one, so that all of them are searched by one pass. */

/** What an occurrence is to the words around it. */
export type Fit = "whole" | "start" | "start-inside" | "word" | "word-start" | "inside";

/** Texts by number, in lower case. */
export class TextColumn {
  /** All of them, in lower case, a line each. */
  readonly text: string;
  readonly #starts: Int32Array;

  /** No text may hold a newline. */
  constructor(texts: readonly string[]) {
    const lower = texts.map((text) => text.toLowerCase());
    this.text = lower.join("\n");
    this.#starts = new Int32Array(texts.length + 1);
    for (let row = 0; row < lower.length; row++)
      this.#starts[row + 1] = this.#starts[row] + lower[row].length + 1;
  }

  /** Every place of `term`, which is in lower case and not empty: the number of the text that holds it, and how. */
  eachOccurrence(term: string, take: (row: number, fit: Fit) => void): void {
    const text = this.text;
    const starts = this.#starts;
    let row = 0;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      // Often there are several in one text.
      if (at >= starts[row + 1]) row = rowAt(starts, at);
      const end = at + term.length;
      const rowEnd = starts[row + 1] - 1;
      if (end > rowEnd) continue;
      const fit = fitOf(text, at, end);
      if (at !== starts[row]) take(row, fit);
      else if (end === rowEnd) take(row, "whole");
      else take(row, fit === "word" ? "start" : "start-inside");
    }
  }

  /** Rows that a pattern (global, never empty, for lower case) finds something in; no match may hold a newline. */
  *rows(pattern: RegExp): Iterable<number> {
    for (const { index } of this.text.matchAll(pattern)) yield rowAt(this.#starts, index);
  }

  /** Rows that hold some letters, in lower case, in their order, whatever stands between them. */
  rowsWithLetters(letters: string): readonly number[] {
    const { text } = this;
    const rows: number[] = [];
    let row = 0;
    let seen = 0;
    for (let at = 0; at <= text.length; at++) {
      if (at < text.length && text[at] !== "\n") {
        if (seen < letters.length && text.charCodeAt(at) === letters.charCodeAt(seen)) seen++;
        continue;
      }
      if (seen === letters.length) rows.push(row);
      row++;
      seen = 0;
    }
    return rows;
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
