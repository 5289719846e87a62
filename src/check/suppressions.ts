/** `# kcfg: ignore[rule] reason`: comments in a fragment that keep findings from counting. */
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Location } from "../text/source-file.ts";
import { readSuppression, type SuppressionProblem } from "../text/suppression.ts";
import type { CheckFinding } from "./finding.ts";
import { locate } from "./request.ts";

interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly at: Location;
  /** The one line that it is about; undefined for the whole file. */
  readonly line: number | undefined;
}

/**
 * Marks findings that a comment is about: `ignore` for the next line that is no comment and not empty, `ignore-file`
 * for the whole file. A comment without a rule that exists or without a reason suppresses nothing
 * (`malformed-suppression`), and one that no finding needs is told (`unused-suppression`).
 */
export function suppress(
  findings: readonly CheckFinding[],
  fragments: readonly DotConfig[],
): readonly CheckFinding[] {
  const read = fragments.map(suppressionsIn);
  const suppressions = read.flatMap((each) => each.suppressions);
  const used = new Set<Suppression>();
  const marked = findings.map((finding) => {
    const found = suppressions.filter((each) => isAbout(each, finding));
    for (const each of found) used.add(each);
    return found.length === 0
      ? finding
      : { ...finding, suppressed: { kind: "comment" as const, reason: found[0].reason } };
  });
  const unused = suppressions.filter((each) => !used.has(each)).map(unusedFinding);
  return [...marked, ...read.flatMap(({ malformed }) => malformed), ...unused];
}

function isAbout({ rule, at, line }: Suppression, { code, location }: CheckFinding): boolean {
  return code === rule && location?.path === at.path && (line === undefined || line === location.line);
}

function suppressionsIn(fragment: DotConfig): {
  readonly suppressions: readonly Suppression[];
  readonly malformed: readonly CheckFinding[];
} {
  const suppressions: Suppression[] = [];
  const malformed: CheckFinding[] = [];
  for (const line of fragment.lines) {
    if (line.kind !== "comment") continue;
    const text = fragment.source.text.slice(line.start, line.end);
    const said = readSuppression(text);
    if (said === undefined) continue;
    const at = locate(fragment, line);
    if ("problem" in said) {
      malformed.push(malformedFinding(said, text, at));
      continue;
    }
    const next = fragment.lines.slice(line.number).find(({ kind }) => kind !== "comment" && kind !== "blank");
    // Behind the last line there is nothing that it could be about.
    const about = said.isForFile ? undefined : (next?.number ?? 0);
    for (const rule of said.rules) suppressions.push({ rule, reason: said.reason, at, line: about });
  }
  return { suppressions, malformed };
}

function malformedFinding(problem: SuppressionProblem, text: string, location: Location): CheckFinding {
  return {
    code: "malformed-suppression",
    severity: "warning",
    fails: false,
    location,
    subject: { kind: "malformed-suppression", problem },
    requested: text,
  };
}

function unusedFinding({ rule, at, line }: Suppression): CheckFinding {
  return {
    code: "unused-suppression",
    severity: "warning",
    fails: false,
    location: at,
    subject: { kind: "unused-suppression", rule },
    requested: `${line === undefined ? "ignore-file" : "ignore"}[${rule}]`,
  };
}
