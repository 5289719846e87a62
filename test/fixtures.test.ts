/**
 * The one runner of fixtures/: every folder with a `command` is a case, and expected/ says what must come out.
 * test/oracle/record.sh describes the folders; it writes expected/ of all cases that have an `oracle` file, with
 * the C tool. UPDATE=1 rewrites expected/ of the others from kcfg itself.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { projectRoot, runKcfg } from "./command.ts";

const fixtures = join(projectRoot, "fixtures");
const scratch = mkdtempSync(join(tmpdir(), "kcfg-fixtures-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Path → content as latin1 text; for an outcome also `exit`, `stdout` and `stderr`. */
type Files = ReadonlyMap<string, string>;

/** What a case leaves out of its expected/ folder if it is so. */
const UNSAID: Files = new Map([
  ["exit", "0\n"],
  ["stdout", ""],
  ["stderr", ""],
]);

const cases = foldersIn(fixtures)
  .flatMap((room) => foldersIn(join(fixtures, room)).map((name) => `${room}/${name}`))
  .filter((name) => existsSync(join(fixtures, name, "command")));

describe.each(cases)("%s", (name) => {
  const folder = join(fixtures, name);
  if (!existsSync(join(folder, "oracle"))) {
    test("kcfg's own answer", () => {
      const expected = join(folder, "expected");
      const outcome = runCase(folder);
      if (process.env.UPDATE) writeFiles(expected, outcome);
      const said = new Map([...UNSAID, ...filesBelow(expected)]);
      expect(Object.fromEntries([...outcome].filter(([path]) => said.has(path)))).toEqual(
        Object.fromEntries(said),
      );
    });
    return;
  }
  const [first, ...further] = readFileSync(join(folder, "oracle"), "utf8").trim().split(" ");
  for (const version of [first, ...further]) {
    test(`as conf ${version}`, () => {
      const own = join(folder, `expected-${version}`);
      const expected = new Map([...UNSAID, ...filesBelow(existsSync(own) ? own : join(folder, "expected"))]);
      expect(Object.fromEntries(runCase(folder, version))).toEqual(Object.fromEntries(expected));
    });
  }
});

describe.each(foldersIn(fixtures).filter((name) => name.startsWith("vfio-")))("%s", (name) => {
  const tree = join(fixtures, name);
  test.each(readdirSync(join(tree, "expected")))("%s", (file) => {
    const requests = join(tree, "requests", file);
    const folder = mkdtempSync(join(scratch, "vfio-"));
    const base = readFileSync(join(tree, "vfio.config"), "utf8");
    writeFileSync(
      join(folder, ".config"),
      base + (existsSync(requests) ? readFileSync(requests, "utf8") : ""),
    );
    const { exit } = runKcfg(["conf", "--olddefconfig", "Kconfig"], {
      folder,
      environment: { srctree: tree },
    });
    expect(exit).toBe(0);
    expect(readFileSync(join(folder, ".config"), "utf8")).toBe(
      readFileSync(join(tree, "expected", file), "utf8"),
    );
  });
});

/** Runs a case in a copy of its folder: exit, stdout, stderr and every file that it wrote. */
function runCase(source: string, version?: string): Files {
  const folder = mkdtempSync(join(scratch, "case-"));
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => dirname(path) !== source || isInput(basename(path)),
  });
  if (existsSync(join(folder, "config"))) renameSync(join(folder, "config"), join(folder, ".config"));
  const before = filesBelow(folder);

  const words = readFileSync(join(source, "command"), "latin1").trim().split(/\s+/);
  // By KERNELVERSION kcfg knows whose rules are meant.
  const kernel: Record<string, string> = version === undefined ? {} : { KERNELVERSION: `${version}.0` };
  const environment = { ...kernel, ...environmentOf(source) };
  const inputFile = join(source, "input");
  const input = existsSync(inputFile) ? readFileSync(inputFile, "latin1") : "";
  const cache = { KCFG_CACHE_DIR: `${folder}.cache` };
  const answer = (): Files => {
    const { exit, stdout, stderr } = runKcfg(words, {
      folder,
      environment: { ...environment, ...cache },
      input,
    });
    const written = [...filesBelow(folder)].filter(
      ([path, text]) => before.get(path) !== text && path !== ".config.old" && !path.startsWith("include/"),
    );
    return new Map([
      ["exit", `${exit}\n`],
      ["stdout", stdout],
      ["stderr", stderr],
      ...written.map(([path, text]): [string, string] => [path === ".config" ? "config" : path, text]),
    ]);
  };
  const first = answer();
  if (!existsSync(cache.KCFG_CACHE_DIR)) return first;
  // Something was kept: with it the answer must be the same.
  restore(folder, before);
  const second = answer();
  expect(Object.fromEntries(second)).toEqual(Object.fromEntries(first));
  return first;
}

/** Takes back what a run wrote. Files that it only read stay as they are, times included. */
function restore(folder: string, before: Files): void {
  for (const [path, text] of filesBelow(folder)) {
    const old = before.get(path);
    if (old === undefined) rmSync(join(folder, path));
    else if (old !== text) writeFileSync(join(folder, path), old, "latin1");
  }
}

/** The lines NAME=VALUE of a case's `environment` file. */
function environmentOf(source: string): Record<string, string> {
  const path = join(source, "environment");
  const lines = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

function isInput(name: string): boolean {
  return !["command", "environment", "input", "oracle"].includes(name) && !name.startsWith("expected");
}

function writeFiles(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    if ((path === "stdout" || path === "stderr") && text === "") continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, "latin1");
  }
}

function filesBelow(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, "latin1")];
    }),
  );
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
