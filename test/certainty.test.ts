/** What is called known although commands were not run: it is so whatever they answer. */
import { describe, expect, test } from "@jest/globals";
import { Certainty } from "../src/evaluate/certainty.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { unknownPartOf } from "../src/evaluate/unknown-file.ts";
import { writeDotConfig } from "../src/evaluate/write.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";

const CASES = Number(process.env.KCFG_CASES ?? 10);
const SEED = Number(process.env.KCFG_SEED ?? 20);
/** Commands that a tree gets, and what each may answer: values, a text, another symbol. */
const PROBES = ["p1", "p2"];
const ANSWERS = ["n", "m", "y", "7", "A"];

type Files = Readonly<Record<string, string>>;

function load(files: Files, dialect: DialectName, answers?: Readonly<Record<string, string>>) {
  const host = memoryHost({ files });
  const run = (command: string) =>
    answers === undefined
      ? { stdout: "", code: 127, unanswered: "denied" as const }
      : { stdout: answers[command] ?? "n", code: 0 };
  return loadKconfig({ path: "Kconfig", host: { ...host, run, lanes: undefined }, environment: {}, dialect });
}

/** Some conditions and defaults of a tree made to rest on a command. */
function withProbes(files: Files, random: Random): Files {
  const probe = () => `$(shell,${PROBES[random.int(PROBES.length)]})`;
  const changed = (text: string) =>
    text
      .replace(/^(\s+depends on )(.*\S)$/gm, (line, head: string, rest: string) =>
        random.int(3) === 0 ? `${head}(${rest}) ${random.int(2) === 0 ? "&&" : "||"} ${probe()}` : line,
      )
      .replace(/^(\s+(?:def_bool|def_tristate|default) )([ymn]|"[^"]*"|\d+)$/gm, (line, head: string) =>
        random.int(2) === 0 ? head + probe() : line,
      )
      .replace(/^(\s+(?:select|imply) \S+)$/gm, (line, head: string) =>
        random.int(3) === 0 ? `${head} if ${probe()}` : line,
      )
      .replace(/^(\s+range \S+ \S+)$/gm, (line, head: string) =>
        random.int(3) === 0 ? `${head} if ${probe()} = 7` : line,
      );
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, changed(text)]));
}

/** The same wishes in every model, by name. */
function wishesOf(random: Random, names: readonly string[]) {
  return names.flatMap((name) => (random.int(3) === 0 ? [[name, random.int(3)] as const] : []));
}

function configured(
  model: NonNullable<ReturnType<typeof load>["model"]>,
  wishes: ReturnType<typeof wishesOf>,
): Configuration {
  const configuration = new Configuration(model);
  for (const [name, value] of wishes) {
    const symbol = model.symbol(name);
    if (symbol?.type === "bool" || symbol?.type === "tristate")
      configuration.setTristate(symbol.id, value as 0 | 1 | 2);
    else if (symbol?.isDefined) configuration.setText(symbol.id, String(value + 5));
  }
  return configuration;
}

