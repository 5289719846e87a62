/** Where a patch's files are: from the tree's folder, from the top of the repository around, with what git puts before. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { patchPlaces } from "../src/workspace/patch-places.ts";
import { applyPatch, parsePatch } from "../src/workspace/unified-patch.ts";

/** One changed line, `before` to `after`; a file that is not there before or after is null. */
function change(before: string | null, after: string | null, old = "one", present = "two"): string {
  const hunk =
    before === null
      ? `@@ -0,0 +1 @@\n+${present}\n`
      : after === null
        ? `@@ -1 +0,0 @@\n-${old}\n`
        : `@@ -1 +1 @@\n-${old}\n+${present}\n`;
  return `--- ${before ?? "/dev/null"}\n+++ ${after ?? "/dev/null"}\n${hunk}`;
}

const renamed = (from: string, to: string) =>
  `diff --git a/${from} b/${to}\nsimilarity index 100%\nrename from ${from}\nrename to ${to}\n`;

/** All places of a patch over the tree in /repo/k, and what is missing. */
function placesIn(files: Readonly<Record<string, string>>, patch: string) {
  const parsed = parsePatch(new SourceFile("x.patch", patch));
  expect(parsed.diagnostics).toEqual([]);
  const places = patchPlaces(memoryHost({ files }), "/repo/k", parsed.files);
  const found = parsed.files.flatMap((file) =>
    [file.before, file.after].flatMap((path) => (path === undefined ? [] : [places.place(path, file)])),
  );
  return { found: [...new Set(found)], missing: places.missing };
}

const GIT = { "/repo/.git/HEAD": "" };
const TREE = { "/repo/k/Kconfig": "one\n", "/repo/k/sub/Kconfig": "one\n", "/repo/src/main.c": "one\n" };

describe("below the top of a repository", () => {
  const files = { ...GIT, ...TREE };
  test.each([
    ["as git diff has it", change("a/k/Kconfig", "b/k/Kconfig"), ["/repo/k/Kconfig"]],
    ["without prefixes", change("k/Kconfig", "k/Kconfig"), ["/repo/k/Kconfig"]],
    ["diff.mnemonicPrefix", change("i/k/Kconfig", "w/k/Kconfig"), ["/repo/k/Kconfig"]],
    ["git diff --relative", change("a/sub/Kconfig", "b/sub/Kconfig"), ["/repo/k/sub/Kconfig"]],
    ["diff -u in the tree", change("Kconfig", "Kconfig"), ["/repo/k/Kconfig"]],
    [
      "a renamed file alone",
      renamed("k/sub/Kconfig", "k/Kconfig.sub"),
      ["/repo/k/sub/Kconfig", "/repo/k/Kconfig.sub"],
    ],
    [
      "a renamed file and a new one",
      renamed("k/sub/Kconfig", "k/Kconfig.sub") +
        "diff --git a/k/new/Kconfig b/k/new/Kconfig\n" +
        change(null, "b/k/new/Kconfig"),
      ["/repo/k/sub/Kconfig", "/repo/k/Kconfig.sub", "/repo/k/new/Kconfig"],
    ],
    ["a removed file", change("a/k/sub/Kconfig", null), ["/repo/k/sub/Kconfig"]],
    ["new files alone", change(null, "b/k/new/Kconfig"), ["/repo/k/new/Kconfig"]],
    ["new files alone, --relative", change(null, "b/sub/Kconfig.new"), ["/repo/k/sub/Kconfig.new"]],
    ["files outside of the tree", change("a/src/main.c", "b/src/main.c"), ["/repo/src/main.c"]],
  ])("%s", (_, patch, found) => {
    expect(placesIn(files, patch)).toEqual({ found, missing: [] });
  });

  test("the same name at the top and in the tree: the lines decide, then what git means", () => {
    const both = { ...files, "/repo/Kconfig": "another\n" };
    expect(placesIn(both, change("a/Kconfig", "b/Kconfig", "one")).found).toEqual(["/repo/k/Kconfig"]);
    expect(placesIn(both, change("a/Kconfig", "b/Kconfig", "another")).found).toEqual(["/repo/Kconfig"]);
    expect(placesIn(both, change("a/Kconfig", "b/Kconfig", "neither")).found).toEqual(["/repo/Kconfig"]);
    expect(placesIn(both, change("Kconfig", "Kconfig", "neither")).found).toEqual(["/repo/k/Kconfig"]);
  });

  test("what is nowhere is named as seen from the tree", () => {
    const wrong = change("a/lib/Kconfig", "b/lib/Kconfig") + change("a/k/gone", null);
    expect(placesIn(files, wrong).missing).toEqual(["../lib/Kconfig", "gone"]);
    expect(placesIn(files, wrong + change("a/k/Kconfig", "b/k/Kconfig")).missing).toEqual([]);
  });
});

