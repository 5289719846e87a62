/** Former names in kcfg's own verbs: what they feed, what was set by them, what becomes of a line with one. */
import { expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import type { Host } from "../src/text/host.ts";

const KCONFIG = `config MODULES
\tdef_bool y
\tmodules

config OLD
\tbool
\ttransitional

config LONE
\tbool
\ttransitional

config OLD_NAME
\tstring
\ttransitional

config GATE
\tbool "gate"

config NEW
\tbool "new" if GATE
\tdefault OLD

config NAME
\tstring "name"
\tdefault OLD_NAME

config USER
\tbool "user"
\tdepends on NEW
`;

interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly host: ReturnType<typeof memoryHost>;
}

async function kcfg(
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
  change: (host: Host) => Host = (host) => host,
): Promise<Answer> {
  const host = memoryHost({ files: { Kconfig: KCONFIG, ...files } });
  const exit = await run(words, change(host));
  return { exit, stdout: host.stdoutText(), stderr: host.stderrText(), host };
}

test("explain of a former name says what it feeds, and what y would make of it", async () => {
  const { stdout } = await kcfg(["explain", "OLD"]);
  expect(stdout).toContain("transitional: a former name, which is read from a .config and never written");
  expect(stdout).toMatch(/^feeds\n {2}NEW = n; OLD=y would make it y {2}default OLD {2}Kconfig:/m);
  expect(stdout).not.toContain("impossible");
});

test("explain of a former name that nothing takes over", async () => {
  const { stdout } = await kcfg(["explain", "LONE"]);
  expect(stdout).toContain("feeds  no symbol: no default is LONE, so that a line with it has no effect");
});

test("explain of a symbol says that it was set by its former name, and where", async () => {
  const files = { ".config": 'CONFIG_GATE=y\nCONFIG_OLD=y\nCONFIG_OLD_NAME="a b"\n' };
  const { stdout } = await kcfg(["explain", "NEW", "NAME"], files);
  expect(stdout).toMatch(/why y {2}It is requested by its former name OLD:\n {2}CONFIG_OLD=y +\.config:2/);
  expect(stdout).toMatch(/why "a b" {2}It is requested by its former name OLD_NAME:\n.*\.config:3/);
  const json = JSON.parse((await kcfg(["explain", "NEW", "OLD", "--format", "json"], files)).stdout);
  expect(json.result).toMatchObject([
    { symbol: "NEW", value: "y", transitional: false, origin: { kind: "user", formerName: "OLD" } },
    { symbol: "OLD", written: false, transitional: true, successors: [{ symbol: "NEW", value: "y" }] },
  ]);
});

test("a line with the new name wins, and is not told as the old one", async () => {
  const files = { ".config": "CONFIG_GATE=y\nCONFIG_OLD=y\n# CONFIG_NEW is not set\n" };
  const { stdout } = await kcfg(["explain", "NEW"], files);
  expect(stdout).toMatch(/why n {2}It is turned off:\n {2}"# CONFIG_NEW is not set" +\.config:3/);
});

test("set of a former name is refused with the name of today; that command works", async () => {
  const { exit, stderr } = await kcfg(["set", "OLD=y"]);
  expect([exit, stderr]).toEqual([1, expect.stringContaining("help: write NEW=y")]);
  expect(stderr).toContain("nothing written");
  const fixed = await kcfg(["set", "NEW=y", "--fix"]);
  expect(fixed.exit).toBe(0);
  expect(fixed.host.files.get("/.config")).toContain("CONFIG_NEW=y");
});

test("set of a former name that nothing takes over", async () => {
  const { exit, stderr } = await kcfg(["set", "LONE=y"]);
  expect([exit, stderr]).toEqual([1, expect.stringContaining("error[promptless]")]);
});

test("set keeps what was asked by a former name", async () => {
  const files = { ".config": "CONFIG_GATE=y\nCONFIG_OLD=y\n" };
  const { exit, host } = await kcfg(["set", "USER=y"], files);
  expect(exit).toBe(0);
  const written = host.files.get("/.config") ?? "";
  expect(written).toContain("CONFIG_NEW=y\n");
  expect(written).toContain("CONFIG_USER=y\n");
  expect(written).not.toContain("OLD");
});

