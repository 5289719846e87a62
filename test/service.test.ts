/** The service: one live session over a tree, in memory as in an editor or a page. */
import { describe, expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { tristateOf } from "../src/evaluate/tristate.ts";
import { memoryHost } from "../src/host/memory.ts";
import { ConflictBudget } from "../src/resolve/conflict-budget.ts";
import { Cancelled } from "../src/service/cancellation.ts";
import { type MenuEntry, menu } from "../src/service/menu.ts";
import { isOpen, openTree } from "../src/service/open-tree.ts";
import { type NoState, Service } from "../src/service/service.ts";
import { type OpenSession, withConfig } from "../src/service/session.ts";
import { Budget } from "../src/text/budget.ts";
import { dice, randomTree } from "./small-trees.ts";

const KCONFIG = `config POWER
	bool "Power"

source "lasers/Kconfig"
`;
const LASERS = `config LASER
	bool "Laser"
	depends on POWER

config BEAM
	int "Beam" if LASER
	range 1 9
	default 3
`;

function laboratory(files: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files: { Kconfig: KCONFIG, "lasers/Kconfig": LASERS, ...files } });
  return { host, service: new Service(host, { kconfig: "Kconfig" }) };
}

/** The answer of a service that has a state. */
function had<Answer>(answer: Answer | NoState): Answer {
  if (typeof answer === "object" && answer !== null && "troubles" in answer)
    throw new Error(JSON.stringify(answer.troubles));
  return answer as Answer;
}

const shown = ({ model, configuration }: OpenSession, name: string) => {
  const symbol = model.symbol(name);
  return symbol && configuration.value(symbol.id);
};

describe("texts of an editor", () => {
  test("lie over the disk until they are closed", async () => {
    const { service } = laboratory();
    const list = async () => had(await service.list()).symbols.map(({ name }) => name);
    expect(await list()).toEqual(["POWER", "LASER", "BEAM"]);
    service.setText("lasers/Kconfig", 'config PHASER\n\tbool "Phaser"\n');
    expect(await list()).toEqual(["POWER", "PHASER"]);
    service.setText("lasers/Kconfig", undefined);
    expect(await list()).toEqual(["POWER", "LASER", "BEAM"]);
  });

  test("questions that come while it is read wait, and each has the text that was there before it", async () => {
    const { service } = laboratory();
    const list = async () => had(await service.list()).symbols.map(({ name }) => name);
    const first = [list(), list()];
    service.setText("lasers/Kconfig", 'config PHASER\n\tbool "Phaser"\n');
    const later = [list(), list()];
    expect((await Promise.all(first)).map((names) => names[0])).toEqual(["POWER", "POWER"]);
    expect(await Promise.all(later)).toEqual([
      ["POWER", "PHASER"],
      ["POWER", "PHASER"],
    ]);
  });

  test("a .config too", async () => {
    const { service } = laboratory({ ".config": "CONFIG_POWER=y\n" });
    expect(shown(had(await service.refresh()), "POWER")).toBe("y");
    service.setText(".config", "CONFIG_POWER=y\nCONFIG_LASER=y\nCONFIG_WARP=y\n");
    const session = had(await service.refresh());
    expect(shown(session, "LASER")).toBe("y");
    expect(service.troubles.map(({ code }) => code)).toEqual(["unknown-symbol"]);
  });

  test("with errors leave a model of the rest, and the last state where none comes of them", async () => {
    const { service, host } = laboratory();
    had(await service.refresh());
    service.setText("lasers/Kconfig", LASERS.replace("depends on", "depend on"));
    const answer = had(await service.explain({ words: ["LASER"] }));
    expect(answer.problems).toEqual([]);
    expect(service.troubles.map(({ code }) => code)).toEqual(["unknown-statement"]);
    service.setText("lasers/Kconfig", undefined);
    host.files.delete("/Kconfig");
    service.outdate();
    expect(had(await service.list()).symbols).toHaveLength(3);
    expect(service.troubles.map(({ code }) => code)).toEqual(["no-tree"]);
  });

  test("without a tree there is no answer, but what is wrong", async () => {
    const service = new Service(memoryHost());
    expect(await service.list()).toMatchObject({ troubles: [{ code: "no-tree" }] });
  });
});

