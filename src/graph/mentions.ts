/** Which symbols an expression mentions, and which of their values serve it. */
import type { ConfigSymbol, Expression } from "../model/model.ts";

/** What the expression wants of a symbol: that it is on, that it is off, or something else. */
export type Wanted = "on" | "off" | "other";

export interface Mention {
  readonly symbol: ConfigSymbol;
  readonly wanted: Wanted;
}

/** Each symbol once, in the order of the text; one that is wanted both ways is `other`. Constants do not count. */
export function mentionsOf(expression: Expression): readonly Mention[] {
  const found = new Map<number, Mention>();
  const add = (symbol: ConfigSymbol, wanted: Wanted) => {
    if (isConstant(symbol)) return;
    const known = found.get(symbol.id);
    found.set(symbol.id, {
      symbol,
      wanted: known === undefined || known.wanted === wanted ? wanted : "other",
    });
  };
  visit(expression, "on", add);
  return [...found.values()];
}

function visit(
  expression: Expression,
  wanted: Wanted,
  add: (symbol: ConfigSymbol, wanted: Wanted) => void,
): void {
  switch (expression.kind) {
    case "always":
      return;
    case "symbol":
      add(expression.symbol, wanted);
      return;
    case "not":
      visit(expression.operand, opposite[wanted], add);
      return;
    case "comparison": {
      const { left, right, sign } = expression;
      add(left, wantedByComparison(sign, right, wanted));
      add(right, wantedByComparison(sign, left, wanted));
      return;
    }
    default:
      for (const operand of expression.operands) visit(operand, wanted, add);
  }
}

const opposite: Readonly<Record<Wanted, Wanted>> = { on: "off", off: "on", other: "other" };

/** `A=n` wants A off, `A!=n` wants it on, `A=y` and `A=m` as well; what `A!=y` wants depends. */
function wantedByComparison(sign: string, other: ConfigSymbol, wanted: Wanted): Wanted {
  if (sign === "=" && other.name === "n") return opposite[wanted];
  const isOn = (sign === "!=" && other.name === "n") || (sign === "=" && /^[ym]$/.test(other.name));
  return isOn && other.isConstant ? wanted : "other";
}

/** y, m and n, what stands in quotes, and numbers, which Kconfig takes for symbols that nobody defined. */
export function isConstant(symbol: ConfigSymbol): boolean {
  return symbol.isConstant || (!symbol.isDefined && /^(?:0[xX][0-9a-fA-F]+|-?[0-9]+)$/.test(symbol.name));
}
