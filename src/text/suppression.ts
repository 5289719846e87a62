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

/** What a comment says; why it says nothing, as words; undefined if it is not for kcfg. */
export function readSuppression(comment: string): SuppressionComment | string | undefined {
  if (!COMMENT.test(comment)) return undefined;
  const [, wholeFile, names, reason] = FORM.exec(comment) ?? [];
  if (names === undefined) return "this comment is for kcfg, but says nothing that kcfg knows";
  const rules: string[] = [];
  for (const name of names.split(",").map((each) => each.trim())) {
    if (name === "") return "this comment names no rule";
    const code = codeNamed(name);
    if (code === undefined) return `no rule is called ${name}`;
    rules.push(code);
  }
  if (reason.trim() === "") return "this comment gives no reason";
  return { rules, reason: reason.trim(), isForFile: wholeFile !== undefined };
}
