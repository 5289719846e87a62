/** `override`, `duplicate` and `redundant`: lines that a later line of the same symbol takes the place of. */
import type { Severity } from "../text/diagnostic.ts";
import type { CheckFinding } from "./finding.ts";
import type { Merge } from "./merge.ts";
import { agree, counts, type Request } from "./request.ts";

export type RepeatCode = "override" | "duplicate" | "redundant";

export interface Repeat {
  readonly code: RepeatCode;
  readonly earlier: Request;
  readonly later: Request;
}

/** Every line that another line takes the place of, with the next one about the same symbol. */
export function repeatsIn({ requests }: Merge): readonly Repeat[] {
  const last = new Map<number, Request>();
  const repeats: Repeat[] = [];
  for (const later of requests) {
    if (later.symbol === undefined || !counts(later)) continue;
    const earlier = last.get(later.symbol.id);
    last.set(later.symbol.id, later);
    if (earlier !== undefined) repeats.push({ code: repeatCode(earlier, later), earlier, later });
  }
  return repeats;
}

function repeatCode(earlier: Request, later: Request): RepeatCode {
  if (earlier.fragment === later.fragment) return "duplicate";
  return agree(earlier, later) ? "redundant" : "override";
}

export function describeRepeat({ code, earlier, later }: Repeat): CheckFinding {
  const severity: Severity = code === "redundant" ? "info" : "warning";
  return {
    code,
    severity,
    fails: false,
    location: later.location,
    subject: { kind: "repeat", earlier, later },
    symbol: later.name,
    requested: earlier.wanted,
    actual: later.wanted,
  };
}
