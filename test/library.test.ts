/** The library as docs/library.md shows it, and as plain JavaScript may misuse it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as kcfg from "../src/index.ts";
import { projectRoot } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-library-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TREE = {
  "tree/Kconfig": 'config POWER\n\tbool "Power"\n\nsource "lasers/Kconfig"\n',
  "tree/lasers/Kconfig": 'config LASER\n\tbool "Laser"\n\tdepends on POWER\n',
};

beforeAll(() => {
  const packed = join(folder, "node_modules/kcfg");
  mkdirSync(packed, { recursive: true });
  const exports = { ".": "./index.js", "./node": "./node.js" };
  writeFileSync(join(packed, "package.json"), JSON.stringify({ name: "kcfg", type: "module", exports }));
  for (const [name, entry] of [
    ["index", "src/index.ts"],
    ["node", "src/host/node.ts"],
  ]) {
    const words = [
      "--bundle",
      "--format=esm",
      "--log-level=error",
      `--outfile=${join(packed, `${name}.js`)}`,
    ];
    const platform =
      name === "node" ? ["--platform=node"] : ["--platform=neutral", "--main-fields=module,main"];
    const built = spawnSync(join(projectRoot, "node_modules/.bin/esbuild"), [entry, ...words, ...platform], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    if (built.status !== 0) throw new Error(built.stderr);
  }
  for (const [path, text] of Object.entries(TREE)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

const page = readFileSync(join(projectRoot, "docs/library.md"), "utf8");
const programs = [...page.matchAll(/^```js (\w+)\n([\s\S]*?)^```\n\n```text output\n([\s\S]*?)^```$/gm)].map(
  ([, name, program, output]): [string, string, string] => [name, program, output],
);

describe("the programs of docs/library.md", () => {
  test("are there for a script, an editor and a page", () => {
    expect(programs.map(([name]) => name)).toEqual(["script", "editor", "page"]);
  });

  test.each(programs)("%s", (name, program, output) => {
    // A page has nothing of Node but the console.
    const without = name === "page" ? "delete globalThis.process; delete globalThis.Buffer;\n" : "";
    writeFileSync(join(folder, `${name}-program.mjs`), program);
    writeFileSync(join(folder, `${name}.mjs`), `${without}await import("./${name}-program.mjs");\n`);
    const run = spawnSync(process.execPath, [`${name}.mjs`], { cwd: folder, encoding: "utf8" });
    expect([run.status, run.stdout, run.stderr]).toEqual([0, output, ""]);
  });
});

describe("plain JavaScript", () => {
  const load = () => {
    const files = { Kconfig: 'config A\n\tbool "a"\n\nconfig S\n\tstring "s"\n' };
    const { model } = kcfg.loadKconfig({
      path: "Kconfig",
      host: kcfg.memoryHost({ files }),
      environment: {},
    });
    if (model === undefined) throw new Error("no model");
    return model;
  };
  const model = load();
  const symbol = model.symbol("A");
  const text = model.symbol("S");
  if (symbol === undefined || text === undefined) throw new Error("no symbols");

  test("views and numbers both mean the symbol", () => {
    for (const [a, s] of [
      [symbol, text],
      [symbol.id, text.id],
    ]) {
      const configuration = new kcfg.Configuration(model);
      configuration.setTristate(a, 2);
      configuration.setText(s, "word");
      expect([configuration.value(a), configuration.value(s)]).toEqual(["y", "word"]);
      expect([configuration.hasUserValue(a), configuration.userValue(a)?.value]).toEqual([true, "y"]);
      configuration.clearUserValue(a);
      expect(configuration.value(a)).toBe("n");
      configuration.apply([{ kind: "set", symbol: a, value: 2 }]);
      const copy = configuration.clone();
      expect([copy.value(a), copy.visibility(a), copy.isWritten(a), copy.isChangeable(a)]).toEqual([
        "y",
        2,
        true,
        true,
      ]);
    }
  });

  const wrong: readonly (readonly [string, unknown])[] = [
    ["a name", "A"],
    ["nothing", undefined],
    ["null", null],
    ["a number beyond all", 1e6],
    ["half a number", 0.5],
    ["an object", { id: 3 }],
    ["a symbol of another model", load().symbol("A")],
  ];
  test.each(wrong)("%s is no symbol", (_, given) => {
    const configuration = new kcfg.Configuration(model) as unknown as Record<
      string,
      (...words: unknown[]) => unknown
    >;
    for (const method of [
      "setTristate",
      "setText",
      "value",
      "tristate",
      "visibility",
      "userValue",
      "isWritten",
    ])
      expect(() => configuration[method](given, 2)).toThrow(TypeError);
    expect(() => configuration.apply([{ kind: "set", symbol: given, value: 2 }])).toThrow(TypeError);
  });

  test.each([["y"], [3], [undefined], [true]])("%p is no tristate", (given) => {
    const configuration = new kcfg.Configuration(model);
    expect(() => configuration.setTristate(symbol, given as unknown as kcfg.Tristate)).toThrow(TypeError);
    expect(configuration.value(symbol)).toBe("n");
  });

  test("lint needs no options", () => {
    expect(kcfg.lint(model, [], {}).findings).toEqual([]);
    expect(kcfg.lint(model, []).figures.symbols).toBe(2);
  });

  test("check answers words, the check of a service what diagnosticOf words", async () => {
    const files = { Kconfig: 'config A\n\tbool "a"\n', "a.config": "CONFIG_B=y\n" };
    const fragment = kcfg.parseDotConfig(new kcfg.SourceFile("a.config", files["a.config"]));
    const message = "no symbol B in this tree";
    const { findings } = kcfg.check(new kcfg.Configuration(model), [fragment]);
    expect(findings).toMatchObject([{ code: "unknown-symbol", message }]);
    const service = new kcfg.Service(kcfg.memoryHost({ files }), { kconfig: "Kconfig" });
    const answer = await service.check({ words: ["a.config"] });
    if (!("result" in answer)) throw new Error("no answer");
    const [finding] = answer.result.findings;
    expect(finding).not.toHaveProperty("message");
    expect(kcfg.diagnosticOf(finding)).toMatchObject({ code: "unknown-symbol", severity: "error", message });
  });

  test("lint answers words, the lint of a service what diagnosticOf words", async () => {
    const files = { Kconfig: 'config A\n\tbool "a"\n\tdepends on B\n' };
    const host = kcfg.memoryHost({ files });
    const { model: tree } = kcfg.loadKconfig({ path: "Kconfig", host, environment: {} });
    if (tree === undefined) throw new Error("no model");
    const message = "no Kconfig file defines B";
    const said: string[] = [];
    const { findings } = kcfg.lint(tree, [], { tell: (what) => said.push(what) });
    const undefinedName = findings.filter(({ code }) => code === "undefined-symbol");
    expect(undefinedName).toMatchObject([{ severity: "warning", message, label: "always n" }]);
    expect(said).toContain("preparing to check the tree as it is");
    const answer = await new kcfg.Service(host, { kconfig: "Kconfig" }).lint({});
    if (!("result" in answer)) throw new Error("no answer");
    const finding = answer.result.findings.find(({ code }) => code === "undefined-symbol");
    expect(finding).not.toHaveProperty("message");
    expect(finding && kcfg.diagnosticOf(finding)).toMatchObject({ code: "undefined-symbol", message });
  });

  test("a packed model is the model", () => {
    const bytes = kcfg.packModel(model);
    if (bytes === undefined) throw new Error("not packed");
    const again = kcfg.unpackModel(bytes);
    expect([...(again?.definedSymbols() ?? [])].map(({ name }) => name)).toEqual(["A", "S"]);
    expect(again && kcfg.writeDotConfig(new kcfg.Configuration(again))).toBe(
      kcfg.writeDotConfig(new kcfg.Configuration(model)),
    );
    expect(kcfg.unpackModel(bytes.slice(0, 100))).toBeUndefined();
  });
});
