/** What a person should know about symbols before they are switched on. */
import type { ConfigSymbol } from "../model/model.ts";
import type { PlanWarning } from "./plan.ts";

/** Symbols that open a whole area: of things half done, broken, or not meant for this machine. */
const AREAS: ReadonlySet<string> = new Set(["EXPERT", "STAGING", "BROKEN", "COMPILE_TEST"]);

/** What helps say of symbols that one should not switch on lightly. */
const UNSAFE = /\b(taints?|tainted|unsafe|dangerous|insecure|not safe|security (?:risk|hole))\b/i;

/** Warnings about switching on these symbols, in their order. */
export function warningsOf(symbols: readonly ConfigSymbol[]): readonly PlanWarning[] {
  return symbols.flatMap((symbol): readonly PlanWarning[] => {
    if (AREAS.has(symbol.name)) return [{ kind: "opens-area", symbol }];
    const help = symbol.definitions.map((definition) => definition.help ?? "").join("\n");
    const line = help.split("\n").find((each) => UNSAFE.test(each));
    return line === undefined ? [] : [{ kind: "unsafe", symbol, line: line.trim() }];
  });
}
