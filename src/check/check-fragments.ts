/** Checks configuration fragments: the fate of every line after all of them were merged over a base. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import type { PlanWarning } from "../resolve/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import { causeOf } from "./cause.ts";
import { writtenValue } from "./change.ts";
import type { CheckFinding, Fate, Fix } from "./finding.ts";
import { FixFinder, type Remedy } from "./fixes.ts";
import { impossibleText } from "./impossible.ts";
import { type Merge, merge } from "./merge.ts";
import { describeRepeat, repeatsIn } from "./repeats.ts";
import { locate, malformedLines, type Request } from "./request.ts";
import { requestHolds } from "./verdict.ts";
import { wordsFor } from "./words.ts";

export interface CheckOptions {
  /** What to say of a name that no Kconfig file that was read defines: did you mean, or where else it is defined. */
  readonly unknownSymbol?: (name: string) => Pick<Diagnostic, "message" | "notes" | "help">;
}

/** One request and what became of it. */
export interface Verdict {
  readonly request: Request;
  readonly fate: Fate;
  /** Whether the request is fulfilled, or a later line was meant to take its place. */
  readonly holds: boolean;
}

export interface FragmentSummary {
  readonly path: string;
  readonly requests: number;
  readonly malformed: number;
  /** How many requests met each fate, in the order of the first. */
  readonly fates: ReadonlyMap<Fate, number>;
}

export interface CheckResult {
  /** By file and line of the fragments; several of one line in the order in which they were found. */
  readonly findings: readonly CheckFinding[];
  readonly verdicts: readonly Verdict[];
  readonly fragments: readonly FragmentSummary[];
  /** The base with the fragments merged over it. */
  readonly configuration: Configuration;
  /** Whether every request holds and every line can be read. */
  readonly holds: boolean;
}

/**
 * Merges `fragments` over `base` in order, a later line of a symbol in place of an earlier one, and tells the fate
 * of every line. `base` stays as it is. Codes: those of `Fate`, and `malformed-line`.
 */
export function checkFragments(
  base: Configuration,
  fragments: readonly DotConfig[],
  options: CheckOptions = {},
): CheckResult {
  const merged = merge(base, fragments);
  const findings: { readonly at: Location; readonly fragment: number; readonly finding: CheckFinding }[] = [];
  const repeats = new Map(repeatsIn(merged).map((repeat) => [repeat.earlier, repeat]));
  const verdicts: Verdict[] = [];
  const fixes = new FixFinder(merged);
  for (const request of merged.requests) {
    const at = request.location;
    const repeat = repeats.get(request);
    if (repeat !== undefined) {
      verdicts.push({ request, fate: repeat.code, holds: true });
      findings.push({
        at: repeat.later.location,
        fragment: repeat.later.fragment,
        finding: describeRepeat(repeat),
      });
      continue;
    }
    const judged = judge(merged, request, options, fixes);
    verdicts.push(judged.verdict);
    if (judged.finding === undefined) continue;
    findings.push({ at, fragment: request.fragment, finding: judged.finding });
  }
  fragments.forEach((fragment, index) => {
    for (const line of malformedLines(fragment)) {
      const at = locate(fragment, line);
      findings.push({ at, fragment: index, finding: malformed(line.text, at) });
    }
  });
  findings.sort((a, b) => a.fragment - b.fragment || a.at.line - b.at.line);
  return {
    findings: findings.map(({ finding }) => finding),
    verdicts,
    fragments: fragments.map((fragment, index) => summarize(fragment, index, verdicts)),
    configuration: merged.configuration,
    holds: !findings.some(({ finding }) => finding.fails),
  };
}

interface Judged {
  readonly verdict: Verdict;
  readonly finding?: CheckFinding;
}

function judge(merged: Merge, request: Request, options: CheckOptions, fixes: FixFinder): Judged {
  const { symbol } = request;
  const { configuration, effective } = merged;
  const holds = requestHolds(configuration, request);
  if (symbol === undefined) {
    return { verdict: { request, fate: "unknown-symbol", holds }, finding: unknown(request, holds, options) };
  }
  if (holds) return { verdict: { request, fate: "took", holds } };
  const question = { request, symbol, configuration, effective };
  const cause = causeOf(configuration, request, symbol);
  const { help = [], ...words } = wordsFor(cause, question);
  const remedy = fixes.find(request, symbol, cause);
  const finding: CheckFinding = {
    code: cause.code,
    severity: cause.code === "promptless" ? "warning" : "error",
    fails: true,
    location: request.location,
    ...words,
    help: [...remedyHelp(remedy), ...help],
    symbol: symbol.name,
    requested: request.wanted,
    actual: writtenValue(configuration, symbol),
    cause,
    fixes: remedy.kind === "fix" ? [fixOf(remedy)] : undefined,
  };
  return { verdict: { request, fate: cause.code, holds }, finding };
}

/** What opens a whole area or is unsafe is for a person to decide. */
function fixOf({ fix, warnings }: Remedy & { readonly kind: "fix" }): Fix {
  return warnings.length === 0 ? fix : { ...fix, automatic: false };
}

/** What a fix that switches on EXPERT and its like comes with; what asks for it anyway is the request's own affair. */
function areaText({ kind, symbol }: PlanWarning): readonly string[] {
  return kind === "opens-area" ? [`but ${symbol.name} opens much more than this`] : [];
}

function remedyHelp(remedy: Remedy): readonly string[] {
  switch (remedy.kind) {
    case "fix":
      return [remedy.fix.title, ...remedy.warnings.flatMap(areaText)];
    case "impossible":
      return [impossibleText(remedy.conflict)];
    case "none":
      return [];
  }
}

const NAMELESS: Pick<Diagnostic, "message" | "notes" | "help"> = { message: "this line names no symbol" };

/** A line that only asks for nothing is harmless, though its name may be a slip. */
function unknown(request: Request, holds: boolean, { unknownSymbol }: CheckOptions): CheckFinding {
  const { message, notes, help } = (request.name === "" ? NAMELESS : unknownSymbol?.(request.name)) ?? {
    message: `no symbol ${request.name} in this tree`,
  };
  return {
    code: "unknown-symbol",
    severity: holds ? "warning" : "error",
    fails: !holds,
    message,
    notes,
    help,
    location: request.location,
    symbol: request.name,
    requested: request.wanted,
  };
}

function malformed(text: string, location: Location): CheckFinding {
  const assignment = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(text);
  return {
    code: "malformed-line",
    severity: "error",
    fails: true,
    message: "this line is no setting and has no effect",
    location,
    requested: text,
    help:
      assignment === null
        ? ["write CONFIG_NAME=value, # CONFIG_NAME is not set, or a comment"]
        : [`write ${withPrefix(assignment[1])}=${assignment[2]}`],
  };
}

function withPrefix(name: string): string {
  return name.startsWith("CONFIG_") ? name : `CONFIG_${name}`;
}

function summarize(fragment: DotConfig, index: number, verdicts: readonly Verdict[]): FragmentSummary {
  const own = verdicts.filter(({ request }) => request.fragment === index);
  const fates = new Map<Fate, number>();
  for (const { fate } of own) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  return {
    path: fragment.source.path,
    requests: own.length,
    malformed: malformedLines(fragment).length,
    fates,
  };
}
