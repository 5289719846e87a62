/** `# kcfg: ignore[rule] reason`: what a comment says to kcfg, in whatever file it stands. */
import { codeNamed } from "./codes.ts";

export interface SuppressionComment {
  readonly rules: readonly string[];
  readonly reason: string;
  /** `ignore-file`: about the whole file, not about the next statement. */
  readonly isForFile: boolean;
}

const COMMENT = /^#\s*kcfg\s*:/;
const FORM = /^#\s*kcfg\s*:\s*ignore(-file)?\s*\[([^\]]*)\]\s*(.*)$/;

/** Why a comment says nothing: not in the form, without a rule or a reason, or with a rule that does not exist. */
export type SuppressionProblem =
  | { readonly problem: "form" | "no-rule" | "no-reason" }
  | { readonly problem: "unknown-rule"; readonly rule: string };

/** What a comment says; why it says nothing; undefined if it is not for kcfg. */
export function readSuppression(comment: string): SuppressionComment | SuppressionProblem | undefined {
  if (!COMMENT.test(comment)) return undefined;
  const [, wholeFile, names, reason] = FORM.exec(comment) ?? [];
  if (names === undefined) return { problem: "form" };
  const rules: string[] = [];
  for (const name of names.split(",").map((each) => each.trim())) {
    if (name === "") return { problem: "no-rule" };
    const code = codeNamed(name);
    if (code === undefined) return { problem: "unknown-rule", rule: name };
    rules.push(code);
  }
  if (reason.trim() === "") return { problem: "no-reason" };
  return { rules, reason: reason.trim(), isForFile: wholeFile !== undefined };
}
