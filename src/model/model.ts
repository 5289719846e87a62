/** The nouns of a loaded Kconfig tree: symbols, choices, menu nodes, properties, expressions. */
import type { UnknownSource } from "../preprocess/unknown.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Dialect } from "./dialect.ts";
import {
  type ExpressionColumns,
  type ExpressionId,
  isComparison,
  NONE,
  Op,
  operandsOf,
} from "./expressions.ts";
import type { HelpTexts } from "./help-texts.ts";
import type { Rename, Renames } from "./renames.ts";
import { findInBucket, type SymbolTable } from "./symbol-table.ts";

// Storage is columns of integers (see expressions.ts for why); the nouns are small views that are made when
// somebody asks. Nothing here changes after loading: values live in a Configuration.
//
//     symbol ──definitions──▶ menu node ──prompt──▶ property
//        │                      │  ▲                   │
//        └──properties──────────┼──┴──node─────────────┤
//                               ▼                      ▼
//                            dependency (expression)  condition, value (expressions)

export type SymbolId = number;
export type PropertyId = number;
export type NodeId = number;

/** A column's mark for "none". */
export const ABSENT = -1;

/** Symbols that every tree has, by number. Their tristate value is their number. */
export const NO: SymbolId = 0;
export const MOD: SymbolId = 1;
export const YES: SymbolId = 2;

/** Types as numbers in the columns; the array gives their names. */
export const Type = { unknown: 0, bool: 1, tristate: 2, int: 3, hex: 4, string: 5, float: 6 } as const;
export const typeNames = ["unknown", "bool", "tristate", "int", "hex", "string", "float"] as const;
export type SymbolType = (typeof typeNames)[number];

export const SymbolFlag = {
  /** A quoted word, or one of y, m, n. */
  constant: 1,
  /** A choice, which the C tool keeps among the symbols. */
  choice: 2,
  /** Member of a choice. */
  member: 4,
  optional: 8,
  transitional: 16,
  allnoconfigY: 32,
  /** A constant whose text nobody knows: a command that was not run, a variable that may not be read. */
  unknown: 64,
  /** Never written: it takes its value from the environment. */
  automatic: 128,
} as const;

export const propertyKinds = [
  "prompt",
  "default",
  "select",
  "imply",
  "range",
  "depends on",
  "visible if",
  "set",
  "set default",
] as const;
export type PropertyKind = (typeof propertyKinds)[number];
/** Property kinds as numbers in the columns. */
export const Kind = {
  prompt: 0,
  default: 1,
  select: 2,
  imply: 3,
  range: 4,
  dependsOn: 5,
  visibleIf: 6,
  set: 7,
  setDefault: 8,
} as const;

export const nodeKinds = [
  "mainmenu",
  "config",
  "menuconfig",
  "choice",
  "menu",
  "if",
  "comment",
  "configdefault",
] as const;
export type NodeKind = (typeof nodeKinds)[number];
/** Menu node kinds as numbers in the columns. */
export const Node = {
  mainmenu: 0,
  config: 1,
  menuconfig: 2,
  choice: 3,
  menu: 4,
  if: 5,
  comment: 6,
  configdefault: 7,
} as const;

/** Lists of numbers, one for each row: row `i` is `items[starts[i]]` up to `items[starts[i + 1]]`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** Texts by number; an array is one. */
export interface TextList {
  at(index: number): string | undefined;
}

export interface SymbolColumns {
  readonly count: number;
  /** In the order of first mention anywhere. Choices without a name have the empty one. */
  readonly name: readonly string[];
  readonly type: Uint8Array;
  readonly flags: Uint8Array;
  /** Direct dependency: the or of all definitions' conditions. */
  readonly directDependency: Int32Array;
  /** Reverse dependency: the or of all selects of the symbol. */
  readonly reverseDependency: Int32Array;
  /** Weak reverse dependency: the or of all implies of the symbol. */
  readonly weakReverseDependency: Int32Array;
  /** The choice that a member belongs to. */
  readonly choice: Int32Array;
  /** Properties by kind, in the order of `Kind`; those of one kind in the order of the text. */
  readonly properties: Lists;
  /** Menu nodes that define the symbol, in menu order. */
  readonly nodes: Lists;
  /** Members of a choice, in menu order. */
  readonly members: Lists;
}

