/**
 * Damaged bytes through every reader of kcfg: `npm run fuzz:bytes -- [options]`
 *
 *   --cases N      how many (100000)
 *   --seconds N    stop after this time (no limit)
 *   --seed S       which ones (1); a seed gives the same cases everywhere, from the same documents
 *   --from N       the first of them (0)
 *   --target T     only this reader; an unknown name lists all
 *   --corpus DIR   take documents from this tree, too; may be given again
 *   --keep DIR     where inputs that fail are written (a new temporary folder)
 *
 * An input fails if a reader throws, takes longer than a second of processor time, or needs more memory than the
 * thread has. Exit 0: none failed; 1: some did. The fixtures of what was found are in fixtures/hardness.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { modulesBanner } from "../../esbuild.config.js";
import { documentsOf, inputOf, makeTargets } from "./targets.js";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** Milliseconds that one input may take of a processor. */
const SLOW = 1000;
/** Milliseconds after which an input hangs. */
const HANG = 20_000;
/** Megabytes that live objects may take. */
const MEMORY = 512;
/** Milliseconds between two looks at the thread. */
const LOOK = 500;

if (isMainThread) await main();
else await work(workerData);

async function main() {
  const { values: options } = parseArgs({
    options: {
      cases: { type: "string", default: "100000" },
      seconds: { type: "string", default: "Infinity" },
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      target: { type: "string" },
      corpus: { type: "string", multiple: true, default: [] },
      keep: { type: "string" },
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), "kcfg-bytes-"));
  const kept = options.keep ?? mkdtempSync(join(tmpdir(), "kcfg-bytes-failures-"));
  const seed = Number(options.seed);
  const until = Number(options.from) + Number(options.cases);
  const started = Date.now();
  const failures = new Map();
  const counts = {};
  let done = 0;
  try {
    const subject = bundleSubject(scratch);
    for (let from = Number(options.from); from < until; ) {
      const task = {
        subject,
        seed,
        from,
        until,
        target: options.target,
        corpus: options.corpus,
        end: started + Number(options.seconds) * 1000,
      };
      const outcome = await runThread(task);
      for (const failure of outcome.failures) note(failure);
      for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
      done += outcome.next - from;
      from = outcome.next;
      if (outcome.isEnd) break;
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  const found = [...failures.values()];
  for (const { target, index, what, count } of found)
    console.log(`${target}: case ${index}${count > 1 ? ` and ${count - 1} more` : ""}: ${what}`);
  if (found.length > 0) console.log(`inputs that fail are in ${kept}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const shares = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  console.log(
    `seed ${seed}: ${done} inputs in ${seconds} s, ${found.length} kinds of failure (${shares.join(", ")})`,
  );
  process.exitCode = found.length > 0 ? 1 : 0;

  function note({ target, index, what, input }) {
    const key = `${target} ${what.split("\n").slice(0, 3).join(" ").replace(/\d+/g, "0")}`;
    const known = failures.get(key);
    failures.set(key, known ? { ...known, count: known.count + 1 } : { target, index, what, count: 1 });
    if (known !== undefined) return;
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, `${target.replaceAll(" ", "-")}-${seed}-${index}`), input);
    console.log(`${target}: case ${index}: ${what}`);
  }
}

function bundleSubject(scratch) {
  const outfile = join(scratch, "subject.mjs");
  const { status, stderr } = spawnSync(
    join(projectRoot, "node_modules/.bin/esbuild"),
    [
      join(projectRoot, "test/fuzz/subject.ts"),
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--log-level=error",
      `--banner:js=${modulesBanner.js}`,
      `--outfile=${outfile}`,
    ],
    { cwd: projectRoot, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return pathToFileURL(outfile).href;
}

/** Runs cases in a thread until they end, or one of them ends the thread. */
function runThread(task) {
  return new Promise((resolve) => {
    const place = new Int32Array(new SharedArrayBuffer(4));
    place[0] = task.from;
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { ...task, place },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    const failures = [];
    let counts = {};
    let isEnd = false;
    let fatal;
    let seen = { index: -1, since: Date.now() };
    const watch = setInterval(() => {
      const index = Atomics.load(place, 0);
      if (index !== seen.index) seen = { index, since: Date.now() };
      else if (Date.now() - seen.since > HANG && fatal === undefined) {
        fatal = `hangs for ${HANG / 1000} s`;
        worker.terminate();
      }
    }, LOOK);
    worker.on("message", (message) => {
      if (message.failure) failures.push(message.failure);
      else if (message.counts) ({ counts, isEnd } = message);
    });
    worker.on("error", (error) => {
      fatal ??=
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? `needs more than ${MEMORY} MB`
          : `ended the thread: ${error.stack}`;
    });
    worker.on("exit", async () => {
      clearInterval(watch);
      const index = Atomics.load(place, 0);
      if (fatal !== undefined) {
        const { target, input } = inputOf(task, index, await targetsOf(task));
        failures.push({ target, index, what: fatal, input });
      }
      resolve({ failures, counts, isEnd, next: isEnd ? index : index + 1 });
    });
  });
}

async function targetsOf({ subject, corpus }) {
  return makeTargets(await import(subject), documentsOf(corpus));
}

async function work(task) {
  const targets = await targetsOf(task);
  const { place, until, end } = task;
  const counts = {};
  let index = task.from;
  for (; index < until && Date.now() < end; index++) {
    Atomics.store(place, 0, index);
    const { target, input, run } = inputOf(task, index, targets);
    counts[target] = (counts[target] ?? 0) + 1;
    const what = await tryInput(run, input);
    if (what !== undefined) parentPort.postMessage({ failure: { target, index, what, input } });
  }
  Atomics.store(place, 0, index);
  parentPort.postMessage({ counts, isEnd: true });
}

/** What is wrong with an answer; undefined if nothing is. */
async function tryInput(run, input) {
  const before = performance.now();
  try {
    await run(input);
  } catch (error) {
    return error instanceof Error ? error.stack : `threw ${error}`;
  }
  if (performance.now() - before < SLOW) return undefined;
  // Other programs want the processor as well: the same again, by the time that it had of it.
  const { user, system } = process.cpuUsage();
  await run(input);
  const used = process.cpuUsage({ user, system });
  const milliseconds = (used.user + used.system) / 1000;
  return milliseconds < SLOW ? undefined : `takes ${milliseconds.toFixed(0)} ms`;
}
