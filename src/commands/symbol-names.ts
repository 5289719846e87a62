/** Symbols as the command line names them: `SYM` or `CONFIG_SYM`; and what a wrong name may have meant. */
import { distance } from "fastest-levenshtein";
import { DEFAULT_PREFIX } from "../dotconfig/dot-config.ts";
import { dependentsOf } from "../explain/references.ts";
import { isConstant } from "../graph/mentions.ts";
import { type ConfigSymbol, type Model, SymbolFlag } from "../model/model.ts";
import { type SearchRank, search } from "../query/search.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { shellWord } from "../text/shell-word.ts";
import { SourceFile } from "../text/source-file.ts";
import type { LoadedTree } from "./session.ts";

/** The defined symbol that a word names, or what to say about a name that the tree does not define. */
export function lookUpSymbol(loaded: LoadedTree, word: string): ConfigSymbol | Diagnostic {
  const { model } = loaded;
  const short = withoutPrefix(loaded, word);
  // A symbol may well be called CONFIG_X itself.
  const found = [short, word].map((name) => model.symbol(name)).find((symbol) => symbol?.isDefined);
  return found ?? withSearch(unknownSymbol(loaded, short), model, short);
}

/**
 * With symbols of whose name or prompt the word is a part, which is what people type of a name that they half know:
 * EXT4 of EXT4_FS, AMDGPU of DRM_AMDGPU. Where it is a whole part of a name, that is more probable than a slip; else a
 * slip is.
 */
