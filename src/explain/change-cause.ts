/** Why a value differs between two configurations: what gives the new one, or what no longer gives the old one. */
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import { type ExpressionId, NONE } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";
import { type Origin, originOf } from "./origin.ts";
import { type Statement, statementsAround, statementsOf } from "./statements.ts";

export type ChangeCause =
  | /** What gives the new value. */ { readonly kind: "given"; readonly origin: Origin }
  /** These selects, or implies, hold no longer. */
  | { readonly kind: "released"; readonly by: readonly Property[] }
  /** It is asked for as m, which is y where there are no modules. */
  | { readonly kind: "lifted" }
  /** This part of a statement around it holds no longer. */
  | { readonly kind: "hidden"; readonly statement: Property; readonly part: Expression }
  | { readonly kind: "unknown" };

/** The cause of a change from `before` to `after`, both of the same tree. */
export function changeCause(before: Configuration, after: Configuration, symbol: ConfigSymbol): ChangeCause {
  const origin = originOf(after, symbol);
  const isLifted =
    symbol.type === "tristate" && before.value(symbol.id) === "m" && after.value(symbol.id) === "y";
  if (isLifted && before.modulesEnabled && !after.modulesEnabled) return { kind: "lifted" };
  const isGiven = symbol.isLogical ? after.tristate(symbol.id) !== N : after.isWritten(symbol.id);
  if (isGiven || origin.kind === "user" || origin.kind === "choice") return { kind: "given", origin };
  const was = originOf(before, symbol);
  if (was.kind === "select" || was.kind === "imply") return { kind: "released", by: was.by };
  const statements = was.kind === "default" ? statementsOfDefault(was.property) : statementsAbout(symbol);
  const hidden = sunkAmong(statements, before, after);
  if (hidden !== undefined) return { kind: "hidden", ...hidden };
  return origin.kind === "none" ? { kind: "unknown" } : { kind: "given", origin };
}

/** What a default gives is one of its conditions: of a bool or tristate it is an expression like them. */
function statementsOfDefault(property: Property): readonly Statement[] {
  return [{ kind: "source", property, condition: property.value }, ...statementsOf(property)];
}

/** Of its prompts; of its entries, where it has none. */
function statementsAbout(symbol: ConfigSymbol): readonly Statement[] {
  const prompts = symbol.propertiesOf("prompt");
  return prompts.length > 0
    ? prompts.flatMap(statementsOf)
    : symbol.definitions.flatMap((node) => statementsAround(node));
}

/** The first part of these conditions that held before and fails now; what is nearest comes first. */
function sunkAmong(
  statements: readonly Statement[],
  before: Configuration,
  after: Configuration,
): { readonly statement: Property; readonly part: Expression } | undefined {
  const sinks = (id: ExpressionId) => before.evaluate(id) !== N && after.evaluate(id) === N;
  for (const { property, condition } of statements) {
    if (condition === NONE || !sinks(condition)) continue;
    const expression = property.model.expression(condition);
    const parts = expression.kind === "and" ? expression.operands : [expression];
    const part = parts.find(({ id }) => sinks(id));
    if (part !== undefined) return { statement: property, part };
  }
  return undefined;
}
