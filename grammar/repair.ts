/** Repairs the tokens of a file that does not parse, line by line, so that all other lines of it do. */
import type { IToken, TokenType } from "chevrotain";
import { closingOf, type Item, matchEnds, openers } from "./ends.ts";
import { describe } from "./messages.ts";
import type { Mistake } from "./mistake.ts";
import { helpBlockEnd, measureIndentation } from "./scan.ts";
import { isOneSlip } from "./slip.ts";
import * as t from "./tokens.ts";
import { attributeKeywords, k, soft } from "./tokens.ts";

// A line that is wrong becomes one token, which the rules take for an attribute or for a statement:
//
//     config A                 config A
//         bool "a" iff B           BrokenAttribute
//         default y                default y
//
// What opens or closes a block keeps its keyword, since what stands in the block depends on it. A keyword with a slip
// (`selct`) is read as the one that was meant where the line parses with it. Whether a line that begins with no
// keyword belongs to the entry above is told by its indentation.

export interface Repaired {
  /** They parse. */
  readonly tokens: IToken[];
  /** In the order of the text. */
  readonly mistakes: readonly Mistake[];
  /** Parts of the text that are no Kconfig after all: texts below a help keyword that was misspelled. */
  readonly prose: readonly { readonly start: number; readonly end: number }[];
}

/** Rules that one line can be tried with. */
export type LineRule = "statement" | "configAttribute" | "menuAttribute" | "commentAttribute" | "strayEnd";

/** Says what is wrong with a line, its end of line included; undefined if it parses. */
export type TryLine = (
  tokens: IToken[],
  rule: LineRule,
) => { readonly token?: IToken; readonly message: string } | undefined;

/** Marks a word that stands for one that is missing. */
const MISSING = "missing";

/** Whether a token of `repairTokens` stands for a word that is not there. */
export const isMissing = ({ payload }: IToken): boolean => payload === MISSING;

/** How many characters of the text a token of `repairTokens` takes: a keyword may be written with a slip. */
export function writtenLength(token: IToken): number {
  return (writtenKeyword(token) ?? token.image).length;
}

/** A keyword as the text has it, if the repair took it for another word. */
export function writtenKeyword({ payload }: IToken): string | undefined {
  return (payload as { readonly written?: string } | undefined)?.written;
}

export function repairTokens(text: string, tokens: readonly IToken[], tryLine: TryLine): Repaired {
  return new Repair(text, tokens, tryLine).run();
}

/** The entry whose attributes are being read. */
interface Head {
  readonly keyword: IToken;
  readonly rule: LineRule | undefined;
  readonly column: number;
}

const headRules = new Map<TokenType, LineRule>([
  [k.config, "configAttribute"],
  [k.menuconfig, "configAttribute"],
  [soft.configdefault, "configAttribute"],
  [k.choice, "configAttribute"],
  [k.menu, "menuAttribute"],
  [k.comment, "commentAttribute"],
]);

const entryStarts: ReadonlySet<TokenType> = new Set([
  ...headRules.keys(),
  k.if,
  k.mainmenu,
  k.source,
  soft.rsource,
  soft.osource,
  soft.orsource,
  soft.gsource,
  soft.grsource,
]);

const attributeStarts: ReadonlySet<TokenType> = new Set([t.Help, ...attributeKeywords]);

/** Keywords that a word with a slip may have been meant for. */
const keywords: readonly (readonly [string, TokenType])[] = [
  ...Object.entries(k).filter(([word]) => word !== "on" && word !== "help"),
  ...Object.entries(soft),
];

class Repair {
  readonly #text: string;
  readonly #tokens: readonly IToken[];
  readonly #tryLine: TryLine;
  readonly #items: Item[] = [];
  readonly #mistakes: Mistake[] = [];
  readonly #prose: { readonly start: number; readonly end: number }[] = [];
  /** Undefined where no attribute can stand; a head without a rule takes any, and nobody reads them. */
  #head: Head | undefined;
  /** Whether the line before is a help text, or what is left over of one. */
  #isBehindHelp = false;
  /** Whether the line before is what is left over of a help text. */
  #isProse = false;

