/** The options of `kcfg diff`. */
import type { SharedOptions } from "./options.ts";

export const DIFF_FORMATS = ["text", "json", "fragment"] as const;

export interface DiffOptions extends Omit<SharedOptions, "format"> {
  /** `--format` */
  readonly answer: (typeof DIFF_FORMATS)[number];
  readonly exitCode?: true;
}