test("what only a former name could turn on is not told to be impossible", async () => {
  const Kconfig = "config OLD\n\tbool\n\ttransitional\n\nconfig NEW\n\tbool\n\tdefault OLD\n";
  const { stdout } = await kcfg(["explain", "NEW"], { Kconfig });
  expect(stdout).not.toContain("impossible");
  const { stdout: linted } = await kcfg(["lint"], { Kconfig });
  expect(linted).not.toContain("dead-symbol");
});

test("check tells a former name as renamed, a warning while what is meant holds", async () => {
  const open = { "a.config": "CONFIG_GATE=y\nCONFIG_OLD=y\n" };
  const held = await kcfg(["check", "a.config"], open);
  expect([held.exit, held.stdout]).toEqual([
    0,
    expect.stringContaining("warning[renamed]: OLD is called NEW now"),
  ]);
  // Without the gate the prompt is hidden: the default holds all the same, and then the line does.
  const files = { "a.config": "CONFIG_OLD=y\n# CONFIG_NEW is not set\nCONFIG_GATE=y\n" };
  const lost = await kcfg(["check", "a.config"], files);
  expect([lost.exit, lost.stdout]).toEqual([
    1,
    expect.stringContaining("error[renamed]: OLD is called NEW now"),
  ]);
});

test("check --fix writes the name of today", async () => {
  const { exit, host } = await kcfg(["check", "a.config", "--fix"], {
    "a.config": "CONFIG_GATE=y\nCONFIG_OLD=y\n",
  });
  expect(exit).toBe(0);
  expect(host.files.get("/a.config")).toBe("CONFIG_GATE=y\nCONFIG_NEW=y\n");
});

test("check of a former name that nothing takes over, or several do", async () => {
  const lone = await kcfg(["check", "a.config"], { "a.config": "CONFIG_LONE=y\n" });
  expect([lone.exit, lone.stdout]).toEqual([1, expect.stringContaining("no symbol takes over its value")]);
  const Kconfig = `${KCONFIG}\nconfig ALSO\n\tbool "also"\n\tdefault OLD\n`;
  const both = await kcfg(["check", "a.config", "--fix"], { Kconfig, "a.config": "CONFIG_OLD=y\n" });
  expect(both.stdout).toContain("OLD is gone; NEW, ALSO take over its value for now");
  expect(both.host.files.get("/a.config")).toBe("CONFIG_OLD=y\n");
});

test("lint tells the former name that nothing takes over, and no other", async () => {
  const { exit, stdout } = await kcfg(["lint"]);
  expect(exit).toBe(1);
  expect(stdout.match(/unused-transitional\]: \w+/g)).toEqual(["unused-transitional]: LONE"]);
});

test("search and graph name the symbol of today", async () => {
  expect((await kcfg(["search", "OLD"])).stdout).toContain("  a former name of NEW\n");
  expect((await kcfg(["graph", "OLD", "--direction", "down"])).stdout).toContain("NEW");
});

test("on a terminal olddefconfig says how many values are not as requested, and where to look", async () => {
  const files = { ".config": "CONFIG_OLD=y\nCONFIG_USER=y\n# CONFIG_GATE is not set\nCONFIG_NEW=n\n" };
  const onTerminal = (host: Host): Host => ({ ...host, stderr: { ...host.stderr, isTerminal: true } });
  const line = "1 value is not as requested: kcfg check .config.old shows why\n";
  const shown = await kcfg(["olddefconfig"], files, onTerminal);
  expect([shown.exit, shown.stderr]).toEqual([0, line]);
  const [, command] = /: kcfg (.*) shows why/.exec(line) ?? [];
  const after = await run([...(command ?? "").split(" ")], shown.host);
  expect(after).toBe(1);
  expect(shown.host.stdoutText()).toContain(
    "NEW=n has no effect while its prompt is not visible, the result is y",
  );
  for (const [words, change] of [
    [["olddefconfig"], (host: Host) => host],
    [["olddefconfig", "-q"], onTerminal],
    [["conf", "--olddefconfig", "Kconfig"], onTerminal],
  ] as const)
    expect((await kcfg(words, files, change)).stderr).toBe("");
});
