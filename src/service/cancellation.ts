/** How an answer that is not wanted any more is given up. */

import type { ConflictBudget } from "../resolve/conflict-budget.ts";

/** An AbortSignal, or anything else that knows: over memory that threads share, it is heard in the middle of a search. */
export interface Cancellation {
  readonly aborted: boolean;
}

/** A question was given up: what its promise is rejected with. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
    this.name = "Cancelled";
  }
}

/** Ends a question that is not wanted any more. */
export function heed(cancellation: Cancellation | undefined): void {
  if (cancellation?.aborted) throw new Cancelled();
}

/** Does `work` with an ear open in its searches: what ends early there is no answer. */
export function heeding<Answer>(
  { conflicts }: { readonly conflicts: ConflictBudget },
  cancellation: Cancellation | undefined,
  work: () => Answer,
): Answer {
  if (cancellation === undefined) return work();
  heed(cancellation);
  conflicts.stoppedBy = cancellation;
  try {
    const answer = work();
    heed(cancellation);
    return answer;
  } finally {
    conflicts.stoppedBy = undefined;
  }
}

/** As `heed`, and lets others have their turn before, who may say so; costs nothing where nobody can. */
export async function pause(cancellation: Cancellation | undefined): Promise<void> {
  if (cancellation === undefined) return;
  await new Promise((done) => setTimeout(done, 0));
  heed(cancellation);
}
