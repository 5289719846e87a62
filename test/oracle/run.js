/**
 * Compares kcfg with the C tool on real trees, case by case: `npm run test:oracle`, or with options
 *
 *   node test/oracle/run.js [--only WORDS]... [--sample N] [--seed TEXT] [--tool COMMAND] [--cached | --kept] [--keep]
 *                           [--list] [--jobs N] [--fresh]
 *
 * --sample N takes N architectures of every kernel, and of each one group of cases that build on each other and one
 * more randconfig; which ones follows from the seed, and that from the commit. Without it, all cases.
 * --cached runs the tool under test three times, and compares the last run: the second finds the model that the first
 * one has kept, the third what the second one came to.
 * --kept gives all cases one cache, as a user has: each finds the model that an earlier one has kept of its architecture.
 * --fresh asks the C tool again what it was asked in an earlier run (answers.js).
 *
 * Exit 0: all cases identical; 1: at least one differs; 2: the lab is not ready. The last line counts the cases.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Answers, hash } from "./answers.js";
import { jobsOf, randomJob } from "./cases.js";
import { DIFF_LINES, differencesOf, inParallel, named, shown } from "./comparison.js";
import { damage } from "./damage.js";
import {
  commit,
  environmentOf,
  filesBelow,
  lab,
  readyVersions,
  referenceOf,
  run,
  toolCommand,
  treeOf,
  treeVersion,
  viewOf,
} from "./lab.js";
import { parseTree } from "./parse.js";

/** Differences shown in full; the rest by name. */
const SHOWN_FAILURES = 5;

const { values: options } = parseArgs({
  options: {
    // Only cases whose "group name" holds all blank-separated words; may be repeated (any of them).
    only: { type: "string", multiple: true },
    sample: { type: "string" },
    seed: { type: "string" },
    // The command under test instead of `node bin/kcfg conf`; {reference} is the C tool itself.
    tool: { type: "string" },
    cached: { type: "boolean", default: false },
    kept: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
    fresh: { type: "boolean", default: false },
  },
});

const { ready, missing } = readyVersions();
if (missing.length > 0) {
  console.error(
    `oracle: no tree or C tool for ${missing.join(", ")} in ${lab}: run test/oracle/setup.sh first`,
  );
  process.exit(2);
}

const isWanted = ({ version, group, name }) => {
  // "6.1" is a version and no part of "6.12".
  const holds = (word) => (ready.includes(word) ? word === version : `${group} ${name}`.includes(word));
  return options.only === undefined || options.only.some((words) => words.split(" ").every(holds));
};
const seed = options.seed ?? commit();
const jobs = (options.sample === undefined ? ready.flatMap(jobsOf) : ready.flatMap(sampleOf))
  // A job runs as far as its last wanted case: later cases use results of earlier ones.
  .map((job) => job.slice(0, job.findLastIndex(isWanted) + 1))
  .filter((job) => job.length > 0);

if (options.list) {
  for (const { group, name } of jobs.flat().filter(isWanted)) console.log(`${group} ${name}`);
  process.exit(0);
}

const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-"));
const views = new Map(ready.map((version) => [version, viewOf(version)]));
const results = [];
const seconds = { reference: 0, tool: 0 };
const answers = new Answers({ seed, isFresh: options.fresh });
const started = Date.now();

announce();
await parseAll();
await inParallel(jobs, Number(options.jobs), runJob);
summarize();
if (options.keep) console.log(`kept: ${scratch}`);
else rmSync(scratch, { recursive: true });
const isGood = results.length > 0 && results.every(({ differences }) => differences.length === 0);
process.exitCode = isGood && !answers.hasChanged ? 0 : 1;

