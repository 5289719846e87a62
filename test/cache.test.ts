/** What is kept of a tree counts only while everything that it was made from is the same. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { nodeHost } from "../src/host/node.ts";
import { nodeCache } from "../src/host/node-cache.ts";
import { loadKconfig } from "../src/model/load.ts";
import { isOpen, openTree } from "../src/service/open-tree.ts";
import { NO_INPUTS } from "../src/store/inputs.ts";
import { KeptReading } from "../src/store/kept-reading.ts";
import { NO_GROUND } from "../src/store/probe-ground.ts";
import { readSnapshot, type Snapshot, writeSnapshot } from "../src/store/snapshot.ts";
import { NEWEST_DIALECT } from "../src/text/dialect-name.ts";
import { FlatReader, FlatWriter } from "../src/text/flat-file.ts";
import { commandBundle, type Outcome, runKcfg, startBundle, startKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-cache-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Longer than a change can hide behind the tick of a clock. */
const OLD_ENOUGH = 2600;

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (text.startsWith("#!")) chmodSync(join(folder, path), 0o755);
  }
}

/** One answer: the line that explains A, and whether the model came from the cache. */
async function ask(folder: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const outcome = await run(folder, ["explain", "A", "-v", "--dialect", "extended", ...words], more);
  expect(outcome.exit).toBe(0);
  return {
    answer: outcome.stdout.split("\n", 1)[0],
    isKept: outcome.stderr.includes("model, from the cache"),
    trusted: /answers of (\d+) commands, from the cache/.exec(outcome.stderr)?.[1],
  };
}

async function run(
  folder: string,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const environment = {
    KCFG_CACHE_DIR: join(folder, "cache"),
    // Of the machine only what changes seldom: a folder of PATH that does is a change, and rightly so.
    PATH: `${folder}/first:${folder}/bin:/usr/bin:/bin`,
    ...more,
  };
  return await runKcfg(words, { folder, environment });
}

const modelFile = (folder: string): string => {
  const name = readdirSync(join(folder, "cache")).find((each) => each.endsWith(".model"));
  return join(folder, "cache", name ?? "none");
};

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly change: (folder: string) => Readonly<Record<string, string>> | undefined;
}

const A_IS = (value: string) => `config A\n\tdef_bool ${value}\n`;

/** In each of them A is y, and after the change n. */
const cases: readonly Case[] = [
  {
    name: "a Kconfig file, to the same size",
    files: { Kconfig: 'source "sub/Kconfig"\n', "sub/Kconfig": A_IS("y") },
    change: (folder) => void writeFileSync(join(folder, "sub/Kconfig"), A_IS("n")),
  },
  {
    name: "a Kconfig file, to the same size and with the old time",
    files: { Kconfig: 'source "sub/Kconfig"\n', "sub/Kconfig": A_IS("y") },
    change: (folder) => {
      const { atime, mtime } = statSync(join(folder, "sub/Kconfig"));
      writeFileSync(join(folder, "sub/Kconfig"), A_IS("n"));
      utimesSync(join(folder, "sub/Kconfig"), atime, mtime);
      return undefined;
    },
  },
  {
    name: "a variable that is looked at",
    files: { Kconfig: A_IS("$(VALUE)") },
    environment: { VALUE: "y" },
    change: () => ({ VALUE: "n" }),
  },
  {
    name: "a variable that was not set",
    files: { Kconfig: 'config A\n\tdef_bool "$(VALUE)" = ""\n' },
    change: () => ({ VALUE: "n" }),
  },
  {
    name: "a variable that only a command sees",
    files: { Kconfig: A_IS("$(shell,printenv SEEN)") },
    environment: { SEEN: "y" },
    change: () => ({ SEEN: "n" }),
  },
  {
    name: "a tool on PATH",
    files: { Kconfig: A_IS("$(shell,answer)"), "bin/answer": "#!/bin/sh\necho y\n" },
    change: (folder) => void writeFileSync(join(folder, "bin/answer"), "#!/bin/sh\necho n\n"),
  },
  {
    name: "another tool before it on PATH",
    files: { Kconfig: A_IS("$(shell,answer)"), "bin/answer": "#!/bin/sh\necho y\n", "first/other": "" },
    change: (folder) => void write(folder, { "first/answer": "#!/bin/sh\necho n\n" }),
  },
  {
    name: "a tool that was not there",
    files: { Kconfig: A_IS("$(shell,answer 2>/dev/null || echo y)"), "bin/other": "" },
    change: (folder) => void write(folder, { "bin/answer": "#!/bin/sh\necho n\n" }),
  },
  {
    name: "a script that a command names",
    files: { Kconfig: A_IS("$(shell,./answer.sh)"), "answer.sh": "#!/bin/sh\necho y\n" },
    change: (folder) => void writeFileSync(join(folder, "answer.sh"), "#!/bin/sh\necho n\n"),
  },
  {
    name: "a file more under a pattern",
    files: { Kconfig: 'gsource "sub/*.kconfig"\n', "sub/b.kconfig": A_IS("y") },
    change: (folder) => void write(folder, { "sub/a.kconfig": A_IS("n") }),
  },
  {
    name: "a file that was looked for",
    files: { Kconfig: `osource "sub/Kconfig"\n${A_IS("y")}` },
    change: (folder) => void write(folder, { "sub/Kconfig": A_IS("n") }),
  },
  {
    name: "a file that comes before the one in srctree",
    files: { Kconfig: 'source "sub/Kconfig"\n', "tree/sub/Kconfig": A_IS("y") },
    environment: { srctree: "tree" },
    change: (folder) => void write(folder, { "sub/Kconfig": A_IS("n") }),
  },
  {
    name: "a file that is gone",
    files: { Kconfig: `osource "sub/Kconfig"\n${A_IS("n")}`, "sub/Kconfig": A_IS("y") },
    change: (folder) => void rmSync(join(folder, "sub/Kconfig")),
  },
];

