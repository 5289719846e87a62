/** The words of the Kconfig language: token types, and the lexer that turns one file's text into tokens. */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { KERNEL_LEXER, type LexicalRules } from "./lexical-rules.ts";
import { helpBlockEnd, isMacroWord, referenceEnd, skipBlankLines } from "./scan.ts";

// What a token is does not depend on any environment: `$(…)` is kept whole and opaque, inside words and inside
// strings. All patterns are custom functions: chevrotain's table by first character does the dispatch, and each
// looks at its first character again, since the table puts all characters beyond ASCII into a few common rows. Keywords are told from words in one pass after lexing (`markKeywords`).

/** Whose rules hold for the text that `tokenize` is at. Chevrotain hands nothing of the kind to a pattern. */
let rules = KERNEL_LEXER;

type Match = [string] | null;

const NEWLINE = 10;
const DOLLAR = 36;
const HASH = 35;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const EQUALS = 61;
const OPEN = 40;
const BACKSLASH = 92;
const DOT = 46;
const SLASH = 47;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** One for all matches: the lexer takes the text out at once, and a tree has a hundred thousand of them. */
const match: [string] = [""];

function found(text: string): Match {
  match[0] = text;
  return match;
}

/** `[A-Za-z0-9_-]`, the characters of a word. */
const isWordCode = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") {
  isWordCode[character.charCodeAt(0)] = 1;
}
const wordStarts = [...isWordCode.keys()].filter((code) => isWordCode[code] === 1).concat(DOLLAR, DOT, SLASH);

const sourceWords: ReadonlySet<string> = new Set([
  "source",
  "rsource",
  "osource",
  "orsource",
  "gsource",
  "grsource",
]);

function matchEol(text: string, offset: number): Match {
  if (text.charCodeAt(offset) !== NEWLINE) return null;
  return found(text.slice(offset, skipBlankLines(text, offset + 1)));
}

function matchWord(text: string, offset: number, tokens: IToken[]): Match {
  if (followsSource(tokens)) return matchPath(text, offset, tokens);
  const { hasMacros } = rules;
  const takesPaths = rules.hasPathWords && !startsStatement(tokens, tokens.length);
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === DOLLAR && hasMacros) at = behindDollar(text, at);
    else if (code < 128 && isWordCode[code] === 1) at++;
    else if (takesPaths && (code === DOT || code === SLASH)) at++;
    else break;
  }
  return at > offset ? found(text.slice(offset, at)) : null;
}

/** Behind a `$`, or all of `$(…)` and, where it is part of a word, `${NAME}`. */
function behindDollar(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === OPEN) return referenceEnd(text, at);
  if (next !== OPEN_BRACE || !rules.hasBraces) return at + 1;
  for (let end = at + 2; end < text.length && text.charCodeAt(end) !== NEWLINE; end++)
    if (text.charCodeAt(end) === CLOSE_BRACE) return end + 1;
  return at + 1;
}

/** `source a/b/Kconfig.*` without quotes: everything up to a blank. */
function matchPath(text: string, offset: number, tokens: IToken[]): Match {
  if (!followsSource(tokens)) return null;
  let at = offset;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isReference(text, at)) at = referenceEnd(text, at) - 1;
    else if (code <= 32 || code === HASH || code === DOUBLE_QUOTE || code === SINGLE_QUOTE) break;
  }
  return at > offset ? found(text.slice(offset, at)) : null;
}

function followsSource(tokens: IToken[]): boolean {
  const last = tokens.length - 1;
  if (last < 0) return false;
  const { image } = tokens[last];
  // The length first: most words are none of these, and to look one up means to hash it.
  return image.length >= 6 && image.length <= 8 && sourceWords.has(image) && startsStatement(tokens, last);
}

/** Whether the token at `index` is the first of its statement; macros before it may expand to nothing. */
function startsStatement(tokens: readonly IToken[], index: number): boolean {
  const at = behindMacros(tokens, index);
  if (at < 0) return true;
  const before = tokens[at].tokenType;
  return before === Eol || before === Help || before === AssignmentTail;
}

