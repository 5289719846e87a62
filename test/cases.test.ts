/** The form of cases, and that nothing which a run makes, changes or removes goes unseen. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { filesBelow, isText, parseCase, printCase } from "./case-file.js";
import { type Case, casesOf, changesIn, expectedOf, layOut, oracleOf, record, stateOf } from "./cases.js";
import { projectRoot } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-cases-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const newFolder = () => mkdtempSync(join(scratch, "x-"));

const caseWith = (files: Readonly<Record<string, string>>): Case => ({
  name: "x/y",
  path: "none",
  files: new Map(Object.entries(files)),
});

describe("what a run did is seen", () => {
  const INPUTS = { command: "set A=y", Kconfig: "config A\n", config: "CONFIG_A=y\n", "sub/x": "x\n" };
  /** The changes that a run makes which does this in the folder of the case. */
  function changes(act: (tree: string) => void, ignore?: string) {
    const each = caseWith({ ...INPUTS, ...(ignore !== undefined && { ignore }) });
    const place = newFolder();
    const tree = layOut(each, place);
    const before = stateOf(place);
    act(tree);
    return Object.fromEntries(changesIn(each, before, stateOf(place)));
  }
  const write = (path: string, text: string) => (tree: string) => writeFileSync(join(tree, path), text);

  test.each<readonly [string, (tree: string) => void, Readonly<Record<string, string>>]>([
    ["nothing", () => {}, {}],
    ["a file made", write("pwned", ""), { pwned: "" }],
    ["a file below made", write("sub/new", "n"), { "sub/new": "n" }],
    ["a file changed", write("Kconfig", "config B\n"), { Kconfig: "config B\n" }],
    ["the .config changed", write(".config", ""), { config: "" }],
    ["an old .config kept", write(".config.old", "o"), { "config.old": "o" }],
    ["a file beside the tree", write("../pwned", ""), { "../pwned": "" }],
    ["a file removed", (tree) => rmSync(join(tree, ".config")), { removed: "config\n" }],
    ["a folder made", (tree) => mkdirSync(join(tree, "d")), { "d/": "an empty folder\n" }],
    ["a link made", (tree) => symlinkSync("/x", join(tree, "l")), { l: "-> /x\n" }],
    [
      "all files of a folder removed",
      (tree) => rmSync(join(tree, "sub/x")),
      { "sub/": "an empty folder\n", removed: "sub/x\n" },
    ],
  ])("%s", (_, act, expected) => {
    expect(changes(act)).toEqual(expected);
  });

  test("but for what the case ignores, and that alone", () => {
    const act = (tree: string) => {
      for (const path of ["include/a/b", "included", "log"]) {
        mkdirSync(join(tree, path, ".."), { recursive: true });
        writeFileSync(join(tree, path), "");
      }
    };
    expect(changes(act, "include/\nlog\n")).toEqual({ included: "" });
  });
});

