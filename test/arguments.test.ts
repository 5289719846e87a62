/**
 * Random command lines through every verb: an answer, a refusal in words with a usage line and exit code 2, or what the
 * verb says no to; never an exception, a stack trace, or a control character of an argument on the terminal.
 *
 * KCFG_CASES and KCFG_SEED make a longer run of it: KCFG_CASES=5000 KCFG_SEED=7 npm test -- test/arguments.test.ts
 */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type MemoryHost, memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";

const CASES = Number(process.env.KCFG_CASES ?? 60);
const SEED = Number(process.env.KCFG_SEED ?? 7);
/** For long runs; a run of the usual length takes seconds. */
const TIME_LIMIT = 30_000 + CASES * 200;

const FILES = {
  Kconfig: `mainmenu "Tree"

config MODULES
	bool "Modules"
	modules
	default y

config BUS
	tristate "Bus"
	help
	  What devices hang on.

config CARD
	tristate "Card"
	depends on BUS
	select CORE

config CORE
	tristate

config SLOTS
	int "Slots"
	range 1 8
	default 2

config BASE
	hex "Base"
	default 0x10

config NAME
	string "Name"
	default "a"

choice
	prompt "Speed"

config SLOW
	bool "Slow"

config FAST
	bool "Fast"

endchoice

source "drivers/Kconfig"
`,
  "drivers/Kconfig": 'menu "Drivers"\n\nconfig DRIVER\n\tbool "Driver" if CARD\n\nendmenu\n',
  ".config": "CONFIG_MODULES=y\nCONFIG_BUS=m\nCONFIG_FAST=y\nCONFIG_GONE=y\nCONFIG_SLOTS=99\n",
  "a.config": "CONFIG_CARD=y\nCONFIG_TYPO=y\n# CONFIG_BUS is not set\n",
  "b.config": 'CONFIG_BUS=y\nCONFIG_NAME="x"\n',
  "report.json": '{ "schemaVersion": 1 }\n',
  "other.json": "[1, 2",
};

function host(input = ""): MemoryHost {
  return memoryHost({ files: FILES, environment: { srctree: "" }, input, commands: () => "" });
}

async function answer(words: readonly string[], input = "") {
  const world = host(input);
  const exit = await run(words, world);
  return { exit, stdout: world.stdoutText(), stderr: world.stderrText(), files: world.files };
}

/** What `kcfg --help` lists, and what it does not. */
const listing = await answer(["--help"]);
const [table] = listing.stdout.split("Examples:");
const VERBS = [...table.matchAll(/^ {2}([a-z0-9]+) /gm)].map((match) => match[1]);

interface KnownOption {
  readonly names: readonly string[];
  /** What may stand behind it, if its help says so; empty if anything may; absent for an option without a value. */
  readonly values?: readonly string[];
}

