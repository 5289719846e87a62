/** Which symbols' help texts hold a word. Files are searched as they are, so that no help text is cut out of its file. */
import { ABSENT, type NodeId, type SymbolId } from "../model/columns.ts";
import type { Model, Place } from "../model/model.ts";
import type { SourceFile } from "../text/source-file.ts";
import { fitOf } from "./text-column.ts";

/** Where a symbol's help holds a word first. */
export interface HelpMatch {
  readonly symbol: SymbolId;
  readonly file: SourceFile;
  readonly offset: number;
  readonly isWord: boolean;
}

/** The line of a help text that holds a match, without indentation, and where it is. */
export function helpLine({ file, offset }: HelpMatch): { readonly line: string; readonly place: Place } {
  const line = file.lineAt(offset);
  return { line: file.line(line).trim(), place: { path: file.path, line } };
}

/** Where the help texts of one file stand, in its order, and whose they are. */
type FileHelps = readonly { readonly start: number; readonly end: number; readonly node: NodeId }[];
/** By the number of the file. */
type HelpFiles = ReadonlyMap<number, FileHelps>;

export class HelpSearch {
  readonly #model: Model;
  readonly #files: HelpFiles;
  #words: ReadonlySet<string> | undefined;
  /** The files that hold the term that was looked for last: who types goes on to one that stands in no others. */
  #last: { readonly term: string; readonly files: HelpFiles } | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#files = helpsByFile(model);
  }

  /** As `matches`, for a text in lower case that stands there in any case. */
  holding(term: string): readonly HelpMatch[] {
    const last = this.#last;
    const files = last !== undefined && term.includes(last.term) ? last.files : this.#files;
    const { matches, holders } = this.#matchesIn(literal(term), files);
    this.#last = { term, files: holders };
    return matches;
  }

  /** As `holding`, for the help texts of a few symbols. */
  holdingOf(term: string, symbols: ReadonlySet<SymbolId>): readonly HelpMatch[] {
    const { nodes } = this.#model.data;
    const few = new Map<number, FileHelps>();
    for (const [number, ranges] of this.#files) {
      const wanted = ranges.filter(({ node }) => symbols.has(nodes.symbol[node]));
      if (wanted.length > 0) few.set(number, wanted);
    }
    return this.#matchesIn(literal(term), few).matches;
  }

  /** One match for each symbol whose help holds what `pattern` (global) finds; a whole word before a part of one. */
  matches(pattern: RegExp): readonly HelpMatch[] {
    return this.#matchesIn(pattern, this.#files).matches;
  }

  #matchesIn(
    pattern: RegExp,
    places: HelpFiles,
  ): { readonly matches: readonly HelpMatch[]; readonly holders: HelpFiles } {
    const { files, nodes } = this.#model.data;
    const found = new Map<SymbolId, HelpMatch>();
    const holders = new Map<number, FileHelps>();
    for (const [number, ranges] of places) {
      const file = files[number];
      const { text } = file;
      let index = 0;
      pattern.lastIndex = ranges[0].start;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        if (match[0] === "") pattern.lastIndex++;
        while (index < ranges.length && ranges[index].end <= match.index) index++;
        if (index === ranges.length) break;
        const { start, node } = ranges[index];
        if (match.index < start) {
          // Nothing before the next help text is of interest.
          pattern.lastIndex = Math.max(pattern.lastIndex, start);
          continue;
        }
        holders.set(number, ranges);
        const symbol = nodes.symbol[node];
        const isWord = fitOf(text, match.index, match.index + match[0].length) === "word";
        const known = found.get(symbol);
        if (known?.isWord || (known !== undefined && !isWord)) continue;
        found.set(symbol, { symbol, file, offset: match.index, isWord });
      }
    }
    return { matches: [...found.values()], holders };
  }

  /** Every word of the help texts, in lower case, that is long enough to be a slip of the hand. */
  get words(): ReadonlySet<string> {
    const making = this.prepare();
    while (this.#words === undefined) making.next();
    return this.#words;
  }

  /** Reads the texts that are searched and collects their words, some with each step. */
  *prepare(): Generator<void, void> {
    if (this.#words !== undefined) return;
    const { files } = this.#model.data;
    const words = new Set<string>();
    let count = 0;
    for (const [number, ranges] of this.#files) {
      const { text } = files[number];
      for (const { start, end } of ranges)
        for (const word of text
          .slice(start, end)
          .toLowerCase()
          .match(/[a-z0-9]{4,}/g) ?? [])
          words.add(word);
      if (++count % AT_ONCE === 0) yield;
    }
    this.#words = words;
  }
}

/** Files that take a few milliseconds. */
const AT_ONCE = 20;

function literal(term: string): RegExp {
  return new RegExp(term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
}

function helpsByFile({ data }: Model): HelpFiles {
  const { nodes, helps } = data;
  const found = new Map<number, { start: number; end: number; node: NodeId }[]>();
  for (let node = 0; node < nodes.count; node++) {
    const help = nodes.help[node];
    if (help === ABSENT || nodes.symbol[node] === ABSENT) continue;
    const file = helps.file[help];
    const ranges = found.get(file) ?? [];
    // Behind the keyword, which is no part of the text.
    ranges.push({ start: helps.start[help] + KEYWORD, end: helps.end[help], node });
    found.set(file, ranges);
  }
  for (const ranges of found.values()) ranges.sort((a, b) => a.start - b.start);
  return found;
}

const KEYWORD = "help".length;
