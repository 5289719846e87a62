/** Runs the kcfg command, built from the sources as they are now: in this process, or in one of its own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { answer, type Touch } from "./in-process.ts";

/** As test/build.js says: this file is part of a bundle. */
export const projectRoot = process.env.KCFG_TEST_PROJECT ?? "";

export interface Outcome {
  readonly exit: number;
  /** Bytes, as latin1 text: a byte a character. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly folder: string;
  /** Beside PATH and LC_ALL=C there is nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Standard input: bytes, as latin1 text. */
  readonly input?: string;
  /** Within this process: hears of each file and folder that the run touches. */
  readonly onPath?: (how: Touch, path: string) => void;
}

/** Where test/build.js, which runs before all test files, has put the bundles. */
const bundles = process.env.KCFG_TEST_COMMAND ?? "";

export const commandBundle = (): string => join(bundles, "kcfg.cjs");

/** What bin/kcfg loads: the same command with its compiled code kept. */
export const startBundle = (): string => join(bundles, "start.cjs");

/** Runs `kcfg ...words`, and takes down what it handed to a shell. */
export async function watchKcfg(
  words: readonly string[],
  { folder, environment, input = "", onPath }: Surroundings,
): Promise<Outcome & { readonly commands: readonly string[] }> {
  const { exit, stdout, stderr, commands } = await answer(words, {
    folder,
    environment: { PATH: process.env.PATH, LC_ALL: "C", ...environment },
    input: Buffer.from(input, "latin1"),
    program: commandBundle(),
    onPath,
  });
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  return { exit, stdout: latin1(stdout), stderr: latin1(stderr), commands };
}

/** Runs `kcfg ...words` within this process. */
export async function runKcfg(words: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const { exit, stdout, stderr } = await watchKcfg(words, surroundings);
  return { exit, stdout, stderr };
}

/** The same as a process of its own, for what only a process shows. */
export function startKcfg(
  words: readonly string[],
  { folder, environment, input = "" }: Surroundings,
): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [commandBundle(), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: "C", ...environment },
    encoding: "latin1",
    input: Buffer.from(input, "latin1"),
    timeout: 30_000,
  });
  if (status === null) throw new Error(`kcfg ${words.join(" ")}: killed by ${signal}`);
  return { exit: status, stdout, stderr };
}
