/** The text of `kcfg lint`: findings, how many there are of each rule, and the sum. */

import { type CheckTextOptions, diagnosticOf } from "./check.ts";
import { counted } from "./counted.ts";
import { renderDiagnostics } from "./diagnostics.ts";
import type { WireDiagnostic } from "./json.ts";
import type { LintReport } from "./lint-report.ts";
import { safeLine } from "./safe-text.ts";

/** The whole answer; the sum alone if there is nothing to say. */
export function renderLintText(report: LintReport, options: CheckTextOptions): string {
  const { diagnostics, result } = report;
  const shown = diagnostics.filter(({ suppressed }) => options.showsAll || suppressed === null);
  const total = totalLines(report, options);
  if (shown.length === 0) return total;
  const isMatrix = result.runs.length > 1;
  const findings = renderDiagnostics(
    inOrder(shown).map((each) => diagnosticOf(each, isMatrix, options.offersFix)),
    options,
  );
  return `${findings}\n${ruleLines(shown)}${total}`;
}

/** What matters most first; all other rules behind these. */
const FIRST_RULES: readonly string[] = [
  "dead-symbol",
  "unmet-select",
  "contradictory-depends",
  "undefined-symbol",
  "never-applies",
  "hidden-prompt",
  "shadowed-default",
  "conflicting-definitions",
];
const SEVERITIES = ["error", "warning", "info"];

/** By severity, rule and place: a report of thousands begins with what breaks something. */
function inOrder(found: readonly WireDiagnostic[]): readonly WireDiagnostic[] {
  const rank = ({ code }: WireDiagnostic) => {
    const at = FIRST_RULES.indexOf(code);
    return at < 0 ? FIRST_RULES.length : at;
  };
  const graveness = ({ severity }: WireDiagnostic) => SEVERITIES.indexOf(severity);
  return found.toSorted(
    (a, b) =>
      graveness(a) - graveness(b) || rank(a) - rank(b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** `12  undefined-symbol`, what is most frequent first. */
function ruleLines(shown: readonly WireDiagnostic[]): string {
  const counts = new Map<string, number>();
  for (const { code } of shown) counts.set(code, (counts.get(code) ?? 0) + 1);
  const rows = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const width = Math.max(...rows.map(([, count]) => String(count).length));
  return rows.map(([code, count]) => `${String(count).padStart(width)}  ${code}\n`).join("");
}

/**
 * `12 warnings · x86`, and what is true of the whole tree, whatever part of it is reported about:
 * `x86: 17,704 symbols in the whole tree: 2,186 can never be on, 252 always on, …`.
 */
function totalLines({ summary, result, diagnostics }: LintReport, { fixable = 0 }: CheckTextOptions): string {
  const isShown = (rule: string) => diagnostics.some(({ code }) => code === rule);
  const { errors, warnings, infos, suppressed, undecided } = summary;
  const verdict = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const more = [
    ...(infos > 0 ? [`${infos} for information`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(fixable > 0 ? [`${fixable} fixable with --fix`] : []),
    ...(undecided > 0 ? [`${counted(undecided, "question")} undecided`] : []),
  ];
  const names = result.runs.map(({ name }) => safeLine(name)).join(", ");
  const head = verdict.length > 0 ? verdict.join(", ") : "nothing found";
  const lines = result.runs.map(({ name, figures }) => {
    const { symbols, neverOn, alwaysOn, hiddenPrompts, unmetSelects, redundantDepends } = figures;
    const told = [
      [neverOn, "can never be on"],
      [alwaysOn, "always on"],
      [hiddenPrompts, "with a prompt that can never be seen"],
      [unmetSelects, "that selects can turn on against their dependencies"],
    ] as const;
    const parts = told
      .filter(([count]) => count > 0)
      .map(([count, what]) => `${count.toLocaleString("en-US")} ${what}`);
    if (redundantDepends > 0) parts.push(redundantText(redundantDepends, isShown("redundant-depends")));
    const text = `${counted(symbols, "symbol")} in the whole tree${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
    return result.runs.length > 1 || name !== "tree" ? `${safeLine(name)}: ${text}\n` : `${text}\n`;
  });
  const where = names === "tree" ? "" : ` · ${names}`;
  return `${[head, ...more].join(", ")}${where}\n${lines.join("")}`;
}

function redundantText(count: number, isShown: boolean): string {
  const hint = isShown ? "" : " (--information shows them)";
  return `${count === 1 ? "1 redundant dependency" : `${count.toLocaleString("en-US")} redundant dependencies`}${hint}`;
}
