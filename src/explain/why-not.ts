/** Why a symbol does not have a value: from the values that were calculated down to what somebody can act on. */
import type { Configuration } from "../evaluate/configuration.ts";
import { readTyped } from "../evaluate/read.ts";
import { N, tristateOf, Y } from "../evaluate/tristate.ts";
import { isWithinRange } from "../evaluate/within-range.ts";
import { Type } from "../model/columns.ts";
import type { ConfigSymbol, Expression, Property } from "../model/model.ts";
import { activeGivers, activeSelectors, givingDefaults, isConstantNo } from "./givers.ts";
import { BRIEF, type ReasonLimits, WHOLE } from "./limits.ts";
import type { Blocker, Reason, Way } from "./reason.ts";
import { selectorsOf } from "./references.ts";
import { probeOf, type Statement, statementsAround, statementsOf } from "./statements.ts";
import {
  atLeast,
  atMost,
  cheapest,
  costOf,
  failingTerms,
  levelFor,
  possibleValues,
  type TermContext,
} from "./terms.ts";
import { has, highest, lowest, setOf, setText, type ValueSet } from "./value-set.ts";

/** What stands against a value as the person writes it: `y`, `m`, `n`, or the text of an int, hex or string. */
export function whyNotValue(
  configuration: Configuration,
  symbol: ConfigSymbol,
  wanted: string,
  limits: ReasonLimits = BRIEF,
): Reason {
  const search = new Search(configuration, limits);
  if (symbol.isLogical) {
    const value = tristateOf(wanted);
    if (value === undefined || (value === 1 && symbol.type === "bool")) {
      return { ...search.about(symbol, 0, Infinity), wanted, kind: "wrong-type" };
    }
    return search.ofSymbol(symbol, setOf(value));
  }
  return search.ofText(symbol, wanted);
}

/** As `whyNotValue`, where any of several values of a bool or tristate would do. */
export function whyNotAny(
  configuration: Configuration,
  symbol: ConfigSymbol,
  needs: ValueSet,
  limits: ReasonLimits = BRIEF,
): Reason {
  return new Search(configuration, limits).ofSymbol(symbol, needs);
}

class Search {
  readonly #configuration: Configuration;
  readonly #limits: ReasonLimits;
  /** Reasons by symbol and needs; those that were cut short, with the depth at which. */
  readonly #known = new Map<string, { readonly reason: Reason; readonly depth: number }>();
  readonly #open = new Set<string>();
  #depth = 0;

  constructor(configuration: Configuration, limits: ReasonLimits) {
    this.#configuration = configuration;
    this.#limits = limits;
  }

  about(symbol: ConfigSymbol, needs: ValueSet, cost: number) {
    const actual = this.#configuration.value(symbol.id);
    return { symbol, actual, needs, wanted: setText(needs), cost };
  }

  // --- bool and tristate ---------------------------------------------------------------------------------------

  /** Why a bool or tristate has none of the values in `needs`. */
  ofSymbol(symbol: ConfigSymbol, needs: ValueSet): Reason {
    const key = `${symbol.id} ${needs}`;
    const known = this.#known.get(key);
    const { depth, symbols } = this.#limits;
    // What was found further up was free to look deeper; without a limit that anybody meets all are.
    const isDeepEnough = known !== undefined && (known.depth <= this.#depth || depth >= WHOLE.depth);
    if (isDeepEnough) return known.reason;
    const isOpen = this.#open.has(key);
    if (isOpen || this.#depth >= depth || this.#known.size >= symbols) {
      return { ...this.about(symbol, needs, Infinity), kind: "cut", isOpen };
    }
    this.#open.add(key);
    this.#depth += 1;
    const reason = this.#find(symbol, needs);
    this.#depth -= 1;
    this.#open.delete(key);
    this.#known.set(key, { reason, depth: this.#depth });
    return reason;
  }

  #find(symbol: ConfigSymbol, wanted: ValueSet): Reason {
    const configuration = this.#configuration;
    const value = configuration.tristate(symbol.id);
    if (!symbol.isDefined) return { ...this.about(symbol, wanted, Infinity), actual: "n", kind: "undefined" };
    if (has(wanted, value)) return { ...this.about(symbol, wanted, 0), kind: "holds" };
    const needs = wanted & possibleValues(configuration, symbol);
    if (needs === 0) {
      const about = this.about(symbol, wanted, Infinity);
      if (symbol.type !== "tristate") return { ...about, kind: "wrong-type" };
      return { ...about, kind: "no-modules", modules: this.#modules() };
    }
    return lowest(needs) > value ? this.#whyNotUp(symbol, needs) : this.#whyNotDown(symbol, needs);
  }

  #modules(): ConfigSymbol | undefined {
    const { model } = this.#configuration;
    return model.data.modules === 0 ? undefined : model.symbolAt(model.data.modules);
  }

