/** Texts that nobody can know: of commands that were not run and of variables that may not be read. */

// As for outputs that are still to come (deferred.ts), a stand-in of two code units that no file can hold takes the
// place of the text. It is passed on like any text; who looks inside learns that it is not known.

const OPEN = "\uDC02";
const CLOSE = "\uDC03";
const STAND_IN = /\uDC02(\d+)\uDC03/g;

/** Where a text that is not known comes from. */
export interface UnknownSource {
  /** A command or variable is known where commands may run; a function in Python never is. */
  readonly kind: "command" | "variable" | "function";
  /** What was not run, or the variable: `$(shell,…)`, `$(HOME)`, expanded as far as it could be. */
  readonly text: string;
  /** Why, as a sentence without a stop. */
  readonly why: string;
  readonly path: string;
  readonly line: number;
}

/** The unknown texts of one run. */
export class UnknownTexts {
  readonly #sources: UnknownSource[] = [];

  /** The text that stands for it. */
  add(source: UnknownSource): string {
    return `${OPEN}${this.#sources.push(source) - 1}${CLOSE}`;
  }

  /** `text` with the words of the sources in place of what stands for them: for people. */
  show(text: string): string {
    return isUnknown(text)
      ? text.replace(STAND_IN, (_, index: string) => this.#sources[Number(index)].text)
      : text;
  }

  /** What `text` rests on, each once. */
  sourcesOf(text: string): readonly UnknownSource[] {
    const found = Array.from(text.matchAll(STAND_IN), (match) => this.#sources[Number(match[1])]);
    return [...new Set(found)];
  }
}

/** Whether a recording, or a run that is not denied, would tell. */
export function isTellable({ kind }: UnknownSource): boolean {
  return kind !== "function";
}

/** Whether a part of a text is not known. */
export function isUnknown(text: string): boolean {
  return text.includes(OPEN);
}
