/** The world as the rooms may see it. `host/node.ts` is the real one, `host/memory.ts` the one for tests and editors. */

import type { Stopwatch } from "./stopwatch.ts";

/** Why a file could not be read; `outside`, `too-large` and `irregular` are kcfg's own refusals. */
export type ReadFailure =
  | "missing"
  | "directory"
  | "denied"
  | "outside"
  | "too-large"
  | "irregular"
  | "unreadable";

/** Work on a whole tree: reading its files, or looking for answers in it. */
export type LargeWork = "reading" | "searching";

export interface ReadOptions {
  /** More bytes than this are not read: `too-large`. */
  readonly limit?: number;
  /** Devices, pipes and sockets are refused instead of waited for: `irregular`. /dev/null holds nothing. */
  readonly regularOnly?: boolean;
}

export type ReadResult =
  | { readonly ok: true; readonly text: string; readonly stamp?: FileStamp }
  | { readonly ok: false; readonly reason: ReadFailure; readonly message: string };

/** What tells one state of a file from another without reading it. Times are milliseconds since 1970, with fractions. */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
  /** When content or owner, permissions or name changed last; no program can set it. */
  readonly changed: number;
  readonly inode: number;
  readonly device: number;
}

/** Reads files. Paths are as written in Kconfig or on the command line, relative to the host's folder. */
export interface FileReader {
  /** The whole file, decoded by `decodeText` (invalid bytes become lone surrogates). Never throws. */
  readText(path: string, options?: ReadOptions): ReadResult;
  /**
   * Paths that match a glob pattern, sorted by bytes as C's glob(3) does; none: an empty list. Folders that `mayList`
   * refuses count as empty.
   */
  glob(pattern: string, mayList?: (folder: string) => boolean): readonly string[];
  /** The stamp of a file or folder that a path leads to; absent where the host has none. */
  stamp?(path: string): FileStamp | undefined;
  /**
   * Where a path leads, absolute and without symbolic links; of what is not there, where it would be. Undefined if its
   * folder is not there either. Absent: paths lead where they say.
   */
  realPath?(path: string): string | undefined;
}

export interface ShellResult {
  /** Standard output, decoded; cut where the host's limit says. */
  readonly stdout: string;
  /** Exit code, or 128 + the signal's number. */
  readonly code: number;
  /** Set if the command could not be started at all. */
  readonly failure?: string;
  /** Set if the command was not run: it may not be, or the recording that answers for it does not hold it. */
  readonly unanswered?: "denied" | "missing";
  /** Set if the command was ended because it took too long or said too much. */
  readonly limit?: "time" | "output";
  /** Standard error, where it was asked for. */
  readonly stderr?: string;
}

export interface RunOptions {
  /** Standard error becomes part of the result instead of passing through. */
  readonly keepsErrors?: true;
}

/** Runs the commands of `$(shell,…)`. */
export interface Shell {
  /** Runs `/bin/sh -c command` in the host's folder with exactly this environment; standard error passes through. */
  run(command: string, environment: Environment, options?: RunOptions): ShellResult;
  /**
   * Shells that run commands while the caller goes on; for one folder and environment. Absent where the host can
   * only wait.
   */
  lanes?(environment: Environment): ShellLanes;
}

export interface ShellLanes {
  /** Begins a command as `run` runs it. Commands may overtake each other. */
  start(command: string): PendingCommand;
  /** Ends the shells; nothing may be waited for afterwards. */
  finish(): void;
}

export interface PendingCommand {
  /** Waits for the end, if that has not come. */
  wait(): ShellResult;
}

/** Environment variables: name to value; absent means unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Why a file could not be written. */
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface WriteOptions {
  /** Where the old content stays, if there was any. */
  readonly backup?: string;
  /** Write over the old bytes instead of replacing the file, as C does under KCONFIG_OVERWRITECONFIG. */
  readonly inPlace?: true;
  /**
   * What the file held when it was read, null for none: if it holds something else by now, nothing is written. Absent
   * where that was not looked at.
   */
  readonly expected?: string | null;
  /** Nothing is written to a device, pipe or socket but /dev/null. */
  readonly regularOnly?: boolean;
}

export interface FileWriter {
  /**
   * Replaces a file as a whole: temporary file in the same folder, flushed, then renamed over the old one; links
   * and permissions kept, missing folders made. A failure leaves the old file and no temporary one; a kill leaves the
   * old file or the new one. There is no moment without a file.
   */
  writeText(path: string, text: string, options?: WriteOptions): WriteResult;
  /** Makes an empty file of it, new or old, with the time of now; missing folders are made. */
  touch(path: string): WriteResult;
}

export interface OutputStream {
  /** Writes all of `text` before it returns. After a failure, or once the reader has gone, it does nothing. */
  write(text: string): void;
  /** Why output was lost, for instance a full disk; a reader that went away is none. */
  readonly failure?: string;
  readonly isTerminal: boolean;
  /** Whether it goes to a file, where nobody obeys it. */
  readonly isFile?: boolean;
  /** Columns of the terminal; 80 where unknown. */
  readonly columns: number;
}

