/** The text of `kcfg check`: findings, a line for each fragment or run, and the sum. */

import type { Fate } from "../check/finding.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { baseName } from "../text/path.ts";
import { groupDiagnostic, groupedFindings } from "./check-groups.ts";
import type { CheckReport, WireFragment, WireRun } from "./check-report.ts";
import { counted } from "./counted.ts";
import { type RenderOptions, renderDiagnostics } from "./diagnostics.ts";
import type { WireDiagnostic } from "./json.ts";
import { padText, safeLine } from "./safe-text.ts";
import { makeStyle } from "./style.ts";

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  took: "took effect",
  override: "overridden",
  duplicate: "repeated",
  redundant: "redundant",
  "unmet-dependency": "unmet",
  "not-visible": "not visible",
  "limited-to-m": "limited to m",
  "forced-by-select": "forced",
  "no-modules": "without modules",
  "out-of-range": "out of range",
  "choice-conflict": "lost in a choice",
  conflict: "in conflict",
  "wrong-type": "wrong type",
  "unknown-symbol": "unknown",
  renamed: "renamed",
  promptless: "no effect",
  "other-value": "other value",
  "denied-probe": "not known",
};
const FATES = Object.keys(FATE_WORDS) as readonly Fate[];

export interface CheckTextOptions extends RenderOptions {
  /** Whether information and suppressed findings are shown as well. */
  readonly showsAll: boolean;
  /** Whether findings of one cause are shown one by one all the same. */
  readonly showsEach?: boolean;
  /** Whether the command can apply fixes. */
  readonly offersFix: boolean;
  /** Of lint: how many findings `--fix` would mend. */
  readonly fixable?: number;
}

/** The whole answer; one line if there is nothing to say. */
export function renderCheckText(report: CheckReport, options: CheckTextOptions): string {
  const { diagnostics, result } = report;
  const shown = diagnostics.filter(
    ({ severity, suppressed }) => options.showsAll || (severity !== "info" && suppressed === null),
  );
  const total = totalLine(report, options);
  if (shown.length === 0) return total;
  const isMatrix = result.runs.length > 1;
  const { offersFix, showsEach = false } = options;
  const fragments = result.runs.flatMap((run) => run.fragments.map(({ path }) => path));
  const findings = renderDiagnostics(
    (showsEach ? shown : groupedFindings(shown, fragments)).map((each) => {
      if (!("members" in each)) return diagnosticOf(each, isMatrix, offersFix);
      const onRuns = isMatrix ? onRunsText(each.members[0].on) : undefined;
      return groupDiagnostic(each, { fragments, offersFix, isFixable, onRuns });
    }),
    options,
  );
  const lines = isMatrix ? runLines(result.runs) : fragmentLines(result.runs[0]?.fragments ?? []);
  return `${findings}\n${lines}${total}`;
}

/** A finding of a report as any diagnostic, with the runs that have it if there are several. */
export function diagnosticOf(wire: WireDiagnostic, isMatrix: boolean, offersFix: boolean): Diagnostic {
  const { code, severity, message, location, label, related, suppressed } = wire;
  const why = suppressed?.reason ? `: ${suppressed.reason}` : "";
  const by = suppressed?.kind === "baseline" ? "the baseline" : "a comment";
  return {
    code,
    severity,
    message,
    location: location ?? undefined,
    label: label ?? undefined,
    notes: [
      ...related.map((note) => ({ message: note.message, location: note.location ?? undefined })),
      ...(isMatrix && wire.on.length > 0 ? [{ message: onRunsText(wire.on) }] : []),
      ...(suppressed === null ? [] : [{ message: `suppressed by ${by}${why}` }]),
    ],
    help: offersFix && isFixable(wire) ? markFirst(wire.help) : wire.help,
  };
}

/** What is to be done comes first. */
function markFirst([first, ...others]: readonly string[]): readonly string[] {
  return first === undefined ? ["fixable with --fix"] : [`${first}  (fixable)`, ...others];
}

