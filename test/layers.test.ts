/**
 * The walls of the architecture, held: who may import whom. The table here is the one of src/README.md; change
 * both together, and say why in the commit.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { projectRoot } from "./command.ts";

/** Rooms of src/ from the ground up: a room imports only rooms of lower rank. */
const RANKS: readonly (readonly string[])[] = [
  ["text"],
  ["dotconfig", "preprocess", "probes", "workspace"],
  ["syntax"],
  ["model"],
  ["evaluate", "store"],
  ["explain"],
  ["resolve"],
  ["check", "lint", "format", "query", "graph", "diff"],
  ["service"],
  ["report"],
  ["conf"],
  ["commands", "lsp", "menuconfig", "web"],
];

/** Packages and the only rooms or files that import them; a package that is not here is used nowhere. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  chevrotain: ["grammar"],
  commander: ["src/main.ts", "src/commands"],
  // Types only.
  sarif: ["src/report"],
  // What a wrong name may have meant, where people write names.
  "fastest-levenshtein": ["src/workspace", "src/query", "src/commands"],
  "@dagrejs/dagre": ["src/report/graph/layout.ts"],
  fuzzysort: ["src/query"],
  yaml: ["src/workspace/projects/yaml.ts"],
  diff: ["src/report/unified-diff.ts"],
  // The protocol of editors. What uses the streams of Node is in one file; the rest runs in a page as well.
  "vscode-languageserver": ["src/lsp/server.ts"],
  "vscode-languageserver/node": ["src/lsp/stdio.ts"],
  "vscode-languageserver-types": ["src/lsp"],
  "vscode-languageserver-textdocument": ["src/lsp"],
};

/** The only files that know Node; everything else runs in an editor or a browser as well. */
const NODE_FILES = [
  "src/host/node.ts",
  "src/host/node-lanes.ts",
  "src/host/node-cache.ts",
  "src/host/node-modules.ts",
  "src/host/node-jobs.ts",
  "src/host/node-code.ts",
  "src/host/node-lock.ts",
  "src/host/node-memory.ts",
  "src/host/node-pager.ts",
  "src/host/node-system.ts",
  "src/host/node-terminal.ts",
  "src/host/node-write.ts",
  "src/cli.ts",
  "src/start.ts",
];

/** Rooms that are neither in the table of ranks nor files of src/ itself, and what they import. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  grammar: ["grammar"],
  "src/host": ["src/host", "src/text"],
};

/** Files of src/ itself, and the rooms and files that they import. */
const TOP_FILES: Readonly<Record<string, (target: string) => boolean>> = {
  // The public library runs without Node: it takes no face and not the Node host.
  "src/index.ts": (target) => target === "src/host/memory.ts" || (isRanked(target) && rankOf(target) < faces),
  "src/main.ts": (target) => isRanked(target),
  "src/cli.ts": (target) => ["src/main.ts", "src/host/node.ts", "src/host/node-jobs.ts"].includes(target),
  "src/start.ts": (target) => target === "src/host/node-code.ts",
};

const faces = RANKS.length - 1;

function roomOf(path: string): string {
  return path.startsWith("src/") && path.split("/").length > 2
    ? path.split("/").slice(0, 2).join("/")
    : dirname(path);
}

function rankOf(path: string): number {
  return RANKS.findIndex((rooms) => rooms.includes(roomOf(path).replace("src/", "")));
}

function isRanked(path: string): boolean {
  return roomOf(path).startsWith("src/") && rankOf(path) >= 0;
}

/** All modules that a file names: static, re-exported, dynamic; types too. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const patterns = [
    /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]));
}

/** Whether a path is in a room or is the file that a table names. */
function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** Why `path` may not import `target`, a file of the project; undefined if it may. */
function wallBetween(path: string, target: string): string | undefined {
  const [room, targetRoom] = [roomOf(path), roomOf(target)];
  const special = SPECIAL[room];
  if (special !== undefined)
    return isWithin(target, special) ? undefined : `${room} imports only ${special.join(", ")}`;
  const top = TOP_FILES[path];
  if (top !== undefined) return top(target) ? undefined : `${path} does not import ${target}`;
  if (!isRanked(path)) return `${path} is in no room of the table`;
  if (room === targetRoom) return undefined;
  if (targetRoom === "grammar")
    return room === "src/syntax" ? undefined : "only src/syntax imports the grammar";
  if (!isRanked(target)) return `rooms do not import ${target}`;
  return rankOf(target) < rankOf(path)
    ? undefined
    : `${room} may not import ${targetRoom}: not of lower rank`;
}

