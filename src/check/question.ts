/** Why does this request not hold? What a rule may look at, and the order in which the rules are asked. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ConfigSymbol, SymbolId } from "../model/model.ts";
import type { Cause } from "./cause.ts";
import type { Request } from "./request.ts";
import { lostChoice } from "./rules/choice.ts";
import { promptless } from "./rules/prompt.ts";
import { outOfRange } from "./rules/range.ts";
import { forcedBySelect } from "./rules/select.ts";
import { hidden } from "./rules/visibility.ts";

/** A request whose value fits its symbol's type, and the configuration in which it did not come true. */
export interface Question {
  readonly request: Request;
  readonly symbol: ConfigSymbol;
  readonly configuration: Configuration;
  readonly effective: ReadonlyMap<SymbolId, Request>;
}

type Rule = (question: Question) => Cause | undefined;

/** From what no setting mends to what another line mends; the first that applies is the cause. */
const RULES: readonly Rule[] = [promptless, forcedBySelect, hidden, outOfRange, lostChoice];

export function findCause(question: Question): Cause {
  for (const rule of RULES) {
    const cause = rule(question);
    if (cause !== undefined) return cause;
  }
  return { code: "other-value" };
}
