/** What the nodes and edges of a graph say, whatever it is drawn with. */
import { quoteString } from "../../dotconfig/string-value.ts";
import type { Graph, GraphEdge, GraphNode, GraphRest } from "../../graph/graph.ts";
import type { RelationKind } from "../../graph/relations.ts";
import { NONE } from "../../model/expressions.ts";
import type { ConfigSymbol } from "../../model/model.ts";
import { expressionText, symbolText } from "../expression-text.ts";
import { placeText } from "../reason-words.ts";
import { safeLine, textWidth } from "../safe-text.ts";

/** What a node looks like: by its value, or as what it is. */
export const LOOKS = ["y", "m", "n", "text", "choice", "missing", "more"] as const;
export type Look = (typeof LOOKS)[number];

export interface NodeWords {
  /** Of its own among the graph's nodes: letters and digits. */
  readonly id: string;
  readonly look: Look;
  /** Whether it was asked about. */
  readonly isRoot: boolean;
  /** `NAME = value` */
  readonly title: string;
  /** Prompt and place, as far as there are any. */
  readonly lines: readonly string[];
  /** All of it, nothing cut. */
  readonly whole: string;
}

export interface EdgeWords {
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind | "more";
  /** Lines; none for a plain dependency. */
  readonly label: readonly string[];
  readonly whole: string;
  /** `fails`: a dependency that does not hold now; `idle`: a select or imply that demands nothing now, a default that does not apply. */
  readonly state: "active" | "fails" | "idle";
  /** Whether `to` decides about `from`; otherwise `from` about `to`. */
  readonly isUpward: boolean;
}

/** A graph as texts: safe for one line each, but not escaped for any format. */
export interface GraphWords {
  readonly nodes: readonly NodeWords[];
  readonly edges: readonly EdgeWords[];
}

/** Longer ones are cut in pictures. */
const LONGEST_PROMPT = 40;
const LONGEST_TITLE = 48;
/** Labels are broken into lines of this length, and cut behind the last one. */
const LABEL_LINE = 30;
const LABEL_LINES = 3;

export function graphWords({ nodes, edges, rests }: Graph): GraphWords {
  const left = rests.map(wordsOfRest);
  return {
    nodes: [...nodes.map(wordsOfNode), ...left.map(({ node }) => node)],
    edges: [...edges.map(wordsOfEdge), ...left.map(({ edge }) => edge)],
  };
}

/** What a symbol's node is called. */
export function nodeId({ id }: ConfigSymbol): string {
  return `s${id}`;
}

function wordsOfNode({ symbol, value, depth }: GraphNode): NodeWords {
  const [first] = symbol.definitions;
  const prompt = symbol.isChoice ? undefined : symbol.propertiesOf("prompt")[0]?.text;
  const shown = symbol.type === "string" ? quoteString(value) : value === "" ? '""' : value;
  const title = safeLine(`${symbolText(symbol)} = ${shown}`);
  const missing = symbol.isDefined ? [] : ["not defined here"];
  const place = first === undefined ? [] : [safeLine(placeText(first.place))];
  const prompts = prompt === undefined ? [] : [safeLine(prompt)];
  return {
    id: nodeId(symbol),
    look: lookOf(symbol, value),
    isRoot: depth === 0,
    title: clipped(title, LONGEST_TITLE),
    lines: [...prompts.map((text) => clipped(text, LONGEST_PROMPT)), ...place, ...missing],
    whole: [title, ...prompts, ...place, ...missing].join("\n"),
  };
}

function lookOf({ isChoice, isDefined, type }: GraphNode["symbol"], value: string): Look {
  if (isChoice) return "choice";
  if (!isDefined) return "missing";
  if (type !== "bool" && type !== "tristate") return "text";
  return value === "y" || value === "m" ? value : "n";
}

function wordsOfEdge({ kind, from, to, conditions, value, statements }: GraphEdge): EdgeWords {
  const condition = conditions
    .filter((id) => id !== NONE)
    .map((id) => from.model.expression(id))
    // The arrow itself says as much.
    .filter((part) => !(part.kind === "symbol" && part.symbol.id === to.id))
    .map(expressionText)
    .join("; ");
  const isDemand = kind === "select" || kind === "imply";
  const state = value > 0 ? "active" : isDemand || kind === "default" ? "idle" : "fails";
  const words = edgeText(kind, safeLine(condition));
  const sign = state === "fails" ? "✗" : "";
  const places = statements.map(({ place }) => safeLine(placeText(place)));
  const subject = `${symbolText(from)} ${verbs[kind]} ${symbolText(to)}`;
  return {
    from: nodeId(from),
    to: nodeId(to),
    kind,
    label: brokenLabel(`${sign} ${words}`.trim()),
    whole: [safeLine(`${subject}${condition === "" ? "" : `: ${condition}`}`), ...new Set(places)].join("\n"),
    state,
    isUpward: !isDemand,
  };
}

/** Between the names of two symbols. */
export const verbs: Readonly<Record<RelationKind, string>> = {
  depends: "depends on",
  visible: "is shown by",
  select: "selects",
  imply: "implies",
  choice: "is a member of",
  default: "takes its default from",
};

function edgeText(kind: RelationKind, condition: string): string {
  if (kind === "depends") return condition;
  if (kind === "choice") return "member";
  const word = kind === "visible" ? "prompt" : kind;
  return condition === "" ? word : `${word} if ${condition}`;
}

function wordsOfRest(rest: GraphRest): { readonly node: NodeWords; readonly edge: EdgeWords } {
  const { of, direction, count } = rest;
  const id = `more${of.id}${direction}`;
  const whole = restText(rest);
  const isUp = direction === "up";
  return {
    node: { id, look: "more", isRoot: false, title: `${count} more`, lines: restParts(rest), whole },
    edge: {
      from: isUp ? nodeId(of) : id,
      to: isUp ? id : nodeId(of),
      kind: "more",
      label: [],
      whole,
      state: "active",
      isUpward: true,
    },
  };
}

/** `12 more: 10 select it, 2 imply it` */
export function restText(rest: GraphRest): string {
  return `${rest.count} more: ${restParts(rest).join(", ")}`;
}

function restParts({ direction, kinds }: GraphRest): readonly string[] {
  return [...kinds].map(([kind, number]) => `${number} ${restWords[direction][kind]}`);
}

/** What those that are left out have to do with the symbol. */
const restWords: Readonly<Record<"up" | "down", Readonly<Record<RelationKind, string>>>> = {
  up: {
    depends: "it depends on",
    visible: "show it",
    select: "select it",
    imply: "imply it",
    choice: "it is a member of",
    default: "give defaults",
  },
  down: {
    depends: "depend on it",
    visible: "shown by it",
    select: "selected",
    imply: "implied",
    choice: "members",
    default: "take defaults",
  },
};

function brokenLabel(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(line) + 1 + textWidth(word) <= LABEL_LINE)
      lines.splice(-1, 1, `${line} ${word}`);
    else if (word !== "") lines.push(word);
  }
  const shown = lines.slice(0, LABEL_LINES).map((line) => clipped(line, LABEL_LINE));
  return lines.length <= LABEL_LINES
    ? shown
    : [...shown.slice(0, -1), clipped(`${shown[LABEL_LINES - 1]} …`, LABEL_LINE)];
}

function clipped(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}
