/** The package as users get it: packed, installed in an empty project, imported, type-checked, run. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectRoot } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-package-"));
let tarball = "";
afterAll(() => rmSync(folder, { recursive: true }));

function run(
  command: string,
  words: readonly string[],
  cwd = folder,
): { exit: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  return { exit: status, output: `${stdout}${stderr}` };
}

beforeAll(() => {
  const packed = spawnSync("npm", ["pack", "--pack-destination", folder], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  if (packed.status !== 0) throw new Error(packed.stderr);
  tarball = packed.stdout.trim();
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  const installed = run("npm", [
    "install",
    "--silent",
    "--offline",
    "--no-audit",
    "--no-fund",
    `./${tarball}`,
  ]);
  if (installed.exit !== 0) throw new Error(installed.output);
});

test("npm pack prints the name of the package and nothing else, as pre-commit wants it", () => {
  expect(tarball).toMatch(/^kcfg-[\d.]+\.tgz$/);
});

test("installed for all, it has the manual pages that are built", () => {
  const prefix = join(folder, "prefix");
  const words = ["install", "--global", "--silent", "--offline", "--prefix", prefix, `./${tarball}`];
  expect(run("npm", words)).toEqual({ exit: 0, output: "" });
  const built = readdirSync(join(projectRoot, "dist/man"));
  expect(built).toContain("kcfg-explain.1");
  expect(readdirSync(join(prefix, "share/man/man1")).toSorted()).toEqual(built.toSorted());
});

test("require() of a script, with a Node that can", () => {
  writeFileSync(join(folder, "use.cjs"), 'console.log(typeof require("kcfg").loadKconfig);\n');
  const { exit, output } = run(process.execPath, ["--no-warnings", "use.cjs"]);
  const [major, minor] = process.versions.node.split(".").map(Number);
  const can = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  expect([exit, output.includes(can ? "function" : "ERR_REQUIRE_ESM")]).toEqual([can ? 0 : 1, true]);
});

test("one script that runs anywhere", () => {
  const built = run(process.execPath, [join(projectRoot, "release.js")], projectRoot);
  expect(built).toMatchObject({ exit: 0 });
  const path = join(folder, "kcfg.cjs");
  copyFileSync(join(projectRoot, "release/kcfg.cjs"), path);
  writeFileSync(join(folder, "Kconfig"), 'config A\n\tbool "a"\n\nconfig B\n\tbool "b"\n\tdepends on A\n');
  for (const [command, ...words] of [
    [process.execPath, path, "explain", "B"],
    [path, "explain", "B"],
  ]) {
    const { exit, output } = run(command, words);
    expect([exit, output]).toEqual([0, expect.stringContaining("kcfg set A=y B=y")]);
  }
  expect(readFileSync(path, "utf8")).toContain("commander");
  // It stays out of the package.
  expect(readdirSync(join(folder, "node_modules/kcfg"))).not.toContain("release");
});

test("most verbs start without the programs of the large ones, and share what is kept with them", () => {
  const place = mkdtempSync(join(folder, "verbs-"));
  writeFileSync(join(place, "Kconfig"), 'config A\n\tbool "a"\n');
  const cli = join(folder, "node_modules/kcfg/dist/cli");
  const kcfg = (program: string, ...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
      cwd: place,
      encoding: "utf8",
      input: "",
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: join(place, "cache") },
    });
    return { exit: status, output: `${stdout}${stderr}` };
  };
  const command = join(folder, "node_modules/kcfg/bin/kcfg");
  const kept = () => readdirSync(join(place, "cache")).filter((name) => name.endsWith(".model"));
  expect(kcfg(command, "explain", "A")).toMatchObject({ exit: 0, output: expect.stringContaining("A = n") });
  const [model] = kept();
  expect(kcfg(join(cli, "kcfg.cjs"), "explain", "A").exit).toBe(0);
  expect(kept()).toEqual([model]);
  for (const words of [["menuconfig"], ["-C", ".", "menuconfig"]])
    expect(kcfg(command, ...words)).toMatchObject({
      exit: 2,
      output: expect.stringContaining("needs a terminal"),
    });
  expect(kcfg(command, "menuconfig", "--help").output).toContain("kcfg menuconfig [options]");
  expect(kcfg(command, "lsp").output).not.toContain("internal error");
  const [whole, lean] = ["kcfg.cjs", "verbs.cjs"].map((name) => readFileSync(join(cli, name), "latin1"));
  expect(whole).toContain("textDocument/hover");
  expect(lean).not.toContain("textDocument/hover");
});

const PROGRAM = `import { Configuration, type Explanation, explain, loadKconfig, memoryHost } from "kcfg";

const host = memoryHost({ files: { "/Kconfig": "config A\\n\\tbool \\"a\\"\\n\\nconfig B\\n\\tbool \\"b\\"\\n\\tdepends on A\\n" } });
const { model, diagnostics } = loadKconfig({ path: "Kconfig", host, environment: {} });
if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
const configuration = new Configuration(model);
const symbol = model.symbol("B");
if (symbol === undefined) throw new Error("no B");
const answer: Explanation = explain(configuration, symbol);
console.log(symbol.name, configuration.value(symbol.id), Object.keys(answer).length > 0);
`;

describe("import { … } from the package", () => {
  test("in a module, with the in-memory host", () => {
    const plain = PROGRAM.replace("type Explanation, ", "").replace(": Explanation", "");
    writeFileSync(join(folder, "use.js"), plain);
    expect(run(process.execPath, ["use.js"])).toEqual({ exit: 0, output: "B n true\n" });
  });

  test("with its types", () => {
    writeFileSync(join(folder, "use.ts"), PROGRAM);
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--types",
      "",
      "--lib",
      "es2023,dom",
    ];
    expect(
      run(process.execPath, [join(projectRoot, "node_modules/typescript/bin/tsc"), ...options, "use.ts"]),
    ).toEqual({
      exit: 0,
      output: "",
    });
  });

  test("on real files, with the host of kcfg/node", () => {
    mkdirSync(join(folder, "tree"), { recursive: true });
    writeFileSync(join(folder, "tree/Kconfig"), "config A\n\tdef_bool $(shell,echo y)\n");
    writeFileSync(
      join(folder, "disk.js"),
      'import { Configuration, loadKconfig } from "kcfg";\nimport { nodeHost } from "kcfg/node";\n' +
        'const { model } = loadKconfig({ path: "Kconfig", host: nodeHost({ folder: "tree" }), environment: process.env });\n' +
        'console.log(new Configuration(model).value(model.symbol("A").id));\n',
    );
    expect(run(process.execPath, ["disk.js"])).toEqual({ exit: 0, output: "y\n" });
  });
});

test("the library imports nothing of node:", () => {
  const read = (name: string) => readFileSync(join(folder, "node_modules/kcfg/dist", name), "utf8");
  const importsIn = (text: string) => text.match(/^\s*import\b.*$/gm) ?? [];
  expect(importsIn(read("index.js"))).toEqual([]);
  expect(read("index.js")).not.toMatch(/["']node:/);
  // The host beside it has both.
  expect(importsIn(read("node.js")).length).toBeGreaterThan(0);
  expect(read("node.js")).toMatch(/["']node:/);
});

test("the command", () => {
  const { exit, output } = run(join(folder, "node_modules/.bin/kcfg"), ["--version"]);
  expect(exit).toBe(0);
  expect(output.trim()).toBe(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version);
});

test("the licences of what is bundled, which ask to go along", () => {
  const text = readFileSync(join(folder, "node_modules/kcfg/dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  const bundle = readFileSync(join(folder, "node_modules/kcfg/dist/index.js"), "utf8");
  // esbuild says where each part comes from, and so what has to be in the list; the command has more.
  const named = new Set(
    [...bundle.matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/\s]+)/gm)].map(([, name]) => name),
  );
  expect(named.size).toBeGreaterThan(3);
  const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
  for (const name of ["commander", "diff", "@dagrejs/dagre", ...named]) {
    expect([name, text.includes(`\n${name} `) || text.startsWith(`${name} `)]).toEqual([name, true]);
    const licence = readdirSync(join(projectRoot, "node_modules", name)).find((each) =>
      /^licen[cs]e/i.test(each),
    );
    const whole = readFileSync(join(projectRoot, "node_modules", name, licence ?? ""), "utf8").trim();
    expect([name, text.includes(whole)]).toEqual([name, true]);
  }
  expect(text).not.toContain("\njest ");
  expect(devDependencies).toHaveProperty("jest");
});
