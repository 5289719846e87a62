/** Trees that are not trusted: each way out of one that was found, and its kind. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { commandBundle, type Outcome, runKcfg } from "./command.ts";

let scratch: string;
/** The stranger's tree, and what lies beside it. */
let tree: string;
let outside: string;
beforeEach(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-untrusted-"));
  tree = join(scratch, "tree");
  outside = join(scratch, "outside");
  write("outside/secret", `${SECRET}\n`);
  mkdirSync(tree);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const SECRET = "https://me:TOPSECRET@example.org";

function write(path: string, text: string): void {
  const whole = join(scratch, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

function link(path: string, target: string): void {
  const whole = join(scratch, path);
  mkdirSync(dirname(whole), { recursive: true });
  rmSync(whole, { force: true });
  symlinkSync(target, whole);
}

const KCONFIG = 'mainmenu "t"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b" if A\n';

const kcfg = (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> => runKcfg(words, { folder: tree, environment: { KCFG_CACHE_DIR: "", ...environment } });
const denied = (...words: readonly string[]) => kcfg([...words, "--probes", "deny"]);
const told = ({ stdout, stderr }: Outcome) => stdout + stderr;

const VERBS: readonly (readonly string[])[] = [
  ["explain", "A"],
  ["list"],
  ["search", "a"],
  ["check", "a.config"],
  ["set", "A=y", "--dry-run"],
  ["lint"],
  ["merge", "a.config"],
  ["graph", "A"],
  ["diff", "a.config", "b.config"],
  ["olddefconfig"],
];

describe("files outside are never printed", () => {
  beforeEach(() => {
    write("tree/Kconfig", KCONFIG);
    write("tree/a.config", "CONFIG_A=y\n");
    write("tree/b.config", "CONFIG_B=y\n");
  });

  test.each(VERBS.map((words) => [words.join(" "), words] as const))(
    "kcfg.json is a link that leads out: %s",
    async (_, words) => {
      link("tree/kcfg.json", join(outside, "secret"));
      const outcome = await denied(...words);
      expect(outcome.exit).toBe(2);
      expect(outcome.stderr).toContain(
        "error[settings-unreadable]: cannot read kcfg.json: leads out of the tree",
      );
      expect(told(outcome)).not.toContain("TOPSECRET");
    },
  );

  test.each([
    ["renames", { renames: "../outside/secret" }],
    ["a policy", { policy: ["../outside/secret"] }],
    ["a base", { bases: ["../outside/secret"] }],
    ["a baseline", { baseline: "../outside/secret", fragments: ["a.config"] }],
    ["fragments", { fragments: ["../outside/secret"] }],
  ])("a kcfg.json behind a link names a foreign file as %s", async (_, check) => {
    write("b/evil.json", JSON.stringify({ check: { fragments: ["a.config"], ...check } }));
    link("tree/kcfg.json", "../b/evil.json");
    const outcome = await denied("check");
    expect(outcome.exit).toBe(2);
    expect(told(outcome)).not.toContain("TOPSECRET");
  });

  test.each([
    ["renames", { renames: "link" }],
    ["a policy", { policy: ["link"] }],
    ["a base", { bases: ["link"] }],
    ["a baseline", { baseline: "link" }],
    ["fragments", { fragments: ["link"] }],
  ])("kcfg.json names a link as %s", async (_, check) => {
    write("tree/kcfg.json", JSON.stringify({ check: { fragments: ["a.config"], ...check } }));
    link("tree/link", join(outside, "secret"));
    const outcome = await denied("check");
    expect(outcome).toMatchObject({ exit: 2, stderr: expect.stringContaining("error[outside-tree]") });
    expect(told(outcome)).not.toContain("TOPSECRET");
  });

  test.each([
    ["a fragment", ["check", "link"]],
    ["a policy", ["check", "a.config", "--policy", "link"]],
    ["renames", ["check", "a.config", "--renames=link"]],
    ["a base", ["check", "a.config", "--base", "link"]],
    ["a baseline", ["check", "a.config", "--baseline", "link"]],
    ["a .config", ["explain", "A", "--config", "link"]],
    ["one side", ["diff", "link", "a.config"]],
    ["a file to merge", ["merge", "link"]],
    ["a patch", ["diff", "--patch", "link"]],
    ["a folder's file", ["check", "folder/secret"]],
  ])("a link of the tree is named on the command line as %s", async (_, words) => {
    link("tree/link", join(outside, "secret"));
    link("tree/folder", outside);
    const outcome = await denied(...words);
    expect(outcome.exit).toBe(2);
    expect(told(outcome)).not.toContain("TOPSECRET");
    expect(outcome.stderr).toContain("leads out of the tree");
  });

  test("a file that the command line names may be anywhere", async () => {
    write("outside/my.config", "CONFIG_A=y\nCONFIG_NONE=y\n");
    const outcome = await denied("check", "../outside/my.config");
    expect(outcome).toMatchObject({ exit: 1, stdout: expect.stringContaining("CONFIG_NONE=y") });
    link("outside/linked.config", "my.config");
    expect((await denied("check", join(outside, "linked.config"))).stdout).toContain("CONFIG_NONE=y");
  });

  test("a patch begins with a file outside", async () => {
    const patch = [
      "diff --git a/../outside/secret b/Kconfig.new",
      "similarity index 100%",
      "rename from ../outside/secret",
      "rename to Kconfig.new",
      "diff --git a/Kconfig b/Kconfig",
      "--- a/Kconfig",
      "+++ b/Kconfig",
      "@@ -1,1 +1,2 @@",
      ' mainmenu "t"',
      '+source "Kconfig.new"',
      "",
    ].join("\n");
    write("outside/p.patch", patch);
    const outcome = await denied("diff", "--patch", "../outside/p.patch");
    expect(outcome.exit).toBe(2);
    expect(told(outcome)).not.toContain("TOPSECRET");
  });

  test("the architecture's default configuration is a link", async () => {
    write("tree/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nKERNELVERSION = 6.12.0\n");
    write("tree/arch/x86/Kconfig", "config C\n\tbool\n");
    write("tree/arch/x86/Makefile", "KBUILD_DEFCONFIG := x86_64_defconfig\n");
    link("tree/arch/x86/configs/x86_64_defconfig", join(outside, "secret"));
    const outcome = await denied("check", "--base", "defconfig", "a.config", "--arch", "x86");
    expect(outcome.exit).toBe(2);
    expect(told(outcome)).not.toContain("TOPSECRET");
  });

  test("a report of another machine names files as it likes", async () => {
    write("tree/a.config", "CONFIG_NONE=y\n");
    const report = (await kcfg(["check", "a.config", "--format", "json"])).stdout;
    const moved = report.replaceAll(JSON.stringify(tree), JSON.stringify(outside));
    write(
      "tree/part.json",
      moved.replace(/"location":\s*\{\s*"path":\s*"a.config"/g, '"location": {"path": "secret"'),
    );
    const outcome = await kcfg(["report", "merge", "part.json"]);
    expect(outcome.stdout).toContain("unknown-symbol");
    expect(told(outcome)).not.toContain("TOPSECRET");
  });

  test("where kcfg.json itself denies, the same holds for links of the tree, and what it names may be anywhere", async () => {
    write("outside/base.config", "CONFIG_A=y\n");
    write("tree/kcfg.json", '{"probes": "deny", "base": "../outside/base.config"}');
    expect((await kcfg(["check", "a.config"])).exit).toBe(0);
    link("tree/a.config", join(outside, "secret"));
    const outcome = await kcfg(["check", "a.config"]);
    expect(outcome.exit).toBe(2);
    expect(told(outcome)).not.toContain("TOPSECRET");
  });
});

describe("git runs nothing and fetches nothing", () => {
  const git = (...words: readonly string[]) => {
    const { status, stdout } = spawnSync("git", words, {
      cwd: tree,
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        HOME: scratch,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: "a",
        GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "a",
        GIT_COMMITTER_EMAIL: "a@example.org",
      },
    });
    if (status !== 0) throw new Error(`git ${words.join(" ")} failed`);
    return stdout.trim();
  };
  const ran = () => existsSync(join(scratch, "ran"));
  const touch = () => `touch ${join(scratch, "ran")}`;

  /** Two revisions; of the older one a file is missing, which a promisor remote would run a program to get. */
  function repository(): void {
    write("tree/Kconfig", `${KCONFIG}source "Kconfig.more"\n`);
    write("tree/Kconfig.more", "config OLD\n\tbool\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "one");
    const missing = git("rev-parse", "HEAD:Kconfig.more");
    write("tree/Kconfig.more", "config NEW\n\tbool\n");
    git("commit", "-qam", "two");
    rmSync(join(tree, ".git/objects", missing.slice(0, 2), missing.slice(2)));
    git("config", "core.repositoryFormatVersion", "1");
    git("config", "extensions.partialClone", "origin");
    git("config", "remote.origin.promisor", "true");
    git("config", "remote.origin.url", `ext::touch ${join(scratch, "ran")}`);
    git("config", "protocol.ext.allow", "always");
    git("config", "protocol.allow", "always");
    git("config", "core.fsmonitor", touch());
    git("config", "core.sshCommand", touch());
    git("config", "core.hooksPath", join(tree, "hooks"));
    write("tree/answers", "kcfg-probes 1\n\nenvironment\n");
  }

  test("the repository would run a program, if it were asked for what is missing", () => {
    repository();
    spawnSync("git", ["cat-file", "blob", "HEAD~:Kconfig.more"], { cwd: tree });
    expect(ran()).toBe(true);
  });

  test.each(["deny", "replay=answers"])("--probes %s asks git for no revision", async (mode) => {
    repository();
    for (const words of [["HEAD~..HEAD"], ["HEAD~"], ["HEAD", "."]]) {
      const outcome = await kcfg(["diff", "--tree", ...words, "--probes", mode]);
      expect(outcome).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining("git is not asked for HEAD"),
      });
    }
    expect(ran()).toBe(false);
  });

  test("kcfg.json may say so as well", async () => {
    repository();
    write("tree/kcfg.json", '{"probes": "replay=answers"}');
    expect((await kcfg(["diff", "--tree", "HEAD~"])).stderr).toContain("git is not asked for HEAD~");
    expect(ran()).toBe(false);
  });

  test("without --probes it reads what is there, and says what is not", async () => {
    repository();
    const outcome = await kcfg(["diff", "--tree", "HEAD~..HEAD"]);
    expect(outcome).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("nothing is fetched to have it"),
    });
    expect(ran()).toBe(false);
    expect((await kcfg(["diff", "--tree", "HEAD..HEAD"])).exit).toBe(0);
    expect(ran()).toBe(false);
  });
});

describe("what a Makefile includes", () => {
  const KERNEL = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nKERNELVERSION = 6.12.0\n";
  const hasStrace = spawnSync("strace", ["-V"]).error === undefined;

  /** Files below `scratch` that a run opens, as strace sees it; without strace, none. */
  function opened(words: readonly string[], folder: string): readonly string[] {
    if (!hasStrace) return [];
    const log = join(scratch, "strace");
    spawnSync(
      "strace",
      [
        "-f",
        "-y",
        "-e",
        "trace=open,openat,openat2,execve",
        "-o",
        log,
        process.execPath,
        commandBundle(),
        ...words,
      ],
      { cwd: folder, env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" }, timeout: 60_000 },
    );
    const lines = readFileSync(log, "utf8").split("\n");
    expect(lines.filter((line) => line.includes("execve("))).toHaveLength(1);
    return lines.flatMap((line) => {
      const found = /open\w*\(.*= \d+<(.*)>$/.exec(line)?.[1];
      return found?.startsWith(`${scratch}/`) ? [found] : [];
    });
  }

  function kernelOutside(): void {
    write("outside/Kconfig", 'config LEAKED\n\tbool "TOPSECRET"\n');
    write("outside/Makefile", KERNEL);
    write("outside/arch/x86/Kconfig", "\n");
    write("Kconfig", 'config LEAKED\n\tbool "TOPSECRET"\n');
    write("Makefile", KERNEL);
    write("arch/x86/Kconfig", "\n");
  }

  test.each([
    ["a folder outside", () => `include ${outside}/Makefile\n`],
    ["a folder outside, by a relative path", () => "include ../outside/Makefile\n"],
    ["the folder above", () => "include ../Makefile\n"],
    ["the folder above, by its name", () => `include ${scratch}/Makefile\n`],
    ["the root", () => "include //Makefile\n"],
    ["a link that leads out", () => "include link/Makefile\n"],
  ])("of an untrusted tree leads to %s", async (_, makefile) => {
    kernelOutside();
    link("tree/link", outside);
    write("tree/Kconfig", KCONFIG);
    write("tree/Makefile", makefile());
    const words = ["explain", "A", "--probes", "deny"];
    const outcome = await kcfg(words);
    expect(outcome.exit).toBe(0);
    expect(told(outcome)).not.toContain("TOPSECRET");
    const mine = opened(words, tree);
    expect(mine.filter((path) => !path.startsWith(`${tree}/`))).toEqual([]);
    if (hasStrace) expect(mine).toContain(`${tree}/Kconfig`);
  });

  test("of a folder without Kconfig in a repository does not lead above the repository", async () => {
    kernelOutside();
    mkdirSync(join(tree, ".git"), { recursive: true });
    for (const text of [
      `include ${outside}/Makefile\n`,
      "include ../../Makefile\n",
      "include ../link/Makefile\n",
    ]) {
      link("tree/link", outside);
      write("tree/build/Makefile", text);
      const outcome = await kcfg(["explain", "LEAKED", "-C", "build", "--probes", "deny"]);
      expect(outcome).toMatchObject({ exit: 2, stderr: expect.stringContaining("error[no-tree]") });
      const mine = opened(["explain", "LEAKED", "--probes", "deny"], join(tree, "build"));
      expect(mine.filter((path) => !path.startsWith(`${tree}/`))).toEqual([]);
    }
  });

  test("the folder that a kernel is built in still finds its source", async () => {
    kernelOutside();
    mkdirSync(join(outside, ".git"));
    write("outside/build/Makefile", `include ${outside}/Makefile\n`);
    for (const mode of ["deny", "run"]) {
      const outcome = await kcfg([
        "explain",
        "LEAKED",
        "-C",
        join(outside, "build"),
        "-v",
        "--probes",
        mode,
        "--arch",
        "x86",
      ]);
      expect(outcome.stderr).toContain("linux 6.12.0 x86, from Makefile");
    }
    write("tree/build/Makefile", `include ${outside}/Makefile\n`);
    expect((await kcfg(["explain", "LEAKED", "-C", "build", "-v", "--arch", "x86"])).stderr).toContain(
      "linux 6.12.0 x86",
    );
  });
});

describe("outputs under deny do not follow links of the tree that lead out", () => {
  const victim = () => readFileSync(join(outside, "secret"), "utf8");
  beforeEach(() => {
    write("tree/Kconfig", KCONFIG);
    write("tree/a.config", "CONFIG_A=y\n");
    write("tree/sub/Kconfig", KCONFIG);
    link("tree/out", "../outside/secret");
    link("tree/folder", outside);
    link("tree/dangling", "../outside/new");
  });

  const WRITING: readonly (readonly string[])[] = [
    ["check", "a.config", "--format", "sarif=out"],
    ["check", "a.config", "--format=json=out"],
    ["check", "a.config", "--write-baseline", "out"],
    ["lint", "--format", "junit=out"],
    ["graph", "A", "-o", "out"],
    ["graph", "A", "-oout"],
    ["set", "A=y", "-o", "out"],
    ["set", "A=y", "--config", "out"],
    ["merge", "a.config", "--output", "out"],
    ["savedefconfig", "out"],
    ["check", "a.config", "--format", "sarif=folder/secret"],
    ["check", "a.config", "--format", "sarif=dangling"],
    ["graph", "A", "-o", "folder/made"],
    ["graph", "A", "-o", "./folder/../out"],
  ];

  test.each(WRITING.map((words) => [words.join(" "), words] as const))("%s", async (_, words) => {
    const outcome = await denied(...words);
    expect([1, 2]).toContain(outcome.exit);
    expect(victim()).toBe(`${SECRET}\n`);
    expect(readdirSync(outside)).toEqual(["secret"]);
    expect(outcome.stderr).toMatch(/leads out of the tree|Error while saving defconfig/);
  });

  test("what the person names elsewhere is written, and links that stay inside are followed", async () => {
    link("tree/inside", "real.json");
    expect((await denied("check", "a.config", "--format", "json=../outside/out.json")).exit).toBe(0);
    expect((await denied("check", "a.config", "--format", "json=inside")).exit).toBe(0);
    expect(readFileSync(join(tree, "real.json"), "utf8")).toContain('"command": "check"');
    expect(readdirSync(outside).sort()).toEqual(["out.json", "secret"]);
  });

  test("the .config of conf, and what a build makes of it", async () => {
    link("tree/.config", "../outside/secret");
    link("tree/include", outside);
    for (const mode of ["--olddefconfig", "--allnoconfig", "--syncconfig"])
      await kcfg(["conf", "--probes=deny", mode, "Kconfig"]);
    await kcfg(["conf", "--probes=deny", "--savedefconfig=out", "Kconfig"]);
    expect(victim()).toBe(`${SECRET}\n`);
    expect(readdirSync(outside)).toEqual(["secret"]);
  });
});
