/** Links to files: where a terminal can follow them, nowhere else, and nothing in a path is obeyed. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { showsLinks } from "../src/commands/links.ts";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { fileUri, withFileLinks } from "../src/report/file-links.ts";
import { safeText } from "../src/report/safe-text.ts";
import { OWN } from "../src/report/style.ts";
import { decodeText } from "../src/text/encoding.ts";
import type { Environment, Host } from "../src/text/host.ts";
import { commandBundle } from "./command.ts";

const ESC = "\u001b";
const END = `${ESC}\\`;
const LINK = new RegExp(`${ESC}\\]8;;([^${ESC}\u0007]*)${ESC}\\\\([^${ESC}]*)${ESC}\\]8;;${ESC}\\\\`, "g");
/** What is shown, and where it leads. */
const linksIn = (text: string) => [...text.matchAll(LINK)].map(([, uri, shown]) => [shown, uri] as const);

const KCONFIG = 'source "sub/Kconfig"\n\nconfig BASE\n\tbool "base"\n';
const SUB =
  'config TOP\n\tbool "top, see sub/Kconfig:1 and /etc/passwd:1 and ../secret:3"\n\tdepends on BASE\n';
const FILES = {
  Kconfig: KCONFIG,
  "sub/Kconfig": SUB,
  ".config": "# CONFIG_BASE is not set\n",
  "a b.config": "CONFIG_TOP=y\n",
};

interface Seen {
  readonly stdout: string;
  readonly stderr: string;
}

/** What both streams get where the terminal knows links; `asked` are the paths that are looked for on the disk. */
async function seen(
  words: readonly string[],
  {
    files = FILES as Readonly<Record<string, string>>,
    environment = { TERM: "xterm-kitty" } as Environment,
    isTerminal = true,
    isFile = false,
    columns = 100,
    asked = new Set<string>(),
  } = {},
): Promise<Seen> {
  const host = memoryHost({ files, environment, folder: "/tree" });
  const texts = { stdout: "", stderr: "" };
  const stream = (name: keyof Seen) => ({
    write: (text: string) => {
      texts[name] += text;
    },
    isTerminal,
    isFile,
    columns,
  });
  const shown = (each: Host): Host => ({
    ...each,
    hostName: "lab",
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    exists: (path) => {
      asked.add(path);
      return each.exists(path);
    },
    at: (folder) => shown(each.at(folder)),
  });
  await run(words, shown(host));
  return texts;
}

describe("where files are linked", () => {
  test("explain: the entry, the reasons, and the line of the .config", async () => {
    const { stdout } = await seen(["explain", "TOP"]);
    expect(linksIn(stdout)).toEqual(
      expect.arrayContaining([
        ["sub/Kconfig:1", "file://lab/tree/sub/Kconfig#1"],
        ["sub/Kconfig:3", "file://lab/tree/sub/Kconfig#3"],
        [".config:1", "file://lab/tree/.config#1"],
      ]),
    );
  });

  test("check: the line of the fragment, and the dependency", async () => {
    const { stdout } = await seen(["check", "--base", ".config", "a b.config"]);
    expect(linksIn(stdout)).toEqual(
      expect.arrayContaining([
        ["a b.config:1:1", "file://lab/tree/a%20b.config#1"],
        ["sub/Kconfig:3", "file://lab/tree/sub/Kconfig#3"],
      ]),
    );
  });

  test("search, lint, and refusals of set", async () => {
    const dead = { Kconfig: 'config A\n\tbool "a"\n\tdepends on NOWHERE\n' };
    const top = ["sub/Kconfig:1", "file://lab/tree/sub/Kconfig#1"];
    expect(linksIn((await seen(["search", "top"])).stdout)).toContainEqual(top);
    const lint = await seen(["lint"], { files: dead });
    expect(linksIn(lint.stdout).map(([, uri]) => uri)).toContain("file://lab/tree/Kconfig#3");
    const set = await seen(["set", "TOP=y"]);
    expect(linksIn(set.stderr).map(([, uri]) => uri)).toContain("file://lab/tree/sub/Kconfig#3");
  });

  test("paths from a folder below, and from outside", async () => {
    const below = await seen(["check", "-C", "sub", "--base", "../.config", "../a b.config"]);
    expect(linksIn(below.stdout)).toEqual(
      expect.arrayContaining([
        ["../a b.config:1:1", "file://lab/tree/a%20b.config#1"],
        ["sub/Kconfig:3", "file://lab/tree/sub/Kconfig#3"],
      ]),
    );
  });

  test("what is shown is the same as without links, at any width", async () => {
    for (const columns of [40, 60, 100]) {
      const linked = await seen(["explain", "TOP", "BASE"], { columns });
      const plain = await seen(["explain", "TOP", "BASE"], { columns, environment: { TERM: "xterm" } });
      expect(linked.stdout).not.toBe(plain.stdout);
      expect(linked.stdout.replaceAll(LINK, "$2")).toBe(plain.stdout);
    }
  });

  test("NO_COLOR takes the colours alone", async () => {
    const { stdout } = await seen(["explain", "TOP"], { environment: { TERM: "foot", NO_COLOR: "1" } });
    expect(linksIn(stdout).length).toBeGreaterThan(2);
    expect(stdout).not.toContain(`${ESC}[`);
  });
});

