/** Parses one file: its tokens, the tree that a builder makes of them, and all that does not parse. */
import { EOF, type IRecognitionException, type IToken } from "chevrotain";
import type { TreeBuilder } from "./builder.ts";
import { isLostString } from "./cut-strings.ts";
import { KERNEL_LEXER, type LexicalRules } from "./lexical-rules.ts";
import type { Mistake } from "./mistake.ts";
import { NESTING_LIMIT, tooDeepToken } from "./nesting.ts";
import { type LineRule, repairTokens } from "./repair.ts";
import { ignoring, KconfigParser } from "./rules.ts";
import { tokenize } from "./tokens.ts";
import { type SplitTokens, splitVanishing } from "./vanishing.ts";

/** One thing that does not parse. */
export interface SyntaxProblem {
  /** The token at which reading stopped; absent at the end of the file. */
  readonly token?: IToken;
  /** The first token of the statement or attribute that was dropped, as far as it is known. */
  readonly previous?: IToken;
  readonly message: string;
  /** Rules that were being read, outermost first. */
  readonly rules: readonly string[];
  /** Set if the file is right as far as it was read, and was not read further. */
  readonly isTooDeep?: true;
}

export interface ParseResult<Entry> {
  readonly entries: readonly Entry[];
  /** All, those included that the parser does not see. */
  readonly tokens: readonly IToken[];
  /** Those that it sees. */
  readonly read: readonly IToken[];
  /** Words that must expand to nothing, in the order of the text. */
  readonly vanishing: readonly IToken[];
  readonly problems: readonly SyntaxProblem[];
  /** Offsets of characters outside the language. */
  readonly unsupported: readonly number[];
}

/** What became of a file that was repaired. */
export interface RepairedFile<Entry> {
  /** Of all lines that are right; each line that is wrong is one of `brokenEntry` or `brokenAttribute`. */
  readonly entries: readonly Entry[];
  /** All tokens of the text, as they were before the repair. */
  readonly tokens: readonly IToken[];
  readonly vanishing: readonly IToken[];
  /** Every mistake once, in the order of the text. */
  readonly mistakes: readonly Mistake[];
  /** Offsets of characters outside the language. */
  readonly unsupported: readonly number[];
}

/** Who parses may be told how much it is, and end it by throwing. */
export interface ParseWatch {
  readonly onTokens?: (count: number) => void;
  readonly onErrors?: (count: number) => void;
}

type AnyParser = KconfigParser<unknown, unknown, unknown, unknown>;
let strict: AnyParser | undefined;
let recovering: AnyParser | undefined;

/** What the parser sees of the words of a file. */
function tokensToRead(tokens: IToken[], text: string, rules: LexicalRules): SplitTokens {
  const words = rules.losesCutStrings ? tokens.filter((token) => !isLostString(token, rules)) : tokens;
  return rules.hasMacros && text.includes("$(") ? splitVanishing(words) : { read: words, vanishing: [] };
}

/**
 * Parses the text of one file, which must end with a newline, and builds its tree with a builder made for it.
 * Statements and attributes that do not parse are left out and told as problems. Never throws on input.
 */
export function parseFile<Atom, Expression, Attribute, Entry>(
  text: string,
  makeBuilder: () => TreeBuilder<Atom, Expression, Attribute, Entry>,
  watch: ParseWatch = {},
  rules: LexicalRules = KERNEL_LEXER,
): ParseResult<Entry> {
  const { tokens, unsupported } = tokenize(text, rules);
  watch.onTokens?.(tokens.length);
  const deepest = tooDeepToken(tokens);
  if (deepest !== undefined) {
    const message = `blocks, parentheses and '!' stand more than ${NESTING_LIMIT} deep in each other`;
    return {
      entries: [],
      tokens,
      read: tokens,
      vanishing: [],
      problems: [{ token: deepest, message, rules: [], isTooDeep: true }],
      unsupported,
    };
  }
  // Being able to recover makes chevrotain slower, and nearly every file is right: so only the second try can.
  const { read, vanishing } = tokensToRead(tokens, text, rules);
  strict ??= new KconfigParser({ recovers: false });
  strict.rules = rules;
  let parsed = runParser(strict, read, makeBuilder());
  if (parsed.problems.length > 0) {
    recovering ??= new KconfigParser({ recovers: true });
    recovering.rules = rules;
    recovering.watcher = watch.onErrors;
    parsed = runParser(recovering, read, makeBuilder());
  }
  return { ...parsed, tokens, read, vanishing, unsupported };
}

