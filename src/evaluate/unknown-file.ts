/** Whether a whole .config is the same whatever the unknown words of its tree are. */

import { ABSENT, type SymbolId } from "../model/columns.ts";
import type { UnknownSource } from "../preprocess/unknown.ts";
import { Certainty } from "./certainty.ts";
import type { Configuration } from "./configuration.ts";

/** What of a .config is not known. */
export interface UnknownPart {
  /** Symbols whose lines may be others, or none. */
  readonly symbols: readonly SymbolId[];
  /** What it rests on, the first of each symbol, and what titles rest on; each once. */
  readonly sources: readonly UnknownSource[];
}

/** Undefined if every byte is known. */
export function unknownPartOf(configuration: Configuration): UnknownPart | undefined {
  const { data } = configuration.model;
  if (data.unknownWords.length === 0 && data.unknownTexts.length === 0) return undefined;
  const certainty = new Certainty(configuration);
  const symbols: SymbolId[] = [];
  const sources = new Set<UnknownSource>(data.unknownTexts);
  for (const { id } of configuration.model.definedSymbols()) {
    if (certainty.isLineKnown(id)) continue;
    symbols.push(id);
    for (const source of certainty.restsOn(id)[0]?.word.sources ?? []) sources.add(source);
  }
  const isTitleUnknown = areTitlesUnknown(configuration, certainty);
  if (symbols.length === 0 && sources.size === 0 && !isTitleUnknown) return undefined;
  if (sources.size === 0)
    for (const { sources: all } of data.unknownWords) for (const each of all) sources.add(each);
  return { symbols, sources: [...sources] };
}

/** Whether the title of a menu or comment may appear, or not. */
function areTitlesUnknown(configuration: Configuration, certainty: Certainty): boolean {
  const { nodes, properties } = configuration.model.data;
  for (let node = 0; node < nodes.count; node++) {
    const prompt = nodes.prompt[node];
    if (nodes.symbol[node] !== ABSENT || prompt === ABSENT) continue;
    const conditions = [nodes.visibility[node], properties.condition[prompt]];
    if (!conditions.every((each) => certainty.isConditionKnown(each))) return true;
  }
  return false;
}
