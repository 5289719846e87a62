/** Why a symbol does not have a wanted value, as data: a tree that ends where somebody can act, or in a fact. */
import type { UserValue } from "../evaluate/configuration.ts";
import type { Tristate } from "../evaluate/tristate.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";
import type { ValueSet } from "./value-set.ts";

// A reason speaks of one symbol. Where conditions stand in the way, it has blockers; each is a term of a statement
// in a Kconfig file that fails, and says in turn why:
//
//     VFIO_NOIOMMU: unmet
//       blocker "depends on VFIO_GROUP": VFIO_GROUP = n, needs y
//         because VFIO_GROUP: unmet
//           blocker "if VFIO": VFIO = n, needs m or y
//             because VFIO: settable, .config:12 says n

interface About {
  readonly symbol: ConfigSymbol;
  /** The value it has. */
  readonly actual: string;
  /** Values that would do: of a bool or tristate as a set, of others the text that is wanted. */
  readonly needs: ValueSet;
  readonly wanted: string;
  /** Settings that it takes at least, as far as was looked; Infinity where no setting is known to help. */
  readonly cost: number;
}

export type Reason = About &
  (
    | /** It has a value that would do. */ { readonly kind: "holds" }
    /** Nothing stands in the way: it only was not asked for, or something else was. */
    | { readonly kind: "settable"; readonly user?: UserValue }
    /** No file that was read defines it. */
    | { readonly kind: "undefined" }
    /** Its type has no such value. */
    | { readonly kind: "wrong-type" }
    /** m needs modules, which are off (or which the tree does not have). */
    | { readonly kind: "no-modules"; readonly modules?: ConfigSymbol }
    | { readonly kind: "out-of-range"; readonly range: Property; readonly low: string; readonly high: string }
    /**
     * *unmet*: conditions of its prompt fail, dependencies or visibility alone. *limited*: it can be m, not y. `ways`
     * are there where no setting removes the blockers: what could raise it in spite of them.
     */
    | {
        readonly kind: "unmet" | "limited";
        readonly blockers: readonly Blocker[];
        readonly ways: readonly Way[];
        readonly otherWays: number;
      }
    /** Selects hold it up. */
    | { readonly kind: "forced"; readonly by: readonly Property[] }
    /** Another member of its choice is y, or for a value of n: it is the one that is. */
    | {
        readonly kind: "choice-conflict";
        readonly choice: ConfigSymbol;
        readonly chosen?: ConfigSymbol;
        readonly user?: UserValue;
      }
    /** It has no prompt: `ways` are the statements that would give it the value, the cheapest first. */
    | { readonly kind: "promptless"; readonly ways: readonly Way[]; readonly otherWays: number }
    /**
     * It has no prompt, and these defaults and implies give it its value; for a bool or tristate, `blockers` is what
     * would have to change for that to end, if anything could.
     */
    | { readonly kind: "given"; readonly by: readonly Property[]; readonly blockers: readonly Blocker[] }
    /** A fact of the machine: a default that a command answered when the files were read. */
    | { readonly kind: "probe"; readonly probe: Probe }
    /** Too deep; or it is being looked at already, further up on the same way. */
    | { readonly kind: "cut"; readonly isOpen: boolean }
  );

export type ReasonKind = Reason["kind"];

/**
 * What fails in a statement. *dependency*: `depends on` and the `if` around it; *visibility*: `visible if` and the
 * `if` behind a prompt; *source*: the symbol or condition of a select, imply or default.
 */
export interface Blocker {
  readonly kind: "dependency" | "visibility" | "source";
  readonly statement: Property;
  /** The operand of the statement's condition that the term is in; absent for the symbol that selects or implies. */
  readonly part?: Expression;
  readonly term: Term;
  /** Other operands of the condition, all of which hold. */
  readonly holding: readonly Condition[];
}

/** A part of a condition, and what it comes to now. */
export interface Condition {
  readonly part: Expression;
  readonly value: Tristate;
}

export type Term =
  | {
      readonly kind: "symbol";
      readonly symbol: ConfigSymbol;
      readonly actual: string;
      readonly needs: ValueSet;
      readonly because: Reason;
      readonly cost: number;
    }
  | {
      readonly kind: "comparison";
      readonly expression: Expression & { readonly kind: "comparison" };
      readonly values: readonly [string, string];
      /** Whether it has to hold, or not to. */
      readonly isWanted: boolean;
      readonly because?: Reason;
      readonly cost: number;
    }
  /** Any one alternative is enough; each is a list of terms that all have to change. The cheapest come first. */
  | {
      readonly kind: "any";
      readonly expression: Expression;
      /** Whether the expression has to hold, or not to. */
      readonly isWanted: boolean;
      readonly alternatives: readonly (readonly Term[])[];
      /** Alternatives that are not listed. */
      readonly others: number;
      readonly cost: number;
    }
  /** A constant, or an expression that no value can change; with the probe that made it so, if one did. */
  | {
      readonly kind: "never";
      readonly expression: Expression;
      readonly probe?: Probe;
      readonly cost: number;
    };

/** How a symbol without prompt would get a value. */
export interface Way {
  /** A select, imply or default. */
  readonly property: Property;
  readonly blockers: readonly Blocker[];
  readonly cost: number;
}

/** A value that a macro gave when the files were read: mostly the answer of a build tool. */
export interface Probe {
  /** As written: `def_bool $(success,…)`. */
  readonly text: string;
  readonly statement: Property;
  /** Whether a command ran for it, as opposed to a variable of the environment or one that was set before. */
  readonly isCommand: boolean;
  /** Whether it was not run, so that nobody knows what it would say. */
  readonly isUnknown?: true;
  readonly command?: string;
  readonly output?: string;
}
