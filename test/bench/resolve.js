/**
 * The least change for random symbols that cannot be set: `npm run bench:resolve -- [options]`
 *
 *   --base NAME       x86_64_defconfig (a file of the architecture's configs), alldef, allno, rand, or a path (x86_64_defconfig)
 *   --arch ARCH       x86
 *   --targets N       how many symbols (1000)
 *   --seed S          which ones (1)
 *   --kind KIND       on: invisible symbols become y; off: selected ones become n; several: two to five at once (on)
 *   --alternatives N  plans to look for per target (1)
 *   --verify N        so many of the plans also through the C tool's --olddefconfig (0); "all" for every one
 *   --independent N   so many of the answers also from HiGHS, on the same clauses and wishes (0)
 *   --brute N         so many of the answers also by trying all sets of one and, where few enough, of two settings (0)
 *   --show            every target, one a line
 *
 * Linux 6.12 of the lab (test/oracle/setup.sh) with the stub compiler, so that answers are the same everywhere. Exit
 * 0: each target decided and each plan held; 1: not; 2: no lab.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { modulesBanner } from "../../esbuild.config.js";
import { Random } from "../fuzz/random.js";
import { leastCost } from "../optimum.js";
import { environmentOf, lab, projectRoot, readyVersions, referenceOf, treeOf } from "../oracle/lab.js";
import { BruteForce } from "./brute-force.js";

const { values: options } = parseArgs({
  options: {
    base: { type: "string", default: "x86_64_defconfig" },
    arch: { type: "string", default: "x86" },
    targets: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    kind: { type: "string", default: "on" },
    alternatives: { type: "string", default: "1" },
    verify: { type: "string", default: "0" },
    independent: { type: "string", default: "0" },
    brute: { type: "string", default: "0" },
    show: { type: "boolean", default: false },
  },
});
const version = "6.12";
if (readyVersions([version]).ready.length === 0) {
  console.error(`bench: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}

const EXPORTS = `
  export { loadKconfig } from "./src/model/load.ts";
  export { Configuration } from "./src/evaluate/configuration.ts";
  export { readDotConfig, settleAfterReading } from "./src/evaluate/read.ts";
  export { parseDotConfig } from "./src/dotconfig/dot-config.ts";
  export { printLine } from "./src/dotconfig/print-line.ts";
  export { SourceFile } from "./src/text/source-file.ts";
  export { Solver } from "./src/resolve/solver.ts";
  export { Objective } from "./src/resolve/objective.ts";
  export { nodeHost } from "./src/host/node.ts";
  export { Replayer } from "./src/resolve/replay.ts";
  export { Resolver } from "./src/resolve/resolve.ts";`;

const scratch = mkdtempSync(join(tmpdir(), "kcfg-bench-"));
const environment = environmentOf(version, options.arch, "stub");
try {
  process.exitCode = await main();
} finally {
  rmSync(scratch, { recursive: true });
}

async function main() {
  const kcfg = await bundle();
  const base = baseText();
  const { model, diagnostics } = kcfg.loadKconfig({
    path: "Kconfig",
    host: kcfg.nodeHost({ folder: treeOf(version), environment }),
    environment,
    dialect: "linux-6.12",
  });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const configuration = new kcfg.Configuration(model);
  kcfg.readDotConfig(configuration, kcfg.parseDotConfig(new kcfg.SourceFile(".config", base)));
  kcfg.settleAfterReading(configuration);

  const questions = questionsOf(model, configuration);
  const resolver = new kcfg.Resolver(configuration);
  const recorder = Number(options.independent) > 0 ? recordProblems(kcfg) : undefined;
  const results = [];
  for (const goals of questions) {
    // Processor time: what else runs on the machine does not count.
    const start = process.cpuUsage();
    const resolution = resolver.resolve(goals, { alternatives: Number(options.alternatives) });
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    results.push({ goals, resolution, seconds });
    recorder?.take(results.length - 1, goals, resolution);
    if (options.show)
      console.log(`${(seconds * 1000).toFixed(0).padStart(6)} ms  ${describe(goals, resolution)}`);
  }
  report(results);
  const wrong =
    verify(kcfg, base, results) +
    (await compareIndependently(recorder)) +
    tryAll(kcfg, configuration, results);
  return results.some(({ resolution }) => resolution.kind === "unknown") || wrong > 0 ? 1 : 0;
}

async function bundle() {
  const outfile = join(scratch, "kcfg.mjs");
  buildSync({
    stdin: { contents: EXPORTS, resolveDir: projectRoot, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    banner: modulesBanner,
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

// --- what is asked -----------------------------------------------------------------------------------------------

/** The full .config that the C tool makes of what `--base` names. */
function baseText() {
  const { base } = options;
  const modes = { alldef: "--alldefconfig", allno: "--allnoconfig", rand: "--randconfig" };
  if (base in modes) return conf([modes[base]], "", { KCONFIG_SEED: options.seed }).text;
  const named = join(treeOf(version), "arch", environment.SRCARCH, "configs", base);
  return conf(["--olddefconfig"], readFileSync(existsSync(named) ? named : base, "latin1")).text;
}

