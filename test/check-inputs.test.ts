/** What kcfg check may be given: files of every form, and files that are none. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "@jest/globals";
import { runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-inputs-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const KCONFIG =
  'config A\n\tbool "A"\n\nconfig B\n\tbool "B"\n\tdepends on A\n\nconfig S\n\tstring "S"\n\tdefault "s"\n';
const HEADER = "#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.1 Kernel Configuration\n#\n";

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(scratch, "case-"));
  for (const [name, content] of Object.entries({ Kconfig: KCONFIG, ...files }))
    writeFileSync(join(folder, name), content);
  return folder;
}

/** Exit code, and code and line of each finding. */
async function check(folder: string, words: readonly string[], input = "") {
  const { exit, stdout, stderr } = await runKcfg(["check", ...words, "--format", "json"], {
    folder,
    environment: {},
    input,
  });
  const found: readonly { code: string; location: { line: number }; message: string }[] =
    stdout === "" ? [] : JSON.parse(stdout).diagnostics;
  return { exit, stderr, found: found.map(({ code, location }) => `${location.line} ${code}`), all: found };
}

test("CRLF", async () => {
  expect(
    await check(folderWith({ "a.config": "CONFIG_A=y\r\nCONFIG_B=y\r\nCONFIG_N=y\r\n" }), ["a.config"]),
  ).toMatchObject({
    exit: 1,
    found: ["3 unknown-symbol"],
  });
});

test("a byte order mark takes the first line away, and --fix takes the mark away", async () => {
  const folder = folderWith({ "a.config": "\ufeffCONFIG_A=y\nCONFIG_B=y\n" });
  const { exit, found } = await check(folder, ["a.config"]);
  expect([exit, found]).toEqual([1, ["1 malformed-line", "2 unmet-dependency"]]);
  expect((await check(folder, ["a.config", "--fix"])).exit).toBe(0);
  expect(readFileSync(join(folder, "a.config"), "utf8")).toBe("CONFIG_A=y\nCONFIG_B=y\n");
});

test("bytes that are no UTF-8 are told and kept", async () => {
  const bytes = Buffer.from('# caf\xe9\nCONFIG_B=y\nCONFIG_S="\xff"\n', "latin1");
  const folder = folderWith({ "a.config": bytes });
  const { exit, found } = await check(folder, ["a.config"]);
  expect([exit, found]).toEqual([1, ["1 not-utf8", "2 unmet-dependency"]]);
  expect((await check(folder, ["a.config", "--fix"])).exit).toBe(0);
  expect(readFileSync(join(folder, "a.config"), "latin1")).toBe(
    '# caf\xe9\nCONFIG_A=y\nCONFIG_B=y\nCONFIG_S="\xff"\n',
  );
});

test.each([
  ["a binary file", "CONFIG_A=y\0\n", "error[binary-file]"],
  [
    "a file that only looks packed",
    Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
    "cannot unpack it: it is no whole gzip file",
  ],
  ["two bytes of a packed file", Buffer.from("\x1f\x8bxx", "latin1"), "it is no whole gzip file"],
])("%s is an error", async (_, content, message) => {
  const { exit, stderr } = await check(folderWith({ "a.config": content }), ["a.config"]);
  expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test.each([
  ["config_a=y", "write CONFIG_A=y"],
  ["a=y", "write CONFIG_A=y"],
  [" A = y", "write CONFIG_A=y"],
  [" CONFIG_NONE=y", "write CONFIG_NONE=y"],
  ["config_none=y", "write CONFIG_NAME=value, # CONFIG_NAME is not set, or a comment"],
  ["\ufeffnone=y", "write CONFIG_NAME=value, # CONFIG_NAME is not set, or a comment"],
])("%s is no setting, and what is proposed is one", async (line, help) => {
  const { stdout } = await runKcfg(["check", "a.config"], {
    folder: folderWith({ "a.config": `${line}\n` }),
    environment: {},
  });
  expect(stdout).toContain("error[malformed-line]");
  expect(stdout).toContain(`= help: ${help}`);
});

test("all files that cannot be read are told", async () => {
  const folder = folderWith({ "b.config": "\0" });
  mkdirSync(join(folder, "folder"));
  const { exit, stderr } = await check(folder, ["missing", "folder", "b.config"]);
  expect(exit).toBe(2);
  for (const text of [
    "cannot read missing: no such file",
    "cannot read folder: it is a folder",
    "b.config is not text",
  ])
    expect(stderr).toContain(text);
});

test("standard input", async () => {
  const folder = folderWith({});
  expect(await check(folder, ["-"], "CONFIG_B=y\n")).toMatchObject({
    exit: 1,
    found: ["1 unmet-dependency"],
  });
  const { stdout } = await runKcfg(["check", "-", "--diff"], {
    folder,
    environment: {},
    input: "CONFIG_B=y\n",
  });
  expect(stdout).toContain("+CONFIG_A=y");
  expect(
    await runKcfg(["check", "-", "--fix"], { folder, environment: {}, input: "CONFIG_B=y\n" }),
  ).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("standard input cannot be rewritten"),
  });
});

describe("a whole .config", () => {
  const stale = `${HEADER}# CONFIG_A is not set\nCONFIG_GONE=y\n# CONFIG_LOST is not set\n`;

  test("that is older than the tree", async () => {
    const { exit, found, all } = await check(folderWith({ ".config": stale }), [".config"]);
    expect([exit, found]).toEqual([1, ["1 stale-config", "6 unknown-symbol", "7 unknown-symbol"]]);
    expect(all[0].message).toBe('1 symbol is new since this file was written: olddefconfig adds S="s"');
  });

  test("packed, as /proc/config.gz is", async () => {
    const folder = folderWith({ "config.gz": gzipSync(stale) });
    expect((await check(folder, ["config.gz"])).found).toEqual([
      "1 stale-config",
      "6 unknown-symbol",
      "7 unknown-symbol",
    ]);
  });

  test("that is what olddefconfig wrote", async () => {
    const folder = folderWith({});
    expect((await runKcfg(["olddefconfig"], { folder, environment: {} })).exit).toBe(0);
    expect(await check(folder, [".config"])).toMatchObject({ exit: 0, found: [] });
  });
});

test.each(["allnoconfig", "alldefconfig"])("kcfg.json names the base %s", async (base) => {
  const folder = folderWith({ "kcfg.json": JSON.stringify({ base }), "a.config": "CONFIG_A=y\n" });
  const { stdout } = await runKcfg(["check", "a.config"], { folder, environment: {} });
  expect(stdout).toContain(`${base} + 1 fragment`);
});

test("100,000 lines lose none of their findings", async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) =>
    index % 2 === 0 ? `CONFIG_NO_${index}=y` : "junk",
  );
  const folder = folderWith({ "a.config": `${lines.join("\n")}\n` });
  const words = ["check", "a.config", "-q", "--format", "json=out.json"];
  expect(await runKcfg(words, { folder, environment: {} })).toMatchObject({
    exit: 1,
    stdout: "",
    stderr: "",
  });
  const { diagnostics } = JSON.parse(readFileSync(join(folder, "out.json"), "utf8"));
  expect(
    diagnostics.map(
      ({ code, location }: { code: string; location: { line: number } }) => `${location.line} ${code}`,
    ),
  ).toEqual(
    lines.map((line, index) => `${index + 1} ${line === "junk" ? "malformed-line" : "unknown-symbol"}`),
  );
});