  constructor(text: string, tokens: readonly IToken[], tryLine: TryLine) {
    this.#text = text;
    this.#tokens = tokens;
    this.#tryLine = tryLine;
  }

  run(): Repaired {
    for (let from = 0; from < this.#tokens.length; ) from = this.#line(from, this.#endOfLine(from));
    const items = matchEnds(this.#items, (mistake) => this.#mistakes.push(mistake));
    this.#mistakes.sort((a, b) => placeOf(a) - placeOf(b));
    return {
      tokens: items.flatMap((item) => item.tokens),
      mistakes: this.#mistakes,
      prose: this.#prose,
    };
  }

  /** Index behind the last token of the line that begins at `from`. */
  #endOfLine(from: number): number {
    let at = from;
    while (at < this.#tokens.length && !endsLine(this.#tokens[at])) at++;
    return Math.min(at + 1, this.#tokens.length);
  }

  /** Reads one line. Answers the index at which the next one begins. */
  #line(from: number, to: number): number {
    const line = this.#tokens.slice(from, to);
    const [first] = line;
    const type = first.tokenType;
    const isBehindHelp = this.#isBehindHelp;
    if (type !== t.Word) this.#isProse = false;
    this.#isBehindHelp = false;
    if (type === t.Eol) this.#keep(line);
    else if (closingOf.has(type)) this.#end(line);
    else if (entryStarts.has(type)) this.#entry(line);
    else if (type === k.help) return this.#helpWithMore(line, to);
    else if (attributeStarts.has(type)) this.#attribute(line);
    else if (type !== t.Word) this.#strange(line, { kind: "no-statement", first });
    else if (isStatementWord(line) && this.#tryLine(line, "statement") === undefined) {
      this.#keep(line);
      this.#head = undefined;
    } else return this.#unknown(line, to, isBehindHelp);
    return to;
  }

  #keep(tokens: IToken[]): void {
    this.#items.push({ tokens });
  }

  #tell(mistake: Mistake): void {
    this.#mistakes.push(mistake);
  }

