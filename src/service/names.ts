/** Symbols as a person names them, `SYM` or `CONFIG_SYM`; and what a wrong name may have meant. */
import type { UnknownName } from "../check/unknown-name.ts";
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { dependentsOf } from "../explain/references.ts";
import { isConstant } from "../graph/mentions.ts";
import { SymbolFlag } from "../model/columns.ts";
import type { ConfigSymbol, MenuNode, Model } from "../model/model.ts";
import { nearSymbols, slipsBetween } from "../query/near-symbols.ts";
import { type SearchRank, search } from "../query/search.ts";
import type { OpenTree } from "./open-tree.ts";
import { type DefinedPlace, definitionsIn, filesOfArchitectures } from "./unread-files.ts";

/** The defined symbol that a word names, or what is known of a name that the tree does not define. */
export function lookUpSymbol(tree: OpenTree, word: string): ConfigSymbol | UnknownName {
  const { model } = tree;
  const short = withoutPrefix(tree, word);
  // A symbol may well be called CONFIG_X itself.
  const found = [short, word].map((name) => model.symbol(name)).find((symbol) => symbol?.isDefined);
  return found ?? withSearch(unknownName(tree, short), model, short);
}

/** As `lookUpSymbol`, and names that the tree only mentions: others may depend on them all the same. */
export function lookUpMentioned(tree: OpenTree, word: string): ConfigSymbol | UnknownName {
  const found = lookUpSymbol(tree, word);
  if (!("code" in found)) return found;
  const mentioned = tree.model.symbol(withoutPrefix(tree, word));
  return mentioned === undefined || isConstant(mentioned) ? found : mentioned;
}

/** Symbols and choices of an entry that a word names by its place, or choices by their prompt or name. */
export function entriesNamed(tree: OpenTree, word: string): readonly ConfigSymbol[] {
  const byPlace = lookUpPlace(tree, word);
  if (byPlace.length > 0) return byPlace;
  return tree.model.symbol(word)?.isDefined ? [] : choicesNamed(tree.model, word);
}

/** What stands before names in the tree's .config. */
export function prefixOf({ tree }: OpenTree): string {
  return tree.environment.CONFIG_ ?? DEFAULT_PREFIX;
}

/** A word without the prefix that names have in a .config. */
export function withoutPrefix(opened: OpenTree, word: string): string {
  const prefix = prefixOf(opened);
  return prefix !== "" && word.startsWith(prefix) ? word.slice(prefix.length) : word;
}

/** Choices with this prompt, or with this name where the tree gives it one; in the order of the files. */
function choicesNamed(model: Model, word: string): readonly ConfigSymbol[] {
  const wanted = word.toLowerCase();
  return choicesOf(model).filter(
    (choice) =>
      (choice.name !== "" && choice.name === word) ||
      choice.propertiesOf("prompt").some(({ text }) => text.toLowerCase() === wanted),
  );
}

/**
 * Symbols and choices of the entry that has the line `path:line`: that it begins with, or one below up to the end of its
 * help. A column behind the line is as good: places are copied from what tools print.
 */
function lookUpPlace({ model }: OpenTree, word: string): readonly ConfigSymbol[] {
  const [, path, digits] = PLACE.exec(word) ?? [];
  if (path === undefined) return [];
  const line = Number(digits);
  const above = [...model.definedSymbols(), ...choicesOf(model)].flatMap((symbol) =>
    symbol.definitions
      .filter(({ place }) => place.path === path && place.line <= line)
      .map((node) => ({ symbol, node })),
  );
  const start = Math.max(...above.map(({ node }) => node.place.line));
  return above
    .filter(({ node }) => node.place.line === start && line <= lastLine(node))
    .map(({ symbol }) => symbol);
}

const PLACE = /^(?:\.\/)?(.+?):([0-9]+)(?::[0-9]+)?$/;

/** The last line of an entry that says something: an attribute's, or the end of its help. */
function lastLine(node: MenuNode): number {
  const { place, symbol, conditions, helpEnd } = node;
  const own = symbol?.properties.filter((property) => property.node.id === node.id) ?? [];
  const lines = [...own, ...conditions].map((property) => property.place);
  return Math.max(
    place.line,
    helpEnd?.line ?? 0,
    ...lines.filter(({ path }) => path === place.path).map(({ line }) => line),
  );
}

