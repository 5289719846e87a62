/** What kcfg check and kcfg set answer to programs: the library's results, and --format json. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { merge } from "../src/check/merge.ts";
import { requestHolds } from "../src/check/verdict.ts";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import { checkInWords } from "../src/report/check-words/worded.ts";
import { unifiedDiff } from "../src/report/unified-diff.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { runKcfg } from "./command.ts";

const KCONFIG = `
config MODULES
	bool "Modules"
	default y
	modules

config BUS
	tristate "Bus"

config DRIVER
	tristate "Driver"
	depends on BUS
	select LIBRARY

config LIBRARY
	tristate
`;

const scratch = mkdtempSync(join(tmpdir(), "kcfg-check-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function baseConfiguration(kconfig = KCONFIG): Configuration {
  const host = memoryHost({ files: { Kconfig: kconfig } });
  const { model } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect: "linux-6.12" });
  if (model === undefined) throw new Error("the test's Kconfig does not load");
  return new Configuration(model);
}

function check(...texts: readonly string[]) {
  const fragments = texts.map((text, index) => parseDotConfig(new SourceFile(`${index}.config`, text)));
  return checkInWords(baseConfiguration(), fragments);
}

describe("check", () => {
  test("leaves the base as it was", () => {
    const base = baseConfiguration();
    const fragment = parseDotConfig(new SourceFile("a.config", "CONFIG_BUS=y\n"));
    const { configuration } = checkInWords(base, [fragment]);
    const bus = base.model.symbol("BUS")!;
    expect([base.value(bus.id), configuration.value(bus.id)]).toEqual(["n", "y"]);
  });

  test("tells the same value in a later file as redundant, which is no fault", () => {
    const { findings, holds, verdicts } = check("CONFIG_BUS=m\n", "CONFIG_BUS=m\n");
    expect(holds).toBe(true);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["redundant", "info"]]);
    expect(verdicts.map(({ fate }) => fate)).toEqual(["redundant", "took"]);
  });

  test("says nothing of a promptless symbol whose value holds", () => {
    const { findings, holds } = check("CONFIG_BUS=m\nCONFIG_DRIVER=m\nCONFIG_LIBRARY=m\n");
    expect([findings, holds]).toEqual([[], true]);
  });

  test("offers a fix only if all requests that held hold with it", () => {
    const offered = check("CONFIG_DRIVER=m\n").findings[0]?.fixes;
    expect(offered).toEqual([
      {
        title: "1 change satisfies it: CONFIG_BUS=m (then LIBRARY=m)",
        edits: [{ kind: "set", symbol: "BUS", value: "m", text: "CONFIG_BUS=m" }],
        effects: ["LIBRARY=m"],
        verified: true,
      },
    ]);
    expect(check("CONFIG_DRIVER=m\nCONFIG_LIBRARY=n\n").findings[0]?.fixes).toBeUndefined();
  });

  test("offers a fix that was found to all requests that it gives their value, however many there are", () => {
    const drivers = Array.from({ length: 60 }, (_, at) => `D${at}`);
    const needs = (at: number) => (at % 2 === 0 ? "BUS" : at % 3 === 0 ? "BUS && SLOT" : "SLOT && !BUS");
    const kconfig = [
      'config BUS\n\tbool "b"\n\nconfig SLOT\n\tbool "s"\n',
      ...drivers.map((name, at) => `config ${name}\n\tbool "d"\n\tdepends on ${needs(at)}\n`),
    ].join("\n");
    const text = `# CONFIG_SLOT is not set\n${drivers.map((name) => `CONFIG_${name}=y\n`).join("")}`;
    const base = baseConfiguration(kconfig);
    const { findings } = checkInWords(base, [parseDotConfig(new SourceFile("0.config", text))]);
    expect(findings).toHaveLength(drivers.length);
    for (const [at, { symbol, fixes }] of findings.entries()) {
      expect(symbol).toBe(drivers[at]);
      // SLOT is requested to be off: no fix turns it on.
      const expected =
        needs(at) === "BUS" ? [{ kind: "set", symbol: "BUS", value: "y", text: "CONFIG_BUS=y" }] : [];
      expect(fixes?.[0]?.edits ?? []).toEqual(expected);
    }
    // The fix of another request has this one's as an effect, and not its own.
    expect(findings[58].fixes?.[0]?.effects).toContain("D0=y");
    expect(findings[58].fixes?.[0]?.effects).not.toContain("D58=y");
  });

  test("orders findings by file and line, wherever they were found", () => {
    const { findings } = check("junk\nCONFIG_NONE=y\n", "CONFIG_DRIVER=y\njunk\n");
    expect(findings.map(({ code, location }) => `${location?.path}:${location?.line} ${code}`)).toEqual([
      "0.config:1 malformed-line",
      "0.config:2 unknown-symbol",
      "1.config:1 unmet-dependency",
      "1.config:2 malformed-line",
    ]);
  });

  test("reads CRLF files and files without a last newline", () => {
    expect(check("CONFIG_BUS=m\r\nCONFIG_DRIVER=m").holds).toBe(true);
  });
});

/** Small trees of bool symbols, and a line for each: what `conflict` claims is decided by trying every configuration. */
describe("conflict, against every configuration of small trees", () => {
  const NAMES = ["A", "B", "C", "D", "E", "F"];
  const everyConfiguration = NAMES.reduce<readonly (readonly string[])[]>(
    (rows, name) =>
      rows.flatMap((row) => [
        [...row, `CONFIG_${name}=y`],
        [...row, `# CONFIG_${name} is not set`],
      ]),
    [[]],
  );

  /** The same numbers on each run. */
  function randomTree(seed: number): { readonly kconfig: string; readonly lines: readonly string[] } {
    let state = seed;
    const below = (limit: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) % limit;
    };
    const literal = (from: number) => `${below(2) ? "!" : ""}${NAMES[from + below(NAMES.length - from)]}`;
    const symbols = NAMES.map((name, index) => {
      const after = index + 1;
      const head = `config ${name}\n\tbool "${name}"\n${below(2) ? "\tdefault y\n" : ""}`;
      if (after === NAMES.length || below(3) === 0) return head;
      const row = (sign: string) => Array.from({ length: 2 + below(2) }, () => literal(after)).join(sign);
      return `${head}\tdepends on ${row(below(4) === 0 ? " && " : " || ")}\n`;
    });
    const lines = NAMES.map((name) => (below(2) ? `CONFIG_${name}=y` : `# CONFIG_${name} is not set`));
    return { kconfig: symbols.join("\n"), lines };
  }

  const fragmentOf = (texts: readonly string[]) =>
    parseDotConfig(new SourceFile("a.config", texts.map((text) => `${text}\n`).join("")));

  /** Whether some configuration has all of these lines. */
  function oracleOf(base: Configuration) {
    const possible = everyConfiguration.map((settings) => {
      const { configuration, requests } = merge(base, [fragmentOf(settings)]);
      return new Set(requests.filter((each) => requestHolds(configuration, each)).map(({ text }) => text));
    });
    return (texts: readonly string[]) => possible.some((held) => texts.every((text) => held.has(text)));
  }

  test("names lines that no configuration has together, and any fewer of which one has; misses none", () => {
    let conflicts = 0;
    for (let seed = 1; seed <= 120; seed++) {
      const { kconfig, lines } = randomTree(seed);
      const base = baseConfiguration(kconfig);
      const { findings, verdicts } = checkInWords(base, [fragmentOf(lines)]);
      if (findings.length === 0) continue;
      const canHold = oracleOf(base);
      for (const { location, notes = [] } of findings.filter(({ code }) => code === "conflict")) {
        const named = [location, ...notes.map((note) => note.location)]
          .filter((place) => place?.path === "a.config")
          .map((place) => lines[(place?.line ?? 0) - 1]);
        expect(named.length).toBeGreaterThan(2);
        expect([seed, named, canHold(named)]).toEqual([seed, named, false]);
        for (const left of named)
          expect([seed, left, canHold(named.filter((text) => text !== left))]).toEqual([seed, left, true]);
        conflicts += 1;
      }
      const held = verdicts.filter(({ holds }) => holds).map(({ request }) => request.text);
      for (const { request, fate } of verdicts.filter(({ holds }) => !holds)) {
        const isExcluded = canHold([request.text]) && !canHold([request.text, ...held]);
        const isByOne = held.some((text) => !canHold([request.text, text]));
        expect([seed, request.text, fate === "conflict"]).toEqual([
          seed,
          request.text,
          isExcluded && !isByOne,
        ]);
      }
    }
    expect(conflicts).toBeGreaterThan(8);
  });
});

