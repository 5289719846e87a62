/**
 * Lint, held against brute force: on random small trees every assignment of the prompts is tried, and what lint claims of
 * all configurations is what they show, no less and no more. A statement that is said to have no effect is taken out.
 */
import { describe, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import type { Tristate } from "../src/evaluate/tristate.ts";
import { memoryHost } from "../src/host/memory.ts";
import { type LintResult, lint } from "../src/lint/lint.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { ConfigSymbol, Model } from "../src/model/model.ts";
import { settle } from "../src/resolve/replay.ts";

/** KCFG_CASES=150 and more for a longer run. */
const TREES = Number(process.env.KCFG_CASES ?? 20);
/** Assignments of one tree: more prompts are not made. */
const MOST_ASSIGNMENTS = 1000;

/** Numbers from 0 to `bound` - 1, the same ones in every run (mulberry32). */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

type Dice = ReturnType<typeof dice>;

const NAMES = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;

function literal(roll: Dice): string {
  const name = NAMES[roll(NAMES.length)];
  switch (roll(8)) {
    case 0:
      return `!${name}`;
    case 1:
      return `${name}${roll(2) === 0 ? "=" : "!="}${"nmy"[roll(3)]}`;
    case 2:
      return ["m", "y", "MISSING", "SIZE", "SIZE > 1"][roll(5)];
    default:
      return name;
  }
}

function condition(roll: Dice): string {
  const one = literal(roll);
  if (roll(2) === 0) return one;
  const other = literal(roll);
  return roll(2) === 0 ? `${one} && ${other}` : `${one} || !(${other.includes("=") ? "A" : other})`;
}

const maybeIf = (roll: Dice): string => (roll(2) === 0 ? ` if ${condition(roll)}` : "");

/** A tree with a statement on each line. References only lead to names before, so that there are no loops. */
function treeText(roll: Dice): string {
  const lines = ["config MODULES", `\tbool${roll(3) === 0 ? "" : ' "Modules"'}`, "\tmodules"];
  if (roll(2) === 0) lines.push("\tdefault y");
  lines.push("config SIZE", `\tint${roll(2) === 0 ? ' "Size"' : ""}`, `\tdefault ${roll(4)}`);
  let prompts = 0;
  let block = 0;
  const before = (text: string, index: number) =>
    // Whatever is mentioned comes earlier.
    text.replace(/(?<!")\b[A-H]\b/g, (name) => {
      const at = (NAMES as readonly string[]).indexOf(name);
      return at < index ? name : index === 0 ? "y" : NAMES[at % index];
    });
  for (const [index, name] of NAMES.entries()) {
    if (block === 0 && roll(6) === 0) {
      lines.push(before(`if ${condition(roll)}`, index));
      block = 1 + roll(3);
    }
    const hasPrompt = prompts < 4 && roll(3) > 0;
    if (hasPrompt) prompts += 1;
    const type = roll(2) === 0 ? "bool" : "tristate";
    lines.push(`config ${name}`, `\t${type}`);
    if (hasPrompt) lines.push(before(`\tprompt "${name}"${maybeIf(roll)}`, index));
    for (let count = roll(3); count > 0; count--)
      lines.push(before(`\tdepends on ${condition(roll)}`, index));
    for (let count = roll(3); count > 0; count--)
      lines.push(
        before(`\tdefault ${roll(3) === 0 ? condition(roll) : "nmy"[roll(3)]}${maybeIf(roll)}`, index),
      );
    // A select leads to a later name, so that no loop arises.
    if (index + 1 < NAMES.length && roll(3) === 0) {
      const target = NAMES[index + 1 + roll(NAMES.length - index - 1)];
      lines.push(
        before(`\t${roll(4) === 0 ? "imply" : "select"} ~${maybeIf(roll)}`, index).replace("~", target),
      );
    }
    if (block > 0) {
      block -= 1;
      if (block === 0) lines.push("endif");
    }
  }
  if (block > 0) lines.push("endif");
  if (roll(2) === 0) {
    lines.push("choice", `\tprompt "One"`, `\tdefault Y if ${NAMES[roll(8)]}`, "\tdefault X");
    lines.push("config X", `\tbool "X"${roll(2) === 0 ? ` if ${NAMES[roll(8)]}` : ""}`);
    lines.push("config Y", `\tbool "Y"${roll(2) === 0 ? ` if ${NAMES[roll(8)]}` : ""}`, "endchoice");
    lines.push("config Z", "\tbool", `\tdefault y if X && ${roll(2) === 0 ? "Y" : "A"}`);
  }
  return `${lines.join("\n")}\n`;
}

function load(text: string) {
  const host = memoryHost({ files: { Kconfig: text } });
  const { model, diagnostics } = loadKconfig({
    path: "Kconfig",
    host,
    environment: {},
    dialect: "linux-6.12",
  });
  return model === undefined ? undefined : { model, diagnostics };
}

function lintOf(text: string): LintResult {
  const loaded = load(text);
  if (loaded === undefined) throw new Error("the tree does not load");
  return lint(loaded.model, loaded.diagnostics, {
    unread: [],
    sparesArchitectures: false,
    wantsInformation: true,
    wantsStyle: false,
    near: () => [],
    elsewhere: () => [],
    isWanted: () => true,
  });
}

/** All configurations that a person can write, as they are once MODULES stays what it is. */
function* configurationsOf(model: Model): Iterable<Configuration> {
  // By name: the order of first mention may be another one when a statement is taken out.
  const asked = [...model.definedSymbols()]
    .filter(({ hasPrompt }) => hasPrompt)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const valuesOf = ({ type, choice }: ConfigSymbol): readonly (string | undefined)[] =>
    type === "int"
      ? [undefined, "0", "1", "2", "7"]
      : choice !== undefined || type === "bool"
        ? [undefined, "n", "y"]
        : [undefined, "n", "m", "y"];
  const options = asked.map(valuesOf);
  const total = options.reduce((product, { length }) => product * length, 1);
  // Of too many, evenly chosen ones, and then only what is claimed can be compared.
  const step = Math.max(1, Math.ceil(total / MOST_ASSIGNMENTS));
  for (let number = 0; number < total; number += step) {
    const configuration = new Configuration(model);
    let rest = number;
    for (const [index, symbol] of asked.entries()) {
      const value = options[index][rest % options[index].length];
      rest = Math.floor(rest / options[index].length);
      if (value === undefined) continue;
      if (symbol.type === "int") configuration.setText(symbol.id, value);
      else configuration.setTristate(symbol.id, "nmy".indexOf(value) as Tristate);
    }
    if (settle(configuration)) yield configuration;
  }
}

function isComplete(model: Model): boolean {
  let total = 1;
  for (const { hasPrompt, type } of model.definedSymbols())
    if (hasPrompt) total *= type === "int" ? 5 : type === "bool" ? 3 : 4;
  return total <= MOST_ASSIGNMENTS;
}

/** What is true of all of them. */
function truthOf(model: Model) {
  const symbols = [...model.definedSymbols()];
  const on = new Set<string>();
  const off = new Set<string>();
  const seen = new Set<string>();
  const unmet = new Set<number>();
  for (const configuration of configurationsOf(model)) {
    for (const symbol of symbols) {
      if (configuration.tristate(symbol.id) > 0) on.add(symbol.name);
      else off.add(symbol.name);
      if (configuration.visibility(symbol.id) > 0) seen.add(symbol.name);
    }
    for (const { symbol } of configuration.unmetDependencies) unmet.add(symbol);
  }
  const logical = symbols.filter(({ type }) => type === "bool" || type === "tristate");
  const names = (some: readonly ConfigSymbol[]) => some.map(({ name }) => name).sort();
  return {
    dead: names(logical.filter(({ name }) => !on.has(name))),
    always: names(logical.filter(({ name }) => !off.has(name))),
    hidden: names(symbols.filter(({ name, hasPrompt }) => hasPrompt && !seen.has(name))),
    unmet: names(symbols.filter(({ id }) => unmet.has(id))),
  };
}

/** Values of all configurations, as one text. */
function behaviour(text: string): string {
  const loaded = load(text);
  if (loaded === undefined) return "does not load";
  const symbols = [...loaded.model.definedSymbols()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...configurationsOf(loaded.model)]
    .map((configuration) => symbols.map(({ id }) => configuration.value(id)).join())
    .join("\n");
}

describe("lint agrees with brute force", () => {
  test(`on ${TREES} random trees`, () => {
    const roll = dice(2026);
    const counts = { dead: 0, always: 0, hidden: 0, unmet: 0, complete: 0, idle: 0 };
    for (let round = 0; round < TREES; round++) {
      const text = treeText(roll);
      const model = load(text)?.model;
      if (model === undefined) throw new Error(text);
      const { findings, figures } = lintOf(text);
      const truth = truthOf(model);
      const told = (code: string) => [
        ...new Set(findings.filter((each) => each.code === code).flatMap(({ symbol }) => symbol ?? [])),
      ];
      // What is told is so.
      expect([text, told("dead-symbol").filter((name) => !truth.dead.includes(name))]).toEqual([text, []]);
      expect([text, told("always-on").filter((name) => !truth.always.includes(name))]).toEqual([text, []]);
      expect(figures.undecided).toBe(0);
      if (isComplete(model)) {
        // And what is so is counted.
        expect([text, figures]).toEqual([
          text,
          expect.objectContaining({
            neverOn: truth.dead.length,
            alwaysOn: truth.always.length,
            hiddenPrompts: truth.hidden.length,
            unmetSelects: truth.unmet.length,
          }),
        ]);
        counts.complete += 1;
        for (const key of ["dead", "always", "hidden", "unmet"] as const) counts[key] += truth[key].length;
      }
      const before = behaviour(text);
      for (const { code, location } of findings) {
        if (!["redundant-depends", "shadowed-default", "never-applies"].includes(code)) continue;
        const lines = text.split("\n");
        const line = lines[(location?.line ?? 0) - 1];
        const isWhole =
          /^\t(default|select|imply) /.test(line) || (/^\tdepends on /.test(line) && !line.includes("&&"));
        if (!isWhole) continue;
        lines.splice((location?.line ?? 0) - 1, 1);
        counts.idle += 1;
        expect([text, code, line, behaviour(lines.join("\n")) === before]).toEqual([text, code, line, true]);
      }
    }
    // The trees are such that there is something to find.
    for (const [name, count] of Object.entries(counts))
      expect([name, count > TREES / 20]).toEqual([name, true]);
  });
});

/** Conjunctions of three to five operands, with parentheses wherever they may stand. */
function conjunction(roll: Dice): string {
  const name = () => "ABCD"[roll(4)];
  const operand = (): string => {
    switch (roll(7)) {
      case 0:
        return `(${name()} || ${name()})`;
      case 1:
        return `!(!(${name()}))`;
      case 2:
        return `((${name()} || ${name()} && ${name()}))`;
      case 3:
        return `${name()}="y"`;
      case 4:
        return `TEXT != "(&& ${name()}"`;
      default:
        return roll(3) === 0 ? `(${name()})` : name();
    }
  };
  const operands = Array.from({ length: 3 + roll(3) }, operand);
  const from = roll(operands.length - 1);
  if (roll(2) === 0) {
    operands[from] = `(${operands[from]}`;
    operands[from + 1] += ")";
  }
  const all = operands.join([" && ", "&&", " \\\n\t\t&& "][roll(3)]);
  return roll(3) === 0 ? `( ${all})` : all;
}

test("operands that are too many can all be taken out at once, where they are marked", () => {
  const roll = dice(7);
  let taken = 0;
  for (let round = 0; round < TREES; round++) {
    const head = `config MODULES\n\tdef_bool y\n\tmodules\nconfig TEXT\n\tstring "Text"\n`;
    const names = [..."ABCD"].map((name) => `config ${name}\n\ttristate "${name}"\n`).join("");
    const last = `config LAST\n\ttristate\n\tdefault y\n\tdepends on ${conjunction(roll)}\n\tdepends on ${conjunction(roll)}\n`;
    const text = `${head}${names}menu "Menu"\n\tdepends on ${conjunction(roll)}\n${last}endmenu\n`;
    const lines = text.split("\n");
    const marked = lintOf(text).findings.filter(({ code }) => code === "redundant-depends");
    // From the right, so that columns stay what they are.
    const places = marked
      .flatMap(({ location }) => location ?? [])
      .sort((a, b) => (b.column ?? 0) - (a.column ?? 0));
    for (const { line, column = 0, endColumn = 0 } of places) {
      const before = lines[line - 1];
      lines[line - 1] = `${before.slice(0, column - 1)}y${before.slice(endColumn - 1)}`;
    }
    taken += places.length;
    expect([text, lines.join("\n"), behaviour(lines.join("\n")) === behaviour(text)]).toEqual([
      text,
      lines.join("\n"),
      true,
    ]);
  }
  expect(taken > TREES).toBe(true);
});

test.each([{ hasDefault: true }, { hasDefault: false }])(
  "what a default gives beyond what a prompt allows is possible: %p",
  ({ hasDefault }) => {
    const text = `config MODULES
	def_bool y
	modules
config BUS
	tristate "Bus"
config DRIVER
	tristate "Driver" if BUS
${hasDefault ? "\tdefault y" : ""}
config BOTH
	bool "Both"
	depends on BUS=m && DRIVER=y
config OTHER
	tristate "Other"
	imply IMPLIED
config IMPLIED
	tristate "Implied" if BUS
config ALSO
	bool "Also"
	depends on BUS=m && IMPLIED=y
`;
    const { findings, figures } = lintOf(text);
    expect(figures.hiddenPrompts).toBe(hasDefault ? 0 : 1);
    expect(findings.filter(({ code }) => code === "dead-symbol").map(({ symbol }) => symbol)).toEqual(
      hasDefault ? [] : ["BOTH"],
    );
  },
);
