/** Expressions as a person would write them, without values. */
import type { ConfigSymbol, Expression } from "../model/model.ts";

/** `A && (B || C=m)`, `SIZE >= 64`; an absent expression is `y`. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case "always":
      return "y";
    case "symbol":
      return symbolText(expression.symbol);
    case "comparison": {
      const { sign, left, right } = expression;
      const gap = sign.includes("<") || sign.includes(">") ? " " : "";
      return `${symbolText(left)}${gap}${sign}${gap}${symbolText(right)}`;
    }
    case "not": {
      const { operand } = expression;
      const isChain = operand.kind === "and" || operand.kind === "or";
      return isChain ? `!(${expressionText(operand)})` : `!${expressionText(operand)}`;
    }
    case "and":
      return expression.operands
        .map((operand) => (operand.kind === "or" ? `(${expressionText(operand)})` : expressionText(operand)))
        .join(" && ");
    case "or":
      return expression.operands.map(expressionText).join(" || ");
  }
}

/** A symbol's name, a constant's text in quotes, a choice by its prompt. */
export function symbolText(symbol: ConfigSymbol): string {
  if (symbol.isChoice) return choiceText(symbol);
  if (symbol.isConstant && !/^[ymn]$/.test(symbol.name)) return `"${symbol.name}"`;
  return symbol.name;
}

/** `choice "Timer frequency"`. */
export function choiceText(choice: ConfigSymbol): string {
  const prompt = choice.propertiesOf("prompt")[0]?.text;
  return prompt === undefined ? `choice ${choice.name}`.trim() : `choice "${prompt}"`;
}
