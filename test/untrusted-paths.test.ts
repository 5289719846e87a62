/** Every path that a run opens: in a tree whose commands are denied none leads out of it, but what the person named. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { watchKcfg } from "./command.ts";
import type { Touch } from "./in-process.ts";

let room: string;
let tree: string;
let outside: string;
beforeEach(() => {
  room = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-paths-"));
  tree = join(room, "tree");
  outside = join(room, "outside");
  write(outside, { secret: "TOPSECRET=1\n", Kconfig: "# TOPSECRET\n", Makefile: "# TOPSECRET\n" });
  write(room, { Kconfig: "# TOPSECRET\n", Makefile: "# TOPSECRET\n", "kcfg.json": "TOPSECRET\n" });
  mkdirSync(join(tree, ".git"), { recursive: true });
  write(tree, {
    Kconfig: TOP,
    Makefile: "VERSION = 6\nPATCHLEVEL = 12\n",
    "a.config": "CONFIG_A=y\n",
    "b.config": "CONFIG_NONE=y\n",
    "sub/Kconfig": 'config A\n\tbool "a"\n',
    "arch/x86/Kconfig": "# nothing\n",
    "p.patch": PATCH,
    answers: "kcfg-probes 1\n\nenvironment\n",
  });
  for (const [name, to] of LINKS) symlinkSync(to(outside), join(tree, name));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const TOP = [
  'mainmenu "t"\nconfig A\n\tbool "a"\n\tdefault $(shell,cat ../outside/secret && echo y)\n',
  'config B\n\tstring "b"\n\tdefault "$(shell,cat ../outside/secret)"\n',
].join("");

const PATCH = `diff --git a/../outside/secret b/Kconfig.n
similarity index 100%
rename from ../outside/secret
rename to Kconfig.n
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -1,1 +1,2 @@
 mainmenu "t"
+source "Kconfig.n"
`;

/** Links that lead out: to a file, to a folder, to where a file could be written. */
const LINKS: readonly (readonly [string, (outside: string) => string])[] = [
  ["link", (folder) => `${folder}/secret`],
  ["folder", (folder) => folder],
  ["out", () => "../outside/new"],
];

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Replaces what is there by a link. */
function link(path: string, to: string): void {
  rmSync(join(tree, path), { force: true });
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  symlinkSync(to, join(tree, path));
}

const settings = (value: unknown) => write(tree, { "kcfg.json": JSON.stringify(value) });
const check = (value: object) => settings({ check: { fragments: ["a.config"], ...value } });

/** What a stranger can do to lead a run out of the tree. */
const HOSTILE: Readonly<Record<string, () => void>> = {
  "nothing special": () => {},
  "no repository around it": () => {
    rmSync(join(tree, ".git"), { recursive: true });
    // One above the tree would be about the tree.
    rmSync(join(room, "kcfg.json"));
  },
  "kcfg.json is a link out": () => link("kcfg.json", "../outside/secret"),
  "the tree of kcfg.json is a link out": () => settings({ tree: "folder" }),
  "the tree of kcfg.json is above": () => settings({ tree: ".." }),
  "its .config is a link out": () => settings({ config: "link" }),
  "its base lies outside": () => settings({ base: "../outside/secret" }),
  "its recording lies outside": () => settings({ probes: "record=out" }),
  "its environment names another source tree": () => settings({ environment: { srctree: outside } }),
  "its fragment is a link out": () => settings({ check: { fragments: ["link"] } }),
  "its policy lies outside": () => check({ policy: ["folder/secret"] }),
  "its renames are a link out": () => check({ renames: "link" }),
  "its baseline is a link out": () => check({ baseline: "link" }),
  "its baseline is to be written outside": () => check({ baseline: "out" }),
  "a kcfg.json below names another one": () => {
    link("sub/kcfg.json", "../../outside/secret");
    check({ renames: "sub/kcfg.json" });
  },
  "the Makefile includes a path from above": () => write(tree, { Makefile: "include ../Makefile\n" }),
  "the Makefile includes an absolute path": () => write(tree, { Makefile: `include ${outside}/Makefile\n` }),
  "the Makefile includes through a link": () => write(tree, { Makefile: "include folder/Makefile\n" }),
  "the Makefile is a link out": () => link("Makefile", "../outside/Makefile"),
  "Kconfig is a link out": () => link("Kconfig", "../outside/Kconfig"),
  ".config is a link out": () => link(".config", "../outside/secret"),
  ".config is a link to nothing outside": () => link(".config", "../outside/new"),
  "a fragment is a link out": () => link("a.config", "../outside/secret"),
  "source goes up": () => write(tree, { Kconfig: `${TOP}source "../outside/secret"\n` }),
  "source goes up behind a folder": () =>
    write(tree, { Kconfig: `${TOP}source "sub/../../outside/secret"\n` }),
  "source is absolute": () => write(tree, { Kconfig: `${TOP}source "${outside}/secret"\n` }),
  "source through a link": () => write(tree, { Kconfig: `${TOP}osource "folder/Kconfig"\nsource "link"\n` }),
  "source by a pattern": () =>
    write(tree, { Kconfig: `${TOP}osource "folder/*"\nosource "../outside/K*"\n` }),
  "source by a variable": () => write(tree, { Kconfig: `E := ../outside\n${TOP}source "$(E)/secret"\n` }),
  "a defconfig is a link out": () => {
    write(tree, { "arch/x86/Makefile": "KBUILD_DEFCONFIG := x_defconfig\n" });
    link("arch/x86/configs/x_defconfig", "../../../../outside/secret");
  },
  "what the build wrote is a link out": () => link("include/config/auto.conf", "../../../outside/secret"),
};

