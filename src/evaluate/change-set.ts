/** What comes of changed user values: each symbol that is another one than before, and why. */
import type { SymbolId } from "../model/columns.ts";
import type { Location } from "../text/source-file.ts";
import type { Tristate } from "./tristate.ts";
import type { UserState } from "./user-values.ts";

/** A change of what is asked for. */
export type UserChange =
  /** A value for a bool, tristate or choice; a text for an int, hex or string. */
  | {
      readonly kind: "set";
      readonly symbol: SymbolId;
      readonly value: Tristate | string;
      readonly origin?: Location;
    }
  /** As if nothing had been asked for the symbol. */
  | { readonly kind: "clear"; readonly symbol: SymbolId }
  /** What was asked once; undo and redo are lists of these. */
  | { readonly kind: "restore"; readonly state: UserState };

export interface Changed<Value> {
  readonly from: Value;
  readonly to: Value;
}

/** What of its rules gives a symbol another value, visibility or limit. */
export type ChangeRule =
  /** What is asked for it. */
  | "user value"
  /** Another member of its choice is y. */
  | "choice"
  /** A symbol that selects it. */
  | "select"
  /** A symbol that implies it. */
  | "imply"
  /** Its prompts. */
  | "visibility"
  /** What it depends on. */
  | "dependency"
  /** Whether m exists. */
  | "modules"
  /** A default, or a range. */
  | "default";

/** A symbol that differs. What is the same before and after is there as well: `from` equals `to`. */
export interface SymbolChange {
  readonly symbol: SymbolId;
  /** A letter, a number as it is spelled, a string without quotes. */
  readonly value: Changed<string>;
  /** Upper bound of what the user can set. */
  readonly visibility: Changed<Tristate>;
  /** Lower bound, from selects. */
  readonly reverseDependency: Changed<Tristate>;
  /** Whether .config has a line for it. */
  readonly isWritten: Changed<boolean>;
  /** Of a choice, the member that is y. */
  readonly chosen?: Changed<SymbolId | undefined>;
  readonly why: {
    readonly by: ChangeRule;
    /** The symbol whose change came first of those that this one follows from; the symbol itself for a user value. */
    readonly because: SymbolId;
  };
}

export interface ChangeSet {
  /** By the number of the symbol. */
  readonly changes: readonly SymbolChange[];
  /** Applied, these bring back what was asked before. */
  readonly undo: readonly UserChange[];
}