describe("where they are not", () => {
  const environment = { TERM: "xterm-kitty", FORCE_HYPERLINK: "1" };
  test.each([
    ["a pipe", ["explain", "TOP"], { isTerminal: false }],
    ["a file, also by force", ["explain", "TOP"], { environment, isTerminal: false, isFile: true }],
    ["JSON, also by force", ["explain", "TOP", "--format", "json"], { environment }],
    ["other formats, also by force", ["check", "a b.config", "--format", "sarif"], { environment }],
    ["list, which is for scripts", ["list", "--format", "json"], { environment }],
    ["a terminal that is not known", ["explain", "TOP"], { environment: { TERM: "xterm" } }],
    ["FORCE_HYPERLINK=0", ["explain", "TOP"], { environment: { ...environment, FORCE_HYPERLINK: "0" } }],
  ] as const)("%s", async (_, words, how) => {
    const { stdout, stderr } = await seen(words, how);
    expect(stdout).not.toBe("");
    expect(stdout + stderr).not.toContain(`${ESC}]`);
  });

  test("by force they are in a pipe", async () => {
    const { stdout } = await seen(["explain", "TOP"], { environment, isTerminal: false });
    expect(linksIn(stdout).length).toBeGreaterThan(2);
  });

  test("a file that a text of the tree names is neither linked nor looked for, unless it is in the tree", async () => {
    const asked = new Set<string>();
    const files = { ...FILES, "/etc/passwd": "", "/secret": "" };
    const { stdout } = await seen(["explain", "TOP"], { files, asked });
    const shown = linksIn(stdout).map(([place]) => place);
    expect(stdout).toContain("/etc/passwd:1 and ../secret:3");
    expect(shown).toContain("sub/Kconfig:1");
    expect(shown.filter((place) => place.includes("passwd") || place.includes("secret"))).toEqual([]);
    expect([...asked].filter((path) => !path.startsWith("/tree/"))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/passwd|secret/)]),
    );
  });
});

