/** Trees of files with mistakes: each is one error, and all around it is read. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import { parseKconfig, parseTolerantly } from "../src/syntax/parse.ts";
import { childrenOf, extentOf, nodesAt, type SyntaxNode } from "../src/syntax/spans.ts";
import type { Attribute, Entry, KconfigSyntax } from "../src/syntax/tree.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { casesOf } from "./cases.js";
import { runKcfg } from "./command.ts";
import * as kcfg from "./fuzz/subject.ts";
import { documentsOf, inputOf, makeTargets } from "./fuzz/targets.js";

const parse = (text: string): KconfigSyntax => parseTolerantly(new SourceFile("Kconfig", text));

/** `line:column code`, and what it was taken for. */
const told = ({ diagnostics }: KconfigSyntax): readonly string[] =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ location, code, help = [] }) =>
      [`${location?.line}:${location?.column} ${code}`, ...help].join(" · "),
    );

/** The tree in short: `config A [type; !lost words]`. */
function outline({ entries, source }: KconfigSyntax): readonly string[] {
  const text = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);
  const attribute = (each: Attribute) => (each.kind === "error" ? `!${text(each)}` : each.kind);
  const lines: string[] = [];
  const show = (entry: Entry, indent: string) => {
    const name = "name" in entry ? entry.name : "title" in entry ? entry.title : undefined;
    const word = typeof name === "object" ? ` ${name.text}` : "";
    const attributes = "attributes" in entry ? entry.attributes.map(attribute) : [];
    const tail = attributes.length === 0 ? "" : ` [${attributes.join("; ")}]`;
    lines.push(`${indent}${entry.kind === "error" ? `!${text(entry)}` : entry.kind}${word}${tail}`);
    if ("entries" in entry) for (const inner of entry.entries) show(inner, `${indent}  `);
  };
  for (const entry of entries) show(entry, "");
  return lines;
}

describe("each mistake is one error, and all around it is read", () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    [
      "an attribute",
      'config A\n\tbool "a"\n\tdepends on (B\n\tdefault y\n',
      ["3:15 syntax-error"],
      ["config A [type; !depends on (B; default]"],
    ],
    [
      "the condition of a prompt: type and prompt are kept",
      'config A\n\tbool "a" iff B\n\tdefault y\n',
      ["2:11 syntax-error"],
      ["config A [type; !iff B; default]"],
    ],
    [
      "the default behind a type: the type is kept",
      "config A\n\tdef_tristate &&\n\tselect B\n",
      ["2:15 syntax-error"],
      ["config A [type; !&&; select]"],
    ],
    [
      "a keyword with a slip",
      'config A\n\tbool "a"\n\tselct B\n\tdepend on C\n\nconfg D\n\tbool\n',
      [
        "3:2 unknown-statement · did you mean 'select'?",
        "4:2 unknown-statement · did you mean 'depends'?",
        "6:1 unknown-statement · did you mean 'config'?",
      ],
      ["config A [type; select; depends on]", "config D [type]"],
    ],
    [
      "an unknown word inside of an entry, by its indentation",
      "config A\n\tbool\n\tfoo bar\n\tdefault y\n",
      ["3:2 unknown-statement"],
      ["config A [type; !foo bar; default]"],
    ],
    [
      "an unknown entry: nobody else gets its attributes",
      "config A\n\tbool\n\nsymbol B\n\tstring\n\tdefault y\n\nconfig C\n\tbool\n",
      ["4:1 unknown-statement"],
      ["config A [type]", "!symbol B", "!string", "!default y", "config C [type]"],
    ],
    [
      "a name that is none",
      "config\n\tbool\n\nconfig B C\n\tint\n",
      ["1:7 syntax-error", "4:10 syntax-error"],
      ["config  [type]", "config B [!C; type]"],
    ],
    [
      "the condition of a block: it is one all the same",
      "if A &&\nconfig B\n\tbool\nendif\nconfig C\n\tbool\n",
      ["1:8 syntax-error"],
      ["if", "  !A &&", "  config B [type]", "config C [type]"],
    ],
    [
      "the title of a menu",
      "menu\n\tdepends on A\nconfig B\n\tbool\nendmenu\n",
      ["1:5 syntax-error"],
      ["menu  [depends on]", "  config B [type]"],
    ],
    [
      "attributes that an entry cannot have",
      'menu "m"\n\tdefault y\n\tvisible if A\nendmenu\ncomment "c"\n\tselect A\n',
      ["2:2 invalid-statement", "6:2 invalid-statement"],
      ["menu m [!default y; visible if]", "comment c [!select A]"],
    ],
    [
      "attributes without an entry are one mistake",
      'source "a"\n\tbool "x"\n\tdefault y\nconfig A\n\tbool\n',
      ["2:2 invalid-statement"],
      ["source", '!bool "x"', "!default y", "config A [type]"],
    ],
    [
      "help with a slip, and its text",
      "config A\n\tbool\n\thepl\n\t  It's (not\n\t  Kconfig \"at all\n\tdefault y\n",
      ["3:2 unknown-statement · did you mean 'help'?"],
      ["config A [type; help; default]"],
    ],
    [
      "help with more on its line",
      "config A\n\tbool\n\thelp me\n\t  Text.\n\tdefault y\n",
      ["3:7 syntax-error"],
      ["config A [type; help; default]"],
    ],
    [
      "lines of a help text that are indented too little",
      "config A\n\tbool\n\thelp\n\t    Some.\n\t  More.\n\t  Still more.\n\tdefault y\n",
      ["5:4 unknown-statement"],
      ["config A [type; help; !More; !Still more; default]"],
    ],
    [
      "a line of signs",
      "config A\n\tbool\n\t) && (\n\tdefault y\n",
      ["3:2 invalid-statement"],
      ["config A [type; !) && (; default]"],
    ],
  ];
  test.each(cases)("%s", (_, text, errors, tree) => {
    const parsed = parse(text);
    expect(told(parsed)).toEqual(errors);
    expect(outline(parsed)).toEqual(tree);
  });
});

