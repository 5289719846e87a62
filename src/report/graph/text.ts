/** A graph as lines of text, and as JSON. */
import { letterOf, N } from "../../evaluate/tristate.ts";
import type { Direction, Graph, GraphEdge, GraphNode, GraphRest } from "../../graph/graph.ts";
import { NONE } from "../../model/expressions.ts";
import type { ConfigSymbol } from "../../model/model.ts";
import { expressionText, symbolText } from "../expression-text.ts";
import { outlineLines, type Row } from "../outline.ts";
import { statementWords } from "../reason-rows.ts";
import { placeText } from "../reason-words.ts";
import { safeLine } from "../safe-text.ts";
import type { Style } from "../style.ts";
import { graphWords, nodeId, restText } from "./words.ts";

/**
 * Each symbol with what decides about it, or with what it decides about where only that was asked for; the symbols
 * that were asked about first. Ends with a newline.
 */
export function renderGraphText(graph: Graph, direction: Direction, style: Style): string {
  const titles = new Map(graphWords(graph).nodes.map(({ id, whole }) => [id, whole.split("\n", 1)[0]]));
  const titleOf = (symbol: ConfigSymbol) => titles.get(nodeId(symbol)) ?? symbolText(symbol);
  const isDown = direction === "down";
  const blocks = graph.nodes.map(({ symbol }) => {
    const rows = [
      ...graph.edges
        .filter((edge) => endsOf(edge)[isDown ? "decider" : "subject"].id === symbol.id)
        .map((edge) => edgeRow(edge, isDown, titleOf)),
      ...graph.rests.filter(({ of }) => of.id === symbol.id).map(restRow),
    ];
    return [style.bold(titleOf(symbol)), ...outlineLines(rows, style)].join("\n");
  });
  return `${blocks.join("\n")}\n`;
}

/** Which end of an edge decides about which. */
function endsOf({ kind, from, to }: GraphEdge) {
  return kind === "select" || kind === "imply"
    ? { subject: to, decider: from }
    : { subject: from, decider: to };
}

/** Before the other symbol: as the subject has it, as the one that decides has it. */
const relationWords: Readonly<Record<GraphEdge["kind"], readonly [up: string, down: string]>> = {
  depends: ["depends on", "needed by"],
  visible: ["prompt needs", "needed by the prompt of"],
  select: ["selected by", "selects"],
  imply: ["implied by", "implies"],
  choice: ["member of", "has the member"],
  default: ["default from", "default of"],
};

function edgeRow(edge: GraphEdge, isDown: boolean, titleOf: (symbol: ConfigSymbol) => string): Row {
  const { kind, value, statements } = edge;
  const { subject, decider } = endsOf(edge);
  const [statement] = statements;
  const isCondition = kind === "depends" || kind === "visible" || kind === "choice";
  const sign = value !== N ? "holds" : isCondition ? "fails" : undefined;
  const [up, down] = relationWords[kind];
  return {
    depth: 0,
    ...(sign !== undefined && { sign }),
    text: isDown ? `${down} ${titleOf(subject)}` : `${up} ${titleOf(decider)}`,
    ...(statement !== undefined && {
      statement: statementWords(statement),
      place: placeText(statement.place),
    }),
  };
}

function restRow(rest: GraphRest): Row {
  return { depth: 0, text: `and ${restText(rest)}: --max-nodes` };
}

/** A graph as `--format json` has it. Names stand for symbols, for choices without one what messages call them. */
export function wireGraph({ nodes, edges, rests }: Graph): unknown {
  return {
    nodes: nodes.map(wireNode),
    edges: edges.map(wireEdge),
    leftOut: rests.map(({ of, direction, count, kinds }) => ({
      of: symbolText(of),
      direction,
      count,
      kinds: Object.fromEntries(kinds),
    })),
  };
}

function wireNode({ symbol, value, depth }: GraphNode): unknown {
  return {
    symbol: symbolText(symbol),
    kind: symbol.isChoice ? "choice" : symbol.isDefined ? "symbol" : "missing",
    type: symbol.type,
    value,
    depth,
    prompt: symbol.propertiesOf("prompt")[0]?.text ?? null,
    location: symbol.definitions[0]?.place ?? null,
  };
}

function wireEdge({ kind, from, to, wanted, conditions, value, statements }: GraphEdge): unknown {
  return {
    kind,
    from: symbolText(from),
    to: symbolText(to),
    wanted,
    conditions: conditions.filter((id) => id !== NONE).map((id) => expressionText(from.model.expression(id))),
    value: letterOf(value),
    statements: statements.map((statement) => ({
      text: safeLine(statementWords(statement)),
      location: statement.place,
    })),
  };
}
