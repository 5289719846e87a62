/** What a reading takes over from a model that does not hold any more: commands that run again already, or their answers. */
import type { ProbeRecord } from "../model/columns.ts";
import type { FileReader, PendingCommand, Shell, ShellLanes } from "../text/host.ts";

// A tree of which one file was edited still has nearly all of its commands, word for word. An answer is taken once for each
// time that the command was run; what is asked for more often is run.

export interface EarlierAnswers {
  /** The answer of a command, if it has one that was not taken yet. */
  take(command: string): PendingCommand | undefined;
  /** Where other commands run; undefined, on lanes of the host, also after the end. */
  lanes(): ShellLanes | undefined;
  /** Whether they are from an earlier run. */
  readonly isTrusted: boolean;
  /** How many were taken. */
  taken(): number;
  /** Ends what runs; must be called in the end. */
  finish(): void;
}

/** Those that commands gave the last time, where they are trusted. */
export function trustedAnswers(probes: readonly ProbeRecord[]): EarlierAnswers {
  const known = probes.filter(({ isUnknown }) => isUnknown !== true);
  const answers = known.map(({ command, output }): readonly [string, PendingCommand] => [
    command,
    { wait: () => ({ stdout: output, code: 0 }) },
  ]);
  return { ...earlierAnswers(answers, () => {}), isTrusted: true };
}

/** Those of commands that were begun on lanes. */
export function begunAnswers(
  begun: readonly (readonly [command: string, pending: PendingCommand])[],
  lanes: ShellLanes,
): EarlierAnswers {
  let isFinished = false;
  const finish = () => {
    if (!isFinished) lanes.finish();
    isFinished = true;
  };
  return { ...earlierAnswers(begun, finish), lanes: () => (isFinished ? undefined : lanes) };
}

function earlierAnswers(
  answers: readonly (readonly [command: string, pending: PendingCommand])[],
  finish: () => void,
): EarlierAnswers {
  const left = new Map<string, PendingCommand[]>();
  for (const [command, pending] of answers) left.set(command, [...(left.get(command) ?? []), pending]);
  let count = 0;
  return {
    take: (command) => {
      const pending = left.get(command)?.shift();
      if (pending !== undefined) count += 1;
      return pending;
    },
    isTrusted: false,
    lanes: () => undefined,
    taken: () => count,
    finish: () => {
      // What has ended cannot be waited for.
      left.clear();
      finish();
    },
  };
}

/** A host whose commands answer as they did, as long as there are such answers. */
export function withEarlierAnswers<World extends FileReader & Shell>(
  host: World,
  earlier: EarlierAnswers,
): World {
  return {
    ...host,
    run: (command, environment, options) =>
      earlier.take(command)?.wait() ?? host.run(command, environment, options),
    lanes:
      host.lanes === undefined
        ? undefined
        : (environment) => {
            const own = earlier.lanes();
            const lanes = own ?? host.lanes?.(environment);
            return {
              start: (command) =>
                earlier.take(command) ??
                lanes?.start(command) ?? { wait: () => host.run(command, environment) },
              finish: () => (own === undefined ? lanes?.finish() : earlier.finish()),
            };
          },
  };
}
