/** URIs and paths, offsets and positions: the edge between the protocol and everything else. */
import type { Position, Range } from "vscode-languageserver-types";
import type { SourceFile, Span, Location as TextLocation } from "../text/source-file.ts";

/** The path of a `file:` URI; undefined for any other. */
export function pathOf(uri: string): string | undefined {
  const match = /^file:\/\/(?:localhost)?(\/[^?#]*)/i.exec(uri);
  if (match === null) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}

export function positionAt(source: SourceFile, offset: number): Position {
  const { line, column = 1 } = source.locate({ start: offset, end: offset });
  return { line: line - 1, character: column - 1 };
}

export function rangeOf(source: SourceFile, { start, end }: Span): Range {
  return { start: positionAt(source, start), end: positionAt(source, end) };
}

/** A place that a diagnostic names; all of the line where it names no more. `line` has the text of a line, from 1. */
export function rangeOfLocation(
  { line: number, column, endColumn }: TextLocation,
  line: (number: number) => string,
): Range {
  const at = Math.max(0, number - 1);
  const text = column === undefined || endColumn === undefined ? line(number) : "";
  const start = column === undefined ? text.length - text.trimStart().length : column - 1;
  const end = endColumn === undefined ? Math.max(start, text.trimEnd().length) : endColumn - 1;
  return { start: { line: at, character: start }, end: { line: at, character: end } };
}
