/** Makes the typed tree of a file while its text is parsed: what the grammar hands over becomes entries and attributes. */
import type { Token, TreeBuilder } from "../../grammar/builder.ts";
import { writtenKeyword, writtenLength } from "../../grammar/repair.ts";
import { isUnsupported, referenceEnd } from "../../grammar/scan.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import { makeText, makeWord } from "./atoms.ts";
import type { LexicalRules } from "./lexical-rules.ts";
import type {
  Atom,
  Attribute,
  ComparisonOperator,
  ConfigEntry,
  Entry,
  ExpressionSyntax,
  TypeName,
} from "./tree.ts";
import { type Report, reportUnsupported, unknownStatement } from "./wrong-text.ts";

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

/** What is built from, and what takes that which is no part of the tree. */
export interface Building {
  readonly source: SourceFile;
  /** That of the source, with a newline at its end. */
  readonly text: string;
  readonly rules: LexicalRules;
  readonly report: Report;
  /** Words alone on their line, of whose macros something is to be told. */
  readonly lonelyWords: Atom[];
  /** Offsets of the statements that were left out. */
  readonly droppedLines: number[];
  /** Whether the file was repaired: each mistake is told by the repair. */
  readonly isRepaired?: boolean;
}

export function treeBuilder({
  source,
  text,
  rules,
  report,
  lonelyWords,
  droppedLines,
  isRepaired = false,
}: Building): TreeBuilder<Atom, ExpressionSyntax, Attribute, Entry> {
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
      const keyword = written ?? /^-*help-*/.exec(token.image)?.[0] ?? "help";
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

/** Something that loading passes over, in place of an entry that made no sense. */
function emptyEntry(token: Token): Entry {
  return { kind: "none", ...spanOfImage(token) };
}

function makeAssignment(name: Token, tail: Token): Entry {
  const operator = tail.image[0] === "=" ? "=" : (tail.image.slice(0, 2) as ":=" | "+=");
  const lineEnd = tail.image.indexOf("\n");
  const value = tail.image.slice(operator.length, lineEnd < 0 ? undefined : lineEnd).replace(/^[ \t]+/, "");
  return { kind: "assignment", name: name.image, operator, value, ...spanOfImage(name) };
}

const endOfImage = (token: Token): number => token.startOffset + token.image.length;
const endAsWritten = (token: Token): number => token.startOffset + writtenLength(token);
/** Of the whole token. */
export const spanOfImage = (token: Token): Span => ({ start: token.startOffset, end: endOfImage(token) });