export interface PropertyColumns {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly node: Int32Array;
  /**
   * prompt: text; default: expression; select, imply, set, set default: symbol; range: lower limit (symbol); else:
   * expression.
   */
  readonly value: Int32Array;
  /** range: upper limit (symbol); set, set default: what the symbol is set to (symbol). */
  readonly upper: Int32Array;
  /** The condition after `if`, as written. */
  readonly ownCondition: Int32Array;
  /** With the conditions of everything around it. */
  readonly condition: Int32Array;
  readonly file: Int32Array;
  readonly line: Int32Array;
  /** Where the property is written, from its keyword to the end of its value and condition; see `Property.span`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Where the operands of properties stand in their files: symbols and constants of values and conditions, in order. */
export interface OperandColumns {
  /** By property, its first one; one more than there are properties. */
  readonly first: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

export interface NodeColumns {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly symbol: Int32Array;
  readonly prompt: Int32Array;
  /** The menu tree as people see it, submenus that arise by themselves included. */
  readonly parent: Int32Array;
  readonly next: Int32Array;
  readonly child: Int32Array;
  /** The entry in whose block this one is written. */
  readonly block: Int32Array;
  readonly dependency: Int32Array;
  /** `depends on` and `visible if` as written, in order. */
  readonly conditions: Lists;
  readonly visibility: Int32Array;
  readonly file: Int32Array;
  readonly line: Int32Array;
  readonly start: Int32Array;
  /** Number of the help text, or -1. */
  readonly help: Int32Array;
  /** Number of the text of `warning`, for who sets the symbol by hand, or -1. */
  readonly warning: Int32Array;
}

/** All that a loaded tree is. */
export interface ModelData {
  readonly dialect: Dialect;
  readonly symbols: SymbolColumns;
  readonly properties: PropertyColumns;
  readonly operands: OperandColumns;
  readonly nodes: NodeColumns;
  readonly expressions: ExpressionColumns;
  readonly table: SymbolTable;
  /** Prompts, titles and warnings. */
  readonly texts: TextList;
  readonly helps: HelpTexts;
  /** In the order in which they were opened. Of a kept model they are read when somebody asks for their text. */
  readonly files: readonly SourceFile[];
  /** The symbol with `modules`; NO if there is none. */
  readonly modules: SymbolId;
  /** The symbol with `option defconfig_list`, or -1. */
  readonly defconfigList: SymbolId;
  /** Former names of symbols, by the tree's own lists: a .config that has one of them means the new one. */
  readonly renames: Renames;
  /** Environment variables that were read, in order of first use. */
  readonly environmentRead: ReadonlyMap<string, string>;
  readonly probes: readonly ProbeRecord[];
  /** Constants that nobody knows; none where commands are run. */
  readonly unknownWords: readonly UnknownWord[];
  /** What prompts and titles rest on that nobody knows; they show words for it. */
  readonly unknownTexts: readonly UnknownSource[];
}

/** A word of the Kconfig files whose text nobody knows: its symbol has the flag `unknown`. */
export interface UnknownWord {
  readonly symbol: SymbolId;
  /** As it stands in the file, without quotes. */
  readonly written: string;
  readonly sources: readonly UnknownSource[];
}

/** One `$(shell,…)` that ran: where, what, and what it printed. */
export interface ProbeRecord {
  readonly command: string;
  readonly output: string;
  /** Set if it was not run, so that nobody knows what it says. */
  readonly isUnknown?: true;
  readonly path: string;
  readonly line: number;
}

/** A loaded Kconfig tree. Never changes; many configurations share one. */
export class Model {
  readonly data: ModelData;
  #symbolViews: ConfigSymbol[] = [];

  constructor(data: ModelData) {
    this.data = data;
  }

  /** The symbol of this name (without `CONFIG_`) that is defined or mentioned; constants do not count. */
  symbol(name: string): ConfigSymbol | undefined {
    const { symbols, table } = this.data;
    const skipped = SymbolFlag.constant | SymbolFlag.choice;
    const id = findInBucket(
      table,
      name,
      (each) => symbols.name[each] === name && (symbols.flags[each] & skipped) === 0,
    );
    return id === undefined ? undefined : this.symbolAt(id);
  }

  /** What C finds by a name: the symbol, or a choice of that name, whichever was mentioned last. */
  symbolOrChoice(name: string): ConfigSymbol | undefined {
    const { table, symbols } = this.data;
    const id = findInBucket(
      table,
      name,
      (each) => symbols.name[each] === name && (symbols.flags[each] & SymbolFlag.constant) === 0,
    );
    return id === undefined ? undefined : this.symbolAt(id);
  }

