/** `--probes`: what is recorded can be read and replayed anywhere, what is denied never runs, and nothing is left running. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
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
import { memoryHost } from "../src/host/memory.ts";
import { nodeHost } from "../src/host/node.ts";
import { run } from "../src/main.ts";
import { loadKconfig } from "../src/model/load.ts";
import { escapeLine, unescapeLine } from "../src/probes/plain-text.ts";
import { parseRecording, printRecording, type RecordedRun, withRun } from "../src/probes/recording.ts";
import { VISIBLE_NAMES } from "../src/probes/visible-environment.ts";
import { DEFAULT_LIMITS } from "../src/text/budget.ts";
import { MAX_FILES } from "../src/text/limits.ts";
import { commandBundle, projectRoot, runKcfg, watchKcfg } from "./command.ts";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-probes-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>, below = "."): string {
  for (const [path, text] of Object.entries(files)) {
    const whole = join(scratch, below, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    if (text.startsWith("#!")) chmodSync(whole, 0o755);
  }
  return join(scratch, below);
}

const kcfg = async (
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) => await runKcfg(words, { folder, environment: { KCFG_CACHE_DIR: "", ...environment } });

const ESCAPE = "\u001b";

describe("the text of a recording", () => {
  const odd = [
    "",
    " ",
    "a\\n",
    "tab\there",
    `${ESCAPE}[31m`,
    "a\r\n",
    "\udcff\ud800",
    "\u202eabc",
    "x ",
    "\\c",
    "\\\\c",
    "\\",
    "😀",
    "\n\n",
    "no newline",
    "two\nlines\n",
    "\nlast\\c",
  ];

  test("any text stands on one line of plain text, and comes back", () => {
    for (const text of odd) {
      const line = escapeLine(text);
      expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202e\ud800-\udfff]*$|😀/u);
      expect(unescapeLine(line)).toBe(text);
    }
  });

  test("what is printed is read back as it was", () => {
    const runs: readonly RecordedRun[] = [
      {
        environment: new Map([
          ["CC", "a=b"],
          ["HOSTCC", null],
          ["LD", ""],
        ]),
        probes: odd.map((text, index) => ({
          command: `${index} ${text}`,
          reads: [["HOME", text]],
          code: index,
          stdout: text,
          stderr: odd[odd.length - 1 - index],
        })),
      },
      { environment: new Map(), probes: [] },
    ];
    expect(parseRecording("r", printRecording({ runs }))).toEqual({ runs });
  });

  test("a run takes the place of the one for the same environment, and the order is that of the environments", () => {
    const runOf = (arch: string, version: string, command: string): RecordedRun => ({
      environment: new Map([
        ["ARCH", arch],
        ["KERNELVERSION", version],
      ]),
      probes: [{ command, reads: [], code: 0, stdout: "", stderr: "" }],
    });
    const [x86, arm64, again] = [runOf("x86", "1", "a"), runOf("arm64", "1", "b"), runOf("x86", "2", "c")];
    const all = [x86, arm64, again].reduce(withRun, { runs: [] });
    expect(all.runs).toEqual([arm64, again]);
  });

  test.each([
    ["", 1, "not a recording"],
    ["kcfg-probes 2\n", 1, "newer format"],
    ["kcfg-probes 1\ncommand x\n", 2, "'environment'"],
    ["kcfg-probes 1\nenvironment\noutput x\n", 3, "'command'"],
    ["kcfg-probes 1\nenvironment\n  A=\\q\n", 3, "backslash"],
    ["kcfg-probes 1\nenvironment\ncommand x\nexit many\n", 4, "number"],
    ["kcfg-probes 1\nenvironment\nsurprise\n", 3, "no word"],
  ])("what is none is refused with its line: %j", (text, line, message) => {
    const answer = parseRecording("r", text);
    expect(answer).toMatchObject({ code: "malformed-recording", location: { path: "r", line } });
    expect("message" in answer && answer.message).toContain(message);
  });
});

const TREE = {
  Kconfig: `mainmenu "Tree for $(ARCH)"
success = $(shell,{ $(1); } >/dev/null 2>&1 && echo y || echo n)

config FEATURE
	def_bool $(success,$(CC) --has feature)

config VERSION
	string
	default "$(shell,$(CC) --version)"

config OWNER
	string
	default "$(OWNER)"
`,
  "bin/old-cc":
    '#!/bin/sh\n[ "$1" = --version ] && echo "old 1.0" && echo warned >&2\n[ "$1" = --version ]\n',
  "bin/new-cc": '#!/bin/sh\n[ "$1" = --version ] && echo "new 2.0"\nexit 0\n',
};

describe("record and replay", () => {
  const environment = (cc: string, arch: string) => ({
    PATH: `${join(scratch, "tree/bin")}:${process.env.PATH}`,
    CC: cc,
    ARCH: arch,
    OWNER: "builder",
  });
  const olddefconfig = async (mode: string, more: Readonly<Record<string, string>>) => {
    const folder = join(scratch, "tree");
    const outcome = await kcfg(folder, ["conf", `--probes=${mode}`, "--olddefconfig", "Kconfig"], more);
    const path = join(folder, ".config");
    const config = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    rmSync(path, { force: true });
    return { ...outcome, config };
  };

  test("the same .config, standard error too, where there are no tools, no PATH and no variables", async () => {
    write(TREE, "tree");
    const plain = await olddefconfig("run", environment("new-cc", "arm64"));
    const recorded = await olddefconfig("record=answers", environment("new-cc", "arm64"));
    const other = await olddefconfig("record=answers", environment("old-cc", "x86"));
    expect(plain.config).toContain('CONFIG_FEATURE=y\nCONFIG_VERSION="new 2.0"\nCONFIG_OWNER="builder"\n');
    expect(recorded).toEqual(plain);
    rmSync(join(scratch, "tree/bin"), { recursive: true });
    expect(await olddefconfig("replay=answers", { PATH: "", ARCH: "arm64" })).toEqual(plain);
    // The recording knows better than the machine at hand.
    const elsewhere = { PATH: "", ARCH: "x86", CC: "clang", OWNER: "somebody else" };
    expect(await olddefconfig("replay=answers", elsewhere)).toEqual(other);
    expect(other.stderr).toBe("warned\n");
    const text = readFileSync(join(scratch, "tree/answers"), "utf8");
    expect(text).toContain("\ncommand new-cc --version\noutput new 2.0\n");
    expect(text).toContain("\ncommand old-cc --version\noutput old 1.0\nerrors warned\n");
  });

  test("recorded twice, a file stays the same", async () => {
    write(TREE, "tree");
    await olddefconfig("record=answers", environment("new-cc", "arm64"));
    const first = readFileSync(join(scratch, "tree/answers"), "utf8");
    await olddefconfig("record=answers", environment("new-cc", "arm64"));
    expect(readFileSync(join(scratch, "tree/answers"), "utf8")).toBe(first);
  });

  test("says which variables a command names", async () => {
    write({ Kconfig: 'config A\n\tstring\n\tdefault "$(shell,echo $FLAGS)"\n' }, "tree");
    await olddefconfig("record=answers", { FLAGS: "-O2" });
    const text = readFileSync(join(scratch, "tree/answers"), "utf8");
    expect(text).toContain("\ncommand echo $FLAGS\nreads FLAGS=-O2\noutput -O2\n");
  });

  test("no other file is written over", async () => {
    write({ ...TREE, answers: "my notes\n" }, "tree");
    const { exit, stderr } = await olddefconfig("record=answers", environment("new-cc", "arm64"));
    expect([exit, stderr]).toEqual([1, expect.stringContaining("malformed-recording")]);
    expect(readFileSync(join(scratch, "tree/answers"), "utf8")).toBe("my notes\n");
  });

  test("another architecture than the recorded ones is refused, and several must be told apart", async () => {
    write(TREE, "tree");
    await olddefconfig("record=answers", environment("new-cc", "arm64"));
    const wrong = await olddefconfig("replay=answers", { ARCH: "riscv" });
    expect(wrong.exit).toBe(1);
    expect(wrong.stderr).toContain(
      "error[replay-environment]: answers was recorded for ARCH=arm64, and not for riscv",
    );
    expect((await olddefconfig("replay=answers", {})).exit).toBe(0);
    await olddefconfig("record=answers", environment("new-cc", "x86"));
    expect((await olddefconfig("replay=answers", {})).stderr).toContain("several architectures: arm64, x86");
  });

  test("explain and check ask the recording as well, by kcfg.json and by KCFG_PROBES; -v tells what was not used", async () => {
    const folder = write(
      {
        ...TREE,
        "kcfg.json": '{"probes": "replay=answers"}',
        answers:
          "kcfg-probes 1\nenvironment\n  ARCH=arm64\n  CC=cc\n" +
          "command { cc --has feature; } >/dev/null 2>&1 && echo y || echo n\noutput y\n" +
          "command cc --version\noutput cc 9\ncommand unused\noutput x\n",
        "a.config": "CONFIG_FEATURE=y\n",
      },
      "tree",
    );
    const explained = await kcfg(folder, ["explain", "FEATURE", "VERSION", "-v"]);
    expect(explained.stdout).toContain("FEATURE = y ");
    expect(explained.stdout).toContain('VERSION = "cc 9"');
    expect(explained.stderr).toContain("not used: unused\n");
    expect(await kcfg(folder, ["check", "a.config"])).toMatchObject({ exit: 0 });
    expect(await kcfg(folder, ["check", "a.config", "--probes", "deny"])).toMatchObject({ exit: 1 });
    expect(await kcfg(folder, ["check", "a.config"], { KCFG_PROBES: "deny" })).toMatchObject({ exit: 1 });
    writeFileSync(join(folder, "answers"), "kcfg-probes 1\nenvironment\n");
    const missing = await kcfg(folder, ["explain", "FEATURE"]);
    expect(missing.exit).toBe(2);
    expect(missing.stderr).toContain("error[missing-probe]: the recording has no answer for { ");
    expect(missing.stderr).toContain("--> Kconfig:5");
  });

  test("a word that is no mode is refused everywhere", async () => {
    const folder = write({ ...TREE, "kcfg.json": '{"probes": "maybe"}' }, "tree");
    expect(await kcfg(folder, ["explain", "A", "--probes", "some"])).toMatchObject({ exit: 2 });
    expect((await kcfg(folder, ["explain", "A"])).stderr).toContain(
      "'probes' in kcfg.json is 'maybe', which is no mode",
    );
    expect((await kcfg(folder, ["explain", "A"], { KCFG_PROBES: "no" })).stderr).toContain(
      "KCFG_PROBES is 'no'",
    );
    expect((await kcfg(folder, ["conf", "--probes=x", "--olddefconfig", "Kconfig"])).stderr).toContain(
      "--probes is 'x'",
    );
  });

  test("the matrix of check records all its architectures in one file, and replays them in threads", async () => {
    const folder = write(
      {
        ...TREE,
        "kcfg.json": JSON.stringify({
          environment: { CC: "new-cc" },
          check: { architectures: ["arm64", "x86"], bases: ["alldefconfig"], fragments: ["a.config"] },
        }),
        "a.config": 'CONFIG_VERSION="new 2.0"\nCONFIG_FEATURE=y\n',
      },
      "tree",
    );
    const PATH = `${join(folder, "bin")}:${process.env.PATH}`;
    const recorded = await kcfg(folder, ["check", "--probes", "record=answers"], { PATH });
    rmSync(join(folder, "bin"), { recursive: true });
    const replayed = await kcfg(folder, ["check", "--probes", "replay=answers"], { PATH: "" });
    expect(replayed).toEqual(recorded);
    expect(recorded.exit).toBe(0);
    expect(readFileSync(join(folder, "answers"), "utf8").match(/^environment$/gm)).toHaveLength(2);
  });
});

describe("a kernel tree: what the tree finder runs is governed as well", () => {
  const KERNEL = {
    Makefile:
      "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nKERNELVERSION = x\nexport CC ARCH CROSS_COMPILE NM RUSTC_VERSION_TEXT\n",
    "arch/powerpc/Makefile":
      "ifdef cross_compiling\nendif\nCROSS_COMPILE := $(call cc-cross-prefix, $(x))\nNM := $(NM) --synthetic\n",
    "arch/powerpc/Kconfig": "",
    "arch/x86/Kconfig": "",
    Kconfig:
      'config TEXT\n\tstring\n\tdefault "$(CC_VERSION_TEXT)"\nconfig NM\n\tstring\n\tdefault "$(NM)"\n',
  };
  const machine = { "uname -m": "ppc64\n", "gcc --version": "gcc 12\n" };
  const answer = (asked: string[]) => (command: string) => {
    asked.push(command);
    const known = Object.entries(machine).find(([part]) => command.includes(part));
    return { stdout: known?.[1] ?? "", code: known === undefined ? 1 : 0 };
  };

  test("replay asks nobody, and gives what was recorded", async () => {
    const asked: string[] = [];
    const files: Record<string, string> = { ...KERNEL };
    const recording = memoryHost({ files, folder: "/", commands: answer(asked) });
    expect(await run(["explain", "TEXT", "NM", "--probes", "record=answers"], recording)).toBe(0);
    expect(asked).toContain("uname -m");
    files.answers = recording.files.get("/answers") ?? "";
    const never = () => {
      throw new Error("a command was asked for");
    };
    const replaying = memoryHost({ files, folder: "/", commands: never });
    expect(await run(["explain", "TEXT", "NM", "--probes", "replay=answers"], replaying)).toBe(0);
    expect(replaying.stdoutText()).toBe(recording.stdoutText());
    expect(replaying.stdoutText()).toContain('TEXT = "gcc 12"');
  });

  test("replay says what the recording does not hold", async () => {
    const recording = "kcfg-probes 1\nenvironment\n  ARCH=x86\n";
    const host = memoryHost({ files: { ...KERNEL, answers: recording }, folder: "/" });
    expect(await run(["explain", "TEXT", "--probes", "replay=answers"], host)).toBe(2);
    expect(host.stderrText()).toContain(
      "error[missing-probe]: the recording has no answer for LC_ALL=C gcc --version",
    );
    expect(host.stdoutText()).toBe("");
  });

  test("deny asks nobody, and what only they know is unknown", async () => {
    const asked: string[] = [];
    const host = memoryHost({ files: KERNEL, folder: "/", commands: answer(asked) });
    expect(await run(["explain", "TEXT", "NM", "--arch", "powerpc", "--probes", "deny"], host)).toBe(0);
    expect(asked).toEqual([]);
    expect(host.stdoutText()).toContain("TEXT = unknown");
    expect(host.stdoutText()).toContain("NM = unknown");
  });
});

describe("the cache", () => {
  test("what one mode kept serves no other", async () => {
    const folder = write({ Kconfig: 'config A\n\tbool "A"\n\tdefault $(shell,echo y)\n' }, "tree");
    const ask = async (...words: readonly string[]) => {
      const { stdout, stderr } = await runKcfg(["explain", "A", "-v", ...words], {
        folder,
        environment: { KCFG_CACHE_DIR: join(scratch, "cache") },
      });
      return [stdout.split("   ", 1)[0], stderr.includes("model, from the cache")];
    };
    expect(await ask("--probes", "deny")).toEqual(["A = unknown", false]);
    expect(await ask("--probes", "deny")).toEqual(["A = unknown", true]);
    expect(await ask()).toEqual(["A = y", false]);
    expect(await ask("--probes", "record=answers")).toEqual(["A = y", false]);
    expect(await ask("--probes", "replay=answers")).toEqual(["A = y", false]);
    expect(await ask("--probes", "replay=answers")).toEqual(["A = y", true]);
    const text = readFileSync(join(folder, "answers"), "utf8");
    writeFileSync(join(folder, "answers"), text.replace("output y", "output n"));
    expect(await ask("--probes", "replay=answers")).toEqual(["A = n", false]);
    expect(await ask("--probes", "deny")).toEqual(["A = unknown", true]);
    expect(await ask()).toEqual(["A = y", true]);
  });
});

/** A tree that does what it can to get out. */
const HOSTILE = {
  Kconfig: `mainmenu "${ESCAPE}]0;owned\u0007Tree"
x := $(shell,touch pwned)
$(info,${ESCAPE}[2Jhello)
$(warning-if,$(shell,touch pwned && echo y),text)
esc := ${ESCAPE}[31mNAME

config $(esc)
	bool "named"

config A
	bool "A ${ESCAPE}[31mred\u202e"
	default y if $(shell,touch pwned; echo y)
	help
	  help ${ESCAPE}[2J ${"\u009b"}31m text

config SECRET
	string
	default "$(MY_SECRET)"

config B
	bool "B"
	depends on A
`,
  ".config": `CONFIG_B=y\nCONFIG_${ESCAPE}[31m=y\n# CONFIG_A is not set\n`,
  "a.config": `CONFIG_B=y\nCONFIG_${ESCAPE}[31mX=y\nnonsense ${ESCAPE}[2J\n`,
};

