/** The report of `kcfg lint`: the same envelope as that of check, about one tree or the same tree for several architectures. */
import type { LintFinding, Setting } from "../lint/finding.ts";
import type { LintFigures, LintResult } from "../lint/lint.ts";
import { derivationOf, remedyTexts } from "./conflict.ts";
import {
  type Envelope,
  type WireDiagnostic,
  type WireTree,
  wireDiagnostic,
  withDistinctFingerprints,
} from "./json.ts";
import { wordedLintFinding } from "./lint-words/worded.ts";

/** One tree that was looked at. */
export interface WireLintRun {
  /** The architecture; `tree` where there are none. */
  readonly name: string;
  readonly tree: WireTree;
  readonly figures: LintFigures;
  /** Questions that stayed open, by rule. */
  readonly undecided: Readonly<Record<string, number>>;
  /** Limits for all questions together that were reached; absent if none was. */
  readonly limits?: LintResult["limits"];
  /** Findings by rule, information included where it was asked for. */
  readonly rules: Readonly<Record<string, number>>;
  /** Kconfig files that were read; only in the report of one run of several, which says whom a claim concerns. */
  readonly files?: readonly string[];
}

export interface LintReport extends Envelope {
  readonly command: "lint";
  readonly result: { readonly runs: readonly WireLintRun[] };
}

/** A run with its findings. */
export interface LintedRun {
  readonly run: WireLintRun;
  readonly diagnostics: readonly WireDiagnostic[];
}

/** A result in the form that leaves the process. */
export function lintedRun(
  { findings, figures, undecided, limits }: LintResult,
  about: Pick<WireLintRun, "name" | "tree" | "files">,
): LintedRun {
  const rules: Record<string, number> = {};
  for (const { code } of findings) rules[code] = (rules[code] ?? 0) + 1;
  return {
    run: {
      ...about,
      figures,
      undecided: Object.fromEntries(undecided),
      ...(limits.length > 0 && { limits }),
      rules,
    },
    diagnostics: withDistinctFingerprints(
      findings.map((finding) => ({ ...wireFinding(finding), on: [about.name] })),
    ),
  };
}

function wireFinding(found: LintFinding): WireDiagnostic {
  const { statement, scope, witness, facts, fix: _, ...finding } = wordedLintFinding(found);
  const conflict = facts && { goals: [], facts };
  const steps = conflict === undefined ? [] : derivationOf(conflict);
  // What holds anywhere, no other tool changes; its derivation may still go through what this one answered.
  const [remedy] = conflict === undefined || scope !== "here" ? [] : remedyTexts(conflict, {});
  const isOfThisTool = scope !== "here" && facts?.some(({ leaf }) => leaf?.kind === "probe");
  return wireDiagnostic({
    ...finding,
    fails: finding.severity !== "info",
    requested: statement,
    notes: [
      ...(finding.notes ?? []),
      ...steps.slice(0, MOST_STEPS).map(({ message, location }) => ({ message, location })),
      ...(isOfThisTool ? [{ message: "with another answer it is no different" }] : []),
      ...(witness === undefined ? [] : [{ message: `for example with ${witnessText(witness)}` }]),
    ],
    help: [...(finding.help ?? []), ...(remedy === undefined ? [] : [remedy])],
    cause:
      scope === undefined
        ? undefined
        : {
            scope,
            ...(witness !== undefined && {
              witness: witness.map(({ symbol, value }) => ({ symbol, value })),
            }),
          },
  });
}

/** Lines as they work in a .config, save for the prefix. */
function witnessText(witness: readonly Setting[]): string {
  return witness.map(({ symbol, spelled }) => `${symbol}=${spelled}`).join(", ") || "nothing set";
}

/** A derivation of more steps is for kcfg explain. */
const MOST_STEPS = 4;

/** Rules that tell what can happen: one architecture on which it does is enough. */
const OF_ONE_IS_ENOUGH: readonly string[] = ["unmet-select", "conflicting-definitions", "unused-suppression"];

/**
 * Runs put together. A claim stands only if it is made on each architecture that reads the file, and as gravely as on
 * the one where it is mildest.
 */
export function lintReport(runs: readonly LintedRun[], version: string): LintReport {
  const [first, ...others] = runs;
  const diagnostics = others.length === 0 ? first.diagnostics : common(runs);
  return lintSummarized({
    command: "lint",
    version,
    tree: others.length === 0 ? first.run.tree : { ...first.run.tree, architecture: null },
    inputs: [],
    diagnostics,
    result: { runs: others.length === 0 ? [first.run] : runs.map(({ run: { files: _, ...run } }) => run) },
  });
}

function common(runs: readonly LintedRun[]): readonly WireDiagnostic[] {
  const found = new Map<string, WireDiagnostic[]>();
  for (const diagnostic of runs.flatMap(({ diagnostics }) => diagnostics)) {
    const key = [diagnostic.fingerprint, diagnostic.location?.line].join(" ");
    found.set(key, [...(found.get(key) ?? []), diagnostic]);
  }
  const files = runs.map(({ run }) => new Set(run.files ?? []));
  return [...found.values()].flatMap((each): readonly WireDiagnostic[] => {
    const [diagnostic] = each.toSorted((a, b) => graveness(a) - graveness(b));
    const readers = files.filter((read) => read.has(diagnostic.location?.path ?? "")).length;
    if (!OF_ONE_IS_ENOUGH.includes(diagnostic.code) && each.length < readers) return [];
    return [{ ...diagnostic, on: each.flatMap(({ on }) => on) }];
  });
}

function graveness({ severity }: WireDiagnostic): number {
  return severity === "info" ? 0 : severity === "warning" ? 1 : 2;
}

/** The report with its verdict and counts. */
export function lintSummarized(report: Omit<LintReport, "ok" | "summary">): LintReport {
  const { diagnostics, result } = report;
  const counted = diagnostics.filter(({ suppressed }) => suppressed === null);
  const count = (severity: WireDiagnostic["severity"]) =>
    counted.filter((each) => each.severity === severity).length;
  return {
    ...report,
    ok: !counted.some(({ fails }) => fails),
    summary: {
      runs: result.runs.length,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: diagnostics.length - counted.length,
      undecided: result.runs.reduce((sum, { figures }) => sum + figures.undecided, 0),
    },
  };
}
