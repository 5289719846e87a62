/**
 * Values that change little by little on real trees: random symbols of Linux (x86, x86_64_defconfig) are set to another
 * value, one after the other, and each time everything is compared with a new configuration: values, visibilities,
 * limits, what is written, which member of each choice is y, expressions. Every second change is undone, which must
 * bring back what was.
 *
 *   node test/oracle/toggles.js [COUNT] [--seed S] [--version V]…     1000, 1, 6.12 and newest
 *
 * Exit 0: all equal; 1: not; 2: no lab. Times are printed, and nothing rests on them.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { modulesBanner } from "../../esbuild.config.js";
import { Random } from "../fuzz/random.js";
import { environmentOf, projectRoot, readyVersions, treeOf, treeVersion } from "./lab.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    version: { type: "string", multiple: true, default: ["6.12", "newest"] },
    base: { type: "string", default: "x86_64_defconfig" },
  },
});
const count = Number(positionals[0] ?? 1000);
const { ready, missing } = readyVersions(options.version);
if (ready.length === 0) {
  console.error("toggles: no tree: run test/oracle/setup.sh first");
  process.exit(2);
}
for (const version of missing) console.log(`${version}: not there`);

const EXPORTS = `
  export { loadKconfig } from "./src/model/load.ts";
  export { Configuration } from "./src/evaluate/configuration.ts";
  export { readDotConfig, settle } from "./src/evaluate/read.ts";
  export { dependentsOf } from "./src/evaluate/dependents.ts";
  export { parseDotConfig } from "./src/dotconfig/dot-config.ts";
  export { SourceFile } from "./src/text/source-file.ts";
  export { dialectOfVersion } from "./src/text/dialect-name.ts";
  export { nodeHost } from "./src/host/node.ts";`;

/** How many columns of a state a change set tells of. */
const TOLD = 5;

const same = (a, b) => a.every((column, at) => column.every((value, row) => value === b[at][row]));
const sameNames = (a, b) => a.length === b.length && a.every((each, at) => each === b[at]);
const toldBy = ({ changes }) => changes.map(({ symbol }) => symbol);

