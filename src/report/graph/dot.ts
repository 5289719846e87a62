/** A graph for Graphviz. */
import { DASHES, LIGHT } from "./palette.ts";
import type { EdgeWords, GraphWords, NodeWords } from "./words.ts";

/** A digraph in the dot language; ends with a newline. */
export function renderDot({ nodes, edges }: GraphWords): string {
  const lines = [
    "digraph kconfig {",
    "  rankdir=LR;",
    `  node [shape=box, style="rounded,filled", fontname="monospace", fontsize=11, fontcolor="${LIGHT.ink}"];`,
    '  edge [fontname="monospace", fontsize=9];',
    ...nodes.map(nodeLine),
    ...edges.map(edgeLine),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeLine({ id, look, isRoot, title, lines, whole }: NodeWords): string {
  const { fill, stroke } = LIGHT.nodes[look];
  const isDashed = look === "more" || look === "missing";
  return `  ${id} ${attributes({
    label: [title, ...lines].map(escaped).join("\\n"),
    // Graphviz reads the tooltip of a node twice.
    tooltip: escaped(whole.replaceAll("\\", "\\\\")),
    fillcolor: fill,
    color: stroke,
    style: isDashed ? "rounded,filled,dashed" : undefined,
    penwidth: isRoot ? "2.5" : undefined,
  })};`;
}

/** Ranks go from what is decided about to what decides, so that selects are turned round for the layout. */
function edgeLine({ from, to, kind, label, whole, state, isUpward }: EdgeWords): string {
  const color = state === "fails" ? LIGHT.fails : LIGHT.edges[kind];
  const [tail, head] = isUpward ? [from, to] : [to, from];
  return `  ${tail} -> ${head} ${attributes({
    label: label.length === 0 ? undefined : label.map(escaped).join("\\n"),
    tooltip: escaped(whole),
    class: kind,
    color,
    fontcolor: color,
    style: state === "idle" ? "dotted" : DASHES[kind].length === 0 ? undefined : "dashed",
    dir: kind === "more" ? "none" : isUpward ? undefined : "back",
  })};`;
}

function attributes(given: Readonly<Record<string, string | undefined>>): string {
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  return `[${words.join(", ")}]`;
}

/**
 * Text for a quoted string. Graphviz takes a backslash for the beginning of an escape, of which `\N` would be the
 * node's name, and reads `&name;` as a character.
 */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "\\n");
}
