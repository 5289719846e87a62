/** SARIF 2.1.0, the format of code scanning services (docs.oasis-open.org/sarif/sarif/v2.1.0). */
import type * as sarif from "sarif";
import type { DiagnosticCode } from "../../text/codes.ts";
import { codes, isDiagnosticCode } from "../../text/codes.ts";
import type { Severity } from "../../text/diagnostic.ts";
import { isAbsolutePath } from "../../text/path.ts";
import type { Location } from "../../text/source-file.ts";
import type { FindingReport } from "../finding-report.ts";
import { jsonText, type WireDiagnostic, type WireFix } from "../json.ts";
import { pageOf } from "../rules/page.ts";
import { findRule } from "../rules/register.ts";
import { safeText, wellFormed } from "../safe-text.ts";
import { lineEdits } from "./line-edits.ts";
import { headline, messageLines } from "./message.ts";

const LEVELS: Readonly<Record<Severity, sarif.Result.level>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Suppressed findings are in it with their reasons, as the format wants them. */
export function renderSarif({ diagnostics, version, ok }: FindingReport): string {
  const names = [...new Set(diagnostics.map(({ code }) => code))].filter(isDiagnosticCode).sort();
  const log: sarif.Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "kcfg", version, rules: names.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, exitCode: ok ? 0 : 1 }],
        results: diagnostics.map((each) => resultOf(each, names)),
      },
    ],
  };
  return jsonText(log);
}

function ruleOf(name: DiagnosticCode): sarif.ReportingDescriptor {
  const { title, severity } = codes[name];
  const rule = findRule(name);
  return {
    id: name,
    shortDescription: { text: title },
    ...(rule !== undefined && {
      fullDescription: { text: rule.about.join(" ") },
      help: { text: rule.remedy.join("\n"), markdown: pageOf(name) },
    }),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(diagnostic: WireDiagnostic, names: readonly string[]): sarif.Result {
  const { code, severity, location, label, related, fixes, fingerprint, suppressed } = diagnostic;
  const { symbol, requested, actual, on } = diagnostic;
  const changes = fixes.flatMap((fix) => fixOf(fix, diagnostic) ?? []);
  return {
    ruleId: code,
    ruleIndex: names.indexOf(code),
    level: LEVELS[severity],
    message: { text: messageLines(diagnostic).join("\n") },
    locations: location === null ? [] : [locationOf(location, label ?? undefined)],
    relatedLocations: related.flatMap(({ message, location: place }, id) =>
      place === null ? [] : [{ id, ...locationOf(place, message) }],
    ),
    partialFingerprints: { "kcfg/v1": fingerprint },
    ...(changes.length > 0 && { fixes: changes }),
    suppressions:
      suppressed === null
        ? []
        : [
            {
              kind: suppressed.kind === "comment" ? "inSource" : "external",
              ...(suppressed.reason !== null && { justification: suppressed.reason }),
            },
          ],
    ...(suppressed?.kind === "baseline" && { baselineState: "unchanged" as const }),
    properties: { headline: headline(diagnostic), symbol, requested, actual, on },
  };
}

function locationOf(location: Location, message?: string): sarif.Location {
  const { path, line, column, endColumn } = location;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: {
        startLine: line,
        ...(column !== undefined && { startColumn: column }),
        ...(endColumn !== undefined && { endColumn }),
      },
    },
    ...(message !== undefined && { message: { text: safeText(message) } }),
  };
}

function fixOf(fix: WireFix, diagnostic: WireDiagnostic): sarif.Fix | undefined {
  const edits = lineEdits(fix, diagnostic);
  if (edits === undefined || edits.length === 0) return undefined;
  const paths = [...new Set(edits.map(({ path }) => path))];
  return {
    description: { text: safeText(fix.title) },
    artifactChanges: paths.map((path) => ({
      artifactLocation: { uri: uriOf(path) },
      replacements: edits
        .filter((edit) => edit.path === path)
        .map(({ line, count, text }) => ({
          deletedRegion: { startLine: line, startColumn: 1, endLine: line + count, endColumn: 1 },
          ...(text !== "" && { insertedContent: { text } }),
        })),
    })),
  };
}

/** A relative reference, or `file:` for an absolute path. */
function uriOf(path: string): string {
  const encoded = wellFormed(path).split("/").map(encodeURIComponent).join("/");
  return isAbsolutePath(path) ? `file://${encoded}` : encoded;
}
