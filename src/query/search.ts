/** Symbols and choices by words of their names, prompts and help texts, the best ones first. */
import fuzzysort from "fuzzysort";
import { Kind, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { ConfigSymbol, Model } from "../model/model.ts";
import { type HelpMatch, HelpSearch } from "./help-search.ts";
import { nearWords } from "./near-words.ts";
import { type Fit, TextColumn } from "./text-column.ts";

/** How a hit was found, the best first: in its name, in its prompt or name, by likeness, in its help. */
export const SEARCH_RANKS = ["name", "name-start", "word", "word-start", "part", "fuzzy", "help"] as const;
export type SearchRank = (typeof SEARCH_RANKS)[number];

export interface SearchHit {
  /** A symbol or a choice. */
  readonly symbol: ConfigSymbol;
  /** Of several words, that of the one that fits worst. */
  readonly rank: SearchRank;
  /** Where the help text holds a word which neither name nor prompt holds. */
  readonly help?: HelpMatch;
}

// A score is the place of a rank in the list above, with what is finer behind the point. Less is better.
const Score = { name: 0, start: 1, word: 2, wordStart: 3, part: 4, fuzzy: 5, help: 6, none: 7 } as const;
/** What ends within a word, and what a near word found in a help text. */
const WITHIN_WORD = 0.4;
const NEAR_WORD = 0.6;

export interface SearchOptions {
  /** Only so many, the best ones: what no more are wanted of is not looked for. */
  readonly most?: number;
}

/**
 * Hits that hold all words, each in name, prompt or help, whatever the case. Words that stand nowhere are looked for
 * by likeness: slips of the hand, and letters left out of a name.
 */
export function search(
  model: Model,
  words: readonly string[],
  { most = Number.POSITIVE_INFINITY }: SearchOptions = {},
): readonly SearchHit[] {
  const terms = words.map((word) => word.toLowerCase()).filter((word) => word !== "");
  if (terms.length === 0) return [];
  const table = tableOf(model);
  const found = terms.map((term) => table.written(term));
  // Words may be the parts of a name.
  if (terms.length > 1) {
    table.nameScores(terms.join("_"), (row, score) => {
      if (score < Score.word) for (const each of found) each.improve(row, score);
    });
  }
  // All that names and prompts hold comes before the rest.
  if (countBelow(Score.fuzzy, found) < most) table.addRest(found);
  // A single word that is a whole prompt has its own score.
  return table.ranked(found, most, terms.length > 1 ? table.prompted(terms.join(" ")) : undefined);
}

/** As `search`, by regular expressions (with the flag `i`, if case does not count). */
export function searchPatterns(model: Model, patterns: readonly RegExp[]): readonly SearchHit[] {
  const table = tableOf(model);
  return table.ranked(patterns.map((pattern) => table.patternScores(pattern)));
}

/** Who looks with each key that is typed needs the table again; for Linux it takes 30 ms to make. */
const tables = new WeakMap<Model, SearchTable>();

function tableOf(model: Model): SearchTable {
  const making = prepareSearch(model);
  for (;;) {
    const table = tables.get(model);
    if (table !== undefined) return table;
    making.next();
  }
}

/** Makes what all searches look through, in parts that take a few milliseconds each. */
export function* prepareSearch(model: Model): Generator<void, void> {
  const symbols = searchable(model);
  yield;
  const names = symbols.map((id) => model.data.symbols.name[id].toLowerCase());
  yield;
  const prompts = symbols.map((id) => promptsOf(model, id));
  yield;
  const columns = { name: new TextColumn(names), prompt: new TextColumn(prompts) };
  yield;
  const helps = new HelpSearch(model);
  const table = new SearchTable(model, { symbols, names, prompts, columns, helps });
  tables.set(model, table);
  yield;
  void table.words;
  yield* helps.prepare();
}

/** A row that holds all words, with what it is ranked by. */
interface Ranked {
  readonly row: number;
  readonly rank: number;
  readonly sum: number;
  readonly lacksPrompt: number;
  readonly length: number;
}

/** More than there are ranks. */
const RANKS = 16;
/** A part of all help texts that is looked through faster than all of them. */
const FEW = 0.25;
/** Names that are the word itself, prompts that are all words, and others. */
const GROUPS = 3;

/** What one word found. */
class Found {
  readonly term: string;
  /** By row. */
  readonly scores: Float32Array;
  /** The least of them. */
  best: number = Score.none;
  /** Where help texts hold it, by row. */
  helps: ReadonlyMap<number, HelpMatch> = new Map();

  constructor(term: string, rows: number) {
    this.term = term;
    this.scores = new Float32Array(rows).fill(Score.none);
  }

  improve(row: number, score: number): void {
    if (score < this.scores[row]) this.scores[row] = score;
    if (score < this.best) this.best = score;
  }
}

/** In how many rows all words have a better score than `score`. */
function countBelow(score: number, [first, ...others]: readonly Found[]): number {
  let count = 0;
  for (let row = 0; row < first.scores.length; row++)
    if (first.scores[row] < score && others.every(({ scores }) => scores[row] < score)) count++;
  return count;
}

interface SearchColumns {
  /** The rows of the table. */
  readonly symbols: readonly SymbolId[];
  /** In lower case. */
  readonly names: readonly string[];
  readonly prompts: readonly string[];
  readonly columns: { readonly name: TextColumn; readonly prompt: TextColumn };
  readonly helps: HelpSearch;
}

class SearchTable {
  readonly #model: Model;
  readonly #symbols: readonly SymbolId[];
  readonly #names: readonly string[];
  readonly #prompts: readonly string[];
  readonly #columns: SearchColumns["columns"];
  readonly #helps: HelpSearch;
  readonly #rows: ReadonlyMap<SymbolId, number>;
  #words: ReadonlySet<string> | undefined;

  constructor(model: Model, { symbols, names, prompts, columns, helps }: SearchColumns) {
    this.#model = model;
    this.#symbols = symbols;
    this.#names = names;
    this.#prompts = prompts;
    this.#columns = columns;
    this.#helps = helps;
    this.#rows = new Map(symbols.map((id, row) => [id, row]));
  }

  /** Whole names, and every word of a name or a prompt, in lower case. */
  get words(): ReadonlySet<string> {
    const { name, prompt } = this.#columns;
    this.#words ??= new Set([...this.#names, ...name.text.split(NO_WORD), ...prompt.text.split(NO_WORD)]);
    return this.#words;
  }

  /** What names and prompts hold of a word. */
  written(term: string): Found {
    const found = new Found(term, this.#symbols.length);
    this.nameScores(term, (row, score) => found.improve(row, score));
    this.#columns.prompt.eachOccurrence(term, (row, fit) => found.improve(row, scoreInPrompt[fit]));
    const joined = joinedPattern(term);
    if (joined !== undefined)
      for (const column of Object.values(this.#columns))
        for (const row of column.rows(joined)) found.improve(row, Score.part);
    return found;
  }

  /** Rows whose names hold a term. */
  nameScores(term: string, take: (row: number, score: number) => void): void {
    // Whatever parts words, names have `_` there.
    const wanted = /[a-z0-9]/.test(term) ? term.replace(/[^a-z0-9_]+/g, "_") : term;
    this.#columns.name.eachOccurrence(wanted, (row, fit) => take(row, scoreInName[fit]));
  }

  /** Adds what help texts hold of words, and what is like a word that stands nowhere. */
  addRest(found: readonly Found[]): void {
    // A rare word leaves few rows in which the others are looked for.
    const counts = new Map(found.map((each) => [each, countBelow(Score.none, [each])]));
    const rareFirst = found.toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    let rows: readonly number[] | undefined;
    for (const each of rareFirst) {
      const { term, scores } = each;
      const isWritten = each.best <= Score.wordStart;
      // Of a word that stands nowhere, all texts must be seen.
      const few = isWritten ? this.#fewOf(rows, scores) : undefined;
      each.helps = this.#byRow(
        few === undefined ? this.#helps.holding(term) : this.#helps.holdingOf(term, few),
      );
      const isKnown = isWritten || [...each.helps.values()].some(({ isWord }) => isWord);
      for (const [row, { isWord }] of each.helps) each.improve(row, Score.help + (isWord ? 0 : WITHIN_WORD));
      if (!isKnown) this.#addAlike(each);
      rows = (rows ?? [...scores.keys()]).filter((row) => scores[row] < Score.none);
    }
  }

  /** Symbols whose help texts may bring a row; undefined where these are not few. */
  #fewOf(rows: readonly number[] | undefined, scores: Float32Array): ReadonlySet<SymbolId> | undefined {
    const few = rows?.filter((row) => scores[row] >= Score.help);
    if (few === undefined || few.length > this.#symbols.length * FEW) return undefined;
    return new Set(few.map((row) => this.#symbols[row]));
  }

  patternScores(pattern: RegExp): Found {
    const { name } = this.#model.data.symbols;
    const single = new RegExp(pattern.source, pattern.flags.replace("g", ""));
    const found = new Found(pattern.source, this.#symbols.length);
    found.helps = this.#byRow(this.#helps.matches(new RegExp(pattern.source, `${single.flags}gm`)));
    for (const [row, id] of this.#symbols.entries()) {
      if (single.test(name[id])) found.improve(row, Score.word);
      else if (single.test(this.#prompts[row])) found.improve(row, Score.part);
      else if (found.helps.has(row)) found.improve(row, Score.help);
    }
    return found;
  }

  /** Rows whose prompt is a text and nothing else. */
  prompted(text: string): ReadonlySet<number> {
    const rows = new Set<number>();
    this.#columns.prompt.eachOccurrence(text, (row, fit) => {
      if (fit === "whole") rows.add(row);
    });
    return rows;
  }

  /** Rows that hold all words, best first; only a name that is the word itself is better than a `meant` one. */
  ranked(
    found: readonly Found[],
    most = Number.POSITIVE_INFINITY,
    meant: ReadonlySet<number> = new Set(),
  ): readonly SearchHit[] {
    // A letter is in nearly all names: rows behind the last rank that is wanted are not put in order.
    const rows = this.#symbols.length;
    const ranks = new Uint8Array(rows);
    const counts = new Uint32Array(GROUPS * RANKS);
    for (let row = 0; row < rows; row++) {
      let worst = 0;
      for (const { scores } of found) worst = Math.max(worst, Math.floor(scores[row]));
      const group = worst < Score.start ? 0 : meant.has(row) ? 1 : 2;
      ranks[row] = group * RANKS + worst;
      counts[ranks[row]]++;
    }
    const none = (GROUPS - 1) * RANKS + Score.none;
    let last = 0;
    for (let before = counts[0]; before < most && last < none - 1; before += counts[last]) last++;
    const hits: Ranked[] = [];
    for (let row = 0; row < rows; row++)
      if (ranks[row] <= last) hits.push(this.#ranked(row, ranks[row], found));
    hits.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.sum - b.sum ||
        a.lacksPrompt - b.lacksPrompt ||
        a.length - b.length ||
        a.row - b.row,
    );
    return hits.slice(0, most).map(({ row, rank }) => {
      const match = found
        .filter(({ scores }) => scores[row] >= Score.help)
        .map(({ helps }) => helps.get(row))
        .find((each) => each !== undefined);
      return {
        symbol: this.#model.symbolAt(this.#symbols[row]),
        rank: SEARCH_RANKS[rank % RANKS],
        ...(match !== undefined && { help: match }),
      };
    });
  }

  #ranked(row: number, rank: number, found: readonly Found[]): Ranked {
    let sum = 0;
    for (const { scores } of found) sum += scores[row];
    const lacksPrompt = this.#prompts[row] === "" ? 1 : 0;
    return { row, rank, sum, lacksPrompt, length: this.#names[row].length };
  }

  /** Enters what is like a term that stands nowhere. */
  #addAlike(found: Found): void {
    const { term } = found;
    let isAlike = false;
    const improve = (row: number, score: number) => {
      found.improve(row, score);
      isAlike = true;
    };
    const columns = Object.values(this.#columns);
    for (const [word, slips] of nearWords(term, this.words)) {
      for (const column of columns)
        column.eachOccurrence(word, (row, fit) => {
          if (fit !== "inside") improve(row, Score.fuzzy + slips * SLIP);
        });
    }
    const letters = squeezed(term);
    if (letters.length >= SHORTEST_SQUEEZED) {
      const rows = this.#columns.name.rowsWithLetters(letters);
      const rowsByName = new Map(rows.map((row) => [this.#names[row], row]));
      const names = [...rowsByName.keys()];
      for (const { target, score } of fuzzysort.go(letters, names, { threshold: LEAST_LIKENESS, limit: 0 })) {
        const row = rowsByName.get(target);
        if (row !== undefined) improve(row, Score.fuzzy + (1 - score) * UNLIKE);
      }
    }
    if (isAlike || found.helps.size > 0) return;
    const near = [...nearWords(term, this.#helps.words).keys()];
    if (near.length === 0) return;
    found.helps = this.#byRow(this.#helps.matches(new RegExp(`\\b(?:${near.join("|")})\\b`, "gi")));
    for (const row of found.helps.keys()) improve(row, Score.help + NEAR_WORD);
  }

  #byRow(matches: readonly HelpMatch[]): ReadonlyMap<number, HelpMatch> {
    const byRow = new Map<number, HelpMatch>();
    for (const match of matches) {
      const row = this.#rows.get(match.symbol);
      if (row !== undefined) byRow.set(row, match);
    }
    return byRow;
  }
}

const scoreInName: Readonly<Record<Fit, number>> = {
  whole: Score.name,
  start: Score.start,
  "start-inside": Score.start + WITHIN_WORD,
  word: Score.word,
  "word-start": Score.wordStart,
  inside: Score.part,
};

/** Behind what the name holds in the same way. */
const IN_PROMPT = 0.2;
const scoreInPrompt: Readonly<Record<Fit, number>> = {
  whole: Score.word,
  start: Score.word + IN_PROMPT,
  "start-inside": Score.wordStart + IN_PROMPT,
  word: Score.word + IN_PROMPT,
  "word-start": Score.wordStart + IN_PROMPT,
  inside: Score.part + IN_PROMPT,
};

/** Two letters of an abbreviation stand in everything. */
const SHORTEST_SQUEEZED = 3;
/** What fuzzysort calls likeness, from 0 to 1. In names below this the letters stand by chance. */
const LEAST_LIKENESS = 0.27;
const UNLIKE = 0.6;
const SLIP = 0.2;

/** Symbols that are defined, and choices. */
function searchable(model: Model): readonly SymbolId[] {
  const { count, type, flags } = model.data.symbols;
  const found: SymbolId[] = [];
  for (let id = 0; id < count; id++) {
    const isChoice = (flags[id] & SymbolFlag.choice) !== 0;
    if (isChoice || (type[id] !== Type.unknown && (flags[id] & SymbolFlag.constant) === 0)) found.push(id);
  }
  return found;
}

/** All prompts of a symbol with blanks between them, on one line. */
function promptsOf(model: Model, id: SymbolId): string {
  const { symbols, properties, texts } = model.data;
  const { starts, items } = symbols.properties;
  let all = "";
  for (let at = starts[id]; at < starts[id + 1]; at++) {
    if (properties.kind[items[at]] !== Kind.prompt) continue;
    const text = texts.at(properties.value[items[at]]) ?? "";
    if (!all.includes(text)) all += all === "" ? text : ` ${text}`;
  }
  return all.replace(/\n/g, " ");
}

const NO_WORD = /[^a-z0-9]+/;

/** A word that is written as several ones: `noiommu` finds "No-IOMMU". */
function joinedPattern(term: string): RegExp | undefined {
  const letters = squeezed(term);
  if (letters.length < SHORTEST_SQUEEZED) return undefined;
  return new RegExp(`(?<![a-z0-9])${[...letters].join("[^a-z0-9\\n]*")}(?![a-z0-9])`, "g");
}

/** Letters and digits alone. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "");
}
