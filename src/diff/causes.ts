/** Which differences another one follows from: those that the statements behind it mention. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { ChangeCause } from "../explain/change-cause.ts";
import { type Origin, originOf } from "../explain/origin.ts";
import { selectorsOf } from "../explain/references.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";

/**
 * Symbols among `differing` that the cause of a change names. Where its statements name none, those of what gave the
 * value before; then all that the symbol's definition rests on.
 */
export function causesAmong(
  differing: ReadonlySet<SymbolId>,
  before: Configuration,
  after: Configuration,
  symbol: ConfigSymbol,
  cause: ChangeCause,
): readonly ConfigSymbol[] {
  const collectors = [
    (mention: Mention) => ofCause(cause, mention),
    (mention: Mention) => ofOrigin(originOf(before, symbol), mention),
    (mention: Mention) => ofDefinition(symbol, mention),
    (mention: Mention) => ofOrigin(originOf(after, symbol), mention),
    // Without modules every tristate is a bool.
    (mention: Mention) => mention.symbol(symbol.model.data.modules),
  ];
  for (const collect of collectors) {
    const found = new Set<SymbolId>();
    const add = (id: SymbolId) => {
      if (id !== symbol.id && differing.has(id)) found.add(id);
    };
    collect({
      symbol: add,
      expression: (id) => symbolsIn(symbol.model.data, id, add),
    });
    if (found.size > 0) return [...found].map((id) => symbol.model.symbolAt(id));
  }
  return [];
}

interface Mention {
  symbol(id: SymbolId): void;
  expression(id: ExpressionId): void;
}

function ofCause(cause: ChangeCause, mention: Mention): void {
  switch (cause.kind) {
    case "given":
      return ofOrigin(cause.origin, mention);
    case "released":
      for (const property of cause.by) ofSelector(property, mention);
      return;
    case "hidden":
      return mention.expression(cause.part.id);
    default:
      return;
  }
}

function ofOrigin(origin: Origin, mention: Mention): void {
  switch (origin.kind) {
    case "select":
    case "imply":
      for (const property of origin.by) ofSelector(property, mention);
      return;
    case "default":
      mention.expression(origin.property.value);
      mention.expression(origin.property.condition);
      return;
    case "clamped":
      for (const limit of origin.range.limits) mention.symbol(limit.id);
      mention.expression(origin.range.condition);
      return;
    case "choice":
      if (origin.chosen !== undefined) mention.symbol(origin.chosen.id);
      return;
    default:
      return;
  }
}

function ofSelector(property: Property, mention: Mention): void {
  if (property.node.symbol !== undefined) mention.symbol(property.node.symbol.id);
  mention.expression(property.condition);
}

function ofDefinition(symbol: ConfigSymbol, mention: Mention): void {
  for (const property of symbol.properties) {
    mention.expression(property.condition);
    if (property.kind === "default") mention.expression(property.value);
  }
  mention.expression(symbol.directDependency);
  for (const property of selectorsOf(symbol)) ofSelector(property, mention);
  for (const member of symbol.choice?.members ?? []) mention.symbol(member.id);
}
