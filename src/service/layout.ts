/** The usual layout of one Kconfig file, as somebody edits it: edits that change how it looks and not what it says. */

import type { TextEdit } from "../lint/fix.ts";
import { fixFile } from "../lint/fixes.ts";
import { layoutFindings } from "../lint/rules/style.ts";
import type { KconfigText } from "./kconfig-text.ts";

/**
 * Undefined where the text has mistakes: what a line belongs to is a guess then. None where it is as usual, nor where an
 * edit would change what the file says.
 */
export function layoutEdits({ source, syntax, diagnostics }: KconfigText): readonly TextEdit[] | undefined {
  if (diagnostics.some(({ severity }) => severity === "error")) return undefined;
  const findings = [...layoutFindings(source, syntax.entries)];
  return findings.length === 0 ? [] : (fixFile(source, findings)?.edits ?? []);
}