describe("blocks and their ends", () => {
  const config = (name: string) => `config ${name}\n\tbool\n`;
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    [
      "the wrong word",
      `menu "m"\n${config("A")}endif\n${config("B")}`,
      ["4:1 wrong-end"],
      ["menu m", "  config A [type]", "config B [type]"],
    ],
    [
      "the wrong word, though a block further out has it",
      `if X\nmenu "m"\n${config("A")}endif\n${config("B")}endif\n${config("C")}`,
      ["5:1 wrong-end"],
      ["if", "  menu m", "    config A [type]", "  config B [type]", "config C [type]"],
    ],
    [
      "a word with a slip",
      `menu "m"\n${config("A")}endmneu\n${config("B")}`,
      ["4:1 unknown-statement · did you mean 'endmenu'?"],
      ["menu m", "  config A [type]", "config B [type]"],
    ],
    [
      "more behind it",
      `if X\n${config("A")}endif X\n${config("B")}`,
      ["4:7 syntax-error"],
      ["if", "  config A [type]", "!X", "config B [type]"],
    ],
    [
      "a missing one, in a block that is closed",
      `menu "m"\nif X\n${config("A")}endmenu\n${config("B")}`,
      ["2:1 missing-end"],
      ["menu m", "  if", "    config A [type]", "config B [type]"],
    ],
    [
      "a missing one at the end",
      `menu "m"\n${config("A")}`,
      ["1:1 missing-end"],
      ["menu m", "  config A [type]"],
    ],
    [
      "one too many",
      `${config("A")}endif\n${config("B")}`,
      ["3:1 wrong-end"],
      ["config A [type]", "config B [type]"],
    ],
    [
      "one too many inside of a block",
      `if X\n${config("A")}endmenu\n${config("B")}endif\n${config("C")}`,
      ["4:1 wrong-end"],
      ["if", "  config A [type]", "  config B [type]", "config C [type]"],
    ],
  ];
  test.each(cases)("%s", (_, text, errors, tree) => {
    const parsed = parse(text);
    expect(told(parsed)).toEqual(errors);
    expect(outline(parsed)).toEqual(tree);
  });
});

