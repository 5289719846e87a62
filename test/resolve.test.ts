/**
 * The least change, held against brute force: on random small trees every assignment of the prompts is tried, and
 * what is possible, and what it costs at least, has to be what `resolve` says. What a proof says of a symbol has to hold
 * in all of them. KCFG_CASES=3000 and KCFG_SEED=1000 make a longer run of it, from another tree on.
 */
import { describe, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { tristateOf } from "../src/evaluate/tristate.ts";
import type { ConfigSymbol, Model } from "../src/model/model.ts";
import { PRICE, SWEEPING_NAMES } from "../src/resolve/cost.ts";
import type { Fact } from "../src/resolve/facts.ts";
import type { Goal } from "../src/resolve/goals.ts";
import { LinePrices } from "../src/resolve/objective.ts";
import { applySettings, settle } from "../src/resolve/replay.ts";
import { Resolver, resolve } from "../src/resolve/resolve.ts";
import { among, dice, modelOf, type Roll, randomTree } from "./small-trees.ts";

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

/** Facts that some assignment of all prompts shows to be wrong. What "the rules" give depends on the other facts. */
function wrongFacts(base: Configuration, facts: readonly Fact[]): readonly string[] {
  const before = base.clone();
  settle(before);
  const wrong = new Set<string>();
  for (const lines of assignments(slotsOf(base.model))) {
    const trial = before.clone();
    applySettings(
      trial,
      lines.flatMap((line) => line ?? []),
    );
    if (!settle(trial)) continue;
    for (const { symbol, claim } of facts) {
      if (isWrong(claim, trial.value(symbol.id))) wrong.add(`${symbol.name} ${JSON.stringify(claim)}`);
    }
  }
  return [...wrong];
}

function isWrong(claim: Fact["claim"], value: string): boolean {
  switch (claim.kind) {
    case "never":
      return (tristateOf(value) ?? 0) >= (tristateOf(claim.value) ?? 0);
    case "always":
      return (tristateOf(value) ?? 0) < (tristateOf(claim.value) ?? 0);
    case "fixed":
      return !claim.texts.includes(value);
    case "within":
      return value !== "" && (Number(value) < Number(claim.low) || Number(value) > Number(claim.high));
    case "rules":
      return false;
  }
}

/** What brute force finds: the least cost of any assignment of which every line is needed. */
type Found = number | "alone" | "only unmet" | "impossible";

function bruteForce(base: Configuration, goals: readonly Goal[]): Found {
  const { model } = base;
  const before = base.clone();
  settle(before);
  const unmetBefore = unmetIn(before);
  const asked = goals.filter(({ role }) => role === "asked").map(({ symbol }) => symbol);
  const own = goals.flatMap(({ symbol, value, role }) =>
    role === "asked" && symbol.hasPrompt ? [{ symbol: symbol.id, value }] : [],
  );
  const isExclusive = model.data.dialect.choices === "exclusive";
  const isForAsked = (choice: number) =>
    goals.some(
      ({ symbol: { choice: its }, value, role }) => role === "asked" && value === "y" && its?.id === choice,
    );
  const isDecided = ({ symbol }: Slot) =>
    asked.some(({ id }) => id === symbol.id) || (isExclusive && isForAsked(symbol.id));
  const slots = slotsOf(model).filter((slot) => !isDecided(slot));
  const prices = new LinePrices(
    { base: before, data: model.data },
    asked.map(({ id }) => id),
  );
  const kept = [...model.definedSymbols()].filter(
    ({ id, choice }) =>
      !asked.some((each) => each.id === id) && !(choice !== undefined && isForAsked(choice.id)),
  );
  let unmetFound = false;
  const reached = new Map<string, number>();
  const odd = new Set<string>();
  for (const lines of assignments(slots)) {
    const trial = before.clone();
    applySettings(trial, [...lines.flatMap((line) => line ?? []), ...own]);
    if (!settle(trial) || goals.some(({ symbol, value }) => trial.value(symbol.id) !== value)) continue;
    if (lines.some((line) => line !== undefined && isUnseenMember(trial, line))) odd.add(keyOf(lines));
    if ([...unmetIn(trial)].some((symbol) => !unmetBefore.has(symbol))) {
      unmetFound = true;
      continue;
    }
    let cost = 0;
    for (const [index, line] of lines.entries()) {
      if (line !== undefined) cost += priceOf(prices, slots[index].symbol, line);
    }
    const isEdited = ({ id, choice }: ConfigSymbol) =>
      lines.some(
        (line, index) =>
          line !== undefined &&
          (line.symbol === id || (isExclusive && slots[index].symbol.id === choice?.id)),
      );
    for (const symbol of kept) cost += changeCost(symbol, before, trial, isEdited(symbol));
    for (const line of lines)
      if (line?.value === "n" && before.tristate(line.symbol) === 0) cost += PRICE.off;
    reached.set(keyOf(lines), cost);
  }
  if (reached.has(keyOf(slots.map(() => undefined)))) return "alone";
  let least: number | undefined;
  for (const [key, cost] of reached) {
    const lines = key.split(",");
    const isNeeded = lines.every((line, index) => line === "" || !reached.has(lines.with(index, "").join()));
    if (isNeeded && !odd.has(key)) least = Math.min(least ?? Infinity, cost);
  }
  return least ?? (unmetFound ? "only unmet" : "impossible");
}

/** A line that only takes a modal choice from the member that has it: no plan. */
function isUnseenMember(trial: Configuration, { symbol, value }: Line): boolean {
  return value === "y" && trial.model.data.symbols.choice[symbol] >= 0 && trial.visibility(symbol) === 0;
}

const keyOf = (lines: readonly (Line | undefined)[]): string =>
  lines.map((line) => (line === undefined ? "" : `${line.symbol}=${line.value}`)).join();

function priceOf(prices: LinePrices, symbol: ConfigSymbol, { symbol: set }: Line): number {
  if (symbol.isChoice) return prices.of(symbol.id, "choice") + prices.ofMember(set);
  const isLogical = symbol.type === "bool" || symbol.type === "tristate";
  return prices.of(symbol.id, isLogical ? "logical" : "text");
}

/** What it costs that a symbol has another value: it is off or lost, or sweeps. */
function changeCost(
  symbol: ConfigSymbol,
  before: Configuration,
  trial: Configuration,
  isEdited: boolean,
): number {
  const [was, is] = [before.tristate(symbol.id), trial.tristate(symbol.id)];
  const sweep = SWEEPING_NAMES.get(symbol.name)?.price ?? 0;
  let cost = (was === 0) === (is === 0) ? 0 : sweep;
  if (is >= was) return cost;
  // Nobody had it off or asked for it, but a line turns it off.
  if (before.visibility(symbol.id) === 0)
    return cost + (isEdited && symbol.choice === undefined ? PRICE.off : 0);
  const isAsked = before.hasUserValue(symbol.id);
  if (isAsked) cost += PRICE.loss;
  const isOff =
    symbol.choice === undefined ? isEdited : trial.visibility(symbol.id) > 0 && (isAsked || isEdited);
  return cost + (isOff ? PRICE.off : 0);
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

const TREES = Number(process.env.KCFG_CASES ?? 50);
const FIRST = Number(process.env.KCFG_SEED ?? 31);
/** Enough for a second on a slow machine. */
const MOST_ASSIGNMENTS = 6000;

describe.each(["linux-6.12", "linux-6.1"] as const)("random trees, %s", (dialect) => {
  test.each(["plain", "resting"] as const)(
    "MODULES %s: possible, impossible and least as brute force finds them",
    (modules) => {
      const outcomes = { possible: 0, unmet: 0, impossible: 0, unknown: 0 };
      const claims = new Set<string>();
      for (let seed = FIRST; seed < FIRST + TREES; seed++) {
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
          const found =
            resolution.kind === "possible"
              ? resolution.plans[0].needed.length === 0
                ? "alone"
                : resolution.plans[0].cost
              : resolution.kind === "unmet"
                ? "only unmet"
                : resolution.kind;
          expect([seed, asked, found]).toEqual([seed, asked, least]);
          if (resolution.kind !== "impossible" || goals.length > 1) continue;
          const { facts } = resolution.conflict;
          expect([seed, asked, wrongFacts(base, facts)]).toEqual([seed, asked, []]);
          for (const { claim } of facts) claims.add(claim.kind);
        }
      }
      expect(outcomes.possible).toBeGreaterThan(50);
      expect(outcomes.impossible).toBeGreaterThan(10);
      expect(outcomes.unknown).toBe(0);
      expect([...claims]).toEqual(expect.arrayContaining(["never", "always"]));
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
  test("two plain settings rather than one by which MODULES changes, which the goal has nothing to do with", () => {
    const text =
      'config A\n\tbool "a"\nconfig MODULES\n\tbool\n\tmodules\n\tdefault A\nconfig B\n\tbool "b"\nconfig C\n\tbool "c"\nconfig T\n\tbool "t"\n\tdepends on A || (B && C)\n';
    expect(waysOf(ask(text, "T=y"))).toEqual(["B=y C=y"]);
    expect(waysOf(ask(text.replace("default A", "default y"), "T=y"))).toEqual(["A=y"]);
  });
  test("a line that lowers what is on is paid for as that, though it may say y where only m can be", () => {
    const text =
      'config MODULES\n\tbool "modules"\n\tmodules\n\tdefault y\nconfig A\n\ttristate "A"\nconfig B\n\ttristate "B" if A\n\tdefault y\nconfig T\n\ttristate "T"\n\tdepends on !B\n';
    const resolution = ask(text, "T=m");
    const [plan] = resolution.kind === "possible" ? resolution.plans : [];
    expect(plan.needed.map(({ symbol }) => symbol.name)).toEqual(["A", "B"]);
    expect(plan.cost).toBe(2 * PRICE.line + PRICE.off);
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
    const unmet = ask(text, "T=y keep:BUS=n");
    expect(unmet.kind === "unmet" && unmet.plans[0].unmet.map(({ name }) => name)).toEqual(["CHIP"]);
  });
});

describe("what holds alone", () => {
  const bool = (name: string, ...lines: string[]) =>
    `${[`config ${name}`, `bool "${name}"`, ...lines].join("\n\t")}\n`;
  /** A base in which all these are set to y. */
  const askWith = (text: string, on: string, words: string, options = {}) => {
    const model = modelOf(text);
    const base = new Configuration(model);
    for (const name of on.split(" ")) base.setTristate(model.symbol(name)?.id ?? 0, 2);
    const [name, value] = words.split("=");
    return resolve(base, [{ symbol: model.symbol(name)!, value, role: "asked" }], options);
  };
  const names = (symbols: readonly ConfigSymbol[]) => symbols.map(({ name }) => name).join(" ");

  test("is the answer, whatever more lines would spare", () => {
    const drivers = Array.from({ length: 20 }, (_, index) => bool(`D${index}`, "depends on PCI || ISA"));
    const text = [bool("PCI"), bool("ISA", "depends on !PCI"), ...drivers].join("");
    const on = `PCI ${drivers.map((_, index) => `D${index}`).join(" ")}`;
    const resolution = askWith(text, on, "PCI=n", { alternatives: 3 });
    expect(waysOf(resolution)).toEqual([""]);
    const [plan] = resolution.kind === "possible" ? resolution.plans : [];
    expect(plan.lost.length).toBe(20);
    expect(
      plan.offers.map(({ setting, keeps }) => [setting.symbol.name, setting.value, keeps.length]),
    ).toEqual([["ISA", "y", 20]]);
  });
  test("a line that a plan makes possible, and that keeps a setting, is in it and marked", () => {
    const text = [
      bool("KASAN"),
      bool("KASAN_VMALLOC", "depends on KASAN"),
      bool("VMAP_STACK", "depends on !KASAN || KASAN_VMALLOC"),
      bool("KASAN_INLINE", "depends on KASAN"),
    ].join("");
    const resolution = askWith(text, "VMAP_STACK", "KASAN_INLINE=y");
    const [plan] = resolution.kind === "possible" ? resolution.plans : [];
    expect(plan.needed.map(({ symbol, keeps = [] }) => [symbol.name, names(keeps)])).toEqual([
      ["KASAN", ""],
      ["KASAN_VMALLOC", "VMAP_STACK"],
    ]);
    const alone = askWith(text, "VMAP_STACK", "KASAN=y");
    const [direct] = alone.kind === "possible" ? alone.plans : [];
    expect([names(direct.lost), direct.needed.length]).toEqual(["VMAP_STACK", 0]);
    expect(direct.offers.map(({ setting, keeps }) => [setting.symbol.name, names(keeps)])).toEqual([
      ["KASAN_VMALLOC", "VMAP_STACK"],
    ]);
  });
  test("one saved setting pays for no line, ten do where both ways are needed", () => {
    const text = [
      bool("NET"),
      bool("WLAN", "depends on NET"),
      ...Array.from({ length: 5 }, (_, index) => bool(`W${index}`, "depends on WLAN")),
      ...Array.from({ length: 90 }, (_, index) => bool(`N${index}`, "depends on NET")),
      bool("T", "depends on !NET || !WLAN"),
    ].join("");
    const on = [...text.matchAll(/^config (\w+)/gm)].map(([, name]) => name).filter((name) => name !== "T");
    expect(waysOf(askWith(text, on.join(" "), "T=y"))).toEqual(["WLAN=n"]);
  });
});

describe("what decides between ways", () => {
  const bool = (name: string, ...lines: string[]) =>
    `${[`config ${name}`, `bool "${name}"`, ...lines].join("\n\t")}\n`;
  const promptless = (name: string) => `config ${name}\n\tbool\n`;
  test.each([
    [
      "a line more rather than EXPERT",
      `${bool("EXPERT")}${bool("A")}${bool("B")}`,
      "EXPERT || (A && B)",
      "A=y B=y",
    ],
    [
      "EXPERT rather than COMPILE_TEST",
      `${bool("EXPERT")}${bool("COMPILE_TEST")}`,
      "COMPILE_TEST || EXPERT",
      "EXPERT=y",
    ],
    ["what stands first", `${bool("B")}${bool("A")}`, "A || B", "A=y"],
    ["no debug option", `${bool("X_DEBUG")}${bool("A")}`, "X_DEBUG || A", "A=y"],
    [
      "the vendor of the target",
      `${bool("KVM_AMD")}${bool("KVM_INTEL")}`,
      "KVM_AMD || KVM_INTEL",
      "KVM_INTEL=y",
    ],
    [
      "a direct selector",
      `${promptless("CORE")}config HALF\n\tbool\n\tselect CORE\n${bool("FAR", "select HALF")}${bool("NEAR", "select CORE")}`,
      "CORE",
      "NEAR=y",
    ],
    [
      "the selector that selects least",
      `${promptless("CORE")}${bool("BIG", "select CORE", ...["P", "Q", "R", "S"].map((each) => `select ${each}`))}${bool("SMALL", "select CORE")}${["P", "Q", "R", "S"].map(promptless).join("")}`,
      "CORE",
      "SMALL=y",
    ],
    [
      "turning on rather than turning off",
      `${bool("OLD", "default y")}${bool("NEW")}${bool("MORE")}`,
      "!OLD || (NEW && MORE)",
      "NEW=y MORE=y",
    ],
  ])("%s", (_, text, condition, way) => {
    expect(waysOf(ask(`${text}${bool("INTEL_T", `depends on ${condition}`)}`, "INTEL_T=y"))).toEqual([way]);
  });
});

describe("choices and lines that are there already", () => {
  const choice = (...members: string[]) => `choice\n\tprompt "one"\n${members.join("")}endchoice\n`;
  const bool = (name: string, ...lines: string[]) =>
    `${[`config ${name}`, `bool "${name}"`, ...lines].join("\n\t")}\n`;
  /** What it takes over a base with these values. */
  const askOver = (text: string, words: string, goal: string, dialect: "linux-6.12" | "linux-6.1") => {
    const model = modelOf(text, dialect);
    const symbol = (name: string) => model.symbol(name) as ConfigSymbol;
    const base = new Configuration(model);
    for (const word of words.split(" ")) {
      const [name, value] = word.split("=");
      base.setTristate(symbol(name).id, tristateOf(value) ?? 0);
    }
    const [name, value] = goal.split("=");
    return resolve(base, [{ symbol: symbol(name), value, role: "asked" }], { alternatives: 3 });
  };

  test("no line for a member that cannot be seen, though it would take the choice from another", () => {
    const text = [
      'config MODULES\n\tbool "modules"\n\tmodules\n',
      bool("A"),
      choice(bool("K1"), bool("K2", "depends on A"), bool("K3")),
    ].join("");
    const resolution = askOver(text, "K1=n K3=y", "K3=n", "linux-6.1");
    const set = resolution.kind === "possible" ? resolution.plans.flatMap(({ needed }) => needed) : [];
    expect(set.map(({ symbol, value }) => `${symbol.name}=${value}`)).not.toContain("K2=n");
    expect(set.length).toBeGreaterThan(0);
  });
  test("a member that is lost is paid for, wherever its choice stands", () => {
    const text = [
      bool("A"),
      choice(bool("K1", "depends on A"), bool("K2")),
      bool("E", "depends on A"),
      bool("K", "depends on A"),
    ].join("");
    // K2 is y because nothing else is; as soon as K1 can be seen, that is.
    const resolution = askOver(text, "K2=n", "E=y", "linux-6.12");
    const [plan] = resolution.kind === "possible" ? resolution.plans : [];
    expect(waysOf(resolution)).toEqual(["A=y"]);
    expect(plan.cost).toBe(PRICE.line + PRICE.loss + PRICE.off);
  });
  test("the same way, whether or not a file has the line that is asked for", () => {
    const text = [
      'config MODULES\n\tbool "modules"\n\tmodules\n',
      'config A\n\ttristate "A"\n',
      'config NUMBER\n\tint "number"\n\tdefault 4\n',
      "config BIG\n\tbool\n\tdefault y\n\tdepends on NUMBER > 3\n",
      choice("\tdefault K2 if !MODULES\n", bool("K1", "depends on A"), bool("K2"), bool("K3")),
      bool("B", "depends on A || !BIG", "default MODULES if K2 && K3!=n", "default y", "imply F"),
      bool("F"),
    ].join("");
    const without = waysOf(askOver(text, "MODULES=y F=n", "B=y", "linux-6.1"));
    expect(without).toHaveLength(2);
    for (const line of ["B=n", "B=y"])
      expect(waysOf(askOver(text, `MODULES=y F=n ${line}`, "B=y", "linux-6.1"))).toEqual(without);
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
