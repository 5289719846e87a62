/** `wrong-type`: the line's value is none for the symbol's type, so that the line counts for nothing. */
import type { Cause } from "../cause.ts";
import type { Request } from "../request.ts";

export function wrongType({ typed, symbol, line }: Request): Cause | undefined {
  if (typed === undefined || typed.kind === "tristate" || typed.kind === "text") return undefined;
  const isLogical = symbol?.type === "bool" || symbol?.type === "tristate";
  if (line.kind === "unset" && !isLogical) return { code: "wrong-type", reason: "unset" };
  const isUnclosed = typed.kind === "invalid" && typed.reason === "string";
  return { code: "wrong-type", reason: isUnclosed ? "string" : "value" };
}
