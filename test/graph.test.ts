/** Pictures of graphs: that they can be read, whatever names and prompts a tree has. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { memoryHost } from "../src/host/memory.ts";
import { run } from "../src/main.ts";
import { layOut, type Point, type Size } from "../src/report/graph/layout.ts";
import { DARK, LIGHT, type Palette } from "../src/report/graph/palette.ts";

const SEED = 8;
const CASES = Number(process.env.KCFG_CASES ?? 60);

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("the %s palette", (_, palette: Palette) => {
  const pairs = [
    ...Object.values(palette.nodes).flatMap(({ fill }) => [
      [palette.ink, fill],
      [palette.faint, fill],
    ]),
    ...Object.values(palette.edges).map((color) => [color, palette.ground]),
    [palette.fails, palette.ground],
    [palette.faint, palette.ground],
  ];
  test.each(pairs)("%s can be read on %s", (ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

/** The contrast of two colours as WCAG 2 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the layout", () => {
  const size = fc.record({
    width: fc.integer({ min: 20, max: 300 }),
    height: fc.integer({ min: 20, max: 80 }),
  });
  const graphs = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.record({
      sizes: fc.array(size, { minLength: count, maxLength: count }),
      links: fc.array(
        fc.record({
          left: fc.nat(count - 1),
          right: fc.nat(count - 1),
          label: fc.option(size, { nil: { width: 0, height: 0 } }),
        }),
        { maxLength: 30 },
      ),
    }),
  );

  test("an overlap is seen", () => {
    const frame = { left: 0, right: 10, top: 0, bottom: 10 };
    expect(overlap(frame, { left: 9, right: 20, top: 9, bottom: 20 })).toBe(true);
    expect(overlap(frame, { left: 10, right: 20, top: 0, bottom: 10 })).toBe(false);
  });

  test("puts no box on another, none on a label, and lines on their boxes and never back", () => {
    const property = fc.property(graphs, ({ sizes, links }) => {
      const boxes = new Map(sizes.map((each, index) => [`b${index}`, each]));
      // A symbol has no edge to itself.
      const lines = links
        .filter(({ left, right }) => left !== right)
        .map(({ left, right, label }) => ({ left: `b${left}`, right: `b${right}`, label }));
      const layout = layOut(boxes, lines);
      const frames = [...boxes].map(([id, each]) => frameOf(layout.boxes.get(id)!, each));
      for (const [index, frame] of frames.entries())
        for (const other of frames.slice(index + 1)) expect(overlap(frame, other)).toBe(false);
      for (const [index, { points, label }] of layout.lines.entries()) {
        const { left, right, label: labelSize } = lines[index];
        for (const { x, y } of points) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
        for (const frame of labelSize.width > 0 ? frames : [])
          expect(overlap(frameOf(label, labelSize), frame)).toBe(false);
        const [from, to] = [layout.boxes.get(left)!, layout.boxes.get(right)!];
        const way = from.x <= to.x ? 1 : -1;
        expect(isOnSide(points[0], from, boxes.get(left)!, way)).toBe(true);
        expect(isOnSide(points.at(-1)!, to, boxes.get(right)!, way === 1 ? -1 : 1)).toBe(true);
        for (const [at, point] of points.slice(1).entries())
          expect((point.x - points[at].x) * way).toBeGreaterThan(-SLACK);
      }
      const heights = layout.lines.flatMap(({ points }) => points.map(({ y }) => y));
      expect(Math.min(0, ...heights)).toBe(0);
      expect(Math.max(layout.height, ...heights)).toBe(layout.height);
    });
    fc.assert(property, { seed: SEED, numRuns: CASES });
  });
});

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function frameOf({ x, y }: Point, { width, height }: Size): Frame {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Less than this is rounding. */
const SLACK = 0.5;

function overlap(a: Frame, b: Frame): boolean {
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK
  );
}

function isOnSide(point: Point, middle: Point, { width, height }: Size, side: 1 | -1): boolean {
  return (
    Math.abs(point.x - (middle.x + (side * width) / 2)) < SLACK && Math.abs(point.y - middle.y) <= height / 2
  );
}

describe("whatever a prompt says", () => {
  const HOSTILE = [
    "<script>",
    "]]>",
    "&amp;",
    '\\"',
    "\\\\N",
    "\u001b[31m",
    "-->",
    "```",
    "%%{init}%%",
    "\u202e",
    "é",
    "漢",
    "#quot;",
    "|",
    "{}",
    "\u0000",
  ];
  const prompts = fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 6 })), { maxLength: 8 })
    .map((pieces) => pieces.join(" ").replace(/["\n\r]/g, ""));

  async function draw(prompt: string, format: string): Promise<string> {
    const text = `config A\n\tbool "${prompt.replace(/\\*$/, "")}"\n\tdepends on B\n\tselect C\n\nconfig B\n\tbool "b"\n\nconfig C\n\tbool\n`;
    const host = memoryHost({ files: { Kconfig: text }, environment: { srctree: "" } });
    const exit = await run(["graph", "A", "C", "--direction", "both", "--format", format], host);
    expect([exit, host.stderrText().includes("error")]).toEqual([0, false]);
    return host.stdoutText();
  }

  const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u202e]/;
  const scriptsIn = (document: XmlDocument) => document.find("//*[local-name() = 'script']");

  test("what no drawing may have is seen where it is", () => {
    const document = XmlDocument.fromString('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    expect(scriptsIn(document)).toHaveLength(1);
    document.dispose();
    expect(HOSTILE.join("")).toMatch(CONTROLS);
  });

  test("SVG is well-formed, has no script and no control character, and Mermaid and dot stay as they are", async () => {
    const property = fc.asyncProperty(prompts, async (prompt) => {
      const svg = await draw(prompt, "svg");
      const document = XmlDocument.fromString(svg);
      expect(document.root.name).toBe("svg");
      expect(scriptsIn(document)).toEqual([]);
      document.dispose();
      const dot = await draw(prompt, "dot");
      for (const line of dot.split("\n").slice(4, -2))
        expect(line).toMatch(
          /^ {2}s\d+(?: -> s\d+)? \[\w+="(?:[^"\\]|\\.)*"(?:, \w+="(?:[^"\\]|\\.)*")*\];$/,
        );
      const mermaid = await draw(prompt, "mermaid");
      for (const line of mermaid.split("\n").filter((each) => /^ {2}s\d+\[/.test(each)))
        expect(line).toMatch(/^ {2}s\d+\["(?:[\p{L}\p{N} _.,:/=()…›✗-]|#\d+;|<br>)*"\]:::[a-z]+$/u);
      for (const text of [svg, dot, mermaid]) expect(text).not.toMatch(CONTROLS);
    });
    await fc.assert(property, { seed: SEED, numRuns: CASES });
  });
});

test("a picture holds no more symbols than it may, and says how many it leaves out", async () => {
  const users = Array.from({ length: 50 }, (_, index) => `config U${index}\n\tbool "u"\n\tdepends on HUB\n`);
  const host = memoryHost({
    files: { Kconfig: `config HUB\n\tbool "hub"\n\n${users.join("\n")}` },
    environment: { srctree: "" },
  });
  await run(["graph", "HUB", "--direction", "down", "--max-nodes", "7", "--format", "json"], host);
  const { nodes, edges, leftOut } = JSON.parse(host.stdoutText()).result;
  expect([nodes.length, edges.length]).toEqual([8, 7]);
  expect(leftOut).toEqual([{ of: "HUB", direction: "down", count: 43, kinds: { depends: 43 } }]);
});
