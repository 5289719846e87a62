/** textDocument/foldingRange and selectionRange: the structure of a Kconfig file; sections of a .config. */
import type { FoldingRange, Position, SelectionRange } from "vscode-languageserver-types";
import type { SyntaxNode } from "../syntax/spans.ts";
import type { Span } from "../text/source-file.ts";
import type { OpenDocument } from "./documents.ts";
import { rangeOf } from "./places.ts";

export function foldingRanges(document: OpenDocument): FoldingRange[] {
  const found: FoldingRange[] =
    document.kind === "kconfig" ? entriesOf(document) : sectionsOf(document.text.split("\n"));
  const seen = new Set<number>();
  return found.filter(({ startLine, endLine }) => {
    if (endLine <= startLine || seen.has(startLine)) return false;
    seen.add(startLine);
    return true;
  });
}

function entriesOf({ kconfig, source }: OpenDocument): FoldingRange[] {
  const found: FoldingRange[] = [];
  const visit = (node: SyntaxNode) => {
    const isFolded = "attributes" in node || "entries" in node || node.kind === "help";
    if (isFolded) {
      const { start, end } = kconfig.extentOf(node);
      // The word that closes a block stays in sight.
      const last = "close" in node && node.close !== undefined ? node.close.start - 1 : end;
      const startLine = source.lineAt(start) - 1;
      found.push({ startLine, endLine: source.lineAt(Math.max(start, last)) - 1 });
    }
    for (const child of kconfig.childrenOf(node)) visit(child);
  };
  for (const entry of kconfig.syntax.entries) visit(entry);
  return found;
}

/** A .config has titles between two lines of `#`; menus end with `# end of TITLE`. */
function sectionsOf(lines: readonly string[]): FoldingRange[] {
  const found: FoldingRange[] = [];
  const open: { readonly title: string; readonly line: number }[] = [];
  lines.forEach((line, at) => {
    const text = line.trimEnd();
    if (
      at > 0 &&
      at + 1 < lines.length &&
      isRule(lines[at - 1]) &&
      isRule(lines[at + 1]) &&
      /^# \S/.test(text)
    )
      open.push({ title: text.slice(2), line: at });
    const end = /^# end of (.*)$/.exec(text)?.[1];
    const from = end === undefined ? -1 : open.findLastIndex(({ title }) => title === end);
    if (from < 0) return;
    found.push({ startLine: open[from].line, endLine: at });
    open.length = from;
  });
  return found.sort((a, b) => a.startLine - b.startLine);
}

const isRule = (line: string): boolean => line.trimEnd() === "#";

export function selectionRanges(document: OpenDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    const spans: Span[] = [{ start: 0, end: document.text.length }];
    if (document.kind === "kconfig")
      spans.push(...document.kconfig.nodesAt(offset).map((node) => document.kconfig.extentOf(node)));
    else {
      const setting = document.fragment().settingOn(position.line + 1);
      if (setting !== undefined) {
        spans.push(setting.line);
        for (const span of [setting.wholeName, setting.nameSpan, setting.valueSpan])
          if (span !== undefined && offset >= span.start && offset <= span.end) spans.push(span);
      }
    }
    let range: SelectionRange | undefined;
    for (const span of spans)
      range = { range: rangeOf(document.source, span), ...(range && { parent: range }) };
    return range as SelectionRange;
  });
}
