/** Stricter, looser, other, same: what the solver says of random pairs of trees, against every .config there is. */
import { expect, test } from "@jest/globals";
import { type Condition, dependencyOf, valueIn } from "../src/diff/condition.ts";
import type { Witness } from "../src/diff/joint-search.ts";
import { ConditionComparer, type Relation } from "../src/diff/relation.ts";
import { compareTrees } from "../src/diff/trees.ts";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { readDotConfig } from "../src/evaluate/read.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { SourceFile } from "../src/text/source-file.ts";

/** Of trees; KCFG_CASES=200 makes a longer run of it. */
const PAIRS = Number(process.env.KCFG_CASES ?? 20);

type Random = (below: number) => number;

/** The same numbers each time. (A linear congruence, as in "Numerical Recipes".) */
function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a .config of the enumeration says about each symbol; undefined: nothing. All that makes a difference. */
const LINES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  MODULES: [undefined, "n"],
  NUMBER: [undefined, "2"],
  A: [undefined, "n", "m", "y"],
  B: [undefined, "y"],
  C: [undefined, "n", "m", "y"],
  X: [undefined, "n", "y"],
  Y: [undefined, "n", "y"],
  S: [undefined, "n", "m", "y"],
};

function expressionOf(random: Random, names: readonly string[], depth = 2): string {
  const pick = random(depth === 0 ? 3 : 6);
  const name = names[random(names.length)];
  if (pick === 0) return `!${name}`;
  if (pick === 1) return `${name}=${["n", "m", "y"][random(3)]}`;
  if (pick === 2) return name;
  if (pick === 3) return "NUMBER > 2";
  const [left, right] = [0, 1].map(() => expressionOf(random, names, depth - 1));
  return pick === 4 ? `(${left}) && (${right})` : `(${left}) || (${right})`;
}

/** A tree in which each entry uses only what stands further up, so that nothing loops; without the symbol in question. */
function treeOf(random: Random): string {
  const maybe = (text: string) => (random(2) === 0 ? `\t${text}\n` : "");
  const condition = (...names: string[]) => maybe(`depends on ${expressionOf(random, names, 1)}`);
  return [
    'config MODULES\n\tbool "m"\n\tdefault y\n\tmodules\n',
    'config NUMBER\n\tint "n"\n\tdefault 3\n',
    `config A\n\t${["bool", "tristate"][random(2)]} "a"\n${maybe("select S")}${maybe("default y")}`,
    `config B\n\tbool "b"\n${condition("A")}${maybe("imply S")}`,
    `config C\n\ttristate "c"\n${condition("A", "B")}${maybe("default m if A")}`,
    `choice\n\tprompt "x"\n${condition("A", "C")}${maybe("default Y if B")}`,
    `config X\n\tbool "x"\n${condition("B")}`,
    `config Y\n\tbool "y"\n`,
    "endchoice\n",
    `config S\n\ttristate${random(2) === 0 ? ' "s"' : ""}\n`,
  ].join("");
}

/** The symbol in question. */
function entryOf(random: Random, type: string, names: readonly string[]): string {
  return `config T\n\t${type} "t"\n\tdepends on ${expressionOf(random, names)}\n`;
}

function modelOf(text: string, dialect: DialectName): Model {
  const host = memoryHost({ files: { Kconfig: text } });
  const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
  if (model === undefined) throw new Error(`${text}${JSON.stringify(diagnostics)}`);
  return model;
}

function reading(model: Model, text: string): Configuration {
  const configuration = new Configuration(model);
  const dialect = model.data.dialect.choices === "modal" ? "6.1" : "6.12";
  readDotConfig(configuration, parseDotConfig(new SourceFile("x", text), { dialect }));
  return configuration;
}

/** All texts that the table allows. */
function* texts(names = Object.keys(LINES)): Iterable<string> {
  const [name, ...rest] = names;
  if (name === undefined) {
    yield "";
    return;
  }
  for (const value of LINES[name]) {
    const line =
      value === undefined
        ? ""
        : value === "n"
          ? `# CONFIG_${name} is not set\n`
          : `CONFIG_${name}=${value}\n`;
    for (const others of texts(rest)) yield line + others;
  }
}

const everyText = [...texts()];

function relationByAll(before: Condition, after: Condition, isBool: boolean): Relation {
  let [isLost, isGained] = [false, false];
  for (const text of everyText) {
    const [was, is] = [before, after].map((each) => valueIn(reading(each.model, text), each));
    if (isBool ? was > 0 && is === 0 : was > is) isLost = true;
    if (isBool ? is > 0 && was === 0 : is > was) isGained = true;
    if (isLost && isGained) return "other";
  }
  return isLost ? "stricter" : isGained ? "looser" : "same";
}

const ALL = ["A", "B", "C", "X", "Y", "S"];
/** Members of a choice have other values by other rules for the same lines. */
const WITHOUT_MEMBERS = ["A", "B", "C", "S"];

