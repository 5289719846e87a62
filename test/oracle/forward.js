/**
 * Configurations of older kernels brought forward, kcfg against the C tool: `npm run test:forward`, or with options
 *
 *   node test/oracle/forward.js [--only configs|names|changed] [--sample N] [--seed TEXT] [--fresh] [--jobs N]
 *
 * configs: every defconfig of 5.10, 6.1 and 6.12, and Debian's configurations where the lab has them (folder configs/),
 *   taken as .config in 6.12 and in the newest kernel: `conf --olddefconfig`, all files, both outputs, exit code.
 * names: 500 small trees with transitional symbols of all types and their successors, and .config files that set them:
 *   five modes each, by the C tool of the newest kernel.
 * changed: KCONFIG_WARN_CHANGED_INPUT=1 on 100 of the kernel's own fragments over defconfigs, in the newest kernel: the
 *   same text in the same order; and `kcfg check` on the same input finds every symbol that it names.
 *
 * --sample N takes N of each kind, chosen by the seed, which is the commit. The last line counts the cases.
 * Exit 0: all identical; 1: some differ; 2: the lab is not ready.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";
import { bundleSubject, runReference } from "../fuzz/sides.js";
import { Answers, hash } from "./answers.js";
import { differencesOf, inParallel, named, shown } from "./comparison.js";
import {
  commit,
  environmentOf,
  lab,
  readyVersions,
  referenceOf,
  runAmong,
  toolCommand,
  treeOf,
  treeVersion,
  viewOf,
} from "./lab.js";
import { makeRenames, OLD } from "./renames.js";

const SOURCES = ["5.10", "6.1", "6.12"];
const TARGETS = ["6.12", "newest"];
/** Trees of `names`. */
const RENAMES = 500;
const RENAME_MODES = [
  "--olddefconfig",
  "--savedefconfig=saved",
  "--listnewconfig",
  "--helpnewconfig",
  "--oldconfig",
];
/** Fragments of `changed`. */
const FRAGMENTS = 100;
/** Defconfigs that they are laid over, in turn where a fragment is of no architecture. */
const BASES = [
  ["x86", "x86_64_defconfig"],
  ["arm64", "defconfig"],
  ["riscv", "defconfig"],
  ["s390", "defconfig"],
  ["powerpc", "ppc64_defconfig"],
  ["arm", "multi_v7_defconfig"],
];
/** Of so many configurations one also gets all that a build reads: thousands of files. */
const BUILT = 10;
/** Differences shown in full; the rest by name. */
const SHOWN_FAILURES = 5;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: ["configs", "names", "changed"] },
    sample: { type: "string" },
    seed: { type: "string", default: commit() },
    fresh: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
  },
});
const { ready, missing } = readyVersions();
const absent = TARGETS.filter((version) => !ready.includes(version));
if (missing.length > 0 || absent.length > 0) {
  const names = [...new Set([...missing, ...absent])].join(", ");
  console.error(`forward: no tree or C tool for ${names} in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "kcfg-forward-"));
const answers = new Answers({ seed: options.seed, isFresh: options.fresh });
const counts = { passed: 0, failed: 0 };
const started = Date.now();
if (options.sample !== undefined)
  console.log(
    `${options.sample} of each kind; the same again: --sample ${options.sample} --seed ${options.seed}`,
  );
const kinds = { configs: bringForward, names: renameSymbols, changed: warnOfChanges };
try {
  for (const kind of options.only) await kinds[kind]();
} finally {
  rmSync(scratch, { recursive: true });
}
console.log(`\n${seconds()} s; C tool ${answers.summary()}`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 && !answers.hasChanged ? 0 : 1;

function seconds() {
  return ((Date.now() - started) / 1000).toFixed(0);
}

/** Counts a case, and says what differs. */
function note(name, differences) {
  if (differences.length === 0) {
    counts.passed++;
    return;
  }
  counts.failed++;
  console.log(`DIFFERS ${name}: ${named(differences)}`);
  if (counts.failed <= SHOWN_FAILURES) console.log(shown(differences));
}

/** All of a list, or with --sample the first ones by a hash of seed and name. */
function sampled(list, nameOf) {
  if (options.sample === undefined) return list;
  const rank = new Map(list.map((each) => [each, hash(`${options.seed} ${nameOf(each)}`)]));
  return [...list].sort((a, b) => (rank.get(a) < rank.get(b) ? -1 : 1)).slice(0, Number(options.sample));
}

// --- configs -------------------------------------------------------------------------------------------------

async function bringForward() {
  const sources = SOURCES.filter((version) => ready.includes(version)).flatMap(defconfigsOf);
  sources.push(...debianConfigs());
  for (const target of TARGETS) {
    // Many defconfigs are the same text in several kernels: the same question is asked once.
    const questions = new Map();
    for (const source of sources) {
      if (!existsSync(join(treeOf(target), "arch", source.folder, "Kconfig"))) continue;
      const key = hash(`${source.arch} ${source.text}`);
      questions.set(key, [...(questions.get(key) ?? []), source]);
    }
    const all = sampled([...questions.values()], ([{ name }]) => `${target} ${name}`);
    const before = { ...counts };
    let done = 0;
    await inParallel(all, Number(options.jobs), async (same, number) => {
      await bringOne(target, same, number);
      if (++done % 100 === 0) console.log(`  ${done} of ${all.length} after ${seconds()} s`);
    });
    console.log(
      `configurations in Linux ${treeVersion(target)}: ${counts.passed - before.passed} of ${counts.passed + counts.failed - before.passed - before.failed} identical (${all.length} different texts)`,
    );
  }
}

async function bringOne(target, same, number) {
  const [{ arch, text }] = same;
  const env = { ...environmentOf(target, arch, "stub"), srctree: viewOf(target) };
  const files = [[".config", text]];
  if (number % BUILT !== 0) files.push(["include/config/auto.conf", ""]);
  const mode = "--olddefconfig";
  const folder = join(scratch, `${target}-${number}`);
  const ask = () => runAmong(`${folder}-c`, files, [referenceOf(target), mode, "Kconfig"], { env });
  const reference = await answers.of({ version: target, compiler: "stub", mode, env, files }, ask);
  const command = [...toolCommand(undefined, target), mode, "Kconfig"];
  // A model that was read is kept, as it is for users.
  const environment = { ...env, KCFG_CACHE_DIR: join(scratch, "cache") };
  const tool = await runAmong(`${folder}-k`, files, command, { env: environment });
  for (const { name } of same) note(`${target} ${name}`, differencesOf(reference, tool));
}

function defconfigsOf(version) {
  const root = join(treeOf(version), "arch");
  return readdirSync(root).flatMap((folder) => {
    const configs = join(root, folder, "configs");
    if (!existsSync(configs)) return [];
    return readdirSync(configs)
      .filter((name) => /(^|_|-)defconfig$/.test(name))
      .map((name) => ({
        name: `${folder}/${name} of ${version}`,
        folder,
        arch: architectureOf(folder, name),
        text: readFileSync(join(configs, name), "latin1"),
      }));
  });
}

/** ARCH, where a name in the folder says more than the folder. */
function architectureOf(folder, name) {
  if (folder === "x86" && name.startsWith("i386")) return "i386";
  if (folder === "sparc" && name.startsWith("sparc64")) return "sparc64";
  if (folder === "parisc" && name.includes("64bit")) return "parisc64";
  return folder;
}

/** Debian's configurations of its kernels for amd64, where somebody has put them into the lab: VERSION-config.NAME. */
function debianConfigs() {
  const folder = join(lab, "configs");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({
    name: `Debian's ${name}`,
    folder: "x86",
    arch: "x86",
    text: readFileSync(join(folder, name), "latin1"),
  }));
}

