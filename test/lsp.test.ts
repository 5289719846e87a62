/** The language server in-process: marked texts, a request each, and what a workspace publishes. */
import { describe, expect, test } from "@jest/globals";
import type {
  CallHierarchyIncomingCall,
  CallHierarchyOutgoingCall,
  CompletionItem,
  DocumentSymbol,
} from "vscode-languageserver-types";
import { incomingCalls, outgoingCalls, preparedHierarchy } from "../src/lsp/call-hierarchy.ts";
import { codeLenses, SHOW_SELECTORS } from "../src/lsp/code-lenses.ts";
import { completion } from "../src/lsp/completion.ts";
import { definitions } from "../src/lsp/definition.ts";
import { documentLinks } from "../src/lsp/document-links.ts";
import { documentSymbols } from "../src/lsp/document-symbols.ts";
import { kindOf, WATCHED } from "../src/lsp/documents.ts";
import { foldingRanges, selectionRanges } from "../src/lsp/folding.ts";
import { formattingEdits } from "../src/lsp/formatting.ts";
import { hover } from "../src/lsp/hover.ts";
import { pathOf, uriOf } from "../src/lsp/places.ts";
import { highlights, references } from "../src/lsp/references.ts";
import { semanticTokens, TOKEN_TYPES } from "../src/lsp/semantic-tokens.ts";
import { quietBefore } from "../src/lsp/workspace.ts";
import { workspaceSymbols } from "../src/lsp/workspace-symbols.ts";
import { brief, Editor, type EditorOptions, edited } from "./editor.ts";

const KCONFIG = `mainmenu "Ship"

limit := 9

config POWER
	bool "Power"
	help
	  Everything needs it.

source "lasers/Kconfig"
`;
const LASERS = `menu "Lasers"

config LASER
	tristate "Laser"
	depends on POWER
	select LENS

config LENS
	tristate

config BEAM
	int "Beam" if LASER
	range 1 $(limit)
	default 3

endmenu
`;
const MODULES = '\nconfig MODULES\n\tbool "Modules"\n\tdefault y\n\tmodules\n';

/** The ship with other texts: a text with `$0` is where the cursor is. */
const ship = (files: Readonly<Record<string, string>> = {}, options: EditorOptions = {}) =>
  new Editor({ Kconfig: KCONFIG + MODULES, "lasers/Kconfig": LASERS, ...files }, options);
/** The cursor behind the first place of a text in lasers/Kconfig. */
const lasers = (old: string, marked: string) => ship({ "lasers/Kconfig": LASERS.replace(old, marked) });

test("URIs and paths", () => {
  expect(pathOf("file:///a%20b/%C3%A4")).toBe("/a b/ä");
  expect(pathOf(uriOf("/a b/ä#?%"))).toBe("/a b/ä#?%");
  expect(pathOf("file://localhost/a")).toBe("/a");
  expect(pathOf("untitled:Kconfig")).toBeUndefined();
  expect(pathOf("file:///%E0%A4%A")).toBeUndefined();
});

/** A glob of the protocol, with the signs that ours have. */
function matchesGlob(glob: string, path: string): boolean {
  const pattern = glob
    .replaceAll(".", "[.]")
    .replaceAll("**/", "(?:.+/)?")
    .replaceAll("{", "(?:")
    .replaceAll("}", ")")
    .replaceAll(",", "|")
    .replaceAll(/(?<![.+])\*/g, "[^/]*");
  return new RegExp(`^/?${pattern}$`).test(path);
}

test.each([
  ["/a/Kconfig", "kconfig"],
  ["/a/Kconfig.debug", "kconfig"],
  ["/a/Kconfig-nommu", "kconfig"],
  ["/a/Config.in", "kconfig"],
  ["/a/Config.in.host", "kconfig"],
  ["/a/Config.src", "kconfig"],
  ["/a/main.kconfig", "kconfig"],
  ["/a/.config", "config"],
  ["/a/.config.old", "config"],
  ["/a/x86_64_defconfig", "config"],
  ["/a/kvm_guest.config", "config"],
  ["/a/prj.conf", "config"],
  ["/a/prj_release.conf", "config"],
  ["/a/boards/nrf52.conf", "config"],
  ["/a/sdkconfig.defaults", "config"],
  ["/a/Kconfig.defconfig", "kconfig"],
  ["/a/nginx.conf", undefined],
  ["/a/main.c", undefined],
])("%s is %s, and watched if it is something", (path, kind) => {
  expect(kindOf(path)).toBe(kind);
  expect(WATCHED.some((glob) => matchesGlob(glob, path))).toBe(kind !== undefined);
});

