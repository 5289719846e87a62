/** The one catalogue of what is said of a check's findings: a kind of subject, and whose words it has. */
import { type CheckOptions, type CheckResult, checkFragments } from "../../check/check-fragments.ts";
import type { CheckFinding } from "../../check/finding.ts";
import type { Fix } from "../../check/fix.ts";
import type { DotConfig } from "../../dotconfig/dot-config.ts";
import type { Configuration } from "../../evaluate/configuration.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { malformedSuppressionWords, unusedSuppressionText } from "../suppression-words.ts";
import { fixTitle, refusedText } from "./fixes.ts";
import { malformedLineWords, NOT_UTF8_WORDS, needlessWords, repeatWords, staleWords } from "./lines.ts";
import { conflictWords, lostWords } from "./lost.ts";
import { renamedWords, unknownSymbolWords, withoutSuccessorWords } from "./names.ts";
import { policyWords, unreachableRuleWords } from "./policy.ts";
import { deniedProbeWords } from "./unknown.ts";
import { unmetWords } from "./unmet.ts";
import type { Words } from "./words.ts";

/** A fix whose title is a sentence. */
export interface WordedFix extends Omit<Fix, "title"> {
  /** An imperative sentence. */
  readonly title: string;
}

/** A diagnostic with what programs want to know of it. */
export interface Finding extends Diagnostic, Pick<CheckFinding, "symbol" | "requested" | "actual" | "cause"> {
  readonly fixes?: readonly WordedFix[];
}

/** A finding of a check as it is shown. */
export interface WordedFinding extends Finding, Pick<CheckFinding, "fails" | "suppressed"> {}

/** The finding with its words. Making them takes as long as looking at it: ask for what is shown. */
export function wordedFinding(finding: CheckFinding): WordedFinding {
  const { subject: _, refused, fixes, ...data } = finding;
  const { message, label, notes, help } = wordsOf(finding);
  const refusal = refused === undefined ? [] : [{ message: refusedText(refused) }];
  return {
    ...data,
    message,
    label,
    notes: refusal.length === 0 ? notes : [...(notes ?? []), ...refusal],
    help,
    fixes: fixes?.map(wordedFix),
  };
}

function wordedFix(fix: Fix): WordedFix {
  return { ...fix, title: fixTitle(fix) };
}

function wordsOf(finding: CheckFinding): Words {
  const { subject, code } = finding;
  switch (subject.kind) {
    case "lost":
      return lostWords(subject);
    case "conflict":
      return conflictWords(subject);
    case "repeat":
      return repeatWords(subject, code);
    case "needless":
      return needlessWords(subject);
    case "malformed-line":
      return malformedLineWords(subject);
    case "not-utf8":
      return NOT_UTF8_WORDS;
    case "unknown-symbol":
      return unknownSymbolWords(subject);
    case "renamed":
      return renamedWords(subject);
    case "no-successor":
      return withoutSuccessorWords(subject);
    case "denied-probe":
      return deniedProbeWords(subject);
    case "policy":
      return policyWords(subject);
    case "unreachable-policy-rule":
      return unreachableRuleWords(subject);
    case "unmet-select":
      return unmetWords(subject, finding.fixes);
    case "stale-config":
      return staleWords(subject);
    case "malformed-suppression":
      return malformedSuppressionWords(subject.problem);
    case "unused-suppression":
      return { message: unusedSuppressionText(subject.rule) };
  }
}

/** The result of a check with words in its findings, as programs get it. */
export interface WordedCheck extends Omit<CheckResult, "findings"> {
  readonly findings: readonly WordedFinding[];
}

/** As `checkFragments`, and worded at once. */
export function checkInWords(
  base: Configuration,
  fragments: readonly DotConfig[],
  options?: CheckOptions,
): WordedCheck {
  const result = checkFragments(base, fragments, options);
  return { ...result, findings: result.findings.map(wordedFinding) };
}
