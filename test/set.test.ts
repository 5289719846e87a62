/** `kcfg set` where a person can be asked, and what it tells programs of what it would do. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";

const KCONFIG = `
config EXPERT
	bool "Expert"
	help
	  For those who know.

config CORE
	bool "Core"

config USER
	bool "User"
	select CORE

config DRIVER
	bool "Driver"
	depends on CORE
	help
	  Drives something. Using it taints
	  the kernel. Say N.

config STRANGE
	bool "Strange"
	depends on EXPERT

config OPENER
	bool "Opener"
	select EXPERT

config SIMPLE
	bool "Simple"
	depends on !DRIVER

config TOOL
	bool "Tool"
	depends on SIMPLE
`;

interface Person {
  readonly answers?: string;
  readonly isTerminal?: boolean;
  readonly config?: string;
}

async function set(words: readonly string[], { answers = "", isTerminal = true, config }: Person = {}) {
  const files = { Kconfig: KCONFIG, ...(config !== undefined && { ".config": config }) };
  const memory = memoryHost({ files, input: answers, environment: { srctree: "" } });
  const host = {
    ...memory,
    stdin: { ...memory.stdin, isTerminal },
    stderr: { ...memory.stderr, isTerminal },
  };
  const exit = await run(["set", "--color", "never", ...words], host);
  const written = memory.readText(".config");
  return {
    exit,
    stdout: memory.stdoutText(),
    stderr: memory.stderrText(),
    config: written.ok ? written.text : undefined,
  };
}

describe("on a terminal", () => {
  test("lists the ways and takes the one that is answered", async () => {
    const { exit, stderr, stdout, config } = await set(["DRIVER=y"], { answers: "b\n" });
    expect(stderr).toContain("error[unmet-dependency]: DRIVER=y would be dropped: CORE = n\n");
    expect(stderr).toContain(
      "2 ways to set it:\n  A  CONFIG_CORE=y\n  B  CONFIG_USER=y\nTake A, B, or n to write nothing? [n] ",
    );
    // Whoever is asked needs no command line.
    expect(stderr).not.toContain("run: kcfg");
    expect((await set(["DRIVER=y"], { isTerminal: false })).stderr).toContain("run: kcfg");
    expect(exit).toBe(0);
    expect(stdout).toContain("  USER    n → y  needed by DRIVER\n");
    expect(config).toContain("CONFIG_USER=y\nCONFIG_DRIVER=y\n");
  });

  test("asks again after what is no answer", async () => {
    const { exit, stderr, config } = await set(["DRIVER=y"], { answers: "C\nwhat?\nA\n" });
    expect(stderr.match(/or n to write nothing/g)).toHaveLength(3);
    expect([exit, config?.includes("# CONFIG_USER is not set")]).toEqual([0, true]);
  });

  test.each(["n\n", "\n", "", "no\n"])("writes nothing after %j", async (answers) => {
    const { exit, stdout, stderr, config } = await set(["DRIVER=y"], { answers });
    expect([exit, stdout, config]).toEqual([1, "", undefined]);
    expect(stderr).toMatch(/nothing written\n$/);
  });

  test("yes is enough where there is one way", async () => {
    const { exit, stderr, config } = await set(["TOOL=y"], { answers: "y\n" });
    expect(stderr).toContain("1 way to set it:\n  A  CONFIG_SIMPLE=y\nTake A, or n to write nothing? [n] ");
    expect([exit, config?.includes("CONFIG_TOOL=y")]).toEqual([0, true]);
  });

  test("says what a way opens; by a select it is no cheaper", async () => {
    const { stderr } = await set(["STRANGE=y"]);
    expect(stderr).toContain(
      "  A  CONFIG_EXPERT=y   (EXPERT opens much more)\n  B  CONFIG_OPENER=y   (EXPERT opens much more)\n",
    );
  });

  test.each([[["--fix"]], [["--fix", "--dry-run"]]])("asks nothing with %j", async (options) => {
    const { exit, stderr } = await set(["DRIVER=y", ...options]);
    expect([exit, stderr.includes("Take A")]).toEqual([0, false]);
  });

  test.each([[["-q"]], [["--format", "json"]]])("refuses without a question with %j", async (options) => {
    const { exit, stderr, config } = await set(["DRIVER=y", ...options], { answers: "A\n" });
    expect([exit, stderr.includes("Take A"), config]).toEqual([1, false, undefined]);
  });

  test("asks nothing where no configuration has it", async () => {
    const { exit, stderr } = await set(["DRIVER=y", "SIMPLE=y"], { answers: "A\n" });
    expect([exit, stderr.includes("Take A")]).toEqual([1, false]);
    expect(stderr).toContain("no configuration has DRIVER=y and SIMPLE=y");
  });
});

test("in a pipe it refuses, writes nothing and says what to run", async () => {
  const { exit, stderr, config } = await set(["DRIVER=y"], { answers: "A\n", isTerminal: false });
  expect([exit, config]).toEqual([1, undefined]);
  expect(stderr).toContain("= help: run: kcfg set DRIVER=y --fix   (--pick B for another way)");
});

describe("--format json", () => {
  const json = async (words: readonly string[], person: Person = {}) =>
    JSON.parse((await set([...words, "--format", "json"], person)).stdout);

  test("a refusal has its ways as fixes, with effects", async () => {
    const { ok, diagnostics } = await json(["DRIVER=y"]);
    expect(ok).toBe(false);
    expect(diagnostics[0].fixes).toMatchObject([
      { title: "1 change satisfies it: CONFIG_CORE=y", effects: [], verified: true },
      { edits: [{ kind: "set", symbol: "USER", value: "y" }], effects: ["CORE=y"], verified: true },
    ]);
  });

  test("warnings are diagnostics: of what is asked for, and of what a select opens", async () => {
    const codes = ({ diagnostics }: { diagnostics: { code: string; symbol: string }[] }) =>
      diagnostics.map(({ code, symbol }) => [code, symbol]);
    const unsafe = await json(["CORE=y", "DRIVER=y"]);
    expect([unsafe.ok, unsafe.summary.warnings, codes(unsafe)]).toEqual([
      true,
      1,
      [["unsafe-symbol", "DRIVER"]],
    ]);
    expect(unsafe.diagnostics[0].message).toBe('DRIVER: its help says "Using it taints the kernel."');
    expect(codes(await json(["OPENER=y"]))).toEqual([["enables-broad-option", "EXPERT"]]);
    // What was on before is no news.
    expect(codes(await json(["OPENER=y"], { config: "CONFIG_EXPERT=y\n" }))).toEqual([]);
  });

  test("what somebody had asked for and is lost has a list of its own", async () => {
    const { summary, result } = await json(["CORE=y", "DRIVER=y"], {
      config: "CONFIG_SIMPLE=y\nCONFIG_TOOL=y\n",
    });
    expect([summary.lost, result.lost]).toEqual([2, ["SIMPLE", "TOOL"]]);
  });
});

describe("lines of the .config that had no effect before", () => {
  const config = "CONFIG_CORE=y\n# CONFIG_EXPERT is not set\nCONFIG_STRANGE=y\n";

  test("are named, with what tells why", async () => {
    const { stdout, config: written } = await set(["USER=y"], { config });
    expect(stdout).toContain(
      "dropped: 1 line of the .config that had no effect before either: STRANGE=y\n  to see why, run: kcfg explain STRANGE=y\n",
    );
    expect(written).not.toContain("STRANGE");
    const { stdout: preview } = await set(["USER=y", "--dry-run", "--arch", "x"], { config });
    expect(preview).toContain("to see why, run: kcfg explain STRANGE=y --arch x\n");
    const { summary, result } = JSON.parse((await set(["USER=y", "--format", "json"], { config })).stdout);
    expect([summary.dropped, result.dropped]).toEqual([
      1,
      [{ symbol: "STRANGE", requested: "y", value: "n" }],
    ]);
  });

  test.each([
    ["is asked for again, with what it needs", ["EXPERT=y", "STRANGE=y"]],
    ["takes effect by the change", ["EXPERT=y"]],
    ["stays, as only a fragment is written", ["USER=y", "-o", "my.config"]],
  ])("are not, where one %s", async (_, words) => {
    const { exit, stdout } = await set(words, { config });
    expect([exit, stdout.includes("dropped")]).toEqual([0, false]);
  });
});

test("of many dependencies the first are shown, and the others counted", async () => {
  const names = Array.from({ length: 150 }, (_, index) => `NEED_${index}`);
  const kconfig = [
    ...names.map((name) => `config ${name}\n\tbool "n"\n`),
    'config MUCH\n\tbool "much"\n',
    ...names.map((name) => `\tdepends on ${name}\n`),
  ].join("");
  const host = memoryHost({ files: { Kconfig: kconfig } });
  expect(await run(["set", "MUCH=y"], host)).toBe(1);
  const told = host.stderrText();
  expect(told).toContain("MUCH=y would be dropped: NEED_0 = n");
  expect(told.match(/needs NEED_\d+ = y as well/g)).toHaveLength(20);
  expect(told).toContain("needs 129 others as well");
});
