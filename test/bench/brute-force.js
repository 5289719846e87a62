/**
 * The least change by trying: all sets of one and of two settings beside the target's own, each evaluated, with costs
 * counted anew from what the evaluation shows. Shares no line with the encoding, the solver or the objective.
 */

/** As the objective's: what a set of settings is charged for. */
const COST = { lost: 1000, edit: 10, choice: 15, outsideCone: 15, switchedOff: 40, yes: 1 };
const SWEEPING = new Map([
  ["MODULES", 80],
  ["64BIT", 80],
]);
const AREAS = new Map([
  ["COMPILE_TEST", 60],
  ["BROKEN", 60],
  ["EXPERT", 20],
  ["STAGING", 20],
]);

/** Trials for one target: some milliseconds each. */
const MOST_TRIALS = 20_000;

/** Tries sets over one base. */
export class BruteForce {
  #replayer;
  #model;
  #base;

  constructor(replayer) {
    this.#replayer = replayer;
    this.#base = replayer.base;
    this.#model = replayer.base.model;
  }

  /**
   * The least cost of at most `size` settings after which `target` is `value`; undefined if none reaches it. `size` is
   * what the number of evaluations allows: 0, 1 or 2.
   */
  least(target, value) {
    const settings = this.#settings(target);
    const pairs = (settings.length * (settings.length - 1)) / 2;
    const size = settings.length + pairs <= MOST_TRIALS ? 2 : settings.length <= MOST_TRIALS ? 1 : 0;
    const own = { symbol: target.id, value };
    const cone = this.#closure([target.id], { selects: false });
    let cost;
    const take = (needed) => {
      if (!this.#reaches(own, needed)) return;
      const found = this.#cost(own, needed, cone);
      if (found !== undefined && (cost === undefined || found < cost)) cost = found;
    };
    take([]);
    if (size >= 1) for (const setting of settings) take([setting]);
    if (size === 2) {
      for (let first = 0; first < settings.length; first++) {
        for (let second = first + 1; second < settings.length; second++) {
          if (settings[first].symbol !== settings[second].symbol) take([settings[first], settings[second]]);
        }
      }
    }
    return { size, cost, settings: settings.length };
  }

  /** Everything that can be set and could matter: each value that a symbol of the closure does not have. */
  #settings(target) {
    const settings = [];
    for (const symbol of this.#closure([target.id], { selects: true })) {
      if (symbol === target.id || symbol < 3) continue;
      const { type, hasPrompt, choice, isChoice } = this.#model.symbolAt(symbol);
      if (!hasPrompt || isChoice) continue;
      const own = this.#base.value(symbol);
      const values = choice !== undefined ? ["y"] : type === "tristate" ? ["n", "m", "y"] : ["n", "y"];
      if (type !== "bool" && type !== "tristate") continue;
      for (const value of values) if (value !== own) settings.push({ symbol, value });
    }
    return settings;
  }

  #reaches(own, needed) {
    const configuration = this.#base.clone();
    for (const { symbol, value } of [...needed, own]) configuration.setTristate(symbol, "nmy".indexOf(value));
    return configuration.value(own.symbol) === own.value;
  }

  #cost(own, needed, cone) {
    const { configuration, unmet, isSettled } = this.#replayer.replay([...needed, own]);
    if (!isSettled || unmet.length > 0 || configuration.value(own.symbol) !== own.value) return undefined;
    const symbols = this.#model.data.symbols;
    const ownChoice = symbols.choice[own.symbol];
    let cost = 0;
    for (const { symbol, value } of needed) {
      const choice = symbols.choice[symbol];
      if (choice >= 0 && choice === ownChoice) continue;
      cost += COST.edit + (choice >= 0 ? COST.choice : 0) + (SWEEPING.get(symbols.name[symbol]) ?? 0);
      if (!cone.has(choice >= 0 ? choice : symbol)) cost += COST.outsideCone;
      if (choice >= 0) continue;
      const [before, after] = [this.#base.tristate(symbol), "nmy".indexOf(value)];
      if (after < before) cost += COST.switchedOff;
      if (this.#model.symbolAt(symbol).type === "tristate" && value === "y") cost += COST.yes;
    }
    for (const symbol of this.#model.definedSymbols()) {
      if (symbol.id === own.symbol || (symbol.type !== "bool" && symbol.type !== "tristate")) continue;
      const [before, after] = [this.#base.tristate(symbol.id), configuration.tristate(symbol.id)];
      if (before === 0 && after > 0) cost += AREAS.get(symbol.name) ?? 0;
      const isAsked = this.#base.hasUserValue(symbol.id) && this.#base.visibility(symbol.id) > 0;
      if (isAsked && symbol.choice === undefined && !symbol.isChoice && after < before) cost += COST.lost;
    }
    return cost;
  }

  /** What values rest on; without `selects`, what they depend on. */
  #closure(from, { selects }) {
    const { symbols, properties, expressions } = this.#model.data;
    const seen = new Set(from);
    const pending = [...from];
    const visit = (symbol) => {
      if (symbol < 3 || seen.has(symbol)) return;
      seen.add(symbol);
      pending.push(symbol);
    };
    const mention = (id) => {
      if (id === 0) return;
      const [operator, left, right] = [expressions.operator[id], expressions.left[id], expressions.right[id]];
      if (operator === 1) visit(left);
      else if (operator === 2) mention(left);
      else if (operator <= 4) [left, right].forEach(mention);
      else [left, right].forEach(visit);
    };
    for (let symbol = pending.pop(); symbol !== undefined; symbol = pending.pop()) {
      const { choice } = this.#model.symbolAt(symbol);
      if (choice !== undefined) visit(choice.id);
      if (selects && choice !== undefined) for (const member of choice.members) visit(member.id);
      for (const property of this.#model.symbolAt(symbol).properties) {
        if (property.kind !== "prompt" && property.kind !== "default" && !selects) continue;
        mention(properties.condition[property.id]);
        if (property.kind === "default") mention(properties.value[property.id]);
      }
      mention(symbols.directDependency[symbol]);
      if (!selects) continue;
      mention(symbols.reverseDependency[symbol]);
      mention(symbols.weakReverseDependency[symbol]);
    }
    return seen;
  }
}