function questionsOf(model, configuration) {
  const random = new Random(Number(options.seed));
  const isLogical = ({ type }) => type === "bool" || type === "tristate";
  const candidates = [...model.definedSymbols()].filter((symbol) => {
    if (!isLogical(symbol) || !symbol.hasPrompt) return false;
    const value = configuration.tristate(symbol.id);
    return options.kind === "off"
      ? configuration.reverseDependency(symbol.id) > 0 && symbol.choice === undefined
      : value === 0 && configuration.visibility(symbol.id) === 0;
  });
  const wanted = options.kind === "off" ? "n" : "y";
  const goal = (symbol) => ({ symbol, value: wanted, role: "asked" });
  const shuffled = random.shuffled(candidates);
  const count = Number(options.targets);
  if (options.kind !== "several") return shuffled.slice(0, count).map((symbol) => [goal(symbol)]);
  return Array.from({ length: count }, () => {
    const size = 2 + random.int(4);
    return Array.from({ length: size }, () => goal(random.pick(shuffled))).filter(
      (each, index, all) => all.findIndex(({ symbol }) => symbol.id === each.symbol.id) === index,
    );
  });
}

// --- what came of it ---------------------------------------------------------------------------------------------

function report(results) {
  const { arch, base, kind, seed } = options;
  const of = (wanted) => results.filter(({ resolution }) => resolution.kind === wanted);
  const possible = of("possible");
  const impossible = of("impossible");
  console.log(`Linux ${version} ${arch}, base ${base}, ${results.length} targets (${kind}), seed ${seed}`);
  console.log(
    `decided ${possible.length + impossible.length}: ${possible.length} fixed, ${impossible.length} impossible; ${of("unknown").length} open`,
  );
  const inexact = possible.filter(({ resolution }) => !resolution.isLeast).length;
  if (inexact > 0) console.log(`not proven least: ${inexact}`);
  if (possible.length > 0) {
    const sizes = possible.map(({ resolution: { plans } }) => plans[0].asked.length + plans[0].needed.length);
    console.log(`lines to write: ${histogram(sizes)}`);
  }
  if (impossible.length > 0) {
    const facts = impossible.map(({ resolution }) => resolution.conflict.facts.length);
    console.log(`facts of a proof: ${histogram(facts)}`);
  }
  const times = results.map(({ seconds }) => seconds * 1000).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log(`time per target: median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
}

function histogram(numbers) {
  const counts = new Map();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([number, count]) => `${number}: ${count}`)
    .join("  ");
}

function describe(goals, resolution) {
  const asked = goals.map(({ symbol, value }) => `${symbol.name}=${value}`).join(" ");
  if (resolution.kind === "unknown") return `${asked}  OPEN`;
  if (resolution.kind === "impossible") {
    const { facts } = resolution.conflict;
    return `${asked}  impossible: ${facts.map(({ symbol }) => symbol.name).join(" < ")}`;
  }
  const ways = resolution.plans.map(
    ({ needed, cost }) =>
      `${needed.map(({ symbol, value }) => `${symbol.name}=${value}`).join(" ")} (${cost})`,
  );
  return `${asked}  needs ${ways.join("  or  ")}${resolution.isLeast ? "" : "  NOT PROVEN LEAST"}`;
}

// --- the C tool --------------------------------------------------------------------------------------------------

function conf(words, config, variables = {}) {
  writeFileSync(join(scratch, ".config"), config, "latin1");
  const { status, stderr } = spawnSync(referenceOf(version), [...words, "Kconfig"], {
    cwd: scratch,
    env: { ...environment, srctree: treeOf(version), KCONFIG_CONFIG: join(scratch, ".config"), ...variables },
    encoding: "latin1",
  });
  if (status !== 0) throw new Error(`conf ${words.join(" ")}: exit ${status}\n${stderr}`);
  const unmet = [...stderr.matchAll(/unmet direct dependencies detected for (\S+)/g)].map(
    (match) => match[1],
  );
  return { text: readFileSync(join(scratch, ".config"), "latin1"), unmet: new Set(unmet) };
}

/** Runs plans through the C tool; answers how many of them did not hold there. */
function verify(kcfg, base, results) {
  const plans = results.flatMap(({ goals, resolution }) =>
    resolution.kind === "possible" ? resolution.plans.map((plan) => ({ goals, plan })) : [],
  );
  const wanted = options.verify === "all" ? plans.length : Number(options.verify);
  const sample = new Random(Number(options.seed)).shuffled(plans).slice(0, wanted);
  if (sample.length === 0) return 0;
  const before = conf(["--olddefconfig"], base).unmet;
  let wrong = 0;
  for (const { goals, plan } of sample) {
    const lines = [...plan.needed, ...plan.asked].map(({ symbol, value }) =>
      kcfg.printLine("CONFIG_", symbol.name, symbol.type, value),
    );
    const { text, unmet } = conf(["--olddefconfig"], `${base}${lines.join("\n")}\n`);
    const found = new Set(text.split("\n"));
    // A symbol that is n may have no line at all.
    const holds = ({ symbol, value }) =>
      value === "n"
        ? !new RegExp(`^CONFIG_${symbol.name}=`, "m").test(text)
        : found.has(kcfg.printLine("CONFIG_", symbol.name, symbol.type, value));
    const fresh = [...unmet].filter((name) => !before.has(name));
    if (goals.every(holds) && fresh.length === 0) continue;
    wrong += 1;
    console.log(
      `C tool: ${lines.join(", ")} does not give ${goals.map(({ symbol }) => symbol.name)}; new unmet: ${fresh}`,
    );
  }
  console.log(`C tool: ${sample.length - wrong} of ${sample.length} plans held, without a new warning`);
  return wrong;
}

// --- another solver ----------------------------------------------------------------------------------------------

/** Keeps what each search asks of its solver: the clauses, what must hold, what is wished. */
function recordProblems(kcfg) {
  const problems = [];
  let current = new Map();
  let soft;
  const { addClause, solve } = kcfg.Solver.prototype;
  const { update } = kcfg.Objective.prototype;
  const of = (solver) => {
    if (!current.has(solver)) current.set(solver, { clauses: [] });
    return current.get(solver);
  };
  kcfg.Solver.prototype.addClause = function record(clause) {
    of(this).clauses.push([...clause]);
    return addClause.call(this, clause);
  };
  kcfg.Solver.prototype.solve = function record(assumptions, limits) {
    // The first question is about what must hold, alone.
    of(this).hard ??= [...assumptions];
    return solve.call(this, assumptions, limits);
  };
  kcfg.Objective.prototype.update = function record() {
    update.call(this);
    soft = this.soft;
  };
  return {
    problems,
    take(number, goals, resolution) {
      // The first solver is the search's; a proof that something is impossible makes others.
      const [problem] = current.values();
      if (resolution.kind !== "unknown") problems.push({ ...problem, soft, goals, resolution, number });
      current = new Map();
    },
  };
}

/** Answers how many answers are not what HiGHS finds. */
async function compareIndependently(recorder) {
  if (recorder === undefined) return 0;
  if (options.alternatives !== "1") throw new Error("--independent goes with one alternative");
  const sample = new Random(Number(options.seed))
    .shuffled(recorder.problems)
    .slice(0, Number(options.independent));
  let wrong = 0;
  for (const { clauses, hard, soft, goals, resolution } of sample) {
    const least = await leastCost(clauses, hard, soft);
    const cost = resolution.kind === "possible" ? resolution.plans[0].cost : undefined;
    if (cost === least) continue;
    wrong += 1;
    console.log(`HiGHS: ${least}, not ${cost}, for ${describe(goals, resolution)}`);
  }
  console.log(`HiGHS: ${sample.length - wrong} of ${sample.length} answers have the same least cost`);
  return wrong;
}

// --- trying --------------------------------------------------------------------------------------------------------

/** Answers for how many targets trying finds something cheaper, or a way to what was called impossible. */
function tryAll(kcfg, configuration, results) {
  const single = results.filter(
    ({ goals, resolution }) => goals.length === 1 && resolution.kind !== "unknown",
  );
  const sample = new Random(Number(options.seed)).shuffled(single).slice(0, Number(options.brute));
  if (sample.length === 0) return 0;
  const brute = new BruteForce(new kcfg.Replayer(configuration));
  const counts = { ones: 0, twos: 0, same: 0, larger: 0, impossible: 0, wrong: 0 };
  for (const { goals, resolution } of sample) {
    const [{ symbol, value }] = goals;
    const { size, cost } = brute.least(symbol, value);
    if (size === 0) continue;
    counts[size === 1 ? "ones" : "twos"] += 1;
    const plan = resolution.kind === "possible" ? resolution.plans[0] : undefined;
    const isWithin = plan !== undefined && plan.needed.length <= size;
    const isOnlyLogical = plan?.needed.every((each) => /^[nmy]$/.test(each.value)) ?? true;
    if (
      cost === undefined ? !isWithin || !isOnlyLogical : plan !== undefined && cost > plan.cost && !isWithin
    ) {
      counts[plan === undefined ? "impossible" : "larger"] += 1;
    } else if (plan !== undefined && cost === plan.cost) {
      counts.same += 1;
    } else {
      counts.wrong += 1;
      console.log(`trying: ${cost}, not ${plan?.cost}, for ${describe(goals, resolution)}`);
    }
  }
  const { ones, twos, same, larger, impossible, wrong } = counts;
  console.log(
    `trying all sets of 2 settings for ${twos} targets, of 1 for ${ones}: ${same} have the same least cost, ${larger} need more and have nothing cheaper, ${impossible} impossible; ${wrong} wrong`,
  );
  return wrong;
}
