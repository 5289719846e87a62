/** The SAT solver and the minimiser, held against brute force: random formulas, cores, incremental questions. */
import { describe, expect, test } from "@jest/globals";
import { minimize, type SoftLiteral, shrinkCore } from "../src/resolve/minimize.ts";
import { type Literal, Solver } from "../src/resolve/solver.ts";
import { leastCost as independentLeastCost } from "./optimum.js";

type Clause = readonly Literal[];

/** Numbers from 0 to `bound` - 1, the same ones in every run (mulberry32). */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

type Dice = ReturnType<typeof dice>;

const literalAmong = (roll: Dice, variables: number): Literal =>
  (1 + roll(variables)) * (roll(2) === 0 ? 1 : -1);

const literalsAmong = (roll: Dice, variables: number, count: number): Literal[] =>
  Array.from({ length: count }, () => literalAmong(roll, variables));

/** Random clauses of three, near the ratio where half of all formulas are satisfiable. */
const thresholdFormula = (roll: Dice, variables: number): Clause[] =>
  Array.from({ length: Math.round(4.3 * variables) }, () => literalsAmong(roll, variables, 3));

/**
 * What an encoding of Kconfig looks like: variables that are defined as the and, or or exclusive or of earlier
 * ones, a choice of which exactly one holds, a few long clauses. Repeated and opposite literals occur.
 */
function structuredFormula(roll: Dice, variables: number): Clause[] {
  const clauses: Clause[] = [];
  const free = 2 + roll(variables - 3);
  for (let gate = free + 1; gate <= variables; gate++) {
    const [a, b] = literalsAmong(roll, gate - 1, 2);
    if (roll(5) === 0) clauses.push([-gate, a, b], [-gate, -a, -b], [gate, -a, b], [gate, a, -b]);
    else clauses.push([-gate, a], [-gate, b], [gate, -a, -b]);
  }
  const members = literalsAmong(roll, variables, 1 + roll(4));
  clauses.push(members);
  members.forEach((member, i) => {
    for (const other of members.slice(i + 1)) clauses.push([-member, -other]);
  });
  for (let i = roll(4); i > 0; i--) clauses.push(literalsAmong(roll, variables, 1 + roll(6)));
  return clauses;
}

/** At least `count` of the literals hold: a clause for every subset that is too large to be all false. */
function atLeast(count: number, literals: readonly Literal[]): Clause[] {
  if (count > literals.length) return [[]];
  if (count === 1) return [literals];
  const [first, ...others] = literals;
  return [...atLeast(count - 1, others), ...atLeast(count, others).map((clause) => [first, ...clause])];
}

/** Counts that overlap: several wishes must be given up together, in more than one way. */
function countingFormula(roll: Dice, variables: number): Clause[] {
  return Array.from({ length: 1 + roll(3) }, () => {
    const group = Array.from({ length: variables }, (_, i) => i + 1).filter(() => roll(4) > 0);
    const literals = group.map((variable) => (roll(5) === 0 ? -variable : variable));
    return literals.length === 0 ? [] : atLeast(1 + roll(literals.length), literals);
  }).flat();
}

const weighableFormula = (roll: Dice, variables: number): Clause[] =>
  roll(2) === 0 ? countingFormula(roll, variables) : structuredFormula(roll, variables);

const randomFormula = (roll: Dice, variables: number): Clause[] =>
  roll(2) === 0 ? thresholdFormula(roll, variables) : structuredFormula(roll, variables);

/** Bit v - 1 of `model` is the variable v. */
const holds = (literal: Literal, model: number): boolean =>
  ((model >> (Math.abs(literal) - 1)) & 1) === (literal > 0 ? 1 : 0);

/** All models, by trying every one; a clause is the masks of its positive and of its negative variables. */
function modelsOf(clauses: readonly Clause[], variables: number): number[] {
  const maskOf = (literals: readonly Literal[]) =>
    literals.reduce((mask, v) => mask | (1 << (Math.abs(v) - 1)), 0);
  const positive = clauses.map((clause) => maskOf(clause.filter((literal) => literal > 0)));
  const negative = clauses.map((clause) => maskOf(clause.filter((literal) => literal < 0)));
  const models: number[] = [];
  for (let model = 0; model < 1 << variables; model++) {
    let at = 0;
    while (at < clauses.length && ((model & positive[at]) | (~model & negative[at])) !== 0) at += 1;
    if (at === clauses.length) models.push(model);
  }
  return models;
}

