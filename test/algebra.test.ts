/** What conditions mean is said twice: by the evaluator, and by the interpreter over any algebra. They agree on random trees. */
import { describe, expect, test } from "@jest/globals";
import { type Algebra, type Atoms, Interpreter, TRISTATES } from "../src/evaluate/algebra.ts";
import { compare, comparedType } from "../src/evaluate/comparison.ts";
import { Configuration } from "../src/evaluate/configuration.ts";
import { N, type Tristate, Y } from "../src/evaluate/tristate.ts";
import { memoryHost } from "../src/host/memory.ts";
import type { SymbolId } from "../src/model/columns.ts";
import { isComparison, Op } from "../src/model/expressions.ts";
import { loadKconfig } from "../src/model/load.ts";
import type { Model } from "../src/model/model.ts";
import { always } from "../src/resolve/cases.ts";
import { Gates } from "../src/resolve/gates.ts";
import { bothLevels, comparisonLiteral, constantLevels, levelsAlgebra } from "../src/resolve/levels.ts";
import { Solver } from "../src/resolve/solver.ts";
import type { DialectName } from "../src/text/dialect-name.ts";
import { makeTree } from "./fuzz/kconfig.js";
import { Random } from "./fuzz/random.js";
import { dice, modelOf, type Roll } from "./small-trees.ts";

const CASES = Number(process.env.KCFG_CASES ?? 40);
const SEED = Number(process.env.KCFG_SEED ?? 1);

/** The values that symbols have in a configuration. */
function valuesIn(configuration: Configuration): Atoms<Tristate> {
  const { data } = configuration.model;
  const side = (symbol: SymbolId) => ({
    type: comparedType(data, symbol),
    text: configuration.value(symbol),
  });
  return {
    symbol: (symbol) => configuration.tristate(symbol),
    comparison: (operator, left, right) =>
      compare(operator, side(left), side(right), data.dialect.numbers) ? Y : N,
  };
}

/** By an algebra, the values of all expressions, read back as tristates. */
function allBy<Value>(
  { data }: Model,
  algebra: Algebra<Value>,
  atoms: Atoms<Value>,
  read: (value: Value) => Tristate | undefined,
): readonly (Tristate | undefined)[] {
  const interpreter = new Interpreter(data.expressions, algebra, atoms);
  return Array.from(data.expressions.operator, (_, id) => read(interpreter.value(id)));
}

/** As literals of a solver, each symbol with the value that it has: then all gates are constants. */
function asLiterals(configuration: Configuration): readonly (Tristate | undefined)[] {
  const { model } = configuration;
  const gates = new Gates(new Solver());
  const of = (holds: boolean) => (holds ? gates.yes : gates.no);
  const side = (symbol: SymbolId) => ({ symbol, cases: always(gates, configuration.value(symbol)) });
  return allBy(
    model,
    levelsAlgebra(gates),
    {
      symbol: (symbol) => {
        const value = configuration.tristate(symbol);
        return constantLevels(gates, symbol) ?? { m: of(value !== N), y: of(value === Y) };
      },
      comparison: (operator, left, right) =>
        bothLevels(comparisonLiteral(gates, model.data, operator, side(left), side(right))),
    },
    ({ m, y }) =>
      [m, y].every((each) => each === gates.yes || each === gates.no)
        ? y === gates.yes
          ? Y
          : m === gates.yes
            ? 1
            : N
        : undefined,
  );
}

/** Compares all expressions of a model in a configuration; counts those of each operator. */
function hold(configuration: Configuration, counts: Map<number, number>, name: string): void {
  const { model } = configuration;
  const { operator } = model.data.expressions;
  const expected = Array.from(operator, (_, id) => configuration.evaluate(id));
  expect([name, allBy(model, TRISTATES, valuesIn(configuration), (value) => value)]).toEqual([
    name,
    expected,
  ]);
  expect([name, asLiterals(configuration)]).toEqual([name, expected]);
  for (const op of operator) counts.set(op, (counts.get(op) ?? 0) + 1);
}

function askAtRandom(configuration: Configuration, roll: Roll): void {
  for (const symbol of configuration.model.definedSymbols()) {
    if (roll(2) === 0) continue;
    const isLogical = symbol.type === "bool" || symbol.type === "tristate";
    if (isLogical) configuration.setTristate(symbol.id, roll(3) as Tristate);
    else configuration.setText(symbol.id, String(roll(12)));
  }
}

test.each([
  ["newest", "linux-7.3"],
  ["6.12", "linux-6.12"],
  ["6.1", "linux-6.1"],
  ["5.10", "linux-5.10"],
  ["kconfiglib", "kconfiglib"],
] as const)("random trees of %s", (version, dialect) => {
  const counts = new Map<number, number>();
  for (let seed = SEED; seed < SEED + CASES; seed++) {
    const { files } = makeTree(new Random(seed), version);
    const host = memoryHost({ files });
    const { model } = loadKconfig({ path: "Kconfig", host, environment: {}, dialect });
    if (model === undefined) continue;
    const configuration = new Configuration(model);
    askAtRandom(configuration, dice(seed));
    hold(configuration, counts, `${version} ${seed}`);
  }
  for (const op of [Op.symbol, Op.not, Op.and, Op.or, Op.equal, Op.unequal])
    expect([op, (counts.get(op) ?? 0) > 5]).toEqual([op, true]);
});

describe("sides of comparisons", () => {
  const SIDES = ["T", "B", "I", "H", "S", "y", "m", "n", '"y"', "0", "2", "0x10", "010", '"abc"', "NONE"];
  const SIGNS = ["=", "!=", "<", "<=", ">", ">="];
  const dialects: readonly DialectName[] = ["linux-6.12", "linux-6.1", "u-boot", "kconfiglib", "esp-idf"];

  test.each(dialects)("of %s", (dialect) => {
    const pairs = SIDES.flatMap((left) =>
      SIGNS.flatMap((sign) => SIDES.map((right) => `${left} ${sign} ${right}`)),
    );
    const types = { T: "tristate", B: "bool", I: "int", H: "hex", S: "string" };
    const defined = Object.entries(types).filter(([, type]) => dialect !== "esp-idf" || type !== "tristate");
    const text = [
      ...defined.map(([name, type]) => `config ${name}\n\t${type} "${name}"\n`),
      ...pairs.map((pair, index) => `config C${index}\n\tdef_bool ${pair}\n`),
    ].join("");
    const model = modelOf(text, dialect);
    const counts = new Map<number, number>();
    for (let seed = SEED; seed < SEED + 12; seed++) {
      const configuration = new Configuration(model);
      askAtRandom(configuration, dice(seed));
      hold(configuration, counts, `${dialect} ${seed}`);
    }
    const compared = [...counts].filter(([op]) => isComparison(op));
    expect(compared.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(5000);
  });
});
