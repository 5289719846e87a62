/**
 * Where kcfg's time goes, beside the C tool: `npm run bench`, or
 *
 *   node test/bench/run.js [--rounds N] [--only NAME…] [--write]
 *
 *   --rounds N   pairs of runs for each row (11); a third of them for rows that take seconds
 *   --only NAME  only this row, or `parts` or `growth`; can be repeated
 *   --list       the names
 *   --write      all into test/bench/results.md as well
 *
 * Whole processes, in turn with the C tool, so that a busy machine slows both: a row has the median and the least of the
 * times and of the rounds' ratios. A row without a reference says so. Processor time is that of all threads of kcfg, and
 * not of the commands that a tree runs. Linux 6.12 x86 of the lab (test/oracle/setup.sh). Where Python can import
 * kconfiglib, it is measured on the generated trees: version 14.1, the last one, cannot read kernels since `modules`
 * became a keyword. The machine should have two free cores: the commands of a tree run on lanes beside the reading.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { environmentOf, lab, projectRoot, readyVersions, referenceOf } from "../oracle/lab.js";
import { growTree } from "./grow.js";
import { compare, median, start, usageOf } from "./measure.js";
import { makeRows } from "./rows.js";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    only: { type: "string", multiple: true },
    list: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const version = "6.12";
if (readyVersions([version]).ready.length === 0) {
  console.error(`bench: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}
// Node 20 reads that file at every start, which takes 30 ms.
delete process.env.NODE_EXTRA_CA_CERTS;
const scratch = mkdtempSync(join(tmpdir(), "kcfg-bench-"));
const kcfg = join(projectRoot, "bin/kcfg");
const conf = referenceOf(version);
const rounds = Number(options.rounds);
const lines = [];
const say = (line = "") => {
  console.log(line);
  lines.push(line);
};

/** Longer than a file system's clock can hide a change: only then is a kept model taken by its stamps alone. */
const SETTLE = 3000;

const KCONFIGLIB = `
import kconfiglib
tree = kconfiglib.Kconfig("Kconfig", warn=False)
tree.write_config(".config.kconfiglib")
`;

/** Rows of which the parts of one run are shown. */
const IN_PARTS = [
  "cold",
  "cold-stub",
  "edited-kconfig-trusted",
  "kept",
  "unchanged",
  "edited-config",
  "explain",
];
const OTHERS = { parts: sayParts, growth };

const ms = (numbers) => median(numbers).toFixed(0);
const least = (numbers) => Math.min(...numbers).toFixed(0);

const rows = makeRows(scratch);
const names = [...rows.map(({ name }) => name), ...Object.keys(OTHERS)];
const unknown = options.only?.find((name) => !names.includes(name));
if (options.list || unknown !== undefined) {
  if (unknown !== undefined) console.error(`bench: no row ${unknown}; there are`);
  console.log(names.join("\n"));
} else {
  await measure(options.only ?? names);
  if (options.write) {
    const path = join(dirname(fileURLToPath(import.meta.url)), "results.md");
    writeFileSync(path, `# What \`npm run bench -- --write\` measured\n\n${lines.join("\n")}\n`);
  }
}
rmSync(scratch, { recursive: true });
if (unknown !== undefined) process.exitCode = 2;

async function measure(wanted) {
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  const processors = `${availableParallelism()} processors (${cpus()[0].model.trim()}), ${memory} GB`;
  say(`Node ${process.version}, Linux ${release()}, ${processors}.`);
  say(`Load before: ${loadavg()[0].toFixed(1)}. Linux ${version} x86, ${rounds} rounds.`);
  say();
  const chosen = rows.filter(({ name }) => wanted.includes(name));
  if (chosen.length > 0) await table(chosen);
  for (const [name, show] of Object.entries(OTHERS)) if (wanted.includes(name)) await show();
  say(`Load after: ${loadavg()[0].toFixed(1)}.`);
}

