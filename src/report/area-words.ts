/** What is big about a plan, in sentences: that it opens a whole area, or makes another kernel. */
import type { CompileOnly } from "../explain/compile-only.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { PlanWarning } from "../resolve/plan.ts";
import { namesText } from "./change-lines.ts";
import { expressionWords, list, placeText, SHOWN_NAMES } from "./reason-words.ts";

/** As a clause, without its beginning; undefined for what only the help of a symbol says. */
export function areaText(warning: PlanWarning): string | undefined {
  switch (warning.kind) {
    case "word-size":
      return `this makes it a ${warning.bits}-bit kernel`;
    case "enables-broad-option": {
      const { symbol, compiles } = warning;
      return compiles === undefined
        ? `${symbol.name} opens much more than this`
        : compiledText(symbol, compiles);
    }
    case "large":
      return largeText(warning);
    case "unsafe":
    case "declared":
    case "decimal-digits":
      return undefined;
  }
}

/** `EXPERT opens much more`: a few words for a list of ways. */
export function areasText(areas: readonly ConfigSymbol[]): string {
  return `${namesText(areas)} ${areas.length === 1 ? "opens" : "open"} much more`;
}

/** `this is a large change: 11 other settings, 6 of which turn something off`. */
function largeText({ lines, off }: PlanWarning & { readonly kind: "large" }): string {
  const turned = off === 0 ? "" : `, ${off} of which ${off === 1 ? "turns" : "turn"} something off`;
  return `this is a large change: ${lines} other settings${turned}`;
}

/** `COMPILE_TEST only lets SATA_AHCI_SEATTLE be compiled: it is for ARCH_SEATTLE, which is not defined here (FILE:LINE)`. */
function compiledText({ name }: ConfigSymbol, { symbol, instead, statement }: CompileOnly): string {
  const shown = instead.slice(0, SHOWN_NAMES).map(expressionWords);
  const more = instead.length - shown.length;
  const what = list([...shown, ...(more > 0 ? [`${more} more`] : [])], "or");
  const isNowhere = instead.every((each) => each.kind === "symbol" && !each.symbol.isDefined);
  const where = !isNowhere ? "" : `, which ${instead.length === 1 ? "is" : "are"} not defined here`;
  return `${name} only lets ${symbol.name} be compiled: it is for ${what}${where} (${placeText(statement.place)})`;
}
