/** The language itself: tokens rebuild every byte, the EBNF is current, chevrotain finds no fault in the grammar. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Lexer } from "chevrotain";
import { writeEbnf } from "../grammar/ebnf.ts";
import { parseFile, validatedGrammar } from "../grammar/parse-file.ts";
import { tokenize, vocabulary } from "../grammar/tokens.ts";
import { parseKconfig } from "../src/syntax/parse.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { filesBelow } from "./case-file.js";
import { casesOf, fixtures } from "./cases.js";
import { projectRoot } from "./command.ts";
import { gapsOf } from "./gaps.ts";

/** Every Kconfig file of fixtures/: those of cases, and those of trees. */
function kconfigFiles(): ReadonlyMap<string, string> {
  const ofCases = casesOf().flatMap(({ name, files }) =>
    [...files].map(([path, text]): [string, string] => [`${name}/${path}`, text]),
  );
  const trees = readdirSync(fixtures).filter((name) => name.startsWith("vfio-"));
  const ofTrees = trees.flatMap((tree) =>
    [...filesBelow(join(fixtures, tree))].map(([path, text]): [string, string] => [`${tree}/${path}`, text]),
  );
  const isKconfig = ([path]: [string, string]) => /(?:^|\/)Kconfig[^/]*$/.test(path);
  return new Map([...ofCases, ...ofTrees].filter(isKconfig));
}

const ignoring = () =>
  new Proxy({}, { get: () => () => ({}) }) as Parameters<typeof parseFile>[1] extends () => infer B
    ? B
    : never;

test("grammar/kconfig.ebnf is what the rules say", () => {
  const path = join(projectRoot, "grammar/kconfig.ebnf");
  if (process.env.UPDATE) writeFileSync(path, writeEbnf());
  expect(readFileSync(path, "utf8")).toBe(writeEbnf());
});

test("chevrotain's own validations pass", () => {
  const lexer = new Lexer(
    vocabulary.filter((type) => type.PATTERN !== Lexer.NA),
    { positionTracking: "onlyOffset", ensureOptimizations: true },
  );
  expect(lexer.lexerDefinitionErrors).toEqual([]);
  expect(() => validatedGrammar()).not.toThrow();
});

describe("tokens and gaps", () => {
  const files = [...kconfigFiles()];
  test.each(files)("%s", (_, bytes) => {
    const text = Buffer.from(bytes, "latin1").toString("utf8");
    expect(gapsOf(text).foreign).toEqual([]);
    expect(gapsOf(text).rebuilt).toBe(text);
  });

  test("a file of everything", () => {
    const text = `mainmenu "all" # comment
A := $(shell,echo "(x)") # part of the value
config A
	bool "a" if B && \\
		(C || !D)
	---help---
	  text

	    deeper
config 'quoted'
	def_tristate m
`;
    expect(gapsOf(text).rebuilt).toBe(text);
  });
});

describe("the whole language parses", () => {
  const accepted: readonly (readonly [string, string])[] = [
    ["types with prompts", 'config A\n\tbool "a" if B\n\nconfig B\n\ttristate\n\tprompt "b"\n'],
    [
      "old type words",
      'config A\n\tboolean "a"\n\nconfig I\n\tdef_int 3 if A\n\nconfig H\n\tdef_hex 0x1f\n\nconfig S\n\tdef_string "x"\n',
    ],
    ["ranges and defaults", 'config I\n\tint\n\trange 1 MAX if A\n\tdefault 3 if B = y && C != "m"\n'],
    ["comparisons", "config A\n\tdef_bool B < 3 || C <= 4 || D > E || F >= 0x10\n"],
    ["not of a comparison", "config A\n\tdef_bool !B = n\n"],
    ["conditional dependency", "config A\n\tbool\n\tdepends on B if C\n"],
    ["select and imply", "config A\n\tbool\n\tselect B if C\n\timply D\n"],
    [
      "options of old dialects",
      'config A\n\tstring\n\toption env="HOME"\n\nconfig M\n\tbool\n\toption modules\n\nconfig L\n\tstring\n\toption defconfig_list\n',
    ],
    ["transitional", "config A\n\tbool\n\ttransitional\n"],
    [
      "named and optional choices",
      'choice NAME\n\tbool "c"\n\toptional\n\tdefault A\n\nconfig A\n\tbool "a"\n\nendchoice\n',
    ],
    ["tristate choices", 'choice\n\ttristate "c"\n\nconfig A\n\ttristate "a"\n\nendchoice\n'],
    ["menus", 'menu "m"\n\tdepends on A\n\tvisible if B\n\nconfig A\n\tbool\n\nendmenu\n'],
    ["comments and ifs", 'if A && !B\n\ncomment "c"\n\tdepends on A\n\nendif # A\n'],
    [
      "all kinds of source",
      'source "a"\nrsource "b"\nosource "c/*.k"\norsource "d"\ngsource "e?"\ngrsource "[f]"\nsource a/b/Kconfig\nsource ./x\n',
    ],
    ["old help", "config A\n\tbool\n\t---help---\n\t  text\n"],
    ["macros", '$(info,text)\nX = $(Y)\nX += 1\nconfig $(X)_A\n\tdef_bool $(shell,test "(" && echo y)\n'],
    ["soft words as names", "config optional\n\tbool\n\tdepends on transitional && option\n"],
    ["soft words as variables", "optional := y\noption = z\n"],
  ];
  test.each(accepted)("%s", (_, text) => {
    expect(parseKconfig(new SourceFile("Kconfig", text)).diagnostics).toEqual([]);
  });

  test("modules, in every spelling", () => {
    expect(parseKconfig(new SourceFile("Kconfig", "config M\n\tbool\n\tmodules\n")).diagnostics).toEqual([]);
  });
});