describe.each(["just written", "written a while ago"])(
  "a tree that was %s is read anew after a change of",
  (age) => {
    const folderOf = (index: number) => join(scratch, `${age.length}-${index}`);
    beforeAll(async () => {
      for (const [index, { files }] of cases.entries()) write(folderOf(index), files);
      if (age !== "just written") await new Promise((done) => setTimeout(done, OLD_ENOUGH));
    }, 20_000);

    test.each(cases.map((each, index) => ({ ...each, index })))(
      "$name",
      async ({ index, environment, change }) => {
        const folder = folderOf(index);
        const first = await ask(folder, [], environment);
        const second = await ask(folder, [], environment);
        expect([first.isKept, second.isKept]).toEqual([false, true]);
        expect(first.answer).toMatch(/^A = y/);
        expect(second.answer).toBe(first.answer);
        const more = change(folder) ?? {};
        expect((await ask(folder, [], { ...environment, ...more })).answer).toMatch(/^A = n/);
        expect((await ask(folder, ["--no-cache"], { ...environment, ...more })).answer).toMatch(/^A = n/);
      },
    );
  },
);

test("answers of commands are trusted where nothing is written, and there alone", async () => {
  const folder = join(scratch, "trust");
  // Those that conf takes, so that both have the same model.
  const RULES = ["--dialect", NEWEST_DIALECT];
  // What the command reads is not to be seen from its words.
  write(folder, { Kconfig: A_IS("$(shell,cat hidden)"), hidden: "y\n" });
  await new Promise((done) => setTimeout(done, OLD_ENOUGH));
  expect(await ask(folder, RULES)).toMatchObject({ isKept: false });
  expect(await ask(folder, RULES)).toMatchObject({ isKept: true, trusted: "1" });
  writeFileSync(join(folder, "hidden"), "n\n");
  expect((await ask(folder, RULES)).answer).toMatch(/^A = y/);
  const conf = async (...words: string[]) => {
    expect((await run(folder, ["conf", "--alldefconfig", ...words, "Kconfig"])).exit).toBe(0);
    return readFileSync(join(folder, ".config"), "utf8").includes("CONFIG_A=y");
  };
  expect(await conf("--trust-probes")).toBe(true);
  expect(await conf()).toBe(false);
  expect((await ask(folder, RULES)).answer).toMatch(/^A = n/);
  writeFileSync(join(folder, "hidden"), "y\n");
  expect((await ask(folder, [...RULES, "--no-cache"])).answer).toMatch(/^A = y/);
}, 30_000);

