/**
 * What is said of a loop: each statement that is named opens it, and no other does. On random trees of both dialects, each
 * statement taken out of the text, and the tree read again. KCFG_CASES=3000 and KCFG_SEED=1000 make a longer run of it.
 */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Diagnostic } from "../src/text/diagnostic.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { among, dice, type Roll } from "./small-trees.ts";

const FIRST = Number(process.env.KCFG_SEED ?? 1);
const TREES = Number(process.env.KCFG_CASES ?? 60);
/** Fewer loops than one in so many trees would show next to nothing. */
const SHARE = 5;

const NAMES = ["A", "B", "C", "D", "E"];

/** Five symbols that need each other at random; a statement a line. */
function treeWithLoops(roll: Roll): string {
  const other = () => among(roll, NAMES);
  const condition = () => (roll(3) === 0 ? `${other()} ${among(roll, ["&&", "||"])} ${other()}` : other());
  const when = () => (roll(3) === 0 ? ` if ${other()}` : "");
  const statement = () =>
    among(roll, [
      () => `depends on ${condition()}`,
      () => `select ${other()}${when()}`,
      () => `imply ${other()}${when()}`,
      () => `default ${condition()}${when()}`,
      () => `prompt "p" if ${other()}`,
    ])();
  const body = () => ["bool", ...Array.from({ length: roll(3) }, statement)];
  const entry = (name: string) => [`config ${name}`, ...body().map((line) => `\t${line}`)];
  const blocks = NAMES.map(entry).map((lines) => {
    if (roll(6) > 0) return lines;
    return roll(2)
      ? [`if ${other()}`, ...lines, "endif"]
      : ['menu "m"', `depends on ${other()}`, ...lines, "endmenu"];
  });
  if (roll(3) === 0)
    blocks.push([
      "choice",
      'prompt "one"',
      ...(roll(2) ? [`depends on ${other()}`] : []),
      "config K1",
      'bool "K1"',
      ...(roll(2) ? [`depends on ${other()}`] : []),
      "config K2",
      'bool "K2"',
      "endchoice",
      `config L`,
      "bool",
      `select ${other()} if K1`,
    ]);
  return `${blocks.flat().join("\n")}\n`;
}

function loopsOf(text: string, dialect: DialectName): readonly Diagnostic[] {
  const host = memoryHost({ files: { Kconfig: text } });
  const { diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
  return diagnostics.filter(({ code }) => code === "dependency-cycle");
}

const linesIn = (text: string) => [...text.matchAll(/Kconfig:(\d+)/g)].map(([, line]) => Number(line));

/** The tree without a statement; a block stays one. */
function without(text: string, line: number): string {
  const lines = text.split("\n");
  lines[line - 1] = lines[line - 1].startsWith("if ") ? "if y" : "";
  return lines.join("\n");
}

/** Whether a tree can be read without this line. */
const isStatement = (text: string, line: number) =>
  !/^(?:config|choice|bool|prompt)/.test(text.split("\n")[line - 1]);

/** The symbols of a loop, by its steps. */
const namesIn = ({ notes = [] }: Diagnostic) => new Set(notes.map(({ message }) => message.split(" ")[0]));

describe.each(["linux-6.12", "linux-6.1"] as const)("%s", (dialect) => {
  test("the statements that open a loop, tried", () => {
    const counts = { loops: 0, openers: 0, others: 0 };
    for (let seed = FIRST; seed < FIRST + TREES; seed++) {
      const text = treeWithLoops(dice(seed));
      for (const loop of loopsOf(text, dialect)) {
        const { notes = [], help: [said] = [] } = loop;
        if (notes.length === 0) continue;
        counts.loops += 1;
        const openers = linesIn(said ?? "");
        const steps = notes.map(({ location }) => location?.line ?? 0);
        const statements = steps.filter((line) => isStatement(text, line));
        for (const line of new Set([...openers, ...statements])) {
          const left = loopsOf(without(text, line), dialect);
          const names = namesIn(loop);
          const isNamed = openers.includes(line);
          counts[isNamed ? "openers" : "others"] += 1;
          // Of loops that hang together C tells one: while another is told, nothing is known of this one.
          const isOpen = !left.some((each) => !isNamed || [...namesIn(each)].some((name) => names.has(name)));
          expect([seed, line, isOpen, text]).toEqual([seed, line, isNamed, text]);
        }
      }
    }
    expect(counts.loops).toBeGreaterThan(TREES / SHARE);
    expect(counts.openers).toBeGreaterThan(TREES / SHARE);
    expect(counts.others).toBeGreaterThan(TREES / SHARE);
  });
});
