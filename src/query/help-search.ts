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

export class HelpSearch {
  readonly #model: Model;
  readonly #files: ReadonlyMap<number, FileHelps>;
  #words: ReadonlySet<string> | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#files = helpsByFile(model);
  }

  /** One match for each symbol whose help holds what `pattern` (global) finds; a whole word before a part of one. */
  matches(pattern: RegExp): readonly HelpMatch[] {
    const { files, nodes } = this.#model.data;
    const found = new Map<SymbolId, HelpMatch>();
    for (const [number, ranges] of this.#files) {
      const file = files[number];
      const { text } = file;
      let index = 0;
      pattern.lastIndex = 0;
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
        const symbol = nodes.symbol[node];
        const isWord = fitOf(text, match.index, match.index + match[0].length) === "word";
        const known = found.get(symbol);
        if (known?.isWord || (known !== undefined && !isWord)) continue;
        found.set(symbol, { symbol, file, offset: match.index, isWord });
      }
    }
    return [...found.values()];
  }

  /** Every word of the help texts, in lower case. */
  get words(): ReadonlySet<string> {
    this.#words ??= this.#allWords();
    return this.#words;
  }

  #allWords(): ReadonlySet<string> {
    const { files } = this.#model.data;
    const found = new Set<string>();
    for (const [number, ranges] of this.#files) {
      const { text } = files[number];
      for (const { start, end } of ranges)
        for (const word of text
          .slice(start, end)
          .toLowerCase()
          .match(/[a-z0-9]{4,}/g) ?? [])
          found.add(word);
    }
    return found;
  }
}

function helpsByFile({ data }: Model): ReadonlyMap<number, FileHelps> {
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
