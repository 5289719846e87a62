/** Text to tree: one Kconfig file, nothing else. */
import type { Token } from "../../grammar/builder.ts";
import { isLostString } from "../../grammar/cut-strings.ts";
import { type ParseWatch, parseFile, parseRepaired, type SyntaxProblem } from "../../grammar/parse-file.ts";
import { type Budget, LimitReached } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";
import { makeText, makeWord } from "./atoms.ts";
import { KERNEL_LEXER, type LexicalRules } from "./lexical-rules.ts";
import type { Atom, Entry, KconfigSyntax, LooseWord } from "./tree.ts";
import { spanOfImage, treeBuilder } from "./tree-builder.ts";
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
    return treeBuilder({ source, text, rules, report, lonelyWords, droppedLines });
  };
  const watch = watchOf(budget);
  const parsed = parseFile(text, makeBuilder, watch, rules);
  const { entries, problems, unsupported, tokens, read, vanishing } = parsed;
  for (const problem of problems) {
    const first = firstOfStatement(read, problem.token?.startOffset ?? text.length);
    if (first !== undefined && !problem.isTooDeep) droppedLines.push(first.startOffset);
    reportProblem(source, first, problem, lonelyWords, report);
  }
  reportAllUnsupported(source, unsupported, tokens, report, rules);
  for (const token of tokens) if (isLostString(token, rules)) makeText(source, token, report, rules);
  if (!complete) reportCutLine(source, tokens, report, rules);
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
    return treeBuilder({ source, text, rules, report, lonelyWords, droppedLines: [], isRepaired: true });
  };
  const { entries, tokens, mistakes, vanishing, unsupported } = parseRepaired(
    text,
    makeBuilder,
    watchOf(budget),
    rules,
  );
  for (const mistake of mistakes) reportMistake(source, mistake, report);
  reportAllUnsupported(source, unsupported, tokens, report, rules);
  for (const token of tokens) if (isLostString(token, rules)) makeText(source, token, report, rules);
  if (!complete) reportCutLine(source, tokens, report, rules);
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

/** Whether the token holds the end of its line, or the lines behind it. */
const endsItsLine = ({ tokenType }: Token): boolean =>
  tokenType.name === "Help" || tokenType.name === "AssignmentTail";

function reportCutLine(
  source: SourceFile,
  tokens: readonly Token[],
  report: Report,
  { mindsCutLines }: LexicalRules,
): void {
  if (mindsCutLines) return reportMissingNewline(source, tokens, report);
  // Before Linux 5.0 C has left the file by the end of that line, and so finds the end of a block in another one.
  const last = firstOfStatement(tokens, source.text.length);
  const open = /^end(if|menu|choice)$/.exec(last?.image ?? "")?.[1];
  if (last === undefined || open === undefined) return;
  const span = { start: last.startOffset, end: last.startOffset + last.image.length };
  const location = source.locate(span);
  report(span.start, {
    code: "wrong-end",
    severity: "error",
    message: `'${last.image}' on a last line that has no end closes nothing`,
    location,
    help: ["end the line"],
    classic: { text: `${source.path}:${location.line}: '${last.image}' in different file than '${open}'` },
  });
}

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
    else report(offset, unknownStatement(source, spanOfImage(first), first.image));
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

function reportAllUnsupported(
  source: SourceFile,
  offsets: readonly number[],
  tokens: readonly Token[],
  report: Report,
  { tellsAtStatements }: LexicalRules,
): void {
  for (const offset of offsets) {
    const first = tellsAtStatements ? firstOfStatement(tokens, offset) : undefined;
    reportUnsupported(source, offset, report, first?.startOffset);
  }
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
