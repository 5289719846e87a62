/**
 * Random trees through kcfg and Debian's Kconfiglib, which test/projects/setup.sh gets:
 *
 *   node test/fuzz/kconfiglib.js [--cases N] [--seed S] [--case N] [--failures N]
 *
 * Compared are the lines of .config. Trees that Kconfiglib refuses are counted, not compared: it is strict where C is
 * not, and the other way round. What is known to differ, docs/projects.md names: 13 in 1,000 of these trees, which
 * are odder than any that people write. Exit 0: no difference; 1: some; 2: no Kconfiglib.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lab } from "../projects/lab.js";
import { editConfig, makeInputs } from "./inputs.js";
import { makeTree } from "./kconfig.js";
import { Random } from "./random.js";
import { bundleSubject, makeScratch } from "./sides.js";

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
    failures: { type: "string", default: "10" },
  },
});
const library = join(lab, "kconfiglib/root/usr/lib/python3/dist-packages");
if (!existsSync(library)) {
  console.error(`fuzz: no Kconfiglib in ${library}: run test/projects/setup.sh kconfiglib first`);
  process.exit(2);
}

const seed = Number(options.seed);
const scratch = makeScratch();
const python = spawn("python3", [fileURLToPath(new URL("ask_kconfiglib.py", import.meta.url))], {
  env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", PYTHONPATH: library },
  stdio: ["pipe", "pipe", "inherit"],
});
const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

/** What Kconfiglib answers to the files. */
async function ask(files) {
  const folder = join(scratch, "tree");
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, "latin1");
  }
  python.stdin.write(`${JSON.stringify(folder)}\n`);
  return JSON.parse((await lines.next()).value);
}

/** The lines that count: both write a header of their own. */
const bodyOf = (config) => (config ?? "").replace(/^(?:#.*\n)*?(?=\n|CONFIG_|# CONFIG_|$)/, "");

const counts = { compared: 0, refused: 0, failed: 0 };
try {
  const subject = await bundleSubject(scratch, false);
  const from = Number(options.case ?? 0);
  const to = options.case === undefined ? Number(options.cases) : from + 1;
  for (let index = from; index < to && counts.failed < Number(options.failures); index++) {
    const random = Random.ofCase(seed, index);
    const tree = makeTree(random, "kconfiglib");
    const inputs = makeInputs(random, tree.symbols, "kconfiglib", undefined, ["olddefconfig"]);
    const files = { ...tree.files };
    const start = inputs.files[".config"];
    if (start !== undefined) files[".config"] = start;
    let theirs = await ask(files);
    if (theirs.error === undefined && inputs.settled) {
      files[".config"] = editConfig(random, theirs.config);
      theirs = await ask(files);
    }
    if (options.case !== undefined) {
      for (const [path, text] of Object.entries(files)) console.log(`--- ${path}\n${text}`);
    }
    if (theirs.error !== undefined) {
      if (options.case !== undefined) console.log(theirs.error);
      counts.refused++;
      continue;
    }
    counts.compared++;
    const ours = await subject.run({
      version: "kconfiglib",
      words: ["--olddefconfig", "Kconfig"],
      files,
      environment: {},
    });
    const [a, b] = [bodyOf(theirs.config), bodyOf(ours.files[".config"])];
    if (a === b) continue;
    counts.failed++;
    const [left, right] = [a.split("\n"), b.split("\n")];
    console.log(`case ${index}: exit ${ours.exit} ${ours.stderr.split("\n")[0]}`);
    for (const line of left.filter((each) => !right.includes(each))) console.log(`  Kconfiglib: ${line}`);
    for (const line of right.filter((each) => !left.includes(each))) console.log(`  kcfg:       ${line}`);
  }
} finally {
  python.stdin.end();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(
  `kconfiglib: seed ${seed}, ${counts.compared} cases compared, ${counts.refused} refused by Kconfiglib, ${counts.failed} differ`,
);
process.exitCode = counts.failed === 0 ? 0 : 1;
