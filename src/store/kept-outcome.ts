/** What became of a run that read a configuration and changed nothing: the next one that would find the same repeats it. */

import type { ProbeRecord } from "../model/columns.ts";
import { digestText } from "../text/digest.ts";
import { encodeText } from "../text/encoding.ts";
import { FlatReader, FlatWriter } from "../text/flat-file.ts";
import type { Cache, Environment, Host, OutputStream, ReadOptions, ReadResult } from "../text/host.ts";
import type { EarlierAnswers } from "./earlier-answers.ts";
import { changeOf, type Inputs } from "./inputs.ts";
import { isSameGround, type ProbeGround, repeatProbes } from "./probe-ground.ts";

// A make of a kernel calls `conf --syncconfig` again and again, and nearly always nothing has changed. Then the whole run
// follows from what it rests on, and neither model nor values are needed. The recorder stands between the run and the
// world, and takes down each answer that the world gave; whatever it does not know ends the recording. Files are compared
// by their whole texts, what the tree was read from as for a kept model, and commands run again as for one.
//
//     RUN.outcome      head as JSON, paths and stamps of the tree's inputs, texts of the run's own files

/** What a model rests on. */
export interface ModelGround {
  readonly inputs: Inputs;
  readonly ground: ProbeGround;
  readonly probes: readonly ProbeRecord[];
}

/** An answer of the world, in the order of the questions. */
type Look =
  /** `text`: which of the texts it was; `size`: bytes that the file had. */
  | {
      readonly kind: "text";
      readonly path: string;
      readonly options?: ReadOptions;
      readonly text: number;
      readonly size?: number;
    }
  | {
      readonly kind: "no-text";
      readonly path: string;
      readonly options?: ReadOptions;
      readonly reason: string;
      readonly message: string;
    }
  | { readonly kind: "exists"; readonly path: string; readonly found: string | null }
  | { readonly kind: "variable"; readonly name: string; readonly value: string | null }
  | { readonly kind: "terminal"; readonly stream: Stream; readonly isTerminal: boolean };

type Stream = "stdin" | "stdout" | "stderr";

/** What the run did. */
interface Deeds {
  readonly said: readonly (readonly [stream: "stdout" | "stderr", text: string])[];
  /** Files that were written, with texts that they had before or would get again. */
  readonly written: readonly (readonly [path: string, text: number])[];
  readonly exit: number;
}

interface Head extends Deeds {
  readonly build: string;
  readonly looks: readonly Look[];
  readonly inputs: Inputs;
  readonly ground: ProbeGround;
  readonly probes: readonly ProbeRecord[];
}

/** What a run goes by in the cache: all that decides about it and that is not asked of the world. */
export function outcomeName(cache: Cache, folder: string, about: unknown): string {
  return `${digestText(JSON.stringify(["outcome", cache.build, folder, about]))}.outcome`;
}

/** Stands between a run and the world. */
export class OutcomeRecorder {
  /** For the run, and not for the loading of the tree. */
  readonly host: Host;
  readonly #looks: Look[] = [];
  readonly #variables = new Map<string, string | null>();
  readonly #texts: string[] = [];
  readonly #said: (readonly ["stdout" | "stderr", string])[] = [];
  readonly #written = new Map<string, number>();
  #isComplete = true;

