/** What a loaded tree is made of: numbers, the columns that they are the rows of, and what is read off these alone. */
import type { UnknownSource } from "../preprocess/unknown.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Dialect } from "./dialect.ts";
import type { ExpressionColumns } from "./expressions.ts";
import type { HelpTexts } from "./help-texts.ts";
import type { Renames } from "./renames.ts";
import type { SymbolTable } from "./symbol-table.ts";

// Columns of integers (see expressions.ts for why); model.ts has the nouns over them. Nothing here changes after loading:
// values live in a Configuration.
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

/** Whether it is bool or tristate: its value is n, m or y. */
export const isLogicalType = (type: number): boolean => type === Type.bool || type === Type.tristate;

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

/** A symbol's properties in the order of the text, in which they are numbered. */
export const propertiesInTextOrder = ({ symbols }: ModelData, symbol: SymbolId): Int32Array =>
  itemsOf(symbols.properties, symbol).slice().sort();

/** The items of a row. */
export const itemsOf = (lists: Lists, row: number): Int32Array =>
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
  return settingAt(data, data.nodes.symbol[data.properties.node[property]], property);
}

/** The `set` or `set default` of a symbol that stands where a property does. */
export function settingAt(
  { symbols, properties: { kind, start, node } }: ModelData,
  source: SymbolId,
  property: PropertyId,
): PropertyId | undefined {
  return itemsOf(symbols.properties, source).find(
    (each) =>
      (kind[each] === Kind.set || kind[each] === Kind.setDefault) &&
      node[each] === node[property] &&
      start[each] === start[property],
  );
}

const knownTransitional = new WeakMap<ModelData["symbols"]["flags"], boolean>();

/** Whether any symbol is the former name of others. Each configuration asks, so that it is looked for once. */
export function hasTransitional({ symbols: { flags } }: Pick<ModelData, "symbols">): boolean {
  const known = knownTransitional.get(flags) ?? flags.some((each) => (each & SymbolFlag.transitional) !== 0);
  knownTransitional.set(flags, known);
  return known;
}