/** Index of the last token before `index` that is more than macros; -1 if there is none. */
function behindMacros(tokens: readonly IToken[], index: number): number {
  let at = index - 1;
  while (at >= 0 && tokens[at].tokenType === Word && isMacroWord(tokens[at].image)) at--;
  return at;
}

/**
 * A quoted string. The other quote is literal, a backslash takes the next character, a line end ends it unless a
 * backslash joins lines there too.
 */
function matchString(text: string, offset: number): Match {
  const quote = text.charCodeAt(offset);
  if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return null;
  let at = offset + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return found(text.slice(offset, at + 1));
    if (code === NEWLINE) break;
    if (code === BACKSLASH && (text.charCodeAt(at + 1) !== NEWLINE || rules.joinsAllLines)) at++;
    else if (isReference(text, at)) at = referenceEnd(text, at) - 1;
  }
  return found(text.slice(offset, at));
}

function isReference(text: string, at: number): boolean {
  return text.charCodeAt(at) === DOLLAR && text.charCodeAt(at + 1) === OPEN && rules.hasMacros;
}

// Quirk: after a help text, `X := v` is no assignment but a syntax error, because the C lexer wants an end of
// line before the name and has just returned a help text.
function matchAssignmentTail(text: string, offset: number, tokens: IToken[]): Match {
  // Behind the name may be macros that expand to nothing.
  const behind = behindMacros(tokens, tokens.length);
  const isName = behind >= 0 && tokens[behind].tokenType === Word;
  const last = isName ? behind : tokens.length - 1;
  if (last < 0 || tokens[last].tokenType !== Word || hardKeywords.has(tokens[last].image)) return null;
  const before = behindMacros(tokens, last);
  const type = before < 0 ? Eol : tokens[before].tokenType;
  if (type === Help ? !rules.assignsBehindHelp : type !== Eol && type !== AssignmentTail) return null;
  // Comments and blank lines behind the help text do not help, nor lines of macros that may come to nothing.
  let above = before;
  while (above >= 0 && tokens[above].tokenType === Eol) above = behindMacros(tokens, above);
  if (above >= 0 && tokens[above].tokenType === Help && !rules.assignsBehindHelp) return null;
  const first = text[offset];
  if (first !== "=" && first !== ":" && first !== "+") return null;
  const operator = first === "=" ? 1 : 2;
  if (text.charCodeAt(offset + operator - 1) !== EQUALS) return null;
  const end = text.indexOf("\n", offset);
  const stop = end < 0 ? text.length : end;
  return found(text.slice(offset, skipBlankLines(text, stop + 1)));
}

function matchHelp(text: string, offset: number, tokens: IToken[]): Match {
  const word = rules.hasLooseHelp
    ? looseHelpWord(text, offset)
    : text.startsWith("help", offset)
      ? "help"
      : text.startsWith("---help---", offset)
        ? "---help---"
        : "";
  if (word === "" || (tokens.length > 0 && !startsStatement(tokens, tokens.length))) return null;
  const end = helpBlockEnd(text, offset + word.length, rules.hasLooseHelp);
  return end < 0 ? null : found(text.slice(offset, end));
}

/** The keyword of a help text that may have any dashes if it is alone on its line, and otherwise anything behind it. */
function looseHelpWord(text: string, offset: number): string {
  LOOSE_HELP.lastIndex = offset;
  return LOOSE_HELP.exec(text)?.[0] ?? "";
}

const LOOSE_HELP = /-*help-*(?=[ \t]*\n)|(?:help|---help---)(?![A-Za-z0-9_$-])/y;

function matchBlank(text: string, offset: number): Match {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) at++;
    else if (code === BACKSLASH && text.charCodeAt(at + 1) === NEWLINE) at += 2;
    else break;
  }
  return at > offset ? found(text.slice(offset, at)) : null;
}

function matchComment(text: string, offset: number): Match {
  if (text.charCodeAt(offset) !== HASH) return null;
  let end = text.indexOf("\n", offset);
  while (rules.joinsAllLines && end > 0 && text.charCodeAt(end - 1) === BACKSLASH)
    end = text.indexOf("\n", end + 1);
  return found(text.slice(offset, end < 0 ? text.length : end));
}