function announce() {
  console.log(`tool under test: ${options.tool ?? "node bin/kcfg conf"}`);
  for (const version of ready) {
    console.log(
      `reference:       ${referenceOf(version)} on ${treeOf(version)} (Linux ${treeVersion(version)})`,
    );
  }
  console.log(
    "compared:        every file written; standard output, exit code, set of standard error's lines",
  );
  if (options.sample !== undefined) {
    console.log(
      `sample:          ${options.sample} architectures of every kernel; the same again: --sample ${options.sample} --seed ${seed}`,
    );
  }
  console.log(`cases:           ${jobs.flat().filter(isWanted).length}, and a parse of every tree\n`);
}

/** Jobs of a version for --sample: the first by a hash of seed and name. */
function sampleOf(version) {
  const jobsOfVersion = jobsOf(version);
  const first = (list, nameOf) => {
    const rank = new Map(list.map((each) => [each, hash(`${seed} ${nameOf(each)}`)]));
    return list.sort((a, b) => (rank.get(a) < rank.get(b) ? -1 : 1));
  };
  const groups = [...new Set(jobsOfVersion.map(([{ group }]) => group))];
  return first(groups, (group) => group)
    .slice(0, Number(options.sample))
    .sort()
    .flatMap((group) => {
      const all = jobsOfVersion.filter(([testCase]) => testCase.group === group);
      const [chosen] = first(all, ([{ name }]) => `${group} ${name}`);
      return [chosen, randomJob(chosen[0], Number.parseInt(hash(`${seed} ${group}`).slice(0, 8), 16))];
    });
}

/** Every Kconfig file of each tree parses, and its tokens and gaps are its bytes. One case for each tree. */
async function parseAll() {
  for (const version of ready) {
    const testCase = { version, group: `${version} parse`, name: "all Kconfig files" };
    if (!isWanted(testCase)) continue;
    const { total, failures } = await parseTree(version);
    const differences =
      failures.length === 0
        ? []
        : [{ what: `${failures.length} faults`, diff: failures.slice(0, DIFF_LINES).join("\n") }];
    results.push({ ...testCase, differences });
    if (failures.length > 0)
      console.log(`DIFFERS ${testCase.group}:\n${differences[0].diff.replace(/^/gm, "    ")}`);
    console.log(
      `${testCase.group}  ${total} files, ${failures.length} faults; every byte of the others rebuilt`,
    );
  }
}

/** Runs the cases of one job in order and hands the C tool's .config on. */
async function runJob(job, number) {
  let result;
  for (const [step, testCase] of job.entries()) {
    const folder = join(scratch, `${number}-${step}`);
    const inputs = inputsOf(testCase, result);
    const env = {
      ...environmentOf(testCase.version, testCase.arch, testCase.compiler),
      srctree: views.get(testCase.version),
      ...testCase.env,
    };
    const runIn = (side) => {
      const cwd = join(folder, side);
      mkdirSync(cwd, { recursive: true });
      return (command, environment = env) => {
        for (const [path, text] of inputs) writeFileSync(join(cwd, path), text, "latin1");
        return run([...command, testCase.mode, "Kconfig"], { cwd, env: environment, input: testCase.input });
      };
    };
    const { version, compiler, mode, input } = testCase;
    const question = { version, compiler, mode, input, env, files: inputs };
    const reference = await answers.of(question, async () => {
      const outcome = await runIn("reference")([referenceOf(testCase.version)]);
      return { ...outcome, files: filesBelow(join(folder, "reference")) };
    });
    const tool = await toolAnswer(testCase, env, folder, runIn);
    seconds.reference += reference.seconds;
    seconds.tool += tool.seconds;
    if (testCase.keepsResult) result = reference.files.get(".config");
    if (isWanted(testCase)) report(testCase, differencesOf(reference, tool));
    if (!options.keep) rmSync(folder, { recursive: true });
  }
}

