/**
 * The ways that a kernel engineer takes, held against plan A: `node test/oracle/experts.js [options]`
 *
 *   --version V    the tree (6.12)
 *   --base NAME    the defconfig (x86_64_defconfig)
 *   --arch ARCH    x86
 *   --only WORDS   targets whose name or area holds the words
 *   --agree        set and check are asked as well, one process each, and have to say the same
 *   --show         each target
 *
 * The table, experts.json, was written from the menus and help texts before any answer was looked at: for each target the
 * symbols to turn on (or off: !SYMBOL) beside it, in any order; several ways where an engineer would say that both do.
 * That one is m and another y does not count. Five ways were mended later, where C itself says that a line was missing,
 * one too many, or that the compiler rules the target out.
 * Exit 0: at least 99 in 100 are plan A, and all verbs agree; 1: not; 2: no lab.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { environmentOf, lab, projectRoot, readyVersions, referenceOf, treeOf } from "./lab.js";

const { values: options } = parseArgs({
  options: {
    version: { type: "string", default: "6.12" },
    base: { type: "string", default: "x86_64_defconfig" },
    arch: { type: "string", default: "x86" },
    only: { type: "string", default: "" },
    agree: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
  },
});
const { version, arch } = options;
if (readyVersions([version]).ready.length === 0) {
  console.error(`experts: no tree in ${lab}: run test/oracle/setup.sh first`);
  process.exit(2);
}

const SHARE_WANTED = 0.99;
const table = JSON.parse(readFileSync(join(projectRoot, "test/oracle/experts.json"), "utf8"));
const rows = table.filter(({ area, ask }) => `${area} ${ask}`.includes(options.only));
const environment = environmentOf(version, arch, "stub");
const scratch = mkdtempSync(join(tmpdir(), "kcfg-experts-"));
const config = join(scratch, ".config");
try {
  process.exitCode = main();
} finally {
  rmSync(scratch, { recursive: true });
}

function main() {
  makeConfig();
  const explained = explain(rows.map(({ ask }) => ask));
  let hits = 0;
  let agreements = 0;
  for (const [index, { area, ask, ways }] of rows.entries()) {
    const plan = planOf(explained[index], ask);
    const isHit = ways.some((way) => sameSet(way, plan.way));
    const others = options.agree ? [planOfSet(ask), planOfCheck(ask)] : [];
    const isAgreed = others.every((each) => each === undefined || sameSet(each, plan.way));
    hits += isHit ? 1 : 0;
    agreements += isAgreed ? 1 : 0;
    if (options.show || !isHit || !isAgreed) {
      const said = `${area}: ${ask}: ${plan.way.join(" ") || "nothing more"}${plan.note}`;
      const wanted = isHit ? "" : `, not ${ways.map((way) => way.join(" ") || "nothing more").join(" | ")}`;
      const differing = others.map((each) => each?.join(" ") ?? "nothing").join(" / ");
      console.log(`${said}${wanted}${isAgreed ? "" : `; set / check: ${differing}`}`);
    }
  }
  const areas = new Set(rows.map(({ area }) => area)).size;
  const share = hits / rows.length;
  console.log(`Linux ${version} ${arch}, ${options.base}: ${rows.length} targets of ${areas} areas`);
  console.log(`plan A is the engineer's way: ${hits} of ${rows.length} (${(100 * share).toFixed(1)} %)`);
  if (options.agree) console.log(`explain, set and check agree: ${agreements} of ${rows.length}`);
  return share >= SHARE_WANTED && agreements === rows.length ? 0 : 1;
}

function makeConfig() {
  const folder = join(treeOf(version), "arch", environment.SRCARCH, "configs");
  cpSync(join(folder, options.base), config);
  const { status, stderr } = spawnSync(referenceOf(version), ["--olddefconfig", "Kconfig"], {
    cwd: scratch,
    env: { ...environment, srctree: treeOf(version), KCONFIG_CONFIG: config },
    encoding: "latin1",
  });
  if (status !== 0) throw new Error(stderr);
}

function kcfg(words) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "bin/kcfg"), ...words, "-C", treeOf(version), "--config", config, "--arch", arch],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...environment, KCFG_CACHE_DIR: join(lab, "experts-cache") },
    },
  );
  if (status === 2 || stdout === "") throw new Error(`kcfg ${words.join(" ")}: exit ${status}\n${stderr}`);
  return JSON.parse(stdout);
}

function explain(asks) {
  return kcfg(["explain", ...asks, "--format", "json"]).result;
}

/** Symbols of explain's plan beside the target: NAME, or !NAME for n. */
function planOf({ whyNot }, ask) {
  const [{ proposal }] = whyNot ?? [{}];
  const [target] = ask.split("=");
  if (proposal == null) return { way: [], note: "" };
  const note = proposal.kind === "checked" ? "" : ` (${proposal.kind})`;
  // A line that only keeps a setting is none that the target needs.
  const needed = proposal.others.filter(({ symbol, keeps }) => symbol !== target && keeps.length === 0);
  return { way: lines(needed), note };
}

/** Of the refusal of set: undefined where it would write at once, or says nothing. */
function planOfSet(ask) {
  const { ok, result, diagnostics } = kcfg(["set", ask, "--dry-run", "--fix", "--format", "json"]);
  if (!ok) return diagnostics.some(({ code }) => code === "unsatisfiable") ? undefined : [];
  return lines(result.needed.map(({ symbol, after }) => ({ symbol, value: after ?? "n" })));
}

function planOfCheck(ask) {
  const [name, value] = ask.split("=");
  const fragment = join(scratch, "one.config");
  mkdirSync(scratch, { recursive: true });
  writeFileSync(fragment, value === "n" ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${value}\n`);
  const { diagnostics } = kcfg(["check", fragment, "--base", config, "--format", "json"]);
  const edits = diagnostics.flatMap(({ fixes }) => fixes ?? []).flatMap(({ edits: each }) => each);
  const isFixed = diagnostics.some(({ fixes }) => (fixes ?? []).length > 0);
  if (!isFixed) return diagnostics.some(({ severity }) => severity === "error") ? undefined : [];
  return lines(edits.filter(({ kind }) => kind === "set"));
}

function lines(settings) {
  return settings.map(({ symbol, value }) => (value === "n" ? `!${symbol}` : symbol));
}

function sameSet(one, other) {
  return one.length === other.length && one.every((each) => other.includes(each));
}
