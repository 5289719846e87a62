/** `--format FORMAT[=FILE]`, several times: which reports are written, and where each goes. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type BaselineEntry, parseBaseline, renderBaseline, withBaseline } from "../report/baseline.ts";
import { type CheckTextOptions, renderCheckText } from "../report/check.ts";
import type { CheckedRun } from "../report/check-report.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import type { FindingReport } from "../report/finding-report.ts";
import { machineFormats, REPORT_FORMATS, type ReportFormat } from "../report/formats/formats.ts";
import { githubSummary } from "../report/formats/github.ts";
import { renderLintText } from "../report/lint.ts";
import { diagnosticOf } from "../report/problems.ts";
import { rebaseReport } from "../report/rebase.ts";
import { ownCommands } from "../report/safe-output.ts";
import { safeLine } from "../report/safe-text.ts";
import { unreadable, unwritable } from "../service/config-file.ts";
import type { OpenTree } from "../service/open-tree.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import type { SourceFile } from "../text/source-file.ts";
import { type LinkedFolders, linksFor } from "./links.ts";
import type { SharedOptions } from "./options.ts";
import { styleOptions } from "./session.ts";

export interface Output {
  readonly format: ReportFormat;
  /** Absent for standard output. */
  readonly file?: string;
}

/** The options of a verb that answers with a report. */
export interface OutputChoice {
  readonly outputs: readonly Output[];
  /** False for none, whatever kcfg.json says. */
  readonly baseline?: string | false;
  readonly writeBaseline?: string;
}

/** Declares `--format` and the baseline for a verb that answers with a report; its value is `outputs`. */
export function addFormatOption(command: Command): void {
  const option = new Option("--format <format[=file]>", `${REPORT_FORMATS.join(", ")}; can be repeated`)
    .argParser(parseOutput)
    .default([], "text");
  // Not `format`, which is one word for all other verbs.
  option.attributeName = () => "outputs";
  command
    .addOption(option)
    .option("--baseline <file>", "accept the findings in this file")
    .addOption(new Option("--no-baseline").hideHelp())
    .option("--write-baseline <file>", "write all findings into this file, to be accepted later");
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

/** How a report is told. */
export interface ReportOptions {
  readonly host: Host;
  readonly options: SharedOptions & OutputChoice;
  readonly lines: (path: string) => readonly string[] | undefined;
  /** The file of findings that are known. */
  readonly baseline: string | false | undefined;
  /** Whether others look at further runs, so that an entry of the baseline may be theirs. */
  readonly isPart: boolean;
  readonly offersFix: boolean;
  /** Of lint: how many findings `--fix` would mend. */
  readonly fixable?: number;
  readonly showsAll: boolean;
}

/** Writes a report in all formats that were asked for; answers the exit code. */
export function writeReport(found: FindingReport, how: ReportOptions): number {
  const { host, options, lines, baseline, isPart, offersFix, fixable, showsAll } = how;
  const tell = (diagnostics: readonly Diagnostic[]) =>
    host.stderr.write(renderDiagnostics(diagnostics, { ...styleOptions(options, host.stderr, host), lines }));
  if (options.writeBaseline !== undefined) {
    const written = host.writeText(options.writeBaseline, renderBaseline(found));
    if (!written.ok) tell([diagnosticOf(unwritable(written.message))]);
    else if (!options.quiet) host.stderr.write(`wrote ${safeLine(options.writeBaseline)}\n`);
    return written.ok ? 0 : 2;
  }
  let report = found;
  if (typeof baseline === "string") {
    const read = host.readText(baseline);
    const entries = read.ok
      ? parseBaseline(baseline, read.text)
      : [diagnosticOf(unreadable(baseline, "unreadable", read.message))];
    const problems = entries.filter((each): each is Diagnostic => "code" in each);
    if (problems.length > 0) {
      tell(problems);
      return 2;
    }
    const known = entries.filter((each): each is BaselineEntry => "fingerprint" in each);
    report = withBaseline(found, baseline, known, { tellsUnused: !isPart });
  }
  const text = {
    ...styleOptions(options, host.stdout, host),
    links: linksFor(host.stdout, foldersOf(report, host)),
    lines,
    offersFix,
    fixable,
    showsAll: showsAll || options.verbose === true,
    showsEach: options.verbose === true,
  };
  const failures = writeOutputs(report, host, options, text);
  tell(failures);
  if (failures.length > 0) return 2;
  return report.ok ? 0 : 1;
}

/** What the places of a report are in. */
function foldersOf({ inputs, result }: FindingReport, caller: Host): LinkedFolders {
  const trees = [...new Set(result.runs.map(({ tree }) => tree.folder))];
  return { caller, trees, inputs: inputs.map(({ path }) => path) };
}

/** Lines for excerpts: of the texts that were read, of other files that the person named, and of the tree's files. */
export function linesInTree(
  opened: OpenTree,
  sources: readonly SourceFile[],
  named: readonly string[] = [],
): (path: string) => readonly string[] | undefined {
  const texts = new Map<string, readonly string[]>();
  const files = new Map(sources.map((source) => [source.path, source]));
  const readNamed = (path: string): string | undefined => {
    const read = named.includes(path) ? opened.caller.readText(path) : undefined;
    return read?.ok ? read.text : undefined;
  };
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const text = files.get(path)?.text ?? readNamed(path);
    const lines = text?.split(/\r?\n/) ?? opened.lines(path);
    if (lines !== undefined) texts.set(path, lines);
    return lines;
  };
}

