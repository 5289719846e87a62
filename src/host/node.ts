/** The world through Node: files, processes, the terminal. The only file in src/ that imports `node:` modules. */
import { isAscii, isUtf8 } from "node:buffer";
import * as fs from "node:fs";
import { constants, hostname } from "node:os";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { decodeText, encodeText, hasEscapedByte } from "../text/encoding.ts";
import { globPaths } from "../text/glob.ts";
import type {
  Cache,
  Environment,
  FileStamp,
  Host,
  InputStream,
  OutputStream,
  ReadFailure,
  ReadOptions,
  ReadResult,
  RunOptions,
  ShellResult,
} from "../text/host.ts";
import { PROBE_OUTPUT_LIMIT, probeTimeLimit } from "../text/limits.ts";
import { Stopwatch } from "../text/stopwatch.ts";
import { lineReader } from "./line-reader.ts";
import { cacheFolder, nodeCache } from "./node-cache.ts";
import { threadCompanion, threadJobs } from "./node-jobs.ts";
import { startLanes } from "./node-lanes.ts";
import { prepareMemory, releaseMemory } from "./node-memory.ts";
import { isTerminal, processes, zlib } from "./node-modules.ts";
import { showByPager } from "./node-pager.ts";
import { endGroup } from "./node-processes.ts";
import {
  errorCode,
  errorMessage,
  IRREGULAR,
  isIrregular,
  kindOf,
  type NativePath,
  nativePath,
} from "./node-system.ts";
import { nodeTerminal } from "./node-terminal.ts";
import { resolveLinks, touch, writeText } from "./node-write.ts";

/** Pause before a full pipe is tried again, in milliseconds: short for a person, long for a processor. */
const FULL_PIPE_PAUSE = 2;

/** Columns where the terminal does not tell. */
const DEFAULT_COLUMNS = 80;

export interface NodeHostOptions {
  /** The folder that relative paths start from; the process's own if absent. */
  readonly folder?: string;
  /** The environment that commands may see; the process's own if absent. */
  readonly environment?: Environment;
  /** The file of the program itself, which tells its build. Without it there is no cache and one thread only. */
  readonly program?: string;
  /** Where output goes instead of the process's own streams. */
  readonly stdout?: OutputStream;
  readonly stderr?: OutputStream;
}

/** Whether the folder that the process was started in is still there; if not, a host cannot be made. */
export function isSomewhere(): boolean {
  try {
    return process.cwd() !== "";
  } catch {
    return false;
  }
}

/** The host of a real process. Its methods answer with results; none throws. */
export function nodeHost(options: NodeHostOptions = {}): Host {
  const { program, stdout = outputStream(1), stderr = outputStream(2) } = options;
  const stdin = inputStream();
  const environment = options.environment ?? { ...process.env };
  const cache = options.program === undefined ? undefined : cacheOf(environment, options.program);
  const stopwatch = new Stopwatch(() => performance.now());
  const timeLimit = probeTimeLimit(environment);
  const at = (folder: string): Host => {
    const isHere = folder === process.cwd();
    // Joined as text and never tidied: the system alone knows where `..` leads behind a symbolic link.
    const place = (path: string) => (isHere || isAbsolute(path) ? path : `${folder}/${path}`);
    return {
      environment,
      folder,
      get hostName() {
        return hostname();
      },
      stdout,
      stderr,
      stopwatch,
      cache,
      readText: (path, how) => readText(nativePath(place(path)), how),
      realPath: (path) => realPath(place(path)),
      stamp: (path) => stampOf(nativePath(place(path))),
      stdin,
      // Whose output goes elsewhere has none.
      terminal: options.stdout === undefined ? nodeTerminal() : undefined,
      jobs: program === undefined ? undefined : threadJobs(program, folder, environment),
      companion: program === undefined ? undefined : () => threadCompanion(program, folder, environment),
      unpack,
      page: options.stdout === undefined ? showByPager : undefined,
      readInput: () => readText(0),
      glob: (pattern, mayList) =>
        globPaths(pattern, {
          list: (path) =>
            mayList?.(path || ".") === false ? [] : listFolder(nativePath(place(path || "."))),
          exists: (path) => fs.existsSync(nativePath(place(path))),
        }),
      exists: (path) => kindOf(nativePath(place(path))),
      run: (command, variables, how) => runCommand(command, variables, folder, timeLimit, how),
      lanes: (variables) =>
        startLanes(folder, variables, {
          spell: shellText,
          run: (command) => runCommand(command, variables, folder, timeLimit),
          timeLimit,
        }),
      writeText: (path, text, how = {}) => writeText(path, place, text, how),
      touch: (path) => touch(path, place(path)),
      now: () => Date.now(),
      withinTime,
      prepareFor: prepareMemory,
      releaseMemory: () => releaseMemory(0.5),
      at: (other) => at(resolve(folder, other)),
    };
  };
  return at(resolve(options.folder ?? "."));
}

// Paths

function listFolder(path: NativePath): string[] {
  try {
    return fs.readdirSync(path, { encoding: "buffer" }).map(decodeText);
  } catch {
    return [];
  }
}