// --- names ---------------------------------------------------------------------------------------------------

async function renameSymbols() {
  const subject = await bundleSubject(scratch, false);
  const kernel = treeVersion("newest");
  const before = { ...counts };
  let carried = 0;
  const count = options.sample === undefined ? RENAMES : Math.min(RENAMES, 10 * Number(options.sample));
  for (let index = 0; index < count; index++) {
    const { files, input } = makeRenames(
      Random.ofCase(Number.parseInt(hash(options.seed).slice(0, 8), 16), index),
    );
    const common = { version: "newest", environment: { KERNELVERSION: kernel }, input };
    let isCarried = false;
    for (const mode of RENAME_MODES) {
      const testCase = { ...common, files, words: [mode, "Kconfig"] };
      const [reference, tool] = [await runReference(testCase, scratch), await subject.run(testCase)];
      const differences = differencesOf(comparable(reference), comparable(tool));
      note(`names ${index} ${mode} (seed ${options.seed})`, differences);
      if (differences.length > 0 && counts.failed <= SHOWN_FAILURES) {
        console.log(`    ${files.Kconfig.replaceAll("\n", "\n    ")}\n--- .config\n${files[".config"]}`);
      }
      if (mode === "--olddefconfig") isCarried = await isCarriedOver(testCase, reference);
    }
    if (isCarried) carried++;
  }
  console.log(
    `transitional symbols: ${counts.passed - before.passed} of ${counts.passed + counts.failed - before.passed - before.failed} identical (${count} trees; in ${carried} of them a value came from an old name)`,
  );
}

function comparable({ exit, files, ...answer }) {
  return { ...answer, code: exit, files: new Map(Object.entries(files)) };
}

/** Whether C's .config would be another one without the old names. */
async function isCarriedOver(testCase, reference) {
  const without = testCase.files[".config"].split("\n").filter((line) => !line.includes(`CONFIG_${OLD}`));
  const files = { ...testCase.files, ".config": without.join("\n") };
  const other = await runReference({ ...testCase, files }, scratch);
  return other.files[".config"] !== reference.files[".config"];
}

// --- changed -------------------------------------------------------------------------------------------------

