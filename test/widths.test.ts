/** Answers on terminals of 60 to 200 columns: nothing is broken within a word or a path, and nothing is lost. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { fittedLine } from "../src/report/fitted-lines.ts";
import type { Host } from "../src/text/host.ts";
import { projectRoot } from "./command.ts";

const TREE = join(projectRoot, "fixtures/vfio-6.12");
const files: Record<string, string> = {
  "lab.config": "CONFIG_VFIO=m\nCONFIG_VFIO_NOIOMMU=y\nCONFIG_VFIO_IOMMU_TYPE1=y\nCONFIG_VFIO_DEBUG_FS=y\n",
};
for (const path of readdirSync(TREE, { recursive: true, encoding: "utf8" }))
  if (statSync(join(TREE, path)).isFile() && !path.startsWith("expected"))
    files[path] = readFileSync(join(TREE, path), "utf8");
files[".config"] = files["vfio.config"];

/** What a person sees on a terminal of this width, both streams. */
async function seen(words: readonly string[], columns: number, environment = {}): Promise<string> {
  const host = memoryHost({ files, environment, commands: () => "" });
  const onTerminal = { isTerminal: true, columns };
  const shown = (each: Host): Host => ({
    ...each,
    stdout: { ...each.stdout, ...onTerminal },
    stderr: { ...each.stderr, ...onTerminal },
    at: (folder) => shown(each.at(folder)),
  });
  await run(words, shown(host));
  return host.stdoutText() + host.stderrText();
}

const WIDTHS = [60, 80, 100, 120, 200];
const COMMANDS = [
  "explain VFIO_NOIOMMU",
  "explain VFIO_NOIOMMU --why-not --full --effects",
  "set VFIO=m VFIO_NOIOMMU=y --dry-run",
  "set VFIO_NOIOMMU=y",
  "check lab.config",
  "search no-iommu",
  "diff lab.config .config",
  "lint drivers/vfio",
  "graph VFIO_NOIOMMU",
  "rule unmet-dependency",
  "rule",
  "explain --help",
  "help options",
].map((line) => line.split(" "));
/** A line of a file, which is cut to the width, and one that ends in a command. */
const EXCERPT = /^\s*\d+ \|/;
const COMMAND = /^\s*(\S.*: |.* {2})?kcfg [a-z]/;
const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== "");
/** Excerpts are cut to the width: their own words do not count, nor do their marks and what stands beside them. */
const told = (text: string) =>
  text
    .split("\n")
    .filter((line) => !EXCERPT.test(line))
    .map((line) => line.replace(/^\s*\| *[-^]*/, ""))
    .join("\n");

describe.each(COMMANDS.map((words) => [words.join(" "), words] as const))("kcfg %s", (_, words) => {
  test.each(WIDTHS)("%i columns", async (columns) => {
    const text = await seen([...words, "--color", "never"], columns);
    expect(wordsOf(told(text)).length).toBeGreaterThan(10);
    for (const line of text.split("\n")) {
      const isOneWord = wordsOf(line).length === 1;
      if (!isOneWord && !EXCERPT.test(line) && !COMMAND.test(line))
        expect([line, line.length <= columns]).toEqual([line, true]);
    }
    const wide = await seen([...words, "--color", "never"], 1000);
    const count = (all: string) => wordsOf(told(all)).toSorted();
    // Lists show as many names as a line has room for.
    if (!words.includes("explain")) expect(count(text)).toEqual(count(wide));
  });
});

test("explain in 60 columns", async () => {
  expect(await seen(["explain", "VFIO_NOIOMMU", "--color", "never"], 60)).toMatch(
    `
why n  No value is requested, there is no default, and it
    cannot be set yet:
  ✗ VFIO_GROUP = n, needs y     depends on VFIO_GROUP
      drivers/vfio/Kconfig:55
    └ ✗ VFIO = n, needs m or y  if VFIO
        drivers/vfio/Kconfig:15
        └ not requested         "# CONFIG_VFIO is not set"
            .config:34

to set it  1 other change for VFIO_NOIOMMU=y, checked
    against the whole tree:
  CONFIG_VFIO=m   (or y)
  run: kcfg set VFIO=m VFIO_NOIOMMU=y
`,
  );
});

