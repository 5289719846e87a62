/** `kcfg graph`: what symbols depend on and what selects them, as a picture or as text. */

import { InvalidArgumentError, Option } from "commander";
import { DIRECTIONS, type Direction, type Graph } from "../graph/graph.ts";
import { RELATION_KINDS, type RelationKind } from "../graph/relations.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { captionOf } from "../report/graph/caption.ts";
import { renderGraphText, wireGraph } from "../report/graph/text.ts";
import { graphWords } from "../report/graph/words.ts";
import { renderJson } from "../report/json.ts";
import { diagnosticOf, wireTrouble } from "../report/problems.ts";
import { safeLine } from "../report/safe-text.ts";
import { unwritable } from "../service/config-file.ts";
import { type GraphAnswer, graph, USUAL_KINDS } from "../service/graph.ts";
import { exitOf, noteMissingConfig, openSession, type Session, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

const FORMATS = ["text", "dot", "mermaid", "svg", "json"] as const;
type GraphFormat = (typeof FORMATS)[number];

interface GraphOptions {
  readonly depth: number;
  readonly direction: Direction;
  readonly edges: readonly RelationKind[];
  readonly maxNodes: number;
  readonly output?: string;
}

const DEFAULT_DEPTH = 2;
/** A picture of more is no longer read. */
const DEFAULT_NODES = 40;
/** The layout takes seconds from here on. */
const MOST_NODES = 1000;

export const graphVerb: Verb<GraphOptions> = {
  ignores: ["--trust-probes", "--no-pager"],
  completes: "symbols",
  ending: {
    about: [
      "Nodes have the colour of their values, edges of their kinds: depends (also on enclosing blocks), visible (the condition of a prompt), select, imply, choice (a member and its choice), default. What does not fit is counted.",
    ],
    examples: [
      "kcfg graph VFIO_NOIOMMU --format svg -o vfio.svg",
      "kcfg graph VFIO --direction both --depth 1",
      "kcfg graph PREEMPT_RT --edges depends,select --format mermaid",
    ],
    exits: { 0: "drawn", 1: "a symbol is unknown" },
  },
  declare(command) {
    command
      .argument("<symbols...>", "SYM, the prompt of a choice, or path:line of an entry")
      .option("--depth <steps>", "how many steps to follow", parseNumber(0, MOST_NODES), DEFAULT_DEPTH)
      .addOption(
        new Option("--direction <way>", "up: what the symbols depend on; down: what depends on them")
          .choices(DIRECTIONS)
          .default("up"),
      )
      .addOption(
        new Option("--edges <kinds>", RELATION_KINDS.join(", "))
          .argParser(parseKinds)
          .default(USUAL_KINDS, "all but default"),
      )
      .option(
        "--max-nodes <number>",
        "draw at most this many other symbols",
        parseNumber(1, MOST_NODES),
        DEFAULT_NODES,
      )
      .option("-o, --output <file>", "write to this file")
      .addOption(new Option("--format <format>", "format of the answer").choices(FORMATS).default("text"));
  },
  async run({ words, options, host, version }: Invocation<GraphOptions>): Promise<number> {
    const session = await openSession({ ...options, answersPartly: true, asksFewValues: true }, host);
    if (typeof session === "number") return session;
    const { direction, depth, maxNodes: most, edges } = options;
    const kinds = edges === USUAL_KINDS ? undefined : edges;
    const answer = graph(session, { words, direction, depth, most, kinds });
    const { roots, problems } = answer;
    const exitCode = exitOf(session, problems.length === 0 ? 0 : 1);
    // Wider than what the shared options say: this verb declares its own.
    const format: GraphFormat = options.format;
    if (format === "json" || roots.length > 0) {
      const text =
        format === "json"
          ? jsonOf(session, version, answer)
          : await draw(format, answer.graph, session, { roots, direction });
      if (options.output === undefined) host.stdout.write(text);
      else {
        const written = session.caller.writeText(options.output, text);
        if (!written.ok) {
          session.tell([unwritable(written.message)]);
          return 2;
        }
        if (!options.quiet) host.stderr.write(`wrote ${safeLine(options.output)}\n`);
      }
    }
    if (format !== "json") {
      session.tell(problems);
      noteMissingConfig(session);
    }
    return exitCode;
  },
};

/** Loads what a format needs, and nothing of the others. */
async function draw(
  format: Exclude<GraphFormat, "json">,
  graph: Graph,
  session: Session,
  { roots, direction }: { readonly roots: readonly ConfigSymbol[]; readonly direction: Direction },
): Promise<string> {
  switch (format) {
    case "text":
      return renderGraphText(graph, direction, session.style);
    case "dot":
      return (await import("../report/graph/dot.ts")).renderDot(graphWords(graph));
    case "mermaid":
      return (await import("../report/graph/mermaid.ts")).renderMermaid(graphWords(graph));
    case "svg":
      return (await import("../report/graph/svg.ts")).renderSvg(graphWords(graph), {
        caption: captionOf(roots, graph, direction),
      });
  }
}

function jsonOf(session: Session, version: string, { graph, problems }: GraphAnswer): string {
  const { path, exists } = session.configFile;
  const { nodes, edges, rests } = graph;
  return renderJson({
    command: "graph",
    version,
    ok: problems.length === 0 && session.errors.length === 0,
    tree: wireTree(session.tree),
    inputs: [{ path, exists }],
    summary: {
      nodes: nodes.length,
      edges: edges.length,
      leftOut: rests.reduce((sum, { count }) => sum + count, 0),
    },
    diagnostics: [...session.errors, ...problems.map(diagnosticOf)].map(wireTrouble),
    result: wireGraph(graph),
  });
}

function parseNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most))
      throw new InvalidArgumentError(`A number from ${least} to ${most} is wanted.`);
    return number;
  };
}

function parseKinds(text: string): readonly RelationKind[] {
  return text.split(",").map((word) => {
    const kind = RELATION_KINDS.find((each) => each === word.trim());
    if (kind === undefined) throw new InvalidArgumentError(`Kinds are ${RELATION_KINDS.join(", ")}.`);
    return kind;
  });
}
