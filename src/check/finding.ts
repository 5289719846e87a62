/** A finding: a diagnostic with what programs want to know of it. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Cause, CauseCode } from "./cause.ts";

/** A change that was tried in a configuration of its own, and made the request hold. */
export interface Fix {
  /** An imperative sentence. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Other symbols whose values change with it, `NAME=value`. */
  readonly effects: readonly string[];
  /** Whether an evaluation confirmed it; nothing else is offered. */
  readonly verified: true;
  /** False where a person should decide, because it takes away what somebody asked for; true if absent. */
  readonly automatic?: false;
}

export type Edit =
  | { readonly kind: "remove"; readonly path: string; readonly line: number }
  /** Another line in place of one. */
  | { readonly kind: "replace"; readonly path: string; readonly line: number; readonly text: string }
  /** A setting of another symbol; `text` is its line, for the fragment that asks. */
  | { readonly kind: "set"; readonly symbol: string; readonly value: string; readonly text?: string };

/** Why a finding does not count. */
export interface Suppression {
  /** A comment in the fragment, or the baseline file. */
  readonly kind: "comment" | "baseline";
  readonly reason?: string;
}

export interface Finding extends Diagnostic {
  readonly symbol?: string;
  readonly requested?: string;
  readonly actual?: string;
  readonly cause?: Cause;
  readonly fixes?: readonly Fix[];
}

/** A finding of a check. */
export interface CheckFinding extends Finding {
  /** Whether the check fails by it, unless it is suppressed. */
  readonly fails: boolean;
  readonly suppressed?: Suppression;
}

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
