/**
 * Bundles the command and the library into dist/, with manual pages, and the licences of all that is in them: `node esbuild.config.js`,
 * or with the word `command` only what bin/kcfg runs.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;

const common = {
  absWorkingDir: root,
  bundle: true,
  target: "node20",
  legalComments: "none",
  logLevel: "warning",
};

/** For a module of all sources that runs in Node: what is bundled of packages as CommonJS asks for Node's modules. */
export const modulesBanner = {
  js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
};

/** The command as one script, and what starts it. */
export const command = {
  ...common,
  entryPoints: { kcfg: "src/cli.ts", start: "src/start.ts" },
  platform: "node",
  format: "cjs",
  // A script knows its place by another name than a module.
  define: { "import.meta.url": "programUrl" },
  banner: { js: "const programUrl=require('node:url').pathToFileURL(__filename).href;" },
  outExtension: { ".js": ".cjs" },
};

/**
 * The command without the verbs that have a large program of their own, for bin/kcfg: what is not there need not be read
 * at every start. src/start.ts knows which program has which.
 */
export const verbs = {
  ...command,
  entryPoints: { verbs: "src/cli.ts" },
  external: ["./menuconfig/run.ts", "./lsp/stdio.ts"],
};

const library = {
  ...common,
  entryPoints: { index: "src/index.ts" },
  platform: "neutral",
  mainFields: ["module", "main"],
  format: "esm",
};

const ofNode = { ...common, entryPoints: { node: "src/host/node.ts" }, platform: "node", format: "esm" };

/** The packages of which bundles hold something: name and version, licence, and its text. */
function licences(metafiles) {
  const folders = metafiles
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${folder} has no file with its licence`);
    const text = readFileSync(join(root, folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
}

/** What lies beside bundles. */
export function licencesText(metafiles) {
  return licences(metafiles).join(`\n${"-".repeat(72)}\n\n`);
}

if (process.argv[1] === import.meta.filename) {
  const isWhole = process.argv[2] !== "command";
  const dist = join(root, "dist");
  if (isWhole) rmSync(dist, { recursive: true, force: true });
  const outputs = [
    ...[command, verbs].map((each) => ({ ...each, minify: true, outdir: "dist/cli" })),
    ...(isWhole ? [library, ofNode].map((each) => ({ ...each, outdir: "dist" })) : []),
  ];
  const results = await Promise.all(outputs.map((each) => build({ ...each, metafile: true })));
  // The manual pages are what the command says of itself.
  const pages = execFileSync(process.execPath, [join(dist, "cli/kcfg.cjs"), "manual"], { encoding: "utf8" });
  mkdirSync(join(dist, "man"), { recursive: true });
  for (const [name, text] of Object.entries(JSON.parse(pages))) writeFileSync(join(dist, "man", name), text);
  writeFileSync(
    join(dist, "THIRD-PARTY-LICENSES.txt"),
    licencesText(results.map(({ metafile }) => metafile)),
  );
}
