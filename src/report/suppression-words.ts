/** What is said of comments for kcfg, in fragments and in Kconfig files. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SuppressionProblem } from "../text/suppression.ts";

export function malformedSuppressionWords(problem: SuppressionProblem): Pick<Diagnostic, "message" | "help"> {
  return {
    message: `${problemText(problem)}: it suppresses nothing`,
    help: [
      "write # kcfg: ignore[rule] reason, or # kcfg: ignore-file[rule] reason; kcfg rule lists the rules",
    ],
  };
}

function problemText(about: SuppressionProblem): string {
  switch (about.problem) {
    case "form":
      return "this comment is for kcfg, but says nothing that kcfg knows";
    case "no-rule":
      return "this comment names no rule";
    case "no-reason":
      return "this comment gives no reason";
    case "unknown-rule":
      return `no rule is called ${about.rule}`;
  }
}

export function unusedSuppressionText(rule: string): string {
  return `nothing here is reported as ${rule}: the comment can go`;
}