const VERBS: readonly (readonly string[])[] = [
  ["explain", "A"],
  ["list"],
  ["search", "a"],
  ["lint"],
  ["lint", "--style", "--fix"],
  ["check"],
  ["check", "a.config"],
  ["check", "link"],
  ["check", "a.config", "--base", "link"],
  ["check", "a.config", "--format", "sarif=out", "--format", "github"],
  ["check", "a.config", "--write-baseline", "out"],
  ["set", "A=y"],
  ["set", "A=y", "-o", "out"],
  ["merge", "a.config"],
  ["graph", "A", "-o", "out"],
  ["diff", "a.config", "b.config"],
  ["diff", "--tree", "HEAD~..HEAD"],
  ["diff", "--tree", ".", "sub"],
  ["diff", "--patch", "p.patch"],
  ["list", "-C", "sub"],
  ["explain", "A", "--arch", "x86"],
  ["explain", "A", "--config", "link"],
  ["olddefconfig"],
  ["oldconfig"],
  ["listnewconfig"],
  ["defconfig", "x_defconfig"],
  ["savedefconfig", "out"],
  ["syncconfig"],
  ["conf", "--olddefconfig", "Kconfig"],
  ["conf", "--syncconfig", "Kconfig"],
];

/** Where a path leads; of what is not there, where it would be. */
function target(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  return dirname(path) === path ? path : join(target(dirname(path)), basename(path));
}

const isWithin = (folder: string, path: string) => path === folder || path.startsWith(`${folder}/`);

/** What was touched and lies elsewhere, wherever its name leads from. */
function strays(touched: readonly (readonly [Touch, string])[], named: readonly string[]): readonly string[] {
  const others = touched.filter(([, path]) => !named.includes(path) && !isWithin(tree, target(path)));
  return [...new Set(others.map(([how, path]) => `${how} ${path}`))];
}

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const touched: [Touch, string][] = [];
  const outcome = await watchKcfg(words, {
    folder: tree,
    environment: { KCFG_CACHE_DIR: join(room, "cache"), ...environment },
    onPath: (how, path) => touched.push([how, path]),
  });
  return { ...outcome, touched };
}

describe.each(Object.entries(HOSTILE))("%s", (_, prepare) => {
  test("no verb opens, lists, writes or prints what lies outside, and none runs a command", async () => {
    prepare();
    const before = readdirSync(outside).map((name) => [name, readFileSync(join(outside, name), "utf8")]);
    for (const words of VERBS) {
      const { touched, commands, stdout, stderr } = await run(words, { KCFG_PROBES: "deny" });
      const shown = `${stdout}${stderr}`.includes("TOPSECRET");
      expect({ words, strays: strays(touched, []), commands, shown }).toEqual({
        words,
        strays: [],
        commands: [],
        shown: false,
      });
    }
    const after = readdirSync(outside).map((name) => [name, readFileSync(join(outside, name), "utf8")]);
    expect(after).toEqual(before);
  });
});

test("what the person named is opened, and only that", async () => {
  const file = join(outside, "mine.config");
  writeFileSync(file, "CONFIG_A=y\n");
  const { touched, exit } = await run(["check", file, "--probes", "deny"]);
  expect(exit).not.toBe(2);
  expect(touched).toContainEqual(["read", file]);
  expect(strays(touched, [file])).toEqual([]);
  expect(strays(touched, [])).not.toEqual([]);
});

test("where commands are run, such links are followed: the witness sees it", async () => {
  write(tree, { Kconfig: 'mainmenu "t"\nsource "link"\n', "kcfg.json": '{"config": "link"}' });
  const { touched } = await run(["explain", "A", "--probes", "run"]);
  expect(strays(touched, [])).toContain(`read ${join(tree, "link")}`);
});

test.each([
  ["explain", "A"],
  ["list"],
  ["check"],
  ["check", "a.config"],
  ["lint"],
  ["set", "A=y"],
  ["merge", "a.config"],
  ["diff", "a.config", "b.config"],
  ["diff", "--tree", ".", "sub"],
  ["olddefconfig"],
])("kcfg.json is read once: %s %s", async (...words) => {
  write(tree, { Kconfig: 'mainmenu "t"\nconfig A\n\tbool "a"\n' });
  check({});
  for (const mode of ["run", "deny"]) {
    const { touched, stderr } = await run([...words], { KCFG_PROBES: mode });
    const reads = touched.filter(([how, path]) => how === "read" && path === join(tree, "kcfg.json"));
    expect({ words, mode, reads: reads.length, stderr }).toMatchObject({ words, mode, reads: 1 });
  }
});
