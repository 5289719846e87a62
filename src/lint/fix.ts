/** What mends a finding of lint: edits of one Kconfig file. */
import type { Span } from "../text/source-file.ts";

/** Other text in place of a span. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** What mends a finding, in the file that it is about. */
export type LintFix =
  | { readonly kind: "layout"; readonly edits: readonly TextEdit[] }
  /** One operand of a `depends on` goes: the others say the same. */
  | { readonly kind: "operand"; readonly operands: readonly Span[]; readonly at: number };
