/** Where a `$(…)` ends: the one question about macros that the lexer asks as well. */

const NEWLINE = 10;
const OPEN = 40;
const CLOSE = 41;

/**
 * Offset one past the `)` that closes the reference at `at`, where `text[at]` is `$` and `text[at + 1]` is `(`;
 * -1 if the line or the text ends first. Parentheses are counted as they stand: like C, quotes and backslashes
 * inside a reference mean nothing.
 */
export function referenceEnd(text: string, at: number): number {
  let depth = 0;
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === OPEN) depth++;
    else if (code === CLOSE) {
      depth--;
      if (depth === 0) return next + 1;
    } else if (code === NEWLINE) return -1;
  }
  return -1;
}