  /** What a name that nothing defines was renamed to, where that is defined. */
  renamed(name: string): { readonly symbol: ConfigSymbol; readonly rename: Rename } | undefined {
    const rename = this.data.renames.get(name);
    if (rename === undefined || this.symbol(name)?.isDefined) return undefined;
    const symbol = this.symbol(rename.name);
    return symbol?.isDefined ? { symbol, rename } : undefined;
  }

  symbolAt(id: SymbolId): ConfigSymbol {
    let view = this.#symbolViews[id];
    if (view === undefined) {
      view = new ConfigSymbol(this, id);
      this.#symbolViews[id] = view;
    }
    return view;
  }

  /** Symbols that have a definition, in the order of first mention. */
  *definedSymbols(): Iterable<ConfigSymbol> {
    const { symbols } = this.data;
    for (let id = 0; id < symbols.count; id++) {
      if (
        symbols.type[id] !== Type.unknown &&
        (symbols.flags[id] & (SymbolFlag.constant | SymbolFlag.choice)) === 0
      ) {
        yield this.symbolAt(id);
      }
    }
  }

  node(id: NodeId): MenuNode {
    return new MenuNode(this, id);
  }

  property(id: PropertyId): Property {
    return new Property(this, id);
  }

  /** The main menu, root of the menu tree. */
  get root(): MenuNode {
    return this.node(0);
  }

  expression(id: ExpressionId): Expression {
    return expressionView(this, id);
  }

  /** Every menu node, in menu order: parents before children. */
  *menuOrder(): Iterable<NodeId> {
    const { child, next, parent } = this.data.nodes;
    let at: NodeId = 0;
    for (;;) {
      yield at;
      if (child[at] !== ABSENT) {
        at = child[at];
        continue;
      }
      while (at !== 0 && next[at] === ABSENT) at = parent[at];
      if (at === 0) return;
      at = next[at];
    }
  }
}

/** A symbol's properties in the order of the text, in which they are numbered. */
export const propertiesInTextOrder = ({ symbols }: ModelData, symbol: SymbolId): Int32Array =>
  itemsOf(symbols.properties, symbol).slice().sort();

const itemsOf = (lists: Lists, row: number): Int32Array =>
  lists.items.subarray(lists.starts[row], lists.starts[row + 1]);

/** Whether a symbol is a former name, whose value others take over. */
export function isTransitional({ symbols }: Pick<ModelData, "symbols">, symbol: SymbolId): boolean {
  return (symbols.flags[symbol] & SymbolFlag.transitional) !== 0;
}

/** Whether a property of a symbol stands in one of its entries; else it is what another symbol sets it to. */
export function isOwnProperty(
  { properties, nodes }: Pick<ModelData, "properties" | "nodes">,
  symbol: SymbolId,
  property: PropertyId,
): boolean {
  return nodes.symbol[properties.node[property]] === symbol;
}

/** The `set` or `set default` of another symbol that a default comes from; undefined if it stands in an own entry. */
export function settingOf(data: ModelData, symbol: SymbolId, property: PropertyId): PropertyId | undefined {
  if (isOwnProperty(data, symbol, property)) return undefined;
  const { kind, start, node } = data.properties;
  return itemsOf(data.symbols.properties, data.nodes.symbol[node[property]]).find(
    (each) =>
      (kind[each] === Kind.set || kind[each] === Kind.setDefault) &&
      node[each] === node[property] &&
      start[each] === start[property],
  );
}

export function hasTransitional({ symbols }: Pick<ModelData, "symbols">): boolean {
  return symbols.flags.some((flags) => (flags & SymbolFlag.transitional) !== 0);
}

/** A place in a Kconfig file. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** A name that can have a value; a choice is one as well, without a name of its own unless it was given one. */
export class ConfigSymbol {
  readonly model: Model;
  readonly id: SymbolId;

  constructor(model: Model, id: SymbolId) {
    this.model = model;
    this.id = id;
  }