test("a path without quotes ends where a comment begins", () => {
  const kept = parseKconfig(new SourceFile("Kconfig", 'source a/b#c\nsource a/$(X)/b # c\nsource "a#b"\n'));
  const paths = kept.entries.map((entry) => (entry.kind === "source" ? entry.path : undefined));
  expect(paths).toMatchObject([{ text: "a/b" }, { text: "a/$(X)/b" }, { text: "a#b" }]);
});

describe("what does not parse", () => {
  const refused: readonly (readonly [string, string, string])[] = [
    ["a name that is a keyword", "config A\n\tbool\n\tdepends on help\n", "Kconfig:3:13"],
    ["a missing name", "config\n", "Kconfig:1:7"],
    ["two comparisons in a row", "config A\n\tdef_bool B = C = D\n", "Kconfig:2:17"],
    ["an attribute outside of an entry", "default y\n", "Kconfig:1:1"],
    ["an unknown word", "cofnig A\n", "Kconfig:1:1"],
    ["an open block", "if A\nconfig B\n\tbool\n", "Kconfig:1:1"],
    ["the wrong end", 'menu "m"\nendif\n', "Kconfig:2:1"],
    ["an end without a block", "endmenu\n", "Kconfig:1:1"],
    ["an assignment behind a help text", "config A\n\tbool\n\thelp\n\t  x\nX := 1\n", "Kconfig:5:1"],
  ];
  test.each(refused)("%s", (_, text, place) => {
    const { diagnostics } = parseKconfig(new SourceFile("Kconfig", text));
    const error = diagnostics.find(({ severity }) => severity === "error");
    expect(`${error?.location?.path}:${error?.location?.line}:${error?.location?.column}`).toBe(place);
  });

  test("one statement each, the rest is there", () => {
    const text = 'config A B\n\tbool\nconfig C\n\tbool "c" "d"\n\tdefault y\nfoo\nconfig D\n\tbool\n';
    const { entries, diagnostics } = parseKconfig(new SourceFile("Kconfig", text));
    expect(diagnostics.map(({ location }) => location?.line)).toEqual([1, 2, 4, 6]);
    expect(entries.filter(({ kind }) => kind === "config")).toHaveLength(2);
  });

  test("no text makes the parser throw", () => {
    const words = [
      "config",
      "A",
      "if",
      "\n",
      "\n\t",
      '"s"',
      "(",
      ")",
      "&&",
      "help",
      "menu",
      "endmenu",
      "=",
      ":=",
      "choice",
      "$(x",
      "$(y)",
      "\\",
      "'",
      "\0",
      "é",
      "source",
    ];
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + random(24) }, () => words[random(words.length)]).join(
        random(2) === 0 ? " " : "",
      );
      const { diagnostics } = parseKconfig(new SourceFile("Kconfig", text));
      for (const { message } of diagnostics) expect(message).not.toBe("");
    }
  });
});

test("lexing and parsing know no file but their own", () => {
  const { tokens } = tokenize("config $(NAME)\n\tbool\n");
  expect(tokens.map(({ image }) => image)).toEqual(["config", "$(NAME)", "\n", "bool", "\n"]);
  expect(parseFile("config A\n", ignoring).problems).toEqual([]);
});
