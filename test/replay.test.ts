/** A plan is confirmed by what it changes alone: that is what an evaluation of the whole tree says. */
import { expect, test } from "@jest/globals";
import { Configuration } from "../src/evaluate/configuration.ts";
import { isOrderFree } from "../src/evaluate/dependents.ts";
import { settle } from "../src/evaluate/read.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import type { RawSetting } from "../src/resolve/edits.ts";
import { type Replay, Replayer, WHOLE_REPLAYS } from "../src/resolve/replay.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";

const CASES = Number(process.env.KCFG_CASES ?? 60);
const SEED = 31;
const REPLAYS = 21;
const TEXTS = ["0", "7", "0x10", "a b"];

function load(version: "newest" | "6.12" | "6.1", index: number): Model | undefined {
  const { files } = makeTree(Random.ofCase(SEED, index), version);
  const dialect = version === "newest" ? "linux-next" : (`linux-${version}` as const);
  return loadKconfig({ path: "Kconfig", host: memoryHost({ files }), environment: {}, dialect }).model;
}

function settingOf(model: Model, random: Random): RawSetting {
  const symbols = [...model.definedSymbols()];
  const { id, type } = symbols[random.int(symbols.length)];
  const isLogical = type === "bool" || type === "tristate";
  return { symbol: id, value: isLogical ? "nmy"[random.int(3)] : TEXTS[random.int(TEXTS.length)] };
}

/** All that is made of a replay. */
function told(model: Model, { configuration, changed, appeared, unmet, isSettled }: Replay) {
  const all = Array.from({ length: model.data.symbols.count }, (_, symbol) => symbol);
  return {
    changed,
    appeared,
    unmet: [...unmet].sort((a, b) => a - b),
    isSettled,
    states: all.map((symbol) => [
      model.data.symbols.name[symbol],
      configuration.value(symbol),
      configuration.visibility(symbol),
      configuration.reverseDependency(symbol),
      configuration.isWritten(symbol),
      configuration.userValue(model.symbolAt(symbol)),
      model.symbolAt(symbol).isChoice ? configuration.chosenMember(symbol) : undefined,
    ]),
    expressions: Array.from(model.data.expressions.operator, (_, id) => configuration.evaluate(id)),
  };
}

test.each(["newest", "6.12", "6.1"] as const)("random trees of %s", (version) => {
  let carried = 0;
  let changes = 0;
  for (let index = 0; index < (version === "6.1" ? CASES / 5 : CASES); index++) {
    const model = load(version, index);
    if (model === undefined || [...model.definedSymbols()].length === 0) continue;
    const random = Random.ofCase(SEED + 1, index);
    const base = new Configuration(model);
    for (const { id, type } of model.definedSymbols())
      if ((type === "bool" || type === "tristate") && random.int(2) === 0) base.setTristate(id, 2);
    settle(base);
    const replayer = new Replayer(base);
    for (let count = 0; count < REPLAYS; count++) {
      const settings = Array.from({ length: 1 + random.int(3) }, () => settingOf(model, random));
      // The first replay of each is one of the whole tree.
      const whole = told(model, new Replayer(base).replay(settings));
      const answer = told(model, replayer.replay(settings));
      if (isOrderFree(model.data) && count >= WHOLE_REPLAYS) carried += 1;
      changes += answer.changed.length;
      if (JSON.stringify(answer) !== JSON.stringify(whole)) expect(answer).toEqual(whole);
    }
  }
  expect(changes).toBeGreaterThan(CASES);
  // Before the rewrite of choices, calculation changes user values, so that all is evaluated.
  if (version === "6.1") expect(carried).toBe(0);
  else expect(carried).toBeGreaterThan(5 * CASES);
});
