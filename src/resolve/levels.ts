/** Conditions as literals of a solver: how a tristate of two literals is joined, compared, and made of a constant. */
import type { Algebra } from "../evaluate/algebra.ts";
import { compare, comparedType } from "../evaluate/comparison.ts";
import { MOD, type ModelData, NO, type SymbolId, YES } from "../model/columns.ts";
import type { Cases } from "./cases.ts";
import type { Levels } from "./encoding.ts";
import type { Gates } from "./gates.ts";
import type { Literal } from "./solver.ts";

/** Both literals as one: of a bool, of a comparison. */
export const bothLevels = (literal: Literal): Levels => ({ m: literal, y: literal });

export function levelsAlgebra(gates: Gates): Algebra<Levels> {
  const joined = (join: "and" | "or") => (operands: readonly Levels[]) => {
    const m = gates[join](operands.map((each) => each.m));
    const isPlain = operands.every((each) => each.m === each.y);
    return { m, y: isPlain ? m : gates[join](operands.map((each) => each.y)) };
  };
  return {
    always: bothLevels(gates.yes),
    not: ({ m, y }) => ({ m: -y, y: -m }),
    and: joined("and"),
    or: joined("or"),
  };
}

/** y, m and n; undefined for all other symbols. */
export function constantLevels({ yes, no }: Gates, symbol: SymbolId): Levels | undefined {
  if (symbol === NO) return bothLevels(no);
  if (symbol === MOD) return { m: yes, y: no };
  return symbol === YES ? bothLevels(yes) : undefined;
}

/** A bool or tristate as text. */
export function levelCases(gates: Gates, { m, y }: Levels): Cases {
  if (m === y)
    return new Map([
      ["n", -m],
      ["y", y],
    ]);
  return new Map([
    ["n", -m],
    ["m", gates.and([m, -y])],
    ["y", y],
  ]);
}

/** A side of a comparison. */
export interface ComparedCases {
  readonly symbol: SymbolId;
  readonly cases: Cases;
}

/** Whether a comparison of two symbols of a model holds: for each pair of texts for which it does, that they are the ones. */
export function comparisonLiteral(
  gates: Gates,
  data: ModelData,
  operator: number,
  left: ComparedCases,
  right: ComparedCases,
): Literal {
  const { numbers } = data.dialect;
  const [first, second] = [comparedType(data, left.symbol), comparedType(data, right.symbol)];
  const holding: Literal[] = [];
  for (const [a, isA] of left.cases) {
    for (const [b, isB] of right.cases) {
      if (compare(operator, { type: first, text: a }, { type: second, text: b }, numbers))
        holding.push(gates.and([isA, isB]));
    }
  }
  return gates.or(holding);
}