// Reading

/** Reads a file, or standard input for 0. */
function readText(source: NativePath | 0, { limit, regularOnly }: ReadOptions = {}): ReadResult {
  try {
    if (source === 0) return { ok: true, text: textOf(readAll(0)) };
    // To open a pipe waits for who writes to it, unless it is opened like this.
    const descriptor = fs.openSync(source, regularOnly ? READ_AT_ONCE : "r");
    try {
      // Before the reading: what changes in between is seen as a change afterwards.
      const status = fs.fstatSync(descriptor);
      if (regularOnly && isIrregular(status)) return { ok: false, reason: "irregular", message: IRREGULAR };
      if (limit !== undefined && (status.size > limit || isLonger(descriptor, status, limit)))
        return {
          ok: false,
          reason: "too-large",
          message: `it is larger than ${limit.toLocaleString("en-US")} bytes`,
        };
      return { ok: true, text: readOpen(descriptor, status), stamp: stampFrom(status) };
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    return { ok: false, reason: readFailure(errorCode(error)), message: errorMessage(error) };
  }
}

const READ_AT_ONCE = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** Whether a file whose size says nothing, such as a device, holds more: looked at only where that does not use it up. */
function isLonger(descriptor: number, status: fs.Stats, limit: number): boolean {
  if (!status.isCharacterDevice()) return false;
  try {
    return fs.readSync(descriptor, Buffer.allocUnsafe(1), 0, 1, limit) > 0;
  } catch {
    return false;
  }
}

function realPath(path: string): string | undefined {
  const resolved = (each: string) =>
    decodeText(fs.realpathSync.native(nativePath(each), { encoding: "buffer" }));
  try {
    return resolved(path);
  } catch {
    try {
      // Where the last link leads, though nothing is there yet.
      const target = resolveLinks(path);
      const folder = resolved(dirname(target));
      return `${folder === "/" ? "" : folder}/${basename(target)}`;
    } catch {
      return undefined;
    }
  }
}

/** One for all files: thousands of them are read one after another. */
let fileBuffer: Buffer | undefined;
/** Larger than every Kconfig file and .config of a kernel; larger files get a buffer of their own. */
const FILE_BUFFER_SIZE = 1024 * 1024;

function readOpen(descriptor: number, status: fs.Stats): string {
  if (!status.isFile() || status.size >= FILE_BUFFER_SIZE) return textOf(fs.readFileSync(descriptor));
  fileBuffer ??= Buffer.allocUnsafe(FILE_BUFFER_SIZE);
  let length = 0;
  while (length < FILE_BUFFER_SIZE) {
    const more = fs.readSync(descriptor, fileBuffer, length, FILE_BUFFER_SIZE - length, null);
    if (more === 0) return textOf(fileBuffer.subarray(0, length));
    length += more;
    // One more call would only say that this was all; a file that grows meanwhile is read as it was.
    if (length === status.size) return textOf(fileBuffer.subarray(0, length));
  }
  return textOf(Buffer.concat([fileBuffer, fs.readFileSync(descriptor)]));
}

function textOf(bytes: Buffer): string {
  // Nearly every Kconfig file is ASCII, and one byte per character is the fastest way to a string.
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : decodeText(bytes);
}

function stampOf(path: NativePath): FileStamp | undefined {
  try {
    const status = fs.statSync(path, { throwIfNoEntry: false });
    return status && stampFrom(status);
  } catch {
    return undefined;
  }
}

function stampFrom({ size, mtimeMs, ctimeMs, ino, dev }: fs.Stats): FileStamp {
  return { size, modified: mtimeMs, changed: ctimeMs, inode: ino, device: dev };
}

/**
 * The build is told by the program's file: a new one has another time of change at least. The program that lacks some
 * verbs is built with the one beside it that has all, and both keep the same.
 */
function cacheOf(environment: Environment, program: string): Cache | undefined {
  const folder = cacheFolder(environment);
  const stamp = stampOf(program.replace(/\bverbs\.cjs$/, "kcfg.cjs"));
  return folder === undefined || stamp === undefined
    ? undefined
    : nodeCache(resolve(folder), Object.values(stamp).join(" "));
}

/** V8 looks at the clock for scripts alone, and in them even while a regular expression tries its ways. */
function withinTime<Result>(milliseconds: number, action: () => Result): Result | undefined {
  try {
    return runInNewContext("action()", { action }, { timeout: milliseconds }) as Result;
  } catch (error) {
    if (errorCode(error) === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}

/** No configuration is larger, and a few packed bytes can become any number. */
const UNPACKED_LIMIT = 64 * 1024 * 1024;

function unpack(packed: string): ReadResult {
  try {
    return {
      ok: true,
      text: decodeText(zlib().gunzipSync(encodeText(packed), { maxOutputLength: UNPACKED_LIMIT })),
    };
  } catch (error) {
    return { ok: false, reason: "unreadable", message: `cannot unpack it: ${unpackFailure(error)}` };
  }
}

/** zlib counts its errors by numbers of its own, which are others for the system. */
function unpackFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === "ERR_BUFFER_TOO_LARGE") return `it holds more than ${UNPACKED_LIMIT / 1024 / 1024} MiB`;
  return code.startsWith("Z_") ? "it is no whole gzip file" : errorMessage(error);
}

/** As readFileSync, but waits where the other end has set the descriptor to not block. */
function readAll(descriptor: number): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = readPart(descriptor);
    if (part.length === 0) return Buffer.concat(parts);
    parts.push(part);
  }
}

