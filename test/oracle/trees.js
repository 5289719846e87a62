/**
 * Every verb in kernel trees as they come, no variable and no option set, against the C tool that belongs to the tree:
 * `npm run test:trees`, or with options
 *
 *   node test/oracle/trees.js [--only TREE]... [--symbols N] [--sets N] [--lint] [--seed TEXT] [--jobs N]
 *
 * The trees: the newest, 6.12, 6.1, 5.10; the newest with a Makefile that says 6.15, 6.18, 7.0, 7.9 and 8.0; 5.10 with
 * one that says 5.4 and 5.15. In each of them
 *   conf      the verbs of conf write what the C tool writes
 *   explain   --symbols random symbols (500): each has an answer, whose value is in the C tool's .config
 *   set       --sets random values (200) with --fix: what is written the C tool leaves as it is, and the value holds;
 *             what is refused does not hold in the C tool just by its line
 *   list, search, graph, diff, check, merge, lint (with --lint: it takes a while) answer, and what they say of values is
 *             what the C tool's files show
 * The compiler is the stub, found in PATH as gcc. The last line counts; exit 0: all hold; 1: some do not; 2: no lab.
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../fuzz/random.js";
import { hash } from "./answers.js";
import { inParallel } from "./comparison.js";
import {
  commit,
  lab,
  noBuild,
  projectRoot,
  readyVersions,
  referenceOf,
  run,
  settingsOf,
  treeOf,
} from "./lab.js";

/** Trees by name: whose files, and what the Makefile says. */
const TREES = [
  { name: "newest", version: "newest" },
  { name: "6.12", version: "6.12" },
  { name: "6.1", version: "6.1" },
  { name: "5.10", version: "5.10" },
  ...["6.15", "6.18", "7.0", "7.9", "8.0"].map((says) => ({
    name: `newest says ${says}`,
    version: "newest",
    says,
  })),
  ...["5.4", "5.15"].map((says) => ({ name: `5.10 says ${says}`, version: "5.10", says })),
];

/** The architecture of this machine, and its defconfig: what is meant if nobody says. */
const [ARCHITECTURE, DEFCONFIG] =
  process.arch === "arm64" ? ["arm64", "defconfig"] : ["x86", "x86_64_defconfig"];
/** A fragment that every one of the trees has. */
const FRAGMENT = "kernel/configs/kvm_guest.config";
/** Symbols that one explain is asked about. */
const BATCH = 50;
/** Failures of one tree that are told. */
const TOLD = 12;
const ENTER = "\n".repeat(40_000);

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    symbols: { type: "string", default: "500" },
    sets: { type: "string", default: "200" },
    lint: { type: "boolean", default: false },
    seed: { type: "string", default: commit() },
    jobs: { type: "string", default: "2" },
  },
});
const { ready, missing } = readyVersions();
if (missing.length > 0) {
  console.error(
    `trees: no tree or C tool for ${missing.join(", ")} in ${lab}: run test/oracle/setup.sh first`,
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "kcfg-trees-"));
const totals = { passed: 0, failed: 0 };

async function tryTree(tree) {
  const trial = new Trial(tree);
  const steps = ["conf", "explain", "set", "list", "search", "graph", "diff", "check", "merge"];
  if (options.lint) steps.push("lint");
  const before = Date.now();
  await trial.prepare();
  for (const step of steps) await trial[step]();
  const parts = steps.map((step) => `${step} ${trial.counts[step].passed}/${trial.counts[step].all}`);
  const notes = trial.notes.length > 0 ? ` (${trial.notes.join("; ")})` : "";
  console.log(
    `${tree.name} (Linux ${trial.release}): ${parts.join(", ")}${notes}, ${((Date.now() - before) / 1000).toFixed(0)} s`,
  );
  for (const { passed, all } of Object.values(trial.counts)) {
    totals.passed += passed;
    totals.failed += all - passed;
  }
}

class Trial {
  counts = {};
  notes = [];
  #tree;
  #random;
  /** A view of the tree for each worker: a run writes into its tree. */
  #folders;
  #reference;
  #base;
  #values;
  #told = 0;

