/** Both hosts against one contract, and the real one against a real folder: links, permissions, failures. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { memoryHost } from "../src/host/memory.ts";
import { nodeHost } from "../src/host/node.ts";
import { threadCompanion } from "../src/host/node-jobs.ts";
import type { Host, WriteResult } from "../src/text/host.ts";

const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "kcfg-host-"));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const inFolder = (...parts: string[]) => join(folder, ...parts);
const here = () => nodeHost({ folder, environment: { PATH: process.env.PATH } });

function put(path: string, content: string | Uint8Array): void {
  fs.mkdirSync(join(inFolder(path), ".."), { recursive: true });
  fs.writeFileSync(inFolder(path), content);
}

function messageOf(result: WriteResult): string {
  expect(result.ok).toBe(false);
  return result.ok ? "" : result.message;
}

/** The same small world for either host. */
const WORLD = {
  Kconfig: 'source "drivers/Kconfig"\n',
  "drivers/Kconfig": "config A\n",
  "drivers/a.kc": "a",
  "drivers/B.kc": "B",
  "drivers/.hidden.kc": "hidden",
  "drivers/x[1].kc": "x",
  "drivers.d/Kconfig": "d",
  "lib/ä.kc": "umlaut",
};

const hosts: readonly [string, () => Host][] = [
  ["memory", () => memoryHost({ files: WORLD, folder: "/tree" })],
  [
    "node",
    () => {
      for (const [path, text] of Object.entries(WORLD)) put(path, text);
      return here();
    },
  ],
];

describe.each(hosts)("either host: %s", (_name, make) => {
  test("reads files, and says what hinders it", () => {
    const host = make();
    expect(host.readText("drivers/Kconfig")).toMatchObject({ ok: true, text: "config A\n" });
    expect(host.readText("./drivers/../Kconfig")).toMatchObject({ ok: true, text: WORLD.Kconfig });
    expect(host.readText("nowhere")).toMatchObject({
      ok: false,
      reason: "missing",
      message: "no such file or directory",
    });
    expect(host.readText("drivers")).toMatchObject({ ok: false, reason: "directory" });
  });

  test("knows files from folders", () => {
    const host = make();
    expect(["Kconfig", "drivers", "nowhere"].map(host.exists)).toEqual(["file", "directory", undefined]);
  });

  test.each([
    ["drivers/*.kc", ["drivers/B.kc", "drivers/a.kc", "drivers/x[1].kc"]],
    ["drivers/?.kc", ["drivers/B.kc", "drivers/a.kc"]],
    ["drivers/[a-z].kc", ["drivers/a.kc"]],
    ["drivers/[!a-z].kc", ["drivers/B.kc"]],
    ["drivers/.*.kc", ["drivers/.hidden.kc"]],
    ["drivers/x\\[1].kc", ["drivers/x[1].kc"]],
    ["drivers/x[[]1].kc", ["drivers/x[1].kc"]],
    ["*/Kconfig", ["drivers.d/Kconfig", "drivers/Kconfig"]],
    ["./dr*/K*", ["./drivers.d/Kconfig", "./drivers/Kconfig"]],
    ["lib/?.kc", ["lib/ä.kc"]],
    ["Kconfig", ["Kconfig"]],
    ["nowhere/*", []],
    ["Kconfig/*", []],
    ["[z-a]*", []],
    ["", []],
  ])("finds %s", (pattern, expected) => {
    expect(make().glob(pattern)).toEqual(expected);
  });

  test("starts from another folder on request", () => {
    const host = make().at("drivers");
    expect(host.folder.endsWith("/drivers")).toBe(true);
    expect(host.readText("a.kc")).toMatchObject({ ok: true, text: "a" });
    expect(host.glob("[aB].kc")).toEqual(["B.kc", "a.kc"]);
    expect(host.at("..").readText("Kconfig").ok).toBe(true);
  });

  test("writes, keeps the old file, makes folders", () => {
    const host = make();
    expect(host.writeText("out/deep/.config", "one\n", { backup: "out/deep/.config.old" })).toEqual({
      ok: true,
    });
    expect(host.exists("out/deep/.config.old")).toBeUndefined();
    expect(host.writeText("out/deep/.config", "two\n", { backup: "out/deep/.config.old" })).toEqual({
      ok: true,
    });
    expect(host.readText("out/deep/.config")).toMatchObject({ ok: true, text: "two\n" });
    expect(host.readText("out/deep/.config.old")).toMatchObject({ ok: true, text: "one\n" });
  });

  test("refuses to write over a folder, below a file, or to no name", () => {
    const host = make();
    expect(messageOf(host.writeText("drivers", "x"))).toBe("cannot write drivers: is a directory");
    expect(messageOf(host.writeText("Kconfig/x", "x"))).toMatch(
      /Kconfig\/x.*: not a directory|file already exists/,
    );
    expect(messageOf(host.writeText("", "x"))).toBe("the file name is empty");
    expect(messageOf(host.writeText("Kconfig", "x", { backup: "lib" }))).toMatch(
      /^cannot keep the old file as lib: /,
    );
    expect(host.readText("Kconfig")).toMatchObject({ ok: true, text: WORLD.Kconfig });
  });

  test("keeps bytes that are not UTF-8, and NUL", () => {
    const host = make();
    expect(host.writeText("bytes", "a\udcff\0ä\n").ok).toBe(true);
    expect(host.readText("bytes")).toMatchObject({ ok: true, text: "a\udcff\0ä\n" });
  });
});

