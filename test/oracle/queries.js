/**
 * `kcfg list`, `search` and `graph` on Linux 6.12, x86 and arm64, against what can be read elsewhere: lists against the
 * .config and the defconfig that the C tool writes and against the text of the Kconfig files, searches for names and
 * prompts that are there, edges against the lines that they name and against `kcfg explain`.
 *
 *   node test/oracle/queries.js [SAMPLES]      how many symbols are searched and drawn (25)
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, projectRoot, readyVersions, referenceOf, run, treeOf } from "./lab.js";

const VERSION = "6.12";
const BASES = [
  ["x86", "arch/x86/configs/x86_64_defconfig"],
  ["arm64", "arch/arm64/configs/defconfig"],
];
/** Symbols with the most selects, whose selectors are counted in the text. */
const COUNTED = 150;

if (readyVersions([VERSION]).missing.length > 0) {
  console.error("queries: no tree: run test/oracle/setup.sh first");
  process.exit(2);
}
const samples = Number(process.argv[2] ?? 25);
const tree = treeOf(VERSION);
const scratch = mkdtempSync(join(tmpdir(), "kcfg-oracle-queries-"));

let failures = 0;
let compared = 0;

/** Notes a comparison, and says what differs. */
function check(what, expected, actual) {
  compared += 1;
  const [left, right] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (left === right) return;
  failures += 1;
  const [e, a] = [expected, actual].map((each) => (Array.isArray(each) ? new Set(each) : undefined));
  const missing = e && a ? [...e].filter((each) => !a.has(each)) : left;
  const extra = e && a ? [...a].filter((each) => !e.has(each)) : right;
  console.log(
    `DIFFERENT ${what}: missing ${String(missing).slice(0, 300)}; extra ${String(extra).slice(0, 300)}`,
  );
}

for (const [architecture, base] of BASES) await compareOn(architecture, base);
rmSync(scratch, { recursive: true });
console.log(`queries as they should be: ${compared - failures} of ${compared}`);
process.exitCode = failures === 0 && compared > 0 ? 0 : 1;

async function compareOn(architecture, base) {
  const environment = environmentOf(VERSION, architecture, "stub");
  const config = join(scratch, `${architecture}.config`);
  writeFileSync(config, readFileSync(join(tree, base)));
  // Not in the tree: what a build reads is written where the C tool stands.
  const cwd = mkdtempSync(join(scratch, "conf-"));
  const conf = async (word) => {
    const { code, stderr } = await run([referenceOf(VERSION), word, "Kconfig"], {
      cwd,
      env: { ...environment, srctree: tree, KCONFIG_CONFIG: config },
    });
    if (code !== "0") throw new Error(`conf ${word}: ${code}\n${stderr}`);
  };
  await conf("--olddefconfig");
  const minimal = join(scratch, `${architecture}.defconfig`);
  await conf(`--savedefconfig=${minimal}`);

  const kcfg = async (...words) => {
    const { code, stdout, stderr } = await run(
      [process.execPath, join(projectRoot, "bin/kcfg"), ...words, "--arch", architecture, "--config", config],
      { cwd: tree, env: { ...environment, KCFG_CACHE_DIR: join(scratch, "cache") } },
    );
    if (code !== "0" && code !== "1") throw new Error(`kcfg ${words.join(" ")}: ${code}\n${stderr}`);
    return Buffer.from(stdout, "latin1").toString();
  };
  const list = async (...words) => (await kcfg("list", ...words)).split("\n").filter((line) => line !== "");
  const ask = async (...words) => JSON.parse(await kcfg(...words, "--format", "json")).result;

  await compareLists(architecture, list, settingsOf(config), settingsOf(minimal));
  const all = (await list("--show", "name,place,prompt")).map((line) => line.split("\t"));
  const statements = readStatements([...new Set(all.map(([, place]) => place.replace(/:\d+$/, "")))]);
  await compareWithText(architecture, list, all, statements);
  await compareSearches(architecture, ask, all);
  await compareGraphs(architecture, ask, all);
  console.log(`${architecture}: ${all.length} symbols, ${compared} comparisons so far`);
}

/** Names and values as a .config says them. */
function settingsOf(path) {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line) => {
    const set = /^CONFIG_(\w+)=(.*)$/.exec(line);
    if (set !== null) return [`${set[1]}\t${set[2]}`];
    const unset = /^# CONFIG_(\w+) is not set$/.exec(line);
    return unset === null ? [] : [`${unset[1]}\tn`];
  });
}

/** The order is the menu's on both sides, so that it is compared as well. */
async function compareLists(architecture, list, written, minimal) {
  const show = ["--show", "name,value"];
  check(`${architecture} list --written`, written, await list("--written", ...show));
  check(`${architecture} list --changed`, minimal, await list("--changed", ...show));
  for (const value of ["y", "m", "n"])
    check(
      `${architecture} list --value ${value} --written`,
      written.filter((line) => line.endsWith(`\t${value}`)),
      await list("--value", value, "--written", ...show),
    );
}

