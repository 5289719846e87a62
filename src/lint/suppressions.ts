/** `# kcfg: ignore[rule] reason` in Kconfig files: comments that keep findings from counting. */
import type { Model } from "../model/model.ts";
import type { Location, SourceFile } from "../text/source-file.ts";
import { readSuppression } from "../text/suppression.ts";
import type { LintFinding } from "./finding.ts";

interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly at: Location;
  /** The one line that it is about; undefined for the whole file. */
  readonly line: number | undefined;
}

/** Rules that a run without their option says nothing of, so that their comments are not unused. */
const ONLY_ON_REQUEST = {
  style: ["indentation", "trailing-blanks", "old-keyword"],
  information: ["always-on", "missing-help", "redundant-depends", "select-of-visible"],
} as const;

/** Marks findings that a comment is about, and adds what is wrong with the comments themselves. */
export function suppress(
  findings: readonly LintFinding[],
  model: Model,
  { isWanted, wantsStyle, wantsInformation }: SuppressOptions,
): readonly LintFinding[] {
  const suppressions: Suppression[] = [];
  const problems: LintFinding[] = [];
  const seen = new Set<string>();
  for (const file of model.data.files) {
    if (seen.has(file.path) || !isWanted(file.path) || !file.text.includes("kcfg")) continue;
    seen.add(file.path);
    readFile(file, suppressions, problems);
  }
  const used = new Set<Suppression>();
  const marked = findings.map((finding): LintFinding => {
    const about = suppressions.filter((each) => isAbout(each, finding));
    for (const each of about) used.add(each);
    return about.length === 0
      ? finding
      : { ...finding, suppressed: { kind: "comment", reason: about[0].reason } };
  });
  const silent: readonly string[] = [
    ...(wantsStyle ? [] : ONLY_ON_REQUEST.style),
    ...(wantsInformation ? [] : ONLY_ON_REQUEST.information),
  ];
  const unused = suppressions.filter((each) => !used.has(each) && !silent.includes(each.rule));
  return [...marked, ...problems, ...unused.map(unusedFinding)];
}

export interface SuppressOptions {
  readonly isWanted: (path: string) => boolean;
  readonly wantsStyle: boolean;
  readonly wantsInformation: boolean;
}

function isAbout({ rule, at, line }: Suppression, { code, location }: LintFinding): boolean {
  return code === rule && location?.path === at.path && (line === undefined || line === location.line);
}

function readFile(file: SourceFile, suppressions: Suppression[], problems: LintFinding[]): void {
  for (const match of file.text.matchAll(/^[ \t]*(#.*kcfg.*)$/gm)) {
    const start = match.index + match[0].length - match[1].length;
    const said = readSuppression(match[1].trimEnd());
    if (said === undefined) continue;
    const at = file.locate({ start, end: start + match[1].trimEnd().length });
    if ("problem" in said) {
      problems.push({
        code: "malformed-suppression",
        severity: "warning",
        location: at,
        subject: { kind: "malformed-suppression", problem: said },
        statement: match[1],
      });
      continue;
    }
    const line = said.isForFile ? undefined : nextStatement(file, at.line);
    for (const rule of said.rules) suppressions.push({ rule, reason: said.reason, at, line });
  }
}

/** The next line that is neither a comment nor empty. */
function nextStatement(file: SourceFile, after: number): number {
  const last = file.lineAt(file.text.length);
  for (let line = after + 1; line <= last; line++) {
    if (!/^\s*(#|$)/.test(file.line(line))) return line;
  }
  return 0;
}

function unusedFinding({ rule, at, line }: Suppression): LintFinding {
  return {
    code: "unused-suppression",
    severity: "warning",
    location: at,
    subject: { kind: "unused-suppression", rule },
    statement: `${line === undefined ? "ignore-file" : "ignore"}[${rule}]`,
  };
}
