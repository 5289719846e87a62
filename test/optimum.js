/** The least cost of a formula by a solver that shares no line with ours: HiGHS, a solver of integer programs. */
import loadHighs from "highs";

let loading;

/**
 * The least total weight of false soft literals over all models of clauses and hard literals; undefined if there is
 * no model. Literals are as in src/resolve/solver.ts: a variable's number from 1 on, negative for its negation.
 */
export async function leastCost(clauses, hard, soft) {
  loading ??= loadHighs();
  const highs = await loading;
  const rows = [...clauses, ...hard.map((literal) => [literal])].filter((clause) => !isTautology(clause));
  if (rows.some((clause) => clause.length === 0)) return undefined;
  const weights = new Map();
  // A false negation is a true variable: it costs its weight there, and otherwise earns it back from the constant.
  let constant = 0;
  for (const { literal, weight } of soft) {
    const variable = Math.abs(literal);
    if (literal > 0) constant += weight;
    weights.set(variable, (weights.get(variable) ?? 0) + (literal > 0 ? -weight : weight));
  }
  const variables = new Set([...rows.flat().map(Math.abs), ...weights.keys()]);
  if (variables.size === 0) return constant;
  const { Status, ObjectiveValue } = highs.solve(program(rows, weights, variables), {
    output_flag: false,
    mip_rel_gap: 0,
    mip_abs_gap: 0.5, // weights are whole numbers
  });
  if (Status === "Infeasible") return undefined;
  if (Status !== "Optimal") throw new Error(`HiGHS: ${Status}`);
  return Math.round(ObjectiveValue) + constant;
}

const isTautology = (clause) => clause.some((literal) => clause.includes(-literal));

/** In CPLEX's LP format: a clause says that its literals, a negation as 1 - x, sum up to 1 at least. */
function program(rows, weights, variables) {
  const objective = [...weights].map(([variable, weight]) => term(weight, variable));
  const lines = rows.map((clause) => {
    const literals = [...new Set(clause)];
    const negations = literals.filter((literal) => literal < 0).length;
    return ` ${literals.map((literal) => term(Math.sign(literal), Math.abs(literal))).join(" ")} >= ${1 - negations}`;
  });
  const names = [...variables].map((variable) => ` x${variable}`);
  const first = names[0].trim();
  return [
    "Minimize",
    ` ${objective.length > 0 ? objective.join("\n ") : `0 ${first}`}`,
    "Subject To",
    ...(lines.length > 0 ? lines : [` ${first} >= 0`]),
    "Binary",
    ...names,
    "End",
    "",
  ].join("\n");
}

const term = (factor, variable) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} x${variable}`;
