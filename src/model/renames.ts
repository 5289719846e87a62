/** Symbols with a new name: lists of renamed symbols. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";

export interface Rename {
  readonly name: string;
  /** Whether the new symbol means the opposite. */
  readonly isInverted: boolean;
  /** Further symbols that take their value from the old one: which is meant, a person must say. */
  readonly others?: readonly string[];
}

export type Renames = ReadonlyMap<string, Rename>;

/**
 * Reads lines of `OLD NEW`, with or without CONFIG_, `!NEW` for the opposite, `#` before comments: the form of
 * ESP-IDF's sdkconfig.rename. Diagnostics: `malformed-rename`.
 */
export function readRenames(file: SourceFile): {
  readonly renames: Renames;
  readonly diagnostics: readonly Diagnostic[];
} {
  const renames = new Map<string, Rename>();
  const diagnostics: Diagnostic[] = [];
  let start = 0;
  for (const line of file.text.split("\n")) {
    const words = line.replace(/#.*$/, "").trim().split(/\s+/);
    const match = words.length === 2 ? /^(!?)(?:CONFIG_)?(\w+)$/.exec(words[1]) : null;
    if (match !== null) {
      renames.delete(words[0].replace(/^CONFIG_/, ""));
      renames.set(words[0].replace(/^CONFIG_/, ""), { name: match[2], isInverted: match[1] !== "" });
    } else if (words[0] !== "") {
      const location = file.locate({ start, end: start + line.length });
      diagnostics.push({
        code: "malformed-rename",
        severity: "error",
        message: "a line is OLD NEW or OLD !NEW",
        location,
      });
    }
    start += line.length + 1;
  }
  return { renames, diagnostics };
}
