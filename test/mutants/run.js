/**
 * Tries whether the tests notice faults: `npm run test:mutants`, or with options
 *
 *   node test/mutants/run.js [--only WORDS]... [--faults FILE] [--near] [--jobs N] [--list]
 *
 * Puts each fault of faults.js into a copy of the project and runs the tests that are nearest to it, then all others,
 * until one fails. Test files that caught something must pass without a fault, and what was caught far away must be
 * caught again. --only takes the faults whose file or name holds the words, --faults another list; --near runs the tests
 * that are nearest, and no others.
 *
 * Exit 0: each was caught; 1: some were not; 2: a fault is none any more, or the tests fail without one.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { transformSync } from "esbuild";
import { FAILED } from "./environment.js";
import { related } from "./related.js";

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Tests that are near take seconds, all of them a minute or two: what takes longer goes round in circles. */
const NEAR_LIMIT = 120_000;
const ALL_LIMIT = 900_000;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    faults: { type: "string", default: join(projectRoot, "test/mutants/faults.js") },
    jobs: { type: "string", default: "2" },
    near: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const started = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

const { faults } = await import(pathToFileURL(options.faults).href);
const chosen = faults.filter(
  ({ file, name }) => options.only?.some((words) => `${file}: ${name}`.includes(words)) ?? true,
);
const stale = chosen.flatMap(problemsOf);
if (stale.length > 0) {
  for (const problem of stale) console.log(problem);
  console.log(`${stale.length} of ${chosen.length} faults are none: bring faults.js up to date`);
  process.exit(2);
}
if (options.list) {
  for (const { file, name } of chosen) console.log(`${file}: ${name}`);
  process.exit(0);
}

const scratch = mkdtempSync(join(tmpdir(), "kcfg-mutants-"));
/** Runs of jest, each the head of a group of its own. */
const children = new Set();
process.on("exit", () => {
  for (const { pid } of children) process.kill(-pid, "SIGKILL");
  try {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // What was killed just now may still have written something.
  }
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

/** What makes a fault none. */
function problemsOf({ name, file, find, put }) {
  const text = readFileSync(join(projectRoot, file), "utf8");
  const count = text.split(find).length - 1;
  if (count !== 1) return [`${file}: ${name}: its text stands there ${count} times, not once`];
  try {
    transformSync(
      text.replace(find, () => put),
      { loader: "ts" },
    );
    return [];
  } catch {
    return [`${file}: ${name}: what it makes of the file is no TypeScript`];
  }
}

/** A copy of all that git knows of, and the packages. */
function copyProject(index) {
  const copy = join(scratch, `copy-${index}`);
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  for (const path of listed.stdout.split("\0").filter((each) => each !== "")) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    // A file that is removed and not committed yet is listed all the same.
    cpSync(join(projectRoot, path), join(copy, path), {
      force: true,
      verbatimSymlinks: true,
      errorOnExist: false,
    });
  }
  symlinkSync(join(projectRoot, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Runs test files in a copy; answers the first test that failed, or what else went wrong; undefined if all pass. */
function runTests(copy, { words, environment, limit }) {
  return new Promise((done) => {
    const temporary = mkdtempSync(join(scratch, "tmp-"));
    const child = spawn(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        "--experimental-vm-modules",
        "node_modules/jest/bin/jest.js",
        ...words,
      ],
      {
        cwd: copy,
        env: { ...process.env, ...environment, TMPDIR: temporary },
        stdio: ["ignore", "ignore", "pipe"],
        detached: true,
      },
    );
    children.add(child);
    let told = "";
    let isLate = false;
    child.stderr.setEncoding("utf8").on("data", (text) => {
      told += text;
    });
    const timer = setTimeout(() => {
      isLate = true;
      process.kill(-child.pid, "SIGKILL");
    }, limit);
    child.on("close", (status) => {
      clearTimeout(timer);
      children.delete(child);
      rmSync(temporary, { recursive: true, force: true });
      const at = told.indexOf(FAILED);
      if (status === 0) done(undefined);
      else if (isLate) done({ told: `no end after ${limit / 1000} s` });
      else if (at >= 0) {
        const test = told.slice(at + FAILED.length).split("\n", 1)[0];
        done({ told: test, file: test.slice(0, test.indexOf(":")) });
      } else done({ told: /^FAIL .*$/m.exec(told)?.[0] ?? told.slice(-500) });
    });
  });
}

const UNTIL_FAILURE = ["--runInBand", "--env=<rootDir>/test/mutants/environment.js"];

/** The test that catches a fault; undefined if none does. */
async function catcherOf(fault, copy) {
  const path = join(copy, fault.file);
  const text = readFileSync(path, "utf8");
  const { tests, cases, slow } = related(fault.file);
  const files = (names) => [...UNTIL_FAILURE, ...names.map((name) => `/test/${name}.test.ts`)];
  const plans = [
    { words: files(tests), environment: { KCFG_ONLY: cases }, limit: NEAR_LIMIT },
    ...(slow.length > 0 ? [{ words: files(slow), environment: {}, limit: NEAR_LIMIT }] : []),
    ...(options.near ? [] : [{ words: UNTIL_FAILURE, environment: {}, limit: ALL_LIMIT }]),
  ];
  const tryWith = async (plan) => {
    writeFileSync(
      path,
      text.replace(fault.find, () => fault.put),
    );
    const failure = await runTests(copy, plan);
    writeFileSync(path, text);
    return failure;
  };
  for (const [index, plan] of plans.entries()) {
    const failure = await tryWith(plan);
    if (failure === undefined) continue;
    const words = failure.file === undefined ? plan.words : [...UNTIL_FAILURE, failure.file];
    await expectToPass(copy, { ...plan, words });
    // Far away it may have been a test that fails now and then.
    if (index === 0 || (await tryWith({ ...plan, words })) !== undefined) return failure.told;
    console.log(`${failure.told}: fails now and then, and counts for nothing`);
  }
  return undefined;
}

const passed = new Set();

/** Whatever catches a fault must pass without one. */
async function expectToPass(copy, plan) {
  const key = JSON.stringify(plan);
  if (passed.has(key)) return;
  const failure = await runTests(copy, plan);
  if (failure !== undefined) {
    console.log(`fails without a fault: ${failure.told}`);
    process.exit(2);
  }
  passed.add(key);
}

const copies = Array.from({ length: Number(options.jobs) }, (_, index) => copyProject(index));
let next = 0;
const survivors = [];
async function work(copy) {
  while (next < chosen.length) {
    const index = next++;
    const since = performance.now();
    const fault = chosen[index];
    const catcher = await catcherOf(fault, copy);
    if (catcher === undefined) survivors.push(fault);
    const [head, tail] =
      catcher === undefined ? ["SURVIVED", ""] : ["caught", `\n            by ${catcher.slice(0, 160)}`];
    const place = `${index + 1}/${chosen.length}`.padStart(8);
    console.log(`${place}  ${head}  ${fault.file}: ${fault.name} (${seconds(since)})${tail}`);
  }
}
await Promise.all(copies.map(work));

for (const { file, name } of survivors) console.log(`not caught: ${file}: ${name}`);
console.log(`${chosen.length - survivors.length} of ${chosen.length} faults caught, in ${seconds(started)}`);
process.exitCode = survivors.length === 0 ? 0 : 1;
