/** What the cost asks about symbols, worked out once for a model: what they sweep, whom they are for, whose they are. */

import { Kind, type SymbolId } from "../model/columns.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol, MenuNode, Model } from "../model/model.ts";
import {
  FOR_DEVELOPERS,
  MOST_SELECTS,
  SWEEPING_NAMES,
  SWEEPING_PLACES,
  type Sweeping,
  VENDORS,
} from "./cost.ts";

/** How common a symbol is among the configurations that the tree's makers keep: from 0 for none to 1 for all. */
export type Usage = (symbol: ConfigSymbol) => number;

const usages = new WeakMap<Model, Usage>();

/** From now on, ties between ways of this model are broken by what is common. */
export function provideUsage(model: Model, usage: Usage): void {
  usages.set(model, usage);
}

const known = new WeakMap<Model, Traits>();

/** Those of the model's symbols, made when they are asked for. */
export function traitsOf(model: Model): Traits {
  let traits = known.get(model);
  if (traits === undefined) {
    traits = new Traits(model);
    known.set(model, traits);
  }
  return traits;
}

const FOR_DEVELOPERS_BIT = 1;
const BOUND_BIT = 4;

export class Traits {
  readonly #model: Model;
  readonly #sweeping = new Map<SymbolId, Sweeping | null>();
  readonly #bits: Uint8Array;
  readonly #vendors = new Map<SymbolId, string>();

  constructor(model: Model) {
    this.#model = model;
    this.#bits = new Uint8Array(model.data.symbols.count);
  }

  /** What a change of the symbol changes beyond itself; undefined for nearly all. */
  sweeping(symbol: SymbolId): Sweeping | undefined {
    let sweeping = this.#sweeping.get(symbol);
    if (sweeping === undefined) {
      sweeping = sweepingOf(this.#model.symbolAt(symbol)) ?? null;
      this.#sweeping.set(symbol, sweeping);
    }
    return sweeping ?? undefined;
  }

  isForDevelopers(symbol: SymbolId): boolean {
    return this.#known(symbol, FOR_DEVELOPERS_BIT, () => this.#findForDevelopers(symbol));
  }

  /** A fact worked out once: one bit says that it is known, the next one that it holds. */
  #known(symbol: SymbolId, bit: number, find: () => boolean): boolean {
    if ((this.#bits[symbol] & bit) === 0) this.#bits[symbol] |= find() ? bit | (bit << 1) : bit;
    return (this.#bits[symbol] & (bit << 1)) !== 0;
  }

  #findForDevelopers(symbol: SymbolId): boolean {
    const { symbols, nodes, files } = this.#model.data;
    if (FOR_DEVELOPERS.name.test(symbols.name[symbol])) return true;
    const node = symbols.nodes.items[symbols.nodes.starts[symbol]];
    const hasNode = symbols.nodes.starts[symbol] < symbols.nodes.starts[symbol + 1];
    return hasNode && FOR_DEVELOPERS.file.test(files[nodes.file[node]].path);
  }

  /** The maker of the hardware that a symbol is about, by its name, else by its prompt. */
  vendor(symbol: SymbolId): string | undefined {
    let vendor = this.#vendors.get(symbol);
    if (vendor === undefined) {
      const view = this.#model.symbolAt(symbol);
      vendor = vendorIn(view.name) ?? vendorIn(promptOf(view)) ?? NOBODY;
      this.#vendors.set(symbol, vendor);
    }
    return vendor === NOBODY ? undefined : vendor;
  }

  /** Makers that a target is about: those of itself, of the symbols that it stands below, of its folder. */
  vendorsAround(symbol: SymbolId): ReadonlySet<string> {
    const view = this.#model.symbolAt(symbol);
    const found = new Set<string>();
    const note = (vendor: string | undefined) => vendor !== undefined && found.add(vendor);
    note(this.vendor(symbol));
    for (const node of view.definitions) {
      note(vendorIn(node.place.path));
      for (let above = node.parent; above !== undefined; above = above.parent)
        if (above.symbol !== undefined) note(this.vendor(above.symbol.id));
    }
    return found;
  }

  /** How many symbols it selects, up to a number beyond which nobody counts. */
  selects(symbol: SymbolId): number {
    const { properties, symbols } = this.#model.data;
    const { starts, items } = symbols.properties;
    let count = 0;
    for (let at = starts[symbol]; at < starts[symbol + 1] && count < MOST_SELECTS; at++)
      if (properties.kind[items[at]] === Kind.select) count += 1;
    return count;
  }

  /** Whether what it depends on names a platform. */
  isBoundToPlatform(symbol: SymbolId): boolean {
    return this.#known(symbol, BOUND_BIT, () => this.#findBound(symbol));
  }

  #findBound(symbol: SymbolId): boolean {
    const { data } = this.#model;
    let isBound = false;
    symbolsIn(data, data.symbols.directDependency[symbol], (each) => {
      isBound ||= each !== symbol && this.sweeping(each)?.kind === "platform";
    });
    return isBound;
  }

  /** From 0 to 1; 0 where nobody has counted. */
  usage(symbol: SymbolId): number {
    return usages.get(this.#model)?.(this.#model.symbolAt(symbol)) ?? 0;
  }
}

function sweepingOf(symbol: ConfigSymbol): Sweeping | undefined {
  const byName = SWEEPING_NAMES.get(symbol.name);
  if (byName !== undefined) return byName;
  const [node] = symbol.definitions;
  if (symbol.isChoice || node === undefined || !symbol.hasPrompt) return undefined;
  const { path } = node.place;
  const places = SWEEPING_PLACES.filter(
    ({ file, name }) => file.test(path) && (name === undefined || name.test(symbol.name)),
  );
  if (places.length === 0) return undefined;
  const ofChoice = symbol.choice === undefined ? [] : [promptOf(symbol.choice)];
  const ofMenus: string[] = [];
  // The menuconfig that opens a menu is as sweeping as what is in it.
  for (let above: MenuNode | undefined = node; above !== undefined; above = above.parent)
    if (above.prompt !== undefined) ofMenus.push(above.prompt.text);
  return places.find(({ of, title }) =>
    (of === "choice" ? ofChoice : ofMenus).some((each) => title.test(each)),
  )?.sweeping;
}

/** What no maker is called. */
const NOBODY = "";

function promptOf(symbol: ConfigSymbol): string {
  return symbol.propertiesOf("prompt")[0]?.text ?? "";
}

/** By word, and by the beginnings of words: the place of the maker in the table. */
const { byWord, byStart } = vendorWords();

function vendorWords() {
  const words = VENDORS.flatMap((each, place) => each.words.split(" ").map((word) => [word, place] as const));
  const isStart = ([word]: readonly [string, number]) => word.endsWith("*");
  return {
    byWord: new Map(words.filter((each) => !isStart(each))),
    byStart: words.filter(isStart).map(([word, place]) => [word.slice(0, -1), place] as const),
  };
}

/** Word by word: an expression of all of them takes 15 ms to be compiled, which is more than a search does. */
function vendorIn(text: string): string | undefined {
  let first = VENDORS.length;
  for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) {
    const place =
      byWord.get(word) ??
      byWord.get(word.replace(/[0-9]+/, "#")) ??
      byStart.find(([start]) => word.startsWith(start))?.[1];
    if (place !== undefined && place < first) first = place;
  }
  return VENDORS[first]?.vendor;
}
