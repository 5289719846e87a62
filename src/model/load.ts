/** Reads a whole Kconfig tree: follows `source`, expands macros, and makes a model of it. */
import { isDeferred } from "../preprocess/deferred.ts";
import { Preprocessor } from "../preprocess/preprocessor.ts";
import { helpText } from "../syntax/help-text.ts";
import { parseKconfig } from "../syntax/parse.ts";
import {
  type Atom,
  type Attribute,
  type ChoiceEntry,
  type ComparisonOperator,
  type ConfigEntry,
  type Entry,
  type ExpressionSyntax,
  type KconfigSyntax,
  type MenuEntry,
  type SourceEntry,
  spanOf,
} from "../syntax/tree.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { DialectName } from "../text/dialect-name.ts";
import type { Environment, FileReader, Shell, ShellLanes } from "../text/host.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import { reportCycles } from "./cycles.ts";
import { type Dialect, dialectNamed } from "./dialect.ts";
import { checkDialect } from "./dialect-check.ts";
import { Draft } from "./draft.ts";
import { type ExpressionId, NONE, Op, type OpCode } from "./expressions.ts";
import { finalize } from "./finalize.ts";
import { ABSENT, Kind, Model, NO, Node, type NodeId, SymbolFlag, type SymbolId, Type } from "./model.ts";
import { type PendingWord, settlePending } from "./pending.ts";
import { resolveSource } from "./source-path.ts";

export interface LoadOptions {
  /** The top Kconfig file, as the host can read it. */
  readonly path: string;
  /** Reads files and runs `$(shell,…)`. */
  readonly host: FileReader & Shell;
  /** What `$(NAME)` and the commands see; `srctree` is where sourced files are looked for as well. */
  readonly environment: Environment;
  /** Whose rules hold; the newest kernel's unless told. */
  readonly dialect?: DialectName;
}

export interface LoadResult {
  /** Absent if there was an error. */
  readonly model?: Model;
  /** Errors, warnings and the text of `$(info)`, in the order in which the C tool meets them. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the tree that starts at `path`. Never throws on input: errors come as diagnostics, as many as can be
 * found in one run, and then there is no model.
 */
export function loadKconfig(options: LoadOptions): LoadResult {
  const lanes = options.host.lanes?.(options.environment);
  if (lanes !== undefined) {
    try {
      const result = new Loader(options, lanes).load();
      if (result !== READ_ANEW) return result;
    } finally {
      lanes.finish();
    }
  }
  const result = new Loader(options).load();
  return result === READ_ANEW ? { diagnostics: [] } : result;
}

/** A command whose output was not waited for left no word where one was taken for granted. */
const READ_ANEW = Symbol("read anew");

/** Deeper nesting of `source` than any real tree has; C would run out of file descriptors or memory. */
const MAX_INCLUDE_DEPTH = 200;

const comparisonOps: Readonly<Record<ComparisonOperator, OpCode>> = {
  "=": Op.equal,
  "!=": Op.unequal,
  "<": Op.less,
  "<=": Op.lessEqual,
  ">": Op.greater,
  ">=": Op.greaterEqual,
};

const typeCodes = {
  bool: Type.bool,
  tristate: Type.tristate,
  int: Type.int,
  hex: Type.hex,
  string: Type.string,
};
const typeWords = ["unknown", "bool", "tristate", "integer", "hex", "string"];

/** C can open a directory, and its scanner dies of it. */
const FLEX_FAILURE = "input in flex scanner failed";

/** The file being read and where its entries go. */
interface Context {
  readonly source: SourceFile;
  readonly file: number;
  /** Troubles of the file that are still to tell, in order. They come when reading gets to their place, as in C. */
  readonly troubles: Trouble[];
  readonly parent: NodeId;
  /** Names of the files whose reading led here, outermost first. */
  readonly including: readonly IncludeStep[];
  /** The choice whose block this is, directly or through `if`. */
  readonly choice: SymbolId;
}

interface IncludeStep {
  readonly name: string;
  /** The statement that includes the next one. */
  readonly source: SourceFile;
  readonly span: Span;
}

/** What is wrong with a file's text, and the offset at which reading meets it. */
interface Trouble {
  readonly at: number;
  readonly diagnostic: Diagnostic;
}

interface ParsedFile {
  readonly syntax: KconfigSyntax;
  readonly file: number;
  readonly troubles: readonly Trouble[];
}

/** A macro ended the run, as `$(error-if,…)` does. */
const STOPPED = Symbol("stopped");

class Loader {
  readonly #options: LoadOptions;
  readonly #dialect: Dialect;
  readonly #draft: Draft;
  readonly #preprocessor: Preprocessor;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #parsed = new Map<string, ParsedFile>();
  /** Words of expressions that wait for a command. */
  readonly #pending: PendingWord[] = [];
  /** Numbers of all files that were opened so far, by name. */
  readonly #fileNumbers = new Map<string, number>();
  #failed = false;
  #stopped = false;
  #mainmenuAllowed = true;