/** Modules from which a file takes more than types. */
function valueImportsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const named = [...code.matchAll(/^\s*import\s+(?!type\b)([^;"'`]*?)\bfrom\s*["']([^"']+)["']/gm)];
  const late = [...code.matchAll(/\bimport\(\s*["']([^"']+)["']/g)];
  const isValue = (names: string) => !/^\{(?:\s*type\s+[^,}]+,?)+\s*\}$/.test(names.trim());
  return [
    ...named.filter(([, names]) => isValue(names)).map(([, , name]) => name),
    ...late.map(([, name]) => name),
  ];
}

/** Words that options take, declared where they mean something. */
const VOCABULARY = [
  "src/graph/graph.ts",
  "src/graph/relations.ts",
  "src/model/columns.ts",
  "src/probes/probe-mode.ts",
];

/** Faces of what the C tool and the kernel's scripts do, which no service answers. */
const AS_C_DOES = [
  "src/commands/conf.ts",
  "src/commands/configuration-verbs.ts",
  "src/commands/kernel-targets.ts",
  "src/commands/merge.ts",
];

/** What a face takes from rooms that are the service's, in short: `commands/set.ts check/unmet.ts`. */
function belowTheService(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    if (!isRanked(path) || rankOf(path) !== faces || AS_C_DOES.includes(path)) return [];
    return valueImportsOf(text)
      .filter((name) => name.startsWith("."))
      .map((name) => posix.normalize(posix.join(dirname(path), name)))
      .filter(
        (target) => isRanked(target) && rankOf(target) > 0 && rankOf(target) < rankOf("src/service/a.ts"),
      )
      .filter((target) => !VOCABULARY.includes(target))
      .map((target) => `${path} ${target}`.replaceAll("src/", ""));
  });
}

/** Strings of a file with two words of a sentence, or with one beside what is filled in. */
function sentencesIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const strings = [...code.matchAll(/"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\\n])*)`/g)];
  return strings
    .map(([, quoted, template]) => quoted ?? template)
    .filter((each) => /[a-z]{2,} [a-z]{2,}|\} [a-z]{2,}|[a-z]{2,} \$\{/i.test(each));
}

/** Every breach of the walls in a set of files (path from the project's root → text), a sentence each. */
function breaches(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const say = (what: string) => found.push(`${path}: ${what}`);
    if (!/^\/\*\*[\s*]*[^\s*/]/.test(text)) say("starts with no /** sentence that says what it owns");
    if (path !== "src/index.ts") {
      if (path.endsWith("/index.ts")) say("is a barrel; import the files themselves");
      if (/^\s*export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;{]*\bfrom\b/m.test(text))
        say("re-exports; only src/index.ts does");
    }
    for (const name of importsOf(text)) {
      if (name.startsWith("node:")) {
        if (!NODE_FILES.includes(path)) say(`imports ${name}; only ${NODE_FILES.join(" and ")} know Node`);
      } else if (name.startsWith(".")) {
        const target = posix.normalize(posix.join(dirname(path), name));
        if (target === "package.json" && path === "src/main.ts") continue;
        const reason = files.has(target)
          ? wallBetween(path, target)
          : `imports ${target}, which does not exist`;
        if (reason !== undefined) say(reason);
      } else if (!isWithin(path, PACKAGES[name] ?? [])) {
        say(`imports the package ${name}, which is not its own`);
      }
    }
  }
  return [...found, ...cycles(files).map((cycle) => `cycle: ${cycle.join(" → ")}`)];
}

