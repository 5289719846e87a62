/** Lanes: shells that run commands one after another while the caller goes on, each with its own file for output. */
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { decodeText } from "../text/encoding.ts";
import type { Environment, PendingCommand, ShellLanes, ShellResult } from "../text/host.ts";
import { PROBE_OUTPUT_LIMIT } from "../text/limits.ts";
import { processes } from "./node-modules.ts";
import { endGroup } from "./node-processes.ts";

// A lane is `/bin/sh` reading a script from a pipe. For each command it starts a shell of its own, as C does (some
// commands name temporary files by their process number), without the pipe as standard input, and writes a line with
// the exit code behind the output. Output goes to a file that nobody else can name: a file never blocks its writer,
// and can be read without waiting for an event loop.

/** Side by side; more would only compete for the same processors. */
const LANES = 2;
/** Between the first two looks at a lane's output, in milliseconds. */
const PAUSE = 0.25;
/**
 * Later looks are rarer, so that who waits for long leaves the processor to the commands: an answer is never seen
 * later than by this share of the time that it was waited for.
 */
const PATIENCE = 1 / 8;
const LONGEST_PAUSE = 4;
/** Between two tests whether the shell is still there, in milliseconds. */
const TEST_INTERVAL = 20;
/** Bytes of one look. */
const READ_SIZE = 256 * 1024;

/** What lanes must know of the host. */
export interface LaneSupport {
  /** Makes a command an argument for a shell. */
  readonly spell: (command: string) => string;
  /** Answers where a lane cannot: after a command that never ends, or if the shell was killed. */
  readonly run: (command: string) => ShellResult;
  /** Milliseconds that one command may run. */
  readonly timeLimit: number;
}

/**
 * Ends the whole group as soon as descriptor 3 closes without a line on it: its other end is this process's alone, so
 * that no command outlives it, however it goes.
 */
const WATCHER = "exec 4<&3 3<&-; { read _ <&4 || kill -9 0; } & exec 4<&-\n";

/** Lanes in a folder with this environment. */
export function startLanes(folder: string, environment: Environment, support: LaneSupport): ShellLanes {
  const lanes: Lane[] = [];
  return {
    start: (command) => {
      let lane = lanes.find((each) => each.isIdle);
      if (lane === undefined && lanes.length < LANES) {
        lane = new Lane(folder, environment, support);
        lanes.push(lane);
      }
      lane ??= lanes.reduce((shortest, each) => (each.waiting < shortest.waiting ? each : shortest));
      return lane.start(command);
    },
    finish: () => {
      for (const lane of lanes) lane.finish();
    },
  };
}

class Lane {
  readonly #child: ChildProcess;
  readonly #input: number;
  readonly #output: number;
  readonly #support: LaneSupport;
  /** No command prints this by chance; commands do not see it. */
  readonly #mark = `kcfg-${process.pid}-${Math.random().toString(36).slice(2)}`;
  readonly #commands: string[] = [];
  readonly #results: ShellResult[] = [];
  #text = Buffer.alloc(0);
  #position = 0;
  /** When the command that runs now began, as far as it was seen. */
  #progress = performance.now();
  /** Whether the shell reads no more. */
  #broken = false;
  /** Whether what the shell still writes counts no more: the rest is run and waited for. */
  #isAbandoned = false;

