/**
 * Trees that are made to take all time and memory: `npm run test:untrusted`, or
 * `node test/robust/exhausting.js [--verbs lint,list] [--only NAME] [--seconds N] [--megabytes N]`
 *
 * Each verb must end on each tree, within the time and the memory: with an answer, or with the name of a limit. Where
 * there is no GNU time the memory is not looked at.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const PROGRAM = fileURLToPath(new URL("../../bin/kcfg", import.meta.url));
const TOP = 'mainmenu "t"\nconfig A\n\tbool "a"\n';
const many = (count, line) => Array.from({ length: count }, (_, at) => line(at)).join("");
const symbols = (count, name) => many(count, (at) => `config ${name}${at}\n\tbool "s"\n`);

/** A Kconfig that sources its parts. */
const inParts = (parts) => ({
  Kconfig: TOP + many(parts.length, (at) => `source "part${at}"\n`),
  ...Object.fromEntries(parts.map((text, at) => [`part${at}`, text])),
});

/** Each of these is true or not for pairs of P0 … */
function pairs(names, count) {
  const lines = [];
  for (let one = 0; one < names && lines.length < count; one++)
    for (let other = 0; other < one && lines.length < count; other++)
      lines.push(`\tdepends on !P${one} || !P${other}\n`);
  return `${TOP}${symbols(names, "P")}config C\n\tbool "c"\n${lines.join("")}`;
}

/** More pigeons than holes, and each in one. */
function pigeons(holes, mark = "") {
  const name = (pigeon, hole) => `P${mark}${pigeon}_${hole}`;
  const all = Array.from({ length: holes + 1 }, (_, pigeon) => pigeon);
  const inHoles = Array.from({ length: holes }, (_, hole) => hole);
  return [
    ...all.flatMap((pigeon) => inHoles.map((hole) => `config ${name(pigeon, hole)}\n\tbool "p"\n`)),
    `config C${mark}\n\tbool "c"\n`,
    ...all.map((pigeon) => `\tdepends on ${inHoles.map((hole) => name(pigeon, hole)).join(" || ")}\n`),
    ...inHoles.flatMap((hole) =>
      all.flatMap((pigeon) =>
        all.slice(0, pigeon).map((other) => `\tdepends on !${name(pigeon, hole)} || !${name(other, hole)}\n`),
      ),
    ),
  ].join("");
}