/** Which entries a file's text has, and what each selects; by lines, without any grammar. */
function readStatements(paths) {
  const defined = [];
  const selected = [];
  for (const path of paths.filter((each) => existsSync(join(tree, each)))) {
    let name;
    let help;
    for (const [index, line] of readFileSync(join(tree, path), "utf8").split("\n").entries()) {
      const indentation = line.replace(/\t/g, "        ").search(/\S/);
      if (help !== undefined && (indentation < 0 || indentation >= help || help === 0)) {
        if (help === 0 && indentation > 0) help = indentation;
        if (help > 0 && indentation < 0) continue;
        if (help > 0 && indentation >= help) continue;
        if (help === 0 && indentation < 0) continue;
      }
      help = undefined;
      const entry = /^\s*(?:menu)?config\s+(\w+)\s*(?:#.*)?$/.exec(line);
      if (entry !== null) {
        name = entry[1];
        defined.push({ name, path, line: index + 1 });
      } else if (/^\s*(?:choice|menu|endmenu|endchoice|endif|comment)\b/.test(line)) name = undefined;
      else if (/^\s*help\s*$/.test(line)) help = 0;
      const select = /^\s*select\s+(\w+)/.exec(line);
      if (select !== null && name !== undefined) selected.push({ name, target: select[1] });
    }
  }
  return { defined, selected };
}

async function compareWithText(architecture, list, all, { defined, selected }) {
  const names = new Set(all.map(([name]) => name));
  const inFolder = (folder) => [
    ...new Set(defined.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ name }) => name)),
  ];
  for (const folder of ["drivers/vfio", "fs", "net/ipv4", "drivers/usb/gadget"])
    check(
      `${architecture} list --defined-in ${folder}`,
      inFolder(folder).sort(),
      (await list("--defined-in", folder)).sort(),
    );
  const bySelected = groupBy(selected);
  const targets = [...bySelected].sort((a, b) => b[1].length - a[1].length).slice(0, COUNTED);
  for (const [target, selects] of targets.filter(([name]) => names.has(name)).slice(0, samples))
    check(
      `${architecture} list --selects ${target}`,
      [...new Set(selects.map(({ name }) => name))].sort(),
      (await list("--selects", target)).sort(),
    );
}

function groupBy(selects) {
  const groups = new Map();
  for (const each of selects) groups.set(each.target, [...(groups.get(each.target) ?? []), each]);
  return groups;
}

/** Every so many-th of a list, always the same ones. */
function sampleOf(items) {
  const step = Math.max(1, Math.floor(items.length / samples));
  return items.filter((_, index) => index % step === 0).slice(0, samples);
}

async function compareSearches(architecture, ask, all) {
  for (const [name] of sampleOf(all)) {
    const [first] = await ask("search", `CONFIG_${name.toLowerCase()}`, "--limit", "1");
    check(`${architecture} search ${name}`, [name, "name"], [first?.symbol, first?.match]);
  }
  const prompted = all.filter(([, , prompt]) => /^[\w -]{12,}$/.test(prompt));
  for (const [name, , prompt] of sampleOf(prompted)) {
    const hits = await ask("search", prompt, "--limit", "0");
    check(
      `${architecture} search "${prompt}"`,
      true,
      hits.some(({ symbol }) => symbol === name),
    );
  }
}

/** Each edge stands at the line that it names; and a symbol's edges are what `explain` says of it. */
async function compareGraphs(architecture, ask, all) {
  for (const [name] of sampleOf(all)) {
    const { nodes, edges } = await ask(
      "graph",
      name,
      "--max-nodes",
      "1000",
      "--depth",
      "1",
      "--direction",
      "both",
    );
    for (const { kind, from, to, statements } of edges) {
      for (const { location } of statements) {
        const said = textAt(location);
        const other = kind === "select" || kind === "imply" ? to : to.replace(/^choice "(.*)"$/, "$1");
        check(
          `${architecture} graph ${name}: ${from} ${kind} ${to} at ${location.path}:${location.line}`,
          true,
          said.includes(other),
        );
      }
    }
    const [explained] = await ask("explain", name, "--full");
    const own = (kind, end) => edges.filter((edge) => edge.kind === kind && edge[end] === name);
    const sorted = (names) => [...new Set(names)].sort();
    const shown = new Set(nodes.map(({ symbol }) => symbol));
    if (shown.size > 1000) continue;
    check(
      `${architecture} graph ${name}: selected by`,
      sorted(explained.selectedBy.map(({ symbol }) => symbol)),
      sorted(own("select", "to").map(({ from }) => from)),
    );
    check(
      `${architecture} graph ${name}: selects`,
      sorted(explained.selects.map(({ symbol }) => symbol)),
      sorted(own("select", "from").map(({ to }) => to)),
    );
    check(
      `${architecture} graph ${name}: dependents`,
      sorted(explained.dependents),
      sorted(
        own("depends", "to")
          .map(({ from }) => from)
          .filter((from) => !from.startsWith("choice")),
      ),
    );
  }
}

/** The line and those that continue it. */
function textAt({ path, line }) {
  const lines = readFileSync(join(tree, path), "utf8").split("\n");
  let text = lines[line - 1];
  for (let at = line; text.endsWith("\\"); at++) text += lines[at];
  return text;
}
