/**
 * Runs editors/vscode/test/in-host.ts in the extension host of VS Code for the web.
 *
 *     node test/vscode-web/host.mjs LAB EXTENSIONS FOLDER SEEN
 *
 * LAB is the folder of setup.sh, EXTENSIONS has the unpacked extension in `extension/`, which gets the bundle of the test, FOLDER
 * is opened, and the file SEEN gets what was seen as JSON.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { inBrowser } from "./browser.mjs";

const [lab, extensionDevelopmentPath, folderMountPath, seenPath] = process.argv.slice(2);
/** Begins the line that in-host.ts logs. */
const MARK = "kcfg-seen ";
/** VS Code starts, reads the folder and runs the test, in milliseconds. */
const PATIENCE = 120_000;

const extensionTestsPath = join(extensionDevelopmentPath, "extension/in-host.js");
await build({
  absWorkingDir: join(import.meta.dirname, "../.."),
  entryPoints: ["editors/vscode/test/in-host.ts"],
  bundle: true,
  format: "cjs",
  platform: "browser",
  external: ["vscode"],
  outfile: extensionTestsPath,
});

async function runTest(page, address) {
  const ended = new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`no end after ${PATIENCE / 1000} s`)), PATIENCE).unref();
    page.exposeFunction("codeAutomationExit", done);
  });
  await page.exposeFunction("codeAutomationLog", (kind, words) => {
    const [first, ...others] = words;
    if (typeof first === "string" && first.startsWith(MARK))
      writeFileSync(seenPath, first.slice(MARK.length));
    else if (kind === "error") console.error(first, ...others);
  });
  await page.goto(address);
  const code = await ended;
  if (code !== 0) throw new Error(`the test ended with ${code}`);
}

let exit = 0;
await inBrowser(lab, { extensionDevelopmentPath, extensionTestsPath, folderMountPath }, runTest).catch(
  (reason) => {
    console.error(reason);
    exit = 1;
  },
);
// Connections that are kept open would keep the process.
process.exit(exit);
