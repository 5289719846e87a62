/** Commands that kcfg prints do what was said of them, run as they stand. */
import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";

const KCONFIG = `config MODULES
	bool "modules"
	modules

config BUS
	tristate "bus"

config PLAIN
	bool "plain"
	depends on BUS

config DRIVER
	tristate "driver"
	depends on BUS

config DEEP
	tristate "deep"
	depends on DRIVER && PLAIN
`;

async function kcfg(words: readonly string[], files: Readonly<Record<string, string>>) {
  const host = memoryHost({ files: { "tree/Kconfig": KCONFIG, ...files } });
  const exit = await run(words, host);
  return { exit, stdout: host.stdoutText(), stderr: host.stderrText(), files: host.files };
}

/** The words of the command behind `run:` or `or:`. */
function printed(text: string, mark: "run" | "or"): readonly string[] {
  const [, command] = new RegExp(`${mark}: kcfg (.*)`).exec(text) ?? [];
  return (command ?? "").split(" ");
}

const STARTS = { "no modules": "", modules: "CONFIG_MODULES=y\n" };
const CASES = Object.entries(STARTS).flatMap(([name, config]) =>
  ["PLAIN", "DRIVER", "DEEP"].flatMap((symbol) =>
    [
      [],
      ["-C", "tree"],
      ["-C", "tree", "--config", "my.config"],
      ["--kconfig", "tree/Kconfig", "--dialect", "linux-6.12"],
    ].map((options) => [name, symbol, options, config] as const),
  ),
);

test.each(CASES)("%s: what explain and set print for %s %j", async (_, symbol, options, config) => {
  const isInTree = options.length === 0;
  const files: Readonly<Record<string, string>> = {
    ...(isInTree && { Kconfig: KCONFIG }),
    ...(config !== "" && { ".config": config, "tree/.config": config }),
    "tree/my.config": config,
  };
  const explained = await kcfg(["explain", symbol, ...options], files);
  const [, value] = new RegExp(`for ${symbol}=(\\w)`).exec(explained.stdout) ?? ["", "y"];
  const refused = await kcfg(["set", `${symbol}=y`, ...options], files);
  expect(refused.exit).toBe(1);
  for (const [words, wanted] of [
    [printed(explained.stdout, "run"), value],
    [printed(refused.stderr, "run"), "y"],
    [printed(refused.stderr, "or"), "y"],
  ] as const) {
    const done = await kcfg(words, files);
    expect([words.join(" "), done.exit, done.stderr]).toEqual([words.join(" "), 0, done.stderr]);
    const after = await kcfg(["list", symbol, "--show", "value", ...options], Object.fromEntries(done.files));
    expect(after.stdout).toBe(`${wanted}\n`);
  }
});

test.each(["\u001b[2J", "it's\u0007", "\u009b31m", "a b", "plain"])(
  "a word of the person's is printed as the shell reads it, and no control character: %j",
  async (word) => {
    const { stdout } = await kcfg(["explain", "PLAIN", "--keep", word], { Kconfig: KCONFIG });
    const commands = stdout.split("\n").filter((line) => line.includes("kcfg set "));
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      expect(command).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      const [, words] = /kcfg (set .*)/.exec(command) ?? [];
      const { stdout: read } = spawnSync("bash", ["-c", `printf '%s\\0' ${words}`], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      });
      expect(read.split("\0")).toContain(word);
    }
  },
);

test("what search prints where it found nothing finds as much as it says", async () => {
  const kconfig = ["SPI", "SPI_CARD", "SPI_SLOT", "CARD"].map(
    (name) => `config ${name}\n\tbool "${name.toLowerCase()}"\n`,
  );
  const files = { "a tree/Kconfig": kconfig.join("\n"), "a tree/.config": "" };
  let tried = 0;
  for (const words of [["spi", "card", "nowhere"], ["card", "slot"], ["SPI_NOWHERE"], ["card slot $(spi)"]]) {
    const { exit, stderr } = await kcfg(["search", ...words, "-C", "a tree"], files);
    expect(exit).toBe(1);
    for (const [, line, count] of stderr.matchAll(/^ {2}kcfg (search .*) {2}finds (\d+) results?$/gm)) {
      // Words as a shell reads them: the folder has a blank.
      const again = line
        .replace("'a tree'", "a\ttree")
        .split(" ")
        .map((word) => word.replace("\t", " "));
      const { stdout } = await kcfg([...again, "--limit", "0", "--format", "json"], files);
      expect([line, JSON.parse(stdout).summary.hits]).toEqual([line, Number(count)]);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(4);
});
