/** The report of `kcfg check`: one JSON envelope for one run or many, which every other format is made from. */
import type { Cause } from "../check/cause.ts";
import type { CheckResult } from "../check/check-fragments.ts";
import type { CheckFinding, Fate } from "../check/finding.ts";
import type { Shard } from "../service/check-plan.ts";
import type { Location } from "../text/source-file.ts";
import { wordedFinding } from "./check-words/worded.ts";
import { wireReason } from "./explanation-json.ts";
import {
  type Envelope,
  type WireDiagnostic,
  type WireTree,
  wireDiagnostic,
  withDistinctFingerprints,
} from "./json.ts";
import { wireUnknownName } from "./unknown-name.ts";

/** One configuration that was checked: a base with fragments, in one tree. */
export interface WireRun {
  /** `arm64/defconfig`; unique in a report. */
  readonly name: string;
  /** Its place among all runs of the matrix, from 0. */
  readonly index: number;
  readonly tree: WireTree;
  /** A path, or a word such as `allnoconfig`. */
  readonly base: string;
  readonly inputs: Envelope["inputs"];
  readonly fragments: readonly WireFragment[];
  readonly requests: readonly WireRequest[];
}

export interface WireFragment {
  readonly path: string;
  readonly requests: number;
  readonly malformed: number;
  readonly fates: Readonly<Partial<Record<Fate, number>>>;
}

export interface WireRequest {
  readonly symbol: string;
  readonly requested: string;
  readonly fate: Fate;
  readonly holds: boolean;
  readonly location: Location;
}

export interface CheckReport extends Envelope {
  readonly command: "check";
  readonly result: {
    readonly runs: readonly WireRun[];
    /** Which share of the runs these are; absent if they are all. */
    readonly shard?: Shard;
  };
}

/** One run with its findings. */
export interface CheckedRun {
  readonly run: WireRun;
  readonly diagnostics: readonly WireDiagnostic[];
}

/** A result in the form that leaves the process. */
export function checkedRun(
  { findings, verdicts, fragments }: CheckResult,
  about: Pick<WireRun, "name" | "index" | "tree" | "base" | "inputs">,
): CheckedRun {
  const { name } = about;
  return {
    run: {
      ...about,
      fragments: fragments.map(({ fates, ...fragment }) => ({
        ...fragment,
        fates: Object.fromEntries(fates),
      })),
      requests: verdicts.map(({ request, fate, holds }) => ({
        symbol: request.name,
        requested: request.wanted,
        fate,
        holds,
        location: request.location,
      })),
    },
    diagnostics: withDistinctFingerprints(
      findings.map((finding) => ({
        ...wireDiagnostic({ ...wordedFinding(finding), cause: causeOf(finding) }),
        on: [name],
      })),
    ),
  };
}

function causeOf({ cause, subject }: CheckFinding): unknown {
  if (cause !== undefined) return wireCause(cause);
  const isKnown = subject.kind === "unknown-symbol" && subject.known !== undefined;
  return isKnown ? wireUnknownName(subject.known) : undefined;
}

function wireCause(cause: Cause): unknown {
  return {
    code: cause.code,
    ...("reason" in cause ? { reason: wireReason(cause.reason) } : { problem: cause.problem }),
  };
}

/** Runs put together: findings that are equal in all that is said of them are one, found on several runs. */
export function checkReport(checked: readonly CheckedRun[], version: string, shard?: Shard): CheckReport {
  const ordered = [...checked].sort((a, b) => a.run.index - b.run.index);
  const runs = ordered.map(({ run }) => run);
  const merged = mergeEqual(ordered.flatMap((each) => each.diagnostics));
  const inputs = new Map(runs.flatMap((run) => run.inputs).map((input) => [input.path, input]));
  return summarized({
    command: "check",
    version,
    tree: commonTree(runs),
    inputs: [...inputs.values()],
    diagnostics: runs.length > 1 ? ofAllRuns(merged, runs) : merged,
    result: { runs, ...(shard !== undefined && { shard }) },
  });
}

/** The report with its verdict and counts. */
export function summarized(report: Omit<CheckReport, "ok" | "summary">): CheckReport {
  const { diagnostics, result } = report;
  const counted = diagnostics.filter(({ suppressed }) => suppressed === null);
  const count = (severity: WireDiagnostic["severity"]) =>
    counted.filter((each) => each.severity === severity).length;
  const requests = result.runs.flatMap((run) => run.requests);
  return {
    ...report,
    ok: !counted.some(({ fails }) => fails),
    summary: {
      runs: result.runs.length,
      requests: requests.length,
      held: requests.filter(({ holds }) => holds).length,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: diagnostics.length - counted.length,
    },
  };
}

/** What a report says of all runs, as if each had been alone: `checkReport` of it gives the report again. */
export function runsOf({ diagnostics, result }: CheckReport): readonly CheckedRun[] {
  return result.runs.map((run) => ({
    run,
    diagnostics: diagnostics
      .filter(({ on }) => on.includes(run.name))
      .map((diagnostic) => ({ ...diagnostic, on: [run.name] })),
  }));
}

/**
 * In an order that does not depend on which run found what first. A comment that one run needs is not unused, though
 * others do not need it.
 */
function ofAllRuns(
  diagnostics: readonly WireDiagnostic[],
  runs: readonly WireRun[],
): readonly WireDiagnostic[] {
  const runsWith = (path: string | undefined) =>
    runs.filter(({ fragments }) => fragments.some((each) => each.path === path)).length;
  return diagnostics
    .filter(
      ({ code, location, on }) => code !== "unused-suppression" || on.length === runsWith(location?.path),
    )
    .toSorted((a, b) => {
      const [placeA, placeB] = [a.location, b.location];
      const paths = compare(placeA?.path ?? "", placeB?.path ?? "");
      const lines = (placeA?.line ?? 0) - (placeB?.line ?? 0);
      return paths || lines || compare(a.code, b.code) || compare(a.message, b.message);
    });
}

/** By UTF-16 units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mergeEqual(diagnostics: readonly WireDiagnostic[]): readonly WireDiagnostic[] {
  const merged = new Map<string, WireDiagnostic>();
  for (const diagnostic of diagnostics) {
    const { on, cause: _, ...said } = diagnostic;
    const key = JSON.stringify(said);
    const known = merged.get(key);
    merged.set(key, known === undefined ? diagnostic : { ...known, on: [...known.on, ...on] });
  }
  return [...merged.values()];
}

function commonTree([first, ...others]: readonly WireRun[]): WireTree | undefined {
  const isCommon = others.every(({ tree }) => JSON.stringify(tree) === JSON.stringify(first.tree));
  return isCommon ? first?.tree : undefined;
}
