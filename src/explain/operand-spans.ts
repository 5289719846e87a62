/** Where the operands of a conjunction stand in the text of its condition, each with its own parentheses. */
import type { Span } from "../text/source-file.ts";

/** A sign, a string (one piece, whatever it holds), or a run of anything else. */
const PIECE = /&&|\|\||[()]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()&|"']+|\S/gs;

/**
 * The operands of the outermost `&&`, in the order of the text and of `operandsOf`: those of a conjunction in
 * parentheses are operands as well. `span` is that of a condition, with or without the parentheses around it.
 */
export function operandSpans(text: string, span: Span): readonly Span[] {
  const found: Span[] = [];
  const whole = withParentheses(text, span);
  const pending = [piecesOf(text, whole)];
  while (pending.length > 0) {
    const pieces = pending.pop()!;
    const operands = conjuncts(inside(pieces));
    if (operands.length > 1) pending.push(...operands.reverse());
    else if (pieces.length > 0) found.push({ start: pieces[0].start, end: pieces[pieces.length - 1].end });
  }
  return found;
}

/**
 * A condition with the parentheses around it: spans of the model go from the first symbol to the last, so that of
 * `(A || B) && (C)` the outer ones are missing.
 */
export function withParentheses(text: string, { start, end }: Span): Span {
  let from = start;
  for (let at = start - 1; isBetween(text, at, "("); at--) if (text[at] === "(") from = at;
  let to = end;
  for (let at = end; isBetween(text, at, ")"); at++) if (text[at] === ")") to = at + 1;
  return { start: from, end: to };
}

/** Whether the character is a parenthesis, a blank, or part of a continued line's end. */
function isBetween(text: string, at: number, parenthesis: string): boolean {
  const character = text[at];
  if (character === "\n") return text[at - 1] === "\\";
  if (character === "\\") return text[at + 1] === "\n";
  return character === parenthesis || character === " " || character === "\t";
}

interface Piece extends Span {
  readonly text: string;
}

function piecesOf(text: string, { start, end }: Span): readonly Piece[] {
  return [...text.slice(start, end).matchAll(PIECE)]
    .filter(([piece]) => piece !== "\\")
    .map(({ 0: piece, index }) => ({
      text: piece,
      start: start + index,
      end: start + index + piece.length,
    }));
}

/** Without the parentheses that stand around all of it. */
function inside(pieces: readonly Piece[]): readonly Piece[] {
  let outer = 0;
  while (pieces[outer]?.text === "(" && pieces[pieces.length - 1 - outer]?.text === ")") outer++;
  // Of `(A) && (B)` the first one is closed by another than the last one.
  let depth = 0;
  let lowest = 0;
  for (const { text } of pieces.slice(outer, pieces.length - outer)) {
    depth += depthOf(text);
    lowest = Math.min(lowest, depth);
  }
  const around = outer + lowest;
  return pieces.slice(around, pieces.length - around);
}

/** What stands between the outermost `&&`; everything where `||`, which binds less, is there as well. */
function conjuncts(pieces: readonly Piece[]): (readonly Piece[])[] {
  const found: (readonly Piece[])[] = [];
  let depth = 0;
  let from = 0;
  for (const [index, { text }] of pieces.entries()) {
    depth += depthOf(text);
    if (depth > 0) continue;
    if (text === "||") return [pieces];
    if (text !== "&&") continue;
    found.push(pieces.slice(from, index));
    from = index + 1;
  }
  return [...found, pieces.slice(from)];
}

const depthOf = (text: string): number => (text === "(" ? 1 : text === ")" ? -1 : 0);
