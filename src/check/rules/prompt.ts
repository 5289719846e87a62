/** `promptless`: the symbol has no prompt in any definition, so that no line can set it. */
import type { Cause } from "../cause.ts";
import type { Question } from "../question.ts";
import { selectorsOf } from "./select.ts";

export function promptless({ symbol, configuration }: Question): Cause | undefined {
  if (symbol.hasPrompt) return undefined;
  return { code: "promptless", selectors: selectorsOf(configuration, symbol) };
}