const isSubset = (part: readonly Literal[], whole: readonly Literal[]): boolean =>
  part.every((literal) => whole.includes(literal));

function solverOf(clauses: readonly Clause[], variables: number, roll?: Dice): Solver {
  const solver = new Solver();
  for (let i = 0; i < variables; i++) solver.newVariable(roll?.(2) === 1);
  for (const clause of clauses) solver.addClause(clause);
  return solver;
}

/** Which of the answers of one question is wrong; undefined if none is. */
function faultOf(
  solver: Solver,
  models: readonly number[],
  assumptions: readonly Literal[],
  clauses: readonly Clause[],
) {
  const isPossible = models.some((model) => assumptions.every((literal) => holds(literal, model)));
  const outcome = solver.solve(assumptions);
  if (outcome !== (isPossible ? "satisfiable" : "unsatisfiable")) return `says ${outcome}`;
  if (isPossible) {
    const isModel = clauses.every((clause) => clause.some((literal) => solver.value(literal)));
    if (!isModel) return "the model breaks a clause";
    if (!assumptions.every((literal) => solver.value(literal))) return "the model breaks an assumption";
    if (assumptions.some((literal) => solver.value(-literal))) return "a literal and its negation hold";
    return undefined;
  }
  const { core } = solver;
  if (!isSubset(core, assumptions)) return "the core has what was not assumed";
  if (new Set(core).size !== core.length) return "the core repeats itself";
  if (models.some((model) => core.every((literal) => holds(literal, model)))) return "the core can hold";
  return undefined;
}

/** One pigeon in each hole: `pigeons` do not fit into `holes`, and resolution needs many steps to see it. */
function pigeonhole(pigeons: number, holes: number): Solver {
  const solver = new Solver();
  const inHole = Array.from({ length: pigeons }, () =>
    Array.from({ length: holes }, () => solver.newVariable()),
  );
  for (const places of inHole) solver.addClause(places);
  for (let hole = 0; hole < holes; hole++) {
    for (let a = 0; a < pigeons; a++) {
      for (let b = a + 1; b < pigeons; b++) solver.addClause([-inHole[a][hole], -inHole[b][hole]]);
    }
  }
  return solver;
}

describe("the solver agrees with brute force", () => {
  test("on 1,500 formulas, each asked under several assumptions", () => {
    const roll = dice(1);
    for (let round = 0; round < 1500; round++) {
      const variables = 4 + roll(round % 10 === 0 ? 11 : 6);
      const clauses = randomFormula(roll, variables);
      const models = modelsOf(clauses, variables);
      const solver = solverOf(clauses, variables, roll);
      for (let question = 0; question < 4; question++) {
        const assumptions = literalsAmong(roll, variables, question === 0 ? 0 : roll(variables));
        const fault = faultOf(solver, models, assumptions, clauses);
        expect({ round, clauses, assumptions, fault }).toEqual({
          round,
          clauses,
          assumptions,
          fault: undefined,
        });
      }
    }
  });

  test("when clauses and variables come between questions that share assumptions", () => {
    const roll = dice(2);
    for (let round = 0; round < 600; round++) {
      const variables = 5 + roll(5);
      const solver = new Solver();
      const known: Clause[] = [];
      const assumptions = literalsAmong(roll, 3, roll(3));
      for (const clause of randomFormula(roll, variables)) {
        const named = Math.max(...clause.map(Math.abs));
        while (solver.variableCount < Math.max(3, named)) solver.newVariable(roll(2) === 0);
        solver.addClause(clause);
        known.push(clause);
        if (roll(3) > 0) continue;
        if (roll(4) === 0) assumptions.pop();
        if (roll(2) === 0) assumptions.push(literalAmong(roll, solver.variableCount));
        const fault = faultOf(solver, modelsOf(known, solver.variableCount), assumptions, known);
        expect({ round, known, assumptions, fault }).toEqual({ round, known, assumptions, fault: undefined });
      }
    }
  });

  test("on the number of models, each excluded by a clause once found", () => {
    const roll = dice(3);
    for (let round = 0; round < 200; round++) {
      const variables = 4 + roll(4);
      const clauses = structuredFormula(roll, variables);
      const solver = solverOf(clauses, variables);
      const every = Array.from({ length: variables }, (_, i) => i + 1);
      let found = 0;
      for (; solver.solve() === "satisfiable"; found++) {
        solver.addClause(every.map((variable) => (solver.value(variable) ? -variable : variable)));
      }
      expect({ round, found }).toEqual({ round, found: modelsOf(clauses, variables).length });
    }
  });
});

