/** How C says that an expression is n, or is not. */
import { NO } from "./columns.ts";
import { type ExpressionId, type ExpressionTable, NONE, Op } from "./expressions.ts";

/**
 * "The expression is n", or not n for `Op.unequal`, with symbols only inside comparisons. Quirk: `!A` is taken to be n
 * where A is not n, also for a tristate A that is m.
 */
export function comparedWithNo(
  table: ExpressionTable,
  id: ExpressionId,
  operator: typeof Op.equal | typeof Op.unequal,
): ExpressionId {
  const isUnequal = operator === Op.unequal;
  if (id === NONE) return isUnequal ? table.not(table.symbol(NO)) : table.symbol(NO);
  const op = table.operator(id);
  switch (op) {
    case Op.and:
    case Op.or: {
      // For n the roles of and and or are exchanged: a && b is n if a is n or b is n.
      const joined = table
        .operands(op, id)
        .map((operand) => comparedWithNo(table, operand, Op.equal))
        .reduce((left, right) => table.make(op === Op.and ? Op.or : Op.and, left, right));
      return isUnequal ? table.not(joined) : joined;
    }
    case Op.not:
      return comparedWithNo(table, table.left(id), isUnequal ? Op.equal : Op.unequal);
    case Op.symbol:
      return table.make(operator, table.left(id), NO);
    default:
      return isUnequal ? id : table.not(id);
  }
}
