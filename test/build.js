/** Bundles the command as the sources are now, once for all test files: `dist/` may be older. Jest's globalSetup. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const common = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
};

/** Answers the folder: kcfg.cjs and start.cjs as the package has them, in-process.mjs for test/command.ts. */
export async function buildCommand() {
  const outdir = mkdtempSync(join(tmpdir(), "kcfg-command-"));
  await Promise.all([
    build({
      ...common,
      entryPoints: { kcfg: "src/cli.ts", start: "src/start.ts" },
      format: "cjs",
      // As in package.json: a script knows its place by another name.
      define: { "import.meta.url": "programUrl" },
      banner: { js: "const programUrl=require('node:url').pathToFileURL(__filename).href;" },
      outExtension: { ".js": ".cjs" },
      outdir,
    }),
    build({
      ...common,
      entryPoints: { "in-process": "test/in-process.ts" },
      format: "esm",
      // What is bundled as CommonJS asks for Node's modules.
      banner: {
        js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
      },
      outExtension: { ".js": ".mjs" },
      outdir,
    }),
  ]);
  return outdir;
}

export default async function setUp() {
  process.env.KCFG_TEST_COMMAND = await buildCommand();
}
