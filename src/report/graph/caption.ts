/** What stands above the picture of a graph. */
import type { Direction, Graph } from "../../graph/graph.ts";
import type { ConfigSymbol } from "../../model/model.ts";
import { symbolText } from "../expression-text.ts";
import { listed } from "../listed.ts";

/** More symbols than these are counted. */
const CAPTION_NAMES = 3;

export function captionOf(roots: readonly ConfigSymbol[], { nodes }: Graph, direction: Direction): string {
  const names = listed(roots.map(symbolText), CAPTION_NAMES);
  const depth = Math.max(...nodes.map((node) => node.depth));
  const what = {
    up: "what decides about it",
    down: "what it decides about",
    both: "what is around it",
  }[direction];
  return `${names}: ${what}${depth === 0 ? "" : `, ${depth} ${depth === 1 ? "step" : "steps"} far`}`;
}