/** Standard input, a line at a time. */
export interface InputStream {
  /**
   * The next line with its newline; less where the input ends, or after `limit` bytes. Waits until there is one.
   * Undefined at the end, and from then on.
   */
  readLine(limit: number): string | undefined;
  readonly isTerminal: boolean;
}

/** What is heard of a terminal that was opened for a program of its own. */
export interface TerminalListener {
  /** Bytes of keys as text, however many have come; a key may come in parts. */
  onInput(text: string): void;
  /** The size is another one, or all that was on the screen is gone. */
  onResize(): void;
  /** Nothing comes any more: the terminal has gone. */
  onEnd(): void;
}

/** A terminal while a program has all of it. */
export interface OpenTerminal {
  readonly columns: number;
  readonly rows: number;
  /** Stops the process, as Ctrl-Z does, with the terminal as it was; it is taken again when the process goes on. */
  suspend(): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

export interface Terminal {
  /**
   * Takes the terminal: keys come at once and are not shown. `enter` is written to it now, `leave` when it is left, which
   * also comes before the process ends by a signal or an error.
   */
  open(
    sequences: { readonly enter: string; readonly leave: string },
    listener: TerminalListener,
  ): OpenTerminal;
}

/** A file of the cache. */
export interface CacheEntry {
  readonly name: string;
  readonly size: number;
}

/** Keeps what was worked out for later runs. Nothing depends on it: what fails is as if it had never been kept. */
export interface Cache {
  /** Where it is, absolute. */
  readonly folder: string;
  /** Tells one build of kcfg from another: what another one kept may mean something else. */
  readonly build: string;
  read(name: string): Uint8Array | undefined;
  /** Replaces a file as a whole, then removes the oldest ones while all together are larger than the limit. */
  write(name: string, content: Uint8Array): void;
  entries(): readonly CacheEntry[];
  remove(name: string): boolean;
}

/** What came of a job: data that threads can hand each other. */
export interface JobOutcome {
  /** Undefined if there is none; then `stderr` says why. */
  readonly answer: unknown;
  readonly stderr: string;
}

/** Has kcfg answer beside itself, each time in a world of its own. */
export interface Jobs {
  /** Takes data. Answers in the order of the jobs; `onDone` is told the number of each that has ended. */
  run(jobs: readonly unknown[], onDone: (index: number) => void): Promise<readonly JobOutcome[]>;
}

/** Another kcfg in a thread, which is asked again and again and keeps in memory what it worked out. */
export interface Companion {
  /** Takes and answers data; rejected if the thread ends. The next question starts another one. */
  ask(question: unknown): Promise<unknown>;
  /** Ends the thread: all that is asked is rejected. */
  stop(): void;
  /** Whether `stop` was called: what was asked is not wanted any more. Else a thread that ended did so by itself. */
  readonly isStopped: boolean;
}

/** Everything a command needs from the world. */
export interface Host extends FileReader, FileWriter, Shell {
  readonly environment: Environment;
  /** The folder that relative paths start from, absolute. */
  readonly folder: string;
  /** The name of this machine; absent where it has none. */
  readonly hostName?: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  /** The text of what gzip packed, given as `decodeText` reads it; absent where the host cannot unpack. */
  unpack?(packed: string): ReadResult;
  /** Absent where there is only one thread. */
  readonly jobs?: Jobs;
  /** Absent where there is only one thread. */
  companion?(): Companion;
  /** Paths that the person named, as they were written. Absent where there is nobody who did. */
  readonly named?: readonly string[];
  /** Standard input and output as the streams of the platform, for a protocol; absent where there are none. */
  duplex?(): { readonly input: object; readonly output: object };
  /** Absent where standard input or output is no terminal. */
  readonly terminal?: Terminal;
  /**
   * Shows a text that has more lines than the terminal by a command of the person; false if it is shorter, or if the
   * command could not be run. Absent where there is no terminal.
   */
  page?(command: string, text: string): boolean;
  /** All of standard input, decoded. */
  readInput(): ReadResult;
  /** Milliseconds since 1970. */
  now(): number;
  /** What `action` answers, or undefined if it takes longer. Absent where nothing can be interrupted. */
  withinTime?<Result>(milliseconds: number, action: () => Result): Result | undefined;
  /** Says what comes next, if it is much. Absent where there is nothing to prepare. */
  prepareFor?(work: LargeWork): void;
  /** A process that goes on for long has no use any more for what it made: memory of it is given back. */
  releaseMemory?(): void;
  /** Where the time of a run goes. Absent where nobody measures. */
  readonly stopwatch?: Stopwatch;
  /** Absent where there is no place for one. */
  readonly cache?: Cache;
  exists(path: string): "file" | "directory" | undefined;
  /** A host that starts from another folder (`-C`). */
  at(folder: string): Host;
}
