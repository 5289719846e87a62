/**
 * Bundles the extension into editors/vscode/dist/: what VS Code loads on the desktop and on the web, a server for each,
 * pictures, and the licences of all that is in them. `node editors/vscode/build.mjs`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { command, licencesText } from "../../esbuild.config.js";
import { pictures } from "./pictures.mjs";

const here = import.meta.dirname;

/** VS Code calls what it loads with `require`, and hands it its interface. */
const extension = {
  bundle: true,
  format: "cjs",
  external: ["vscode"],
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  outExtension: { ".js": ".cjs" },
};

/** Paths start here, as in esbuild.config.js: at the root of the project. */
export const bundles = [
  {
    ...extension,
    entryPoints: { desktop: "editors/vscode/src/desktop.ts" },
    platform: "node",
    target: "node20",
    // Packages have a file for each platform.
    mainFields: ["module", "main"],
  },
  { ...command, entryPoints: { server: "src/cli.ts" }, minify: true },
  {
    ...extension,
    entryPoints: { web: "editors/vscode/src/web.ts" },
    platform: "browser",
    target: "es2022",
  },
  {
    ...extension,
    entryPoints: { "web-server": "editors/vscode/src/web-server.ts" },
    platform: "browser",
    target: "es2022",
    format: "iife",
    outExtension: {},
  },
];

/** Answers the folder. */
export async function buildExtension(outdir = join(here, "dist")) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const absWorkingDir = join(here, "../..");
  const results = await Promise.all(
    bundles.map((each) => build({ ...each, absWorkingDir, outdir, metafile: true })),
  );
  writeFileSync(
    join(outdir, "THIRD-PARTY-LICENSES.txt"),
    licencesText(results.map(({ metafile }) => metafile)),
  );
  for (const [name, content] of pictures(join(absWorkingDir, "fixtures/vfio-6.12"), kcfgIn(outdir)))
    writeFileSync(join(outdir, name), content);
  return outdir;
}

/** What the server's kcfg prints; findings are its exit code 1. */
function kcfgIn(outdir) {
  return (words, cwd) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(outdir, "server.cjs"), ...words], {
      cwd,
      encoding: "utf8",
      env: { PATH: process.env.PATH, KCFG_CACHE_DIR: "" },
    });
    if (status !== 0 && status !== 1) throw new Error(`kcfg ${words.join(" ")}: ${stderr}`);
    return stdout;
  };
}

if (process.argv[1] === import.meta.filename) await buildExtension();