describe.each([
  ["6.12", "linux-6.12"],
  ["6.1", "linux-6.1"],
  ["kconfiglib", "kconfiglib"],
] as const)("random trees of %s", (version, dialect) => {
  test("known values, lines and files do not depend on any answer", () => {
    let known = 0;
    let unknown = 0;
    let files = 0;
    // An expectation each would take longer than all that is compared.
    const wrong: string[] = [];
    for (let index = 0; index < CASES; index++) {
      const random = Random.ofCase(SEED, index);
      const tree = makeTree(random, version);
      const texts = withProbes(tree.files, random);
      const { model } = load(texts, dialect);
      if (model === undefined || model.data.unknownWords.length === 0) continue;
      const wishes = wishesOf(
        random,
        tree.symbols.map(({ name }) => name),
      );
      const denied = configured(model, wishes);
      const certainty = new Certainty(denied);
      const isFileKnown = unknownPartOf(denied) === undefined;
      files += isFileKnown ? 1 : 0;
      for (const p1 of ANSWERS) {
        for (const p2 of ANSWERS) {
          const other = load(texts, dialect, { p1, p2 }).model;
          // An answer can make the tree one that does not load.
          if (other === undefined) continue;
          const real = configured(other, wishes);
          for (const symbol of model.definedSymbols()) {
            const same = other.symbol(symbol.name);
            if (same === undefined) continue;
            const hold = (what: string, isSo: boolean) => {
              if (!isSo) wrong.push(`${what} of ${symbol.name}: case ${index}, p1=${p1} p2=${p2}`);
            };
            if (certainty.isKnown(symbol.id)) {
              known += 1;
              hold("value", denied.value(symbol.id) === real.value(same.id));
            } else unknown += 1;
            if (certainty.isLineKnown(symbol.id))
              hold("line", denied.isWritten(symbol.id) === real.isWritten(same.id));
            if (symbol.type === "bool" || symbol.type === "tristate") {
              const [low, high] = certainty.bounds(symbol.id);
              const value = real.tristate(same.id);
              hold("bounds", value >= low && value <= high);
            }
          }
          if (isFileKnown && writeDotConfig(denied) !== writeDotConfig(real))
            wrong.push(`file: case ${index}, p1=${p1} p2=${p2}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    // The test says something only if there is some of each.
    expect(known).toBeGreaterThan(20 * CASES);
    expect(unknown).toBeGreaterThan(20 * CASES);
    expect(files).toBeGreaterThan(0);
  });
});

test("what MODULES rests on is y where m would do, and its bounds tell that", () => {
  const text =
    'config P\n\ttristate "p"\n\tdepends on $(shell,p1) || y\nconfig MODULES\n\tbool\n\tmodules\n\tdefault y if !P\n\tdefault y\nconfig Q\n\tbool "q" if $(shell,p2)\n\tselect P\n';
  const { model } = load({ Kconfig: text }, "linux-6.12");
  const p = model!.symbol("P")!;
  const configuration = configured(model!, [["P", 1]]);
  const [low, high] = new Certainty(configuration).bounds(p.id);
  expect(configuration.tristate(p.id)).toBe(2);
  expect([low <= 2, high]).toEqual([true, 2]);
  expect(new Certainty(configuration).isKnown(p.id)).toBe(low === 2);
});

test("what a command decides through MODULES, or through a choice, is not known", () => {
  const known = (kconfig: string, name: string) => {
    const { model } = load({ Kconfig: kconfig }, "linux-6.12");
    return new Certainty(new Configuration(model!)).isKnown(model!.symbol(name)!.id);
  };
  const modules = (value: string) =>
    `config MODULES\n\tdef_bool ${value}\n\tmodules\n\nconfig T\n\ttristate "t"\n\tdefault m\n`;
  expect(known(modules("$(shell,p1)"), "T")).toBe(false);
  expect(known(modules("y"), "T")).toBe(true);
  const choice = (condition: string) =>
    `config OTHER\n\tdef_bool $(shell,p2)\n\nchoice\n\tprompt "c"\n\tdefault B${condition}\n\nconfig A\n\tbool "a"\n\nconfig B\n\tbool "b"\nendchoice\n`;
  expect(known(choice(" if $(shell,p1)"), "A")).toBe(false);
  expect(known(choice(""), "A")).toBe(true);
});

describe("what a value rests on", () => {
  const restsIn = (kconfig: string, name: string) => {
    const { model } = load({ Kconfig: kconfig }, "linux-6.12");
    const symbol = model!.symbol(name)!;
    const certainty = new Certainty(new Configuration(model!));
    const names = (ids: readonly number[]) => ids.map((id) => model!.symbolAt(id).name);
    return certainty
      .restsOn(symbol.id)
      .map(({ word, through }) => [word.written, word.sources[0].line, names(through)]);
  };

  test("the words as they are written, the nearest first, with the way to them", () => {
    const text =
      "good = $(shell,test $(1))\nconfig FAR\n\tdef_bool $(good,b)\nconfig NEAR\n\tdef_bool $(good,a) && FAR\n";
    expect(restsIn(text, "NEAR")).toEqual([
      ["$(good,a)", 5, []],
      ["$(good,b)", 3, ["FAR"]],
    ]);
  });

  test("nothing where another condition decides", () => {
    expect(restsIn("config A\n\tdef_bool $(shell,x) && B\n", "A")).toEqual([]);
    expect(restsIn("config A\n\tdef_bool $(shell,x) || y\n", "A")).toEqual([]);
    expect(restsIn("config A\n\tdef_bool $(shell,x)\n", "A")).toHaveLength(1);
  });
});