/** Runs each command until all that is kept for it has been kept. */
async function warm(chosen) {
  for (const { where, command, prepare } of chosen) {
    prepare?.(0);
    await start(where, command);
  }
  await new Promise((done) => setTimeout(done, SETTLE));
  for (const { where, command, prepare } of chosen) {
    prepare?.(0);
    await start(where, command);
  }
}

async function table(chosen) {
  await warm(chosen.filter(({ isLong }) => !isLong));
  say("Milliseconds: the median (the least). Processor: milliseconds of all threads, without commands.");
  say();
  say("| work | kcfg | C tool | ratio | processor | peak memory |");
  say("|---|---|---|---|---|---|");
  for (const { words, where, command, reference, prepare, isLong } of chosen) {
    const { own, other, ratios, processor, memory } = await compare(where, command, {
      reference,
      prepare,
      rounds: isLong ? Math.ceil(rounds / 3) : rounds,
    });
    const beside =
      reference === undefined
        ? "no reference | –"
        : `${ms(other)} (${least(other)}) | **${median(ratios).toFixed(3)}** (${Math.min(...ratios).toFixed(3)})`;
    say(
      `| ${words} | ${ms(own)} (${least(own)}) | ${beside} | ${processor.toFixed(0)} | ${memory.toFixed(0)} MB |`,
    );
  }
  say();
}

async function sayParts() {
  const chosen = rows.filter(({ name }) => IN_PARTS.includes(name));
  await warm(chosen);
  say("Milliseconds of each part of one run:");
  say();
  say("```");
  for (const { words, where, command, prepare } of chosen) {
    prepare?.(1);
    const { stderr } = await start(where, [...command, "--timings"]);
    say(`${words.replaceAll("`", "")}`);
    for (const line of stderr.trimEnd().split("\n")) if (/ ms {2}/.test(line)) say(line);
  }
  say("```");
  say();
}

/** Python finds its modules as it does for the caller. */
function withPython({ cwd, env }) {
  return { cwd, env: { ...env, PYTHONPATH: process.env.PYTHONPATH ?? "" } };
}

function hasKconfiglib() {
  return spawnSync("python3", ["-c", "import kconfiglib"]).status === 0;
}

/** Generated trees of one, two, four and eight times the content: cost should grow with it and no faster. */
async function growth() {
  say("Growth, `conf --alldefconfig --no-cache` on generated trees; milliseconds of each part of one run:");
  say();
  say("| content | symbols | whole | parse | model | evaluate | C tool | Kconfiglib | peak memory |");
  say("|---|---|---|---|---|---|---|---|---|");
  const measuresPython = hasKconfiglib();
  for (const times of [1, 2, 4, 8]) {
    const cwd = join(scratch, `grown-${times}`);
    const symbols = growTree(cwd, times);
    const where = {
      cwd,
      env: { ...environmentOf(version, "x86", "stub"), KCFG_CACHE_DIR: "", srctree: "." },
      scratch,
    };
    const words = ["--alldefconfig", "Kconfig"];
    const [whole, other, python] = [[], [], []];
    const parts = new Map();
    for (let round = 0; round < Math.ceil(rounds / 2); round++) {
      const run = await start(where, [kcfg, "conf", "--timings", ...words]);
      whole.push(run.milliseconds);
      for (const [, time, name] of run.stderr.matchAll(/^ *([\d.]+) ms {2}(.+)$/gm))
        parts.set(name, [...(parts.get(name) ?? []), Number(time)]);
      other.push((await start(where, [conf, ...words])).milliseconds);
      if (measuresPython)
        python.push((await start(withPython(where), ["python3", "-c", KCONFIGLIB])).milliseconds);
    }
    const { memory } = await usageOf(where, [kcfg, "conf", ...words]);
    const part = (name) => `${ms(parts.get(name) ?? [0])} ms`;
    say(
      `| ${times}× | ${symbols} | ${ms(whole)} ms | ${part("parse")} | ${part("model")} | ${part("evaluate")} | ${ms(other)} ms | ${measuresPython ? `${ms(python)} ms` : "–"} | ${memory.toFixed(0)} MB |`,
    );
  }
  say();
}
