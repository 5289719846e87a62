/** The cause of a request that does not hold: a code, and the reason that the explanation found. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { Blocker, Reason } from "../explain/reason.ts";
import { whyNotValue } from "../explain/why-not.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Request } from "./request.ts";

export type CauseCode =
  | "wrong-type"
  | "promptless"
  | "unmet-dependency"
  | "not-visible"
  | "limited-to-m"
  | "forced-by-select"
  | "no-modules"
  | "out-of-range"
  | "lost-choice"
  /** The rules give another value, and none of the other codes says how. */
  | "other-value";

export type Cause =
  /** The line's value is none for the symbol's type, so that the line counts for nothing. */
  | { readonly code: "wrong-type"; readonly problem: "value" | "unclosed string" | "unset" }
  | { readonly code: Exclude<CauseCode, "wrong-type">; readonly reason: Reason };

/** Why a request about a symbol does not hold in a configuration that it was read into. */
export function causeOf(configuration: Configuration, request: Request, symbol: ConfigSymbol): Cause {
  const problem = typeProblem(request, symbol);
  if (problem !== undefined) return { code: "wrong-type", problem };
  const reason = whyNotValue(configuration, symbol, request.wanted);
  return { code: symbol.hasPrompt ? codeOf(reason) : "promptless", reason };
}

/** What of a value that does not fit its symbol's type is wrong. */
function typeProblem(
  { typed, line }: Request,
  { type }: ConfigSymbol,
): "value" | "unclosed string" | "unset" | undefined {
  if (typed === undefined || typed.kind === "tristate" || typed.kind === "text") return undefined;
  if (line.kind === "unset" && type !== "bool" && type !== "tristate") return "unset";
  return typed.kind === "invalid" && typed.reason === "string" ? "unclosed string" : "value";
}

function codeOf(reason: Reason): Exclude<CauseCode, "wrong-type"> {
  switch (reason.kind) {
    case "unmet":
      return reason.blockers.some(({ kind }) => kind === "dependency") ? "unmet-dependency" : "not-visible";
    case "limited":
      return "limited-to-m";
    case "forced":
      return "forced-by-select";
    case "no-modules":
    case "out-of-range":
    case "lost-choice":
    case "promptless":
      return reason.kind;
    case "given":
    case "probe":
      return "not-visible";
    case "holds":
    case "settable":
    case "undefined":
    case "wrong-type":
    case "cut":
      return "other-value";
  }
}

/** The blockers that a cause is about: where a dependency fails, its prompt's visibility is beside the point. */
export function blockersOf(reason: Reason): readonly Blocker[] {
  if (reason.kind !== "unmet" && reason.kind !== "limited") return [];
  const dependencies = reason.blockers.filter(({ kind }) => kind === "dependency");
  return dependencies.length > 0 ? dependencies : reason.blockers;
}
