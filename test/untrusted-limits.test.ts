/** One budget for time and memory: what is used up is told by its name, and a trusted word raises it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { LIMIT_NAMES, parseLimit } from "../src/text/budget.ts";
import { runKcfg } from "./command.ts";

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-limits-"));
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
}

const kcfg = (...words: readonly string[]) =>
  runKcfg(words, { folder: tree, environment: { KCFG_CACHE_DIR: "" } });

const TOP = 'mainmenu "t"\nconfig A\n\tbool "a"\n';
const many = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

/** More pigeons than holes: no solver of this kind finds out soon. */
function pigeons(holes: number): string {
  const name = (pigeon: number, hole: number) => `P${pigeon}_${hole}`;
  const each = Array.from({ length: holes + 1 }, (_, pigeon) => pigeon);
  const inHoles = Array.from({ length: holes }, (_, hole) => hole);
  return [
    TOP,
    ...each.flatMap((pigeon) => inHoles.map((hole) => `config ${name(pigeon, hole)}\n\tbool "p"\n`)),
    'config C\n\tbool "c"\n',
    ...each.map((pigeon) => `\tdepends on ${inHoles.map((hole) => name(pigeon, hole)).join(" || ")}\n`),
    ...inHoles.flatMap((hole) =>
      each.flatMap((pigeon) =>
        each
          .slice(0, pigeon)
          .map((other) => `\tdepends on !${name(pigeon, hole)} || !${name(other, hole)}\n`),
      ),
    ),
  ].join("");
}

/** By limit: a tree that is beyond `most`, and far below the usual. */
const BEYOND: Readonly<
  Record<string, { readonly most: number; readonly files: Readonly<Record<string, string>> }>
> = {
  bytes: {
    most: 50_000,
    files: {
      Kconfig: TOP + many(20, (at) => `source "more${at}"\n`),
      ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`more${at}`, `# ${"x".repeat(5000)}\n`])),
    },
  },
  words: { most: 5_000, files: { Kconfig: TOP + many(2000, (at) => `config W${at}\n\tbool "w"\n`) } },
  definitions: { most: 1_000, files: { Kconfig: TOP + "config A\n\tbool\n".repeat(1500) } },
  symbols: { most: 1_000, files: { Kconfig: `${TOP}\tdepends on ${many(1500, (at) => `S${at} || `)}B\n` } },
  terms: { most: 1_000, files: { Kconfig: `${TOP}\tdepends on ${"B || ".repeat(1500)}B\n` } },
  comparisons: {
    most: 5_000,
    files: {
      Kconfig: `${TOP}config B\n\tbool "b"\nconfig D\n\tbool "d"\n${many(40, (at) => `\tdepends on S${at} || B\n\tdepends on B || S${at}\n`)}`,
    },
  },
  expansion: {
    most: 100_000,
    files: { Kconfig: `a = ${"x".repeat(1000)}\nb = ${"$(a)".repeat(200)}\nc := $(b)\n${TOP}` },
  },
  references: {
    most: 1_000,
    files: { Kconfig: `a = x\nb = ${"$(a)".repeat(200)}\nc = ${"$(b)".repeat(200)}\nd := $(c)\n${TOP}` },
  },
  errors: { most: 100, files: { Kconfig: TOP + "no statement\n".repeat(200) } },
};

describe.each(Object.entries(BEYOND))("%s", (name, { most, files }) => {
  test("is told with its place and what raises it, in verbs that read, write and search, and by conf", async () => {
    write(files);
    const limit = `--limit=${name}=${most}`;
    const shown = most.toLocaleString("en-US");
    for (const words of [["explain", "A"], ["olddefconfig"], ["lint"]]) {
      const { exit, stderr } = await kcfg(...words, limit, "--probes", "deny");
      expect(exit).toBe(words[0] === "olddefconfig" ? 1 : 2);
      expect(stderr).toMatch(/error(\[limit\])?: more than /);
      expect(stderr).toContain(`more than ${shown} `);
      expect(stderr).toContain(`this is the limit '${name}'`);
      expect(stderr).toContain(`--limit=${name}=${2 * most}`);
    }
    const conf = await kcfg("conf", limit, "--alldefconfig", "Kconfig");
    expect(conf).toMatchObject({ exit: 1, stderr: expect.stringContaining(`this is the limit '${name}'`) });
  });

  test("kcfg.json may say it, where it is trusted", async () => {
    write({ ...files, "kcfg.json": JSON.stringify({ limits: { [name]: most } }) });
    expect((await kcfg("list")).stderr).toContain(`this is the limit '${name}'`);
    expect((await kcfg("list", "--probes", "deny")).stderr).not.toContain("this is the limit");
    expect((await kcfg("list", "--limit", `${name}=1G`)).stderr).not.toContain("this is the limit");
    if (name === "errors") return;
    rmSync(join(tree, "kcfg.json"));
    expect((await kcfg("list")).exit).toBe(0);
  });
});

