/** Gates of the encoding, each held against what it means for every assignment. */
import { describe, expect, test } from "@jest/globals";
import { Gates } from "../src/resolve/gates.ts";
import { Justification } from "../src/resolve/sat/justification.ts";
import { Trail } from "../src/resolve/sat/trail.ts";
import { type Literal, Solver } from "../src/resolve/solver.ts";

/** The truth of a literal for each assignment of the inputs, the first input being the lowest bit. */
function tableOf(
  count: number,
  make: (gates: Gates, inputs: readonly Literal[]) => Literal,
): readonly boolean[] {
  const solver = new Solver();
  const gates = new Gates(solver);
  const inputs = Array.from({ length: count }, () => gates.variable());
  const gate = make(gates, inputs);
  return Array.from({ length: 2 ** count }, (_, row) => {
    const assumptions = inputs.map((input, at) => ((row >> at) & 1 ? input : -input));
    const canBe = (literal: Literal) => solver.solve([...assumptions, literal]) === "satisfiable";
    const [yes, no] = [canBe(gate), canBe(-gate)];
    // The inputs alone decide.
    expect([row, yes !== no]).toEqual([row, true]);
    return yes;
  });
}

const expected = (count: number, meaning: (inputs: readonly boolean[]) => boolean): readonly boolean[] =>
  Array.from({ length: 2 ** count }, (_, row) =>
    meaning(Array.from({ length: count }, (__, at) => ((row >> at) & 1) === 1)),
  );

describe.each([0, 1, 2, 3, 4, 5])("of %i inputs", (count) => {
  test("and", () => {
    expect(tableOf(count, (gates, inputs) => gates.and(inputs))).toEqual(
      expected(count, (inputs) => inputs.every(Boolean)),
    );
  });
  test("or", () => {
    expect(tableOf(count, (gates, inputs) => gates.or(inputs))).toEqual(
      expected(count, (inputs) => inputs.some(Boolean)),
    );
  });
  test("and, with some of them negated or named twice", () => {
    const odd = <Item>(items: readonly Item[], not: (item: Item) => Item) =>
      items.flatMap((item, at) => (at % 3 === 0 ? [item, item] : at % 3 === 1 ? [not(item)] : [item]));
    expect(tableOf(count, (gates, inputs) => gates.and(odd(inputs, (literal) => -literal)))).toEqual(
      expected(count, (inputs) => odd(inputs, (value) => !value).every(Boolean)),
    );
  });
});

test("choose", () => {
  expect(
    tableOf(3, (gates, [condition, then, otherwise]) => gates.choose(condition, then, otherwise)),
  ).toEqual(expected(3, ([condition, then, otherwise]) => (condition ? then : otherwise)));
});

test("a gate of two literals is made once, whichever comes first", () => {
  const solver = new Solver();
  const gates = new Gates(solver);
  const inputs = Array.from({ length: 60 }, () => gates.variable()).flatMap((input) => [input, -input]);
  const all = () => inputs.flatMap((one) => inputs.map((other) => gates.and([one, other])));
  const made = all();
  const { variableCount } = solver;
  expect(all()).toEqual(made);
  expect(inputs.flatMap((one) => inputs.map((other) => gates.and([other, one])))).toEqual(made);
  expect(solver.variableCount).toBe(variableCount);
  // Each pair of different inputs has its own, in all four combinations; and no other gate is one of these.
  expect(new Set(made).size).toBe((60 * 59 * 4) / 2 + 120 + 1);
});

