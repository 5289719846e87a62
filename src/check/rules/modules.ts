/** `no-modules`: m was asked for while MODULES is n, so that it became y. */
import type { Cause } from "../cause.ts";
import type { Question } from "../question.ts";

export function noModules({ request, symbol, configuration }: Question): Cause | undefined {
  const isModule = symbol.type === "tristate" && request.wanted === "m";
  return isModule && !configuration.modulesEnabled ? { code: "no-modules" } : undefined;
}
