/** A run of conf that changed nothing is repeated without a model, as long as all that it rests on is the same. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commandBundle, runKcfg } from "./command.ts";

const scratch = mkdtempSync(join(tmpdir(), "kcfg-outcome-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Longer than a change can hide behind the tick of a clock. */
const OLD_ENOUGH = 2600;

const TREE = {
  Kconfig: `mainmenu "Tree"\n
config A\n\tbool "a"\n
config B\n\tbool "b"\n\tdepends on A\n\tdefault $(shell,./answer.sh)\n
config C\n\tstring "c"\n\tdefault "$(WORD)"\n
config D\n\tbool\n\tdefault y\n\tselect E if C != "quiet"\n
config E\n\tbool "e"\n\tdepends on F\n
config F\n\tbool "f"\n
source "sub/Kconfig"\n`,
  "sub/Kconfig": 'config G\n\tbool "g"\n\tdefault y\n',
  "answer.sh": "#!/bin/sh\necho y\n",
  "mini.config": "CONFIG_F=y\n",
  "all.config": "CONFIG_F=y\n",
  ".config": "CONFIG_A=y\n",
};

/** Of Linux 6.12: by its version, that variables of it count. */
const VARIABLES = { KERNELVERSION: "6.12.0", WORD: "loud" };

type Variables = Readonly<Record<string, string>>;

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (text.startsWith("#!")) chmodSync(join(folder, path), 0o755);
  }
}

/** All files but those of the cache: path to text. */
function filesIn(folder: string, below = ""): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (path === "cache") return [];
      return entry.isDirectory()
        ? [...filesIn(folder, path)]
        : [[path, readFileSync(join(folder, path), "latin1")]];
    }),
  );
}

async function conf(folder: string, words: readonly string[], more: Variables = {}, input = "") {
  const environment = {
    PATH: "/usr/bin:/bin",
    ...VARIABLES,
    KCFG_CACHE_DIR: join(folder, "cache"),
    ...more,
  };
  const { exit, stdout, stderr } = await runKcfg(["conf", "--timings", ...words, "Kconfig"], {
    folder,
    environment,
    input,
  });
  const told = stderr.split(/^(?=[ ]*[\d.]+ ms {2})/m);
  return {
    exit,
    stdout,
    stderr: told[0],
    // What is repeated calculates nothing.
    isRepeated: exit === 0 && !told.some((line) => line.includes("  evaluate")),
  };
}

