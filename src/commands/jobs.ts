/** Parts of a question that threads answer beside each other: data there and back, and no command line. */
import type { Host } from "../text/host.ts";

/** What a thread is asked: which verb's part, and the paths that the person named. */
export interface PartJob<Part = unknown> {
  readonly verb: "lint" | "check";
  readonly named: readonly string[];
  readonly part: Part;
}

/** What came of a part; without an answer, `stderr` says why. */
export interface PartOutcome<Answer> {
  readonly answer: Answer | undefined;
  readonly stderr: string;
}

/** Lets threads answer, none where there is only this one. Outcomes come in the order of the parts. */
export async function askThreads<Part, Answer>(
  { jobs, named = [] }: Host,
  verb: PartJob["verb"],
  parts: readonly Part[],
  onDone: (index: number) => void,
): Promise<readonly PartOutcome<Answer>[]> {
  const asked = parts.map((part): PartJob<Part> => ({ verb, named, part }));
  const outcomes = (await jobs?.run(asked, onDone)) ?? [];
  // `answerPart` answers each verb's parts with what that verb waits for.
  return outcomes.map(({ answer, stderr }) => ({ answer: answer as Answer | undefined, stderr }));
}
