/** Symbols that have a new name: the old one is transitional, or gone from where the new one stands with its prompt. */
import { menuPathOf } from "../explain/explain.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";

export interface Rename {
  readonly before: ConfigSymbol;
  readonly after: ConfigSymbol;
  readonly by: "transitional" | "prompt";
}

/** `missing`: symbols that only the first tree has, `fresh`: those that only the second has. */
export function findRenames(
  before: Model,
  missing: readonly ConfigSymbol[],
  fresh: readonly ConfigSymbol[],
): readonly Rename[] {
  const found = [...byTransition(before, fresh), ...byPrompt(missing, fresh)];
  const [old, present] = [new Set<ConfigSymbol>(), new Set<ConfigSymbol>()];
  return found.filter((rename) => {
    if (old.has(rename.before) || present.has(rename.after)) return false;
    old.add(rename.before);
    present.add(rename.after);
    return true;
  });
}

/** A new symbol whose default takes its value from one that is transitional now, and was none before. */
function* byTransition(before: Model, fresh: readonly ConfigSymbol[]): Iterable<Rename> {
  for (const after of fresh) {
    const names = new Set<string>();
    const { model } = after;
    const note = (id: number) => {
      const named = model.symbolAt(id);
      if (named.isTransitional) names.add(named.name);
    };
    for (const property of after.propertiesOf("default")) {
      symbolsIn(model.data, property.value, note);
      symbolsIn(model.data, property.ownCondition, note);
    }
    const old = [...names]
      .map((name) => before.symbol(name))
      .filter((symbol) => symbol?.isDefined && !symbol.isTransitional);
    // One that takes the values of several is more than a new name.
    if (old.length === 1 && old[0] !== undefined) yield { before: old[0], after, by: "transitional" };
  }
}

/** The same prompt and type in the same file or menu, on each side only once. */
function* byPrompt(missing: readonly ConfigSymbol[], fresh: readonly ConfigSymbol[]): Iterable<Rename> {
  for (const placeOf of [fileOf, menuOf]) {
    const old = byKey(missing, placeOf);
    for (const [key, symbols] of byKey(fresh, placeOf)) {
      const twins = old.get(key) ?? [];
      if (symbols.length === 1 && twins.length === 1)
        yield { before: twins[0], after: symbols[0], by: "prompt" };
    }
  }
}

function byKey(
  symbols: readonly ConfigSymbol[],
  placeOf: (symbol: ConfigSymbol) => string,
): ReadonlyMap<string, readonly ConfigSymbol[]> {
  const found = new Map<string, ConfigSymbol[]>();
  for (const symbol of symbols) {
    const prompt = symbol.propertiesOf("prompt")[0]?.text;
    if (prompt === undefined || prompt.trim() === "") continue;
    const key = JSON.stringify([prompt.toLowerCase().replace(/\s+/g, " "), symbol.type, placeOf(symbol)]);
    found.set(key, [...(found.get(key) ?? []), symbol]);
  }
  return found;
}

const fileOf = (symbol: ConfigSymbol): string => symbol.definitions[0]?.place.path ?? "";

/** The menu that the prompt is in, without the prompt itself. */
function menuOf(symbol: ConfigSymbol): string {
  const node = symbol.definitions.find(({ prompt }) => prompt !== undefined);
  return node === undefined ? "" : JSON.stringify(menuPathOf(node).slice(0, -1));
}
