/** The kernel's way to lay out Kconfig: indentation and keywords. Only with `--style`. */

import { syntaxOf } from "../../syntax/parsed.ts";
import type { Attribute, Entry } from "../../syntax/tree.ts";
import type { SourceFile } from "../../text/source-file.ts";
import type { LintContext, LintFinding, RuleOutput } from "../finding.ts";
import type { LintFix, TextEdit } from "../fix.ts";
import { OLD_KEYWORDS } from "../old-keywords.ts";

/** Documentation/process/coding-style.rst: attributes one tab in, help text two blanks more. */
const ATTRIBUTE_INDENT = "\t";
const HELP_INDENT = "  ";

export function style(context: LintContext): RuleOutput {
  return { findings: findingsOf(context) };
}

function* findingsOf({ model, isWanted }: LintContext): Iterable<LintFinding> {
  const seen = new Set<string>();
  for (const file of model.data.files) {
    // A file that is sourced twice is the same text.
    if (!isWanted(file.path) || seen.has(file.path)) continue;
    seen.add(file.path);
    const { entries } = syntaxOf(file);
    yield* layoutFindings(file, entries);
    yield* keywordFindings(file, entries);
  }
}

/** What is unusual about the layout of one file. */
export function* layoutFindings(file: SourceFile, entries: readonly Entry[]): Iterable<LintFinding> {
  yield* trailingBlanks(file);
  yield* indentationFindings(file, entries);
}

function* trailingBlanks(file: SourceFile): Iterable<LintFinding> {
  for (const match of file.text.matchAll(/[ \t]+$/gm)) {
    const blanks = { start: match.index, end: match.index + match[0].length };
    yield {
      code: "trailing-blanks",
      severity: "warning",
      location: file.locate(blanks),
      subject: { kind: "trailing-blanks" },
      fix: layout([{ ...blanks, text: "" }]),
    };
  }
}

function* indentationFindings(file: SourceFile, entries: readonly Entry[]): Iterable<LintFinding> {
  for (const entry of entries) {
    if ("attributes" in entry) {
      const outer = indentOf(file, entry.start);
      for (const attribute of entry.attributes) yield* indentationOf(attribute, outer, file);
    }
    if ("entries" in entry) yield* indentationFindings(file, entry.entries);
  }
}

function* keywordFindings(file: SourceFile, entries: readonly Entry[]): Iterable<LintFinding> {
  for (const entry of entries) {
    for (const { keyword, start } of "attributes" in entry ? entry.attributes : []) {
      const usual = OLD_KEYWORDS.get(keyword);
      if (usual === undefined) continue;
      const word = { start, end: start + keyword.length };
      yield {
        code: "old-keyword",
        severity: "warning",
        location: file.locate(word),
        subject: { kind: "old-keyword", keyword, usual },
        fix: layout([{ ...word, text: usual }]),
      };
    }
    if ("entries" in entry) yield* keywordFindings(file, entry.entries);
  }
}

function* indentationOf(attribute: Attribute, outer: string, file: SourceFile): Iterable<LintFinding> {
  const { keyword, start, end } = attribute;
  const indent = indentOf(file, start);
  const usualIndent = outer + ATTRIBUTE_INDENT;
  const lines = attribute.kind === "help" ? helpLines(attribute.blockEnd, end, file) : undefined;
  const firstOfHelp = lines?.next().value;
  const isHelpFar = firstOfHelp !== undefined && firstOfHelp.indent !== indent + HELP_INDENT;
  const helpEdits = (): readonly TextEdit[] =>
    firstOfHelp === undefined || lines === undefined
      ? []
      : [firstOfHelp, ...lines].map((line) => reindented(line, firstOfHelp, usualIndent + HELP_INDENT));
  if (indent !== usualIndent) {
    yield {
      code: "indentation",
      severity: "warning",
      location: file.locate({ start, end: start + keyword.length }),
      subject: { kind: "indentation", keyword, indent },
      // Text that is right beside its keyword moves along.
      fix: layout([
        { start: start - indent.length, end: start, text: usualIndent },
        ...(isHelpFar ? [] : helpEdits()),
      ]),
    };
  }
  if (isHelpFar) {
    const { line, indent: own } = firstOfHelp;
    yield {
      code: "indentation",
      severity: "warning",
      subject: { kind: "indentation", keyword: undefined, indent: own },
      location: {
        path: file.path,
        line,
        column: own.length + 1,
        endColumn: file.line(line).trimEnd().length + 1,
      },
      fix: layout(helpEdits()),
    };
  }
}

const layout = (edits: readonly TextEdit[]): LintFix => ({ kind: "layout", edits });

/** A line of a help text that is not blank. */
interface HelpLine {
  readonly line: number;
  readonly start: number;
  readonly indent: string;
}

function* helpLines(blockEnd: number, end: number, file: SourceFile): Generator<HelpLine, undefined> {
  const last = file.lineAt(Math.max(end, blockEnd - 1));
  let start = file.text.indexOf("\n", end) + 1;
  for (let line = file.lineAt(end) + 1; line <= last && start > 0; line++) {
    const text = file.line(line);
    if (text.trim() !== "") yield { line, start, indent: /^[ \t]*/.exec(text)?.[0] ?? "" };
    start = file.text.indexOf("\n", start) + 1;
  }
  return undefined;
}

/** A line of help moved with the first one: what it is further in stays, in blanks. */
function reindented({ start, indent }: HelpLine, first: HelpLine, target: string): TextEdit {
  const further = Math.max(0, widthOf(indent) - widthOf(first.indent));
  return { start, end: start + indent.length, text: target + " ".repeat(further) };
}

/** Tabs lead to the next multiple of eight. */
function widthOf(indent: string): number {
  let width = 0;
  for (const sign of indent) width = sign === "\t" ? width + 8 - (width % 8) : width + 1;
  return width;
}

/** What stands before the first word of the line. */
function indentOf(file: SourceFile, offset: number): string {
  const lineStart = file.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(lineStart, offset))?.[0] ?? "";
}
