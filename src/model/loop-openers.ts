/** Which statements of a loop open it: without one of them, the symbols of the loop do not depend on themselves. */

import { ABSENT, Kind, type PropertyId, SymbolFlag, type SymbolId } from "./columns.ts";
import type { ExpressionId } from "./expressions.ts";
import { symbolsIn } from "./mentions.ts";
import type { MenuNode, Model, Property } from "./model.ts";

/** One symbol needs another, as long as all these statements are there. */
interface Need {
  readonly to: SymbolId;
  readonly by: readonly PropertyId[];
}

/** The openers of all loops of a tree, which share what was found out and the effort that there is. */
export class LoopOpeners {
  readonly #model: Model;
  readonly #effort = { left: MOST_STEPS };
  #needs: Needs | undefined;

  constructor(model: Model) {
    this.#model = model;
  }

  /**
   * The statements that make one step of a loop or more, and without each of which no loop goes through its symbols, in the
   * order of the text. `loop`: its symbols, each needing the next one. What is looked at are the statements as they are
   * written, of which C's conditions are made: what is found here opens the loop for C as well. Undefined where that would
   * take long: in loops of hundreds of symbols, or among as many ways.
   */
  of(loop: readonly SymbolId[]): readonly Property[] | undefined {
    if (loop.length > MOST_SYMBOLS || this.#effort.left <= 0) return undefined;
    this.#needs ??= new Needs(this.#model);
    const needs = this.#needs;
    const points = loop.map((symbol) => needs.pointOf(symbol));
    const candidates = points.flatMap((point, index) => {
      const next = points[(index + 1) % points.length];
      return needs.of(point).flatMap(({ to, by }) => (to === next ? by : []));
    });
    const openers = [...new Set(candidates)].filter(
      (statement) => !isInLoop(needs, new Set(points), statement, this.#effort),
    );
    if (this.#effort.left <= 0) return undefined;
    return openers.sort((a, b) => a - b).map((statement) => this.#model.property(statement));
  }
}

/** Nobody follows a longer loop step by step. */
const MOST_SYMBOLS = 100;
/** From symbol to symbol, in all: a fraction of a second. */
const MOST_STEPS = 2_000_000;

/** What symbols need by the statements of the text. A choice and its members are one point. */
class Needs {
  readonly #model: Model;
  readonly #known = new Map<SymbolId, readonly Need[]>();
  readonly #demands: ReadonlyMap<SymbolId, readonly PropertyId[]>;

  constructor(model: Model) {
    this.#model = model;
    this.#demands = demandsOf(model);
  }

  pointOf(symbol: SymbolId): SymbolId {
    const choice = this.#model.data.symbols.choice[symbol];
    return choice === ABSENT ? symbol : choice;
  }

  of(point: SymbolId): readonly Need[] {
    let known = this.#known.get(point);
    if (known === undefined) {
      const members = this.#model.symbolAt(point).members.map(({ id }) => id);
      const own = new Set([point, ...members]);
      // Members need their choice anyway, and it needs them: that is no loop.
      known = [...own]
        .flatMap((symbol) => this.#needsOf(symbol))
        .filter(({ to }) => to !== point || members.length === 0)
        .map(({ to, by }) => ({ to: this.pointOf(to), by }));
      this.#known.set(point, known);
    }
    return known;
  }

  #needsOf(symbol: SymbolId): readonly Need[] {
    const { data } = this.#model;
    const needs: Need[] = [];
    const add = (condition: ExpressionId, ...by: PropertyId[]) => {
      symbolsIn(data, condition, (to) => {
        if ((data.symbols.flags[to] & SymbolFlag.constant) === 0) needs.push({ to, by });
      });
    };
    const addLimits = (id: PropertyId) => {
      for (const to of [data.properties.value[id], data.properties.upper[id]])
        if ((data.symbols.flags[to] & SymbolFlag.constant) === 0) needs.push({ to, by: [id] });
    };
    const view = this.#model.symbolAt(symbol);
    const addAround = (node: MenuNode, ...by: PropertyId[]) => {
      for (const { id, value } of conditionsAround(node)) add(value, ...by, id);
    };
    /** What another entry says counts while that is set, and its dependencies hold. */
    const addFrom = ({ id, node, ownCondition }: Property) => {
      if (node.symbol !== undefined) needs.push({ to: node.symbol.id, by: [id] });
      add(ownCondition, id);
      addAround(node, id);
    };
    for (const node of view.definitions) addAround(node);
    for (const property of view.properties) {
      if (property.kind === "select" || property.kind === "imply") continue;
      if (property.kind === "default") add(property.value, property.id);
      if (property.kind === "range" && data.dialect.limitsMakeLoops) addLimits(property.id);
      if (property.node.symbol?.id === symbol) add(property.ownCondition, property.id);
      else addFrom(property);
    }
    for (const id of this.#demands.get(symbol) ?? []) addFrom(this.#model.property(id));
    return needs;
  }
}

/** The conditions of an entry and of the blocks around it, those of visibility as well. */
function conditionsAround(node: MenuNode): readonly Property[] {
  const found: Property[] = [];
  for (let at: MenuNode | undefined = node; at !== undefined; at = at.block) found.push(...at.conditions);
  return found;
}

/** The selects and implies of each symbol. */
function demandsOf({ data }: Model): ReadonlyMap<SymbolId, readonly PropertyId[]> {
  const demands = new Map<SymbolId, PropertyId[]>();
  const { kind, value } = data.properties;
  for (let property = 0; property < kind.length; property++) {
    if (kind[property] !== Kind.select && kind[property] !== Kind.imply) continue;
    const known = demands.get(value[property]) ?? [];
    known.push(property);
    demands.set(value[property], known);
  }
  return demands;
}

/** Whether one of these points needs itself while a statement is not there; anything once there is no effort left. */
function isInLoop(
  needs: Needs,
  points: ReadonlySet<SymbolId>,
  without: PropertyId,
  effort: { left: number },
): boolean {
  return [...points].some((point) => {
    const needed = new Set<SymbolId>();
    const pending = [point];
    for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
      if (effort.left <= 0) return true;
      for (const { to, by } of needs.of(from)) {
        effort.left -= 1;
        if (by.includes(without) || needed.has(to)) continue;
        needed.add(to);
        pending.push(to);
      }
    }
    return needed.has(point);
  });
}
