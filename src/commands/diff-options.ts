/** The options of `kcfg diff`. */
import type { SharedOptions } from "./options.ts";

export const DIFF_FORMATS = ["text", "json", "fragment", "markdown"] as const;

export interface DiffOptions extends Omit<SharedOptions, "format" | "config"> {
  /** `--format` */
  readonly answer: (typeof DIFF_FORMATS)[number];
  readonly exitCode?: true;
  readonly tree?: true;
  readonly patch?: string;
  /** Files whose values are compared in both trees. */
  readonly config?: readonly string[];
}