async function warnOfChanges() {
  const version = "newest";
  const before = { ...counts };
  const fragments = spread(fragmentsOf(treeOf(version)), FRAGMENTS);
  const all = sampled(fragments, (path) => path);
  const totals = { named: 0, silent: 0 };
  await inParallel(all, Number(options.jobs), async (path, number) => {
    const folder = /^arch\/([^/]+)/.exec(path)?.[1];
    const [arch, base] = BASES.find(([name]) => name === folder) ?? BASES[number % BASES.length];
    const text = ["arch", arch, "configs", base].join("/");
    const config = [text, path].map((each) => readFileSync(join(treeOf(version), each), "latin1")).join("\n");
    await warnOfOne({ version, arch, path, name: `${path} over ${arch} ${base}`, config }, number, totals);
  });
  console.log(
    `changed input in Linux ${treeVersion(version)}: ${counts.passed - before.passed} of ${counts.passed + counts.failed - before.passed - before.failed} as they should be (${all.length} fragments, ${totals.named} symbols named by the C tool, nothing in ${totals.silent} of them)`,
  );
}

async function warnOfOne({ version, arch, name, config }, number, totals) {
  const env = {
    ...environmentOf(version, arch, "stub"),
    srctree: viewOf(version),
    KCONFIG_WARN_CHANGED_INPUT: "1",
  };
  const files = [
    [".config", config],
    ["include/config/auto.conf", ""],
  ];
  const mode = "--olddefconfig";
  const folder = join(scratch, `changed-${number}`);
  const ask = () => runAmong(`${folder}-c`, files, [referenceOf(version), mode, "Kconfig"], { env });
  const reference = await answers.of({ version, compiler: "stub", mode, env, files }, ask);
  const environment = { ...env, KCFG_CACHE_DIR: join(scratch, "cache") };
  const command = [...toolCommand(undefined, version), mode, "Kconfig"];
  const tool = await runAmong(`${folder}-k`, files, command, { env: environment });
  const differences = differencesOf(reference, tool);
  const [left, right] = [changesIn(reference.stderr), changesIn(tool.stderr)];
  if (left.join("\n") !== right.join("\n"))
    differences.push({
      what: "the order of changed symbols",
      diff: `${left.join("\n")}\n---\n${right.join("\n")}`,
    });
  note(`changed: ${name}`, differences);

  const symbols = left.map((line) => /^ {2}CONFIG_(\w+):/.exec(line)[1]);
  totals.named += symbols.length;
  if (symbols.length === 0) totals.silent++;
  const { found, complaint } = await checkedSymbols(version, arch, config, folder);
  if (complaint !== undefined) return note(`check: ${name}`, [{ what: "kcfg check", diff: complaint }]);
  const lost = symbols.filter((symbol) => !found.has(symbol));
  const diff = `${lost.length} of ${symbols.length}: ${lost.join(" ")}`;
  note(
    `check: ${name}`,
    lost.length === 0 ? [] : [{ what: "symbols that C names and check does not", diff }],
  );
}

/** The lines of a text that tell changed values. */
function changesIn(stderr) {
  return stderr.split("\n").filter((line) => /^ {2}CONFIG_\w+: .* -> /.test(line));
}

/** Symbols that `kcfg check` finds something about in this configuration. */
async function checkedSymbols(version, arch, config, folder) {
  const file = [["my.config", config]];
  const words = ["check", "--arch", arch, "--base", "alldefconfig", "--format", "json", "my.config"];
  const environment = { ...environmentOf(version, arch, "stub"), KCFG_CACHE_DIR: join(scratch, "cache") };
  const [node, kcfg] = toolCommand(undefined, version);
  const command = [node, kcfg, ...words, "--kconfig", join(viewOf(version), "Kconfig")];
  const { code, stdout, stderr } = await runAmong(`${folder}-check`, file, command, { env: environment });
  if (code !== "0" && code !== "1") return { complaint: `exit code ${code}\n${stderr.slice(0, 1000)}` };
  const { diagnostics } = JSON.parse(Buffer.from(stdout, "latin1").toString());
  return { found: new Set(diagnostics.map(({ symbol }) => symbol)) };
}

/** Every fragment of a tree. */
function fragmentsOf(tree) {
  const architectures = readdirSync(join(tree, "arch")).map((name) => `arch/${name}/configs`);
  const found = ["kernel/configs", ...architectures]
    .filter((folder) => existsSync(join(tree, folder)))
    .flatMap((folder) =>
      readdirSync(join(tree, folder))
        .filter((name) => name.endsWith(".config"))
        .map((name) => `${folder}/${name}`),
    );
  const tests = "tools/testing/selftests";
  const selftests = existsSync(join(tree, tests))
    ? readdirSync(join(tree, tests), { recursive: true })
        .filter((path) => basename(path) === "config")
        .map((path) => `${tests}/${path}`)
    : [];
  return [...found, ...selftests].filter((path) => statSync(join(tree, path)).isFile()).sort();
}

/** So many of a list, from all over it. */
function spread(list, count) {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(list.length, count) }, (_, at) => list[Math.floor(at * step)]);
}
