/** Files that a build would make, laid over folders that exist only in memory. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { type MadeWhere, withMadeFiles } from "../src/workspace/made-files.ts";

const FILES = { "/tree/Kconfig": "config A\n", "/tree/sub/there": "old\n" };
const MADE = new Map([
  ["/tree/sub/there", "new\n"],
  ["/tree/sub/made", "made\n"],
]);
const REAL = { size: 4, modified: 1, changed: 1, inode: 1, device: 1 };
const over = (made: ReadonlyMap<string, string>, where?: MadeWhere) =>
  withMadeFiles({ ...memoryHost({ files: FILES, folder: "/tree" }), stamp: () => REAL }, made, where);

const textOf = (read: { readonly ok: boolean; readonly text?: string }) => read.text;

test("a text is there where no file is, or in any case", () => {
  for (const where of [undefined, "missing", "always"] as const) {
    const host = over(MADE, where);
    expect(textOf(host.readText("sub/made"))).toBe("made\n");
    expect(textOf(host.at("sub").readText("made"))).toBe("made\n");
    expect(textOf(host.readText("sub/there"))).toBe(where === "always" ? "new\n" : "old\n");
    expect(host.readText("sub/none").ok).toBe(false);
    expect(["sub/made", "sub/there", "Kconfig", "none"].map((path) => host.exists(path))).toEqual([
      "file",
      "file",
      "file",
      undefined,
    ]);
    expect([...host.glob("sub/*")].sort()).toEqual(["sub/made", "sub/there"]);
  }
});

describe("the stamp", () => {
  const stampOf = (text: string) => over(new Map([["/tree/sub/made", text]])).stamp?.("sub/made");

  test("of a made text is another one for another text, of its length or not", () => {
    expect(stampOf("made\n")).toEqual(stampOf("made\n"));
    expect(stampOf("made\n")).not.toEqual(stampOf("fade\n"));
    expect(stampOf("made\n")).not.toEqual(stampOf("made"));
    expect(stampOf("made\n")).toMatchObject({ size: 5, device: -1 });
  });

  test("of a file that is there is its own, unless the made text counts", () => {
    expect(over(MADE).stamp?.("sub/there")).toEqual(REAL);
    expect(over(MADE, "always").stamp?.("sub/there")).toMatchObject({ size: 4, device: -1 });
  });

  test("is what reading tells", () => {
    const read = over(MADE).readText("sub/made");
    expect(read.ok && read.stamp).toEqual(stampOf("made\n"));
  });
});
