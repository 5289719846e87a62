/** What is wrong, where, why, and what mends it: the one shape in which every room reports bad input. */
import type { Location } from "./source-file.ts";

export type Severity = "error" | "warning" | "info";

/** A second place that explains the first. */
export interface Note {
  readonly message: string;
  readonly location?: Location;
  /** Of a step of a derivation: a line of its own with its place, and no excerpt. */
  readonly isStep?: true;
}

export interface Diagnostic {
  /** A code from the register in `codes.ts`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, no full stop, no code, no place. */
  readonly message: string;
  readonly location?: Location;
  /** Shown under the caret, where there is one. */
  readonly label?: string;
  readonly notes?: readonly Note[];
  /** What the reader can do, an imperative sentence each. */
  readonly help?: readonly string[];
  /** The word that was probably meant, of what stands at the place. */
  readonly meant?: string;
  /**
   * The words of the C tool for the same fact, where `conf` must speak as it does: complete lines without the
   * last newline, to standard error unless `stream` says otherwise. A notice does not count as a warning.
   */
  readonly classic?: { readonly text: string; readonly stream?: "stdout"; readonly isNotice?: boolean };
}