/** Ways out by a path, each a line of its own file. */
const LEAVING = [
  'source "OUTSIDE/Kconfig"',
  'source "../outside/Kconfig"',
  'source "link/Kconfig"',
  'source "file-link"',
  'source "dangling"',
  'source "../out*/Kconfig"',
  'source "l*/Kconfig"',
  'source "$(shell,echo Kconfig.more)"',
  'rsource "../outside/Kconfig"',
  'osource "../outside/Kconf*"',
  'source "pipe"',
];

describe("deny, in a hostile tree", () => {
  const sentinel = '#!/bin/sh\necho "$0" >>"SCRATCH/ran"\n';

  function hostileTree(): string {
    const folder = write(HOSTILE, "tree");
    write({ Kconfig: 'config OUT\n\tbool "secret text"\n', "x.config": "CONFIG_SECRET_LINE=y\n" }, "outside");
    // Each command that a search of PATH could find.
    for (const name of ["touch", "gcc", "cc", "uname", "sh", "echo"])
      write({ [name]: sentinel.replace("SCRATCH", scratch) }, "sentinels");
    symlinkSync(join(scratch, "outside"), join(folder, "link"));
    symlinkSync(join(scratch, "outside/Kconfig"), join(folder, "file-link"));
    symlinkSync(join(scratch, "outside/new"), join(folder, "dangling"));
    spawnSync("mkfifo", [join(folder, "pipe")]);
    return folder;
  }

  const VERBS: readonly (readonly string[])[] = [
    ["explain", "A", "B", "SECRET"],
    ["explain", "A", "--format", "json"],
    ["check", "a.config"],
    ["check", "a.config", "--format", "github", "--format", "sarif=out.sarif"],
    ["set", "B=y", "--fix", "--dry-run"],
    ["set", "B=y"],
    ["merge", "a.config"],
    ["olddefconfig"],
    ["listnewconfig"],
    ["list"],
    ["search", "red"],
    ["diff", ".config", "a.config"],
    ["conf", "--olddefconfig", "Kconfig"],
    ["conf", "--oldaskconfig", "Kconfig"],
  ];
  const under = (mode: string, words: readonly string[]) =>
    words[0] === "conf" ? ["conf", `--probes=${mode}`, ...words.slice(1)] : [...words, "--probes", mode];
  const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

  /** What came of a command line: the commands that ran, the marks that they leave, and all that was told. */
  async function tryOut(folder: string, words: readonly string[], path: string) {
    const { stdout, stderr, commands } = await watchKcfg(words, {
      folder,
      environment: { KCFG_CACHE_DIR: "", PATH: path, MY_SECRET: "do-not-tell" },
    });
    const marks = [join(folder, "pwned"), join(scratch, "ran")].filter(existsSync);
    return { commands, marks, told: Buffer.from(stdout + stderr, "latin1").toString("utf8") };
  }

  test.each(VERBS.map((words) => [words.join(" "), words] as const))("%s", async (_, words) => {
    const folder = hostileTree();
    const before = readFileSync(join(folder, ".config"), "latin1");
    const sentinels = join(scratch, "sentinels");
    const { commands, marks, told } = await tryOut(folder, under("deny", words), sentinels);
    expect([commands, marks]).toEqual([[], []]);
    expect(told).not.toMatch(CONTROLS);
    expect(told).not.toContain("do-not-tell");
    expect(readFileSync(join(folder, ".config"), "latin1")).toBe(before);
  });

  test("what these look for is there where commands run", async () => {
    const folder = hostileTree();
    const words = under("run", ["explain", "A", "SECRET"]);
    const { commands, marks, told } = await tryOut(folder, words, process.env.PATH ?? "");
    expect(commands).toHaveLength(3);
    expect(marks).toEqual([join(folder, "pwned")]);
    expect(told).toContain("do-not-tell");
    const { marks: both } = await tryOut(folder, words, join(scratch, "sentinels"));
    expect(both).toEqual([join(folder, "pwned"), join(scratch, "ran")]);
    expect(HOSTILE.Kconfig).toMatch(CONTROLS);
  });

  const SEARCH = ["search", "secret", "--dialect", "extended"];

  test("a way out leads to what others wrote, where it is not denied", async () => {
    const folder = hostileTree();
    writeFileSync(join(folder, "Kconfig"), 'source "../outside/Kconfig"\n');
    expect((await kcfg(folder, SEARCH)).stdout).toContain("secret text");
  });

  test.each(LEAVING)("%s", async (line) => {
    const folder = hostileTree();
    const text = `${line.replace("OUTSIDE", join(scratch, "outside"))}\nconfig Z\n\tbool\n`;
    writeFileSync(join(folder, "Kconfig"), text);
    const { exit, stdout, stderr } = await kcfg(folder, [...SEARCH, "--probes", "deny"]);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/error\[(outside-tree|denied-probe|unreadable-file)\]/);
    expect(stderr).toContain("Kconfig:1:");
    expect(stdout + stderr).not.toContain("secret text");
  });

  test("kcfg.json and .config cannot lead out either", async () => {
    const folder = hostileTree();
    const explain = async () => await kcfg(folder, ["explain", "A", "--probes", "deny"]);
    for (const setting of [
      '"config": "../outside/x.config"',
      '"base": "/etc/passwd"',
      '"tree": "../outside"',
    ]) {
      writeFileSync(join(folder, "kcfg.json"), `{${setting}}`);
      expect(await explain()).toMatchObject({
        exit: 2,
        stderr: expect.stringContaining("error[outside-tree]"),
      });
    }
    writeFileSync(join(folder, "kcfg.json"), '{"check": {"fragments": ["link/x.config"]}}');
    const checked = await kcfg(folder, ["check", "--probes", "deny"]);
    expect(checked).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("'link/x.config' in kcfg.json"),
    });
    rmSync(join(folder, "kcfg.json"));
    rmSync(join(folder, ".config"));
    symlinkSync(join(scratch, "outside/x.config"), join(folder, ".config"));
    expect(await explain()).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("the tree's own .config"),
    });
    rmSync(join(folder, ".config"));
    symlinkSync(join(scratch, "outside/made"), join(folder, ".config"));
    writeFileSync(join(folder, "Kconfig"), 'config A\n\tbool "A"\n');
    await kcfg(folder, ["conf", "--probes=deny", "--olddefconfig", "Kconfig"]);
    expect(readdirSync(join(scratch, "outside")).sort()).toEqual(["Kconfig", "x.config"]);
  });

  test("watched by strace, where there is one, kcfg starts no process and opens nothing outside", () => {
    const folder = hostileTree();
    writeFileSync(
      join(folder, "Kconfig"),
      `${HOSTILE.Kconfig}\nosource "link/*"\nsource "../outside/Kconfig"\n`,
    );
    const log = join(scratch, "strace");
    const { error } = spawnSync(
      "strace",
      [
        "-f",
        "-o",
        log,
        "-e",
        "trace=execve,execveat,openat,open,creat,mkdir,unlink,rename",
        process.execPath,
        commandBundle(),
        "explain",
        "A",
        "--probes",
        "deny",
        "--dialect",
        "extended",
      ],
      { cwd: folder, env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" }, encoding: "utf8", timeout: 60_000 },
    );
    // Where nobody can watch, the sentinels of the other tests have to do.
    if (error !== undefined) {
      expect(error).toMatchObject({ code: "ENOENT" });
      return;
    }
    const seen = (text: string) => {
      const lines = text.split("\n");
      return {
        started: lines.filter((line) => /\bexecve(at)?\(/.test(line)).length,
        outside: lines.filter((line) => line.includes("/outside")),
        created: lines.filter((line) => /O_CREAT|\b(?:creat|mkdir|unlink|rename)\(/.test(line)),
      };
    };
    expect(seen(readFileSync(log, "utf8"))).toEqual({ started: 1, outside: [], created: [] });
    const other = '1 execve("/bin/sh")\n1 openat(AT_FDCWD, "/outside/x", O_WRONLY|O_CREAT)\n1 mkdir("d")\n';
    const { started, outside, created } = seen(other);
    expect([started, outside.length, created.length]).toEqual([1, 1, 2]);
  });

  test("a terminal obeys nothing that a tree says, whatever the mode", async () => {
    const host = memoryHost({ files: HOSTILE, folder: "/", commands: () => "y" });
    const terminal = {
      ...host,
      stdout: { ...host.stdout, isTerminal: true },
      stderr: { ...host.stderr, isTerminal: true },
    };
    const at = (folder: string) => ({
      ...terminal,
      ...host.at(folder),
      stdout: terminal.stdout,
      stderr: terminal.stderr,
    });
    await run(["conf", "--oldaskconfig", "Kconfig"], { ...terminal, at });
    const told = host.stdoutText() + host.stderrText();
    expect(told).toContain("named");
    expect(told).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe("limits", () => {
  const load = (folder: string, environment: Readonly<Record<string, string>> = {}) =>
    loadKconfig({
      path: "Kconfig",
      host: nodeHost({ folder, environment }),
      environment: { ...process.env, ...environment },
    }).diagnostics;

  test("the size of a file", () => {
    const folder = write({ Kconfig: 'source "large"\n', large: "#".repeat(DEFAULT_LIMITS.file + 1) });
    expect(load(folder)).toMatchObject([
      { code: "file-size", location: { path: "Kconfig", line: 1, column: 8 } },
    ]);
    writeFileSync(join(folder, "large"), `#${" ".repeat(DEFAULT_LIMITS.file - 2)}\n`);
    expect(load(folder)).toEqual([]);
  });

  test("a file without an end", () => {
    const folder = write({ Kconfig: 'source "/dev/zero"\n' });
    expect(load(folder)).toMatchObject([{ code: "unreadable-file", location: { path: "Kconfig", line: 1 } }]);
  });

  test("the number of files", () => {
    // Each sources the next ten times: ten thousand and more in four steps.
    const step = (name: string) => `source "${name}"\n`.repeat(14);
    const files = { Kconfig: step("a"), a: step("b"), b: step("c"), c: step("d"), d: "" };
    const host = memoryHost({ files });
    const { diagnostics, model } = loadKconfig({
      path: "Kconfig",
      host,
      environment: {},
      dialect: "linux-6.12",
    });
    expect(model).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "file-count", location: { path: "c" } }]);
    expect(diagnostics[0].message).toContain(MAX_FILES.toLocaleString("en-US"));
  });

  test.each([
    ["on a lane", 'config A\n\tstring "A"\n\tdefault "$(shell,sleep 60)"\n'],
    ["waited for", "$(shell,sleep 60)\n"],
  ])("the time of a command %s", (_, text) => {
    const folder = write({ Kconfig: text });
    const found = load(folder, { KCFG_PROBE_TIMEOUT: "0.3" });
    expect(found).toMatchObject([{ code: "probe-limit", severity: "error", location: { path: "Kconfig" } }]);
    expect(found[0].message).toContain("sleep 60");
  });

  test("the output of a command: C's 4095 bytes without a word, an endless one with one", () => {
    const folder = write({ Kconfig: 'config A\n\tstring\n\tdefault "$(shell,yes)"\n' });
    expect(load(folder)).toMatchObject([{ code: "probe-limit", severity: "warning", location: { line: 3 } }]);
  });
});

test("docs/untrusted-trees.md lists the variables that a denied tree may see", () => {
  const page = readFileSync(join(projectRoot, "docs/untrusted-trees.md"), "utf8");
  const listed = /`(ARCH SRCARCH[A-Z\w\s]*)`/.exec(page)?.[1].split(/\s+/);
  expect(listed).toEqual([...VISIBLE_NAMES]);
});

describe("an interrupt", () => {
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      // One that has ended and that nobody has asked about is no process any more.
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
      return false;
    }
  };
  const until = async (test: () => boolean) => {
    while (!test()) await new Promise((done) => setTimeout(done, 20));
  };

  test.each([
    ["SIGINT", "run", 'config A\n\tstring\n\tdefault "$(shell,COMMAND)"\n'],
    ["SIGKILL", "run", 'config A\n\tstring\n\tdefault "$(shell,COMMAND)"\n'],
    ["SIGTERM", "run", "$(shell,COMMAND)\n"],
    ["SIGINT", "record=answers", "$(shell,COMMAND)\n"],
    ["SIGKILL", "record=answers", "$(shell,COMMAND)\n"],
  ] as const)("%s (%s) ends the commands that run, and all that they started", async (signal, mode, text) => {
    const command = "sh -c 'sleep 300 & echo $$ $! >pids; wait'";
    const folder = write({ Kconfig: text.replace("COMMAND", () => command) });
    const child = spawn(process.execPath, [commandBundle(), "explain", "A", "--probes", mode], {
      cwd: folder,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
      stdio: "ignore",
    });
    const ended = new Promise((done) => child.on("exit", (code, by) => done(by ?? code)));
    const pids = join(folder, "pids");
    await until(() => existsSync(pids) && readFileSync(pids, "utf8").endsWith("\n"));
    const [shell, sleeper] = readFileSync(pids, "utf8").split(" ").map(Number);
    expect([isAlive(shell), isAlive(sleeper)]).toEqual([true, true]);
    child.kill(signal);
    // A shell makes 130 of the end by SIGINT: 128 and the number of the signal.
    expect(await ended).toBe(signal);
    await until(() => !isAlive(shell) && !isAlive(sleeper));
  });
});
