/** What `kcfg localmodconfig` says of the modules that it left on and off. */
import type { Configuration } from "../evaluate/configuration.ts";
import { safeLine } from "./safe-text.ts";

/** Lists of loaded modules, and what became of the settings for them. */
interface LocalOutcome {
  readonly modules: readonly string[];
  readonly symbolsOf: ReadonlyMap<string, readonly string[]>;
  /** Modules that no Makefile names. */
  readonly unknown: readonly string[];
  /** Settings that became their default. */
  readonly reset: readonly string[];
}

/** Loaded modules that the new .config does not build, and settings that were reset. */
export function localNotes(
  { modules, symbolsOf, unknown, reset }: LocalOutcome,
  result: Configuration,
): readonly string[] {
  const off = modules.flatMap((module) => {
    const symbols = symbolsOf.get(module) ?? [];
    if (symbols.length === 0 || symbols.some((name) => isOn(name, result))) return [];
    return [`note: module ${safeLine(module)} is off: kcfg explain ${safeLine(symbols.join(" "))}`];
  });
  return [
    ...unknown.map((module) => `note: no Makefile of this tree builds module ${safeLine(module)}`),
    ...off,
    ...reset.map((name) => `note: ${name} names a file that does not exist, and is set to its default`),
  ];
}

/** `152 of 4,012 modules stay on (from .config)`; `before`: the symbols that were m. */
export function localSum(before: readonly string[], result: Configuration, path: string): string {
  const count = (many: number) => many.toLocaleString("en-US");
  const after = before.filter((name) => isOn(name, result)).length;
  return `${count(after)} of ${count(before.length)} modules ${after === 1 ? "stays" : "stay"} on (from ${safeLine(path)})`;
}

function isOn(name: string, result: Configuration): boolean {
  const symbol = result.model.symbol(name);
  return symbol !== undefined && result.value(symbol.id) !== "n";
}
