/**
 * The least change, held against brute force: on random small trees every assignment of the prompts is tried, and
 * what is possible, and what it costs at least, has to be what `resolve` says.
 */
import { describe, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { tristateOf } from "../src/evaluate/tristate.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { ConfigSymbol, Model } from "../src/model/model.ts";
import type { Goal } from "../src/resolve/goals.ts";
import { dependencyCone, isWorthKeeping } from "../src/resolve/objective.ts";
import { applySettings, settle } from "../src/resolve/replay.ts";
import { Resolver, resolve } from "../src/resolve/resolve.ts";
import type { DialectName } from "../src/text/dialect-name.ts";

type Roll = (bound: number) => number;

/** Numbers from 0 to `bound` - 1, the same ones in every run (mulberry32). */
function dice(seed: number): Roll {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

function modelOf(text: string, dialect: DialectName = "linux-6.12"): Model {
  const host = memoryHost({ files: { Kconfig: text } });
  const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

// --- random trees ------------------------------------------------------------------------------------------------

const among = <Item>(roll: Roll, items: readonly Item[]): Item => items[roll(items.length)];

/** A condition over symbols that come earlier, so that there are no loops. */
function condition(roll: Roll, names: readonly string[]): string {
  const atom = () => {
    const name = among(roll, names);
    const shape = roll(8);
    return shape === 0 ? `${name}=${among(roll, ["y", "m", "n"])}` : shape === 1 ? `${name}!=n` : name;
  };
  const term = () => (roll(4) === 0 ? `!${among(roll, names)}` : atom());
  return Array.from({ length: 1 + roll(3) }, term).reduce(
    (left, right) => `${left} ${among(roll, ["&&", "||"])} ${right}`,
  );
}

/** How MODULES is defined: for itself, or by what is a tristate, which C calculates with the state before. */
type Modules = "plain" | "resting";

/** Six or seven symbols: bools, tristates, a choice, a number, selects and implies of what comes later. */
function randomTree(roll: Roll, modules: Modules): string {
  const names: string[] = [];
  const lines: string[] = [];
  const later = ["F", "G"];
  const add = (name: string, body: readonly string[]) => {
    lines.push(`config ${name}`, ...body.map((line) => `\t${line}`));
    names.push(name);
  };
  const isPlain = modules === "plain";
  if (isPlain && roll(3) > 0)
    add("MODULES", ['bool "modules"', "modules", ...(roll(2) ? ["default y"] : [])]);
  add("A", [`${isPlain ? among(roll, ["bool", "tristate"]) : "tristate"} "A"`]);
  if (!isPlain) {
    if (roll(2)) add("E", ['tristate "E"', "depends on A"]);
    const rules = ["depends on A", "default y if A", "default A", "default y\n\tdepends on A=m || A=n"];
    const prompt = roll(4) === 0 ? "" : ' "modules"';
    add("MODULES", [
      `bool${prompt}`,
      "modules",
      prompt === "" ? `default ${among(roll, names)}` : among(roll, rules),
    ]);
  }
  if (roll(3) === 0) {
    add("NUMBER", ['int "number"', `default ${roll(5)}`, ...(roll(2) ? [`range ${roll(3)} 6`] : [])]);
    names.pop();
    add("BIG", ["bool", "default y", `depends on NUMBER ${among(roll, [">", "<", "=", "!="])} ${roll(6)}`]);
  }
  if (roll(2) === 0) {
    lines.push("choice", '\tprompt "one"');
    if (roll(3) === 0) lines.push(`\tdefault K2 if ${condition(roll, names)}`);
    for (const member of ["K1", "K2", "K3"].slice(0, 2 + roll(2))) {
      add(member, [`bool "${member}"`, ...(roll(3) === 0 ? ["depends on A"] : [])]);
    }
    lines.push("endchoice");
  }
  for (const name of ["B", "C", "D", "F", "G"].slice(0, 3 + roll(3))) {
    const hasPrompt = roll(4) > 0;
    add(name, [
      `${among(roll, ["bool", "tristate"])}${hasPrompt ? ` "${name}"` : ""}${hasPrompt && roll(5) === 0 ? ` if ${condition(roll, names)}` : ""}`,
      ...(roll(2) ? [`depends on ${condition(roll, names)}`] : []),
      ...(roll(3) === 0 ? [`default ${among(roll, ["y", "m", ...names])} if ${condition(roll, names)}`] : []),
      ...(roll(4) === 0 ? ["default y"] : []),
      ...(roll(3) === 0 && !later.includes(name)
        ? [`${among(roll, ["select", "imply"])} ${among(roll, later)}`]
        : []),
    ]);
  }
  // What selects aim at has to be there.
  for (const name of later) if (!names.includes(name)) add(name, ["bool"]);
  return `${lines.join("\n")}\n`;
}

// --- brute force -------------------------------------------------------------------------------------------------

type Line = { readonly symbol: number; readonly value: string };

/** Everything that one prompt or choice can be set to, and leaving it alone. */
interface Slot {
  readonly symbol: ConfigSymbol;
  readonly lines: readonly (Line | undefined)[];
}

function slotsOf(model: Model): readonly Slot[] {
  const isExclusive = model.data.dialect.choices === "exclusive";
  const slots: Slot[] = [];
  for (const symbol of model.definedSymbols()) {
    if (!symbol.hasPrompt) continue;
    const { choice, id } = symbol;
    if (choice !== undefined && isExclusive) {
      if (choice.members[0].id !== id) continue;
      slots.push({
        symbol: choice,
        lines: [undefined, ...choice.members.map((member) => ({ symbol: member.id, value: "y" }))],
      });
      continue;
    }
    const values =
      symbol.type === "bool"
        ? ["n", "y"]
        : symbol.type === "tristate"
          ? ["n", "m", "y"]
          : ["-1", "0", "1", "2", "3", "4", "5", "6", "7"];
    slots.push({ symbol, lines: [undefined, ...values.map((value) => ({ symbol: id, value }))] });
  }
  return slots;
}

function* assignments(slots: readonly Slot[]): Iterable<readonly (Line | undefined)[]> {
  const at = slots.map(() => 0);
  for (;;) {
    yield slots.map(({ lines }, index) => lines[at[index]]);
    let index = 0;
    while (index < slots.length && ++at[index] === slots[index].lines.length) at[index++] = 0;
    if (index === slots.length) return;
  }
}

function unmetIn(configuration: Configuration): ReadonlySet<number> {
  for (const symbol of configuration.model.definedSymbols()) configuration.value(symbol.id);
  const { choice, flags } = configuration.model.data.symbols;
  return new Set(
    configuration.unmetDependencies
      .map(({ symbol }) => symbol)
      .filter((symbol) => choice[symbol] < 0 && (flags[symbol] & 2) === 0),
  );
}

/** The least cost of any assignment that reaches the goals; undefined if none does. */
function bruteForce(base: Configuration, goals: readonly Goal[]): number | undefined {
  const { model } = base;
  const before = base.clone();
  settle(before);
  const unmetBefore = unmetIn(before);
  const asked = goals.filter(({ role }) => role === "asked").map(({ symbol }) => symbol);
  const own = goals.flatMap(({ symbol, value, role }) =>
    role === "asked" && symbol.hasPrompt ? [{ symbol: symbol.id, value }] : [],
  );
  const isExclusive = model.data.dialect.choices === "exclusive";
  const isDecided = ({ symbol }: Slot) =>
    asked.some(({ id }) => id === symbol.id) ||
    goals.some(
      ({ symbol: each, value, role }) =>
        role === "asked" && value === "y" && isExclusive && each.choice?.id === symbol.id,
    );
  const slots = slotsOf(model).filter((slot) => !isDecided(slot));
  const cone = dependencyCone(
    model.data,
    asked.map(({ id }) => id),
  );
  const worthKeeping = [...model.definedSymbols()].filter(
    ({ id }) =>
      !asked.some((each) => each.id === id) && isWorthKeeping({ base: before, data: model.data }, id),
  );
  let least: number | undefined;
  for (const lines of assignments(slots)) {
    const trial = before.clone();
    applySettings(trial, [...lines.flatMap((line) => line ?? []), ...own]);
    if (!settle(trial)) continue;
    const unmet = unmetIn(trial);
    if ([...unmet].some((symbol) => !unmetBefore.has(symbol))) continue;
    if (goals.some(({ symbol, value }) => trial.value(symbol.id) !== value)) continue;
    let cost = 0;
    for (const [index, line] of lines.entries()) {
      if (line !== undefined) cost += costOf(slots[index].symbol, line, before, trial, cone);
    }
    for (const { id } of worthKeeping) if (trial.tristate(id) < before.tristate(id)) cost += 1000;
    least = Math.min(least ?? Infinity, cost);
  }
  return least;
}

function costOf(
  symbol: ConfigSymbol,
  { value }: Line,
  before: Configuration,
  trial: Configuration,
  cone: ReadonlySet<number>,
): number {
  const isOfChoice = symbol.isChoice || symbol.choice !== undefined;
  const cost =
    10 + (isOfChoice ? 15 : 0) + (cone.has(symbol.id) ? 0 : 15) + (symbol.name === "MODULES" ? 80 : 0);
  if (symbol.isChoice || (symbol.type !== "bool" && symbol.type !== "tristate")) return cost;
  const isLower = trial.tristate(symbol.id) < before.tristate(symbol.id);
  return cost + (isLower ? 40 : 0) + (symbol.type === "tristate" && value === "y" ? 1 : 0);
}

// --- the comparison ----------------------------------------------------------------------------------------------

/** A base with some user values, and goals that make sense for the symbols' types. */
function questionOf(
  roll: Roll,
  model: Model,
): { readonly base: Configuration; readonly questions: readonly Goal[][] } {
  const symbols = [...model.definedSymbols()].filter(({ type }) => type === "bool" || type === "tristate");
  const base = new Configuration(model);
  const valueFor = ({ type }: ConfigSymbol) => among(roll, type === "bool" ? ["y", "n"] : ["y", "m", "n"]);
  for (const symbol of symbols) {
    if (roll(5) < 2) base.setTristate(symbol.id, tristateOf(valueFor(symbol)) ?? 0);
  }
  const goal = (): Goal => {
    const symbol = among(roll, symbols);
    return { symbol, value: valueFor(symbol), role: "asked" };
  };
  const kept = among(roll, symbols);
  const single = goal();
  const pair = [goal(), goal()];
  const questions: Goal[][] = [
    [goal()],
    [goal()],
    [single, { symbol: kept, value: base.clone().value(kept.id), role: "kept" }],
  ];
  const isPair =
    pair[0].symbol.id !== pair[1].symbol.id &&
    (pair[0].symbol.choice?.id ?? -1) !== (pair[1].symbol.choice?.id ?? -2);
  if (isPair) questions.push(pair);
  return {
    base,
    questions: questions.filter(
      (goals) => new Set(goals.map(({ symbol }) => symbol.id)).size === goals.length,
    ),
  };
}

/** Enough for a second on a slow machine. */
const MOST_ASSIGNMENTS = 6000;

describe.each(["linux-6.12", "linux-6.1"] as const)("random trees, %s", (dialect) => {
  test.each(["plain", "resting"] as const)(
    "MODULES %s: possible, impossible and least as brute force finds them",
    (modules) => {
      const outcomes = { possible: 0, impossible: 0, unknown: 0 };
      for (let seed = 1; seed <= 80; seed++) {
        const roll = dice(seed);
        const text = randomTree(roll, modules);
        const model = modelOf(text, dialect);
        const count = slotsOf(model).reduce((product, { lines }) => product * lines.length, 1);
        if (count > MOST_ASSIGNMENTS) continue;
        const { base, questions } = questionOf(roll, model);
        const resolver = new Resolver(base);
        for (const goals of questions) {
          const least = bruteForce(base, goals);
          const resolution = resolver.resolve(goals);
          outcomes[resolution.kind] += 1;
          const asked = goals.map(({ symbol, value, role }) => `${role} ${symbol.name}=${value}`).join(", ");
          const found = resolution.kind === "possible" ? resolution.plans[0].cost : resolution.kind;
          expect([seed, asked, found]).toEqual([seed, asked, least ?? "impossible"]);
        }
      }
      expect(outcomes.possible).toBeGreaterThan(50);
      expect(outcomes.impossible).toBeGreaterThan(10);
      expect(outcomes.unknown).toBe(0);
    },
  );
});

// --- single cases ------------------------------------------------------------------------------------------------

function ask(text: string, words: string, options = {}) {
  const model = modelOf(text);
  const goals = words.split(" ").map((word): Goal => {
    const [name, value] = word.replace(/^keep:/, "").split("=");
    const symbol = model.symbol(name);
    if (symbol === undefined) throw new Error(`no ${name}`);
    return { symbol, value, role: word.startsWith("keep:") ? "kept" : "asked" };
  });
  return resolve(new Configuration(model), goals, options);
}

const waysOf = (resolution: ReturnType<typeof ask>) =>
  resolution.kind === "possible"
    ? resolution.plans.map(({ needed }) =>
        needed.map(({ symbol, value }) => `${symbol.name}=${value}`).join(" "),
      )
    : resolution.kind;

describe("what counts as least", () => {
  test("the dependency itself rather than somebody who selects it", () => {
    const text =
      'config CORE\n\tbool "core"\nconfig USER\n\tbool "user"\n\tselect CORE\nconfig T\n\tbool "t"\n\tdepends on CORE\n';
    expect(waysOf(ask(text, "T=y", { alternatives: 3 }))).toEqual(["CORE=y", "USER=y"]);
  });
  test("two plain settings rather than COMPILE_TEST", () => {
    const text =
      'config COMPILE_TEST\n\tbool "test"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nconfig T\n\tbool "t"\n\tdepends on COMPILE_TEST || (A && B)\n';
    expect(waysOf(ask(text, "T=y"))).toEqual(["A=y B=y"]);
  });
  test("m rather than y, unless y is preferred", () => {
    const text =
      'config MODULES\n\tbool "m"\n\tmodules\n\tdefault y\nconfig A\n\ttristate "a"\nconfig T\n\tbool "t"\n\tdepends on A\n';
    expect(waysOf(ask(text, "T=y"))).toEqual(["A=m"]);
    expect(waysOf(ask(text, "T=y", { prefer: "y" }))).toEqual(["A=y"]);
  });
  test("a number that a condition asks for", () => {
    const text =
      'config BITS\n\tint "bits"\n\tdefault 3\n\trange 1 9\nconfig T\n\tbool "t"\n\tdepends on BITS > 6\n';
    expect(waysOf(ask(text, "T=y"))).toEqual(["BITS=7"]);
    expect(waysOf(ask(text.replace("> 6", "> 9"), "T=y"))).toEqual("impossible");
  });
  test("nothing that selects a symbol against its dependencies", () => {
    const text =
      'config BUS\n\tbool "bus"\nconfig CHIP\n\tbool "chip"\n\tdepends on BUS\nconfig T\n\tbool "t"\n\tselect CHIP\n';
    expect(waysOf(ask(text, "T=y"))).toEqual(["BUS=y"]);
    const impossible = ask(text, "T=y keep:BUS=n");
    expect(impossible.kind === "impossible" && impossible.conflict.onlyUnmet.map(({ name }) => name)).toEqual(
      ["CHIP"],
    );
  });
});

describe("what is impossible", () => {
  test("no goal is named without which the others are impossible as well", () => {
    // U is the rule that all four goals are needed for; T needs three only.
    const text = [
      ...["B", "C", "D"].map((name) => `config ${name}\n\tbool "${name}"\n`),
      "config T\n\tbool\n\tdefault y if !B || !C\n",
      "config U\n\tbool\n\tdefault y if !B || !C || !D\n",
      'config X\n\tbool "X"\n\tdepends on T && U\n',
    ].join("");
    for (const order of ["X B C D", "D C B X", "C D X B"]) {
      const words = order.replaceAll(/\w/g, "$&=y");
      const resolution = ask(text, words);
      const names =
        resolution.kind === "impossible" && resolution.conflict.goals.map(({ symbol }) => symbol.name);
      expect(new Set(names || [])).toEqual(new Set(["B", "C", "X"]));
    }
  });
  test("a chain down to a symbol that no file defines", () => {
    const resolution = ask(
      'config B\n\tbool "b"\n\tdepends on NOWHERE\nconfig A\n\tbool "a"\n\tdepends on B\n',
      "A=y",
    );
    expect(
      resolution.kind === "impossible" && resolution.conflict.facts.map(({ symbol }) => symbol.name),
    ).toEqual(["A", "B", "NOWHERE"]);
  });
  test("m without modules, a trap for refutations that forget that m becomes y", () => {
    const text =
      'config MODULES\n\tbool "m"\n\tmodules\nconfig A\n\ttristate\n\tdefault m\nconfig T\n\ttristate "t"\n\tdepends on A\n';
    // With modules T is m at most; without them A is y, and so can T be.
    expect(waysOf(ask(text, "T=y"))).toEqual([""]);
    expect(waysOf(ask(text, "T=y MODULES=y"))).toEqual("impossible");
  });
});
