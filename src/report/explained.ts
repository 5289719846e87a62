/** What `kcfg explain` answers about one symbol, as data. */
import type { Explanation } from "../explain/explain.ts";
import type { Proposal } from "../resolve/proposal.ts";

/** An explanation with what it would take for another value. */
export interface Explained extends Explanation {
  readonly proposal?: Proposal;
}