describe("definition", () => {
  const at = async (editor: Editor) => brief(definitions(await editor.view(), editor.position));

  test("of a symbol, in another file", async () => {
    expect(await at(lasers("on POWER", "on PO$0WER"))).toEqual(["Kconfig:5:7-12"]);
    expect(await at(lasers("select LENS", "select LENS$0"))).toEqual(["lasers/Kconfig:8:7-11"]);
  });

  test("all of them, where there are several", async () => {
    const twice = `${LASERS.replace("on POWER", "on PO$0WER")}\nconfig POWER\n\tdefault y\n`;
    expect(await at(ship({ "lasers/Kconfig": twice }))).toEqual(["Kconfig:5:7-12", "lasers/Kconfig:18:7-12"]);
  });

  test("of a file that is sourced, and of a macro", async () => {
    expect(await at(ship({ Kconfig: KCONFIG.replace("lasers/K", "lasers/$0K") }))).toEqual([
      "lasers/Kconfig:1:0-0",
    ]);
    expect(await at(lasers("$(limit)", "$(li$0mit)"))).toEqual(["Kconfig:3:0-5"]);
  });

  test("from a line of a fragment, and none from its value", async () => {
    expect(await at(ship({ "a.config": "CONFIG_$0LASER=m\n" }))).toEqual(["lasers/Kconfig:3:7-12"]);
    expect(await at(ship({ "a.config": "# CONFIG_LASER$0 is not set\n" }))).toEqual([
      "lasers/Kconfig:3:7-12",
    ]);
    expect(await at(ship({ "a.config": "CONFIG_LASER=$0m\n" }))).toEqual([]);
  });

  test("none in help texts, comments and strings", async () => {
    expect(await at(ship({ Kconfig: KCONFIG.replace("Everything", "POW$0ER") }))).toEqual([]);
    expect(await at(ship({ Kconfig: KCONFIG.replace('"Power"', '"POW$0ER"') }))).toEqual([]);
    expect(await at(ship({ Kconfig: `# POW$0ER\n${KCONFIG}` }))).toEqual([]);
  });

  test("in a text that is newer than the model, and in one with errors", async () => {
    const editor = lasers("on POWER", "on PO$0WER");
    await editor.workspace.settle();
    editor.open("Kconfig");
    editor.type("Kconfig", "config POWER", "\n\n  config POWER");
    expect(await at(editor)).toEqual(["Kconfig:7:9-14"]);
    editor.type("Kconfig", "mainmenu", "mainmeny menu menu");
    expect(await at(editor)).toEqual(["Kconfig:7:9-14"]);
  });
});

describe("references", () => {
  const at = async (editor: Editor, includeDeclaration = true) =>
    brief(references(await editor.view(), editor.position, { includeDeclaration }));

  test("in all files, the .config and fragments that are open", async () => {
    const files = {
      "lasers/Kconfig": LASERS.replace("config LASER", "config LAS$0ER"),
      "a.config": "CONFIG_LASER=m\nCONFIG_LASERS=y\n",
      ".config": "CONFIG_LASER=y\n",
    };
    const editor = ship(files, { open: ["lasers/Kconfig", "a.config"] });
    const uses = ["lasers/Kconfig:12:15-20", "a.config:1:7-12", ".config:1:7-12"];
    expect(await at(editor)).toEqual(["lasers/Kconfig:3:7-12", ...uses]);
    expect(await at(editor, false)).toEqual(uses);
  });

  test("in files that are not open, with conditions of blocks", async () => {
    const kconfig = KCONFIG.replace("config POWER", "config PO$0WER");
    const text = `if POWER && (LASER || !POWER)\nmenu "M"\n\tvisible if POWER\nendmenu\nendif\n${LASERS}`;
    expect(await at(ship({ Kconfig: kconfig, "lasers/Kconfig": text }), false)).toEqual([
      "lasers/Kconfig:1:3-8",
      "lasers/Kconfig:1:23-28",
      "lasers/Kconfig:3:12-17",
      "lasers/Kconfig:10:12-17",
    ]);
  });

  test("of a macro", async () => {
    expect(await at(ship({ Kconfig: KCONFIG.replace("limit :=", "lim$0it :=") }))).toEqual([
      "Kconfig:3:0-5",
      "lasers/Kconfig:13:11-16",
    ]);
  });

  test("highlights tell definitions from uses", async () => {
    const editor = lasers("config LASER", "config LAS$0ER");
    const found = highlights(await editor.view(), editor.position);
    expect(found.map(({ range, kind }) => [range.start.line + 1, kind])).toEqual([
      [3, 3],
      [12, 2],
    ]);
  });
});

