/** randconfig: a random user value for every symbol that has none. */

import { M, N, type Tristate, Y } from "../evaluate/tristate.ts";
import { ABSENT, isLogicalType, type NodeId, SymbolFlag, type SymbolId, Type } from "../model/columns.ts";
import type { ConfConfiguration } from "./conf-configuration.ts";

/** Chances in percent: that a bool is y, that a tristate is y, that a tristate is m. */
export interface Probability {
  readonly bool: number;
  readonly tristateY: number;
  readonly tristateM: number;
}

const HALVES_AND_THIRDS: Probability = { bool: 50, tristateY: 33, tristateM: 33 };

/** Reads KCONFIG_PROBABILITY: one, two or three numbers with colons between; undefined if one is out of range. */
export function parseProbability(text: string | undefined): Probability | undefined {
  const numbers: number[] = [];
  let rest = text ?? "";
  while (rest !== "" && numbers.length < 3) {
    const match = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(rest);
    const value = match === null ? 0 : Number(match[1]);
    if (value < 0 || value > 100) return undefined;
    numbers.push(value);
    const after = rest.slice(match === null ? 0 : match[0].length);
    rest = after.startsWith(":") ? after.slice(1) : after;
  }
  const [first, second, third] = numbers;
  const half = Math.trunc(first / 2);
  const result: Probability =
    numbers.length === 0
      ? HALVES_AND_THIRDS
      : numbers.length === 1
        ? { bool: first, tristateY: first - half, tristateM: half }
        : numbers.length === 2
          ? { bool: first + second, tristateY: first, tristateM: second }
          : { bool: first, tristateY: second, tristateM: third };
  return result.tristateY + result.tristateM > 100 ? undefined : result;
}

/**
 * Gives random user values by the rules of the model's dialect. `random` is `glibcRandom`'s; `beforeNextRound` is
 * called while warnings about what was calculated in a round still fit.
 */
export function randomize(
  configuration: ConfConfiguration,
  random: () => number,
  probability: Probability,
  beforeNextRound: () => void,
): void {
  const draw = (symbol: SymbolId): Tristate => {
    const value = random() % 100;
    if (configuration.model.data.symbols.type[symbol] !== Type.tristate)
      return value < probability.bool ? Y : N;
    if (value < probability.tristateY) return Y;
    return value < probability.tristateY + probability.tristateM ? M : N;
  };
  if (configuration.model.data.dialect.choices === "modal")
    randomizeModal(configuration, random, draw, beforeNextRound);
  else randomizeExclusive(configuration, random, draw);
}

/** One number for each entry with a prompt in menu order; for a choice one for each member. */
function randomizeExclusive(
  configuration: ConfConfiguration,
  random: () => number,
  draw: (symbol: SymbolId) => Tristate,
): void {
  const { model } = configuration;
  const { nodes, symbols } = model.data;
  for (const node of model.menuOrder()) {
    const symbol = nodes.symbol[node];
    if (symbol === ABSENT || nodes.prompt[node] === ABSENT || configuration.hasUserValue(symbol)) continue;
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) {
      randomizeChoice(configuration, random, node);
    } else if (symbols.choice[symbol] === ABSENT && isLogicalType(symbols.type[symbol])) {
      configuration.setTristate(symbol, draw(symbol));
    }
  }
}

/**
 * All members become y, in a random order in which the first that can be seen wins. Quirk: C draws once for each entry,
 * also where two entries are of the same symbol; the number may then be one that no entry has any more.
 */
function randomizeChoice(configuration: ConfConfiguration, random: () => number, choice: NodeId): void {
  let open = entriesBelow(configuration, choice).filter((symbol) => !configuration.hasUserValue(symbol));
  for (let count = open.length; count > 0; count--) {
    const drawn = open.at(random() % count);
    if (drawn === undefined) continue;
    configuration.setMemberLast(drawn);
    open = open.filter((symbol) => symbol !== drawn);
  }
}

/** Symbols of the entries below a node, in menu order. */
function entriesBelow(configuration: ConfConfiguration, top: NodeId): SymbolId[] {
  const { child, next, parent, symbol } = configuration.model.data.nodes;
  const found: SymbolId[] = [];
  let at = child[top];
  while (at !== ABSENT && at !== top) {
    if (symbol[at] !== ABSENT) found.push(symbol[at]);
    if (child[at] !== ABSENT) {
      at = child[at];
      continue;
    }
    while (at !== top && next[at] === ABSENT) at = parent[at];
    if (at !== top) at = next[at];
  }
  return found;
}

/** Before the rewrite: all symbols in the order of C's table, then each choice whose mode is y, until none is left. */
function randomizeModal(
  configuration: ConfConfiguration,
  random: () => number,
  draw: (symbol: SymbolId) => Tristate,
  beforeNextRound: () => void,
): void {
  const { symbols, dialect } = configuration.model.data;
  const { randomRounds } = dialect.conf;
  const order = configuration.model.data.table.order;
  const modes = new Map<SymbolId, Tristate>();
  let changed = false;
  for (const symbol of order) {
    if (configuration.hasUserValue(symbol) || !isLogicalType(symbols.type[symbol])) continue;
    const value = draw(symbol);
    // A choice's number only counts once one of its members is picked.
    if ((symbols.flags[symbol] & SymbolFlag.choice) !== 0) modes.set(symbol, value);
    else {
      configuration.setAside(symbol, value);
      changed = true;
    }
  }
  // C goes on until a round changes nothing. Each round calculates MODULES, which counts; see there.
  for (let isFirst = true; isFirst || changed; ) {
    if (!isFirst) changed = false;
    isFirst = false;
    beforeNextRound();
    configuration.outdate();
    configuration.settleModules();
    for (const choice of order) {
      if ((symbols.flags[choice] & SymbolFlag.choice) === 0 || configuration.hasUserValue(choice)) continue;
      const { starts, items } = symbols.members;
      const members = items.subarray(starts[choice], starts[choice + 1]);
      if (configuration.tristate(choice) !== Y || members.length === 0) {
        if (randomRounds === "last choice") changed = false;
        continue;
      }
      configuration.pickMember(choice, members[random() % members.length], modes.get(choice) ?? N);
      changed = true;
    }
  }
}
