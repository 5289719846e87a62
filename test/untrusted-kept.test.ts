/** What kcfg keeps for later runs: believed and run only if it is whole, kcfg's own, and nobody else's to write. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runKcfg, startBundle } from "./command.ts";

/** KCFG_FLIPS=1000 makes a long run of it. */
const FLIPS = Number(process.env.KCFG_FLIPS ?? 16);
const SEED = Number(process.env.KCFG_SEED ?? 5);

let scratch: string;
let tree: string;
let pristine: string;
let cache: string;
let answers: ReadonlyMap<string, string>;

const VERBS = [
  ["explain", "C"],
  ["check", "a.config"],
  ["conf", "--olddefconfig", "Kconfig"],
] as const;

function start(
  words: readonly string[],
  program = startBundle(),
): { readonly signal: unknown; readonly told: string } {
  const { signal, status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: tree,
    env: { PATH: process.env.PATH, LC_ALL: "C", KCFG_CACHE_DIR: cache },
    encoding: "latin1",
    timeout: 60_000,
  });
  return { signal, told: `${status}\n${stdout}\n${stderr}` };
}

/** The same without a process, which alone reads compiled code: that is shown by one verb, as it is the same for all. */
async function toldWithin(words: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await runKcfg(words, {
    folder: tree,
    environment: { KCFG_CACHE_DIR: cache },
  });
  return `${exit}\n${stdout}\n${stderr}`;
}

const [FIRST, ...OTHERS] = VERBS;

/** Each verb answers as with whole files. */
async function expectAnswers(): Promise<void> {
  expect(start(FIRST)).toMatchObject({ signal: null, told: answers.get(FIRST[0]) });
  for (const words of OTHERS) expect(await toldWithin(words)).toBe(answers.get(words[0]));
}

beforeAll(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), "kcfg-kept-"));
  [tree, pristine, cache] = ["tree", "pristine", "cache"].map((name) => join(scratch, name));
  mkdirSync(tree);
  const kconfig = ["config MODULES\n\tdef_bool y\n\tmodules\n"];
  for (let at = 0; at < 40; at++)
    kconfig.push(
      `config S${at}\n\ttristate "s ${at}"\n\tdefault ${at % 3 === 0 ? "y" : "m"}\n${at > 0 ? `\tdepends on S${at - 1}\n` : ""}`,
    );
  kconfig.push('config C\n\tstring "c"\n\tdefault "$(shell,echo text)"\n');
  writeFileSync(join(tree, "Kconfig"), kconfig.join("\n"));
  writeFileSync(join(tree, ".config"), "CONFIG_S3=m\n");
  writeFileSync(join(tree, "a.config"), "CONFIG_S1=y\nCONFIG_NONE=y\n");
  // Twice: what is young is read by its content, and kept anew when it is old enough.
  for (let round = 0; round < 2; round++) {
    for (const words of VERBS) start(words);
    spawnSync("sleep", ["2.6"]);
  }
  answers = new Map(VERBS.map((words) => [words[0], start(words).told]));
  renameSync(cache, pristine);
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function restore(): readonly string[] {
  rmSync(cache, { recursive: true, force: true });
  cpSync(pristine, cache, { recursive: true });
  return readdirSync(cache);
}

function randomOf(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

test("there is something to damage", () => {
  const kinds = restore().map((name) => name.slice(name.lastIndexOf(".")));
  expect(new Set(kinds)).toEqual(new Set([".code", ".model", ".names", ".outcome", ".symbols"]));
});

test(`${FLIPS} single bits changed: no crash, and the answers of whole files`, async () => {
  const random = randomOf(SEED);
  for (let at = 0; at < FLIPS; at++) {
    // Names of symbols are for completion alone.
    const names = restore().filter((each) => !each.endsWith(".symbols"));
    const name = names[random(names.length)];
    const path = join(cache, name);
    const bytes = readFileSync(path);
    const [byte, bit] = [random(bytes.length), random(8)];
    bytes[byte] ^= 1 << bit;
    writeFileSync(path, bytes);
    const words = VERBS[random(VERBS.length)];
    const { signal, told } = name.endsWith(".code")
      ? start(words)
      : { signal: null, told: await toldWithin(words) };
    expect({ name, byte, bit, words, signal, told }).toMatchObject({
      signal: null,
      told: answers.get(words[0]),
    });
  }
}, 3_600_000);

function changedByte(bytes: Buffer): Buffer {
  bytes[bytes.length >> 1] ^= 0x10;
  return bytes;
}

/** In place of a file. */
function instead(make: (path: string) => unknown): (path: string) => void {
  return (path) => {
    rmSync(path);
    make(path);
  };
}

describe("what failed is dropped, and kept anew", () => {
  const damage: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ["a changed byte in the middle", changedByte],
    ["half of it", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["zeros, as after a loss of power", (bytes) => Buffer.alloc(bytes.length)],
    ["nothing", () => Buffer.alloc(0)],
    ["more of it", (bytes) => Buffer.concat([bytes, bytes])],
  ];
  test.each(damage)("%s", (_, change) => {
    const damaged = new Map(
      restore()
        .filter((each) => /\.(code|model)$/.test(each))
        .map((name) => [join(cache, name), change(Buffer.from(readFileSync(join(cache, name))))]),
    );
    for (const [path, bytes] of damaged) writeFileSync(path, bytes);
    for (const words of VERBS) expect(start(words).told).toBe(answers.get(words[0]));
    for (const [path, bytes] of damaged) expect(readFileSync(path).equals(bytes)).toBe(false);
  });
});

describe("files that are not kcfg's own are neither run nor believed", () => {
  const made: readonly (readonly [string, (path: string) => void])[] = [
    ["others can write it", (path) => chmodSync(path, 0o666)],
    ["its group can write it", (path) => chmodSync(path, 0o660)],
    ["it is a pipe", instead((path) => spawnSync("mkfifo", [path]))],
    ["it is a device", instead((path) => symlinkSync("/dev/zero", path))],
    ["it is a folder", instead((path) => mkdirSync(path))],
    ...(process.getuid?.() === 0
      ? [["another user owns it", (path: string) => void spawnSync("chown", ["65534", path])] as const]
      : []),
  ];
  test.each(made)("%s", async (_, make) => {
    for (const name of restore()) make(join(cache, name));
    await expectAnswers();
  });

  test("and such a model is not taken for the tree's", () => {
    for (const name of restore().filter((each) => each.endsWith(".model")))
      chmodSync(join(cache, name), 0o666);
    expect(start(["explain", "C", "-v"]).told).not.toContain("model, from the cache");
    expect(start(["explain", "C", "-v"]).told).toContain("model, from the cache");
  });
});

test("several versions keep their files side by side", () => {
  restore();
  const other = join(scratch, "other");
  cpSync(dirname(startBundle()), other, { recursive: true });
  const program = join(other, "start.cjs");
  for (let round = 0; round < 2; round++) {
    expect(start(["explain", "C", "-v"]).told).toContain("model, from the cache");
    start(["explain", "C"], program);
    expect(start(["explain", "C", "-v"], program).told).toContain("model, from the cache");
  }
});