describe("hover", () => {
  const over = async (editor: Editor) => {
    await editor.workspace.settle();
    const view = await editor.view();
    const answer = await hover(view, editor.position, editor.workspace.checkOf(view));
    return answer === undefined ? undefined : (answer.contents as { readonly value: string }).value;
  };

  test("has value, reason and the help", async () => {
    const text = await over(lasers("config LASER", "config LAS$0ER"));
    expect(text).toContain("LASER = n   tristate · lasers/Kconfig:3\n");
    expect(text).toContain("✗ POWER = n");
    expect(text).toContain("`kcfg explain LASER` shows what another value takes");
    expect(text).toContain("`.config` does not exist: these are the defaults");
    expect(await over(lasers("on POWER", "on POW$0ER"))).toContain("Everything needs it.");
  });

  test("of the .config of the editor, not of the disk", async () => {
    const editor = ship(
      {
        ".config": "# CONFIG_POWER is not set\n",
        "lasers/Kconfig": LASERS.replace("on POWER", "on P$0OWER"),
      },
      { open: [".config", "lasers/Kconfig"] },
    );
    expect(await over(editor)).toContain("POWER = n");
    editor.type(".config", "# CONFIG_POWER is not set", "CONFIG_POWER=y");
    expect(await over(editor)).toContain("POWER = y");
  });

  test("of a line says whether it takes effect", async () => {
    const lines = (text: string) => over(ship({ ".config": "CONFIG_POWER=y\n", "a.config": text }));
    expect(await lines("CONFIG_LAS$0ER=m\n")).toContain("the line takes effect");
    expect(await lines("CONFIG_BE$0AM=77\nCONFIG_LASER=y\n")).toContain("**error[out-of-range]**");
    expect(await lines("CONFIG_LA$0SER=m\nCONFIG_LASER=y\n")).toMatch(/a later line|overrid/);
    expect(await lines("CONFIG_LAZ$0ER=m\n")).toContain("did you mean LASER");
  });

  test("of a line has the value and reason that the fragment leads to", async () => {
    const text = await over(ship({ ".config": "", "a.config": "CONFIG_LAS$0ER=m\nCONFIG_POWER=y\n" }));
    expect(text).toContain("LASER = m   tristate");
    expect(text).toContain("a.config:1");
    expect(text).not.toContain("/a.config");
    expect(text).toContain("values of this file, merged over `.config`");
    expect(text).not.toContain("kcfg explain");
    const alone = await over(ship({ "a.config": "CONFIG_LAS$0ER=m\n" }));
    expect(alone).toContain("✗ POWER = n");
    expect(alone).toContain("values of this file, merged over the defaults");
    const own = await over(ship({ ".config": "CONFIG_PO$0WER=y\n" }));
    expect(own).toContain("POWER = y");
    expect(own).not.toContain("merged over");
  });

  test("of a line that rests on what was not run is no error", async () => {
    const kconfig = `config CC\n\tdef_bool $(shell,cc)\n\n${KCONFIG.replace("config POWER\n", "config POWER\n\tdepends on CC\n")}`;
    const editor = ship({ Kconfig: kconfig, "a.config": "CONFIG_PO$0WER=y\n" });
    expect(await over(editor)).toContain("**info[denied-probe]**");
    expect(await editor.findings("a.config")).toEqual(["1: 3 denied-probe"]);
    const [found] = editor.diagnostics.get("/a.config") ?? [];
    expect(found.message).toContain("commands are run in a trusted workspace");
  });

  test("of a macro has its text, of a path the file", async () => {
    expect(await over(lasers("$(limit)", "$(li$0mit)"))).toBe("```text\nlimit := 9\n```\n`Kconfig:3`");
    expect(await over(ship({ Kconfig: KCONFIG.replace("lasers/K", "las$0ers/K") }))).toBe("`lasers/Kconfig`");
  });

  test("what a tree says is no markup", async () => {
    const text = await over(ship({ "a.config": "CONFIG_$0EVIL[x](http://a)=y\n" }));
    expect(text).not.toContain("](http");
    const help = await over(
      ship({
        Kconfig: KCONFIG.replace("config POWER", "config PO$0WER").replace(
          "Everything",
          "```\n\t  [x](http://a)",
        ),
      }),
    );
    expect(help?.startsWith("````text\n")).toBe(true);
  });

  test("without a tree there is none", async () => {
    const editor = new Editor({ "a.config": "CONFIG_A$0=y\n" });
    expect(await over(editor)).toBe("no model of this tree is there yet: values are not known");
  });
});

