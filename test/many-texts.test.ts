/** Sides of thousands of texts and defaults: what is looked up, and what is grouped, says what all pairs would. */
import { describe, expect, test } from "@jest/globals";
import { compare } from "../src/evaluate/comparison.ts";
import { memoryHost } from "../src/host/memory.ts";
import { Type } from "../src/model/columns.ts";
import { Op } from "../src/model/expressions.ts";
import { loadKconfig } from "../src/model/load.ts";
import { lintInWords } from "../src/report/lint-words/lint-in-words.ts";
import { EqualTexts } from "../src/resolve/cases.ts";
import { Gates } from "../src/resolve/gates.ts";
import { Solver } from "../src/resolve/solver.ts";

const many = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

function findings(text: string) {
  const host = memoryHost({ files: { Kconfig: text } });
  const { model } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect: "linux-6.12" });
  if (model === undefined) throw new Error("the tree has no model");
  return lintInWords(model, [], {
    unread: [],
    sparesArchitectures: false,
    wantsInformation: true,
    wantsStyle: false,
    near: () => [],
    elsewhere: () => [],
    isWanted: () => true,
  }).findings;
}

test("no text is equal to one that is not near it", () => {
  const numbers = [
    "0",
    "7",
    "07",
    "010",
    "8",
    "0x8",
    "0X8",
    "8 ",
    " 8",
    "-1",
    "ffffffffffffffff",
    "0xffffffffffffffff",
  ];
  const texts = [
    ...numbers,
    "",
    "a",
    "A",
    "n",
    "m",
    "y",
    "ff",
    "0xff",
    "255",
    "99999999999999999999",
    "x!",
    "\udcff",
  ];
  const types = [Type.unknown, Type.bool, Type.int, Type.hex, Type.string];
  let equal = 0;
  for (const type of types) {
    const near = new EqualTexts(new Map(texts.map((text, at) => [text, at + 1])), type, "C");
    for (const other of types) {
      for (const text of texts) {
        const found = new Set(near.near({ type: other, text }));
        for (const each of texts) {
          if (!compare(Op.equal, { type, text: each }, { type: other, text }, "C")) continue;
          equal++;
          expect([each, found.has(each)]).toEqual([each, true]);
        }
      }
    }
  }
  expect(equal).toBeGreaterThan(types.length ** 2 * texts.length);
});

describe.each([3, 201, 1000])("exactly one of %i", (count) => {
  const solver = new Solver();
  const gates = new Gates(solver);
  const literals = Array.from({ length: count }, () => gates.variable());
  gates.exactlyOne(literals);

  test("each of them, and no two, and not none", () => {
    const shown = literals.filter((_, at) => at % Math.ceil(count / 40) === 0 || at === count - 1);
    for (const literal of shown) {
      expect(solver.solve([literal])).toBe("satisfiable");
      expect(literals.filter((each) => solver.value(each))).toEqual([literal]);
      for (const other of shown)
        if (other !== literal) expect(solver.solve([literal, other])).toBe("unsatisfiable");
    }
    expect(solver.solve(literals.map((literal) => -literal))).toBe("unsatisfiable");
  });
});

test("conditions on hundreds of texts are judged as those on few", () => {
  const judge = (count: number) =>
    findings(
      `config S\n\tstring "s"\n\nconfig N\n\tint "n"\n\trange 1 ${count}\n${many(count, (at) => `config C${at}\n\tbool "c"\n\tdepends on S = "v${at}" && N = ${at + 1}\n`)}
config BOTH\n\tbool "both"\n\tdepends on S = "v0" && S = "v1"
config UNEQUAL\n\tbool "unequal"\n\tdepends on S = "v0" && S != "v0"
config OCTAL\n\tbool "octal"\n\tdepends on N = 010 && N != 8
config OUT\n\tbool "out"\n\tdepends on N = ${count + 1}
config FINE\n\tbool "fine"\n\tdepends on S != "v0" && S != "v1" && N != 1
`,
    )
      .filter(({ severity }) => severity !== "info")
      .map(({ code, symbol }) => `${code} ${symbol}`)
      .filter((line) => !line.startsWith("missing-help"));
  const few = judge(12);
  for (const name of ["BOTH", "UNEQUAL", "OCTAL", "OUT"])
    expect(few.some((line) => line.endsWith(` ${name}`))).toBe(true);
  expect(few.some((line) => line.endsWith(" FINE"))).toBe(false);
  expect(judge(300)).toEqual(few);
});

test("the default that keeps another from its turn is found behind hundreds of others", () => {
  const text = (count: number) =>
    `${many(count, (at) => `config C${at}\n\tbool "c"\n`)}config Z\n\tbool "z"\nconfig N\n\tint "n"\n${many(count, (at) => `\tdefault ${at} if C${at}\n`)}\tdefault 7000 if Z\n\tdefault 8000 if Z && C0\n\tdefault 9000 if Z && MISSING != y\n`;
  for (const count of [3, 450]) {
    const blocked = findings(text(count)).filter(({ code }) => code === "shadowed-default");
    const lastLine = 2 * count + 4 + count;
    expect(blocked.map(({ location, notes }) => [location?.line, notes?.[0]?.location?.line])).toEqual([
      [lastLine + 2, lastLine - count + 1],
      [lastLine + 3, lastLine + 1],
    ]);
  }
});