  #whyNotUp(symbol: ConfigSymbol, needs: ValueSet): Reason {
    const configuration = this.#configuration;
    const visibility = configuration.visibility(symbol.id);
    // For a bool, m is enough: to see it, to select it, as its default.
    const enough = configuration.effectiveType(symbol.id) === Type.tristate ? levelFor(needs) : 1;
    if (visibility >= enough) {
      if (this.#isExclusiveMember(symbol)) return this.#lostChoice(symbol, needs);
      return { ...this.about(symbol, needs, 1), kind: "settable", user: configuration.userValue(symbol) };
    }
    const prompts = symbol.propertiesOf("prompt");
    if (prompts.length === 0) return this.#promptless(symbol, needs, enough);
    // A member of a modal choice takes the choice along when it is set.
    const isOwnChoice = ({ term }: Blocker) => term.kind === "symbol" && term.symbol.id === symbol.choice?.id;
    const canTakeChoice = symbol.choice !== undefined && configuration.visibility(symbol.choice.id) >= enough;
    const lists = prompts
      .map((prompt) => this.#blockers(prompt, enough))
      .map((list) => (canTakeChoice ? list.filter((blocker) => !isOwnChoice(blocker)) : list));
    if (canTakeChoice && lists.some((list) => list.length === 0)) {
      return { ...this.about(symbol, needs, 1), kind: "settable", user: configuration.userValue(symbol) };
    }
    const blockers = lists.reduce((best, list) =>
      costOf(blockerTerms(list)) < costOf(blockerTerms(best)) ? list : best,
    );
    const cost = costOf(blockerTerms(blockers));
    const kind = visibility === N ? "unmet" : "limited";
    if (cost !== Infinity)
      return { ...this.about(symbol, needs, cost), kind, blockers, ways: [], otherWays: 0 };
    // Nobody can ever set it by hand here; others may.
    const { ways, otherWays } = this.#ways(symbol, enough);
    return { ...this.about(symbol, needs, ways[0]?.cost ?? Infinity), kind, blockers, ways, otherWays };
  }

  #whyNotDown(symbol: ConfigSymbol, needs: ValueSet): Reason {
    const configuration = this.#configuration;
    if (configuration.reverseDependency(symbol.id) > highest(needs)) {
      const by = activeSelectors(configuration, symbol, "select", highest(needs) + 1);
      return { ...this.about(symbol, needs, Infinity), kind: "forced", by };
    }
    if (this.#isExclusiveMember(symbol)) return this.#lostChoice(symbol, needs);
    if (configuration.visibility(symbol.id) !== N) {
      return { ...this.about(symbol, needs, 1), kind: "settable", user: configuration.userValue(symbol) };
    }
    const given = activeGivers(configuration, symbol);
    const probe = given.map(probeOf).find((each) => each !== undefined);
    const about = this.about(symbol, needs, Infinity);
    if (probe !== undefined) return { ...about, kind: "probe", probe };
    const prompts = symbol.propertiesOf("prompt");
    if (prompts.length === 0) {
      const blockers = given.length === 1 ? this.#supports(given[0], needs) : [];
      const cost = blockers.length === 0 ? Infinity : costOf(blockerTerms(blockers));
      return { ...about, cost, kind: "given", by: given, blockers };
    }
    return { ...about, ...this.#unmet(prompts[0]) };
  }

  /** What keeps a prompt from being seen, where that is all there is to say. */
  #unmet(prompt: Property) {
    const blockers = this.#blockers(prompt, 1);
    return { cost: costOf(blockerTerms(blockers)), kind: "unmet", blockers, ways: [], otherWays: 0 } as const;
  }

  /** The condition of a default that is the easiest to take away, so that the symbol gets one of these lower values. */
  #supports(property: Property, needs: ValueSet): readonly Blocker[] {
    const value: Statement = { kind: "source", property, condition: property.value };
    const lists = [value, ...statementsOf(property)]
      .map((statement) => this.#blockersOfStatement(statement, atMost(highest(needs))))
      .map((blockers) => ({ blockers, cost: costOf(blockerTerms(blockers)) }))
      .filter(({ blockers, cost }) => blockers.length > 0 && cost !== Infinity);
    return cheapest(lists, 1)[0]?.blockers ?? [];
  }

  #isExclusiveMember(symbol: ConfigSymbol): boolean {
    const { choice } = symbol;
    if (choice === undefined) return false;
    if (symbol.model.data.dialect.choices === "exclusive") return true;
    return this.#configuration.tristate(choice.id) === Y;
  }

