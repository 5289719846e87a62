/** What symbols depend on and what depends on them, as nodes and edges. */
import { type Direction, type Graph, graphAround } from "../graph/graph.ts";
import { RELATION_KINDS, type RelationKind } from "../graph/relations.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { entriesNamed, lookUpMentioned } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { OpenSession } from "./session.ts";

/** Defaults and what they come from seldom explain a dependency. */
export const USUAL_KINDS: readonly RelationKind[] = RELATION_KINDS.filter((kind) => kind !== "default");

export interface GraphQuestion {
  /** A symbol, also one that is only mentioned, the prompt of a choice, or `path:line` of an entry each. */
  readonly words: readonly string[];
  readonly direction: Direction;
  /** Steps from the symbols. */
  readonly depth: number;
  /** Symbols around them, at most. */
  readonly most: number;
  /** All but defaults, unless told; a former name has no other edges than to the defaults that take its value. */
  readonly kinds?: readonly RelationKind[];
}

export interface GraphAnswer {
  readonly graph: Graph;
  /** What the words name. */
  readonly roots: readonly ConfigSymbol[];
  /** Words that name nothing. */
  readonly problems: readonly Problem[];
}

export function graph(session: OpenSession, question: GraphQuestion): GraphAnswer {
  const problems: Problem[] = [];
  const roots: ConfigSymbol[] = [];
  for (const word of question.words) {
    const entries = entriesNamed(session, word);
    const found = entries.length > 0 ? undefined : lookUpMentioned(session, word);
    if (found === undefined) roots.push(...entries);
    else if ("code" in found) problems.push(found);
    else roots.push(found);
  }
  const usual = roots.some(({ isTransitional }) => isTransitional) ? RELATION_KINDS : USUAL_KINDS;
  const { direction, depth, most, kinds = usual } = question;
  return {
    graph: graphAround(session.configuration, roots, { direction, depth, most, kinds }),
    roots,
    problems,
  };
}
