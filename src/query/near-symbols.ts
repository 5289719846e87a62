/** Symbols whose names are nearest to a wrong one. */
import { distance } from "fastest-levenshtein";
import type { ConfigSymbol, Model } from "../model/model.ts";

/** One slip of the hand in this many letters is believable. */
const LETTERS_PER_SLIP = 4;
const SHOWN_NAMES = 3;
/** Comparing a name with all symbols of Linux takes milliseconds; nobody reads more suggestions than this. */
const MOST_SUGGESTIONS = 100;
const suggested = new WeakMap<Model, number>();

/** Defined symbols whose names are nearest to a wrong one, best first; none if nothing is near. */
export function nearSymbols(model: Model, name: string): readonly ConfigSymbol[] {
  const count = suggested.get(model) ?? 0;
  if (count === MOST_SUGGESTIONS) return [];
  suggested.set(model, count + 1);
  const wanted = name.toUpperCase();
  const furthest = Math.max(1, Math.floor(wanted.length / LETTERS_PER_SLIP));
  const near: { readonly symbol: ConfigSymbol; readonly slips: number }[] = [];
  for (const symbol of model.definedSymbols()) {
    if (Math.abs(symbol.name.length - wanted.length) > furthest) continue;
    const slips = slipsBetween(wanted, symbol.name);
    if (slips <= furthest) near.push({ symbol, slips });
  }
  const best = Math.min(...near.map(({ slips }) => slips));
  return near
    .filter(({ slips }) => slips === best)
    .slice(0, SHOWN_NAMES)
    .map(({ symbol }) => symbol);
}

/** Letters that differ. A missing or extra underscore is no slip: it is what people forget most. */
export function slipsBetween(wanted: string, name: string): number {
  const slips = distance(wanted, name);
  return slips > 0 && wanted.replaceAll("_", "") === name.replaceAll("_", "") ? 0 : slips;
}
