/** Who speaks of a symbol: selects and implies by their target, and the symbols whose dependencies mention it. */

import { Kind, type PropertyId, type SymbolId } from "../model/columns.ts";
import { isComparison, Op } from "../model/expressions.ts";
import type { ConfigSymbol, Model, Property } from "../model/model.ts";

const tables = new WeakMap<Model, ReadonlyMap<SymbolId, readonly PropertyId[]>>();

/** All `select` and `imply` statements whose target is the symbol, in the order of the files. */
export function selectorsOf(symbol: ConfigSymbol): readonly Property[] {
  const { model } = symbol;
  let table = tables.get(model);
  if (table === undefined) {
    table = collect(model);
    tables.set(model, table);
  }
  return (table.get(symbol.id) ?? []).map((id) => model.property(id));
}

function collect(model: Model): ReadonlyMap<SymbolId, readonly PropertyId[]> {
  const { kind, value, count } = model.data.properties;
  const table = new Map<SymbolId, PropertyId[]>();
  for (let id = 0; id < count; id++) {
    if (kind[id] !== Kind.select && kind[id] !== Kind.imply) continue;
    const list = table.get(value[id]);
    if (list === undefined) table.set(value[id], [id]);
    else list.push(id);
  }
  return table;
}

/** Defined symbols whose direct dependency mentions the symbol, in the order of first mention. */
export function dependentsOf(symbol: ConfigSymbol): readonly ConfigSymbol[] {
  const { model } = symbol;
  const { operator, left, right } = model.data.expressions;
  // Operands always stand before what they are operands of, so that one pass is enough.
  const mentions = new Uint8Array(operator.length);
  for (let id = 1; id < operator.length; id++) {
    const op = operator[id];
    if (op === Op.symbol) mentions[id] = left[id] === symbol.id ? 1 : 0;
    else if (op === Op.not) mentions[id] = mentions[left[id]];
    else if (isComparison(op)) mentions[id] = left[id] === symbol.id || right[id] === symbol.id ? 1 : 0;
    else mentions[id] = mentions[left[id]] | mentions[right[id]];
  }
  return [...model.definedSymbols()].filter(
    (other) => other.id !== symbol.id && mentions[other.directDependency] === 1,
  );
}
