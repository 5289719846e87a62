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

/**
 * Hits that hold all words, each in name, prompt or help, whatever the case. Words that stand nowhere are looked for
 * by likeness: slips of the hand, and letters left out of a name.
 */
export function search(model: Model, words: readonly string[]): readonly SearchHit[] {
  const terms = words.map((word) => word.toLowerCase()).filter((word) => word !== "");
  if (terms.length === 0) return [];
  const table = tableOf(model);
  const found = terms.map((term) => table.scores(term));
  if (terms.length > 1) {
    // Words may be the parts of a name.
    const whole = table.nameScores(terms.join("_"));
    for (const { scores } of found)
      for (const [row, score] of whole) scores[row] = Math.min(scores[row], score);
  }
  // A single word that is a whole prompt has its own score.
  return table.ranked(found, terms.length > 1 ? table.prompted(terms.join(" ")) : undefined);
}

/** As `search`, by regular expressions (with the flag `i`, if case does not count). */
export function searchPatterns(model: Model, patterns: readonly RegExp[]): readonly SearchHit[] {
  const table = tableOf(model);
  return table.ranked(patterns.map((pattern) => table.patternScores(pattern)));
}

/** Who looks with each key that is typed needs the table again; for Linux it takes 30 ms to make. */
const tables = new WeakMap<Model, SearchTable>();

function tableOf(model: Model): SearchTable {
  let table = tables.get(model);
  if (table === undefined) {
    table = new SearchTable(model);
    tables.set(model, table);
  }
  return table;
}

/** A row that holds all words, with what it is ranked by. */
interface Ranked {
  readonly row: number;
  readonly worst: number;
  readonly sum: number;
  /** Group and rank in it, as one number. */
  readonly rank: number;
  readonly lacksPrompt: number;
  readonly length: number;
}

/** More than there are ranks. */
const RANKS = 16;

/** What one word found: a score for each row, and where help texts hold it. */
interface Found {
  readonly scores: Float32Array;
  readonly helps: ReadonlyMap<number, HelpMatch>;
}

