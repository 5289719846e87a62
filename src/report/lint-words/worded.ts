/** The one catalogue of what is said of lint's findings: a kind of subject, and its words. */
import type { LintFinding } from "../../lint/finding.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { malformedSuppressionWords, unusedSuppressionText } from "../suppression-words.ts";
import { undefinedSymbolWords } from "./names.ts";
import {
  alwaysOnWords,
  contradictionText,
  idleStatementText,
  notLogicalWords,
  redundantWords,
  scopeText,
  selectOfMemberWords,
  selectOfVisibleWords,
  shadowedDefaultWords,
  twoPromptsWords,
  unmetSelectWords,
} from "./statements.ts";
import { indentationText } from "./style.ts";
import type { Words } from "./words.ts";

/** A finding of lint as it is shown. */
export type WordedLintFinding = Diagnostic & Omit<LintFinding, "subject">;

/** The finding with its words. Trees have tens of thousands: ask for what is shown. */
export function wordedLintFinding(finding: LintFinding): WordedLintFinding {
  const { subject: _, ...data } = finding;
  return { ...data, ...wordsOf(finding) };
}

function wordsOf({ subject, scope }: LintFinding): Words {
  switch (subject.kind) {
    case "reading": {
      const { message, label, notes, help } = subject.diagnostic;
      return { message, label, notes, help };
    }
    case "contradiction":
      return { message: contradictionText(subject) };
    case "idle-definition":
      return {
        message: `this definition of ${subject.symbol?.name} never applies${scopeText(scope)}`,
        ...notLogicalWords(subject),
      };
    case "idle-statement":
      return {
        message: `${idleStatementText(subject)}${scopeText(scope)}`,
        ...notLogicalWords(subject),
      };
    case "shadowed-default":
      return shadowedDefaultWords(subject, scope);
    case "two-prompts":
      return twoPromptsWords(subject);
    case "missing-help":
      return { message: `${subject.symbol.name} has a prompt and no help` };
    case "select-of-member":
      return selectOfMemberWords(subject);
    case "select-of-visible":
      return selectOfVisibleWords(subject);
    case "unmet-select":
      return unmetSelectWords(subject);
    case "unused-transitional": {
      const { name } = subject.symbol;
      return {
        message: `${name} is transitional, but no default is ${name}: what an old .config says of it is lost`,
      };
    }
    case "redundant-depends":
      return redundantWords(subject);
    case "trailing-blanks":
      return { message: "blanks at the end of the line" };
    case "indentation":
      return { message: indentationText(subject) };
    case "old-keyword": {
      const { keyword, usual } = subject;
      return { message: `${keyword} is an old word for ${usual}`, help: [`write ${usual}`] };
    }
    case "undefined-symbol":
      return undefinedSymbolWords(subject);
    case "dead-symbol":
      return { message: `${subject.symbol.name} can never be on${scopeText(scope)}` };
    case "always-on":
      return alwaysOnWords(subject, scope);
    case "malformed-suppression":
      return malformedSuppressionWords(subject.problem);
    case "unused-suppression":
      return { message: unusedSuppressionText(subject.rule) };
  }
}
