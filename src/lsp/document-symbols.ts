/** textDocument/documentSymbol: menus, choices and symbols of a Kconfig file; settings of a fragment. */
import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import type { KconfigText } from "../service/kconfig-text.ts";
import type { Attribute, Entry } from "../syntax/tree.ts";
import type { Span } from "../text/source-file.ts";
import type { OpenDocument } from "./documents.ts";
import { rangeOf } from "./places.ts";
import { prefixIn, type View } from "./view.ts";

export function documentSymbols(view: View): DocumentSymbol[] {
  const { document } = view;
  if (document.kind === "config") return settings(view);
  return document.kconfig.syntax.entries.flatMap((entry) => symbolOf(document, document.kconfig, entry));
}

function settings(view: View): DocumentSymbol[] {
  const { document } = view;
  const text = document.fragment(prefixIn(view));
  return text.settings.map(({ line, name, wholeName }) => ({
    name,
    detail: line.kind === "unset" ? "n" : line.value,
    kind: SymbolKind.Constant,
    range: rangeOf(document.source, line),
    selectionRange: rangeOf(document.source, wholeName),
  }));
}

function symbolOf(document: OpenDocument, text: KconfigText, entry: Entry): DocumentSymbol[] {
  const name = nameOf(entry);
  const below = "entries" in entry ? entry.entries.flatMap((each) => symbolOf(document, text, each)) : [];
  // An `if` is no menu: what it holds is shown where it stands.
  if (name === undefined) return below;
  const whole = text.extentOf(entry);
  return [
    {
      name: name.label,
      detail: name.detail,
      kind: name.kind,
      range: rangeOf(document.source, whole),
      selectionRange: rangeOf(document.source, within(name.span ?? entry, whole)),
      children: below,
    },
  ];
}

interface Name {
  readonly label: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly span?: Span;
}

function nameOf(entry: Entry): Name | undefined {
  switch (entry.kind) {
    case "config":
    case "menuconfig":
    case "configdefault": {
      if (entry.name.isMissing) return undefined;
      const detail = [typeOf(entry.attributes), promptOf(entry.attributes)].filter(
        (each) => each !== undefined,
      );
      const kind = entry.kind === "menuconfig" ? SymbolKind.Class : SymbolKind.Variable;
      return { label: entry.name.text, detail: detail.join(" · "), kind, span: entry.name };
    }
    case "choice":
      return {
        label: promptOf(entry.attributes) ?? entry.name?.text ?? "choice",
        detail: "choice",
        kind: SymbolKind.Enum,
      };
    case "menu":
      return {
        label: entry.title.text || "menu",
        detail: "menu",
        kind: SymbolKind.Namespace,
        span: entry.title.isMissing ? undefined : entry.title,
      };
    case "source":
      return {
        label: entry.path.text || entry.keyword,
        detail: entry.keyword,
        kind: SymbolKind.File,
        span: entry.path.isMissing ? undefined : entry.path,
      };
    case "assignment":
      return { label: entry.name, detail: `${entry.operator} ${entry.value}`, kind: SymbolKind.Function };
    default:
      return undefined;
  }
}

function typeOf(attributes: readonly Attribute[]): string | undefined {
  return attributes.find((each) => each.kind === "type")?.keyword.replace(/^def_/, "");
}

/** The first prompt of an entry. */
export function promptOf(attributes: readonly Attribute[]): string | undefined {
  for (const each of attributes)
    if ((each.kind === "type" || each.kind === "prompt") && each.prompt !== undefined)
      return each.prompt.text;
  return undefined;
}

/** Clients refuse a selection that leaves its range. */
function within({ start, end }: Span, whole: Span): Span {
  return { start: Math.max(start, whole.start), end: Math.min(Math.max(end, whole.start), whole.end) };
}
