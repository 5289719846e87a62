/**
 * The language server over its streams: what clients send in what order, random edits, trust, and its thread.
 *
 * KCFG_CASES and KCFG_SEED make a longer run of edits: KCFG_CASES=10000 npm test -- test/lsp-protocol.test.ts
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { commandBundle } from "./command.ts";
import { LanguageClient } from "./language-client.ts";
import { among, dice } from "./small-trees.ts";

const CASES = Number(process.env.KCFG_CASES ?? 70);
const SEED = Number(process.env.KCFG_SEED ?? 1);

const root = mkdtempSync(join(tmpdir(), "kcfg-lsp-"));
afterAll(() => rmSync(root, { recursive: true }));

const KCONFIG = `mainmenu "Ship"

config POWER
	bool "Power"

source "lasers/Kconfig"
`;
const LASERS = `menu "Lasers"

config LASER
	tristate "Laser"
	depends on POWER
	help
	  Light.

config BEAM
	int "Beam" if LASER
	range 1 9
	default 3

endmenu
`;
const FRAGMENT = "CONFIG_POWER=y\nCONFIG_LASER=y\nCONFIG_BEAM=5\n";

let trees = 0;
/** A folder with the ship, and other files. */
function ship(files: Readonly<Record<string, string>> = {}): string {
  trees += 1;
  const folder = join(root, `tree-${trees}`);
  const all = { Kconfig: KCONFIG, "lasers/Kconfig": LASERS, "a.config": FRAGMENT, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const running: LanguageClient[] = [];
afterEach(() => {
  for (const client of running.splice(0)) client.process.kill("SIGKILL");
});

function connect(folder: string, words: readonly string[] = []): LanguageClient {
  const command = [process.execPath, commandBundle(), "lsp", ...words];
  const client = new LanguageClient({ command, folder, environment: { KCFG_CACHE_DIR: "" } });
  running.push(client);
  return client;
}

const uriIn = (folder: string, path: string) => pathToFileURL(join(folder, path)).href;
const at = (uri: string, line: number, character: number) => ({
  textDocument: { uri },
  position: { line, character },
});

test("begins and ends as a server should", async () => {
  const folder = ship();
  const client = connect(folder);
  const { result } = await client.start(folder);
  expect(result.serverInfo.name).toBe("kcfg");
  expect(Object.keys(result.capabilities)).toEqual(
    expect.arrayContaining(["hoverProvider", "renameProvider", "codeActionProvider", "inlayHintProvider"]),
  );
  const uri = uriIn(folder, "a.config");
  client.open(uri, FRAGMENT);
  const { result: hover } = await client.ask("textDocument/hover", at(uri, 1, 9));
  expect(hover.contents.value).toContain("LASER");
  expect(await client.stop()).toBe(0);
  expect(client.stderr).toBe("");
});

test("a hierarchy leads into files that are not open; lenses, links and the layout of one that is", async () => {
  const folder = ship();
  const client = connect(folder);
  await client.start(folder, { capabilities: { experimental: { "kcfg.showSelectors": true } } });
  const uri = uriIn(folder, "Kconfig");
  const text = `${KCONFIG}\nconfig DOCK\n  bool "Dock"\n\tselect LASER\n\nconfig PIER\n\tbool "Pier"\n\tselect DOCK\n`;
  client.open(uri, text);
  const line = (part: string) => text.slice(0, text.indexOf(part)).split("\n").length - 1;
  const { result: prepared } = await client.ask(
    "textDocument/prepareCallHierarchy",
    at(uri, line("config DOCK"), 8),
  );
  const [dock] = prepared;
  const [{ to: laser }] = (await client.ask("callHierarchy/outgoingCalls", { item: dock })).result;
  expect(laser).toMatchObject({ name: "LASER", uri: uriIn(folder, "lasers/Kconfig") });
  const { result: incoming } = await client.ask("callHierarchy/incomingCalls", { item: laser });
  expect(incoming.map(({ from }: { from: { name: string } }) => from.name)).toContain("DOCK");
  const about = { textDocument: { uri } };
  const [lens] = (await client.ask("textDocument/codeLens", about)).result;
  expect(lens.command).toEqual({
    title: "selected by 1",
    command: "kcfg.showSelectors",
    arguments: [uri, { line: line("config DOCK"), character: 7 }],
  });
  const { result: links } = await client.ask("textDocument/documentLink", about);
  expect(links.map(({ target }: { target: string }) => target)).toContain(uriIn(folder, "lasers/Kconfig"));
  const { result: edits } = await client.ask("textDocument/formatting", {
    ...about,
    options: { tabSize: 8, insertSpaces: false },
  });
  expect(edits).toEqual([
    {
      range: {
        start: { line: line("config DOCK") + 1, character: 0 },
        end: { line: line("config DOCK") + 1, character: 2 },
      },
      newText: "\t",
    },
  ]);
  expect(await client.stop()).toBe(0);
});

test("ends with its client, with 1 where that did not shut it down", async () => {
  const folder = ship();
  const exits = [connect(folder), connect(folder)];
  for (const client of exits) await client.start(folder);
  exits[0].notify("exit", null);
  exits[1].process.stdin.end();
  expect(await Promise.all(exits.map(({ ended }) => ended))).toEqual([1, 1]);
});

test("cancelled, unknown and senseless requests get an answer, and the next one as well", async () => {
  const folder = ship();
  const client = connect(folder);
  const uri = uriIn(folder, "lasers/Kconfig");
  // Before it is asked to begin.
  expect((await client.ask("textDocument/hover", at(uri, 0, 0))).result ?? null).toBeNull();
  await client.start(folder);
  client.open(uri, LASERS);
  const { id, answer } = client.begin("textDocument/references", {
    ...at(uri, 2, 9),
    context: { includeDeclaration: true },
  });
  client.notify("$/cancelRequest", { id });
  const cancelled = await answer;
  expect(cancelled.error?.code ?? cancelled.result).toBe(-32800);
  client.notify("$/cancelRequest", { id: 4711 });
  expect((await client.ask("textDocument/makeCoffee", {})).error?.code).toBe(-32601);
  client.notify("kcfg/makeCoffee", {});
  expect((await client.ask("textDocument/hover", {})).error).toBeDefined();
  const nowhere = await client.ask("textDocument/hover", at(uriIn(folder, "other/Kconfig"), 0, 0));
  expect([nowhere.result, nowhere.error]).toEqual([null, undefined]);
  for (const place of [at(uri, 9999, 0), at(uri, 0, 9999), at("untitled:Kconfig", 0, 0)])
    expect((await client.ask("textDocument/completion", place)).error).toBeUndefined();
  client.notify("textDocument/didChange", {
    textDocument: { uri: uriIn(folder, "other/Kconfig"), version: 2 },
    contentChanges: [{ text: "x" }],
  });
  client.notify("textDocument/didClose", { textDocument: { uri: uriIn(folder, "other/Kconfig") } });
  const { result } = await client.ask("textDocument/hover", at(uri, 2, 9));
  expect(result.contents.value).toContain("LASER = n");
  expect(await client.stop()).toBe(0);
});

test("answers that are asked at once are those of one after the other", async () => {
  const folder = ship();
  const client = connect(folder);
  await client.start(folder);
  const uri = uriIn(folder, "lasers/Kconfig");
  client.open(uri, LASERS);
  const questions = ["documentSymbol", "foldingRange", "hover", "completion", "definition"].map(
    (each) => [`textDocument/${each}`, at(uri, 4, 14)] as const,
  );
  const together = await Promise.all(
    [...questions, ...questions.toReversed()].map(([method, params]) => client.ask(method, params)),
  );
  const single: unknown[] = [];
  for (const [method, params] of questions) single.push((await client.ask(method, params)).result);
  expect(together.map(({ result }) => result)).toEqual([...single, ...single.toReversed()]);
  await client.stop();
});

/** Lines that edits put in, for Kconfig files and fragments. */
const LINES = [
  'config NEW\n\tbool "New"\n\tdefault y\n',
  "config LASER\n\tdefault y\n",
  "config BEAM\n\tdefault 7\n",
  "\tselect BEAM\n",
  "\tdepends on POWER && LASER\n",
  "\tdefault y\n",
  "\tdefault 4\n",
  "if POWER\nendif\n",
  "endmenu\n",
  'source "none"\n',
  "\tdefault $(unset)\n",
  "CONFIG_LASER=m\n",
  "CONFIG_BEAM=8\n",
  "CONFIG_NEW=n\n",
  "CONFIG_WARP=y\n",
  "# CONFIG_POWER is not set\n",
  "\thelp\n\t  ä🚀 text\n",
  "\n",
];
const PIECES = ['"', "\t", "\n", "y", "🚀", "\\", "#", "$("];

/** What two servers must agree on, of one document. */
async function stateOf(client: LanguageClient, uri: string): Promise<unknown> {
  const all = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
  const document = { textDocument: { uri } };
  const answers = await Promise.all([
    client.ask("textDocument/documentSymbol", document),
    client.ask("textDocument/inlayHint", { ...document, range: all }),
    client.ask("textDocument/foldingRange", document),
    client.ask("textDocument/semanticTokens/full", document),
    client.ask("textDocument/hover", at(uri, 2, 9)),
    client.ask("textDocument/hover", at(uri, 1, 9)),
    client.ask("textDocument/completion", at(uri, 4, 1)),
    client.ask("textDocument/codeAction", { ...document, range: all, context: { diagnostics: [] } }),
  ]);
  return {
    answers: answers.map(({ result, error }) => result ?? error),
    found: await client.diagnostics(uri),
  };
}

test(
  "after random edits the answers are those of a fresh server",
  async () => {
    const folder = ship({ ".config": "CONFIG_POWER=y\n" });
    const client = connect(folder);
    await client.start(folder);
    const paths = ["Kconfig", "lasers/Kconfig", "a.config", ".config"];
    const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
    for (const [path, text] of texts) client.open(uriIn(folder, path), text);
    const roll = dice(SEED);
    const rounds = Math.max(1, Math.round(CASES / 30));
    let version = 1;
    let compared = 0;
    for (let round = 0; round < rounds; round++) {
      for (let edit = 0; edit < CASES / rounds; edit++) {
        const path = among(roll, paths);
        const old = texts.get(path) ?? "";
        // Mostly whole lines, so that most of the text goes on to mean something.
        const starts = [0, ...[...old.matchAll(/\n/g)].map(({ index }) => index + 1)];
        const isWhole = roll(8) > 0;
        const start = isWhole ? among(roll, starts) : roll(old.length + 1);
        const next = starts.find((each) => each > start) ?? old.length;
        const end = roll(3) === 0 ? (isWhole ? next : Math.min(old.length, start + roll(9))) : start;
        const piece = roll(4) === 0 ? "" : among(roll, isWhole ? LINES : PIECES);
        const lines = (offset: number) => old.slice(0, offset).split("\n");
        const place = (offset: number) => ({
          line: lines(offset).length - 1,
          character: lines(offset).at(-1)?.length ?? 0,
        });
        version += 1;
        const uri = uriIn(folder, path);
        client.notify("textDocument/didChange", {
          textDocument: { uri, version },
          contentChanges: [{ range: { start: place(start), end: place(end) }, text: piece }],
        });
        texts.set(path, old.slice(0, start) + piece + old.slice(end));
        if (roll(10) === 0) void client.ask("textDocument/hover", at(uri, roll(9), roll(9)));
        // A text that is all wrong shows nothing more.
        if ((texts.get(path)?.length ?? 0) > 900 || roll(12) === 0) {
          const text = readFileSync(join(folder, path), "utf8");
          version += 1;
          client.notify("textDocument/didChange", {
            textDocument: { uri, version },
            contentChanges: [{ text }],
          });
          texts.set(path, text);
        }
      }
      const fresh = connect(folder);
      await fresh.start(folder);
      for (const [path, text] of texts) fresh.open(uriIn(folder, path), text);
      const read = async (from: LanguageClient) => {
        const states: unknown[] = [];
        for (const path of paths) states.push(await stateOf(from, uriIn(folder, path)));
        return states;
      };
      // Each has its timers: both are asked until they agree.
      let [mine, others]: unknown[] = [undefined, {}];
      for (let tries = 0; tries < 60 && JSON.stringify(mine) !== JSON.stringify(others); tries++) {
        await new Promise((done) => setTimeout(done, 100));
        [mine, others] = await Promise.all([read(client), read(fresh)]);
      }
      // Of a tree that depends on itself no model comes: each server answers from its last one.
      if (!JSON.stringify(others).includes("dependency-cycle")) {
        expect([round, mine]).toEqual([round, others]);
        compared += 1;
      }
      await fresh.stop();
    }
    expect(compared).toBeGreaterThan(rounds / 2);
    const logged = client.heard.filter(({ method }) => method === "window/logMessage");
    expect(logged.map(({ params }) => params.message).filter((each) => /internal error/.test(each))).toEqual(
      [],
    );
    expect(await client.stop()).toBe(0);
  },
  60_000 + CASES * 500,
);

test("commands of a tree run only where it is trusted, and not again with each key", async () => {
  const marks = join(root, "marks");
  const kconfig = `config TOOL\n\tdef_bool $(shell,echo ran >> ${marks}; echo y)\n\nconfig OTHER\n\tdef_bool TOOL\n`;
  const ran = () => {
    try {
      return readFileSync(marks, "utf8").split("\n").length - 1;
    } catch {
      return 0;
    }
  };
  const folder = ship({ Kconfig: kconfig, "kcfg.json": '{ "probes": "run" }' });
  const uri = uriIn(folder, "Kconfig");
  const shown = async (words: readonly string[], options: object) => {
    const client = connect(folder, words);
    await client.start(folder, options);
    client.open(uri, kconfig);
    const { result } = await client.ask("textDocument/inlayHint", {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    const said = await client.until(
      ({ method }) => method === "window/showMessage" || method === "window/logMessage",
    );
    return {
      client,
      hints: result.map(({ label }: { label: string }) => label).join(" "),
      said: said.params.message,
    };
  };
  const denied = await shown([], { initializationOptions: { probes: "run" } });
  expect([denied.hints, ran()]).toEqual(["= ? = ?", 0]);
  expect(denied.said).toMatch(/not trusted|not known/);
  // A request of the server's would wait for a person.
  expect(denied.client.heard.filter(({ id }) => id !== undefined)).toEqual([]);
  const trusted = await shown([], { initializationOptions: { trusted: true } });
  expect(trusted.hints).toBe("= y = y");
  expect(trusted.said).toContain("ran 1 command,");
  const before = ran();
  expect(before).toBeGreaterThan(0);
  for (let key = 2; key < 6; key++) {
    const from = trusted.client.heard.length;
    trusted.client.notify("textDocument/didChange", {
      textDocument: { uri, version: key },
      contentChanges: [{ text: `${kconfig}config ADDED_${key}\n\tbool\n` }],
    });
    await trusted.client.diagnostics(uri, from, key);
    await new Promise((done) => setTimeout(done, 400));
  }
  // Once in the thread that reads from now on.
  expect(ran() - before).toBeLessThanOrEqual(1);
  const asked = await shown(["--probes=run"], {});
  expect(asked.hints).toBe("= y = y");
});

test("commands are answered, refused in a sentence, and a client that wants to hears that the status is another", async () => {
  const folder = ship();
  const client = connect(folder);
  const { result } = await client.start(folder, { capabilities: { experimental: { kcfgStatus: true } } });
  const run = (command: string, question: object) =>
    client.ask("workspace/executeCommand", { command, arguments: [question] });
  expect(result.capabilities.executeCommandProvider.commands).toContain("kcfg.explain");
  const uri = uriIn(folder, "lasers/Kconfig");
  client.open(uri, LASERS);
  expect((await run("kcfg.status", { uri })).result).toMatchObject({ folder, commands: "deny" });
  expect((await run("kcfg.explain", { symbol: "LASER" })).result.text).toContain("LASER = n");
  expect((await run("kcfg.explain", { symbol: "LAZER" })).error?.message).toMatch(/^no symbol LAZER/);
  writeFileSync(join(folder, "lab.config"), "CONFIG_POWER=y\n");
  const from = client.heard.length;
  const config = join(folder, "lab.config");
  client.notify("workspace/didChangeConfiguration", { settings: { kcfg: { config } } });
  await client.until(({ method }) => method === "kcfg/statusChanged", from);
  expect((await run("kcfg.status", { uri })).result.config).toMatchObject({
    path: "lab.config",
    exists: true,
  });
  const plain = connect(folder);
  await plain.start(folder);
  plain.open(uri, LASERS);
  expect((await plain.ask("workspace/executeCommand", { command: "kcfg.status" })).result.folder).toBe(
    folder,
  );
  expect(plain.heard.filter(({ method }) => method === "kcfg/statusChanged")).toEqual([]);
});

test("a command that does not end keeps nothing from what the text alone answers, nor the server from its end", async () => {
  const folder = ship({ Kconfig: `${KCONFIG}config TOOL\n\tdef_bool $(shell,sleep 1000)\n` });
  const client = connect(folder, ["--probes=run"]);
  await client.start(folder);
  const uri = uriIn(folder, "lasers/Kconfig");
  client.open(uri, LASERS.replace("depends on", "depend on"));
  const found = await client.diagnostics(uri);
  expect(found.map(({ code }: { code: string }) => code)).toEqual(["unknown-statement"]);
  const { result } = await client.ask("textDocument/documentSymbol", { textDocument: { uri } });
  expect(result).toHaveLength(1);
  const waiting = client.begin("textDocument/hover", at(uri, 2, 9));
  const { id, answer } = client.begin("textDocument/hover", at(uri, 2, 9));
  client.notify("$/cancelRequest", { id });
  const from = client.heard.length;
  client.notify("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: LASERS }],
  });
  expect(await client.diagnostics(uri, from, 2)).toEqual([]);
  expect(await client.stop()).toBe(0);
  void [waiting.answer, answer];
});
