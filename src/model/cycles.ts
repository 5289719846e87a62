/** Finds symbols that depend on themselves and tells each loop, step by step. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import {
  ABSENT,
  Kind,
  type Lists,
  type ModelData,
  Node,
  propertiesInTextOrder,
  SymbolFlag,
  type SymbolId,
} from "./columns.ts";
import { mayHaveCycle } from "./cycle-test.ts";
import type { ExpressionId } from "./expressions.ts";
import { LoopOpeners } from "./loop-openers.ts";
import { symbolsIn } from "./mentions.ts";
import type { Model, Property } from "./model.ts";

/** How one symbol needs another. */
type EdgeKind =
  | "depends on"
  | "selected by"
  | "implied by"
  | "default"
  | "default condition"
  | "prompt"
  | "menu"
  | "range"
  | "limit"
  | "member of"
  | "has member";

interface Edge {
  readonly to: SymbolId;
  readonly kind: EdgeKind;
  /** The property behind it, or -1. */
  readonly property: number;
  /** The definition whose own dependency is behind it, where it is not that of all of them. */
  readonly node?: number;
}

/** One step of a loop: `from` needs `edge.to`. */
interface Step {
  readonly from: SymbolId;
  readonly edge: Edge;
}

const phrases: Readonly<Record<EdgeKind, string>> = {
  "depends on": "depends on",
  "selected by": "is selected by",
  "implied by": "is implied by",
  default: "has a default that contains",
  "default condition": "has a default that applies depending on",
  prompt: "has a prompt that is visible depending on",
  menu: "is a menu that is visible depending on",
  range: "has a range that applies depending on",
  limit: "has a range that is limited by",
  "member of": "is part of",
  "has member": "contains",
};

const classicPhrases: Readonly<Record<EdgeKind, string>> = {
  "depends on": "depends on",
  "selected by": "is selected by",
  "implied by": "is implied by",
  default: "default value contains",
  "default condition": "default is visible depending on",
  prompt: "prompt is visible depending on",
  menu: "menu is visible depending on",
  range: "range is visible depending on",
  limit: "range contains",
  "member of": "is part of choice",
  "has member": "unknown is visible depending on",
};

/**
 * Reports loops, each as one error with a note for each step. The search starts from the symbols in menu order
 * (before the rewrite of choices: in the order of C's table), and tells of a part of the graph one loop. `graph`:
 * `needsGraph`.
 */
export function reportCycles(model: Model, graph: Lists, report: (diagnostic: Diagnostic) => void): void {
  if (!mayHaveCycle(model.data, graph)) return;
  const search = new Search(model);
  const openers = new LoopOpeners(model);
  for (const start of startsOf(model)) {
    for (const loop of search.from(start)) report(describeLoop(model, loop, openers));
  }
}

function* startsOf(model: Model): Iterable<SymbolId> {
  if (model.data.dialect.choices === "modal") {
    yield* model.data.table.order;
    return;
  }
  const { symbol } = model.data.nodes;
  for (const node of model.menuOrder()) if (symbol[node] !== ABSENT) yield symbol[node];
}

const State = { fresh: 0, onPath: 1, done: 2 } as const;

/** A symbol on the path, or the own conditions of a choice's member (`isBody`), which are looked at with the choice. */
interface Visit {
  readonly symbol: SymbolId;
  readonly edges: readonly Edge[];
  readonly isBody: boolean;
  next: number;
}

/**
 * Depth first, with a stack of its own. Whoever needs a member needs its choice; a choice needs whatever its
 * prompt and then each member's conditions need:
 *
 *     X ──depends on──▶ member ──member of──▶ choice ──has member──▶ (member's conditions) ──…──▶ X
 */
class Search {
  readonly #data: ModelData;
  readonly #state: Uint8Array;
  readonly #path: Visit[] = [];

  constructor(model: Model) {
    this.#data = model.data;
    this.#state = new Uint8Array(model.data.symbols.count);
  }

