/** Why a condition never holds, where one part of it is enough to say so. */
import { YES } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, Model } from "../model/model.ts";
import type { Fact } from "../resolve/facts.ts";
import { refute } from "../resolve/refute.ts";

export interface ConditionReason {
  /** The rules that keep the part down. */
  readonly facts?: readonly Fact[];
  /** The part, where it is a number or a string: as a condition that is n. */
  readonly notLogical?: ConfigSymbol;
}

/** The shortest reason among the parts that must all hold; empty where only several of them together exclude each other. */
export function reasonAgainst(model: Model, condition: ExpressionId): ConditionReason {
  const expression = model.expression(condition);
  const parts = expression.kind === "and" ? expression.operands : [expression];
  for (const part of parts) {
    if (part.kind === "symbol" && isNotLogical(part.symbol)) return { notLogical: part.symbol };
  }
  const [facts] = parts
    .map(factsAgainst)
    .filter((each) => each !== undefined)
    .sort((a, b) => a.length - b.length);
  return { facts };
}

function isNotLogical({ type, isDefined }: ConfigSymbol): boolean {
  return isDefined && (type === "int" || type === "hex" || type === "string" || type === "float");
}

function factsAgainst(part: Expression): readonly Fact[] | undefined {
  // That n is n explains nothing.
  if (part.kind === "symbol" && part.symbol.id <= YES) return undefined;
  if (part.kind === "symbol") return refute(part.symbol, { kind: "never", level: 1 });
  if (part.kind === "not" && part.operand.kind === "symbol") {
    const { symbol } = part.operand;
    return refute(symbol, { kind: "always", level: symbol.type === "bool" ? 1 : 2 });
  }
  return undefined;
}
