/** What `kcfg merge` says, in the words of a kernel's merge_config.sh: other programs look for them. */
import type { Redefinition } from "../dotconfig/merge.ts";
import { safeLine } from "./safe-text.ts";

/** Whose words: of the script up to 6.12 and later, or of the one that makes one pass of each file. */
export type MergeScript = "6.12" | "7.3";

export function baseText(path: string): string {
  return `Using ${safeLine(path)} as base\n`;
}

export interface MergedFragment {
  readonly path: string;
  readonly redefinitions: readonly Redefinition[];
  /** Whether an earlier argument named the same file. */
  readonly isRepeated: boolean;
}

/** What is said of one fragment. `listsRedundant`: lines that repeat what holds already as well (`-r`). */
export function fragmentText(
  { path, redefinitions, isRepeated }: MergedFragment,
  script: MergeScript,
  { listsRedundant, isSilent }: { readonly listsRedundant: boolean; readonly isSilent: boolean },
): string {
  const head = `Merging ${safeLine(path)}\n`;
  if (isSilent) return head;
  const repeated =
    isRepeated && script === "7.3" ? `WARNING: Input file provided multiple times: ${safeLine(path)}\n` : "";
  const told = redefinitions.filter(({ kind }) => kind !== "redundant" || listsRedundant);
  return head + repeated + told.map((each) => redefinitionText(each, script)).join("");
}

function redefinitionText(
  { name, path, before, after, kind, prefix }: Redefinition,
  script: MergeScript,
): string {
  const symbol = safeLine(prefix + name);
  const values =
    script === "7.3"
      ? `Previous value: ${safeLine(before)}\nNew value: ${safeLine(after)}\n`
      : `Previous  value: ${safeLine(before)}\nNew value:       ${safeLine(after)}\n`;
  switch (kind) {
    case "redundant":
      return `Value of ${symbol} is redundant by fragment ${safeLine(path)}:\n`;
    case "redefined":
      return `Value of ${symbol} is redefined by fragment ${safeLine(path)}:\n${values}\n`;
    case "kept": {
      const why = "-y passed, will not demote y to m";
      return script === "7.3" ? `${symbol}: ${why}\n${values}\n` : `${values}${why}\n\n`;
    }
  }
}

/** Why nothing is written with `--strict`. */
export const STRICT_TEXT = "The fragment redefined a value and strict mode had been passed.\n";

/** A line of the merged text, and the line that the .config has of the same symbol; undefined if it has none. */
export interface Mismatch {
  /** With prefix. */
  readonly name: string;
  readonly requested: string;
  readonly actual: string | undefined;
}

/** What is said of a request that the .config does not have; an empty text where the script sees no difference. */
export function mismatchText({ name, requested, actual }: Mismatch, script: MergeScript): string {
  const [symbol, asked, got] = [name, requested, actual ?? ""].map(safeLine);
  if (script === "6.12")
    return `Value requested for ${symbol} not in final .config\nRequested value:  ${asked}\nActual value:     ${got}\n\n`;
  const isUnset = (line: string) => line.endsWith("=n") || line.endsWith(" is not set");
  if (isUnset(requested) && (actual === undefined || actual.endsWith(" is not set"))) return "";
  const what =
    actual === undefined ? `Value requested for ${symbol} not in final .config` : `${symbol} differs:`;
  return `WARNING: ${what}\nRequested value: ${asked}\nActual value:    ${got}\n`;
}