describe("the solver", () => {
  test("keeps to the phases where nothing speaks against them, whatever was asked before", () => {
    const solver = new Solver();
    const [a, b, c] = [true, false, true].map((phase) => solver.newVariable(phase));
    solver.addClause([-a, b, -c]);
    expect(solver.solve([-a, b, -c])).toBe("satisfiable");
    expect(solver.solve([b])).toBe("satisfiable");
    expect([a, b, c].map((variable) => solver.value(variable))).toEqual([true, true, true]);
    solver.setPhase(c, false);
    expect(solver.solve()).toBe("satisfiable");
    expect([a, b, c].map((variable) => solver.value(variable))).toEqual([true, false, false]);
  });

  test("grants wishes in their order where nothing speaks against them, and no answer changes by them", () => {
    const roll = dice(77);
    for (let round = 0; round < 500; round++) {
      const variables = 6 + roll(5);
      const clauses = randomFormula(roll, variables);
      const models = modelsOf(clauses, variables);
      const solver = solverOf(clauses, variables, roll);
      const wishes = literalsAmong(roll, variables, 1 + roll(6));
      const outcome = solver.solve([], { wishes });
      expect(outcome).toBe(models.length > 0 ? "satisfiable" : "unsatisfiable");
      if (outcome !== "satisfiable") continue;
      expect(clauses.every((clause) => clause.some((literal) => solver.value(literal)))).toBe(true);
      // The first one is refused only where no model has it.
      expect(solver.value(wishes[0])).toBe(models.some((model) => holds(wishes[0], model)));
    }
  });

  test("is unsatisfiable for good after an empty clause, with an empty core", () => {
    const solver = new Solver();
    const a = solver.newVariable();
    expect(solver.solve([a])).toBe("satisfiable");
    solver.addClause([]);
    expect([solver.solve([a]), solver.core]).toEqual(["unsatisfiable", []]);
    solver.addClause([a]);
    expect(solver.solve()).toBe("unsatisfiable");
  });

  test("has the core of an assumption and its negation", () => {
    const solver = new Solver();
    const [a, b] = [solver.newVariable(), solver.newVariable()];
    expect(solver.solve([b, a, -a])).toBe("unsatisfiable");
    expect([...solver.core].sort()).toEqual([-a, a]);
  });

  test("refuses a literal without a variable, which is a mistake of ours", () => {
    const solver = new Solver();
    solver.newVariable();
    expect(() => solver.addClause([2])).toThrow("no variable 2");
    expect(() => solver.addClause([0])).toThrow("no variable 0");
  });

  test("shows that seven pigeons do not fit into six holes", () => {
    const solver = pigeonhole(7, 6);
    expect(solver.solve([], { conflicts: 10_000 })).toBe("unsatisfiable");
  });

  test("gives up at a limit of conflicts or decisions and can be asked on", () => {
    const solver = pigeonhole(9, 8);
    const before = solver.conflictCount;
    expect(solver.solve([], { conflicts: 20 })).toBe("unknown");
    expect(solver.conflictCount - before).toBe(20);
    expect(solver.solve([], { decisions: 3 })).toBe("unknown");
    expect(solver.solve([1, 2], { decisions: 3 })).toBe("unknown");
    expect(solver.solve([1, 9], { conflicts: 0 })).toBe("unsatisfiable");
    expect(pigeonhole(6, 6).solve([], { conflicts: 1000 })).toBe("satisfiable");
  });

  test("stays right when it forgets learnt clauses and drops those that facts satisfy", () => {
    const roll = dice(4);
    const variables = 150;
    const clauses: Clause[] = Array.from({ length: 4 * variables }, () => literalsAmong(roll, variables, 3));
    const solver = solverOf(clauses, variables);
    let satisfiable = 0;
    for (let round = 0; round < 200; round++) {
      const assumptions = literalsAmong(roll, variables, 4 + roll(8));
      const isPossible = solver.solve(assumptions) === "satisfiable";
      if (isPossible) {
        satisfiable += 1;
        expect(clauses.every((clause) => clause.some((literal) => solver.value(literal)))).toBe(true);
        expect(assumptions.every((literal) => solver.value(literal))).toBe(true);
      } else {
        // A solver that has learnt nothing yet must say the same.
        const fresh = solverOf([...clauses, ...solver.core.map((literal) => [literal])], variables);
        expect(isSubset(solver.core, assumptions)).toBe(true);
        expect(fresh.solve()).toBe("unsatisfiable");
      }
      if (!isPossible || round % 40 !== 0) continue;
      const fact = [solver.value(1 + round / 2) ? 1 + round / 2 : -1 - round / 2];
      clauses.push(fact);
      solver.addClause(fact);
    }
    // Both answers occurred, and there were enough conflicts for several rounds of forgetting.
    expect(satisfiable).toBeGreaterThan(20);
    expect(satisfiable).toBeLessThan(180);
    expect(solver.conflictCount).toBeGreaterThan(5000);
  });
});

