/** Symbols before and after, in columns, with what causes each change. */
import type { ChangeCause } from "../explain/change-cause.ts";
import type { Origin } from "../explain/origin.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import type { Offer } from "../resolve/plan.ts";
import type { ValueChange } from "../resolve/replay.ts";
import { expressionText } from "./expression-text.ts";
import { padText, safeLine } from "./safe-text.ts";
import type { Style } from "./style.ts";

/** A symbol, its values, and why. */
export type ChangeRow = readonly [name: string, values: string, why: string];

/** Longer values push only their own line to the right. */
const MOST_WIDTH = 48;

/** `VFIO  n → m  asked`, lined up. */
export function layOutChanges(rows: readonly ChangeRow[]): readonly string[] {
  const lengths = (column: 0 | 1) => rows.map((row) => row[column].length);
  const widths = [
    Math.max(0, ...lengths(0)),
    Math.max(0, ...lengths(1).filter((each) => each <= MOST_WIDTH)),
  ];
  return rows.map((row) =>
    `  ${padText(row[0], widths[0])}  ${padText(row[1], widths[1])}  ${row[2]}`.trimEnd(),
  );
}

export function changeRow({ symbol, before, after }: ValueChange, why: string, { signs }: Style): ChangeRow {
  const show = (value: string | undefined) =>
    value === undefined ? signs.none : safeLine(symbol.type === "string" ? `"${value}"` : value);
  const values = before === after ? show(after) : `${show(before)} ${signs.arrow} ${show(after)}`;
  return [symbol.name, values, why];
}

const MOST_NAMES = 6;

/** `  3 symbols become visible and stay n: A, B, C`. */
export function appearedText(symbols: readonly ConfigSymbol[]): string {
  const [become, stay] = symbols.length === 1 ? ["symbol becomes", "stays"] : ["symbols become", "stay"];
  return `  ${symbols.length} ${become} visible and ${stay} n: ${namesText(symbols)}`;
}

/** `  1 setting is lost: DRM_I915`. */
export function lostText(symbols: readonly ConfigSymbol[]): string {
  const are = symbols.length === 1 ? "setting is" : "settings are";
  return `  ${symbols.length.toLocaleString("en-US")} ${are} lost: ${namesText(symbols)}`;
}

/** `B is selected although its dependencies are not met`. */
export function unmetText({ name }: ConfigSymbol): string {
  return `${name} is selected although its dependencies are not met`;
}

/** What the tree's own tool makes of that. */
export function unmetOutcome({ model }: ConfigSymbol): string {
  return model.data.dialect.unmetSelects === "warning"
    ? "C accepts it, with a warning"
    : "the build stops at that warning";
}

/** `to keep VMAP_STACK, also KASAN_VMALLOC=y`. */
export function offerText({ setting: { symbol, value }, keeps }: Offer): string {
  return `to keep ${namesText(keeps)}, also ${symbol.name}=${value}`;
}

/** `A, B, 4 more`. */
export function namesText(symbols: readonly ConfigSymbol[]): string {
  const names = symbols.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = symbols.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** `selected by VFIO  drivers/vfio/Kconfig:7`. */
export function causeText(cause: ChangeCause, symbol: ConfigSymbol): string {
  switch (cause.kind) {
    case "given":
      return originText(cause.origin, symbol);
    case "released":
      return givers("no longer selected", cause.by);
    case "hidden":
      return `needs ${expressionText(cause.part)}  ${placed(cause.statement)}`;
    case "lifted":
      return "m is y without modules";
    case "unknown":
      return "no longer given";
  }
}

function originText(origin: Origin, symbol: ConfigSymbol): string {
  switch (origin.kind) {
    case "select":
      return givers("selected", origin.by);
    case "imply":
      return givers("implied", origin.by);
    case "default": {
      const { setting } = origin.property;
      if (setting !== undefined) return givers("set", [setting]);
      return `default  ${placed(origin.property)}`;
    }
    case "kept":
      return "the .config calls it the default";
    case "clamped":
      return `range  ${placed(origin.range)}`;
    case "user":
      return "as it was set";
    case "limited":
      return "as it was set, limited to m";
    case "choice":
      return origin.chosen?.id === symbol.id
        ? "the default of its choice"
        : `${origin.chosen?.name ?? "no member"} is chosen instead`;
    case "none":
      return "no longer given";
  }
}

const placed = ({ place }: Property): string => `${safeLine(place.path)}:${place.line}`;

/** The first of them; the others would say the same. */
function givers(word: string, by: readonly Property[]): string {
  const [first] = by;
  return first === undefined ? word : `${word} by ${first.node.symbol?.name ?? ""}  ${placed(first)}`;
}
