/** The kernel's way to lay out Kconfig: indentation and keywords. Only with `--style`. */

import { syntaxOf } from "../../syntax/parsed.ts";
import type { Attribute, Entry } from "../../syntax/tree.ts";
import type { SourceFile } from "../../text/source-file.ts";
import type { LintContext, LintFinding, RuleOutput } from "../finding.ts";

/** Documentation/process/coding-style.rst: attributes one tab in, help text two blanks more. */
const ATTRIBUTE_INDENT = "\t";
const HELP_INDENT = "  ";

/** Keywords that mean the same as the usual one. */
const OLD_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ["---help---", "help"],
  ["boolean", "bool"],
]);

export function style(context: LintContext): RuleOutput {
  return { findings: findingsOf(context) };
}

function* findingsOf({ model, isWanted }: LintContext): Iterable<LintFinding> {
  const seen = new Set<string>();
  for (const file of model.data.files) {
    // A file that is sourced twice is the same text.
    if (!isWanted(file.path) || seen.has(file.path)) continue;
    seen.add(file.path);
    yield* linesOf(file);
    yield* entriesOf(syntaxOf(file).entries, file);
  }
}

function* linesOf(file: SourceFile): Iterable<LintFinding> {
  for (const match of file.text.matchAll(/[ \t]+$/gm)) {
    yield {
      code: "trailing-blanks",
      severity: "warning",
      message: "blanks at the end of the line",
      location: file.locate({ start: match.index, end: match.index + match[0].length }),
    };
  }
}

function* entriesOf(entries: readonly Entry[], file: SourceFile): Iterable<LintFinding> {
  for (const entry of entries) {
    if ("attributes" in entry) {
      const outer = indentOf(file, entry.start);
      for (const attribute of entry.attributes) yield* attributeFindings(attribute, outer, file);
    }
    if ("entries" in entry) yield* entriesOf(entry.entries, file);
  }
}

function* attributeFindings(attribute: Attribute, outer: string, file: SourceFile): Iterable<LintFinding> {
  const { keyword, start, end } = attribute;
  const indent = indentOf(file, start);
  const location = file.locate({ start, end: start + keyword.length });
  if (indent !== undefined && indent !== outer + ATTRIBUTE_INDENT) {
    yield {
      code: "indentation",
      severity: "warning",
      message: `${keyword} is indented by ${described(indent)}; one tab more than its entry is usual`,
      location,
    };
  }
  const usual = OLD_KEYWORDS.get(keyword);
  if (usual !== undefined) {
    yield {
      code: "old-keyword",
      severity: "warning",
      message: `${keyword} is an old word for ${usual}`,
      location,
      help: [`write ${usual}`],
    };
  }
  if (attribute.kind === "help") yield* helpFindings(indent, attribute.blockEnd, end, file);
}

function* helpFindings(
  indent: string,
  blockEnd: number,
  end: number,
  file: SourceFile,
): Iterable<LintFinding> {
  const first = file.lineAt(end) + 1;
  const last = file.lineAt(Math.max(end, blockEnd - 1));
  for (let line = first; line <= last; line++) {
    const text = file.line(line);
    if (text.trim() === "") continue;
    const own = text.slice(0, text.length - text.trimStart().length);
    if (own === indent + HELP_INDENT) return;
    yield {
      code: "indentation",
      severity: "warning",
      message: `the help text is indented by ${described(own)}; two blanks more than help are usual`,
      location: { path: file.path, line, column: own.length + 1, endColumn: text.trimEnd().length + 1 },
    };
    return;
  }
}

/** What stands before the first word of the line. */
function indentOf(file: SourceFile, offset: number): string {
  const lineStart = file.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(file.text.slice(lineStart, offset))?.[0] ?? "";
}

function described(indent: string): string {
  const tabs = indent.split("\t").length - 1;
  const blanks = indent.length - tabs;
  const parts = [
    ...(tabs > 0 ? [`${tabs} tab${tabs > 1 ? "s" : ""}`] : []),
    ...(blanks > 0 ? [`${blanks} blank${blanks > 1 ? "s" : ""}`] : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(" and ");
}