describe("changes", () => {
  test("are made, taken back and made again", async () => {
    const { service } = laboratory();
    const now = () => ["POWER", "LASER"].map((name) => shown(service.session as OpenSession, name)).join("");
    const { changes } = had(await service.change({ set: ["POWER=y", "LASER=y"] }));
    expect(changes).toHaveLength(3);
    expect(now()).toBe("yy");
    had(await service.change({ clear: ["CONFIG_POWER"] }));
    expect(now()).toBe("nn");
    had(await service.undo());
    expect(now()).toBe("yy");
    had(await service.undo());
    expect(now()).toBe("nn");
    expect(await service.undo()).toBeUndefined();
    had(await service.redo());
    expect(now()).toBe("yy");
    had(await service.redo());
    expect(now()).toBe("nn");
    expect(await service.redo()).toBeUndefined();
  });

  test("outlive a model, as far as the next one has the symbols", async () => {
    const { service } = laboratory();
    had(await service.change({ set: ["POWER=y"] }));
    had(await service.change({ set: ["LASER=y"] }));
    service.setText("lasers/Kconfig", "config PHASER\n\tdef_bool POWER\n");
    expect(shown(had(await service.refresh()), "PHASER")).toBe("y");
    had(await service.undo());
    expect(shown(service.session as OpenSession, "PHASER")).toBe("n");
  });

  test("of what is no symbol change nothing", async () => {
    const { service } = laboratory();
    const answer = await service.change({ set: ["POWER=y", "WARP=y"], clear: ["DRIVE"] });
    expect(answer).toMatchObject({ troubles: [{ name: "WARP" }, { name: "DRIVE" }] });
    expect(shown(service.session as OpenSession, "POWER")).toBe("n");
  });
});

test("set answers what is to be written, and write writes it", async () => {
  const { service, host } = laboratory({ ".config": "# CONFIG_POWER is not set\n" });
  const refused = had(await service.set({ words: ["LASER=y"] }));
  expect(refused.kind === "refused" && refused.planned.ways.map(({ needed }) => needed.length)).toEqual([1]);
  const ready = had(await service.set({ words: ["LASER=y"], takesNeeded: true }));
  if (ready.kind !== "ready") throw new Error(ready.kind);
  expect(host.files.get("/.config")).toBe("# CONFIG_POWER is not set\n");
  expect(had(await service.write(ready))).toBeUndefined();
  expect(host.files.get("/.config")).toContain("CONFIG_POWER=y\nCONFIG_LASER=y\nCONFIG_BEAM=3\n");
  expect(host.files.get("/.config.old")).toBe("# CONFIG_POWER is not set\n");
  expect(shown(had(await service.refresh()), "LASER")).toBe("y");
});

describe("a question is given up", () => {
  test("before it begins, between its parts, and in the middle of a search", async () => {
    const { service } = laboratory();
    const question = { words: ["LASER=y", "BEAM=5"] };
    await expect(service.explain(question, { aborted: true })).rejects.toThrow(Cancelled);
    const controller = new AbortController();
    const answer = service.explain(question, controller.signal);
    controller.abort();
    await expect(answer).rejects.toThrow(Cancelled);
    // As memory that threads share: heard without a turn for others, when the only answer is there.
    let asked = 0;
    const late = {
      get aborted() {
        return ++asked > 2;
      },
    };
    await expect(service.explain({ words: ["LASER=y"] }, late)).rejects.toThrow(Cancelled);
    expect(had(await service.explain(question)).answers).toHaveLength(2);
  });

  test("the solver gets no conflict more, and says nothing of a limit", () => {
    const told: unknown[] = [];
    const conflicts = new ConflictBudget(new Budget(), (reached) => told.push(reached));
    expect(conflicts.take()).toBe(true);
    conflicts.stoppedBy = { aborted: true };
    expect(conflicts.take()).toBe(false);
    conflicts.stoppedBy = undefined;
    expect([conflicts.take(), conflicts.taken, told]).toEqual([true, 2, []]);
  });

  test("a lint and a check as well", async () => {
    const { service } = laboratory({ "a.config": "CONFIG_LASER=y\n" });
    await expect(service.lint({}, { aborted: true })).rejects.toThrow(Cancelled);
    await expect(service.check({ words: ["a.config"] }, { aborted: true })).rejects.toThrow(Cancelled);
  });
});

