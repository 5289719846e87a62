/** The commands of one run of kcfg under a mode: hosts that run them, deny them, take them down or answer for them. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { digestText } from "../text/digest.ts";
import type { Environment, Host, ShellResult } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { confine } from "./confine.ts";
import type { ProbeMode } from "./probe-mode.ts";
import { chooseRun } from "./recorded-environment.ts";
import {
  parseRecording,
  printRecording,
  type RecordedProbe,
  type RecordedRun,
  type Recording,
  withRun,
} from "./recording.ts";
import { isOfTheTree, isRecorded, isRecordedWhenRead, isVisible } from "./visible-environment.ts";

export interface Probes {
  readonly kind: ProbeMode["kind"];
  /** What a model is kept under: one that was loaded under another key is another model. Undefined: keep none. */
  readonly key: string | undefined;
  /** The world with the commands governed, and with what of the environment the tree may see. */
  readonly host: Host;
  /** Variables that are set and that the tree may not see. */
  readonly hidden: ReadonlySet<string>;
  /** Commands that the recording does not hold, as far as they were asked for. */
  readonly missing: readonly string[];
  /** `host` as the files of a tree in these folders may see it; `named`: paths that a person named, from its folder. */
  inTree(host: Host, folders: readonly string[], named?: readonly string[]): Host;
  /** For `-v`, when all was read. */
  facts(): readonly string[];
  /**
   * Writes the recording, if this is one. `environment` is what the tree was given, `looked` what of it the Kconfig
   * files looked at.
   */
  finish(environment: Environment, looked: Iterable<string>): Diagnostic | undefined;
}

export interface ProbesRequest {
  readonly mode: ProbeMode;
  /** Paths of the mode start from its folder. */
  readonly host: Host;
  /** ARCH, if it was asked for; else that of the environment counts. */
  readonly architecture?: string;
  /** Whether nobody else finds out which tree it is, so that the recording shall tell that as well. */
  readonly isWholeEnvironment?: boolean;
  /** Folders that a person named, where a tree may be looked for as well. */
  readonly around?: readonly string[];
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Diagnostics: `malformed-recording`, `unreadable-file`, `replay-environment`. */
export function openProbes(request: ProbesRequest): Probes | Diagnostic {
  const { mode, host } = request;
  switch (mode.kind) {
    case "run":
      return { ...passive, kind: "run", key: "run", host };
    case "deny":
      return denied(request);
    case "record": {
      const old = readRecording(mode.path, host);
      if ("code" in old && host.exists(mode.path) !== undefined) return old;
      return recorded(mode.path, host);
    }
    case "replay": {
      const recording = readRecording(mode.path, host);
      return "code" in recording ? recording : replayed(mode.path, recording, request);
    }
  }
}

const passive = {
  hidden: NO_NAMES,
  missing: [],
  facts: () => [],
  inTree: (host: Host) => host,
  finish: () => undefined,
};

function readRecording(path: string, host: Host): Recording | Diagnostic {
  const read = host.readText(path);
  if (read.ok) return parseRecording(path, read.text);
  return { code: "unreadable-file", severity: "error", message: `cannot read ${path}: ${read.message}` };
}

type Run = (host: Host, command: string, environment: Environment) => ShellResult;

/** `host` with another way to run commands, here and in all other folders. */
function governed(host: Host, run: Run, environment: Environment = host.environment): Host {
  return {
    ...host,
    environment,
    lanes: undefined,
    run: (command, variables) => run(host, command, variables),
    at: (folder) => governed(host.at(folder), run, environment),
  };
}

// Deny

const deny: Run = () => ({ stdout: "", code: 127, unanswered: "denied" });

function denied({ host, around = [] }: ProbesRequest): Probes {
  const names = Object.keys(host.environment).filter((name) => host.environment[name] !== undefined);
  const visible = Object.fromEntries(names.filter(isVisible).map((name) => [name, host.environment[name]]));
  return {
    ...passive,
    kind: "deny",
    key: "deny",
    hidden: new Set(names.filter((name) => !isVisible(name))),
    host: confine(governed(host, deny, visible), { roots: [], searched: [host.folder, ...around] }),
    // What the tree is looked for with is confined otherwise: the world anew.
    inTree: ({ folder }, roots, named = []) =>
      confine(governed(host.at(folder), deny, visible), {
        roots,
        named: named.map((path) => resolvePath(folder, path)),
      }),
  };
}

// Record

function recorded(path: string, host: Host): Probes {
  const probes: RecordedProbe[] = [];
  const run: Run = (at, command, environment) => {
    const result = at.run(command, environment, { keepsErrors: true });
    const { stdout, code, stderr = "" } = result;
    if (stderr !== "") at.stderr.write(stderr);
    if (result.failure !== undefined || result.limit !== undefined) return result;
    const text = portable(command, environment);
    const probe = { command: text, reads: namedIn(command, environment), code, stdout, stderr };
    if (!probes.some((each) => isSame(each, probe))) probes.push(probe);
    return result;
  };
  return {
    ...passive,
    kind: "record",
    key: undefined,
    host: governed(host, run),
    facts: () => [`answers of ${probes.length} commands, recorded in ${path}`],
    finish: (environment, looked) => {
      // Another run may have been recorded since.
      const old = host.exists(path) === undefined ? { runs: [] } : readRecording(path, host);
      if ("code" in old) return old;
      const run = { environment: recordedEnvironment(environment, looked), probes };
      const written = host.writeText(path, printRecording(withRun(old, run)));
      return written.ok
        ? undefined
        : { code: "unwritable-file", severity: "error", message: written.message };
    },
  };
}

function isSame(a: RecordedProbe, b: RecordedProbe): boolean {
  return a.command === b.command && a.code === b.code && a.stdout === b.stdout && a.stderr === b.stderr;
}

/** A tree elsewhere runs the same scripts: its place in a command counts as `$(srctree)`. */
function portable(command: string, { srctree = "" }: Environment): string {
  return srctree.length > 1 && srctree.startsWith("/") ? command.replaceAll(srctree, "$(srctree)") : command;
}

/** Variables that a command names itself. */
function namedIn(command: string, environment: Environment): RecordedProbe["reads"] {
  const names = new Set([...command.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1]));
  return [...names].sort().flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}

