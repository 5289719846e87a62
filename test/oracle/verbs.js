/**
 * What explain, set and check say of random targets, held against each other and against what their commands do:
 * `node test/oracle/verbs.js [options]`
 *
 *   --targets N      for each configuration (20)
 *   --seed S         which ones (1)
 *   --only WORDS     configurations whose name holds the words
 *   --target SYM=V   this one instead of random ones
 *   --reference N    so many of the written files also through the C tool, for each configuration (2)
 *   --process N      so many of the commands also as processes of their own, which must answer the same (1)
 *   --show           each target with its plan
 *
 * For each target: the plan of `explain`, of `set` and of `check` is the same, or all three say that there is none;
 * each command that one of them prints, run in a copy of the folder as it was, ends with 0 and gives the target and
 * every line that was said, and `check --fix` leaves a fragment that holds. A plan that changes the whole kernel or opens
 * all that is not ready (COMPILE_TEST, EXPERT, the processor, a guest of a hypervisor) is the only kind of plan: `set`
 * finds none that keeps these. The trees are those of setup.sh with the stub compiler.
 * All runs are within this process, where commands of the tree are run once. Exit 0: so it is; 1: not; 2: no lab.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildCommand, buildInProcess } from "../build.js";
import { Random } from "../fuzz/random.js";
import { environmentOf, lab, linkTree, readyVersions, referenceOf, settingsOf, treeOf } from "./lab.js";

const { values: options } = parseArgs({
  options: {
    targets: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    target: { type: "string" },
    reference: { type: "string", default: "2" },
    process: { type: "string", default: "1" },
    show: { type: "boolean", default: false },
  },
});

/** What conf makes of what is named: a file of the architecture's configs, a mode, a kept .config; undefined: no .config. */
const CONFIGURATIONS = [
  { version: "6.12", arch: "x86", base: "x86_64_defconfig" },
  { version: "6.12", arch: "arm64", base: "defconfig", file: "my/board.config" },
  { version: "6.12", arch: "riscv", base: "defconfig" },
  { version: "6.12", arch: "x86", base: undefined },
  { version: "6.12", arch: "x86", base: "--allnoconfig" },
  { version: "6.12", arch: "x86", base: "--allmodconfig", file: "all.config" },
  { version: "6.12", arch: "x86", base: "6.12-config.none" },
  { version: "newest", arch: "x86", base: "x86_64_defconfig" },
  { version: "6.1", arch: "arm64", base: "defconfig" },
];
/** Symbols that a plan should not change for another's sake, by what kernel developers say of them, not by what kcfg says. */
const SWEEPING =
  /^(?:COMPILE_TEST|EXPERT|EMBEDDED|BROKEN|STAGING|64BIT|MODULES|(?:ARCH|MACH|SOC)_\w+|XEN|HYPERV|\w*_GUEST|M[3-6]86\w*|MK[678]|MATOM|MCORE2|MPSC|GENERIC_CPU|X86_EXTENDED_PLATFORM|X86_(?:NUMACHIP|VSMP|UV|GOLDFISH|INTEL_MID))(?==|$)/;
const nameOf = ({ version, arch, base = "no .config" }) => `${version} ${arch} ${base}`;

