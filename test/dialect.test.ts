/** Whose rules hold: a release's own, those between two releases, and what a tree's own tool shows. */
import { describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import type { Dialect } from "../src/model/dialect.ts";
import { dialectFor } from "../src/model/dialect-for.ts";
import { loadKconfig } from "../src/model/load.ts";
import {
  COMPARED_RELEASES,
  type DialectName,
  TOOL_TRAITS,
  type ToolTrait,
} from "../src/text/dialect-name.ts";

/** The traits of each compared release, as its scripts/kconfig shows them; the oracle run reads them from there. */
const TRAITS: Readonly<Record<(typeof COMPARED_RELEASES)[number], readonly ToolTrait[]>> = {
  "linux-5.10": [
    "option words",
    "modal choices",
    "choice prompt by type",
    "short usage",
    "seed on standard error",
    "folders of touched files",
    "quoted auto.conf",
    "fixed command file",
    "unset behind any sign",
  ],
  "linux-6.1": [
    "modal choices",
    "choice prompt by type",
    "warnings as errors",
    "unknown symbol warning",
    "defconfig list variable",
    "end of empty menus",
    "location of the entry itself",
    "rustc_cfg",
  ],
  "linux-6.12": [
    "zero numbers",
    "choice prompt by type",
    "warnings as errors",
    "unknown symbol warning",
    "defconfig list variable",
    "end of empty menus",
    "location of the entry itself",
    "rustc_cfg",
  ],
  "linux-7.3": [
    "zero numbers",
    "transitional",
    "conditional dependencies",
    "negation ends submenus",
    "refused prompt of a member elsewhere",
    "refused menuconfig without prompt",
    "refused second help text",
    "refused blank help text",
    "refused repeated inclusion",
    "usage with arguments",
    "changed input warning",
    "warnings as errors",
    "unknown symbol warning",
    "defconfig list variable",
    "end of empty menus",
    "location of the entry itself",
    "rustc_cfg",
    "merge in one pass",
  ],
};

/** What the tools of all these releases can do. */
const OF_ALL: readonly ToolTrait[] = [
  "macros",
  "typed constants",
  "news of no change",
  "ends of menus",
  "auto.conf at each writing",
  "modes from yes to m",
];

function traitsOf(release: (typeof COMPARED_RELEASES)[number]): Record<ToolTrait, boolean> {
  const has = new Set([...TRAITS[release], ...OF_ALL]);
  return Object.fromEntries(TOOL_TRAITS.map((trait) => [trait, has.has(trait)])) as Record<
    ToolTrait,
    boolean
  >;
}

/** The rules alone, in a form that can be compared. */
function rules({ choice: _, name: __, words, refusals, ...others }: Dialect): object {
  return { ...others, words: words === "all" ? words : [...words].sort(), refusals: [...refusals].sort() };
}

const NAMES: readonly DialectName[] = [
  ...COMPARED_RELEASES,
  "linux-5.15",
  "linux-6.6",
  "linux-6.11",
  "linux-7.9",
];
const PAIRS = COMPARED_RELEASES.flatMap((release) => NAMES.map((name) => [release, name] as const));

test.each(PAIRS)("the tool of %s has its rules in a tree that calls itself %s", (release, name) => {
  expect(rules(dialectFor({ name, traits: traitsOf(release) }))).toEqual(
    rules(dialectFor({ name: release })),
  );
});

describe("by the version alone", () => {
  test.each([
    ["linux-5.15", "modal"],
    ["linux-6.9", "modal"],
    ["linux-6.10", "exclusive"],
    ["linux-8.0", "exclusive"],
  ] as const)("choices of %s are %s", (name, choices) => {
    expect(dialectFor({ name }).choices).toBe(choices);
  });

  test.each(["linux-7.4", "linux-8.0"] as const)("%s has the newest rules", (name) => {
    expect(rules(dialectFor({ name }))).toEqual(rules(dialectFor({ name: "linux-7.3" })));
  });

  const ALL = "5.4 5.10 5.15 6.1 6.6 6.11 6.12 6.15 7.3 7.9";
  /** What some of these releases refuse: each is taken by those that the C tools say, and by those in between. */
  test.each([
    ["config A\n\tbool\n\toption modules\n", "5.4 5.10 5.15"],
    ["config A\n\tbool\n\tmodules\n", "5.4 5.15 6.1 6.6 6.11 6.12 6.15 7.3 7.9"],
    [
      'choice\n\ttristate "C"\n\toptional\nconfig A\n\ttristate "A"\nendchoice\n',
      "5.4 5.10 5.15 6.1 6.6 6.11",
    ],
    ["config A\n\tbool\n\ttransitional\n", "5.4 6.15 7.3 7.9"],
    ["config A\n\tbool\n\tdepends on B if C\n", "5.4 6.15 7.3 7.9"],
    ["config A\n\tbool\n\thelp\n\nconfig B\n\tbool\n", "5.4 5.10 5.15 6.1 6.6 6.11 6.12 6.15"],
    ['source "b"\nsource "b"\n', "5.4 5.10 5.15 6.1 6.6 6.11 6.12 6.15"],
    ['choice\nconfig A\n\tbool "A"\nendchoice\n', "5.4 5.10 5.15 6.1 6.6 6.11"],
  ])("%j is taken by %s", (text, takenBy) => {
    const host = memoryHost({ files: { Kconfig: text, b: "" } });
    const taken = ALL.split(" ").filter((release) => {
      const dialect = `linux-${release}` as DialectName;
      return loadKconfig({ path: "Kconfig", host, environment: {}, dialect }).model !== undefined;
    });
    expect(taken.join(" ")).toBe(takenBy);
  });
});

test.each([
  ["busybox", "one (ONE) [N/y] (NEW) two (TWO) [N/y/?] (NEW) #"],
  ["frontends", "one (ONE) [N/y] (NEW) \ntwo (TWO) [N/y/?] (NEW) \n#"],
  ["u-boot", "one (ONE) [N/y/?] (NEW) y\ntwo (TWO) [N/y/?] (NEW) n\n#"],
])("what %s makes of lines that nobody typed, and where it offers help", async (dialect, wanted) => {
  const kconfig = 'config ONE\n\tbool "one"\n\nconfig TWO\n\tbool "two"\n\thelp\n\t  What it is.\n';
  const host = memoryHost({ files: { Kconfig: kconfig }, input: "y\nn\n" });
  expect(await run(["conf", `--dialect=${dialect}`, "--oldaskconfig", "Kconfig"], host)).toBe(0);
  expect(host.stdoutText()).toContain(wanted);
});
