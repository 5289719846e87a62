/**
 * Bundles the command and the test files as the sources are now: `dist/` may be older. And gives the tests a temporary
 * folder, in memory where there is such a place: they write and remove tens of thousands of files. Jest's
 * globalSetup.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { command, modulesBanner, verbs } from "../esbuild.config.js";

const root = join(import.meta.dirname, "..");

/** Packages that read files beside their own. */
const READ_BESIDE = ["esbuild", "highs", "libxml2-wasm", "vscode-oniguruma"];

/** Answers the folder: kcfg.cjs, verbs.cjs and start.cjs as the package has them. */
export async function buildCommand() {
  const outdir = mkdtempSync(join(tmpdir(), "kcfg-command-"));
  await Promise.all([command, verbs].map((each) => build({ ...each, outdir })));
  return outdir;
}

/** Answers the path of test/in-process.ts as a module in `outdir`, for what runs commands outside of Jest. */
export async function buildInProcess(outdir) {
  await build({
    ...command,
    entryPoints: { "in-process": "test/in-process.ts" },
    format: "esm",
    define: {},
    banner: modulesBanner,
    outExtension: { ".js": ".mjs" },
    outdir,
  });
  return join(outdir, "in-process.mjs");
}

/** Where Linux keeps files in memory; a container may have little of it. */
const MEMORY = "/dev/shm";
/** More than all tests need at a time, in bytes. */
const ROOM = 500_000_000;

/** A new folder in memory, or undefined: no such place, no room, or programs may not run there, as tests need. */
function folderInMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ROOM) return undefined;
    const folder = mkdtempSync(join(MEMORY, "kcfg-test-"));
    const script = join(folder, "script");
    writeFileSync(script, "#!/bin/sh\n", { mode: 0o755 });
    const { status } = spawnSync(script);
    rmSync(script);
    if (status === 0) return folder;
    rmSync(folder, { recursive: true });
  } catch {}
  return undefined;
}

/**
 * Bundles the test files with all that they import into `folder`, where test/transform.js finds them. Jest would
 * compile some five hundred modules, and link most of them for each test file anew.
 */
async function buildTests(folder, isWanted) {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.ts"));
  await build({
    absWorkingDir: root,
    entryPoints: files
      .filter((file) => isWanted(join(import.meta.dirname, file)))
      .map((file) => `test/${file}`),
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.10", // with import attributes
    alias: { "@jest/globals": "./test/jest.ts" },
    external: ["expect", ...READ_BESIDE, join(root, "editors/vscode/*.mjs")],
    banner: modulesBanner,
    outExtension: { ".js": ".mjs" },
    sourcemap: "linked",
    logLevel: "warning",
    outdir: join(folder, "kcfg-tests"),
  });
  // What is not bundled is found as from the project.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

export default async function setUp({ testPathPatterns }) {
  // Who names a folder gets it.
  const scratch = process.env.TMPDIR === undefined ? folderInMemory() : undefined;
  if (scratch !== undefined) {
    process.env.TMPDIR = scratch;
    process.env.KCFG_TEST_SCRATCH = scratch;
  }
  const chosen = testPathPatterns.toExecutor({ rootDir: root });
  const folder = await buildCommand();
  await buildTests(folder, (path) => chosen.isMatch(path));
  process.env.KCFG_TEST_COMMAND = folder;
  process.env.KCFG_TEST_PROJECT = root;
}