  constructor(host: Host) {
    const giveUp = <Kept>(kept: Kept): Kept => {
      this.giveUp();
      return kept;
    };
    const stream = (name: "stdout" | "stderr"): OutputStream => {
      const own = host[name];
      return {
        write: (text) => {
          this.#said.push([name, text]);
          own.write(text);
        },
        get isTerminal() {
          return terminal(name, own.isTerminal);
        },
        get isFile() {
          return giveUp(own.isFile);
        },
        get columns() {
          return giveUp(own.columns);
        },
        get failure() {
          return own.failure;
        },
      };
    };
    const terminal = (name: Stream, isTerminal: boolean): boolean => {
      this.#looks.push({ kind: "terminal", stream: name, isTerminal });
      return isTerminal;
    };
    const { stdin } = host;
    this.host = {
      environment: this.#watchVariables(host.environment),
      folder: host.folder,
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      stopwatch: host.stopwatch,
      stdin: {
        readLine: (limit) => giveUp(stdin).readLine(limit),
        get isTerminal() {
          return terminal("stdin", stdin.isTerminal);
        },
      },
      readText: (path, options) => this.#read(host, path, options),
      exists: (path) => {
        const found = host.exists(path);
        this.#looks.push({ kind: "exists", path, found: found ?? null });
        // What the run itself made would not be there before the next one.
        if (this.#written.size > 0) giveUp(found);
        return found;
      },
      writeText: (path, text, options) => {
        // A .config, or what would be another file each time.
        if (options !== undefined || this.#written.has(path)) giveUp(path);
        this.#written.set(path, this.#texts.push(text) - 1);
        const written = host.writeText(path, text, options);
        return written.ok ? written : giveUp(written);
      },
      touch: (path) => giveUp(host).touch(path),
      glob: (pattern, mayList) => giveUp(host).glob(pattern, mayList),
      run: (command, environment, options) => giveUp(host).run(command, environment, options),
      readInput: () => giveUp(host).readInput(),
      now: () => giveUp(host).now(),
      at: (folder) => giveUp(host).at(folder),
    };
  }

  /** For what nobody can repeat, or what no run that changes nothing asks for: nothing is kept. */
  giveUp(): void {
    this.#isComplete = false;
  }

  #read(host: Host, path: string, options: ReadOptions | undefined): ReadResult {
    const read = host.readText(path, options);
    if (this.#written.size > 0) this.#isComplete = false;
    if (read.ok) {
      const text = this.#texts.push(read.text) - 1;
      this.#looks.push({ kind: "text", path, options, text, size: read.stamp?.size });
    } else this.#looks.push({ kind: "no-text", path, options, reason: read.reason, message: read.message });
    return read;
  }

  #watchVariables(environment: Environment): Environment {
    const look = (name: string | symbol) => {
      if (typeof name === "string") this.#variables.set(name, environment[name] ?? null);
    };
    return new Proxy(environment, {
      get: (target, name) => {
        look(name);
        return Reflect.get(target, name);
      },
      has: (target, name) => {
        look(name);
        return Reflect.has(target, name);
      },
      getOwnPropertyDescriptor: (target, name) => {
        look(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
      // Who takes all of them answers by those that are not there yet as well.
      ownKeys: (target) => {
        this.#isComplete = false;
        return Reflect.ownKeys(target);
      },
    });
  }

  /**
   * Keeps the outcome, if the next run may repeat it. Not of a model whose inputs are so young that their stamps cannot
   * tell a later change: it is kept by the run that finds them settled.
   */
  keep(cache: Cache, name: string, exit: number, { inputs, ground, probes }: ModelGround): void {
    if (!this.#isComplete || inputs.digests.length > 0 || ground.isYoung) return;
    // What is no regular file, such as a pipe, would hold another text each time.
    if (this.#looks.some((look) => look.kind === "text" && look.size !== bytesOf(this.#texts[look.text])))
      return;
    const variables = [...this.#variables].map(([variable, value]) => ({
      kind: "variable" as const,
      name: variable,
      value,
    }));
    const head: Head = {
      build: cache.build,
      looks: [...variables, ...this.#looks],
      said: this.#said,
      written: [...this.#written],
      exit,
      inputs: { ...inputs, files: [], stamps: new Float64Array() },
      ground,
      probes,
    };
    const flat = new FlatWriter();
    flat.text(JSON.stringify(head));
    flat.texts(inputs.files);
    flat.numbers(inputs.stamps);
    for (const text of this.#texts) flat.text(text);
    const bytes = flat.bytes();
    if (bytes !== undefined) cache.write(name, bytes);
  }
}

export interface RepeatOptions {
  readonly host: Host;
  /** Variables as the tree sees them. */
  readonly environment: Environment;
  /** As of `CacheUse`. */
  readonly trustsProbes: boolean;
}

/**
 * Does what the kept run did, if it would be the same, and answers the exit code; else nothing but what the run can take
 * over: commands that answer otherwise now.
 */
export function repeatOutcome(
  cache: Cache,
  name: string,
  { host, environment, trustsProbes }: RepeatOptions,
): number | EarlierAnswers | undefined {
  const bytes = cache.read(name);
  if (bytes === undefined) return undefined;
  const flat = FlatReader.open(bytes);
  if (flat === undefined) {
    // Damaged: it would be tried in vain each time.
    cache.remove(name);
    return undefined;
  }
  const head = JSON.parse(flat.text()) as Head;
  if (head.build !== cache.build) return undefined;
  const inputs = { ...head.inputs, files: flat.texts().all(), stamps: flat.floats() };
  const { looks, ground, probes, said, written, exit } = head;
  const count = 1 + Math.max(-1, ...written.map(([, text]) => text), ...looks.map(textOf));
  const texts = Array.from({ length: count }, () => flat.text());
  const isSame = () => looks.every((look) => isAsBefore(look, texts, host));
  if (!isSame()) return undefined;
  // The run that takes the kept model finds out what is new.
  if (trustsProbes && !isSameGround(ground, host, environment)) return undefined;
  // Before any command runs: those of another tree need not be the same.
  if (changeOf(inputs, host, environment) !== undefined) return undefined;
  if (!trustsProbes) {
    const repeated = repeatProbes(probes, host, environment);
    // Commands take a while, in which the files can change.
    if (!repeated.areSame() || !isSame()) return repeated.handOn();
    repeated.finish();
  }
  // Where that fails, the whole run says so in its own words; what is written it writes again.
  if (!written.every(([path, text]) => host.writeText(path, texts[text]).ok)) return undefined;
  for (const [stream, text] of said) host[stream].write(text);
  return exit;
}

const bytesOf = (text: string): number => encodeText(text).byteLength;
const textOf = (look: Look): number => (look.kind === "text" ? look.text : -1);

function isAsBefore(look: Look, texts: readonly string[], host: Host): boolean {
  switch (look.kind) {
    case "variable":
      return (host.environment[look.name] ?? null) === look.value;
    case "exists":
      return (host.exists(look.path) ?? null) === look.found;
    case "terminal":
      return host[look.stream].isTerminal === look.isTerminal;
    case "text": {
      // A pipe must be left to the run that reads it in earnest: it holds its text only once.
      if (host.stamp?.(look.path)?.size !== look.size) return false;
      const read = host.readText(look.path, { ...look.options, regularOnly: true });
      return read.ok && read.text === texts[look.text];
    }
    case "no-text": {
      const read = host.readText(look.path, { ...look.options, regularOnly: true });
      return !read.ok && read.reason === look.reason && read.message === look.message;
    }
  }
}
