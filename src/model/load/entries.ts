/** Entries in the order of their text: each becomes a node of the draft, and symbols and choices with it. */
import { spanOf } from "../../syntax/spans.ts";
import type { Atom, Attribute, ChoiceEntry, ConfigEntry, Entry, MenuEntry } from "../../syntax/tree.ts";
import type { Span } from "../../text/source-file.ts";
import { ABSENT, Kind, Node, type NodeId, SymbolFlag, type SymbolId, Type } from "../columns.ts";
import { Attributes } from "./attributes.ts";
import type { Files } from "./files.ts";
import { type Context, type ParsedFile, type Reading, STOPPED, type Trouble } from "./reading.ts";
import type { Words } from "./words.ts";

/** Files and blocks open at once. No tree has a tenth; with a file of its own depth below, the stack takes half more. */
const BLOCK_LIMIT = 300;

/** Walks the entries of all files; `source` leads it into the next one. */
export class Entries {
  readonly #reading: Reading;
  readonly #words: Words;
  readonly #attributes: Attributes;
  readonly #files: Files;
  readonly #namedChoices = new Map<string, SymbolId>();
  #mainmenuAllowed = true;
  #depth = 0;

  constructor(reading: Reading, words: Words, files: Files) {
    this.#reading = reading;
    this.#words = words;
    this.#files = files;
    this.#attributes = new Attributes(reading, words);
  }

  /** All of a file, with what is wrong with it told where it stands. */
  readFile({ syntax }: ParsedFile, context: Context): void {
    this.#entries(syntax.entries, context);
    this.#reading.tellTroubles(context, Number.POSITIVE_INFINITY);
    this.#files.checkLastLine(syntax, context);
  }