test("a patch keeps its lines, what is said beside it fits", async () => {
  const text = await seen(["set", "VFIO=m", "VFIO_NOIOMMU=y", "--diff", "--color", "never"], 60);
  const at = text.indexOf("warning[");
  const said = text.slice(at).split("\n");
  expect(Math.max(...said.map((line) => line.length))).toBeLessThanOrEqual(60);
  const long = `# ${"a line ".repeat(20)}end`;
  const host = memoryHost({ files: { ...files, "lab.config": `${long}\nVFIO=m\n` } });
  const stdout = { ...host.stdout, isTerminal: true, columns: 60 };
  await run(["check", "--diff", "lab.config"], { ...host, stdout, at: () => ({ ...host, stdout }) });
  expect(host.stdoutText()).toContain(` ${long}\n-VFIO=m\n+CONFIG_VFIO=m\n`);
});

test("colours take no columns", async () => {
  const painted = await seen(["explain", "VFIO_NOIOMMU", "--color", "always"], 60);
  expect(painted).toContain("\u001b[");
  expect(painted.replace(/\u001b\[\d+m/g, "")).toBe(
    await seen(["explain", "VFIO_NOIOMMU", "--color", "never"], 60),
  );
});

describe("one line", () => {
  test.each([
    ["as long as the terminal is wide", "word ".repeat(12).trim(), 59, "word ".repeat(12).trim()],
    ["words", "aaaa bbbb cccc dddd eeee ffff gggg hhhh", 30, "aaaa bbbb cccc dddd eeee ffff\n    gggg hhhh"],
    [
      "columns, before words are parted",
      "  first column here  second/one:1",
      30,
      "  first column here\n      second/one:1",
    ],
    ["a path that is longer", `a ${"path/".repeat(10)}x b`, 30, `a\n    ${"path/".repeat(10)}x\n    b`],
    ["a command", `  run: kcfg set ${"A=y ".repeat(20)}`, 30, `  run: kcfg set ${"A=y ".repeat(20)}`],
    [
      "a command in the last column",
      "  or B: CONFIG_NVME_FC=m   run: kcfg set 'A=b  c'",
      40,
      "  or B: CONFIG_NVME_FC=m\n      run: kcfg set 'A=b  c'",
    ],
    [
      "a command with what it is for, painted",
      "  \u001b[34m=\u001b[39m \u001b[1mhelp:\u001b[22m kcfg explain AAAA BBBB CCCC",
      30,
      "  \u001b[34m=\u001b[39m \u001b[1mhelp:\u001b[22m kcfg explain AAAA BBBB CCCC",
    ],
    [
      "a command in a sentence",
      "note: words and more, kcfg lint shows",
      30,
      "note: words and more, kcfg\n    lint shows",
    ],
    [
      "what is said of a mark",
      "  | ^^^^ it needs this = y (a/path:1)",
      34,
      "  | ^^^^\n  | it needs this = y (a/path:1)",
    ],
    [
      "what is said of a mark that leaves room",
      `  |  ^^ it ${"needs ".repeat(8)}this`,
      50,
      `  |  ^^ it ${"needs ".repeat(6).trim()}\n  |      needs needs this`,
    ],
    [
      "what is said of a mark far to the right",
      `  |${" ".repeat(22)}-- it needs this = y`,
      36,
      `  |${" ".repeat(22)}--\n  |   it needs this = y`,
    ],
    [
      "what is said of a mark, in its colour",
      "  \u001b[34m|\u001b[39m \u001b[31m^^^^ it needs this = y (a/path:1)\u001b[39m",
      34,
      "  \u001b[34m|\u001b[39m \u001b[31m^^^^\n  \u001b[34m|\u001b[39m \u001b[31mit needs this = y (a/path:1)\u001b[39m",
    ],
    ["an excerpt", `12 | ${"word ".repeat(20)}`, 30, `12 | ${"word ".repeat(20)}`],
  ])("%s", (_, line, columns, expected) => {
    expect(fittedLine(line, columns)).toBe(expected);
  });
});

test("FORCE_COLOR paints what goes into a pipe, NO_COLOR nothing", async () => {
  const piped = async (environment: Record<string, string>) => {
    const host = memoryHost({ files, environment, commands: () => "" });
    await run(["explain", "VFIO_NOIOMMU"], host);
    return host.stdoutText().includes("\u001b[");
  };
  expect(await piped({})).toBe(false);
  expect(await piped({ FORCE_COLOR: "1" })).toBe(true);
  expect(await piped({ FORCE_COLOR: "0" })).toBe(false);
  expect(await piped({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});
