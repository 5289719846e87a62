/** Only regular files are read and written, in every mode; what the person names in /dev stays. */
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { commandBundle, runKcfg } from "./command.ts";

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-files-"));
  write("Kconfig", 'mainmenu "t"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b" if A\n');
  write("a.config", "CONFIG_A=y\n");
});
afterEach(() => rmSync(tree, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function pipe(path: string): void {
  rmSync(join(tree, path), { force: true });
  expect(spawnSync("mkfifo", [join(tree, path)]).status).toBe(0);
}

function socket(path: string): void {
  rmSync(join(tree, path), { force: true });
  const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.exit())`;
  spawnSync(process.execPath, ["-e", `process.exit = () => process.kill(process.pid, 9);${script}`], {
    cwd: tree,
  });
}

const kcfg = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  runKcfg(words, { folder: tree, environment: { KCFG_CACHE_DIR: "", ...environment } });

const VERBS: readonly (readonly string[])[] = [
  ["explain", "A"],
  ["list"],
  ["search", "a"],
  ["check", "a.config"],
  ["set", "A=y"],
  ["lint"],
  ["merge", "a.config"],
  ["graph", "A"],
  ["diff", "a.config", "a.config"],
  ["diff", "--tree", ".", "."],
  ["olddefconfig"],
  ["listnewconfig"],
  ["savedefconfig"],
];
const named = VERBS.map((words) => [words.join(" "), words] as const);

function device(path: string): void {
  rmSync(join(tree, path), { force: true });
  symlinkSync("/dev/zero", join(tree, path));
}

describe.each([
  ["a pipe", pipe],
  ["a device", device],
])("%s", (_, make) => {
  test.each(named)("as kcfg.json: %s", async (_, words) => {
    make("kcfg.json");
    expect(await kcfg(words)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("it is no regular file"),
    });
  });

  test.each(named)("as Kconfig: %s", async (_, words) => {
    make("Kconfig");
    expect(await kcfg(words)).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("cannot read 'Kconfig': it is no regular file"),
    });
  });

  test.each(["source", "osource", "rsource"])("behind %s", async (word) => {
    make("pipe");
    write("Kconfig", `mainmenu "t"\n${word} "pipe"\n`);
    const outcome = await kcfg(["explain", "A", "--dialect", "extended"]);
    expect(outcome).toMatchObject({ exit: 2, stderr: expect.stringContaining("Kconfig:2:") });
    expect(outcome.stderr).toContain("it is no regular file");
  });

  test.each(named.filter(([, [verb]]) => !["lint", "diff", "graph", "search"].includes(verb)))(
    "as .config: %s",
    async (name, words) => {
      make(".config");
      const { exit, stderr } = await kcfg(words);
      expect([1, 2]).toContain(exit);
      expect(`${name}: ${stderr}`).toContain("it is no regular file");
    },
  );

  test.each([
    ["a fragment", ["check", "odd"]],
    ["a base", ["check", "a.config", "--base", "odd"]],
    ["a policy", ["check", "a.config", "--policy", "odd"]],
    ["renames", ["check", "a.config", "--renames", "odd"]],
    ["a baseline", ["check", "a.config", "--baseline", "odd"]],
    ["a patch", ["diff", "--patch", "odd"]],
    ["a recording", ["explain", "A", "--probes", "replay=odd"]],
    ["a file to record in", ["explain", "A", "--probes", "record=odd"]],
    ["a report", ["report", "merge", "odd"]],
    ["a .config", ["explain", "A", "--config", "odd"]],
    ["an output", ["graph", "A", "-o", "odd"]],
    ["a fragment to write", ["set", "A=y", "-o", "odd"]],
    ["a report to write", ["check", "a.config", "--format", "sarif=odd"]],
    ["a defconfig", ["defconfig", "odd"]],
    ["a defconfig to write", ["savedefconfig", "odd"]],
    ["the top file", ["explain", "A", "--kconfig", "odd"]],
  ])("named as %s", async (_, words) => {
    make("odd");
    const { exit, stderr } = await kcfg(words);
    expect([1, 2]).toContain(exit);
    if (words[0] !== "savedefconfig") expect(stderr).toContain("it is no regular file");
  });

  test("as the Makefile, or as one that the build writes", async () => {
    make("Makefile");
    expect((await kcfg(["explain", "A"])).exit).toBe(0);
    mkdirSync(join(tree, "include/config"), { recursive: true });
    make("include/config/auto.conf");
    expect((await kcfg(["syncconfig"])).exit).toBe(1);
  });
});

describe("what a command left running in the background", () => {
  const isAlive = (pid: number) => {
    try {
      // A zombie that nobody has waited for yet is as good as gone.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
      return false;
    }
  };
  const left = "sleep 50 >/dev/null 2>&1 </dev/null & echo $! >>pids; echo y";

  test.each([
    ["explain", ["explain", "A"]],
    ["olddefconfig", ["olddefconfig"]],
    ["conf", ["conf", "--olddefconfig", "Kconfig"]],
  ])("ends with the run: %s", async (_, words) => {
    write("left.sh", left);
    write(
      "Kconfig",
      'mainmenu "t"\nconfig A\n\tbool "a"\n\tdefault $(shell,sh ./left.sh 1)\nX := $(shell,sh ./left.sh 2)\n',
    );
    expect((await kcfg(words)).exit).toBe(0);
    const pids = readFileSync(join(tree, "pids"), "utf8").trim().split("\n").map(Number);
    expect(pids.length).toBeGreaterThan(0);
    await new Promise((done) => setTimeout(done, 300));
    const alive = pids.filter(isAlive);
    for (const pid of alive) process.kill(pid, "SIGKILL");
    expect(alive).toEqual([]);
  });
});

test("a socket is none either", async () => {
  socket(".config");
  expect(await kcfg(["explain", "A"])).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("cannot read .config"),
  });
});

test("what is named in /dev stays: standard input, a shell's <(…) and >(…), /dev/null", () => {
  const shell = (script: string) =>
    spawnSync("bash", ["-c", script.replaceAll("kcfg", `${process.execPath} ${commandBundle()}`)], {
      cwd: tree,
      encoding: "utf8",
      timeout: 20_000,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
    });
  expect(shell("kcfg check <(echo CONFIG_A=y)")).toMatchObject({ status: 0 });
  expect(shell("kcfg check <(echo CONFIG_NONE=y) --probes deny")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("no symbol NONE"),
  });
  expect(shell("echo CONFIG_A=y | kcfg check /dev/stdin").status).toBe(0);
  expect(shell("echo CONFIG_A=y | kcfg check -").status).toBe(0);
  expect(shell("kcfg check --base /dev/null a.config").status).toBe(0);
  expect(shell("kcfg graph A -o /dev/stdout | cat").stdout).toContain("A = n");
  expect(shell("kcfg set A=y -o /dev/stdout | cat").stderr).toContain("it is no regular file");
  expect(shell("KCONFIG_ALLCONFIG=<(echo CONFIG_A=y) kcfg conf --allnoconfig Kconfig").status).toBe(0);
  expect(readFileSync(join(tree, ".config"), "utf8")).toContain("CONFIG_A=y");
  // C reads nothing from it.
  write("Kconfig", 'source "/dev/null"\nconfig A\n\tbool "a"\n');
  expect(shell("kcfg explain A").status).toBe(0);
  write("Kconfig", 'source "/dev/stdin"\nconfig A\n\tbool "a"\n');
  expect(shell("sleep 1 | kcfg explain A")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("it is no regular file"),
  });
});
