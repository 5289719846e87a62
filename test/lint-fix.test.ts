/** What `lint --fix` makes of files: they are mended, and in no configuration a value is another one. */
import { expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { writeDotConfig } from "../src/evaluate/write.ts";
import { memoryHost } from "../src/host/memory.ts";
import { fixFiles } from "../src/lint/fixes.ts";
import { type LintOptions, lint } from "../src/lint/lint.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";

/** KCFG_CASES=2000 and KCFG_SEED=1000 make a longer run of it. */
const CASES = Number(process.env.KCFG_CASES ?? 30);
const SEED = Number(process.env.KCFG_SEED ?? 3);
const CONFIGURATIONS = 12;

type Files = Readonly<Record<string, string>>;

const OPTIONS: LintOptions = {
  unread: [],
  sparesArchitectures: false,
  wantsInformation: true,
  wantsStyle: true,
  near: () => [],
  elsewhere: () => [],
  isWanted: () => true,
};

function load(files: Files, dialect: DialectName): Model | undefined {
  return loadKconfig({ path: "Kconfig", host: memoryHost({ files }), environment: {}, dialect }).model;
}

/** Some dependencies said again, and lines laid out in other ways. */
function spoiled(files: Files, random: Random): Files {
  const spoil = (line: string): readonly string[] => {
    const depends = /^(\s+depends on )([^"#$]*[^"#$\\ ])$/.exec(line);
    if (depends !== null && random.int(2) === 0) {
      const [, head, rest] = depends;
      const again = [
        [`${head}(${rest}) && (${rest})`],
        [`${head}${rest}`, `${head}(${rest}) \\`, `\t\t&& (${rest})`],
        [line, line],
        [`${head}y && (${rest})`],
      ];
      return again[random.int(again.length)];
    }
    if (/^\s+(?:bool|default|help|range)\b/.test(line) && random.int(3) === 0)
      return [line.replace(/^\s+/, ["", "  ", "\t\t", "    "][random.int(4)])];
    return random.int(8) === 0 && !line.endsWith("\\") ? [`${line} \t`] : [line];
  };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.split("\n").flatMap(spoil).join("\n")]),
  );
}

function configured(model: Model, random: Random): Configuration {
  const configuration = new Configuration(model);
  // Their own order is that in which names come up, also in what lint takes away.
  const symbols = [...model.definedSymbols()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { id, type } of symbols) {
    if (random.int(2) === 0) continue;
    if (type === "bool" || type === "tristate") configuration.setTristate(id, random.int(3) as 0 | 1 | 2);
    else configuration.setText(id, String(random.int(20)));
  }
  return configuration;
}

test.each([
  ["6.12", "linux-6.12"],
  ["6.1", "linux-6.1"],
  ["newest", "linux-next"],
] as const)("random trees of %s keep every value", (version, dialect) => {
  const counts = new Map<string, number>();
  for (let index = 0; index < CASES; index++) {
    const random = Random.ofCase(SEED, index);
    const files = spoiled(makeTree(random, version).files, random);
    const model = load(files, dialect);
    if (model === undefined) continue;
    const { findings } = lint(model, [], OPTIONS);
    const fixed = fixFiles(findings, model.data.files);
    const after = { ...files, ...Object.fromEntries(fixed.map((file) => [file.path, file.after])) };
    const other = load(after, dialect);
    const about = `case ${index}`;
    expect([about, other !== undefined]).toEqual([about, true]);
    for (const { code } of fixed.flatMap((file) => file.fixed)) counts.set(code, (counts.get(code) ?? 0) + 1);
    for (let count = 0; count < CONFIGURATIONS; count++) {
      const seed = 1000 * index + count;
      const [was, is] = [model, other!].map((each) =>
        writeDotConfig(configured(each, Random.ofCase(SEED, seed))),
      );
      if (was !== is) expect([about, after, is]).toEqual([about, files, was]);
    }
  }
  for (const code of ["redundant-depends", "indentation", "trailing-blanks"])
    expect([code, (counts.get(code) ?? 0) > CASES / 4]).toEqual([code, true]);
});

test("thousands of findings in one file end, and what cannot be fixed keeps few others from it", () => {
  const entries = Array.from({ length: 3000 }, (_, at) => `config S${at}\n\tbool "s" \n`);
  // Blanks of a value, and a help text that would take in the next entry.
  const text = `VALUE := x \n${entries.join("")}config LAST\n\tbool "l"\n\thelp\n\t    Far.\n\t   config IN\n\t   \tbool "i"\n`;
  const model = load({ Kconfig: text }, "linux-6.12");
  const { findings } = lint(model!, [], { ...OPTIONS, wantsInformation: false });
  const [{ fixed, after }] = fixFiles(findings, model!.data.files);
  expect(findings.filter(({ code }) => code === "trailing-blanks")).toHaveLength(entries.length + 1);
  expect(fixed).toHaveLength(entries.length);
  expect(after.match(/[ \t]$/gm)).toHaveLength(1);
  expect(after.slice(0, 12)).toBe("VALUE := x \n");
});