/** What is there now, waiting if that is nothing; empty at the end. */
function readPart(descriptor: number): Buffer {
  const part = Buffer.allocUnsafe(64 * 1024);
  return part.subarray(
    0,
    patiently(() => fs.readSync(descriptor, part)),
  );
}

function inputStream(): InputStream {
  const readLine = lineReader(() => {
    try {
      return readPart(0);
    } catch {
      // A closed or unreadable input holds no lines, as for C.
      return undefined;
    }
  });
  return {
    readLine,
    get isTerminal() {
      return isTerminal(0);
    },
  };
}

function readFailure(code: string): ReadFailure {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "missing";
    case "EISDIR":
      return "directory";
    case "EACCES":
    case "EPERM":
      return "denied";
    default:
      return "unreadable";
  }
}

// Processes

/**
 * Runs its argument beside a watcher: descriptor 3 is a pipe whose other end this process alone holds. When it closes
 * before the command has ended, this process is gone, however it went, and the watcher ends the whole group.
 */
const WATCHED =
  // The shells around the command say nothing of their own.
  "exec 4<&3 3<&- 5>&2 2>/dev/null; { read _ <&4 || kill -9 0; } 5>&- & w=$!; exec 4<&-; " +
  '/bin/sh -c "$1" 2>&5 5>&-; c=$?; kill -9 $w; wait $w; exit $c';

/** A group of its own; Node takes it for spawnSync as well, though its types do not know. */
const IN_A_GROUP: object = { detached: true };

function runCommand(
  command: string,
  environment: Environment,
  folder: string,
  timeLimit: number,
  { keepsErrors }: RunOptions = {},
): ShellResult {
  const { pid, stdout, stderr, status, signal, error } = processes().spawnSync(
    "/bin/sh",
    ["-c", WATCHED, "sh", shellText(command)],
    {
      cwd: folder,
      env: { ...environment },
      stdio: ["ignore", "pipe", keepsErrors ? "pipe" : "inherit", "pipe"],
      maxBuffer: PROBE_OUTPUT_LIMIT,
      timeout: timeLimit,
      ...IN_A_GROUP,
    },
  );
  endGroup(pid);
  const code = status ?? (signal === null ? 127 : 128 + constants.signals[signal]);
  const result = {
    stdout: stdout === null ? "" : decodeText(stdout),
    code,
    ...(keepsErrors && { stderr: stderr === null ? "" : decodeText(stderr) }),
  };
  switch (error === undefined ? "" : errorCode(error)) {
    case "":
      return result;
    case "ENOBUFS":
      return { ...result, limit: "output" };
    case "ETIMEDOUT":
      return { ...result, limit: "time" };
    default:
      return { ...result, failure: errorMessage(error) };
  }
}

/**
 * The command as an argument: C's ends at a NUL byte; and since Node passes arguments as UTF-8, a command that is
 * not UTF-8 is spelled out for the shell to put together.
 */
function shellText(command: string): string {
  const text = command.split("\0", 1)[0];
  if (!hasEscapedByte(text)) return text;
  const octal = Array.from(encodeText(text), (byte) => `\\0${byte.toString(8).padStart(3, "0")}`);
  return `eval "$(printf %b '${octal.join("")}')"`;
}

// Output

function outputStream(descriptor: 1 | 2): OutputStream {
  let ended = false;
  let failure: string | undefined;
  return {
    get isTerminal() {
      return isTerminal(descriptor);
    },
    get isFile() {
      try {
        return fs.fstatSync(descriptor).isFile();
      } catch {
        return false;
      }
    },
    get columns() {
      const stream = descriptor === 1 ? process.stdout : process.stderr;
      return (isTerminal(descriptor) && stream.columns) || DEFAULT_COLUMNS;
    },
    get failure() {
      return failure;
    },
    write(text) {
      if (ended) return;
      try {
        writeAll(descriptor, encodeText(text));
      } catch (error) {
        ended = true;
        if (errorCode(error) !== "EPIPE") failure = errorMessage(error);
      }
    },
  };
}

/** A stream that keeps what is written. */
export function recordingStream(): OutputStream & { text(): string } {
  const parts: string[] = [];
  return {
    write: (text) => void parts.push(text),
    text: () => parts.join(""),
    isTerminal: false,
    columns: DEFAULT_COLUMNS,
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) {
    const start = from;
    from += patiently(() => fs.writeSync(descriptor, bytes, start));
  }
}

/** Repeats an operation while the other end of a pipe or terminal that does not block is not ready. */
function patiently(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (errorCode(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE);
    }
  }
}
