/** What a person sees first: kcfg alone, --help of every verb in one form, options before the verb. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { runKcfg } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-help-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "Kconfig"),
  'config VFIO\n\tbool "v"\n\nconfig VFIO_NOIOMMU\n\tbool "n"\n\tdepends on VFIO\n',
);
writeFileSync(join(folder, "my.config"), "CONFIG_VFIO=y\n");
const kcfg = (...words: readonly string[]) => runKcfg(words, { folder, environment: { KCFG_CACHE_DIR: "" } });

const main = (await kcfg("--help")).stdout;
const verbs = [...main.matchAll(/^ {2}([a-z][a-z0-9]+) /gm)]
  .map(([, verb]) => verb)
  .filter((verb) => verb !== "help" && verb !== "kcfg");

test("kcfg alone names three commands to try, which work", async () => {
  const { exit, stdout, stderr } = await kcfg();
  expect([exit, stdout]).toEqual([2, ""]);
  const commands = [...stderr.matchAll(/^ {2}kcfg (.*?)(?: {2,}|$)/gm)].map(([, words]) => words.split(" "));
  expect(commands.map(([verb]) => verb)).toEqual(["explain", "set", "check"]);
  for (const words of commands) expect([words, (await kcfg(...words)).exit]).toEqual([words, 0]);
});

describe.each(verbs)("kcfg help %s", (verb) => {
  test("ends with examples and exit codes, in lines of 80 columns", async () => {
    const { exit, stdout } = await kcfg("help", verb);
    expect(exit).toBe(0);
    const titles = [...stdout.matchAll(/^([A-Z][\w ]*)(?: \(.*\))?:$|^Usage(?=:)/gm)].map(
      ([whole, title = whole]) => title,
    );
    const most = ["Usage", "Arguments", "Options", "Options of all commands", "Example", "Exit codes"];
    expect(titles.map((title) => title.replace("Examples", "Example"))).toEqual(
      most.filter((title) => titles.includes(title) || /^(Usage|Example|Exit codes)$/.test(title)),
    );
    expect(stdout).toMatch(/^Exit codes:\n {2}0 {2}/m);
    const examples = /^Examples?:\n((?: {2}.*\n)+)/m.exec(stdout)?.[1].split("\n") ?? [];
    for (const line of stdout.split("\n"))
      if (!examples.includes(line)) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/default: (?:"|\[)|choices: "/);
  });
});

test("kcfg help options describes each option that a verb only names", async () => {
  const { exit, stdout } = await kcfg("help", "options");
  expect(exit).toBe(0);
  for (const verb of verbs) {
    const { stdout: text } = await kcfg("help", verb);
    const [, names = ""] = /\(kcfg help options\):\n((?: {2}--.*\n)+)/.exec(text) ?? [];
    for (const [name] of names.matchAll(/--[\w-]+/g)) expect(stdout).toMatch(new RegExp(`^ .*${name} `, "m"));
  }
});

describe("options before the verb", () => {
  test.each([
    [
      ["-v", "explain", "VFIO"],
      ["explain", "-v", "VFIO"],
    ],
    [
      ["-q", "olddefconfig"],
      ["olddefconfig", "-q"],
    ],
    [
      ["--verbose", "-C", ".", "list"],
      ["list", "--verbose", "-C", "."],
    ],
  ])("%j is %j", async (before, behind) => {
    const answer = await kcfg(...behind);
    expect(answer.exit).toBe(0);
    expect(await kcfg(...before)).toEqual(answer);
  });

  test("one that the verb does not take is refused", async () => {
    const { exit, stderr } = await kcfg("-v", "rule");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("unknown option '-v'")]);
  });

  test.each([["-v"], ["-C", "."]])("%s alone is no command", async (...words) => {
    expect((await kcfg(...words)).exit).toBe(2);
  });
});

describe("a slip in a word", () => {
  test.each([
    [["exlpain", "VFIO"], "unknown command 'exlpain'", "explain"],
    [["set", "A=y", "--dryrun"], "unknown option '--dryrun'", "--dry-run"],
    [["explain", "A", "--arhc", "arm"], "unknown option '--arhc'", "--arch"],
    [["explain", "A", "--arhc=arm"], "unknown option '--arhc=arm'", "--arch"],
  ])("%j", async (words, error, meant) => {
    const { exit, stderr } = await kcfg(...words);
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^error: ${error}\\n  = help: did you mean ${meant}\\?\\nusage: kcfg .*\\n$`),
    );
  });

  test("another word is none", async () => {
    const { stderr } = await kcfg("explain", "A", "--no-such-option");
    expect(stderr).toMatch(/^error: unknown option '--no-such-option'\nusage: .*\n$/);
  });
});
