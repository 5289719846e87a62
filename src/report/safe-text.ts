/** Text of a tree made fit for a terminal: nothing in it can move the cursor, change colours or hide. */

/**
 * Controls (but tab and newline), marks that turn the writing direction, line separators, and lone surrogates, which
 * are bytes that were no UTF-8.
 */
const HARMFUL =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const REPLACEMENT = "\ufffd";
const CONTROL_PICTURES = 0x2400;

/** Controls become their pictures (ESC is ␛), everything else that could do harm U+FFFD. Lengths stay. */
export function safeText(text: string): string {
  return text.replace(HARMFUL, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
    return code === 0x7f ? "␡" : REPLACEMENT;
  });
}

/** As `safeText`, on one line: tabs and newlines become blanks. */
export function safeLine(text: string): string {
  return safeText(text.replace(/[\t\n]+/g, " "));
}

/** For Markdown: nobody is called by an `@name`, and no `#1` names an issue. */
export function withoutMentions(text: string): string {
  return text.replace(/@(?=[\w-])|#(?=\d)/g, "$&&#8203;");
}

/** Text without lone surrogates, which JSON readers may refuse. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, REPLACEMENT);
}

const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian wide and full-width letters, and pictures: the blocks that hold them. */
const DOUBLE_WIDTH =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** Columns that a character takes on a terminal. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character < "\u0300") return 1;
  if (NO_WIDTH.test(character)) return 0;
  return DOUBLE_WIDTH.test(character) ? 2 : 1;
}

/** Columns that a text without controls takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** `text` with blanks behind it up to `width` columns. */
export function padText(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}