  constructor(tree) {
    this.#tree = tree;
    this.#random = new Random(Number.parseInt(hash(`${options.seed} ${tree.name}`).slice(0, 8), 16));
    this.#folders = Array.from({ length: Number(options.jobs) }, (_, at) => makeTree(tree, at));
    this.release = releaseOf(this.#folders[0]);
  }

  /** What C makes of the defconfig: the configuration that all begins with. */
  async prepare() {
    const [folder] = this.#folders;
    this.#reference = referenceEnvironment(folder);
    await this.#conf(folder, `--defconfig=arch/${ARCHITECTURE}/configs/${DEFCONFIG}`);
    this.#base = readFileSync(join(folder, ".config"), "latin1");
    this.#values = settingsOf(this.#base);
    for (const each of this.#folders) writeFileSync(join(each, ".config"), this.#base, "latin1");
  }

  async conf() {
    const [folder, other] = [this.#folders[0], makeTree(this.#tree, "c")];
    const older = this.#base.replace(/^CONFIG_(NET|SMP|HZ_1000|MODULES|EFI)=y$/gm, "# CONFIG_$1 is not set");
    const verbs = [
      ["olddefconfig"],
      ["oldconfig"],
      ["syncconfig"],
      ["savedefconfig"],
      ["listnewconfig"],
      ["helpnewconfig"],
      ["defconfig", DEFCONFIG],
      ["alldefconfig"],
      ["allnoconfig"],
      ["allyesconfig"],
      ["allmodconfig"],
      ["randconfig"],
      ["yes2modconfig"],
      ["mod2yesconfig"],
      ["mod2noconfig"],
    ];
    for (const [verb, ...words] of verbs) {
      const files = [".config", "defconfig", "include/config/auto.conf", "include/generated/autoconf.h"];
      for (const each of [folder, other]) {
        for (const path of files) rmSync(join(each, path), { force: true });
        writeFileSync(join(each, ".config"), older, "latin1");
      }
      const isRandom = verb === "randconfig";
      const seed = isRandom ? { KCONFIG_SEED: "7" } : {};
      const ours = await this.#kcfg(folder, [verb, ...words], { variables: seed, input: ENTER });
      const mode = {
        defconfig: `--defconfig=arch/${ARCHITECTURE}/configs/${DEFCONFIG}`,
        savedefconfig: "--savedefconfig=defconfig",
      }[verb];
      const theirs = await run([referenceOf(this.#tree.version), mode ?? `--${verb}`, "Kconfig"], {
        cwd: other,
        env: { ...this.#reference, ...seed },
        input: ENTER,
      });
      if (/unrecognized option/.test(theirs.stderr)) {
        // A mode that came later: it is refused.
        this.#note("conf", ours.code === theirs.code, `${verb}: exit code ${ours.code}\n${ours.stderr}`);
        continue;
      }
      const wrong = files.filter((path) => contentOf(join(folder, path)) !== contentOf(join(other, path)));
      if (/^(list|help)new/.test(verb) && ours.stdout !== theirs.stdout) wrong.push("standard output");
      if (ours.code !== theirs.code) wrong.push(`exit code ${ours.code} for ${theirs.code}`);
      this.#note("conf", wrong.length === 0, `${verb}: ${wrong.join(", ")}\n${ours.stderr}`);
    }
    writeFileSync(join(folder, ".config"), this.#base, "latin1");
  }

  async explain() {
    const names = await this.#names(["list"]);
    const chosen = this.#random.shuffled(names).slice(0, Number(options.symbols));
    const batches = Array.from({ length: Math.ceil(chosen.length / BATCH) }, (_, at) =>
      chosen.slice(at * BATCH, (at + 1) * BATCH),
    );
    await this.#spread(batches, async (batch, folder) => {
      const answer = await this.#ask(folder, ["explain", ...batch.map(([name]) => name)]);
      if (answer.result === undefined) {
        for (const [name] of batch) this.#note("explain", false, `${name}: ${answer.complaint}`);
        return;
      }
      const found = new Map(answer.result.map((each) => [each.symbol, each]));
      for (const [name] of batch) {
        const { value, written } = found.get(name) ?? {};
        const expected = this.#values.get(name);
        const isTrue = expected === undefined ? written === false : value === expected && written;
        this.#note("explain", isTrue, `${name}: ${value}, written ${written}; C has ${expected}`);
      }
    });
  }

  async set() {
    const names = (await this.#names(["list", "--prompt"])).filter(([, type]) => type !== "unknown");
    const goals = this.#random
      .shuffled(names)
      .slice(0, Number(options.sets))
      .map(([name, type]) => ({ name, value: this.#anotherValue(name, type) }));
    const counts = { written: 0, refused: 0 };
    await this.#spread(goals, async ({ name, value }, folder) => {
      const config = join(folder, ".config");
      writeFileSync(config, this.#base, "latin1");
      const { code, stderr } = await this.#kcfg(folder, ["set", `${name}=${value}`, "--fix"]);
      if (code === "0") {
        counts.written++;
        const written = readFileSync(config, "latin1");
        await this.#conf(folder, "--olddefconfig");
        const after = readFileSync(config, "latin1");
        const holds = holdsIn(settingsOf(after), name, value);
        const what = `${after === written ? "" : "C changes the .config; "}${holds ? "" : "it does not hold in C"}`;
        this.#note("set", after === written && holds, `${name}=${value}: ${what}`);
      } else {
        counts.refused++;
        writeFileSync(
          config,
          `${this.#base}CONFIG_${name}=${lineValue(value, this.#typeOf(names, name))}\n`,
          "latin1",
        );
        await this.#conf(folder, "--olddefconfig");
        const holds = holdsIn(settingsOf(readFileSync(config, "latin1")), name, value);
        this.#note(
          "set",
          code === "1" && !holds,
          `${name}=${value}: refused with ${code}, ${holds ? "but holds in C" : "rightly"}\n${stderr}`,
        );
      }
    });
    for (const folder of this.#folders) writeFileSync(join(folder, ".config"), this.#base, "latin1");
    this.notes.push(`${counts.written} set, ${counts.refused} refused`);
  }

  async list() {
    const [folder] = this.#folders;
    const { code, stdout, stderr } = await this.#kcfg(folder, ["list", "--written", "--show", "name,value"]);
    const listed = new Map(
      stdout.split("\n").flatMap((line) => {
        const [name, value] = line.split("\t");
        return value === undefined
          ? []
          : [[name, value.replace(/^"(.*)"$/, (_, text) => text.replace(/\\(.)/g, "$1"))]];
      }),
    );
    this.#note("list", code === "0", `exit code ${code}\n${stderr}`);
    const wrong = [...this.#values]
      .filter(([name, value]) => listed.get(name) !== value)
      .map(([name]) => name);
    const more = [...listed.keys()].filter((name) => !this.#values.has(name));
    this.#note(
      "list",
      wrong.length + more.length === 0,
      `values that are not C's: ${wrong.slice(0, 5)}; not written by C: ${more.slice(0, 5)}`,
    );
  }

  async search() {
    const names = this.#random.shuffled(await this.#names(["list", "--prompt"])).slice(0, 5);
    await this.#spread(names, async ([name], folder) => {
      const { result, complaint } = await this.#ask(folder, ["search", name]);
      this.#note(
        "search",
        result?.[0]?.symbol === name,
        `${name}: ${complaint ?? JSON.stringify(result[0])?.slice(0, 200)}`,
      );
    });
  }

  async graph() {
    const names = this.#random.shuffled(await this.#names(["list", "--prompt"])).slice(0, 5);
    await this.#spread(names, async ([name], folder) => {
      const { result, complaint } = await this.#ask(folder, ["graph", name]);
      const text = JSON.stringify(result ?? {});
      this.#note("graph", text.includes(`"${name}"`), `${name}: ${complaint ?? text.slice(0, 200)}`);
    });
  }

  /** What differs between two configurations is what differs between the texts that C writes. */
  async diff() {
    const [folder] = this.#folders;
    await this.#conf(folder, "--allnoconfig");
    const none = readFileSync(join(folder, ".config"), "latin1");
    writeFileSync(join(folder, "none.config"), none, "latin1");
    writeFileSync(join(folder, ".config"), this.#base, "latin1");
    const { result, complaint } = await this.#ask(folder, ["diff", ".config", "none.config"]);
    rmSync(join(folder, "none.config"));
    if (result === undefined) return this.#note("diff", false, complaint);
    const told = new Set(
      ["asked", "follows", "appeared", "vanished"].flatMap((key) => result[key]).map(({ symbol }) => symbol),
    );
    const after = settingsOf(none);
    const expected = [...new Set([...this.#values.keys(), ...after.keys()])].filter(
      (name) => (this.#values.get(name) ?? "n") !== (after.get(name) ?? "n"),
    );
    const lost = expected.filter((name) => !told.has(name));
    this.#note(
      "diff",
      lost.length === 0,
      `${lost.length} of ${expected.length} not told: ${lost.slice(0, 8)}`,
    );
    if (this.#tree.says !== undefined) return;
    const other = this.#tree.version === "6.12" ? "6.1" : "6.12";
    const trees = await this.#ask(folder, ["diff", "--tree", treeOf(other), "."]);
    this.#note("diff", trees.result !== undefined, `--tree: ${trees.complaint}`);
  }

  /** What check says of each request of a fragment over the .config is what C makes of it. */
  async check() {
    const [folder] = this.#folders;
    const { result, diagnostics, complaint } = await this.#ask(folder, ["check", FRAGMENT]);
    if (result === undefined) return this.#note("check", false, complaint);
    const values = settingsOf(await this.#merged(folder));
    for (const { symbol, requested, holds } of result.runs[0].requests) {
      const isFound = holds || diagnostics.some((each) => each.symbol === symbol);
      const isTrue = holdsIn(values, symbol, requested) === holds && isFound;
      this.#note("check", isTrue, `${symbol}=${requested}: holds ${holds}; C has ${values.get(symbol)}`);
    }
  }

  async merge() {
    const [folder] = this.#folders;
    const expected = await this.#merged(folder);
    mkdirSync(join(folder, "merged"));
    const { code, stderr } = await this.#kcfg(folder, ["merge", "-O", "merged", ".config", FRAGMENT]);
    const isSame = contentOf(join(folder, "merged/.config")) === expected;
    this.#note(
      "merge",
      code === "0" && isSame,
      `exit code ${code}, ${isSame ? "" : "not "}the same .config\n${stderr}`,
    );
    rmSync(join(folder, "merged"), { recursive: true });
  }

  async lint() {
    const { result, summary, complaint } = await this.#ask(this.#folders[0], ["lint"]);
    this.#note("lint", result !== undefined, complaint);
    if (result !== undefined) this.notes.push(`lint: ${summary.errors} errors, ${summary.warnings} warnings`);
  }

  // --- help ----------------------------------------------------------------------------------------------------

  #note(verb, isGood, what) {
    this.counts[verb] ??= { passed: 0, all: 0 };
    this.counts[verb].all++;
    if (isGood) this.counts[verb].passed++;
    else if (this.#told++ < TOLD)
      console.log(`WRONG ${this.#tree.name} ${verb}: ${what.trimEnd().slice(0, 600)}`);
  }

  /** Each item with a folder that nobody else uses at that time. */
  async #spread(items, work) {
    const free = [...this.#folders];
    await inParallel(items, free.length, async (item) => {
      const folder = free.pop();
      await work(item, folder);
      free.push(folder);
    });
  }

  /** kcfg as a user starts it: nothing but PATH and HOME. */
  #kcfg(folder, words, { variables = {}, input } = {}) {
    return run([process.execPath, join(projectRoot, "bin/kcfg"), ...words], {
      cwd: folder,
      env: { PATH: stubPath(), HOME: join(scratch, "home"), ...variables },
      input,
    });
  }

  /** The parsed answer, or { complaint } where there is none. */
  async #ask(folder, words) {
    const { code, stdout, stderr } = await this.#kcfg(folder, [...words, "--format", "json"]);
    if (code !== "0" && code !== "1") return { complaint: `exit code ${code}\n${stderr}` };
    return JSON.parse(Buffer.from(stdout, "latin1").toString());
  }

  /** Names and types of symbols. */
  async #names(words) {
    const { stdout } = await this.#kcfg(this.#folders[0], [...words, "--show", "name,type"]);
    return stdout
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([, type]) => type !== undefined);
  }

  #typeOf(names, name) {
    return names.find(([each]) => each === name)[1];
  }

  #anotherValue(name, type) {
    const value = this.#values.get(name) ?? "n";
    const random = this.#random;
    switch (type) {
      case "bool":
        return value === "y" ? "n" : "y";
      case "tristate":
        return random.pick(["y", "m", "n"].filter((each) => each !== value));
      case "int":
        return String(Number(this.#values.get(name) ?? 3) + random.pick([1, 2, 8]));
      case "hex":
        return `0x${(Number(this.#values.get(name) ?? 16) + random.pick([1, 16])).toString(16)}`;
      default:
        return "kcfg";
    }
  }

  /** C's .config of the base and the fragment. */
  async #merged(folder) {
    const text = readFileSync(join(folder, FRAGMENT), "latin1");
    writeFileSync(join(folder, ".config"), `${this.#base}\n${text}`, "latin1");
    await this.#conf(folder, "--olddefconfig");
    const merged = readFileSync(join(folder, ".config"), "latin1");
    writeFileSync(join(folder, ".config"), this.#base, "latin1");
    return merged;
  }

  async #conf(folder, mode) {
    const { code, stderr } = await run([referenceOf(this.#tree.version), "-s", mode, "Kconfig"], {
      cwd: folder,
      env: { ...this.#reference, KCONFIG_AUTOCONFIG: noBuild(mkdtempSync(join(scratch, "auto-"))) },
    });
    if (code !== "0") throw new Error(`conf ${mode}: ${code}\n${stderr}`);
  }
}

/** A tree of links whose folder can be written to, and whose Makefile may be another one. */
function makeTree({ name, version, says }, number) {
  const folder = join(scratch, `${name.replaceAll(" ", "-")}-${number}`);
  mkdirSync(folder);
  for (const entry of readdirSync(treeOf(version))) {
    if (entry === "include" || entry === "Makefile" || entry.startsWith(".")) continue;
    symlinkSync(join(treeOf(version), entry), join(folder, entry));
  }
  copyFileSync(join(treeOf(version), "Makefile"), join(folder, "Makefile"));
  if (says !== undefined) {
    const [major, minor] = says.split(".");
    const text = readFileSync(join(folder, "Makefile"), "utf8")
      .replace(/^VERSION = .*$/m, `VERSION = ${major}`)
      .replace(/^PATCHLEVEL = .*$/m, `PATCHLEVEL = ${minor}`);
    writeFileSync(join(folder, "Makefile"), text);
  }
  return folder;
}

function releaseOf(folder) {
  const makefile = readFileSync(join(folder, "Makefile"), "utf8");
  return ["VERSION", "PATCHLEVEL", "SUBLEVEL"]
    .map((name) => new RegExp(`^${name} = *(.*)$`, "m").exec(makefile)[1])
    .join(".");
}

function stubPath() {
  return `${join(lab, "stub")}:${process.env.PATH}`;
}

/** What the tree's Makefile exports if nobody sets anything. */
function referenceEnvironment(folder) {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", '. "$1" && exec env -0', "bash", join(lab, "kenv.sh")],
    {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: stubPath(), HOME: join(scratch, "home"), ARCH: ARCHITECTURE },
    },
  );
  if (status !== 0) throw new Error(`kenv.sh failed: ${stderr}`);
  const entries = stdout.split("\0").filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

function contentOf(path) {
  return existsSync(path) ? readFileSync(path, "latin1") : undefined;
}

/** n holds where there is no line as well. */
function holdsIn(values, symbol, requested) {
  const value = values.get(symbol);
  return requested === "n" ? value === undefined || value === "n" : value === requested;
}

function lineValue(value, type) {
  return type === "string" ? `"${value}"` : value;
}

const started = Date.now();
console.log(`seed ${options.seed}`);
try {
  for (const tree of TREES) {
    if (!ready.includes(tree.version)) continue;
    if (options.only === undefined || options.only.includes(tree.name)) await tryTree(tree);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
console.log(`\n${((Date.now() - started) / 1000).toFixed(0)} s, seed ${options.seed}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
