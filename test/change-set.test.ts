/** Values that change little by little are those of a new configuration, whatever was changed before. */
import { describe, expect, test } from "@jest/globals";
import type { ChangeSet, SymbolChange, UserChange } from "../src/evaluate/change-set.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { dependentsOf } from "../src/evaluate/dependents.ts";
import { memoryHost } from "../src/host/memory.ts";
import type { SymbolId } from "../src/model/columns.ts";
import { dialectFor } from "../src/model/dialect-for.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import { type DialectName, PROJECT_DIALECTS } from "../src/text/dialect-name.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";

const CASES = Number(process.env.KCFG_CASES ?? 60);
const SEED = Number(process.env.KCFG_SEED ?? 7);
const CHANGES = 12;
const TURNS = ["new", "new", "new", "new", "undo", "undo", "redo", "set"];

function load(files: Readonly<Record<string, string>>, dialect: DialectName): Model | undefined {
  return loadKconfig({ path: "Kconfig", host: memoryHost({ files }), environment: {}, dialect }).model;
}

type State = readonly (readonly unknown[])[];

/** All that a configuration says of each symbol; asked for in the order of C's table, as after reading. */
function stateOf(configuration: Configuration): State {
  const { data } = configuration.model;
  const { symbols, table, expressions } = data;
  for (const symbol of table.order) configuration.value(symbol);
  const isChoice = (symbol: SymbolId) => (symbols.flags[symbol] & 2) !== 0;
  const all = Array.from({ length: symbols.count }, (_, symbol) => symbol);
  for (const symbol of all) {
    configuration.value(symbol);
    if (isChoice(symbol)) configuration.chosenMember(symbol);
  }
  const values = Array.from(expressions.operator, (_, id) => configuration.evaluate(id));
  return [
    ...all.map((symbol) => [
      symbols.name[symbol],
      configuration.value(symbol),
      configuration.visibility(symbol),
      configuration.directDependency(symbol),
      configuration.reverseDependency(symbol),
      configuration.weakReverseDependency(symbol),
      configuration.isWritten(symbol),
      isChoice(symbol) ? configuration.chosenMember(symbol) : undefined,
      configuration.userValue(configuration.model.symbolAt(symbol)),
    ]),
    [configuration.modulesEnabled, values],
    [...new Set(configuration.unmetDependencies.map(({ symbol }) => symbol))].sort((a, b) => a - b),
  ];
}

/** What a change set says that differs, in the form of `stateOf`. */
const told = ({ symbol, value, visibility, reverseDependency, isWritten, chosen }: SymbolChange) => ({
  symbol,
  value,
  visibility,
  reverseDependency,
  isWritten,
  chosen,
});

function differences(model: Model, before: State, after: State) {
  const found = [];
  for (let symbol = 0; symbol < model.data.symbols.count; symbol++) {
    const at = (column: number) => ({ from: before[symbol][column], to: after[symbol][column] });
    const all = [at(1), at(2), at(4), at(6), at(7)];
    if (all.every(({ from, to }) => from === to)) continue;
    const [value, visibility, reverseDependency, isWritten, chosen] = all;
    const isChoice = (model.data.symbols.flags[symbol] & 2) !== 0;
    found.push({
      symbol,
      value,
      visibility,
      reverseDependency,
      isWritten,
      chosen: isChoice ? chosen : undefined,
    });
  }
  return found;
}

const TEXTS = ["0", "1", "7", "42", "0x10", "-3", "n", "y", "", "a b"];

/** A change of some symbol, of a kind that its type takes; mostly of one that can be seen. */
function changeOf(model: Model, now: State, random: Random): UserChange {
  const { symbols, dialect } = model.data;
  for (let tries = 0; ; tries++) {
    const symbol = random.int(symbols.count);
    const view = model.symbolAt(symbol);
    if (view.isConstant || (view.isChoice && dialect.choices === "exclusive")) continue;
    if (now[symbol][2] === 0 && tries < 20 && random.int(10) > 0) continue;
    if (random.int(6) === 0) return { kind: "clear", symbol };
    if (view.type === "bool" || view.type === "tristate")
      return { kind: "set", symbol, value: random.int(3) as 0 | 1 | 2 };
    if (view.type !== "unknown") return { kind: "set", symbol, value: TEXTS[random.int(TEXTS.length)] };
    if (tries > 20) return { kind: "clear", symbol };
  }
}

