/** Where the boxes and lines of a picture go. */
import { Graph, layout } from "@dagrejs/dagre";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from a box that should be on the left to one on its right, with room for its label. */
export interface Link {
  readonly left: string;
  readonly right: string;
  readonly label: Size;
}

export interface Layout extends Size {
  /** The middle of each box. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** For each link the points that it passes, from its left box to its right one, level at each; the middle of its label. */
  readonly lines: readonly { readonly points: readonly Point[]; readonly label: Point }[];
}

const GAP_BETWEEN_BOXES = 22;
const GAP_BETWEEN_LINES = 14;
const GAP_BETWEEN_RANKS = 52;
/** Many lines that meet at one box go up and down beside each other. */
const ROOM_FOR_LINE = 3;
const WIDEST_ROOM = 120;

/** Lays boxes out in ranks from left to right, so that lines cross as little as possible (dagre). */
export function layOut(boxes: ReadonlyMap<string, Size>, links: readonly Link[]): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: GAP_BETWEEN_BOXES,
    edgesep: GAP_BETWEEN_LINES,
    ranksep: GAP_BETWEEN_RANKS + Math.min(WIDEST_ROOM, ROOM_FOR_LINE * mostAtOneBox(links)),
  });
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  for (const [index, { left, right, label }] of links.entries())
    graph.setEdge(left, right, { ...label, labelpos: "c" }, String(index));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  const middle = (id: string): Point => {
    const { x, y } = graph.node(id) as Point;
    return { x, y };
  };
  const middles = new Map([...boxes.keys()].map((id) => [id, middle(id)]));
  const inner = links.map(({ left, right, label }, index) => {
    const edge = graph.edge(left, right, String(index)) as { points: Point[] } & Partial<Point>;
    // The first and the last one are on the boxes.
    const between = edge.points.slice(1, -1);
    const half = between[between.length >> 1] ?? blendOf(middles.get(left)!, middles.get(right)!);
    return { between, label: { x: edge.x ?? half.x, y: edge.y ?? half.y }, width: label.width };
  });
  const isBackward = links.map(({ left, right }) => middles.get(left)!.x > middles.get(right)!.x);
  const ends = portsOf();
  // Lines go up and down between the columns of boxes and labels, not within them.
  const columns = new Map<number, number>();
  const widen = (x: number, half: number) =>
    columns.set(Math.round(x), Math.max(half, columns.get(Math.round(x)) ?? 0));
  for (const [id, { width: boxWidth }] of boxes) widen(middles.get(id)!.x, boxWidth / 2);
  for (const { label, width: labelWidth } of inner) widen(label.x, labelWidth / 2);
  const level = ({ x, y }: Point, index: number): readonly Point[] => {
    const half = (columns.get(Math.round(x)) ?? 0) * (isBackward[index] ? -1 : 1);
    return [
      { x: x - half, y },
      { x: x + half, y },
    ];
  };
  const lines = inner.map(({ between, label }, index) => ({
    label,
    points: [ends[index].left, ...between.flatMap((point) => level(point, index)), ends[index].right],
  }));
  // Lines may go round outside of all boxes.
  const heights = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const top = Math.min(0, ...heights);
  const down = (point: Point): Point => ({ x: point.x, y: point.y - top });
  return {
    width,
    height: Math.max(height, ...heights) - top,
    boxes: new Map([...middles].map(([id, point]) => [id, down(point)])),
    lines: lines.map(({ points, label }) => ({ points: points.map(down), label: down(label) })),
  };

  /** Where lines leave their boxes: spread over the side that they leave by, in the order in which they go on. */
  function portsOf(): readonly { readonly left: Point; readonly right: Point }[] {
    const ports = links.map(() => ({ left: ORIGIN, right: ORIGIN }));
    for (const [id, { width: boxWidth, height: boxHeight }] of boxes) {
      const { x, y } = middles.get(id)!;
      for (const side of [-1, 1] as const) {
        const here = links.flatMap((link, index) =>
          (["left", "right"] as const)
            .filter((end) => link[end] === id && ((end === "left") !== isBackward[index] ? 1 : -1) === side)
            .map((end) => ({ index, end, next: nextPoint(index, end) })),
        );
        here.sort((a, b) => a.next.y - b.next.y || a.index - b.index);
        for (const [place, { index, end }] of here.entries()) {
          const part = (place + 1) / (here.length + 1);
          ports[index][end] = { x: x + (side * boxWidth) / 2, y: y + (part - 0.5) * boxHeight };
        }
      }
    }
    return ports;
  }

  /** Where a line goes first from one of its ends. */
  function nextPoint(index: number, end: "left" | "right"): Point {
    const { between } = inner[index];
    return (
      (end === "left" ? between[0] : between.at(-1)) ??
      middles.get(links[index][end === "left" ? "right" : "left"])!
    );
  }
}

const ORIGIN: Point = { x: 0, y: 0 };

function mostAtOneBox(links: readonly Link[]): number {
  const counts = new Map<string, number>();
  for (const { left, right } of links)
    for (const id of [`${left} right`, `${right} left`]) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

function blendOf(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
