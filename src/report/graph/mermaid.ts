/** A graph for Mermaid, which draws it in Markdown on GitHub and GitLab. */
import { DASHES, LIGHT } from "./palette.ts";
import { type EdgeWords, type GraphWords, LOOKS, type NodeWords } from "./words.ts";

/** A flowchart; ends with a newline. */
export function renderMermaid({ nodes, edges }: GraphWords): string {
  const looks = LOOKS.filter((look) => nodes.some((node) => node.look === look));
  const lines = [
    "flowchart LR",
    ...nodes.map(nodeLine),
    ...edges.map(edgeLine),
    ...looks.map(
      (look) =>
        `  classDef ${look} fill:${LIGHT.nodes[look].fill},stroke:${LIGHT.nodes[look].stroke},color:${LIGHT.ink}${
          look === "more" || look === "missing" ? ",stroke-dasharray:3 3" : ""
        }`,
    ),
    ...nodes.filter(({ isRoot }) => isRoot).map(({ id }) => `  style ${id} stroke-width:3px`),
    ...edges.map(styleLine),
  ];
  return `${lines.join("\n")}\n`;
}

function nodeLine({ id, look, title, lines }: NodeWords): string {
  return `  ${id}["${[title, ...lines].map(escaped).join("<br>")}"]:::${look}`;
}

function edgeLine({ from, to, kind, label, state }: EdgeWords): string {
  const arrow = kind === "more" ? "-.-" : state === "idle" || DASHES[kind].length > 0 ? "-.->" : "-->";
  return `  ${from} ${arrow}${label.length === 0 ? "" : `|"${label.map(escaped).join("<br>")}"|`} ${to}`;
}

function styleLine({ kind, state }: EdgeWords, index: number): string {
  const color = state === "fails" ? LIGHT.fails : LIGHT.edges[kind];
  return `  linkStyle ${index} stroke:${color}`;
}

/** Text between quotes: what means something to Mermaid, to Markdown or to HTML stands as the number of its character. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:/=()…›✗-]/gu, (character) => `#${character.codePointAt(0)};`);
}
