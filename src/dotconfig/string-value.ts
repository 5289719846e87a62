/** Values of string symbols between quotes: how the C tool reads and writes them. */

/** `raw`: between its quotes a string stands as it is, whatever it holds. */
export type StringForm = "escaped" | "raw";

export type StringValue =
  | {
      readonly ok: true;
      readonly value: string;
      /** What follows the closing quote. C ignores it without a word. */
      readonly rest: string;
    }
  /** `unquoted`: C ignores the line without a word. `unterminated`: C warns "invalid string found". */
  | { readonly ok: false; readonly reason: "unquoted" | "unterminated" };

/** Reads the raw value of an assignment. A backslash takes the next character as it is: `\n` is an n. */
export function parseStringValue(raw: string, form: StringForm = "escaped"): StringValue {
  if (!raw.startsWith('"')) return { ok: false, reason: "unquoted" };
  if (form === "raw")
    return raw.endsWith('"')
      ? { ok: true, value: raw.slice(1, -1), rest: "" }
      : { ok: false, reason: "unterminated" };
  const pieces: string[] = [];
  const special = /["\\]/g;
  let from = 1;
  special.lastIndex = 1;
  for (let match = special.exec(raw); match !== null; match = special.exec(raw)) {
    pieces.push(raw.slice(from, match.index));
    if (match[0] === '"') return { ok: true, value: pieces.join(""), rest: raw.slice(match.index + 1) };
    from = match.index + 1;
    special.lastIndex = from + 1;
  }
  return { ok: false, reason: "unterminated" };
}

/** `"…"` with a backslash before each `"` and `\`, and nothing else escaped; in the raw form not even these. */
export function quoteString(value: string, form: StringForm = "escaped"): string {
  return form === "raw" ? `"${value}"` : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