describe("a menu", () => {
  test("has the entries of a level with what can be done to them", async () => {
    const { service } = laboratory({ ".config": "CONFIG_POWER=y\n" });
    const brief = ({ prompt, value, isVisible, assignable, takesText, hasChildren }: MenuEntry) =>
      [prompt, value, isVisible, assignable.join(""), takesText, hasChildren].join(" ");
    const entries = had(await service.menu());
    expect(entries.map(brief)).toEqual(["Power y true ny false true"]);
    const below = had(await service.menu(entries[0].node));
    expect(below.map(brief)).toEqual(["Laser n true ny false true"]);
    expect(had(await service.menu(below[0].node)).map(brief)).toEqual(["Beam 3 false  false false"]);
  });

  test("offers what selects leave", async () => {
    const kconfig = `config MODULES
	def_bool y
	modules

config DRIVER
	tristate "Driver"
	select LIBRARY

config LIBRARY
	tristate "Library"
`;
    const { service } = laboratory({ Kconfig: kconfig });
    const offered = async () => {
      const entries = had(await service.menu());
      return entries.flatMap(({ prompt, assignable }) =>
        prompt === "" ? [] : `${prompt} ${assignable.join("")}`,
      );
    };
    expect(await offered()).toEqual(["Driver nmy", "Library nmy"]);
    had(await service.change({ set: ["DRIVER=m"] }));
    expect(await offered()).toEqual(["Driver nmy", "Library my"]);
    had(await service.change({ set: ["DRIVER=y"] }));
    expect(await offered()).toEqual(["Driver nmy", "Library "]);
  });

  const entriesBelow = (session: OpenSession, entry?: MenuEntry): readonly MenuEntry[] =>
    menu(session, entry?.node).flatMap((each) => [each, ...entriesBelow(session, each)]);

  test("names just the values that asking for them gives", async () => {
    let tried = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const roll = dice(seed);
      const host = memoryHost({ files: { Kconfig: randomTree(roll, "plain") } });
      const opened = await openTree({ kconfig: "Kconfig" }, host);
      if (!isOpen(opened)) continue;
      const session = withConfig(opened);
      if ("code" in session) throw new Error(session.code);
      for (const { symbol, assignable, isVisible } of entriesBelow(session)) {
        if (symbol === undefined || symbol.isChoice || !isVisible) continue;
        if ((symbol.type !== "bool" && symbol.type !== "tristate") || symbol.choice !== undefined) continue;
        const given = ["n", "m", "y"].filter((value) => {
          const trial = session.configuration.clone();
          const tristate = tristateOf(value);
          if (tristate === undefined || (value === "m" && symbol.type === "bool")) return false;
          trial.setTristate(symbol.id, tristate);
          return trial.value(symbol.id) === value;
        });
        tried += 1;
        // What has one value only cannot be changed.
        expect([seed, symbol.name, assignable.join("")]).toEqual([
          seed,
          symbol.name,
          given.length === 1 ? "" : given.join(""),
        ]);
      }
    }
    expect(tried).toBeGreaterThan(200);
  });
});

test("its configuration takes views and numbers of symbols", async () => {
  const { service } = laboratory();
  const { configuration, model } = had(await service.refresh());
  expect(configuration).toBeInstanceOf(Configuration);
  configuration.setTristate(model.symbol("POWER") as unknown as number, 2);
  expect(configuration.value(model.symbol("POWER") as unknown as number)).toBe("y");
});