/** The least cost by trying every model; undefined if the hard literals have none. */
function leastCost(models: readonly number[], hard: readonly Literal[], soft: readonly SoftLiteral[]) {
  let least: number | undefined;
  for (const model of models) {
    if (!hard.every((literal) => holds(literal, model))) continue;
    let cost = 0;
    for (const { literal, weight } of soft) if (!holds(literal, model)) cost += weight;
    least = Math.min(least ?? cost, cost);
  }
  return least;
}

/** Few different weights, many, or all of them one, by turns. */
function randomWishes(roll: Dice, variables: number): SoftLiteral[] {
  const largest = [1, 3, 100][roll(3)];
  const literals = literalsAmong(roll, variables, roll(2 * variables));
  const isOneSided = roll(2) === 0;
  return literals.map((literal) => ({
    literal: isOneSided ? -Math.abs(literal) : literal,
    weight: 1 + roll(largest),
  }));
}

/** What is wrong with the answer of `minimize`; undefined if nothing is. */
function faultOfMinimum(
  solver: Solver,
  models: readonly number[],
  clauses: readonly Clause[],
  hard: readonly Literal[],
  soft: readonly SoftLiteral[],
) {
  const least = leastCost(models, hard, soft);
  const found = minimize(solver, hard, soft);
  if (found.kind === "unknown") return "does not know";
  if (found.kind === "impossible") {
    if (least !== undefined) return "says impossible";
    if (!isSubset(found.core, hard)) return "the core has what is not hard";
    if (models.some((model) => found.core.every((literal) => holds(literal, model))))
      return "the core can hold";
    return undefined;
  }
  if (found.cost !== least) return `costs ${found.cost}, not ${least}`;
  const falsified = soft.filter(({ literal }) => !solver.value(literal)).map(({ literal }) => literal);
  if (falsified.join() !== found.falsified.join()) return "falsified is not what the model falsifies";
  if (!hard.every((literal) => solver.value(literal))) return "the model breaks a hard literal";
  if (!clauses.every((clause) => clause.some((literal) => solver.value(literal))))
    return "the model breaks a clause";
  return undefined;
}

describe("minimize agrees with brute force", () => {
  test("on 1,000 formulas with random weights", () => {
    const roll = dice(5);
    for (let round = 0; round < 1000; round++) {
      const variables = 4 + roll(round % 10 === 0 ? 9 : 6);
      const clauses = weighableFormula(roll, variables);
      const hard = literalsAmong(roll, variables, roll(3));
      const soft = randomWishes(roll, variables);
      const solver = solverOf(clauses, variables, roll);
      const fault = faultOfMinimum(solver, modelsOf(clauses, variables), clauses, hard, soft);
      expect({ round, clauses, hard, soft, fault }).toEqual({ round, clauses, hard, soft, fault: undefined });
    }
  });

  test("again and again on one solver, with other wishes, and with clauses in between", () => {
    const roll = dice(6);
    for (let round = 0; round < 300; round++) {
      const variables = 6 + roll(4);
      const clauses = weighableFormula(roll, variables);
      const solver = solverOf(clauses, variables);
      for (let question = 0; question < 8; question++) {
        const hard = literalsAmong(roll, variables, roll(4));
        const soft = randomWishes(roll, variables);
        const models = modelsOf(clauses, variables);
        const fault =
          faultOfMinimum(solver, models, clauses, hard, soft) ?? faultOf(solver, models, hard, clauses);
        expect({ round, clauses, hard, soft, fault }).toEqual({
          round,
          clauses,
          hard,
          soft,
          fault: undefined,
        });
        if (roll(2) === 0) continue;
        const clause = literalsAmong(roll, variables, 2 + roll(3));
        clauses.push(clause);
        solver.addClause(clause);
      }
    }
  });

  test("on the costs of all answers in order, each excluded by a clause once found", () => {
    const roll = dice(7);
    for (let round = 0; round < 200; round++) {
      const variables = 5 + roll(3);
      const clauses = weighableFormula(roll, variables);
      const models = modelsOf(clauses, variables);
      const soft = Array.from({ length: variables }, (_, i) => ({ literal: -1 - i, weight: 1 + roll(20) }));
      const costOf = (model: number) => leastCost([model], [], soft)!;
      const solver = solverOf(clauses, variables);
      const costs: number[] = [];
      for (;;) {
        const found = minimize(solver, [], soft);
        if (found.kind !== "optimum") break;
        costs.push(found.cost);
        solver.addClause(soft.map(({ literal }) => (solver.value(literal) ? -literal : literal)));
      }
      expect(costs).toEqual(models.map(costOf).sort((a, b) => a - b));
    }
  });
});

