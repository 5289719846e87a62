/** What `kcfg explain` answers about one symbol, as data. */
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