describe("without a repository", () => {
  test.each([
    ["in the tree", change("a/sub/Kconfig", "b/sub/Kconfig"), ["/repo/k/sub/Kconfig"]],
    ["from a folder above", change("a/k/Kconfig", "b/k/Kconfig"), ["/repo/k/Kconfig"]],
    ["from far above", change("repo/k/Kconfig", "repo/k/Kconfig"), ["/repo/k/Kconfig"]],
  ])("%s", (_, patch, found) => {
    expect(placesIn(TREE, patch)).toEqual({ found, missing: [] });
  });

  test("a folder above counts only if all of the patch is in the tree then", () => {
    const patch = change("a/k/Kconfig", "b/k/Kconfig") + change("a/src/main.c", "b/src/main.c");
    expect(placesIn(TREE, patch).missing).toEqual(["k/Kconfig", "src/main.c"]);
    expect(placesIn(TREE, change("a/src/main.c", "b/src/main.c")).missing).toEqual(["src/main.c"]);
  });
});

describe("a patch is applied", () => {
  const patch =
    "--- a/Kconfig\n+++ b/Kconfig\n@@ -2,3 +2,4 @@\n two\n+new\n three\n four\n@@ -6,2 +7,1 @@\n-six\n seven\n";
  const apply = (lines: readonly string[]) => {
    const [file] = parsePatch(new SourceFile("x.patch", patch)).files;
    const text = lines.map((line) => `${line}\n`).join("");
    const applied = applyPatch(file, new SourceFile("Kconfig", text), "x.patch");
    return "text" in applied ? applied.text.trimEnd().split("\n") : applied.failure;
  };

  test.each([
    ["where it says", ["one", "two", "three", "four", "five", "six", "seven"]],
    ["further down", ["zero", "half", "one", "two", "three", "four", "five", "six", "seven"]],
    ["further up", ["two", "three", "four", "five", "six", "seven"]],
  ])("%s", (_, lines) => {
    const wanted = lines.flatMap((line) => (line === "two" ? ["two", "new"] : line === "six" ? [] : [line]));
    expect(apply(lines)).toEqual(wanted);
  });

  test.each([
    ["the first line", ["one", "2", "three", "four", "five", "six", "seven"], 2, 4],
    ["a line within", ["one", "two", "3", "four", "five", "six", "seven"], 3, 6],
    ["the last line", ["one", "two", "three", "4", "five", "six", "seven"], 4, 7],
    ["a line that goes", ["one", "two", "three", "four", "five", "6", "seven"], 6, 9],
    ["lines out of order", ["one", "six", "seven", "two", "three", "four"], 7, 9],
  ])("and refused if it is not %s", (_, lines, line, patchLine) => {
    expect(apply(lines)).toMatchObject({
      code: "patch-does-not-apply",
      location: { path: "x.patch", line: patchLine },
      fault: { kind: "patch-misfit", path: "Kconfig", shown: Math.min(line, lines.length) },
    });
  });
});
