/** The lab that setup.sh makes, and how a tool is run in it: trees, C tools, environments, processes. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const lab = resolve(process.env.KCFG_LAB || join(process.env.TMPDIR || tmpdir(), "kcfg-lab"));

/** A tool that says nothing for so long hangs: the slowest case takes about two seconds. */
const TIME_LIMIT = 120_000;

export const treeOf = (version) => join(lab, `linux-${version}`);
export const referenceOf = (version) => join(lab, "bin", `conf-${version}`);

/** What setup.sh gets if nobody says otherwise. "newest" is the newest that Debian has. */
export const VERSIONS = ["6.12", "6.1", "newest", "5.10"];

/**
 * Versions that setup.sh has made ready, and those that it has not: of KCFG_LAB_VERSIONS if that is set; with
 * KCFG_LINUX only that tree, "local".
 */
export function readyVersions(wanted = process.env.KCFG_LAB_VERSIONS?.split(" ") ?? VERSIONS) {
  const candidates = process.env.KCFG_LINUX ? ["local"] : wanted;
  const ready = candidates.filter(
    (version) => existsSync(treeOf(version)) && existsSync(referenceOf(version)),
  );
  const missing = candidates.filter((version) => !ready.includes(version));
  return { ready, missing };
}

/** The version that a tree's Makefile names, such as "6.12.117". */
export function treeVersion(version) {
  const makefile = readFileSync(join(treeOf(version), "Makefile"), "utf8");
  const number = (name) => new RegExp(`^${name} *= *(.*)$`, "m").exec(makefile)?.[1] ?? "";
  return ["VERSION", "PATCHLEVEL", "SUBLEVEL"].map(number).join(".");
}

/** What a sample's choice follows from, so that each commit has another one. */
export function commit() {
  try {
    return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], {
      cwd: projectRoot,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return new Date().toISOString().slice(0, 10);
  }
}

/**
 * The tree without what somebody may have left in it, as links: both tools look for old results there as well. Its path
 * is the same in every run, so that answers that hold it can be kept.
 */
export function viewOf(version) {
  return linkTree(version, join(lab, "view", `linux-${version}`));
}

/** As `viewOf`, in a folder of one's own, where something may be written. */
export function linkTree(version, view) {
  const tree = realpathSync(treeOf(version));
  const names = readdirSync(tree).filter((name) => name !== "include" && !name.startsWith(".config"));
  // Commands of the tree leave files like .tmp_123 here while they run, those of another run at once as well.
  const present = existsSync(view) ? readdirSync(view).filter((name) => !name.startsWith(".tmp")) : [];
  const isCurrent = present.sort().join() === [...names].sort().join();
  if (isCurrent && names.every((name) => realpathSync(join(view, name)) === join(tree, name))) return view;
  rmSync(view, { recursive: true, force: true });
  mkdirSync(view, { recursive: true });
  for (const name of names) symlinkSync(join(tree, name), join(view, name));
  return view;
}

const environments = new Map();

/**
 * What a kernel's Makefile exports to Kconfig, for one tree, architecture and compiler.
 * @param {"stub" | "host"} compiler the stub answers at once and the same everywhere; host is the real gcc
 */
export function environmentOf(version, architecture, compiler) {
  const key = `${version} ${architecture} ${compiler}`;
  if (!environments.has(key)) {
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["-c", `. "$1" && exec env -0`, "bash", join(lab, "kenv.sh")],
      {
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          TMPDIR: process.env.TMPDIR || tmpdir(),
          TREE: treeOf(version),
          ARCH: architecture,
          STUB_TOOLS: compiler === "stub" ? "1" : "",
        },
      },
    );
    if (status !== 0) throw new Error(`kenv.sh failed: ${stderr}`);
    const entries = stdout.split("\0").filter(Boolean);
    const environment = Object.fromEntries(
      entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
    );
    for (const name of ["_", "PWD", "OLDPWD", "SHLVL", "TREE", "STUB_TOOLS"]) delete environment[name];
    environments.set(key, environment);
  }
  return environments.get(key);
}