/** Lines of files that other threads or machines have read: fragments from here, Kconfig files from their trees. */
export function linesOnDisk(
  host: Host,
  checked: readonly CheckedRun[],
  sources: readonly SourceFile[],
): (path: string) => readonly string[] | undefined {
  const known = new Map(sources.map((source) => [source.path, source.text.split(/\r?\n/)]));
  const inputs = new Set(checked.flatMap(({ run }) => run.inputs.map(({ path }) => path)));
  const folders = [...new Set(checked.map(({ run }) => run.tree.folder))];
  return (path) => {
    if (!known.has(path)) {
      const places = inputs.has(path) ? [host] : [...folders.map((folder) => host.at(folder)), host];
      const read = places.map((place) => place.readText(path)).find(({ ok }) => ok);
      if (read?.ok) known.set(path, read.text.split(/\r?\n/));
    }
    return known.get(path);
  };
}

/**
 * Writes a report in all its formats; without one for standard output, text goes there. In a job of GitHub Actions
 * (GITHUB_STEP_SUMMARY) the format `github` adds the job summary. Answers what could not be written.
 */
function writeOutputs(
  report: FindingReport,
  host: Host,
  { outputs, quiet }: SharedOptions & OutputChoice,
  text: CheckTextOptions,
): readonly Diagnostic[] {
  const failures: Diagnostic[] = [];
  const placed = inRepository(report, host);
  const all = outputs.some(({ file }) => file === undefined)
    ? outputs
    : [...outputs, { format: "text" as const }];
  for (const { format, file } of all) {
    if (file === undefined) {
      if (format === "github") host.stdout.write(ownCommands(machineFormats.github(placed)));
      else if (format !== "text")
        host.stdout.write(machineFormats[format](format === "json" ? report : placed));
      else if (!quiet) host.stdout.write(renderText(report, text));
      continue;
    }
    const content =
      format === "text"
        ? renderText(report, { ...text, color: false, links: undefined })
        : machineFormats[format](format === "json" ? report : placed);
    const written = host.writeText(file, content);
    if (!written.ok) failures.push(diagnosticOf(unwritable(written.message)));
  }
  const summaryFile = host.environment.GITHUB_STEP_SUMMARY;
  if (summaryFile && outputs.some(({ format }) => format === "github")) {
    const before = host.readText(summaryFile);
    const written = host.writeText(summaryFile, (before.ok ? before.text : "") + githubSummary(placed), {
      inPlace: true,
    });
    if (!written.ok) failures.push(diagnosticOf(unwritable(written.message)));
  }
  return failures;
}

function renderText(report: FindingReport, text: CheckTextOptions): string {
  return report.command === "lint" ? renderLintText(report, text) : renderCheckText(report, text);
}

/** Services show findings by paths from the top of the repository, which may not be where kcfg works. */
function inRepository(report: FindingReport, { environment, folder }: Host): FindingReport {
  const root = environment.GITHUB_WORKSPACE ?? environment.CI_PROJECT_DIR;
  const isInside = root !== undefined && (folder === root || folder.startsWith(`${root}/`));
  return isInside ? rebaseReport(report, folder, root) : report;
}