const chosen = CONFIGURATIONS.filter((each) => nameOf(each).includes(options.only));
const { ready } = readyVersions([...new Set(chosen.map(({ version }) => version))]);
const runnable = chosen.filter(({ version }) => ready.includes(version));
if (runnable.length === 0) {
  console.error(`verbs: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "kcfg-verbs-"));
const bundles = await buildCommand();
const { answer } = await import(pathToFileURL(await buildInProcess(bundles)).href);
const totals = { targets: 0, agreed: 0, commands: 0, worked: 0, sweeping: 0, necessary: 0 };
const kinds = new Map();
const faults = [];

async function main() {
  for (const each of runnable) await tryConfiguration(each);
  const { targets, agreed, commands, worked, sweeping, necessary } = totals;
  console.log(`answers: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")}`);
  console.log(`explain, set and check agree: ${agreed} of ${targets}`);
  console.log(`printed commands do what was said: ${worked} of ${commands}`);
  console.log(`sweeping plans that are the only kind: ${necessary} of ${sweeping}`);
  return faults.length === 0 ? 0 : 1;
}

async function tryConfiguration(configuration) {
  const place = new Place(configuration);
  const random = Random.ofCase(Number(options.seed), CONFIGURATIONS.indexOf(configuration));
  const listed = (await place.json(["list"])).result;
  const asks =
    options.target === undefined ? random.shuffled(asksAbout(listed, random)) : [askOf(options.target)];
  const left = { reference: Number(options.reference), process: Number(options.process) };
  const before = { ...totals };
  for (const ask of asks.slice(0, Number(options.targets))) await tryTarget(place, ask, left);
  const of = (name) => totals[name] - before[name];
  console.log(
    `${nameOf(configuration)}: ${of("agreed")} of ${of("targets")} agree, ${of("worked")} of ${of("commands")} commands work`,
  );
}

/** For each symbol a value that it does not have. */
function asksAbout(listed, random) {
  return listed
    .filter(({ type }) => type === "bool" || type === "tristate")
    .map(({ symbol, type, value }) => {
      const others = (type === "bool" ? ["n", "y"] : ["n", "m", "y"]).filter((each) => each !== value);
      return { symbol, value: random.pick(others) };
    });
}

function askOf(words) {
  const [symbol, value] = words.split("=");
  return { symbol, value };
}

async function tryTarget(place, { symbol, value }, left) {
  const assignment = `${symbol}=${value}`;
  totals.targets += 1;
  const fault = (what) => {
    faults.push(what);
    console.log(`${place.name}: ${assignment}: ${what}`);
  };
  const explained = await explain(place, assignment);
  const set = await askSet(place, assignment);
  const checked = await askCheck(place, symbol, value);
  kinds.set(explained.kind, (kinds.get(explained.kind) ?? 0) + 1);
  const said = [explained, set, checked].map(({ kind, plan }) => `${kind} ${plan.join(" ")}`.trim());
  if (options.show) console.log(`${place.name}: ${assignment}: ${said[0]}`);
  if (new Set(said).size === 1) totals.agreed += 1;
  else fault(`explain / set / check: ${said.join(" / ")}`);

  const sweeping = explained.plan.filter((line) => SWEEPING.test(line)).map((line) => line.split("=")[0]);
  if (sweeping.length > 0 && !SWEEPING.test(symbol)) {
    totals.sweeping += 1;
    const kept = sweeping.flatMap((each) => ["--keep", each]);
    const { kind, plan } = await askSet(place, assignment, kept);
    if (kind !== "plan" || plan.some((line) => SWEEPING.test(line))) totals.necessary += 1;
    else fault(`sweeps (${explained.plan.join(" ")}) where this does not: ${plan.join(" ")}`);
  }

  for (const [index, { words, wanted }] of [...explained.commands, ...set.commands].entries()) {
    totals.commands += 1;
    place.reset();
    const done = await place.run(words);
    const problem = done.exit === 0 ? place.missing(wanted, left) : `exit ${done.exit}: ${done.stderr}`;
    if (problem === undefined) totals.worked += 1;
    else fault(`kcfg ${words.join(" ")}: ${problem}`);
    if (index === 0 && left.process-- > 0) {
      place.reset();
      const alone = place.process(words);
      if (alone.stdout !== done.stdout || alone.exit !== done.exit)
        fault(`kcfg ${words.join(" ")}: as a process of its own it ends with ${alone.exit}\n${alone.stdout}`);
    }
  }
  if (checked.isAutomatic) {
    totals.commands += 1;
    place.reset();
    place.writeFragment(symbol, value);
    await place.run(["check", "--fix", "one.config", ...place.base]);
    const again = await place.run(["check", "one.config", ...place.base]);
    if (again.exit === 0) totals.worked += 1;
    else fault(`check --fix leaves what does not hold: ${again.stdout}`);
  }
  place.reset();
}

// --- what each verb says -------------------------------------------------------------------------------------------

async function explain(place, assignment) {
  const { result } = await place.json(["explain", assignment]);
  const [{ reason, proposal }] = result[0].whyNot;
  if (reason.kind === "holds") return { kind: "holds", plan: [], commands: [] };
  if (proposal === null) return { kind: "silent", plan: [], commands: [] };
  const [symbol] = assignment.split("=");
  const others = proposal.others?.filter((each) => each.symbol !== symbol) ?? [];
  const { stdout } = await place.run(["explain", assignment]);
  return {
    kind: proposal.kind === "checked" ? "plan" : proposal.kind,
    plan: linesOf(others),
    commands: printed(stdout.split("\n"), [...linesOf(others), assignment]),
  };
}

async function askSet(place, assignment, kept = []) {
  const { ok, result, diagnostics } = await place.json(["set", assignment, ...kept, "--dry-run"]);
  if (ok) return { kind: "plan", plan: linesOf(result.needed), commands: [] };
  const help = diagnostics.flatMap((each) => each.help ?? []);
  const ways = diagnostics.flatMap(({ fixes }) => fixes ?? []).map(({ edits }) => linesOf(edits));
  const commands = printed(help, [...(ways[0] ?? []), assignment]);
  if (ways.length > 0) {
    const [first] = commands;
    const others = ways.slice(1).map((way, index) => ({
      words: [...first.words, "--pick", "BC"[index]],
      wanted: [...way, assignment],
    }));
    return { kind: "plan", plan: ways[0], commands: [...commands, ...others] };
  }
  if (help.some((each) => each.includes("with a warning"))) {
    const title = help.find((each) => each.includes("satisf"));
    const plan = [...(title ?? "").matchAll(/CONFIG_(\w+)=(\S+?)(?:,|$)/g)].map(
      ([, name, to]) => `${name}=${to}`,
    );
    return { kind: "unmet", plan: plan.sort(), commands };
  }
  const isImpossible = diagnostics.some(
    ({ code, help: own = [] }) => code === "unsatisfiable" || own.includes("no configuration has it"),
  );
  return { kind: isImpossible ? "impossible" : "unknown", plan: [], commands };
}

async function askCheck(place, symbol, value) {
  place.writeFragment(symbol, value);
  const { diagnostics } = await place.json(["check", "one.config", ...place.base]);
  const own = diagnostics.filter((each) => each.symbol === symbol && each.severity !== "info");
  if (own.length === 0) return { kind: "plan", plan: [] };
  const fixes = own.flatMap(({ fixes: each }) => each ?? []);
  const [first] = fixes;
  if (first !== undefined)
    return { kind: "plan", plan: linesOf(first.edits), isAutomatic: first.automatic !== false };
  const help = own.flatMap((each) => each.help ?? []);
  if (help.some((each) => each.includes("with a warning"))) return { kind: "unmet", plan: planIn(help) };
  const text = JSON.stringify(own);
  return { kind: /no configuration/.test(text) ? "impossible" : "unknown", plan: [] };
}

function planIn(help) {
  const title = help.find((each) => each.includes("CONFIG_")) ?? "";
  return [...title.matchAll(/CONFIG_(\w+)=([^\s,]+)/g)].map(([, name, to]) => `${name}=${to}`).sort();
}

/** `SYM=value`, sorted. */
function linesOf(settings) {
  return settings.map(({ symbol, value, after = value }) => `${symbol}=${after ?? "n"}`).sort();
}

/** The commands behind `run:` and `or:`, and what each has to give. */
function printed(lines, wanted) {
  return lines.flatMap((line) => {
    const [, command] = /^\s*(?:run|or): +kcfg (.*?)(?: {3}\(.*\))?$/.exec(line) ?? [];
    return command === undefined ? [] : [{ words: shellWords(command), wanted }];
  });
}

function shellWords(command) {
  return [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => plain ?? quoted);
}

// --- where it happens ----------------------------------------------------------------------------------------------

/** A folder with the tree and its .config, which can be made as it was. */
class Place {
  constructor(configuration) {
    const { version, arch, file = ".config" } = configuration;
    this.name = nameOf(configuration);
    this.version = version;
    this.folder = linkTree(version, mkdtempSync(join(scratch, `${version}-${arch}-`)));
    this.exported = environmentOf(version, arch, "stub");
    this.environment = { ...this.exported, KCFG_CACHE_DIR: join(lab, "verbs-cache") };
    // What a Makefile exports kcfg has to find by itself.
    for (const name of ["ARCH", "SRCARCH", "SUBARCH", "HEADER_ARCH", "srctree", "KERNELVERSION"])
      delete this.environment[name];
    this.config = join(this.folder, file);
    this.words = ["--arch", arch, ...(file === ".config" ? [] : ["--config", file])];
    this.base = ["--base", file];
    this.answers = new Map();
    this.text = this.#configOf(configuration);
    this.reset();
    if (this.text === undefined) this.base = ["--base", "none.config"];
  }

  #configOf({ base, arch }) {
    if (base === undefined) return undefined;
    if (base.startsWith("--")) return this.conf([base], "").text;
    const kept = join(lab, "configs", base);
    const { SRCARCH } = environmentOf(this.version, arch, "stub");
    const path = existsSync(kept) ? kept : join(treeOf(this.version), "arch", SRCARCH, "configs", base);
    return this.conf(["--olddefconfig"], readFileSync(path, "latin1")).text;
  }

  /** The folder as it was. */
  reset() {
    for (const name of ["one.config", "none.config", `${this.config}.old`])
      rmSync(name.startsWith("/") ? name : join(this.folder, name), { force: true });
    mkdirSync(join(this.config, ".."), { recursive: true });
    writeFileSync(join(this.folder, "none.config"), "");
    if (this.text === undefined) rmSync(this.config, { force: true });
    else writeFileSync(this.config, this.text, "latin1");
  }

  writeFragment(symbol, value) {
    const line = value === "n" ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=${value}`;
    writeFileSync(join(this.folder, "one.config"), `${line}\n`);
  }

  async run(words) {
    const own = words.includes("--arch") ? [] : this.words;
    const { folder, environment, answers } = this;
    const { exit, stdout, stderr } = await answer([...words, ...own], {
      folder,
      environment,
      answers,
      input: new Uint8Array(),
      program: join(bundles, "kcfg.cjs"),
    });
    return { exit, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
  }

  async json(words) {
    const { exit, stdout, stderr } = await this.run([...words, "--format", "json"]);
    if (exit > 1 || stdout === "") throw new Error(`kcfg ${words.join(" ")}: exit ${exit}\n${stderr}`);
    return JSON.parse(stdout);
  }

  process(words) {
    const { status, stdout } = spawnSync(process.execPath, [join(bundles, "kcfg.cjs"), ...words], {
      cwd: this.folder,
      env: this.environment,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return { exit: status, stdout };
  }

  /** What the written file lacks of what was said; undefined if nothing. C agrees for some. */
  missing(wanted, left) {
    const text = readFileSync(this.config, "latin1");
    const own = lacking(text, wanted);
    if (own.length > 0) return `the file has not ${own.join(" ")}`;
    if (left.reference-- <= 0) return undefined;
    const after = lacking(this.conf(["--olddefconfig"], text).text, wanted);
    return after.length === 0 ? undefined : `C gives not ${after.join(" ")}`;
  }

  /** What conf makes of a .config. */
  conf(words, config) {
    const folder = join(scratch, "conf");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, ".config");
    writeFileSync(path, config, "latin1");
    const { status, stderr } = spawnSync(referenceOf(this.version), [...words, "Kconfig"], {
      cwd: folder,
      env: { ...this.exported, srctree: treeOf(this.version), KCONFIG_CONFIG: path },
      encoding: "latin1",
    });
    if (status !== 0) throw new Error(`conf ${words.join(" ")}: exit ${status}\n${stderr}`);
    return { text: readFileSync(path, "latin1") };
  }
}

/** Of `SYM=value` those that a .config's text does not give; a symbol without a line is n. */
function lacking(text, wanted) {
  const settings = settingsOf(text);
  return wanted.filter((each) => {
    const at = each.indexOf("=");
    return (settings.get(each.slice(0, at)) ?? "n") !== each.slice(at + 1);
  });
}

try {
  process.exitCode = await main();
} finally {
  rmSync(scratch, { recursive: true });
  rmSync(bundles, { recursive: true });
}
