/**
 * Where kcfg's time goes, beside the C tool: `npm run bench`, or
 *
 *   node test/bench/run.js [--rounds N] [--growth] [--write]
 *
 *   --rounds N   pairs of runs for each line (11)
 *   --growth     only the growth with the size of a tree
 *   --write      the table into test/bench/results.md as well
 *
 * Whole processes, in turn with the C tool, so that a busy machine slows both: a line is the median of the rounds'
 * ratios. Linux 6.12 x86 of the lab (test/oracle/setup.sh). Where Python can import kconfiglib, it is measured on the
 * generated trees: version 14.1, the last one, cannot read kernels since `modules` became a keyword.
 * The machine should have two free cores: the commands of a tree run on lanes beside the reading.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { environmentOf, lab, projectRoot, readyVersions, referenceOf, treeOf } from "../oracle/lab.js";
import { growTree } from "./grow.js";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    growth: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const { ready } = readyVersions(["6.12"]);
if (ready.length === 0) {
  console.error(`bench: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}
const [version] = ready;

/** Between two looks at a process's memory, in milliseconds. */
const LOOK = 2;
/** Longer than a file system's clock can hide a change: only then is a kept model taken by its stamps alone. */
const SETTLE = 3000;

const KCONFIGLIB = `
import kconfiglib
tree = kconfiglib.Kconfig("Kconfig", warn=False)
tree.write_config(".config.kconfiglib")
`;

const scratch = mkdtempSync(join(tmpdir(), "kcfg-bench-"));
const kcfg = join(projectRoot, "bin/kcfg");
const conf = referenceOf(version);
const lines = [];
const say = (line = "") => {
  console.log(line);
  lines.push(line);
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const ms = (numbers) => `${median(numbers).toFixed(0)} ms`;

say(
  `Node ${process.version}, Linux ${release()}, ${availableParallelism()} processors (${cpus()[0].model.trim()})`,
);
say(`Load before: ${loadavg()[0].toFixed(1)}. Linux ${version} x86, medians of ${options.rounds} rounds.`);
say();
if (!options.growth) await compare();
await growth();
say(`Load after: ${loadavg()[0].toFixed(1)}.`);
rmSync(scratch, { recursive: true });
if (options.write) {
  const path = join(dirname(fileURLToPath(import.meta.url)), "results.md");
  writeFileSync(path, `# What \`npm run bench -- --write\` measured\n\n${lines.join("\n")}\n`);
}

async function compare() {
  const host = job("host", "host");
  const stub = job("stub", "stub");
  const cold = ["conf", "--olddefconfig", "--no-cache", "Kconfig"];
  const kept = ["conf", "--olddefconfig", "Kconfig"];
  await start(host, [kcfg, ...kept]);
  await new Promise((done) => setTimeout(done, SETTLE));
  await start(host, [kcfg, ...kept]);
  const rows = [
    ["`conf --olddefconfig --no-cache`, host gcc", host, [kcfg, ...cold]],
    ["the same, compiler that answers at once, for both", stub, [kcfg, ...cold]],
    ["`conf --olddefconfig`, kept model, commands run", host, [kcfg, ...kept]],
    [
      "`conf --olddefconfig --trust-probes`, kept model",
      host,
      [kcfg, "conf", "--trust-probes", ...kept.slice(1)],
    ],
    ["`explain VFIO_NOIOMMU`, kept model", host, [kcfg, "explain", "VFIO_NOIOMMU"]],
    ["`search usb serial`, kept model", host, [kcfg, "search", "usb", "serial"]],
  ];
  say("| | kcfg | C tool | ratio (from … to) | kcfg's peak memory |");
  say("|---|---|---|---|---|");
  for (const [name, where, command] of rows) await row(name, where, command, [conf, ...kept.slice(1)]);
  await row(
    "`kcfg --version`, beside an empty node",
    host,
    [kcfg, "--version"],
    [process.execPath, "-e", "0"],
  );
  say();
  say("Milliseconds of each part of one run:");
  say();
  say("```");
  for (const [name, where, command] of rows.slice(0, 5)) {
    const { stderr } = await start(where, [...command, "--timings"]);
    say(`${name.replaceAll("`", "")}`);
    for (const line of stderr.trimEnd().split("\n")) if (/ ms {2}/.test(line)) say(line);
  }
  say("```");
  say();
}

async function row(name, where, command, reference) {
  await start(where, command);
  await start(where, reference);
  const [own, other, memory] = [[], [], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    const run = await start(where, command);
    own.push(run.milliseconds);
    memory.push(run.peak);
    other.push((await start(where, reference)).milliseconds);
  }
  const ratios = own.map((time, round) => time / other[round]);
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((each) => each.toFixed(2));
  say(
    `| ${name} | ${ms(own)} | ${ms(other)} | **${median(ratios).toFixed(3)}** (${low} … ${high}) | ${median(memory).toFixed(0)} MB |`,
  );
}

/** A folder with a .config, and the environment that a kernel's Makefile would give. */
function job(name, compiler) {
  const cwd = join(scratch, name);
  mkdirSync(cwd);
  const env = { ...environmentOf(version, "x86", compiler), KCFG_CACHE_DIR: join(scratch, "cache") };
  const text = readFileSync(join(treeOf(version), "arch/x86/configs/x86_64_defconfig"));
  writeFileSync(join(cwd, ".config"), text);
  return { cwd, env };
}

/** Runs a process to its end: wall time, and the most memory that was seen at a look every two milliseconds. */
function start({ cwd, env }, [command, ...words]) {
  return new Promise((done, fail) => {
    const begin = process.hrtime.bigint();
    const child = spawn(command, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    let peak = 0;
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const look = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, "latin1");
        peak = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? peak * 1024) / 1024;
      } catch {
        // It has just ended, or this system has no /proc.
      }
    }, LOOK);
    child.on("error", fail);
    child.on("close", (code) => {
      clearInterval(look);
      const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
      if (code === 0) done({ milliseconds, peak, stderr });
      else fail(new Error(`${command} ${words.join(" ")}: exit ${code}\n${stderr}`));
    });
  });
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
    };
    const words = ["--alldefconfig", "Kconfig"];
    const [whole, other, python, memory] = [[], [], [], []];
    const parts = new Map();
    for (let round = 0; round < Math.ceil(Number(options.rounds) / 2); round++) {
      const run = await start(where, [kcfg, "conf", "--timings", ...words]);
      whole.push(run.milliseconds);
      memory.push(run.peak);
      for (const [, time, name] of run.stderr.matchAll(/^ *([\d.]+) ms {2}(.+)$/gm))
        parts.set(name, [...(parts.get(name) ?? []), Number(time)]);
      other.push((await start(where, [conf, ...words])).milliseconds);
      if (measuresPython)
        python.push((await start(withPython(where), ["python3", "-c", KCONFIGLIB])).milliseconds);
    }
    const part = (name) => ms(parts.get(name) ?? [0]);
    say(
      `| ${times}× | ${symbols} | ${ms(whole)} | ${part("parse")} | ${part("model")} | ${part("evaluate")} | ${ms(other)} | ${measuresPython ? ms(python) : "–"} | ${median(memory).toFixed(0)} MB |`,
    );
  }
  say();
}