  get name(): string {
    return this.model.data.symbols.name[this.id];
  }
  get type(): SymbolType {
    return typeNames[this.model.data.symbols.type[this.id]];
  }
  get isConstant(): boolean {
    return this.#has(SymbolFlag.constant);
  }
  /** Whether it is a constant whose text nobody knows. */
  get isUnknown(): boolean {
    return this.#has(SymbolFlag.unknown);
  }
  get isChoice(): boolean {
    return this.#has(SymbolFlag.choice);
  }
  /** Whether any Kconfig file that was read defines it, as opposed to only mentioning it. */
  get isDefined(): boolean {
    return this.type !== "unknown" || this.definitions.length > 0;
  }
  get isTransitional(): boolean {
    return this.#has(SymbolFlag.transitional);
  }
  /** The choice that it is a member of. */
  get choice(): ConfigSymbol | undefined {
    const id = this.model.data.symbols.choice[this.id];
    return id === ABSENT ? undefined : this.model.symbolAt(id);
  }
  /** Members of a choice, in menu order. */
  get members(): readonly ConfigSymbol[] {
    return Array.from(itemsOf(this.model.data.symbols.members, this.id), (id) => this.model.symbolAt(id));
  }
  /** The entries that define it, in menu order. */
  get definitions(): readonly MenuNode[] {
    return Array.from(itemsOf(this.model.data.symbols.nodes, this.id), (id) => this.model.node(id));
  }
  /** Prompts, defaults, selects, implies and ranges of all definitions, in the order of the text. */
  get properties(): readonly Property[] {
    return Array.from(propertiesInTextOrder(this.model.data, this.id), (id) => this.model.property(id));
  }
  propertiesOf(kind: PropertyKind): readonly Property[] {
    return this.properties.filter((property) => property.kind === kind);
  }
  get hasPrompt(): boolean {
    return this.properties.some((property) => property.kind === "prompt");
  }
  get directDependency(): ExpressionId {
    return this.model.data.symbols.directDependency[this.id];
  }
  get reverseDependency(): ExpressionId {
    return this.model.data.symbols.reverseDependency[this.id];
  }
  get weakReverseDependency(): ExpressionId {
    return this.model.data.symbols.weakReverseDependency[this.id];
  }

  #has(flag: number): boolean {
    return (this.model.data.symbols.flags[this.id] & flag) !== 0;
  }
}

/** One entry of the menu tree. */
export class MenuNode {
  readonly model: Model;
  readonly id: NodeId;

  constructor(model: Model, id: NodeId) {
    this.model = model;
    this.id = id;
  }

