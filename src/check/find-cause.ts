/** The rules, and the order in which they are asked. */
import type { Cause } from "./cause.ts";
import type { Question, Rule } from "./question.ts";
import { lostChoice } from "./rules/choice.ts";
import { noModules } from "./rules/modules.ts";
import { promptless } from "./rules/prompt.ts";
import { outOfRange } from "./rules/range.ts";
import { forcedBySelect } from "./rules/select.ts";
import { hidden } from "./rules/visibility.ts";

/** From what no line can mend to what another line mends. */
const RULES: readonly Rule[] = [promptless, forcedBySelect, hidden, noModules, outOfRange, lostChoice];

/** Why a request, whose value fits its symbol's type, did not come true: the first rule that applies. */
export function findCause(question: Question): Cause {
  for (const rule of RULES) {
    const cause = rule(question);
    if (cause !== undefined) return cause;
  }
  return { code: "other-value" };
}
