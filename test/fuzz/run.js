/**
 * Random Kconfig trees and inputs through kcfg and the C tool: `npm run fuzz -- [options]`
 *
 *   --cases N      how many cases of each version (1000)
 *   --seed S       which ones (1); a seed gives the same cases everywhere
 *   --version V    newest, 6.12, 6.1 or 5.10; may be given again (all of them); or frontends, u-boot, xen
 *   --case N       only this case of the seed, shown in full
 *   --failures N   stop after so many that fail (10)
 *   --keep DIR     where failing cases are written (a new temporary folder)
 *   --process P    share of the cases that also run as the kcfg command (0.002)
 *   --modes A,B    only modes whose name holds one of these words
 *   --cached       each case runs twice, and the second run, on what the first one has kept, is compared
 *   --no-shrink
 *
 * Compared: exit code, standard output, the set of standard error's lines, every file written but include/. Where
 * the C tool meets a syntax error: exit code, and the place of the first one. A crash of the C tool is counted, not
 * compared. Exit 0: no difference; 1: some; 2: no C tool.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { differencesOf } from "./compare.js";
import { editConfig, makeInputs } from "./inputs.js";
import { goesOn, makeTree } from "./kconfig.js";
import { VERSIONS } from "./languages.js";
import { Random } from "./random.js";
import { shrink } from "./shrink.js";
import { bundleSubject, makeScratch, runCommand, runReference } from "./sides.js";
import { kernelOf, programOf, titleOf } from "./tools.js";

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    version: { type: "string", multiple: true, default: VERSIONS },
    case: { type: "string" },
    failures: { type: "string", default: "10" },
    keep: { type: "string" },
    process: { type: "string", default: "0.002" },
    modes: { type: "string" },
    cached: { type: "boolean", default: false },
    "no-shrink": { type: "boolean", default: false },
  },
});

const missing = options.version.filter((version) => !existsSync(programOf(version)));
if (missing.length > 0) {
  console.error(`fuzz: no C tool of ${missing.join(", ")}: run test/oracle/setup.sh first`);
  process.exit(2);
}

/** Cases between two words of how far it is. */
const PROGRESS = 2000;
const seed = Number(options.seed);
const scratch = makeScratch();
const kept = options.keep ?? mkdtempSync(join(tmpdir(), "kcfg-fuzz-failures-"));
let failures = 0;
try {
  const subject = await bundleSubject(scratch, options.cached);
  for (const version of options.version) await fuzz(subject, version);
} finally {
  rmSync(scratch, { recursive: true });
}
process.exitCode = failures > 0 ? 1 : 0;

