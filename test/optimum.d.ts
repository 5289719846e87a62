import type { SoftLiteral } from "../src/resolve/minimize.ts";
import type { Literal } from "../src/resolve/solver.ts";

export function leastCost(
  clauses: readonly (readonly Literal[])[],
  hard: readonly Literal[],
  soft: readonly SoftLiteral[],
): Promise<number | undefined>;
