/**
 * The file of a recording: what commands answered, in which environment. Plain text for people to read and review;
 * the same answers give the same bytes.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { escapeLine, unescapeLine } from "./plain-text.ts";
import { isOfTheTree } from "./visible-environment.ts";

// kcfg-probes 1
// # a comment
//
// environment
//   ARCH=arm64
//   CC=aarch64-linux-gnu-gcc
//   HOSTCC                             was looked at, and not set
//
// command $(CC) --version              one line each; \n, \t, \\, \u001b for what cannot stand as it is
// reads HOME=/home/me                  variables that the command names
// exit 1                               0 if absent
// output gcc (Debian) 12.2             a line each; \c at the end of the last one: no newline follows
// errors cc1: warning                  standard error, likewise

const FIRST_LINE = "kcfg-probes 1";
const NO_NEWLINE = "\\c";

/** One command that ran. */
export interface RecordedProbe {
  readonly command: string;
  /** Variables that its text names, for who reviews the file. */
  readonly reads: readonly (readonly [name: string, value: string])[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The commands of one tree for one environment. */
export interface RecordedRun {
  /** What the tree could see, sorted by name; null: looked at, and not set. */
  readonly environment: ReadonlyMap<string, string | null>;
  /** In the order in which they ran first. The same command twice: it answered differently. */
  readonly probes: readonly RecordedProbe[];
}

export interface Recording {
  /** Sorted by their environments. */
  readonly runs: readonly RecordedRun[];
}

export function printRecording({ runs }: Recording): string {
  const lines = [
    FIRST_LINE,
    "# What the commands of a Kconfig tree answered, recorded by kcfg --probes record=FILE for --probes replay=FILE.",
    "# \\n, \\t, \\\\ and \\u001b stand for what they name; \\c: no newline at the end.",
  ];
  for (const { environment, probes } of runs) {
    lines.push("", "environment");
    for (const [name, value] of environment)
      lines.push(value === null ? `  ${escapeLine(name)}` : `  ${escapeLine(name)}=${escapeLine(value)}`);
    for (const probe of probes) lines.push("", ...probeLines(probe));
  }
  return `${lines.join("\n")}\n`;
}

function probeLines({ command, reads, code, stdout, stderr }: RecordedProbe): readonly string[] {
  return [
    `command ${escapeLine(command)}`,
    ...reads.map(([name, value]) => `reads ${escapeLine(name)}=${escapeLine(value)}`),
    ...(code === 0 ? [] : [`exit ${code}`]),
    ...textLines("output", stdout),
    ...textLines("errors", stderr),
  ];
}

function textLines(word: string, text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const printed = lines.map((line) => `${word} ${escapeLine(line)}`.trimEnd());
  return last === "" ? printed : [...printed, `${word} ${escapeLine(last)}${NO_NEWLINE}`];
}

/** One run's lines as they are being read. */
interface OpenRun {
  readonly environment: Map<string, string | null>;
  readonly probes: OpenProbe[];
}

interface OpenProbe {
  readonly command: string;
  readonly reads: (readonly [string, string])[];
  code: number;
  stdout: string;
  stderr: string;
}

/** Reads what `printRecording` wrote. Code: `malformed-recording`, with the first line that is none. */
export function parseRecording(path: string, text: string): Recording | Diagnostic {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (lines[0] !== FIRST_LINE) {
    const isNewer = lines[0]?.startsWith("kcfg-probes ");
    const message = isNewer ? "this recording is of a newer format" : "this is not a recording of kcfg";
    return malformed(path, 1, message, [`its first line must be '${FIRST_LINE}'`]);
  }
  const runs: OpenRun[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index];
    if (line.trim() === "" || line.startsWith("#")) continue;
    const problem = readLine(line, runs);
    if (problem !== undefined) return malformed(path, index + 1, problem);
  }
  return { runs };
}

/** Words of lines about the command before them. */
const PROBE_WORDS: ReadonlySet<string> = new Set(["reads", "exit", "output", "errors"]);

/** Takes one line into the last run; answers what is wrong with it. */
function readLine(line: string, runs: OpenRun[]): string | undefined {
  if (line === "environment") {
    runs.push({ environment: new Map(), probes: [] });
    return undefined;
  }
  const run = runs.at(-1);
  if (run === undefined) return "'environment' must come before this";
  const [, word, escaped = ""] = /^( {2}|[a-z]+)(?: ?(.*))$/.exec(line) ?? [];
  const noNewline = (word === "output" || word === "errors") && escaped.endsWith(NO_NEWLINE);
  const rest = unescapeLine(noNewline ? escaped.slice(0, -NO_NEWLINE.length) : escaped);
  if (rest === undefined) return "a backslash that means nothing";
  if (word === "  ") {
    if (run.probes.length > 0) return "a variable must stand below 'environment'";
    const equals = rest.indexOf("=");
    run.environment.set(
      equals < 0 ? rest : rest.slice(0, equals),
      equals < 0 ? null : rest.slice(equals + 1),
    );
    return undefined;
  }
  if (word === "command") {
    run.probes.push({ command: rest, reads: [], code: 0, stdout: "", stderr: "" });
    return undefined;
  }
  if (!PROBE_WORDS.has(word)) return "a line that begins with no word of a recording";
  const probe = run.probes.at(-1);
  if (probe === undefined) return "'command' must come before this";
  switch (word) {
    case "reads": {
      const equals = rest.indexOf("=");
      if (equals < 1) return "'reads' takes NAME=value";
      probe.reads.push([rest.slice(0, equals), rest.slice(equals + 1)]);
      return undefined;
    }
    case "exit":
      if (!/^\d{1,3}$/.test(rest)) return "'exit' takes a number";
      probe.code = Number(rest);
      return undefined;
    case "output":
      probe.stdout += noNewline ? rest : `${rest}\n`;
      return undefined;
    case "errors":
      probe.stderr += noNewline ? rest : `${rest}\n`;
      return undefined;
    default:
      return undefined;
  }
}

function malformed(path: string, line: number, message: string, help?: readonly string[]): Diagnostic {
  return { code: "malformed-recording", severity: "error", message, location: { path, line }, help };
}

/** `recording` with `run` in place of the run of the same environment, or as a further one. */
export function withRun({ runs }: Recording, run: RecordedRun): Recording {
  const key = environmentKey(run);
  const others = runs.filter((each) => environmentKey(each) !== key);
  return {
    runs: [...others, run].toSorted((a, b) => (environmentKey(a) < environmentKey(b) ? -1 : 1)),
  };
}

/** The same for all versions of a tree: a recording of the next one takes the place of this one's. */
function environmentKey({ environment }: RecordedRun): string {
  return [...environment]
    .filter(([name]) => !isOfTheTree(name))
    .map(([name, value]) => `${name}${value === null ? "" : `=${value}`}\0`)
    .join("");
}
