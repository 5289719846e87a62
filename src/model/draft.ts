/** The model while it is being built: columns that can still grow. */

import type { UnknownSource } from "../preprocess/unknown.ts";
import { Budget } from "../text/budget.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import {
  ABSENT,
  Kind,
  type Lists,
  MOD,
  type ModelData,
  NO,
  type NodeId,
  type ProbeRecord,
  type PropertyId,
  SymbolFlag,
  type SymbolId,
  Type,
  type UnknownWord,
  YES,
} from "./columns.ts";
import type { Dialect } from "./dialect.ts";
import { type ExpressionId, ExpressionTable, NONE, type OpCode } from "./expressions.ts";
import { HelpTexts } from "./help-texts.ts";
import type { Renames } from "./renames.ts";
import { symbolTable } from "./symbol-table.ts";

/** A property about to be added. */
export interface NewProperty {
  readonly kind: number;
  readonly node: NodeId;
  readonly value: number;
  readonly upper?: number;
  readonly condition: ExpressionId;
  readonly file: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Rows of symbols, properties and menu nodes; `finish` freezes them into a model. */
export class Draft {
  readonly dialect: Dialect;
  readonly budget: Budget;
  expressions = new ExpressionTable();

  readonly symbolName: string[] = [];
  readonly symbolType: number[] = [];
  readonly symbolFlags: number[] = [];
  readonly symbolDirect: ExpressionId[] = [];
  readonly symbolReverse: ExpressionId[] = [];
  readonly symbolWeak: ExpressionId[] = [];
  readonly symbolChoice: SymbolId[] = [];
  readonly symbolProperties: PropertyId[][] = [];
  readonly symbolNodes: NodeId[][] = [];
  readonly symbolMembers: SymbolId[][] = [];

  readonly propertyKind: number[] = [];
  readonly propertyNode: NodeId[] = [];
  readonly propertyValue: number[] = [];
  readonly propertyUpper: number[] = [];
  readonly propertyOwnCondition: ExpressionId[] = [];
  readonly propertyCondition: ExpressionId[] = [];
  readonly propertyFile: number[] = [];
  readonly propertyLine: number[] = [];
  readonly propertyStart: number[] = [];
  readonly propertyEnd: number[] = [];
  /** Where the operands of each property begin among those of all. */
  readonly propertyOperands: number[] = [0];
  readonly operandStart: number[] = [];
  readonly operandEnd: number[] = [];

  readonly nodeKind: number[] = [];
  readonly nodeSymbol: SymbolId[] = [];
  readonly nodePrompt: PropertyId[] = [];
  readonly nodeParent: NodeId[] = [];
  readonly nodeNext: NodeId[] = [];
  readonly nodeChild: NodeId[] = [];
  readonly nodeLastChild: NodeId[] = [];
  readonly nodeBlock: NodeId[] = [];
  readonly nodeDependency: ExpressionId[] = [];
  readonly nodeConditions: PropertyId[][] = [];
  readonly nodeVisibility: ExpressionId[] = [];
  readonly nodeFile: number[] = [];
  readonly nodeLine: number[] = [];
  readonly nodeStart: number[] = [];
  readonly nodeHelp: number[] = [];
  readonly nodeWarning: number[] = [];

  readonly texts: string[] = [];
  readonly helpFile: number[] = [];
  readonly helpStart: number[] = [];
  readonly helpEnd: number[] = [];
  readonly files: SourceFile[] = [];
  modules: SymbolId = NO;
  defconfigList: SymbolId = ABSENT;

  readonly #variables = new Map<string, SymbolId>();
  readonly #constants = new Map<string, SymbolId>();
  readonly #unknownConstants = new Map<string, SymbolId>();
  /** Words that nobody knows. There is none where commands are run. */
  readonly unknownWords: UnknownWord[] = [];
  /** What prompts and titles rest on that nobody knows. */
  readonly unknownTexts: UnknownSource[] = [];

  constructor(dialect: Dialect, budget: Budget = new Budget()) {
    this.dialect = dialect;
    this.budget = budget;
    for (const name of ["n", "m", "y"]) this.#addSymbol(name, SymbolFlag.constant, Type.tristate);
  }

  /** The symbol of this name; added if nobody mentioned it before. */
  lookup(name: string): SymbolId {
    const builtin = builtinSymbol(name);
    if (builtin !== undefined) return builtin;
    let id = this.#variables.get(name);
    if (id === undefined) {
      id = this.#addSymbol(name, 0, Type.unknown);
      this.#variables.set(name, id);
    }
    return id;
  }

