/** The rows of the table of `npm run bench`: what is run, where, and beside what. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { environmentOf, fragmentsOf, linkTree, projectRoot, referenceOf, treeOf } from "../oracle/lab.js";

const kcfg = join(projectRoot, "bin/kcfg");
const VERSION = "6.12";
/** What comes before it in `diff --tree`. */
const EARLIER = "6.1";

/** Symbols that the edits of .config turn on and off, without many that depend on them. */
const EDITED = "USB_SERIAL";

/**
 * Rows: a name for `--only`, words for the table, a command line of kcfg and where it runs. `reference` is what it is
 * compared with, conf of the C tool if absent, none for `false`. `prepare` is called with the number of the run before
 * each. `isLong`: fewer rounds are enough.
 */
export function makeRows(scratch) {
  const conf = [referenceOf(VERSION), "--olddefconfig", "Kconfig"];
  const olddefconfig = (...own) => [kcfg, "conf", ...own, "--olddefconfig", "Kconfig"];
  const host = job(scratch, "host", "host");
  const stub = job(scratch, "stub", "stub");
  const edited = job(scratch, "edited", "host");
  const tree = jobOfTree(scratch, "tree");
  const inTree = { ...host, cwd: treeOf(VERSION), exits: [0, 1] };
  const base = "arch/x86/configs/x86_64_defconfig";
  const fragments = fragmentsOf(treeOf(VERSION));
  const rows = [
    {
      name: "cold",
      words: "`conf --olddefconfig --no-cache`, host gcc",
      where: host,
      command: olddefconfig("--no-cache"),
    },
    {
      name: "cold-stub",
      words: "the same, compiler that answers at once, for both",
      where: stub,
      command: olddefconfig("--no-cache"),
    },
    {
      name: "edited-kconfig",
      words: "`conf --olddefconfig`, one Kconfig file edited, commands run",
      where: tree,
      command: olddefconfig(),
      prepare: (run) => editKconfig(tree, run),
    },
    {
      name: "edited-kconfig-trusted",
      words: "`conf --olddefconfig --trust-probes`, one Kconfig file edited",
      where: tree,
      command: olddefconfig("--trust-probes"),
      prepare: (run) => editKconfig(tree, run),
    },
    {
      name: "kept",
      words: "`conf --olddefconfig`, kept model, commands run",
      where: host,
      command: olddefconfig(),
    },
    {
      name: "unchanged",
      words: "`conf --olddefconfig --trust-probes`, kept model, .config unchanged",
      where: host,
      command: olddefconfig("--trust-probes"),
    },
    {
      name: "edited-config",
      words: "the same, .config edited",
      where: edited,
      command: olddefconfig("--trust-probes"),
      prepare: (run) => editConfig(edited, run),
    },
    {
      name: "explain",
      words: "`explain VFIO_NOIOMMU`, kept model",
      where: host,
      command: [kcfg, "explain", "VFIO_NOIOMMU"],
    },
    {
      name: "set",
      words: "`set VFIO_NOIOMMU=y --fix --trust-probes --dry-run`, kept model",
      where: host,
      command: [kcfg, "set", "VFIO_NOIOMMU=y", "--fix", "--trust-probes", "--dry-run"],
    },
    {
      name: "search",
      words: "`search usb serial`, kept model",
      where: host,
      command: [kcfg, "search", "usb", "serial"],
    },
    {
      name: "check-load",
      words: "`check` of an empty fragment over x86_64_defconfig, kept model",
      where: inTree,
      command: [kcfg, "check", "--base", base, "/dev/null"],
      reference: false,
    },
    {
      name: "check",
      words: `\`check --each\` of the ${fragments.length} fragments of the tree over the same`,
      where: inTree,
      command: [kcfg, "check", "--each", "--base", base, ...fragments],
      reference: false,
      isLong: true,
    },
    {
      name: "lint",
      words: "`lint` of x86",
      where: inTree,
      command: [kcfg, "lint"],
      reference: false,
      isLong: true,
    },
    {
      name: "diff",
      words: `\`diff --tree\` of Linux ${EARLIER} and ${VERSION}`,
      where: { ...stub, exits: [0, 1] },
      command: [kcfg, "diff", "--tree", treeOf(EARLIER), treeOf(VERSION)],
      reference: false,
      isLong: true,
      isPossible: existsSync(treeOf(EARLIER)),
    },
    {
      name: "version",
      words: "`kcfg --version`, beside an empty node",
      where: host,
      command: [kcfg, "--version"],
      reference: [process.execPath, "-e", "0"],
    },
  ];
  return rows
    .filter(({ isPossible = true }) => isPossible)
    .map((row) => ({ ...row, reference: row.reference === false ? undefined : (row.reference ?? conf) }));
}

/** A folder with a .config, and the environment that a kernel's Makefile would give. */
function job(scratch, name, compiler) {
  const cwd = join(scratch, name);
  mkdirSync(cwd);
  const env = { ...environmentOf(VERSION, "x86", compiler), KCFG_CACHE_DIR: join(scratch, "cache") };
  writeFileSync(join(cwd, ".config"), configText());
  return { cwd, env, scratch };
}

function configText() {
  return readFileSync(join(treeOf(VERSION), "arch/x86/configs/x86_64_defconfig"), "utf8");
}

/** As `job`, over a tree of links in which one Kconfig file is a copy. */
function jobOfTree(scratch, name) {
  const { cwd, env } = job(scratch, name, "host");
  const view = linkTree(VERSION, join(scratch, "linked"));
  for (const folder of ["drivers", "drivers/vfio"]) unfold(join(view, folder));
  const kconfig = join(view, "drivers/vfio/Kconfig");
  const text = readFileSync(kconfig, "utf8");
  rmSync(kconfig);
  writeFileSync(kconfig, text);
  const moved = Object.entries(env).map(([key, value]) => [key, value.replaceAll(treeOf(VERSION), view)]);
  return { cwd, env: Object.fromEntries(moved), scratch, kconfig, text };
}

/** Makes a folder of a link to one, with links to all that is in that. */
function unfold(link) {
  const folder = realpathSync(link);
  const paths = readdirSync(folder).map((name) => [name, join(folder, name)]);
  rmSync(link);
  mkdirSync(link);
  for (const [name, path] of paths) symlinkSync(path, join(link, name));
}

/** A symbol more, with another name each time. */
function editKconfig({ kconfig, text }, run) {
  writeFileSync(kconfig, `${text}\nconfig KCFG_BENCH_${run}\n\tbool "Edited"\n`);
}

function editConfig({ cwd }, run) {
  const path = join(cwd, ".config");
  const value = run % 2 === 0 ? `CONFIG_${EDITED}=y` : `# CONFIG_${EDITED} is not set`;
  const line = new RegExp(`^(?:CONFIG_${EDITED}=.*|# CONFIG_${EDITED} is not set)$`, "m");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, line.test(text) ? text.replace(line, value) : `${text}${value}\n`);
}
