/** A finding: what was found about a line, as data. `report/check-words/` has the words. */
import type { Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import type { Cause, CauseCode } from "./cause.ts";
import type { Fix } from "./fix.ts";
import type { Subject } from "./subject.ts";

/** Why a finding does not count. */
export interface Suppression {
  /** A comment in the fragment, or the baseline file. */
  readonly kind: "comment" | "baseline";
  readonly reason?: string;
}

/** A finding of a check. */
export interface CheckFinding {
  /** A code from the register in `text/codes.ts`. */
  readonly code: string;
  readonly severity: Severity;
  /** Whether the check fails by it, unless it is suppressed. */
  readonly fails: boolean;
  /** The line that it is told at. */
  readonly location?: Location;
  /** What its words are made of. */
  readonly subject: Subject;
  readonly symbol?: string;
  readonly requested?: string;
  readonly actual?: string;
  readonly cause?: Cause;
  readonly fixes?: readonly Fix[];
  /** Why the first fix was not applied, where that was tried. */
  readonly refused?: RefusedFix;
  readonly suppressed?: Suppression;
}

/** Why a fix was not applied. */
export type RefusedFix =
  | { readonly kind: "unwritable" }
  /** It would change other values, and no more requests would hold. */
  | { readonly kind: "useless" }
  /** Lines would fail that do not now; each as it is shown, with its place where it is known. */
  | {
      readonly kind: "breaks";
      readonly lines: readonly { readonly text: string; readonly location?: Location }[];
    };

/** What became of a request. The first is for requests that hold, the next three for those whose place a later line took. */
export type Fate =
  | "took"
  /** A later line of another file, or of the same file, asks for another value or for the same again. */
  | "override"
  | "duplicate"
  | "redundant"
  | "unknown-symbol"
  | "renamed"
  /** Two or more other lines exclude it, all of them together. */
  | "conflict"
  /** Whether it holds rests on a command that was not run. */
  | "denied-probe"
  | CauseCode;
