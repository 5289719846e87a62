/** The commands of the language server in-process: what each answers, and the edits that it makes. */
import { describe, expect, test } from "@jest/globals";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { type CommandQuestion, runCommand } from "../src/lsp/commands.ts";
import type { Drawing } from "../src/lsp/graph-command.ts";
import { uriOf } from "../src/lsp/places.ts";
import { changeBetween, type SetResult } from "../src/lsp/set-command.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { Editor, type EditorOptions, edited } from "./editor.ts";

const KCONFIG = `mainmenu "Ship"

config POWER
	bool "Power"

config LASER
	bool "Laser"
	depends on POWER

config BEAM
	int "Beam" if LASER
	range 1 9
	default 3

config CONFIG_ODD
	bool "A name with a prefix"

config HULL
	def_bool y
`;
const ship = (files: Readonly<Record<string, string>> = {}, options: EditorOptions = {}) =>
  new Editor({ Kconfig: KCONFIG, ...files }, options);

const run = (editor: Editor, command: string, question: CommandQuestion = {}) =>
  runCommand(editor.workspace, `kcfg.${command}`, [question]);
/** About the place of `$0`. */
const here = (editor: Editor): CommandQuestion => ({ uri: uriOf(editor.marked), position: editor.position });

describe("which symbol", () => {
  test("at a place of a Kconfig file, and on a line of a fragment, wherever in it", async () => {
    const kconfig = ship({ Kconfig: KCONFIG.replace("on POWER", "on PO$0WER") });
    expect(await run(kconfig, "symbol", here(kconfig))).toMatchObject({ name: "POWER", value: "n" });
    const fragment = ship({ "a.config": "# words\nCONFIG_BEAM=7$0\n" });
    expect(await run(fragment, "symbol", here(fragment))).toEqual({
      name: "BEAM",
      type: "int",
      prompt: "Beam",
      value: "3",
      isKnown: true,
      values: [
        { value: "3", from: "default", isAssignable: false },
        { value: "1", from: "lowest", isAssignable: false },
        { value: "9", from: "highest", isAssignable: false },
      ],
    });
  });

  test("none between words, and none that the tree does not define", async () => {
    const between = ship({ Kconfig: KCONFIG.replace('"Power"', '"Po$0wer"') });
    expect(await run(between, "symbol", here(between))).toBeNull();
    expect(await run(between, "explain", here(between))).toBe("there is no symbol at this place");
    expect(await run(ship(), "symbol", { symbol: "NOTHING" })).toBeNull();
  });

  test("by its name, with or without prefix; a name in a file is meant as it stands", async () => {
    for (const symbol of ["POWER", "CONFIG_POWER", " POWER "])
      expect(await run(ship(), "symbol", { symbol })).toMatchObject({ name: "POWER" });
    const odd = ship({ Kconfig: KCONFIG.replace("config CONFIG_ODD", "config CONFIG_$0ODD") });
    odd.host.files.set("/Kconfig", `${odd.host.files.get("/Kconfig")}\nconfig ODD\n\tbool "Another"\n`);
    expect(await run(odd, "symbol", here(odd))).toMatchObject({ name: "CONFIG_ODD" });
    expect(await run(odd, "symbol", { symbol: "CONFIG_ODD" })).toMatchObject({ name: "ODD" });
  });

  test("in the tree of a file that is not open, and of the workspace", async () => {
    expect(await run(ship(), "symbol", { uri: "file:///src/main.c", symbol: "POWER" })).toMatchObject({
      value: "n",
    });
    const none = new Editor({ "readme.txt": "" });
    expect(await run(none, "symbol", { symbol: "POWER" })).toBe("no tree is found that this file belongs to");
  });

  test("without a prompt there is none to set", async () => {
    expect(await run(ship(), "symbol", { symbol: "HULL" })).not.toHaveProperty("prompt");
  });
});

