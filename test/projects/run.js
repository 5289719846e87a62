/**
 * Compares kcfg with the own conf of other projects, in the environment that their make gives it, and asks the verbs in
 * their trees as they come: `npm run test:projects`, or with options
 *
 *   node test/projects/run.js [--only PROJECT]... [--defconfigs N] [--sample] [--seed N] [--verbs|--conf] [--keep] [--list]
 *
 * Of each project N defconfigs (24; with --sample 2) go through all modes that its conf has. Compared are exit code, both
 * streams and every file. Exit 0: all identical, every verb answered; 1: something differs; 2: no lab.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  confOf,
  defconfigsOf,
  environmentIn,
  filesBelow,
  folderOf,
  isReady,
  kcfg,
  lab,
  makeView,
  projects,
  run,
  spread,
  versionOf,
  writeDefconfig,
} from "./lab.js";
import { askVerbs } from "./verbs.js";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    defconfigs: { type: "string" },
    sample: { type: "boolean", default: false },
    seed: { type: "string", default: "0" },
    verbs: { type: "boolean", default: false },
    conf: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const wanted = Object.keys(projects).filter(
  (name) => isReady(name) && (options.only === undefined || options.only.includes(name)),
);
if (wanted.length === 0) {
  console.error(`projects: no tree is ready in ${lab}: run test/projects/setup.sh first`);
  process.exit(2);
}

/** Seeds of randconfig: two of a sample. */
const SEEDS = ["1", "0x2A", "77", "123456", "4000000000"];

const count = Number(options.defconfigs ?? (options.sample ? 2 : 24));
const scratch = mkdtempSync(join(tmpdir(), "kcfg-projects-"));
let compared = 0;
const failures = [];

/** What one tool does in a view of its own: the outcome, and the files that it leaves. */
function outcomeOf(side, name, words, { env, input }) {
  const view = join(scratch, side);
  // Both see the same paths: the view is moved to one place while its tool runs.
  const place = join(scratch, "tree");
  rmSync(place, { recursive: true, force: true });
  cpSync(view, place, { recursive: true, verbatimSymlinks: true });
  const command = side === "own" ? [confOf(name), ...words] : kcfg("conf", ...words);
  const outcome = run(command, {
    cwd: place,
    env: { ...env, KCFG_CACHE_DIR: join(scratch, "cache") },
    input,
  });
  rmSync(view, { recursive: true, force: true });
  cpSync(place, view, { recursive: true, verbatimSymlinks: true });
  return { ...outcome, files: filesBelow(view) };
}

/** Names of the tool in its own messages. */
const plain = (text, name) => text.replaceAll(confOf(name), "conf");

function compare(name, title, words, extra = {}) {
  if (options.list) return console.log(`${name} ${title}`);
  const env = { ...environmentIn(name, join(scratch, "tree")), ...extra.env };
  const own = outcomeOf("own", name, words, { env, input: extra.input });
  const ours = outcomeOf("kcfg", name, words, { env, input: extra.input });
  if (typeof own.exit === "string")
    return console.log(`not compared: ${name} ${title}: its conf asks for ever`);
  compared += 1;
  const differing = [];
  if (own.exit !== ours.exit) differing.push(`exit ${own.exit}, kcfg ${ours.exit}`);
  for (const stream of ["stdout", "stderr"]) {
    if (plain(own[stream], name) !== ours[stream])
      differing.push(`${stream}\n${firstDifference(plain(own[stream], name), ours[stream])}`);
  }
  for (const path of new Set([...own.files.keys(), ...ours.files.keys()])) {
    const [a, b] = [own.files.get(path), ours.files.get(path)];
    if (a !== b) differing.push(`${path}\n${firstDifference(a, b)}`);
  }
  if (differing.length === 0) return;
  failures.push(`${name} ${title}`);
  console.log(`DIFFERS ${name} ${title}: conf ${words.join(" ")}\n  ${differing.slice(0, 6).join("\n  ")}`);
}