/** The options that a verb's help tells of. */
async function optionsOf(verb: string): Promise<readonly KnownOption[]> {
  const { stdout } = await answer([verb, "--help"]);
  const rows = stdout
    .replace(/\n {20,}/g, " ")
    .matchAll(/^ {2}(--?\w[^ ,]*(?:, --\w[^ ]*)?)( <[^>]+>)?(.*)$/gm);
  return [...rows].map(([, names, value, description]) => ({
    names: names.split(", "),
    ...(value !== undefined && {
      values: [...(/choices: ([^)]*)/.exec(description)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(
        ([, word]) => word,
      ),
    }),
  }));
}

/** Words that mean something to most verbs. */
const GOOD_WORDS = [
  ...[
    "BUS",
    "CARD",
    "CONFIG_BUS",
    "CORE",
    "SLOTS",
    "NAME",
    "Speed",
    "Kconfig:8",
    "BUS=y",
    "CARD=m",
    "SLOTS=3",
    "NAME=b",
  ],
  ...[
    "a.config",
    ".config",
    "b.config",
    "Kconfig",
    "drivers",
    "1",
    "2",
    "merge",
    "unmet-dependency",
    "bool,int",
    "user",
  ],
];

const WORDS = [
  ...["BUS", "CARD", "CONFIG_BUS", "CORE", "SLOTS", "NAME", "SLOW", "Speed", "NOWHERE", "MODULES"],
  ...["BUS=y", "CARD=m", "SLOTS=3", "SLOTS=99", "SLOTS=", "NAME=x y", "=y", "BUS=", "BUS==y", "NOWHERE=y"],
  ...["Kconfig", "Kconfig:8", "drivers/Kconfig:3", "Kconfig:0", "Kconfig:99999999999", "drivers", "absent"],
  ...[
    "a.config",
    ".config",
    "report.json",
    "other.json",
    "a.config/x",
    "/",
    ".",
    "..",
    "",
    " ",
    "-",
    "--",
    "---",
  ],
  ...[
    "y",
    "n",
    "m",
    "0",
    "-1",
    "1e9",
    "NaN",
    "99999999999999999999",
    "0x10",
    "1/2",
    "2/1",
    "0/0",
    "x/y",
    "*",
    "?",
    "**",
  ],
  ...[
    "text",
    "json",
    "svg",
    "dot",
    "mermaid",
    "sarif",
    "text=",
    "json=out",
    "sarif=a/b/c",
    "nonsense",
    "constructor",
  ],
  ...[
    "__proto__",
    "toString",
    "hasOwnProperty",
    "merge",
    "info",
    "clear",
    "unmet-dependency",
    "bool",
    "user",
  ],
  ...[
    "\u001b[31mred",
    "\u0007",
    "\u0000",
    "a\nb",
    "\u202e",
    "\ud800",
    "é漢😀",
    "(",
    "[",
    "\\",
    "'",
    '"',
    "$(shell,x)",
  ],
  ...[
    "x".repeat(5000),
    "-x".repeat(200),
    `--${"y".repeat(300)}`,
    "--=",
    "--=x",
    "-=",
    "--no-",
    "--help=x",
    "-vvvv",
  ],
];

/** Made once: it takes a while. */
const ANY = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  fc.string(),
  fc.string({ unit: "binary" }),
);

/** A line that is meant well, or one of options with whatever value, words that mean something, and anything at all. */
function wordsFor(options: readonly KnownOption[]): fc.Arbitrary<readonly string[]> {
  const name = fc.constantFrom(...options.flatMap(({ names }) => names));
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(name, ANY) },
    { weight: 2, arbitrary: fc.tuple(name) },
    { weight: 2, arbitrary: fc.tuple(name, ANY).map(([option, value]) => [`${option}=${value}`]) },
    { weight: 5, arbitrary: fc.tuple(ANY) },
  );
  const good = fc.constantFrom(...GOOD_WORDS);
  const meant = fc
    .constantFrom(...options.filter(({ names }) => !names.includes("--help")))
    .chain(({ names, values }): fc.Arbitrary<readonly string[]> => {
      const option = fc.constantFrom(...names);
      if (values === undefined) return fc.tuple(option);
      return fc.tuple(option, values.length === 0 ? good : fc.constantFrom(...values));
    });
  const lineOf = (pieces: fc.Arbitrary<readonly string[]>, maxLength: number) =>
    fc.array(pieces, { maxLength }).map((each) => each.flat());
  const meantPiece = fc.oneof<fc.MaybeWeightedArbitrary<readonly string[]>[]>(
    { weight: 2, arbitrary: meant },
    { weight: 3, arbitrary: fc.tuple(good) },
  );
  return fc.oneof(lineOf(piece, 6), lineOf(meantPiece, 5));
}

