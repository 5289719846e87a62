/** What the machine's tools answered while a tree was looked for is kept for verbs that read, while they look the same. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runKcfg } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-answers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Longer than a change can hide behind the tick of a clock. */
const settle = () => new Promise((done) => setTimeout(done, 2600));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  if (text.startsWith("#!")) chmodSync(join(folder, path), 0o755);
}

/** A compiler that takes down each question; `asked` and what it answers are no part of it that can be seen. */
const compiler = (answer: string) => `#!/bin/sh\necho asked >> "${folder}/asked"\necho ${answer}\n`;

beforeAll(async () => {
  put("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nKERNELVERSION = x\nexport CC ARCH\n");
  put("linux/arch/x86/Kconfig", "");
  put("linux/Kconfig", 'config TEXT\n\tstring "Text"\n\tdefault "$(CC_VERSION_TEXT)"\n');
  put("tools/gcc", compiler("one"));
  put("first/other", "");
  put("asked", "");
  await settle();
}, 10_000);

async function run(words: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const before = readFileSync(join(folder, "asked"), "utf8").length;
  const { exit, stdout, stderr } = await runKcfg(words, {
    folder: join(folder, "linux"),
    environment: {
      ARCH: "x86",
      KCFG_CACHE_DIR: join(folder, "cache"),
      PATH: `${folder}/first:${folder}/tools:/usr/bin:/bin`,
      ...more,
    },
  });
  expect(exit).toBe(0);
  return {
    value: /^TEXT = "(\w*)"/m.exec(stdout)?.[1],
    isAsked: readFileSync(join(folder, "asked"), "utf8").length > before,
    isTold: stderr.includes("answer of 1 tool, from the cache"),
  };
}

const explain = async (...more: string[]) => await run(["explain", "TEXT", "-v", ...more]);

test("the second time nobody is asked, and -v says so", async () => {
  expect(await explain()).toEqual({ value: "one", isAsked: true, isTold: false });
  expect(await explain()).toEqual({ value: "one", isAsked: false, isTold: true });
});

test("the tools are asked with --no-cache, and where a .config is written without --trust-probes", async () => {
  const set = ["set", "TEXT=x", "--dry-run", "-v"];
  expect(await explain("--no-cache")).toEqual({ value: "one", isAsked: true, isTold: false });
  expect(await run(set)).toMatchObject({ isAsked: true, isTold: false });
  expect(await run([...set, "--trust-probes"])).toMatchObject({ isAsked: false, isTold: true });
});

test("a variable that tools see is a reason to ask", async () => {
  expect(await run(["explain", "TEXT", "-v"], { GCC_EXEC_PREFIX: "x" })).toMatchObject({ isAsked: true });
  expect(await run(["explain", "TEXT", "-v"], { COLUMNS: "70" })).toMatchObject({ isAsked: false });
});

test("a damaged file is ignored", async () => {
  const names = readdirSync(join(folder, "cache")).filter((name) => name.endsWith(".answers"));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const path = join(folder, "cache", name);
    writeFileSync(path, readFileSync(path, "utf8").replace("one", "two"));
  }
  expect(await explain()).toEqual({ value: "one", isAsked: true, isTold: false });
  expect(await explain()).toMatchObject({ value: "one", isAsked: false });
});

test("another compiler is asked: in the same place, and one that is found before it", async () => {
  put("tools/gcc", compiler("two"));
  expect(await explain()).toMatchObject({ value: "two", isAsked: true });
  // Too young to tell a change that comes after.
  expect(await explain()).toMatchObject({ value: "two", isAsked: true });
  await settle();
  expect(await explain()).toMatchObject({ value: "two", isAsked: true });
  expect(await explain()).toMatchObject({ value: "two", isAsked: false });
  put("first/gcc", compiler("three"));
  expect(await explain()).toMatchObject({ value: "three", isAsked: true });
  appendFileSync(join(folder, "first/gcc"), "# longer\n");
  expect(await explain()).toMatchObject({ value: "three", isAsked: true });
}, 20_000);