  /** The loops that are met: mostly, the first one ends the search. All that was seen is done then. */
  *from(start: SymbolId): Iterable<readonly Step[]> {
    if (this.#state[start] !== State.fresh) return;
    const path = this.#path;
    this.#enter(start);
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (top.next === top.edges.length) {
        this.#leave(top);
        continue;
      }
      const edge = top.edges[top.next++];
      if (edge.kind === "has member") {
        // While its members are looked at, nobody loops by needing the choice itself.
        this.#state[top.symbol] = State.done;
        path.push({ symbol: edge.to, edges: this.#ownEdges(edge.to), isBody: true, next: 0 });
      } else if (this.#state[edge.to] === State.fresh) this.#enter(edge.to);
      else if (this.#state[edge.to] === State.onPath) yield this.#closeLoop(edge.to);
    }
  }

  #enter(symbol: SymbolId): void {
    const { symbols } = this.#data;
    this.#state[symbol] = State.onPath;
    let edges: readonly Edge[];
    if (symbols.choice[symbol] !== ABSENT) {
      edges = [{ to: symbols.choice[symbol], kind: "member of", property: ABSENT }];
    } else {
      edges = this.#ownEdges(symbol);
      for (const member of this.#membersOf(symbol)) this.#state[member] = State.onPath;
      const bodies = this.#membersOf(symbol).map(
        (to): Edge => ({ to, kind: "has member", property: ABSENT }),
      );
      if (bodies.length > 0) edges = [...edges, ...bodies];
    }
    this.#path.push({ symbol, edges, isBody: false, next: 0 });
  }

  #leave(visit: Visit): void {
    this.#path.pop();
    if (visit.isBody) return;
    this.#state[visit.symbol] = State.done;
    for (const member of this.#membersOf(visit.symbol)) this.#state[member] = State.done;
  }

  #membersOf(symbol: SymbolId): readonly SymbolId[] {
    const { starts, items } = this.#data.symbols.members;
    return Array.from(items.subarray(starts[symbol], starts[symbol + 1]));
  }

  /** The loop that a step to `end` closes; a member of a choice stands for its choice. Empty if C finds no way back. */
  #closeLoop(end: SymbolId): readonly Step[] {
    const choice = this.#data.symbols.choice[end];
    const target = choice === ABSENT ? end : choice;
    const first = this.#path.findLastIndex((visit) => visit.symbol === target);
    const steps = this.#path
      .slice(first < 0 ? this.#path.length : first)
      .map(({ symbol, edges, next }): Step => ({ from: symbol, edge: edges[next - 1] }));
    if (first >= 0 && choice !== ABSENT) {
      steps.push({ from: end, edge: { to: choice, kind: "member of", property: ABSENT } });
    }
    // What is behind the loop is looked at where C goes on.
    const behind = this.#data.dialect.loopSearch === "by property" ? Math.max(first, 0) : 0;
    while (this.#path.length > behind) this.#leave(this.#path[this.#path.length - 1]);
    return steps;
  }

  /** What a symbol's own conditions, defaults, selects and implies need. */
  #ownEdges(symbol: SymbolId): readonly Edge[] {
    if (this.#data.dialect.loopSearch === "by property") return this.#edgesByProperty(symbol);
    const { symbols, properties, dialect } = this.#data;
    const { edges, add, addSymbol } = this.#newEdges();
    const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
    // What makes a choice m or y comes first to C; only before the rewrite does a choice have such a thing.
    if (isChoice) add(symbols.reverseDependency[symbol], "selected by");
    for (const id of this.#directDependencies(symbol)) add(id, "depends on");
    if (!isChoice) add(symbols.reverseDependency[symbol], "selected by");
    add(symbols.weakReverseDependency[symbol], "implied by");
    for (const property of propertiesInTextOrder(this.#data, symbol)) {
      const kind = properties.kind[property];
      if (kind === Kind.prompt) {
        // Quirk: of several prompts only the last one became that of a menu.
        const { nodes } = this.#data;
        const node = properties.node[property];
        const isMenu = nodes.kind[node] === Node.menuconfig && nodes.prompt[node] === property;
        add(properties.condition[property], isMenu ? "menu" : "prompt", property);
      }
      if (kind === Kind.range) {
        add(properties.condition[property], "range", property);
        if (!dialect.limitsMakeLoops) continue;
        addSymbol(properties.value[property], "limit", property);
        addSymbol(properties.upper[property], "limit", property);
      } else if (kind === Kind.default) {
        add(properties.condition[property], "default condition", property);
        if (!isChoice) add(properties.value[property], "default", property);
      }
    }
    return edges;
  }

  #newEdges() {
    const { flags } = this.#data.symbols;
    const edges: Edge[] = [];
    const seen = new Set<string>();
    const addSymbol = (to: SymbolId, kind: EdgeKind, property: number, node?: number) => {
      const key = `${kind} ${to}`;
      if ((flags[to] & SymbolFlag.constant) !== 0 || seen.has(key)) return;
      seen.add(key);
      edges.push({ to, kind, property, ...(node !== undefined && { node }) });
    };
    const add = (id: number, kind: EdgeKind, property: number = ABSENT, node?: number) => {
      for (const to of mentionedIn(this.#data, id)) addSymbol(to, kind, property, node);
    };
    return { edges, add, addSymbol };
  }

  /** As C did before Linux 4.18: each definition, and each property but selects, by its whole condition. */
  #edgesByProperty(symbol: SymbolId): readonly Edge[] {
    const { symbols, nodes, properties } = this.#data;
    const { edges, add } = this.#newEdges();
    const isChoice = (symbols.flags[symbol] & SymbolFlag.choice) !== 0;
    add(symbols.reverseDependency[symbol], "selected by");
    const all = propertiesInTextOrder(this.#data, symbol);
    const { starts, items } = symbols.nodes;
    for (const node of items.subarray(starts[symbol], starts[symbol + 1])) {
      if (!isChoice) add(nodes.dependency[node], "depends on", ABSENT, node);
      for (const property of all) {
        const kind = properties.kind[property];
        if (properties.node[property] !== node || !CONDITIONAL.has(kind)) continue;
        add(properties.condition[property], "depends on", property);
        if (kind === Kind.default && !isChoice) add(properties.value[property], "default", property);
      }
    }
    return edges;
  }

  /** Since the rewrite C leaves out what stands directly in a choice; the prompts of members tell of it as well. */
  #directDependencies(symbol: SymbolId): readonly number[] {
    const { symbols, nodes, dialect } = this.#data;
    const { starts, items } = symbols.nodes;
    const definitions = Array.from(items.subarray(starts[symbol], starts[symbol + 1]));
    const isModal = dialect.choices === "modal";
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0)
      return isModal ? definitions.map((node) => nodes.dependency[node]) : [];
    const isInChoice = (node: number) =>
      nodes.block[node] !== ABSENT && nodes.kind[nodes.block[node]] === Node.choice;
    if (isModal || !definitions.some(isInChoice)) return [symbols.directDependency[symbol]];
    return definitions.filter((node) => !isInChoice(node)).map((node) => nodes.dependency[node]);
  }
}

/** Kinds of properties whose conditions a loop can go through. */
const CONDITIONAL: ReadonlySet<number> = new Set([Kind.prompt, Kind.default, Kind.imply, Kind.range]);

/** Every symbol in an expression, in the order of the text. */
function mentionedIn(data: ModelData, id: ExpressionId): readonly SymbolId[] {
  const found: SymbolId[] = [];
  symbolsIn(data, id, (symbol) => found.push(symbol));
  return found;
}

function describeLoop(model: Model, loop: readonly Step[], openers: LoopOpeners): Diagnostic {
  // A member of a choice whose first prompt is elsewhere: C sees that it was met before, but not where.
  if (loop.length === 0) {
    return {
      code: "dependency-cycle",
      severity: "error",
      message: "a member of a choice that is defined outside of it as well depends on itself",
      classic: { text: "unexpected recursive dependency error" },
    };
  }
  const steps = loop.map((step) => ({
    message: `${nameOf(model, step.from)} ${phrases[step.edge.kind]} ${nameOf(model, step.edge.to)}`,
    location: placeOfStep(model, step),
  }));
  return {
    code: "dependency-cycle",
    severity: "error",
    message: `${nameOf(model, loop[0].from)} depends on itself`,
    location: definitionPlace(model, loop[0].from),
    notes: steps,
    ...helpFor(openers.of(loop.map(({ from }) => from))),
    classic: { text: classicText(model, loop) },
  };
}

function helpFor(openers: readonly Property[] | undefined): Pick<Diagnostic, "help"> {
  return openers === undefined ? {} : { help: [openersText(openers)] };
}

/** `remove one of the statements at a/Kconfig:3 or b/Kconfig:7: that ends the loop` */
function openersText(openers: readonly Property[]): string {
  const places = [...new Set(openers.map(({ place: { path, line } }) => `${path}:${line}`))];
  if (places.length === 0)
    return "no single statement makes the loop: its symbols depend on each other in more than one way";
  const what = places.length === 1 ? "the statement" : "one of the statements";
  return `remove ${what} at ${places.join(" or ")}: that ends the loop`;
}

function classicText(model: Model, loop: readonly Step[]): string {
  const modal = model.data.dialect.choices === "modal";
  const lines = modal ? classicModalLines(model, loop) : classicLines(model, loop);
  const first = modalPlace(model, loop[0]);
  const title = "error: recursive dependency detected!";
  const head = modal ? `${first.path}:${first.line}:${title}` : title;
  const { loopGuide, guidesEachStep } = model.data.dialect.conf;
  const guide = [
    `For a resolution refer to Documentation/kbuild/${loopGuide}`,
    'subsection "Kconfig recursive dependency limitations"',
  ];
  if (guidesEachStep) return [head, ...lines.flatMap((line) => [...guide, line])].join("\n");
  return [head, ...lines, ...guide, ""].join("\n");
}

function classicLines(model: Model, loop: readonly Step[]): string[] {
  return loop.flatMap(({ from, edge }, index) => {
    const name = classicName(model, from);
    const block = (choice: SymbolId) => {
      const { path, line } = definitionPlace(model, choice);
      return `is part of choice block at ${path}:${line}`;
    };
    if (edge.kind === "member of") return [`\tsymbol ${name} ${block(edge.to)}`];
    const line = `\tsymbol ${name} ${classicPhrases[edge.kind]} ${classicName(model, edge.to)}`;
    return isDoubled(model, loop, index) ? [`\tsymbol ${name} ${block(from)}`, line] : [line];
  });
}

function classicModalLines(model: Model, loop: readonly Step[]): string[] {
  const { symbols, dialect } = model.data;
  const isByProperty = dialect.loopSearch === "by property";
  return loop.flatMap(({ from, edge }, index) => {
    const { path, line } = modalPlace(model, { from, edge });
    const [name, other] = [classicName(model, from), classicName(model, edge.to)];
    if ((symbols.flags[from] & SymbolFlag.choice) !== 0) {
      const contains = (what: string) => `${path}:${line}:\tchoice ${name} contains symbol ${what}`;
      const isOwn = isByProperty && isOwnCondition(edge);
      const last = isOwn
        ? `${path}:${line}:\tsymbol ${name} ${classicPhrases[edge.kind]} ${other}`
        : contains(other);
      return isDoubled(model, loop, index) ? [contains(name), last] : [last];
    }
    const isPart = symbols.choice[from] !== ABSENT && !(isByProperty && isOwnCondition(edge));
    let phrase = isPart ? "is part of choice" : classicPhrases[edge.kind];
    // Quirk: C names the kind of a member's first property, which is its entry.
    if (isByProperty && symbols.choice[from] !== ABSENT && edge.kind === "default")
      phrase = "symbol value contains";
    return [`${path}:${line}:\tsymbol ${name} ${phrase} ${other}`];
  });
}

const isOwnCondition = ({ kind }: Edge): boolean => kind === "depends on" || kind === "default";

/** Quirk: C names a choice twice that the loop goes through by the choice's own conditions. */
function isDoubled(model: Model, loop: readonly Step[], index: number): boolean {
  const { from, edge } = loop[index];
  const isChoice = (model.data.symbols.flags[from] & SymbolFlag.choice) !== 0;
  return index > 0 && isChoice && edge.kind !== "has member";
}

/** Before the rewrite C gave the line of the property behind a step, else that of the definition. */
function modalPlace(model: Model, { from, edge }: Step): Location {
  const { flags, choice } = model.data.symbols;
  const isPartOfChoice = (flags[from] & SymbolFlag.choice) !== 0 || choice[from] !== ABSENT;
  if (isPartOfChoice) return definitionPlace(model, from);
  if (edge.property !== ABSENT) return model.property(edge.property).place;
  return edge.node === undefined ? definitionPlace(model, from) : model.node(edge.node).place;
}

function isNamelessChoice(model: Model, symbol: SymbolId): boolean {
  const { flags, name } = model.data.symbols;
  return (flags[symbol] & SymbolFlag.choice) !== 0 && name[symbol] === "";
}

const classicName = (model: Model, symbol: SymbolId): string =>
  isNamelessChoice(model, symbol) ? "<choice>" : model.data.symbols.name[symbol];

function nameOf(model: Model, symbol: SymbolId): string {
  if (!isNamelessChoice(model, symbol)) return model.data.symbols.name[symbol];
  const { path, line } = definitionPlace(model, symbol);
  return `the choice at ${path}:${line}`;
}

/** The line that makes the step: the select, imply or condition that names the other symbol; else the definition. */
function placeOfStep(model: Model, { from, edge }: Step): Location {
  if (edge.property !== ABSENT) return model.property(edge.property).place;
  if (edge.kind === "selected by" || edge.kind === "implied by") {
    const kind = edge.kind === "selected by" ? "select" : "imply";
    const found = model
      .symbolAt(edge.to)
      .properties.find((each) => each.kind === kind && each.target.id === from);
    if (found !== undefined) return found.place;
  }
  if (edge.kind === "depends on") {
    for (const definition of model.symbolAt(from).definitions) {
      for (let node = definition as typeof definition | undefined; node !== undefined; node = node.block) {
        const found = node.conditions.find((condition) =>
          mentionedIn(model.data, condition.value).includes(edge.to),
        );
        if (found !== undefined) return found.place;
      }
    }
  }
  return definitionPlace(model, from);
}

function definitionPlace(model: Model, symbol: SymbolId): Location {
  return model.symbolAt(symbol).definitions[0]?.place ?? { path: "", line: 0 };
}
