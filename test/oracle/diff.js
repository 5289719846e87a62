/**
 * `kcfg diff --tree` of Linux 6.1 and 6.12 (x86): symbols that come and go are those of a text search in the files that
 * the C tool reads, and examples of stricter and looser dependencies are what the C tools make of them.
 *
 *   node test/oracle/diff.js [EXAMPLES]      how many are tried in both C tools (8)
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, noBuild, projectRoot, readyVersions, referenceOf, run, treeOf } from "./lab.js";

const VERSIONS = ["6.1", "6.12"];
/** Each takes two runs of about half a second. */
const examples = Number(process.argv[2] ?? 8);

if (readyVersions(VERSIONS).missing.length > 0) {
  console.error("diff: two trees are compared: run test/oracle/setup.sh first");
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-diff-"));
let faults = 0;
const check = (holds, text) => {
  if (!holds) faults += 1;
  console.log(`${holds ? "as expected" : "DIFFERENT  "} ${text}`);
};

const [before, after] = await Promise.all(VERSIONS.map(textOf));
const start = Date.now();
const { summary, result } = await difference();
console.log(`kcfg diff --tree: ${((Date.now() - start) / 1000).toFixed(1)} s, ${JSON.stringify(summary)}`);

check(
  summary.symbolsBefore === before.names.size,
  `symbols before: ${summary.symbolsBefore}, by text ${before.names.size}`,
);
check(
  summary.symbolsAfter === after.names.size,
  `symbols after: ${summary.symbolsAfter}, by text ${after.names.size}`,
);
compareSets(
  "added",
  [...after.names.keys()].filter((name) => !before.names.has(name)),
  [...result.added, ...result.renamed].map(({ symbol }) => symbol),
);
compareSets(
  "removed",
  [...before.names.keys()].filter((name) => !after.names.has(name)),
  [...result.removed.map(({ symbol }) => symbol), ...result.renamed.map(({ oldSymbol }) => oldSymbol)],
);
await tryExamples();

rmSync(scratch, { recursive: true });
process.exitCode = faults === 0 ? 0 : 1;

/** The files that the C tool reads, and what a text search finds in them: names that entries define, and places. */
async function textOf(version) {
  const folder = join(scratch, version);
  mkdirSync(folder);
  const { code, stderr } = await run([referenceOf(version), "--alldefconfig", "Kconfig"], {
    cwd: folder,
    env: { ...environmentOf(version, "x86", "stub"), srctree: treeOf(version) },
  });
  if (code !== "0") throw new Error(`conf: ${code}\n${stderr}`);
  const list = readFileSync(join(folder, "include/config/auto.conf.cmd"), "utf8");
  const files = [...list.matchAll(/^\t(\S+) \\$/gm)].map(([, path]) => path);
  const names = new Map();
  const selected = new Set();
  for (const path of files) {
    const lines = readFileSync(join(treeOf(version), path), "latin1").split("\n");
    let isInChoice = false;
    // Then a prompt can be out of sight although its dependencies hold.
    const hidesPrompts = lines.some((line) => /^\s*visible\s+if\b/.test(line));
    for (const [index, line] of lines.entries()) {
      if (/^\s*(end)?choice\b/.test(line)) isInChoice = !/^\s*end/.test(line);
      const selects = /^\s*(?:select|imply)\s+(\w+)/.exec(line);
      if (selects !== null) selected.add(selects[1]);
      const [, name] = /^\s*(?:menu)?config\s+(\w+)\s*(?:#.*)?$/.exec(line) ?? [];
      if (name === undefined) continue;
      const hasPlainPrompt =
        !hidesPrompts && /^\s+(?:bool|tristate)\s+"[^"]*"\s*$/.test(lines[index + 1] ?? "");
      names.set(name, [...(names.get(name) ?? []), { path, isInChoice, hasPlainPrompt }]);
    }
  }
  console.log(`linux ${version}: ${files.length} files, ${names.size} names`);
  return { version, names, selected };
}

async function difference() {
  const environment = environmentOf("6.12", "x86", "stub");
  const { code, stdout, stderr } = await run(
    [
      process.execPath,
      join(projectRoot, "bin/kcfg"),
      "diff",
      "--tree",
      ...VERSIONS.map(treeOf),
      "--format",
      "json",
      "--no-cache",
    ],
    { cwd: scratch, env: environment },
  );
  if (code !== "0") throw new Error(`kcfg: ${code}\n${stderr}`);
  return JSON.parse(Buffer.from(stdout, "latin1").toString());
}

function compareSets(what, byText, told) {
  const [texts, kcfg] = [new Set(byText), new Set(told)];
  const wrong = [
    ...[...texts].filter((name) => !kcfg.has(name)),
    ...[...kcfg].filter((name) => !texts.has(name)),
  ];
  check(wrong.length === 0, `${what}: ${kcfg.size}, by text ${texts.size} ${wrong.slice(0, 10).join(" ")}`);
}

/**
 * Symbols of one entry with a plain prompt that nothing selects: asked for with the lines of an example, each is as much
 * as its dependencies are said to allow.
 */
async function tryExamples() {
  const isPlain = ({ names, selected }, name) => {
    const [place, ...others] = names.get(name) ?? [];
    return others.length === 0 && place?.hasPlainPrompt && !place.isInChoice && !selected.has(name);
  };
  const candidates = result.changed.flatMap(({ symbol, type, changes }) => {
    const dependency = changes.find(({ kind }) => kind === "dependency");
    const isOther = changes.some(({ kind }) => ["type", "choice", "prompt", "visibility"].includes(kind));
    if (dependency === undefined || isOther || ![before, after].every((side) => isPlain(side, symbol)))
      return [];
    return ["lost", "gained"].flatMap((which) =>
      dependency[which] === null ? [] : [{ symbol, type, which, example: dependency[which] }],
    );
  });
  const step = Math.max(1, Math.floor(candidates.length / examples));
  const tried = candidates.filter((_, index) => index % step === 0).slice(0, examples);
  const wrong = [];
  const work = [...tried];
  const worker = async (number) => {
    for (let one = work.shift(); one !== undefined; one = work.shift()) {
      for (const [version, value] of [
        ["6.1", one.example.before],
        ["6.12", one.example.after],
      ]) {
        const found = await valueInC(version, one, join(scratch, `example-${number}`));
        const expected = one.type === "bool" && value !== "n" ? "y" : value;
        if (found !== expected)
          wrong.push(`${one.symbol} ${version}: ${found}, not ${expected} with ${one.example.lines}`);
      }
    }
  };
  await Promise.all(cpus().map((_, number) => worker(number)));
  check(
    wrong.length === 0 && tried.length > 0,
    `examples that the C tools confirm: ${tried.length} of ${candidates.length} tried${wrong.map((text) => `\n    ${text}`).join("")}`,
  );
}

/** What a symbol is with the lines of an example and one that asks for it. Not run in the tree, which stays as it is. */
async function valueInC(version, { symbol, example }, folder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, ".config");
  writeFileSync(file, [...example.lines, `CONFIG_${symbol}=y`, ""].join("\n"));
  const { code, stderr } = await run([referenceOf(version), "--olddefconfig", "Kconfig"], {
    cwd: folder,
    env: {
      ...environmentOf(version, "x86", "stub"),
      srctree: treeOf(version),
      KCONFIG_AUTOCONFIG: noBuild(folder),
    },
  });
  if (code !== "0") throw new Error(`conf: ${code}\n${stderr}`);
  return new RegExp(`^CONFIG_${symbol}=(.*)$`, "m").exec(readFileSync(file, "latin1"))?.[1] ?? "n";
}