  /** The symbol of this name; undefined if nobody mentioned it. */
  find(name: string): SymbolId | undefined {
    return builtinSymbol(name) ?? this.#variables.get(name);
  }

  /** The constant with this text: a quoted word. */
  constant(text: string): SymbolId {
    const builtin = builtinSymbol(text);
    if (builtin !== undefined) return builtin;
    let id = this.#constants.get(text);
    if (id === undefined) {
      id = this.#addSymbol(text, SymbolFlag.constant, Type.unknown);
      this.#constants.set(text, id);
    }
    return id;
  }

  /** A constant whose text nobody knows. `key` tells one such text from another; what it is called is as written. */
  unknownConstant(key: string, word: Omit<UnknownWord, "symbol">): SymbolId {
    const known = this.#unknownConstants.get(key);
    if (known !== undefined) return known;
    const symbol = this.#addSymbol(word.written, SymbolFlag.constant | SymbolFlag.unknown, Type.unknown);
    this.#unknownConstants.set(key, symbol);
    this.unknownWords.push({ symbol, ...word });
    return symbol;
  }

  /** A symbol that holds the place of a word that is not known yet. */
  addPending(): SymbolId {
    return this.#addSymbol("", 0, Type.unknown);
  }

  addChoice(name: string): SymbolId {
    return this.#addSymbol(name, SymbolFlag.choice, Type.unknown);
  }

  #addSymbol(name: string, flags: number, type: number): SymbolId {
    this.budget.spend("symbols", 1);
    const id = this.symbolName.push(name) - 1;
    this.symbolFlags.push(flags);
    this.symbolType.push(type);
    this.symbolDirect.push(NONE);
    this.symbolReverse.push(NONE);
    this.symbolWeak.push(NONE);
    this.symbolChoice.push(ABSENT);
    this.symbolProperties.push([]);
    this.symbolNodes.push([]);
    this.symbolMembers.push([]);
    return id;
  }

  hasFlag(symbol: SymbolId, flag: number): boolean {
    return (this.symbolFlags[symbol] & flag) !== 0;
  }

  /** A new menu node, last in `parent`; the first node of a draft is the root and has none. */
  addNode(kind: number, parent: NodeId, symbol: SymbolId, file: number, line: number, start: number): NodeId {
    this.budget.spend("definitions", 1);
    const id = this.nodeKind.push(kind) - 1;
    this.nodeSymbol.push(symbol);
    this.nodePrompt.push(ABSENT);
    this.nodeParent.push(parent);
    this.nodeNext.push(ABSENT);
    this.nodeChild.push(ABSENT);
    this.nodeLastChild.push(ABSENT);
    this.nodeBlock.push(parent);
    this.nodeDependency.push(NONE);
    this.nodeConditions.push([]);
    this.nodeVisibility.push(NONE);
    this.nodeFile.push(file);
    this.nodeLine.push(line);
    this.nodeStart.push(start);
    this.nodeHelp.push(ABSENT);
    this.nodeWarning.push(ABSENT);
    if (parent !== ABSENT) {
      const last = this.nodeLastChild[parent];
      if (last === ABSENT) this.nodeChild[parent] = id;
      else this.nodeNext[last] = id;
      this.nodeLastChild[parent] = id;
    }
    if (symbol !== ABSENT) this.symbolNodes[symbol].push(id);
    return id;
  }

  addProperty(property: NewProperty): PropertyId {
    const id = this.propertyKind.push(property.kind) - 1;
    this.propertyNode.push(property.node);
    this.propertyValue.push(property.value);
    this.propertyUpper.push(property.upper ?? ABSENT);
    this.propertyOwnCondition.push(property.condition);
    this.propertyCondition.push(property.condition);
    this.propertyFile.push(property.file);
    this.propertyLine.push(property.line);
    this.propertyStart.push(property.start);
    this.propertyEnd.push(property.end);
    this.propertyOperands.push(this.operandStart.length);
    return id;
  }

  /** Notes where a word stands that is an operand of the property which is added next. */
  noteOperand({ start, end }: Span): void {
    this.operandStart.push(start);
    this.operandEnd.push(end);
  }

  /** The prompt of an entry without a symbol: of a menu, a comment or the whole tree. */
  addTitle(node: NodeId, text: string, place: Pick<NewProperty, "file" | "line" | "start" | "end">): void {
    const value = this.texts.push(text) - 1;
    this.nodePrompt[node] = this.addProperty({ kind: Kind.prompt, node, value, condition: NONE, ...place });
  }

