/** Long answers on a terminal go through the person's pager, and nothing else does. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { commandBundle } from "./command.ts";

const SYMBOLS = 60;
const KCONFIG = Array.from({ length: SYMBOLS }, (_, at) => `config S${at}\n\tbool "s"\n`).join("");

interface Terminal {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly canPage?: boolean;
}

/** What came to the terminal, and what the pager got. */
async function answer(words: readonly string[], terminal: Terminal = {}) {
  const { environment = { PAGER: "less" }, isTerminal = true, canPage = true } = terminal;
  const shown: string[] = [];
  const paged: (readonly [string, string])[] = [];
  const host = memoryHost({ files: { Kconfig: KCONFIG }, environment });
  const stdout = { write: (text: string) => void shown.push(text), isTerminal, columns: 80 };
  const page = (command: string, text: string) => {
    if (canPage) paged.push([command, text]);
    return canPage;
  };
  const exit = await run(words, { ...host, stdout, page });
  return { exit, shown: shown.join(""), paged };
}

describe("what is shown by a pager", () => {
  test.each([["list"], ["explain", "S1"], ["search", "s"], ["rule"], ["explain", "--help"], ["help", "set"]])(
    "kcfg %s %s",
    async (...words) => {
      const { exit, shown, paged } = await answer(words);
      const direct = await answer(words, { environment: {} });
      expect(direct.shown).not.toBe("");
      expect([exit, shown, paged]).toEqual([direct.exit, "", [["less", direct.shown]]]);
    },
  );

  test("KCFG_PAGER comes before PAGER", async () => {
    const { paged } = await answer(["list"], { environment: { PAGER: "less", KCFG_PAGER: "most -s" } });
    expect(paged.map(([command]) => command)).toEqual(["most -s"]);
  });
});

describe("what is not", () => {
  test.each([
    ["a pipe", ["list"], { isTerminal: false }],
    ["without a pager", ["list"], { environment: {} }],
    ["with cat", ["list"], { environment: { PAGER: "cat" } }],
    ["with an empty one, whatever PAGER is", ["list"], { environment: { PAGER: "less", KCFG_PAGER: "" } }],
    ["with --no-pager", ["list", "--no-pager"], {}],
    ["with --no-pager before the verb", ["--no-pager", "list"], {}],
    ["a verb that writes", ["set", "S1=y", "--dry-run"], {}],
    ["C's conf", ["conf", "--listnewconfig", "Kconfig"], {}],
  ] as const)("%s", async (_, words, terminal) => {
    const { shown, paged } = await answer(words, terminal);
    expect(paged).toEqual([]);
    expect(shown).not.toBe("");
  });

  test("what the pager does not take is on the terminal", async () => {
    const direct = await answer(["list"], { environment: {} });
    expect((await answer(["list"], { canPage: false })).shown).toBe(direct.shown);
  });

  test("a verb that has no long answers refuses --no-pager", async () => {
    expect((await answer(["merge", "a.config", "--no-pager"])).exit).toBe(2);
  });
});

describe("on a real terminal of ten lines", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kcfg-pager-"));
    writeFileSync(join(folder, "Kconfig"), KCONFIG);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const on = (words: string, pager: string) => {
    const command = `stty rows 10 cols 80; ${process.execPath} ${commandBundle()} ${words}; echo "exit $?"`;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env.PATH, PAGER: pager, KCFG_CACHE_DIR: "", TERM: "xterm" },
      encoding: "utf8",
      timeout: 30_000,
    });
    return stdout.replaceAll("\r", "").split("\n").filter(Boolean);
  };

  test("a long answer is what the pager shows, with its exit code", () => {
    const lines = on("list -q S1", "sed 's/^/> /'");
    expect(lines).toEqual(["S1", "exit 0"]);
    const all = on("list -q", "sed 's/^/> /'");
    expect(all).toHaveLength(SYMBOLS + 1);
    expect(all.slice(0, 2)).toEqual(["> S0", "> S1"]);
    expect(all.at(-1)).toBe("exit 0");
  });

  test("one that ends early, and one that is not there", () => {
    expect(on("list -q", "head -n 2")).toEqual(["S0", "S1", "exit 0"]);
    // Whether it ends before or after the text has been written to it.
    for (const pager of ["no-such-pager 2>/dev/null", "exit 127", "cat >/dev/null; exit 127"])
      expect(on("list -q", pager)).toHaveLength(SYMBOLS + 1);
  });
});
