/**
 * Nearly all tests run the command within their own process (test/command.ts). Here it is a process of its own, and
 * must answer the same: with the system's streams, its exit code, threads, and shells that go on beside it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { caseOf, environmentOf, layOut, stateOf, wordsOf } from "./cases.js";
import { runKcfg, type Surroundings, startBundle, startKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-process-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const newFolder = () => mkdtempSync(join(scratch, "case-"));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Cases of fixtures/ with an exit code, a stream or an input each that another has not. */
const CASES = [
  ["explain", "value"],
  ["explain", "hostile"],
  ["check", "all-hold"],
  ["check", "conflict"],
  ["check", "unreadable"],
  ["set", "lost"],
  ["set", "dry-run"],
  ["merge", "denied"],
  ["diff", "configs"],
  ["dialogue", "choice"],
  ["dialogue", "invalid-bytes"],
  ["dialogue", "end-without-newline-number"],
  ["preprocess", "shell-text"],
  ["preprocess", "error-if"],
] as const;

describe("a process answers as the function does", () => {
  test.each(CASES)("%s/%s", async (room, name) => {
    const each = caseOf(room, name);
    const folders = [layOut(each, newFolder()), layOut(each, newFolder())];
    const around = (folder: string): Surroundings => ({
      folder,
      environment: { ...environmentOf(each), KCFG_CACHE_DIR: "" },
      input: each.files.get("input"),
    });
    const started = startKcfg(wordsOf(each), around(folders[0]));
    expect(started).toEqual(await runKcfg(wordsOf(each), around(folders[1])));
    expect(stateOf(folders[0])).toEqual(stateOf(folders[1]));
  });

  test("the cells of a matrix, which run in threads", async () => {
    const folder = folderWith({
      Kconfig:
        'config NET\n\tbool "Net"\n\tdepends on "$(ARCH)" != "tiny"\nconfig D\n\tbool "D"\n\tdepends on NET\n',
      "a.config": "CONFIG_D=y\nCONFIG_NONE=y\n",
      "kcfg.json": JSON.stringify({
        check: {
          architectures: ["big", "tiny"],
          bases: ["allnoconfig", "a.config"],
          fragments: ["a.config"],
        },
      }),
    });
    const words = ["check", "--format", "json"];
    const surroundings = { folder, environment: { KCFG_CACHE_DIR: "" } };
    const started = startKcfg(words, surroundings);
    expect(started).toEqual(await runKcfg(words, surroundings));
    expect(JSON.parse(started.stdout).result.runs).toHaveLength(4);
  });

  test("commands beside each other, whose words on standard error pass through", async () => {
    const command = (name: string) => `$(shell,echo ${name} >&2; echo ${name})`;
    const files = {
      "linux/Makefile": "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nKERNELVERSION = x\nexport CC ARCH\n",
      "linux/arch/x86/Kconfig": "",
      "linux/Kconfig": ["A", "B", "C"]
        .map((name) => `config ${name}\n\tstring "${name}"\n\tdefault "${command(name)}"\n`)
        .join(""),
    };
    const words = ["explain", "A", "B", "C"];
    const around = (): Surroundings => ({
      folder: join(folderWith(files), "linux"),
      environment: { ARCH: "x86", KCFG_CACHE_DIR: "" },
    });
    const sorted = (text: string) => text.split("\n").sort();
    const [started, ran] = [startKcfg(words, around()), await runKcfg(words, around())];
    expect([started.exit, started.stdout]).toEqual([ran.exit, ran.stdout]);
    expect(sorted(started.stderr)).toEqual(sorted(ran.stderr));
    expect(sorted(started.stderr)).toEqual(expect.arrayContaining(["A", "B", "C"]));
  });
});

test("what bin/kcfg loads has the exit code of the answer: yes, no, none", () => {
  const folder = folderWith({
    Kconfig: 'config A\n\tbool "A"\n',
    "a.config": "CONFIG_B=y\n",
    "b.config": "CONFIG_A=y\n",
  });
  const exitOf = (...words: string[]) =>
    spawnSync(process.execPath, [startBundle(), ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
    }).status;
  expect([exitOf("check", "b.config"), exitOf("check", "a.config"), exitOf("check", "none")]).toEqual([
    0, 1, 2,
  ]);
});

test("in a folder that is gone it says so", () => {
  const folder = newFolder();
  const words = `cd "${folder}" && rmdir "${folder}" && exec "${process.execPath}" "${startBundle()}"`;
  for (const verb of ["list", "conf --olddefconfig Kconfig"]) {
    mkdirSync(folder, { recursive: true });
    const { status, stderr } = spawnSync("sh", ["-c", `${words} ${verb}`], { encoding: "utf8" });
    // Shells complain of it as well.
    expect([status, stderr.split("\n").at(-2)]).toEqual([
      2,
      "error: the folder that kcfg was started in does not exist any more",
    ]);
  }
});
