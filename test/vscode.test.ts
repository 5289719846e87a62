/** The extension for VS Code, without VS Code: its manifest, its package, and the servers in it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { stop } from "esbuild";
import { unzipSync } from "fflate";
import { XmlDocument } from "libxml2-wasm";
import { buildExtension } from "../editors/vscode/build.mjs";
import { iconRows } from "../editors/vscode/pictures.mjs";
import { noticing } from "../editors/vscode/src/missing-files.ts";
import { plain } from "../editors/vscode/src/plain-text.ts";
import { terminal } from "../editors/vscode/terminal-picture.mjs";
import { contents, pack } from "../editors/vscode/vsix.mjs";
import { memoryHost } from "../src/host/memory.ts";
import { kindOf } from "../src/lsp/documents.ts";
import { projectRoot } from "./command.ts";
import { LanguageClient, type Message } from "./language-client.ts";

const home = join(projectRoot, "editors/vscode");
const textOf = (path: string) => readFileSync(join(projectRoot, path), "utf8");
const manifest = JSON.parse(textOf("editors/vscode/package.json"));
const { contributes } = manifest;
const sources = readdirSync(join(home, "src")).map((name) => textOf(`editors/vscode/src/${name}`));

const root = mkdtempSync(join(tmpdir(), "kcfg-vscode-"));
afterAll(async () => {
  // Its process would keep that of the tests.
  await stop();
  rmSync(root, { recursive: true });
});
const dist = join(root, "dist");
let files: Readonly<Record<string, Uint8Array>> = {};
beforeAll(async () => {
  files = contents(await buildExtension(dist));
});

describe("the manifest", () => {
  test("has the version and the licence of kcfg", () => {
    const { version, license } = JSON.parse(textOf("package.json"));
    expect([manifest.version, manifest.license]).toEqual([version, license]);
  });

  test("names files that are in the package", () => {
    const steps = contributes.walkthroughs.flatMap(({ steps }: { readonly steps: readonly Step[] }) => steps);
    const named = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...contributes.languages.map(({ configuration }: { readonly configuration: string }) => configuration),
      ...contributes.grammars.map(({ path }: { readonly path: string }) => path),
      ...steps.map(({ media: { image, markdown } }: Step) => image ?? markdown),
    ];
    expect(named.length).toBeGreaterThan(10);
    // VS Code takes the styles out of a picture that it is to put into its page.
    expect(JSON.stringify(steps)).not.toContain('"svg":');
    for (const path of named) expect(Object.keys(files)).toContain(`extension/${path.replace(/^\.\//, "")}`);
    for (const path of Object.keys(files).filter((each) => each.endsWith(".json")))
      expect([path, JSON.parse(Buffer.from(files[path]).toString())]).toEqual([path, expect.any(Object)]);
  });

  interface Step {
    readonly description: string;
    readonly media: { readonly image?: string; readonly markdown?: string; readonly altText?: string };
  }

  test("has the commands that the extension has, and no others", () => {
    const declared = contributes.commands.map(({ command }: { readonly command: string }) => command);
    // That of a lens is for the server to name, and not for the palette: it stands there by another name.
    const had = sources.flatMap((text) =>
      [...text.matchAll(/\brun\("(kcfg\.\w+)"/g)].map(([, name]) => name),
    );
    expect(had.toSorted()).toEqual(declared.toSorted());
    const mentioned = JSON.stringify(contributes).match(/(?<=command:)kcfg\.\w+/g) ?? [];
    expect(mentioned.length).toBeGreaterThan(3);
    for (const name of mentioned) expect(declared).toContain(name);
    // Those of the server are others: the client makes commands of them by itself.
    expect(
      declared.filter((name: string) => /^kcfg\.(?:explain|graph|set|symbol|status)$/.test(name)),
    ).toEqual([]);
  });

  test("has the settings that the extension reads, each described", () => {
    const { properties } = contributes.configuration;
    const read = new Set(
      sources.flatMap((text) =>
        [...text.matchAll(/(?:\bget|\btext)(?:<[^>]*>)?\("(\w+)"/g)].map(([, name]) => name),
      ),
    );
    expect([...read].map((name) => `kcfg.${name}`).toSorted()).toEqual(Object.keys(properties).toSorted());
    for (const each of Object.values<Record<string, string>>(properties))
      expect((each.description ?? each.markdownDescription).length).toBeGreaterThan(20);
    // What a workspace that is not trusted says of programs is not taken.
    const { restrictedConfigurations, supported } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe("limited");
    expect(restrictedConfigurations).toEqual(["kcfg.path", "kcfg.arguments", "kcfg.probes"]);
  });

  interface Language {
    readonly id: string;
    readonly filenames: readonly string[];
    readonly filenamePatterns: readonly string[];
    readonly extensions: readonly string[];
  }

  /** The language that VS Code takes for a path: by its name, the longest pattern that fits, its extension. */
  function languageOf(path: string): string | undefined {
    const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
    const languages: readonly Language[] = contributes.languages;
    const named = languages.find(({ filenames }) => filenames.some((each) => each.toLowerCase() === name));
    if (named !== undefined) return named.id;
    const fitting = languages.flatMap(({ id, filenamePatterns }) =>
      filenamePatterns
        .filter((each) => globExpression(each).test(each.includes("/") ? path : name))
        .map((pattern) => ({ id, pattern })),
    );
    const [longest] = fitting.toSorted((a, b) => b.pattern.length - a.pattern.length);
    return (
      longest?.id ?? languages.find(({ extensions }) => extensions.some((each) => name.endsWith(each)))?.id
    );
  }

  function globExpression(pattern: string): RegExp {
    const parts = pattern.split(/(\*\*\/|\*)/).map((part) => {
      if (part === "**/") return "(?:.*/)?";
      return part === "*" ? "[^/]*" : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    });
    return new RegExp(`^${parts.join("")}$`, "i");
  }

  const IDS = { kconfig: "kconfig", config: "dotconfig" } as const;
  test.each([
    "Kconfig",
    "Kconfig.debug",
    "Kconfig-nommu",
    "Kconfig_arch",
    "Kconfig.defconfig",
    "Kconfig.defconfig.series",
    "Config.in",
    "Config.in.host",
    "Config.ssl.in",
    "Config-kernel.in",
    "Config.src",
    "main.kconfig",
    ".config",
    ".config.old",
    "defconfig",
    "x86_64_defconfig",
    "kvm_guest.config",
    "prj.conf",
    "prj_release.conf",
    "overlay-bt.conf",
    "boards/nrf52.conf",
    "socs/x.conf",
    "snippets/y.conf",
    "sdkconfig",
    "sdkconfig.defaults",
    "sdkconfig.defaults.esp32",
    "nginx.conf",
    "main.c",
    "Makefile",
    "Kconfiglib.py",
  ])("gives %s the language that the server takes it for", (name) => {
    const kind = kindOf(`/tree/${name}`);
    expect(languageOf(`/tree/${name}`)).toBe(kind && IDS[kind]);
    // And the server knows the language by its name, whatever the file is called.
    if (kind !== undefined) expect(kindOf("/tree/any", IDS[kind])).toBe(kind);
  });
});

