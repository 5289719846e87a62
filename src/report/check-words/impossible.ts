/** In one line: that no configuration has what is asked for, and what that rests on in the end. */
import type { Conflict } from "../../resolve/conflict.ts";
import type { Fact } from "../../resolve/facts.ts";
import { claimedText } from "../conflict.ts";
import { list, nameOf } from "../reason-words.ts";

/** `no configuration of this tree has it: UX500_SOC_DB8500 is not defined here`. */
export function impossibleText({ facts }: Conflict): string {
  const roots = facts.flatMap((fact) => rootText(fact) ?? []);
  const why = roots.length === 0 ? "" : `: ${list(roots)}`;
  return `no configuration of this tree has it${why}`;
}

/** What no setting changes; undefined for a fact that rests on others. */
function rootText({ symbol, claim, grounds, leaf }: Fact): string | undefined {
  const name = nameOf(symbol);
  switch (leaf?.kind) {
    case "undefined":
      return `${name} is not defined here`;
    case "nothing-sets-it":
      return `nothing turns ${name} on`;
    case "probe":
      return `${name} is ${claimedText(claim)}, the ${leaf.probe.isCommand ? "result of a command" : "value of a macro"}`;
    case undefined:
      if (claim.kind !== "always" && claim.kind !== "never") return undefined;
      return grounds.every(({ symbols }) => symbols.length === 0)
        ? `${name} is ${claim.kind} ${claim.value}`
        : undefined;
  }
}