  /** A line, or what is left over of one, as one token. */
  #broken(line: readonly IToken[], type: TokenType): IToken[] {
    const last = line.at(-1);
    const isEnded = last?.tokenType === t.Eol;
    const content = isEnded ? line.slice(0, -1) : line;
    if (content.length === 0) return [];
    const [first] = content;
    const end = content[content.length - 1];
    // The value of an assignment has its end of line, and all blank lines below it.
    const taken = this.#text.slice(first.startOffset, end.startOffset + writtenLength(end)).trimEnd();
    const token = makeToken(type, taken, first.startOffset);
    return isEnded ? [token, last] : [token];
  }

  #column({ startOffset }: IToken): number {
    const lineStart = this.#text.lastIndexOf("\n", startOffset - 1) + 1;
    const { width, offset } = measureIndentation(this.#text, lineStart);
    return width + Math.max(0, startOffset - offset);
  }

  #begin(keyword: IToken): void {
    const rule = headRules.get(keyword.tokenType);
    this.#head = rule === undefined ? undefined : { keyword, rule, column: this.#column(keyword) };
  }

  #end(line: IToken[]): void {
    const [keyword] = line;
    this.#head = undefined;
    const problem = this.#tryLine(line, "strayEnd");
    if (problem === undefined) {
      this.#items.push({ tokens: line, closes: keyword });
      return;
    }
    this.#tell({ kind: "syntax", first: keyword, ...problem });
    this.#items.push({ tokens: [keyword, eolBehind(keyword)], closes: keyword });
    this.#keep(this.#broken(line.slice(1), t.BrokenEntry));
  }

  #entry(line: IToken[]): void {
    const [keyword] = line;
    this.#begin(keyword);
    const opens = openers.has(keyword.tokenType) ? { opens: keyword } : {};
    const problem = this.#tryLine(line, "statement");
    if (problem === undefined) {
      this.#items.push({ tokens: line, ...opens });
      return;
    }
    this.#tell({ kind: "syntax", first: keyword, ...problem });
    const [operands, rest] = this.#header(line);
    if (operands === undefined) {
      this.#keep(this.#broken(line, t.BrokenEntry));
      return;
    }
    this.#items.push({ tokens: [keyword, ...operands, eolBehind(operands.at(-1) ?? keyword)], ...opens });
    const isInside = headRules.has(keyword.tokenType);
    this.#keep(this.#broken(rest, isInside ? t.BrokenAttribute : t.BrokenEntry));
  }

  /** What can be kept of the first line of an entry behind its keyword, and what is left over of it. */
  #header(
    line: readonly IToken[],
  ): readonly [operands: readonly IToken[] | undefined, rest: readonly IToken[]] {
    const [keyword, ...rest] = line;
    const [next] = rest;
    const missing = makeToken(t.Word, "", keyword.startOffset + writtenLength(keyword), MISSING);
    switch (keyword.tokenType) {
      case k.config:
      case k.menuconfig:
      case soft.configdefault:
        return next?.tokenType === t.Word ? [[next], rest.slice(1)] : [[missing], rest];
      case k.choice:
        return next?.tokenType === t.Word ? [[next], rest.slice(1)] : [[], rest];
      case k.menu:
      case k.comment: {
        const isTitle = next?.tokenType === t.Text || next?.tokenType === t.Word;
        return isTitle ? [[next], rest.slice(1)] : [[missing], rest];
      }
      case k.mainmenu:
        return next?.tokenType === t.Text ? [[next], rest.slice(1)] : [undefined, rest];
      case k.if:
        return [[missing], rest];
      default:
        return [undefined, rest];
    }
  }

  #attribute(line: IToken[]): void {
    const [first] = line;
    this.#isBehindHelp = first.tokenType === t.Help;
    const head = this.#head;
    if (head === undefined) {
      this.#strange(line, { kind: "no-entry", first });
      return;
    }
    if (head.rule === undefined) {
      this.#keep(this.#broken(line, t.BrokenEntry));
      return;
    }
    const problem = this.#tryLine(line, head.rule);
    if (problem === undefined) {
      this.#keep(line);
      return;
    }
    const isForeign = head.rule !== "configAttribute" && this.#tryLine(line, "configAttribute") === undefined;
    this.#tell(
      isForeign
        ? { kind: "foreign-attribute", first, head: head.keyword }
        : { kind: "syntax", first, ...problem },
    );
    const kept = isForeign ? [] : keptOf(line);
    const last = kept.at(-1);
    if (last !== undefined) this.#keep([...kept, eolBehind(last)]);
    this.#keep(this.#broken(line.slice(kept.length), t.BrokenAttribute));
  }

  /** `help` with more on its line: the text is below it all the same. */
  #helpWithMore(line: IToken[], to: number): number {
    const [first, token] = line;
    const message = `expected end of line, found ${describe(token ?? first)}`;
    this.#tell({ kind: "syntax", first, token: token ?? first, message });
    return this.#helpBelow(first, to);
  }

  /** Takes the text below a keyword for a help text. Answers the index of the first token behind it. */
  #helpBelow(keyword: IToken, to: number): number {
    const lineEnd = this.#text.indexOf("\n", keyword.startOffset);
    const end = helpBlockEnd(this.#text, lineEnd);
    this.#prose.push({ start: keyword.startOffset, end });
    const image = this.#text.slice(keyword.startOffset, end);
    const token = makeToken(t.Help, image, keyword.startOffset, { written: keyword.image });
    if (this.#head?.rule === "configAttribute") this.#keep([token]);
    else this.#keep([makeToken(t.BrokenEntry, image.trimEnd(), keyword.startOffset)]);
    this.#isBehindHelp = true;
    let next = to;
    while (next < this.#tokens.length && this.#tokens[next].startOffset < end) next++;
    return next;
  }

  /** A line that begins with a word that is no keyword. */
  #unknown(line: IToken[], to: number, isBehindHelp: boolean): number {
    const [first] = line;
    if (line.length === 2 && this.#head !== undefined && isOneSlip(first.image, "help")) {
      this.#tell({ kind: "unknown-statement", first, meant: "help" });
      return this.#helpBelow(first, to);
    }
    for (const [word, type] of keywords) {
      if (!isOneSlip(first.image, word)) continue;
      const read = [makeToken(type, word, first.startOffset, { written: first.image }), ...line.slice(1)];
      if (!this.#isReadable(read)) continue;
      this.#tell({ kind: "unknown-statement", first, meant: word });
      if (closingOf.has(type)) this.#end(read);
      else if (entryStarts.has(type)) this.#entry(read);
      else this.#attribute(read);
      return to;
    }
    // What is left over of a help text is one mistake, however many lines it has.
    const isProse = isBehindHelp && this.#isInside(first);
    if (!(isProse && this.#isProse))
      this.#tell({ kind: "unknown-statement", first, ...(isProse && { isBehindHelp: true }) });
    this.#drop(line);
    this.#isBehindHelp = isProse;
    this.#isProse = isProse;
    return to;
  }

  /** A line that begins with what begins nothing here. */
  #strange(line: readonly IToken[], mistake: Mistake): void {
    this.#tell(mistake);
    this.#drop(line);
  }

  /** Of a line inside of an entry only the line is lost; any other is taken for the beginning of something unknown. */
  #drop(line: readonly IToken[]): void {
    const isInside = this.#isInside(line[0]);
    if (!isInside) this.#head = { keyword: line[0], rule: undefined, column: this.#column(line[0]) };
    const isAttribute = isInside && this.#head?.rule !== undefined;
    this.#keep(this.#broken(line, isAttribute ? t.BrokenAttribute : t.BrokenEntry));
  }

  #isInside(first: IToken): boolean {
    return this.#head !== undefined && this.#column(first) > this.#head.column;
  }

  #isReadable(line: IToken[]): boolean {
    const type = line[0].tokenType;
    if (closingOf.has(type)) return this.#tryLine(line, "strayEnd") === undefined;
    if (entryStarts.has(type)) return this.#tryLine(line, "statement") === undefined;
    const rule = this.#head?.rule;
    return rule !== undefined && this.#tryLine(line, rule) === undefined;
  }
}

