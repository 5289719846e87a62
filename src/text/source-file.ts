/** A text with a name: offsets to lines and columns. */

/** A half-open range of UTF-16 offsets into one file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place that can be shown to a person: lines and columns start at 1, columns count UTF-16 units. */
export interface Location {
  readonly path: string;
  readonly line: number;
  /** Absent where only the line is known. */
  readonly column?: number;
  /** One past the last column; absent where only a point is known. */
  readonly endColumn?: number;
}

const CARRIAGE_RETURN = 13;

/** Lines after the last one that are looked at before all others. */
const NEAR_LINES = 4;

/** One text and the path under which it was asked for. The path is shown as given, never made absolute. */
export class SourceFile {
  readonly path: string;
  #text: string | (() => string);
  #lineStarts: number[] | undefined;
  /** Index of the line that was asked for last. */
  #lastLine = 0;

  /** `text`, or what reads it when it is first asked for. */
  constructor(path: string, text: string | (() => string)) {
    this.path = path;
    this.#text = text;
  }

  get text(): string {
    if (typeof this.#text !== "string") this.#text = this.#text();
    return this.#text;
  }

  /** The 1-based line that holds `offset`. */
  lineAt(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    // Who reads a file asks for one line after another: mostly the next one is not far.
    const near = this.#lastLine;
    if (starts[near] <= offset) {
      low = near;
      if (near + NEAR_LINES < starts.length && offset < starts[near + NEAR_LINES]) high = near + NEAR_LINES;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    this.#lastLine = low;
    return low + 1;
  }

  /** Where a span begins, and where it ends if that is on the same line. */
  locate(span: Span): Location {
    const line = this.lineAt(span.start);
    const lineStart = this.#starts()[line - 1];
    const lineEnd = this.#endOf(line);
    const column = span.start - lineStart + 1;
    return {
      path: this.path,
      line,
      column,
      endColumn: Math.max(column, Math.min(span.end, lineEnd) - lineStart + 1),
    };
  }

  /** The text of a 1-based line without its end; empty for a line that does not exist. */
  line(number: number): string {
    const starts = this.#starts();
    if (number < 1 || number > starts.length) return "";
    return this.text.slice(starts[number - 1], this.#endOf(number));
  }

  /** Where a line's text ends, before CR LF or LF. Found without a look at the line, which may be the whole file. */
  #endOf(number: number): number {
    const starts = this.#starts();
    const end = number < starts.length ? starts[number] - 1 : this.text.length;
    return end > starts[number - 1] && this.text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
  }

  #starts(): number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1))
        starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}
