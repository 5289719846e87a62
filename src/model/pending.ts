/** Words whose text was not known while the tree was read, because a command was still running. */

import { ABSENT, Kind, SymbolFlag, type SymbolId, Type, YES } from "./columns.ts";
import type { Draft } from "./draft.ts";
import { type ExpressionId, ExpressionTable, isComparison, NONE, Op } from "./expressions.ts";

/** A symbol that holds the place of a word. */
export interface PendingWord {
  readonly symbol: SymbolId;
  /** The word, with stand-ins for what is not known. */
  readonly text: string;
  /** Whether it was quoted, which makes it a constant. */
  readonly isConstant: boolean;
}

/**
 * Puts the right symbols in place of the pending ones: the draft becomes what it would be if all words had been known
 * from the start, symbols numbered in the order of first mention. False, and nothing done, if a word without quotes
 * turned out to be empty: then there is no word at all, and the tree must be read anew.
 */
export function settlePending(
  draft: Draft,
  words: readonly PendingWord[],
  settle: (text: string) => string,
): boolean {
  const texts = new Map(words.map((word) => [word.symbol, { ...word, text: settle(word.text) }]));
  for (const { text, isConstant } of texts.values()) if (text === "" && !isConstant) return false;
  const { numbers, rows } = renumber(draft, texts);
  const expressions = rebuildExpressions(draft, numbers);
  replaceSymbols(draft, numbers, rows, texts);
  replaceReferences(draft, numbers, expressions);
  return true;
}

type Texts = ReadonlyMap<SymbolId, PendingWord>;

/** New numbers by old ones, and for each new number the old row that describes it. */
function renumber(draft: Draft, texts: Texts): { readonly numbers: Int32Array; readonly rows: SymbolId[] } {
  const { symbolName, symbolFlags } = draft;
  const numbers = new Int32Array(symbolName.length);
  const rows: SymbolId[] = [];
  const variables = new Map<string, SymbolId>();
  const constants = new Map<string, SymbolId>([
    ["n", 0],
    ["m", 1],
    ["y", 2],
  ]);
  for (let old = 0; old < symbolName.length; old++) {
    const pending = texts.get(old);
    const isChoice = (symbolFlags[old] & SymbolFlag.choice) !== 0;
    if (old <= YES || isChoice) {
      numbers[old] = rows.push(old) - 1;
      continue;
    }
    const name = pending === undefined ? symbolName[old] : pending.text;
    const isConstant = pending === undefined ? draft.hasFlag(old, SymbolFlag.constant) : pending.isConstant;
    const builtin = name.length === 1 && "nmy".includes(name) ? constants.get(name) : undefined;
    const table = isConstant ? constants : variables;
    const known = builtin ?? table.get(name);
    if (known === undefined) {
      numbers[old] = rows.push(old) - 1;
      table.set(name, numbers[old]);
      continue;
    }
    numbers[old] = known;
    // A word that was pending was mentioned first, but the other mention has the definition.
    if (pending === undefined && builtin === undefined) rows[known] = old;
  }
  return { numbers, rows };
}

function rebuildExpressions(draft: Draft, numbers: Int32Array): Int32Array {
  const old = draft.expressions;
  const table = new ExpressionTable();
  const map = new Int32Array(old.size);
  // Operands have lower numbers than what they are operands of.
  for (let id: ExpressionId = NONE + 1; id < old.size; id++) {
    const op = old.operator(id);
    const left = old.left(id);
    const right = old.right(id);
    if (op === Op.symbol) map[id] = table.make(op, numbers[left]);
    else if (isComparison(op)) map[id] = table.make(op, numbers[left], numbers[right]);
    else if (op === Op.not) map[id] = table.make(op, map[left]);
    else map[id] = table.make(op, map[left], map[right]);
  }
  draft.expressions = table;
  return map;
}

function replaceSymbols(draft: Draft, numbers: Int32Array, rows: readonly SymbolId[], texts: Texts): void {
  const pick = <T>(column: T[]): void => {
    const picked = rows.map((row) => column[row]);
    column.length = 0;
    for (const value of picked) column.push(value);
  };
  for (const row of rows) {
    const pending = texts.get(row);
    if (pending === undefined) continue;
    draft.symbolName[row] = pending.text;
    draft.symbolType[row] = Type.unknown;
    draft.symbolFlags[row] = pending.isConstant ? SymbolFlag.constant : 0;
  }
  pick(draft.symbolName);
  pick(draft.symbolType);
  pick(draft.symbolFlags);
  pick(draft.symbolDirect);
  pick(draft.symbolReverse);
  pick(draft.symbolWeak);
  pick(draft.symbolProperties);
  pick(draft.symbolNodes);
  pick(draft.symbolChoice);
  pick(draft.symbolMembers);
  const renumbered = (symbol: SymbolId) => (symbol === ABSENT ? ABSENT : numbers[symbol]);
  for (let symbol = 0; symbol < rows.length; symbol++) {
    draft.symbolChoice[symbol] = renumbered(draft.symbolChoice[symbol]);
    draft.symbolMembers[symbol] = draft.symbolMembers[symbol].map(renumbered);
  }
  draft.modules = renumbered(draft.modules);
  draft.defconfigList = renumbered(draft.defconfigList);
}

function replaceReferences(draft: Draft, numbers: Int32Array, expressions: Int32Array): void {
  for (let property = 0; property < draft.propertyKind.length; property++) {
    const value = draft.propertyValue[property];
    switch (draft.propertyKind[property]) {
      case Kind.prompt:
        break;
      case Kind.select:
      case Kind.imply:
        draft.propertyValue[property] = numbers[value];
        break;
      case Kind.range:
      case Kind.set:
      case Kind.setDefault:
        draft.propertyValue[property] = numbers[value];
        draft.propertyUpper[property] = numbers[draft.propertyUpper[property]];
        break;
      default:
        draft.propertyValue[property] = expressions[value];
    }
    draft.propertyOwnCondition[property] = expressions[draft.propertyOwnCondition[property]];
    draft.propertyCondition[property] = expressions[draft.propertyCondition[property]];
  }
  for (let node = 0; node < draft.nodeKind.length; node++) {
    if (draft.nodeSymbol[node] !== ABSENT) draft.nodeSymbol[node] = numbers[draft.nodeSymbol[node]];
    draft.nodeDependency[node] = expressions[draft.nodeDependency[node]];
    draft.nodeVisibility[node] = expressions[draft.nodeVisibility[node]];
  }
}
