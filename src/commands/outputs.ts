/** `--format FORMAT[=FILE]`, several times: which reports are written, and where each goes. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type CheckTextOptions, renderCheckText } from "../report/check.ts";
import type { CheckReport } from "../report/check-report.ts";
import { machineFormats, REPORT_FORMATS, type ReportFormat } from "../report/formats/formats.ts";
import { githubSummary } from "../report/formats/github.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";

export interface Output {
  readonly format: ReportFormat;
  /** Absent for standard output. */
  readonly file?: string;
}

/** The options of a verb that answers with a report. */
export interface OutputChoice {
  readonly outputs: readonly Output[];
}

/** Declares `--format` for a verb that answers with a report; its value is `outputs`. */
export function addFormatOption(command: Command): void {
  const option = new Option(
    "--format <format[=file]>",
    `${REPORT_FORMATS.join(", ")}; may be given several times`,
  )
    .argParser(parseOutput)
    .default([], "text");
  // Not `format`, which is one word for all other verbs.
  option.attributeName = () => "outputs";
  command.addOption(option);
}

function parseOutput(word: string, before: readonly Output[]): readonly Output[] {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals);
  const format = REPORT_FORMATS.find((each) => each === name);
  if (format === undefined) throw new InvalidArgumentError(`Formats are ${REPORT_FORMATS.join(", ")}.`);
  if (equals < 0) {
    const other = before.find(({ file }) => file === undefined);
    if (other !== undefined)
      throw new InvalidArgumentError(
        `Standard output has the format ${other.format} already; write ${name}=FILE.`,
      );
    return [...before, { format }];
  }
  const file = word.slice(equals + 1);
  if (file === "") throw new InvalidArgumentError(`Write ${name}=FILE.`);
  if (before.some((each) => each.file === file)) throw new InvalidArgumentError(`${file} is named twice.`);
  return [...before, { format, file }];
}

/** How text is written to standard output, and to a file. */
export interface OutputOptions {
  readonly outputs: readonly Output[];
  readonly isQuiet: boolean;
  readonly text: CheckTextOptions;
}

/**
 * Writes a report in all its formats; without one for standard output, text goes there. In a job of GitHub Actions
 * (GITHUB_STEP_SUMMARY) the format `github` adds the job summary. Answers what could not be written.
 */
export function writeOutputs(report: CheckReport, host: Host, options: OutputOptions): readonly Diagnostic[] {
  const { outputs, isQuiet, text } = options;
  const failures: Diagnostic[] = [];
  const all = outputs.some(({ file }) => file === undefined)
    ? outputs
    : [...outputs, { format: "text" as const }];
  for (const { format, file } of all) {
    if (file === undefined) {
      if (format !== "text") host.stdout.write(machineFormats[format](report));
      else if (!isQuiet) host.stdout.write(renderCheckText(report, text));
      continue;
    }
    const content =
      format === "text" ? renderCheckText(report, { ...text, color: false }) : machineFormats[format](report);
    const written = host.writeText(file, content);
    if (!written.ok) failures.push(unwritable(written.message));
  }
  const summaryFile = host.environment.GITHUB_STEP_SUMMARY;
  if (summaryFile && outputs.some(({ format }) => format === "github")) {
    const before = host.readText(summaryFile);
    const written = host.writeText(summaryFile, (before.ok ? before.text : "") + githubSummary(report), {
      inPlace: true,
    });
    if (!written.ok) failures.push(unwritable(written.message));
  }
  return failures;
}

function unwritable(message: string): Diagnostic {
  return { code: "unwritable-file", severity: "error", message };
}