test("what a live session read is kept for what the tree looks at, and for no other variable", async () => {
  const folder = join(scratch, "session");
  write(folder, { Kconfig: A_IS("$(VALUE)") });
  const open = async (variables: Readonly<Record<string, string>>) => {
    const environment = { KCFG_CACHE_DIR: join(folder, "cache"), PATH: "/usr/bin:/bin", ...variables };
    const host = nodeHost({ folder, environment, program: commandBundle() });
    const opened = await openTree({}, host, {}, new KeptReading());
    return isOpen(opened) && opened.kept.some(({ kind }) => kind === "model");
  };
  expect(await open({ VALUE: "y", OTHER: "1" })).toBe(false);
  expect(await open({ VALUE: "y", OTHER: "2" })).toBe(true);
  expect(await open({ VALUE: "n", OTHER: "1" })).toBe(false);
});

test("another window, pane or login takes the same model; another compiler's variable does not", async () => {
  const folder = join(scratch, "windows");
  write(folder, { Kconfig: A_IS("$(shell,echo y)") });
  await new Promise((done) => setTimeout(done, OLD_ENOUGH));
  const here = { TMUX: "/tmp/tmux-0/default,1,0", TMUX_PANE: "%0", SSH_TTY: "/dev/pts/1", CCACHE_DIR: "a" };
  expect(await ask(folder, [], here)).toMatchObject({ isKept: false });
  const there = { TMUX: "/tmp/tmux-0/default,1,1", TMUX_PANE: "%7", KITTY_WINDOW_ID: "3", WT_SESSION: "x" };
  expect(await ask(folder, [], { ...there, CCACHE_DIR: "a" })).toMatchObject({ isKept: true, trusted: "1" });
  expect((await ask(folder, [], { ...here, CCACHE_DIR: "b" })).trusted).toBeUndefined();
}, 30_000);

test("each set of values of the variables that are looked at has a model of its own", async () => {
  const folder = join(scratch, "variants");
  write(folder, { Kconfig: A_IS("$(VALUE)") });
  const asked: Awaited<ReturnType<typeof ask>>[] = [];
  for (const VALUE of ["y", "n", "y", "n"]) asked.push(await ask(folder, [], { VALUE }));
  expect(asked.map(({ isKept }) => isKept)).toEqual([false, false, true, true]);
  expect(asked.map(({ answer }) => answer.slice(0, 5))).toEqual(["A = y", "A = n", "A = y", "A = n"]);
});

describe("after a Kconfig file was edited", () => {
  const files = {
    Kconfig: `${A_IS("$(shell,./answer.sh)")}\nconfig B\n\tdef_bool $(shell,./answer.sh)\nsource "sub/Kconfig"\n`,
    "sub/Kconfig": "config C\n\tbool\n",
    // Says how often it ran, beside the tree.
    "answer.sh": "#!/bin/sh\necho run >>log\ncat said\n",
    said: "y\n",
  };
  const runs = (folder: string) => readFileSync(join(folder, "log"), "utf8").split("\n").length - 1;

  test("answers of its commands are taken over where they are trusted, and those of new ones asked for", async () => {
    const folder = join(scratch, "edited-trusted");
    write(folder, files);
    await new Promise((done) => setTimeout(done, OLD_ENOUGH));
    expect(await ask(folder, [])).toMatchObject({ isKept: false, trusted: undefined });
    expect(runs(folder)).toBe(2);
    write(folder, { "sub/Kconfig": "config C\n\tbool\n\nconfig D\n\tbool\n" });
    expect(await ask(folder, [])).toEqual({
      answer: expect.stringMatching(/^A = y\b/),
      isKept: false,
      trusted: "2",
    });
    expect(runs(folder)).toBe(2);
    // A third time the same, and something new.
    write(folder, { "sub/Kconfig": "config C\n\tdef_bool $(shell,./answer.sh)\n\n# $(shell,cat said)\n" });
    expect(await ask(folder, [])).toMatchObject({ answer: expect.stringMatching(/^A = y\b/), trusted: "2" });
    expect(runs(folder)).toBe(3);
    // A script that is another one is not trusted, whatever was edited with it.
    write(folder, {
      "answer.sh": "#!/bin/sh\necho run >>log\necho n\n",
      "sub/Kconfig": "config C\n\tbool\n",
    });
    expect(await ask(folder, [])).toEqual({
      answer: expect.stringMatching(/^A = n\b/),
      isKept: false,
      trusted: undefined,
    });
    expect(await ask(folder, ["--no-cache"])).toMatchObject({ answer: expect.stringMatching(/^A = n\b/) });
  }, 30_000);

  test("each command runs once where they are not, also where its answer is another one", async () => {
    const folder = join(scratch, "edited-untrusted");
    write(folder, files);
    const environment = { KCFG_CACHE_DIR: join(folder, "cache"), PATH: "/usr/bin:/bin" };
    const conf = (...words: string[]) => {
      rmSync(join(folder, "log"), { force: true });
      const outcome = startKcfg(["conf", ...words, "--alldefconfig", "Kconfig"], { folder, environment });
      expect(outcome).toMatchObject({ exit: 0, stderr: "" });
      return [
        readFileSync(join(folder, ".config"), "utf8")
          .match(/^CONFIG_\w+=y$/gm)
          ?.join(" "),
        runs(folder),
      ];
    };
    // Of a model; and of an outcome, which is kept once nothing changes.
    for (const wait of [0, OLD_ENOUGH, 0, 0]) {
      await new Promise((done) => setTimeout(done, wait));
      expect(conf()).toEqual(["CONFIG_A=y CONFIG_B=y", 2]);
    }
    expect(readdirSync(join(folder, "cache")).join()).toContain(".outcome");
    write(folder, { said: "n\n" });
    expect(conf()).toEqual([undefined, 2]);
    write(folder, { said: "y\n" });
    expect(conf()).toEqual(["CONFIG_A=y CONFIG_B=y", 2]);
    write(folder, { "sub/Kconfig": "config C\n\tdef_bool y\n" });
    expect(conf()).toEqual(["CONFIG_A=y CONFIG_B=y CONFIG_C=y", 2]);
    write(folder, { said: "n\n" });
    expect(conf()).toEqual(["CONFIG_C=y", 2]);
    write(folder, { said: "y\n", "sub/Kconfig": "config C\n\tdef_bool $(shell,./answer.sh)\n" });
    expect(conf()).toEqual(["CONFIG_A=y CONFIG_B=y CONFIG_C=y", 3]);
    expect(conf("--no-cache")).toEqual(["CONFIG_A=y CONFIG_B=y CONFIG_C=y", 3]);
  }, 30_000);
});

