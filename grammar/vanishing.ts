/** Words that can only be right if they expand to nothing: the parser does not see them. */
import type { IToken, TokenType } from "chevrotain";
import { isMacroWord, referenceEnd } from "./scan.ts";
import * as t from "./tokens.ts";
import { k, soft } from "./tokens.ts";

// The C lexer drops a word whose macros expand to nothing, wherever it stands:
//
//     $(info,reading)  bool "a" $(UNSET)       is      bool "a"
//
// What a macro expands to is not known here. But a statement has room for so many words; where more stand together,
// the macros among them are the ones that must vanish, and where there is room for none, all are. Where one of several
// macros has room, they are one word for the parser.

/** How many words can stand together behind a token: what C's grammar wants there. */
const room = new Map<TokenType, number>([
  [k.config, 1],
  [k.menuconfig, 1],
  [k.choice, 1],
  [k.menu, 1],
  [k.mainmenu, 1],
  [k.comment, 1],
  [k.source, 1],
  [k.prompt, 1],
  [k.if, 1],
  [k.on, 1],
  [k.default, 1],
  [k.def_bool, 1],
  [k.def_tristate, 1],
  [k.select, 1],
  [k.imply, 1],
  [k.range, 2],
  [soft.def_int, 1],
  [soft.def_hex, 1],
  [soft.def_string, 1],
  [soft.option, 1],
  [soft.configdefault, 1],
  [soft.set, 1],
  [soft.warning, 1],
  [soft.rsource, 1],
  [soft.osource, 1],
  [soft.orsource, 1],
  [soft.gsource, 1],
  [soft.grsource, 1],
  [t.OpenParen, 1],
  [t.NotOperator, 1],
  [t.AndOperator, 1],
  [t.OrOperator, 1],
  [t.Equal, 1],
  [t.NotEqual, 1],
  [t.Less, 1],
  [t.LessEqual, 1],
  [t.Greater, 1],
  [t.GreaterEqual, 1],
]);

export interface SplitTokens {
  /** What the parser reads. */
  readonly read: IToken[];
  /** The words that must expand to nothing, in the order of the text. */
  readonly vanishing: readonly IToken[];
}

/** Takes the words that must vanish out of a file's tokens. */
export function splitVanishing(tokens: IToken[]): SplitTokens {
  const read: IToken[] = [];
  const vanishing: IToken[] = [];
  for (let at = 0; at < tokens.length; ) {
    const end = endOfRun(tokens, at);
    if (end === at) {
      const token = tokens[at++];
      read.push(token);
      if (token.tokenType === t.Help) vanishing.push(...macrosBehindHelp(token));
      continue;
    }
    const run = tokens.slice(at, end);
    const space = spaceFor(tokens, at, end);
    const macros = run.filter(isMacro);
    const left = space - (run.length - macros.length);
    if (left === 1 && macros.length > 1) {
      read.push(...run.filter((token) => !isMacro(token)), joined(macros));
    } else {
      const kept = new Set(macros.slice(0, Math.max(0, left)));
      for (const token of run) (!isMacro(token) || kept.has(token) ? read : vanishing).push(token);
    }
    at = end;
  }
  return { read, vanishing };
}

/** Behind the last of the words and strings that stand together from `at` on; `at` itself if there is none. */
function endOfRun(tokens: readonly IToken[], at: number): number {
  let end = at;
  while (end < tokens.length && isOperand(tokens[end])) end++;
  return end;
}

function spaceFor(tokens: readonly IToken[], at: number, end: number): number {
  const next = tokens[end]?.tokenType;
  // The name of an assignment.
  if (next === t.AssignmentTail) return 1;
  // What stands here is not a word, but what begins behind the run.
  if (next === t.OpenParen || next === t.NotOperator || next === k.modules) return 0;
  return at === 0 ? 0 : (room.get(tokens[at - 1].tokenType) ?? 0);
}

/** Which of several macros has the word is not known: all together are it. */
function joined(macros: readonly IToken[]): IToken {
  return { ...macros[0], image: macros.map(({ image }) => image).join(""), payload: RUN };
}

const RUN = "run";

/** Whether a token of `splitVanishing` is several macros, of which one is the word. */
export const isRun = ({ payload }: IToken): boolean => payload === RUN;

/** The macros between `help` and the end of its line, which is where the text begins. */
function macrosBehindHelp({ image, startOffset }: IToken): IToken[] {
  const line = image.slice(0, image.indexOf("\n"));
  const found: IToken[] = [];
  for (let at = "help".length; at < line.length && line[at] !== "#"; at++) {
    if (!line.startsWith("$(", at)) continue;
    const end = referenceEnd(line, at);
    found.push({ ...word, image: line.slice(at, end), startOffset: startOffset + at });
    at = end - 1;
  }
  return found;
}

const word: IToken = {
  tokenType: t.Word,
  tokenTypeIdx: t.Word.tokenTypeIdx ?? 0,
  image: "",
  startOffset: 0,
};

const isOperand = ({ tokenType }: IToken): boolean =>
  tokenType === t.Word || tokenType === t.Text || tokenType === t.Path;

const isMacro = ({ tokenType, image }: IToken): boolean => tokenType === t.Word && isMacroWord(image);
