/** Help texts: where they stand. They are a third of all text of a tree, and a run shows a few of them or none. */
import { helpText } from "../syntax/help-text.ts";
import type { SourceFile } from "../text/source-file.ts";

/** A list of texts, each taken from its file when it is asked for. */
export class HelpTexts {
  /** File, offset of the keyword, offset of the first line that is no part of it; by number of the text. */
  readonly file: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly #files: readonly SourceFile[];

  constructor(files: readonly SourceFile[], file: Int32Array, start: Int32Array, end: Int32Array) {
    this.#files = files;
    this.file = file;
    this.start = start;
    this.end = end;
  }

  at(index: number): string | undefined {
    if (index < 0 || index >= this.file.length) return undefined;
    return helpText(this.#files[this.file[index]].text, this.start[index], this.end[index]);
  }
}
