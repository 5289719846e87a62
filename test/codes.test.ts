/** The register of codes against the sources, and each code against something that shows it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ConfConfiguration } from "../src/conf/conf-configuration.ts";
import { describeUnmet } from "../src/conf/unmet.ts";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { readDotConfig, settleAfterReading } from "../src/evaluate/read.ts";
import { writeDotConfig } from "../src/evaluate/write.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import { rules } from "../src/report/rules/register.ts";
import { codes } from "../src/text/codes.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { type Case, casesOf, inputsOf } from "./cases.js";
import { projectRoot, runKcfg } from "./command.ts";

/** Codes that are put together from a word and its ending. */
const COMPOSED = ["select-by-value", "imply-by-value", "select-of-value", "imply-of-value"];

/** Codes that no test can bring about, and why. A code that is shown after all must leave the list. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  "other-value":
    "what is left when no rule applies, so that nothing passes in silence; no such input is known",
};

const sources = filesBelow(join(projectRoot, "src"))
  .filter((path) => path.endsWith(".ts") && !path.endsWith("text/codes.ts"))
  .map((path) => readFileSync(path, "utf8"));

/** Codes as the sources write them: a `code:` of their own, or a word handed to a function that reports. */
function codesIn(source: string): readonly string[] {
  const fields = source.matchAll(/\bcode: "([^"]+)"/g);
  const kinds = source.matchAll(
    /\b(?:warn|report|refuse|reportError|atNode|atProperty)\(\s*(?:[\w.#[\]]+,\s*)*"([a-z]+(?:-[a-z]+)+)"/g,
  );
  return [...fields, ...kinds].map((match) => match[1]);
}

describe("the register of codes", () => {
  test("has every code that the sources report", () => {
    const unknown = [...new Set(sources.flatMap(codesIn))].filter((code) => !Object.hasOwn(codes, code));
    expect(unknown).toEqual([]);
  });

  test("is held against what the sources report", () => {
    const source =
      'report({ code: "one" });\nwarn("two-words", x);\nreportError(this.#at, "three-more-words");';
    expect(codesIn(source)).toEqual(["one", "two-words", "three-more-words"]);
    expect(new Set(sources.flatMap(codesIn)).size).toBeGreaterThan(60);
  });

  test("has no code that the sources do not report", () => {
    const text = sources.join("\n");
    const unused = Object.keys(codes).filter(
      (code) => !text.includes(`"${code}"`) && !COMPOSED.includes(code),
    );
    expect(unused).toEqual([]);
  });

  test("tells each in one line", () => {
    for (const { title } of Object.values(codes)) expect(title).toMatch(/^[^\n]{10,90}[^.\n]$/);
  });
});

/** Small trees for what no fixture of another room shows: the text of Kconfig, or files by name. */
const SHOWN_BY_TEXT: readonly (readonly [string, string | Readonly<Record<string, string>>])[] = [
  ["blank-help", "config A\n\tbool\n\thelp\n\nconfig B\n\tbool\n"],
  ["help-redefined", "config A\n\tbool\n\thelp\n\t  One.\n\thelp\n\t  Two.\n"],
  ["imply-by-value", "config A\n\tint\n\timply B\nconfig B\n\tbool\n"],
  ["invalid-statement", "depends on A\n"],
  ["late-mainmenu", 'config A\n\tbool\nmainmenu "Late"\n'],
  ["menuconfig-without-prompt", "menuconfig A\n\tbool\n"],
  ["missing-end", 'menu "M"\n'],
  [
    "defconfig-list-redefined",
    "config A\n\tstring\n\toption defconfig_list\nconfig B\n\tstring\n\toption defconfig_list\n",
  ],
  ["modules-redefined", "config A\n\tbool\n\tmodules\nconfig B\n\tbool\n\tmodules\n"],
  ["no-newline-at-end", "config A\n\tbool"],
  ["include-depth", { Kconfig: 'source "1"\n', ...deepFiles(1100) }],
  ["recursive-inclusion", { Kconfig: 'source "b"\n', b: 'source "Kconfig"\n' }],
  ["repeated-inclusion", { Kconfig: 'source "b"\nsource "b"\n', b: "" }],
  ["syntax-error", "config A B\n"],
  ["too-deep", `${"if A\n".repeat(10_000)}config A\n\tbool\n${"endif\n".repeat(10_000)}`],
  ["transitional-with-more", 'config A\n\tbool "A"\n\ttransitional\n'],
  ["unfinished-string", 'config A\n\tbool "A\n'],
  ["unknown-option", "config A\n\tbool\n\toption odd\n"],
  ["unknown-statement", "konfig A\n"],
  ["unset-environment", 'config A\n\tstring\n\toption env="NOT_SET"\n'],
  ["unsupported-character", "config A\n\tbool\n\tdepends on A & B\n"],
  ["wrong-end", 'menu "M"\nendif\n'],
  [
    "choice-override",
    {
      Kconfig: 'choice\n\tprompt "C"\nconfig A\n\tbool "A"\nconfig B\n\tbool "B"\nendchoice\n',
      ".config": "CONFIG_A=y\nCONFIG_B=y\n",
    },
  ],
  ["reassigned", { Kconfig: 'config A\n\tbool "A"\n', ".config": "CONFIG_A=y\nCONFIG_A=y\n" }],
  [
    "unmet-select",
    { Kconfig: "config A\n\tdef_bool y\n\tselect B\nconfig B\n\tbool\n\tdepends on C\nconfig C\n\tbool\n" },
  ],
];

/** Files 1, 2, 3…, each of which sources the next. */
function deepFiles(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${index + 1}`, `source "${index + 2}"\n`]),
  );
}

test.each(SHOWN_BY_TEXT)("%s", (code, tree) => {
  const host = memoryHost({ files: typeof tree === "string" ? { Kconfig: tree } : tree });
  const found = DIALECTS.flatMap((dialect) => codesOf({ path: "Kconfig", host, environment: {}, dialect }));
  expect(found).toContain(code);
});

/** Command lines for what is about the tree and the options, in an empty folder. */
const SHOWN_BY_COMMAND: readonly (readonly [string, readonly string[]])[] = [
  ["no-folder", ["explain", "A", "-C", "nowhere"]],
  ["no-tree", ["explain", "A"]],
];

test.each(SHOWN_BY_COMMAND)("%s", async (code, words) => {
  const folder = mkdtempSync(join(tmpdir(), "kcfg-codes-"));
  const { exit, stderr } = await runKcfg(words, { folder, environment: {} });
  rmSync(folder, { recursive: true });
  expect([exit, stderr]).toEqual([2, expect.stringContaining(`[${code}]`)]);
});

test("every code is shown by a fixture or a test", () => {
  const byTable = [...SHOWN_BY_TEXT, ...SHOWN_BY_COMMAND].map(([code]) => code);
  // The example of each rule is run by rules.test.ts.
  const byRule = rules.map(({ name }) => name);
  const cases = casesOf();
  const shown = new Set([...codesPrintedBy(cases), ...codesOfTests(), ...byTable, ...byRule]);
  const missing = new Set(Object.keys(codes).filter((code) => !shown.has(code)));
  // Cases that print C's words show the codes of their Kconfig files: loaded until nothing is wanted any more.
  const isWanted = () => [...missing].some((code) => !Object.hasOwn(NOT_SHOWN, code));
  const trees = cases.filter(({ name, files }) => SHOW_MOST.test(name) && files.has("Kconfig"));
  for (let at = 0; at < trees.length && isWanted(); at++)
    for (const code of codesOfTree(trees[at])) missing.delete(code);
  expect([...missing].sort()).toEqual(Object.keys(NOT_SHOWN).sort());
});

/** Cases whose Kconfig files have most of the mistakes that there are words for. */
const SHOW_MOST = /^evaluate\/(choices|definitions|modules)\//;

function codesPrintedBy(cases: readonly Case[]): readonly string[] {
  return cases
    .flatMap(({ files }) => [...files])
    .filter(([path]) => /^expected[^/]*\/std(out|err)$/.test(path))
    .flatMap(([, text]) => [...text.matchAll(/\b(?:error|warning|info)\[([a-z-]+)\]/g)])
    .map((match) => match[1]);
}

function codesOfTree(each: Case): readonly string[] {
  const host = memoryHost({ files: Object.fromEntries(inputsOf(each)), commands: () => "" });
  return DIALECTS.flatMap((dialect) => codesOf({ path: "Kconfig", host, environment: {}, dialect }));
}

const DIALECTS = ["linux-7.3", "linux-5.10", "linux-6.12", "linux-6.1", "linux-next"] as const;

/** Codes of loading a tree, and of reading its .config and writing it again. */
function codesOf(options: Parameters<typeof loadKconfig>[0]): readonly string[] {
  const { model, diagnostics } = loadKconfig(options);
  const found = diagnostics.map(({ code }) => code);
  if (model === undefined) return found;
  const configuration = new ConfConfiguration(model);
  const read = options.host.readText(".config");
  if (read.ok) {
    const file = parseDotConfig(new SourceFile(".config", read.text));
    found.push(
      ...readDotConfig(configuration, file, { warnUnknown: true }).diagnostics.map(({ code }) => code),
    );
  }
  settleAfterReading(configuration);
  writeDotConfig(configuration);
  return [
    ...found,
    ...configuration.unmetDependencies.map((each) => describeUnmet(configuration, each)?.code ?? ""),
  ];
}

/** Codes that a test file names: those of several words anywhere, others between quotes or brackets. */
function codesOfTests(): readonly string[] {
  const texts = filesBelow(join(projectRoot, "test"))
    .filter((path) => path.endsWith(".test.ts") && !path.endsWith("codes.test.ts"))
    .map((path) => readFileSync(path, "utf8"));
  return Object.keys(codes).filter((code) =>
    texts.some((text) => {
      const names = code.includes("-") ? [code] : [`"${code}"`, `[${code}]`];
      return names.some((name) => text.includes(name));
    }),
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
