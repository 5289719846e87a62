/** Lines that no goal needs, and that keep some of what a plan loses: what to tell beside it. */
import { N } from "../evaluate/tristate.ts";
import { ABSENT, isLogicalType, Kind, type SymbolId, Type } from "../model/columns.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { RawSetting } from "./edits.ts";
import type { Replay } from "./replay.ts";
import { traitsOf } from "./traits.ts";

export interface Keeper {
  readonly setting: RawSetting;
  /** Of what is lost without the line, what is not with it. */
  readonly keeps: readonly SymbolId[];
  /** Whether only the plan makes the symbol visible: nobody could have said anything of it before. */
  readonly isOpened: boolean;
}

/** Each try is an evaluation of the whole tree. */
const MOST_TRIES = 6;
/** Who loses more settings than this has turned off a subsystem, which no single line keeps. */
const MOST_LOST = 100;
/** More offers than this nobody weighs. */
const MOST_KEEPERS = 3;

export interface KeeperQuestion {
  readonly replay: Replay;
  /** What the replay loses. */
  readonly lost: readonly SymbolId[];
  /** What the goals are about, which nobody sets otherwise. */
  readonly asked: ReadonlySet<SymbolId>;
  /** What is lost with one line more; undefined if a goal would not hold then. */
  lostWith(setting: RawSetting): readonly SymbolId[] | undefined;
}

/** Lines for symbols that what is lost itself depends on, tried one by one; those that keep most come first. */
export function keepersOf(question: KeeperQuestion): readonly Keeper[] {
  const { replay, lost, lostWith } = question;
  if (lost.length === 0 || lost.length > MOST_LOST) return [];
  const opened = new Set(replay.appeared);
  const found: Keeper[] = [];
  for (const symbol of candidatesFor(question).slice(0, MOST_TRIES)) {
    const { model, modulesEnabled } = replay.configuration;
    const isTristate = model.data.symbols.type[symbol] === Type.tristate;
    const setting = { symbol, value: isTristate && modulesEnabled ? "m" : "y" };
    const still = lostWith(setting);
    if (still === undefined || still.some((each) => !lost.includes(each))) continue;
    const keeps = lost.filter((each) => !still.includes(each));
    if (keeps.length > 0) found.push({ setting, keeps, isOpened: opened.has(symbol) });
  }
  return found.sort((a, b) => b.keeps.length - a.keeps.length).slice(0, MOST_KEEPERS);
}

/** Symbols that could be turned on, by how much of what is lost names them in its own conditions. */
function candidatesFor({ replay, lost, asked }: KeeperQuestion): readonly SymbolId[] {
  const { configuration } = replay;
  const { model } = configuration;
  const { symbols, properties } = model.data;
  const traits = traitsOf(model);
  const counts = new Map<SymbolId, number>();
  const isCandidate = (symbol: SymbolId) =>
    isLogicalType(symbols.type[symbol]) &&
    symbols.choice[symbol] === ABSENT &&
    !asked.has(symbol) &&
    configuration.tristate(symbol) === N &&
    configuration.visibility(symbol) !== N &&
    traits.sweeping(symbol) === undefined;
  for (const each of lost) {
    const named = new Set<SymbolId>();
    const note = (symbol: SymbolId) => named.add(symbol);
    const { starts, items } = symbols.properties;
    for (let at = starts[each]; at < starts[each + 1]; at++)
      if (properties.kind[items[at]] === Kind.prompt)
        symbolsIn(model.data, properties.condition[items[at]], note);
    symbolsIn(model.data, symbols.directDependency[each], note);
    for (const symbol of named) if (isCandidate(symbol)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([symbol]) => symbol);
}
