/** When menuconfig writes, when it asks, and when it refuses. */
import { describe, expect, test } from "@jest/globals";
import { fitted, span, widthOf, wrapped } from "../src/menuconfig/spans.ts";
import { unfinishedDialog } from "../src/menuconfig/start-dialogs.ts";
import type { Editing } from "../src/service/editing.ts";
import type { Unfinished } from "../src/service/unfinished.ts";
import { memoryCache, openMenu } from "./menuconfig/session.ts";

const KCONFIG = 'mainmenu "M"\nconfig A\n\tbool "A"\nconfig B\n\tbool "B"\n\tdepends on A\n';
const SAVED = "#\n# Automatically generated file; DO NOT EDIT.\n# M\n#\n# CONFIG_A is not set\n";

describe("a question at the end", () => {
  test("is not there where the file would not differ, and nothing is written", async () => {
    const menu = await openMenu({ files: { Kconfig: KCONFIG, ".config": SAVED } });
    await menu.press("s");
    expect(menu.screen).toContain(".config holds just that: nothing written");
    expect(menu.host.files.has("/.config.old")).toBe(false);
    // There and back again is no difference.
    await menu.press("space space q");
    expect(menu.exit).toBe(0);
  });

  test.each([
    ["after a change", SAVED, "space"],
    ["where the Kconfig files give another one", SAVED.replace("# CONFIG_A is not set\n", ""), "home"],
    ["where there is none", undefined, "home"],
  ])("comes %s", async (_, config, keys) => {
    const menu = await openMenu({ files: { Kconfig: KCONFIG, ...(config && { ".config": config }) } });
    await menu.press(`${keys} q`);
    expect(menu.exit).toBeUndefined();
    expect(menu.screen).toContain("save and leave");
    await menu.press("d");
    expect(menu.exit).toBe(0);
    expect(menu.host.files.get("/.config")).toBe(config);
  });
});

describe("nothing is written", () => {
  test("over what another program wrote", async () => {
    const menu = await openMenu({ files: { Kconfig: KCONFIG, ".config": SAVED } });
    await menu.press("space");
    menu.host.files.set("/.config", "CONFIG_A=y\n");
    await menu.press("s");
    expect(menu.screen).toMatch(/Not saved[\s\S]*changed by another program/);
    expect(menu.host.files.get("/.config")).toBe("CONFIG_A=y\n");
    // The changes are there still.
    await menu.press("esc");
    expect(menu.screen).toContain("[*] A");
  });

  test("from a tree with errors", async () => {
    const menu = await openMenu({ files: { Kconfig: `${KCONFIG}config C\n\tbol "C"\n`, ".config": SAVED } });
    await menu.press("space s");
    expect(menu.screen).toMatch(/Not saved: the Kconfig files have errors/);
    expect(menu.host.files.get("/.config")).toBe(SAVED);
  });

  test("from what former answers of commands gave, if they are others now", async () => {
    const kconfig = `${KCONFIG}config NEW\n\tdef_bool $(shell,new)\n`;
    let answer = "y\n";
    const menu = await openMenu({ files: { Kconfig: kconfig, ".config": SAVED }, commands: () => answer });
    await menu.press("space");
    answer = "n\n";
    await menu.press("s");
    expect(menu.screen).toMatch(/Not saved: commands of the tree answer otherwise than before[\s\S]*new/);
    expect(menu.host.files.get("/.config")).toBe(SAVED);
  });
});

const sessionsIn = ({ files }: ReturnType<typeof memoryCache>): number =>
  [...files.keys()].filter((name) => name.endsWith(".session")).length;

