/** Finds symbols that depend on themselves and tells each loop, step by step. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { isComparison, NONE, Op } from "./expressions.ts";
import { ABSENT, Kind, type Model, type ModelData, SymbolFlag, type SymbolId } from "./model.ts";

/** How one symbol needs another. */
type EdgeKind = "depends on" | "selected by" | "implied by" | "default" | "prompt" | "range" | "member of";

interface Edge {
  readonly to: SymbolId;
  readonly kind: EdgeKind;
  /** The property behind it, or -1. */
  readonly property: number;
}

const phrases: Readonly<Record<EdgeKind, string>> = {
  "depends on": "depends on",
  "selected by": "is selected by",
  "implied by": "is implied by",
  default: "has a default that contains",
  prompt: "has a prompt that is visible depending on",
  range: "has a range that applies depending on",
  "member of": "is part of",
};

/** Reports each loop that the menu order leads into, as one error with a note for each step. */
export function reportCycles(model: Model, report: (diagnostic: Diagnostic) => void): void {
  const { data } = model;
  const edges = new Map<SymbolId, readonly Edge[]>();
  const edgesOf = (symbol: SymbolId): readonly Edge[] => {
    let found = edges.get(symbol);
    if (found === undefined) {
      found = collectEdges(data, symbol);
      edges.set(symbol, found);
    }
    return found;
  };
  const state = new Uint8Array(data.symbols.count); // 0 new, 1 on the path, 2 done
  for (const node of model.menuOrder()) {
    const start = data.nodes.symbol[node];
    if (start === ABSENT || state[start] !== 0) continue;
    const loop = search(start, edgesOf, state);
    if (loop !== undefined) report(describeLoop(model, loop));
  }
}

/** Depth first, with its own stack; the first loop that is met, or undefined. All that was seen is done then. */
function search(
  start: SymbolId,
  edgesOf: (symbol: SymbolId) => readonly Edge[],
  state: Uint8Array,
): readonly { readonly from: SymbolId; readonly edge: Edge }[] | undefined {
  const path: { readonly symbol: SymbolId; readonly edges: readonly Edge[]; next: number }[] = [];
  const enter = (symbol: SymbolId) => {
    state[symbol] = 1;
    path.push({ symbol, edges: edgesOf(symbol), next: 0 });
  };
  enter(start);
  while (path.length > 0) {
    const top = path[path.length - 1];
    if (top.next === top.edges.length) {
      state[top.symbol] = 2;
      path.pop();
      continue;
    }
    const edge = top.edges[top.next++];
    if (state[edge.to] === 0) enter(edge.to);
    else if (state[edge.to] === 1) {
      const first = path.findIndex((step) => step.symbol === edge.to);
      const loop = path.slice(first).map((step) => ({ from: step.symbol, edge: step.edges[step.next - 1] }));
      for (const step of path) state[step.symbol] = 2;
      return loop;
    }
  }
  return undefined;
}

function collectEdges(data: ModelData, symbol: SymbolId): readonly Edge[] {
  const { symbols, properties } = data;
  const edges: Edge[] = [];
  const seen = new Set<string>();
  const addExpression = (id: number, kind: EdgeKind, property = ABSENT) => {
    for (const to of symbolsIn(data, id)) {
      if ((symbols.flags[to] & SymbolFlag.constant) !== 0) continue;
      const key = `${kind} ${to}`;
      if (seen.has(key)) continue;
      seen.add(key);
      edges.push({ to, kind, property });
    }
  };
  const isMember = symbols.choice[symbol] !== ABSENT;
  const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
  addExpression(symbols.directDependency[symbol], "depends on");
  if (!isMember) {
    addExpression(symbols.reverseDependency[symbol], "selected by");
    addExpression(symbols.weakReverseDependency[symbol], "implied by");
  }
  for (let at = symbols.properties.starts[symbol]; at < symbols.properties.starts[symbol + 1]; at++) {
    const property = symbols.properties.items[at];
    const kind = properties.kind[property];
    if (kind === Kind.prompt) addExpression(properties.condition[property], "prompt", property);
    else if (kind === Kind.range) addExpression(properties.condition[property], "range", property);
    else if (kind === Kind.default && !isChoice) {
      addExpression(properties.condition[property], "default", property);
      addExpression(properties.value[property], "default", property);
    }
  }
  if (isMember) edges.push({ to: symbols.choice[symbol], kind: "member of", property: ABSENT });
  return edges;
}

function symbolsIn(data: ModelData, id: number): SymbolId[] {
  const { operator, left, right } = data.expressions;
  const found: SymbolId[] = [];
  const pending = id === NONE ? [] : [id];
  while (pending.length > 0) {
    const at = pending.pop()!;
    const op = operator[at];
    if (op === Op.symbol) found.push(left[at]);
    else if (isComparison(op)) found.push(left[at], right[at]);
    else if (op === Op.not) pending.push(left[at]);
    else if (op !== Op.none) pending.push(right[at], left[at]);
  }
  return found;
}

function describeLoop(model: Model, loop: readonly { readonly from: SymbolId; readonly edge: Edge }[]): Diagnostic {
  const { data } = model;
  const nameOf = (symbol: SymbolId): string => {
    const name = data.symbols.name[symbol];
    if ((data.symbols.flags[symbol] & SymbolFlag.choice) === 0 || name !== "") return name;
    const { path, line } = placeOf(model, symbol);
    return `the choice at ${path}:${line}`;
  };
  const steps = loop.map(({ from, edge }) => ({
    message: `${nameOf(from)} ${phrases[edge.kind]} ${nameOf(edge.to)}`,
    location: edge.property !== ABSENT ? model.property(edge.property).place : edgePlace(model, from, edge),
  }));
  return {
    code: "dependency-cycle",
    severity: "error",
    message: `${nameOf(loop[0].from)} depends on itself`,
    location: placeOf(model, loop[0].from),
    notes: steps,
    help: ["break the loop at one of these places"],
    classic: {
      text: [
        "error: recursive dependency detected!",
        ...steps.map(({ message, location }) => `\t${location.path}:${location.line}: ${message}`),
      ].join("\n"),
    },
  };
}

/** The line that makes the edge: the select, imply or condition that names the other symbol; else the definition. */
function edgePlace(model: Model, from: SymbolId, edge: Edge): { readonly path: string; readonly line: number } {
  if (edge.kind === "selected by" || edge.kind === "implied by") {
    const kind = edge.kind === "selected by" ? "select" : "imply";
    for (const property of model.symbolAt(edge.to).properties) {
      if (property.kind === kind && property.target.id === from) return property.place;
    }
  }
  if (edge.kind === "depends on") {
    for (const definition of model.symbolAt(from).definitions) {
      for (let node = definition as typeof definition | undefined; node !== undefined; node = node.block) {
        const found = node.conditions.find((condition) => symbolsIn(model.data, condition.value).includes(edge.to));
        if (found !== undefined) return found.place;
      }
    }
  }
  return placeOf(model, from);
}

function placeOf(model: Model, symbol: SymbolId): { readonly path: string; readonly line: number } {
  const { nodes } = model.data;
  const definitions = model.data.symbols.nodes;
  const first = definitions.items[definitions.starts[symbol]];
  if (definitions.starts[symbol] === definitions.starts[symbol + 1]) return { path: "", line: 0 };
  return { path: model.data.files[nodes.file[first]].path, line: nodes.line[first] };
}

