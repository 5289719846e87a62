/** What the parser says of a line that is wrong: what may stand there, and what does. */
import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType, tokenLabel } from "chevrotain";
import * as t from "./tokens.ts";

export const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) =>
    `expected ${tokenLabel(expected)}, found ${describe(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected ${describe(firstRedundant)}`,
  buildNoViableAltMessage: ({ expectedPathsPerAlt, actual }) =>
    `expected ${list(expectedPathsPerAlt.flat().map((path) => path[0]))}, found ${describe(actual[0])}`,
  buildEarlyExitMessage: ({ expectedIterationPaths, actual }) =>
    `expected ${list(expectedIterationPaths.map((path) => path[0]))}, found ${describe(actual[0])}`,
};

/** What a token is, for a sentence. */
export function describe(token: IToken): string {
  if (token.tokenType === EOF) return "end of file";
  if (token.tokenType === t.Eol) return "end of line";
  if (token.tokenType === t.Text) return `string ${token.image}`;
  return `'${token.image.split("\n", 1)[0]}'`;
}

function list(types: readonly TokenType[]): string {
  if (types.includes(t.NotOperator)) return "an expression";
  // Nobody writes what stands for a line that is wrong.
  const written = types.filter((type) => type !== t.BrokenAttribute && type !== t.BrokenEntry);
  const labels = [...new Set(written.map((type) => tokenLabel(type)))];
  const last = labels.pop();
  return labels.length === 0 ? `${last}` : `${labels.join(", ")} or ${last}`;
}
