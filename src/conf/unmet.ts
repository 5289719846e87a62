/** The warning about symbols that are selected although their dependencies do not hold. */

import type { Configuration, UnmetDependency } from "../evaluate/configuration.ts";
import { printExpression } from "../evaluate/print-expression.ts";
import { letterOf, M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** One unmet dependency as a warning, in C's words and in ours. */
export function describeUnmet(configuration: Configuration, { symbol }: UnmetDependency): Diagnostic {
  const { model } = configuration;
  const view = model.symbolAt(symbol);
  const direct = configuration.directDependency(symbol);
  const dependency = printExpression(configuration, view.directDependency);
  const lines = [
    "",
    `WARNING: unmet direct dependencies detected for ${view.name}`,
    `  Depends on [${direct === M ? "m" : "n"}]: ${dependency}`,
  ];
  for (const value of [Y, M] as const) lines.push(...selectorLines(configuration, view.id, value));
  return {
    code: "unmet-select",
    severity: "warning",
    message: `${view.name} is selected although it cannot be ${letterOf(configuration.tristate(symbol))}: ${dependency} is ${letterOf(direct)}`,
    location: view.definitions[0]?.place,
    classic: { text: lines.join("\n") },
  };
}

function selectorLines(configuration: Configuration, symbol: number, value: Tristate): string[] {
  if (value === N) return [];
  const terms = configuration.selectors(symbol, value);
  if (terms.length === 0) return [];
  return [
    `  Selected by [${letterOf(value)}]:`,
    ...terms.map((term) => `  - ${printExpression(configuration, term)}`),
  ];
}
