/** The nouns of a loaded Kconfig tree: symbols, choices, menu nodes, properties, expressions. */
import {
  ABSENT,
  isLogicalType,
  itemsOf,
  Kind,
  type ModelData,
  type NodeColumns,
  type NodeId,
  type NodeKind,
  nodeKinds,
  type PropertyColumns,
  type PropertyId,
  type PropertyKind,
  propertiesInTextOrder,
  propertyKinds,
  SymbolFlag,
  type SymbolId,
  type SymbolType,
  settingAt,
  Type,
  typeNames,
} from "./columns.ts";
import {
  type ComparisonSign,
  comparisonSigns,
  type ExpressionId,
  isComparison,
  NONE,
  Op,
  operandsOf,
} from "./expressions.ts";
import type { Rename } from "./renames.ts";
import { findInBucket } from "./symbol-table.ts";

// Small views over the columns, made when somebody asks.

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
  /** Whether it is bool or tristate: its value is n, m or y. */
  get isLogical(): boolean {
    return isLogicalType(this.model.data.symbols.type[this.id]);
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
  /** The number of its first entry, by which symbols are in menu order; 0 for one that nothing defines. */
  get firstEntry(): NodeId {
    return itemsOf(this.model.data.symbols.nodes, this.id)[0] ?? 0;
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
  /** The last line of the help text; undefined without one. */
  get helpEnd(): Place | undefined {
    const id = this.#columns.help[this.id];
    if (id === ABSENT) return undefined;
    const { files, helps } = this.model.data;
    const file = files[helps.file[id]];
    return { path: file.path, line: file.lineAt(helps.end[id] - 1) };
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
    const { dialect, properties } = this.model.data;
    if (!dialect.lexer.hasSets || properties.kind[this.id] !== Kind.default) return undefined;
    const source = this.node.symbol;
    if (source === undefined) return undefined;
    const found = settingAt(this.model.data, source.id, this.id);
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
      sign: comparisonSigns[op],
      left: model.symbolAt(left[id]),
      right: model.symbolAt(right[id]),
    };
  }
  const kind = op === Op.and ? "and" : "or";
  const operands = operandsOf(model.data.expressions, kind === "and" ? Op.and : Op.or, id);
  return { id, kind, operands: operands.map((operand) => expressionView(model, operand)) };
}