/** Runs kcfg in a folder with the Kconfig above and these files; answers its exit code and its parsed output. */
async function runJson(words: readonly string[], files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(scratch, "case-"));
  for (const [name, text] of Object.entries({ Kconfig: KCONFIG, ...files }))
    writeFileSync(join(folder, name), text);
  const { exit, stdout } = await runKcfg([...words, "--format", "json"], { folder, environment: {} });
  return { exit, folder, answer: JSON.parse(stdout) };
}

describe("--format json", () => {
  test("check: findings, fates and fixes", async () => {
    const { exit, answer } = await runJson(["check", "a.config"], {
      "a.config": "CONFIG_DRIVER=m\nCONFIG_BUS=n\n",
    });
    expect(exit).toBe(1);
    expect(answer).toMatchObject({
      command: "check",
      ok: false,
      summary: { requests: 2, held: 1, errors: 1, warnings: 0 },
      diagnostics: [
        {
          code: "unmet-dependency",
          symbol: "DRIVER",
          requested: "m",
          actual: null,
          location: { path: "a.config", line: 1, column: 1 },
          related: [{ message: "but this turns it off", location: { path: "a.config", line: 2 } }],
        },
      ],
      result: {
        runs: [{ base: "defaults", requests: [{ fate: "unmet-dependency" }, { fate: "took", holds: true }] }],
      },
    });
  });

  test("set: what was asked, needed, and what follows", async () => {
    const { exit, answer, folder } = await runJson(["set", "DRIVER=m", "--fix"], {});
    expect(exit).toBe(0);
    expect(answer).toMatchObject({
      command: "set",
      ok: true,
      result: {
        file: ".config",
        written: true,
        asked: [{ symbol: "DRIVER", before: null, after: "m" }],
        needed: [{ symbol: "BUS", before: "n", after: "m" }],
        follows: [{ symbol: "LIBRARY", before: null, after: "m", cause: { kind: "select" } }],
      },
    });
    expect(readFileSync(join(folder, ".config"), "utf8")).toContain("CONFIG_DRIVER=m\n");
  });

  test("set: a refusal, with the fix that would help", async () => {
    const { exit, answer } = await runJson(["set", "DRIVER=y"], {});
    expect(exit).toBe(1);
    expect(answer).toMatchObject({
      ok: false,
      result: null,
      diagnostics: [
        {
          code: "unmet-dependency",
          fixes: [{ edits: [{ kind: "set", symbol: "BUS", value: "y" }], verified: true }],
        },
      ],
    });
  });
});

