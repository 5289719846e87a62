/** A report of findings, whichever verb made it: what formats, baselines and outputs work on. */
import { type CheckReport, summarized } from "./check-report.ts";
import type { WireDiagnostic } from "./json.ts";
import { type LintReport, lintSummarized } from "./lint-report.ts";

export type FindingReport = CheckReport | LintReport;

/** The same report with other findings, its verdict and counts as they follow. */
export function withDiagnostics<Report extends FindingReport>(
  report: Report,
  diagnostics: readonly WireDiagnostic[],
): Report;
export function withDiagnostics(
  report: FindingReport,
  diagnostics: readonly WireDiagnostic[],
): FindingReport {
  return report.command === "check"
    ? summarized({ ...report, diagnostics })
    : lintSummarized({ ...report, diagnostics });
}