/** What a line gives the entry for sure: a type, a prompt. All else may depend on what cannot be read. */
function keptOf([keyword, next]: readonly IToken[]): readonly IToken[] {
  const prompt = next?.tokenType === t.Text ? [next] : [];
  if (keyword.tokenType === k.prompt) return prompt.length === 0 ? [] : [keyword, ...prompt];
  if (types.has(keyword.tokenType)) return [keyword, ...prompt];
  const plain = plainTypes.get(keyword.tokenType);
  if (plain === undefined) return [];
  return [makeToken(plain, plain.name.slice("K_".length), keyword.startOffset, { written: keyword.image })];
}

const types: ReadonlySet<TokenType> = new Set([
  k.bool,
  k.tristate,
  k.int,
  k.hex,
  k.string,
  soft.boolean,
  soft.float,
]);

/** The type alone of what gives a type and a default. */
const plainTypes: ReadonlyMap<TokenType, TokenType> = new Map([
  [k.def_bool, k.bool],
  [k.def_tristate, k.tristate],
  [soft.def_int, k.int],
  [soft.def_hex, k.hex],
  [soft.def_string, k.string],
]);

const endsLine = ({ tokenType }: IToken): boolean =>
  tokenType === t.Eol || tokenType === t.Help || tokenType === t.AssignmentTail;

/** A word that begins a statement: the name of an assignment, or macros that may come to nothing. */
const isStatementWord = ([first, second]: readonly IToken[]): boolean =>
  second?.tokenType === t.AssignmentTail || first.image.includes("$(");

/** An end of line that the text does not have at this place. */
const eolBehind = (token: IToken): IToken => makeToken(t.Eol, "", token.startOffset + writtenLength(token));

function makeToken(tokenType: TokenType, image: string, startOffset: number, payload?: unknown): IToken {
  return { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? 0, image, startOffset, payload };
}

const placeOf = (mistake: Mistake): number =>
  mistake.kind === "syntax" ? (mistake.token ?? mistake.first).startOffset : mistake.first.startOffset;