const custom = (
  name: string,
  pattern: (text: string, offset: number, tokens: IToken[]) => Match,
  start: (string | number)[],
  label: string,
  lineBreaks = false,
): TokenType => createToken({ name, pattern, start_chars_hint: start, label, line_breaks: lineBreaks });

/** One or more line ends, with the blank lines and comment lines after them. */
export const Eol = custom("Eol", matchEol, ["\n"], "end of line", true);
/** `help` at the start of a statement with the whole text below it, up to the line that ends it. */
export const Help = custom("Help", matchHelp, ["h", "-"], "'help'", true);
/** `= value`, `:= value` or `+= value` up to and with the end of line, in `NAME := value`. */
export const AssignmentTail = custom(
  "AssignmentTail",
  matchAssignmentTail,
  ["=", ":", "+"],
  "assignment",
  true,
);
/** A name, a number or a `$(…)`: whatever C's lexer would make one word of. */
export const Word = custom("Word", matchWord, wordStarts, "word");
/** A path without quotes that starts with a character no word starts with. */
export const Path = custom("Path", matchPath, [".", "/", "*", "~", "?", "["], "path");
/** A string in quotes, unfinished if the line ended first. */
export const Text = custom("Text", matchString, ['"', "'"], "quoted string");
const Blank = createToken({
  name: "Blank",
  pattern: matchBlank,
  start_chars_hint: [" ", "\t", "\\"],
  line_breaks: true,
  group: Lexer.SKIPPED,
});
const Comment = createToken({
  name: "Comment",
  pattern: matchComment,
  start_chars_hint: ["#"],
  line_breaks: true,
  group: Lexer.SKIPPED,
});

const symbol = (name: string, pattern: string): TokenType =>
  createToken({ name, pattern, label: `'${pattern}'` });
export const OpenParen = symbol("OpenParen", "(");
export const CloseParen = symbol("CloseParen", ")");
export const AndOperator = symbol("AndOperator", "&&");
export const OrOperator = symbol("OrOperator", "||");
export const NotEqual = symbol("NotEqual", "!=");
export const NotOperator = symbol("NotOperator", "!");
export const LessEqual = symbol("LessEqual", "<=");
export const Less = symbol("Less", "<");
export const GreaterEqual = symbol("GreaterEqual", ">=");
export const Greater = symbol("Greater", ">");
export const Equal = symbol("Equal", "=");

const keyword = (word: string, name = word): TokenType =>
  createToken({ name: `K_${name}`, pattern: Lexer.NA, label: `'${word}'` });

/** Keywords everywhere outside strings, help texts and macro values, in every dialect. */
export const k = {
  mainmenu: keyword("mainmenu"),
  menu: keyword("menu"),
  endmenu: keyword("endmenu"),
  source: keyword("source"),
  choice: keyword("choice"),
  endchoice: keyword("endchoice"),
  comment: keyword("comment"),
  config: keyword("config"),
  menuconfig: keyword("menuconfig"),
  help: keyword("help"),
  if: keyword("if"),
  endif: keyword("endif"),
  depends: keyword("depends"),
  on: keyword("on"),
  default: keyword("default"),
  prompt: keyword("prompt"),
  tristate: keyword("tristate"),
  def_tristate: keyword("def_tristate"),
  bool: keyword("bool"),
  def_bool: keyword("def_bool"),
  int: keyword("int"),
  hex: keyword("hex"),
  string: keyword("string"),
  select: keyword("select"),
  imply: keyword("imply"),
  range: keyword("range"),
  visible: keyword("visible"),
  modules: keyword("modules"),
} as const;

/** Words of some dialects: keywords only where a statement starts, so that they stay usable as names. */
export const soft = {
  boolean: keyword("boolean"),
  def_int: keyword("def_int"),
  def_hex: keyword("def_hex"),
  def_string: keyword("def_string"),
  optional: keyword("optional"),
  option: keyword("option"),
  transitional: keyword("transitional"),
  float: keyword("float"),
  set: keyword("set"),
  warning: keyword("warning"),
  configdefault: keyword("configdefault"),
  rsource: keyword("rsource"),
  osource: keyword("osource"),
  orsource: keyword("orsource"),
  gsource: keyword("gsource"),
  grsource: keyword("grsource"),
} as const;