/** What does not fit in a tree: a child outside of its parent, before its brother, or out of the text. */
function misplaced({ entries, source }: KconfigSyntax): readonly string[] {
  const found: string[] = [];
  const check = (nodes: readonly SyntaxNode[], from: number, to: number) => {
    let at = from;
    for (const node of nodes) {
      const { start, end } = extentOf(node, source);
      if (start < at || end < start || end > to) found.push(`${node.kind} ${start}-${end} in ${at}-${to}`);
      at = end;
      check(childrenOf(node), start, end);
    }
  };
  check(entries, 0, source.text.length);
  return found;
}

const kconfigTexts: readonly string[] = casesOf()
  .flatMap(({ files }) => [...files].filter(([path]) => /(?:^|\/)Kconfig[^/]*$/.test(path)))
  .map(([, bytes]) => Buffer.from(bytes, "latin1").toString("utf8"));

/** Of damaged files: KCFG_CASES=1000 makes a long run of it. */
const DAMAGED = Number(process.env.KCFG_CASES ?? 40);

const targets = makeTargets(kcfg, documentsOf());

describe("trees of any text", () => {
  test("of a file without errors it is the usual one", () => {
    let right = 0;
    for (const text of kconfigTexts) {
      const usual = parseKconfig(new SourceFile("Kconfig", text));
      if (usual.diagnostics.some(({ severity }) => severity === "error")) continue;
      right += 1;
      expect(parse(text).entries).toEqual(usual.entries);
    }
    expect(right).toBeGreaterThan(kconfigTexts.length / 2);
  });

  test("nodes stand in each other, and each is found by where it stands", () => {
    let nodes = 0;
    let lost = 0;
    // In long files most nodes are like those of short ones, and each is looked for among all.
    for (const text of kconfigTexts.filter(({ length }) => length < 2000)) {
      const parsed = parse(text);
      expect(misplaced(parsed)).toEqual([]);
      const visit = (node: SyntaxNode) => {
        nodes += 1;
        const { start, end } = extentOf(node, parsed.source);
        // A missing word has no place of its own.
        if (end > start && !nodesAt(parsed, start).includes(node)) lost += 1;
        for (const child of childrenOf(node)) visit(child);
      };
      for (const entry of parsed.entries) visit(entry);
    }
    expect(lost).toBe(0);
    expect(nodes).toBeGreaterThan(5000);
  });

  test("damaged files parse, and what a line says is lost only with the line", () => {
    for (let index = 0; index < DAMAGED; index++) {
      const text = inputOf({ seed: 16, target: "tolerant parser" }, index, targets).input.toString("utf8");
      const parsed = parse(text);
      expect(misplaced(parsed)).toEqual([]);
      const strict = parseKconfig(new SourceFile("Kconfig", text));
      const count = (syntax: KconfigSyntax) =>
        syntax.diagnostics.filter(({ severity }) => severity === "error").length;
      // One of them is told where the other is.
      expect(count(parsed) > 0).toBe(count(strict) > 0);
      const isTold = ({ location, message }: (typeof parsed.diagnostics)[number]) =>
        (location?.column ?? 0) > 0 && message !== "";
      expect(parsed.diagnostics.filter((each) => !isTold(each))).toEqual([]);
    }
  });
});

