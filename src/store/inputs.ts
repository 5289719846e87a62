/** What a tree was read from: taken down while it is read, and compared with the world by a later run. */
import { digestText } from "../text/digest.ts";
import type { Environment, FileReader, FileStamp, ReadOptions, ReadResult, Shell } from "../text/host.ts";

/** All that reading a tree asked of the world, commands aside. */
export interface Inputs {
  /** Files that were read, as they were named. */
  readonly files: readonly string[];
  /** A stamp for each of them, `STAMP_FIELDS` numbers. */
  readonly stamps: Float64Array;
  /** Digests of the files, by index, whose stamps were too young to tell a later change. */
  readonly digests: readonly (readonly [file: number, digest: string])[];
  /** Files that were looked for and not there. */
  readonly missing: readonly string[];
  readonly globs: readonly (readonly [pattern: string, found: readonly string[]])[];
  /** Variables that were looked at; null: not set. */
  readonly environment: readonly (readonly [name: string, value: string | null])[];
}

const STAMP_FIELDS = 5;

/**
 * A file that changed less than this before it was read, in milliseconds, can change again within the same tick of
 * its file system's clock. Ticks are a few milliseconds on most, two seconds on FAT. (The "racy" rule of git's index.)
 */
export const YOUNG = 2500;

/** Those of a model that rests on nothing that could change. */
export const NO_INPUTS: Inputs = {
  files: [],
  stamps: new Float64Array(),
  digests: [],
  missing: [],
  globs: [],
  environment: [],
};

/** Whether a stamp from a run that began at `time` cannot tell a change that came after. Clocks may disagree. */
export function isYoung({ modified, changed }: FileStamp, time: number): boolean {
  return Math.max(modified, changed) > time - YOUNG;
}

/** Stands between the loader and the world, and takes down what goes through. */
export class InputRecorder {
  /** For the loader. */
  readonly host: FileReader & Shell;
  /** For the loader, and not for commands. */
  readonly environment: Environment;
  readonly #started: number;
  readonly #files = new Map<string, { readonly stamp: FileStamp; readonly text: string }>();
  readonly #missing = new Set<string>();
  readonly #globs = new Map<string, readonly string[]>();
  readonly #variables = new Map<string, string | null>();
  #isComplete = true;

  /** `now` is the time before anything is read. */
  constructor(host: FileReader & Shell, environment: Environment, now: number) {
    this.#started = now;
    this.host = {
      readText: (path, options) => this.#read(host, path, options),
      glob: (pattern) => {
        const found = host.glob(pattern);
        this.#globs.set(pattern, found);
        return found;
      },
      run: (command) => host.run(command, environment),
      lanes: host.lanes === undefined ? undefined : () => host.lanes?.(environment) ?? NO_LANES,
    };
    const look = (name: string | symbol) => {
      if (typeof name === "string") this.#variables.set(name, environment[name] ?? null);
    };
    this.environment = new Proxy(environment, {
      get: (target, name) => {
        look(name);
        return Reflect.get(target, name);
      },
      getOwnPropertyDescriptor: (target, name) => {
        look(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
  }

  #read(host: FileReader, path: string, options?: ReadOptions): ReadResult {
    const read = host.readText(path, options);
    if (read.ok && read.stamp !== undefined) {
      if (!this.#files.has(path)) this.#files.set(path, { stamp: read.stamp, text: read.text });
    } else if (!read.ok && read.reason === "missing") this.#missing.add(path);
    else this.#isComplete = false;
    return read;
  }

  /** Names of the variables that were looked at. */
  get variables(): Iterable<string> {
    return this.#variables.keys();
  }

  /** Undefined if something was met that a later run could not test. */
  inputs(): Inputs | undefined {
    if (!this.#isComplete) return undefined;
    const stamps = new Float64Array(this.#files.size * STAMP_FIELDS);
    const digests: (readonly [number, string])[] = [];
    let file = 0;
    for (const { stamp, text } of this.#files.values()) {
      stamps.set(fieldsOf(stamp), file * STAMP_FIELDS);
      if (isYoung(stamp, this.#started)) digests.push([file, digestText(text)]);
      file += 1;
    }
    return {
      files: [...this.#files.keys()],
      stamps,
      digests,
      missing: [...this.#missing],
      globs: [...this.#globs],
      environment: [...this.#variables],
    };
  }
}

const NO_LANES = {
  start: () => ({ wait: () => ({ stdout: "", code: 127, failure: "no lanes" }) }),
  finish: () => {},
};

const fieldsOf = ({ size, modified, changed, inode, device }: FileStamp): readonly number[] => [
  size,
  modified,
  changed,
  inode,
  device,
];

/** What is not as it was. */
export type InputChange =
  | { readonly kind: "variable"; readonly name: string }
  /** A file, or a pattern of files. */
  | { readonly kind: "path"; readonly path: string }
  /** The host cannot tell one state of a file from another. */
  | { readonly kind: "no-stamps" };

/** The first input that is not as it was; undefined if all are. */
export function changeOf(
  inputs: Inputs,
  host: FileReader,
  environment: Environment,
): InputChange | undefined {
  for (const [name, value] of inputs.environment) {
    const now = Object.hasOwn(environment, name) ? (environment[name] ?? null) : null;
    if (now !== value) return { kind: "variable", name };
  }
  if (host.stamp === undefined) return { kind: "no-stamps" };
  const { files, stamps } = inputs;
  for (let file = 0; file < files.length; file++) {
    const stamp = host.stamp(files[file]);
    const at = file * STAMP_FIELDS;
    const isSame =
      stamp !== undefined &&
      stamp.size === stamps[at] &&
      stamp.modified === stamps[at + 1] &&
      stamp.changed === stamps[at + 2] &&
      stamp.inode === stamps[at + 3] &&
      stamp.device === stamps[at + 4];
    if (!isSame) return pathChange(files[file]);
  }
  for (const [file, digest] of inputs.digests) {
    const read = host.readText(files[file]);
    if (!read.ok || digestText(read.text) !== digest) return pathChange(files[file]);
  }
  for (const path of inputs.missing) if (host.stamp(path) !== undefined) return pathChange(path);
  for (const [pattern, found] of inputs.globs) {
    const now = host.glob(pattern);
    if (now.length !== found.length || now.some((path, index) => path !== found[index]))
      return pathChange(pattern);
  }
  return undefined;
}

function pathChange(path: string): InputChange {
  return { kind: "path", path };
}

/**
 * The inputs without the digests that time has made needless: `changeOf` has just found the same content under the
 * same stamp, and at `now`, the time before that, the stamp was old enough. Undefined if none is needless.
 */
export function settledInputs(inputs: Inputs, now: number): Inputs | undefined {
  const { stamps } = inputs;
  const digests = inputs.digests.filter(([file]) => {
    const at = file * STAMP_FIELDS;
    return Math.max(stamps[at + 1], stamps[at + 2]) > now - YOUNG;
  });
  return digests.length < inputs.digests.length ? { ...inputs, digests } : undefined;
}
