/** Which symbols pass a filter. */
import type { ConfigSymbol } from "../model/model.ts";
import { listSymbols, type SymbolFilter } from "../query/list.ts";
import { isPattern } from "../query/pattern.ts";
import { lookUpMentioned, lookUpSymbol, withoutPrefix } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { OpenSession } from "./session.ts";

/** A filter as a person writes it: symbols by their names, with or without prefix. */
export interface ListQuestion extends Omit<SymbolFilter, "names" | RelatedFilter> {
  /** Names or patterns of names; all symbols if there are none. */
  readonly words?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly selects?: readonly string[];
  readonly selectedBy?: readonly string[];
}

type RelatedFilter = "dependsOn" | "selects" | "selectedBy";

export interface ListAnswer {
  /** In the order of the menu; none if a filter names what the tree does not have. */
  readonly symbols: readonly ConfigSymbol[];
  /** Names that the tree does not define. */
  readonly problems: readonly Problem[];
}

export function list(session: OpenSession, question: ListQuestion): ListAnswer {
  const { words = [], ...filter } = question;
  const problems: Problem[] = [];
  const symbolsNamed = (names: readonly string[] | undefined) =>
    names?.flatMap((name) => {
      const found = lookUpMentioned(session, name);
      if (!("code" in found)) return [found];
      problems.push(found);
      return [];
    });
  const whole: SymbolFilter = {
    ...filter,
    names: words.length === 0 ? undefined : words.flatMap((word) => namesFor(session, word)),
    dependsOn: symbolsNamed(question.dependsOn),
    selects: symbolsNamed(question.selects),
    selectedBy: symbolsNamed(question.selectedBy),
  };
  const symbols = problems.length > 0 ? [] : listSymbols(session.configuration, whole);
  for (const name of words.filter((word) => !isPattern(word))) {
    const found = lookUpSymbol(session, name);
    if ("code" in found) problems.push(found);
  }
  return { symbols, problems };
}

/** A symbol may well be called CONFIG_X itself. */
function namesFor(session: OpenSession, word: string): readonly string[] {
  return [...new Set([word, withoutPrefix(session, word)])];
}

/** Patterns and places of a question that nothing in the tree fits, whatever the other filters say. */
export function idleFilters(
  session: OpenSession,
  { words = [], definedIn = [] }: ListQuestion,
): { readonly patterns: readonly string[]; readonly places: readonly string[] } {
  const isIdle = (filter: SymbolFilter) => listSymbols(session.configuration, filter).length === 0;
  return {
    patterns: words.filter((word) => isPattern(word) && isIdle({ names: namesFor(session, word) })),
    places: definedIn.filter((place) => isIdle({ definedIn: [place] })),
  };
}
