/** The symbols around some symbols, as far as a depth and a number of nodes allow. */
import type { Configuration } from "../evaluate/configuration.ts";
import { and, type Tristate } from "../evaluate/tristate.ts";
import type { SymbolId } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import type { ConfigSymbol, Property } from "../model/model.ts";
import type { Wanted } from "./mentions.ts";
import { type Relation, type RelationKind, Relations } from "./relations.ts";

/** `up`: what decides about a symbol; `down`: what it decides about. */
export const DIRECTIONS = ["up", "down", "both"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface GraphLimits {
  readonly direction: Direction;
  /** Steps from the symbols that were asked about. */
  readonly depth: number;
  /** Symbols at most, not counting those that were asked about; what is left out is counted. */
  readonly most: number;
  readonly kinds: readonly RelationKind[];
}

export interface GraphNode {
  readonly symbol: ConfigSymbol;
  readonly value: string;
  /** Steps from the nearest symbol that was asked about; 0 for these. */
  readonly depth: number;
}

/** All statements of one kind between two symbols. */
export interface GraphEdge {
  readonly kind: RelationKind;
  readonly from: ConfigSymbol;
  readonly to: ConfigSymbol;
  readonly wanted: Wanted;
  /** The parts of conditions that say so, each once; NONE stands for a select without a condition. */
  readonly conditions: readonly ExpressionId[];
  /** Whether all of them hold; of selects and implies, the most that one demands. */
  readonly value: Tristate;
  readonly statements: readonly Property[];
}

/** Symbols next to one that there was no room for. */
export interface GraphRest {
  readonly of: ConfigSymbol;
  readonly direction: "up" | "down";
  readonly count: number;
  /** How many of them by each kind; a symbol may be related by several. */
  readonly kinds: ReadonlyMap<RelationKind, number>;
}

export interface Graph {
  /** Those that were asked about first, then by depth; behind the first step with a rest there is no further one. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly rests: readonly GraphRest[];
}

export function graphAround(
  configuration: Configuration,
  roots: readonly ConfigSymbol[],
  limits: GraphLimits,
): Graph {
  const relations = new Relations(configuration, limits.kinds);
  const depths = new Map<SymbolId, number>(roots.map(({ id }) => [id, 0]));
  const most = depths.size + limits.most;
  const visited: Neighbours[] = [];
  let level: readonly ConfigSymbol[] = [...depths.keys()].map((id) => configuration.model.symbolAt(id));
  // Behind a step that there was no room for nobody looks, or everything would have its own rest.
  for (let depth = 1; depth <= limits.depth && level.length > 0 && depths.size < most; depth++) {
    const around = level.flatMap((symbol) => neighboursOf(relations, symbol, limits.direction));
    visited.push(...around);
    const found: ConfigSymbol[] = [];
    // In turn, so that one with a thousand neighbours leaves room for those of the others.
    const longest = Math.max(0, ...around.map(({ symbols }) => symbols.length));
    for (let turn = 0; turn < longest && depths.size < most; turn++) {
      for (const { symbols } of around) {
        const symbol = symbols[turn];
        if (symbol === undefined || depths.has(symbol.id) || depths.size >= most) continue;
        depths.set(symbol.id, depth);
        found.push(symbol);
      }
    }
    level = found;
  }
  const nodes = [...depths].map(([id, depth]) => nodeOf(configuration, id, depth));
  return {
    nodes,
    edges: nodes.flatMap(({ symbol }) => edgesAbove(relations, symbol, depths)),
    rests: visited.flatMap((each) => restOf(each, depths)),
  };
}

/** What is next to a symbol in one direction. */
interface Neighbours {
  readonly of: ConfigSymbol;
  readonly direction: "up" | "down";
  readonly relations: readonly Relation[];
  /** Each once, in the order of the relations. */
  readonly symbols: readonly ConfigSymbol[];
}

function neighboursOf(relations: Relations, of: ConfigSymbol, direction: Direction): readonly Neighbours[] {
  const directions = direction === "both" ? (["up", "down"] as const) : [direction];
  return directions.map((each) => {
    const found = each === "up" ? relations.above(of) : relations.below(of);
    const symbols = new Map(found.map((relation) => [otherEnd(relation, of).id, otherEnd(relation, of)]));
    return { of, direction: each, relations: found, symbols: [...symbols.values()] };
  });
}

function otherEnd({ from, to }: Relation, symbol: ConfigSymbol): ConfigSymbol {
  return from.id === symbol.id ? to : from;
}

function restOf(
  { of, direction, relations, symbols }: Neighbours,
  shown: ReadonlyMap<SymbolId, number>,
): readonly GraphRest[] {
  const hidden = new Set(symbols.filter(({ id }) => !shown.has(id)).map(({ id }) => id));
  if (hidden.size === 0) return [];
  const byKind = new Map<RelationKind, Set<SymbolId>>();
  for (const relation of relations) {
    const { id } = otherEnd(relation, of);
    if (!hidden.has(id)) continue;
    byKind.set(relation.kind, (byKind.get(relation.kind) ?? new Set()).add(id));
  }
  const kinds = new Map([...byKind].map(([kind, ids]) => [kind, ids.size]));
  return [{ of, direction, count: hidden.size, kinds }];
}

/** Edges between a symbol and what decides about it, as far as both are shown. */
function edgesAbove(
  relations: Relations,
  symbol: ConfigSymbol,
  shown: ReadonlyMap<SymbolId, number>,
): readonly GraphEdge[] {
  const edges = new Map<string, Relation[]>();
  for (const relation of relations.above(symbol)) {
    const { kind, from, to } = relation;
    if (!shown.has(from.id) || !shown.has(to.id)) continue;
    const key = `${kind} ${from.id} ${to.id}`;
    edges.set(key, [...(edges.get(key) ?? []), relation]);
  }
  return [...edges.values()].map(edgeOf);
}

function edgeOf(relations: readonly Relation[]): GraphEdge {
  const [{ kind, from, to, wanted }] = relations;
  const values = relations.map(({ value }) => value);
  const isDemand = kind === "select" || kind === "imply";
  return {
    kind,
    from,
    to,
    wanted: relations.every((each) => each.wanted === wanted) ? wanted : "other",
    conditions: [...new Set(relations.map(({ condition }) => condition))],
    value: isDemand ? (Math.max(...values) as Tristate) : values.reduce(and),
    statements: relations.flatMap(({ statement }) => (statement === undefined ? [] : [statement])),
  };
}

function nodeOf(configuration: Configuration, id: SymbolId, depth: number): GraphNode {
  const symbol = configuration.model.symbolAt(id);
  const chosen = symbol.isChoice ? configuration.chosenMember(id) : undefined;
  const value = chosen === undefined ? configuration.value(id) : configuration.model.symbolAt(chosen).name;
  return { symbol, value: symbol.isDefined ? value : "n", depth };
}