function firstDifference(a, b) {
  if (a === undefined || b === undefined)
    return `    only ${a === undefined ? "kcfg" : "the project's conf"} has it`;
  const [left, right] = [a.split("\n"), b.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  const line = at < 0 ? left.length : at;
  const all = left.filter((each, index) => each !== right[index]).length;
  return `    line ${line + 1} of ${left.length} (${all} differ): ${JSON.stringify(left[line])}, kcfg ${JSON.stringify(right[line])}`;
}

/** Modes that a project's conf has, by what stands in its sources. */
function modesOf(name) {
  const all = ["--allnoconfig", "--allyesconfig", "--allmodconfig", "--alldefconfig"];
  const late =
    name === "coreboot" ? ["--helpnewconfig", "--yes2modconfig", "--mod2yesconfig", "--mod2noconfig"] : [];
  return {
    all,
    random: "--randconfig",
    after: ["--olddefconfig", "--listnewconfig", "--oldconfig", "--syncconfig", ...late],
    fresh: ["--olddefconfig"],
  };
}

function fresh(name) {
  for (const side of ["own", "kcfg"]) makeView(name, join(scratch, side));
}

/** Runs in which C asks for ever are not begun: it has to have an answer for each question. */
const ANSWERS = "\n".repeat(20000);

function compareConf(name) {
  const { kconfig } = projects[name];
  const modes = modesOf(name);
  for (const mode of modes.all) {
    fresh(name);
    compare(name, mode, [mode, kconfig], { input: ANSWERS });
  }
  for (const seed of options.sample ? SEEDS.slice(0, 2) : SEEDS) {
    fresh(name);
    compare(name, `${modes.random} ${seed}`, [modes.random, kconfig], {
      env: { KCONFIG_SEED: seed },
      input: ANSWERS,
    });
  }
  for (const mode of modes.fresh) {
    fresh(name);
    compare(name, `${mode} without .config`, [mode, kconfig], { input: ANSWERS });
  }
  for (const defconfig of spread(defconfigsOf(name), count, Number(options.seed))) {
    fresh(name);
    let file = "";
    for (const side of ["own", "kcfg"]) file = writeDefconfig(name, defconfig, join(scratch, side));
    compare(name, `${defconfig} --defconfig`, [`--defconfig=${file}`, kconfig], { input: ANSWERS });
    compare(name, `${defconfig} --savedefconfig`, ["--savedefconfig=minimal", kconfig]);
    for (const mode of modes.after)
      compare(name, `${defconfig} ${mode}`, [mode, kconfig], { input: ANSWERS });
  }
}

/** Answers to the questions of a tool that takes letters; the last ends the input before its questions do. */
const DIALOGUES = {
  "all defaults": ANSWERS,
  "y to all": "y\n".repeat(20000),
  "n to all": "n\n".repeat(20000),
  "words and help": "?\nyes\nNo\nmaybe\n\n12\n0x10\n".repeat(3000),
  "end of input": "y\n".repeat(40),
};

/** BusyBox's conf: a letter says what to do, every run writes, and no variable gives a seed. */
function compareLetters(name) {
  const { kconfig } = projects[name];
  const env = { SOURCE_DATE_EPOCH: "1700000000", TZ: "UTC" };
  const undated = { ...env, KCONFIG_NOTIMESTAMP: "1" };
  const dialogues = Object.entries(DIALOGUES).slice(0, options.sample ? 2 : undefined);
  for (const letter of ["-n", "-y", "-m", "-d", "-s", "-x"]) {
    fresh(name);
    compare(name, letter, [letter, kconfig], { env, input: ANSWERS });
  }
  for (const words of [["-h"], ["-D"], ["-D", "nowhere", kconfig]]) {
    fresh(name);
    compare(name, words.join(" "), words, { env });
  }
  for (const letter of ["-n", "-y", "-m"])
    for (const file of ["all.config", `all${{ "-n": "no", "-y": "yes", "-m": "mod" }[letter]}.config`]) {
      fresh(name);
      writeBoth(file, "CONFIG_LS=y\n# CONFIG_ASH is not set\nCONFIG_FEATURE_VI_MAX_LEN=99\n");
      compare(name, `${letter} with ${file}`, [letter, kconfig], { env: undated });
    }
  for (const [title, input] of dialogues) {
    fresh(name);
    compare(name, `no letter, ${title}`, [kconfig], { env: undated, input });
  }
  for (const defconfig of spread(defconfigsOf(name), count, Number(options.seed))) {
    const file = `${projects[name].configs}/${defconfig}`;
    fresh(name);
    compare(name, `${defconfig} -D`, ["-D", file, kconfig], { env });
    for (const letter of ["-s", "-o", "-d"])
      compare(name, `${defconfig} ${letter}`, [letter, kconfig], { env });
    for (const [title, input] of dialogues) {
      for (const letter of [[], ["-o"], ["-s"]]) {
        fresh(name);
        const text = readFileSync(join(folderOf(name), file), "latin1");
        // Every fifth line is gone, so that something is new.
        const lines = text.split("\n").filter((_, index) => index % 5 !== 3);
        writeBoth(".config", lines.join("\n"));
        compare(name, `${defconfig} ${letter}, ${title}`, [...letter, kconfig], { env: undated, input });
      }
    }
  }
}

function writeBoth(path, text) {
  for (const side of ["own", "kcfg"]) writeFileSync(join(scratch, side, path), text, "latin1");
}

for (const name of wanted) {
  const before = [compared, failures.length];
  if (!options.verbs && name === "busybox") compareLetters(name);
  else if (!options.verbs) compareConf(name);
  if (!options.conf && !options.list) {
    const asked = askVerbs(name, options.sample, join(scratch, "verbs"));
    compared += asked.count;
    failures.push(...asked.failures);
  }
  if (!options.list)
    console.log(
      `${name} ${versionOf(name)}: ${compared - before[0] - (failures.length - before[1])} of ${compared - before[0]} as they should be`,
    );
}
if (!options.keep) rmSync(scratch, { recursive: true, force: true });
else console.log(`kept: ${scratch}`);
if (!options.list) console.log(`${compared - failures.length} of ${compared} as they should be`);
process.exit(failures.length === 0 ? 0 : 1);
