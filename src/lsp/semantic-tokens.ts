/** textDocument/semanticTokens: what each word of a Kconfig file or fragment is. */
import type { SemanticTokens } from "vscode-languageserver-types";
import type { SyntaxNode } from "../syntax/spans.ts";
import type { Span } from "../text/source-file.ts";
import type { OpenDocument } from "./documents.ts";
import { prefixIn, type View } from "./view.ts";

export const TOKEN_TYPES = [
  "keyword",
  "variable",
  "string",
  "macro",
  "comment",
  "number",
  "enumMember",
] as const;
export const TOKEN_MODIFIERS = ["definition"] as const;

interface Token extends Span {
  readonly type: (typeof TOKEN_TYPES)[number];
  readonly isDefinition?: boolean;
}

export function semanticTokens(view: View): SemanticTokens {
  const { document } = view;
  const tokens = document.kind === "kconfig" ? kconfigTokens(document) : settingTokens(view);
  return {
    data: encode(
      document,
      tokens.sort((a, b) => a.start - b.start),
    ),
  };
}

function kconfigTokens({ kconfig, text }: OpenDocument): Token[] {
  const macros = kconfig.macroCalls.map(({ name }): Token => ({ type: "macro", ...name }));
  const tokens: Token[] = [...macros];
  for (const { start, end, role } of kconfig.mentions)
    tokens.push({ type: "variable", start, end, isDefinition: role === "definition" });
  const visit = (node: SyntaxNode) => {
    if (node.kind === "text" && node.pieces === undefined)
      tokens.push({ type: "string", start: node.start, end: node.end });
    else if (
      node.kind === "word" &&
      node.pieces === undefined &&
      /^(?:[ymn]|-?[0-9]+|0x[0-9a-f]+)$/i.test(node.text)
    )
      tokens.push({
        type: /^[ymn]$/.test(node.text) ? "enumMember" : "number",
        start: node.start,
        end: node.end,
      });
    else if (node.kind === "assignment")
      tokens.push({ type: "macro", start: node.start, end: node.end, isDefinition: true });
    else if ("keyword" in node || "entries" in node || "attributes" in node || node.kind === "mainmenu")
      tokens.push({ type: "keyword", start: node.start, end: node.end });
    if ("close" in node && node.close !== undefined) tokens.push({ type: "keyword", ...node.close });
    for (const child of kconfig.childrenOf(node)) visit(child);
  };
  for (const entry of kconfig.syntax.entries) visit(entry);
  for (const match of text.matchAll(/^[ \t]*(#.*)$/gm)) {
    const start = match.index + match[0].length - match[1].length;
    if (!kconfig.nodesAt(start).some(({ kind }) => kind === "help"))
      tokens.push({ type: "comment", start, end: start + match[1].length });
  }
  return tokens;
}

function settingTokens(view: View): Token[] {
  const { dotConfig } = view.document.fragment(prefixIn(view));
  const { document } = view;
  return dotConfig.lines.flatMap((line): Token[] => {
    const { start, end } = line;
    if (line.kind === "comment") return [{ type: "comment", start, end }];
    const setting = document.fragment(prefixIn(view)).settingOn(line.number);
    if (setting === undefined) return [];
    const { wholeName, valueSpan } = setting;
    if (valueSpan === undefined)
      return [
        { type: "comment", start, end: wholeName.start },
        { type: "variable", ...wholeName },
        { type: "comment", start: wholeName.end, end },
      ];
    const value = document.text.slice(valueSpan.start, valueSpan.end);
    const type = value.startsWith('"') ? "string" : /^[ymn]$/.test(value) ? "enumMember" : "number";
    return [
      { type: "variable", ...wholeName },
      { type, ...valueSpan },
    ];
  });
}

/** Five numbers a token: lines and columns from the one before, length, type, modifiers. A token ends with its line. */
function encode({ source }: OpenDocument, tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let lastLine = 0;
  let lastColumn = 0;
  let behind = 0;
  for (const { start, end, type, isDefinition } of tokens) {
    const { line: number, column = 1, endColumn = column } = source.locate({ start, end });
    if (start < behind || endColumn <= column) continue;
    behind = end;
    const line = number - 1;
    const from = line === lastLine ? lastColumn : 0;
    data.push(
      line - lastLine,
      column - 1 - from,
      endColumn - column,
      TOKEN_TYPES.indexOf(type),
      isDefinition ? 1 : 0,
    );
    lastLine = line;
    lastColumn = column - 1;
  }
  return data;
}