/** Import cycles between files: one for each edge that leads back to a file on the way. */
function cycles(files: ReadonlyMap<string, string>): string[][] {
  const found: string[][] = [];
  const finished = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path]);
    if (way.includes(path) || finished.has(path)) return;
    for (const name of importsOf(files.get(path) ?? "")) {
      const target = posix.normalize(posix.join(dirname(path), name));
      if (name.startsWith(".") && files.has(target)) visit(target, [...way, path]);
    }
    finished.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}

/** All sources: path from the project's root to text. */
function sources(): ReadonlyMap<string, string> {
  const paths = ["grammar", "src"].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${folder}/${path}`),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(projectRoot, path), "utf8")]));
}

test("src/ and grammar/ keep the walls", () => {
  const files = sources();
  expect(files.size).toBeGreaterThan(0);
  expect(breaches(files)).toEqual([]);
});

test("a face asks the service and takes the words of report", () => {
  expect(belowTheService(sources())).toEqual([]);
  const text = `import { type A, type B } from "../check/a.ts";\nimport { a, type C } from "../check/b.ts";`;
  const late = `const b = () => import("../lint/c.ts");`;
  expect(belowTheService(new Map([["src/lsp/a.ts", `${text}\n${late}`]]))).toEqual([
    "lsp/a.ts check/b.ts",
    "lsp/a.ts lint/c.ts",
  ]);
});

/** Files that are loaded with one, itself among them: those that are imported late are not. */
function loadedWith(start: string, files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const loaded = new Set<string>();
  const pending = [start];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    const text = (files.get(path) ?? "").replaceAll(/\bimport\(/g, "late(");
    const names = valueImportsOf(text).filter((name) => name.startsWith("."));
    pending.push(...names.map((name) => posix.normalize(posix.join(dirname(path), name))));
  }
  return loaded;
}

test.each(["conf", "explain", "set", "check", "merge", "search", "list", "diff", "graph"])(
  "what %s starts with has no parser, which a kept model does without",
  (verb) => {
    const parsers = [...loadedWith(`src/commands/${verb}.ts`, sources())].filter((path) =>
      /^grammar\/(parser|rules)|^src\/lint\/lint/.test(path),
    );
    expect(parsers).toEqual([]);
  },
);

test("what lint starts with has one, and so would be seen", () => {
  expect([...loadedWith("src/commands/lint.ts", sources())]).toEqual(
    expect.arrayContaining(["grammar/rules.ts", "src/lint/lint.ts"]),
  );
});

/** Rooms that answer data, which `report` words. */
const DATA_ROOMS = [
  "src/check",
  "src/diff",
  "src/explain",
  "src/graph",
  "src/lint",
  "src/query",
  "src/resolve",
  "src/service",
  "src/store",
  "src/workspace",
];

/** Files with texts in other languages: what makers of hardware are called, what a tool can do, lines of C, Kconfig. */
const OTHER_LANGUAGES = [
  "src/resolve/cost.ts",
  "src/workspace/kernel-tool.ts",
  "src/workspace/projects/buildroot.ts",
  "src/workspace/projects/busybox.ts",
  "src/workspace/projects/nuttx.ts",
];

/** What a shell or git is to run. */
const COMMAND = /^(?:rev-parse |ls-tree |cat-file |--git-dir=|rm -rf )|\/dev\/null/;

/**
 * Names of work for --timings, of lines that are in no file, of a form of bytes, of what is wrong with a value as JSON
 * has it, of statements, of states and facts; statements in a form to compare; our own bugs; what hosts without files say, and those that read a revision or a patched tree; a makefile's line.
 */
const NAMES = [
  "find tree",
  "wait for probes",
  "load parser",
  "<command line>",
  "packed model 1",
  "no lanes",
  "no such file",
  "no such file or directory",
  "illegal operation on a directory",
  "git cannot read object …; nothing is fetched to have it",
  "the patch removes it",
  "ifdef cross_compiling",
  "unclosed string",
  "depends on",
  "visible if",
  "set default",
  "… if …",
  "<choice …>",
  "under way",
  "first entry",
  "no variable …",
];

test("rooms that answer data have no sentences", () => {
  const told = [...sources()].flatMap(([path, text]) =>
    DATA_ROOMS.includes(roomOf(path)) && !OTHER_LANGUAGES.includes(path)
      ? sentencesIn(text)
          .filter((each) => !COMMAND.test(each))
          .map((each) => each.replace(/\$\{[^}]*\}/g, "…"))
      : [],
  );
  expect([...new Set(told)].sort()).toEqual([...NAMES].sort());
  expect(sentencesIn('const a = "no such file"; const b = `the file is gone`;')).toHaveLength(2);
  const hole = ["$", "{it}"].join("");
  const filled = ["@ needs @", "not @", "@ @", "@=@"].map((text) => `\`${text.replaceAll("@", hole)}\``);
  expect(filled.map((text) => sentencesIn(text).length)).toEqual([1, 1, 0, 0]);
});