test("-v says why commands run again", async () => {
  const folder = join(scratch, "asked-again");
  write(folder, { Kconfig: A_IS("$(shell,answer)"), "bin/answer": "#!/bin/sh\necho y\n", "first/other": "" });
  const why = async (more: Readonly<Record<string, string>> = {}) => {
    const { stderr } = await run(folder, ["explain", "A", "-v", "--dialect", "extended"], more);
    return /commands run again, because (.*)/.exec(stderr)?.[1];
  };
  expect(await why()).toBeUndefined();
  expect(await why()).toBe("a tool had just changed when they ran");
  await new Promise((done) => setTimeout(done, OLD_ENOUGH));
  await why();
  expect(await why()).toBeUndefined();
  expect(await why({ SEEN: "1" })).toBe("the variable SEEN changed");
  expect(await why({ SEEN: "2" })).toBe("the variable SEEN changed");
  expect(await why()).toBe("the variable SEEN changed");
  write(folder, { "bin/answer": "#!/bin/sh\n# another\necho y\n" });
  expect(await why()).toBe(`${folder}/bin/answer changed`);
}, 30_000);

test("two builds of kcfg share a folder, and each finds what it has kept", async () => {
  const folder = join(scratch, "two-builds");
  write(folder, { Kconfig: A_IS("y") });
  const other = join(folder, "other");
  mkdirSync(other);
  for (const name of readdirSync(dirname(commandBundle()))) {
    if (name.endsWith(".cjs")) copyFileSync(join(dirname(commandBundle()), name), join(other, name));
  }
  const env = { PATH: "/usr/bin:/bin", KCFG_CACHE_DIR: join(folder, "cache") };
  const isKept = (program: string) => {
    const words = [program, "explain", "A", "-v", "--dialect", "extended"];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, env, encoding: "utf8" });
    expect(status).toBe(0);
    return stderr.includes("model, from the cache");
  };
  const both = () => [isKept(join(other, "start.cjs")), isKept(startBundle())];
  expect([both(), both(), both()]).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ]);
  const models = readdirSync(join(folder, "cache")).filter((name) => name.endsWith(".model"));
  expect(models).toHaveLength(2);
});

