/** Which end closes which block, where they do not fit together. */
import type { IToken, TokenType } from "chevrotain";
import type { Mistake } from "./mistake.ts";
import { Eol, k } from "./tokens.ts";

/** One line as it will be read. */
export interface Item {
  readonly tokens: IToken[];
  /** The keyword, if it opens a block. */
  readonly opens?: IToken;
  /** The keyword, if it closes one. */
  readonly closes?: IToken;
}

/** What opens a block, to the word that closes it. */
export const openers: ReadonlyMap<TokenType, TokenType> = new Map([
  [k.menu, k.endmenu],
  [k.if, k.endif],
  [k.choice, k.endchoice],
]);

/** What closes a block, to the word that opens it. */
export const closingOf: ReadonlyMap<TokenType, TokenType> = new Map([...openers].map(([a, b]) => [b, a]));

/**
 * What an end that does not fit can be: that of a block further out, so that those in it have none; the wrong word for
 * the end of the innermost block; or one too many.
 */
const MOVES = ["outer", "wrong", "stray"] as const;
type Move = (typeof MOVES)[number];

/** So often all moves are tried to the end of the file; more mistakes than that have no reason that could be found. */
const MOST_TRIED = 50;

/**
 * Makes all blocks and ends fit, by the reading with the fewest mistakes: ends are put in where one is missing, replaced
 * where it is another's, and left out where it closes nothing. Blocks that are open at the end of the file stay so.
 */
export function matchEnds(items: readonly Item[], tell: (mistake: Mistake) => void): readonly Item[] {
  const marks = items.filter(({ opens, closes }) => opens !== undefined || closes !== undefined);
  const found: Item[] = [];
  const open: IToken[] = [];
  let tried = 0;
  let mark = 0;
  for (const item of items) {
    if (item.opens !== undefined || item.closes !== undefined) mark++;
    if (item.opens !== undefined) open.push(item.opens);
    const { closes } = item;
    if (closes === undefined) {
      found.push(item);
      continue;
    }
    const wanted = closingOf.get(closes.tokenType);
    if (open.at(-1)?.tokenType === wanted) {
      open.pop();
      found.push(item);
      continue;
    }
    tried += 1;
    const types = open.map(({ tokenType }) => tokenType);
    const move = tried > MOST_TRIED ? usualMove(types, wanted) : bestMove(types, wanted, marks, mark);
    if (move === "stray") {
      tell({ kind: "stray-end", first: closes });
      continue;
    }
    if (move === "wrong") {
      const opener = open.pop()!;
      tell({ kind: "wrong-end", first: closes, open: opener });
      found.push({ tokens: [retyped(closes, opener), ...item.tokens.slice(1)] });
      continue;
    }
    while (open.at(-1)?.tokenType !== wanted) {
      const opener = open.pop()!;
      tell({ kind: "missing-end", first: opener });
      found.push({ tokens: [{ ...retyped(closes, opener), image: "" }, emptyEol(closes)] });
    }
    open.pop();
    found.push(item);
  }
  for (const opener of open) tell({ kind: "missing-end", first: opener });
  return found;
}

/** The end word of another block, where `closes` stands. */
function retyped(closes: IToken, { tokenType }: IToken): IToken {
  const type = openers.get(tokenType) ?? closes.tokenType;
  return { ...closes, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
}

const emptyEol = ({ startOffset }: IToken): IToken => ({
  tokenType: Eol,
  tokenTypeIdx: Eol.tokenTypeIdx ?? 0,
  image: "",
  startOffset,
});

function usualMove(open: readonly TokenType[], wanted: TokenType | undefined): Move {
  if (open.length === 0) return "stray";
  return wanted !== undefined && open.includes(wanted) ? "outer" : "wrong";
}

/** The move after which the rest of the file has the fewest mistakes, if all others are met by the usual one. */
function bestMove(
  open: readonly TokenType[],
  wanted: TokenType | undefined,
  marks: readonly Item[],
  next: number,
): Move {
  let best: Move = "stray";
  let fewest = Number.POSITIVE_INFINITY;
  for (const move of MOVES) {
    const stack = [...open];
    const cost = makeMove(stack, wanted, move);
    if (cost === undefined) continue;
    const mistakes = cost + mistakesFrom(stack, marks, next);
    if (mistakes < fewest) [best, fewest] = [move, mistakes];
  }
  return best;
}

/** Changes the stack of open blocks. Answers how many mistakes that is; undefined if the move cannot be made. */
function makeMove(open: TokenType[], wanted: TokenType | undefined, move: Move): number | undefined {
  if (move === "stray") return 1;
  if (open.length === 0) return undefined;
  if (move === "wrong") {
    open.pop();
    return 1;
  }
  const at = wanted === undefined ? -1 : open.lastIndexOf(wanted);
  if (at < 0) return undefined;
  return open.splice(at).length - 1;
}

function mistakesFrom(open: TokenType[], marks: readonly Item[], next: number): number {
  let mistakes = 0;
  for (let at = next; at < marks.length; at++) {
    const { opens, closes } = marks[at];
    if (opens !== undefined) open.push(opens.tokenType);
    if (closes === undefined) continue;
    const wanted = closingOf.get(closes.tokenType);
    if (open[open.length - 1] === wanted) open.pop();
    else mistakes += makeMove(open, wanted, usualMove(open, wanted)) ?? 0;
  }
  return mistakes + open.length;
}
