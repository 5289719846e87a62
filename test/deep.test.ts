/** Trees that stand deeper in each other than any stack takes: each is refused in words, or read. */
import { describe, expect, test } from "@jest/globals";
import { NESTING_LIMIT } from "../grammar/nesting.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { writeDotConfig } from "../src/evaluate/write.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";

const DEEP = 10_000;

function load(files: string | Readonly<Record<string, string>>) {
  const host = memoryHost({ files: typeof files === "string" ? { Kconfig: files } : files });
  return loadKconfig({ path: "Kconfig", host, environment: {} });
}

const SYMBOL = 'config A\n\tbool "A"\n';
const needing = (expression: string) => `${SYMBOL}config B\n\tbool "B"\n\tdepends on ${expression}\n`;
const nested = (open: string, close: string, depth: number) =>
  `${SYMBOL}${open.repeat(depth)}config B\n\tbool "B"\n${close.repeat(depth)}`;
const chain = (length: number, entry: (index: number) => string) =>
  Array.from({ length }, (_, index) => entry(index)).join("");
/** Files that include each other, each with a few menus around the next. */
const files = (count: number, menus: number) => ({
  Kconfig: 'source "0"\n',
  ...Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const inner = index + 1 < count ? `source "${index + 1}"\n` : SYMBOL;
      return [`${index}`, 'menu "M"\n'.repeat(menus) + inner + "endmenu\n".repeat(menus)];
    }),
  ),
});

describe("refuses", () => {
  test.each([
    ["ifs", nested("if A\n", "endif\n", DEEP)],
    ["menus", nested('menu "M"\n', "endmenu\n", DEEP)],
    ["choices", nested('choice\n\tprompt "C"\n', "endchoice\n", DEEP)],
    ["blocks without an end", nested('menu "M"\n', "", DEEP)],
    ["parentheses", needing(`${"(".repeat(DEEP)}A${")".repeat(DEEP)}`)],
    ["parentheses without an end", needing("(".repeat(DEEP))],
    ["negations", needing(`${"!".repeat(DEEP)}A`)],
    ["negations and parentheses by turns", needing(`${"!!(".repeat(DEEP)}A${")".repeat(DEEP)}`)],
    ["blocks and parentheses together", nested("if ((((A))))\n", "endif\n", NESTING_LIMIT)],
    ["files with menus", files(190, 4)],
    [
      "a submenu in a submenu, by dependencies",
      chain(DEEP, (at) => `config A${at}\n\tbool "A"\n\tdepends on A${at - 1}\n`),
    ],
    [
      "dependencies, last one first",
      chain(DEEP, (at) => `config A${DEEP - at}\n\tbool "A"\n\tdepends on A${DEEP - at - 1}\n`),
    ],
    ["defaults", chain(DEEP, (at) => `config A${at}\n\tbool\n\tdefault A${at - 1}\n`)],
    ["selects", chain(DEEP, (at) => `config A${at}\n\tbool "A"\n\tselect A${at + 1}\n`)],
  ])("%s", (_name, tree) => {
    const { model, diagnostics } = load(tree);
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain("too-deep");
  });
});

describe("reads", () => {
  test.each([
    ["as many blocks as the limit allows", nested("if A\n", "endif\n", NESTING_LIMIT)],
    ["as many parentheses", needing(`${"(".repeat(NESTING_LIMIT)}A${")".repeat(NESTING_LIMIT)}`)],
    ["parentheses beside each other", needing(Array(DEEP).fill("!(A)").join(" && "))],
    ["negations beside each other", needing(Array(DEEP).fill("!A").join(" || "))],
    ["blocks behind each other", `${SYMBOL}${"if A\nendif\n".repeat(DEEP)}config B\n\tbool "B"\n`],
    [
      "conditions of attributes, which are no blocks",
      `${SYMBOL}config B\n\tbool "B"\n${"\tdefault y if A\n".repeat(DEEP)}`,
    ],
    ["files in each other", { ...files(140, 1), Kconfig: `source "0"\nconfig B\n\tbool "B"\n` }],
    [
      "a chain of some hundred",
      `${chain(400, (at) => `config A${at}\n\tbool "A"\n\tdepends on A${at - 1} || C\n`)}config B\n\tbool "B"\n`,
    ],
  ])("%s", (_name, tree) => {
    const { model, diagnostics } = load(tree);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(model?.symbol("B")?.isDefined).toBe(true);
    if (model !== undefined) expect(writeDotConfig(new Configuration(model), {})).toContain("CONFIG_");
  });
});