test("minimize agrees with an independent solver on formulas too large for brute force", async () => {
  const roll = dice(8);
  let impossible = 0;
  for (let round = 0; round < 16; round++) {
    const variables = 60 + roll(100);
    const clauses = structuredFormula(roll, variables);
    const hard = literalsAmong(roll, variables, roll(6));
    const soft = randomWishes(roll, variables);
    const found = minimize(solverOf(clauses, variables), hard, soft);
    const least = await independentLeastCost(clauses, hard, soft);
    const cost = found.kind === "optimum" ? found.cost : undefined;
    expect({ round, kind: found.kind, cost }).toEqual({
      round,
      kind: least === undefined ? "impossible" : "optimum",
      cost: least,
    });
    if (least === undefined) impossible += 1;
  }
  expect(impossible).toBeGreaterThan(0);
  expect(impossible).toBeLessThan(15);
});

describe("minimize", () => {
  test("finds how many must be given up when no two can be had together", () => {
    const solver = new Solver();
    const wishes = Array.from({ length: 40 }, () => solver.newVariable());
    wishes.forEach((a, i) => {
      for (const b of wishes.slice(i + 1)) solver.addClause([-a, -b]);
    });
    const soft = wishes.map((literal) => ({ literal, weight: 7 }));
    expect(minimize(solver, [], soft)).toMatchObject({ kind: "optimum", cost: 39 * 7 });
    expect(wishes.filter((literal) => solver.value(literal))).toHaveLength(1);
  });

  test("gives up at a limit of conflicts, which covers all its searches, and leaves the solver usable", () => {
    const solver = pigeonhole(9, 8);
    const soft = [{ literal: 1, weight: 1 }];
    expect(minimize(solver, [], soft, { conflicts: 30 })).toEqual({ kind: "unknown" });
    expect(minimize(solver, [2, 10], soft, { conflicts: 30 })).toMatchObject({ kind: "impossible" });
  });
});

describe("shrinkCore", () => {
  test("leaves a set of which no literal can go, in the order given", () => {
    const roll = dice(8);
    let shrunk = 0;
    for (let round = 0; round < 500; round++) {
      const variables = 6 + roll(5);
      const clauses = structuredFormula(roll, variables);
      const models = modelsOf(clauses, variables);
      const background = literalsAmong(roll, variables, roll(3));
      const core = literalsAmong(roll, variables, 2 + roll(8));
      const canHold = (literals: readonly Literal[]) =>
        models.some((model) => [...background, ...literals].every((literal) => holds(literal, model)));
      const least = shrinkCore(solverOf(clauses, variables), core, background);
      if (canHold(core)) {
        expect(least).toEqual(core);
        continue;
      }
      expect(canHold(least)).toBe(false);
      for (const without of least) expect(canHold(least.filter((literal) => literal !== without))).toBe(true);
      let from = 0;
      for (const literal of least) from = core.indexOf(literal, from) + 1 || Number.NaN;
      expect(from).not.toBeNaN();
      if (least.length < core.length) shrunk += 1;
    }
    expect(shrunk).toBeGreaterThan(50);
  });
});
