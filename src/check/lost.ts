/** Findings of one request that does not hold: its cause, and each set of lines that excludes it only together. */
import type { Exclusion } from "./exclusions.ts";
import type { CheckFinding, Fate } from "./finding.ts";
import type { Fix } from "./fix.ts";
import type { LostRequest } from "./lost-request.ts";
import type { Prospect, Remedy } from "./remedy.ts";

/** A finding whose code is a fate: what became of the request. */
export type LostFinding = CheckFinding & { readonly code: Fate };

/**
 * At least one finding. The first is of the cause, and is about each line that excludes the request by itself; but where
 * only several together do, it is a `conflict`. `rewrite` is a fix of the line itself.
 */
export function lostFindings(
  lost: LostRequest,
  prospect: Prospect,
  rewrite: Fix | undefined,
): readonly [LostFinding, ...LostFinding[]] {
  const { cause } = lost;
  const { remedy, exclusions } = prospect;
  const fixes = remedy.kind === "fix" ? [fixOf(remedy, lost)] : rewrite && [rewrite];
  const about = common(lost);
  const conflict = (lines: Exclusion, own?: Remedy): LostFinding => ({
    ...about,
    code: "conflict",
    severity: "error",
    subject: { kind: "conflict", lost, lines, remedy: own },
  });
  const together = exclusions.filter(({ length }) => length > 1);
  const [first, ...others] = together;
  if (first !== undefined && together.length === exclusions.length)
    return [{ ...conflict(first, remedy), fixes }, ...others.map((lines) => conflict(lines))];
  const finding: LostFinding = {
    ...about,
    code: cause.code,
    severity: cause.code === "promptless" ? "warning" : "error",
    subject: { kind: "lost", lost, prospect },
    fixes,
  };
  return [finding, ...together.map((lines) => conflict(lines))];
}

function common({ cause, request, symbol, actual }: LostRequest) {
  return {
    fails: true,
    location: request.location,
    symbol: symbol.name,
    requested: request.wanted,
    actual,
    cause,
  };
}

/**
 * What opens a whole area or is unsafe is for a person to decide; so is what gives a symbol without prompt its value: its
 * line was perhaps never meant.
 */
function fixOf({ fix, warnings }: Remedy & { readonly kind: "fix" }, { cause }: LostRequest): Fix {
  return warnings.length === 0 && cause.code !== "promptless" ? fix : { ...fix, automatic: false };
}