async function fuzz(subject, version) {
  const counts = { cases: 0, crashed: 0, failed: 0, exits: {}, processes: 0, kept: 0 };
  const started = Date.now();
  const [from, to] = options.case
    ? [Number(options.case), Number(options.case) + 1]
    : [0, Number(options.cases)];
  for (let index = from; index < to && counts.failed < Number(options.failures); index++) {
    if (counts.cases > 0 && counts.cases % PROGRESS === 0)
      console.log(`${version}: ${counts.cases} cases, ${counts.failed} differ`);
    const testCase = await makeCase(version, index);
    if (options.case) print(testCase);
    const pending = runReference(testCase, scratch);
    const actual = await subject.run(testCase);
    const expected = await pending;
    counts.cases++;
    if (actual.isKept) counts.kept++;
    // Its words for an expression of a kind that there is not: it has read memory that is no expression.
    if (expected.signal !== null || expected.stderr.includes("Oops! How to check")) {
      counts.crashed++;
      continue;
    }
    counts.exits[expected.exit] = (counts.exits[expected.exit] ?? 0) + 1;
    let differences = differencesOf(expected, actual, version);
    if (differences.length === 0 && (index * 0.618034) % 1 < Number(options.process)) {
      counts.processes++;
      const again = await runCommand(subject.command, testCase, scratch);
      differences = differencesOf(expected, again, version).map((each) => ({
        ...each,
        what: `process: ${each.what}`,
      }));
    }
    if (differences.length === 0) continue;
    counts.failed++;
    await report(subject, testCase, index, differences);
  }
  failures += counts.failed;
  const exits = Object.entries(counts.exits)
    .map(([exit, count]) => `${count} exit ${exit}`)
    .join(", ");
  console.log(
    `${version} (${titleOf(version)}): seed ${seed}, ${counts.cases} cases (${exits}; C tool crashed ${counts.crashed}; ` +
      `${counts.processes} also as a process${options.cached ? `; ${counts.kept} on a kept model` : ""}), ${counts.failed} differ, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
}

/** A case: { version, words, environment, files }, the files by path below the folder where the tool runs. */
async function makeCase(version, index) {
  const random = Random.ofCase(seed, index);
  const { files, symbols } = makeTree(random, version);
  const { settled, ...inputs } = makeInputs(
    random,
    symbols,
    version,
    kernelOf(version),
    options.modes?.split(","),
  );
  const testCase = { version, ...inputs, files: { ...files, ...inputs.files } };
  if (settled) {
    const { files: written } = await runReference(
      { ...testCase, words: ["--olddefconfig", "Kconfig"] },
      scratch,
    );
    const text = written[".config"];
    if (text !== undefined) testCase.files[".config"] = editConfig(random, text);
  }
  // Kconfig files may lie in another folder than the one that the tool runs in.
  if (random.chance(0.03)) {
    testCase.environment.srctree = "tree";
    const moved = (path) => (path in files ? `tree/${path}` : path);
    testCase.files = Object.fromEntries(
      Object.entries(testCase.files).map(([path, text]) => [moved(path), text]),
    );
  }
  return testCase;
}

async function report(subject, testCase, index, differences) {
  const kind = differences[0].what;
  let small = testCase;
  if (!options["no-shrink"] && !kind.startsWith("process")) {
    small = await shrink(testCase, async (candidate) => {
      if (goesOn(candidate.files)) return false;
      const pending = runReference(candidate, scratch);
      const actual = await subject.run(candidate);
      const expected = await pending;
      return (
        expected.signal === null &&
        differencesOf(expected, actual, candidate.version).some(({ what }) => what === kind)
      );
    });
  }
  const expected = await runReference(small, scratch);
  const actual = await subject.run(small);
  console.log(
    `\n=== ${small.version} seed ${seed} case ${index}: ${differences.map(({ what }) => what).join(", ")}`,
  );
  print(small);
  for (const { what, expected: left, actual: right } of differencesOf(expected, actual, small.version)) {
    console.log(`--- ${what}\n${showDifference(left, right)}`);
  }
  keep(small, `${small.version}-${seed}-${index}`);
}

function print({ words, environment, files, input }) {
  const variables = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  console.log(`$ ${variables.join(" ")} conf ${words.join(" ")}`);
  for (const [path, text] of Object.entries(files)) {
    console.log(`--- ${path}${text.endsWith("\n") ? "" : " (no newline at its end)"}\n${text.trimEnd()}`);
  }
  if (input !== undefined) console.log(`--- typed\n${input.replace(/\n{9,}$/, "\n(Enter to the end)")}`);
}

function showDifference(expected, actual) {
  const [left, right] = [expected.split("\n"), actual.split("\n")];
  const gone = left.filter((line) => !right.includes(line)).map((line) => `  C tool: ${line}`);
  const come = right.filter((line) => !left.includes(line)).map((line) => `  kcfg:   ${line}`);
  if (gone.length + come.length === 0) return `  C tool:\n${expected}\n  kcfg:\n${actual}`;
  return [...gone, ...come].join("\n");
}

/** Writes a case as a folder, of which `node test/case-file.js pack` makes a fixture. */
function keep({ version, words, environment, files, input }, name) {
  const folder = join(kept, name);
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path === ".config" ? "config" : path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, "latin1");
  }
  writeFileSync(join(folder, "command"), `conf ${words.join(" ")}\n`);
  const kernel = kernelOf(version);
  if (kernel !== undefined) writeFileSync(join(folder, "oracle"), `${kernel.replace(/\.0$/, "")}\n`);
  if (input !== undefined) writeFileSync(join(folder, "input"), input, "latin1");
  const variables = Object.entries(environment).filter(([variable]) => variable !== "KERNELVERSION");
  if (variables.length === 0) return;
  const lines = variables.map(([variable, value]) => `${variable}=${value}\n`);
  writeFileSync(join(folder, "environment"), lines.join(""), "latin1");
}