describe("lint searches", () => {
  const lint = async (files: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    write(files);
    const { stderr, stdout } = await kcfg("lint", "--probes", "deny", ...words);
    return { stderr, open: Number(/([0-9]+) questions? undecided/.exec(stdout)?.[1] ?? 0) };
  };
  const members = many(40, (at) => `config M${at}\n\tbool "m"\n`);
  const related = many(60, (at) => `\tdepends on A || S${at}\n`);
  const trees = {
    conflicts: { most: 100, Kconfig: pigeons(9) },
    steps: { most: 20_000, Kconfig: `${TOP}choice\n\tprompt "c"\n${members}endchoice\n` },
    pairs: { most: 1_000, Kconfig: `${TOP}config C\n\tbool "c"\n${related}` },
  } as const;

  test.each(Object.entries(trees))(
    "only so many %s, and tells what stayed open",
    async (name, { most, Kconfig }) => {
      const { stderr, open } = await lint({ Kconfig }, `--limit=${name}=${most}`);
      expect(open).toBeGreaterThan(0);
      expect(stderr).toContain(`warning[limit]: more than ${most.toLocaleString("en-US")} `);
      expect(stderr).toContain(`this is the limit '${name}'`);
      expect(stderr).toContain(`${open} questions stayed open`);
      const again = await lint({ Kconfig }, `--limit=${name}=${most}`);
      expect(again).toEqual({ stderr, open });
      const more = await lint({ Kconfig }, "--limit", `${name}=1G`);
      expect(more.stderr).not.toContain(`the limit '${name}'`);
      expect(more.open).toBeLessThan(open);
    },
  );

  test.each([
    ["more pigeons than holes", { Kconfig: pigeons(11) }, "conflicts"],
    [
      "conditions that all name one symbol",
      { Kconfig: `${TOP}config C\n\tbool "c"\n${many(3000, (at) => `\tdepends on A || S${at}\n`)}` },
      "pairs",
    ],
  ] as const)("by themselves: %s", async (_, files, name) => {
    const { stderr, open } = await lint(files);
    expect(stderr).toContain(`this is the limit '${name}'`);
    expect(open).toBeGreaterThan(0);
  });

  test("no more of a choice with thousands of members than of others", async () => {
    const thousands = many(1500, (at) => `config M${at}\n\tbool "m"\n`);
    const { stderr, open } = await lint({ Kconfig: `${TOP}choice\n\tprompt "c"\n${thousands}endchoice\n` });
    expect({ stderr, open }).toEqual({ stderr: "", open: 0 });
  });
});

test("an untrusted kcfg.json raises nothing", async () => {
  const more = Array.from({ length: 70 }, (_, at) => [`more${at}`, "config A\n\tbool\n".repeat(4000)]);
  write({
    Kconfig: TOP + many(70, (at) => `source "more${at}"\n`),
    ...Object.fromEntries(more),
    "kcfg.json": JSON.stringify({ limits: { definitions: 1e9, words: 1e9 } }),
  });
  expect((await kcfg("list", "--probes", "deny")).stderr).toContain("this is the limit 'definitions'");
  expect((await kcfg("list", "--probes", "run")).exit).toBe(0);
}, 60_000);

