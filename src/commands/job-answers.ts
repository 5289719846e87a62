/** What a thread does with the part of a question that `askThreads` gave it. */
import type { Host } from "../text/host.ts";
import type { CheckPart } from "./check-cells.ts";
import type { PartJob } from "./jobs.ts";
import type { LintPart } from "./lint.ts";

/** `withNames` gives the world in which a person named paths. Undefined if nothing comes of the part. */
export async function answerPart(
  given: unknown,
  withNames: (names: readonly string[]) => Host,
): Promise<unknown> {
  // Only `askThreads` asks threads.
  const { verb, named, part } = given as PartJob;
  const host = withNames(named);
  switch (verb) {
    case "lint":
      return (await import("./lint.ts")).lintPart(part as LintPart, host);
    case "check":
      return (await import("./check-cells.ts")).checkPart(part as CheckPart, host);
  }
}
