/** Runs one case on both sides: the C tool as a process, kcfg in this process or as the command that users run. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { modulesBanner } from "../../esbuild.config.js";
import { filesBelow, projectRoot } from "../oracle/lab.js";
import { programOf, environmentOf as toolEnvironment } from "./tools.js";

/** A tool that takes longer hangs; the slowest case takes some hundredths of a second. */
const TIME_LIMIT = 10_000;

/** A tool that says more asks for ever: no case has a hundredth of it to say. */
const OUTPUT_LIMIT = 1 << 24;

/** A folder for the runs, in memory where the system has such a place: 20,000 cases write 200,000 files. */
export function makeScratch() {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "kcfg-fuzz-"));
}

const environmentOf = (testCase) => ({
  PATH: process.env.PATH,
  LC_ALL: "C",
  ...toolEnvironment(testCase.version),
  ...testCase.environment,
});

/**
 * The C tool's answer to a case: { exit, stdout, stderr, files, signal }, texts as latin1. `files` leaves out
 * include/, which is about building and not about configuring, and what is left of a .config that was not written.
 */
export function runReference(testCase, scratch) {
  return runProcess([programOf(testCase.version), ...testCase.words], testCase, scratch);
}

/** The same from the kcfg command, `command` being its first words. */
export function runCommand(command, testCase, scratch) {
  return runProcess([...command, "conf", ...testCase.words], testCase, scratch);
}

/** What older tools leave behind where a .config cannot be put in its place, kcfg never does. */
const isLeftOut = (path) => path.startsWith("include/") || /^\.tmpconfig\.\d+$/.test(path);

let runs = 0;

function runProcess([program, ...words], testCase, scratch) {
  const folder = join(scratch, `run${runs++}`);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(testCase.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, "latin1");
  }
  return new Promise((done) => {
    const child = spawn(program, words, {
      cwd: folder,
      env: environmentOf(testCase),
      stdio: [testCase.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      timeout: TIME_LIMIT,
      killSignal: "SIGKILL",
    });
    // A tool that ends before it has read everything is no fault of this side.
    child.stdin?.on("error", () => {}).end(testCase.input, "latin1");
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("latin1").on("data", (text) => {
        output[name] += text;
        if (output[name].length > OUTPUT_LIMIT) child.kill("SIGKILL");
      });
    }
    child.on("close", (exit, signal) => {
      const files = Object.fromEntries([...filesBelow(folder)].filter(([path]) => !isLeftOut(path)));
      rmSync(folder, { recursive: true });
      done({ ...output, exit, signal, files });
    });
  });
}

/**
 * Bundles the sources as they are now. Answers what runs a case in this process, and the command as a process. With
 * `isCached` a case runs twice, and the answer is that of the second run, which finds what the first one has kept.
 */
export async function bundleSubject(scratch, isCached) {
  const outfile = join(scratch, "subject.mjs");
  const entry = [
    'export { runConf } from "./src/commands/conf.ts";',
    'export { memoryHost } from "./src/host/memory.ts";',
    'export { encodeText, decodeText } from "./src/text/encoding.ts";',
  ].join("\n");
  const common = ["--bundle", "--platform=node", "--log-level=error"];
  bundle([...common, "--format=esm", `--banner:js=${modulesBanner.js}`, `--outfile=${outfile}`], entry);
  const command = join(scratch, "command");
  bundle([
    "kcfg=src/cli.ts",
    ...common,
    "--format=cjs",
    "--define:import.meta.url=programUrl",
    "--banner:js=const programUrl=require('node:url').pathToFileURL(__filename).href;",
    "--out-extension:.js=.cjs",
    `--outdir=${command}`,
  ]);
  const loaded = await import(pathToFileURL(outfile).href);
  return {
    run: async (testCase) => {
      if (!isCached) return runInProcess(loaded, testCase);
      const cache = memoryCache();
      await runInProcess(loaded, testCase, cache);
      const kept = cache.entries().length;
      const answer = await runInProcess(loaded, testCase, cache);
      return { ...answer, isKept: kept > 0 };
    },
    command: [process.execPath, join(command, "kcfg.cjs")],
  };
}

function bundle(options, input = "") {
  const { status, stderr } = spawnSync(join(projectRoot, "node_modules/.bin/esbuild"), options, {
    cwd: projectRoot,
    input,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

const FOLDER = "/w";

/** kcfg's answer, in the form of `runReference`. A thrown error is an answer that fits nothing. */
async function runInProcess({ runConf, memoryHost, encodeText, decodeText }, testCase, cache) {
  const latin1 = (text) => Buffer.from(encodeText(text)).toString("latin1");
  const plain = memoryHost({
    files: Object.fromEntries(
      Object.entries(testCase.files).map(([path, text]) => [path, Buffer.from(text, "latin1")]),
    ),
    environment: environmentOf(testCase),
    folder: FOLDER,
    input: testCase.input,
    commands: (command, environment) => {
      const { stdout, stderr, code } = runShell(latin1(command), environment);
      host.stderr.write(decodeText(Buffer.from(stderr, "latin1")));
      return { stdout: decodeText(Buffer.from(stdout, "latin1")), code };
    },
  });
  const host = cache === undefined ? plain : stamped(plain, cache);
  try {
    const exit = await runConf(testCase.words, host);
    const files = [...host.files].map(([path, text]) => [path.slice(FOLDER.length + 1), latin1(text)]);
    return {
      exit,
      stdout: latin1(host.stdoutText()),
      stderr: latin1(host.stderrText()),
      files: Object.fromEntries(files.filter(([path]) => !isLeftOut(path))),
    };
  } catch (error) {
    return { exit: "thrown", stdout: "", stderr: String(error.stack), files: {} };
  }
}

/** The host with a cache, and with stamps, without which nothing is kept: these files have never changed. */
function stamped(host, cache) {
  const stampOf = (text) => ({
    size: text.length,
    modified: LONG_AGO,
    changed: LONG_AGO,
    inode: 1,
    device: 1,
  });
  return {
    ...host,
    cache,
    readText: (path) => {
      const read = host.readText(path);
      return read.ok ? { ...read, stamp: stampOf(read.text) } : read;
    },
    stamp: (path) => {
      const read = host.readText(path);
      return read.ok ? stampOf(read.text) : undefined;
    },
    at: (folder) => stamped(host.at(folder), cache),
  };
}

const LONG_AGO = -1e6;

function memoryCache() {
  const files = new Map();
  return {
    folder: "/cache",
    build: "fuzz",
    read: (name) => files.get(name),
    write: (name, content) => files.set(name, content.slice()),
    entries: () => [...files].map(([name, content]) => ({ name, size: content.byteLength })),
    remove: (name) => files.delete(name),
  };
}

const answers = new Map();

/** Answers of /bin/sh, remembered: what the generator writes into `$(shell)` is the same every time. */
function runShell(command, environment) {
  const key = JSON.stringify([command, environment]);
  if (!answers.has(key)) {
    const { stdout, stderr, status } = spawnSync("/bin/sh", ["-c", command], {
      env: environment,
      encoding: "latin1",
    });
    answers.set(key, { stdout, stderr, code: status });
  }
  return answers.get(key);
}

/** The files that a folder holds, as a case's `files`. */
export function readCaseFile(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
