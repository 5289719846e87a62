/**
 * Opens a folder in VS Code for the web with the extension, in a real browser, and does what a person does.
 *
 *     node test/vscode-web/drive.mjs LAB EXTENSIONS FOLDER SEEN [PICTURES]
 *
 * LAB is the folder of setup.sh, EXTENSIONS has the unpacked extension in a folder, the file SEEN gets what it saw as JSON, and
 * the folder PICTURES a picture of each step.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inBrowser } from "./browser.mjs";

const [lab, extensionDevelopmentPath, folderMountPath, seenPath, pictures] = process.argv.slice(2);

const seen = {};
let shots = 0;
async function step(name, action) {
  try {
    seen[name] = await action();
  } finally {
    shots += 1;
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${shots}-${name}.png`) });
  }
}

let page;
let editor;
/** The lines of the left editor with what stands beside them, as they look. */
async function lines(at = editor) {
  const rows = await at.locator(".view-line").evaluateAll((all) =>
    all
      .map((each) => ({ top: Number.parseInt(each.style.top, 10), text: each.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return rows.map((text) => text.replaceAll("\u00a0", " ").trimEnd()).join("\n");
}
async function until(what, ready) {
  for (let tries = 0; tries < 300; tries++) {
    const found = await ready();
    if (found) return found;
    await page.waitForTimeout(100);
  }
  throw new Error(`no ${what}`);
}
async function open(name) {
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
}
async function focus(text) {
  const line = editor.locator(".view-line", { hasText: text }).first();
  await line.click({ position: { x: 30, y: 8 } });
}
/** A command by its name in the palette. */
async function run(name) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(`>${name}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().click();
}
async function pick(text) {
  await page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();
}
const status = () =>
  page.locator('.statusbar-item[id="kcfg.kcfg.kcfg.status"], .statusbar-item[id*="kcfg.status"]').innerText();

async function doAll(opened, address) {
  page = opened;
  editor = page.locator(".editor-group-container").first();
  await page.goto(address);
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "a.config" }).waitFor();
  await step("squiggles", async () => {
    await open("a.config");
    await page.locator(".squiggly-error").first().waitFor();
    return page.locator(".squiggly-error").count();
  });
  await step("hint", () => until("hint", async () => /→.*$/m.exec(await lines())?.[0]));
  await step("status", status);
  await step("hover", async () => {
    await editor.locator(".view-line span", { hasText: "CONFIG_LASER" }).last().hover();
    const window = page.locator(".monaco-hover-content", { hasText: "LASER = n" }).first();
    await window.waitFor();
    return (await window.innerText()).replaceAll("\u00a0", " ");
  });
  await step("fixes", async () => {
    await page.keyboard.press("Escape");
    await focus("LASER");
    await page.keyboard.press("Control+.");
    const list = page.locator(".action-widget .monaco-list-row");
    await list.first().waitFor();
    return list.allInnerTexts();
  });
  await step("fixed", async () => {
    await page.keyboard.press("Enter");
    return until("edit", async () => {
      const text = await lines();
      return text.includes("POWER") && !text.includes("→") && text;
    });
  });
  await step("set", async () => {
    await page.keyboard.press("Control+z");
    await page.locator(".squiggly-error").first().waitFor();
    await focus("LASER");
    await run("kcfg: Set Symbol");
    await pick("y");
    await pick("CONFIG_POWER=y");
    return until("edit", async () => {
      const text = await lines();
      return text.includes("POWER") && !text.includes("→") && text;
    });
  });
  await step("explanation", async () => {
    await focus("LASER");
    await run("kcfg: Explain Symbol");
    const other = page.locator(".editor-group-container").nth(1);
    return until("explanation", async () => {
      const text = await lines(other);
      return text.includes("LASER = ") && text;
    });
  });
  await step("graph", async () => {
    await focus("LASER");
    await run("kcfg: Show Graph of Symbol");
    await pick("What decides about LASER");
    const picture = page.frameLocator("iframe.webview").frameLocator("iframe").locator("svg");
    await picture.waitFor();
    return picture.locator(".node").allTextContents();
  });
  await step("colours", async () => {
    await editor.locator(".tab", { hasText: "a.config" }).click();
    await open("Kconfig");
    await until("values", async () => (await lines()).includes("= n"));
    const classOf = (text) =>
      editor.locator(".view-line span[class^=mtk]", { hasText: text }).first().getAttribute("class");
    return {
      keyword: await classOf(/^config$/),
      on: await classOf(/^on$/),
      symbol: await classOf(/^POWER$/),
      help: await classOf("needs"),
    };
  });
  await step("values", () => lines());
  await step("selectors", async () => {
    await page.locator(".codelens-decoration a", { hasText: "selected by 1" }).click();
    const caller = page.locator(".sidebar .monaco-list-row", { hasText: "ODD" }).first();
    await caller.waitFor();
    return caller.innerText();
  });
  await step("chosen", async () => {
    await run("kcfg: Choose Configuration");
    await pick("lab.config");
    await until("values", async () => (await lines()).includes("= y"));
    const shown = await until("status", async () => (await status()).includes("lab.config") && status());
    return { status: shown, values: await lines() };
  });
  await step("symbol", async () => {
    await page.keyboard.press("Escape");
    await focus("Ship");
    await page.keyboard.press("Home");
    await run("kcfg: Explain Symbol");
    await page.locator(".quick-input-widget input").first().fill("odd");
    await pick("ODD");
    const other = page.locator(".editor-group-container").nth(1);
    return until("explanation", async () => {
      const text = await lines(other);
      return text.includes("ODD = ") && text;
    });
  });
  await step("restarted", async () => {
    await run("kcfg: Restart Server");
    await until("end of the values", async () => !(await lines()).includes("= y"));
    await until("values", async () => (await lines()).includes("= y"));
    return until("status", async () => (await status()).includes(".config") && status());
  });
  await step("mistake", async () => {
    await page.keyboard.press("Escape");
    await focus("Ship");
    await page.keyboard.press("End");
    await page.keyboard.type("\nmistake x");
    await page.locator(".squiggly-error").first().waitFor();
    return page.locator(".squiggly-error").count();
  });
  writeFileSync(seenPath, JSON.stringify(seen));
}

let exit = 0;
await inBrowser(lab, { extensionDevelopmentPath, folderMountPath }, doAll).catch((reason) => {
  console.error(reason);
  exit = 1;
});
// Connections that are kept open would keep the process.
process.exit(exit);
