/** kcfg.graph: what decides about a symbol, or what it decides about, as a picture. */
import type { Direction } from "../graph/graph.ts";
import { captionOf } from "../report/graph/caption.ts";
import { graphWords } from "../report/graph/words.ts";
import { diagnosticOf } from "../report/problems.ts";
import { graph } from "../service/graph.ts";
import type { OpenSession } from "../service/session.ts";

export interface Drawing {
  readonly title: string;
  /** A picture that stands by itself: no script, nothing to fetch. */
  readonly svg: string;
}

/** Those of `kcfg graph`. */
const DEPTH = 2;
const MOST_NODES = 40;

/** A sentence if no symbol has that name. */
export async function drawing(
  session: OpenSession,
  word: string,
  direction: Direction,
): Promise<Drawing | string> {
  const answer = graph(session, { words: [word], direction, depth: DEPTH, most: MOST_NODES });
  const [problem] = answer.problems.map(diagnosticOf);
  if (answer.roots.length === 0) return problem?.message ?? "nothing is known of it";
  const { renderSvg } = await import("../report/graph/svg.ts");
  const title = captionOf(answer.roots, answer.graph, direction);
  return { title, svg: renderSvg(graphWords(answer.graph), { caption: title }) };
}