  get kind(): NodeKind {
    return nodeKinds[this.#columns.kind[this.id]];
  }
  get symbol(): ConfigSymbol | undefined {
    const id = this.#columns.symbol[this.id];
    return id === ABSENT ? undefined : this.model.symbolAt(id);
  }
  get prompt(): Property | undefined {
    const id = this.#columns.prompt[this.id];
    return id === ABSENT ? undefined : this.model.property(id);
  }
  /** The entry above it in the menu tree as people see it. */
  get parent(): MenuNode | undefined {
    return this.#view(this.#columns.parent[this.id]);
  }
  /** The entry in whose block it is written: a menu, an if, a choice. */
  get block(): MenuNode | undefined {
    return this.#view(this.#columns.block[this.id]);
  }
  get children(): readonly MenuNode[] {
    const found: MenuNode[] = [];
    for (let at = this.#columns.child[this.id]; at !== ABSENT; at = this.#columns.next[at])
      found.push(this.model.node(at));
    return found;
  }
  /** Its own and all enclosing conditions. */
  get dependency(): ExpressionId {
    return this.#columns.dependency[this.id];
  }
  /** `depends on` and `visible if` as written here; for an `if`, its condition. */
  get conditions(): readonly Property[] {
    return Array.from(itemsOf(this.#columns.conditions, this.id), (id) => this.model.property(id));
  }
  /** What `warning` says to who sets the symbol by hand. */
  get warning(): string | undefined {
    const id = this.#columns.warning[this.id];
    return id === ABSENT ? undefined : this.model.data.texts.at(id);
  }
  /** The help text, as `src/syntax/help-text.ts` reads it. */
  get help(): string | undefined {
    const id = this.#columns.help[this.id];
    return id === ABSENT ? undefined : this.model.data.helps.at(id);
  }
  get place(): Place {
    return {
      path: this.model.data.files[this.#columns.file[this.id]].path,
      line: this.#columns.line[this.id],
    };
  }

  get #columns(): NodeColumns {
    return this.model.data.nodes;
  }
  #view(id: NodeId): MenuNode | undefined {
    return id === ABSENT ? undefined : this.model.node(id);
  }
}

/** One line of a definition that says something about the symbol. */
export class Property {
  readonly model: Model;
  readonly id: PropertyId;

  constructor(model: Model, id: PropertyId) {
    this.model = model;
    this.id = id;
  }

  get kind(): PropertyKind {
    return propertyKinds[this.#columns.kind[this.id]];
  }
  get node(): MenuNode {
    return this.model.node(this.#columns.node[this.id]);
  }
  /** Text of a prompt. */
  get text(): string {
    return this.model.data.texts.at(this.#columns.value[this.id]) ?? "";
  }
  /** Expression of a default, `depends on` or `visible if`. */
  get value(): ExpressionId {
    return this.#columns.value[this.id];
  }
  /** Target of a select, imply, set or set default. */
  get target(): ConfigSymbol {
    return this.model.symbolAt(this.#columns.value[this.id]);
  }
  /** The `set` or `set default` that a default comes from which stands in no entry of its symbol. */
  get setting(): Property | undefined {
    const { kind, node, start } = this.#columns;
    const { dialect } = this.model.data;
    if (!dialect.lexer.hasSets || kind[this.id] !== Kind.default) return undefined;
    const source = this.node.symbol;
    if (source === undefined) return undefined;
    const found = itemsOf(this.model.data.symbols.properties, source.id).find(
      (each) =>
        (kind[each] === Kind.set || kind[each] === Kind.setDefault) &&
        node[each] === node[this.id] &&
        start[each] === start[this.id],
    );
    return found === undefined ? undefined : this.model.property(found);
  }
  /** Limits of a range. */
  get limits(): readonly [ConfigSymbol, ConfigSymbol] {
    const { value, upper } = this.#columns;
    return [this.model.symbolAt(value[this.id]), this.model.symbolAt(upper[this.id])];
  }
  /** The condition after `if`, as written. */
  get ownCondition(): ExpressionId {
    return this.#columns.ownCondition[this.id];
  }
  /** With the conditions of everything around it. */
  get condition(): ExpressionId {
    return this.#columns.condition[this.id];
  }
  get place(): Place {
    return {
      path: this.model.data.files[this.#columns.file[this.id]].path,
      line: this.#columns.line[this.id],
    };
  }
  /** Offsets into the file's text. */
  get span(): { readonly start: number; readonly end: number } {
    return { start: this.#columns.start[this.id], end: this.#columns.end[this.id] };
  }
  /** Where its operands stand, in order: the symbols and constants of its value and condition, with their quotes. */
  get operandSpans(): readonly { readonly start: number; readonly end: number }[] {
    const { first, start, end } = this.model.data.operands;
    const found = [];
    for (let at = first[this.id]; at < first[this.id + 1]; at++)
      found.push({ start: start[at], end: end[at] });
    return found;
  }

  get #columns(): PropertyColumns {
    return this.model.data.properties;
  }
}

export type ComparisonSign = "=" | "!=" | "<" | "<=" | ">" | ">=";
const signs: Readonly<Record<number, ComparisonSign>> = {
  [Op.equal]: "=",
  [Op.unequal]: "!=",
  [Op.less]: "<",
  [Op.lessEqual]: "<=",
  [Op.greater]: ">",
  [Op.greaterEqual]: ">=",
};

/** An expression as a tree, for those who walk it. `id` is its number in the model. */
export type Expression = { readonly id: ExpressionId } & (
  | { readonly kind: "always" }
  | { readonly kind: "symbol"; readonly symbol: ConfigSymbol }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | {
      readonly kind: "comparison";
      readonly sign: ComparisonSign;
      readonly left: ConfigSymbol;
      readonly right: ConfigSymbol;
    }
);

function expressionView(model: Model, id: ExpressionId): Expression {
  const { operator, left, right } = model.data.expressions;
  const op = operator[id];
  if (id === NONE) return { id, kind: "always" };
  if (op === Op.symbol) return { id, kind: "symbol", symbol: model.symbolAt(left[id]) };
  if (op === Op.not) return { id, kind: "not", operand: expressionView(model, left[id]) };
  if (isComparison(op)) {
    return {
      id,
      kind: "comparison",
      sign: signs[op],
      left: model.symbolAt(left[id]),
      right: model.symbolAt(right[id]),
    };
  }
  const kind = op === Op.and ? "and" : "or";
  const operands = operandsOf(model.data.expressions, kind === "and" ? Op.and : Op.or, id);
  return { id, kind, operands: operands.map((operand) => expressionView(model, operand)) };
}