class SearchTable {
  readonly #model: Model;
  readonly #symbols: readonly SymbolId[];
  readonly #names: readonly string[];
  readonly #prompts: readonly string[];
  readonly #nameColumn: TextColumn;
  readonly #promptColumn: TextColumn;
  readonly #rows: ReadonlyMap<SymbolId, number>;
  readonly #helps: HelpSearch;
  /** Made once a term stands nowhere: who types a word looks for each of its beginnings. */
  #words: ReadonlySet<string> | undefined;
  #rowsByName: ReadonlyMap<string, number> | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#symbols = searchable(model);
    this.#rows = new Map(this.#symbols.map((id, row) => [id, row]));
    this.#names = this.#symbols.map((id) => model.data.symbols.name[id].toLowerCase());
    this.#prompts = this.#symbols.map((id) => promptsOf(model, id));
    this.#nameColumn = new TextColumn(this.#names);
    this.#promptColumn = new TextColumn(this.#prompts);
    this.#helps = new HelpSearch(model);
  }

  scores(term: string): Found {
    const scores = new Float32Array(this.#symbols.length).fill(Score.none);
    const improve = (row: number, score: number) => {
      if (score < scores[row]) scores[row] = score;
    };
    for (const [row, score] of this.nameScores(term, { isAnywhere: true })) improve(row, score);
    for (const { row, fit } of this.#promptColumn.occurrences(term)) improve(row, scoreInPrompt[fit]);
    const joined = joinedPattern(term);
    if (joined !== undefined)
      for (const column of [this.#nameColumn, this.#promptColumn])
        for (const row of column.rows(joined)) improve(row, Score.part);
    const helps = this.#helpMatches(new RegExp(escaped(term), "gi"));
    const isKnown =
      scores.some((score) => score <= Score.wordStart) || [...helps.values()].some(({ isWord }) => isWord);
    for (const [row, { isWord }] of helps) improve(row, Score.help + (isWord ? 0 : WITHIN_WORD));
    return isKnown ? { scores, helps } : { scores, helps: this.#addAlike(term, scores, helps) };
  }

  /** Rows whose name begins with a term, or holds it anywhere. */
  nameScores(term: string, { isAnywhere = false } = {}): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    // Whatever parts words, names have `_` there.
    const wanted = /[a-z0-9]/.test(term) ? term.replace(/[^a-z0-9_]+/g, "_") : term;
    for (const { row, fit } of this.#nameColumn.occurrences(wanted)) {
      if (!isAnywhere && scoreInName[fit] >= Score.word) continue;
      found.set(row, Math.min(scoreInName[fit], found.get(row) ?? Score.none));
    }
    return found;
  }

  patternScores(pattern: RegExp): Found {
    const { name } = this.#model.data.symbols;
    const single = new RegExp(pattern.source, pattern.flags.replace("g", ""));
    const scores = new Float32Array(this.#symbols.length);
    const helps = this.#helpMatches(new RegExp(pattern.source, `${single.flags}gm`));
    for (const [row, id] of this.#symbols.entries()) {
      if (single.test(name[id])) scores[row] = Score.word;
      else if (single.test(this.#prompts[row])) scores[row] = Score.part;
      else scores[row] = helps.has(row) ? Score.help : Score.none;
    }
    return { scores, helps };
  }

  /** Rows whose prompt is a text and nothing else. */
  prompted(text: string): ReadonlySet<number> {
    const rows = [...this.#promptColumn.occurrences(text)].filter(({ fit }) => fit === "whole");
    return new Set(rows.map(({ row }) => row));
  }

  /** Rows that hold all words, best first; only a name that is the word itself is better than a `meant` one. */
  ranked(found: readonly Found[], meant: ReadonlySet<number> = new Set()): readonly SearchHit[] {
    const { symbols } = this.#model.data;
    // What is compared is worked out once for each: a letter is in nearly all names.
    const hits: Ranked[] = [];
    for (let row = 0; row < this.#symbols.length; row++) {
      let worst = 0;
      let sum = 0;
      for (const { scores } of found) {
        worst = Math.max(worst, scores[row]);
        sum += scores[row];
      }
      if (worst >= Score.none) continue;
      const group = worst < Score.start ? 0 : meant.has(row) ? 1 : 2;
      const lacksPrompt = this.#prompts[row] === "" ? 1 : 0;
      const { length } = symbols.name[this.#symbols[row]];
      hits.push({ row, worst, sum, rank: group * RANKS + Math.floor(worst), lacksPrompt, length });
    }
    hits.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.sum - b.sum ||
        a.lacksPrompt - b.lacksPrompt ||
        a.length - b.length ||
        a.row - b.row,
    );
    return hits.map(({ row, worst }) => {
      const match = found
        .filter(({ scores }) => scores[row] >= Score.help)
        .map(({ helps }) => helps.get(row))
        .find((each) => each !== undefined);
      return {
        symbol: this.#model.symbolAt(this.#symbols[row]),
        rank: SEARCH_RANKS[Math.floor(worst)],
        ...(match !== undefined && { help: match }),
      };
    });
  }

  /** Enters what is like a term that stands nowhere; answers where help texts hold it or its like. */
  #addAlike(
    term: string,
    scores: Float32Array,
    helps: ReadonlyMap<number, HelpMatch>,
  ): ReadonlyMap<number, HelpMatch> {
    let isAlike = false;
    const improve = (row: number, score: number) => {
      if (score < scores[row]) scores[row] = score;
      isAlike = true;
    };
    this.#words ??= wordsOf(this.#names, this.#prompts);
    for (const [word, slips] of nearWords(term, this.#words)) {
      for (const column of [this.#nameColumn, this.#promptColumn])
        for (const { row, fit } of column.occurrences(word))
          if (fit !== "inside") improve(row, Score.fuzzy + slips * SLIP);
    }
    const letters = squeezed(term);
    if (letters.length >= SHORTEST_SQUEEZED) {
      const likes = fuzzysort.go(letters, this.#names as string[], { threshold: LEAST_LIKENESS, limit: 0 });
      this.#rowsByName ??= new Map(this.#names.map((name, row) => [name, row]));
      for (const { target, score } of likes) {
        const row = this.#rowsByName.get(target);
        if (row !== undefined) improve(row, Score.fuzzy + (1 - score) * UNLIKE);
      }
    }
    if (isAlike || helps.size > 0) return helps;
    const near = [...nearWords(term, this.#helps.words).keys()];
    if (near.length === 0) return helps;
    const alike = this.#helpMatches(new RegExp(`\\b(?:${near.join("|")})\\b`, "gi"));
    for (const row of alike.keys()) improve(row, Score.help + NEAR_WORD);
    return alike;
  }

  #helpMatches(pattern: RegExp): ReadonlyMap<number, HelpMatch> {
    const matches = new Map<number, HelpMatch>();
    for (const match of this.#helps.matches(pattern)) {
      const row = this.#rows.get(match.symbol);
      if (row !== undefined) matches.set(row, match);
    }
    return matches;
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

/** Whole names, and every word of a name or a prompt. */
function wordsOf(names: readonly string[], prompts: readonly string[]): ReadonlySet<string> {
  const text = `${names.join(" ")} ${prompts.join(" ").toLowerCase()}`;
  return new Set([...text.split(/[^a-z0-9]+/), ...names]);
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

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
