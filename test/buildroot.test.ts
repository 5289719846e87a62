/** Buildroot's trees from outside, in its shape and in words of our own. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";

const FILES: Readonly<Record<string, string>> = {
  "/br/Config.in":
    'config BR2_BASE_DIR\n\tstring\n\toption env="BASE_DIR"\nsource "$BR2_BASE_DIR/.br2-external.in.paths"\n',
  "/br/Makefile": "export BR2_VERSION := 2026.08\n",
  "/br/support/scripts/setlocalversion": "# says the version of a folder\n",
  "/br/outside/external.desc": "name: TWO\n",
};

async function explain(
  symbol: string,
  files: Readonly<Record<string, string>>,
  { external, words = [] }: { external?: string; words?: readonly string[] },
) {
  const asked: string[] = [];
  const host = memoryHost({
    files,
    environment: { HOSTARCH: "x86_64", ...(external !== undefined && { BR2_EXTERNAL: external }) },
    folder: "/br",
    commands: (command) => {
      asked.push(command);
      return command.startsWith("support/scripts/setlocalversion") ? "-g1a2b3c-dirty\n" : "";
    },
  });
  await run(["explain", symbol, ...words], host);
  return { stdout: host.stdoutText() + host.stderrText(), asked };
}

test("the version of a tree from outside is what Buildroot's own script says of it", async () => {
  const { stdout, asked } = await explain("BR2_EXTERNAL_TWO_VERSION", FILES, { external: "outside" });
  expect(stdout).toMatch(/^BR2_EXTERNAL_TWO_VERSION = "-g1a2b3c-dirty" /m);
  expect(asked).toContain("support/scripts/setlocalversion /br/outside");
});

test("without that script, and where commands are denied, it has none", async () => {
  const kept: Readonly<Record<string, string>> = {
    ...FILES,
    "/br/output/.br2-external.mk": "BR2_EXTERNAL ?= outside\n",
  };
  const { "/br/support/scripts/setlocalversion": _, ...older } = kept;
  for (const { stdout, asked } of [
    await explain("BR2_EXTERNAL_TWO_VERSION", older, {}),
    await explain("BR2_EXTERNAL_TWO_VERSION", kept, { words: ["--probes", "deny"] }),
  ]) {
    expect(stdout).toMatch(/^BR2_EXTERNAL_TWO_VERSION = "" /m);
    expect(asked.join()).not.toContain("setlocalversion");
  }
});

test("trees that are named now count, whatever make was told before; else those that it keeps", async () => {
  const files = {
    ...FILES,
    "/br/output/.br2-external.mk": "BR2_EXTERNAL ?= outside\n",
    "/br/output/.br2-external.in.paths": 'config BR2_EXTERNAL_TWO_PATH\n\tstring\n\tdefault "/kept"\n',
    "/br/second/external.desc": "name: THREE\n",
  };
  const kept = await explain("BR2_EXTERNAL_TWO_PATH", files, {});
  expect(kept.stdout).toMatch(/^BR2_EXTERNAL_TWO_PATH = "\/kept" /m);
  const named = await explain("BR2_EXTERNAL_THREE_PATH", files, { external: "second" });
  expect(named.stdout).toMatch(/^BR2_EXTERNAL_THREE_PATH = "\/br\/second" /m);
});