describe("explain", () => {
  test("has the changes that another value takes", async () => {
    const editor = ship({ "a.config": "CONFIG_LA$0SER=y\n" });
    const answer = await run(editor, "explain", here(editor));
    expect(answer).toHaveProperty("text", expect.stringContaining("LASER = n   bool · Kconfig:6\n"));
    expect(answer).toHaveProperty("text", expect.stringContaining("run: kcfg set POWER=y LASER=y"));
  });

  test("of a name that no symbol has says which are near", async () => {
    expect(await run(ship(), "explain", { symbol: "LAZER" })).toMatch(/^no symbol LAZER .*LASER/);
  });
});

describe("graph", () => {
  test("is a picture that runs nothing", async () => {
    const { svg, title } = (await run(ship(), "graph", { symbol: "LASER" })) as Drawing;
    expect(title).toBe("LASER: what decides about it, 1 step far");
    expect(svg).toMatch(/^<svg [\s\S]*POWER[\s\S]*<\/svg>\n$/);
    expect(svg).not.toMatch(/<script|href=|url\(http/);
  });

  test("in the other direction", async () => {
    const { svg } = (await run(ship(), "graph", { symbol: "POWER", direction: "down" })) as Drawing;
    expect(svg).toContain("LASER");
    const up = (await run(ship(), "graph", { symbol: "POWER" })) as Drawing;
    expect(up.svg).not.toContain("LASER");
    expect(await run(ship(), "graph", { symbol: "LAZER" })).toMatch(/^no symbol LAZER/);
  });
});

describe("set", () => {
  const set = async (editor: Editor, question: CommandQuestion) => {
    const answer = await run(editor, "set", question);
    if (typeof answer === "string" || answer === null) throw new Error(`${answer}`);
    return answer as SetResult;
  };
  /** The text of a file after an edit. */
  const textAfter = (editor: Editor, path: string, edit: WorkspaceEdit) => {
    const text = editor.workspace.documents.get(`/${path}`)?.text ?? editor.host.files.get(`/${path}`) ?? "";
    const uri = uriOf(`/${path}`);
    const created = edit.documentChanges?.flatMap((each) => ("edits" in each ? each.edits : [])) ?? [];
    const [change, ...more] = edit.changes?.[uri] ?? (created as TextEdit[]);
    expect(more).toEqual([]);
    return edited(text, [change]);
  };
  const setIn = async (editor: Editor, path: string, question: CommandQuestion) => {
    const answer = await set(editor, question);
    if (answer.kind !== "edit") throw new Error(JSON.stringify(answer));
    return textAfter(editor, path, answer.edit);
  };

  test("a value that needs nothing is one edit of the .config", async () => {
    const editor = ship({ ".config": "CONFIG_POWER=y\n# CONFIG_LASER is not set\n" });
    const text = await setIn(editor, ".config", { symbol: "LASER", value: "y" });
    expect(text).toMatch(/^CONFIG_POWER=y\nCONFIG_LASER=y\nCONFIG_BEAM=3\n/m);
  });

  test("a new .config is made", async () => {
    const answer = await set(ship(), { symbol: "POWER", value: "y" });
    if (answer.kind !== "edit") throw new Error(answer.kind);
    expect(answer.edit.documentChanges?.[0]).toEqual({
      kind: "create",
      uri: "file:///.config",
      options: { ignoreIfExists: true },
    });
    expect(answer.text).toMatch(/^changes of \.config\n {2}POWER +n → y +requested\n/);
    expect(textAfter(ship(), ".config", answer.edit)).toContain(
      "CONFIG_POWER=y\n# CONFIG_LASER is not set\n",
    );
  });

  test("a fragment gets the lines themselves, and keeps its comments", async () => {
    const editor = ship({ "a.config": "# a laser\n$0CONFIG_BEAM=7\n", ".config": "CONFIG_POWER=y\n" });
    const question = { ...here(editor), position: undefined, symbol: "LASER", value: "y" };
    expect(await setIn(editor, "a.config", question)).toBe("# a laser\nCONFIG_BEAM=7\nCONFIG_LASER=y\n");
  });

  test("what needs other changes answers the ways, and one of them is taken then", async () => {
    const editor = ship({ "a.config": "$0" });
    const question = { uri: uriOf(editor.marked), symbol: "LASER", value: "y" };
    const answer = await set(editor, question);
    expect(answer).toMatchObject({ kind: "ways", ways: ["CONFIG_POWER=y"] });
    expect(answer).toHaveProperty("message", expect.stringContaining("LASER=y would be dropped: POWER = n"));
    expect(await setIn(editor, "a.config", { ...question, way: 0 })).toBe("CONFIG_POWER=y\nCONFIG_LASER=y\n");
  });

  test("what has the value already changes nothing", async () => {
    const settled = ship();
    const text = await setIn(settled, ".config", { symbol: "POWER", value: "y" });
    expect(await set(ship({ ".config": text }), { symbol: "POWER", value: "y" })).toEqual({
      kind: "same",
      message: "no change to .config",
    });
  });

  test("what is not possible says why", async () => {
    expect(await set(ship(), { symbol: "HULL", value: "n" })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("HULL"),
    });
    expect(await set(ship(), { symbol: "POWER", value: "maybe" })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("maybe"),
    });
    const broken = ship({ Kconfig: KCONFIG.replace("depends on", "depend on") });
    expect(await set(broken, { symbol: "POWER", value: "y" })).toEqual({
      kind: "refused",
      message: "the Kconfig files have errors: correct them first",
    });
    expect(await run(ship(), "set", { symbol: "POWER" })).toBe("kcfg.set needs a value");
  });

  test("where commands were not run, a whole .config is not known, and a fragment is", async () => {
    const probing = {
      Kconfig: `${KCONFIG}config TOOL\n\tdef_bool $(shell,have-tool)\nconfig USER\n\tbool "User"\n\tdepends on TOOL\n`,
      "a.config": "$0",
    };
    const refused = await set(ship(probing), { symbol: "POWER", value: "y" });
    expect(refused).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("a fragment can be set"),
    });
    // No option of a command line.
    expect(JSON.stringify(refused)).not.toContain("--");
    const editor = ship(probing);
    const question = { uri: uriOf(editor.marked), symbol: "POWER", value: "y" };
    expect(await setIn(editor, "a.config", question)).toBe("CONFIG_POWER=y\n");
    const user = await set(ship(probing), { ...question, symbol: "USER" });
    expect(user).toMatchObject({ kind: "refused", message: expect.stringMatching(/USER=y .* is not known/) });
    expect(JSON.stringify(user)).not.toMatch(/--|fragment can/);
  });

  test("the text of the editor counts, not that of the disk", async () => {
    const editor = ship({ ".config": "$0# CONFIG_POWER is not set\n" });
    editor.type(".config", "# CONFIG_POWER is not set", "CONFIG_POWER=y");
    expect(await setIn(editor, ".config", { symbol: "LASER", value: "y" })).toContain(
      "CONFIG_POWER=y\nCONFIG_LASER=y\n",
    );
  });

  test("of a file that another program changed meanwhile nothing is edited", async () => {
    const editor = ship({ ".config": "CONFIG_POWER=y\n" });
    await run(editor, "status");
    editor.host.files.set("/.config", "# CONFIG_POWER is not set\n");
    expect(await set(editor, { symbol: "LASER", value: "y" })).toEqual({
      kind: "refused",
      message: ".config has changed since it was read: try again",
    });
  });
});

