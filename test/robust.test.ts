/** A person's files in bad company: full disks, other programs, a second kcfg, kills. */
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { nodeHost } from "../src/host/node.ts";
import type { WriteResult } from "../src/text/host.ts";
import { commandBundle, projectRoot, runKcfg } from "./command.ts";
import { killTest } from "./robust/kill.js";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "kcfg-robust-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const inFolder = (name: string) => join(folder, name);
const put = (name: string, text: string) => fs.writeFileSync(inFolder(name), text);
const read = (name: string) => fs.readFileSync(inFolder(name), "utf8");
const names = () => fs.readdirSync(folder).sort();
const host = () => nodeHost({ folder, environment: {} });

function messageOf(result: WriteResult): string {
  expect(result.ok).toBe(false);
  return result.ok ? "" : result.message;
}

describe("a file that another program wrote since it was read", () => {
  test.each([
    ["changed", "theirs\n", "read\n", /changed by another program/],
    ["made", "theirs\n", null, /is there now/],
    ["removed", undefined, "read\n", /is there no more/],
  ])("is left alone: %s", (_what, theirs, expected, words) => {
    if (theirs !== undefined) put(".config", theirs);
    const before = names();
    expect(messageOf(host().writeText(".config", "ours\n", { backup: ".config.old", expected }))).toMatch(
      words,
    );
    expect(messageOf(host().writeText(".config", "ours\n", { inPlace: true, expected: "x" }))).not.toBe("");
    expect(names()).toEqual(before);
    if (theirs !== undefined) expect(read(".config")).toBe(theirs);
  });

  test("and one that is as it was is replaced, bytes that are no UTF-8 among them", () => {
    fs.writeFileSync(inFolder(".config"), Uint8Array.of(0x61, 0xff, 10));
    const found = host().readText(".config");
    if (!found.ok) throw new Error(found.message);
    expect(host().writeText(".config", "new\n", { expected: found.text })).toEqual({ ok: true });
    expect(read(".config")).toBe("new\n");
  });
});

