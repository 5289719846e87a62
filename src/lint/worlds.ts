/** The three readings of a tree in which lint proves its claims: as it is, wherever it is read, by its words alone. */

import { Configuration } from "../evaluate/configuration.ts";
import { SymbolFlag, type SymbolId, Type, YES } from "../model/columns.ts";
import type { Model } from "../model/model.ts";
import { TextDomains } from "../resolve/text-domains.ts";
import type { Effort } from "./effort.ts";
import type { Openness } from "./openness.ts";
import { WholeTree } from "./whole-tree.ts";

// Each leaves more open than the one before it, so that what is proven in a later one holds in the earlier ones:
//
//     here       every symbol is what its definitions make it; a word that comes of a command that was not run, anything
//     anywhere   what compilers, tools and other architectures decide may be anything
//     words      every symbol may be anything: what is left follows from `and`, `or` and `not`

export type Scope = "here" | "anywhere" | "words";

/** From the one that proves most to the one that proves least. */
export const SCOPES: readonly Scope[] = ["here", "anywhere", "words"];

export type Worlds = Readonly<Record<Scope, () => WholeTree>>;

/** The readings, each made when it is asked for. */
export function worldsOf(model: Model, openness: Openness, effort: Effort): Worlds {
  const base = new Configuration(model);
  const domains = new TextDomains(model);
  const { type, flags } = model.data.symbols;
  const made = new Map<Scope, WholeTree>();
  const once = (scope: Scope, isFree?: (symbol: SymbolId) => boolean) => () => {
    const known = made.get(scope) ?? new WholeTree(base, domains, effort, isFree);
    made.set(scope, known);
    return known;
  };
  const unknown = new Set(model.data.unknownWords.map(({ symbol }) => symbol));
  const isName = (symbol: SymbolId) => symbol > YES && (flags[symbol] & SymbolFlag.constant) === 0;
  return {
    here: once("here", unknown.size === 0 ? undefined : (symbol) => unknown.has(symbol)),
    anywhere: once("anywhere", (symbol) => openness.isOpen(symbol)),
    words: once(
      "words",
      (symbol) => isName(symbol) && (type[symbol] !== Type.unknown || isWord(model, symbol)),
    ),
  };
}

/** Whether a name that nothing defines may be one of a symbol: `4xx` is, a number is not. */
export function isWord(model: Model, symbol: SymbolId): boolean {
  return !/^(-?[0-9]+(?:\.[0-9]*)?|0[xX][0-9a-fA-F]*|)$/.test(model.data.symbols.name[symbol]);
}