/** What an attribute begins with, whether its entry may have it or not. */
export const attributeKeywords: readonly TokenType[] = [
  ...[k.help, k.depends, k.default, k.prompt, k.tristate, k.def_tristate, k.bool, k.def_bool, k.int, k.hex],
  ...[k.string, k.select, k.imply, k.range, k.visible, k.modules],
  ...[
    soft.boolean,
    soft.def_int,
    soft.def_hex,
    soft.def_string,
    soft.optional,
    soft.option,
    soft.transitional,
    soft.float,
    soft.set,
    soft.warning,
  ],
];

const ofSets: ReadonlySet<TokenType> = new Set([soft.float, soft.set, soft.warning]);

/** Keywords wherever they stand, under all rules. */
const keywordsBehind: ReadonlySet<string> = new Set(["if", "on"]);
const broken = (name: string): TokenType =>
  createToken({ name, pattern: Lexer.NA, label: "a line that is wrong" });
/** A line that is wrong, in place of an attribute. Only `repair.ts` makes it. */
export const BrokenAttribute = broken("BrokenAttribute");
/** As `BrokenAttribute`, in place of a statement. */
export const BrokenEntry = broken("BrokenEntry");

const hardKeywords = new Map<string, TokenType>(Object.entries(k));
const softKeywords = new Map<string, TokenType>(Object.entries(soft));

/** Order matters where two types share a first character: the earlier is tried first. */
const lexed: TokenType[] = [
  Blank,
  Eol,
  Comment,
  Help,
  AssignmentTail,
  Word,
  Path,
  Text,
  OpenParen,
  CloseParen,
  AndOperator,
  OrOperator,
  NotEqual,
  NotOperator,
  LessEqual,
  Less,
  GreaterEqual,
  Greater,
  Equal,
];

/** Every token type, for the parser. */
export const vocabulary: TokenType[] = [
  ...lexed,
  ...Object.values(k),
  ...Object.values(soft),
  BrokenAttribute,
  BrokenEntry,
];

const lexer = new Lexer(lexed, {
  positionTracking: "onlyOffset",
  ensureOptimizations: true,
  // Checked by a test; here it would cost each run several milliseconds.
  skipValidations: true,
});

export interface LexResult {
  readonly tokens: IToken[];
  /** Offsets of characters that are no part of the language; C warns about each and skips it. */
  readonly unsupported: readonly number[];
}

/** Turns the text of one file, which must end with a newline, into tokens. */
export function tokenize(text: string, lexicalRules: LexicalRules = KERNEL_LEXER): LexResult {
  rules = lexicalRules;
  const { tokens, errors } = lexer.tokenize(text);
  markKeywords(tokens);
  const unsupported: number[] = [];
  for (const { offset, length } of errors)
    for (let at = offset; at < offset + length; at++) unsupported.push(at);
  return { tokens, unsupported };
}

/** The second word of `set default N=7`. */
const isDefaultOfSet = (tokens: readonly IToken[], index: number): boolean =>
  tokens[index].image === "default" && tokens[index - 1]?.tokenType === soft.set;

function markKeywords(tokens: IToken[]): void {
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.tokenType !== Word) continue;
    const code = token.image.charCodeAt(0);
    if (code < 97 || code > 122) continue; // keywords start with a lower-case letter
    const isPlain = rules.hasPathWords && !startsStatement(tokens, index);
    if (isPlain && !keywordsBehind.has(token.image) && !isDefaultOfSet(tokens, index)) continue;
    let type = hardKeywords.get(token.image);
    if (type === undefined) {
      type = softKeywords.get(token.image);
      if (
        type === undefined ||
        (ofSets.has(type) && !rules.hasSets) ||
        !startsStatement(tokens, index) ||
        tokens[index + 1]?.tokenType === AssignmentTail
      )
        continue;
    }
    token.tokenType = type;
    token.tokenTypeIdx = type.tokenTypeIdx!;
  }
}