describe("nodeHost reads", () => {
  test("every kind of text", () => {
    put("ascii", "plain\n");
    put("utf8", "\ufeffä🐧");
    put("broken", Uint8Array.of(0x61, 0xff, 0, 0xc3));
    expect(here().readText("ascii")).toMatchObject({ ok: true, text: "plain\n" });
    expect(here().readText("utf8")).toMatchObject({ ok: true, text: "\ufeffä🐧" });
    expect(here().readText("broken")).toMatchObject({ ok: true, text: "a\udcff\0\udcc3" });
  });

  test("files whose names are not UTF-8", () => {
    fs.writeFileSync(Buffer.from(`${folder}/f\xff`, "latin1"), "found");
    expect(here().glob("f*")).toEqual(["f\udcff"]);
    expect(here().readText("f\udcff")).toMatchObject({ ok: true, text: "found" });
  });

  test("no file that it may not, that loops, or that no name can have", () => {
    fs.symlinkSync("loop", inFolder("loop"));
    expect(here().readText("loop")).toMatchObject({ ok: false, reason: "unreadable" });
    expect(here().readText("a\0b")).toMatchObject({ ok: false, reason: "unreadable" });
    put("file", "");
    expect(here().readText("file/below")).toMatchObject({ ok: false, reason: "missing" });
    put("secret", "x");
    fs.chmodSync(inFolder("secret"), 0);
    const secret = here().readText("secret");
    // Root reads everything.
    expect(secret).toMatchObject(
      isRoot ? { ok: true } : { ok: false, reason: "denied", message: "permission denied" },
    );
  });
});

