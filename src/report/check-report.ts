/** The report of `kcfg check`: one JSON envelope for one run or many, which every other format is made from. */
import type { CheckResult } from "../check/check-fragments.ts";
import type { Fate } from "../check/finding.ts";
import type { Location } from "../text/source-file.ts";
import { wireReason } from "./explanation-json.ts";
import { type Envelope, fingerprintOf, type WireDiagnostic, type WireTree, wireDiagnostic } from "./json.ts";

/** One configuration that was checked: a base with fragments, in one tree. */
export interface WireRun {
  /** `arm64/defconfig`; unique in a report. */
  readonly name: string;
  readonly tree: WireTree;
  /** A path, or a word such as `allnoconfig`. */
  readonly base: string;
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
  readonly result: { readonly runs: readonly WireRun[] };
}

/** One run with its findings. */
export interface CheckedRun {
  readonly run: WireRun;
  readonly inputs: Envelope["inputs"];
  readonly diagnostics: readonly WireDiagnostic[];
}

/** A result in the form that leaves the process. */
export function checkedRun(
  { findings, verdicts, fragments }: CheckResult,
  about: Pick<WireRun, "name" | "tree" | "base"> & { readonly inputs: Envelope["inputs"] },
): CheckedRun {
  const { name, tree, base, inputs } = about;
  return {
    run: {
      name,
      tree,
      base,
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
    inputs,
    diagnostics: distinct(
      findings.map(({ cause, ...finding }) => ({
        ...wireDiagnostic({
          ...finding,
          cause: cause && {
            code: cause.code,
            ...("reason" in cause ? { reason: wireReason(cause.reason) } : { problem: cause.problem }),
          },
        }),
        on: [name],
      })),
    ),
  };
}

/** A second finding that would have the fingerprint of an earlier one gets one of its own, by its number. */
function distinct(diagnostics: readonly WireDiagnostic[]): readonly WireDiagnostic[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const { fingerprint } = diagnostic;
    const count = counts.get(fingerprint) ?? 0;
    counts.set(fingerprint, count + 1);
    return count === 0
      ? diagnostic
      : { ...diagnostic, fingerprint: fingerprintOf([fingerprint, String(count)]) };
  });
}

/** Runs put together: findings that are equal in all that is said of them are one, found on several runs. */
export function checkReport(checked: readonly CheckedRun[], version: string): CheckReport {
  const diagnostics = mergeEqual(checked.flatMap((each) => each.diagnostics));
  const runs = checked.map(({ run }) => run);
  const counted = diagnostics.filter(({ suppressed }) => suppressed === null);
  const count = (severity: WireDiagnostic["severity"]) =>
    counted.filter((each) => each.severity === severity).length;
  const requests = runs.flatMap((run) => run.requests);
  const inputs = new Map(checked.flatMap((each) => each.inputs).map((input) => [input.path, input]));
  return {
    command: "check",
    version,
    ok: !counted.some(({ fails }) => fails),
    tree: commonTree(runs),
    inputs: [...inputs.values()],
    summary: {
      runs: runs.length,
      requests: requests.length,
      held: requests.filter(({ holds }) => holds).length,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: diagnostics.length - counted.length,
    },
    diagnostics,
    result: { runs },
  };
}

/** What a report says of all runs, as if each had been alone: `checkReport` of it gives the report again. */
export function runsOf({ inputs, diagnostics, result }: CheckReport): readonly CheckedRun[] {
  return result.runs.map((run) => ({
    run,
    inputs,
    diagnostics: diagnostics
      .filter(({ on }) => on.includes(run.name))
      .map((diagnostic) => ({ ...diagnostic, on: [run.name] })),
  }));
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