/** By name: the files of a tree. */
const TREES = {
  "one file 15,000 times": () => ({
    Kconfig: TOP + 'source "big"\n'.repeat(15_000),
    big: symbols(4500, "X"),
  }),
  "comments 15,000 times": () => ({
    Kconfig: TOP + 'source "big"\n'.repeat(15_000),
    big: "# c\n".repeat(32_000),
  }),
  "100 MB of comments": () => inParts(Array.from({ length: 26 }, () => `# ${"x".repeat(3_900_000)}\n`)),
  "300 names of 8 MB": () => ({
    Kconfig: `L := ${"N".repeat(4_000_000)}\n${TOP}${many(300, (at) => `config $(L)$(L)${at}\n\tbool "x"\n`)}`,
  }),
  "20,000 expansions of 10 MB": () => ({
    Kconfig: `a = ${"x".repeat(1000)}\nb = ${"$(a)".repeat(1000)}\nc = ${"$(b)".repeat(10)}\n${TOP}${many(20_000, (at) => `v${at} := $(c)\n`)}`,
  }),
  "20,000 expansions of 900,000 calls": () => ({
    Kconfig: `a = x\nb = ${"$(a)".repeat(900)}\nc = ${"$(b)".repeat(1000)}\n${TOP}${many(20_000, (at) => `v${at} := $(c)\n`)}`,
  }),
  "one symbol 300,000 times": () =>
    inParts(Array.from({ length: 6 }, () => 'config A\n\tbool "a"\n'.repeat(50_000))),
  "one symbol 249,000 times": () =>
    inParts(Array.from({ length: 5 }, () => 'config A\n\tbool "a"\n'.repeat(49_800))),
  "260,000 symbols": () => inParts(Array.from({ length: 4 }, (_, part) => symbols(65_000, `S${part}_`))),
  "5 million words": () =>
    inParts(
      Array.from(
        { length: 8 },
        (_, at) => `config C${at}\n\tbool "c"\n${"\tdefault y if A\n".repeat(200_000)}`,
      ),
    ),
  "1.2 million terms": () =>
    inParts(
      Array.from(
        { length: 4 },
        (_, at) => `config C${at}\n\tbool "c"\n\tdepends on ${many(300_000, (term) => `T${term} || `)}A\n`,
      ),
    ),
  "100,000 equal dependencies": () => ({
    Kconfig: `${TOP}config B\n\tbool "b"\n${"\tdepends on A\n".repeat(100_000)}`,
  }),
  "100,000 dependencies": () => ({ Kconfig: TOP + many(100_000, (at) => `\tdepends on B${at}\n`) }),
  "40,000 dependencies and their mirrors": () => ({
    Kconfig: `${TOP}config C\n\tbool "c"\n${many(20_000, (at) => `\tdepends on S${at} || A\n\tdepends on A || S${at}\n`)}`,
  }),
  "1,000 pairs": () => ({ Kconfig: pairs(60, 1000) }),
  "10,000 pairs": () => ({ Kconfig: pairs(150, 10_000) }),
  "9 holes": () => ({ Kconfig: TOP + pigeons(9) }),
  "12 holes": () => ({ Kconfig: TOP + pigeons(12) }),
  "30 holes": () => ({ Kconfig: TOP + pigeons(30) }),
  "100 times 7 holes": () => ({ Kconfig: TOP + many(100, (at) => pigeons(7, `${at}_`)) }),
  "a choice of 50,000": () => ({
    Kconfig: `mainmenu "t"\nchoice\n\tprompt "c"\n${symbols(50_000, "M")}endchoice\n`,
  }),
  "100,000 selects in a row": () => ({
    Kconfig: `mainmenu "t"\n${many(100_000, (at) => `config S${at}\n\tbool "s"\n\tselect S${at + 1}\n`)}config S100000\n\tbool\n`,
  }),
  "100,000 selects of one": () => ({
    Kconfig: `mainmenu "t"\nconfig T\n\tbool\n${many(100_000, (at) => `config S${at}\n\tbool "s"\n\tselect T\n`)}`,
  }),
  "20,000 dependencies in a row": () => ({
    Kconfig: `mainmenu "t"\n${many(20_000, (at) => `config D${at}\n\tbool "d"\n${at > 0 ? `\tdepends on D${at - 1}\n` : ""}`)}`,
  }),
  "100,000 defaults": () => ({
    Kconfig: `mainmenu "t"\nconfig I\n\tint "i"\n${many(100_000, (at) => `\tdefault ${at} if D${at}\n`)}`,
  }),
  "50,000 ranges": () => ({
    Kconfig: `mainmenu "t"\nconfig I\n\tint "i"\n${many(50_000, (at) => `\trange ${at} ${at + 5} if D${at}\n`)}`,
  }),
  "50,000 comparisons of one text": () => ({
    Kconfig: `mainmenu "t"\nconfig S\n\tstring "s"\n${many(50_000, (at) => `config C${at}\n\tbool "c"\n\tdepends on S = "v${at}"\n`)}`,
  }),
  "100,000 blocks": () => ({
    Kconfig: TOP + many(100_000, (at) => `if A\nconfig W${at}\n\tbool "w"\nendif\n`),
  }),
  "100,000 implies of one": () => ({
    Kconfig: `mainmenu "t"\nconfig A\n\tbool "a"\n${many(100_000, (at) => `config S${at}\n\tbool "s"\n\timply A\n`)}`,
  }),
  "100,000 prompts of one symbol": () => ({
    Kconfig: `mainmenu "t"\n${many(100_000, (at) => `config A\n\tbool "a${at}" if P${at}\n`)}`,
  }),
  "20,000 choices": () => ({
    Kconfig:
      TOP +
      many(
        20_000,
        (at) =>
          `choice\n\tprompt "c"\nconfig K${at}\n\tbool "k"\nconfig L${at}\n\tbool "l"\n\tdepends on K${at > 0 ? at - 1 : 0}\nendchoice\n`,
      ),
  }),
  "200 menus in each other, 20,000 entries": () => ({
    Kconfig:
      TOP +
      many(200, (at) => `menu "m${at}"\n\tdepends on A || M${at}\n`) +
      symbols(20_000, "E") +
      "endmenu\n".repeat(200),
  }),
  "a loop of 20,000": () => ({
    Kconfig: TOP + many(20_000, (at) => `config R${at}\n\tbool "r"\n\tdepends on R${(at + 1) % 20_000}\n`),
  }),
  "a loop by 300 ways": () => ({
    Kconfig:
      TOP +
      many(
        300,
        (at) => `config R${at}\n\tbool "r"\n${many(300, (to) => (to === at ? "" : `\tdepends on R${to}\n`))}`,
      ),
  }),
  "macros that call each other 100,000 times": () => ({
    Kconfig: `${many(1000, (at) => `v${at} = $(v${at + 1})\n`)}v1000 = y\n${TOP}${many(100, (at) => `config V${at}\n\tdef_bool $(v0)\n`)}`,
  }),
  "names of a megabyte": () => ({
    Kconfig: TOP + many(20, (at) => `config N${at}${"X".repeat(1_000_000)}\n\tbool "n"\n\tdepends on A\n`),
  }),
  "a million errors": () => inParts(Array.from({ length: 3 }, () => "garbage here\n".repeat(300_000))),
  "a help text of 13 MB": () => ({ Kconfig: `${TOP}\thelp\n${`\t  ${"x".repeat(30)}\n`.repeat(400_000)}` }),
  "a .config of 133 MB": () => ({ Kconfig: TOP, ".config": `# ${"x".repeat(98)}\n`.repeat(1_330_000) }),
  "a .config of 3 million symbols": () => ({
    Kconfig: TOP,
    ".config": many(3_000_000, (at) => `CONFIG_U${at}=y\n`),
  }),
};