  #entries(entries: readonly Entry[], context: Context): void {
    if (this.#depth === BLOCK_LIMIT) {
      const [first] = entries;
      if (first === undefined) return;
      this.#reading.report({
        code: "too-deep",
        severity: "error",
        message: `files and blocks stand more than ${BLOCK_LIMIT} deep in each other`,
        location: context.source.locate(first),
      });
      throw STOPPED;
    }
    this.#depth++;
    this.#eachEntry(entries, context);
    this.#depth--;
  }

  #eachEntry(entries: readonly Entry[], context: Context): void {
    for (const entry of entries) {
      this.#reading.at = { source: context.source, span: entry };
      this.#reading.tellTroubles(context, entry.start);
      this.#reading.expandLooseOf(entry.start, context);
      const isStatement = entry.kind !== "assignment" && entry.kind !== "none" && entry.kind !== "error";
      if (isStatement && entry.kind !== "mainmenu") this.#mainmenuAllowed = false;
      this.#entry(entry, context);
      if (isStatement) this.#mainmenuAllowed = false;
    }
  }

  #entry(entry: Entry, context: Context): void {
    switch (entry.kind) {
      case "config":
      case "menuconfig":
        return this.#config(entry, context);
      case "configdefault":
        return this.#configDefault(entry, context);
      case "choice":
        return this.#choice(entry, context);
      case "menu":
        return this.#menu(entry, context);
      case "if": {
        const node = this.#addNode(Node.if, ABSENT, entry, context);
        this.#attributes.condition(
          node,
          Kind.dependsOn,
          entry.condition,
          spanOf(entry.condition),
          entry,
          context,
        );
        return this.#entries(entry.entries, { ...context, parent: node });
      }
      case "comment": {
        const node = this.#addNode(Node.comment, ABSENT, entry, context);
        this.#attributes.readTitle(node, entry.title, entry, context);
        for (const attribute of entry.attributes) this.#attributes.readCondition(node, attribute, context);
        return;
      }
      case "source":
        for (const opened of this.#files.included(entry, context))
          this.readFile(opened.parsed, opened.context);
        return;
      case "mainmenu":
        return this.#mainmenu(entry.title, entry, context);
      case "assignment": {
        const line = context.source.lineAt(entry.start);
        const { name, operator, value } = entry;
        const place = { path: context.source.path, line };
        if (!this.#reading.preprocessor.assign(name, operator, value, place) && !this.#reading.isTolerant)
          throw STOPPED;
        return;
      }
      case "none":
      case "error":
        return;
    }
  }

  #mainmenu(title: Atom, span: Span, context: Context): void {
    const location = context.source.locate(span);
    if (!this.#mainmenuAllowed && this.#reading.dialect.mainmenu === "first") {
      this.#reading.report({
        code: "late-mainmenu",
        severity: "error",
        message: "'mainmenu' must be the first statement",
        location,
        classic: { text: `${location.path}:${location.line}: syntax error` },
      });
      return;
    }
    const text = this.#words.expand(title, context);
    if (this.#reading.dialect.mainmenu === "ignored") return;
    const draft = this.#reading.draft;
    draft.texts[draft.propertyValue[draft.nodePrompt[0]]] = text;
  }

  #addNode(kind: number, symbol: SymbolId, span: Span, context: Context): NodeId {
    const line = context.source.lineAt(span.start);
    return this.#reading.draft.addNode(kind, context.parent, symbol, context.file, line, span.start);
  }

  #config(entry: ConfigEntry, context: Context): void {
    const draft = this.#reading.draft;
    const name = this.#words.name(entry.name, context);
    if (name === undefined) return;
    const symbol = draft.lookup(name);
    const node = this.#addNode(
      entry.kind === "config" ? Node.config : Node.menuconfig,
      symbol,
      entry,
      context,
    );
    if (context.choice !== ABSENT && this.#reading.dialect.choices === "exclusive") {
      draft.symbolFlags[symbol] |= SymbolFlag.member;
      if (!draft.symbolMembers[context.choice].includes(symbol))
        draft.symbolMembers[context.choice].push(symbol);
    }
    this.#readAttributes(entry.attributes, node, symbol, context);
    if (this.#isBroken(entry, entry.next, context)) return;
    // An attribute that is wrong keeps C from finishing the entry.
    const isSyntaxError = ({ diagnostic }: Trouble) => diagnostic?.code === "syntax-error";
    if (context.troubles.findBefore(entry.next, isSyntaxError) !== undefined) return;
    if (context.choice !== ABSENT && this.#reading.dialect.choices === "exclusive")
      this.#checkMember(node, symbol, entry, context);
    if (entry.kind === "menuconfig" && draft.nodePrompt[node] === ABSENT) {
      // C has read on to the next word by then, with the macros in and before it, and gives its place.
      this.#reading.expandLooseBefore(entry.next + 1, context);
      // To C, a word that it does not know begins the next statement.
      const isUnknown = ({ diagnostic }: Trouble) => diagnostic?.code === "unknown-to-dialect";
      const next = context.troubles.findBefore(entry.next, isUnknown)?.at ?? entry.next;
      const { start } = entry.attributes[entry.attributes.length - 1] ?? entry;
      const last = `${context.source.path}:${context.source.lineAt(start)}`;
      const place = this.#reading.placeOfNext(next, context, last);
      const isRefused = this.#reading.dialect.refusals.has("menuconfig without prompt");
      this.#reading.report({
        code: "menuconfig-without-prompt",
        severity: isRefused ? "error" : "warning",
        message: `menuconfig ${name} has no prompt`,
        location: context.source.locate(entry),
        classic: { text: `${place}: ${isRefused ? "" : "warning: "}menuconfig statement without prompt` },
      });
    }
  }

  /** Defaults of a symbol that other entries define: nothing else of it, not even that there is one. */
  #configDefault(entry: ConfigEntry, context: Context): void {
    const name = this.#words.name(entry.name, context);
    if (name === undefined) return;
    const symbol = this.#reading.draft.lookup(name);
    const node = this.#addNode(Node.configdefault, symbol, entry, context);
    for (const attribute of entry.attributes) {
      if (attribute.kind === "default" || attribute.kind === "error") continue;
      this.#reading.report({
        code: "configdefault-with-more",
        severity: "error",
        message: `configdefault ${name} can only have 'default'`,
        location: context.source.locate(attribute),
      });
    }
    const defaults = entry.attributes.filter(({ kind }) => kind === "default");
    this.#readAttributes(defaults, node, symbol, context);
  }

  /** Whether a line of an entry is an error, in a tolerant reading; then what the entry lacks is not told. */
  #isBroken(entry: ConfigEntry | ChoiceEntry, end: number, { source }: Context): boolean {
    if (!entry.attributes.some(({ kind }) => kind === "error")) return false;
    this.#reading.once.noteBroken(source, { start: entry.start, end: Math.max(entry.start, end - 1) });
    return true;
  }

  #checkMember(node: NodeId, symbol: SymbolId, entry: ConfigEntry, context: Context): void {
    const draft = this.#reading.draft;
    const name = draft.symbolName[symbol];
    if (draft.nodePrompt[node] === ABSENT) {
      this.#reading.refuseChoice(
        entry,
        context,
        "member-without-prompt",
        `${name} is member of a choice and needs a prompt`,
        "choice member must have a prompt",
      );
    }
    if (draft.symbolType[symbol] !== Type.bool) {
      this.#reading.refuseChoice(
        entry,
        context,
        "member-not-bool",
        `${name} is member of a choice and must be bool`,
        "choice member must be bool",
      );
    }
  }

  #choice(entry: ChoiceEntry, context: Context): void {
    const draft = this.#reading.draft;
    const name = entry.name === undefined ? "" : this.#choiceName(entry.name, context);
    const symbol = this.#choiceSymbol(name);
    const node = this.#addNode(Node.choice, symbol, entry, context);
    const isExclusive = this.#reading.dialect.choices === "exclusive";
    if (isExclusive) draft.symbolType[symbol] = Type.bool;
    const attributes = isExclusive ? entry.attributes.flatMap(withoutType) : entry.attributes;
    this.#readAttributes(attributes, node, symbol, context);
    const headEnd = entry.attributes.at(-1)?.end ?? entry.end;
    const isBroken = this.#isBroken(entry, headEnd, context) || this.#tellHeadTroubles(entry, context);
    if (this.#reading.dialect.choices === "exclusive" && draft.nodePrompt[node] === ABSENT && !isBroken) {
      this.#reading.refuseChoice(
        entry,
        context,
        "choice-without-prompt",
        "this choice needs a prompt",
        "choice must have a prompt",
      );
    }
    this.#entries(entry.entries, { ...context, parent: node, choice: symbol });
  }

  /**
   * Tells what is wrong between `choice` and its first entry. Answers whether it spoiled the attributes: what no
   * attribute of a choice begins with does not, C takes the attributes before it for complete.
   */
  #tellHeadTroubles({ attributes, entries }: ChoiceEntry, context: Context): boolean {
    const end = entries[0]?.start ?? Number.POSITIVE_INFINITY;
    const isSpoiling = ({ at, diagnostic }: Trouble) => {
      if (diagnostic?.severity !== "error") return false;
      if (diagnostic.code === "syntax-error") return true;
      const keyword = attributes.find(({ start }) => start === at)?.keyword;
      return keyword === "bool" || keyword === "default";
    };
    const isBroken = context.troubles.findBefore(end, isSpoiling) !== undefined;
    if (isBroken) this.#reading.tellTroubles(context, end);
    // What ends the head is read before anything is said of the choice.
    else this.#reading.expandLooseBefore(end, context);
    return isBroken;
  }

  /** A name that comes to nothing is none. */
  #choiceName(atom: Atom, context: Context): string {
    const { words } = this.#reading.dialect;
    const isKnown = words === "all" || words.has("named choice");
    if (atom.pieces !== undefined && !isKnown) this.#words.checkVanishes(atom, context);
    else return this.#words.decided(atom, "a name", context) ?? "";
    return "";
  }

  /** Choices with the same name are one, defined in several places. */
  #choiceSymbol(name: string): SymbolId {
    if (name === "") return this.#reading.draft.addChoice("");
    let symbol = this.#namedChoices.get(name);
    if (symbol === undefined) {
      symbol = this.#reading.draft.addChoice(name);
      this.#namedChoices.set(name, symbol);
    }
    return symbol;
  }

  #menu(entry: MenuEntry, context: Context): void {
    const node = this.#addNode(Node.menu, ABSENT, entry, context);
    this.#attributes.readTitle(node, entry.title, entry, context);
    for (const attribute of entry.attributes) this.#attributes.readCondition(node, attribute, context);
    this.#entries(entry.entries, { ...context, parent: node });
  }

  #readAttributes(attributes: readonly Attribute[], node: NodeId, symbol: SymbolId, context: Context): void {
    for (const attribute of attributes) {
      this.#reading.tellTroubles(context, attribute.start);
      this.#reading.expandLooseOf(attribute.start, context);
      this.#attributes.read(attribute, node, symbol, context);
    }
  }
}

/** Since the rewrite a choice has no type of its own: of an attribute that gives it one only the prompt counts. */
function withoutType(attribute: Attribute): readonly Attribute[] {
  if (attribute.kind !== "type") return [attribute];
  const { prompt, keyword, condition, start, end } = attribute;
  return prompt === undefined ? [] : [{ kind: "prompt", prompt, keyword, condition, start, end }];
}