describe("a solver that follows gates", () => {
  /** Numbers from 0 to `bound` - 1, the same ones in every run. */
  function dice(seed: number): (bound: number) => number {
    let state = seed;
    return (bound) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % bound;
    };
  }

  /** Ands and ors of inputs and of one another; what each is for every assignment of the inputs. */
  function circuit(roll: (bound: number) => number, gates: Gates, inputCount: number, gateCount: number) {
    const rows = Array.from({ length: 2 ** inputCount }, (_, row) => row);
    const inputs = Array.from({ length: inputCount }, () => gates.variable());
    const nodes = inputs.map((literal, at) => ({ literal, table: rows.map((row) => (row >> at) % 2 === 1) }));
    const pick = () => {
      const { literal, table } = nodes[roll(nodes.length)];
      return roll(2) === 0 ? { literal, table } : { literal: -literal, table: table.map((value) => !value) };
    };
    for (let made = 0; made < gateCount; made++) {
      const operands = Array.from({ length: 2 + roll(3) }, pick);
      const isAnd = roll(2) === 0;
      const literals = operands.map(({ literal }) => literal);
      const at = (row: number) => operands.map(({ table }) => table[row]);
      nodes.push({
        literal: isAnd ? gates.and(literals) : gates.or(literals),
        table: rows.map((row) => (isAnd ? at(row).every(Boolean) : at(row).some(Boolean))),
      });
    }
    return { rows, inputs, nodes, pick };
  }

  test.each([{ followsGates: true }, { followsGates: false }])(
    "agrees with brute force on random circuits and clauses: %p",
    (options) => {
      const roll = dice(7);
      const seen = { satisfiable: 0, unsatisfiable: 0, unknown: 0 };
      for (let round = 0; round < 150; round++) {
        const solver = new Solver(options);
        const gates = new Gates(solver);
        const { rows, inputs, nodes, pick } = circuit(roll, gates, 2 + roll(5), 3 + roll(25));
        let possible = rows;
        for (let question = 0; question < 6; question++) {
          const asked = Array.from({ length: 1 + roll(3) }, pick);
          const answers = possible.filter((row) => asked.every(({ table }) => table[row]));
          const wishes = Array.from({ length: roll(4) }, () => pick().literal);
          const assumptions = asked.map(({ literal }) => literal);
          const outcome = solver.solve(assumptions, { wishes });
          seen[outcome] += 1;
          expect([round, outcome]).toEqual([round, answers.length > 0 ? "satisfiable" : "unsatisfiable"]);
          if (outcome === "satisfiable") {
            const row = inputs.reduce((sum, input, at) => sum + (solver.value(input) ? 2 ** at : 0), 0);
            expect(answers).toContain(row);
            for (const { literal, table } of nodes) expect(solver.value(literal)).toBe(table[row]);
          } else expect(assumptions).toEqual(expect.arrayContaining([...solver.core]));
          // What a clause forbids is not found again.
          const clause = [pick(), pick()];
          solver.addClause(clause.map(({ literal }) => literal));
          possible = possible.filter((row) => clause.some(({ table }) => table[row]));
        }
      }
      expect(seen.satisfiable).toBeGreaterThan(100);
      expect(seen.unsatisfiable).toBeGreaterThan(100);
    },
  );

  test("makes an input false of what is false, the youngest first, and again after it went back", () => {
    const trail = new Trail();
    const justification = new Justification(trail);
    const [a, b, c, both, all] = [1, 2, 3, 4, 5];
    const [yes, no] = [(variable: number) => variable << 1, (variable: number) => (variable << 1) | 1];
    trail.grow(all);
    justification.grow(all);
    justification.define(both, [yes(a), yes(b)]);
    justification.define(all, [yes(both), no(c)]);
    const decide = (code: number) => {
      trail.openLevel();
      trail.assign(code, 0);
    };
    decide(no(both));
    decide(no(all));
    // `all` is false since `both` is; of `both`, neither input has a value.
    expect(justification.nextDecision()).toBe(no(b));
    decide(no(b));
    expect(justification.nextDecision()).toBeUndefined();
    while (trail.depth > 1) {
      const size = trail.levelStart[trail.depth - 1];
      while (trail.size > size) trail.unassign();
      trail.closeLevels(trail.depth - 1);
      justification.goBack(trail.size, 0);
    }
    expect(justification.nextDecision()).toBe(no(b));
    decide(yes(b));
    expect(justification.nextDecision()).toBe(no(a));
  });

  test("decides what its question rests on before anything else, whatever took part in conflicts before", () => {
    /** Steps of a proof about one small part, when a search through many other parts went before. */
    const stepsOf = (followsGates: boolean): number => {
      const solver = new Solver({ followsGates });
      const gates = new Gates(solver);
      const part = () => {
        const [a, b, c] = [gates.variable(), gates.variable(), gates.variable()];
        // Of three, at least two and at most one: no value of one of them alone contradicts it.
        const two = gates.or([gates.and([a, b]), gates.and([a, c]), gates.and([b, c])]);
        const one = gates.and([
          gates.or([-a, -b]),
          gates.or([gates.no, gates.and([-a, -c]), gates.and([-a, c]), gates.and([a, -c])]),
          gates.or([gates.and([-b, -c]), gates.and([-b, c]), gates.and([b, -c])]),
        ]);
        return gates.and([two, one]);
      };
      const parts = Array.from({ length: 200 }, part);
      for (const asked of parts) {
        // Each needs values for all variables of the others.
        expect(solver.solve([-asked])).toBe("satisfiable");
      }
      const before = solver.stepCount;
      for (const asked of parts) expect(solver.solve([asked])).toBe("unsatisfiable");
      return solver.stepCount - before;
    };
    expect(stepsOf(true)).toBeLessThan(stepsOf(false));
  });
});
