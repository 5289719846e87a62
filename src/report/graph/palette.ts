/** The colours of graphs: nodes by value, edges by kind; on a light and on a dark ground. */
import type { EdgeWords, Look } from "./words.ts";

interface Shade {
  readonly fill: string;
  readonly stroke: string;
}

export interface Palette {
  readonly ground: string;
  readonly ink: string;
  /** Prompts, places, the legend. */
  readonly faint: string;
  readonly nodes: Readonly<Record<Look, Shade>>;
  readonly edges: Readonly<Record<EdgeWords["kind"], string>>;
  readonly fails: string;
}

// Ink on every fill, and every edge on the ground, has a contrast of 4.5 or more; a test calculates it.

export const LIGHT: Palette = {
  ground: "#ffffff",
  ink: "#1f2328",
  faint: "#57606a",
  nodes: {
    y: { fill: "#d5f2dc", stroke: "#1a7f37" },
    m: { fill: "#dcebfd", stroke: "#0b5cad" },
    n: { fill: "#eff1f3", stroke: "#7d858d" },
    text: { fill: "#ece3fb", stroke: "#7138c8" },
    choice: { fill: "#fdf0d0", stroke: "#9a6700" },
    missing: { fill: "#ffffff", stroke: "#cf222e" },
    more: { fill: "#ffffff", stroke: "#7d858d" },
  },
  edges: {
    depends: "#424a53",
    visible: "#0e7490",
    select: "#b14600",
    imply: "#b02a7c",
    choice: "#9a6700",
    default: "#7138c8",
    more: "#6e7781",
  },
  fails: "#c01c28",
};

export const DARK: Palette = {
  ground: "#0d1117",
  ink: "#e6edf3",
  faint: "#a3adb8",
  nodes: {
    y: { fill: "#12351d", stroke: "#3fb950" },
    m: { fill: "#10294f", stroke: "#58a6ff" },
    n: { fill: "#23282f", stroke: "#8b949e" },
    text: { fill: "#2b1d47", stroke: "#b083f0" },
    choice: { fill: "#3a2d0c", stroke: "#d29922" },
    missing: { fill: "#0d1117", stroke: "#f85149" },
    more: { fill: "#0d1117", stroke: "#8b949e" },
  },
  edges: {
    depends: "#c3ccd6",
    visible: "#39c5cf",
    select: "#f0883e",
    imply: "#f778ba",
    choice: "#d29922",
    default: "#b083f0",
    more: "#8b949e",
  },
  fails: "#ff7b72",
};

/** How lines are broken, so that colours do not say it alone: lengths of strokes and gaps; empty for a whole line. */
export const DASHES: Readonly<Record<EdgeWords["kind"], readonly number[]>> = {
  depends: [],
  visible: [2, 3],
  select: [],
  imply: [7, 3],
  choice: [],
  default: [7, 3, 2, 3],
  more: [3, 3],
};
