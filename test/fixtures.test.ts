/**
 * The one runner of fixtures/: runs each case and compares all that came of it. fixtures/README.md describes a case.
 * UPDATE=1 writes what kcfg answers into the cases without an `oracle`; KCFG_ONLY=set/ takes the cases with this in
 * their names.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import {
  type Case,
  casesOf,
  changesIn,
  environmentOf,
  expectedOf,
  type Files,
  fixtures,
  layOut,
  oracleOf,
  record,
  stateOf,
  wordsOf,
} from "./cases.js";
import { runKcfg, watchKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-fixtures-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Of all cases those whose name holds this. */
const only = process.env.KCFG_ONLY ?? "";
const cases = casesOf().filter(({ name }) => name.includes(only));

for (const each of cases)
  describe(each.name, () => {
    if (oracleOf(each).length === 0) {
      test("kcfg's own answer", async () => {
        const outcome = await outcomeOf(each);
        if (process.env.UPDATE) record(each, new Map([["", outcome]]));
        else expect(Object.fromEntries(outcome)).toEqual(Object.fromEntries(expectedOf(each)));
      });
    }
    for (const version of oracleOf(each)) {
      test(`as conf ${version}`, async () => {
        const outcome = await outcomeOf(each, version);
        expect(Object.fromEntries(outcome)).toEqual(Object.fromEntries(expectedOf(each, version)));
      });
    }
  });

/** Cases in which a tree's commands may not run. */
const denied = cases.filter(({ files }) => /probes[ =]deny/.test(files.get("command") ?? ""));

for (const each of denied)
  describe(each.name, () => {
    const commandsOf = async (words: readonly string[]) => {
      const { tree, surroundings } = prepare(each);
      return (await watchKcfg(words, { folder: tree, ...surroundings })).commands;
    };

    test("runs no command, and would if they were not denied", async () => {
      const words = wordsOf(each);
      expect(await commandsOf(words)).toEqual([]);
      const allowed = await commandsOf(words.map((word) => word.replace("deny", "run")));
      expect(allowed.length).toBeGreaterThan(0);
    });
  });

const trees = readdirSync(fixtures).filter((name) => name.startsWith("vfio-") && name.includes(only));

for (const name of trees)
  describe(name, () => {
    const tree = join(fixtures, name);
    test.each(readdirSync(join(tree, "expected")))("%s", async (file) => {
      const requests = readdirSync(join(tree, "requests")).includes(file) ? [`requests/${file}`] : [];
      const folder = mkdtempSync(join(scratch, "vfio-"));
      const old = ["vfio.config", ...requests].map((path) => readFileSync(join(tree, path), "utf8")).join("");
      writeFileSync(join(folder, ".config"), old);
      const { exit } = await runKcfg(["conf", "--olddefconfig", "Kconfig"], {
        folder,
        environment: { srctree: tree, KCFG_CACHE_DIR: "" },
      });
      expect(exit).toBe(0);
      const written = readFileSync(join(tree, "expected", file), "utf8");
      // What a build reads has cases of its own.
      const made = [...stateOf(folder)].filter(([path]) => !path.startsWith("include/"));
      expect(Object.fromEntries(made)).toEqual({
        ".config": written,
        ...(written !== old && { ".config.old": old }),
      });
    });
  });

/** A folder of its own with what the command finds, and a place for what kcfg keeps beside it. */
function prepare(each: Case, version?: string) {
  const place = mkdtempSync(join(scratch, "case-"));
  const tree = layOut(each, place);
  // By KERNELVERSION kcfg knows whose rules are meant.
  const kernel: Record<string, string> = version === undefined ? {} : { KERNELVERSION: `${version}.0` };
  const cache = `${place}.cache`;
  const environment = { ...kernel, ...environmentOf(each), KCFG_CACHE_DIR: cache };
  return { place, tree, cache, surroundings: { environment, input: each.files.get("input") ?? "" } };
}

/** Runs a case: exit, stdout, stderr, and every file that was made, changed or removed. */
async function outcomeOf(each: Case, version?: string): Promise<Files> {
  const { place, tree, cache, surroundings } = prepare(each, version);
  const before = stateOf(place);
  const answer = async (): Promise<Files> => {
    const { exit, stdout, stderr } = await runKcfg(wordsOf(each), { folder: tree, ...surroundings });
    const said = { exit: `${exit}\n`, stdout, stderr };
    const after = stateOf(place);
    const changes = changesIn(each, before, after);
    const { ignore, ...files } = Object.fromEntries(each.files);
    const all = changesIn({ ...each, files: new Map(Object.entries(files)) }, before, after);
    // A case says what it ignores only where there is such a thing.
    expect(all.size > changes.size).toBe(ignore !== undefined);
    return new Map([...Object.entries(said), ...changes]);
  };
  const first = await answer();
  if (!existsSync(cache)) return first;
  // Something was kept: with it the answer must be the same.
  restore(place, before);
  const second = await answer();
  expect(Object.fromEntries(second)).toEqual(Object.fromEntries(first));
  return first;
}

/** Takes back what a run wrote. Files that it only read stay as they are, times included. */
function restore(folder: string, before: Files): void {
  const after = stateOf(folder);
  for (const path of after.keys()) if (!before.has(path)) rmSync(join(folder, path), { recursive: true });
  for (const [path, text] of before)
    if (after.get(path) !== text) writeFileSync(join(folder, path), text, "latin1");
}
