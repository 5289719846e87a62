/**
 * `kcfg lint` against the C tool on Linux 6.12: what is claimed of configurations is looked for in configurations that
 * the C tool makes, and asked of it by force; what is said to have no effect is taken out of a copy of the Kconfig files,
 * from which the C tool must write the same; and configurations that show an unmet dependency must make it warn.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environmentOf, noBuild, projectRoot, readyVersions, referenceOf, run, treeOf } from "./lab.js";

const VERSION = "6.12";
if (readyVersions([VERSION]).missing.length > 0) {
  console.error("lint: no tree: run test/oracle/setup.sh first");
  process.exit(2);
}
/** `lint.js 20 arm64` samples 20 of each kind, on arm64. */
const sampleSize = Number(process.argv[2] ?? 100);
const architecture = process.argv[3] ?? "x86";
/** Random configurations beside those of the modes. */
const RANDOM = sampleSize >= 100 ? 16 : 4;
const PROBABILITIES = ["50", "10", "80", "20:70", "90:5"];

const tree = treeOf(VERSION);
const environment = environmentOf(VERSION, architecture, "stub");
const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-lint-"));
let failures = 0;

const start = Date.now();
const answer = await run(
  [
    process.execPath,
    join(projectRoot, "bin/kcfg"),
    "lint",
    "--arch",
    architecture,
    "--information",
    "--format",
    "json",
  ],
  { cwd: tree, env: environment },
);
if (answer.code !== "0" && answer.code !== "1") throw new Error(`kcfg: ${answer.code}\n${answer.stderr}`);
const { diagnostics, result } = JSON.parse(Buffer.from(answer.stdout, "latin1").toString());
console.log(
  `${architecture}: ${diagnostics.length} findings in ${((Date.now() - start) / 1000).toFixed(1)} s, ${JSON.stringify(result.runs[0].figures)}`,
);
const of = (...codes) => diagnostics.filter(({ code }) => codes.includes(code));
const symbolsOf = (code) => [...new Set(of(code).map(({ symbol }) => symbol))];

const modes = [
  ...["--allyesconfig", "--allmodconfig", "--allnoconfig", "--alldefconfig"].map((mode) => ({ mode })),
  ...Array.from({ length: RANDOM }, (_, seed) => ({
    mode: "--randconfig",
    env: { KCONFIG_SEED: String(seed + 1), KCONFIG_PROBABILITY: PROBABILITIES[seed % PROBABILITIES.length] },
  })),
];
const configurations = await each(modes, ({ mode, env }) => configure(tree, mode, "", env));
const values = configurations.map(({ text }) => valuesIn(text));

const dead = symbolsOf("dead-symbol");
const alive = dead.filter((name) => values.some((each) => isOn(each.get(name))));
tell(`dead-symbol: never on in ${values.length} configurations`, dead, alive);

const always = symbolsOf("always-on");
const off = always.filter((name) => values.some((each) => !isOn(each.get(name))));
tell(`always-on: on in ${values.length} configurations`, always, off);

// By force: as lines of a .config, over the richest and the poorest configurations.
const forced = sample(dead);
const bases = configurations.slice(0, 4).map(({ text }) => text);
const afterForce = await each(
  bases.flatMap((base) =>
    ["y", "m"].map((value) => `${base}\n${forced.map((name) => `CONFIG_${name}=${value}`).join("\n")}\n`),
  ),
  (text) => configure(tree, "--olddefconfig", text),
);
const held = forced.filter((name) => afterForce.some(({ text }) => isOn(valuesIn(text).get(name))));
tell("dead-symbol: not on by force either", forced, held);

const pinned = sample(always);
const afterPin = await each(bases, (base) =>
  configure(
    tree,
    "--olddefconfig",
    `${base}\n${pinned.map((name) => `# CONFIG_${name} is not set`).join("\n")}\n`,
  ),
);
const freed = pinned.filter((name) => afterPin.some(({ text }) => !isOn(valuesIn(text).get(name))));
tell("always-on: not off by force either", pinned, freed);

// A prompt that can be seen and has no answer is listed as new. A symbol that is dead has hidden prompts as well.
const hidden = sample([...new Set([...symbolsOf("hidden-prompt"), ...dead])].filter((name) => name !== null));
const withoutThem = (text) =>
  text.replace(new RegExp(`^(# )?CONFIG_(${hidden.join("|")})(=.*| is not set)\n`, "gm"), "");
const asked = await each(configurations, ({ text }) => configure(tree, "--listnewconfig", withoutThem(text)));
const seen = hidden.filter((name) =>
  asked.some(({ stdout }) => new RegExp(`^CONFIG_${name}=`, "m").test(stdout)),
);
tell(`hidden prompts: not asked for in ${asked.length} configurations`, hidden, seen);

// What has no effect can go: each statement on a line of its own, all of them at once.
const idle = of("redundant-depends", "shadowed-default", "never-applies", "select-of-member").filter(
  isWholeLine,
);
const lighter = withoutStatements(idle);
const same = await each(modes, ({ mode, env }) => configure(lighter, mode, "", env));
const differing = same.filter(({ text }, index) => text !== configurations[index].text).length;
tell(
  `statements without effect: taken out, ${same.length - differing} of ${same.length} configurations stay`,
  idle,
  differing === 0 ? [] : idle,
);

const unmet = of("unmet-select");
const silent = await each(unmet, async ({ symbol, cause }) => {
  const lines = cause.witness.map((each) => line(each)).join("\n");
  const { stderr } = await configure(tree, "--olddefconfig", `${lines}\n`);
  return stderr.includes(`unmet direct dependencies detected for ${symbol}\n`) ? [] : [symbol];
});
tell("unmet-select: the C tool warns with the configuration that is told", unmet, silent.flat());

