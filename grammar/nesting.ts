/** How deep blocks and expressions stand in each other: looked at before the parser, which follows them by recursion. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";
import { k } from "./tokens.ts";

/**
 * Blocks, parentheses and `!` in each other, all together. Files of real trees have less than ten; the parser's stack
 * takes about 300. (The C tool ends at some thousands, where its own parser's stack does.)
 */
export const NESTING_LIMIT = 100;

const opens: ReadonlySet<TokenType> = new Set([k.menu, k.if, k.choice]);
const closes: ReadonlySet<TokenType> = new Set([k.endmenu, k.endif, k.endchoice]);
const endsLine: ReadonlySet<TokenType> = new Set([t.Eol, t.Help, t.AssignmentTail]);

/** The token that is nested deeper than the limit; undefined in every sane file. */
export function tooDeepToken(tokens: readonly IToken[]): IToken | undefined {
  let blocks = 0;
  // Of the line: what each open parenthesis adds, which is itself and the `!` before it.
  let open: number[] = [];
  let depth = 0;
  let negations = 0;
  let startsLine = true;
  for (const token of tokens) {
    const type = token.tokenType;
    if (endsLine.has(type)) {
      startsLine = true;
      if (depth > 0) open = [];
      depth = 0;
      negations = 0;
      continue;
    }
    if (startsLine) {
      if (opens.has(type)) blocks++;
      else if (closes.has(type) && blocks > 0) blocks--;
      startsLine = false;
    } else if (type === t.NotOperator) negations++;
    else if (type === t.OpenParen) {
      open.push(negations + 1);
      depth += negations + 1;
      negations = 0;
    } else {
      negations = 0;
      if (type === t.CloseParen) depth -= open.pop() ?? 0;
    }
    if (blocks + depth + negations > NESTING_LIMIT) return token;
  }
  return undefined;
}
