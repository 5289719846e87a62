/** A world in memory, for tests, editors and browsers: files in a map, commands by table, output as text. */
import { decodeText, encodeText } from "../text/encoding.ts";
import { globPaths } from "../text/glob.ts";
import type {
  Environment,
  Host,
  OutputStream,
  ReadResult,
  ShellResult,
  WriteOptions,
  WriteResult,
} from "../text/host.ts";
import { parentFolder, resolvePath } from "../text/path.ts";
import { lineReader } from "./line-reader.ts";

/** Answers a command with its standard output or a whole result; undefined for one that it does not know. */
export type CommandAnswer = (
  command: string,
  environment: Environment,
  folder: string,
) => string | ShellResult | undefined;

export interface MemoryHostOptions {
  /** Path (relative to `folder`) to content; folders exist where a file lies below them. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly environment?: Environment;
  /** The folder that relative paths start from, absolute. */
  readonly folder?: string;
  /** Commands by their whole text, or a function; without it there are no processes. */
  readonly commands?: Readonly<Record<string, string | ShellResult>> | CommandAnswer;
  /** What standard input holds. */
  readonly input?: string;
}

export interface MemoryHost extends Host {
  /** Absolute path to decoded text; shared with the hosts that `at` gives. */
  readonly files: Map<string, string>;
  stdoutText(): string;
  stderrText(): string;
  at(folder: string): MemoryHost;
}

export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const start = options.folder ?? "/";
  const files = new Map<string, string>();
  for (const [path, content] of Object.entries(options.files ?? {})) {
    files.set(resolvePath(start, path), typeof content === "string" ? content : decodeText(content));
  }
  const stdout = recordingStream();
  const stderr = recordingStream();
  const answer = commandAnswer(options.commands);
  const input = [encodeText(options.input ?? "")];
  const stdin = { readLine: lineReader(() => input.shift()), isTerminal: false };
  const at = (folder: string): MemoryHost => ({
    files,
    environment: options.environment ?? {},
    folder,
    stdout,
    stderr,
    stdoutText: stdout.text,
    stderrText: stderr.text,
    readText: (path) => readText(files, resolvePath(folder, path)),
    stdin,
    readInput: () => ({ ok: true, text: options.input ?? "" }),
    glob: (pattern, mayList) =>
      globPaths(pattern, {
        list: (path) =>
          mayList?.(path || ".") === false ? [] : listFolder(files, resolvePath(folder, path)),
        exists: (path) => kindOf(files, resolvePath(folder, path)) !== undefined,
      }),
    exists: (path) => kindOf(files, resolvePath(folder, path)),
    run: (command, environment) => {
      const result = answer(command, environment, folder);
      if (result === undefined) return { stdout: "", code: 127, failure: "no processes here" };
      return typeof result === "string" ? { stdout: result, code: 0 } : result;
    },
    writeText: (path, text, how = {}) => writeText(files, folder, path, text, how),
    touch: (path) => writeText(files, folder, path, "", {}),
    now: () => 0,
    at: (other) => at(resolvePath(folder, other)),
  });
  return at(resolvePath("/", start));
}

function commandAnswer(commands: MemoryHostOptions["commands"]): CommandAnswer {
  if (typeof commands === "function") return commands;
  const table = new Map(Object.entries(commands ?? {}));
  return (command) => table.get(command);
}

function kindOf(files: ReadonlyMap<string, string>, path: string): "file" | "directory" | undefined {
  if (files.has(path)) return "file";
  return path === "/" || listFolder(files, path).length > 0 ? "directory" : undefined;
}

function listFolder(files: ReadonlyMap<string, string>, folder: string): readonly string[] {
  const prefix = folder === "/" ? "/" : `${folder}/`;
  const names = new Set<string>();
  for (const path of files.keys()) {
    if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split("/", 1)[0]);
  }
  return [...names];
}

function readText(files: ReadonlyMap<string, string>, path: string): ReadResult {
  const text = files.get(path);
  if (text !== undefined) return { ok: true, text };
  if (kindOf(files, path) === "directory") {
    return { ok: false, reason: "directory", message: "illegal operation on a directory" };
  }
  return { ok: false, reason: "missing", message: "no such file or directory" };
}

function writeText(
  files: Map<string, string>,
  folder: string,
  given: string,
  text: string,
  { backup, inPlace, expected }: WriteOptions,
): WriteResult {
  if (given === "") return { ok: false, message: "the file name is empty" };
  const path = resolvePath(folder, given);
  if (kindOf(files, path) === "directory")
    return { ok: false, message: `cannot write ${given}: is a directory` };
  for (let above = parentFolder(path); above !== undefined; above = parentFolder(above)) {
    if (files.has(above))
      return { ok: false, message: `cannot make the folder of ${given}: not a directory` };
  }
  const old = files.get(path);
  if (expected !== undefined && (old ?? null) !== expected)
    return {
      ok: false,
      message: `${given} has been changed by another program, after it was read: run the command again`,
    };
  if (backup !== undefined && old !== undefined && !inPlace) {
    const kept = resolvePath(folder, backup);
    if (kindOf(files, kept) === "directory") {
      return {
        ok: false,
        message: `cannot keep the old file as ${backup}: illegal operation on a directory`,
      };
    }
    files.set(kept, old);
  }
  // Through bytes and back, so that text which no file can hold is lost here as it is on a disk.
  files.set(path, decodeText(encodeText(text)));
  return { ok: true };
}

function recordingStream(): OutputStream & { text(): string } {
  const parts: string[] = [];
  return {
    write: (text) => void parts.push(text),
    text: () => parts.join(""),
    isTerminal: false,
    columns: 80,
  };
}
