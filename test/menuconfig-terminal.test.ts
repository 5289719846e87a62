/** menuconfig on a real terminal: what is drawn, how the terminal is left, whatever ends the command. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { projectRoot, runKcfg } from "./command.ts";
import { CommandTerminal, closeTerminals } from "./menuconfig/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "kcfg-menu-"));
afterEach(closeTerminals);
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** A folder of its own with the small tree. */
function tree(kconfig?: string): string {
  const own = join(folder, `tree-${count++}`);
  cpSync(join(projectRoot, "fixtures/vfio-6.12"), own, { recursive: true });
  if (kconfig !== undefined) writeFileSync(join(own, "Kconfig"), kconfig);
  return own;
}

const PLAIN = 'mainmenu "Plain"\nconfig A\n\tbool "Entry A"\nconfig B\n\tbool "Entry B"\n\tdefault y\n';

const ESC = "\u001b";
/** What kcfg itself has a terminal do. */
const OWN = new RegExp(
  `${ESC}\\[(?:0(?:;[0-9;]+)?m|\\d+;\\d+H|2J|\\?25[lh]|\\?1049[lh]|\\?2004[lh]|\\?1000l|\\?1006l)|\r\n`,
  "g",
);
const COLOURS = new RegExp(`${ESC}\\[([0-9;]+)m`, "g");
/** Controls, and a mark that turns the direction of writing. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/g;
const UP = "\u001b[A";
const DOWN = "\u001b[B";

describe("on a terminal", () => {
  test("a session draws what it is in, takes another size, and leaves the terminal as it was", async () => {
    const own = tree();
    const terminal = new CommandTerminal(["menuconfig", "--config", ".config"], { folder: own });
    expect(await terminal.has("General setup")).toContain("> ");
    expect(terminal.isTaken).toBe(true);
    await terminal.press(`${DOWN}${DOWN}\r`, "PCI bus");
    await terminal.press(`${DOWN}${DOWN}`, ">   [*] Message".replace(">   [*] Message", "> < > Virtio"));
    terminal.resize(40, 10);
    const small = await terminal.until((text) => text.includes("Space") && text.split("\n").length <= 11);
    expect(Math.max(...small.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40);
    terminal.resize(100, 30);
    await terminal.until((text) => text.split("\n").length > 25);
    await terminal.press("y", "VIRTIO_PCI n → y");
    await terminal.press("q", "save and leave");
    terminal.send("s");
    await terminal.until((text) => text.includes("exit 0"));
    expect(await terminal.end()).toMatch(/ icanon.* echo /s);
    expect(terminal.isTaken).toBe(false);
    expect(terminal.text).not.toContain("Virtio");
    expect(readFileSync(join(own, ".config"), "utf8")).toContain("CONFIG_VIRTIO_PCI=y\n");
  }, 60_000);

  test("keys that come in one piece are all taken, an Esc alone is one, and a paste is text", async () => {
    const terminal = new CommandTerminal(["menuconfig"], { folder: tree(PLAIN) });
    await terminal.has("Entry A");
    await terminal.press(` ${DOWN} ${UP}`, "[ ] Entry B");
    await terminal.press("/", "Search");
    await terminal.press("\u001b[200~entry\u001b[201~", "2 results");
    await terminal.press("\u001b", "Main menu");
    // What no key is, such as that of a Windows keyboard, does nothing.
    await terminal.press(`\u001b[57444u\u001b[1;9Z${DOWN}`, ">•[ ] Entry B");
    await terminal.press("\u001b[<0;5;3M", ">•[*] Entry A");
    terminal.send("\u0003");
    await terminal.has("exit 130");
    await terminal.end();
  }, 60_000);

  test.each(["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"] as const)(
    "after %s changes are offered again",
    async (signal) => {
      const own = tree(PLAIN);
      const first = new CommandTerminal(["menuconfig"], { folder: own });
      await first.has("Entry A");
      await first.press(" ", "A n → y");
      first.kill(signal);
      await first.has("exit ");
      const settings = await first.end();
      if (signal !== "SIGKILL") {
        expect(settings).toMatch(/ icanon.* echo /s);
        expect(first.isTaken).toBe(false);
      }
      expect(existsSync(join(own, ".config"))).toBe(false);
      const second = new CommandTerminal(["menuconfig"], { folder: own });
      await second.has("has not saved 1 change");
      await second.press("t", "[*] Entry A");
      await second.press("s", "saved .config");
      await second.press("q", "exit 0");
      await second.end();
      expect(readFileSync(join(own, ".config"), "utf8")).toContain("CONFIG_A=y\n");
      const third = new CommandTerminal(["menuconfig"], { folder: own });
      await third.has("Entry A");
      await third.press("q", "exit 0");
      await third.end();
    },
    90_000,
  );

  test("killed at any moment, it leaves the old file or the new one, and the changes", async () => {
    const own = tree(PLAIN);
    const kills = Number(process.env.KCFG_KILLS ?? 2);
    let offered = 0;
    for (let count = 0; count < kills; count++) {
      const terminal = new CommandTerminal(["menuconfig"], { folder: own });
      await terminal.until((text) => text.includes("Entry A") || text.includes("has not saved"));
      if (terminal.text.includes("has not saved")) {
        offered++;
        await terminal.press("t", "Entry A");
      }
      // Each change is one of both, so that every kill leaves something that is not saved, or just was.
      terminal.send(` s ${DOWN}`.repeat(20));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      terminal.kill("SIGKILL");
      await terminal.has("exit ");
      await terminal.end();
      if (!existsSync(join(own, ".config"))) continue;
      expect(readFileSync(join(own, ".config"), "utf8")).toMatch(
        /^#\n# Automatically generated file; DO NOT EDIT.\n# Plain\n#\n(?:CONFIG_A=y|# CONFIG_A is not set)\n(?:CONFIG_B=y|# CONFIG_B is not set)\n$/,
      );
    }
    expect(offered).toBeGreaterThanOrEqual(kills >= 20 ? 1 : 0);
  }, 3_600_000);

  test("stops and goes on", async () => {
    const terminal = new CommandTerminal(["menuconfig"], { folder: tree(PLAIN) });
    await terminal.has("Entry A");
    terminal.send("\u001a");
    await terminal.until(() => !terminal.isTaken);
    await terminal.stopped();
    terminal.kill("SIGCONT");
    await terminal.has("Entry A");
    expect(terminal.isTaken).toBe(true);
    await terminal.press(" ", "A n → y");
    await terminal.press("q", "save and leave");
    await terminal.press("d", "exit 0");
    await terminal.end();
  }, 60_000);

  test("colours are those that are asked for", async () => {
    const shown = async (words: readonly string[], environment: Readonly<Record<string, string>>) => {
      const terminal = new CommandTerminal(["menuconfig", ...words], { folder: tree(PLAIN), environment });
      await terminal.has("Entry A");
      await terminal.press("q", "save and leave");
      await terminal.press("d", "exit 0");
      await terminal.end();
      const codes = [...terminal.output.matchAll(COLOURS)].flatMap(([, each]) => each.split(";"));
      return codes.includes("38") || codes.includes("48")
        ? "256"
        : codes.some((code) => /^[34]\d$/.test(code))
          ? "16"
          : "none";
    };
    expect(await shown([], {})).toBe("256");
    expect(await shown([], { TERM: "linux" })).toBe("16");
    expect(await shown([], { NO_COLOR: "1" })).toBe("none");
    expect(await shown(["--color", "never"], {})).toBe("none");
  }, 90_000);

  test("nothing of a tree is obeyed", async () => {
    const evil = "\u001b]0;title\u0007\u001b[2J\u009b31m\u202e\u0008\r";
    const kconfig = `mainmenu "m${evil}"\nconfig A\n\tbool "Entry A${evil}"\n\thelp\n\t  help ${evil}\nconfig S\n\tstring "s${evil}"\n\tdefault "v${evil}"\ncomment "c${evil}"\nchoice\n\tprompt "ch${evil}"\nconfig M1\n\tbool "m1${evil}"\nendchoice\nconfig B\n\tbool "b"\n\tdepends on S = "${evil}"\n`;
    const own = tree(kconfig.replaceAll("\r", ""));
    writeFileSync(join(own, ".config"), `CONFIG_S="x${evil.replaceAll("\r", "")}"\n`);
    const terminal = new CommandTerminal(["menuconfig", "--no-mouse"], { folder: own, columns: 130 });
    await terminal.has("Entry A");
    for (const keys of [
      "?",
      "\u001b",
      "a",
      `${DOWN}`,
      "\r",
      "\u001b",
      "/entry",
      "\r",
      "d",
      "\u001b",
      " ",
      "v",
      "\u001b",
      "t",
      "q",
    ]) {
      terminal.send(keys);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    // On a busy machine keys come together and lead elsewhere: how it would end is not certain then, nor of interest.
    terminal.close();
    await terminal.end();
    expect(terminal.output.replace(OWN, "").match(CONTROLS)).toBeNull();
    expect(terminal.output).toContain("␛");
  }, 90_000);
});

describe("without a terminal", () => {
  test("is refused with the verbs for scripts", async () => {
    const { exit, stdout, stderr } = await runKcfg(["menuconfig"], { folder: tree(PLAIN), environment: {} });
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /needs a terminal[\s\S]*kcfg set[\s\S]*kcfg merge[\s\S]*kcfg olddefconfig[\s\S]*--plain/,
    );
  });

  test("line by line it works", async () => {
    const own = tree(PLAIN);
    const input = "1\n2 n\n? 1\n/entry b\n1\nd\nq\nx\ns\n";
    const { exit, stdout } = await runKcfg(["menuconfig", "--plain"], {
      folder: own,
      environment: {},
      input,
    });
    const text = Buffer.from(stdout, "latin1").toString("utf8");
    expect(exit).toBe(0);
    for (const part of [
      "1. Entry A: n, A, new",
      "> A n → y\n",
      "1. Entry A: y, A, changed",
      "> B y → n\n",
      "why y  It is requested",
      "> 1 result\n",
      "requested differently",
      "not one of the answers",
      "saved .config",
    ])
      expect(text).toContain(part);
    expect(readFileSync(join(own, ".config"), "utf8")).toMatch(/CONFIG_A=y\n# CONFIG_B is not set\n$/);
  });
});