function withSearch(unknown: Unknown, model: Model, word: string): Unknown {
  const [near] = unknown.near ?? [];
  const slips = near === undefined ? Number.POSITIVE_INFINITY : slipsBetween(word.toUpperCase(), near);
  const isElsewhere = unknown.notes !== undefined;
  if (isElsewhere || slips === 0) return unknown;
  const parts = word.split(/[_\s]+/).filter((part) => part !== "");
  const searches: readonly (readonly [words: readonly string[], isWanted: (rank: SearchRank) => boolean])[] =
    [
      [parts, (rank) => WHOLE_PARTS.has(rank) || near === undefined],
      [mostOf(parts), (rank) => slips > 1 && (rank === "name" || near === undefined)],
    ];
  for (const [words, isWanted] of searches) {
    const hits = search(model, words).filter(({ rank }) => rank !== "fuzzy" && rank !== "help");
    if (hits.length === 0 || !isWanted(hits[0].rank)) continue;
    const found = hits.slice(0, SHOWN_NAMES).map(({ symbol }) => symbol);
    const more = hits.length > found.length ? [`more: kcfg search ${words.map(shellWord).join(" ")}`] : [];
    return { ...unknown, help: [didYouMean(found), ...more], near: found.map(({ name }) => name) };
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

function didYouMean(near: readonly ConfigSymbol[]): string {
  return `did you mean ${near.map(withPlace).join(" or ")}?`;
}

type Unknown = Diagnostic & { readonly near?: readonly string[] };

/** As `lookUpSymbol`, and names that the tree only mentions: others may depend on them all the same. */
export function lookUpMentioned(loaded: LoadedTree, word: string): ConfigSymbol | Diagnostic {
  const found = lookUpSymbol(loaded, word);
  if (!("code" in found)) return found;
  const mentioned = loaded.model.symbol(withoutPrefix(loaded, word));
  return mentioned === undefined || isConstant(mentioned) ? found : mentioned;
}

/** A word without the prefix that names have in a .config. */
export function withoutPrefix({ tree }: LoadedTree, word: string): string {
  const prefix = tree.environment.CONFIG_ ?? DEFAULT_PREFIX;
  return prefix !== "" && word.startsWith(prefix) ? word.slice(prefix.length) : word;
}

/** Choices with this prompt, or with this name where the tree gives it one; in the order of the files. */
export function choicesNamed(model: Model, word: string): readonly ConfigSymbol[] {
  const wanted = word.toLowerCase();
  return choicesOf(model).filter(
    (choice) =>
      (choice.name !== "" && choice.name === word) ||
      choice.propertiesOf("prompt").some(({ text }) => text.toLowerCase() === wanted),
  );
}

/** Symbols and choices that are defined at `path:line`. */
export function lookUpPlace({ model }: LoadedTree, word: string): readonly ConfigSymbol[] {
  const [, path, line] = /^(.+):([0-9]+)$/.exec(word) ?? [];
  if (path === undefined) return [];
  const isThere = ({ definitions }: ConfigSymbol) =>
    definitions.some(({ place }) => place.path === path && place.line === Number(line));
  return [...model.definedSymbols(), ...choicesOf(model)].filter(isThere);
}

function choicesOf(model: Model): readonly ConfigSymbol[] {
  const { count, flags } = model.data.symbols;
  const found: ConfigSymbol[] = [];
  for (let id = 0; id < count; id++) {
    if ((flags[id] & SymbolFlag.choice) !== 0) found.push(model.symbolAt(id));
  }
  return found;
}

/** `unknown-symbol` with what was meant, or with the places outside of what was read that define the name. */
export function unknownSymbol(loaded: LoadedTree, name: string): Unknown {
  const elsewhere = definedElsewhere(loaded, name);
  const { architecture } = loaded.tree;
  if (elsewhere.length > 0) {
    const arch = architectureOf(elsewhere[0].path);
    return {
      code: "unknown-symbol",
      severity: "error",
      message: `no symbol ${name} for ${architecture ?? "this architecture"}; it is defined for ${architecturesOf(elsewhere)}`,
      notes: elsewhere.slice(0, SHOWN_PLACES).map((place) => ({ message: "defined here", location: place })),
      help: arch === undefined ? undefined : [`look there with --arch ${arch}`],
    };
  }
  const near = nearSymbols(loaded.model, name);
  const mentioned = loaded.model.symbol(name);
  const message =
    mentioned === undefined
      ? `no symbol ${name} in this tree`
      : `${name} is mentioned in this tree, but no file that was read defines it: it is n everywhere`;
  const help = [
    ...(near.length === 0 ? [] : [didYouMean(near)]),
    ...(loaded.errors.length === 0 ? [] : ["it may be defined in what could not be read: mend the errors"]),
  ];
  return {
    code: "unknown-symbol",
    severity: "error",
    message,
    notes: mentioned === undefined ? undefined : mentionNotes(mentioned),
    help: help.length === 0 ? undefined : help,
    near: near.map((symbol) => symbol.name),
  };
}

const SHOWN_PLACES = 3;

/** Some of the symbols that wait for one that is not defined. */
function mentionNotes(symbol: ConfigSymbol): Diagnostic["notes"] {
  return dependentsOf(symbol)
    .slice(0, SHOWN_PLACES)
    .map((dependent) => ({
      message: `${dependent.name} depends on it`,
      location: dependent.definitions[0]?.place,
    }));
}

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

/** A missing or extra underscore is no slip: it is what people forget most. */
function slipsBetween(wanted: string, name: string): number {
  const slips = distance(wanted, name);
  return slips > 0 && wanted.replaceAll("_", "") === name.replaceAll("_", "") ? 0 : slips;
}

function withPlace(symbol: ConfigSymbol): string {
  const place = symbol.definitions[0]?.place;
  return place === undefined ? symbol.name : `${symbol.name} (${place.path}:${place.line})`;
}

/** Kconfig files of a kernel's architectures lie at most this deep below arch/. */
const ARCHITECTURE_DEPTH = 5;

interface FoundPlace {
  readonly path: string;
  readonly line: number;
}

/** Where Kconfig files below arch/ that were not read define a name. */
export function definedElsewhere(loaded: LoadedTree, name: string): readonly FoundPlace[] {
  if (loaded.tree.kind !== "linux") return [];
  let index = elsewhere.get(loaded.model);
  if (index === undefined) {
    index = indexDefinitions(unreadFiles(loaded));
    elsewhere.set(loaded.model, index);
  }
  return index.get(name) ?? [];
}

/** Made when the first name is looked for: a file of unknown names asks a hundred thousand times. */
const elsewhere = new WeakMap<Model, ReadonlyMap<string, readonly FoundPlace[]>>();

/** The first definition of each name in each file. */
function indexDefinitions(files: readonly SourceFile[]): ReadonlyMap<string, readonly FoundPlace[]> {
  const index = new Map<string, FoundPlace[]>();
  for (const file of files) {
    for (const match of file.text.matchAll(/^[ \t]*(?:menu)?config[ \t]+(\w+)[ \t]*(?:#.*)?$/gm)) {
      const places = index.get(match[1]) ?? [];
      if (places.at(-1)?.path === file.path) continue;
      index.set(match[1], [...places, { path: file.path, line: file.lineAt(match.index) }]);
    }
  }
  return index;
}

/** Kconfig files of other architectures. */
function unreadFiles({ tree, caller, model }: LoadedTree): readonly SourceFile[] {
  const source = caller.at(tree.source);
  const read = new Set(model.data.files.map((file) => file.path));
  const files: SourceFile[] = [];
  for (let depth = 1; depth <= ARCHITECTURE_DEPTH; depth++) {
    for (const path of source.glob(`arch/${"*/".repeat(depth)}Kconfig*`)) {
      const file = read.has(path) ? undefined : source.readText(path);
      if (file?.ok) files.push(new SourceFile(path, file.text));
    }
  }
  return files;
}

function architectureOf(path: string): string | undefined {
  return path.split("/")[1];
}

function architecturesOf(places: readonly FoundPlace[]): string {
  return [...new Set(places.map(({ path }) => architectureOf(path)))].join(", ");
}