describe("a breach is found", () => {
  /** Files by path; each gets its first sentence. */
  const project = (files: Readonly<Record<string, string>>) =>
    new Map(Object.entries(files).map(([path, code]) => [path, `/** Owns something. */\n${code}\n`]));

  const model = { "src/model/load.ts": "export const load = 1;" };
  test.each([
    ["upwards", "src/syntax/a.ts", `import { load } from "../model/load.ts";`],
    ["sideways", "src/lint/a.ts", `import { b } from "../check/b.ts";`],
    ["into the host", "src/evaluate/a.ts", `import { memoryHost } from "../host/memory.ts";`],
    ["from the host", "src/host/a.ts", `import { load } from "../model/load.ts";`],
    ["from the grammar", "grammar/a.ts", `import type { Load } from "../src/model/load.ts";`],
    ["into the grammar", "src/model/a.ts", `import { rules } from "../../grammar/rules.ts";`],
    ["over lines", "src/syntax/a.ts", `import {\n  load,\n} from "../model/load.ts";`],
    ["when it is late", "src/syntax/a.ts", `export const load = () => import("../model/load.ts");`],
    ["Node outside the host", "src/model/a.ts", `import { readFileSync } from "node:fs";`],
    ["Node for its effects", "src/host/memory-node.ts", `import "node:fs";`],
    ["a package elsewhere", "src/syntax/a.ts", `import { Lexer } from "chevrotain";`],
    ["a package that is not named", "src/report/a.ts", `import chalk from "chalk";`],
    ["a room without a rank", "src/misc/a.ts", `import { load } from "../model/load.ts";`],
    ["a face in the library", "src/index.ts", `export { run } from "./commands/b.ts";`],
    ["a missing file", "src/model/a.ts", `import { gone } from "./gone.ts";`],
    ["a barrel", "src/model/index.ts", "export const a = 1;"],
    ["a re-export", "src/evaluate/a.ts", `export type { load } from "../model/load.ts";`],
  ])("%s", (_, path, code) => {
    const others = {
      ...model,
      "src/check/b.ts": "export const b = 1;",
      "src/commands/b.ts": "export const run = 1;",
      "src/host/memory.ts": "export const memoryHost = 1;",
      "grammar/rules.ts": "export const rules = 1;",
    };
    expect(breaches(project(others))).toEqual([]);
    expect(breaches(project({ ...others, [path]: code }))).toHaveLength(1);
  });

  test("a cycle inside a room", () => {
    const files = project({ "src/model/a.ts": `import "./b.ts";`, "src/model/b.ts": `import "./a.ts";` });
    expect(breaches(files)).toEqual(["cycle: src/model/a.ts → src/model/b.ts → src/model/a.ts"]);
  });

  test("a file that does not say what it owns", () => {
    expect(breaches(new Map([["src/text/a.ts", "export const a = 1;\n"]]))).toHaveLength(1);
  });

  test("but what is allowed passes", () => {
    const files = project({
      ...model,
      "src/evaluate/a.ts": `// import x from "../report/x.ts";\nimport { load } from "../model/load.ts";`,
      "src/main.ts": `import { Command } from "commander";\nimport { a } from "./evaluate/a.ts";`,
      "src/host/node.ts": `import { readFileSync } from "node:fs";`,
      "src/cli.ts": `import process from "node:process";\nimport { run } from "./main.ts";\nimport { nodeHost } from "./host/node.ts";`,
      "src/index.ts": `export { load } from "./model/load.ts";`,
    });
    expect(breaches(files)).toEqual([]);
  });
});
