/** The language server in-process: what it says of fragments, and the edits that it offers. */
import { describe, expect, test } from "@jest/globals";
import { DiagnosticTag, type WorkspaceEdit } from "vscode-languageserver-types";
import { memoryHost } from "../src/host/memory.ts";
import { codeActions } from "../src/lsp/code-actions.ts";
import { inlayHints } from "../src/lsp/inlay-hints.ts";
import { pathOf, uriOf } from "../src/lsp/places.ts";
import { renamable, renameEdits } from "../src/lsp/rename.ts";
import { wordedLintFinding } from "../src/report/lint-words/worded.ts";
import { Cancelled } from "../src/service/cancellation.ts";
import { Service } from "../src/service/service.ts";
import { type ReadingQuestion, ReadingThread } from "../src/service/tree-reader.ts";
import type { Companion, Host } from "../src/text/host.ts";
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

config NAME
	string "Name"
	default "Enterprise"
`;
const ship = (files: Readonly<Record<string, string>>, options: EditorOptions = {}) =>
  new Editor({ Kconfig: KCONFIG, ...files }, options);
const ALL = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

const changesIn = (edit: WorkspaceEdit | undefined, path: string) => edit?.changes?.[uriOf(`/${path}`)] ?? [];

describe("a tree of which no model comes any more", () => {
  test("shows why, at the lines as they are now, until it is mended", async () => {
    const editor = ship({ "other.config": "" }, { open: ["Kconfig"] });
    expect(await editor.findings("Kconfig")).toEqual([]);
    editor.type("Kconfig", "config POWER", 'config NEW\n\tbool "New"\n\nconfig POWER');
    editor.type("Kconfig", "depends on POWER", "depends on POWER && LASER");
    expect(await editor.findings("Kconfig")).toEqual(["9: 1 dependency-cycle"]);
    // Lines that are written meanwhile are not what it is about.
    editor.type("Kconfig", "config LASER", "config PHASER");
    expect(editor.shown("Kconfig")).toEqual([]);
    editor.type("Kconfig", "config PHASER", "config LASER");
    editor.type("Kconfig", "POWER && LASER", "POWER");
    expect(await editor.findings("Kconfig")).toEqual([]);
  });
});

test("memory is given back in a pause between keys, and once there was none for long", async () => {
  let released = 0;
  const releaseMemory = () => {
    released += 1;
  };
  const editor = ship({ "a.config": "CONFIG_LASER=y\n$0" }, { releaseMemory });
  const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  const typed = async (milliseconds: number) => {
    for (const end = Date.now() + milliseconds; Date.now() < end && released === 0; await sleep(20))
      editor.type("a.config", "CONFIG_LASER=", "CONFIG_LASER=");
  };
  await editor.workspace.settle();
  await typed(1000);
  expect(released).toBe(0);
  await sleep(400);
  expect(released).toBe(1);
  released = 0;
  await typed(10_000);
  expect(released).toBe(1);
  editor.workspace.dispose();
}, 20_000);

describe("findings of a fragment", () => {
  test("are there after a key, and gone when it is right", async () => {
    const editor = ship({ "a.config": "CONFIG_LASER=y\n$0" });
    expect(await editor.findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    editor.type("a.config", "CONFIG_LASER", "CONFIG_POWER=y\nCONFIG_LASER");
    expect(await editor.findings("a.config")).toEqual([]);
    editor.type("a.config", "LASER", "LAZER");
    expect(await editor.findings("a.config")).toEqual(["2: 1 unknown-symbol"]);
  });

  test("follow the .config of the editor, and Kconfig files that are not saved", async () => {
    const editor = ship({ "a.config": "CONFIG_LASER=y\n$0", ".config": "CONFIG_POWER=y\n" });
    expect(await editor.findings("a.config")).toEqual([]);
    editor.open(".config");
    editor.type(".config", "CONFIG_POWER=y", "# CONFIG_POWER is not set");
    expect(await editor.findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    editor.open("Kconfig");
    editor.type("Kconfig", "\tdepends on POWER\n", "");
    expect(await editor.findings("a.config")).toEqual([]);
  });

  test("a .config is judged as a whole", async () => {
    const editor = ship({ ".config": "# Automatically generated file; DO NOT EDIT.\nCONFIG_LASER=y\n$0" });
    expect((await editor.findings(".config")).some((each) => each.startsWith("2: "))).toBe(true);
  });

  test("a set of kcfg.json is merged, and what its other files ask for counts", async () => {
    const settings = JSON.stringify({
      check: { fragments: ["power.config", "a.config"] },
    });
    const files = { "a.config": "CONFIG_LASER=y\n$0", "power.config": "CONFIG_POWER=y\n" };
    expect(await ship({ ...files, "kcfg.json": settings }).findings("a.config")).toEqual([]);
    expect(await ship(files).findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    const open = { open: ["a.config", "power.config"] };
    const editor = ship({ ...files, "kcfg.json": settings }, open);
    expect(await editor.findings("a.config")).toEqual([]);
    editor.type("power.config", "POWER=y", "POWER=n");
    expect((await editor.findings("a.config")).length).toBeGreaterThan(0);
  });

  test("of a fragment without a tree, and one in the only tree of the workspace", async () => {
    const alone = new Editor({ "a.config": "CONFIG_A=y\n$0" });
    expect(await alone.findings("a.config")).toEqual(["1: 3 no-tree"]);
    const files = {
      "tree/Kconfig": KCONFIG,
      "tree/.git/HEAD": "",
      "notes/.git/HEAD": "",
      "notes/a.config": "CONFIG_LASER=y\n$0",
    };
    const editor = new Editor(files, { settings: { folders: ["/tree"] } });
    expect(await editor.findings("notes/a.config")).toEqual(["1: 1 unmet-dependency"]);
  });

  test("a tree that cannot be read says why", async () => {
    const editor = ship({ "a.config": "CONFIG_LASER=y\n$0", "kcfg.json": '{ "chek": 1 }' });
    expect(await editor.findings("a.config")).toEqual(["1: 3 settings-key"]);
    expect(await editor.findings("kcfg.json")).toEqual(["1: 1 settings-key"]);
    editor.host.files.set("/kcfg.json", "{}");
    editor.workspace.filesChanged(["/kcfg.json"]);
    expect(await editor.findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    expect(await editor.findings("kcfg.json")).toEqual([]);
  });

  test("several trees are several", async () => {
    const other = 'mainmenu "Other"\nconfig LASER\n\tbool "Laser"\n';
    const editor = new Editor(
      {
        "one/Kconfig": KCONFIG,
        "two/Kconfig": other,
        "one/a.config": "CONFIG_LASER=y\n",
        "two/a.config": "CONFIG_LASER=y\n",
      },
      { open: ["one/a.config", "two/a.config"] },
    );
    expect(await editor.findings("one/a.config")).toEqual(["1: 1 unmet-dependency"]);
    expect(await editor.findings("two/a.config")).toEqual([]);
  });
});

describe("code actions", () => {
  const actions = async (editor: Editor, range = ALL) => {
    await editor.workspace.settle();
    const view = await editor.view();
    return codeActions(view, range, editor.workspace.checkOf(view));
  };

  test("a fix that was verified makes the line take effect", async () => {
    const text = "# words\nCONFIG_LASER=y\nCONFIG_BEAM=5\n";
    const editor = ship({ "a.config": `${text}$0` });
    const [fix] = await actions(editor);
    expect(fix.title).toContain("CONFIG_POWER=y");
    expect([fix.kind, fix.isPreferred, fix.diagnostics?.[0].code]).toEqual([
      "quickfix",
      true,
      "unmet-dependency",
    ]);
    const after = edited(text, changesIn(fix.edit, "a.config"));
    expect(after).toBe("# words\nCONFIG_POWER=y\nCONFIG_LASER=y\nCONFIG_BEAM=5\n");
    expect(await ship({ "a.config": `${after}$0` }).findings("a.config")).toEqual([]);
  });

  test("only those of the lines that are asked about", async () => {
    const editor = ship({ "a.config": "CONFIG_LASER=y\nCONFIG_LAZER=y\n$0" });
    const second = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const codes = (await actions(editor, second)).map(({ diagnostics = [] }) => diagnostics[0].code);
    expect(new Set(codes)).toEqual(new Set(["unknown-symbol"]));
  });

  test("a name with a typo, in a file with CR LF", async () => {
    const text = "CONFIG_POWER=y\r\nCONFIG_LAZER=y\r\n";
    const [fix] = await actions(ship({ "a.config": `${text}$0` }));
    expect(edited(text, changesIn(fix.edit, "a.config"))).toBe("CONFIG_POWER=y\r\nCONFIG_LASER=y\r\n");
  });

  test("a name that is near, though the line needs more", async () => {
    const titles = async (text: string) =>
      (await actions(ship({ "a.config": `${text}$0` }))).map(({ title }) => title);
    expect(await titles("CONFIG_LAZER=y\n")).toEqual([
      "write LASER, which does not take effect by itself",
      "accept unknown-symbol here, with a comment for the reason",
    ]);
    expect(await titles("CONFIG_LAZER=y\nCONFIG_POWER=y\n")).toContain("write LASER");
  });

  test("the value that is nearest to one that is not possible", async () => {
    const corrected = async (line: string) => {
      const text = `CONFIG_POWER=y\nCONFIG_LASER=y\n${line}\n`;
      const [fix] = await actions(ship({ "a.config": `${text}$0` }));
      return edited(text, changesIn(fix.edit, "a.config")).split("\n")[2];
    };
    expect(await corrected("CONFIG_BEAM=99")).toBe("CONFIG_BEAM=9");
    expect(await corrected("CONFIG_BEAM=-5")).toBe("CONFIG_BEAM=1");
    expect(await corrected("CONFIG_BEAM=much")).toBe("# kcfg: ignore[wrong-type] because");
    expect(await corrected('CONFIG_NAME="Voyager')).toBe('CONFIG_NAME="Voyager"');
    expect(await corrected('CONFIG_NAME=Voyager"')).toBe('CONFIG_NAME="Voyager"');
    expect(await corrected('CONFIG_NAME=the "Voyager"')).toBe('CONFIG_NAME="the \\"Voyager\\""');
    const [bool] = await actions(ship({ "a.config": "CONFIG_POWER=m\n$0" }));
    expect(edited("CONFIG_POWER=m\n", changesIn(bool.edit, "a.config"))).toBe("CONFIG_POWER=y\n");
  });

  test("a finding is accepted by a comment", async () => {
    const text = "CONFIG_LASER=y\n";
    const accept = (await actions(ship({ "a.config": `${text}$0` }))).find(({ title }) =>
      title.startsWith("accept"),
    );
    const after = edited(text, changesIn(accept?.edit, "a.config"));
    expect(await ship({ "a.config": `${after}$0` }).findings("a.config")).not.toContain(
      "2: 1 unmet-dependency",
    );
  });

  test("a typo in a Kconfig file, and none where the text stays wrong", async () => {
    const wrong = KCONFIG.replace("depends on", "depend on");
    const editor = ship({ Kconfig: `${wrong}$0` });
    const [fix] = await actions(editor);
    expect(fix.title).toBe("write 'depends'");
    expect(edited(wrong, changesIn(fix.edit, "Kconfig"))).toBe(KCONFIG);
    const open = ship({ Kconfig: `${KCONFIG.trimEnd()}$0` });
    const [end] = await actions(open);
    expect(edited(KCONFIG.trimEnd(), changesIn(end.edit, "Kconfig"))).toBe(KCONFIG);
    expect(await actions(ship({ Kconfig: `${KCONFIG}qwertz\n$0` }))).toEqual([]);
  });
});

test("a finding calls lines of its own file by their numbers", async () => {
  const choice =
    'choice\n\tprompt "Drive"\nconfig WARP\n\tbool "Warp"\nconfig IMPULSE\n\tbool "Impulse"\nendchoice\n';
  const lines = "CONFIG_WARP=y\nCONFIG_IMPULSE=y\n$0";
  const editor = ship({ Kconfig: `${KCONFIG}${choice}`, "a.config": lines });
  expect(await editor.findings("a.config")).toEqual(["1: 1 choice-conflict"]);
  const [{ message }] = editor.diagnostics.get("/a.config") ?? [];
  expect(message).toContain("help: remove line 2 (then IMPULSE=n), or remove line 1");
});

describe("inlay hints", () => {
  const hints = async (editor: Editor, range = ALL) => {
    await editor.workspace.settle();
    const view = await editor.view();
    return inlayHints(view, range, editor.workspace.checkOf(view)).map(
      ({ position, label }) => `${position.line + 1}:${position.character} ${label}`,
    );
  };

  test("have the value of each entry", async () => {
    const editor = ship({ Kconfig: `${KCONFIG}$0`, ".config": "CONFIG_POWER=y\n" });
    expect(await hints(editor)).toEqual(["3:12 = y", "6:12 = n", "10:11 = 3", '15:11 = "Enterprise"']);
    const some = { start: { line: 4, character: 0 }, end: { line: 6, character: 0 } };
    expect(await hints(editor, some)).toEqual(["6:12 = n"]);
    editor.open(".config");
    editor.type(".config", "POWER=y", "POWER=y\nCONFIG_LASER=y");
    expect(await hints(editor)).toContain("6:12 = y");
    expect(editor.changes).toBeGreaterThan(0);
  });

  test("say of a line what it is about, and what the result is where that differs", async () => {
    expect(await hints(ship({ "a.config": "CONFIG_LASER=y\nCONFIG_POWER=n\nCONFIG_NOTHING=y\n$0" }))).toEqual(
      ["1:14 → n · Laser", "2:14 Power"],
    );
  });

  test("of what rests on a command that was not run is not known", async () => {
    const kconfig = "config TOOL\n\tdef_bool $(shell,have-tool)\nconfig USER\n\tdef_bool TOOL\n";
    const commands = { "have-tool": "y\n" };
    const denied = ship({ Kconfig: `${kconfig}$0` }, { commands });
    expect(await hints(denied)).toEqual(["1:11 = ?", "3:11 = ?"]);
    expect(denied.warned.join()).toContain("the workspace is not trusted");
    const trusted = ship({ Kconfig: `${kconfig}$0` }, { commands, settings: { isTrusted: true } });
    expect(await hints(trusted)).toEqual(["1:11 = y", "3:11 = y"]);
    expect(trusted.warned).toEqual([]);
    expect(trusted.logged.join()).toContain(
      "ran 1 command, as the workspace is trusted; the first: have-tool",
    );
    trusted.workspace.configure({ isTrusted: false });
    expect(await hints(trusted)).toEqual(["1:11 = ?", "3:11 = ?"]);
  });
});

describe("rename", () => {
  const renamed = async (editor: Editor, newName: string) => {
    await editor.workspace.settle();
    const view = await editor.workspace.currentView(uriOf(editor.marked));
    if (view === undefined) throw new Error("no view");
    return renameEdits(view, editor.position, newName, editor.host);
  };
  const AT_POWER = KCONFIG.replace("config POWER", "config PO$0WER");

  test("goes over Kconfig files, the .config and fragments", async () => {
    const files = {
      Kconfig: `${AT_POWER}source "more/Kconfig"\n`,
      "more/Kconfig": "if POWER && !POWERS\nconfig MORE\n\tdef_bool POWER=y\nendif\n",
      ".config": "CONFIG_POWER=y\nCONFIG_POWERS=y\n",
      "configs/ship_defconfig": "# CONFIG_POWER is not set\n",
      "unrelated.txt": "POWER",
    };
    const editor = ship(files);
    const edit = await renamed(editor, "ENERGY");
    if (typeof edit === "string") throw new Error(edit);
    expect(
      Object.keys(edit.changes ?? {})
        .map((uri) => pathOf(uri))
        .sort(),
    ).toEqual(["/.config", "/Kconfig", "/configs/ship_defconfig", "/more/Kconfig"]);
    const result = (path: string) => edited(editor.host.files.get(`/${path}`) ?? "", changesIn(edit, path));
    expect(result("more/Kconfig")).toBe("if ENERGY && !POWERS\nconfig MORE\n\tdef_bool ENERGY=y\nendif\n");
    expect(result(".config")).toBe("CONFIG_ENERGY=y\nCONFIG_POWERS=y\n");
    expect(result("configs/ship_defconfig")).toBe("# CONFIG_ENERGY is not set\n");
    expect(result("Kconfig")).not.toMatch(/\bPOWER\b/);
  });

  test("from a fragment, with or without its prefix", async () => {
    const editor = ship({ "a.config": "CONFIG_PO$0WER=y\n" });
    const view = await editor.view();
    expect(renamable(view, editor.position)).toEqual({
      range: { start: { line: 0, character: 7 }, end: { line: 0, character: 12 } },
      placeholder: "POWER",
    });
    for (const name of ["CONFIG_ENERGY", "ENERGY"]) {
      const edit = await renamed(editor, name);
      if (typeof edit === "string") throw new Error(edit);
      expect(edited("CONFIG_POWER=y\n", changesIn(edit, "a.config"))).toBe("CONFIG_ENERGY=y\n");
    }
  });

  test("of texts that are not saved", async () => {
    const editor = ship({ Kconfig: AT_POWER });
    await editor.workspace.settle();
    editor.type("Kconfig", "depends on POWER", "depends on !POWER");
    const edit = await renamed(editor, "ENERGY");
    const { text } = (await editor.view()).document;
    expect(edited(text, changesIn(edit as WorkspaceEdit, "Kconfig"))).toContain("depends on !ENERGY");
  });

  test.each([
    ["LASER", {}, "LASER is the name of another symbol"],
    ["A-B", {}, "'A-B' is not a name: write letters, digits and _"],
    ["y", {}, "'y' is not a name: write letters, digits and _"],
    [
      "ENERGY",
      {
        Kconfig: AT_POWER.replace("depends on POWER", "depends on $(which)").replace(
          "mainmenu",
          "which := POWER\nmainmenu",
        ),
      },
      "with ENERGY for POWER the tree would not mean the same: a macro or another file makes that name",
    ],
    [
      "ENERGY",
      { Kconfig: AT_POWER.replace("depends on", "depend on") },
      "the Kconfig files have errors: correct them first",
    ],
    [
      "ENERGY",
      { Kconfig: KCONFIG.replace("depends on POWER", "depends on NOTH$0ING") },
      "no entry of this tree defines NOTHING",
    ],
  ])("to %s is refused: %#", async (name, files, sentence) => {
    expect(await renamed(ship({ Kconfig: AT_POWER, ...files }), name)).toBe(sentence);
  });

  test("of what another architecture mentions is refused", async () => {
    const linux = {
      Makefile:
        "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION =\nKERNELVERSION = 6.12.0\nexport ARCH SRCARCH\n",
      Kbuild: "",
      "scripts/Kconfig.include": "",
      "scripts/kconfig/Makefile": "",
      "arch/x86/Kconfig": "config X86\n\tdef_bool y\n",
      "arch/arm/Kconfig": "config ARM\n\tdef_bool y\n\tselect POWER\n",
      Kconfig: `${AT_POWER}source "arch/$(SRCARCH)/Kconfig"\n`,
    };
    const editor = new Editor(linux, { environment: { ARCH: "x86" } });
    expect(await renamed(editor, "ENERGY")).toContain("arch/arm/Kconfig:3 mentions POWER");
  });
});

describe("a tree that is read in a thread", () => {
  /** The thread's part, in this one. */
  const reading = (host: Host): Companion => {
    const thread = new ReadingThread(host, wordedLintFinding);
    // As data that goes to a thread and back.
    return {
      ask: async (question) =>
        structuredClone(await thread.answer(structuredClone(question) as ReadingQuestion)),
      stop: () => {},
      isStopped: false,
    };
  };
  const editorWith = (companion: (host: Host) => Companion) =>
    ship(
      { Kconfig: KCONFIG, "a.config": "CONFIG_LASER=y\n$0" },
      { companion, open: ["Kconfig", "a.config"] },
    );

  test("answers as one that is read here", async () => {
    const asked: unknown[] = [];
    const editor = editorWith((host) => {
      const companion = reading(host);
      const ask = (question: unknown) => {
        if (!("paths" in (question as object))) asked.push(question);
        return companion.ask(question);
      };
      return { ...companion, ask };
    });
    expect(await editor.findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    asked.length = 0;
    editor.type("Kconfig", "\tdepends on POWER\n", "\thelp\n\t  Light of its own.\n");
    expect(await editor.findings("a.config")).toEqual([]);
    expect(asked).toHaveLength(1);
    const { session } = await editor.view("/a.config");
    expect(session?.model.symbol("LASER")?.definitions[0].help).toBe("Light of its own.\n");
    editor.type("Kconfig", 'bool "Laser"', 'bol "Laser"');
    expect(await editor.findings("Kconfig")).toEqual(["7: 1 unknown-statement"]);
    editor.close("Kconfig");
    expect(await editor.findings("a.config")).toEqual(["1: 1 unmet-dependency"]);
    expect(asked).toHaveLength(3);
    editor.workspace.dispose();
  });

  test("is read once more for all who ask meanwhile, however often texts change", async () => {
    const held: (() => void)[] = [];
    const host = memoryHost({ files: { Kconfig: KCONFIG } });
    const companion = reading(host);
    const ask = (question: unknown) =>
      new Promise<unknown>((done) => {
        held.push(() => done(companion.ask(question)));
      });
    const service = new Service(host, {}, {}, { ...companion, ask });
    const next = async () => {
      while (held.length === 0) await new Promise((done) => setTimeout(done));
      held.shift()?.();
    };
    const first = service.refresh();
    const waiting = [1, 2, 3].map((count) => {
      service.setText("Kconfig", `${KCONFIG}# ${count}\n`);
      return service.refresh();
    });
    await next();
    await first;
    while (held.length === 0) await new Promise((done) => setTimeout(done));
    // Who types goes on.
    service.setText("Kconfig", `${KCONFIG}# 4\n`);
    const last = service.refresh();
    await next();
    const sessions = await Promise.all(waiting);
    expect(new Set(sessions).size).toBe(1);
    await next();
    expect(await last).not.toBe(sessions[0]);
    expect(held).toEqual([]);
  });

  test("and all keys that came while it was read are told of once", async () => {
    const held: (() => void)[] = [];
    let isHeld = false;
    const editor = editorWith((host) => {
      const companion = reading(host);
      const ask = async (question: unknown) => {
        if (isHeld) await new Promise<void>((done) => held.push(done));
        return companion.ask(question);
      };
      return { ...companion, ask };
    });
    await editor.workspace.settle();
    const { changes } = editor;
    isHeld = true;
    for (const name of ["Laser 1", "Laser 2", "Laser 3"]) {
      editor.type("Kconfig", 'bool "Laser', `bool "${name} `);
      // The longest quiet after which a reading begins.
      await new Promise((done) => setTimeout(done, 320));
    }
    isHeld = false;
    for (const done of held) done();
    await editor.workspace.settle();
    expect([held.length, editor.changes - changes]).toEqual([1, 2]);
    const { session } = await editor.view("/a.config");
    expect(session?.model.symbol("LASER")?.definitions[0].prompt?.text).toContain("Laser 3");
  });

  test("is not read here once the thread was stopped: its command may never end", async () => {
    let read = 0;
    const host = memoryHost({ files: { Kconfig: `${KCONFIG}source "part"\n`, part: "" } });
    const counting: Host = {
      ...host,
      readText: (path, options) => {
        if (path.endsWith("part")) read += 1;
        return host.readText(path, options);
      },
      at: () => counting,
    };
    const companion = { ask: () => Promise.reject(new Error("ended")), stop: () => {}, isStopped: true };
    const service = new Service(counting, {}, {}, companion);
    await expect(service.refresh()).rejects.toThrow(Cancelled);
    expect(read).toBe(0);
    await new Service(counting, {}, {}, { ...companion, isStopped: false }).refresh();
    expect(read).toBeGreaterThan(0);
  });

  test("and that ends is done without", async () => {
    const editor = editorWith(() => ({
      ask: () => Promise.reject(new Error("killed")),
      stop: () => {},
      isStopped: false,
    }));
    await editor.workspace.settle();
    editor.type("Kconfig", "\tdepends on POWER\n", "");
    expect(await editor.findings("a.config")).toEqual([]);
  });

  test("is read here where another tree is found by now", async () => {
    const editor = editorWith(reading);
    await editor.workspace.settle();
    editor.host.files.set("/kcfg.json", '{ "config": "other.config" }');
    editor.host.files.set("/other.config", "CONFIG_POWER=y\n");
    editor.workspace.filesChanged(["/kcfg.json", "/other.config"]);
    expect(await editor.findings("a.config")).toEqual([]);
  });

  describe("is linted beside it", () => {
    const DEAD = `${KCONFIG}config DEAD\n\tbool "Dead"\n\tdepends on POWER && !POWER\n\thelp\n\t  Never.\n`;

    test("after a while, and what is found stays where its line is the same", async () => {
      const editor = ship({ Kconfig: `${DEAD}$0` }, { companion: reading, settings: { lints: true } });
      const found = await editor.findings("Kconfig");
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((each) => Number(each.split(":")[0]) >= 19)).toBe(true);
      editor.type("Kconfig", " && !POWER", "");
      const lines = editor.shown("Kconfig").map((each) => each.split(":")[0]);
      expect(lines).not.toContain("21");
      expect(await editor.findings("Kconfig")).toEqual([]);
    });

    test("is dim with what has no effect: dead entries, and dropped lines", async () => {
      const files = {
        Kconfig: DEAD,
        "a.config": "CONFIG_LASER=y\nCONFIG_NOBODY=y\n# CONFIG_POWER is not set\n$0",
      };
      const editor = ship(files, {
        companion: reading,
        settings: { lints: true },
        open: ["Kconfig", "a.config"],
      });
      await editor.workspace.settle();
      const dim = (path: string) =>
        (editor.diagnostics.get(path) ?? []).flatMap(({ code, range, tags }) =>
          tags?.includes(DiagnosticTag.Unnecessary) ? [`${range.start.line + 1} ${code}`] : [],
        );
      expect(dim("/a.config")).toEqual(["1 unmet-dependency", "2 unknown-symbol"]);
      const line = files.Kconfig.split("\n").indexOf("config DEAD") + 1;
      expect(dim("/Kconfig")).toEqual([`${line + 2} contradictory-depends`]);
    });

    test("not after the next key, and not where that is not wanted", async () => {
      const stopped: string[] = [];
      const asked: string[] = [];
      const companion = (host: Host): Companion => {
        const { ask } = reading(host);
        let stop = () => {};
        return {
          ask: (question) => {
            const isLint = "paths" in (question as object);
            asked.push(isLint ? "lint" : "read");
            if (!isLint) return ask(question);
            return new Promise((_, fail) => {
              stop = () => {
                stopped.push("lint");
                fail(new Error("the thread ended"));
              };
            });
          },
          stop: () => stop(),
          isStopped: false,
        };
      };
      const editor = ship({ Kconfig: `${DEAD}$0` }, { companion, settings: { lints: true } });
      while (!asked.includes("lint")) await new Promise((done) => setTimeout(done, 20));
      editor.type("Kconfig", " && !POWER", "");
      expect(stopped).toEqual(["lint"]);
      editor.workspace.dispose();
      const large = `${DEAD}${Array.from({ length: 3000 }, (_, at) => `config S${at}\n\tbool\n`).join("")}`;
      const many = ship({ Kconfig: `${large}$0` }, { companion: reading, settings: { lints: undefined } });
      expect(await many.findings("Kconfig")).toEqual([]);
      const quiet = ship({ Kconfig: `${DEAD}$0` }, { companion: reading, settings: { lints: false } });
      expect(await quiet.findings("Kconfig")).toEqual([]);
    });
  });
});
