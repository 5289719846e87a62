/**
 * `kcfg localmodconfig` and `localyesconfig` beside the script of the kernel that make runs, on random lists of modules
 * over Debian's configuration.
 *
 *   node test/oracle/local-modules.js TREE [COUNT] [--seed S] [--base FILE]     20 lists, 1
 *
 * TREE is a whole kernel, such as that of Debian's linux-source-6.12: the trees of the lab have no Makefiles. Prints each
 * symbol that differs, and of the modules of each list how many stay on in each result. Exit 0: all equal; 1: not.
 */
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";
import { environmentOf, lab, noBuild, projectRoot, referenceOf, run, settingsOf } from "./lab.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    version: { type: "string", default: "6.12" },
    base: { type: "string", default: join(lab, "configs/6.12-config.none") },
  },
});
const [given, wanted = "20"] = positionals;
if (given === undefined) {
  console.error("local-modules: name a folder with a whole kernel");
  process.exit(2);
}
const tree = resolve(given);
const random = new Random(Number(options.seed));
const folder = mkdtempSync(join(tmpdir(), "kcfg-local-"));
for (const name of readdirSync(tree))
  if (!name.startsWith(".")) symlinkSync(join(tree, name), join(folder, name));

const base = readFileSync(options.base, "utf8");
const modules = new Set([...base.matchAll(/^CONFIG_(\w+)=m$/gm)].map(([, name]) => name));
/** Modules of the base by name, with one symbol that builds each. */
const built = new Map();
const grep = await run(
  [
    "grep",
    "-rEho",
    "obj-\\$\\(CONFIG_\\w+\\)\\s*[+:]?=\\s*[A-Za-z0-9_-]+\\.o",
    "--include=Makefile",
    "--include=Kbuild",
    tree,
  ],
  { cwd: folder, env: process.env },
);
for (const [, symbol, name] of String(grep.stdout).matchAll(/CONFIG_(\w+)\)\s*[+:]?=\s*([\w-]+)\.o/g))
  if (modules.has(symbol)) built.set(name.replaceAll("-", "_"), symbol);
const names = [...built.keys()].sort();

const environment = {
  ...environmentOf(options.version, "x86", "stub"),
  KCFG_CACHE_DIR: join(folder, "cache"),
  KCONFIG_AUTOCONFIG: noBuild(folder),
};
const list = join(folder, "modules.txt");
const config = join(folder, ".config");

async function byScript(target) {
  copyFileSync(options.base, config);
  const script = join(tree, "scripts/kconfig/streamline_config.pl");
  const env = { ...environment, LSMOD: list, PERL_HASH_SEED: "0" };
  const { stdout } = await run(["perl", script, `--${target}`, tree, "Kconfig"], { cwd: folder, env });
  writeFileSync(config, stdout, "latin1");
  await run([referenceOf(options.version), "--olddefconfig", "Kconfig"], { cwd: folder, env: environment });
  return readFileSync(config, "latin1");
}

async function byKcfg(target) {
  copyFileSync(options.base, config);
  const command = [
    process.execPath,
    join(projectRoot, "bin/kcfg"),
    target,
    "--modules",
    list,
    "-q",
    "--arch",
    "x86",
  ];
  const { code, stderr } = await run(command, { cwd: folder, env: environment });
  if (code !== "0") throw new Error(`kcfg: ${code}\n${stderr}`);
  return readFileSync(config, "latin1");
}

let failures = 0;
try {
  for (let index = 0; index < Number(wanted); index++) {
    const chosen = new Set();
    const size = [5, 20, 60, 150][index % 4];
    while (chosen.size < size) chosen.add(random.pick(names));
    writeFileSync(list, `Module Size Used by\n${[...chosen].map((name) => `${name} 1 0\n`).join("")}`);
    const target = index % 5 === 4 ? "localyesconfig" : "localmodconfig";
    const theirs = settingsOf(await byScript(target));
    const ours = settingsOf(await byKcfg(target));
    const all = new Set([...theirs.keys(), ...ours.keys()]);
    const different = [...all].filter((name) => theirs.get(name) !== ours.get(name));
    const on = (result) =>
      [...chosen].filter((name) => /^[ym]$/.test(result.get(built.get(name)) ?? "")).length;
    console.log(
      `${index}: ${target}, ${size} modules, on: script ${on(theirs)}, kcfg ${on(ours)}; ${different.length} symbols differ`,
    );
    for (const name of different.sort())
      console.log(`    ${name}: script ${theirs.get(name)}, kcfg ${ours.get(name)}`);
    if (different.length > 0) failures++;
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${failures} of ${wanted} lists differ`);
process.exit(failures > 0 ? 1 : 0);
