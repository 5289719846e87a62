/** Whole processes, measured: wall time beside a reference, processor time and memory. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const USAGE = join(dirname(fileURLToPath(import.meta.url)), "usage.cjs");

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/**
 * Runs a process to its end. Answers its milliseconds and standard error; rejects if it exits with a code that `exits`
 * does not hold.
 */
export function start({ cwd, env, exits = [0] }, [command, ...words]) {
  return new Promise((done, fail) => {
    const begin = process.hrtime.bigint();
    const child = spawn(command, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
      if (exits.includes(code)) done({ milliseconds, stderr });
      else fail(new Error(`${command} ${words.join(" ")}: exit ${code}\n${stderr}`));
    });
  });
}

/** As `start`, of a script: milliseconds of processors in all its threads, without its commands, and MB at its largest. */
export async function usageOf({ cwd, env, exits, scratch }, command) {
  const path = join(scratch, "usage.json");
  const own = { ...env, KCFG_BENCH_USAGE: path };
  await start({ cwd, env: own, exits }, [process.execPath, "--require", USAGE, ...command]);
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Pairs of runs, kcfg's first, and then runs that are looked at more closely. `prepare` is called with a new number before
 * each run.
 */
export async function compare(
  where,
  command,
  { reference, referenceWhere = where, rounds, prepare = () => {} },
) {
  let run = 0;
  const next = async (place, words) => {
    prepare(run++);
    return (await start(place, words)).milliseconds;
  };
  await next(where, command);
  if (reference !== undefined) await next(referenceWhere, reference);
  const [own, other, usages] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    own.push(await next(where, command));
    if (reference !== undefined) other.push(await next(referenceWhere, reference));
  }
  for (let look = 0; look < Math.min(rounds, LOOKS); look++) {
    prepare(run++);
    usages.push(await usageOf(where, command));
  }
  return {
    own,
    other,
    ratios: other.map((time, round) => own[round] / time),
    processor: median(usages.map(({ processor }) => processor)),
    memory: median(usages.map(({ memory }) => memory)),
  };
}

/** What a process takes of processors and memory differs little from run to run. */
const LOOKS = 5;