/** Half of all symbols set to something, mostly on. */
function firstChanges({ data: { symbols } }: Model, random: Random): UserChange[] {
  const all = Array.from({ length: symbols.count }, (_, symbol) => symbol).slice(3);
  return all
    .filter((symbol) => (symbols.type[symbol] === 1 || symbols.type[symbol] === 2) && random.int(2) === 0)
    .map((symbol) => ({ kind: "set", symbol, value: random.int(4) === 0 ? 1 : 2 }));
}

function set(configuration: Configuration, changes: readonly UserChange[]): void {
  for (const change of changes) {
    if (change.kind === "clear") configuration.clearUserValue(change.symbol);
    else if (change.kind === "restore") throw new Error("is none of a list");
    else if (typeof change.value === "string") configuration.setText(change.symbol, change.value);
    else configuration.setTristate(change.symbol, change.value);
  }
}

/** What was asked in all, made at one time in a new configuration. */
function fresh(model: Model, made: readonly (readonly UserChange[])[]): Configuration {
  const configuration = new Configuration(model);
  set(configuration, made.flat());
  return configuration;
}

/** Makes random changes, undone and made again now and then, and compares after each. */
function walk(model: Model, random: Random, steps: number, where: string) {
  const tried = { compared: 0, changed: 0 };
  const configuration = new Configuration(model);
  let made: (readonly UserChange[])[] = [];
  const undo: (readonly UserChange[])[] = [];
  const redo: { readonly changes: readonly UserChange[]; readonly made: readonly UserChange[] }[] = [];
  let before = stateOf(fresh(model, made));
  for (let step = 0; step < steps; step++) {
    const turn = step === 0 ? "first" : TURNS[random.int(TURNS.length)];
    let answer: ChangeSet | undefined;
    if (turn === "undo" && undo.length > 0) {
      answer = configuration.apply(undo.pop()!);
      redo.push({ changes: answer.undo, made: made.at(-1)! });
      made = made.slice(0, -1);
    } else if (turn === "redo" && redo.length > 0) {
      const again = redo.pop()!;
      answer = configuration.apply(again.changes);
      undo.push(answer.undo);
      made = [...made, again.made];
    } else {
      const now = before;
      const count = random.int(5) === 0 ? 1 + random.int(6) : 1;
      const changes =
        turn === "first"
          ? firstChanges(model, random)
          : Array.from({ length: count }, () => changeOf(model, now, random));
      made = [...made, changes];
      redo.length = 0;
      if (turn === "set") {
        // All that was calculated is thrown away, and no list leads back from there.
        set(configuration, changes);
        configuration.apply([]);
        undo.length = 0;
      } else {
        answer = configuration.apply(changes);
        undo.push(answer.undo);
      }
    }
    const reference = stateOf(fresh(model, made));
    const place = `${where}, step ${step} (${turn})`;
    const state = stateOf(configuration);
    const expected = differences(model, before, reference);
    const all = answer === undefined ? expected : answer.changes.map(told);
    if (
      JSON.stringify(state) !== JSON.stringify(reference) ||
      JSON.stringify(all) !== JSON.stringify(expected)
    ) {
      console.log(`${place}\n${JSON.stringify(made)}`);
      expect(state).toEqual(reference);
      expect(all).toEqual(expected);
    }
    before = reference;
    tried.compared += 1;
    tried.changed += expected.length;
  }
  // A copy takes along whether m exists, which counts where MODULES rests on what it decides.
  if (!dependentsOf(model.data).hasOrdered) expect(stateOf(configuration.clone())).toEqual(before);
  return tried;
}

