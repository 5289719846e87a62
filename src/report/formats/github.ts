/** GitHub Actions: workflow commands that become annotations, and the Markdown of a job summary. */
import type { Severity } from "../../text/diagnostic.ts";
import { counted as numbered } from "../counted.ts";
import type { FindingReport } from "../finding-report.ts";
import type { WireDiagnostic } from "../json.ts";
import { safeText } from "../safe-text.ts";
import { counted, headline, messageLines, placeText } from "./message.ts";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * A command a finding, `::error file=…,line=…,title=…::message`. GitHub shows ten of each kind for a step; the job
 * summary has all of them.
 */
export function renderGithub({ diagnostics }: FindingReport): string {
  return counted(diagnostics)
    .map(
      (each) =>
        `::${COMMANDS[each.severity]} ${propertiesOf(each)}::${escapeData(messageLines(each).join("\n"))}\n`,
    )
    .join("");
}

function propertiesOf({ location, code }: WireDiagnostic): string {
  const properties: Record<string, string | number | undefined> = {
    file: location?.path,
    line: location?.line,
    col: location?.column,
    endColumn: location?.endColumn,
    title: `kcfg ${code}`,
  };
  return Object.entries(properties)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]))
    .join(",");
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return safeText(escapeData(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

/** GitHub takes a summary of 1 MiB and drops a longer one as a whole; 16 KiB are left for what other steps write. */
const SUMMARY_LIMIT = (1024 - 16) * 1024;

/** The job summary: the sum, and a table of all findings. */
export function githubSummary(report: FindingReport): string {
  const { command, summary, ok, diagnostics } = report;
  const shown = counted(diagnostics);
  const mark = ok ? "✅" : "❌";
  const counts = `${numbered(summary.errors, "error")}, ${numbered(summary.warnings, "warning")}`;
  const sum =
    command === "lint" ? counts : `${counts}, ${summary.held} of ${summary.requests} requests take effect`;
  const head = `## ${mark} kcfg ${command}\n\n${sum}${summary.suppressed > 0 ? `, ${summary.suppressed} suppressed` : ""}\n`;
  if (shown.length === 0) return `${head}\n`;
  const rows = shown.map(summaryRow);
  const lines = [head, "| | rule | where | finding |", "|---|---|---|---|"];
  let size = lines.join("\n").length;
  for (const [index, row] of rows.entries()) {
    // Three bytes for a UTF-16 unit are the most that UTF-8 takes.
    size += row.length * 3;
    if (size > SUMMARY_LIMIT) {
      lines.push("", `and ${rows.length - index} more: see the log, or --format json`);
      break;
    }
    lines.push(row);
  }
  return `${lines.join("\n")}\n\n`;
}

function summaryRow(diagnostic: WireDiagnostic): string {
  const { severity, code, location, on } = diagnostic;
  const where = location === null ? "" : `\`${placeText(location).replace(/`/g, "'")}\``;
  const runs = on.length > 1 ? `<br>on ${on.map(cell).join(", ")}` : "";
  return `| ${severity} | ${code} | ${where.replace(/\|/g, "\\|")} | ${cell(headline(diagnostic))}${runs} |`;
}

/** Text of a tree must not become Markdown or HTML. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~&]|@(?=[\w-])|#(?=\d)/g, (mark) =>
    // Nobody is called by an `@name`, and no `#1` names an issue.
    mark === "@" || mark === "#" ? `${mark}&#8203;` : `&#${mark.charCodeAt(0)};`,
  );
}