test("the extension takes types of kcfg, and no more than starts its server on the web", () => {
  const taken = sources.flatMap((text) =>
    [...text.matchAll(/^import (?!type\b)[^;]*? from "(\.\.\/\.\.\/\.\.\/[^"]+)";$/gms)].map(
      ([, path]) => path,
    ),
  );
  expect([...new Set(taken)].sort()).toEqual(
    ["src/host/memory.ts", "src/lsp/server.ts", "src/text/encoding.ts", "src/text/path.ts"].map(
      (path) => `../../../${path}`,
    ),
  );
  for (const text of sources) expect(text).toMatch(/^\/\*\* \S/);
});

describe("the package", () => {
  test("is a zip with all of it, of one content the same bytes", () => {
    const zip = pack(files);
    const unpacked = unzipSync(zip);
    expect(Object.keys(unpacked)).toEqual(Object.keys(files));
    for (const [path, bytes] of Object.entries(unpacked))
      expect([path, Buffer.from(bytes).equals(files[path])]).toEqual([path, true]);
    expect(Buffer.from(pack(files)).equals(zip)).toBe(true);
    expect(() => pack({ ...files, "extension/a.exe": new Uint8Array() })).toThrow(
      "no type is known of extension/a.exe",
    );
    expect(zip.length).toBeLessThan(1_500_000);
  });

  test("holds what it is to hold, and nothing else", () => {
    expect(Object.keys(files).toSorted()).toEqual(
      [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        ...[
          "LICENSE.txt",
          "changelog.md",
          "dist/THIRD-PARTY-LICENSES.txt",
          "dist/check.svg",
          "dist/desktop.cjs",
          "dist/explain.svg",
          "dist/graph.svg",
          "dist/icon.png",
          "dist/server.cjs",
          "dist/set.svg",
          "dist/web-server.js",
          "dist/web.cjs",
          "languages/dotconfig.json",
          "languages/kconfig.json",
          "package.json",
          "readme.md",
          "syntaxes/dotconfig.tmLanguage.json",
          "syntaxes/kconfig.tmLanguage.json",
          "walkthrough/trust.md",
        ].map((path) => `extension/${path}`),
      ].toSorted(),
    );
  });

  test("has manifests by which it is found and its files are read", () => {
    const textIn = (path: string) => Buffer.from(files[path]).toString();
    const valuesOf = (path: string, query: string, names: Readonly<Record<string, string>>) => {
      const document = XmlDocument.fromString(textIn(path));
      try {
        return document.find(query, names).map((node) => node.content);
      } finally {
        document.dispose();
      }
    };
    const vsix = { v: "http://schemas.microsoft.com/developer/vsx-schema/2011" };
    const types = { t: "http://schemas.openxmlformats.org/package/2006/content-types" };
    const { version } = manifest;
    expect(valuesOf("extension.vsixmanifest", "//v:Identity/@*", vsix)).toEqual([
      "en-US",
      "kcfg",
      version,
      "kcfg",
    ]);
    const assets = valuesOf("extension.vsixmanifest", "//v:Asset/@Path", vsix);
    expect(assets).toHaveLength(5);
    for (const path of [...assets, ...valuesOf("extension.vsixmanifest", "//v:Icon|//v:License", vsix)])
      expect(Object.keys(files)).toContain(path);
    const known = valuesOf("[Content_Types].xml", "//t:Default/@Extension", types);
    for (const path of Object.keys(files).filter((each) => !each.endsWith(".xml")))
      expect(known).toContain(path.slice(path.lastIndexOf(".")));
  });

  test("has the licences of what is bundled, and no place of the machine that made it", () => {
    const licences = readFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const name of [
      "vscode-languageclient",
      "vscode-languageserver",
      "chevrotain",
      "minimatch",
      "semver",
    ])
      expect(licences).toMatch(new RegExp(`^${name} [0-9.]+ \\(`, "m"));
    for (const [path, bytes] of Object.entries(files))
      expect([path, Buffer.from(bytes).includes(projectRoot)]).toEqual([path, false]);
  });

  test("is no part of the package for npm", () => {
    const { files: published } = JSON.parse(textOf("package.json"));
    expect(published).toEqual(["bin", "dist", "schemas", "CHANGELOG.md"]);
  });

  test("has pictures of what kcfg prints, and an icon", () => {
    const check = readFileSync(join(dist, "check.svg"), "utf8");
    expect(check).toContain('<tspan class="bold red">error[unknown-symbol]</tspan>');
    expect(readFileSync(join(dist, "explain.svg"), "utf8")).toMatch(
      /VFIO_NOIOMMU = n[\s\S]*run: kcfg set VFIO=m/,
    );
    expect(readFileSync(join(dist, "set.svg"), "utf8")).toContain("needed by VFIO_NOIOMMU");
    expect(readFileSync(join(dist, "graph.svg"), "utf8")).toMatch(
      /VFIO_NOIOMMU: what decides[\s\S]*VFIO_GROUP/,
    );
    expect(terminal("a\u001b[1;31m<b>\u001b[22m&\u001b[39mc")).toContain(
      '>a<tspan class="bold red">&lt;b&gt;</tspan><tspan class="red">&amp;</tspan>c</text>',
    );
    const icon = readFileSync(join(dist, "icon.png"));
    const start = icon.indexOf("IDAT") + 4;
    expect(icon.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([128, 128]);
    const rows = inflateSync(icon.subarray(start, start + icon.readUInt32BE(start - 8)));
    expect(rows.equals(iconRows())).toBe(true);
  });
});