/** The answer of the tool under test. */
async function toolAnswer(testCase, env, folder, runIn) {
  const cwd = join(folder, "tool");
  const command = toolCommand(options.tool, testCase.version);
  // A case on its own does not keep what nobody will ask for.
  const cache = options.kept ? join(scratch, "cache") : options.cached ? join(folder, "cache") : "";
  const once = (before = [], words = [], environment = env) =>
    runIn("tool")([...before, ...command, ...words], { ...environment, KCFG_CACHE_DIR: cache });
  const isReplayed = testCase.replays === true && options.tool === undefined;
  const recording = join(folder, "probes");
  let outcome = await once([], isReplayed ? [`--probes=record=${recording}`] : []);
  if (options.cached || isReplayed) {
    rmSync(cwd, { recursive: true });
    outcome = isReplayed ? await replay(once, recording, env.srctree) : await once();
    if (options.cached && !isReplayed) {
      rmSync(cwd, { recursive: true });
      outcome = await once();
    }
  }
  return { ...outcome, files: filesBelow(cwd) };
}

/** Runs the tool with recorded answers alone; the number of processes is its own where strace counts them. */
async function replay(once, recording, srctree) {
  const log = `${recording}.strace`;
  const strace = (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, "strace"))
    .find(existsSync);
  const before = strace === undefined ? [] : [strace, "-f", "-e", "trace=execve,execveat", "-o", log];
  const outcome = await once(before, [`--probes=replay=${recording}`], { PATH: "", srctree });
  if (strace === undefined) return outcome;
  const started = readFileSync(log, "utf8").match(/\bexecve(?:at)?\(/g)?.length ?? 0;
  return started === 1
    ? outcome
    : { ...outcome, stderr: `${outcome.stderr}${started - 1} processes started\n` };
}

/** Files that lie in the folder before the run: path and text. */
function inputsOf({ version, folder, start, config, mutate, files }, result) {
  const inputs = Object.entries(files ?? {});
  if (start === undefined) return inputs;
  const text = start.files.map((file) => readFileSync(configPath(version, folder, file), "latin1")).join("");
  inputs.push([start.path, text]);
  if (config === "start") inputs.push([".config", mutate === undefined ? text : damage(text, mutate)]);
  if (config === "result") inputs.push([".config", result]);
  return inputs;
}

function configPath(version, folder, file) {
  return join(treeOf(version), "arch", folder, "configs", file);
}

/** Keeps a case's outcome, and prints its group as soon as that is complete. */
function report(testCase, differences) {
  const failuresBefore = results.filter((result) => result.differences.length > 0).length;
  results.push({ ...testCase, differences });
  if (differences.length > 0) {
    console.log(`DIFFERS ${testCase.group} ${testCase.name}: ${named(differences)}`);
    if (failuresBefore < SHOWN_FAILURES) {
      console.log(shown(differences));
    }
  }
  const isSame = ({ group }) => group === testCase.group;
  const total = jobs.flat().filter((other) => isSame(other) && isWanted(other)).length;
  const done = results.filter(isSame);
  if (done.length < total) return;
  const identical = done.filter((result) => result.differences.length === 0).length;
  const all = jobs.flat().filter(isWanted).length;
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(
    `${testCase.group}  ${identical} of ${total} identical  (${results.length} of ${all + ready.length} after ${minutes} min)`,
  );
}

function summarize() {
  const count = (each) => {
    const failed = each.filter(({ differences }) => differences.length > 0).length;
    return { failed, passed: each.length - failed };
  };
  const time = (value) => `${value.toFixed(0)} s`;
  console.log("");
  for (const version of ready) {
    const { passed, failed } = count(results.filter((result) => result.version === version));
    if (passed + failed > 0) console.log(`Linux ${treeVersion(version)}: ${passed} passed, ${failed} failed`);
  }
  console.log(
    `${time((Date.now() - started) / 1000)}; in the C tool ${time(seconds.reference)} (${answers.summary()}), ` +
      `in the tool under test ${time(seconds.tool)}`,
  );
  const { passed, failed } = count(results);
  console.log(`${passed} passed, ${failed} failed`);
}