/**
 * The command line of the tool under test, without the arguments of `conf`. `{reference}` stands for the C tool
 * of the version, so that `--tool {reference}` compares the C tool with itself.
 */
export function toolCommand(tool, version) {
  if (tool === undefined) return [process.execPath, join(projectRoot, "bin/kcfg"), "conf"];
  return tool.split(" ").map((word) => word.replaceAll("{reference}", referenceOf(version)));
}

/**
 * A name for `KCONFIG_AUTOCONFIG`. Where that file is missing, C writes all that a build reads, thousands of files, and
 * they would be left in the folder that it runs in.
 */
export function noBuild(folder) {
  const path = join(folder, "auto.conf");
  writeFileSync(path, "");
  return path;
}

/** Runs a command to its end. Never rejects; `seconds` is wall time, output is bytes as latin1 text. */
export function run(command, { cwd, env, input }) {
  return new Promise((done) => {
    const start = process.hrtime.bigint();
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    // A tool that ends before it has read everything is no fault of this side.
    child.stdin?.on("error", () => {}).end(input, "latin1");
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("latin1").on("data", (text) => {
        output[name] += text;
      });
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT);
    const end = (code) => {
      clearTimeout(timer);
      done({ ...output, code, seconds: Number(process.hrtime.bigint() - start) / 1e9 });
    };
    child.on("error", (error) => end(`not started: ${error.message}`));
    child.on("close", (code, signal) => end(signal === null ? String(code) : `killed by ${signal}`));
  });
}

/** Runs a command in a new folder that holds these files ([path, text]). The answer has the folder's files then. */
export async function runAmong(folder, files, command, { env, input }) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, "latin1");
  }
  const outcome = await run(command, { cwd: folder, env, input });
  const answer = { ...outcome, files: filesBelow(folder) };
  rmSync(folder, { recursive: true });
  return answer;
}

/** What a .config's text says: symbol to value, strings without quotes, "is not set" as n. */
export function settingsOf(text) {
  return new Map(
    text.split("\n").flatMap((line) => {
      const set = /^CONFIG_(\w+)=(.*)$/.exec(line);
      if (set !== null)
        return [[set[1], set[2].replace(/^"(.*)"$/, (_, inner) => inner.replace(/\\(.)/g, "$1"))]];
      const unset = /^# CONFIG_(\w+) is not set$/.exec(line);
      return unset === null ? [] : [[unset[1], "n"]];
    }),
  );
}

/** All files below a folder: path relative to it → content as latin1 text. */
export function filesBelow(folder, prefix = "") {
  const files = new Map();
  for (const name of readdirSync(join(folder, prefix)).sort()) {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) {
      for (const [inner, text] of filesBelow(folder, path)) files.set(inner, text);
    } else {
      files.set(path, readFileSync(join(folder, path), "latin1"));
    }
  }
  return files;
}

/** All fragments that the tree has itself, those of other architectures included, relative to it. */
export function fragmentsOf(tree) {
  const names = (folder) => (existsSync(join(tree, folder)) ? readdirSync(join(tree, folder)) : []);
  const configs = ["kernel/configs", ...names("arch").map((name) => `arch/${name}/configs`)].flatMap(
    (folder) =>
      names(folder)
        .filter((name) => name.endsWith(".config"))
        .map((name) => `${folder}/${name}`),
  );
  const tests = "tools/testing/selftests";
  const selftests = existsSync(join(tree, tests))
    ? readdirSync(join(tree, tests), { recursive: true })
        .filter((path) => /(^|\/)config$/.test(path))
        .map((path) => `${tests}/${path}`)
    : [];
  return [...configs, ...selftests].filter((path) => statSync(join(tree, path)).isFile()).sort();
}