const WORDS = {
  explain: ["explain", "A"],
  list: ["list"],
  lint: ["lint"],
  olddefconfig: ["olddefconfig"],
  set: ["set", "A=y", "-o", "fragment"],
  check: ["check", "my.config"],
};

const { values } = parseArgs({
  options: {
    verbs: { type: "string", default: "explain,lint" },
    only: { type: "string" },
    seconds: { type: "string", default: "20" },
    megabytes: { type: "string", default: "1024" },
  },
});
const timer = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "%M"] : [];
const room = mkdtempSync(join(tmpdir(), "kcfg-exhausting-"));
let runs = 0;
let failures = 0;
for (const [name, filesOf] of Object.entries(TREES)) {
  if (values.only !== undefined && name !== values.only) continue;
  const folder = join(room, "tree");
  mkdirSync(folder);
  for (const [path, text] of Object.entries({ "my.config": "CONFIG_A=y\n", ...filesOf() }))
    writeFileSync(join(folder, path), text);
  for (const verb of values.verbs.split(",")) {
    const [program, ...words] = [...timer, process.execPath, PROGRAM, ...WORDS[verb], "--probes", "deny"];
    const before = performance.now();
    const { status, stderr } = spawnSync(program, words, {
      cwd: folder,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
      encoding: "latin1",
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 3000 * Number(values.seconds),
      killSignal: "SIGKILL",
      maxBuffer: 1 << 28,
    });
    const seconds = (performance.now() - before) / 1000;
    const megabytes = timer.length > 0 ? Number(/([0-9]+)\n$/.exec(stderr)?.[1] ?? 0) / 1024 : 0;
    const limit =
      /limit '([a-z]+)'/.exec(stderr)?.[1] ??
      /\[([a-z-]*(?:size|limit|deep|depth|count))\]/.exec(stderr)?.[1];
    const isFine =
      status !== null &&
      status <= 2 &&
      seconds <= Number(values.seconds) &&
      megabytes <= Number(values.megabytes);
    runs += 1;
    if (!isFine) failures += 1;
    const facts = `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, exit ${status}, ${limit ?? "no limit"}`;
    console.log(`${isFine ? "fine" : "BAD "}  ${name}, ${verb}: ${facts}`);
  }
  rmSync(folder, { recursive: true });
}
rmSync(room, { recursive: true });
console.log(`exhausting: ${runs} runs, ${failures} beyond the time, the memory, or broken`);
process.exitCode = failures > 0 || runs === 0 ? 1 : 0;
