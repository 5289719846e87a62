/** Gates of the encoding, each held against what it means for every assignment. */
import { describe, expect, test } from "@jest/globals";
import { Gates } from "../src/resolve/gates.ts";
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
