/** The text of `kcfg set`: what was written, why each line is there, and what follows. */
import type { Change } from "../check/change.ts";
import type { ChangeCause } from "../explain/change-cause.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { appearedText, causeText, changeRow, layOutChanges, lostText } from "./change-lines.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** A symbol that was set: because it was asked for, or because another one needs it. */
export interface SetLine {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly why: "asked" | "needed";
}

export interface FollowingLine extends Change {
  readonly cause: ChangeCause;
}

export interface SetAnswer {
  /** What was done to which file. */
  readonly headline: string;
  readonly lines: readonly SetLine[];
  /** The one symbol that was asked for, for which the others are needed. */
  readonly neededBy?: string;
  /** The .config that the values follow in, where it is not the file that was written. */
  readonly followsIn?: string;
  readonly follows: readonly FollowingLine[];
  /** Symbols that can be set now and stay n. */
  readonly appeared: readonly ConfigSymbol[];
  /** Settings that somebody had asked for, and that are less now. */
  readonly lost: readonly ConfigSymbol[];
  /** Symbols that an evaluation looked at. */
  readonly evaluated: number;
}

/** More lines than this are counted; `-v` shows all. */
const MOST_LINES = 20;

/** The whole answer; `mostLines` limits how many of the symbols that follow are listed. */
export function setText(answer: SetAnswer, style: Style, { mostLines = MOST_LINES } = {}): string {
  const { headline, lines, follows, appeared, lost, evaluated, neededBy, followsIn } = answer;
  const shown = follows.slice(0, mostLines);
  const whys = { asked: "asked", needed: neededBy === undefined ? "needed" : `needed by ${neededBy}` };
  const laidOut = layOutChanges([
    ...lines.map((line) => changeRow(line, whys[line.why], style)),
    ...shown.map((line) => changeRow(line, causeText(line.cause, line.symbol), style)),
  ]);
  const text = [safeLine(headline), ...laidOut.slice(0, lines.length)];
  if (follows.length > 0)
    text.push(
      followsIn === undefined ? "follows" : `follows in ${safeLine(followsIn)}`,
      ...laidOut.slice(lines.length),
    );
  if (shown.length < follows.length) text.push(`  and ${follows.length - shown.length} more: -v shows all`);
  if (appeared.length > 0) text.push(appearedText(appeared));
  if (lost.length > 0) text.push(lostText(lost));
  text.push(
    `checked: an evaluation of ${evaluated.toLocaleString("en-US")} symbols gives every requested value`,
  );
  return text.map((line) => `${line}\n`).join("");
}
