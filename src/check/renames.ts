/** Symbols with a new name: from lists of renamed symbols, and from `transitional` symbols of the tree itself. */
import type { Model } from "../model/model.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";

export interface Rename {
  readonly name: string;
  /** Whether the new symbol means the opposite. */
  readonly isInverted: boolean;
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
    if (match !== null)
      renames.set(words[0].replace(/^CONFIG_/, ""), { name: match[2], isInverted: match[1] !== "" });
    else if (words[0] !== "") {
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

/** Transitional symbols: each passes its value on to the one that has it for a default. */
export function transitionalRenames(model: Model): Renames {
  const renames = new Map<string, Rename>();
  const old = [...model.definedSymbols()].filter(({ isTransitional }) => isTransitional);
  if (old.length === 0) return renames;
  const names = new Set(old.map(({ name }) => name));
  for (const symbol of model.definedSymbols()) {
    for (const property of symbol.propertiesOf("default")) {
      const value = model.expression(property.value);
      if (value.kind === "symbol" && names.has(value.symbol.name) && !renames.has(value.symbol.name))
        renames.set(value.symbol.name, { name: symbol.name, isInverted: false });
    }
  }
  return renames;
}
