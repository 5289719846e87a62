/** The symbol that opens a driver where its hardware cannot be: to compile it, not to have it. */
import type { Configuration } from "../evaluate/configuration.ts";
import { N } from "../evaluate/tristate.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";
import { statementsOf } from "./statements.ts";

/** Linux and who took its Kconfig files over; elsewhere nothing has the name. */
export const COMPILE_ONLY = "COMPILE_TEST";

/** A condition that holds by COMPILE_TEST alone. */
export interface CompileOnly {
  /** What could not be set otherwise. */
  readonly symbol: ConfigSymbol;
  /** Where the condition is written. */
  readonly statement: Property;
  /** What else would do, none of which holds. */
  readonly instead: readonly Expression[];
}

export function isCompileOnly(expression: Expression): boolean {
  return expression.kind === "symbol" && expression.symbol.name === COMPILE_ONLY;
}

/** The first condition of these symbols' prompts that only holds because of COMPILE_TEST; undefined without one. */
export function compiledOnly(
  configuration: Configuration,
  symbols: readonly ConfigSymbol[],
): CompileOnly | undefined {
  for (const symbol of symbols) {
    for (const { property, condition } of symbol.propertiesOf("prompt").flatMap(statementsOf)) {
      const expression = configuration.model.expression(condition);
      const terms = expression.kind === "and" ? expression.operands : [expression];
      for (const term of terms) {
        if (term.kind !== "or" || !term.operands.some(isCompileOnly)) continue;
        const instead = term.operands.filter((each) => !isCompileOnly(each));
        if (instead.every((each) => configuration.evaluate(each.id) === N))
          return { symbol, statement: property, instead };
      }
    }
  }
  return undefined;
}