const STACK = /^\s+at .+:\d+:\d+\)?$|\b(?:TypeError|ReferenceError|RangeError)\b|internal error/m;
/** `undefined` within a sentence is a word of English. */
const LEFT_OVER = /\[object |\bNaN\b|(?<![a-z] )\bundefined\b(?![- ][a-z])/;
/** All but tab and newline. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Whether the command line itself has the text. */
const isGiven = (words: readonly string[], pattern: RegExp) => words.some((word) => pattern.test(word));

async function check(words: readonly string[]): Promise<void> {
  const outcome = await answer(words, "y\n\n");
  const { exit, stdout } = outcome;
  // Who asks for colours gets escape sequences.
  const stderr = isGiven(words, /^(?:.*=)?always$/)
    ? outcome.stderr.replace(/\u001b\[\d+m/g, "")
    : outcome.stderr;
  const said = `${stdout}${stderr}`;
  expect([0, 1, 2]).toContain(exit);
  if (!isGiven(words, STACK)) expect(said).not.toMatch(STACK);
  if (!isGiven(words, LEFT_OVER)) expect(said).not.toMatch(LEFT_OVER);
  // The C tool's words repeat a name byte by byte.
  const isClassic = words[0] === "conf" || words[0].endsWith("config");
  if (!isClassic && !isGiven(words, /^(?:.*=)?always$/)) expect(said).not.toMatch(CONTROLS);
  // Programs find what is wrong where they look for it.
  const isTold = exit === 2 && stdout.startsWith("{") && JSON.parse(stdout).diagnostics.length > 0;
  if (exit === 2 && !isClassic && !isTold) expect(stderr).toMatch(/^(?:error|Usage)/m);
  if (/^error: /m.test(stderr)) expect(stderr).toMatch(/^usage: kcfg /m);
}

test("what no answer may hold is seen where it is", () => {
  expect("x\n    at run (file:///kcfg.cjs:10:5)\n").toMatch(STACK);
  expect("TypeError: x is not a function").toMatch(STACK);
  expect("kcfg: internal error: x").toMatch(STACK);
  for (const text of ["[object Object]", "NaN symbols", "A = undefined\n"]) expect(text).toMatch(LEFT_OVER);
  for (const text of ["\u001b[2J", "\u0007", "\u009b", "\r"]) expect(text).toMatch(CONTROLS);
});

test("the verbs are known", () => {
  expect(VERBS).toEqual(expect.arrayContaining(["explain", "set", "check", "graph", "olddefconfig"]));
  expect(VERBS.length).toBeGreaterThan(20);
});

describe.each(["conf", ...VERBS.filter((verb) => verb !== "conf")])("kcfg %s", (verb) => {
  test(
    "random words",
    async () => {
      const options = await optionsOf(verb);
      expect(options.length).toBeGreaterThan(1);
      const property = fc.asyncProperty(wordsFor(options), (words) => check([verb, ...words]));
      await fc.assert(property, { seed: SEED, numRuns: CASES });
    },
    TIME_LIMIT,
  );
});

test(
  "no verb at all",
  async () => {
    const first = fc.oneof(
      fc.constantFrom(...WORDS, ...VERBS, "help", "--version", "-V", "--help", "-h"),
      fc.string(),
    );
    const property = fc.asyncProperty(
      first,
      wordsFor([{ names: ["--version", "--help"] }, { names: ["-C", "--config"], values: [] }]),
      (word, words) => check([word, ...words]),
    );
    await fc.assert(property, { seed: SEED, numRuns: CASES * 4 });
  },
  TIME_LIMIT,
);

describe("a usage line and exit code 2", () => {
  test.each(VERBS.filter((verb) => !["conf", "help"].includes(verb)))(
    "kcfg %s --no-such-option",
    async (verb) => {
      const before = host().files;
      const { exit, stdout, stderr, files } = await answer([verb, "--no-such-option"]);
      expect([exit, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^error: unknown option '--no-such-option'$/m);
      expect(stderr).toMatch(new RegExp(`^usage: kcfg ${verb} `, "m"));
      expect([...files]).toEqual([...before]);
    },
  );

  test("kcfg conf says what the C tool says", async () => {
    const { exit, stdout, stderr } = await answer(["conf", "--no-such-option"]);
    expect(exit).toBe(1);
    expect(stderr).toContain("--no-such-option");
    expect(stdout).toMatch(/^Usage: conf /);
  });
});
