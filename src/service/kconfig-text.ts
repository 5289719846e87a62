/** One Kconfig file as somebody edits it: its tree, what it mentions, and what stands at an offset. No model is needed. */
import { parseTolerantly } from "../syntax/parse.ts";
import {
  childrenOf,
  extentOf,
  type MacroCall,
  macroCallsIn,
  nodesAt,
  type SyntaxNode,
} from "../syntax/spans.ts";
import type { Atom, Entry, KconfigSyntax } from "../syntax/tree.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile, Span } from "../text/source-file.ts";

/** A place where the name of a symbol stands, as it is written. */
export interface Mention extends Span {
  readonly name: string;
  readonly role: "definition" | "use";
}

/** What stands at an offset. */
export type Word = Span &
  (
    | { readonly kind: "symbol"; readonly name: string; readonly role: Mention["role"] }
    /** The path of a `source`, as written. */
    | { readonly kind: "path"; readonly text: string; readonly keyword: string }
    /** The name in a `$(name,…)` or `$(name)`. */
    | { readonly kind: "macro"; readonly name: string }
    /** The name in `name = …`. */
    | { readonly kind: "variable"; readonly name: string; readonly definition: string }
  );

/** An assignment of the macro language. */
export interface VariableDefinition extends Span {
  readonly name: string;
  /** The whole statement, as written. */
  readonly text: string;
}

export class KconfigText {
  readonly source: SourceFile;
  #syntax: KconfigSyntax | undefined;
  #mentions: readonly Mention[] | undefined;

  constructor(source: SourceFile) {
    this.source = source;
  }

  /** Parsed when it is first asked for. */
  get syntax(): KconfigSyntax {
    this.#syntax ??= parseTolerantly(this.source);
    return this.#syntax;
  }

  /** What is wrong with the text alone, in its order. */
  get diagnostics(): readonly Diagnostic[] {
    return this.syntax.diagnostics;
  }

  /** The nodes that hold an offset, outermost first. */
  nodesAt(offset: number): readonly SyntaxNode[] {
    return nodesAt(this.syntax, offset);
  }

  childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
    return childrenOf(node);
  }

  /** All that a node takes. */
  extentOf(node: SyntaxNode): Span {
    return extentOf(node, this.source);
  }

  /** Names of symbols, in the order of the text. Words with macros are none: what they come to stands elsewhere. */
  get mentions(): readonly Mention[] {
    this.#mentions ??= mentionsOf(this.syntax);
    return this.#mentions;
  }

  /** The statement of the macro language with this name, each of them. */
  definitionsOf(variable: string): readonly VariableDefinition[] {
    return this.#assignments().filter(({ name }) => name === variable);
  }

  /** Calls of macros, the inner ones too, in the order of the text. */
  get macroCalls(): readonly MacroCall[] {
    const found: MacroCall[] = [];
    const add = (calls: readonly MacroCall[]) => {
      for (const call of calls) {
        found.push(call);
        add(call.calls);
      }
    };
    for (const span of this.#textsWithMacros()) add(macroCallsIn(this.source.text, span));
    return found.sort((a, b) => a.start - b.start);
  }

  wordAt(offset: number): Word | undefined {
    const mention = this.mentions.find((each) => offset >= each.start && offset <= each.end);
    if (mention !== undefined) return { kind: "symbol", ...mention };
    const nodes = this.nodesAt(offset);
    if (nodes.some(({ kind }) => kind === "help")) return undefined;
    const { text } = this.source;
    const call = this.macroCalls.findLast(({ name }) => offset >= name.start && offset <= name.end);
    if (call !== undefined)
      return { kind: "macro", name: text.slice(call.name.start, call.name.end).trim(), ...call.name };
    const assignment = this.#assignments().find(({ start, end }) => offset >= start && offset <= end);
    if (assignment !== undefined) {
      const { name, start, end, text: definition } = assignment;
      return { kind: "variable", name, start, end, definition };
    }
    const source = nodes.find((node) => node.kind === "source");
    if (source?.kind !== "source" || offset < source.path.start || offset > source.path.end) return undefined;
    const { start, end } = source.path;
    return { kind: "path", text: source.path.text, keyword: source.keyword, start, end };
  }

  #assignments(): readonly VariableDefinition[] {
    const found: VariableDefinition[] = [];
    for (const entry of allEntries(this.syntax.entries)) {
      if (entry.kind !== "assignment") continue;
      const whole = extentOf(entry, this.source);
      const text = this.source.text.slice(whole.start, whole.end);
      found.push({ name: entry.name, start: whole.start, end: whole.start + entry.name.length, text });
    }
    return found;
  }

  /** Words and strings that hold macros, and values of assignments. */
  #textsWithMacros(): readonly Span[] {
    const found: Span[] = this.syntax.looseWords.map(({ word }) => word);
    const visit = (node: SyntaxNode) => {
      if (node.kind === "assignment") found.push(extentOf(node, this.source));
      else if ((node.kind === "word" || node.kind === "text") && node.pieces !== undefined) found.push(node);
      for (const child of childrenOf(node)) visit(child);
    };
    for (const entry of this.syntax.entries) visit(entry);
    return found;
  }
}

const texts = new WeakMap<SourceFile, KconfigText>();

/** The text of a file that a model was made from, parsed once. */
export function kconfigTextOf(source: SourceFile): KconfigText {
  let text = texts.get(source);
  if (text === undefined) {
    text = new KconfigText(source);
    texts.set(source, text);
  }
  return text;
}

function* allEntries(entries: readonly Entry[]): Iterable<Entry> {
  for (const entry of entries) {
    yield entry;
    if ("entries" in entry) yield* allEntries(entry.entries);
  }
}

function mentionsOf({ entries }: KconfigSyntax): readonly Mention[] {
  const found: Mention[] = [];
  const add = (atom: Atom, role: Mention["role"]) => {
    const { text: name, start, end } = atom;
    if (atom.kind === "word" && atom.pieces === undefined && isName(name) && !atom.isMissing)
      found.push({ name, start, end, role });
  };
  const visit = (node: SyntaxNode): void => {
    switch (node.kind) {
      case "word":
      case "text":
        add(node, "use");
        return;
      case "config":
      case "menuconfig":
      case "configdefault":
        add(node.name, "definition");
        node.attributes.forEach(visit);
        return;
      case "choice":
        if (node.name !== undefined) add(node.name, "definition");
        node.attributes.forEach(visit);
        node.entries.forEach(visit);
        return;
      case "menu":
        node.attributes.forEach(visit);
        node.entries.forEach(visit);
        return;
      case "comment":
        node.attributes.forEach(visit);
        return;
      case "source":
      case "mainmenu":
      case "option":
        return;
      case "type":
        visitAll([node.value, node.condition]);
        return;
      case "prompt":
        visitAll([node.condition]);
        return;
      default:
        childrenOf(node).forEach(visit);
    }
  };
  const visitAll = (nodes: readonly (SyntaxNode | undefined)[]) => {
    for (const node of nodes) if (node !== undefined) visit(node);
  };
  entries.forEach(visit);
  return found.sort((a, b) => a.start - b.start);
}

/** What is a number or one of y, m, n is no name of a symbol. */
function isName(word: string): boolean {
  return /^\w+$/.test(word) && !/^(?:[ymn]|-?[0-9]+|0x[0-9a-f]+)$/i.test(word);
}