test("one edit makes any text of any other, and leaves the lines around it", () => {
  const lines = ["", "A=y", "B=y", "A=yB=y", "y"];
  const texts = lines.flatMap((a) =>
    lines.flatMap((b) => [a, b].join("\n")).flatMap((two) => [two, `${two}\n`]),
  );
  for (const before of texts)
    for (const after of texts) {
      const { range, newText } = changeBetween(new SourceFile("a", before), after);
      expect(range.start.character).toBe(0);
      expect(edited(before, [{ range, newText }])).toBe(after);
    }
  const { range, newText } = changeBetween(new SourceFile("a", "A\nB\nC\n"), "A\nBB\nC\n");
  expect([range.start.line, range.end, newText]).toEqual([1, { line: 2, character: 0 }, "BB\n"]);
});

describe("status", () => {
  test("has the configuration in use, and whether commands are run", async () => {
    expect(await run(ship({ ".config": "" }), "status")).toEqual({
      folder: "/",
      commands: "deny",
      config: { uri: "file:///.config", path: ".config", exists: true },
      isPartlyUnknown: false,
      symbols: expect.any(Number),
    });
    const probing = { Kconfig: `${KCONFIG}config TOOL\n\tdef_bool $(shell,have-tool)\n` };
    expect(await run(ship(probing), "status")).toMatchObject({ commands: "deny", isPartlyUnknown: true });
    const settings = { isTrusted: true };
    const trusted = ship(probing, { settings, commands: { "have-tool": "y\n" } });
    expect(await run(trusted, "status")).toMatchObject({ commands: "run", isPartlyUnknown: false });
  });

  test("another configuration is chosen, and the tree's own again", async () => {
    const files = { ".config": "# CONFIG_POWER is not set\n", "build/lab.config": "CONFIG_POWER=y\n" };
    const editor = ship({ ...files, Kconfig: `${KCONFIG}$0` });
    const power = async () => ((await run(editor, "symbol", { symbol: "POWER" })) as { value: string }).value;
    expect(await power()).toBe("n");
    const { changes } = editor;
    editor.workspace.configure({ config: "/build/lab.config" });
    await editor.workspace.settle();
    // Who shows values has to ask for them again.
    expect(editor.changes).toBeGreaterThan(changes);
    expect(await power()).toBe("y");
    expect(await run(editor, "status")).toMatchObject({
      config: { uri: "file:///build/lab.config", path: "build/lab.config", exists: true },
    });
    editor.workspace.configure({ config: "/build/new.config" });
    expect(await power()).toBe("n");
    expect(await run(editor, "status")).toMatchObject({
      config: { path: "build/new.config", exists: false },
    });
    editor.workspace.configure({ config: undefined });
    expect(await run(editor, "status")).toMatchObject({ config: { path: ".config", exists: true } });
  });

  test("a configuration outside of the tree is refused where the workspace is not trusted", async () => {
    const files = { "tree/Kconfig": `${KCONFIG}$0`, "build/lab.config": "CONFIG_POWER=y\n" };
    const power = async (isTrusted: boolean) => {
      const settings = { isTrusted, config: "/build/lab.config" };
      const editor = new Editor(files, { settings });
      const answer = await run(editor, "symbol", { uri: uriOf("/tree/Kconfig"), symbol: "POWER" });
      return { answer, warned: editor.warned.join() };
    };
    expect((await power(true)).answer).toMatchObject({ value: "y" });
    const { answer, warned } = await power(false);
    expect(answer).toMatch(/^the tree could not be read/);
    expect(warned).toContain("/build/lab.config");
  });

  test("a trusted workspace in which nothing is run is not called one that is not trusted", async () => {
    const probing = { Kconfig: `${KCONFIG}$0config TOOL\n\tdef_bool $(shell,have-tool)\n` };
    const editor = ship(probing, { settings: { isTrusted: true, probes: { kind: "deny" } } });
    await editor.workspace.settle();
    expect(editor.warned).toEqual([]);
    expect(editor.logged.join()).toContain("commands of its Kconfig files are not run");
    expect(editor.logged.join()).not.toContain("not trusted");
  });
});

test.each([
  [["a", "b"]],
  ["POWER"],
  [[{ position: 3 }]],
  [[{ way: -1 }]],
  [[{ direction: "left" }]],
  [[{ symbol: 7 }]],
  [[null]],
])("%j is no question", async (given) => {
  expect(await runCommand(ship().workspace, "kcfg.explain", given)).toMatch(/takes one object/);
});

test("no other command", async () => {
  expect(await runCommand(ship().workspace, "kcfg.delete", [])).toBe("kcfg has no command kcfg.delete");
});