const KCONFIG = `config POWER
	bool "Power"

config LASER
	bool "Laser"
	depends on POWER

source "more/odd.name"
`;

test("the server of the desktop, started as the extension does it, answers", async () => {
  const folder = join(root, "ship");
  mkdirSync(join(folder, "more"), { recursive: true });
  writeFileSync(join(folder, "Kconfig"), KCONFIG);
  writeFileSync(join(folder, "more/odd.name"), "");
  const command = [process.execPath, join(dist, "server.cjs"), "lsp"];
  const client = new LanguageClient({ command, folder, environment: { KCFG_CACHE_DIR: "" } });
  await client.start(folder);
  const uri = pathToFileURL(join(folder, "Kconfig")).href;
  client.open(uri, KCONFIG);
  const { result } = await client.ask("textDocument/hover", {
    textDocument: { uri },
    position: { line: 3, character: 9 },
  });
  expect(result.contents.value).toContain("LASER = n");
  expect(await client.stop()).toBe(0);
});

/** What a worker of the web has, in one of Node. */
const AS_ON_THE_WEB = `
const { parentPort } = require("node:worker_threads");
globalThis.self = globalThis;
globalThis.addEventListener = () => {};
globalThis.postMessage = (message) => parentPort.postMessage(message);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
// What Node has and a page has not.
for (const name of ["require", "module", "exports", "process", "Buffer", "setImmediate"]) globalThis[name] = undefined;
`;