describe("a session that did not end", () => {
  test("is offered again, says that the file is another one by now, and is gone once it is saved or dropped", async () => {
    const cache = memoryCache();
    const files = { Kconfig: KCONFIG, ".config": SAVED };
    const first = await openMenu({ files, cache });
    await first.press("space down space");
    const second = await openMenu({ files: {}, host: first.host, cache });
    expect(second.editing.unfinished).toMatchObject({ asked: { set: ["A=y", "B=y"] }, isSameFile: true });
    first.host.files.set("/.config", "CONFIG_A=y\n");
    const third = await openMenu({ files: {}, host: first.host, cache });
    expect(third.editing.unfinished?.isSameFile).toBe(false);
    third.editing.dropUnfinished();
    expect(third.editing.unfinished).toBeUndefined();
    expect(sessionsIn(cache)).toBe(0);
    await third.press("down space");
    expect(sessionsIn(cache)).toBe(1);
    await third.press("s");
    expect(sessionsIn(cache)).toBe(0);
  });

  test("stays until somebody decides: one that changes nothing leaves it", async () => {
    const cache = memoryCache();
    const first = await openMenu({ files: { Kconfig: KCONFIG, ".config": SAVED }, cache });
    await first.press("space");
    for (const keys of ["q", "s q"]) {
      const next = await openMenu({ files: {}, host: first.host, cache });
      await next.press(keys);
      expect([next.exit, sessionsIn(cache)]).toEqual([0, 1]);
    }
    const taker = await openMenu({ files: {}, host: first.host, cache });
    await taker.take({
      kind: "dialog",
      dialog: unfinishedDialog(taker.editing.unfinished as Unfinished, ".config"),
    });
    expect(taker.screen).toMatch(/has not saved 1 change[\s\S]* A=y/);
    await taker.press("t s q");
    expect([taker.exit, sessionsIn(cache)]).toEqual([0, 0]);
    expect(first.host.files.get("/.config")).toContain("CONFIG_A=y\n");
  });

  test("brings the mode of a choice back, where choices have one", async () => {
    const kconfig =
      'mainmenu "M"\nconfig MODULES\n\tdef_bool y\n\tmodules\n' +
      'choice\n\ttristate "C"\nconfig X\n\ttristate "X"\nconfig Y\n\ttristate "Y"\nendchoice\n';
    const cache = memoryCache();
    const config = "CONFIG_MODULES=y\nCONFIG_X=y\n";
    const first = await openMenu({
      files: { Kconfig: kconfig, ".config": config },
      cache,
      dialect: "linux-6.1",
    });
    await first.press("m");
    const mode = { place: "Kconfig:5", value: "m" };
    const second = await openMenu({ files: {}, host: first.host, cache, dialect: "linux-6.1" });
    expect(second.editing.unfinished?.asked).toEqual({ set: [], clear: [], modes: [mode] });
    await second.take({
      kind: "dialog",
      dialog: unfinishedDialog(second.editing.unfinished as Unfinished, ".config"),
    });
    expect(second.screen).toContain("choice at Kconfig:5: m");
    await second.press("t s q");
    expect(first.host.files.get("/.config")).not.toContain("CONFIG_X=y");
  });

  test("that took all back leaves nothing", async () => {
    const cache = memoryCache();
    const menu = await openMenu({ files: { Kconfig: KCONFIG, ".config": SAVED }, cache });
    await menu.press("space down space u u");
    expect(sessionsIn(cache)).toBe(0);
  });

  test("has nothing to keep of a value that was entered as it was, unless no file says it yet", async () => {
    const kconfig = 'mainmenu "M"\nconfig N\n\tint "N"\n\tdefault 3\n';
    for (const [config, kept] of [
      ["CONFIG_N=5\n", 0],
      ["", 1],
    ] as const) {
      const cache = memoryCache();
      const menu = await openMenu({ files: { Kconfig: kconfig, ".config": config }, cache });
      await menu.press("enter enter");
      expect([config, sessionsIn(cache)]).toEqual([config, kept]);
    }
  });

  test("is left at once by Ctrl-C, unless there is no place to keep it", async () => {
    const kept = await openMenu({ files: { Kconfig: KCONFIG }, cache: memoryCache() });
    await kept.press("space C-c");
    expect(kept.exit).toBe(130);
    const lost = await openMenu({ files: { Kconfig: KCONFIG } });
    await lost.press("space C-c");
    expect(lost.exit).toBeUndefined();
    expect(lost.screen).toContain("save and leave");
  });
});

test("r resets an entry, and a menu with all that is in it", async () => {
  const kconfig =
    'mainmenu "M"\nmenu "In"\nconfig A\n\tbool "A"\nconfig N\n\tint "N"\n\tdefault 3\nendmenu\n';
  const menu = await openMenu({ files: { Kconfig: kconfig, ".config": "CONFIG_A=y\nCONFIG_N=5\n" } });
  await menu.press("enter r");
  expect(menu.screen).toContain("reset: A y → n");
  await menu.press("u esc r");
  expect(menu.screen).toContain("reset: A y → n, N 5 → 3");
  await menu.press("r");
  expect(menu.screen).toContain("nothing is set here by hand");
});

test("N goes on to further results, B back to where the search began", async () => {
  const kconfig =
    'mainmenu "M"\nconfig TOP\n\tbool "Top"\nmenu "One"\nconfig ONE_X\n\tbool "x1"\nendmenu\nmenu "Two"\nconfig TWO_X\n\tbool "x2"\nendmenu\n';
  const menu = await openMenu({ files: { Kconfig: kconfig } });
  await menu.press('down / "_x" enter');
  expect(menu.screen).toMatch(/^ One\n> \[ \] x1/m);
  await menu.press("N");
  expect(menu.screen).toMatch(/^ Two\n> \[ \] x2/m);
  await menu.press("N B");
  expect(menu.screen).toMatch(/^ Main menu\n {2}\[ \] Top.*\n> {4} One/m);
});

test("a .config that is loaded gives the values that it has, choices and what it does not say included", async () => {
  const kconfig = `mainmenu "M"
config A
	bool "A"
	default y
choice
	prompt "Speed"
config K1
	bool "K1"
config K2
	bool "K2"
config K3
	bool "K3"
endchoice
config N
	int "N" if A
	default 3
`;
  const names = ["A", "K1", "K2", "K3", "N"];
  // Of several members, the last one counts.
  const other = "CONFIG_K3=y\nCONFIG_K2=y\nCONFIG_N=7\n";
  for (const config of ["CONFIG_A=n\nCONFIG_K3=y\n", "CONFIG_K1=y\nCONFIG_K2=n\nCONFIG_N=4\n"]) {
    const menu = await openMenu({ files: { Kconfig: kconfig, ".config": config, other } });
    const values = () => names.map((name) => `${name}=${valueIn(menu.editing, name)}`).join(" ");
    const before = values();
    await menu.press('o "other" enter');
    expect(values()).toBe("A=y K1=n K2=y K3=n N=7");
    await menu.press("u");
    expect(values()).toBe(before);
  }
});

function valueIn({ session: { configuration, model } }: Editing, name: string): string | undefined {
  const symbol = model.symbol(name);
  return symbol && configuration.value(symbol.id);
}

test("a line is cut and filled to just its width, wherever wide letters stand", () => {
  for (const text of ["宽a宽b宽", "a宽宽", "e\u0301x\u0301", "plain"]) {
    for (let width = 0; width <= 12; width++) {
      for (const ellipsis of ["…", "...", ""]) {
        expect([text, width, widthOf(fitted([span(text)], width, ellipsis))]).toEqual([text, width, width]);
        for (const line of width === 0 ? [] : wrapped([span(`${text} ${text}`)], Math.max(2, width)))
          expect(widthOf(line)).toBeLessThanOrEqual(Math.max(2, width) + 1);
      }
    }
  }
});
