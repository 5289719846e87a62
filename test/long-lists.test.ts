/** Long lists are cut in every verb that has some, and -v shows them in full. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";

const NAMES = Array.from({ length: 120 }, (_, at) => `PART_${at}`);
const KCONFIG = [
  `config ALL\n\tbool "All"\n${NAMES.map((name) => `\tselect ${name}\n`).join("")}`,
  ...NAMES.map((name) => `config ${name}\n\tbool\n`),
  ...NAMES.map((name) => `config NEEDS_${name}\n\tbool "n"\n\tdepends on ALL\n`),
].join("\n");

async function answer(words: readonly string[]): Promise<string> {
  const host = memoryHost({
    files: { Kconfig: KCONFIG, ".config": "", "all.config": "CONFIG_ALL=y\n", "none.config": "" },
  });
  await run(words, host);
  return host.stdoutText();
}

const namesIn = (text: string) => new Set(text.match(/(?<!\w)PART_\d+/g)).size;

test.each([
  [["explain", "ALL=y", "--effects"]],
  [["set", "ALL=y", "--dry-run"]],
  [["diff", "none.config", "all.config"]],
])("kcfg %s", async (words) => {
  const cut = await answer(words);
  expect(cut).toMatch(/and \d+ more: -v shows all\n/);
  expect(namesIn(cut)).toBeLessThan(NAMES.length);
  const whole = await answer([...words, "-v"]);
  expect(whole).not.toContain("shows all");
  expect(namesIn(whole)).toBe(NAMES.length);
});

test("explain shows who uses a symbol in full as well, also with --full", async () => {
  expect(await answer(["explain", "ALL"])).toMatch(/120 symbols depend on it: .* more\n/);
  for (const option of ["-v", "--full"]) {
    const text = await answer(["explain", "ALL", option]);
    expect(text).not.toMatch(/ more\n/);
    expect(namesIn(text.replaceAll("NEEDS_", ""))).toBe(NAMES.length);
  }
});
