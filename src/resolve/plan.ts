/** Plans and the other answers of `resolve`, as data. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { CompileOnly } from "../explain/compile-only.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Conflict } from "./conflict.ts";
import type { ValueChange } from "./replay.ts";

/** One line to write. */
export interface PlannedSetting {
  readonly symbol: ConfigSymbol;
  /** `y`, `m`, `n`, or the text of an int, hex or string. */
  readonly value: string;
  /** The value in the base. */
  readonly before: string;
  /** Of a line that no goal needs: the settings that it keeps, of those that the rest of the plan would lose. */
  readonly keeps?: readonly ConfigSymbol[];
}

/** A line more, which no goal needs, and what it keeps of that which a plan loses. */
export interface Offer {
  readonly setting: PlannedSetting;
  readonly keeps: readonly ConfigSymbol[];
}

/** What a person should know before taking a plan. */
export type PlanWarning =
  /** It switches on, itself or by a select, a symbol that opens a whole area, such as EXPERT or COMPILE_TEST. */
  | {
      readonly kind: "enables-broad-option";
      readonly symbol: ConfigSymbol;
      /** Of COMPILE_TEST: what it lets be compiled, which is meant for what does not hold. */
      readonly compiles?: CompileOnly;
    }
  /** It makes a kernel of another word size: of 32 bits, or of 64. */
  | { readonly kind: "word-size"; readonly symbol: ConfigSymbol; readonly bits: 32 | 64 }
  /** It needs more lines than anybody takes in at a glance; `off` of them turn off or lower what is on. */
  | { readonly kind: "large"; readonly lines: number; readonly off: number }
  /** The help of a symbol that it sets and that was off says that it is unsafe; with the sentence that says so. */
  | { readonly kind: "unsafe"; readonly symbol: ConfigSymbol; readonly line: string }
  /** A symbol that it sets has a `warning` for who does so. */
  | { readonly kind: "declared"; readonly symbol: ConfigSymbol; readonly text: string }
  /** A hex that it sets has decimal digits only and no 0x: somebody may have meant a decimal number. */
  | { readonly kind: "decimal-digits"; readonly symbol: ConfigSymbol; readonly value: string };

/** Settings after which every goal holds: confirmed by an evaluation of the whole tree. */
export interface Plan {
  /** Lines for the goals themselves, in the order in which they were given. */
  readonly asked: readonly PlannedSetting[];
  /**
   * Lines that the goals need beyond their own; of a choice, the member to choose. Without any one of them a goal would
   * not hold, but for those that keep a setting: symbols that only the plan itself makes visible.
   */
  readonly needed: readonly PlannedSetting[];
  /** Everything else that changes by itself, in the order of the definitions. */
  readonly follows: readonly ValueChange[];
  /** Of `follows`, what somebody had asked for and is less now, in the same order. */
  readonly lost: readonly ConfigSymbol[];
  /** Symbols that can be set now and could not before; they stay n. */
  readonly becomesVisible: readonly ConfigSymbol[];
  /** Symbols that it selects against their dependencies and that were not so before: C warns of each. */
  readonly unmet: readonly ConfigSymbol[];
  /** Lines beyond the plan that would keep some of what is lost. */
  readonly offers: readonly Offer[];
  /** What the objective charges; comparable among the plans of one answer. */
  readonly cost: number;
  readonly warnings: readonly PlanWarning[];
  /** The configuration that confirmed it. */
  readonly configuration: Configuration;
}

export type Resolution =
  /** At least one plan; the least first. None selects a symbol against its dependencies that was not so before. */
  | { readonly kind: "possible"; readonly plans: readonly Plan[]; readonly isLeast: boolean }
  /** Only plans that do so: C takes them, with a warning. */
  | { readonly kind: "unmet"; readonly plans: readonly Plan[] }
  /** C has no such configuration either. */
  | { readonly kind: "impossible"; readonly conflict: Conflict }
  /** Neither a plan nor a proof was found within the limits. */
  | { readonly kind: "unknown" };
