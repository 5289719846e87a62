/**
 * Random sessions of menuconfig: what is saved is the .config that `kcfg conf` makes of the same settings, nothing breaks,
 * and undoing all leads back. KCFG_CASES and KCFG_SEED make longer and other runs, KCFG_CONF=DIR/conf asks C's DIR/conf-6.12 and conf-6.1
 * instead.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { writeDotConfig } from "../src/evaluate/write.ts";
import { BINDINGS } from "../src/menuconfig/bindings.ts";
import { partsOf } from "../src/menuconfig/layout.ts";
import { widthOf } from "../src/menuconfig/spans.ts";
import { view } from "../src/menuconfig/view.ts";
import { runKcfg } from "./command.ts";
import { type MenuSession, memoryCache, openMenu } from "./menuconfig/session.ts";
import { dice, randomTree } from "./small-trees.ts";

const CASES = Number(process.env.KCFG_CASES ?? 15);
const SEED = Number(process.env.KCFG_SEED ?? 1);
const KEYS_PER_SESSION = 50;

const folder = mkdtempSync(join(tmpdir(), "kcfg-menu-random-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keys that change values more often than the others, so that sessions get somewhere. */
const CHANGING = ["space", "y", "m", "n", "enter", "u", "C-r", "r"];
const MOVING = [
  "down",
  "down",
  "down",
  "up",
  "right",
  "left",
  "pagedown",
  "home",
  "end",
  "a",
  "t",
  "c",
  "N",
  "B",
];
const OTHERS = [
  "?",
  "f",
  "/",
  "v",
  "d",
  "x",
  "H",
  "S",
  "esc",
  "40x10",
  "80x24",
  "130x24",
  "20x4",
  "click:3,2",
  "C-l",
];
const IN_DIALOGS = [
  "A",
  "B",
  "esc",
  "enter",
  "backspace",
  "down",
  "pagedown",
  '"1"',
  '"a"',
  '"0x2"',
  "C-u",
  "left",
  "home",
];

const pick = <Item>(roll: (sides: number) => number, items: readonly Item[]): Item =>
  items[roll(items.length)];

function nextKey({ state }: MenuSession, roll: (sides: number) => number): string {
  const dialog = state.dialogs.at(-1);
  // Names of files are not what this is about.
  if (dialog?.kind === "choose" && /^Save as$|^Save .+\? It /.test(dialog.title)) return "esc";
  if (dialog !== undefined) return pick(roll, IN_DIALOGS);
  const kind = roll(10);
  return pick(roll, kind < 5 ? CHANGING : kind < 9 ? MOVING : OTHERS);
}

/** The screen fills its size, and the selected row is seen. */
function checkScreen({ state }: MenuSession, about: readonly unknown[]): void {
  const { lines } = view(state);
  const { columns, rows } = state.size;
  expect([...about, lines.length, ...new Set(lines.map(widthOf))]).toEqual([...about, rows, columns]);
  if (state.dialogs.length > 0 || state.rows.length === 0) return;
  const { body } = partsOf(state.size);
  expect([...about, state.cursor >= state.top && state.cursor < state.top + body]).toEqual([...about, true]);
}

/** All that the file says, then what was asked for in the session, as lines of a .config. */
function settings({ editing }: MenuSession): string {
  const { configuration, model } = editing.session;
  const line = (name: string, type: string, value: string) =>
    type === "string"
      ? `CONFIG_${name}="${value.replace(/[\\"]/g, "\\$&")}"`
      : value === "n"
        ? `# CONFIG_${name} is not set`
        : `CONFIG_${name}=${value}`;
  const lines = [...model.definedSymbols()].flatMap((symbol) => {
    const user = configuration.userValue(symbol);
    if (user === undefined || symbol.isChoice) return [];
    // A choice remembers which member was set last, even if that is n by now; a file says it by the one that is y.
    const isLast = symbol.choice !== undefined && configuration.chosenMember(symbol.choice.id) === symbol.id;
    return [{ text: line(symbol.name, symbol.type, isLast ? "y" : user.value), isLast }];
  });
  return [...lines.filter(({ isLast }) => !isLast), ...lines.filter(({ isLast }) => isLast)]
    .map(({ text }) => `${text}\n`)
    .join("");
}