/** The server of the web in a thread. */
class WebWorker {
  readonly heard: Message[] = [];
  readonly #worker: Worker;
  #listen = () => {};

  constructor(script: string) {
    this.#worker = new Worker(`${AS_ON_THE_WEB}\n{${script}\n}`, { eval: true });
    this.#worker.on("message", (message: Message) => {
      this.heard.push(message);
      if (message.method !== undefined && message.id !== undefined)
        this.post({ jsonrpc: "2.0", id: message.id, result: null });
      this.#listen();
    });
  }

  post(data: unknown): void {
    this.#worker.postMessage(data);
  }

  end(): Promise<number> {
    return this.#worker.terminate();
  }

  async until(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.heard.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((done) => {
        this.#listen = done;
      });
    }
  }

  async ask(id: number, method: string, params: unknown): Promise<Message> {
    this.post({ jsonrpc: "2.0", id, method, params });
    return this.until((message) => message.id === id && message.method === undefined);
  }
}

test("text of a tree makes no pictures and links of its own", () => {
  expect(plain("$(shield) [Fix](command:x) (a) $x [b]")).toBe(
    "$\u200b(shield) [Fix]\u200b(command:x) (a) $x [b]",
  );
  // Whatever is shown as a message goes through it.
  const messages = sources.flatMap(
    (text) => text.match(/window\.show(?:Error|Warning|Information)Message\([^)]{8}/g) ?? [],
  );
  expect(messages.length).toBeGreaterThan(4);
  for (const each of messages) expect(each).toMatch(/Message\(plain\(/);
});

test("files that are looked for and are not there are told, each once, in whatever way that is done", async () => {
  const told: (readonly string[])[] = [];
  const host = noticing(memoryHost({ files: { "/ship/Kconfig": "" } }), (paths) => void told.push(paths));
  const here = host.at("/ship");
  expect(here.readText("Kconfig").ok).toBe(true);
  expect(here.readText(".").ok).toBe(false);
  expect([here.readText("read").ok, here.exists("there"), here.glob("source")]).toEqual([
    false,
    undefined,
    [],
  ]);
  expect([here.readText("read").ok, here.exists("Kconfig"), here.glob("*.inc")]).toEqual([false, "file", []]);
  expect(told).toEqual([]);
  await new Promise((done) => setTimeout(done));
  expect(told).toEqual([["/ship/read", "/ship/there", "/ship/source"]]);
  host.readText("late");
  await new Promise((done) => setTimeout(done));
  expect(told.slice(1)).toEqual([["/late"]]);
});

test("the server of the web answers from the files that it is given, and says which it misses", async () => {
  const worker = new WebWorker(readFileSync(join(dist, "web-server.js"), "utf8"));
  worker.post({ version: "1", texts: { "/ship/Kconfig": KCONFIG } });
  const { result } = await worker.ask(1, "initialize", {
    processId: null,
    rootUri: "file:///ship",
    capabilities: {},
    initializationOptions: { trusted: true, probes: "deny" },
  });
  expect(result.serverInfo).toEqual({ name: "kcfg", version: "1" });
  const uri = "file:///ship/Kconfig";
  const textDocument = { uri, languageId: "kconfig", version: 1, text: KCONFIG };
  worker.post({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument } });
  const at = { textDocument: { uri }, position: { line: 3, character: 9 } };
  const hover = await worker.ask(2, "textDocument/hover", at);
  expect(hover.result.contents.value).toContain("LASER = n");
  await worker.until(
    ({ method, params }) => method === "kcfg/missing" && params.paths.includes("/ship/more/odd.name"),
  );
  const diagnosticsOf = ({ method, params }: Message) =>
    method === "textDocument/publishDiagnostics" && params.uri === uri ? params.diagnostics : undefined;
  await worker.until((message) => diagnosticsOf(message)?.length === 1);
  worker.heard.length = 0;
  const texts = {
    "/ship/more/odd.name": "config ODD\n\tdef_bool y\n",
    "/ship/.config": "CONFIG_POWER=y\nCONFIG_LASER=y\n",
  };
  worker.post({ jsonrpc: "2.0", method: "kcfg/files", params: { texts } });
  const changes = [{ uri: "file:///ship/more/odd.name", type: 1 }];
  worker.post({ jsonrpc: "2.0", method: "workspace/didChangeWatchedFiles", params: { changes } });
  await worker.until((message) => diagnosticsOf(message)?.length === 0);
  expect((await worker.ask(3, "textDocument/hover", at)).result.contents.value).toContain("LASER = y");
  expect(
    (
      await worker.ask(4, "workspace/executeCommand", {
        command: "kcfg.symbol",
        arguments: [{ symbol: "ODD" }],
      })
    ).result,
  ).toMatchObject({ value: "y" });
  await worker.end();
});