  /** The member cannot be y beside the one that is, or the one that is cannot be n on its own. */
  #lostChoice(symbol: ConfigSymbol, needs: ValueSet): Reason {
    const configuration = this.#configuration;
    const choice = symbol.choice!;
    const id = configuration.chosenMember(choice.id);
    const chosen = id === undefined ? undefined : symbol.model.symbolAt(id);
    const user = chosen === undefined ? undefined : configuration.userValue(chosen);
    const seen = choice.members.filter((member) => configuration.visibility(member.id) !== N);
    const isAlone = chosen?.id === symbol.id && seen.length < 2;
    return {
      ...this.about(symbol, needs, isAlone ? Infinity : 1),
      kind: "choice-conflict",
      choice,
      chosen,
      user,
    };
  }

  #promptless(symbol: ConfigSymbol, needs: ValueSet, level: 1 | 2): Reason {
    const given = givingDefaults(symbol);
    const probes = given.flatMap((each) => (isConstantNo(each) ? (probeOf(each) ?? []) : []));
    if (selectorsOf(symbol).length === 0 && probes.length > 0 && probes.length === given.length) {
      return { ...this.about(symbol, needs, Infinity), kind: "probe", probe: probes[0] };
    }
    const { ways, otherWays } = this.#ways(symbol, level);
    return { ...this.about(symbol, needs, ways[0]?.cost ?? Infinity), kind: "promptless", ways, otherWays };
  }

  /** Defaults, selects and implies that could raise a symbol without anybody setting it; the cheapest are listed. */
  #ways(symbol: ConfigSymbol, level: 1 | 2): { readonly ways: readonly Way[]; readonly otherWays: number } {
    const configuration = this.#configuration;
    const selectors = selectorsOf(symbol);
    const isNear = (property: Property) => {
      const selector = property.node.symbol;
      return (
        selector !== undefined &&
        configuration.visibility(selector.id) >= 1 &&
        configuration.evaluate(property.ownCondition) >= 1
      );
    };
    const candidates = [
      ...givingDefaults(symbol),
      ...selectors.filter(isNear),
      ...selectors.filter((each) => !isNear(each)),
    ];
    const looked = candidates
      .slice(0, this.#limits.lookedAtWays)
      .map((property) => this.#way(symbol, property, level));
    const useful = looked.filter(({ blockers }) => blockers.length > 0);
    const ways = cheapest(useful, this.#limits.worthReading).slice(0, this.#limits.listedWays);
    return { ways, otherWays: candidates.length - looked.length + useful.length - ways.length };
  }

  /** What keeps a default, select or imply from giving its value. */
  #way(symbol: ConfigSymbol, property: Property, level: 1 | 2): Way {
    const needs = atLeast(level);
    const blockers: Blocker[] = [];
    const own: Statement = { kind: "source", property, condition: property.ownCondition };
    if (property.kind === "default") {
      blockers.push(...this.#blockersOfStatement({ ...own, condition: property.value }, needs));
      blockers.push(...this.#blockers(property, level));
    } else {
      const selector = property.node.symbol!;
      if (this.#configuration.tristate(selector.id) < level) {
        const because = this.ofSymbol(selector, needs & possibleValues(this.#configuration, selector));
        const { actual, cost } = because;
        const term = {
          kind: "symbol",
          symbol: selector,
          actual,
          needs: because.needs,
          because,
          cost,
        } as const;
        blockers.push({ kind: "source", statement: property, term, holding: [] });
      }
      blockers.push(...this.#blockersOfStatement(own, needs));
      // An imply is not stronger than the dependencies of what it implies; a select is.
      if (property.kind === "imply") blockers.push(...this.#blockersOfEntry(symbol, needs));
    }
    return { property, blockers, cost: costOf(blockerTerms(blockers)) };
  }

  // --- conditions ----------------------------------------------------------------------------------------------

  /** Everything that keeps a property's condition below a level. */
  #blockers(property: Property, level: 1 | 2): readonly Blocker[] {
    const needs = atLeast(level);
    const found = statementsOf(property).flatMap((statement) => this.#blockersOfStatement(statement, needs));
    if (found.length > 0 || has(needs, this.#configuration.evaluate(property.condition))) return found;
    const setting = forcing(this.#configuration, property);
    if (setting !== undefined) {
      const { condition } = property;
      return this.#blockersOfStatement({ kind: "source", property: setting, condition }, needs);
    }
    // The condition as a whole says more than its parts do: bare `m`, or the rules of old choices.
    return this.#blockersOfStatement({ kind: "dependency", property, condition: property.condition }, needs);
  }

  /** What fails in the dependencies of the symbol's entry; of several entries, in those of the nearest one. */
  #blockersOfEntry(symbol: ConfigSymbol, needs: ValueSet): readonly Blocker[] {
    if (has(needs, this.#configuration.directDependency(symbol.id))) return [];
    const lists = symbol.definitions
      .map((node) =>
        statementsAround(node).flatMap((statement) => this.#blockersOfStatement(statement, needs)),
      )
      .map((blockers) => ({ blockers, cost: costOf(blockerTerms(blockers)) }));
    return cheapest(lists, 1)[0]?.blockers ?? [];
  }

  #blockersOfStatement({ kind, property, condition }: Statement, needs: ValueSet): readonly Blocker[] {
    const configuration = this.#configuration;
    if (has(needs, configuration.evaluate(condition))) return [];
    const context: TermContext = {
      configuration,
      limits: this.#limits,
      because: (symbol, wanted) => this.ofSymbol(symbol, wanted),
      becauseText: (symbol) => this.#becauseText(symbol),
      probe: probeOf(property),
    };
    const expression = configuration.model.expression(condition);
    // Operands of an `and` all have to rise, but one that sinks is enough.
    const operands = expression.kind === "and" && has(needs, Y) ? expression.operands : [expression];
    const isFailing = (operand: Expression) => !has(needs, configuration.evaluate(operand.id));
    const failing = operands.filter(isFailing);
    const holding = operands
      .filter((operand) => !isFailing(operand))
      .map((part) => ({ part, value: configuration.evaluate(part.id) }));
    return failing.flatMap((part) =>
      failingTerms(context, part, needs).map((term) => ({ kind, statement: property, part, term, holding })),
    );
  }

  // --- int, hex and string -------------------------------------------------------------------------------------

  ofText(symbol: ConfigSymbol, wanted: string): Reason {
    const configuration = this.#configuration;
    const about = { ...this.about(symbol, 0, Infinity), wanted };
    if (!symbol.isDefined) return { ...about, kind: "undefined" };
    if (about.actual === wanted) return { ...about, cost: 0, kind: "holds" };
    const type = symbol.model.data.symbols.type[symbol.id];
    if (type !== Type.string && readTyped(type, wanted, symbol.model.data.dialect).kind === "invalid")
      return { ...about, kind: "wrong-type" };
    const reason = this.#becauseText(symbol);
    if (reason !== undefined && reason.kind !== "settable") return { ...reason, wanted };
    if (type !== Type.string && !isWithinRange(configuration, symbol.id, wanted)) {
      const range = symbol.model.property(configuration.activeRange(symbol.id)!);
      const [low, high] = range.limits.map((limit) => configuration.value(limit.id));
      return { ...about, kind: "out-of-range", range, low, high };
    }
    return { ...about, cost: 1, kind: "settable", user: configuration.userValue(symbol) };
  }

  /** Whether and why a number or string cannot be set. */
  #becauseText(symbol: ConfigSymbol): Reason | undefined {
    const configuration = this.#configuration;
    const about = { ...this.about(symbol, 0, Infinity), wanted: "" };
    if (!symbol.isDefined) return { ...about, kind: "undefined" };
    if (symbol.isLogical) return undefined;
    if (configuration.visibility(symbol.id) !== N) {
      return { ...about, cost: 1, kind: "settable", user: configuration.userValue(symbol) };
    }
    const prompts = symbol.propertiesOf("prompt");
    if (prompts.length > 0) return { ...about, ...this.#unmet(prompts[0]) };
    const given = activeGivers(configuration, symbol);
    const probe = given.map(probeOf).find((each) => each !== undefined);
    return probe === undefined
      ? { ...about, kind: "given", by: given, blockers: [] }
      : { ...about, kind: "probe", probe };
  }
}

/** The `set` of another symbol that leaves a prompt without effect. */
function forcing(configuration: Configuration, { kind, node: { symbol } }: Property): Property | undefined {
  if (kind !== "prompt" || symbol === undefined || symbol.isLogical) return undefined;
  const active = configuration.activeDefault(symbol.id);
  const setting = active === undefined ? undefined : symbol.model.property(active).setting;
  return setting?.kind === "set" ? setting : undefined;
}

function blockerTerms(blockers: readonly Blocker[]): readonly { readonly cost: number }[] {
  return blockers.map(({ term }) => term);
}
