/** What a replay means for one question: whether its goals hold, what is lost by it, and the plan that a person reads. */
import { N } from "../evaluate/tristate.ts";
import { ABSENT, type SymbolId } from "../model/columns.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { RawSetting } from "./edits.ts";
import { type Goal, goalHolds } from "./goals.ts";
import { type Keeper, keepersOf } from "./keepers.ts";
import { isPaidFor, isWorthKeeping } from "./objective.ts";
import type { Offer, Plan, PlannedSetting } from "./plan.ts";
import type { Replay, Replayer } from "./replay.ts";
import { traitsOf } from "./traits.ts";
import { largenessOf, warningsOf } from "./warnings.ts";

/** Lines beyond the goals' own, and what they lead to. */
export interface Tried {
  readonly needed: readonly RawSetting[];
  readonly replay: Replay;
  readonly cost: number;
}

export interface Strictness {
  /** Whether symbols may be selected against their dependencies. */
  readonly isLoose: boolean;
}

export class Outcomes {
  readonly #replayer: Replayer;
  readonly #goals: readonly Goal[];
  readonly #own: readonly RawSetting[];
  readonly #explicit: ReadonlySet<SymbolId> | undefined;

  /** `own`: the lines of the goals themselves. `explicit`: symbols whose lines somebody wrote on purpose. */
  constructor(
    replayer: Replayer,
    goals: readonly Goal[],
    own: readonly RawSetting[],
    explicit: ReadonlySet<SymbolId> | undefined,
  ) {
    this.#replayer = replayer;
    this.#goals = goals;
    this.#own = own;
    this.#explicit = explicit;
  }

  /** Whether the goals hold after it, and go on holding. */
  isReachedBy({ configuration, unmet, isSettled }: Replay, { isLoose }: Strictness): boolean {
    const isMet = isLoose || unmet.length === 0;
    return isSettled && isMet && this.#goals.every((goal) => goalHolds(configuration, goal));
  }

  /** Whether lines that somebody wrote on purpose would not hold any more. */
  contradicts({ changed }: Replay): boolean {
    const asked = new Set(this.#goals.map(({ symbol }) => symbol.id));
    return changed.some((symbol) => this.#explicit?.has(symbol) === true && !asked.has(symbol));
  }

  /** Symbols that somebody had asked for, and that are less than they were. */
  lostIn(replay: Replay): readonly SymbolId[] {
    const { base } = this.#replayer;
    return this.#loweredIn(replay).filter((symbol) =>
      isWorthKeeping({ base, data: base.model.data }, symbol),
    );
  }

  /** Those of which the objective knows a price once they are encoded: members of choices as well. */
  paidIn(replay: Replay): readonly SymbolId[] {
    return this.#loweredIn(replay).filter((symbol) => isPaidFor(this.#replayer.base, symbol));
  }

  /** Those whose change is one of the whole kernel, and dear: whoever looked at the goals alone could not know. */
  sweptIn({ configuration, changed }: Replay): readonly SymbolId[] {
    const { base } = this.#replayer;
    const { data } = base.model;
    const traits = traitsOf(base.model);
    return changed.filter((symbol) => {
      const sweep = traits.sweeping(symbol);
      if (sweep === undefined || this.#goals.some((goal) => goal.symbol.id === symbol)) return false;
      const [was, is] = [base.tristate(symbol), configuration.tristate(symbol)];
      if (was === N) return is !== N && data.symbols.choice[symbol] === ABSENT;
      return is === N && sweep.bothWays;
    });
  }

  #loweredIn({ configuration, changed }: Replay): readonly SymbolId[] {
    const { base } = this.#replayer;
    const asked = new Set(this.#goals.map(({ symbol }) => symbol.id));
    return changed.filter(
      (symbol) => !asked.has(symbol) && configuration.tristate(symbol) < base.tristate(symbol),
    );
  }

  /**
   * A plan with what would keep some of what it loses. A line that only the plan makes possible belongs to it; where
   * nothing is needed nothing is added, and any other line is for the person to think of.
   */
  planWithKeepers(found: Tried, { isLoose }: Strictness): Plan {
    const { needed, replay } = found;
    const asked = new Set(this.#goals.map(({ symbol }) => symbol.id));
    const with_ = (setting: RawSetting) => this.#replayer.replay([...needed, setting, ...this.#own]);
    const isFine = (each: Replay) => this.isReachedBy(each, { isLoose }) && !this.contradicts(each);
    const keepers = keepersOf({
      replay,
      lost: this.lostIn(replay),
      asked,
      lostWith: (setting) => {
        const trial = with_(setting);
        return isFine(trial) ? this.lostIn(trial) : undefined;
      },
    });
    const [own] = needed.length === 0 ? [] : keepers.filter(({ isOpened }) => isOpened);
    const planned = ({ setting: { symbol, value }, keeps }: Keeper): Offer => {
      const views = inOrder(keeps.map((each) => this.#view(each)));
      const before = this.#replayer.base.value(symbol);
      return { setting: { symbol: this.#view(symbol), value, before }, keeps: views };
    };
    const offers = keepers.filter((each) => each !== own).map(planned);
    if (own === undefined) return { ...this.plan(found), offers };
    const plan = this.plan({ ...found, needed: [...needed, own.setting], replay: with_(own.setting) });
    const { keeps } = planned(own);
    const marked = plan.needed.map((each) =>
      each.symbol.id === own.setting.symbol ? { ...each, keeps } : each,
    );
    const open = offers.filter((each) => each.keeps.some(({ id }) => !own.keeps.includes(id)));
    return { ...plan, needed: marked, offers: open };
  }

  #view(symbol: SymbolId): ConfigSymbol {
    return this.#replayer.base.model.symbolAt(symbol);
  }

  plan({ needed, replay, cost }: Tried): Plan {
    const { base } = this.#replayer;
    const { model } = base;
    const planned = ({ symbol, value }: RawSetting): PlannedSetting => {
      const view = model.symbolAt(symbol);
      // The line says what will be: without modules m is y, and what is selected to be m is no n.
      const after = view.isLogical ? replay.configuration.value(symbol) : value;
      return { symbol: view, value: after, before: base.value(symbol) };
    };
    const own = this.#own;
    const set = new Set([...needed, ...own].map(({ symbol }) => symbol));
    const views = replay.changed.filter((symbol) => !set.has(symbol)).map((symbol) => model.symbolAt(symbol));
    const lines = needed.map(planned);
    const lost = this.lostIn(replay).filter((symbol) => !set.has(symbol));
    return {
      asked: own.map(planned),
      needed: lines,
      follows: inOrder(views).map((symbol) => this.#replayer.changeOf(symbol.id, replay)),
      lost: inOrder(lost.map((symbol) => model.symbolAt(symbol))),
      becomesVisible: inOrder(replay.appeared.map((symbol) => model.symbolAt(symbol))),
      unmet: inOrder(replay.unmet.map((symbol) => model.symbolAt(symbol))),
      offers: [],
      cost,
      warnings: [
        ...warningsOf(
          base,
          replay.configuration,
          [...needed, ...own].map(({ symbol }) => model.symbolAt(symbol)),
        ),
        ...largenessOf(lines),
      ],
      configuration: replay.configuration,
    };
  }
}

function inOrder(symbols: readonly ConfigSymbol[]): readonly ConfigSymbol[] {
  const place = (symbol: ConfigSymbol) => symbol.firstEntry;
  return [...symbols].sort((a, b) => place(a) - place(b));
}