function choicesOf(model: Model): readonly ConfigSymbol[] {
  const { count, flags } = model.data.symbols;
  const found: ConfigSymbol[] = [];
  for (let id = 0; id < count; id++) {
    if ((flags[id] & SymbolFlag.choice) !== 0) found.push(model.symbolAt(id));
  }
  return found;
}

const SHOWN_DEPENDENTS = 3;

/** What is known of a name that the tree does not define. */
export function unknownName(tree: OpenTree, name: string): UnknownName {
  const { model, errors } = tree;
  const elsewhere = definedElsewhere(tree, name);
  const mentioned = elsewhere.length > 0 ? undefined : model.symbol(name);
  return {
    code: "unknown-symbol",
    name,
    architecture: tree.tree.architecture,
    elsewhere,
    near: elsewhere.length > 0 ? [] : nearSymbols(model, name),
    dependents: mentioned && dependentsOf(mentioned).slice(0, SHOWN_DEPENDENTS),
    isPartial: errors.length > 0,
  };
}

/** A file of another tree has hundreds of them; so many are searched for. */
const MOST_SEARCHES = 10;

/** As `unknownName`, for the names of whole files: the first ones that are near to no other are searched for, too. */
export function unknownNames(tree: OpenTree): (name: string) => UnknownName {
  const known = new Map<string, UnknownName>();
  let searches = 0;
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const unknown = unknownName(tree, name);
    const isSearched = unknown.near.length === 0 && searches++ < MOST_SEARCHES;
    const told = isSearched ? withSearch(unknown, tree.model, name) : unknown;
    known.set(name, told);
    return told;
  };
}

const SHOWN_NAMES = 3;

/**
 * With symbols of whose name or prompt the word is a part, which is what people type of a name that they half know:
 * EXT4 of EXT4_FS, AMDGPU of DRM_AMDGPU. Where it is a whole part of a name, that is more probable than a slip; else a
 * slip is.
 */
function withSearch(unknown: UnknownName, model: Model, word: string): UnknownName {
  const [near] = unknown.near;
  const slips = near === undefined ? Number.POSITIVE_INFINITY : slipsBetween(word.toUpperCase(), near.name);
  const isTold = unknown.elsewhere.length > 0 || unknown.dependents !== undefined;
  if (isTold || slips === 0) return unknown;
  const parts = word.split(/[_\s]+/).filter((part) => part !== "");
  const searches: readonly (readonly [words: readonly string[], isWanted: (rank: SearchRank) => boolean])[] =
    [
      [parts, (rank) => WHOLE_PARTS.has(rank) || near === undefined],
      [mostOf(parts), (rank) => slips > 1 && (rank === "name" || near === undefined)],
    ];
  for (const [words, isWanted] of searches) {
    const hits = search(model, words).filter(({ rank }) => rank !== "fuzzy" && rank !== "help");
    if (hits.length === 0 || !isWanted(hits[0].rank)) continue;
    // Beside whole parts of names and prompts, what holds the letters somewhere is noise: FOO is in "footprint".
    const isWhole = WHOLE_PARTS.has(hits[0].rank);
    const close = isWhole ? hits.filter(({ rank }) => WHOLE_PARTS.has(rank)) : hits;
    const found = close.slice(0, SHOWN_NAMES).map(({ symbol }) => symbol);
    return { ...unknown, near: found, search: { words, hasMore: hits.length > found.length } };
  }
  return unknown;
}

const WHOLE_PARTS: ReadonlySet<SearchRank> = new Set(["name", "name-start", "word"]);

/** A name without its last part, where that leaves most of it: IWLWIFI of IWLWIFI_PCIE, but not USB of USB_FOO. */
function mostOf(parts: readonly string[]): readonly string[] {
  const start = parts.slice(0, -1);
  return start.join("").length > MOST_OF_A_NAME * parts.join("").length ? start : [];
}

const MOST_OF_A_NAME = 0.6;

/** Where Kconfig files below arch/ that were not read define a name. */
export function definedElsewhere(tree: OpenTree, name: string): readonly DefinedPlace[] {
  if (tree.tree.kind !== "linux") return [];
  let index = elsewhere.get(tree.model);
  if (index === undefined) {
    index = definitionsIn(filesOfArchitectures(tree));
    elsewhere.set(tree.model, index);
  }
  return index.get(name) ?? [];
}

/** Made when the first name is looked for: a file of unknown names asks a hundred thousand times. */
const elsewhere = new WeakMap<Model, ReadonlyMap<string, readonly DefinedPlace[]>>();
