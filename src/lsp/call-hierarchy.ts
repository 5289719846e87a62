/**
 * textDocument/prepareCallHierarchy and what follows: a symbol calls those that it selects or implies. Read from the
 * texts as they are now, in which a name that a macro makes does not stand.
 */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Position,
  SymbolKind,
} from "vscode-languageserver-types";
import type { KconfigText } from "../service/kconfig-text.ts";
import type { SyntaxNode } from "../syntax/spans.ts";
import type { Attribute, ConfigEntry } from "../syntax/tree.ts";
import type { SourceFile } from "../text/source-file.ts";
import { promptOf } from "./document-symbols.ts";
import { positionAt, rangeOf, uriOf } from "./places.ts";
import { subjectAt } from "./subject.ts";
import { placesOf, type TreeView, textOf, type View } from "./view.ts";

/** One entry of a symbol. */
interface Definition {
  readonly path: string;
  readonly source: SourceFile;
  readonly text: KconfigText;
  readonly entry: ConfigEntry;
}

export function preparedHierarchy(view: View, position: Position): CallHierarchyItem[] | null {
  const subject = subjectAt(view, position);
  if (subject?.kind !== "symbol") return null;
  const items = definitionsOf(view, subject.name).map((each) => itemOf(view, each));
  return items.length === 0 ? null : items;
}

/** Entries that select or imply the symbol. */
export function incomingCalls(view: TreeView, { name }: CallHierarchyItem): CallHierarchyIncomingCall[] {
  return placesOf(view, name).flatMap(({ path, source, mentions }) => {
    const text = textOf(view, path, source);
    const from = new Map<ConfigEntry, CallHierarchyIncomingCall>();
    for (const mention of mentions) {
      const nodes = text.nodesAt(mention.start);
      const entry = nodes.find(isConfigEntry);
      if (entry === undefined || nodes.find(isSelection)?.symbol.start !== mention.start) continue;
      const known = from.get(entry);
      const range = rangeOf(source, mention);
      if (known !== undefined) known.fromRanges.push(range);
      else from.set(entry, { from: itemOf(view, { path, source, text, entry }), fromRanges: [range] });
    }
    return [...from.values()];
  });
}

/** Symbols that the entry selects or implies. */
export function outgoingCalls(view: TreeView, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const own = definitionsOf(view, item.name).find(
    ({ path, source, entry }) =>
      uriIn(view, path) === item.uri &&
      positionAt(source, entry.name.start).line === item.selectionRange.start.line,
  );
  if (own === undefined) return [];
  const to = new Map<string, CallHierarchyOutgoingCall>();
  for (const attribute of own.entry.attributes) {
    if (!isSelection(attribute) || attribute.symbol.isMissing) continue;
    const { text: name } = attribute.symbol;
    const range = rangeOf(own.source, attribute.symbol);
    const known = to.get(name);
    if (known !== undefined) {
      known.fromRanges.push(range);
      continue;
    }
    const [first] = definitionsOf(view, name);
    if (first !== undefined) to.set(name, { to: itemOf(view, first), fromRanges: [range] });
  }
  return [...to.values()];
}

function definitionsOf(view: TreeView, name: string): readonly Definition[] {
  return placesOf(view, name).flatMap(({ path, source, mentions }) => {
    const text = textOf(view, path, source);
    return mentions.flatMap(({ role, start }) => {
      const entry = role === "definition" ? text.nodesAt(start).find(isConfigEntry) : undefined;
      return entry === undefined ? [] : [{ path, source, text, entry }];
    });
  });
}

function itemOf(view: TreeView, { path, source, text, entry }: Definition): CallHierarchyItem {
  const prompt = promptOf(entry.attributes);
  return {
    name: entry.name.text,
    kind: SymbolKind.Variable,
    ...(prompt !== undefined && { detail: prompt }),
    uri: uriIn(view, path),
    range: rangeOf(source, text.extentOf(entry)),
    selectionRange: rangeOf(source, entry.name),
  };
}

const uriIn = ({ documents }: TreeView, path: string): string => documents.get(path)?.uri ?? uriOf(path);

const isConfigEntry = (node: SyntaxNode): node is ConfigEntry =>
  node.kind === "config" || node.kind === "menuconfig" || node.kind === "configdefault";

const isSelection = (node: SyntaxNode): node is Attribute & { readonly kind: "select" | "imply" } =>
  node.kind === "select" || node.kind === "imply";
