/**
 * JUnit XML as Jenkins and GitLab read it: a suite for each fragment of each run, a case for each request; of lint a
 * suite for each file and a case for each finding.
 */
import type { WireRequest, WireRun } from "../check-report.ts";
import type { FindingReport } from "../finding-report.ts";
import type { WireDiagnostic } from "../json.ts";
import { headline, messageLines } from "./message.ts";

/** A case fails if its finding makes the check fail; other findings are in its output, suppressed ones are skipped. */
export function renderJunit(report: FindingReport): string {
  const { command, diagnostics } = report;
  const suites =
    report.command === "lint"
      ? suitesOfFiles(diagnostics)
      : report.result.runs.flatMap((run) =>
          suitesOf(
            run,
            diagnostics.filter(({ on }) => on.includes(run.name)),
          ),
        );
  const sum = (count: (suite: Suite) => number) => suites.reduce((total, suite) => total + count(suite), 0);
  const totals = attributes({
    name: `kcfg ${command}`,
    tests: sum(tests),
    failures: sum(failures),
    errors: 0,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${suites.map(suiteXml).join("")}</testsuites>\n`;
}

interface Case {
  readonly name: string;
  readonly diagnostics: readonly WireDiagnostic[];
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

const tests = ({ cases }: Suite): number => cases.length;
const failures = ({ cases }: Suite): number => cases.filter((each) => isFailure(each)).length;
const skipped = ({ cases }: Suite): number =>
  cases.filter((each) => !isFailure(each) && isSkipped(each)).length;

/** The fragments' suites, and one for findings that are at none of their lines. */
function suitesOf(run: WireRun, diagnostics: readonly WireDiagnostic[]): readonly Suite[] {
  const byPlace = new Map<string, WireDiagnostic[]>();
  for (const each of diagnostics) {
    const place = each.location === null ? "" : placeKey(each.location);
    byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
  }
  const take = (place: string): readonly WireDiagnostic[] => {
    const found = byPlace.get(place) ?? [];
    byPlace.delete(place);
    return found;
  };
  const byPath = new Map(run.fragments.map(({ path }): [string, Case[]] => [path, []]));
  for (const request of run.requests) {
    byPath
      .get(request.location.path)
      ?.push({ name: requestName(request), diagnostics: take(placeKey(request.location)) });
  }
  const others: Case[] = [];
  for (const each of [...byPlace.values()].flat()) {
    const name = each.location === null ? headline(each) : `line ${each.location.line}: ${headline(each)}`;
    (byPath.get(each.location?.path ?? "") ?? others).push({ name, diagnostics: [each] });
  }
  const suites = [...byPath].map(([path, cases]) => ({ name: `${run.name}: ${path}`, cases }));
  return others.length === 0 ? suites : [...suites, { name: `${run.name}: other files`, cases: others }];
}

/** A suite without a case would look as if nothing had run. */
function suitesOfFiles(diagnostics: readonly WireDiagnostic[]): readonly Suite[] {
  const byPath = new Map<string, Case[]>();
  for (const each of diagnostics) {
    const path = each.location?.path ?? "";
    const one = { name: `line ${each.location?.line}: ${headline(each)}`, diagnostics: [each] };
    byPath.set(path, [...(byPath.get(path) ?? []), one]);
  }
  if (byPath.size === 0) return [{ name: "Kconfig", cases: [{ name: "nothing found", diagnostics: [] }] }];
  return [...byPath].map(([name, cases]) => ({ name, cases }));
}

function placeKey({ path, line }: { readonly path: string; readonly line: number }): string {
  return `${path}\0${line}`;
}

function requestName({ symbol, requested, location }: WireRequest): string {
  return `line ${location.line}: ${symbol}=${requested}`;
}

function isFailure({ diagnostics }: Case): boolean {
  return diagnostics.some(({ fails, suppressed }) => fails && suppressed === null);
}

function isSkipped({ diagnostics }: Case): boolean {
  return diagnostics.some(({ fails, suppressed }) => fails && suppressed !== null);
}

function suiteXml(suite: Suite): string {
  const { name, cases } = suite;
  const counts = { tests: tests(suite), failures: failures(suite), errors: 0, skipped: skipped(suite) };
  const body = cases.map((each) => caseXml(each, name)).join("");
  return `  <testsuite${attributes({ name, ...counts })}>\n${body}  </testsuite>\n`;
}

function caseXml(one: Case, suite: string): string {
  const { name, diagnostics } = one;
  const start = `    <testcase${attributes({ name, classname: suite })}`;
  if (diagnostics.length === 0) return `${start}/>\n`;
  const failing = diagnostics.filter(({ fails, suppressed }) => fails && suppressed === null);
  const silenced = isFailure(one)
    ? []
    : diagnostics.filter(({ fails, suppressed }) => fails && suppressed !== null);
  const others = diagnostics.filter((each) => !failing.includes(each) && !silenced.includes(each));
  const parts = [
    ...silenced
      .slice(0, 1)
      .map(
        ({ suppressed }) => `      <skipped${attributes({ message: suppressed?.reason ?? "baseline" })}/>\n`,
      ),
    ...failing.map(
      (each) =>
        `      <failure${attributes({ type: each.code, message: headline(each) })}>${escapeXml(messageLines(each).join("\n"))}</failure>\n`,
    ),
    ...outputXml([...silenced, ...others]),
  ];
  return `${start}>\n${parts.join("")}    </testcase>\n`;
}

function outputXml(diagnostics: readonly WireDiagnostic[]): readonly string[] {
  if (diagnostics.length === 0) return [];
  const text = diagnostics
    .map((each) => `${each.severity}[${each.code}]: ${messageLines(each).join("\n")}`)
    .join("\n");
  return [`      <system-out>${escapeXml(text)}</system-out>\n`];
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/\n/g, "&#10;")}"`)
    .join("");
}

/** XML 1.0 has no way to write most controls and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