test("warnings and what a tree prints are kept", async () => {
  const folder = join(scratch, "warnings");
  write(folder, {
    Kconfig: `$(info,told)\n$(warning-if,y,warned)\n${A_IS("y")}\nconfig B\n\tint "b"\n\tdefault x y z\n\nmenuconfig C\n\tbool\n`,
  });
  // Newer rules refuse what these only warn of.
  const rules = { KERNELVERSION: "6.12.0" };
  const conf = async (...words: string[]) =>
    await run(folder, ["conf", "--olddefconfig", ...words, "Kconfig"], rules);
  const good = { Kconfig: `$(info,told)\n$(warning-if,y,warned)\n${A_IS("y")}\nmenuconfig C\n\tbool\n` };
  // An error leaves nothing to keep.
  expect((await conf()).exit).toBe(1);
  expect(existsSync(join(folder, "cache"))).toBe(false);
  write(folder, good);
  await conf();
  expect(existsSync(join(folder, "cache"))).toBe(true);
  const first = await conf("--no-cache");
  expect(first.stderr).toContain("warned");
  expect(first.stderr).toContain("menuconfig statement without prompt");
  expect(first.stdout).toContain("told");
  expect(await conf()).toEqual(first);
});

describe("a file of the cache is ignored if it is", () => {
  const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    "half written": (bytes) => bytes.subarray(0, bytes.length >> 1),
    empty: () => Buffer.alloc(0),
    "one byte too long": (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]),
    "no such file at all": () => Buffer.from("x".repeat(64)),
    "changed in one bit": (bytes) => {
      const changed = Buffer.from(bytes);
      changed[changed.length >> 1] ^= 4;
      return changed;
    },
    "full of zeros": (bytes) => Buffer.alloc(bytes.length),
  };
  test.each(Object.keys(damages))("%s", async (name) => {
    const folder = join(scratch, name.replaceAll(" ", "-"));
    write(folder, { Kconfig: A_IS("y") });
    const first = await ask(folder, []);
    const path = modelFile(folder);
    writeFileSync(path, damages[name](readFileSync(path)));
    expect(await ask(folder, [])).toEqual({ ...first, isKept: false });
    // And mended by the way.
    expect(await ask(folder, [])).toEqual({ ...first, isKept: true });
  });

  test("of another build", () => {
    const folder = join(scratch, "build");
    write(folder, { Kconfig: A_IS("y") });
    const host = nodeHost({ folder });
    const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {} });
    if (model === undefined) throw new Error("no model");
    const snapshot: Snapshot = {
      build: "one",
      data: model.data,
      diagnostics,
      inputs: NO_INPUTS,
      ground: NO_GROUND,
    };
    const read = (build: string) => {
      const flat = FlatReader.open(writeSnapshot(snapshot) ?? new Uint8Array());
      return flat && readSnapshot(flat, build, host, undefined);
    };
    expect(read("other")).toBeUndefined();
    // Text of files is read when it is asked for, so it is the same here too.
    const plain = (data: unknown) => JSON.parse(JSON.stringify(data));
    const kept = read("one")?.data;
    expect(kept?.files.map(({ text }) => text)).toEqual([A_IS("y")]);
    expect(plain({ ...kept, texts: [], helps: [] })).toEqual(plain({ ...model.data, texts: [], helps: [] }));
  });
});

test("a cache that cannot be written to costs nothing but time", async () => {
  const folder = join(scratch, "unwritable");
  write(folder, { Kconfig: A_IS("y"), file: "" });
  const more = { KCFG_CACHE_DIR: join(folder, "file/cache") };
  expect(await ask(folder, [], more)).toMatchObject({ isKept: false });
  expect(await ask(folder, [], more)).toMatchObject({ isKept: false });
  expect(await ask(folder, [], { KCFG_CACHE_DIR: "" })).toMatchObject({ isKept: false });
});

test("the parser is not even loaded for a model that is kept", async () => {
  const folder = join(scratch, "no-parser");
  write(folder, { Kconfig: A_IS("$(shell,echo y)") });
  const timed = async (...words: string[]) =>
    (await run(folder, ["explain", "A", "--timings", ...words])).stderr;
  expect(await timed()).toContain("load parser");
  expect(await timed()).not.toContain("load parser");
  expect(await timed("--no-cache")).toContain("load parser");
});

test("kcfg cache tells what there is, and removes it", async () => {
  const folder = join(scratch, "verb");
  write(folder, { Kconfig: A_IS("y"), "cache/precious": "of somebody else" });
  await ask(folder, []);
  const size = statSync(modelFile(folder)).size;
  const info = await run(folder, ["cache", "info"]);
  expect(info.stdout).toBe(`${folder}/cache: 1 tree, ${(size / 1e6).toFixed(1)} MB\n`);
  expect(await run(folder, ["cache", "clear"])).toMatchObject({ exit: 0 });
  expect(readdirSync(join(folder, "cache"))).toEqual(["precious"]);
  expect(await run(folder, ["cache", "burn"])).toMatchObject({ exit: 2, stdout: "" });
});