test("one file", async () => {
  write({ Kconfig: TOP + "#".repeat(20_000) });
  expect((await kcfg("explain", "A", "--limit", "file=10000")).stderr).toContain("larger than 10,000 bytes");
  expect((await kcfg("explain", "A", "--limit", "file=30000")).exit).toBe(0);
});

test("a configuration: .config, fragments, what is packed, what conf reads", async () => {
  write({ Kconfig: TOP, ".config": "CONFIG_A=y\n".repeat(1000), "a.config": "CONFIG_A=y\n".repeat(1000) });
  const limit = "--limit=config=5000";
  for (const words of [
    ["explain", "A"],
    ["check", "a.config"],
    ["set", "A=n"],
    ["merge", "a.config"],
    ["diff", "a.config", ".config"],
  ]) {
    const { exit, stderr } = await kcfg(...words, limit);
    expect(exit).toBe(2);
    expect(stderr).toContain("more than 5,000 bytes in one configuration: this is the limit 'config'");
  }
  for (const mode of ["--olddefconfig", "--listnewconfig", "--defconfig=a.config"])
    expect(await kcfg("conf", limit, mode, "Kconfig")).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("this is the limit 'config'"),
    });
  expect((await kcfg("explain", "A")).exit).toBe(0);
});

test("conflicts: explain and set say what they did not find out", async () => {
  write({ Kconfig: pigeons(9) });
  for (const words of [
    ["explain", "C"],
    ["set", "C=y"],
  ]) {
    const { exit, stderr } = await kcfg(...words, "--limit", "conflicts=500");
    expect([0, 1]).toContain(exit);
    expect(stderr).toContain("warning[limit]: more than 500 conflicts in the search for an answer");
    expect(stderr).toContain("what was not found out by then is left out");
  }
}, 60_000);

test("conditions of 20,000 different parts are not compared each with each", async () => {
  const pairs = many(10_000, (at) => `\tdepends on (!P${at % 150} || !Q${Math.floor(at / 150)})\n`);
  write({ Kconfig: `${TOP}config C\n\tbool "c"\n${pairs}` });
  expect((await kcfg("list", "--limit", "comparisons=5M")).exit).toBe(0);
});

test("limits are numbers with a name", async () => {
  expect(parseLimit("bytes=500")).toEqual(["bytes", 500]);
  expect(parseLimit("bytes=2K")).toEqual(["bytes", 2048]);
  expect(parseLimit("terms=1M")).toEqual(["terms", 1024 ** 2]);
  for (const word of ["bytes", "bytes=", "bytes=-1", "none=1", "bytes=1T", "=1"])
    expect(parseLimit(word)).toBeUndefined();
  write({ Kconfig: TOP, "kcfg.json": '{"limits": {"byte": 1, "bytes": "1", "terms": 0}}' });
  expect(await kcfg("list", "--limit", "byte=1")).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("Write NAME=NUMBER"),
  });
  const { stderr } = await kcfg("list");
  expect(stderr).toContain("unknown limit 'byte'");
  expect(stderr).toContain("the limit 'bytes' must be a number above 0");
  expect(LIMIT_NAMES).toHaveLength(14);
});

test("a regular expression that tries more ways than there is time for", async () => {
  write({ Kconfig: `${TOP}\thelp\n\t  ${"a".repeat(60)}!\n` });
  expect((await kcfg("search", "--regex", "^a")).exit).toBe(0);
  const { exit, stderr } = await kcfg("search", "--regex", "(a+)+(a+)+$");
  expect(exit).toBe(2);
  expect(stderr).toContain("the words take more than 10 s to look for");
}, 60_000);

test("kcfg search has a --limit of its own, and takes this one as well", async () => {
  write({ Kconfig: TOP + many(30, (at) => `config A${at}\n\tbool "a"\n`) });
  expect((await kcfg("search", "a", "--limit", "5")).stdout.match(/^A/gm)).toHaveLength(5);
  expect((await kcfg("search", "a", "--limit", "definitions=10")).stderr).toContain(
    "this is the limit 'definitions'",
  );
  expect(
    (await kcfg("search", "a", "--limit", "3", "--limit", "definitions=100")).stdout.match(/^A/gm),
  ).toHaveLength(3);
});
