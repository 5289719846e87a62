/** What `kcfg explain` answers about one symbol, as data. */
import type { Rest } from "../evaluate/certainty.ts";
import type { Explanation } from "../explain/explain.ts";
import type { Reason } from "../explain/reason.ts";
import type { Effects } from "../resolve/effects.ts";
import type { Proposal } from "../resolve/proposal.ts";

/** An explanation with what it would take for another value. */
export interface Explained extends Explanation {
  /** For the next value upwards. */
  readonly proposal?: Proposal;
  /** Values that were asked about, in place of `blocked` and `proposal`. */
  readonly whyNot?: readonly WhyNot[];
  /** What changes with the symbol; one for each value that was asked about and can be had. */
  readonly effects?: readonly EffectsOfValue[];
  /** What of the answer is not known, because it rests on what was not run or read. */
  readonly unknown?: UnknownAnswer;
}

export interface UnknownAnswer {
  /** The value; whether it can be set; what another value takes; some of the reasons that are told. */
  readonly about: "value" | "setting" | "change" | "reasons";
  /** The values that a bool or tristate may have; none for others, and where the value is known. */
  readonly values: readonly string[];
  /** What it rests on, the nearest first. */
  readonly rests: readonly Rest[];
}

/** Why a symbol does not have one value, and what it would take. */
export interface WhyNot {
  /** Undefined for any other text of a number or string. */
  readonly value?: string;
  readonly reason: Reason;
  /** Absent if it has the value. */
  readonly proposal?: Proposal;
}

export interface EffectsOfValue extends Effects {
  readonly value: string;
}
