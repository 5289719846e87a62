/** What another program writes while kcfg works is not lost: every verb that replaces a file that it has read refuses. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import type { Host } from "../src/text/host.ts";

const KCONFIG = 'config A\n\tbool "A"\n\nconfig B\n\tbool "B"\n\tdepends on A\n';

/** Runs a command line; once `path` was read, another program writes it, or nobody does. */
async function runWhile(words: readonly string[], path: string, other: string | undefined) {
  const memory = memoryHost({
    files: { Kconfig: KCONFIG, [path]: "CONFIG_B=y\n" },
    environment: { srctree: "" },
  });
  const watched = (host: Host): Host => ({
    ...host,
    readText: (name, how) => {
      const read = host.readText(name, how);
      if (name === path && other !== undefined) memory.files.set(`/${path}`, other);
      return read;
    },
    at: (folder) => watched(host.at(folder)),
  });
  const exit = await run(words, watched(memory));
  return { exit, text: memory.files.get(`/${path}`), stderr: memory.stderrText() };
}

describe.each<readonly [string, readonly string[], string, number]>([
  ["set", ["set", "A=y"], ".config", 2],
  ["set -o", ["set", "A=y", "-o", "a.config"], "a.config", 2],
  ["check --fix", ["check", "a.config", "--fix"], "a.config", 2],
  ["olddefconfig", ["olddefconfig"], ".config", 1],
  ["conf", ["conf", "--olddefconfig", "Kconfig"], ".config", 1],
])("%s", (_, words, path, exit) => {
  test("writes over what it has read", async () => {
    const outcome = await runWhile(words, path, undefined);
    expect(outcome).toMatchObject({ exit: 0, stderr: expect.not.stringContaining("another program") });
    expect(outcome.text).not.toBe("CONFIG_B=y\n");
  });

  test("not over what another program wrote", async () => {
    expect(await runWhile(words, path, "# of another\n")).toMatchObject({
      exit,
      text: "# of another\n",
      stderr: expect.stringContaining(`${path} has been changed by another program`),
    });
  });
});