  constructor(folder: string, environment: Environment, support: LaneSupport) {
    this.#support = support;
    const scratch = mkdtempSync(join(tmpdir(), "kcfg-"));
    this.#output = openSync(join(scratch, "output"), "w+", 0o600);
    const child = processes().spawn("/bin/sh", ["-s"], {
      cwd: folder,
      env: { ...environment },
      stdio: ["pipe", this.#output, "inherit", "pipe"],
      // A group of its own, so that a command that never ends can be ended with all that it started.
      detached: true,
    });
    rmSync(scratch, { recursive: true });
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    child.stdio[3]?.on("error", () => {});
    child.unref();
    this.#child = child;
    this.#input = descriptorOf(child.stdin);
    this.#broken = this.#input < 0 || child.pid === undefined;
    this.#write(WATCHER);
  }

  get waiting(): number {
    return this.#commands.length - this.#results.length;
  }

  get isIdle(): boolean {
    this.#collect();
    return this.waiting === 0;
  }

  start(command: string): PendingCommand {
    if (this.waiting === 0) this.#progress = performance.now();
    const index = this.#commands.push(command) - 1;
    const quoted = `'${this.#support.spell(command).replaceAll("'", "'\\''")}'`;
    this.#write(`/bin/sh -c ${quoted} </dev/null\nprintf '\\n${this.#mark} %d\\n' "$?"\n`);
    return { wait: () => this.#wait(index) };
  }

  finish(): void {
    this.#kill();
    this.#child.stdin?.destroy();
    this.#child.stdio[3]?.destroy();
    closeSync(this.#output);
  }

  #kill(): void {
    endGroup(this.#child.pid);
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    let at = 0;
    while (at < bytes.length && !this.#broken) {
      try {
        at += writeSync(this.#input, bytes, at);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") pause(PAUSE);
        else this.#broken = true;
      }
    }
  }

  #wait(index: number): ShellResult {
    let waited = 0;
    let tested = 0;
    while (this.#results.length <= index) {
      this.#collect();
      if (this.#results.length > index) break;
      // An empty line does nothing to the shell, but tells whether it still reads.
      if (waited - tested >= TEST_INTERVAL) {
        tested = waited;
        this.#write("\n");
      }
      const isLate = performance.now() - this.#progress > this.#support.timeLimit;
      if (this.#broken || isLate || this.#text.length > PROBE_OUTPUT_LIMIT)
        return this.#giveUp(index, isLate);
      const next = Math.min(LONGEST_PAUSE, Math.max(PAUSE, waited * PATIENCE));
      pause(next);
      waited += next;
    }
    return this.#results[index];
  }

  /** The lane is of no use any more: what it has not answered is run and waited for. */
  #giveUp(index: number, isLate: boolean): ShellResult {
    this.#collect();
    if (this.#results.length > index) return this.#results[index];
    if (this.#text.length > PROBE_OUTPUT_LIMIT) {
      const stdout = decodeText(this.#text.subarray(0, PROBE_OUTPUT_LIMIT));
      this.#results.push({ stdout, code: 128 + constants.signals.SIGPIPE, limit: "output" });
      this.#text = Buffer.alloc(0);
    } else if (isLate) {
      this.#results.push({ stdout: "", code: 128 + constants.signals.SIGTERM, limit: "time" });
    }
    this.#kill();
    this.#broken = true;
    this.#isAbandoned = true;
    while (this.#results.length <= index) {
      this.#results.push(this.#support.run(this.#commands[this.#results.length]));
    }
    return this.#results[index];
  }

  /** Reads what there is, and cuts it at the marks. */
  #collect(): void {
    if (this.#isAbandoned) return;
    chunk ??= Buffer.allocUnsafe(READ_SIZE);
    // A command may write faster than this reads.
    while (this.#text.length <= PROBE_OUTPUT_LIMIT) {
      const length = readSync(this.#output, chunk, 0, chunk.length, this.#position);
      if (length === 0) break;
      this.#position += length;
      this.#text = Buffer.concat([this.#text, chunk.subarray(0, length)]);
    }
    const mark = Buffer.from(`\n${this.#mark} `);
    for (;;) {
      const at = this.#text.indexOf(mark);
      const end = at < 0 ? -1 : this.#text.indexOf(10, at + mark.length);
      if (end < 0) return;
      const code = Number(this.#text.subarray(at + mark.length, end).toString());
      this.#results.push({ stdout: decodeText(this.#text.subarray(0, at)), code });
      this.#text = this.#text.subarray(end + 1);
      this.#progress = performance.now();
    }
  }
}

/** The descriptor behind a stream: writing through the stream would wait for an event loop. */
function descriptorOf(stream: unknown): number {
  return (stream as { _handle?: { fd?: number } } | null | undefined)?._handle?.fd ?? -1;
}

/** One for all lanes: each look needs one. */
let chunk: Buffer | undefined;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function pause(milliseconds: number): void {
  Atomics.wait(sleeper, 0, 0, milliseconds);
}
