/** Bundles the command as the sources are now, once for all test files: `dist/` may be older. Jest's globalSetup. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { command } from "../esbuild.config.js";

/** Answers the folder: kcfg.cjs and start.cjs as the package has them, in-process.mjs for test/command.ts. */
export async function buildCommand() {
  const outdir = mkdtempSync(join(tmpdir(), "kcfg-command-"));
  await Promise.all([
    build({ ...command, outdir }),
    build({
      ...command,
      entryPoints: { "in-process": "test/in-process.ts" },
      format: "esm",
      define: {},
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