test.each([
  ["linux-6.12", "linux-6.12", ALL],
  ["linux-6.1", "linux-6.1", ALL],
  ["linux-6.1", "linux-6.12", WITHOUT_MEMBERS],
] as const)("a new dependency, %s to %s", (dialectBefore, dialectAfter, names) => {
  const counts = { stricter: 0, looser: 0, other: 0, same: 0, undecided: 0 };
  for (let seed = 1; seed <= PAIRS; seed++) {
    const random = randomFrom(seed * 7919);
    const tree = treeOf(random);
    const type = ["bool", "tristate"][random(2)];
    const [before, after] = [dialectBefore, dialectAfter].map((dialect) =>
      modelOf(tree + entryOf(random, type, names), dialect),
    );
    const [was, is] = [before, after].map((model) => dependencyOf(model.symbol("T")!));
    const { relation, lost, gained } = new ConditionComparer(before, after).compare(was, is, type === "bool");
    counts[relation] += 1;
    if (relation !== "undecided") {
      const expected = relationByAll(was, is, type === "bool");
      const { text } = after.data.files[0];
      expect({ seed, relation, text }).toEqual({ seed, relation: expected, text });
    }
    for (const witness of [lost, gained]) if (witness !== undefined) expectWitness(witness, was, is);
  }
  // Each answer comes up, and few questions stay open.
  expect(counts.undecided).toBeLessThanOrEqual(1);
  for (const count of [counts.stricter, counts.looser, counts.other, counts.same])
    expect(count).toBeGreaterThan(1);
});

test("what changed elsewhere is not told of a condition", () => {
  const rest = 'config GATE\n\tbool "g"\nconfig ALWAYS\n\tdef_bool y\n';
  const relation = (before: string, after: string) => {
    const models = [before, after].map((text) => modelOf(rest + text, "linux-6.12"));
    const [was, is] = models.map((model) => dependencyOf(model.symbol("T")!));
    return new ConditionComparer(models[0], models[1]).compare(was, is, true).relation;
  };
  const entry = (dependency: string) => `config T\n\tbool "t"\n\tdepends on ${dependency}\n`;
  const [open, gated] = ['config A\n\tbool "a"\n', 'config A\n\tbool "a"\n\tdepends on GATE\n'];
  // A is rarer than it was, and what T needs beyond it is there in any case.
  expect(relation(open + entry("A"), gated + entry("A && ALWAYS"))).toBe("same");
  expect(relation(gated + entry("A"), open + entry("A && ALWAYS"))).toBe("same");
  expect(relation(open + entry("A"), gated + entry("A && GATE"))).toBe("stricter");
  // A name that only one tree has is n in the other.
  expect(relation(open + entry("A"), gated + entry("ALWAYS"))).toBe("looser");
  expect(relation(open + entry("A"), entry("ALWAYS"))).toBe("looser");
  // What is new can be always on.
  const added = "config ADDED\n\tdef_bool y\n";
  expect(relation(open + entry("A"), gated + added + entry("A && ADDED"))).toBe("same");
  expect(relation(open + added + entry("A && ADDED"), gated + entry("A"))).toBe("same");
  const gone = "config OLD\n\tdef_bool y\n";
  expect(relation(gone + entry("OLD"), gone.replace("OLD", "NEW") + entry("NEW"))).toBe("same");
});

test("members of a choice depend on what their choice does, before and after the rewrite", () => {
  const text = (dependency: string) =>
    `config A\n\tbool "a"\nconfig B\n\tbool "b"\nif A\nchoice\n\tprompt "c"\n\t${dependency}\nconfig X\n\tbool "x"\n` +
    'config Y\n\tbool "y"\n\tdepends on B\nendchoice\nendif\n';
  const kinds = (before: string, after: string) => {
    const models = [modelOf(text(before), "linux-6.1"), modelOf(text(after), "linux-6.12")] as const;
    const { changed, choices } = compareTrees(...models);
    return [...changed, ...choices].flatMap(({ after: { name }, changes }) =>
      changes.map((change) => [name, change.kind, "verdict" in change ? change.verdict.relation : ""]),
    );
  };
  expect(kinds("depends on !B", "depends on !B")).toEqual([]);
  expect(kinds("", "depends on B")).toEqual([
    ["X", "dependency", "stricter"],
    ["", "dependency", "stricter"],
  ]);
});

test("examples hold where all of the tree is another", () => {
  let examples = 0;
  for (let seed = 1; seed <= 2 * PAIRS; seed++) {
    const random = randomFrom(seed * 104729);
    const [before, after] = (["linux-6.1", "linux-6.12"] as const).map((dialect) =>
      modelOf(treeOf(random) + entryOf(random, "tristate", ALL), dialect),
    );
    const [was, is] = [before, after].map((model) => dependencyOf(model.symbol("T")!));
    const { lost, gained } = new ConditionComparer(before, after).compare(was, is, false);
    if (lost !== undefined) expect(lost.before).toBeGreaterThan(lost.after);
    if (gained !== undefined) expect(gained.before).toBeLessThan(gained.after);
    for (const witness of [lost, gained]) {
      if (witness === undefined) continue;
      expectWitness(witness, was, is);
      examples += 1;
    }
  }
  expect(examples).toBeGreaterThan(PAIRS / 2);
});

function expectWitness({ lines, before, after }: Witness, was: Condition, is: Condition): void {
  const text = lines.map((line) => `${line}\n`).join("");
  const values = [was, is].map((each) => valueIn(reading(each.model, text), each));
  expect([text, ...values]).toEqual([text, before, after]);
}
