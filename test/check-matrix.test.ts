/** The matrix of kcfg.json: threads, shards, merged reports, and the rules that hold for all runs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-matrix-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const KCONFIG = `mainmenu "Box"

config NET
	bool "Networking"
	depends on "$(ARCH)" != "tiny"

config DRIVER
	bool "Driver"
	depends on NET

config DEBUG
	bool "Debugging"
`;

const FILES: Readonly<Record<string, string>> = {
  Kconfig: KCONFIG,
  "kcfg.json": JSON.stringify({
    check: {
      architectures: ["big", "small", "tiny"],
      bases: ["allnoconfig", "with-net.config"],
      fragments: { lab: ["lab.config"], debug: ["lab.config", "debug.config"] },
      policy: [
        { symbol: "DEBUG", rule: "forbidden", reason: "it opens the device", architectures: ["small"] },
      ],
    },
  }),
  "with-net.config": "CONFIG_NET=y\n",
  "lab.config": "# kcfg: ignore[unmet-dependency] only some bases have it\nCONFIG_DRIVER=y\nCONFIG_NONE=y\n",
  "debug.config": "CONFIG_DEBUG=y\n",
};

function folderWith(files: Readonly<Record<string, string>> = FILES): string {
  const folder = mkdtempSync(join(scratch, "case-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const kcfg = async (folder: string, ...words: readonly string[]) =>
  await runKcfg(words, { folder, environment: {} });

test("threads leave the cache alone where they are told so", async () => {
  const folder = folderWith();
  const environment = { KCFG_CACHE_DIR: join(folder, "cache") };
  const kept = async () => {
    const { stdout } = await runKcfg(["cache", "info", "--format", "json"], { folder, environment });
    return JSON.parse(stdout).summary.models;
  };
  await runKcfg(["check", "--no-cache"], { folder, environment });
  expect(await kept()).toBe(0);
  await runKcfg(["check"], { folder, environment });
  expect(await kept()).toBe(3);
});

test("all runs are in one report, equal findings once", async () => {
  const { exit, stdout } = await kcfg(folderWith(), "check", "--format", "json");
  const report = JSON.parse(stdout);
  expect(exit).toBe(1);
  expect(report.result.runs.map(({ name }: { name: string }) => name)).toEqual(
    ["big", "small", "tiny"].flatMap((arch) =>
      ["allnoconfig", "with-net.config"].flatMap((base) =>
        ["lab", "debug"].map((set) => `${arch}/${base}/${set}`),
      ),
    ),
  );
  const unknown = report.diagnostics.filter(({ code }: { code: string }) => code === "unknown-symbol");
  expect(unknown).toHaveLength(1);
  expect(unknown[0].on).toHaveLength(12);
  const policy = report.diagnostics.filter(({ code }: { code: string }) => code === "policy-forbidden");
  expect(policy.map(({ on }: { on: string[] }) => on)).toEqual([
    ["small/allnoconfig/debug", "small/with-net.config/debug"],
  ]);
  // Some runs need the comment: it is not unused. Where none does, it is.
  const unused = async (files: typeof FILES) => {
    const { stdout } = await kcfg(folderWith(files), "check", "--format", "json");
    const codes = JSON.parse(stdout).diagnostics.map(({ code }: { code: string }) => code);
    return codes.includes("unused-suppression");
  };
  expect(await unused(FILES)).toBe(false);
  expect(await unused({ ...FILES, "lab.config": FILES["lab.config"].replace("DRIVER", "DEBUG") })).toBe(true);
});

test("the text names the runs", async () => {
  const { stdout } = await kcfg(folderWith(), "check");
  expect(stdout).toContain("on big/allnoconfig/lab and 11 others");
  expect(stdout).toContain("12 runs");
});

test.each(["json", "sarif", "github", "gitlab", "junit", "rdjson", "text"])(
  "shards put together are the whole: %s",
  async (format) => {
    const folder = folderWith();
    const whole = await kcfg(folder, "check", "--format", format);
    const numbers = [5, 4, 3, 2, 1];
    for (const number of numbers)
      await kcfg(folder, "check", "--shard", `${number}/5`, "--format", `json=part${number}.json`, "-q");
    const parts = numbers.map((number) => `part${number}.json`);
    const merged = await kcfg(folder, "report", "merge", ...parts, "--format", format);
    expect(merged).toEqual(whole);
  },
);

describe("report merge refuses what is not the whole", () => {
  const folder = folderWith();
  const part = async (shard: string) => {
    const name = `part-${shard.replace("/", "-of-")}.json`;
    await kcfg(folder, "check", "--shard", shard, "--format", `json=${name}`, "-q");
  };
  beforeAll(async () => {
    for (const shard of ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6", "1/4", "1/14", "14/14"]) await part(shard);
    await kcfg(folder, "check", "--format", "json=whole.json", "-q");
  });

  test.each<readonly [string, readonly string[]]>([
    ["shards 2, 4, 5 and 6 of 6 are missing", ["1-of-6", "3-of-6"]],
    ["shard 4 of 6 is missing", ["1-of-6", "2-of-6", "6-of-6", "3-of-6", "5-of-6"]],
    ["shards 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more of 14 are missing", ["1-of-14"]],
    ["part-1-of-6.json is shard 1 of 6, but part-1-of-4.json is shard 1 of 4", ["1-of-6", "1-of-4"]],
    ["part-1-of-6.json (shard 1 of 6) is named twice", ["1-of-6", "1-of-6", "2-of-6"]],
  ])("%s", async (message, parts) => {
    const { exit, stdout, stderr } = await kcfg(
      folder,
      "report",
      "merge",
      ...parts.map((each) => `part-${each}.json`),
    );
    expect([exit, stdout, stderr]).toEqual([
      2,
      "",
      expect.stringContaining(`error[incomplete-report]: ${message}\n`),
    ]);
  });

  test("one under two names", async () => {
    const text = readFileSync(join(folder, "part-1-of-6.json"), "utf8");
    writeFileSync(join(folder, "again.json"), text);
    const { exit, stderr } = await kcfg(folder, "report", "merge", "part-1-of-6.json", "again.json");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("are both shard 1 of 6")]);
  });

  test("a share that is none", async () => {
    const text = readFileSync(join(folder, "part-1-of-6.json"), "utf8");
    writeFileSync(join(folder, "bad.json"), text.replace('"count": 6', '"count": 0'));
    const { exit, stderr } = await kcfg(folder, "report", "merge", "bad.json");
    expect([exit, stderr]).toEqual([2, expect.stringContaining("lacks parts of a report")]);
  });

  // A last shard may have no run, and is needed all the same: its machine has looked.
  test("but takes the report of all runs, alone and beside", async () => {
    const whole = await kcfg(folder, "report", "merge", "whole.json", "--format", "json");
    expect(whole.stdout).toBe(readFileSync(join(folder, "whole.json"), "utf8"));
    expect(await kcfg(folder, "report", "merge", "whole.json", "whole.json", "--format", "json")).toEqual(
      whole,
    );
  });
});

test("a tree that cannot be read in a thread is an error of the whole", async () => {
  const folder = folderWith({ ...FILES, "with-net.config": "\0" });
  rmSync(join(folder, "debug.config"));
  const { exit, stderr } = await kcfg(folder, "check");
  expect(exit).toBe(2);
  expect(stderr).toContain("cannot read debug.config");
});

test("no fix is promised that --fix would refuse: two runs share the fragment", async () => {
  const shared = (bases: readonly string[]) =>
    folderWith({
      Kconfig: KCONFIG,
      "a.config": "CONFIG_DRIVER=y\n",
      "kcfg.json": JSON.stringify({ check: { bases, fragments: ["a.config"] } }),
    });
  const alone = await kcfg(shared(["allnoconfig"]), "check");
  expect([alone.exit, alone.stdout]).toEqual([1, expect.stringContaining("(1 fixable with --fix)")]);
  const folder = shared(["allnoconfig", "alldefconfig"]);
  const { exit, stdout } = await kcfg(folder, "check");
  expect([exit, stdout]).toEqual([1, expect.stringContaining("1 change satisfies it: CONFIG_NET=y\n")]);
  expect(stdout).not.toContain("fixable");
  expect((await kcfg(folder, "check", "--fix")).exit).toBe(2);
});

test("--each checks fragments by themselves", async () => {
  const folder = folderWith({
    Kconfig: KCONFIG,
    "a.config": "CONFIG_DRIVER=y\n",
    "b.config": "CONFIG_NET=y\n",
  });
  expect((await kcfg(folder, "check", "a.config", "b.config")).exit).toBe(0);
  const { exit, stdout } = await kcfg(folder, "check", "--each", "a.config", "b.config", "--format", "json");
  expect(exit).toBe(1);
  expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: "unmet-dependency", on: ["a.config"] }]);
  expect((await kcfg(folder, "check", "--each", "--fix", "a.config", "b.config")).exit).toBe(0);
  expect(readFileSync(join(folder, "a.config"), "utf8")).toBe("CONFIG_NET=y\nCONFIG_DRIVER=y\n");
});

describe("the baseline", () => {
  test("makes what is there known, and only that", async () => {
    const folder = folderWith({ Kconfig: KCONFIG, "a.config": "CONFIG_NONE=y\n" });
    expect((await kcfg(folder, "check", "a.config", "--write-baseline", "known.json")).exit).toBe(0);
    writeFileSync(join(folder, "a.config"), "# moved\n\nCONFIG_NONE=y\n");
    const known = await kcfg(folder, "check", "a.config", "--baseline", "known.json");
    expect([known.exit, known.stdout]).toEqual([
      0,
      expect.stringMatching(/^1 request, no new findings \(1 suppressed\)/),
    ]);
    writeFileSync(join(folder, "a.config"), "CONFIG_NONE=y\nCONFIG_OTHER=y\n");
    expect((await kcfg(folder, "check", "a.config", "--baseline", "known.json")).exit).toBe(1);
  });

  test("of requests that hold all the same", async () => {
    const folder = folderWith({ Kconfig: KCONFIG, "a.config": "CONFIG_NET=n\nCONFIG_NET=y\n" });
    await kcfg(folder, "check", "a.config", "--write-baseline", "known.json");
    const { exit, stdout } = await kcfg(folder, "check", "a.config", "--baseline", "known.json");
    expect([exit, stdout]).toEqual([
      0,
      expect.stringMatching(/^all 2 requests take effect \(1 suppressed\)/),
    ]);
  });

  test("an entry that nothing is found for in a matrix", async () => {
    const folder = folderWith();
    await kcfg(folder, "check", "--write-baseline", "known.json");
    writeFileSync(join(folder, "debug.config"), "");
    const { stdout } = await kcfg(folder, "check", "--baseline", "known.json");
    expect(stdout).toContain("warning[unused-baseline]: nothing is found for this entry any more");
    // Where it was looked for is told at the other findings alone.
    const told = stdout.slice(stdout.indexOf("warning[unused-baseline]"));
    expect(told.split("\n\n", 1)[0]).not.toContain("note: on");
  });

  test.each([
    ["{", "bad.json:1:2"],
    ["[]", "bad.json:1:1"],
    ['{"findings": [{}]}', "bad.json:1:15"],
  ])("%s is none", async (text, place) => {
    const folder = folderWith({ Kconfig: KCONFIG, "a.config": "CONFIG_NET=y\n", "bad.json": text });
    const { exit, stderr } = await kcfg(folder, "check", "a.config", "--baseline", "bad.json");
    expect([exit, stderr]).toEqual([2, expect.stringContaining(place)]);
    expect(stderr).toContain("error[malformed-baseline]");
  });
});

test.each([
  ['{"check": []}', "kcfg.json:1:11", "'check' must be an object"],
  ['{"check": {"base": []}}', "kcfg.json:1:12", "unknown key 'base' in 'check'"],
  ['{"check": {"bases": [1]}}', "kcfg.json:1:22", "'bases' must be a string or a list of strings"],
  ['{"check": {"policy": [{"symbol": "A"}]}}', "kcfg.json:1:23", "the rule of A must be one of"],
  ['{"check": {"policy": [{"symbol": "A", "rule": "required"}]}}', "kcfg.json:1:23", "gives no reason"],
  [
    '{"check": {"policy": [{"symbol": "A", "rule": "required", "reason": "r", "versions": "new"}]}}',
    "kcfg.json:1:86",
    "versions are limits",
  ],
  ['{"check": {}}', "error[no-fragments]", "no fragments to check"],
])("%s is refused", async (text, place, message) => {
  const { exit, stderr } = await kcfg(folderWith({ Kconfig: KCONFIG, "kcfg.json": text }), "check");
  expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).toContain(place);
});

test.each([
  ["not json", "no valid JSON"],
  ["{}", "is not a report"],
  ['{"command": "check", "tool": {}, "result": {}, "schemaVersion": 9}', "schema version 9"],
  ['{"command": "check", "tool": {}, "result": {}, "schemaVersion": 1}', "lacks parts"],
])("report merge refuses %s", async (text, message) => {
  const { exit, stderr } = await kcfg(folderWith({ "r.json": text }), "report", "merge", "r.json");
  expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).toContain("error[malformed-report]");
});

test.each([
  [{ versions: ">=6.1" }, ["big"], "this tree has no version"],
  [{ architectures: ["smal"] }, ["big", "small"], "smal is no architecture of this check"],
  [{ architectures: ["x68", "amr"] }, ["big"], "x68 and amr are no architectures of this check"],
  [{ architectures: ["small"] }, [], "no architecture is named here"],
  [{ architectures: ["small"] }, ["big", "small"], undefined],
  [{ architectures: ["smal", "small"] }, ["big", "small"], undefined],
  [{}, ["big"], undefined],
])("a rule for %j where %j are checked", async (limits, architectures, why) => {
  const rule = { symbol: "DEBUG", rule: "forbidden", reason: "r", ...limits };
  const settings = { check: { architectures, fragments: ["debug.config"], policy: [rule] } };
  const folder = folderWith({
    Kconfig: KCONFIG,
    "debug.config": "CONFIG_NET=y\n",
    "kcfg.json": JSON.stringify(settings),
  });
  const { exit, stdout } = await kcfg(folder, "check", "--format", "json");
  const said = JSON.parse(stdout).diagnostics.map(({ code, message }: { code: string; message: string }) => [
    code,
    message,
  ]);
  expect([exit, said]).toEqual([
    0,
    why === undefined ? [] : [["unreachable-policy-rule", `the rule about DEBUG never applies: ${why}`]],
  ]);
});

test("a line of a list of renamed symbols that is none", async () => {
  const folder = folderWith({ Kconfig: KCONFIG, "a.config": "CONFIG_NET=y\n", "r.txt": "A B\nA B C\n" });
  const { exit, stderr } = await kcfg(folder, "check", "a.config", "--renames", "r.txt");
  expect([exit, stderr]).toEqual([2, expect.stringContaining("r.txt:2:1")]);
  expect(stderr).toContain("error[malformed-rename]");
});

test("a renamed symbol that means the opposite, and a transitional one", async () => {
  const tree = `${KCONFIG}\nconfig OLD\n\tbool\n\ttransitional\n\nconfig NEW\n\tbool "New"\n\tdefault OLD\n`;
  const folder = folderWith({
    Kconfig: tree,
    "a.config": "CONFIG_NO_NET=y\nCONFIG_OLD=y\n",
    "r.txt": "NO_NET !NET\n",
  });
  writeFileSync(join(folder, "a.config"), "CONFIG_NO_NET=n\nCONFIG_OLD=y\n");
  const words = ["check", "a.config", "--renames", "r.txt", "--dialect", "linux-next"];
  const { stdout } = await kcfg(folder, ...words, "--format", "json");
  expect(JSON.parse(stdout).diagnostics.map(({ message }: { message: string }) => message)).toEqual([
    "NO_NET is called NET now and means the opposite",
    "OLD is called NEW now",
  ]);
  expect((await kcfg(folder, ...words, "--fix")).exit).toBe(0);
  expect(readFileSync(join(folder, "a.config"), "utf8")).toBe("CONFIG_NET=y\nCONFIG_NEW=y\n");
});
