/** How an answer that is not wanted any more is given up. */

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

/** As `heed`, and lets others have their turn before, who may say so; costs nothing where nobody can. */
export async function pause(cancellation: Cancellation | undefined): Promise<void> {
  if (cancellation === undefined) return;
  await new Promise((done) => setTimeout(done, 0));
  heed(cancellation);
}