describe("which terminals", () => {
  const terminal = { write: () => {}, isTerminal: true, columns: 80 };
  test.each([
    [true, { WT_SESSION: "1" }],
    [true, { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.1.0" }],
    [false, { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.0.15" }],
    [true, { TERM_PROGRAM: "WezTerm", TERM_PROGRAM_VERSION: "20230712-072601-f4abf8fd" }],
    [false, { TERM_PROGRAM: "WezTerm", TERM_PROGRAM_VERSION: "20200503-171512-b13ef15f" }],
    [true, { TERM_PROGRAM: "vscode", TERM_PROGRAM_VERSION: "1.100.3" }],
    [false, { TERM_PROGRAM: "vscode", TERM_PROGRAM_VERSION: "1.71.2" }],
    [true, { TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.4a" }],
    [false, { TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.3a" }],
    [false, { TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.3a", VTE_VERSION: "7200" }],
    [false, { TERM_PROGRAM: "Apple_Terminal", TERM_PROGRAM_VERSION: "453" }],
    [true, { TERM_PROGRAM: "ghostty" }],
    [true, { VTE_VERSION: "5001" }],
    [false, { VTE_VERSION: "5000" }],
    [true, { TERM: "foot-extra" }],
    [false, { TERM: "footloose" }],
    [false, { TERM: "xterm-256color" }],
    [false, { TERM: "dumb", WT_SESSION: "1" }],
    [false, { WT_SESSION: "1", CI: "true" }],
    [true, { CI: "true", FORCE_HYPERLINK: "1" }],
    [false, {}],
  ] as const)("%s: %j", (expected, environment) => {
    expect(showsLinks(terminal, environment)).toBe(expected);
  });
});

describe("hostile paths", () => {
  /** What a path could try: to end the sequence, to begin another one, to add parameters, to lead elsewhere. */
  const HOSTILE = [
    `a${END}b`,
    "a\u0007b",
    "a\u009cb",
    `a${ESC}]0;title\u0007b`,
    "a;id=x;b",
    "a#9?b%2e",
    "a\\b",
    "ä\udcff",
    "a\u202eb",
  ];

  test.each(HOSTILE)("%j as a URI is printable ASCII, and the same bytes", (path) => {
    const uri = fileUri(`/${path}`, "3", `h${path}`);
    expect(uri).toMatch(/^file:\/\/[\w.~%-]+\/[\w./~%-]+#3$/);
    const bytes = uri.slice(uri.indexOf("/", "file://".length) + 1, -2);
    const decoded = Uint8Array.from(bytes.match(/%[0-9A-F]{2}|./g) ?? [], (part) =>
      part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
    );
    expect(decodeText(decoded)).toBe(path);
  });

  test("a sequence holds what kcfg put there, and what is shown is safe", () => {
    for (const path of HOSTILE) {
      const shown = safeText(path);
      const links = { hostName: "lab", fileOf: (each: string) => (each === shown ? `/${path}` : undefined) };
      const text = withFileLinks(`at ${shown}:3 and on`, { links });
      expect(text.replaceAll(LINK, "$2")).toBe(`at ${shown}:3 and on`);
      expect(linksIn(text)).toHaveLength(1);
      expect(text.split(ESC)).toHaveLength(5);
    }
  });

  test("a text of the tree that looks like a link is none", async () => {
    const evil = `${ESC}]8;;http://evil.example${END}click${ESC}]8;;${END} ${OWN.slice(0, 3)}${ESC}]8;;x${END}`;
    const files = { Kconfig: `config A\n\tbool "a"\n\thelp\n\t  ${evil} Kconfig:1\n`, ".config": "" };
    const { stdout } = await seen(["explain", "A"], { files });
    expect(stdout).toContain("evil.example");
    expect(linksIn(stdout).map(([, uri]) => uri)).toEqual(
      linksIn(stdout).map(() => "file://lab/tree/Kconfig#1"),
    );
    expect(stdout.replaceAll(LINK, "$2").split(`${ESC}]`)).toHaveLength(1);
  });
});

describe("on a real terminal", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kcfg-links-"));
    const hostile = "sub;\u0007#x";
    const files = {
      ...FILES,
      Kconfig: `source "${hostile}/Kconfig"\n${KCONFIG}`,
      [`${hostile}/Kconfig`]: 'config H\n\tbool "h"\n',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const on = (line: string, environment: Readonly<Record<string, string>>) => {
    const command = `stty rows 12 cols 100; ${process.execPath} ${commandBundle()} ${line}`;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "", ...environment },
      encoding: "utf8",
      timeout: 30_000,
    });
    return stdout.replaceAll("\r", "");
  };

  test("explain and check have links where TERM says so, and only there", () => {
    const uri = `file://${hostname()}${folder}/sub/Kconfig#3`;
    for (const line of ["explain TOP", "check --base .config 'a b.config'"]) {
      expect(linksIn(on(line, { TERM: "xterm-kitty" }))).toContainEqual(["sub/Kconfig:3", uri]);
      expect(on(line, { TERM: "xterm" })).not.toContain(`${ESC}]`);
    }
  });

  test("a hostile folder is shown and linked, and ends nothing", () => {
    const text = on("explain H", { TERM: "xterm-kitty" });
    expect(linksIn(text)).toContainEqual([
      "sub;␇#x/Kconfig:1",
      `file://${hostname()}${folder}/sub%3B%07%23x/Kconfig#1`,
    ]);
    expect(text).not.toContain("\u0007");
  });

  test("a file gets none, whatever is forced; a pager gets them by force only", () => {
    on("explain TOP >out.txt", { TERM: "xterm-kitty", FORCE_HYPERLINK: "1" });
    expect(readFileSync(join(folder, "out.txt"), "utf8")).not.toContain(ESC);
    const pager = { TERM: "xterm-kitty", PAGER: "sed 's/^/> /'" };
    const paged = on("explain TOP BASE H", pager);
    expect(paged).toContain("> ");
    expect(linksIn(paged)).toEqual([]);
    expect(linksIn(on("explain TOP BASE H", { ...pager, FORCE_HYPERLINK: "1" })).length).toBeGreaterThan(2);
  });
});
