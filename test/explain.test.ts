/** What `explain` answers about whole trees, about other architectures, and on odd command lines. */
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { readDotConfig } from "../src/evaluate/read.ts";
import { explainSymbol } from "../src/explain/explain.ts";
import { ONLY_Y } from "../src/explain/value-set.ts";
import { whyNotValue } from "../src/explain/why-not.ts";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { loadKconfig } from "../src/model/load.ts";
import { goalOf, propose } from "../src/resolve/proposal.ts";
import { applySettings } from "../src/resolve/replay.ts";
import { Resolver } from "../src/resolve/resolve.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { filesBelow } from "./case-file.js";
import { caseOf, fixtures } from "./cases.js";

async function explain(words: readonly string[], files: Readonly<Record<string, string>>) {
  const host = memoryHost({ files, environment: { srctree: "" }, commands: () => "" });
  const exit = await run(["explain", ...words], host);
  return { exit, stdout: host.stdoutText(), stderr: host.stderrText() };
}

/** Files of a case of this room. */
const filesOf = (name: string): Record<string, string> => Object.fromEntries(caseOf("explain", name).files);

function configure(
  files: Readonly<Record<string, string>>,
  dotConfig = "",
  dialect?: DialectName,
): Configuration {
  const host = memoryHost({ files, commands: () => "n" });
  const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const configuration = new Configuration(model);
  readDotConfig(configuration, parseDotConfig(new SourceFile(".config", dotConfig)));
  return configuration;
}

function symbolIn(configuration: Configuration, name: string) {
  const symbol = configuration.model.symbol(name);
  if (symbol === undefined) throw new Error(`no symbol ${name}`);
  return symbol;
}

describe("every proposal comes true in a configuration of its own", () => {
  const trees = [
    ...["vfio-6.12", "vfio-2015"].map(
      (name) => [name, "vfio.config", Object.fromEntries(filesBelow(join(fixtures, name)))] as const,
    ),
    ...["origins", "blockers", "facts", "choices"].map((name) => [name, "config", filesOf(name)] as const),
  ];
  test.each(trees)("%s", (_, config, files) => {
    const configuration = configure(files, files[config] ?? "");
    const resolver = new Resolver(configuration);
    let proposals = 0;
    for (const symbol of configuration.model.definedSymbols()) {
      const { blocked } = explainSymbol(configuration, symbol);
      if (blocked === undefined || blocked.needs === 0) continue;
      const proposal = propose(resolver, goalOf(symbol, blocked.needs));
      if (proposal.kind !== "checked") continue;
      proposals += 1;
      const fresh = configure(files, files[config] ?? "");
      const own = proposal.isOwnNeeded ? [{ symbol, value: proposal.value }] : [];
      const settings = [...proposal.others, ...own].map((each) => ({ ...each, symbol: each.symbol.id }));
      applySettings(fresh, settings);
      expect([symbol.name, fresh.value(symbol.id)]).toEqual([symbol.name, proposal.value]);
    }
    expect(proposals).toBeGreaterThan(0);
  });
});

describe("why a value is not possible", () => {
  const files = filesOf("origins");
  const configuration = configure(files, files.config);
  test.each([
    ["DRIVER", "y", "limited"],
    ["DRIVER", "m", "holds"],
    ["DRIVER", "maybe", "wrong-type"],
    ["HELPER", "n", "forced"],
    ["HELPER", "y", "settable"],
    ["ON", "m", "wrong-type"],
    ["ON", "n", "settable"],
    ["LEVEL", "7", "given"],
    ["SIZE", "7", "settable"],
    ["SIZE", "seven", "wrong-type"],
    ["SIZE", "100", "out-of-range"],
    ["NAME", "anything", "settable"],
    ["TITLE", "anything", "given"],
  ])("%s=%s: %s", (name, wanted, kind) => {
    expect(whyNotValue(configuration, symbolIn(configuration, name), wanted).kind).toBe(kind);
  });

  test("m without modules", () => {
    const without = configure(files, "# CONFIG_MODULES is not set\nCONFIG_BUS=y\n");
    expect(whyNotValue(without, symbolIn(without, "DRIVER"), "m").kind).toBe("no-modules");
  });

  test("members of a choice", () => {
    const choices = filesOf("choices");
    const chosen = configure(choices, choices.config);
    expect(whyNotValue(chosen, symbolIn(chosen, "SLOW"), "y").kind).toBe("choice-conflict");
    expect(whyNotValue(chosen, symbolIn(chosen, "TURBO"), "y").kind).toBe("unmet");
    expect(whyNotValue(chosen, symbolIn(chosen, "FAST"), "n").kind).toBe("choice-conflict");
  });
});

