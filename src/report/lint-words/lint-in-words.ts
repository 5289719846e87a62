/** Lint for programs, with the words of its findings. A file of its own: who only words a finding does not load lint. */
import { type LintOptions, type LintResult, lint } from "../../lint/lint.ts";
import type { Model } from "../../model/model.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { stepText } from "./steps.ts";
import { type WordedLintFinding, wordedLintFinding } from "./worded.ts";

/** The result of lint with words in its findings, as programs get it. */
export interface WordedLint extends Omit<LintResult, "findings"> {
  readonly findings: readonly WordedLintFinding[];
}

export interface WordedLintOptions extends Omit<Partial<LintOptions>, "tell"> {
  /** Hears what is being done, in words. */
  readonly tell?: (what: string) => void;
}

/** As `lint`, and worded at once. */
export function lintInWords(
  model: Model,
  diagnostics: readonly Diagnostic[],
  { tell, ...options }: WordedLintOptions = {},
): WordedLint {
  const result = lint(model, diagnostics, {
    ...options,
    ...(tell && { tell: (step) => tell(stepText(step)) }),
  });
  return { ...result, findings: result.findings.map(wordedLintFinding) };
}