const WORDS = ["-s", "--olddefconfig", "Kconfig"];

/** Has the .config of the folder completed; answers the exit code. */
async function oldDefconfig(version: string): Promise<number | null> {
  const { KCFG_CONF: conf } = process.env;
  if (conf !== undefined) return spawnSync(`${conf}-${version}`, WORDS, { cwd: folder, env: {} }).status;
  return (await runKcfg(["conf", ...WORDS], { folder, environment: { KERNELVERSION: version } })).exit;
}

test("a session saves what conf makes of the same settings, and undoing all leads back", async () => {
  let changed = 0;
  for (let seed = SEED; seed < SEED + CASES; seed++) {
    const roll = dice(seed);
    const kconfig = randomTree(roll, "plain");
    // Rules of choices before Linux 6.10 and since then.
    const version = seed % 3 === 0 ? "6.1" : "6.12";
    const menu = await openMenu({
      files: { Kconfig: kconfig },
      cache: memoryCache(),
      dialect: `linux-${version}`,
    });
    const before = new Configuration(menu.editing.session.model);
    for (let count = 0; count < KEYS_PER_SESSION; count++) {
      const key = nextKey(menu, roll);
      await menu.press(key);
      checkScreen(menu, [seed, count, key]);
    }
    const asked = settings(menu);
    await menu.press("80x24");
    while (menu.state.dialogs.length > 0) await menu.press("esc");
    await menu.press("s");
    const saved = menu.host.files.get("/.config");
    writeFileSync(join(folder, "Kconfig"), kconfig);
    writeFileSync(join(folder, ".config"), asked);
    expect([seed, await oldDefconfig(version)]).toEqual([seed, 0]);
    expect([seed, saved]).toEqual([seed, readFileSync(join(folder, ".config"), "utf8")]);
    // Read back, it is what was seen.
    rmSync(join(folder, ".config"));
    if (saved !== writeDotConfig(before)) changed++;
    const session = menu.editing.session.configuration;
    for (let steps = 0; steps <= 200; steps++) {
      await menu.press("u");
      if (menu.state.message?.text === "nothing to undo") break;
      expect(steps).toBeLessThan(200);
    }
    expect([seed, writeDotConfig(session)]).toEqual([seed, writeDotConfig(before)]);
  }
  expect(changed).toBeGreaterThan(CASES / 4);
});

test("what a session that was killed asked for leads to the same values", async () => {
  let offered = 0;
  for (let seed = SEED; seed < SEED + CASES / 2; seed++) {
    const roll = dice(seed + 1_000_000);
    const files = { Kconfig: randomTree(roll, "plain") };
    const cache = memoryCache();
    const dialect = seed % 3 === 0 ? "linux-6.1" : "linux-6.12";
    const menu = await openMenu({ files, cache, dialect });
    const at = roll(KEYS_PER_SESSION);
    for (let count = 0; count < at; count++) {
      // A session goes on after a save as it does before.
      await menu.press(menu.state.dialogs.length === 0 && roll(12) === 0 ? "s" : nextKey(menu, roll));
      // Esc at the top leaves where all is saved.
      if (menu.exit !== undefined) break;
    }
    const wanted = writeDotConfig(menu.editing.session.configuration);
    const next = await openMenu({ files: {}, host: menu.host, cache, dialect });
    const { unfinished } = next.editing;
    if (unfinished !== undefined) {
      offered++;
      expect([seed, unfinished.isSameFile]).toEqual([seed, true]);
      await next.editing.change(unfinished.change);
    }
    expect([seed, writeDotConfig(next.editing.session.configuration)]).toEqual([seed, wanted]);
  }
  expect(offered).toBeGreaterThan(CASES / 6);
});

test("no key does two things, and each action has one", () => {
  for (const bindings of Object.values(BINDINGS)) {
    const names = Object.values(bindings).flat();
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(Object.values(bindings).every((each) => each.length > 0)).toBe(true);
  }
});