  /** With lanes, commands run while reading goes on, and only what decides something is waited for. */
  constructor(options: LoadOptions, lanes?: ShellLanes) {
    this.#options = options;
    this.#dialect = dialectNamed(options.dialect ?? "linux-6.12");
    this.#draft = new Draft(this.#dialect);
    this.#preprocessor = new Preprocessor({
      environment: options.environment,
      shell: (command) => options.host.run(command, options.environment).stdout,
      start:
        lanes === undefined
          ? undefined
          : (command) => {
              const pending = lanes.start(command);
              return { wait: () => pending.wait().stdout };
            },
      report: (diagnostic) => this.#report(diagnostic),
    });
  }

  load(): LoadResult | typeof READ_ANEW {
    const { path } = this.#options;
    const top = this.#read(path, path);
    if (top === undefined) {
      return { diagnostics: this.#diagnostics };
    }
    const draft = this.#draft;
    draft.addNode(Node.mainmenu, ABSENT, ABSENT, top.file, 1, 0);
    this.#addTitle(0, "Main menu", top.file, 1, { start: 0, end: 0 });
    const context: Context = {
      source: top.syntax.source,
      file: top.file,
      troubles: [...top.troubles],
      parent: 0,
      including: [],
      choice: ABSENT,
    };
    try {
      this.#file(top, context);
    } catch (reason) {
      // A macro that ends the run is rare and deep inside; unwinding by exception keeps the rest readable.
      if (reason !== STOPPED) throw reason;
      this.#stopped = true;
    }
    if (!this.#settlePending()) return READ_ANEW;
    if (this.#stopped || this.#failed) return { diagnostics: this.#diagnostics };
    finalize(draft, (diagnostic) => this.#report(diagnostic));
    const model = new Model(draft.finish(this.#preprocessor.environmentRead, this.#preprocessor.probes));
    reportCycles(model, (diagnostic) => this.#report(diagnostic));
    return { model: this.#failed ? undefined : model, diagnostics: this.#diagnostics };
  }

  /** False if a word that was not waited for is empty. */
  #settlePending(): boolean {
    if (this.#pending.length === 0) return true;
    return settlePending(this.#draft, this.#pending, (text) => this.#preprocessor.settle(text));
  }

  #report(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "error") this.#failed = true;
    this.#diagnostics.push(diagnostic);
  }

  /** Parses a file once, however often it is sourced; its warnings come each time, as in C. */
  #read(name: string, shownAs: string): ParsedFile | undefined {
    const known = this.#parsed.get(name);
    if (known !== undefined) return known;
    const found = resolveSource(name, this.#options.host, this.#options.environment.srctree);
    if (!found.ok) {
      this.#report({
        code: found.reason === "missing" ? "missing-file" : "unreadable-file",
        severity: "error",
        message: found.message,
        classic: { text: found.reason === "directory" ? FLEX_FAILURE : `can't find file ${shownAs}` },
      });
      return undefined;
    }
    return this.#parse(name, found.text);
  }

  #parse(name: string, text: string): ParsedFile {
    const syntax = parseKconfig(new SourceFile(name, text));
    let file = this.#fileNumbers.get(name);
    if (file === undefined) {
      file = this.#draft.files.push(syntax.source) - 1;
      this.#fileNumbers.set(name, file);
    }
    const troubles: Trouble[] = syntax.diagnostics.map((diagnostic, index) => ({
      at: syntax.diagnosticOffsets[index],
      diagnostic,
    }));
    checkDialect(syntax, this.#dialect, (diagnostic, at) => troubles.push({ at, diagnostic }));
    troubles.sort((a, b) => a.at - b.at);
    const entry = { syntax, file, troubles };
    this.#parsed.set(name, entry);
    return entry;
  }

  #file(parsed: ParsedFile, context: Context): void {
    this.#entries(parsed.syntax.entries, context);
    this.#tellTroubles(context, Number.POSITIVE_INFINITY);
    this.#checkLastLine(parsed.syntax, context);
  }

  /**
   * Quirk: a last line without an end is read to its end only once the file is left. So an end word stands in
   * another file than its block; and since the rewrite, in the top file any statement is an error.
   */
  #checkLastLine({ source, diagnostics, entries }: KconfigSyntax, context: Context): void {
    const { including } = context;
    const warning = diagnostics.find(({ code }) => code === "no-newline-at-end");
    if (this.#failed || warning?.location === undefined) return;
    const { location } = warning;
    const last = source.text.slice(source.text.lastIndexOf("\n") + 1);
    const end = /^[ \t]*end(menu|if|choice)\b/.exec(last);
    const isStrict = this.#dialect.name === "linux-6.12";
    const isRefused = this.#refusesCutLine(context);
    if (end === null && !isRefused) return;
    // Since the rewrite C names the including file, with the line of the included one.
    const path = isStrict ? (including.at(-1)?.name ?? source.path) : source.path;
    const block = entries.at(-1);
    const text =
      end === null || block === undefined || isRefused
        ? "syntax error"
        : `'${end[1]}' in different file than '${end[1]}'\n` +
          `${source.path}:${source.lineAt(block.start)}: location of the '${end[1]}'`;
    this.#report({
      code: "syntax-error",
      severity: "error",
      message: "the last line needs an end",
      location,
      classic: { text: `${path}:${location.line}: ${text}` },
    });
  }

  /** Whether a statement on a last line without an end is an error, whatever it is. */
  #refusesCutLine({ including }: Context): boolean {
    return including.length === 0 && this.#dialect.name === "linux-6.12";
  }

  #tellTroubles({ troubles }: Context, upTo: number): void {
    while (troubles.length > 0 && troubles[0].at < upTo) this.#report(troubles.shift()!.diagnostic);
  }

  // --- entries -------------------------------------------------------------------------------------------------

  #entries(entries: readonly Entry[], context: Context): void {
    for (const entry of entries) {
      if (context.troubles.length > 0) this.#tellTroubles(context, entry.start);
      const isStatement = entry.kind !== "assignment" && entry.kind !== "macro";
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
      case "choice":
        return this.#choice(entry, context);
      case "menu":
        return this.#menu(entry, context);
      case "if": {
        const node = this.#addNode(Node.if, ABSENT, entry, context);
        this.#condition(node, Kind.dependsOn, entry.condition, spanOf(entry.condition), entry, context);
        return this.#entries(entry.entries, { ...context, parent: node });
      }
      case "comment": {
        const node = this.#addNode(Node.comment, ABSENT, entry, context);
        this.#title(node, entry.title, entry, context);
        for (const attribute of entry.attributes) this.#conditionAttribute(node, attribute, context);
        return;
      }
      case "source":
        return this.#source(entry, context);
      case "mainmenu":
        return this.#mainmenu(entry.title, entry, context);
      case "assignment": {
        const line = context.source.lineAt(entry.start);
        const { name, operator, value } = entry;
        if (!this.#preprocessor.assign(name, operator, value, { path: context.source.path, line }))
          throw STOPPED;
        return;
      }
      case "macro": {
        const word = this.#expand(entry.word, context);
        if (word !== "") {
          const location = context.source.locate(entry);
          this.#report({
            code: "unknown-statement",
            severity: "error",
            message: `unknown statement '${word}', which is what this macro expands to`,
            location,
            classic: { text: `${location.path}:${location.line}: unknown statement "${word}"` },
          });
        }
      }
    }
  }

  #mainmenu(title: Atom, span: Span, context: Context): void {
    const location = context.source.locate(span);
    if (!this.#mainmenuAllowed) {
      this.#report({
        code: "late-mainmenu",
        severity: "error",
        message: "'mainmenu' must be the first statement",
        location,
        classic: { text: `${location.path}:${location.line}: syntax error` },
      });
      return;
    }
    const text = this.#expand(title, context);
    const draft = this.#draft;
    draft.texts[draft.propertyValue[draft.nodePrompt[0]]] = text;
  }

  #addNode(kind: number, symbol: SymbolId, span: Span, context: Context): NodeId {
    const line = context.source.lineAt(span.start);
    return this.#draft.addNode(kind, context.parent, symbol, context.file, line, span.start);
  }

  #config(entry: ConfigEntry, context: Context): void {
    const draft = this.#draft;
    const name = this.#name(entry.name, context);
    if (name === undefined) return;
    const symbol = draft.lookup(name);
    const node = this.#addNode(
      entry.kind === "config" ? Node.config : Node.menuconfig,
      symbol,
      entry,
      context,
    );
    if (context.choice !== ABSENT && this.#dialect.choices === "exclusive") {
      draft.symbolFlags[symbol] |= SymbolFlag.member;
      if (!draft.symbolMembers[context.choice].includes(symbol))
        draft.symbolMembers[context.choice].push(symbol);
    }
    this.#attributes(entry.attributes, node, symbol, context);
    // An attribute that is wrong keeps C from finishing the entry.
    const isBroken = context.troubles.some(
      ({ at, diagnostic }) => at < entry.next && diagnostic.code === "syntax-error",
    );
    if (isBroken) return;
    if (context.choice !== ABSENT && this.#dialect.choices === "exclusive")
      this.#checkMember(node, symbol, entry, context);
    if (entry.kind === "menuconfig" && draft.nodePrompt[node] === ABSENT) {
      // C has read on to the next statement by then and gives its place.
      const place = this.#placeOfNext(entry.next, context);
      this.#report({
        code: "menuconfig-without-prompt",
        severity: "warning",
        message: `menuconfig ${name} has no prompt`,
        location: context.source.locate(entry),
        classic: { text: `${place}: warning: menuconfig statement without prompt` },
      });
    }
  }

  /** FILE:LINE of the token at `offset`; where the file ends there, of what comes after the statement that includes it. */
  #placeOfNext(offset: number, { source, including }: Pick<Context, "source" | "including">): string {
    if (offset < source.text.length) return `${source.path}:${source.lineAt(offset)}`;
    const step = including[including.length - 1];
    if (step !== undefined) {
      const after = step.source.text.indexOf("\n", step.span.end) + 1;
      const next = after === 0 ? step.source.text.length : skipped(step.source.text, after);
      return this.#placeOfNext(next, { ...step, including: including.slice(0, -1) });
    }
    // Quirk: before the rewrite, C had forgotten the name by then.
    return `${this.#dialect.choices === "modal" ? "<none>" : source.path}:${source.lineAt(offset)}`;
  }

  #checkMember(node: NodeId, symbol: SymbolId, entry: ConfigEntry, context: Context): void {
    const draft = this.#draft;
    const name = draft.symbolName[symbol];
    if (draft.nodePrompt[node] === ABSENT) {
      this.#refuse(
        entry,
        context,
        "member-without-prompt",
        `${name} is member of a choice and needs a prompt`,
        "choice member must have a prompt",
      );
    }
    if (draft.symbolType[symbol] !== Type.bool) {
      this.#refuse(
        entry,
        context,
        "member-not-bool",
        `${name} is member of a choice and must be bool`,
        "choice member must be bool",
      );
    }
  }

  #refuse(span: Span, context: Context, code: string, message: string, classic: string): void {
    const location = context.source.locate(span);
    const text = `${location.path}:${location.line}: error: ${classic}`;
    this.#report({ code, severity: "error", message, location, classic: { text } });
  }

  #choice(entry: ChoiceEntry, context: Context): void {
    const draft = this.#draft;
    const name = entry.name === undefined ? "" : (this.#name(entry.name, context) ?? "");
    const symbol = this.#choiceSymbol(name);
    const node = this.#addNode(Node.choice, symbol, entry, context);
    if (this.#dialect.choices === "exclusive") draft.symbolType[symbol] = Type.bool;
    for (const attribute of entry.attributes) this.#attribute(attribute, node, symbol, context);
    const isBroken = this.#tellHeadTroubles(entry, context);
    if (this.#dialect.choices === "exclusive" && draft.nodePrompt[node] === ABSENT && !isBroken) {
      this.#refuse(
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
      if (at >= end || diagnostic.severity !== "error") return false;
      if (diagnostic.code === "syntax-error") return true;
      const keyword = attributes.find(({ start }) => start === at)?.keyword;
      return keyword === "bool" || keyword === "default";
    };
    const isBroken = context.troubles.some(isSpoiling);
    if (isBroken) this.#tellTroubles(context, end);
    return isBroken;
  }

  readonly #namedChoices = new Map<string, SymbolId>();

  /** Choices with the same name are one, defined in several places. */
  #choiceSymbol(name: string): SymbolId {
    if (name === "") return this.#draft.addChoice("");
    let symbol = this.#namedChoices.get(name);
    if (symbol === undefined) {
      symbol = this.#draft.addChoice(name);
      this.#namedChoices.set(name, symbol);
    }
    return symbol;
  }

  #menu(entry: MenuEntry, context: Context): void {
    const node = this.#addNode(Node.menu, ABSENT, entry, context);
    this.#title(node, entry.title, entry, context);
    for (const attribute of entry.attributes) this.#conditionAttribute(node, attribute, context);
    this.#entries(entry.entries, { ...context, parent: node });
  }

  #source(entry: SourceEntry, context: Context): void {
    const name = this.#expand(entry.path, context);
    const location = context.source.locate(entry);
    const relative = entry.keyword.includes("rsource");
    const folder = context.source.path.slice(0, context.source.path.lastIndexOf("/") + 1);
    const path = relative && !name.startsWith("/") ? folder + name : name;
    const optional = entry.keyword.startsWith("o");
    const globbing = entry.keyword.startsWith("g") || optional || this.#dialect.words === "all";
    const names = globbing && /[*?[]/.test(path) ? this.#glob(path) : [path];
    if (names.length === 0 && !optional) this.#missingSource(path, location.line, entry, context);
    for (const each of names) this.#include(each, entry, optional, context);
  }

  /** Names that match, relative to the tree like the pattern itself. */
  #glob(pattern: string): readonly string[] {
    const direct = this.#options.host.glob(pattern);
    const srctree = this.#options.environment.srctree;
    if (direct.length > 0 || srctree === undefined || pattern.startsWith("/")) return direct;
    return this.#options.host.glob(`${srctree}/${pattern}`).map((path) => path.slice(srctree.length + 1));
  }

  #include(name: string, entry: SourceEntry, optional: boolean, context: Context): void {
    const step: IncludeStep = { name: context.source.path, source: context.source, span: entry };
    const including = [...context.including, step];
    if (including.some((each) => each.name === name)) return this.#recursiveInclusion(name, including);
    if (including.length > MAX_INCLUDE_DEPTH) {
      this.#report({
        code: "include-depth",
        severity: "error",
        message: `files are included more than ${MAX_INCLUDE_DEPTH} levels deep`,
        location: context.source.locate(entry),
      });
      return;
    }
    let parsed = this.#parsed.get(name);
    if (parsed === undefined) {
      const found = resolveSource(name, this.#options.host, this.#options.environment.srctree);
      if (!found.ok) {
        if (found.reason === "missing" && optional) return;
        const line = context.source.lineAt(entry.start);
        if (found.reason === "missing") return this.#missingSource(name, line, entry, context);
        this.#report({
          code: "unreadable-file",
          severity: "error",
          message: found.message,
          location: context.source.locate(entry.path),
          classic: {
            text:
              found.reason === "directory"
                ? FLEX_FAILURE
                : `${context.source.path}:${line}: can't open file "${name}"`,
          },
        });
        return;
      }
      parsed = this.#parse(name, found.text);
    }
    const { syntax, file, troubles } = parsed;
    this.#file(parsed, { ...context, source: syntax.source, file, troubles: [...troubles], including });
    // Trees are large and few files are sourced twice: parsing those again costs less than keeping all.
    this.#parsed.delete(name);
  }

  #missingSource(name: string, line: number, entry: SourceEntry, context: Context): void {
    const help =
      name === "" && entry.path.pieces !== undefined ? ["a variable in this path may be unset"] : undefined;
    this.#report({
      code: "missing-file",
      severity: "error",
      message: `cannot find '${name}'`,
      location: context.source.locate(entry.path),
      help,
      classic: { text: `${context.source.path}:${line}: can't open file "${name}"` },
    });
  }

  #recursiveInclusion(name: string, including: readonly IncludeStep[]): void {
    const from = including.slice(including.findIndex((step) => step.name === name));
    const last = from[from.length - 1];
    const places = [...from].reverse().map((step) => step.source.locate(step.span));
    const lines = [
      "Recursive inclusion detected.",
      "Inclusion path:",
      `  current file : ${name}`,
      ...places.map((place) => `  included from: ${place.path}:${place.line}`),
    ];
    this.#report({
      code: "recursive-inclusion",
      severity: "error",
      message: `'${name}' includes itself`,
      location: last.source.locate(last.span),
      notes: places
        .slice(1)
        .map((location) => ({ message: `'${location.path}' is included from here on`, location })),
      classic: { text: lines.join("\n") },
    });
    // C ends here; going on would tell the same loop once for each way into it.
    throw STOPPED;
  }

  // --- attributes ----------------------------------------------------------------------------------------------

  #attributes(attributes: readonly Attribute[], node: NodeId, symbol: SymbolId, context: Context): void {
    for (const attribute of attributes) {
      if (context.troubles.length > 0) this.#tellTroubles(context, attribute.start);
      this.#attribute(attribute, node, symbol, context);
    }
  }

  #attribute(attribute: Attribute, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#draft;
    switch (attribute.kind) {
      case "type":
        this.#setType(symbol, typeCodes[attribute.type], node, attribute, context);
        if (attribute.prompt !== undefined) this.#prompt(attribute.prompt, attribute, node, symbol, context);
        if (attribute.value !== undefined) this.#default(attribute.value, attribute, node, symbol, context);
        return;
      case "prompt":
        return this.#prompt(attribute.prompt, attribute, node, symbol, context);
      case "default":
        return this.#default(attribute.value, attribute, node, symbol, context);
      case "depends on":
      case "visible if":
        return this.#conditionAttribute(node, attribute, context);
      case "select":
      case "imply": {
        const target = this.#name(attribute.symbol, context);
        if (target === undefined) return;
        const kind = attribute.kind === "select" ? Kind.select : Kind.imply;
        const value = draft.lookup(target);
        const condition = this.#expression(attribute.condition, context);
        this.#addProperty(
          kind,
          node,
          symbol,
          value,
          condition,
          attribute,
          endOf(attribute, attribute.symbol),
          context,
        );
        return;
      }
      case "range": {
        const value = this.#symbolOf(attribute.low, context);
        const upper = this.#symbolOf(attribute.high, context);
        const condition = this.#expression(attribute.condition, context);
        const end = endOf(attribute, attribute.high);
        this.#addProperty(Kind.range, node, symbol, value, condition, attribute, end, context, upper);
        return;
      }
      case "help":
        return this.#help(attribute, node, symbol, context);
      case "modules":
        return this.#modules(symbol, attribute, context);
      case "optional":
        draft.symbolFlags[symbol] |= SymbolFlag.optional;
        return;
      case "transitional":
        draft.symbolFlags[symbol] |= SymbolFlag.transitional;
        return;
      case "option":
        return this.#option(attribute, node, symbol, context);
    }
  }

  #option(attribute: Attribute & { kind: "option" }, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#draft;
    switch (attribute.name) {
      case "modules":
        return this.#modules(symbol, attribute, context);
      case "defconfig_list":
        draft.defconfigList = symbol;
        return;
      case "allnoconfig_y":
        draft.symbolFlags[symbol] |= SymbolFlag.allnoconfigY;
        return;
      case "env": {
        const name = attribute.value === undefined ? "" : this.#expand(attribute.value, context);
        const value = this.#options.environment[name];
        if (value === undefined) {
          this.#report({
            code: "unset-environment",
            severity: "warning",
            message: `environment variable ${name} is not set`,
            location: context.source.locate(attribute),
          });
          return;
        }
        const expression = draft.expressions.symbol(draft.constant(value));
        this.#addProperty(Kind.default, node, symbol, expression, NONE, attribute, attribute.end, context);
        return;
      }
      default:
        this.#report({
          code: "unknown-option",
          severity: "error",
          message: `there is no 'option ${attribute.name}'`,
          location: context.source.locate(attribute),
        });
    }
  }

  #modules(symbol: SymbolId, attribute: Attribute, context: Context): void {
    const draft = this.#draft;
    // Quirk: saying it twice of the same symbol is an error as well.
    if (draft.modules !== 0) {
      const location = context.source.locate(attribute);
      const [name, first] = [draft.symbolName[symbol], draft.symbolName[draft.modules]];
      this.#report({
        code: "modules-redefined",
        severity: "error",
        message: `${name} cannot be the modules symbol: ${first} is`,
        location,
        classic: {
          text: `${location.path}:${location.line}: symbol '${name}' redefines option 'modules' already defined by symbol '${first}'`,
        },
      });
      return;
    }
    draft.modules = symbol;
  }

  #setType(symbol: SymbolId, type: number, node: NodeId, attribute: Attribute, context: Context): void {
    const { symbolType, symbolName } = this.#draft;
    const old = symbolType[symbol];
    if (old === type) return;
    if (old === Type.unknown) {
      symbolType[symbol] = type;
      return;
    }
    const location = context.source.locate(attribute);
    const name = symbolName[symbol];
    const words = `from '${typeWords[old]}' to '${typeWords[type]}'`;
    const shown = this.#draft.hasFlag(symbol, SymbolFlag.choice) && name === "" ? "<choice>" : name;
    this.#report({
      code: "type-redefined",
      severity: "warning",
      message: `${shown} has a type already; changing it ${words} is ignored`,
      location,
      classic: {
        text: `${location.path}:${this.#draft.nodeLine[node]}:warning: ignoring type redefinition of '${shown}' ${words}`,
      },
    });
  }

  #prompt(prompt: Atom, attribute: Attribute, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#draft;
    const raw = this.#expand(prompt, context);
    const condition = this.#expression(attribute.condition, context);
    const location = context.source.locate(attribute);
    if (draft.nodePrompt[node] !== ABSENT) {
      this.#report({
        code: "prompt-redefined",
        severity: "warning",
        message: "this entry has a prompt already",
        location,
        classic: { text: `${location.path}:${location.line}:warning: prompt redefined` },
      });
    }
    const text = this.#trimmed(raw, location);
    const value = draft.texts.push(text) - 1;
    const end = endOf(attribute, prompt);
    const property = this.#addProperty(Kind.prompt, node, symbol, value, condition, attribute, end, context);
    draft.nodePrompt[node] = property;
    // "visible if" of every menu around it counts for prompts, and only for them.
    let visible = condition;
    for (let at = draft.nodeParent[node]; at !== ABSENT; at = draft.nodeParent[at]) {
      visible = draft.expressions.and(visible, draft.nodeVisibility[at]);
    }
    draft.propertyCondition[property] = visible;
  }

  #trimmed(text: string, location: { readonly path: string; readonly line: number }): string {
    if (!/^[ \t\n\v\f\r]/.test(text)) return text;
    this.#report({
      code: "leading-blanks",
      severity: "warning",
      message: "blanks at the start of a prompt are ignored",
      location,
      classic: { text: `${location.path}:${location.line}:warning: leading whitespace ignored` },
    });
    return text.replace(/^[ \t\n\v\f\r]+/, "");
  }

  /** Title of a menu or comment. */
  #title(node: NodeId, title: Atom, span: Span, context: Context): void {
    const location = context.source.locate(span);
    const text = this.#trimmed(this.#expand(title, context), location);
    this.#addTitle(node, text, context.file, location.line, { start: span.start, end: title.end });
  }

  #addTitle(node: NodeId, text: string, file: number, line: number, span: Span): void {
    const draft = this.#draft;
    const value = draft.texts.push(text) - 1;
    draft.nodePrompt[node] = draft.addProperty({
      kind: Kind.prompt,
      node,
      value,
      condition: NONE,
      file,
      line,
      ...span,
    });
  }

  #default(
    value: ExpressionSyntax,
    attribute: Attribute,
    node: NodeId,
    symbol: SymbolId,
    context: Context,
  ): void {
    const expression = this.#expression(value, context);
    const condition = this.#expression(attribute.condition, context);
    this.#addProperty(
      Kind.default,
      node,
      symbol,
      expression,
      condition,
      attribute,
      endOf(attribute, spanOf(value)),
      context,
    );
  }

  #conditionAttribute(node: NodeId, attribute: Attribute, context: Context): void {
    const draft = this.#draft;
    if (attribute.kind === "visible if") {
      const span = attribute.condition === undefined ? attribute : spanOf(attribute.condition);
      const expression = this.#condition(node, Kind.visibleIf, attribute.condition, span, attribute, context);
      draft.nodeVisibility[node] = draft.expressions.and(draft.nodeVisibility[node], expression);
    } else if (attribute.kind === "depends on") {
      this.#condition(
        node,
        Kind.dependsOn,
        attribute.value,
        spanOf(attribute.value),
        attribute,
        context,
        attribute.condition,
      );
    }
  }

  /** Records a condition of `node` and, for a dependency, adds it to the node's. `A if B` means `A || !B`. */
  #condition(
    node: NodeId,
    kind: number,
    syntax: ExpressionSyntax | undefined,
    span: Span,
    statement: Span,
    context: Context,
    onlyIf?: ExpressionSyntax,
  ): ExpressionId {
    const draft = this.#draft;
    let expression = this.#expression(syntax, context);
    if (onlyIf !== undefined) {
      expression = draft.expressions.or(expression, draft.expressions.not(this.#expression(onlyIf, context)));
    }
    const property = draft.addProperty({
      kind,
      node,
      value: expression,
      condition: NONE,
      file: context.file,
      line: context.source.lineAt(statement.start),
      start: span.start,
      end: span.end,
    });
    draft.nodeConditions[node].push(property);
    if (kind === Kind.dependsOn)
      draft.nodeDependency[node] = draft.expressions.and(draft.nodeDependency[node], expression);
    return expression;
  }

  #addProperty(
    kind: number,
    node: NodeId,
    symbol: SymbolId,
    value: number,
    condition: ExpressionId,
    span: Span,
    end: number,
    context: Context,
    upper?: number,
  ): number {
    const draft = this.#draft;
    const line = context.source.lineAt(span.start);
    const property = draft.addProperty({
      kind,
      node,
      value,
      upper,
      condition,
      file: context.file,
      line,
      start: span.start,
      end,
    });
    draft.symbolProperties[symbol].push(property);
    return property;
  }

  #help(attribute: Attribute & { kind: "help" }, node: NodeId, symbol: SymbolId, context: Context): void {
    const draft = this.#draft;
    const text = helpText(context.source.text, attribute.start, attribute.blockEnd);
    // C speaks of the line at which it stands, which is the one after the text. If that line is not even ended, it
    // has left the file.
    const { source } = context;
    const isCut = attribute.blockEnd > source.text.length;
    const place = isCut
      ? this.#placeOfNext(source.text.length, context)
      : `${source.path}:${source.lineAt(attribute.blockEnd)}`;
    if (isCut) this.#tellTroubles(context, Number.POSITIVE_INFINITY);
    const name = draft.symbolName[symbol] || "<choice>";
    const warn = (code: string, message: string, classic: string) =>
      this.#report({
        code,
        severity: "warning",
        message,
        location: context.source.locate(attribute),
        classic: { text: `${place}: warning: ${classic}` },
      });
    if (draft.nodeHelp[node] !== ABSENT) {
      warn(
        "help-redefined",
        `${name} has a help text already; the last one counts`,
        `'${name}' defined with more than one help text -- only the last one will be used`,
      );
    }
    const isCutShort = isCut && !source.text.includes("\n", attribute.start) && this.#refusesCutLine(context);
    if (text.trim() === "" && !isCutShort) {
      warn("blank-help", `the help text of ${name} is empty`, `'${name}' defined with blank help text`);
    }
    draft.nodeHelp[node] = draft.helps.push(text) - 1;
  }

  // --- words and expressions -----------------------------------------------------------------------------------

  /** Text of a word or string with its macros expanded; waits for commands in it. */
  #expand(atom: Atom, context: Context): string {
    return this.#preprocessor.settle(this.#expandDeferring(atom, context));
  }

  /** As `#expand`, but what a command has not answered yet may be held by a stand-in. */
  #expandDeferring(atom: Atom, context: Context): string {
    const { pieces } = atom;
    if (pieces === undefined) {
      return this.#dialect.words === "all" && atom.text.includes("$")
        ? this.#expandOldStyle(atom.text)
        : atom.text;
    }
    const place = { path: context.source.path, line: context.source.lineAt(atom.start) };
    let text = pieces[0];
    for (let index = 1; index < pieces.length; index += 2) {
      const expanded = this.#preprocessor.expand(pieces[index], place);
      if (expanded === undefined) throw STOPPED;
      text += expanded + pieces[index + 1];
    }
    return text;
  }

  /** `$NAME` without parentheses, as Kconfig had it before macros. */
  #expandOldStyle(text: string): string {
    return text.replace(
      /\$([A-Za-z0-9_]+)/g,
      (whole, name: string) => this.#options.environment[name] ?? whole,
    );
  }

  /** A name; undefined (and reported) if its macros expand to nothing. */
  #name(atom: Atom, context: Context): string | undefined {
    const text = this.#expand(atom, context);
    if (text !== "") return text;
    this.#refuseEmpty(atom, context);
    return undefined;
  }

  #refuseEmpty(atom: Atom, context: Context): SymbolId {
    const location = context.source.locate(atom);
    this.#report({
      code: "syntax-error",
      severity: "error",
      message: "this macro expands to nothing where a word is needed",
      location,
      classic: { text: `${location.path}:${location.line}: syntax error` },
    });
    return NO;
  }

  #symbolOf(atom: Atom, context: Context): SymbolId {
    if (atom.pieces !== undefined) {
      const text = this.#expandDeferring(atom, context);
      if (isDeferred(text)) {
        const symbol = this.#draft.addPending();
        this.#pending.push({ symbol, text, isConstant: atom.kind === "text" });
        return symbol;
      }
      if (atom.kind === "text") return this.#draft.constant(text);
      return text === "" ? this.#refuseEmpty(atom, context) : this.#draft.lookup(text);
    }
    if (atom.kind === "text") return this.#draft.constant(this.#expand(atom, context));
    const name = this.#name(atom, context);
    return name === undefined ? 0 : this.#draft.lookup(name);
  }

  #expression(syntax: ExpressionSyntax | undefined, context: Context): ExpressionId {
    if (syntax === undefined) return NONE;
    const { expressions } = this.#draft;
    switch (syntax.kind) {
      case "word":
      case "text":
        return expressions.symbol(this.#symbolOf(syntax, context));
      case "not":
        return expressions.not(this.#expression(syntax.operand, context));
      case "comparison": {
        const left = this.#symbolOf(syntax.left, context);
        return expressions.make(comparisonOps[syntax.operator], left, this.#symbolOf(syntax.right, context));
      }
      case "and":
      case "or": {
        // Chains lean left and may be long: down the spine in a loop, then up again.
        const spine: { readonly op: OpCode; readonly right: ExpressionSyntax }[] = [];
        let at: ExpressionSyntax = syntax;
        while (at.kind === "and" || at.kind === "or") {
          spine.push({ op: at.kind === "and" ? Op.and : Op.or, right: at.right });
          at = at.left;
        }
        let value = this.#expression(at, context);
        for (let index = spine.length - 1; index >= 0; index--) {
          value = expressions.make(spine[index].op, value, this.#expression(spine[index].right, context));
        }
        return value;
      }
    }
  }
}

/** Start of the first line at or after `lineStart` that holds more than blanks or a comment. */
function skipped(text: string, lineStart: number): number {
  const blank = /(?:[ \t]*(?:#.*)?\n)*/y;
  blank.lastIndex = lineStart;
  blank.test(text);
  return blank.lastIndex;
}

/** Where an attribute ends: after its condition, or after its value. */
function endOf(attribute: Attribute, value: Span): number {
  return attribute.condition === undefined ? value.end : spanOf(attribute.condition).end;
}
