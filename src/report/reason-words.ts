/** Facts of a reason as parts of sentences: what it needs (`VFIO_GROUP = y`, `B = n or C = y`), by whom, from where to where. */
import { M } from "../evaluate/tristate.ts";
import type { Blocker, Term } from "../explain/reason.ts";
import { locate, sourceText } from "../explain/statements.ts";
import { has, ONLY_M, setText, type ValueSet } from "../explain/value-set.ts";
import type { ComparisonSign } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";
import type { Location } from "../text/source-file.ts";
import { choiceText, symbolText } from "./expression-text.ts";

/** More names than this are counted, not listed. */
export const SHOWN_NAMES = 3;

/** `VFIO_GROUP = y (drivers/vfio/Kconfig:65)`, several joined by "and". */
export function listNeeds(blockers: readonly Blocker[]): string {
  return list(
    blockers.map((blocker) => {
      const text = needText(blocker);
      const place = placeText(locateBlocker(blocker));
      return blockers.length > 1 && blocker.term.kind === "any"
        ? `(${text}) (${place})`
        : `${text} (${place})`;
    }),
  );
}

/** What one blocker needs. */
export function needText({ term, statement }: Blocker): string {
  if (term.kind === "never") {
    const output = term.probe?.output;
    const why = output === undefined ? "" : `: a command returned ${output === "" ? "nothing" : output}`;
    return `${sourceText(statement)}, which is never true here${why}`;
  }
  return termText(term);
}

/** Where a blocker is written; if it is about one symbol, where that one's name stands. */
export function locateBlocker({ term, statement }: Blocker): Location {
  return locate(statement, term.kind === "symbol" ? term.symbol.name : undefined);
}

/** `m or y`; a bool has no m. */
export function valuesText(symbol: ConfigSymbol, needs: ValueSet): string {
  return setText(symbol.type === "bool" && has(needs, M) ? needs & ~ONLY_M : needs);
}

/** Symbols as people name them: a choice has no name of its own. */
export function nameOf(symbol: ConfigSymbol): string {
  return symbol.isChoice && symbol.name === "" ? `the ${choiceText(symbol)}` : symbol.name;
}

/** The symbol in whose entry a property stands. */
export function ownerText(property: Property): string {
  const { symbol } = property.node;
  return symbol === undefined ? "the tree" : symbolText(symbol);
}

/** `must be from 1 to 64`. */
export function rangeText({ low, high }: { readonly low: string; readonly high: string }): string {
  return `must be from ${low} to ${high}`;
}

/** `m needs MODULES = y`, as `state` ends it; or that there are no modules to be had. */
export function modulesText(modules: ConfigSymbol | undefined, state: string): string {
  return modules === undefined ? "this tree has no modules" : `m needs ${modules.name}${state}`;
}

/** `drivers/vfio/Kconfig:65` */
export function placeText({ path, line }: { readonly path: string; readonly line: number }): string {
  return `${path}:${line}`;
}

/** `A, B and C`; beyond a few `A, B, C and 4 more`. */
export function list(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  const shown = names.slice(0, SHOWN_NAMES);
  if (names.length > SHOWN_NAMES) shown.push(`${names.length - SHOWN_NAMES} more`);
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}

function termText(term: Term): string {
  switch (term.kind) {
    case "symbol":
      return term.because.kind === "undefined"
        ? `${nameOf(term.symbol)}, not defined here`
        : `${nameOf(term.symbol)} = ${valuesText(term.symbol, term.needs)}`;
    case "comparison":
      return comparisonText(term.expression, term.isWanted);
    case "any": {
      const last = term.others > 0 ? [`${term.others} more`] : [];
      const count = term.alternatives.length + last.length;
      // A clause in commas ends with one.
      const shown = term.alternatives.map((terms, at) =>
        endsInClause(terms) && at < count - 1 ? `${allText(terms)},` : allText(terms),
      );
      return [...shown, ...last].join(" or ");
    }
    case "never":
      return expressionWords(term.expression);
  }
}

/** Whether an alternative is one symbol that is not defined, which a clause says. */
function endsInClause([term, ...others]: readonly Term[]): boolean {
  return others.length === 0 && term?.kind === "symbol" && term.because.kind === "undefined";
}

function allText(terms: readonly Term[]): string {
  const texts = terms.map((term) => (term.kind === "any" ? `(${termText(term)})` : termText(term)));
  return texts.length > 1 ? `(${texts.join(" and ")})` : texts.join("");
}

/** The sign with which a comparison would come out as it is wanted. */
export function wantedSign(sign: ComparisonSign, isWanted: boolean): ComparisonSign {
  return isWanted ? sign : OPPOSITE[sign];
}

const OPPOSITE: Readonly<Record<ComparisonSign, ComparisonSign>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

function comparisonText(
  { sign, left, right }: Expression & { readonly kind: "comparison" },
  isWanted: boolean,
): string {
  const side = (symbol: ConfigSymbol) => (/^[\w-]+$/.test(symbol.name) ? nameOf(symbol) : `"${symbol.name}"`);
  return `${side(left)} ${wantedSign(sign, isWanted)} ${side(right)}`;
}

/** As it is written, but for the brackets and the quotes: a part of a sentence, and nothing to copy. */
export function expressionWords(expression: Expression): string {
  switch (expression.kind) {
    case "always":
      return "y";
    case "symbol":
      return nameOf(expression.symbol);
    case "not":
      return `!${expressionWords(expression.operand)}`;
    case "comparison":
      return comparisonText(expression, true);
    case "and":
    case "or":
      return expression.operands.map(expressionWords).join(expression.kind === "and" ? " && " : " || ");
  }
}
