/** Text to tree: one Kconfig file, nothing else. */

import type { Token, TreeBuilder } from "../../grammar/builder.ts";
import { type ParseWatch, parseFile, parseRepaired, type SyntaxProblem } from "../../grammar/parse-file.ts";
import { isMissing, writtenKeyword, writtenLength } from "../../grammar/repair.ts";
import { isUnsupported, referenceEnd } from "../../grammar/scan.ts";
import { isRun } from "../../grammar/vanishing.ts";
import { type Budget, LimitReached } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import { KERNEL_LEXER, type LexicalRules } from "./lexical-rules.ts";
import type {
  Atom,
  Attribute,
  ComparisonOperator,
  ConfigEntry,
  Entry,
  ExpressionSyntax,
  KconfigSyntax,
  LooseWord,
  TypeName,
} from "./tree.ts";
import { type Report, reportMistake, reportUnsupported, unknownStatement } from "./wrong-text.ts";

/**
 * Parses one file. Statements that do not parse are left out and reported; the rest is there. Throws nothing but
 * `LimitReached`, where there is a budget.
 * Source: the kernel's manual, "Kconfig Language"; places of errors: behaviour of C conf 6.12.
 */
export function parseKconfig(
  source: SourceFile,
  budget?: Budget,
  rules: LexicalRules = KERNEL_LEXER,
): KconfigSyntax {
  const complete = source.text.endsWith("\n") || source.text === "";
  const text = complete ? source.text : `${source.text}\n`;
  let diagnostics: Told[] = [];
  let lonelyWords: Atom[] = [];
  let droppedLines: number[] = [];
  const report = (at: number, diagnostic: Diagnostic) => diagnostics.push({ at, diagnostic });
  const makeBuilder = () => {
    diagnostics = [];
    lonelyWords = [];
    droppedLines = [];
    return treeBuilder(source, text, report, lonelyWords, droppedLines, rules);
  };
  const watch = watchOf(budget);
  const parsed = parseFile(text, makeBuilder, watch, rules);
  const { entries, problems, unsupported, tokens, read, vanishing } = parsed;
  for (const problem of problems) {
    const first = firstOfStatement(read, problem.token?.startOffset ?? text.length);
    if (first !== undefined && !problem.isTooDeep) droppedLines.push(first.startOffset);
    reportProblem(source, first, problem, lonelyWords, report);
  }
  for (const offset of unsupported) reportUnsupported(source, offset, report);
  if (!complete) reportMissingNewline(source, tokens, report);
  const loose = rules.hasMacros
    ? looseWords([...vanishing.map(makeWord), ...lonelyWords], droppedLines, tokens, source)
    : [];
  return treeOf(source, entries, loose, diagnostics);
}

/**
 * As `parseKconfig`, but of a file with errors as much is kept as can be: each line that is wrong becomes a node of kind
 * `error`, and a missing word one with `isMissing`. Every error is told once, and none that follows from another.
 */
export function parseTolerantly(
  source: SourceFile,
  budget?: Budget,
  rules: LexicalRules = KERNEL_LEXER,
): KconfigSyntax {
  const strict = parseKconfig(source, budget, rules);
  const first = strict.diagnostics.find(({ severity }) => severity === "error");
  return first === undefined || first.code === "too-deep" ? strict : repaired(source, budget, rules);
}

function repaired(source: SourceFile, budget: Budget | undefined, rules: LexicalRules): KconfigSyntax {
  const complete = source.text.endsWith("\n") || source.text === "";
  const text = complete ? source.text : `${source.text}\n`;
  let diagnostics: Told[] = [];
  let lonelyWords: Atom[] = [];
  const report = (at: number, diagnostic: Diagnostic) => diagnostics.push({ at, diagnostic });
  const makeBuilder = () => {
    diagnostics = [];
    lonelyWords = [];
    return treeBuilder(source, text, report, lonelyWords, [], rules, { isRepaired: true });
  };
  const { entries, tokens, mistakes, vanishing, unsupported } = parseRepaired(
    text,
    makeBuilder,
    watchOf(budget),
    rules,
  );
  for (const mistake of mistakes) reportMistake(source, mistake, report);
  for (const offset of unsupported) reportUnsupported(source, offset, report);
  if (!complete) reportMissingNewline(source, tokens, report);
  const loose = rules.hasMacros
    ? looseWords([...vanishing.map(makeWord), ...lonelyWords], [], tokens, source)
    : [];
  return treeOf(source, entries, loose, diagnostics);
}

