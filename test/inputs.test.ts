/** What tells that a tree is no longer what it was read from, in a world whose clock and stamps stand still. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { changeOf, InputRecorder, settledInputs, YOUNG } from "../src/store/inputs.ts";
import type { FileStamp } from "../src/text/host.ts";

const NOW = 1_000_000;

/** A world of one file, whose stamp says that it changed at a time. */
function world(text: string, changed: number) {
  const stamp: FileStamp = { size: 1, modified: changed, changed, inode: 1, device: 1 };
  const host = memoryHost({ files: { "/Kconfig": text } });
  return {
    ...host,
    stamp: (path: string) => (host.exists(path) === undefined ? undefined : stamp),
    readText(path: string) {
      const read = host.readText(path);
      return read.ok ? { ...read, stamp } : read;
    },
  };
}

function inputsOf(host: ReturnType<typeof world>) {
  const recorder = new InputRecorder(host, {}, NOW);
  expect(recorder.host.readText("/Kconfig").ok).toBe(true);
  const inputs = recorder.inputs();
  if (inputs === undefined) throw new Error("incomplete");
  return inputs;
}

test("a file that has just changed can change again under the same stamp: its text counts", () => {
  const inputs = inputsOf(world("a", NOW));
  expect(changeOf(inputs, world("a", NOW), {})).toBeUndefined();
  expect(changeOf(inputs, world("b", NOW), {})).toEqual({ kind: "path", path: "/Kconfig" });
});

test("of one that is older the stamp says all", () => {
  const inputs = inputsOf(world("a", NOW - YOUNG - 1));
  expect(inputs.digests).toEqual([]);
  expect(changeOf(inputs, world("b", NOW - YOUNG - 1), {})).toBeUndefined();
  expect(changeOf(inputs, world("a", NOW), {})).toEqual({ kind: "path", path: "/Kconfig" });
});

test("with time the stamp is enough", () => {
  const inputs = inputsOf(world("a", NOW));
  expect(settledInputs(inputs, NOW + YOUNG - 1)).toBeUndefined();
  expect(settledInputs(inputs, NOW + YOUNG + 1)?.digests).toEqual([]);
});