const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-toggles-"));
let wrong = 0;
try {
  const outfile = join(scratch, "kcfg.mjs");
  buildSync({
    stdin: { contents: EXPORTS, resolveDir: projectRoot, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    banner: modulesBanner,
    outfile,
  });
  const kcfg = await import(pathToFileURL(outfile).href);
  for (const version of ready) wrong += compareOn(kcfg, version);
} finally {
  rmSync(scratch, { recursive: true });
}
process.exitCode = wrong === 0 ? 0 : 1;

function compareOn(kcfg, version) {
  const environment = environmentOf(version, "x86", "stub");
  const { model, diagnostics } = kcfg.loadKconfig({
    path: "Kconfig",
    host: kcfg.nodeHost({ folder: treeOf(version), environment }),
    environment,
    dialect: kcfg.dialectOfVersion(treeVersion(version)),
  });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const named = join(treeOf(version), "arch/x86/configs", options.base);
  const text = readFileSync(existsSync(named) ? named : options.base, "latin1");
  const read = () => {
    const configuration = new kcfg.Configuration(model);
    kcfg.readDotConfig(configuration, kcfg.parseDotConfig(new kcfg.SourceFile(".config", text)));
    kcfg.settle(configuration);
    return configuration;
  };
  const random = new Random(Number(options.seed));
  const symbols = random.shuffled([...model.definedSymbols()]).slice(0, count);
  const configuration = read();
  // The same requests, of which no value is ever calculated.
  let requests = read().clone();
  const times = {
    making: timed(() => kcfg.dependentsOf(model.data)),
    first: 0,
    apply: [],
    undo: [],
    fresh: [],
  };
  times.first = timed(() => configuration.apply([]));
  const before = stateOf(model, configuration);
  let equal = 0;
  let changed = 0;
  let state = before;
  for (const [index, symbol] of symbols.entries()) {
    const change = { kind: "set", symbol: symbol.id, value: otherValue(symbol, configuration, random) };
    const earlier = requests.clone();
    let answer;
    times.apply.push(timed(() => (answer = configuration.apply([change]))));
    if (typeof change.value === "string") requests.setText(symbol.id, change.value);
    else requests.setTristate(symbol.id, change.value);
    const fresh = requests.clone();
    let expected;
    times.fresh.push(timed(() => (expected = stateOf(model, fresh))));
    const now = stateOf(model, configuration);
    const isToldRight = sameNames(toldBy(answer), differing(model, state, expected));
    if (same(now, expected) && isToldRight) equal += 1;
    else
      console.log(`DIFFERENT ${version} ${symbol.name}=${change.value}: ${differing(model, now, expected)}`);
    changed += answer.changes.length;
    state = now;
    if (index % 2 === 0) continue;
    times.undo.push(timed(() => configuration.apply(answer.undo)));
    requests = earlier;
    const back = stateOf(model, configuration);
    const was = stateOf(model, earlier.clone());
    if (!same(back, was)) {
      equal -= 1;
      console.log(`DIFFERENT ${version} undo of ${symbol.name}: ${differing(model, back, was)}`);
    }
    state = back;
  }
  return report(version, { times, equal, changed, total: symbols.length });
}

function timed(run) {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function otherValue(symbol, configuration, random) {
  if (symbol.type !== "bool" && symbol.type !== "tristate") {
    const now = configuration.value(symbol.id);
    return ["7", "0x40", "300", "text"].filter((text) => text !== now)[random.int(3)];
  }
  const values = symbol.type === "bool" ? [0, 2] : [0, 1, 2];
  return random.pick(values.filter((value) => value !== configuration.tristate(symbol.id)));
}

/** Columns of all that a configuration says, asked for in the order of C's table. */
function stateOf(model, configuration) {
  const { symbols, table, expressions } = model.data;
  for (const symbol of table.order) configuration.value(symbol);
  const isChoice = (symbol) => (symbols.flags[symbol] & 2) !== 0;
  const all = Array.from({ length: symbols.count }, (_, symbol) => symbol);
  for (const symbol of all) if (isChoice(symbol)) configuration.chosenMember(symbol);
  return [
    all.map((symbol) => configuration.value(symbol)),
    all.map((symbol) => configuration.visibility(symbol)),
    all.map((symbol) => configuration.reverseDependency(symbol)),
    all.map((symbol) => configuration.isWritten(symbol)),
    all.map((symbol) => (isChoice(symbol) ? configuration.chosenMember(symbol) : undefined)),
    // What no change set tells.
    all.map((symbol) => configuration.weakReverseDependency(symbol)),
    all.map((symbol) => configuration.directDependency(symbol)),
    Array.from(expressions.operator, (_, id) => configuration.evaluate(id)),
  ];
}

/** Names of the symbols of which a change set would tell. */
function differing(model, a, b) {
  const { symbols } = model.data;
  const rows = Array.from({ length: symbols.count }, (_, symbol) => symbol);
  return rows.filter((row) => a.slice(0, TOLD).some((column, at) => column[row] !== b[at][row]));
}

function report(version, { times, equal, changed, total }) {
  const at = (list, share) => {
    const sorted = [...list].sort((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
  };
  const line = (list) =>
    `median ${at(list, 0.5)} ms, p95 ${at(list, 0.95)}, p99 ${at(list, 0.99)}, max ${at(list, 1)}`;
  console.log(`${version} (${treeVersion(version)}), seed ${options.seed}: equal in ${equal} of ${total}`);
  console.log(
    `  changes told ${changed}; dependents ${times.making.toFixed(0)} ms, first values ${times.first.toFixed(0)} ms`,
  );
  console.log(`  apply: ${line(times.apply)}`);
  console.log(`  undo:  ${line(times.undo)}`);
  console.log(`  new configuration, all asked: ${line(times.fresh)}`);
  return total - equal;
}
