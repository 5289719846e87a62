/** Where multi-character pieces of Kconfig text end: `$(…)`, runs of blank lines, help texts. */

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;
const HASH = 35;
const DOLLAR = 36;
const OPEN = 40;
const CLOSE = 41;
/** A tab reaches to the next multiple of this many columns. */
const TAB_WIDTH = 8;

/**
 * Offset one past the parenthesis that closes the `$(` at `at`. Parentheses nest, quotes do not protect them. A
 * reference that its line does not close ends with the line; expanding it is an error.
 */
export function referenceEnd(text: string, at: number): number {
  let depth = 0;
  for (let index = at + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return index + 1;
    else if (code === NEWLINE) return index;
  }
  return text.length;
}

/** Whether a word is nothing but `$(…)`, so that it may expand to nothing. */
export function isMacroWord(image: string): boolean {
  if (!image.startsWith("$(")) return false;
  let at = 0;
  while (image.startsWith("$(", at)) at = referenceEnd(image, at);
  return at === image.length;
}

/** Start of the first line at or after `lineStart` that holds more than blanks or a comment. */
export function skipBlankLines(text: string, lineStart: number): number {
  for (;;) {
    let at = lineStart;
    let code = text.charCodeAt(at);
    while (code === SPACE || code === TAB) code = text.charCodeAt(++at);
    if (code === HASH) {
      at = text.indexOf("\n", at);
      if (at < 0) return lineStart;
    } else if (code !== NEWLINE) {
      return Math.min(lineStart, text.length);
    }
    lineStart = at + 1;
  }
}

/**
 * Where the help block ends whose keyword ends at `at`: the start of the first line that is indented less than
 * the text, or that starts in column 0. -1 if something other than a comment follows the keyword, or macros, which
 * may expand to nothing.
 *
 * Quirk: a line in column 0 directly below the keyword is text, and the next line that is not blank sets the
 * indentation. `isLoose`: neither this quirk, nor -1 for what follows.
 */
export function helpBlockEnd(text: string, at: number, isLoose = false): number {
  // `help$(x)` is a word.
  if (text.startsWith("$(", at)) return -1;
  let code = text.charCodeAt(at);
  while (code === SPACE || code === TAB || isUnsupported(code) || text.startsWith("$(", at)) {
    at = code === DOLLAR ? referenceEnd(text, at) : at + 1;
    code = text.charCodeAt(at);
  }
  if (code === HASH || isLoose) at = text.indexOf("\n", at);
  else if (code !== NEWLINE) return -1;
  let indentation = 0;
  let lineStart = at + 1;
  const firstLine = lineStart;
  while (lineStart < text.length) {
    const { width, offset } = measureIndentation(text, lineStart);
    if (text.charCodeAt(offset) !== NEWLINE) {
      if (
        offset >= text.length ||
        width < indentation ||
        (width === 0 && (isLoose || lineStart !== firstLine))
      )
        break;
      if (indentation === 0) indentation = width;
    }
    const end = text.indexOf("\n", offset);
    if (end < 0) return text.length;
    lineStart = end + 1;
  }
  return Math.min(lineStart, text.length);
}

/** Whether the lexer warns about a character wherever it stands, and goes on. */
export const isUnsupported = (code: number): boolean =>
  (code < SPACE && code !== NEWLINE && code !== TAB) || code > 126 || UNSUPPORTED_SIGNS.includes(code);

/** Signs of ASCII that no token begins with. */
const UNSUPPORTED_SIGNS = [..."%*+,./:;?@[]^`{}~"].map((sign) => sign.charCodeAt(0));

/** Columns of blanks at the start of a line, tabs to multiples of eight, and the offset where they end. */
export function measureIndentation(
  text: string,
  lineStart: number,
): { readonly width: number; readonly offset: number } {
  let width = 0;
  let offset = lineStart;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (code === SPACE) width++;
    else if (code === TAB) width += TAB_WIDTH - (width % TAB_WIDTH);
    else return { width, offset };
    offset++;
  }
}
