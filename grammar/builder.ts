/** What the parser tells whoever builds a tree: one call for each thing that the language can say. */
import type { IToken } from "chevrotain";

/** The token types of `grammar/` are chevrotain's; the tree's own types are the builder's business. */
export type Token = IToken;

/**
 * Builds one file's tree, bottom-up. `keyword` is the token that names the thing; a condition is the expression
 * after `if`. While the parser is being constructed it calls through with meaningless tokens, on a builder that
 * ignores them.
 */
export interface TreeBuilder<Atom, Expression, Attribute, Entry> {
  word(token: Token): Atom;
  text(token: Token): Atom;

  symbol(atom: Atom): Expression;
  comparison(left: Atom, operator: Token, right: Atom): Expression;
  not(operator: Token, operand: Expression): Expression;
  and(left: Expression, right: Expression): Expression;
  or(left: Expression, right: Expression): Expression;
  /** An expression in parentheses. */
  group(open: Token, inner: Expression, close: Token): Expression;

  type(keyword: Token, prompt?: Atom, condition?: Expression): Attribute;
  typeWithDefault(keyword: Token, value: Expression, condition?: Expression): Attribute;
  prompt(keyword: Token, prompt: Atom, condition?: Expression): Attribute;
  default(keyword: Token, value: Expression, condition?: Expression): Attribute;
  dependsOn(keyword: Token, expression: Expression, condition?: Expression): Attribute;
  select(keyword: Token, symbol: Atom, condition?: Expression): Attribute;
  imply(keyword: Token, symbol: Atom, condition?: Expression): Attribute;
  /** `isWeak`: `set default`. */
  set(keyword: Token, isWeak: boolean, symbol: Atom, value: Atom, condition?: Expression): Attribute;
  range(keyword: Token, low: Atom, high: Atom, condition?: Expression): Attribute;
  visibleIf(keyword: Token, condition?: Expression): Attribute;
  help(token: Token): Attribute;
  modules(keyword: Token): Attribute;
  optional(keyword: Token): Attribute;
  transitional(keyword: Token): Attribute;
  warning(keyword: Token, text: Atom, condition?: Expression): Attribute;
  option(keyword: Token, name: Token, value?: Atom): Attribute;
  /** A line that is wrong, or the part of it that is; of a file that was repaired. */
  brokenAttribute(line: Token): Attribute;

  /** `next` is the token after the entry; at the end of the file its offset is not a number. */
  config(keyword: Token, name: Atom, attributes: readonly Attribute[], next: Token): Entry;
  choice(
    keyword: Token,
    name: Atom | undefined,
    attributes: readonly Attribute[],
    entries: readonly Entry[],
    end?: Token,
  ): Entry;
  menu(
    keyword: Token,
    title: Atom,
    attributes: readonly Attribute[],
    entries: readonly Entry[],
    end?: Token,
  ): Entry;
  if(keyword: Token, condition: Expression, entries: readonly Entry[], end?: Token): Entry;
  comment(keyword: Token, title: Atom, attributes: readonly Attribute[]): Entry;
  source(keyword: Token, path: Atom): Entry;
  mainmenu(keyword: Token, title: Atom): Entry;
  assignment(name: Token, tail: Token): Entry;
  /** A word alone on its line, which begins no statement. */
  lonelyWord(word: Atom): Entry;
  /** A line that begins with a word or sign that begins no statement. */
  invalidStatement(first: Token): void;
  /** `endif` and its kin where no block is open. */
  strayEnd(keyword: Token): Entry;
  /** As `brokenAttribute`, where a statement may stand. */
  brokenEntry(line: Token): Entry;
}
