/** Parses every Kconfig file of the real trees and puts each together again from its tokens. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot, treeOf } from "./lab.js";

/** Files that are wrong on purpose, in the kernel's own tests of Kconfig, and files with blanks to fill in. */
const LEFT_OUT = [join("scripts", "kconfig", "tests"), join("rvgen", "templates")];

/** All Kconfig files below a folder. */
function kconfigFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.some((end) => path.endsWith(end)) ? [] : kconfigFiles(path);
    return entry.name.startsWith("Kconfig") && entry.isFile() ? [path] : [];
  });
}

/** The project's parser and the test of gaps, bundled since they are TypeScript. */
async function bundled() {
  const folder = mkdtempSync(join(tmpdir(), "kcfg-parse-"));
  const outfile = join(folder, "parse.mjs");
  const entry = [
    'export { gapsOf } from "./test/gaps.ts";',
    'export { parseKconfig } from "./src/syntax/parse.ts";',
    'export { SourceFile } from "./src/text/source-file.ts";',
    'export { decodeText, encodeText } from "./src/text/encoding.ts";',
  ].join("\n");
  const { status, stderr } = spawnSync(
    join(projectRoot, "node_modules/.bin/esbuild"),
    ["--bundle", "--platform=node", "--format=esm", `--outfile=${outfile}`, "--log-level=error"],
    { cwd: projectRoot, input: entry, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return loaded;
}

/** Checks one tree. Answers how many files there are and what was wrong with which. */
export async function parseTree(version) {
  const { gapsOf, parseKconfig, SourceFile, decodeText, encodeText } = await bundled();
  const root = treeOf(version);
  const files = kconfigFiles(root).sort();
  const failures = [];
  for (const path of files) {
    const bytes = readFileSync(path);
    const text = decodeText(bytes);
    const { rebuilt, foreign } = gapsOf(text);
    const errors = parseKconfig(new SourceFile(path, text)).diagnostics.filter(
      ({ severity }) => severity === "error",
    );
    const name = relative(root, path);
    for (const { message, location } of errors) failures.push(`${name}:${location?.line}: ${message}`);
    if (foreign.length > 0) failures.push(`${name}: between tokens: ${JSON.stringify(foreign[0])}`);
    if (!bytes.equals(encodeText(rebuilt))) failures.push(`${name}: not rebuilt to the byte`);
  }
  return { total: files.length, failures };
}
