/**
 * menuconfig in tmux, which reads what is drawn by rules of its own and resizes as a window does. Where tmux is not
 * there it is not tried, unless KCFG_TMUX says that it must be.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commandBundle, projectRoot } from "./command.ts";

const hasTmux = process.env.KCFG_TMUX !== undefined || spawnSync("tmux", ["-V"]).status === 0;

test("tmux that is not there is not tried, unless it must be there", () => {
  if (process.env.KCFG_TMUX !== undefined) expect(spawnSync("tmux", ["-V"]).status).toBe(0);
  expect(hasTmux || process.env.KCFG_TMUX === undefined).toBe(true);
});

/** Milliseconds: a machine may be busy. */
const PATIENCE = 30_000;
const SIZES = [
  [80, 24],
  [60, 16],
  [40, 10],
  [120, 40],
  [80, 24],
] as const;

if (hasTmux)
  describe("in tmux", () => {
    const folder = mkdtempSync(join(tmpdir(), "kcfg-tmux-"));
    const tree = join(folder, "tree");
    const tmux = (...words: readonly string[]) => {
      const { stdout, stderr, status } = spawnSync(
        "tmux",
        ["-S", join(folder, "socket"), "-f", "/dev/null", ...words],
        {
          encoding: "utf8",
          env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", HOME: folder, TERM: "xterm-256color" },
        },
      );
      if (status !== 0) throw new Error(`tmux ${words.join(" ")}: ${stderr}`);
      return stdout;
    };
    const screen = () => tmux("capture-pane", "-p", "-t", "kcfg");
    const until = async (holds: (text: string) => boolean) => {
      const end = Date.now() + PATIENCE;
      for (;;) {
        const text = screen();
        if (holds(text)) return text;
        if (Date.now() > end) throw new Error(`after ${PATIENCE} ms there is\n${text}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    };
    const has = (part: string) => until((text) => text.includes(part));
    const press = (...keys: readonly string[]) => tmux("send-keys", "-t", "kcfg", ...keys);

    beforeAll(() => {
      cpSync(join(projectRoot, "fixtures/vfio-6.12"), tree, { recursive: true });
      const command = `cd '${tree}' && KCFG_CACHE_DIR= '${process.execPath}' '${commandBundle()}' menuconfig --config .config; echo "exit $?"; cat`;
      tmux("new-session", "-d", "-s", "kcfg", "-x", "80", "-y", "24", `echo shell before; ${command}`);
    });
    afterAll(() => {
      tmux("kill-server");
      rmSync(folder, { recursive: true, force: true });
    });

    test("the first screen, and each size that a window takes", async () => {
      await has("General setup");
      for (const [columns, rows] of SIZES) {
        tmux("resize-window", "-t", "kcfg", "-x", String(columns), "-y", String(rows));
        // Until it is drawn anew tmux shows what is left of the old size.
        const text = await until((each) => {
          const lines = each.trimEnd().split("\n");
          const isWhole =
            lines.length > rows - 3 && lines.length <= rows && lines.at(-1)?.includes("Enter open");
          return isWhole === true && /^> +General setup/m.test(each);
        });
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
      }
    }, 120_000);

    test("keys as tmux sends them: search, jump, ways, undo, difference, save", async () => {
      press("/", "noiommu");
      await has("VFIO_NOIOMMU");
      press("Enter");
      await has("hides hidden entries");
      press("?");
      await has("why n");
      press("Escape");
      await until((text) => !text.includes("why n"));
      press("f");
      await has("needs other changes");
      press("Enter");
      await has("VFIO n → m");
      press("v");
      await has("selected by VFIO");
      press("Escape");
      // A key right behind it would be one with Alt.
      await until((text) => !text.includes("selected by VFIO"));
      press("u");
      await has("undone");
      press("C-r");
      await has("redone");
      press("PageUp");
      press("Home");
      press("s");
      await has("saved .config");
      press("q");
      const left = await has("exit 0");
      // The screen is that of before.
      expect(left).toContain("shell before");
      expect(left).not.toContain("Enter open");
      expect(readFileSync(join(tree, ".config"), "utf8")).toContain("CONFIG_VFIO_NOIOMMU=y\n");
    }, 120_000);
  });
