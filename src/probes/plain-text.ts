/** Any text on one line of plain text, and back: what a reviewer reads holds nothing that a terminal would obey. */

/** All that is not written as it is: controls, lone surrogates (bytes that were no UTF-8), marks that hide or reorder. */
const ESCAPED =
  /[\\\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** `text` with a backslash before what cannot stand as it is: `\n`, `\t`, `\\`, `\u001b`. */
export function escapeLine(text: string): string {
  const escaped = text.replace(
    ESCAPED,
    (unit) => NAMED[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  // Editors take blanks at the end of lines away.
  return escaped.replace(/ $/, "\\u0020");
}

/** What `escapeLine` made it from; undefined if it holds a backslash that begins nothing. */
export function unescapeLine(line: string): string | undefined {
  let isWrong = false;
  const text = line.replace(/\\(?:u([0-9a-f]{4})|(.?))/gs, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const named = { n: "\n", t: "\t", r: "\r", "\\": "\\" }[letter];
    if (named === undefined) isWrong = true;
    return named ?? "";
  });
  return isWrong ? undefined : text;
}