/** One planted line of Kconfig each: what is wrong with it, and where in the line. */
const mistakes: readonly (readonly [line: string, column: number, code: string])[] = [
  ["\tdepends on (A", 15, "syntax-error"],
  ["\tdepends A", 10, "syntax-error"],
  ["\tdepends on A &&", 17, "syntax-error"],
  ["\tdepends on A B", 15, "syntax-error"],
  ["\tselect", 8, "syntax-error"],
  ["\tselect A iff A", 11, "syntax-error"],
  ["\timply !A", 8, "syntax-error"],
  ["\tdefault", 9, "syntax-error"],
  ["\tdefault y if", 14, "syntax-error"],
  ['\tdefault y "x"', 12, "syntax-error"],
  ["\trange 1", 9, "syntax-error"],
  ["\tvisible when A", 10, "syntax-error"],
  ["\tprompt", 8, "syntax-error"],
  ["\tselct A", 2, "unknown-statement"],
  ["\tdepend on A", 2, "unknown-statement"],
  ["\tneeds A", 2, "unknown-statement"],
  ["\t&& A", 2, "invalid-statement"],
  ["symbol X", 1, "unknown-statement"],
  ["endif", 1, "wrong-end"],
  ["if A &&\nendif", 8, "syntax-error"],
];

describe("a tree with 20 errors in 20 files", () => {
  let folder = "";
  const entry = (name: string) =>
    `config ${name}\n\tbool "Prompt of ${name}"\n\tdepends on TOP\n\thelp\n\t  Text.\n\n`;
  const file = (index: number, line: string) =>
    `${entry(`BEFORE_${index}`)}config AT_${index}\n\tbool "Prompt of AT_${index}"\n${line}\n\n${entry(`BEHIND_${index}`)}`;
  const top = `config TOP\n\tbool "Top"\n\n${mistakes.map((_, index) => `source "part${index}/Kconfig"\n`).join("")}`;
  const write = (name: string, lines: readonly string[]) => {
    const files = { Kconfig: top, ".config": "CONFIG_TOP=y\n" };
    const parts = lines.map((line, index) => [`part${index}/Kconfig`, file(index, line)] as const);
    for (const [path, text] of [...Object.entries(files), ...parts]) {
      mkdirSync(dirname(join(folder, name, path)), { recursive: true });
      writeFileSync(join(folder, name, path), text);
    }
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kcfg-tolerant-"));
    write(
      "right",
      mistakes.map(() => ""),
    );
    write(
      "wrong",
      mistakes.map(([line]) => line),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (name: string, ...words: readonly string[]) =>
    runKcfg([...words, "--no-cache"], { folder: join(folder, name), environment: {} });

  const places = mistakes.map(([, column, code], index) => `error[${code}] part${index}/Kconfig:9:${column}`);
  const toldPlaces = (stderr: string) =>
    [...stderr.matchAll(/^error\[([\w-]+)\].*\n *--> (\S+)$/gm)].map(
      ([, code, place]) => `error[${code}] ${place}`,
    );

  test.each([
    ["explain", ["explain", "BEFORE_3"]],
    ["search", ["search", "top"]],
    ["list", ["list"]],
    ["graph", ["graph", "BEHIND_7"]],
    ["lint", ["lint"]],
    ["set, which writes nothing then", ["set", "BEFORE_3=y"]],
    ["check, which does not judge then", ["check", ".config"]],
  ])("%s tells all of them, each once, with its line", async (_, words) => {
    const { exit, stderr } = await run("wrong", ...words);
    expect(toldPlaces(stderr)).toEqual(places);
    expect(stderr.match(/^9 \| /gm)).toHaveLength(20);
    expect(exit).toBe(2);
  });

  test("every symbol around them is explained as in the tree without errors", async () => {
    const names = mistakes.flatMap((_, index) => [`BEFORE_${index}`, `BEHIND_${index}`]);
    const [right, wrong] = [await run("right", "explain", ...names), await run("wrong", "explain", ...names)];
    const lines = (text: string) => text.replace(/Kconfig:\d+/g, "Kconfig").split("\n");
    expect(right.exit).toBe(0);
    // TOP is needed by fewer: an entry with a lost line may not have the condition that it was to have.
    expect(lines(wrong.stdout)).toEqual(lines(right.stdout));
  });

  test("search and list know every symbol but the one whose entry begins with what is no word for one", async () => {
    const { stdout } = await run("wrong", "list");
    expect(stdout.split("\n").sort()).toEqual((await run("right", "list")).stdout.split("\n").sort());
    const found = await run("wrong", "search", "prompt", "of", "--limit", "0", "--format", "json");
    expect(JSON.parse(found.stdout)).toMatchObject({
      ok: false,
      summary: { hits: 60 },
      diagnostics: { length: 20 },
    });
  });

  test("conf tells what it told before, and ends as the C tool does", async () => {
    const { exit, stdout, stderr } = await run("wrong", "conf", "--olddefconfig", "Kconfig");
    expect([exit, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("part0/Kconfig:9: syntax error");
  });

  test("very many are counted", async () => {
    writeFileSync(join(folder, "many"), `config A\n\tbool\n${"\tfoo\n".repeat(130)}`);
    const words = ["explain", "A", "--kconfig", "many", "--no-cache"];
    const { exit, stderr } = await runKcfg(words, { folder, environment: {} });
    expect(stderr.match(/^error\[/gm)).toHaveLength(100);
    expect(stderr).toContain("note: 30 more in 1 file are not shown (-v shows all)\n");
    expect(stderr).toContain("this tree has 130 errors in 1 file");
    expect(exit).toBe(2);
  });
});

describe("a model in spite of errors", () => {
  const load = (files: Readonly<Record<string, string>>, isTolerant = true) =>
    loadKconfig({ path: "Kconfig", host: memoryHost({ files }), environment: {}, isTolerant });

  test("without being asked for there is none", () => {
    const files = { Kconfig: "config A\n\tbool\n\tfoo\n" };
    expect(load(files, false).model).toBeUndefined();
    expect(load(files)).toMatchObject({ isPartial: true });
    expect(load({ Kconfig: "config A\n\tbool\n" }).isPartial).toBeUndefined();
  });

  const kept: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    ["a file that is missing", { Kconfig: 'source "gone"\nconfig A\n\tbool\n' }, ["missing-file"]],
    ["a macro that is an error", { Kconfig: "$(error-if,y,no)\nconfig A\n\tbool\n" }, ["macro-error"]],
    ["a macro that is not closed", { Kconfig: "if $(X\nconfig A\n\tbool\nendif\n" }, ["macro-unterminated"]],
    [
      "a file that sources itself",
      { Kconfig: 'source "b"\nconfig A\n\tbool\n', b: 'source "b"\n' },
      ["recursive-inclusion"],
    ],
    ["a late mainmenu", { Kconfig: 'config A\n\tbool\nmainmenu "x"\n' }, ["late-mainmenu"]],
    [
      "a file sourced twice: its error is told once",
      { Kconfig: 'source "b"\nsource "b"\nconfig A\n\tbool\n', b: "config B\n\tbool\n\tfoo\n" },
      ["unknown-statement", "repeated-inclusion"],
    ],
    [
      "a choice whose prompt is broken: that it has none is not told",
      { Kconfig: 'choice\n\tprompt "x" iff\nconfig A\n\tbool "a"\nendchoice\n' },
      ["syntax-error"],
    ],
    [
      "a type that is broken: that there is none is not told",
      { Kconfig: "config B\n\tboool\n\tdefault y && \n\nconfig A\n\tbool\n\tselect B\n" },
      ["unknown-statement", "syntax-error"],
    ],
  ];
  test.each(kept)("%s", (_, files, codes) => {
    const { model, diagnostics } = load(files);
    expect(model?.symbol("A")?.type).toBe("bool");
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test("a loop leaves none: its values have no order", () => {
    const { model, diagnostics } = load({
      Kconfig: "config A\n\tbool\n\tdepends on B\nconfig B\n\tbool\n\tdepends on A\n\tfoo\n",
    });
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-statement", "dependency-cycle"]);
  });

  test("a loop is told although an error is in the entry where it is shown", () => {
    const { model, diagnostics } = load({
      Kconfig: "config A\n\tfoo\n\tdepends on B\nconfig B\n\tbool\n\tdepends on A\n",
    });
    expect(model).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-statement", "dependency-cycle"]);
  });
});