/** Whether `--fix` would mend it: what asks for no decision. */
export function isFixable({ fixes }: Pick<WireDiagnostic, "fixes">): boolean {
  return fixes.some((fix) => fix.verified && fix.automatic !== false);
}

const onRunsText = (names: readonly string[]) => `on ${runsText(names)}`;

/** `arm64/defconfig and 2 others`. */
export function runsText([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return others.length === 1 ? `${first} and ${others[0]}` : `${first} and ${others.length} others`;
}

/** `a.config  3 requests  2 took effect  1 overridden`, a line for each fragment. */
function fragmentLines(fragments: readonly WireFragment[]): string {
  return table(
    fragments.map(({ path, requests, malformed, fates }) => [
      safeLine(path),
      counted(requests, "request"),
      [...fateTexts(fates), ...(malformed > 0 ? [`${malformed} malformed`] : [])].join("  "),
    ]),
  );
}

/** `arm64/defconfig  3 requests  2 took effect  1 overridden`, a line for each run. */
function runLines(runs: readonly WireRun[]): string {
  return table(
    runs.map(({ name, fragments, requests }) => {
      const fates: Partial<Record<Fate, number>> = {};
      for (const { fate } of requests) fates[fate] = (fates[fate] ?? 0) + 1;
      const malformed = fragments.reduce((sum, each) => sum + each.malformed, 0);
      const words = [...fateTexts(fates), ...(malformed > 0 ? [`${malformed} malformed`] : [])];
      return [safeLine(name), counted(requests.length, "request"), words.join("  ")];
    }),
  );
}

function fateTexts(fates: Readonly<Partial<Record<Fate, number>>>): readonly string[] {
  return FATES.filter((fate) => fates[fate] !== undefined).map(
    (fate) => `${fates[fate]} ${FATE_WORDS[fate]}`,
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => rows.reduce((most, row) => Math.max(most, row[column].length), 0));
  return rows
    .map(([name, count, words]) =>
      `${padText(name, widths[0])}  ${padText(count, widths[1])}  ${words}`.trimEnd().concat("\n"),
    )
    .join("");
}

/** `2 errors, 2 warnings (1 fixable with --fix) · base + 2 fragments · x86`, or that all requests hold. */
function totalLine({ summary, diagnostics, result }: CheckReport, options: CheckTextOptions): string {
  const { errors, warnings, infos, suppressed } = summary;
  const fixable = diagnostics.filter((each) => each.suppressed === null && isFixable(each)).length;
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const verdict = parts.length > 0 ? parts.join(", ") : holdText(summary);
  const more = [
    ...(fixable > 0 && options.offersFix ? [`${fixable} fixable with --fix`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(infos > 0 && !options.showsAll ? [`${counted(infos, "note")}: -v`] : []),
  ];
  const texts = [more.length === 0 ? verdict : `${verdict} (${more.join(", ")})`, ...whatText(result.runs)];
  return `${texts.join(` ${makeStyle(options).signs.dot} `)}\n`;
}

function whatText(runs: readonly WireRun[]): readonly string[] {
  const [first] = runs;
  if (first === undefined) return ["no runs"];
  if (runs.length > 1) return [counted(runs.length, "run")];
  const { architecture } = first.tree;
  const what = `${safeLine(baseName(first.base))} + ${counted(first.fragments.length, "fragment")}`;
  return [what, ...(architecture === null ? [] : [safeLine(architecture)])];
}

/** Where nothing counts. Known findings may be about requests that do not hold. */
function holdText({ requests, held, suppressed }: CheckReport["summary"]): string {
  if (requests === 0) return "no requests";
  if (suppressed > 0 && held < requests) return `${counted(requests, "request")}, no new findings`;
  return requests === 1 ? "the request takes effect" : `all ${requests} requests take effect`;
}
