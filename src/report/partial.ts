/** What is said of a tree with errors, beside the errors. */

import type { Diagnostic } from "../text/diagnostic.ts";
import { counted } from "./counted.ts";

/** That an answer is one about the rest of the tree. */
export function partialNote(errors: readonly Diagnostic[]): string {
  const { length: files } = filesOf(errors);
  const where = files === 0 ? "" : ` in ${counted(files, "file")}`;
  return `note: this tree has ${counted(errors.length, "error")}${where}: the answer leaves out what could not be read`;
}

/** That there are more diagnostics than those that were told; nothing if there are none. */
export function moreNote(left: readonly Diagnostic[]): string {
  if (left.length === 0) return "";
  const { length: files } = filesOf(left);
  const where = files === 0 ? "" : ` in ${counted(files, "file")}`;
  return `\nnote: ${left.length} more${where} are not shown (-v shows all)\n`;
}

function filesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.flatMap(({ location }) => location?.path ?? []))];
}