test("a chain of selects that is longer than anybody reads is cut", async () => {
  const lines = Array.from(
    { length: 300 },
    (_, index) => `config S${index}\n\tbool\n\tselect S${index + 1}\n`,
  );
  const { stdout } = await explain(["S150", "--dialect", "extended"], {
    Kconfig: `${lines.join("\n")}\nconfig S300\n\tbool "End"\n\tdepends on S0\n`,
  });
  const why = stdout.slice(0, stdout.indexOf("to set it"));
  expect(why.match(/select S\d+/g)).toHaveLength(5);
  expect(why).toContain("and so on: --tree shows all");
});

test("a condition of thousands of terms is no trouble", () => {
  const names = Array.from({ length: 2000 }, (_, index) => `S${index}`);
  const definitions = names.map((name) => `config ${name}\n\tbool "${name}"\n\tselect HUB\n`).join("\n");
  const wide = `config WIDE\n\tbool "Wide"\n\tdepends on ${names.join(" || ")}\n\nconfig HUB\n\tbool\n`;
  const configuration = configure({ Kconfig: `${definitions}\n${wide}` });
  const explanation = explainSymbol(configuration, symbolIn(configuration, "HUB"));
  expect(explanation.blocked).toMatchObject({ kind: "promptless", cost: 1, otherWays: 1997 });
  const wanted = goalOf(symbolIn(configuration, "WIDE"), ONLY_Y);
  expect(propose(new Resolver(configuration), wanted)).toMatchObject({
    kind: "checked",
    others: [{ value: "y" }],
  });
});

describe("in a kernel tree", () => {
  const kernel = {
    Makefile: "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION =\nKERNELVERSION = x\n",
    Kconfig:
      'source "arch/$(SRCARCH)/Kconfig"\n\nconfig DRIVER\n\tbool "Driver"\n\tdepends on ARM || ARM_ONLY\n',
    "arch/x86/Kconfig": "config X86\n\tdef_bool y\n",
    "arch/arm/Kconfig": 'config ARM\n\tdef_bool y\n\nsource "arch/arm/mach-one/Kconfig"\n',
    "arch/arm/mach-one/Kconfig": '# machine\nmenuconfig ARM_ONLY\n\tbool "Only there"\n',
  };

  test("says where another architecture defines a symbol", async () => {
    const { exit, stdout, stderr } = await explain(["--arch", "x86", "-q", "ARM_ONLY", "DRIVER"], kernel);
    expect(exit).toBe(1);
    expect(stderr).toContain("error[unknown-symbol]: no symbol ARM_ONLY for x86; it is defined for arm\n");
    expect(stderr).toContain("::: arch/arm/mach-one/Kconfig:2  defined here");
    expect(stderr).toContain("= help: try --arch arm");
    expect(stdout).toContain("ARM is not defined, so it is n");
    expect(stdout).toContain("arch/arm/Kconfig:1");
    expect(stdout).toContain(
      "impossible: no configuration has DRIVER=y, because\n  DRIVER needs ARM || ARM_ONLY",
    );
    expect(stdout).toContain(
      "it would take another architecture: ARM is defined in arch/arm/Kconfig:1; try --arch arm",
    );
  });

  test("says with -v what was taken", async () => {
    const { stderr } = await explain(["--arch", "arm", "-v", "DRIVER"], kernel);
    expect(stderr).toContain("linux 6.12.0 arm, from Makefile\n");
    expect(stderr).toContain("ARCH=arm, from --arch\n");
  });
});

