/** The grammars by which VS Code colours Kconfig files and configurations, as VS Code itself reads them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { projectRoot } from "./command.ts";

const { loadWASM, OnigScanner, OnigString } = oniguruma;
const { INITIAL, parseRawGrammar, Registry } = textmate;

const wasm = readFileSync(
  createRequire(join(projectRoot, "package.json")).resolve("vscode-oniguruma/release/onig.wasm"),
);
await loadWASM({ data: wasm });
const syntaxes = join(projectRoot, "editors/vscode/syntaxes");
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const path = join(syntaxes, `${scope.replace("source.", "")}.tmLanguage.json`);
    return parseRawGrammar(readFileSync(path, "utf8"), path);
  },
});
const grammars = {
  kconfig: await registry.loadGrammar("source.kconfig"),
  dotconfig: await registry.loadGrammar("source.dotconfig"),
};

/** `scope text` of each word that has a scope of its own; scopes without the name of the language. */
function tokens(language: keyof typeof grammars, text: string): readonly string[] {
  const grammar = grammars[language];
  if (grammar === null) throw new Error(`no grammar of ${language}`);
  let state = INITIAL;
  return text.split("\n").flatMap((line) => {
    const { tokens: found, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return found.flatMap(({ startIndex, endIndex, scopes }) => {
      const [scope] = scopes.slice(-1);
      const words = line.slice(startIndex, endIndex).trim();
      return scopes.length === 1 || words === "" ? [] : [`${scope.replace(`.${language}`, "")} ${words}`];
    });
  });
}

describe("Kconfig", () => {
  const kconfig = (text: string) => tokens("kconfig", text);

  test("an entry with its attributes", () => {
    const text = `config VFIO
	tristate "A driver" if PCI || (SMP && !UML)
	depends on VFIO_GROUP=y # why
	select IRQ if X != "a\\"b"
	range 1 0x1F
	default m`;
    expect(kconfig(text)).toEqual([
      "keyword.control.entry config",
      "entity.name.type.symbol VFIO",
      "keyword.control.type tristate",
      'punctuation.definition.string.begin "',
      "string.quoted.double A driver",
      'punctuation.definition.string.end "',
      "keyword.control.conditional if",
      "variable.other.symbol PCI",
      "keyword.operator ||",
      "punctuation.section.parens (",
      "variable.other.symbol SMP",
      "keyword.operator &&",
      "keyword.operator !",
      "variable.other.symbol UML",
      "punctuation.section.parens )",
      "keyword.control.attribute depends",
      "keyword.control.attribute on",
      "variable.other.symbol VFIO_GROUP",
      "keyword.operator =",
      "constant.language.tristate y",
      "punctuation.definition.comment #",
      "comment.line.number-sign why",
      "keyword.control.attribute select",
      "variable.other.symbol IRQ",
      "keyword.control.conditional if",
      "variable.other.symbol X",
      "keyword.operator !=",
      'punctuation.definition.string.begin "',
      "string.quoted.double a",
      'constant.character.escape \\"',
      "string.quoted.double b",
      'punctuation.definition.string.end "',
      "keyword.control.attribute range",
      "constant.numeric 1",
      "constant.numeric 0x1F",
      "keyword.control.attribute default",
      "constant.language.tristate m",
    ]);
  });

  test("macros, in strings as well", () => {
    expect(kconfig('\tdef_bool $(success,test "$(CC)" -a (b))\n\tstring "in $(A) and $B"')).toEqual([
      "keyword.control.type def_bool",
      "punctuation.section.macro.begin $(",
      "support.function.macro success",
      'meta.macro ,test "',
      "punctuation.section.macro.begin $(",
      "support.function.macro CC",
      "punctuation.section.macro.end )",
      'meta.macro " -a',
      "meta.macro (",
      "meta.macro b",
      "meta.macro )",
      "punctuation.section.macro.end )",
      "keyword.control.type string",
      'punctuation.definition.string.begin "',
      "string.quoted.double in",
      "punctuation.section.macro.begin $(",
      "support.function.macro A",
      "punctuation.section.macro.end )",
      "string.quoted.double and",
      "variable.other.macro $B",
      'punctuation.definition.string.end "',
    ]);
    expect(kconfig("cc-option = $(success,true)\nX := 3")).toEqual([
      "variable.other.macro cc-option",
      "keyword.operator.assignment =",
      "punctuation.section.macro.begin $(",
      "support.function.macro success",
      "meta.macro ,true",
      "punctuation.section.macro.end )",
      "variable.other.macro X",
      "keyword.operator.assignment :=",
      "string.unquoted.macro 3",
    ]);
  });

  test.each(["source", "rsource", "osource", "orsource", "gsource", "grsource"])("%s with a path", (word) => {
    expect(kconfig(`${word} drivers/*/Kconfig.in`)).toEqual([
      `keyword.control.import ${word}`,
      "string.unquoted.path drivers/*/Kconfig.in",
    ]);
  });

  /** What stands behind a help text is code again; words of the text are none. */
  const helpOf = (text: string) =>
    kconfig(text)
      .filter((each) => !each.startsWith("keyword.control.type"))
      .map((each) => each.replace("string.unquoted.help ", "> "));
  test("a help text ends where a line is indented less than its first", () => {
    expect(
      helpOf(
        "\thelp\n\t  if config default\n\n\t    more # none\n\t  end\n\tdepends on A\n\t---help---\n\t  B\nconfig C",
      ),
    ).toEqual([
      "keyword.control.help help",
      "> if config default",
      "> more # none",
      "> end",
      "keyword.control.attribute depends",
      "keyword.control.attribute on",
      "variable.other.symbol A",
      "keyword.control.help ---help---",
      "> B",
      "keyword.control.entry config",
      "entity.name.type.symbol C",
    ]);
  });

  test("blank lines may stand before it, and there may be none at all", () => {
    expect(helpOf("\thelp\n\n \n\t  config A\n\n\n\t  config B\n\nendmenu")).toEqual([
      "keyword.control.help help",
      "> config A",
      "> config B",
      "keyword.control.block endmenu",
    ]);
    expect(helpOf("\thelp\nconfig A\n\thelp\n\n\nconfig B")).toEqual([
      "keyword.control.help help",
      "keyword.control.entry config",
      "entity.name.type.symbol A",
      "keyword.control.help help",
      "keyword.control.entry config",
      "entity.name.type.symbol B",
    ]);
  });

  test("every keyword of the language is one, where it starts a line or follows its first word", () => {
    const language = readFileSync(join(projectRoot, "grammar/kconfig.ebnf"), "utf8");
    const words = [...new Set([...language.matchAll(/'([a-z_-]+)'/g)].map(([, word]) => word))];
    expect(words.length).toBeGreaterThan(40);
    const lines: Readonly<Record<string, string>> = {
      on: "depends on",
      depends: "depends on",
      visible: "visible if",
    };
    for (const word of words) {
      const kinds = kconfig(`\t${lines[word] ?? word}`).filter((each) => each.endsWith(` ${word}`));
      expect([word, kinds]).toEqual([word, [expect.stringMatching(/^keyword\.control\./)]]);
      // And none that only starts like it.
      expect(kconfig(`\t${word.replaceAll("-", "")}x1`)).toEqual([
        `variable.other.symbol ${word.replaceAll("-", "")}x1`,
      ]);
    }
  });
});

describe(".config", () => {
  const dotconfig = (text: string) => tokens("dotconfig", text);

  test("settings of each type", () => {
    expect(dotconfig('CONFIG_A=y\nCONFIG_B=0x1f\nCONFIG_C=-7\nCONFIG_D="a \\"b\\""\nCONFIG_E=yes')).toEqual([
      "variable.other.symbol CONFIG_A",
      "keyword.operator.assignment =",
      "constant.language.tristate y",
      "variable.other.symbol CONFIG_B",
      "keyword.operator.assignment =",
      "constant.numeric 0x1f",
      "variable.other.symbol CONFIG_C",
      "keyword.operator.assignment =",
      "constant.numeric -7",
      "variable.other.symbol CONFIG_D",
      "keyword.operator.assignment =",
      'punctuation.definition.string.begin "',
      "string.quoted.double a",
      'constant.character.escape \\"',
      "string.quoted.double b",
      'constant.character.escape \\"',
      'punctuation.definition.string.end "',
      "variable.other.symbol CONFIG_E",
      "keyword.operator.assignment =",
      "string.unquoted yes",
    ]);
  });

  test("what is not set is a setting, and other comments are none", () => {
    expect(dotconfig("# CONFIG_A is not set\n# CONFIG_B is not set up\n# words")).toEqual([
      "comment.line.number-sign #",
      "variable.other.symbol CONFIG_A",
      "keyword.other.unset is not set",
      "comment.line.number-sign #",
      "comment.line.number-sign CONFIG_B is not set up",
      "comment.line.number-sign #",
      "comment.line.number-sign words",
    ]);
  });

  test("directives of kcfg", () => {
    expect(dotconfig("# kcfg: ignore[promptless] because of it")).toEqual([
      "comment.line.number-sign #",
      "keyword.other.directive kcfg: ignore",
      "comment.line.number-sign [",
      "entity.name.tag.rule promptless",
      "comment.line.number-sign ] because of it",
    ]);
  });
});
