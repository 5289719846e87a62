/** A tree that is read again and again: one changed file is one parse, and the model is the one of a fresh reading. */
import { describe, expect, test } from "@jest/globals";
import { type MemoryHost, memoryHost } from "../src/host/memory.ts";
import { type LoadOptions, loadKconfig } from "../src/model/load.ts";
import { isOpen, openTree } from "../src/service/open-tree.ts";
import { NO_INPUTS } from "../src/store/inputs.ts";
import { KeptReading } from "../src/store/kept-reading.ts";
import { NO_GROUND } from "../src/store/probe-ground.ts";
import { writeSnapshot } from "../src/store/snapshot.ts";
import type { FileStamp, Host } from "../src/text/host.ts";
import { Random } from "./fuzz/random.js";

const FILES = {
  Kconfig: 'mainmenu "m"\nconfig TOP\n\tbool "top"\nsource "a"\nsource "b"\n',
  a: 'config A\n\tbool "a" if $(shell,tool a)\n\tdepends on TOP\n',
  b: "if TOP\nconfig B\n\tdef_bool $(shell,tool b)\n\tselect A\nendif\n",
};

/** A tree in memory whose commands are counted. */
function world(files: Readonly<Record<string, string>> = FILES) {
  const commands: string[] = [];
  const host = memoryHost({
    files,
    commands: (command) => {
      commands.push(command);
      return command.endsWith("a") ? "y\n" : "n\n";
    },
  });
  return { host, commands };
}

const load = (host: MemoryHost | LoadOptions["host"], kept?: KeptReading, isTolerant = true) =>
  loadKconfig({ path: "Kconfig", host, environment: { PATH: "/bin" }, isTolerant, kept });

/** All that a model is, as bytes. */
function bytesOf({ model, diagnostics }: ReturnType<typeof load>): string {
  if (model === undefined) return JSON.stringify(diagnostics);
  const bytes = writeSnapshot({
    build: "",
    data: model.data,
    diagnostics,
    inputs: NO_INPUTS,
    ground: NO_GROUND,
  });
  return Buffer.from(bytes ?? []).toString("latin1");
}

describe("one changed file", () => {
  test("is one parse, and no command", () => {
    const { host, commands } = world();
    const kept = new KeptReading();
    load(host, kept);
    expect(kept.figures).toEqual({ parsed: 3, run: 2 });
    host.files.set("/b", `${FILES.b}config C\n\tbool "c"\n`);
    const { model } = load(host, kept);
    expect(kept.figures).toEqual({ parsed: 1, run: 0 });
    expect(commands).toEqual(["tool a", "tool b"]);
    expect(model?.symbol("C")?.isDefined).toBe(true);
    load(host, kept);
    expect(kept.figures).toEqual({ parsed: 0, run: 0 });
  });

  test("that asks another command: that one is run", () => {
    const { host, commands } = world();
    const kept = new KeptReading();
    load(host, kept);
    host.files.set("/b", FILES.b.replace("tool b", "tool ba"));
    const { model } = load(host, kept);
    expect(kept.figures).toEqual({ parsed: 1, run: 1 });
    expect(commands).toEqual(["tool a", "tool b", "tool ba"]);
    expect(model?.data.probes.map(({ output }) => output)).toEqual(["y", "y"]);
  });

  test("with an error: the rest is there, and the error goes with it", () => {
    const { host } = world();
    const kept = new KeptReading();
    load(host, kept);
    host.files.set("/b", FILES.b.replace("select A", "selct (A"));
    const broken = load(host, kept);
    expect([broken.isPartial, kept.figures.parsed]).toEqual([true, 1]);
    expect(broken.model?.symbol("B")?.isDefined).toBe(true);
    host.files.set("/b", FILES.b);
    const mended = load(host, kept);
    expect([mended.isPartial, mended.diagnostics]).toEqual([undefined, []]);
    expect(bytesOf(mended)).toBe(bytesOf(load(host)));
  });

  test("strict and tolerant readings have trees of their own", () => {
    const { host } = world({ ...FILES, b: "config B\n\tbool\n\tfoo\n\tdefault y\n" });
    const kept = new KeptReading();
    const codes = (isTolerant: boolean) => load(host, kept, isTolerant).diagnostics.map(({ code }) => code);
    expect(codes(true)).toEqual(["unknown-statement"]);
    expect(codes(false)).toEqual(["unknown-statement", "invalid-statement"]);
    expect(codes(true)).toEqual(["unknown-statement"]);
  });
});

describe("commands are run again", () => {
  const stamp = (modified: number): FileStamp => ({
    size: 1,
    modified,
    changed: modified,
    inode: 1,
    device: 1,
  });

  test("when the tool changes, also where a cache takes down what is read", async () => {
    const { host, commands } = world();
    const kept = new KeptReading();
    const cache = {
      folder: "/c",
      build: "b",
      read: () => undefined,
      write: () => {},
      entries: () => [],
      remove: () => true,
    };
    let modified = 1;
    const at = (each: Host): Host => ({
      ...each,
      cache,
      environment: { PATH: "/bin" },
      stamp: (path) => (path === "/bin/tool" ? stamp(modified) : undefined),
      at: (folder) => at(each.at(folder)),
    });
    for (modified of [1, 1, 2, 2]) expect(isOpen(await openTree({}, at(host), {}, kept))).toBe(true);
    expect(commands).toEqual(["tool a", "tool b", "tool a", "tool b"]);
  });

  test("when the tool changes", () => {
    const { host, commands } = world();
    let modified = 1;
    const stamped = {
      ...host,
      stamp: (path: string) => (path === "/bin/tool" ? stamp(modified) : undefined),
    };
    const kept = new KeptReading();
    for (modified of [1, 1, 2, 2]) load(stamped, kept);
    expect(commands).toEqual(["tool a", "tool b", "tool a", "tool b"]);
  });

  test("when a variable changes", () => {
    const { host, commands } = world();
    const kept = new KeptReading();
    for (const X of ["1", "1", "2"])
      loadKconfig({ path: "Kconfig", host, environment: { PATH: "/bin", X }, kept });
    expect(commands).toHaveLength(4);
  });

  test("when they did not answer", () => {
    const { host } = world();
    let count = 0;
    const failing = {
      ...host,
      lanes: undefined,
      run: () => {
        count += 1;
        return { stdout: "", code: 1, failure: "no shell" };
      },
    };
    const kept = new KeptReading();
    load(failing, kept);
    load(failing, kept);
    expect(count).toBe(4);
  });
});

test("after any edits the model is, byte for byte, that of a fresh reading", () => {
  const random = new Random(5);
  const { host } = world();
  const kept = new KeptReading();
  const names = Object.keys(FILES);
  const pieces = [
    "config N",
    "\tbool",
    '\tbool "p"',
    "\tselect A",
    "\tdepends on TOP",
    "if A",
    "endif",
    "\tfoo",
    "help",
  ];
  let models = 0;
  for (let round = 0; round < 80; round++) {
    const name = `/${names[random.int(names.length)]}`;
    const lines = (host.files.get(name) ?? "").split("\n");
    const at = random.int(lines.length);
    if (random.next() < 0.5) lines.splice(at, 0, pieces[random.int(pieces.length)]);
    else lines.splice(at, 1);
    host.files.set(name, lines.join("\n"));
    const again = load(host, kept);
    if (again.model !== undefined) models += 1;
    expect(bytesOf(again)).toBe(bytesOf(load(host)));
    expect(kept.figures.parsed).toBeLessThanOrEqual(1 + (round === 0 ? 2 : 0));
  }
  expect(models).toBeGreaterThan(40);
});
