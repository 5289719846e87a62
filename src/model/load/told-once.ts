/** Keeps a tolerant reading from telling an error twice, and from telling what only follows from another error. */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { SourceFile, Span } from "../../text/source-file.ts";

/** Lines of one file, both ends included. */
interface Lines {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export class ToldOnce {
  readonly #keys = new Set<string>();
  readonly #broken: Lines[] = [];
  #isFinishing = false;

  /** Notes that an entry has lost something to an error: what its definition lacks then is not told. */
  noteBroken(source: SourceFile, { start, end }: Span): void {
    this.#broken.push({ path: source.path, from: source.lineAt(start), to: source.lineAt(end) });
  }

  /** All files are read; what is told from now on is about definitions. */
  beginFinishing(): void {
    this.#isFinishing = true;
  }

  /** What is told from now on is about what is there, such as a loop: nothing that was lost makes it. */
  endFinishing(): void {
    this.#isFinishing = false;
  }

  /** Whether a diagnostic is to be told. A file that is sourced twice has each error twice. */
  accepts({ code, message, location }: Diagnostic): boolean {
    if (location === undefined) return true;
    const { path, line, column } = location;
    const follows = (at: Lines) => at.path === path && line >= at.from && line <= at.to;
    if (this.#isFinishing && this.#broken.some(follows)) return false;
    const key = JSON.stringify([code, message, path, line, column]);
    const isNew = !this.#keys.has(key);
    this.#keys.add(key);
    return isNew;
  }
}
