/**
 * kcfg in one file, in release/:
 *
 *   node release.js            kcfg.cjs, which runs with a plain `node kcfg.cjs` or by itself where Node is installed
 *   node release.js executable kcfg-PLATFORM-ARCHITECTURE, which needs no Node: a copy of the Node that runs this, with
 *                              kcfg in it by Node's own means (a single executable application, by postject)
 *
 * Both are tried before this ends: a question, and a check of two architectures, which runs threads.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = import.meta.dirname;
const release = join(root, "release");
/** What Node looks for in itself. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const POSTJECT = "postject@1.0.0-alpha.6";

function single() {
  execFileSync(process.execPath, [join(root, "esbuild.config.js"), "command"], { stdio: "inherit" });
  const program = readFileSync(join(root, "dist/cli/kcfg.cjs"), "utf8");
  const read = (name) => readFileSync(join(root, name), "utf8").replaceAll("*/", "* /");
  const licences = `${read("LICENSE")}\n${read("dist/THIRD-PARTY-LICENSES.txt")}`;
  const path = join(release, "kcfg.cjs");
  mkdirSync(release, { recursive: true });
  writeFileSync(path, `#!/usr/bin/env node\n${program}\n/*\n${licences}*/\n`);
  chmodSync(path, 0o755);
  return path;
}

function executable(program) {
  const folder = mkdtempSync(join(tmpdir(), "kcfg-release-"));
  const [settings, blob] = [join(folder, "sea.json"), join(folder, "kcfg.blob")];
  const suffix = process.platform === "win32" ? ".exe" : "";
  const path = join(release, `kcfg-${process.platform}-${process.arch}${suffix}`);
  try {
    // An executable's script begins with no line for a shell.
    const main = join(folder, "kcfg.cjs");
    writeFileSync(main, readFileSync(program, "utf8").replace(/^#!.*\n/, ""));
    writeFileSync(
      settings,
      JSON.stringify({
        main,
        output: blob,
        disableExperimentalSEAWarning: true,
        assets: { "kcfg.cjs": main },
      }),
    );
    execFileSync(process.execPath, ["--experimental-sea-config", settings], { stdio: "inherit" });
    rmSync(path, { force: true });
    copyFileSync(process.execPath, path);
    chmodSync(path, 0o755);
    const isMac = process.platform === "darwin";
    if (isMac) execFileSync("codesign", ["--remove-signature", path]);
    const injected = spawnSync(
      "npx",
      [
        ...["--yes", POSTJECT, path, "NODE_SEA_BLOB", blob, "--sentinel-fuse", FUSE],
        ...(isMac ? ["--macho-segment-name", "NODE_SEA"] : []),
      ],
      // It warns of sections that it does not touch.
      { encoding: "utf8", shell: process.platform === "win32" },
    );
    if (injected.status !== 0) throw new Error(`${injected.stdout}${injected.stderr}`);
    if (isMac) execFileSync("codesign", ["--sign", "-", path]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return path;
}

/** Runs it far from this folder, without a cache. */
function tried(path, command) {
  const folder = mkdtempSync(join(tmpdir(), "kcfg-tried-"));
  const expect = (words, exit, text) => {
    const [first, ...others] = [...command, ...words];
    const options = { cwd: folder, encoding: "utf8", env: { PATH: "/usr/bin:/bin", KCFG_CACHE_DIR: "" } };
    const { status, stdout, stderr, error } = spawnSync(first, others, options);
    if (status !== exit || !stdout.includes(text))
      throw new Error(`${path} ${words.join(" ")}: exit ${status}\n${stdout}${stderr}${error ?? ""}`);
  };
  try {
    writeFileSync(join(folder, "Kconfig"), 'config A\n\tbool "a"\n\nconfig B\n\tbool "b"\n\tdepends on A\n');
    writeFileSync(join(folder, "b.config"), "CONFIG_B=y\n");
    const check = { architectures: ["x86", "arm"], bases: ["alldefconfig"], fragments: ["b.config"] };
    writeFileSync(join(folder, "kcfg.json"), JSON.stringify({ check }));
    expect(["--version"], 0, JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
    expect(["explain", "B"], 0, "kcfg set A=y B=y");
    expect(["check"], 1, "B=y is dropped");
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(path);
}

const program = single();
tried(program, [process.execPath, program]);
if (process.argv[2] === "executable") {
  const path = executable(program);
  tried(path, [path]);
}