/** A folder in which a run was repeated already. */
async function settled(name: string, words: readonly string[], more: Variables = {}): Promise<string> {
  const folder = join(scratch, name);
  write(folder, TREE);
  const old = (Date.now() - 60_000) / 1000;
  await conf(folder, words, more);
  // Stamps of what was just written are too young to tell a change; the model is kept again once they are not.
  for (const path of Object.keys(TREE)) if (path !== ".config") utimesSync(join(folder, path), old, old);
  return folder;
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

interface Change {
  readonly name: string;
  readonly words?: readonly string[];
  readonly before?: Variables;
  /** Answers variables that are other ones. */
  readonly change: (folder: string) => Variables | undefined;
  /** Whether the run is repeated all the same. */
  readonly isSame?: boolean;
}

const SYNC = ["--syncconfig"];

const changes: readonly Change[] = [
  { name: "nothing", change: () => undefined, isSame: true },
  {
    name: "the time of .config",
    change: (folder) => void utimesSync(join(folder, ".config"), 1000, 1000),
    isSame: true,
  },
  { name: "a line of .config", change: (folder) => void edit(folder, ".config", "CONFIG_A=y", "CONFIG_A=n") },
  {
    name: "a line of .config, to the same size and with the old time",
    change: (folder) => {
      const { atime, mtime } = statSync(join(folder, ".config"));
      edit(folder, ".config", 'CONFIG_C="loud"', 'CONFIG_C="lewd"');
      utimesSync(join(folder, ".config"), atime, mtime);
      return undefined;
    },
  },
  { name: "a comment in .config", change: (folder) => void edit(folder, ".config", "#", "# mine\n#") },
  { name: "no .config", change: (folder) => void unlinkSync(join(folder, ".config")) },
  {
    name: "another .config",
    change: (folder) => {
      write(folder, { other: "CONFIG_A=n\n" });
      return { KCONFIG_CONFIG: "other" };
    },
  },
  {
    name: "a Kconfig file",
    change: (folder) => void edit(folder, "sub/Kconfig", "default y", "default n\n\tdepends on F"),
  },
  { name: "no Kconfig file", change: (folder) => void unlinkSync(join(folder, "sub/Kconfig")) },
  { name: "a variable of a Kconfig file", change: () => ({ WORD: "quiet" }) },
  { name: "what a command answers", change: (folder) => void edit(folder, "answer.sh", "echo y", "echo n") },
  {
    name: "what a command answers, where it is trusted",
    words: ["--trust-probes", "--olddefconfig"],
    change: (folder) => void edit(folder, "answer.sh", "echo y", "echo n"),
  },
  { name: "the prefix", change: () => ({ CONFIG_: "CFG_" }) },
  { name: "that warnings end the run", change: () => ({ KCONFIG_WERROR: "1" }) },
  {
    name: "that unknown symbols are told",
    change: () => ({ KCONFIG_WARN_UNKNOWN_SYMBOLS: "1" }),
    isSame: false,
  },
  { name: "that .config is written over", change: () => ({ KCONFIG_OVERWRITECONFIG: "1" }) },
  { name: "that changed values are told", change: () => ({ KCONFIG_WARN_CHANGED_INPUT: "1" }) },
  { name: "another version", change: () => ({ KERNELVERSION: "6.1.0" }) },
  { name: "a variable that nobody looks at", change: () => ({ NOBODY: "1" }), isSame: true },
  { name: "nothing, for a build", words: SYNC, change: () => undefined, isSame: true },
  {
    name: "auto.conf",
    words: SYNC,
    change: (folder) => void edit(folder, "include/config/auto.conf", "CONFIG_A=y", "CONFIG_Z=y"),
  },
  {
    name: "no auto.conf",
    words: SYNC,
    change: (folder) => void unlinkSync(join(folder, "include/config/auto.conf")),
  },
  {
    name: "no autoconf.h, which is written each time",
    words: SYNC,
    change: (folder) => void unlinkSync(join(folder, "include/generated/autoconf.h")),
    isSame: true,
  },
  {
    name: "a folder in place of autoconf.h",
    words: SYNC,
    change: (folder) => {
      unlinkSync(join(folder, "include/generated/autoconf.h"));
      write(folder, { "include/generated/autoconf.h/x": "" });
      return undefined;
    },
  },
  { name: "where auto.conf is", words: SYNC, change: () => ({ KCONFIG_AUTOCONFIG: "here/auto.conf" }) },
  { name: "where autoconf.h is", words: SYNC, change: () => ({ KCONFIG_AUTOHEADER: "here/autoconf.h" }) },
  {
    name: "that .config is not to be changed",
    words: SYNC,
    change: (folder) => {
      edit(folder, ".config", "CONFIG_A=y", "CONFIG_A=n");
      return { KCONFIG_NOSILENTUPDATE: "1" };
    },
  },
  {
    name: "a seed configuration",
    words: ["--allnoconfig"],
    before: { KCONFIG_ALLCONFIG: "mini.config" },
    change: (folder) => void edit(folder, "mini.config", "CONFIG_F=y", "CONFIG_A=y"),
  },
  {
    name: "a seed configuration that comes first and was missing",
    words: ["--allnoconfig"],
    before: { KCONFIG_ALLCONFIG: "1" },
    change: (folder) => void write(folder, { "allno.config": "CONFIG_A=y\n" }),
  },
  {
    name: "the seed of random values",
    words: ["--randconfig"],
    before: { KCONFIG_SEED: "1" },
    change: () => ({ KCONFIG_SEED: "7" }),
  },
  {
    name: "the file of a defconfig",
    words: ["--defconfig=mini.config"],
    change: (folder) => void edit(folder, "mini.config", "CONFIG_F=y", "CONFIG_A=y"),
  },
];

function edit(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(folder, path), text.replace(from, to));
}

describe("an outcome that is kept", () => {
  const folders = new Map<string, string>();
  beforeAll(async () => {
    for (const [index, { name, words = ["--olddefconfig"], before }] of changes.entries())
      folders.set(name, await settled(`c${index}`, words, before));
    await wait(OLD_ENOUGH);
  }, 60_000);

  test.each(changes.map(({ name }) => name))("%s", async (name) => {
    const {
      words = ["--olddefconfig"],
      before = {},
      change,
      isSame,
    } = changes.find((each) => each.name === name) as Change;
    const folder = folders.get(name) as string;
    // The first finds the stamps settled, the second has the model, the third has the outcome.
    await conf(folder, words, before);
    await conf(folder, words, before);
    expect((await conf(folder, words, before)).isRepeated).toBe(true);
    const more = { ...before, ...change(folder) };
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    rmSync(join(copy, "cache"), { recursive: true });
    const fresh = await conf(copy, ["--no-cache", ...words], more);
    const kept = await conf(folder, words, more);
    expect({ ...kept, isRepeated: false }).toEqual({ ...fresh, isRepeated: false });
    expect(filesIn(folder)).toEqual(filesIn(copy));
    expect(kept.isRepeated).toBe(isSame ?? false);
    // And whatever was kept by that is as good.
    expect({ ...(await conf(folder, words, more)), isRepeated: false }).toEqual({
      ...(await conf(copy, ["--no-cache", ...words], more)),
      isRepeated: false,
    });
    expect(filesIn(folder)).toEqual(filesIn(copy));
  });
});