/**
 * As `parseFile`, for a file that has mistakes: as much as can be is kept of what stands around them. The tree is not
 * what the C tool makes of the file, which an error takes more from. Never throws on input.
 */
export function parseRepaired<Atom, Expression, Attribute, Entry>(
  text: string,
  makeBuilder: () => TreeBuilder<Atom, Expression, Attribute, Entry>,
  watch: ParseWatch = {},
  rules: LexicalRules = KERNEL_LEXER,
): RepairedFile<Entry> {
  const { tokens, unsupported } = tokenize(text, rules);
  watch.onTokens?.(tokens.length);
  const { read, vanishing } = tokensToRead(tokens, text, rules);
  strict ??= new KconfigParser({ recovers: false });
  strict.rules = rules;
  const repaired = repairTokens(text, read, tryLine);
  watch.onErrors?.(repaired.mistakes.length);
  // Repaired tokens parse; should some not, what follows them is lost, and nothing else.
  let parsed = runParser(strict, repaired.tokens, makeBuilder());
  if (parsed.problems.length > 0) {
    recovering ??= new KconfigParser({ recovers: true });
    recovering.rules = rules;
    recovering.watcher = watch.onErrors;
    parsed = runParser(recovering, repaired.tokens, makeBuilder());
  }
  const isProse = (offset: number) =>
    repaired.prose.some(({ start, end }) => offset >= start && offset < end);
  return {
    entries: parsed.entries,
    tokens,
    vanishing: vanishing.filter(({ startOffset }) => !isProse(startOffset)),
    mistakes: [...repaired.mistakes, ...parsed.problems.map(mistakeOf)],
    unsupported: unsupported.filter((offset) => !isProse(offset)),
  };
}

function mistakeOf({ token, previous, message }: SyntaxProblem): Mistake {
  const first = previous ?? token ?? EMPTY;
  return { kind: "syntax", first, ...(token && { token }), message };
}

const EMPTY: IToken = { tokenType: EOF, tokenTypeIdx: EOF.tokenTypeIdx ?? 0, image: "", startOffset: 0 };

/** Reads one line by a rule that takes it alone. */
function tryLine(tokens: IToken[], rule: LineRule): SyntaxProblem | undefined {
  strict ??= new KconfigParser({ recovers: false });
  strict.builder = ignoring as TreeBuilder<unknown, unknown, unknown, unknown>;
  strict.input = tokens;
  strict[rule]([]);
  const [error] = strict.errors;
  strict.input = [];
  return error === undefined ? undefined : toProblem(error);
}

function runParser<Atom, Expression, Attribute, Entry>(
  anyParser: AnyParser,
  tokens: IToken[],
  builder: TreeBuilder<Atom, Expression, Attribute, Entry>,
): { readonly entries: readonly Entry[]; readonly problems: readonly SyntaxProblem[] } {
  const parser = anyParser as unknown as KconfigParser<Atom, Expression, Attribute, Entry>;
  parser.builder = builder;
  parser.input = tokens;
  try {
    const entries = parser.kconfig() ?? [];
    return { entries, problems: parser.errors.map(toProblem) };
  } finally {
    parser.input = [];
    parser.builder = ignoring as TreeBuilder<Atom, Expression, Attribute, Entry>;
  }
}

/**
 * The grammar as chevrotain knows it, for the generated EBNF. Made anew, with chevrotain's validations on: an
 * ambiguity or a left recursion in the rules is thrown.
 */
export function validatedGrammar(): AnyParser {
  return new KconfigParser({ recovers: true, validates: true });
}

function toProblem(error: IRecognitionException): SyntaxProblem {
  const previous = "previousToken" in error ? (error.previousToken as IToken | undefined) : undefined;
  return {
    token: error.token.tokenType === EOF ? undefined : error.token,
    previous,
    message: error.message,
    rules: error.context.ruleStack,
  };
}