function watchOf(budget: Budget | undefined): ParseWatch {
  return {
    onTokens: (count) => budget?.spend("words", count),
    onErrors: (count) => {
      const most = budget?.most("errors") ?? Number.POSITIVE_INFINITY;
      if (count > most) throw new LimitReached("errors", most);
    },
  };
}

/** A diagnostic, and the offset at which reading the file meets it. */
interface Told {
  readonly at: number;
  readonly diagnostic: Diagnostic;
}

function treeOf(
  source: SourceFile,
  entries: readonly Entry[],
  looseWords: readonly LooseWord[],
  told: readonly Told[],
): KconfigSyntax {
  const diagnostics = [...told].sort((a, b) => a.at - b.at);
  return {
    source,
    entries,
    looseWords,
    diagnostics: diagnostics.map(({ diagnostic }) => diagnostic),
    diagnosticOffsets: diagnostics.map(({ at }) => at),
  };
}

/** All loose words of a file: those that must vanish, and those of the statements that begin at `dropped`. */
function looseWords(
  vanishing: readonly Atom[],
  dropped: readonly number[],
  tokens: readonly Token[],
  source: SourceFile,
): readonly LooseWord[] {
  const found: LooseWord[] = vanishing.map((word) => ({ kind: "vanishing", word, at: word.start }));
  const known = new Set(vanishing.map(({ start }) => start));
  // A broken file has thousands of them.
  const indexes = new Map(
    dropped.length === 0 ? [] : tokens.map(({ startOffset }, index) => [startOffset, index]),
  );
  for (const start of dropped) {
    for (let at = indexes.get(start) ?? tokens.length; at < tokens.length; at++) {
      const token = tokens[at];
      const { name } = token.tokenType;
      const word =
        name === "Word" || name === "Path"
          ? makeWord(token)
          : name === "Text"
            ? makeText(source, token, () => {}, KERNEL_LEXER)
            : undefined;
      if (word?.pieces !== undefined && !known.has(word.start))
        found.push({ kind: "dropped", word, at: start });
      if (token.image.includes("\n")) break;
    }
  }
  return found.sort((a, b) => a.at - b.at || a.word.start - b.word.start);
}

const endOfImage = (token: Token): number => token.startOffset + token.image.length;
const endAsWritten = (token: Token): number => token.startOffset + writtenLength(token);
const spanOfToken = (token: Token): Span => ({ start: token.startOffset, end: endOfImage(token) });

const typeNames: Readonly<Record<string, TypeName>> = {
  bool: "bool",
  boolean: "bool",
  def_bool: "bool",
  tristate: "tristate",
  def_tristate: "tristate",
  int: "int",
  def_int: "int",
  hex: "hex",
  def_hex: "hex",
  string: "string",
  def_string: "string",
  float: "float",
};

const blockOfEnd: Readonly<Record<string, string>> = { endmenu: "menu", endif: "if", endchoice: "choice" };