describe("the command line", () => {
  const files = { "tree/Kconfig": 'config A\n\tbool "A"\n\nconfig B\n\tbool "B"\n\tdepends on NOWHERE\n' };

  test("explains several at once, with and without CONFIG_, known and unknown", async () => {
    const { exit, stdout, stderr } = await explain(
      ["-C", "tree", "-q", "CONFIG_A", "B", "AA", "NOWHERE"],
      files,
    );
    expect(exit).toBe(1);
    expect(stdout.match(/^\w+ = .*$/gm)).toEqual(["A = n   bool · Kconfig:1", "B = n   bool · Kconfig:4"]);
    expect(stderr).toContain("no symbol AA in this tree\n  = help: did you mean A (Kconfig:1)");
    expect(stderr).toContain("NOWHERE is mentioned in this tree, but no file that was read defines it");
    expect(stderr).toContain("B depends on it");
  });

  test.each([
    [["A"], "no-tree"],
    [["-C", "nowhere", "A"], "no-folder"],
    [["-C", "tree", "--config", "nowhere", "A"], "unreadable-file"],
    [["-C", "tree", "--config", ".", "A"], "unreadable-file"],
    [["--kconfig", "nowhere", "A"], "no-tree"],
    [[], "missing required argument"],
    [["--format", "yaml", "A"], "Allowed choices are text, json"],
    [["--dialect", "latin", "A"], "Allowed choices are"],
    [["--nonsense", "A"], "unknown option"],
  ])("%j: no answer, said on standard error alone", async (words, message) => {
    const { exit, stdout, stderr } = await explain(words, files);
    expect(exit).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });

  test("--format json is one document, also for unknown symbols", async () => {
    const { exit, stdout } = await explain(["-C", "tree", "--format", "json", "A", "AA"], files);
    expect(exit).toBe(1);
    const envelope = JSON.parse(stdout);
    expect(envelope).toMatchObject({
      schemaVersion: 1,
      command: "explain",
      ok: false,
      tree: { kind: "plain", folder: "/tree", kconfig: "Kconfig" },
      inputs: [{ path: ".config", exists: false }],
      summary: { explained: 1, unknown: 1 },
      diagnostics: [{ code: "unknown-symbol", severity: "error" }],
      result: [
        { symbol: "A", value: "n", type: "bool", assignable: ["n", "y"], blocked: { kind: "settable" } },
      ],
    });
  });

  test("--format json has values, effects and choices", async () => {
    const tree = {
      ...filesOf("value"),
      ".config": "CONFIG_CLOCK=y\n# CONFIG_BUS is not set\n",
    };
    const asked = await explain(["CAMERA=m", "MIRROR=y", "--effects", "--format", "json"], tree);
    expect(asked.exit).toBe(1);
    const place = (line: number) => ({ path: "Kconfig", line });
    expect(JSON.parse(asked.stdout)).toMatchObject({
      command: "explain",
      ok: false,
      summary: { explained: 2, unknown: 0 },
      result: [
        {
          symbol: "CAMERA",
          conditions: [
            {
              part: "POWER",
              value: "y",
              statement: "depends on POWER && (LENS || MIRROR)",
              location: place(34),
            },
            { part: "LENS || MIRROR", value: "n", location: place(34) },
            { part: "BUS", value: "n", location: place(30) },
            { part: "CLOCK", value: "y", location: place(30) },
          ],
          whyNot: [
            {
              value: "m",
              reason: { kind: "unmet" },
              proposal: {
                kind: "checked",
                verified: true,
                value: "m",
                others: [{ symbol: "EXPERT" }, { symbol: "BUS" }, { symbol: "LENS" }],
              },
            },
          ],
          effects: [
            {
              value: "m",
              needed: [{ symbol: "EXPERT", before: "n", after: "y" }, {}, {}],
              follows: [
                {
                  symbol: "HELPER",
                  after: "m",
                  cause: { kind: "select", symbol: "CAMERA", location: place(35) },
                },
                { symbol: "LIBRARY", after: "m", cause: { kind: "select" } },
                { symbol: "PREVIEW", after: "m", cause: { kind: "imply" } },
                { symbol: "ZOOM", before: null, after: "3", cause: { kind: "default" } },
              ],
              appeared: ["BENCH"],
              lost: [],
            },
          ],
        },
        {
          symbol: "MIRROR",
          whyNot: [
            {
              proposal: {
                kind: "impossible",
                verified: false,
                facts: [
                  { message: "MIRROR needs NOWHERE", location: place(44) },
                  { message: "no Kconfig file that was read defines NOWHERE", location: null },
                ],
              },
            },
          ],
          effects: [],
        },
      ],
    });

    const choice = await explain(["Color", "--format", "json"], filesOf("choice-itself"));
    expect(JSON.parse(choice.stdout).result).toMatchObject([
      {
        choice: "Color",
        chosen: null,
        mode: "n",
        blocked: { kind: "unmet", blockers: [{ location: place(28) }] },
        members: [
          { symbol: "RED", value: "n", blocked: { kind: "unmet" } },
          { symbol: "BLUE", blocked: { kind: "unmet" } },
        ],
      },
    ]);
  });

  test("--tree --format json tells a reason once, however often it is met", async () => {
    const names = Array.from({ length: 24 }, (_, index) => `S${index}`);
    const chain = names.map(
      (name, index) =>
        `config ${name}\n\tbool "${name}"\n\tdepends on (S${index + 1} || X) && (S${index + 1} || Y)\n`,
    );
    const ends = ["X", "Y", "S24"].map((name) => `config ${name}\n\tbool "${name}"\n`);
    const { stdout } = await explain(["S0", "--tree", "--format", "json"], {
      Kconfig: [...chain, ...ends].join(""),
    });
    const [{ blocked }] = JSON.parse(stdout).result;
    expect(JSON.stringify(blocked).match(/"repeated":true/g)?.length).toBeGreaterThan(24);
    expect(JSON.stringify(blocked).match(/"S24"/g)?.length).toBeLessThan(10);
  });

  test("colours are for terminals, or for who asks", async () => {
    expect((await explain(["-C", "tree", "A"], files)).stdout).not.toContain("\u001b");
    expect((await explain(["-C", "tree", "--color", "always", "A"], files)).stdout).toContain(
      "\u001b[1mA = n",
    );
  });

  test("--help shows an example", async () => {
    const { exit, stdout } = await explain(["--help"], files);
    expect(exit).toBe(0);
    expect(stdout).toContain("Examples:\n  kcfg explain VFIO_NOIOMMU");
    expect(stdout).toContain("--kconfig, ");
  });
});
