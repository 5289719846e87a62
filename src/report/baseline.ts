/** The baseline of an old tree: findings that are known and do not count, each by its fingerprint. */

import type { Diagnostic } from "../text/diagnostic.ts";
import { SourceFile } from "../text/source-file.ts";
import { type JsonValue, parseJson } from "../workspace/json-object.ts";
import { type FindingReport, withDiagnostics } from "./finding-report.ts";
import { jsonText, type WireDiagnostic, wireDiagnostic } from "./json.ts";
import { noJsonText } from "./json-words.ts";
import { wellFormed } from "./safe-text.ts";

/** One known finding; all but the fingerprint is for people. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly line: number;
}

/** The baseline that makes all findings of a report known that fail or warn. */
export function renderBaseline({ diagnostics }: FindingReport): string {
  const known = diagnostics.filter(
    ({ suppressed, severity }) => suppressed?.kind !== "comment" && severity !== "info",
  );
  const entries = new Map(known.map((each) => [each.fingerprint, each]));
  const findings = [...entries.values()].map(({ fingerprint, code, location, message }) => ({
    fingerprint,
    code,
    path: location?.path ?? null,
    message: wellFormed(message),
  }));
  return jsonText({ kcfgBaseline: 1, findings });
}

export function parseBaseline(path: string, text: string): readonly BaselineEntry[] | readonly Diagnostic[] {
  const file = new SourceFile(path, text);
  const { value, problems } = parseJson(file);
  const complain = (message: string, span: JsonValue["span"]): readonly Diagnostic[] => [
    { code: "malformed-baseline", severity: "error", message, location: file.locate(span) },
  ];
  if (problems.length > 0)
    return problems.flatMap(({ fault, span }) => complain(noJsonText(path, fault), span));
  const findings = value.members.find(({ name }) => name === "findings")?.value;
  if (findings?.type !== "array")
    return complain(`${path} is no baseline: write one with --write-baseline`, value.span);
  const entries: BaselineEntry[] = [];
  for (const { members, span } of findings.items) {
    const fingerprint = members.find(({ name }) => name === "fingerprint")?.value.text;
    if (!fingerprint) return complain("a finding without a fingerprint", span);
    entries.push({ fingerprint, line: file.lineAt(span.start) });
  }
  return entries;
}

/** The report with known findings marked, and with the entries that are no longer needed (`unused-baseline`). */
export function withBaseline<Report extends FindingReport>(
  report: Report,
  path: string,
  entries: readonly BaselineEntry[],
  { tellsUnused }: { readonly tellsUnused: boolean },
): Report {
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const found = new Set(report.diagnostics.map(({ fingerprint }) => fingerprint));
  const diagnostics = report.diagnostics.map((each) =>
    each.suppressed === null && known.has(each.fingerprint)
      ? { ...each, suppressed: { kind: "baseline" as const, reason: null } }
      : each,
  );
  const unused = tellsUnused ? entries.filter(({ fingerprint }) => !found.has(fingerprint)) : [];
  return withDiagnostics(report, [...diagnostics, ...unused.map((entry) => unusedEntry(path, entry))]);
}

function unusedEntry(path: string, { fingerprint, line }: BaselineEntry): WireDiagnostic {
  return wireDiagnostic({
    code: "unused-baseline",
    severity: "warning",
    fails: false,
    message: "nothing is found for this entry any more: write the baseline anew",
    location: { path, line },
    requested: fingerprint,
  });
}
