/** The text of `kcfg set`: what was written, why each line is there, and what follows. */
import type { Change } from "../check/change.ts";
import type { Origin } from "../explain/origin.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import { padText, safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** A symbol that was set: because it was asked for, or because another one needs it. */
export interface SetLine {
  readonly symbol: ConfigSymbol;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly why: "asked" | "needed";
}

export interface FollowingLine extends Change {
  readonly origin: Origin;
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
  /** Symbols that an evaluation looked at. */
  readonly evaluated: number;
}

/** More lines than this are counted; `-v` shows all. */
const MOST_LINES = 20;
const MOST_NAMES = 6;

/** The whole answer; `mostLines` limits how many of the symbols that follow are listed. */
export function setText(answer: SetAnswer, style: Style, { mostLines = MOST_LINES } = {}): string {
  const { headline, lines, follows, appeared, evaluated, neededBy, followsIn } = answer;
  const shown = follows.slice(0, mostLines);
  const whys = { asked: "asked", needed: neededBy === undefined ? "needed" : `needed by ${neededBy}` };
  const rows = [
    ...lines.map((line) => [...valueCells(line, style), whys[line.why]]),
    ...shown.map((line) => [...valueCells(line, style), originText(line.origin, line.symbol)]),
  ];
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const laidOut = rows.map((row) =>
    `  ${padText(row[0], widths[0])}  ${padText(row[1], widths[1])}  ${row[2]}`.trimEnd(),
  );
  const text = [safeLine(headline), ...laidOut.slice(0, lines.length)];
  if (follows.length > 0)
    text.push(
      followsIn === undefined ? "follows" : `follows in ${safeLine(followsIn)}`,
      ...laidOut.slice(lines.length),
    );
  if (shown.length < follows.length) text.push(`  and ${follows.length - shown.length} more: -v shows all`);
  if (appeared.length > 0) text.push(appearedText(appeared));
  text.push(
    `checked: an evaluation of ${evaluated.toLocaleString("en-US")} symbols gives every requested value`,
  );
  return text.map((line) => `${line}\n`).join("");
}

function valueCells({ symbol, before, after }: Change, { signs }: Style): readonly [string, string] {
  const show = (value: string | undefined) =>
    value === undefined ? signs.none : safeLine(symbol.type === "string" ? `"${value}"` : value);
  return [symbol.name, before === after ? show(after) : `${show(before)} ${signs.arrow} ${show(after)}`];
}

function appearedText(symbols: readonly ConfigSymbol[]): string {
  const names = symbols.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = symbols.length - names.length;
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const [become, stay] = symbols.length === 1 ? ["symbol becomes", "stays"] : ["symbols become", "stay"];
  return `  ${symbols.length} ${become} visible and ${stay} n: ${list}`;
}

/** `selected by VFIO  drivers/vfio/Kconfig:7` */
function originText(origin: Origin, symbol: ConfigSymbol): string {
  const at = (property: Property) => `${safeLine(property.place.path)}:${property.place.line}`;
  switch (origin.kind) {
    case "select":
    case "imply": {
      const [first] = origin.by;
      const word = origin.kind === "select" ? "selected" : "implied";
      return first === undefined ? word : `${word} by ${first.node.symbol?.name ?? ""}  ${at(first)}`;
    }
    case "default":
      return `default  ${at(origin.property)}`;
    case "clamped":
      return `range  ${at(origin.range)}`;
    case "user":
      return "as it was set";
    case "limited":
      return "as it was set, limited to m";
    case "choice":
      return origin.chosen?.id === symbol.id
        ? "its choice falls back to it"
        : `${origin.chosen?.name ?? ""} takes its choice`;
    case "none":
      return "no longer available";
  }
}