describe("completion", () => {
  const items = async (editor: Editor) => completion(await editor.view(), editor.position).items;
  const labels = async (editor: Editor) => (await items(editor)).map(({ label }) => label);
  /** The line after an item was taken. */
  const taken = (editor: Editor, { textEdit }: CompletionItem) => {
    const line = editor.workspace.documents.get(editor.marked)?.line(editor.position.line) ?? "";
    if (textEdit === undefined || !("range" in textEdit)) throw new Error("no edit");
    const { start, end } = textEdit.range;
    return line.slice(0, start.character) + textEdit.newText + line.slice(end.character);
  };

  test("keywords where they may stand", async () => {
    const attributes = ["def_bool", "def_tristate", "default", "depends on"];
    expect(await labels(lasers("\tselect LENS\n", "\tselect LENS\n\tde$0\n"))).toEqual(attributes);
    expect(await labels(lasers("config LENS", "e$0\nconfig LENS"))).toEqual(["endmenu"]);
    expect(await labels(lasers("config LENS", "c$0\nconfig LENS"))).toEqual(["config", "choice", "comment"]);
    expect(await labels(lasers('menu "Lasers"', 'menu "Lasers"\n\tv$0'))).toEqual(["visible if"]);
  });

  test("symbols with type, value and prompt, what begins so first", async () => {
    const editor = lasers("select LENS", "select L$0");
    const found = await items(editor);
    expect(found.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      "LASER: tristate = n · Laser",
      "LENS: tristate = n",
      "MODULES: bool = y · Modules",
    ]);
    expect(taken(editor, found[1])).toBe("\tselect LENS");
    expect(await labels(lasers("on POWER", "on !(LENS && po$0"))).toEqual(["POWER"]);
    expect(await labels(lasers('"Beam" if LASER', '"Beam" if LAS$0'))).toEqual(["LASER"]);
  });

  test("none in prompts, help texts, comments and names", async () => {
    expect(await labels(lasers('"Laser"', '"LAS$0er"'))).toEqual([]);
    expect(await labels(ship({ Kconfig: KCONFIG.replace("Everything", "def$0") }))).toEqual([]);
    expect(await labels(lasers("config LENS", "# select L$0\nconfig LENS"))).toEqual([]);
    expect(await labels(lasers("config LENS", "config L$0"))).toEqual([]);
  });

  test("of a word that the cursor is in, all is replaced", async () => {
    const keyword = lasers("config LENS", "con$0fig LENS");
    expect(taken(keyword, (await items(keyword))[0])).toBe("config LENS");
    const symbol = lasers("select LENS", "select LE$0NS");
    expect(taken(symbol, (await items(symbol))[0])).toBe("\tselect LENS");
    const before = lasers("on POWER", "on $0POWER");
    expect(taken(before, (await items(before))[0])).toBe("\tdepends on POWERPOWER");
  });

  test("the constants that a default may be come first", async () => {
    const first = async (from: string, to: string) => (await labels(lasers(from, to))).slice(0, 3);
    expect(await first("select LENS\n", "default $0\n")).toEqual(["y", "m", "n"]);
    expect(await first("select LENS\n", "def_bool $0\n")).toEqual(["y", "n", "POWER"]);
    expect(await first("default 3", "default $0")).toEqual(["POWER", "LASER", "LENS"]);
    expect(await first("select LENS\n", "default LENS if $0\n")).toEqual(["POWER", "LASER", "LENS"]);
    expect(await first("select LENS\n", "default n$0\n")).toEqual(["n", "LENS"]);
  });

  test("nothing within a line of a help text, an entry behind it", async () => {
    const helped = (line: string) =>
      labels(ship({ Kconfig: KCONFIG.replace("\t  Everything needs it.", line) }));
    expect(await helped("\t$0  Everything needs it.")).toEqual([]);
    expect(await helped("$0\t  Everything needs it.")).toEqual([]);
    expect(await helped("\t  Everything needs it.\n$0")).toContain("config");
  });

  test("macros and paths", async () => {
    expect(await labels(lasers("$(limit)", "$(li$0"))).toEqual(["lineno", "limit"]);
    expect(await labels(ship({ Kconfig: `${KCONFIG}source "la$0\n` }))).toEqual(["lasers/"]);
    expect(await labels(ship({ Kconfig: `${KCONFIG}source "lasers/$0\n` }))).toEqual(["Kconfig"]);
  });

  test("names of a fragment that can be set, with a place for the value", async () => {
    const editor = ship({ "a.config": "CONFIG_L$0" });
    const found = await items(editor);
    expect(found.map(({ label }) => label)).toEqual(["CONFIG_LASER", "CONFIG_MODULES"]);
    expect(taken(editor, found[0])).toBe("CONFIG_LASER=");
    const inside = ship({ "a.config": "CONFIG_LA$0SE=m\n" });
    expect(taken(inside, (await items(inside))[0])).toBe("CONFIG_LASER=m");
    const unset = ship({ "a.config": "# CONFIG_LA$0 is not set\n" });
    expect(taken(unset, (await items(unset))[0])).toBe("# CONFIG_LASER is not set");
    expect(await labels(ship({ "a.config": "la$0" }))).toEqual(["CONFIG_LASER"]);
    expect(await labels(ship({ "a.config": "# $0" }))).toContain("CONFIG_LASER");
    expect(await labels(ship({ "a.config": "# la$0 is not set" }))).toEqual(["CONFIG_LASER"]);
    expect(await labels(ship({ "a.config": "# $0lasers of the ship\n" }))).toEqual([]);
    expect(await labels(ship({ "a.config": "# las$0er of the ship\n" }))).toEqual([]);
  });

  test("values that fit the type, and which of them are possible", async () => {
    const shown = async (line: string, config = "") =>
      (await items(ship({ "a.config": line, ".config": config }))).map(
        ({ label, detail }) => `${label} ${detail}`,
      );
    expect(await shown("CONFIG_POWER=$0")).toEqual(["y ", "n "]);
    expect(await shown("CONFIG_LASER=$0y\n", "CONFIG_POWER=y\n")).toEqual(["y ", "m ", "n "]);
    expect(await shown("CONFIG_LASER=$0")).toEqual([
      "y not possible as the configuration is",
      "m not possible as the configuration is",
      "n not possible as the configuration is",
    ]);
    expect(await shown("CONFIG_BEAM=$0", "CONFIG_POWER=y\nCONFIG_LASER=y\n")).toEqual([
      "3 the value now",
      "1 the lowest",
      "9 the highest",
    ]);
    expect(await shown("CONFIG_NOTHING=$0")).toEqual([]);
  });
});