  /** A help text: where its keyword stands, and the first line that is no part of it. Answers its number. */
  addHelp(file: number, start: number, end: number): number {
    this.helpStart.push(start);
    this.helpEnd.push(end);
    return this.helpFile.push(file) - 1;
  }

  comparison(operator: OpCode, left: SymbolId, right: SymbolId): ExpressionId {
    return this.expressions.make(operator, left, right);
  }

  /** The model's columns. The draft must not be used afterwards. */
  finish(
    environmentRead: ReadonlyMap<string, string>,
    probes: readonly ProbeRecord[],
    renames: Renames = new Map(),
  ): ModelData {
    return {
      dialect: this.dialect,
      symbols: {
        count: this.symbolName.length,
        name: this.symbolName,
        type: new Uint8Array(this.symbolType),
        flags: new Uint8Array(this.symbolFlags),
        directDependency: new Int32Array(this.symbolDirect),
        reverseDependency: new Int32Array(this.symbolReverse),
        weakReverseDependency: new Int32Array(this.symbolWeak),
        choice: new Int32Array(this.symbolChoice),
        properties: this.#propertiesByKind(),
        nodes: toLists(this.symbolNodes),
        members: toLists(this.symbolMembers),
      },
      properties: {
        count: this.propertyKind.length,
        kind: new Uint8Array(this.propertyKind),
        node: new Int32Array(this.propertyNode),
        value: new Int32Array(this.propertyValue),
        upper: new Int32Array(this.propertyUpper),
        ownCondition: new Int32Array(this.propertyOwnCondition),
        condition: new Int32Array(this.propertyCondition),
        file: new Int32Array(this.propertyFile),
        line: new Int32Array(this.propertyLine),
        start: new Int32Array(this.propertyStart),
        end: new Int32Array(this.propertyEnd),
      },
      operands: {
        first: new Int32Array(this.propertyOperands),
        start: new Int32Array(this.operandStart),
        end: new Int32Array(this.operandEnd),
      },
      nodes: {
        count: this.nodeKind.length,
        kind: new Uint8Array(this.nodeKind),
        symbol: new Int32Array(this.nodeSymbol),
        prompt: new Int32Array(this.nodePrompt),
        parent: new Int32Array(this.nodeParent),
        next: new Int32Array(this.nodeNext),
        child: new Int32Array(this.nodeChild),
        block: new Int32Array(this.nodeBlock),
        dependency: new Int32Array(this.nodeDependency),
        conditions: toLists(this.nodeConditions),
        visibility: new Int32Array(this.nodeVisibility),
        file: new Int32Array(this.nodeFile),
        line: new Int32Array(this.nodeLine),
        start: new Int32Array(this.nodeStart),
        help: new Int32Array(this.nodeHelp),
        warning: new Int32Array(this.nodeWarning),
      },
      expressions: this.expressions.columns(),
      table: symbolTable(this.symbolName, this.dialect.hashBuckets),
      texts: this.texts,
      helps: new HelpTexts(
        this.files,
        new Int32Array(this.helpFile),
        new Int32Array(this.helpStart),
        new Int32Array(this.helpEnd),
      ),
      files: this.files,
      modules: this.modules,
      defconfigList: this.defconfigList,
      renames,
      environmentRead,
      probes,
      unknownWords: this.unknownWords,
      unknownTexts: this.unknownTexts,
    };
  }

  /** Evaluation asks for the prompts and the defaults of each symbol: neither need step over the rest. */
  #propertiesByKind(): Lists {
    const kind = this.propertyKind;
    for (const row of this.symbolProperties) {
      // Most are in order already.
      if (row.some((each, at) => at > 0 && kind[row[at - 1]] > kind[each]))
        row.sort((a, b) => kind[a] - kind[b]);
    }
    return toLists(this.symbolProperties);
  }
}

/** `y`, `m` and `n` mean the tristate constants, quoted or not. */
function builtinSymbol(name: string): SymbolId | undefined {
  if (name.length !== 1) return undefined;
  if (name === "y") return YES;
  if (name === "m") return MOD;
  return name === "n" ? NO : undefined;
}

function toLists(rows: readonly (readonly number[])[]): Lists {
  const starts = new Int32Array(rows.length + 1);
  let total = 0;
  for (let row = 0; row < rows.length; row++) {
    starts[row] = total;
    total += rows[row].length;
  }
  starts[rows.length] = total;
  const items = new Int32Array(total);
  let at = 0;
  // Not set() for each row: most have an item or two, and a call costs more than they do.
  for (const row of rows) for (const item of row) items[at++] = item;
  return { starts, items };
}