function treeBuilder(
  source: SourceFile,
  text: string,
  report: Report,
  lonelyWords: Atom[],
  droppedLines: number[],
  rules: LexicalRules,
  { isRepaired = false } = {},
): TreeBuilder<Atom, ExpressionSyntax, Attribute, Entry> {
  const endOf = isRepaired ? endAsWritten : endOfImage;
  const spanOfToken = (token: Token): Span => ({ start: token.startOffset, end: endOf(token) });

  function closeBlock(keyword: Token, end: Token | undefined): void {
    // All blocks of a repaired file are closed where their ends are, and what is missing is told by the repair.
    if (isRepaired) return;
    const location = source.locate(spanOfToken(keyword));
    if (end === undefined) {
      // C meets the end of the file first.
      const last = source.lineAt(source.text.length);
      const classic = [
        `${source.path}:${last}: syntax error`,
        `${source.path}:${location.line}: missing end statement for this entry`,
      ];
      report(text.length, {
        code: "missing-end",
        severity: "error",
        message: `this '${keyword.image}' has no 'end${keyword.image}'`,
        location,
        classic: { text: classic.join("\n") },
      });
    } else if (blockOfEnd[end.image] !== keyword.image) {
      const at = source.locate(spanOfToken(end));
      const message = `unexpected '${end.image}' within ${keyword.image} block`;
      report(end.startOffset, {
        code: "wrong-end",
        severity: "error",
        message,
        location: at,
        notes: [{ message: `the ${keyword.image} block starts here`, location }],
        classic: { text: `${source.path}:${at.line}: ${message}` },
      });
    }
  }

  /** A repair puts ends without a text where there are none. */
  const closeOf = (end: Token | undefined): Span | undefined =>
    end === undefined || end.image === "" ? undefined : spanOfToken(end);

  return {
    word: (token) => makeWord(token),
    text: (token) => makeText(source, token, report, rules),

    symbol: (atom) => atom,
    comparison: (left, operator, right) => ({
      kind: "comparison",
      operator: operator.image as ComparisonOperator,
      left,
      right,
    }),
    not: (operator, operand) => ({ kind: "not", operand, start: operator.startOffset }),
    and: (left, right) => ({ kind: "and", left, right }),
    or: (left, right) => ({ kind: "or", left, right }),
    group: (open, inner, close) => ({ ...inner, outer: { start: open.startOffset, end: endOf(close) } }),

    type: (keyword, prompt, condition) => ({
      kind: "type",
      type: typeNames[keyword.image],
      prompt,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    typeWithDefault: (keyword, value, condition) => ({
      kind: "type",
      type: typeNames[keyword.image],
      value,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    prompt: (keyword, prompt, condition) => ({
      kind: "prompt",
      prompt,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    default: (keyword, value, condition) => ({
      kind: "default",
      value,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    dependsOn: (keyword, value, condition) => ({
      kind: "depends on",
      value,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    select: (keyword, symbol, condition) => ({
      kind: "select",
      symbol,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    imply: (keyword, symbol, condition) => ({
      kind: "imply",
      symbol,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    set: (keyword, isWeak, symbol, value, condition) => ({
      kind: isWeak ? "set default" : "set",
      symbol,
      value,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    warning: (keyword, text, condition) => ({
      kind: "warning",
      text,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    range: (keyword, low, high, condition) => ({
      kind: "range",
      low,
      high,
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    visibleIf: (keyword, condition) => ({
      kind: "visible if",
      keyword: keyword.image,
      condition,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    help: (token) => {
      const written = isRepaired ? writtenKeyword(token) : undefined;
      const keyword = written ?? (token.image.startsWith("help") ? "help" : "---help---");
      const at = token.startOffset;
      // The rest of the keyword's line is no text: what the lexer does not know is passed over there as elsewhere.
      for (let next = at + keyword.length; text[next] !== "\n" && text[next] !== "#"; next++) {
        if (text.startsWith("$(", next)) next = referenceEnd(text, next) - 1;
        else if (isUnsupported(text.charCodeAt(next))) reportUnsupported(source, next, report);
      }
      return {
        kind: "help",
        keyword,
        start: at,
        end: at + keyword.length,
        blockEnd: at + token.image.length,
      };
    },
    modules: (keyword) => ({
      kind: "modules",
      keyword: keyword.image,
      condition: undefined,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    optional: (keyword) => ({
      kind: "optional",
      keyword: keyword.image,
      condition: undefined,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    transitional: (keyword) => ({
      kind: "transitional",
      keyword: keyword.image,
      condition: undefined,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    option: (keyword, name, value) => ({
      kind: "option",
      name: makeWord(name),
      value,
      keyword: keyword.image,
      condition: undefined,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),

    config: (keyword, name, attributes, next) => ({
      kind: keyword.image as ConfigEntry["kind"],
      name,
      attributes,
      next: Number.isNaN(next.startOffset) ? source.text.length : next.startOffset,
      start: keyword.startOffset,
      end: endOf(keyword),
    }),
    choice: (keyword, name, attributes, entries, end) => {
      closeBlock(keyword, end);
      return { kind: "choice", name, attributes, entries, close: closeOf(end), ...spanOfToken(keyword) };
    },
    menu: (keyword, title, attributes, entries, end) => {
      closeBlock(keyword, end);
      return { kind: "menu", title, attributes, entries, close: closeOf(end), ...spanOfToken(keyword) };
    },
    if: (keyword, condition, entries, end) => {
      closeBlock(keyword, end);
      return { kind: "if", condition, entries, close: closeOf(end), ...spanOfToken(keyword) };
    },
    comment: (keyword, title, attributes) => ({
      kind: "comment",
      title,
      attributes,
      ...spanOfToken(keyword),
    }),
    source: (keyword, path) => ({ kind: "source", keyword: keyword.image, path, ...spanOfToken(keyword) }),
    mainmenu: (keyword, title) => ({ kind: "mainmenu", title, ...spanOfToken(keyword) }),
    assignment: (name, tail) => makeAssignment(name, tail),
    lonelyWord: (word) => {
      // What its macros make of the word is to be told.
      if (word.pieces !== undefined) lonelyWords.push(word);
      // C has read the line to its end by then.
      else report(text.indexOf("\n", word.start), unknownStatement(source, word, word.text));
      return { kind: "none", start: word.start, end: word.end };
    },
    invalidStatement: (first) => {
      droppedLines.push(first.startOffset);
      const word = first.image.split("\n", 1)[0];
      const end = first.startOffset + word.length;
      const location = source.locate({ start: first.startOffset, end });
      report(first.startOffset, {
        code: "invalid-statement",
        severity: "error",
        message: isKeyword(word)
          ? `'${word}' only has a meaning inside an entry`
          : `no statement begins with ${word}`,
        location,
        classic: { text: `${source.path}:${location.line}: invalid statement` },
      });
    },
    strayEnd: (keyword) => {
      const location = source.locate(spanOfToken(keyword));
      report(keyword.startOffset, {
        code: "wrong-end",
        severity: "error",
        message: `'${keyword.image}' closes nothing: no block is open in this file`,
        location,
        classic: { text: `${source.path}:${location.line}: unexpected '${keyword.image}'` },
      });
      return emptyEntry(keyword);
    },
    brokenAttribute: (line) => ({ kind: "error", keyword: "", ...spanOfToken(line) }),
    brokenEntry: (line) => ({ kind: "error", ...spanOfToken(line) }),
  };
}

const isKeyword = (word: string): boolean => /^[a-z_-]/.test(word);

/** Whether the token holds the end of its line, or the lines behind it. */
const endsItsLine = ({ tokenType }: Token): boolean =>
  tokenType.name === "Help" || tokenType.name === "AssignmentTail";

/** C minds a missing last newline only where it cuts a statement short, not behind a help text or a comment. */
function reportMissingNewline(source: SourceFile, tokens: readonly Token[], report: Report): void {
  const end = source.text.length;
  const eol = tokens.at(-1);
  // Behind a comment alone, what C calls the end of a statement ends none.
  const before = tokens.at(-2);
  const isComment = eol?.startOffset === end && (before === undefined || endsItsLine(before));
  const last = isComment ? before : eol;
  if (last === undefined) return;
  const isCut = endsItsLine(last) ? !source.text.includes("\n", last.startOffset) : last.startOffset >= end;
  if (!isCut) return;
  const location = source.locate({ start: end, end });
  report(end, {
    code: "no-newline-at-end",
    severity: "warning",
    message: "no new line at end of file",
    location,
    classic: { text: `${source.path}:${location.line}:warning: no new line at end of file` },
  });
}

/** Something that loading passes over, in place of an entry that made no sense. */
function emptyEntry(token: Token): Entry {
  return { kind: "none", ...spanOfToken(token) };
}

function makeWord(token: Token): Atom {
  const image = token.image;
  const start = token.startOffset;
  const end = start + image.length;
  if (image === "" && isMissing(token)) return { kind: "word", text: "", start, end, isMissing: true };
  if (!image.includes("$(")) return { kind: "word", text: image, start, end };
  const pieces = splitMacros(image);
  return isRun(token)
    ? { kind: "word", text: image, pieces, start, end, isRun: true }
    : { kind: "word", text: image, pieces, start, end };
}

function splitMacros(image: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = image.indexOf("$("); at >= 0; at = image.indexOf("$(", from)) {
    const end = referenceEnd(image, at);
    pieces.push(image.slice(from, at), image.slice(at, end));
    from = end;
  }
  pieces.push(image.slice(from));
  return pieces;
}

function makeText(source: SourceFile, token: Token, report: Report, rules: LexicalRules): Atom {
  const image = token.image;
  const start = token.startOffset;
  const end = start + image.length;
  const quote = image[0];
  const { text, pieces, closed } = readString(image, quote, rules);
  const brokenMacro = pieces !== undefined && !pieces[pieces.length - 2].endsWith(")");
  if (!closed && !brokenMacro && end < source.text.length) {
    const location = source.locate({ start, end });
    report(start, {
      code: "unfinished-string",
      severity: "warning",
      message: "this string does not end on its line",
      location,
      help: [`add the closing ${quote}`],
      classic: { text: `${source.path}:${location.line}:warning: multi-line strings not supported` },
    });
  }
  return { kind: "text", text, pieces, start, end };
}

function readString(
  image: string,
  quote: string,
  { hasMacros, joinsAllLines }: LexicalRules,
): { readonly text: string; readonly pieces?: readonly string[]; readonly closed: boolean } {
  const closing = image.indexOf(quote, 1);
  if (!image.includes("\\") && !image.includes("$(")) {
    return { text: closing < 0 ? image.slice(1) : image.slice(1, closing), closed: closing >= 0 };
  }
  const pieces: string[] = [];
  let literal = "";
  let at = 1;
  let closed = false;
  while (at < image.length) {
    const character = image[at];
    if (character === quote) {
      closed = true;
      break;
    }
    if (character === "\\" && image[at + 1] === "\n" && joinsAllLines) at += 2;
    else if (character === "\\") {
      literal += image[at + 1] ?? "";
      at += 2;
    } else if (character === "$" && image[at + 1] === "(" && hasMacros) {
      const end = referenceEnd(image, at);
      pieces.push(literal, image.slice(at, end));
      literal = "";
      at = end;
    } else {
      literal += character;
      at++;
    }
  }
  pieces.push(literal);
  return { text: pieces.join(""), pieces: pieces.length > 1 ? pieces : undefined, closed };
}

function makeAssignment(name: Token, tail: Token): Entry {
  const operator = tail.image[0] === "=" ? "=" : (tail.image.slice(0, 2) as ":=" | "+=");
  const lineEnd = tail.image.indexOf("\n");
  const value = tail.image.slice(operator.length, lineEnd < 0 ? undefined : lineEnd).replace(/^[ \t]+/, "");
  return { kind: "assignment", name: name.image, operator, value, ...spanOfToken(name) };
}

function reportProblem(
  source: SourceFile,
  first: Token | undefined,
  problem: SyntaxProblem,
  lonelyWords: Atom[],
  report: Report,
): void {
  const offset = problem.token?.startOffset ?? source.text.length;
  if (problem.rules[problem.rules.length - 1] === "wordStatement" && first !== undefined) {
    const word = makeWord(first);
    // What its macros make of the word is to be told.
    if (word.pieces !== undefined) lonelyWords.push(word);
    else report(offset, unknownStatement(source, spanOfToken(first), first.image));
    return;
  }
  const end = problem.token === undefined ? offset : offset + problem.token.image.split("\n", 1)[0].length;
  const location = source.locate({ start: offset, end });
  // C counts from the first token of the statement, which a line continuation may have put on an earlier line.
  const line = first === undefined ? location.line : source.lineAt(first.startOffset);
  report(offset, {
    code: problem.isTooDeep ? "too-deep" : "syntax-error",
    severity: "error",
    message: problem.message,
    location,
    classic: { text: `${source.path}:${line}: syntax error: ${problem.message}` },
  });
}

/** The first token of the statement that holds the token at `offset`. */
function firstOfStatement(tokens: readonly Token[], offset: number): Token | undefined {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tokens[middle].startOffset <= offset) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !tokens[low - 1].image.includes("\n")) low--;
  return tokens[low];
}
