/** Where a value is said to come from, that is where it comes from: on random trees, by what the evaluator knows of it. */
import { expect, test } from "@jest/globals";
import { parseDotConfig } from "../src/dotconfig/dot-config.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { readDotConfig } from "../src/evaluate/read.ts";
import { and, M, N, type Tristate, tristateOf, Y } from "../src/evaluate/tristate.ts";
import { type Origin, originOf } from "../src/explain/origin.ts";
import { memoryHost } from "../src/host/memory.ts";
import { loadKconfig } from "../src/model/load.ts";
import { coneOf } from "../src/model/mentions.ts";
import type { ConfigSymbol, Property } from "../src/model/model.ts";
import { SourceFile } from "../src/text/source-file.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";
import { dice, randomTree } from "./small-trees.ts";

const CASES = Number(process.env.KCFG_CASES ?? 120);
const SEED = Number(process.env.KCFG_SEED ?? 1);

/** m as y where m cannot be. */
const lifted = (configuration: Configuration, symbol: ConfigSymbol, value: Tristate): Tristate =>
  value === M && configuration.effectiveType(symbol.id) === 1 ? Y : value;

/** As far as a select or imply gives its target a value. */
function givenBy(configuration: Configuration, target: ConfigSymbol, property: Property): Tristate {
  const selector = property.node.symbol;
  const value = selector === undefined ? N : configuration.tristate(selector.id);
  return lifted(configuration, target, and(value, configuration.evaluate(property.condition)));
}

/** What is wrong with an origin; undefined if nothing is. */
function wrongIn(configuration: Configuration, symbol: ConfigSymbol, origin: Origin): string | undefined {
  const value = configuration.tristate(symbol.id);
  const asked = tristateOf(origin.user?.value ?? "");
  switch (origin.kind) {
    case "user":
      if (asked === undefined) return "no value was asked for";
      return value >= asked ? undefined : "less than what was asked for";
    case "limited":
      return asked !== undefined && value < asked ? undefined : "not less than what was asked for";
    case "select":
    case "imply": {
      const given = origin.by.map((property) => givenBy(configuration, symbol, property));
      if (given.length === 0) return "nobody gives it";
      return given.every((each) => each >= value || (origin.kind === "imply" && each !== N))
        ? undefined
        : "somebody gives less";
    }
    case "default": {
      const { condition, value: expression } = origin.property;
      const holds = configuration.evaluate(condition);
      if (holds === N) return "its condition does not hold";
      const given = lifted(configuration, symbol, and(configuration.evaluate(expression), holds));
      return given === value ? undefined : `it gives ${given}`;
    }
    case "choice":
      return (origin.chosen?.id === symbol.id) === (value === Y) ? undefined : "another one is chosen";
    case "none":
      return value === N ? undefined : "it has a value";
    default:
      return "not of a bool or tristate";
  }
}

test.each([
  ["newest", "linux-7.3"],
  ["6.12", "linux-6.12"],
  ["6.1", "linux-6.1"],
] as const)("random trees of %s", (version, dialect) => {
  const counts = new Map<string, number>();
  for (let seed = SEED; seed < SEED + CASES; seed++) {
    const roll = dice(seed);
    // Trees with much of everything, and small ones that mostly have m.
    const files =
      seed % 8 === 0 ? makeTree(new Random(seed), version).files : { Kconfig: randomTree(roll, "plain") };
    const { model } = loadKconfig({ path: "Kconfig", host: memoryHost({ files }), environment: {}, dialect });
    if (model === undefined) continue;
    const beforeModules = coneOf(model.data, model.data.modules);
    const configuration = new Configuration(model);
    const lines = [...model.definedSymbols()].flatMap(({ id, name, type }) =>
      // With m, where the tree has it.
      id === model.data.modules || ((type === "bool" || type === "tristate") && roll(3) > 0)
        ? [`CONFIG_${name}=${id === model.data.modules ? "y" : "nmmy"[roll(4)]}\n`]
        : [],
    );
    readDotConfig(configuration, parseDotConfig(new SourceFile(".config", lines.join(""))));
    for (const symbol of model.definedSymbols()) {
      if (symbol.type !== "bool" && symbol.type !== "tristate") continue;
      // What MODULES rests on is calculated by the state before.
      if (beforeModules.has(symbol.id)) continue;
      const origin = originOf(configuration, symbol);
      counts.set(origin.kind, (counts.get(origin.kind) ?? 0) + 1);
      const wrong = wrongIn(configuration, symbol, origin);
      expect([version, seed, symbol.name, origin.kind, wrong]).toEqual([
        version,
        seed,
        symbol.name,
        origin.kind,
        undefined,
      ]);
    }
  }
  for (const kind of ["user", "limited", "select", "imply", "default", "choice", "none"])
    expect([kind, (counts.get(kind) ?? 0) > 0]).toEqual([kind, true]);
});
