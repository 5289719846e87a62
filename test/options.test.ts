/** The options that verbs share: each verb offers those that it obeys, and refuses the others. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { runKcfg } from "./command.ts";

const WITH_VALUES: Readonly<Record<string, string>> = {
  "--directory": "tree",
  "--config": ".config",
  "--kconfig": "Kconfig",
  "--arch": "x86",
  "--dialect": "linux-6.12",
  "--probes": "deny",
  "--limit": "bytes=1M",
  "--format": "text",
  "--color": "never",
};
const TREE = ["--directory", "--config", "--kconfig", "--arch", "--dialect", "--probes", "--limit"];
const CACHE = ["--no-cache", "--trust-probes"];
const ALL = [...TREE, ...CACHE, "--format", "--color", "--ascii", "--verbose", "--quiet", "--timings"];

/** Words to which a verb has an answer, and the shared options that would change nothing. */
const VERBS: Readonly<Record<string, readonly [words: readonly string[], ignored: readonly string[]]>> = {
  explain: [["A"], ["--trust-probes"]],
  set: [["A=y"], []],
  check: [["my.config"], ["--trust-probes"]],
  lint: [[], ["--config", "--trust-probes"]],
  search: [["A"], ["--trust-probes"]],
  list: [[], ["--trust-probes"]],
  diff: [[".config", "my.config"], ["--trust-probes"]],
  graph: [["A"], ["--trust-probes"]],
  merge: [["my.config"], ["--format"]],
  init: [
    ["--force"],
    [
      ...TREE.filter((option) => ["--config", "--dialect", "--limit"].includes(option)),
      ...CACHE,
      "--format",
      "--verbose",
    ],
  ],
  report: [
    ["merge", "report.json"],
    [...TREE.slice(1), ...CACHE],
  ],
  rule: [["unmet-dependency"], [...TREE, ...CACHE, "--verbose", "--quiet"]],
  cache: [["info"], [...TREE, ...CACHE, "--color", "--ascii", "--verbose", "--quiet"]],
  completion: [["bash"], ALL.filter((option) => option !== "--timings")],
  olddefconfig: [[], ["--format", "--verbose"]],
  savedefconfig: [["saved"], ["--format", "--verbose"]],
  localmodconfig: [["--modules", "modules"], ["--format"]],
  "my.config": [[], ["--format"]],
};
const FILES = {
  Kconfig: 'config A\n\tbool "a"\n\thelp\n\t  A.\n',
  ".config": "CONFIG_A=y\n",
  "my.config": "CONFIG_A=y\n",
  modules: "a\n",
  "kernel/configs/my.config": "CONFIG_A=y\n",
};

const folder = mkdtempSync(join(tmpdir(), "kcfg-options-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string) => {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
};
const kcfg = (words: readonly string[], where = "tree") =>
  runKcfg(words, { folder: join(folder, where), environment: { KCFG_CACHE_DIR: "" } });

beforeEach(async () => {
  write("tree");
  write("tree/tree");
  const { stdout } = await kcfg(["check", "my.config", "--format", "json"]);
  for (const name of ["tree", "tree/tree"]) writeFileSync(join(folder, name, "report.json"), stdout);
});

describe.each(Object.entries(VERBS))("%s", (verb, [words, ignored]) => {
  test.each(ALL)("%s", async (option) => {
    const value = WITH_VALUES[option];
    const help = await kcfg([verb, "--help"]);
    const run = await kcfg([verb, ...words, option, ...(value === undefined ? [] : [value])]);
    const isOffered = new RegExp(`${option}[ ,\\n]`).test(help.stdout);
    const isRefused = run.exit === 2 && run.stderr.includes(`unknown option '${option}'`);
    const isIgnored = ignored.includes(option);
    expect([isOffered, isRefused, run.exit]).toEqual([!isIgnored, isIgnored, isIgnored ? 2 : 0]);
  });
});

const readers = Object.keys(VERBS).filter((verb) => !VERBS[verb][1].includes("--directory"));

test.each(readers)("%s -C goes there", async (verb) => {
  const [words] = VERBS[verb];
  const here = await kcfg([verb, ...words]);
  write("empty");
  for (const path of Object.keys(FILES)) rmSync(join(folder, "empty", path));
  const there = await kcfg([verb, ...words, "-C", "../tree"], "empty");
  expect([there.exit, (await kcfg([verb, ...words], "empty")).exit]).toEqual([here.exit, 2]);
});

test.each(Object.keys(VERBS).filter((verb) => !VERBS[verb][1].includes("--format")))(
  "%s --format json answers JSON",
  async (verb) => {
    const { stdout } = await kcfg([verb, ...VERBS[verb][0], "--format", "json"]);
    expect(JSON.parse(stdout)).toHaveProperty("command");
  },
);

test.each(["lsp", "menuconfig"])("%s refuses words that it would not obey", async (verb) => {
  const { exit, stdout, stderr } = await kcfg([verb, "VFIO"]);
  expect([exit, stdout, stderr]).toEqual([2, "", expect.stringContaining("too many arguments")]);
});
