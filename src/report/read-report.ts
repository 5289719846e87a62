/** A report read back from the JSON that `kcfg check --format json` wrote. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { SourceFile } from "../text/source-file.ts";
import { parseJson } from "../workspace/json-object.ts";
import type { CheckReport } from "./check-report.ts";
import { SCHEMA_VERSION } from "./json.ts";

/** The report in `text`, or why it is none (`malformed-report`). */
export function readReport(path: string, text: string): CheckReport | readonly Diagnostic[] {
  const complain = (message: string): readonly Diagnostic[] => [
    {
      code: "malformed-report",
      severity: "error",
      message: `${path} ${message}`,
      location: { path, line: 1 },
    },
  ];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const file = new SourceFile(path, text);
    const { problems } = parseJson(file);
    return problems.map(({ message, span }) => ({
      code: "malformed-report",
      severity: "error",
      message: `${path} is no valid JSON: ${message}`,
      location: file.locate(span),
    }));
  }
  if (!isRecord(value) || value.command !== "check" || !isRecord(value.tool) || !isRecord(value.result))
    return complain("is no report of kcfg check --format json");
  if (value.schemaVersion !== SCHEMA_VERSION)
    return complain(`has schema version ${value.schemaVersion}; this kcfg reads ${SCHEMA_VERSION}`);
  const { tool, result, diagnostics, inputs, tree } = value;
  const isWhole =
    Array.isArray(result.runs) &&
    result.runs.every(
      (run) => isRecord(run) && [run.fragments, run.requests, run.inputs].every(Array.isArray),
    ) &&
    Array.isArray(diagnostics) &&
    diagnostics.every(
      (each) => isRecord(each) && [each.on, each.related, each.help, each.fixes].every(Array.isArray),
    ) &&
    Array.isArray(inputs);
  if (!isWhole) return complain("lacks parts of a report");
  // What kcfg wrote itself is what its own types say; the shape that the code relies on was looked at.
  return {
    ...(value as unknown as CheckReport),
    version: String(tool.version),
    tree: (tree ?? undefined) as CheckReport["tree"],
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