describe("a case as a file", () => {
  const TEXT = `What it shows.
-- command --
conf --olddefconfig Kconfig
-- Kconfig --
config A
-- sub/Kconfig --
-- input (no newline at end) --
y
-- expected/stdout --
#
`;

  test("is read, and printed as it was", () => {
    const read = parseCase(TEXT, "x.case");
    expect(read.comment).toBe("What it shows.\n");
    expect(Object.fromEntries(read.files)).toEqual({
      command: "conf --olddefconfig Kconfig\n",
      Kconfig: "config A\n",
      "sub/Kconfig": "",
      input: "y",
      "expected/stdout": "#\n",
    });
    expect(printCase(read)).toBe(TEXT);
  });

  test.each([
    ["-- a --\n-- a --\n", "x.case:2: a second section a"],
    ["-- ../a --\n", "x.case:1: ../a lies outside"],
    ["-- /a --\n", "x.case:1: /a lies outside"],
    ["-- a b --\n", "x.case:1: a section that is none: -- NAME --"],
    ["-- a --\ntext", "x.case:2: the last line has no end"],
  ])("is refused where it is none: %j", (text, message) => {
    expect(() => parseCase(text, "x.case")).toThrow(message);
  });

  test.each([
    ["a carriage return", { a: "x\r\n" }],
    ["a NUL", { a: "\0" }],
    ["a byte that is no UTF-8", { a: "\xff\n" }],
    ["a line like a section", { a: "x\n-- b --\n" }],
    ["a name with a blank", { "a b": "x\n" }],
  ])("%s keeps a case a folder", (_, files) => {
    expect(isText(new Map(Object.entries(files)))).toBe(false);
  });

  test("holds every other text", () => {
    expect(isText(new Map([["a", "t\u00c3\u00a4b\t\n-- b\n"]]))).toBe(true);
  });

  test("is unpacked and packed by hand", () => {
    const folder = newFolder();
    const path = join(folder, "x.case");
    writeFileSync(path, TEXT);
    const tool = (...words: string[]) =>
      spawnSync(process.execPath, [join(projectRoot, "test/case-file.js"), ...words]).status;
    expect(tool("unpack", path, join(folder, "open"))).toBe(0);
    expect(Object.fromEntries(filesBelow(join(folder, "open")))).toEqual(
      Object.fromEntries(parseCase(TEXT, path).files),
    );
    writeFileSync(join(folder, "open/sub/Kconfig"), "config B\n");
    expect(tool("pack", join(folder, "open"), path)).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(
      TEXT.replace("-- sub/Kconfig --\n", "-- sub/Kconfig --\nconfig B\n"),
    );
    expect(tool("unpack", path, join(folder, "open"))).toBe(2);
  });

  test("is recorded without losing what was given, and says only what is not so by itself", () => {
    const path = join(newFolder(), "x.case");
    const stale = "-- expected/config --\nold\n-- expected-6.1/exit --\n1\n";
    writeFileSync(path, `Why.\n-- command --\nset A=y\n-- Kconfig --\nconfig A\n${stale}`);
    const each: Case = { name: "x", path, files: parseCase(readFileSync(path, "latin1"), path).files };
    const outcome = (exit: string, stdout: string) =>
      new Map([
        ["exit", exit],
        ["stdout", stdout],
        ["stderr", ""],
      ]);
    record(
      each,
      new Map([
        ["", outcome("1\n", "no\n")],
        ["6.1", outcome("0\n", "")],
      ]),
    );
    expect(readFileSync(path, "utf8")).toBe(
      "Why.\n-- command --\nset A=y\n-- Kconfig --\nconfig A\n-- expected/exit --\n1\n-- expected/stdout --\nno\n-- expected-6.1/exit --\n0\n",
    );
    const again: Case = { ...each, files: parseCase(readFileSync(path, "latin1"), path).files };
    expect(Object.fromEntries(expectedOf(again))).toEqual({ exit: "1\n", stdout: "no\n", stderr: "" });
    expect(Object.fromEntries(expectedOf(again, "6.1"))).toEqual({ exit: "0\n", stdout: "", stderr: "" });
  });
});

describe("the cases of fixtures/", () => {
  const cases = casesOf();

  test("are found, each once", () => {
    expect(cases.length).toBeGreaterThan(500);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test("have a command of one line, and a name for the tool that answers", () => {
    for (const each of cases) {
      expect([each.name, each.files.get("command")?.trim().split("\n")]).toEqual([
        each.name,
        [expect.any(String)],
      ]);
      for (const version of oracleOf(each))
        expect([each.name, version]).toEqual([each.name, expect.stringMatching(/^\d+\.\d+$/)]);
    }
  });

  test("do not bring along what their commands would make", () => {
    let marks = 0;
    for (const { name, files } of cases) {
      const texts = [...files].filter(([path]) => !path.startsWith("expected")).map(([, text]) => text);
      for (const [, made] of texts.join("").matchAll(/\btouch ([\w./-]+)/g)) {
        marks += 1;
        expect([name, made, files.has(made)]).toEqual([name, made, false]);
      }
    }
    expect(marks).toBeGreaterThan(0);
  });

  test("ignore nothing that their command does not make", () => {
    const ignoring = cases.filter(({ files }) => files.has("ignore"));
    for (const { name, files } of ignoring)
      expect([name, files.get("command")]).toEqual([name, expect.stringMatching(/^(?:conf|\w*config) ?/)]);
  });
});