test("a build's files are as new after a run that is repeated", async () => {
  const folder = await settled("times", SYNC);
  await wait(OLD_ENOUGH);
  for (let run = 0; run < 3; run++) await conf(folder, SYNC);
  const autoConf = join(folder, "include/config/auto.conf");
  utimesSync(autoConf, 1000, 1000);
  expect((await conf(folder, SYNC)).isRepeated).toBe(true);
  expect(statSync(autoConf).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
});

test("what comes through a pipe is read by the run itself", async () => {
  const folder = await settled("pipe", ["--allnoconfig"]);
  await wait(OLD_ENOUGH);
  const env = { PATH: "/usr/bin:/bin", ...VARIABLES, KCFG_CACHE_DIR: join(folder, "cache") };
  // Node hands a child's input over as a socket, which has no name that can be opened.
  const script = 'printf %s "$1" | KCONFIG_ALLCONFIG=/dev/stdin "$2" "$3" conf --allnoconfig Kconfig';
  const values = (input: string) => {
    const words = ["-c", script, "sh", input, process.execPath, commandBundle()];
    expect(spawnSync("/bin/sh", words, { cwd: folder, env, encoding: "utf8" })).toMatchObject({ status: 0 });
    return readFileSync(join(folder, ".config"), "utf8")
      .split("\n")
      .filter((line) => /^CONFIG_[AF]=/.test(line));
  };
  for (let run = 0; run < 4; run++) expect(values("CONFIG_F=y\n")).toEqual(["CONFIG_F=y"]);
  expect(values("CONFIG_A=y\n")).toEqual(["CONFIG_A=y"]);
  // Also where a file was there before, whose outcome is kept.
  const file = { ...VARIABLES, KCONFIG_ALLCONFIG: "mini.config" };
  for (let run = 0; run < 2; run++) await conf(folder, ["--allnoconfig"], file);
  expect((await conf(folder, ["--allnoconfig"], file)).isRepeated).toBe(true);
});

test("a run that writes .config each time is not repeated", async () => {
  const more = { KCONFIG_OVERWRITECONFIG: "1" };
  const folder = await settled("overwriting", ["--olddefconfig"], more);
  await wait(OLD_ENOUGH);
  const { ino } = statSync(join(folder, ".config"));
  for (let run = 0; run < 4; run++)
    expect(await conf(folder, ["--olddefconfig"], more)).toMatchObject({ exit: 0, isRepeated: false });
  expect(statSync(join(folder, ".config")).ino).toBe(ino);
});

test("a run that asks is not repeated", async () => {
  const folder = await settled("asking", ["--oldaskconfig"]);
  await wait(OLD_ENOUGH);
  for (let run = 0; run < 3; run++) {
    const answered = await conf(folder, ["--oldaskconfig"], {}, "\n".repeat(20));
    expect(answered).toMatchObject({ exit: 0, isRepeated: false });
  }
  expect(readdirSync(join(folder, "cache")).filter((name) => name.endsWith(".outcome"))).toEqual([]);
});

test("a file that is damaged counts for nothing, and is replaced", async () => {
  const folder = await settled("damaged", ["--olddefconfig"]);
  await wait(OLD_ENOUGH);
  for (let run = 0; run < 2; run++) await conf(folder, ["--olddefconfig"]);
  const whole = await conf(folder, ["--olddefconfig"]);
  expect(whole.isRepeated).toBe(true);
  const [name] = readdirSync(join(folder, "cache")).filter((each) => each.endsWith(".outcome"));
  const path = join(folder, "cache", name);
  const bytes = readFileSync(path);
  for (const damaged of [bytes.subarray(0, 100), Buffer.alloc(bytes.length), flipped(bytes)]) {
    writeFileSync(path, damaged, { mode: 0o600 });
    expect(await conf(folder, ["--olddefconfig"])).toEqual({ ...whole, isRepeated: false });
    expect(await conf(folder, ["--olddefconfig"])).toEqual(whole);
  }
  await runKcfg(["cache", "clear"], { folder, environment: { KCFG_CACHE_DIR: join(folder, "cache") } });
  expect(existsSync(path)).toBe(false);
});

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 4;
  return changed;
}