test("set keeps the old .config beside the new one", async () => {
  const folder = mkdtempSync(join(scratch, "case-"));
  writeFileSync(join(folder, "Kconfig"), KCONFIG);
  writeFileSync(join(folder, ".config"), "CONFIG_BUS=m\n");
  expect((await runKcfg(["set", "BUS=y"], { folder, environment: {} })).exit).toBe(0);
  expect(readFileSync(join(folder, ".config.old"), "utf8")).toBe("CONFIG_BUS=m\n");
});

describe("unifiedDiff", () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `${index}\n`);
  const texts: readonly (readonly [string, string, string])[] = [
    ["nothing to something", "", "a\nb\n"],
    ["something to nothing", "a\nb\n", ""],
    ["one line in the middle", numbers.join(""), numbers.join("").replace("20\n", "twenty\n")],
    ["the ends", numbers.join(""), `start\n${numbers.slice(1, -1).join("")}end\n`],
    [
      "near and far changes",
      numbers.join(""),
      numbers.filter((_, index) => ![3, 8, 30].includes(index)).join(""),
    ],
    ["no newline at the end", "a\nb", "a\nc"],
    ["all different", "a\nb\nc\n", "d\ne\n"],
  ];
  test.each(texts)("patch applies it: %s", (_name, before, after) => {
    const folder = mkdtempSync(join(scratch, "diff-"));
    writeFileSync(join(folder, "f"), before);
    const diff = unifiedDiff("f", before, after);
    const { status } = spawnSync("patch", ["-s", "f"], { cwd: folder, input: diff });
    expect(status).toBe(0);
    expect(readFileSync(join(folder, "f"), "utf8")).toBe(after);
  });

  test("says nothing of equal texts", () => expect(unifiedDiff("f", "a\n", "a\n")).toBe(""));
});
