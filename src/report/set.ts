/** What `kcfg set` says of values that hold: what is written, why each line is there, and what follows. */
import type { Change } from "../check/change.ts";
import { showValue } from "../check/request.ts";
import type { ChangedInput } from "../evaluate/changed-input.ts";
import type { ReadySet } from "../service/set.ts";
import { appearedText, causeText, changeRow, layOutChanges, lostText } from "./change-lines.ts";
import { counted } from "./counted.ts";
import { wireCause } from "./explanation-json.ts";
import { withFileLinks } from "./file-links.ts";
import { listed } from "./listed.ts";
import { safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** What is said around an answer. */
export interface SetFrame {
  /** What was done to which file. */
  readonly headline: string;
  /** The .config that the values follow in, where it is not the file that was written. */
  readonly followsIn?: string;
  /** The command line that explains `SYM=value`, where there is one. */
  explain?(words: readonly string[]): string;
}

/** More lines than this are counted; `-v` shows all. */
const MOST_LINES = 20;
const MOST_DROPPED = 6;

/** The whole answer; `mostLines` limits how many of the symbols that follow are listed. */
export function setText(
  { lines, follows, appeared, dropped, planned: { lost }, evaluated }: ReadySet,
  { headline, followsIn, explain }: SetFrame,
  style: Style,
  { mostLines = MOST_LINES } = {},
): string {
  const [asked, ...others] = lines.filter(({ why }) => why === "asked");
  // With several nobody knows which one needs it.
  const neededBy = others.length === 0 ? asked?.symbol.name : undefined;
  const shown = follows.slice(0, mostLines);
  const whys = { asked: "requested", needed: neededBy === undefined ? "needed" : `needed by ${neededBy}` };
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
  if (dropped.length > 0) text.push(...droppedLines(dropped, explain));
  text.push(
    `checked: an evaluation of ${evaluated.toLocaleString("en-US")} symbols gives every requested value`,
  );
  return withFileLinks(text.map((line) => `${line}\n`).join(""), style);
}

/** That writing a whole .config drops lines that nothing came of, and how to find out why. */
function droppedLines(dropped: readonly ChangedInput[], explain: SetFrame["explain"]): readonly string[] {
  const [first] = dropped;
  const requests = listed(dropped.map(requestText), MOST_DROPPED);
  return [
    `dropped: ${counted(dropped.length, "line")} of the .config that had no effect before either: ${requests}`,
    ...(explain === undefined ? [] : [`  to see why, run: ${safeLine(explain([requestText(first)]))}`]),
  ];
}

function requestText({ symbol, asked }: ChangedInput): string {
  return `${symbol.name}=${showValue(symbol, asked)}`;
}

/** How many of each, for the summary. */
export function setCounts({
  lines,
  follows,
  dropped,
  planned: { lost },
}: ReadySet): Readonly<Record<string, number>> {
  const count = (which: string) => lines.filter(({ why }) => why === which).length;
  return {
    asked: count("asked"),
    needed: count("needed"),
    follows: follows.length,
    lost: lost.length,
    dropped: dropped.length,
  };
}

/** As `--format json` has it. */
export function wireSet(
  { file, lines, follows, appeared, dropped, planned: { lost } }: ReadySet,
  { isWritten }: { readonly isWritten: boolean },
): unknown {
  const change = ({ symbol, before, after }: Change) => ({
    symbol: symbol.name,
    before: before ?? null,
    after: after ?? null,
  });
  const of = (which: string) => lines.filter(({ why }) => why === which).map(change);
  return {
    file: file.path,
    written: isWritten,
    asked: of("asked"),
    needed: of("needed"),
    follows: follows.map((each) => ({ ...change(each), cause: wireCause(each.cause) })),
    appeared: appeared.map(({ name }) => name),
    lost: lost.map(({ name }) => name),
    dropped: dropped.map(({ symbol, asked, value }) => ({ symbol: symbol.name, requested: asked, value })),
  };
}
