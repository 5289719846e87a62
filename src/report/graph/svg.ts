/** A graph as an SVG picture that stands by itself: no script, no font, nothing to fetch; light and dark. */
import { textWidth } from "../safe-text.ts";
import { type Layout, layOut, type Point, type Size } from "./layout.ts";
import { DARK, DASHES, LIGHT, type Palette } from "./palette.ts";
import { type EdgeWords, type GraphWords, LOOKS, type Look, type NodeWords } from "./words.ts";

// Letters are of one width, so that boxes fit them whatever font is there.
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
const TITLE_SIZE = 13;
const SMALL_SIZE = 11;
/** Width of a letter by its height, of the widest of these fonts. */
const LETTER = 0.605;
const LINE_HEIGHT = 1.35;
const PADDING = { x: 12, y: 8 } as const;
const MARGIN = 20;
/** Between the picture and what is above and below it. */
const SECTION_GAP = 18;
const ARROW = 8;

export interface PictureOptions {
  /** Above the picture. */
  readonly caption: string;
}

/** The whole document; ends with a newline. */
export function renderSvg({ nodes, edges }: GraphWords, { caption }: PictureOptions): string {
  const boxes = new Map(nodes.map((node) => [node.id, boxSize(node)]));
  const links = edges.map(({ from, to, isUpward, label }) => ({
    left: isUpward ? from : to,
    right: isUpward ? to : from,
    label: textSize(label, SMALL_SIZE),
  }));
  const layout = layOut(boxes, links);
  const captionSize = textSize([caption], TITLE_SIZE);
  const width = Math.max(layout.width, captionSize.width, NARROWEST);
  const legend = legendOf(nodes, edges, width);
  const top = MARGIN + captionSize.height + SECTION_GAP;
  const total = {
    width: Math.ceil(width + 2 * MARGIN),
    height: Math.ceil(top + layout.height + SECTION_GAP + legend.height + MARGIN),
  };
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" role="img" font-family="${FONT}">`,
    `<title>${escaped(caption)}</title>`,
    `<style>${styleSheet()}</style>`,
    `<defs>${markers(edges)}</defs>`,
    `<rect class="ground" width="100%" height="100%"/>`,
    text(caption, { x: MARGIN, y: MARGIN + TITLE_SIZE }, { className: "caption", size: TITLE_SIZE }),
    `<g transform="translate(${MARGIN} ${top})">`,
    ...edges.flatMap((edge, index) => line(edge, layout.lines[index].points)),
    ...nodes.flatMap((node) => box(node, boxes.get(node.id)!, layout)),
    ...edges.flatMap((edge, index) => lineLabel(edge, layout.lines[index].label)),
    "</g>",
    `<g transform="translate(${MARGIN} ${round(top + layout.height + SECTION_GAP)})">`,
    ...legend.lines,
    "</g>",
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

/** Room for a few entries of the legend in a row. */
const NARROWEST = 420;

// --- boxes -----------------------------------------------------------------------------------------------------

function boxSize({ title, lines }: NodeWords): Size {
  const head = textSize([title], TITLE_SIZE);
  const rest = textSize(lines, SMALL_SIZE);
  return {
    width: Math.max(head.width, rest.width) + 2 * PADDING.x,
    height: head.height + rest.height + 2 * PADDING.y,
  };
}

function box(
  { id, look, isRoot, title, lines, whole }: NodeWords,
  { width, height }: Size,
  layout: Layout,
): readonly string[] {
  const middle = layout.boxes.get(id)!;
  const left = middle.x - width / 2;
  const top = middle.y - height / 2;
  let y = top + PADDING.y;
  const texts = [title, ...lines].map((each, index) => {
    const size = index === 0 ? TITLE_SIZE : SMALL_SIZE;
    const line = text(
      each,
      { x: middle.x, y: y + size },
      { className: index === 0 ? "name" : "detail", size },
    );
    y += size * LINE_HEIGHT;
    return line;
  });
  return [
    `<g class="node ${look}${isRoot ? " root" : ""}">`,
    `<title>${escaped(whole)}</title>`,
    `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="6"/>`,
    ...texts,
    "</g>",
  ];
}

// --- lines -----------------------------------------------------------------------------------------------------

function line({ kind, state, isUpward, whole }: EdgeWords, points: readonly Point[]): readonly string[] {
  const arrow = kind === "more" ? "" : ` marker-end="url(#${markerOf(kind, state)})"`;
  // Drawn as it is said: from what selects to what is selected.
  const path = curve(isUpward ? points : [...points].reverse());
  return [`<path class="edge ${kind} ${state}" d="${path}"${arrow}><title>${escaped(whole)}</title></path>`];
}

function lineLabel({ label, kind, state }: EdgeWords, middle: Point): readonly string[] {
  if (label.length === 0) return [];
  const { width, height } = textSize(label, SMALL_SIZE);
  const top = middle.y - height / 2;
  return [
    `<rect class="ground" x="${round(middle.x - width / 2 - 2)}" y="${round(top)}" width="${round(width + 4)}" height="${round(height)}"/>`,
    ...label.map((words, index) =>
      text(
        words,
        { x: middle.x, y: top + index * SMALL_SIZE * LINE_HEIGHT + SMALL_SIZE },
        { className: `says ${kind} ${state}`, size: SMALL_SIZE },
      ),
    ),
  ];
}

/** A smooth line through the points, level at each of them. */
function curve([first, ...rest]: readonly Point[]): string {
  let path = `M${pair(first)}`;
  let from = first;
  for (const to of rest) {
    const middle = (from.x + to.x) / 2;
    path += `C${pair({ x: middle, y: from.y })} ${pair({ x: middle, y: to.y })} ${pair(to)}`;
    from = to;
  }
  return path;
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

const markerOf = (kind: EdgeWords["kind"], state: EdgeWords["state"]): string =>
  state === "fails" ? "arrow-fails" : `arrow-${kind}`;

function markers(edges: readonly EdgeWords[]): string {
  const shown = edges.filter(({ kind }) => kind !== "more");
  // The legend shows a kind as it is when it holds.
  const names = [
    ...new Set(shown.flatMap(({ kind, state }) => [markerOf(kind, "active"), markerOf(kind, state)])),
  ];
  return names
    .map(
      (name) =>
        `<marker id="${name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="${ARROW}" markerHeight="${ARROW}" markerUnits="userSpaceOnUse" orient="auto"><path class="${name}" d="M0 1L10 5L0 9z"/></marker>`,
    )
    .join("");
}

// --- legend ----------------------------------------------------------------------------------------------------

const SWATCH = { width: 28, height: 14 } as const;
const LEGEND_GAP = 18;

const lookWords: Readonly<Record<Look, string>> = {
  y: "y",
  m: "m",
  n: "n",
  text: "number or string",
  choice: "choice",
  missing: "not defined",
  more: "left out",
};

const edgeWords: Readonly<Record<EdgeWords["kind"], string>> = {
  depends: "depends on",
  visible: "prompt needs",
  select: "selects",
  imply: "implies",
  choice: "member of",
  default: "default from",
  more: "",
};

/** Only what is in the picture, in rows that are not wider than it. */
function legendOf(
  nodes: readonly NodeWords[],
  edges: readonly EdgeWords[],
  width: number,
): { readonly lines: readonly string[]; readonly height: number } {
  const looks = LOOKS.filter((look) => nodes.some((node) => node.look === look));
  const kinds = Object.keys(DASHES).filter((kind): kind is EdgeWords["kind"] =>
    edges.some((edge) => edge.kind === kind && kind !== "more"),
  );
  const stroke = `d="M0 7L${SWATCH.width} 7"`;
  const entries: { readonly swatch: string; readonly words: string }[] = [
    ...looks.map((look) => ({
      swatch: `<g class="node ${look}"><rect width="${SWATCH.width}" height="${SWATCH.height}" rx="4"/></g>`,
      words: lookWords[look],
    })),
    ...kinds.map((kind) => ({
      swatch: `<path class="edge ${kind} active" ${stroke} marker-end="url(#arrow-${kind})"/>`,
      words: edgeWords[kind],
    })),
    ...(edges.some(({ state }) => state === "fails")
      ? [
          {
            swatch: `<path class="edge depends fails" ${stroke} marker-end="url(#arrow-fails)"/>`,
            words: "✗ does not hold",
          },
        ]
      : []),
    ...(edges.some(({ state }) => state === "idle")
      ? [{ swatch: `<path class="edge select idle" ${stroke}/>`, words: "has no effect now" }]
      : []),
  ];
  const rowHeight = SWATCH.height + 8;
  const lines: string[] = [];
  let [x, row] = [0, 0];
  for (const { swatch, words } of entries) {
    const needed = SWATCH.width + 6 + textSize([words], SMALL_SIZE).width;
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const label = text(
      words,
      { x: SWATCH.width + 6, y: SWATCH.height / 2 + SMALL_SIZE * 0.36 },
      { className: "legend", size: SMALL_SIZE },
    );
    lines.push(`<g transform="translate(${round(x)} ${row * rowHeight})">${swatch}${label}</g>`);
    x += needed + LEGEND_GAP;
  }
  return { lines, height: (row + 1) * rowHeight };
}

// --- text, style -----------------------------------------------------------------------------------------------

function textSize(lines: readonly string[], size: number): Size {
  const columns = Math.max(0, ...lines.map(textWidth));
  return { width: columns * size * LETTER, height: lines.length * size * LINE_HEIGHT };
}

function text(
  words: string,
  { x, y }: Point,
  { className, size }: { readonly className: string; readonly size: number },
): string {
  return `<text class="${className}" x="${round(x)}" y="${round(y)}" font-size="${size}">${escaped(words)}</text>`;
}

/** Plain colours for those who know no more than that, others where the reader's ground is dark. */
function styleSheet(): string {
  const shapes = [
    "text{white-space:pre}",
    ".name,.detail,.says{text-anchor:middle}",
    ".name,.caption{font-weight:bold}",
    ".edge{fill:none;stroke-width:1.5}",
    ".select{stroke-width:2}",
    ".node rect{stroke-width:1.3}",
    ".root rect{stroke-width:3}",
    ".missing rect,.more rect{stroke-dasharray:4 3}",
    ...Object.entries(DASHES).flatMap(([kind, dashes]) =>
      dashes.length === 0 ? [] : [`.edge.${kind}{stroke-dasharray:${dashes.join(" ")}}`],
    ),
    ".edge.idle{stroke-width:1;stroke-dasharray:1.5 3}",
  ];
  return `${shapes.join("")}${colors(LIGHT)}@media (prefers-color-scheme:dark){${colors(DARK)}}`;
}

function colors({ ground, ink, faint, nodes, edges, fails }: Palette): string {
  return [
    `.ground{fill:${ground}}.name,.caption{fill:${ink}}.detail,.legend{fill:${faint}}`,
    ...Object.entries(nodes).map(
      ([look, { fill, stroke }]) => `.${look} rect{fill:${fill};stroke:${stroke}}`,
    ),
    ...Object.entries(edges).map(
      ([kind, color]) => `.edge.${kind}{stroke:${color}}.says.${kind},.arrow-${kind}{fill:${color}}`,
    ),
    `.edge.fails{stroke:${fails}}.says.fails,.arrow-fails{fill:${fails}}`,
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
