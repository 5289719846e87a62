/** What the commands of a tree were run on, as far as it can be seen: when their answers may be taken from the cache. */

import type { ProbeRecord } from "../model/columns.ts";
import { shellOutput } from "../preprocess/shell-output.ts";
import { digestText } from "../text/digest.ts";
import type { Environment, FileReader, FileStamp, PendingCommand, Shell } from "../text/host.ts";
import { begunAnswers, type EarlierAnswers } from "./earlier-answers.ts";
import { isYoung } from "./inputs.ts";

// No key for a command's answer is sound: a compiler behind an unchanged wrapper may be another one tomorrow. So this
// is good enough for verbs that only read; who writes a .config runs the commands again (`repeatProbes`).

export interface ProbeGround {
  /** The variables that commands see, sorted, each with a digest of its value. */
  readonly variables: readonly (readonly [name: string, digest: string])[];
  /** The folders of PATH, and the files and tools that commands name; null where there was nothing. */
  readonly stamps: readonly (readonly [path: string, stamp: FileStamp | null])[];
  /** Whether one of the stamps is too young to tell a later change. */
  readonly isYoung: boolean;
}

/** That of a model for which no command was run. */
export const NO_GROUND: ProbeGround = { variables: [], stamps: [], isYoung: false };

/** Variables that shells change all the time, and where .config is: no command of a tree asks for them. */
const OF_SHELLS = String.raw`_|SHLVL|PWD|OLDPWD|COLUMNS|LINES|KCONFIG_\w+|KCFG_\w+`;
/** Which window, pane or login it is: another one in each. */
const OF_TERMINALS = [
  "TMUX|TMUX_PANE|STY|WINDOW|WINDOWID|WT_SESSION|(?:TERM|ITERM|XDG)_SESSION_ID|XDG_VTNR",
  String.raw`(?:ALACRITTY|GNOME_TERMINAL|KITTY|KONSOLE|WEZTERM|VSCODE)_\w+|TERM_PROGRAM_VERSION|VTE_VERSION`,
  "SSH_(?:AUTH_SOCK|CLIENT|CONNECTION|TTY)|GPG_TTY|DBUS_SESSION_BUS_ADDRESS|INVOCATION_ID|JOURNAL_STREAM",
  "FORCE_COLOR|FORCE_HYPERLINK|PAGER",
].join("|");
const VOLATILE = new RegExp(`^(?:${OF_SHELLS}|${OF_TERMINALS})$`);

type Asked = Pick<ProbeRecord, "command">;

/** `now` is the time before the commands ran. */
export function groundOf(
  probes: readonly Asked[],
  host: FileReader,
  environment: Environment,
  now: number,
): ProbeGround {
  const stamps = new Map<string, FileStamp | null>();
  const look = (path: string): boolean => {
    let stamp = stamps.get(path);
    if (stamp === undefined) {
      stamp = host.stamp?.(path) ?? null;
      stamps.set(path, stamp);
    }
    return stamp !== null;
  };
  if (probes.length > 0) {
    const folders = (environment.PATH ?? "").split(":").map((folder) => folder || ".");
    for (const folder of folders) look(folder);
    for (const word of wordsOf(probes)) {
      if (word.includes("/")) look(word);
      else {
        // Where a tool is not, the folder's own stamp tells when it comes.
        const at = folders.find((folder) => host.stamp?.(`${folder}/${word}`) !== undefined);
        if (at !== undefined) look(`${at}/${word}`);
      }
    }
  }
  return {
    variables: variablesOf(environment),
    stamps: [...stamps],
    isYoung: [...stamps.values()].some((stamp) => stamp !== null && isYoung(stamp, now)),
  };
}

/** Why answers are not taken from the cache. */
export type GroundChange =
  | { readonly kind: "variable"; readonly name: string }
  /** A tool, a script or a folder of PATH. */
  | { readonly kind: "path"; readonly path: string }
  /** One of these had changed just before the commands ran, and may have done so again since. */
  | { readonly kind: "young" };

/** Whether nothing that can be seen has changed. */
export function isSameGround(ground: ProbeGround, host: FileReader, environment: Environment): boolean {
  return groundChange(ground, host, environment) === undefined;
}

/** The first that is not as it was; undefined if all is. */
export function groundChange(
  ground: ProbeGround,
  host: FileReader,
  environment: Environment,
): GroundChange | undefined {
  const name = changedVariable(ground.variables, variablesOf(environment));
  if (name !== undefined) return { kind: "variable", name };
  for (const [path, old] of ground.stamps) {
    const stamp = host.stamp?.(path) ?? null;
    const isSame =
      stamp === null || old === null
        ? stamp === old
        : stamp.size === old.size &&
          stamp.modified === old.modified &&
          stamp.changed === old.changed &&
          stamp.inode === old.inode &&
          stamp.device === old.device;
    if (!isSame) return { kind: "path", path };
  }
  return ground.isYoung ? { kind: "young" } : undefined;
}

type Variables = ProbeGround["variables"];

function changedVariable(before: Variables, now: Variables): string | undefined {
  const digests = new Map(before);
  for (const [name, digest] of now) {
    if (digests.get(name) !== digest) return name;
    digests.delete(name);
  }
  return digests.keys().next().value;
}

/** Words of commands that may name a file or a tool. Devices change with each use and say nothing. */
function wordsOf(probes: readonly Asked[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { command } of probes) {
    for (const word of command.split(/[\s;|&(){}<>"'`$=,]+/)) {
      if (word !== "" && !word.startsWith("-") && !word.startsWith("/dev/") && !word.includes("\0"))
        words.add(word);
    }
  }
  return words;
}

function variablesOf(environment: Environment): Variables {
  return namesIn(environment).map((name) => [name, digestText(environment[name] ?? "")]);
}

function namesIn(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => !VOLATILE.test(name))
    .sort();
}

/** What of the environment commands may see, and may answer by. */
export function digestOf(environment: Environment): string {
  return digestText(
    namesIn(environment)
      .map((name) => `${name}=${environment[name] ?? ""}\0`)
      .join(""),
  );
}

/** The commands of an earlier run, running again. */
export interface RepeatedProbes {
  /** Waits for them; whether all answer as they did. */
  areSame(): boolean;
  /** What a reading can take over, in place of `finish`; undefined where the host can only wait. */
  handOn(): EarlierAnswers | undefined;
  /** Must be called in the end; commands that still run are ended. */
  finish(): void;
}

export function repeatProbes(
  probes: readonly ProbeRecord[],
  host: Shell,
  environment: Environment,
): RepeatedProbes {
  const lanes = probes.length === 0 ? undefined : host.lanes?.(environment);
  const running: readonly PendingCommand[] = probes.map(
    ({ command }) => lanes?.start(command) ?? { wait: () => host.run(command, environment) },
  );
  return {
    areSame: () => probes.every(({ output }, index) => shellOutput(running[index].wait().stdout) === output),
    handOn: () =>
      lanes &&
      begunAnswers(
        probes.map(({ command }, index) => [command, running[index]]),
        lanes,
      ),
    finish: () => lanes?.finish(),
  };
}
