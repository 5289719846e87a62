/** A finding: a diagnostic with what programs want to know of it. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { CauseCode } from "./cause.ts";

/** A change that was tried in a configuration of its own, and made the request hold. */
export interface Fix {
  /** An imperative sentence. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Other symbols whose values change with it, `NAME=value`. */
  readonly effects: readonly string[];
  /** Whether an evaluation confirmed it; nothing else is offered. */
  readonly verified: true;
}

export type Edit =
  | { readonly kind: "remove"; readonly path: string; readonly line: number }
  | { readonly kind: "set"; readonly symbol: string; readonly value: string };

export interface Finding extends Diagnostic {
  readonly symbol?: string;
  readonly requested?: string;
  readonly actual?: string;
  readonly fixes?: readonly Fix[];
}

/** What became of a request. The first is for requests that hold, the next three for those whose place a later line took. */
export type Fate =
  | "took"
  /** A later line of another file, or of the same file, asks for another value or for the same again. */
  | "override"
  | "duplicate"
  | "redundant"
  | "unknown-symbol"
  | CauseCode;