/** Walks over random trees of a version's language, read as a dialect. */
function walkTrees(version: "newest" | "6.12" | "6.1" | "5.10", dialect: DialectName, cases: number) {
  const all = { trees: 0, ordered: 0, compared: 0, changed: 0 };
  for (let index = 0; index < cases; index++) {
    const random = Random.ofCase(SEED, index);
    const tree = makeTree(random, version);
    const model = load(tree.files, dialect);
    if (model === undefined) continue;
    const where = `${dialect}, seed ${SEED}, case ${index}:\n${tree.files.Kconfig}`;
    const { compared, changed } = walk(model, random, CHANGES, where);
    all.trees += 1;
    if (dependentsOf(model.data).hasOrdered) all.ordered += 1;
    all.compared += compared;
    all.changed += changed;
  }
  if (process.env.KCFG_SAY) console.log(dialect, all);
  // In the others the order of questions counts, and everything is calculated anew.
  expect(all.ordered).toBeLessThan(all.trees / 2);
  return all;
}

describe("each state is that of a new configuration, and the change set is what differs", () => {
  test.each(["newest", "6.12", "6.1", "5.10"] as const)("in random trees of %s", (version) => {
    const dialect = version === "newest" ? "linux-next" : (`linux-${version}` as const);
    const { trees, compared, changed } = walkTrees(version, dialect, CASES);
    expect(trees).toBeGreaterThan(CASES / 3);
    expect(changed).toBeGreaterThan(compared / 3);
  });
  test.each(PROJECT_DIALECTS)("in random trees read as those of %s", (dialect) => {
    const isModal = dialectFor({ name: dialect }).choices === "modal";
    // Coreboot's tool refuses most of them.
    const { trees, changed } = walkTrees(isModal ? "5.10" : "6.12", dialect, CASES / 5);
    expect(trees).toBeGreaterThan(CASES / 100);
    expect(changed).toBeGreaterThan(0);
  });
});

/** Trees for what random ones seldom have; each with the dialect that it is about. */
const TREES: readonly (readonly [what: string, dialect: DialectName, kconfig: string])[] = [
  [
    "a range whose limits are symbols",
    "linux-6.12",
    `config LOW
	int "low"
config HIGH
	int "high"
config NUMBER
	int "number"
	range LOW HIGH
config HEX
	hex "hex"
	default 0x20
	range 0x10 HIGH
`,
  ],
  [
    "a string whose default is another one",
    "linux-6.12",
    `config A
	string "a"
config B
	string
	default A
config C
	bool
	default y if B = "y"
`,
  ],
  [
    "a former name, set to what it would be anyway",
    "linux-next",
    `config OLD
	bool
	transitional
config NEW
	bool "new"
	default OLD
config TEXT
	string
	transitional
config NAME
	string "name"
	default TEXT
`,
  ],
  [
    "a choice whose default is none of its members",
    "linux-6.12",
    `config OTHER
	bool "other"
config SEEN
	bool "seen"
	default y if OTHER
choice
	prompt "pick"
	default OTHER
config A
	bool "a"
	depends on SEEN
config B
	bool "b"
	depends on SEEN
endchoice
`,
  ],
  [
    "a member of a modal choice with a prompt elsewhere",
    "linux-6.1",
    `config USER
	bool
	default y if A
config GATE
	bool "gate"
choice
	prompt "pick"
	optional
config A
	bool
	depends on GATE
config B
	bool "b"
endchoice
config A
	bool "a"
config MODULES
	bool "modules"
	depends on A
	modules
`,
  ],
  [
    "a tristate choice of the modal kind",
    "linux-6.1",
    `config MODULES
	bool "modules"
	modules
config GATE
	tristate "gate"
choice
	tristate "pick"
	depends on GATE
config A
	tristate "a"
config B
	tristate "b"
	select C
config D
	bool "d"
endchoice
config C
	tristate
config E
	tristate "e"
	default A
	depends on C || D
`,
  ],
  [
    "MODULES that rests on a tristate",
    "linux-6.12",
    `config A
	tristate "a"
config B
	tristate "b"
	select A
config MODULES
	bool "modules" if A
	default A
	modules
config C
	tristate "c"
	depends on B
`,
  ],
  [
    "limits that are each other's",
    "linux-6.12",
    `config A
	int "a"
	range B 10
config B
	int "b"
	range A 20
config C
	bool "c"
config D
	int "d"
	default B if C
	default 3
`,
  ],
];

test.each(TREES)("%s", (what, dialect, kconfig) => {
  const model = load({ Kconfig: kconfig }, dialect);
  if (model === undefined) throw new Error("no model");
  const { changed } = walk(model, new Random(SEED), 400, what);
  expect(changed).toBeGreaterThan(100);
});