describe("structure", () => {
  const outline = (symbols: readonly DocumentSymbol[], depth = 0): readonly string[] =>
    symbols.flatMap(({ name, detail, children = [] }) => [
      `${"  ".repeat(depth)}${name} (${detail})`,
      ...outline(children, depth + 1),
    ]);

  test("symbols of a file, without blocks of if", async () => {
    const text = `${LASERS.replace("endmenu", 'if POWER\nchoice\n\tprompt "Lens"\nconfig WIDE\n\tbool "Wide"\nendchoice\nendif\nendmenu')}\n$0`;
    const editor = ship({ "lasers/Kconfig": text });
    expect(outline(documentSymbols(await editor.view()))).toEqual([
      "Lasers (menu)",
      "  LASER (tristate · Laser)",
      "  LENS (tristate)",
      "  BEAM (int · Beam)",
      "  Lens (choice)",
      "    WIDE (bool · Wide)",
    ]);
  });

  test("settings of a fragment", async () => {
    const editor = ship({ "a.config": "# words\nCONFIG_A=y\n# CONFIG_B is not set\n$0" });
    expect(outline(documentSymbols(await editor.view()))).toEqual(["A (y)", "B (n)"]);
  });

  test("selections lie within their ranges, in any text", async () => {
    for (let cut = 0; cut < LASERS.length; cut += 7) {
      const editor = ship({ "lasers/Kconfig": `${LASERS.slice(0, cut)}$0` });
      const seen = documentSymbols(await editor.view());
      for (const { range, selectionRange } of seen) {
        expect(selectionRange.start.line).toBeGreaterThanOrEqual(range.start.line);
        expect(selectionRange.end.line).toBeLessThanOrEqual(range.end.line);
      }
      editor.workspace.dispose();
    }
  });

  test("folds entries, help texts and sections", async () => {
    const folds = async (files: Readonly<Record<string, string>>) =>
      foldingRanges((await ship(files).view()).document).map(
        ({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`,
      );
    expect(await folds({ "lasers/Kconfig": `${LASERS}$0` })).toEqual(["1-15", "3-6", "8-9", "11-14"]);
    expect(await folds({ Kconfig: `${KCONFIG}$0` })).toEqual(["5-8", "7-8"]);
    const config = "#\n# Lasers\n#\nCONFIG_A=y\n\n#\n# Lens\n#\nCONFIG_B=y\n# end of Lens\n# end of Lasers\n";
    expect(await folds({ ".config": `${config}$0` })).toEqual(["2-11", "7-10"]);
  });

  test("selections grow from the word to the file", async () => {
    const editor = lasers("on POWER", "on PO$0WER");
    const { document } = await editor.view();
    const texts: string[] = [];
    for (let each = selectionRanges(document, [editor.position])[0]; each; each = each.parent as typeof each)
      texts.push(document.text.slice(document.offsetAt(each.range.start), document.offsetAt(each.range.end)));
    expect(texts.map((text) => text.split("\n")[0])).toEqual([
      "POWER",
      "depends on POWER",
      "config LASER",
      'menu "Lasers"',
      'menu "Lasers"',
    ]);
  });

  test("tokens tell what each word is", async () => {
    const read = async (editor: Editor) => {
      const { document } = await editor.view();
      const { data } = semanticTokens(await editor.view());
      const found: string[] = [];
      let [line, column] = [0, 0];
      for (let at = 0; at < data.length; at += 5) {
        column = data[at] === 0 ? column + data[at + 1] : data[at + 1];
        line += data[at];
        found.push(
          `${TOKEN_TYPES[data[at + 3]]} ${document.line(line).slice(column, column + data[at + 2])}`,
        );
      }
      return found;
    };
    const text = '# words\nconfig A\n\tint "A" if B=y\n\trange 1 $(limit)\n\thelp\n\t  # config\nendmenu\n$0';
    expect(await read(ship({ "lasers/Kconfig": text }))).toEqual([
      "comment # words",
      "keyword config",
      "variable A",
      "keyword int",
      'string "A"',
      "variable B",
      "enumMember y",
      "keyword range",
      "number 1",
      "macro limit",
      "keyword help",
    ]);
    expect(
      await read(ship({ "a.config": 'CONFIG_A=y\n# CONFIG_B is not set\n# words\nCONFIG_C="x"\n$0' })),
    ).toEqual([
      "variable CONFIG_A",
      "enumMember y",
      "comment # ",
      "variable CONFIG_B",
      "comment  is not set",
      "comment # words",
      "variable CONFIG_C",
      'string "x"',
    ]);
  });

  test("symbols of the workspace", async () => {
    const editor = ship({ Kconfig: `${KCONFIG}$0` });
    await editor.workspace.settle();
    const found = (query: string) =>
      workspaceSymbols(editor.workspace.sessions, query).map(
        ({ name, location }) => `${name} ${brief([location as never])}`,
      );
    expect(found("laser")).toEqual(["LASER lasers/Kconfig:3:0-0"]);
    expect(found("")).toEqual([]);
  });
});

describe("call hierarchy", () => {
  const IMPLIES = 'config SCOPE\n\tbool "Scope"\n\timply LENS\n\tselect LENS if POWER\n\tselect GLASS\n';
  const at = (name: string) =>
    ship({ "lasers/Kconfig": LASERS.replace(`config ${name}\n`, `config $0${name}\n`) });
  const calls = async (editor: Editor) => {
    const view = await editor.view();
    const [item] = preparedHierarchy(view, editor.position) ?? [];
    const { session, documents } = view;
    return {
      item,
      incoming: incomingCalls({ session, documents }, item),
      outgoing: outgoingCalls({ session, documents }, item),
    };
  };
  const shown = (
    items: readonly (CallHierarchyIncomingCall | CallHierarchyOutgoingCall)[],
  ): readonly string[] =>
    items.map((call) => {
      const { name, uri, selectionRange } = "from" in call ? call.from : call.to;
      const [place] = brief([{ uri, range: selectionRange }]);
      return `${name} ${place}: ${call.fromRanges.map(({ start }) => `${start.line + 1}:${start.character}`)}`;
    });

  test("a symbol calls what it selects, and is called by what selects or implies it", async () => {
    const { item, outgoing } = await calls(at("LASER"));
    expect(item).toMatchObject({ name: "LASER", detail: "Laser" });
    expect(shown(outgoing)).toEqual(["LENS lasers/Kconfig:8:7-11: 6:8"]);
    expect(shown((await calls(at("LENS"))).incoming)).toEqual(["LASER lasers/Kconfig:3:7-12: 6:8"]);
    // Who depends on it does not call it.
    const power = ship({ Kconfig: KCONFIG.replace("config POWER", "config $0POWER") });
    expect((await calls(power)).incoming).toEqual([]);
  });

  test("from another file, in the texts as they are now; what no entry defines is none", async () => {
    const editor = at("LENS");
    await editor.workspace.settle();
    editor.open("Kconfig");
    editor.type("Kconfig", 'source "', `${IMPLIES}\nsource "`);
    const { incoming } = await calls(editor);
    expect(shown(incoming)).toEqual(["LASER lasers/Kconfig:3:7-12: 6:8", "SCOPE Kconfig:10:7-12: 12:7,13:8"]);
    const view = await editor.view("/Kconfig");
    expect(shown(outgoingCalls(view, incoming[1].from))).toEqual(["LENS lasers/Kconfig:8:7-11: 12:7,13:8"]);
  });

  test("none of a word that is no symbol", async () => {
    const editor = ship({ Kconfig: KCONFIG.replace("Everything", "Every$0thing") });
    expect(preparedHierarchy(await editor.view(), editor.position)).toBeNull();
  });
});

describe("lenses and links", () => {
  const lensesOf = async (editor: Editor, path: string, opens = false) =>
    codeLenses(await editor.view(path), opens);

  test("how many entries select or imply a symbol", async () => {
    const more = `${LASERS}\nconfig A\n\tbool "a"\n\tselect LENS\n\timply LASER\n\timply LENS\n`;
    const editor = ship({ "lasers/Kconfig": more }, { open: ["lasers/Kconfig", "Kconfig"] });
    const lenses = await lensesOf(editor, "/lasers/Kconfig");
    expect(lenses.map(({ range, command }) => [range.start.line + 1, command])).toEqual([
      [3, { title: "implied by 1", command: "" }],
      [8, { title: "selected by 2 · implied by 1", command: "" }],
    ]);
    expect(await lensesOf(editor, "/Kconfig")).toEqual([]);
    const [{ command }] = await lensesOf(editor, "/lasers/Kconfig", true);
    expect(command).toMatchObject({
      command: SHOW_SELECTORS,
      arguments: ["file:///lasers/Kconfig", { line: 2, character: 7 }],
    });
  });

  test("a source leads to its file, a pattern only if it has one, and what is not there nowhere", async () => {
    const text = `${KCONFIG}source "las*/Kconfig"\nsource "*/Kconfig"\nsource "missing"\nif POWER\nsource "more/Kconfig"\nendif\n`;
    const files = { Kconfig: text, "more/Kconfig": "", ".config": "" };
    const editor = ship(files, { open: ["Kconfig", ".config"] });
    const links = documentLinks(await editor.view("/Kconfig"));
    expect(links.map(({ range, target }) => [range.start.line + 1, pathOf(target ?? "")])).toEqual([
      [10, "/lasers/Kconfig"],
      [11, "/lasers/Kconfig"],
      [15, "/more/Kconfig"],
    ]);
    expect(documentLinks(await editor.view("/.config"))).toEqual([]);
  });
});

describe("formatting", () => {
  const formatted = async (text: string) => {
    const editor = ship({ "lasers/Kconfig": text }, { open: ["lasers/Kconfig"] });
    const edits = formattingEdits(await editor.view("/lasers/Kconfig"));
    return edits && edited(text, edits);
  };
  const UGLY =
    'config A  \n  bool "a"\n    depends on POWER && \\\n\t POWER\n  ---help---\n    One\n      two  \n\nif A\nconfig B\n\t\tbool\nendif\n';

  test("gives the usual layout, and leaves words as they are", async () => {
    const usual =
      'config A\n\tbool "a"\n\tdepends on POWER && \\\n\t POWER\n\t---help---\n\t  One\n\t    two\n\nif A\nconfig B\n\tbool\nendif\n';
    expect(await formatted(UGLY)).toBe(usual);
    expect(await formatted(usual)).toBe(usual);
  });

  test("nothing where the text has a mistake", async () => {
    expect(await formatted(`${UGLY}  selekt B\n`)).toBeNull();
  });
});

test.each([
  [undefined, 300],
  [0, 10],
  [5, 10],
  [260, 130],
  [4000, 300],
])("after work that took %s ms, it begins again after %s ms without a key", (cost, quiet) =>
  expect(quietBefore(cost)).toBe(quiet),
);

describe("diagnostics of Kconfig files", () => {
  test("of the text come at once, those of the model after a while", async () => {
    const editor = ship({ "lasers/Kconfig": `${LASERS}$0` });
    expect(await editor.findings("lasers/Kconfig")).toEqual([]);
    editor.type("lasers/Kconfig", "depends on", "depend on");
    expect(editor.shown("lasers/Kconfig")).toEqual(["5: 1 unknown-statement"]);
    editor.type("lasers/Kconfig", "depend on", "depends on");
    expect(editor.shown("lasers/Kconfig")).toEqual([]);
    editor.type("lasers/Kconfig", "select LENS", "select BEAM");
    expect(editor.shown("lasers/Kconfig")).toEqual([]);
    expect(await editor.findings("lasers/Kconfig")).toHaveLength(1);
    // A line above moves it nowhere: what was found is shown where the same line still is.
    editor.type("lasers/Kconfig", "\tselect BEAM\n", "");
    expect(editor.shown("lasers/Kconfig")).toEqual([]);
  });

  test("each is told once, of files that are not open as well", async () => {
    const editor = ship({
      "lasers/Kconfig": LASERS.replace("depends on", "depend on"),
      Kconfig: `${KCONFIG}$0`,
    });
    expect(await editor.findings("lasers/Kconfig")).toEqual(["5: 1 unknown-statement"]);
    editor.open("lasers/Kconfig");
    expect(await editor.findings("lasers/Kconfig")).toEqual(["5: 1 unknown-statement"]);
    editor.host.files.set("/lasers/Kconfig", LASERS);
    editor.close("lasers/Kconfig");
    expect(await editor.findings("lasers/Kconfig")).toEqual([]);
  });

  test("a file that is missing, and that comes", async () => {
    const editor = ship({ Kconfig: `${KCONFIG}source "engine/Kconfig"\n$0` });
    expect(await editor.findings("Kconfig")).toEqual(["11: 1 missing-file"]);
    editor.host.files.set("/engine/Kconfig", "config ENGINE\n\tbool\n");
    editor.workspace.filesChanged(["/engine/Kconfig"]);
    expect(await editor.findings("Kconfig")).toEqual([]);
  });

  test("of a file outside of any tree, and of one that the tree does not read", async () => {
    const editor = new Editor({ "lonely/main.kconfig": "config A\n\tbol\n$0" });
    expect(await editor.findings("lonely/main.kconfig")).toEqual(["2: 1 unknown-statement", "1: 3 no-tree"]);
    const other = ship({ "other/Kconfig": "config A\n\tbool\n$0" });
    expect(await other.findings("other/Kconfig")).toEqual(["1: 3 no-tree"]);
  });
});