describe("nodeHost writes", () => {
  test("through links, which stay links", () => {
    put("shared/real", "old");
    fs.symlinkSync("shared/real", inFolder("link"));
    fs.symlinkSync("link", inFolder("chain"));
    expect(here().writeText("chain", "new", { backup: "chain.old" })).toEqual({ ok: true });
    expect(fs.readlinkSync(inFolder("chain"))).toBe("link");
    expect(fs.readlinkSync(inFolder("link"))).toBe("shared/real");
    expect(fs.readFileSync(inFolder("shared/real"), "utf8")).toBe("new");
    expect(fs.readFileSync(inFolder("chain.old"), "utf8")).toBe("old");
    expect(fs.readdirSync(inFolder("shared"))).toEqual(["real"]);
  });

  test("through a link in a linked folder, where .. means the real folder", () => {
    put("real/sub/keep", "");
    put("real/target", "old");
    fs.symlinkSync("real/sub", inFolder("linked"));
    fs.symlinkSync("../target", inFolder("real/sub/link"));
    expect(here().writeText("linked/link", "new")).toEqual({ ok: true });
    expect(fs.readFileSync(inFolder("real/target"), "utf8")).toBe("new");
  });

  test("to where a broken link points, and not in a circle", () => {
    fs.symlinkSync("later/made", inFolder("link"));
    expect(here().writeText("link", "new")).toEqual({ ok: true });
    expect(fs.readFileSync(inFolder("later/made"), "utf8")).toBe("new");
    fs.symlinkSync("loop", inFolder("loop"));
    expect(messageOf(here().writeText("loop", "x"))).toMatch(/loop/);
  });

  test("with the permissions of the old file", () => {
    put(".config", "old");
    fs.chmodSync(inFolder(".config"), 0o640);
    expect(here().writeText(".config", "new", { backup: ".config.old" })).toEqual({ ok: true });
    expect(fs.statSync(inFolder(".config")).mode & 0o7777).toBe(0o640);
    expect(fs.statSync(inFolder(".config.old")).mode & 0o7777).toBe(0o640);
  });

  test("a new file as the process's mask says", () => {
    expect(here().writeText("new", "x")).toEqual({ ok: true });
    expect(fs.statSync(inFolder("new")).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  test("a backup over an older one and over a link to the same file", () => {
    put(".config", "second");
    put(".config.old", "first");
    expect(here().writeText(".config", "third", { backup: ".config.old" })).toEqual({ ok: true });
    expect(fs.readFileSync(inFolder(".config.old"), "utf8")).toBe("second");
    fs.rmSync(inFolder(".config.old"));
    fs.linkSync(inFolder(".config"), inFolder(".config.old"));
    expect(here().writeText(".config", "fourth", { backup: ".config.old" })).toEqual({ ok: true });
    expect(fs.readFileSync(inFolder(".config.old"), "utf8")).toBe("third");
    expect(fs.readdirSync(folder).sort()).toEqual([".config", ".config.old"]);
  });

  test("nothing when the backup fails, and leaves no temporary file", () => {
    put(".config", "old");
    fs.mkdirSync(inFolder("folder"));
    expect(messageOf(here().writeText(".config", "new", { backup: "folder" }))).toMatch(
      /^cannot keep the old file as folder: /,
    );
    expect(fs.readFileSync(inFolder(".config"), "utf8")).toBe("old");
    expect(fs.readdirSync(folder).sort()).toEqual([".config", "folder"]);
  });

  test("nothing where it cannot", () => {
    if (isRoot) {
      // Root ignores permissions; no one makes files in the process table.
      expect(messageOf(here().writeText("/proc/kcfg/config", "x"))).toMatch(
        /^cannot make the folder of \/proc\/kcfg\/config: /,
      );
      return;
    }
    fs.mkdirSync(inFolder("closed"), { mode: 0o555 });
    expect(messageOf(here().writeText("closed/config", "x"))).toBe(
      "cannot write closed/config: permission denied",
    );
  });

  test("names too long for a file, or with a NUL", () => {
    expect(messageOf(here().writeText("n".repeat(300), "x"))).toMatch(/^cannot .*name too long/);
    expect(messageOf(here().writeText("a\0b", "x"))).toMatch(/^cannot write/);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test("to a device without replacing it", () => {
    expect(here().writeText("/dev/null", "x", { backup: "never" })).toEqual({ ok: true });
    expect(fs.statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("in place on request: the same file, no backup", () => {
    put(".config", "a long old text");
    const { ino } = fs.statSync(inFolder(".config"));
    expect(here().writeText(".config", "new", { inPlace: true, backup: ".config.old" })).toEqual({
      ok: true,
    });
    expect(fs.statSync(inFolder(".config")).ino).toBe(ino);
    expect(fs.readFileSync(inFolder(".config"), "utf8")).toBe("new");
    expect(fs.readdirSync(folder)).toEqual([".config"]);
  });
});

describe("nodeHost runs", () => {
  test("in its folder, with exactly the environment given and no input", () => {
    put("sub/file", "");
    const { stdout, code } = here()
      .at("sub")
      .run("pwd; echo $A-$B-$HOME; cat; exit 3", { A: "1", B: undefined });
    expect({ stdout, code }).toEqual({ stdout: `${inFolder("sub")}\n1--\n`, code: 3 });
  });

  test("commands that die, that say what is no UTF-8, that hold it, that end at a NUL", () => {
    const environment = { PATH: process.env.PATH };
    // Some shells say `Killed` of it.
    expect(here().run("kill -9 $$", environment, { keepsErrors: true })).toMatchObject({
      stdout: "",
      code: 137,
    });
    expect(here().run("printf '\\377'", environment).stdout).toBe("\udcff");
    expect(here().run("printf %s '\udcff'\\''ä\\n'", environment).stdout).toBe("\udcff'ä\\n");
    expect(here().run("echo one\0; echo two", environment).stdout).toBe("one\n");
  });

  test("nothing from a folder that is gone", () => {
    expect(here().at("gone").run("echo x", {})).toMatchObject({ stdout: "", failure: expect.any(String) });
  });

  test("a command that never stops talking, up to the limit", () => {
    const { stdout, failure } = here().run("yes 2>/dev/null", { PATH: process.env.PATH });
    expect(failure).toBeUndefined();
    expect(stdout.length).toBeGreaterThan(1024 * 1024);
  });
});

describe("nodeHost speaks and listens", () => {
  /** Runs a script that has `host`, through a shell, so that pipes are real ones. */
  function runScript(script: string, shell: string) {
    const bundle = inFolder("script.mjs");
    const source = `import { nodeHost } from ${JSON.stringify(join(process.cwd(), "src/host/node.ts"))}; const host = nodeHost(); ${script}`;
    const built = spawnSync(
      join(process.cwd(), "node_modules/.bin/esbuild"),
      ["--bundle", "--platform=node", "--format=esm", `--outfile=${bundle}`, "--log-level=error"],
      { input: source, cwd: process.cwd() },
    );
    expect(built.stderr.toString()).toBe("");
    return spawnSync("/bin/sh", ["-c", shell], {
      env: { ...process.env, NODE: process.execPath, SCRIPT: bundle },
      maxBuffer: 64 << 20,
    });
  }

  test("writes everything into a slow pipe before it exits", () => {
    const { stdout, stderr } = runScript(
      'process.stdout._handle?.setBlocking?.(false); host.stdout.write("x".repeat(3e6)); host.stderr.write("end"); process.exit(0);',
      '"$NODE" "$SCRIPT" | { sleep 0.3; wc -c; }',
    );
    expect(stdout.toString().trim()).toBe("3000000");
    expect(stderr.toString()).toBe("end");
  });

  test("is quiet when the reader has gone", () => {
    const { stdout, stderr } = runScript(
      'for (let line = 0; line < 1e5; line++) host.stdout.write("line " + line + "\\n"); host.stderr.write(String(host.stdout.failure));',
      '"$NODE" "$SCRIPT" | head -n 1',
    );
    expect(stdout.toString()).toBe("line 0\n");
    expect(stderr.toString()).toBe("undefined");
  });

  test("tells of output that was lost", () => {
    const { stderr } = runScript(
      'host.stdout.write("x"); host.stderr.write(host.stdout.failure);',
      '"$NODE" "$SCRIPT" > /dev/full',
    );
    expect(stderr.toString()).toBe("no space left on device");
  });

  test("reads all of its input, bytes kept", () => {
    const { stdout } = runScript(
      "const input = host.readInput(); host.stdout.write(input.ok ? input.text : input.message);",
      '{ printf "a\\377"; sleep 0.2; printf "\\000b"; } | "$NODE" "$SCRIPT"',
    );
    expect([...stdout]).toEqual([0x61, 0xff, 0, 0x62]);
  });

  test("reads its input by lines, each as soon as it is there", () => {
    const { stdout } = runScript(
      `for (let line = host.stdin.readLine(4); line !== undefined; line = host.stdin.readLine(4)) {
        host.stdout.write(JSON.stringify(line));
      }
      host.stdout.write(String(host.stdin.readLine(4)) + host.stdin.isTerminal);`,
      // The second line is only written once the first one was answered.
      'rm -f answers; mkfifo answers; { printf "a\\n"; read -r _ < answers; printf "bcdef\\n\\377g"; } |' +
        ' "$NODE" "$SCRIPT" | { head -c 5; echo go > answers; cat; }; rm -f answers',
    );
    expect(stdout.toString("latin1")).toBe(
      Buffer.from('"a\\n""bcde""f\\n""\\udcffg"undefinedfalse').toString("latin1"),
    );
  });

  test("takes a closed input for one that is over", () => {
    const { stdout } = runScript(
      "host.stdout.write(String(host.stdin.readLine(9)));",
      '"$NODE" "$SCRIPT" <&-',
    );
    expect(stdout.toString()).toBe("undefined");
  });
});

describe("memoryHost", () => {
  test("has no processes until it is told some", () => {
    expect(memoryHost().run("uname -m", {})).toEqual({ stdout: "", code: 127, failure: "no processes here" });
    const table = memoryHost({ commands: { "uname -m": "x86_64\n", false: { stdout: "", code: 1 } } });
    expect(table.run("uname -m", {})).toEqual({ stdout: "x86_64\n", code: 0 });
    expect(table.run("false", {})).toEqual({ stdout: "", code: 1 });
    const asked = memoryHost({
      commands: (command, { CC }, folder) => (command === "where" ? `${CC} in ${folder}` : undefined),
    });
    expect(asked.at("/x").run("where", { CC: "gcc" }).stdout).toBe("gcc in /x");
    expect(asked.run("else", {}).failure).toBe("no processes here");
  });

  test("records output and files for the test to read", () => {
    const host = memoryHost({
      files: { "a/b": Uint8Array.of(0xff) },
      folder: "/t",
      input: "typed",
      environment: { A: "1" },
    });
    host.stdout.write("one ");
    host.at("a").stdout.write("two");
    host.stderr.write("no");
    expect([host.stdoutText(), host.stderrText()]).toEqual(["one two", "no"]);
    expect(host.readInput()).toEqual({ ok: true, text: "typed" });
    expect([host.stdin.readLine(3), host.at("a").stdin.readLine(9), host.stdin.readLine(9)]).toEqual([
      "typ",
      "ed",
      undefined,
    ]);
    host.at("a").writeText("c", "new");
    expect([...host.files]).toEqual([
      ["/t/a/b", "\udcff"],
      ["/t/a/c", "new"],
    ]);
    expect(host.environment).toEqual({ A: "1" });
  });
});

test("a command that is run alone is ended at the limit of time, with all that it started", () => {
  const environment = { PATH: process.env.PATH, KCFG_PROBE_TIMEOUT: "0.3" };
  const host = nodeHost({ folder, environment });
  const { stdout, limit } = host.run("echo first; sleep 30 & sleep 30; echo last", environment);
  expect({ stdout, limit }).toEqual({ stdout: "first\n", limit: "time" });
});

test("memory that a long process needs no more is given back, once much of it has gathered", () => {
  const held = () => process.memoryUsage().arrayBuffers;
  const host = nodeHost();
  const before = held();
  const gather = () => {
    const buffers = Array.from({ length: 10 }, () => new ArrayBuffer(4_000_000));
    return buffers.length;
  };
  expect(gather()).toBe(10);
  host.releaseMemory?.();
  expect(held()).toBeLessThan(before + 20_000_000);
});

test("a thread that was stopped is not started again by who still waited to ask it", async () => {
  // A program that ends with its first question.
  put("program.cjs", "require('node:worker_threads').parentPort.on('message', () => process.exit(1));");
  const companion = threadCompanion(inFolder("program.cjs"), folder, {});
  await expect(companion.ask("anything")).rejects.toThrow("the thread ended");
  companion.stop();
  await expect(companion.ask("anything")).rejects.toThrow("the thread was stopped");
});
