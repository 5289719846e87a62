/** Reviewdog's rdjson (github.com/reviewdog/reviewdog, proto/rdf): findings with suggestions for code review. */
import type { Severity } from "../../text/diagnostic.ts";
import type { FindingReport } from "../finding-report.ts";
import { jsonText, type WireDiagnostic, type WireFix } from "../json.ts";
import { lineEdits } from "./line-edits.ts";
import { counted, messageLines } from "./message.ts";

const SEVERITIES: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", info: "INFO" };

/** Positions there count bytes of UTF-8; column 1 is the same in both, so places are whole lines. */
export function renderRdjson({ diagnostics, inputs }: FindingReport): string {
  const result = {
    source: { name: "kcfg" },
    diagnostics: counted(diagnostics).map((each) => ({
      message: messageLines(each).join("\n"),
      location: { path: each.location?.path ?? inputs[0]?.path ?? "kcfg.json", ...rangeOf(each) },
      severity: SEVERITIES[each.severity],
      code: { value: each.code },
      suggestions: each.fixes.flatMap((fix) => suggestionOf(fix, each) ?? []),
    })),
  };
  return jsonText(result);
}

function rangeOf({ location }: WireDiagnostic): object {
  return location === null ? {} : { range: { start: { line: location.line, column: 1 } } };
}

/** A suggestion is one range of the file that the finding is in. */
function suggestionOf(fix: WireFix, diagnostic: WireDiagnostic): object | undefined {
  const edits = lineEdits(fix, diagnostic) ?? [];
  const [first] = edits;
  const isOnePlace = edits.every(
    ({ path, line, count }) =>
      path === diagnostic.location?.path && line === first.line && count === first.count,
  );
  if (first === undefined || !isOnePlace) return undefined;
  return {
    range: { start: { line: first.line, column: 1 }, end: { line: first.line + first.count, column: 1 } },
    text: edits.map(({ text }) => text).join(""),
  };
}
