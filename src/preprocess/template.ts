/** The shape of a text with references: literal pieces and calls, found in one pass and without recursion. */
import { referenceEnd } from "./reference.ts";

/**
 * Most fields of one reference: the name and 15 arguments. C takes 16 as well, and dies of the seventeenth
 * ("too many function arguments").
 */
export const MAX_FIELDS = 16;

/** `$(name,argument,…)`; `fields[0]` is the name, which may hold references like any other field. */
export interface Call {
  readonly kind: "call";
  readonly fields: readonly Template[];
}

/**
 * What cannot be called. It stays in the template because C finds it only when the expansion gets there, after
 * everything to its left has had its effect.
 */
export type Malformed =
  | { readonly kind: "unterminated" /** The rest of the line after `$(`. */; readonly rest: string }
  | { readonly kind: "crowded" };

export type Piece = string | Call | Malformed;
export type Template = readonly Piece[];

const DOLLAR = 36;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;

/** The pieces of `text`, in order; no two literal pieces stand side by side. A `$` without `(` is literal. */
export function parseTemplate(text: string): Template {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf("$("); at >= 0; at = text.indexOf("$(", from)) {
    if (at > from) pieces.push(text.slice(from, at));
    const end = referenceEnd(text, at);
    if (end < 0) {
      const newline = text.indexOf("\n", at);
      pieces.push({ kind: "unterminated", rest: text.slice(at + 2, newline < 0 ? text.length : newline) });
      return pieces;
    }
    pieces.push(parseReference(text, at));
    from = end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** A reference whose `)` has not been reached yet. */
interface OpenReference {
  readonly fields: Piece[][];
  /** Plain parentheses open inside it: commas between them do not split. */
  depth: number;
}

/** The reference at `at`, which is known to be closed. One pass over its text however deep it nests. */
function parseReference(text: string, at: number): Call | Malformed {
  const enclosing: OpenReference[] = [];
  let current: OpenReference = { fields: [[]], depth: 0 };
  let from = at + 2;
  const endLiteral = (end: number) => {
    if (end > from) current.fields[current.fields.length - 1].push(text.slice(from, end));
    from = end + 1;
  };
  for (let next = from; ; next++) {
    const code = text.charCodeAt(next);
    if (code === OPEN) current.depth++;
    else if (code === COMMA && current.depth === 0) {
      endLiteral(next);
      current.fields.push([]);
    } else if (code === DOLLAR && text.charCodeAt(next + 1) === OPEN) {
      endLiteral(next);
      enclosing.push(current);
      current = { fields: [[]], depth: 0 };
      next++;
      from = next + 1;
    } else if (code === CLOSE) {
      if (current.depth > 0) {
        current.depth--;
        continue;
      }
      endLiteral(next);
      const closed: Call | Malformed =
        current.fields.length > MAX_FIELDS ? { kind: "crowded" } : { kind: "call", fields: current.fields };
      const outer = enclosing.pop();
      if (outer === undefined) return closed;
      outer.fields[outer.fields.length - 1].push(closed);
      current = outer;
    }
  }
}
