/** A fix of a finding, as data. */
import type { ConfigSymbol } from "../model/model.ts";

/** A change that was tried in a configuration of its own, and made the request hold. */
export interface Fix {
  readonly title: FixTitle;
  readonly edits: readonly Edit[];
  /** Other symbols whose values change with it, `NAME=value`. */
  readonly effects: readonly string[];
  /** Whether an evaluation confirmed it; nothing else is offered. */
  readonly verified: true;
  /** False where a person should decide, because it takes away what somebody asked for; true if absent. */
  readonly automatic?: false;
}

/** What a fix is called by. */
export type FixTitle =
  /** Lines for other symbols. */
  | { readonly kind: "settings"; readonly settings: readonly Setting[] }
  /** The line as it would be right, or what of it would be. */
  | { readonly kind: "write"; readonly text: string }
  /** A line that is dead: that of the finding, or an earlier one. */
  | { readonly kind: "remove"; readonly which: "line" | "earlier" };

/** A value of a symbol; a string without quotes. */
export interface Setting {
  readonly symbol: ConfigSymbol;
  readonly value: string;
}

export type Edit =
  | { readonly kind: "remove"; readonly path: string; readonly line: number }
  /** Another line in place of one. */
  | { readonly kind: "replace"; readonly path: string; readonly line: number; readonly text: string }
  /** A setting of another symbol; `text` is its line, for the fragment that asks. */
  | { readonly kind: "set"; readonly symbol: string; readonly value: string; readonly text?: string };