test("the oldest files go when all together grow too large", () => {
  const folder = join(scratch, "bounded/cache");
  const cache = nodeCache(folder, "build", 250);
  const name = (digit: number) => `${String(digit).repeat(16)}.model`;
  for (const digit of [1, 2, 3]) {
    cache.write(name(digit), new Uint8Array(100));
    utimesSync(join(folder, name(digit)), digit, digit);
  }
  expect(cache.entries().map((entry) => entry.name)).toEqual([name(2), name(3)]);
  // What was written last stays, whatever its size.
  cache.write(name(4), new Uint8Array(1000));
  expect(cache.entries()).toEqual([{ name: name(4), size: 1000 }]);
  // And nothing half written.
  expect(readdirSync(folder)).toEqual([name(4)]);
});

test("columns and texts come back as they were, and any changed byte is noticed", () => {
  const texts = ["", "plain", "ä", "\udc80\udcff", "🐧", "", "a\0b"];
  const writer = new FlatWriter();
  writer.numbers(Uint8Array.of(1, 2, 3));
  writer.texts(texts);
  writer.numbers(Int32Array.of(-1, 2 ** 31 - 1));
  writer.numbers(Float64Array.of(0.1, 1e300));
  writer.text("ende");
  const bytes = writer.bytes() ?? new Uint8Array();
  // At an odd offset, as a pool of buffers may give it.
  const shifted = new Uint8Array(bytes.length + 1).subarray(1);
  shifted.set(bytes);
  for (const given of [bytes, shifted]) {
    const reader = FlatReader.open(given);
    expect(reader?.bytes()).toEqual(Uint8Array.of(1, 2, 3));
    expect(reader?.texts().all()).toEqual(texts);
    expect(reader?.integers()).toEqual(Int32Array.of(-1, 2 ** 31 - 1));
    expect(reader?.floats()).toEqual(Float64Array.of(0.1, 1e300));
    expect(reader?.text()).toBe("ende");
  }
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] ^= 0x10;
    expect(FlatReader.open(changed)).toBeUndefined();
  }
  // Two bytes of one character, each alone in its text.
  const lossy = new FlatWriter();
  lossy.texts(["\udcc3", "\udca4"]);
  expect(lossy.bytes()).toBeUndefined();
});

describe("the program's own compiled code", () => {
  const folder = join(scratch, "code");
  const cache = join(folder, "cache");
  const start = (...words: string[]) =>
    spawnSync(process.execPath, [startBundle(), ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: cache },
      encoding: "utf8",
    });
  const codes = () => (existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith(".code")) : []);
  beforeAll(() => write(folder, { Kconfig: A_IS("y") }));

  test("is kept for each verb, by runs that did their work, and none with --no-cache", () => {
    expect(start("explain", "A", "--no-cache").status).toBe(0);
    expect(start("explain").status).toBe(2);
    expect(codes()).toEqual([]);
    expect(start("explain", "A").status).toBe(0);
    expect(codes()).toHaveLength(1);
    expect(start("list").status).toBe(0);
    expect(codes()).toHaveLength(2);
  });

  test("is not written again while it serves, and replaced when it does not", () => {
    const [name] = codes();
    const path = join(cache, name);
    const whole = readFileSync(path);
    const runBoth = () => [start("explain", "A").status, start("list").status];
    const { ino } = statSync(path);
    expect(runBoth()).toEqual([0, 0]);
    expect(statSync(path).ino).toBe(ino);
    writeFileSync(path, whole.subarray(0, 1000));
    expect(runBoth()).toEqual([0, 0]);
    expect(statSync(path).size).toBeGreaterThan(1000);
  });

  test("of a file that others can write is not run", () => {
    for (const name of codes()) chmodSync(join(cache, name), 0o622);
    const [name] = codes();
    const { ino } = statSync(join(cache, name));
    expect([start("explain", "A").status, start("list").status]).toEqual([0, 0]);
    expect(statSync(join(cache, name)).ino).not.toBe(ino);
    for (const each of codes()) expect(statSync(join(cache, each)).mode & 0o777).toBe(0o600);
  });
});
