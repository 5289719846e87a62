/** Which run of a recording answers: the one that was made for what is asked now. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Environment } from "../text/host.ts";
import type { RecordedRun, Recording } from "./recording.ts";
import { isOfTheTree } from "./visible-environment.ts";

export interface AskedRun {
  readonly environment: Environment;
  /** ARCH, if it was asked for on the command line. */
  readonly architecture?: string;
}

/**
 * The run for the architecture that is asked for; of several, the one that differs from the environment in the fewest
 * variables. Code: `replay-environment`.
 */
export function chooseRun(path: string, { runs }: Recording, asked: AskedRun): RecordedRun | Diagnostic {
  const architecture = asked.architecture ?? asked.environment.ARCH;
  const recorded = architecturesOf(runs);
  if (runs.length === 0) return refusal(`${path} contains no run`, ["record one: --probes record=FILE"]);
  const fitting =
    architecture === undefined
      ? runs
      : runs.filter(({ environment }) => (environment.get("ARCH") ?? architecture) === architecture);
  if (fitting.length === 0) {
    return refusal(`${path} was recorded for ARCH=${recorded.join(", ")}, and not for ${architecture}`, [
      `record that as well: --arch ${architecture} --probes record=${path}`,
    ]);
  }
  if (architecture === undefined && recorded.length > 1)
    return refusal(`${path} was recorded for several architectures: ${recorded.join(", ")}`, [
      "say which is meant: --arch ARCH",
    ]);
  const differences = fitting.map((run) => countDifferences(run, asked.environment));
  return fitting[differences.indexOf(Math.min(...differences))];
}

function architecturesOf(runs: readonly RecordedRun[]): readonly string[] {
  return [...new Set(runs.map(({ environment }) => environment.get("ARCH") ?? "none"))];
}

function countDifferences({ environment }: RecordedRun, now: Environment): number {
  let count = 0;
  for (const [name, value] of environment)
    if (!isOfTheTree(name) && now[name] !== undefined && now[name] !== value) count += 1;
  return count;
}

function refusal(message: string, help: readonly string[]): Diagnostic {
  return { code: "replay-environment", severity: "error", message, help };
}