const undefinedNames = [
  ...new Set(
    of("undefined-symbol")
      .filter(({ severity }) => severity === "warning")
      .map(({ symbol }) => symbol),
  ),
];
const defined = definedAnywhere(tree);
tell(
  "undefined-symbol: no Kconfig file of any architecture has a definition",
  undefinedNames,
  undefinedNames.filter((name) => defined.has(name)),
);

// A warning holds for other architectures and tools as well.
const everywhere = [
  ...new Set(of("dead-symbol").flatMap(({ severity, symbol }) => (severity === "warning" ? [symbol] : []))),
];
const others = readdirSync(join(tree, "arch"))
  .filter((name) => name !== architecture && existsSync(join(tree, "arch", name, "Kconfig")))
  .filter((_, index) => sampleSize >= 100 || index % 5 === 0);
const places = [[architecture, "host"], ...others.map((name) => [name, "stub"])];
const elsewhere = await each(
  places.flatMap((place) => ["--allyesconfig", "--allmodconfig"].map((mode) => ({ place, mode }))),
  ({ place: [name, compiler], mode }) => configure(tree, mode, "", environmentOf(VERSION, name, compiler)),
);
const aliveElsewhere = everywhere.filter((name) =>
  elsewhere.some(({ text }) => isOn(valuesIn(text).get(name))),
);
tell(
  `dead-symbol: warnings, never on for ${others.length} other architectures and another compiler`,
  everywhere,
  aliveElsewhere,
);

rmSync(scratch, { recursive: true });
console.log(failures === 0 ? "no false positive" : `${failures} false positives`);
process.exitCode = failures === 0 ? 0 : 1;

/** Counts, and names what is wrong. */
function tell(what, claims, wrong) {
  failures += wrong.length;
  const named = wrong
    .slice(0, 5)
    .map((each) => (typeof each === "string" ? each : `${each.location.path}:${each.location.line}`));
  console.log(
    `${what}: ${claims.length - wrong.length} of ${claims.length}${named.length > 0 ? ` (WRONG: ${named.join(", ")})` : ""}`,
  );
}

/** Evenly through the list, always the same ones. */
function sample(list) {
  const step = Math.max(1, Math.floor(list.length / sampleSize));
  return list.filter((_, index) => index % step === 0).slice(0, sampleSize);
}

/** One after the other on each processor; results in order. */
async function each(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(cpus().map(worker));
  return results;
}

/** What the C tool makes of a .config: its new text, and what it said. */
async function configure(folder, mode, text, env = {}) {
  const home = mkdtempSync(join(scratch, "run-"));
  const file = join(home, "config");
  writeFileSync(file, text, "latin1");
  const names = { KCONFIG_CONFIG: file, KCONFIG_AUTOCONFIG: noBuild(home) };
  const { code, stdout, stderr } = await run([referenceOf(VERSION), mode, "Kconfig"], {
    cwd: folder,
    env: { ...environment, ...names, ...env },
  });
  if (code !== "0") throw new Error(`conf ${mode}: ${code}\n${stderr}`);
  const written = readFileSync(file, "latin1");
  rmSync(home, { recursive: true });
  return { text: written, stdout, stderr };
}

function valuesIn(text) {
  return new Map([...text.matchAll(/^CONFIG_(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}

function isOn(value) {
  return value === "y" || value === "m";
}

function line({ symbol, value }) {
  if (value === "n") return `# CONFIG_${symbol} is not set`;
  return `CONFIG_${symbol}=${/^([ym]|-?\d+|0x[0-9a-f]+)$/i.test(value) ? value : JSON.stringify(value)}`;
}

/** Whether the finding is about all that its line says, and the statement is not continued. */
function isWholeLine({ code, requested, location }) {
  if (requested === null || location === null) return false;
  const text = linesOf(location.path)[location.line - 1] ?? "";
  if (text.endsWith("\\")) return false;
  const [, keyword, rest] = /^\s*(depends on|default|select|imply|range)\s+(.*?)\s*(#.*)?$/.exec(text) ?? [];
  if (keyword === undefined) return false;
  return code === "redundant-depends"
    ? keyword === "depends on" && rest === requested && !/&&/.test(rest)
    : true;
}

function linesOf(path) {
  return readFileSync(join(tree, path), "latin1").split("\n");
}

/** A copy of the tree, mostly of links, without the lines of these findings. */
function withoutStatements(findings) {
  const lines = new Map();
  for (const { location } of findings)
    lines.set(location.path, [...(lines.get(location.path) ?? []), location.line]);
  const copy = mkdtempSync(join(scratch, "tree-"));
  const folders = new Set();
  for (const path of lines.keys()) {
    for (let at = dirname(path); at !== "."; at = dirname(at)) folders.add(at);
  }
  copyFolder("", copy, { lines, folders });
  return copy;
}

function copyFolder(folder, target, { lines, folders }) {
  for (const name of readdirSync(join(tree, folder))) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (lines.has(path)) {
      const kept = linesOf(path).filter((_, index) => !lines.get(path).includes(index + 1));
      writeFileSync(join(target, name), kept.join("\n"), "latin1");
    } else if (folders.has(path)) {
      mkdirSync(join(target, name));
      copyFolder(path, join(target, name), { lines, folders });
    } else symlinkSync(join(tree, path), join(target, name));
  }
}

/** Names that any Kconfig file below a folder defines, by a look at its text. */
function definedAnywhere(folder) {
  const names = new Set();
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) visit(join(path, entry.name));
      else if (/^Kconfig/.test(entry.name)) {
        const text = readFileSync(join(path, entry.name), "latin1");
        for (const [, name] of text.matchAll(/^\s*(?:menu)?config\s+(\w+)/gm)) names.add(name);
      }
    }
  };
  visit(folder);
  return names;
}