function recordedEnvironment(environment: Environment, looked: Iterable<string>): Map<string, string | null> {
  const names = new Set([...looked].filter(isRecordedWhenRead));
  for (const name of Object.keys(environment)) if (isRecorded(name, environment[name] ?? "")) names.add(name);
  const sorted = [...names].sort().map((name) => [name, environment[name] ?? null] as const);
  return new Map(sorted);
}

// Replay

function replayed(path: string, recording: Recording, request: ProbesRequest): Probes | Diagnostic {
  const { host, architecture, isWholeEnvironment = false } = request;
  const chosen = chooseRun(path, recording, { environment: host.environment, architecture });
  if ("code" in chosen) return chosen;
  const environment: Record<string, string | undefined> = { ...host.environment };
  const replaced: string[] = [];
  for (const [name, value] of chosen.environment) {
    const own = environment[name];
    if (isOfTheTree(name) && (own !== undefined || !isWholeEnvironment)) continue;
    if (own !== undefined && own !== value) replaced.push(name);
    environment[name] = value ?? undefined;
  }
  const answers = new Map<string, RecordedProbe[]>();
  for (const probe of chosen.probes) {
    const same = answers.get(probe.command);
    if (same === undefined) answers.set(probe.command, [probe]);
    else same.push(probe);
  }
  const used = new Map<string, number>();
  const missing: string[] = [];
  const run: Run = (at, command, variables) => {
    const text = portable(command, variables);
    const same = answers.get(text);
    if (same === undefined) {
      missing.push(text);
      return { stdout: "", code: 127, unanswered: "missing" };
    }
    const times = used.get(text) ?? 0;
    used.set(text, times + 1);
    const { stdout, stderr, code } = same[Math.min(times, same.length - 1)];
    if (stderr !== "") at.stderr.write(stderr);
    return { stdout, code };
  };
  return {
    ...passive,
    kind: "replay",
    key: `replay ${digestText(printRecording({ runs: [chosen] }))}`,
    host: governed(host, run, environment),
    missing,
    facts: () => [
      `answers of commands, from ${path}`,
      ...replaced.map(
        (name) => `${name}=${chosen.environment.get(name) ?? ""}, from ${path} and not from here`,
      ),
      ...[...answers.keys()].filter((text) => !used.has(text)).map((text) => `not used: ${text}`),
    ],
  };
}

export type { RecordedRun };
