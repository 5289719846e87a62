/** The facts of a proof that goals cannot be reached, as data; `report` finds the words. */
import type { Probe } from "../explain/reason.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";

/** What a fact says of its symbol. */
export type Claim =
  /** It is never as much as m, or never y, whatever is set. */
  | { readonly kind: "never"; readonly value: "m" | "y" }
  /** It is always at least that. */
  | { readonly kind: "always"; readonly value: "m" | "y" }
  /** An int, hex or string that only Kconfig files give a value. */
  | { readonly kind: "fixed"; readonly texts: readonly string[] }
  /** A number that can be set, but not beyond these limits. */
  | { readonly kind: "within"; readonly low: string; readonly high: string }
  /** The rules of its definition take part; which limit follows depends on the other facts. */
  | { readonly kind: "rules" };

/** What a fact rests on: one statement, and the symbols in it that stand in the way or force it. */
export interface Ground {
  readonly kind: "prompt" | "dependency" | "default" | "select" | "imply" | "choice" | "modules";
  /** Where it is written: the `depends on`, `if`, `default`, `select`…; none for a choice or for lack of modules. */
  readonly statement?: Property;
  /** The part of its condition that decides, if it is more than one symbol. */
  readonly condition?: Expression;
  readonly symbols: readonly ConfigSymbol[];
}

/** One line of a derivation. Facts come in the order of reading: what a fact rests on comes behind it. */
export interface Fact {
  readonly symbol: ConfigSymbol;
  readonly claim: Claim;
  /** All together make the claim true. None: nothing could turn it on, or `leaf` tells why. */
  readonly grounds: readonly Ground[];
  readonly leaf?:
    | /** No Kconfig file that was read defines it. */ { readonly kind: "undefined" }
    /** It has no prompt, and nothing selects it or gives it a default. */
    | { readonly kind: "nothing-sets-it" }
    /** A command answered when the files were read. */
    | { readonly kind: "probe"; readonly probe: Probe };
}