describe("a lock", () => {
  test("of a process that is gone holds nobody up, and is gone afterwards", () => {
    const { pid } = spawnSync("/bin/true");
    put(".config.kcfg-lock", `${pid} ${spawnSync("uname", ["-n"]).stdout.toString().trim()} 1\n`);
    expect(host().writeText(".config", "new\n")).toEqual({ ok: true });
    expect(names()).toEqual([".config"]);
  });

  test("that names nobody is waited for, then taken away", () => {
    put(".config.kcfg-lock", "");
    expect(host().writeText(".config", "new\n")).toEqual({ ok: true });
    expect(names()).toEqual([".config"]);
  });

  test.each([
    ["a link that leads nowhere", () => fs.symlinkSync("/nowhere", inFolder(".config.kcfg-lock"))],
    ["a link to a file", () => fs.symlinkSync("/etc/passwd", inFolder(".config.kcfg-lock"))],
    ["a folder", () => fs.mkdirSync(inFolder(".config.kcfg-lock"))],
  ])("is not waited for where %s has its name", (_what, make) => {
    put(".config", "old\n");
    make();
    const message = messageOf(host().writeText(".config", "new\n", { backup: ".config.old" }));
    expect(message).toBe("cannot write .config: .config.kcfg-lock is no lock of kcfg, and in the way");
    expect([read(".config"), names()]).toEqual(["old\n", [".config", ".config.kcfg-lock"]]);
  });

  test("keeps writers apart: of what many read and raise by one, nothing is lost", async () => {
    put("count", "0");
    const script = `
      import { nodeHost } from ${JSON.stringify(join(projectRoot, "src/host/node.ts"))};
      const host = nodeHost({ folder: ${JSON.stringify(folder)}, environment: {} });
      for (let done = 0; done < 20; ) {
        const { text } = host.readText("count");
        if (host.writeText("count", String(Number(text) + 1), { expected: text, backup: "count.old" }).ok) done++;
      }`;
    const bundle = inFolder("writer.mjs");
    const built = spawnSync(
      join(projectRoot, "node_modules/.bin/esbuild"),
      ["--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`, "--log-level=error"],
      { input: script, cwd: projectRoot },
    );
    expect(built.stderr.toString()).toBe("");
    const writers = Array.from({ length: 4 }, () => spawn(process.execPath, [bundle], { stdio: "inherit" }));
    await Promise.all(writers.map((writer) => new Promise((done) => writer.on("exit", done))));
    expect([read("count"), read("count.old")]).toEqual(["80", "79"]);
    expect(names()).toEqual(["count", "count.old", "writer.mjs"]);
  });
});

test("temporary files of runs that were killed are removed, those of others are not", () => {
  const { pid } = spawnSync("/bin/true");
  const abandoned = [`.config.${pid}.tmp`, `.config.old.${pid}.tmp`];
  for (const name of [...abandoned, `other.${pid}.tmp`, `.config.${process.pid}.tmp`, ".config.tmp"])
    put(name, "");
  put(".config", "old\n");
  // Nobody can set the time of change, which is what counts: so the clock goes on.
  const now = Date.now;
  Date.now = () => now() + 2 * 60 * 1000;
  try {
    expect(host().writeText(".config", "new\n", { backup: ".config.old" })).toEqual({ ok: true });
  } finally {
    Date.now = now;
  }
  // Its own name, left from an earlier process of this number, is used again.
  expect(names()).toEqual([".config", ".config.old", ".config.tmp", `other.${pid}.tmp`]);
});

/** Large enough that the limit below cuts it. */
const KCONFIG = Array.from(
  { length: 400 },
  (_, at) => `config SYMBOL_${at}\n\tbool "Symbol"\n\tdefault y\n`,
).join("");

describe("a disk that is full", () => {
  // A limit for the size of a file fails as a full disk does: after some bytes, with an error. Node ignores the signal.
  const limited = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    spawnSync(
      "/bin/sh",
      ["-c", 'ulimit -f 4; exec "$@"', "sh", process.execPath, commandBundle(), ...words],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "", ...environment },
        encoding: "utf8",
      },
    );

  const OLD = `# CONFIG_SYMBOL_1 is not set\n${"# a comment\n".repeat(50)}`;

  test.each([
    ["set", ["set", "SYMBOL_2=n"], {}, 2],
    ["set in place", ["set", "SYMBOL_2=n"], { KCONFIG_OVERWRITECONFIG: "1" }, 2],
    ["conf", ["conf", "--olddefconfig", "Kconfig"], {}, 1],
    ["conf in place", ["conf", "--olddefconfig", "Kconfig"], { KCONFIG_OVERWRITECONFIG: "1" }, 1],
    ["merge", ["merge", ".config"], {}, 2],
    ["defconfig", ["conf", "--savedefconfig=.config", "Kconfig"], { KCONFIG_CONFIG: "large" }, 1],
    ["a report", ["check", "large", "--format", "json=.config"], {}, 2],
  ])("leaves the old file whole: %s", (_what, words, environment, exit) => {
    put("Kconfig", KCONFIG);
    put(".config", OLD);
    put("large", Array.from({ length: 400 }, (_, at) => `# CONFIG_SYMBOL_${at} is not set\n`).join(""));
    const outcome = limited(words, environment);
    expect({ exit: outcome.status, text: read(".config") }).toEqual({ exit, text: OLD });
    expect(outcome.stderr).toMatch(/file too large|saving defconfig/);
    expect(names()).toEqual([".config", "Kconfig", "large"]);
  });

  test.each([
    ["list", ["list"], 2],
    ["check", ["check", ".config", "--format", "json"], 2],
    // As C's, which does not look.
    ["conf", ["conf", "--listnewconfig", "Kconfig"], 0],
  ])("is an error for who writes answers on it: %s", (_what, words, exit) => {
    put("Kconfig", KCONFIG);
    put(".config", "CONFIG_SYMBOL_1=y\n");
    const { status, stderr } = spawnSync(
      "/bin/sh",
      ["-c", '"$@" >/dev/full', "sh", process.execPath, commandBundle(), ...words],
      { cwd: folder, env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" }, encoding: "utf8" },
    );
    expect(status).toBe(exit);
    expect(stderr).toContain("cannot write to standard output: no space left on device");
  });

  test("leaves no half of auto.conf", async () => {
    put("Kconfig", KCONFIG);
    expect(limited(["conf", "--syncconfig", "Kconfig"]).status).toBe(1);
    expect(fs.existsSync(inFolder("include/config/auto.conf"))).toBe(false);
    expect(await runKcfg(["conf", "--syncconfig", "Kconfig"], { folder, environment: {} })).toMatchObject({
      exit: 0,
    });
    expect(fs.existsSync(inFolder("include/config/auto.conf"))).toBe(true);
  });
});

/** `npm run test:kill` for more of them. */
const KILLS = 4;

describe("kills at random moments", () => {
  test("leave .config old or new, and whole", async () => {
    // In memory where the system has such a place: each round waits for the disk several times.
    const memory = fs.existsSync("/dev/shm") ? fs.mkdtempSync("/dev/shm/kcfg-kill-") : folder;
    const command = [process.execPath, commandBundle()];
    const { counts, failures } = await killTest({ command, folder: memory, kills: KILLS, seed: 5 });
    fs.rmSync(memory, { recursive: true });
    fs.mkdirSync(folder, { recursive: true });
    expect(failures).toEqual([]);
    expect(counts.killed + counts.ended).toBe(KILLS);
  });
});
