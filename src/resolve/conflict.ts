/** Why goals cannot be reached: a derivation for one of them, or the fewest rules that exclude several. */
import { tristateOf } from "../evaluate/tristate.ts";
import { selectorsOf } from "../explain/references.ts";
import { type Statement, statementsAround, statementsOf } from "../explain/statements.ts";
import { type SymbolId, YES } from "../model/columns.ts";
import type { ExpressionId } from "../model/expressions.ts";
import { symbolsIn } from "../model/mentions.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { conflictsOf } from "./conflict-budget.ts";
import { Encoder } from "./encode.ts";
import type { Fact, Ground } from "./facts.ts";
import { type Goal, goalLiteral, refusedBy, textsOf } from "./goals.ts";
import { shrinkCore } from "./minimize.ts";
import { refute } from "./refute.ts";
import { rangeFact, refuteText } from "./refute-text.ts";
import type { Replayer } from "./replay.ts";
import { type Literal, Solver } from "./solver.ts";
import type { TextDomains } from "./text-domains.ts";

export interface Conflict {
  /** The goals that cannot be reached together; leaving out any one of them may help. */
  readonly goals: readonly Goal[];
  /** The derivation: what is nearest to the goals first. */
  readonly facts: readonly Fact[];
}

/** Why goals that the solver found impossible are so; undefined if they are not, after all. */
export function conflictOf(
  replayer: Replayer,
  domains: TextDomains,
  goals: readonly Goal[],
  { onlyGoals }: { readonly onlyGoals?: true } = {},
): Conflict | undefined {
  return refutationOf(goals) ?? new CoreFinder(replayer, domains, goals).conflict(onlyGoals);
}

/** Why one of the goals alone is never reached; undefined where no derivation says so. */
export function refutationOf(goals: readonly Goal[]): Conflict | undefined {
  for (const goal of goals) {
    const facts = refuteGoal(goal);
    if (facts !== undefined) return { goals: [goal], facts };
  }
  return undefined;
}

/** A derivation for one goal alone. */
function refuteGoal({ symbol, value, orMore }: Goal): readonly Fact[] | undefined {
  const wanted = tristateOf(value);
  if (!symbol.isLogical) return refuteText(symbol, value);
  switch (wanted) {
    case 0:
      return refute(symbol, { kind: "always", level: 1 });
    case 1: {
      const below = refute(symbol, { kind: "never", level: 1 });
      return below ?? (orMore ? undefined : refute(symbol, { kind: "always", level: 2 }));
    }
    case 2:
      return refute(symbol, { kind: "never", level: 2 });
    default:
      return undefined;
  }
}

/** Finds a minimal set of goals and definitions that exclude each other. */
class CoreFinder {
  readonly #solver: Solver;
  readonly #encoder: Encoder;
  readonly #goals = new Map<Literal, Goal>();
  readonly #definitions = new Map<Literal, SymbolId>();

  constructor(replayer: Replayer, domains: TextDomains, goals: readonly Goal[]) {
    this.#solver = new Solver({ budget: conflictsOf(replayer.base.model) });
    const encoder = new Encoder(this.#solver, replayer.base, domains, {
      texts: textsOf(goals),
      refused: refusedBy(goals),
      hasGuards: true,
    });
    this.#encoder = encoder;
    const literals = goals.map((goal) => goalLiteral(encoder, goal));
    encoder.complete();
    for (const [index, goal] of goals.entries()) this.#goals.set(this.#guard(literals[index]), goal);
    for (const [symbol, guard] of encoder.guards) this.#definitions.set(guard, symbol);
  }

  #guard(literal: Literal): Literal {
    const guard = this.#solver.newVariable(true);
    this.#solver.addClause([-guard, literal]);
    return guard;
  }

  conflict(onlyGoals?: true): Conflict | undefined {
    const goals = [...this.#goals.keys()];
    const wanted = [...goals, ...this.#definitions.keys()];
    if (this.#solver.solve(wanted) !== "unsatisfiable") return undefined;
    const core = this.#shrink(wanted, onlyGoals);
    const symbols = core.flatMap((literal) => this.#definitions.get(literal) ?? []);
    const { model } = this.#encoder.base;
    const named = goals.flatMap((literal) =>
      core.includes(literal) ? (this.#goals.get(literal) ?? []) : [],
    );
    return {
      goals: named,
      facts: factsAmong(
        named.map(({ symbol }) => symbol),
        symbols.map((symbol) => model.symbolAt(symbol)),
      ),
    };
  }

  /** First the goals, with all rules at hand: with a part of the rules more of the goals could seem to be needed. */
  #shrink(wanted: readonly Literal[], onlyGoals?: true): readonly Literal[] {
    const core = this.#definitionsFirst(this.#solver.core);
    const goals = core.filter((literal) => this.#goals.has(literal));
    if (goals.length < 2) return shrinkCore(this.#solver, core);
    const rules = wanted.filter((literal) => !this.#goals.has(literal));
    const fewest = shrinkCore(this.#solver, goals, rules);
    if (onlyGoals) return [...core.filter((literal) => !this.#goals.has(literal)), ...fewest];
    if (fewest.length === goals.length) return shrinkCore(this.#solver, core);
    if (this.#solver.solve([...fewest, ...rules]) !== "unsatisfiable") return core;
    return shrinkCore(this.#solver, this.#definitionsFirst(this.#solver.core));
  }

  /** What comes first is tried first to be left out: rules far away, then those of the goals, then the goals. */
  #definitionsFirst(core: readonly Literal[]): readonly Literal[] {
    const rank = (literal: Literal) => (this.#definitions.has(literal) ? 0 : 1);
    return [...core].sort((a, b) => rank(a) - rank(b) || b - a);
  }
}

/** One fact for each symbol whose rules take part, with the statements by which they touch each other. */
function factsAmong(goals: readonly ConfigSymbol[], rules: readonly ConfigSymbol[]): readonly Fact[] {
  const all = new Map([...goals, ...rules].map((symbol) => [symbol.id, symbol]));
  for (const symbol of sharedAmong(rules)) all.set(symbol.id, symbol);
  const ruling = new Set(rules.map(({ id }) => id));
  const facts: Fact[] = [];
  const seen = new Set<SymbolId>();
  const pending = [...goals, ...rules];
  for (let symbol = pending.shift(); symbol !== undefined; symbol = pending.shift()) {
    if (seen.has(symbol.id)) continue;
    seen.add(symbol.id);
    if (!ruling.has(symbol.id)) continue;
    const grounds = groundsAmong(symbol, all);
    if (grounds.length === 0) facts.push(...factsOfNumbers(symbol));
    else facts.push({ symbol, claim: { kind: "rules" }, grounds });
    pending.unshift(...grounds.flatMap(({ symbols }) => symbols));
  }
  return facts;
}

/** What several of these symbols speak of: nothing of its own definition takes part, but they want it differently. */
function sharedAmong(rules: readonly ConfigSymbol[]): readonly ConfigSymbol[] {
  const counts = new Map<SymbolId, number>();
  for (const symbol of rules) {
    const mentioned = new Set<SymbolId>();
    const visit = (each: SymbolId) => each > YES && each !== symbol.id && mentioned.add(each);
    for (const { condition } of statementsAbout(symbol)) symbolsIn(symbol.model.data, condition, visit);
    for (const each of mentioned) counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).flatMap(([id]) => rules[0]?.model.symbolAt(id) ?? []);
}

function statementsAbout(symbol: ConfigSymbol): readonly Statement[] {
  return [
    ...symbol.propertiesOf("prompt").flatMap(statementsOf),
    ...symbol.definitions.flatMap((node) => statementsAround(node)),
  ];
}

/** A symbol that compares numbers or strings which can be set, only not to what it needs. */
function factsOfNumbers(symbol: ConfigSymbol): readonly Fact[] {
  const texts = new Map<SymbolId, ConfigSymbol>();
  for (const { condition } of statementsAbout(symbol)) {
    symbolsIn(symbol.model.data, condition, (id) => {
      const each = symbol.model.symbolAt(id);
      const isText = ["int", "hex", "string", "float"].includes(each.type);
      return isText && !each.isConstant && texts.set(id, each);
    });
  }
  const ranges = [...texts.values()].flatMap((text) =>
    text.propertiesOf("range").map((range) => rangeFact(text, range)),
  );
  return [{ symbol, claim: { kind: "rules" }, grounds: groundsAmong(symbol, texts) }, ...ranges];
}

/** Statements of a symbol's definition that mention some of these symbols, and their selects of it. */
function groundsAmong(symbol: ConfigSymbol, all: ReadonlyMap<SymbolId, ConfigSymbol>): readonly Ground[] {
  const grounds: Ground[] = [];
  const seen = new Set<number>();
  const mentioned = (id: ExpressionId) => {
    const found = new Set<SymbolId>();
    symbolsIn(symbol.model.data, id, (each) => each !== symbol.id && all.has(each) && found.add(each));
    return [...found].flatMap((each) => all.get(each) ?? []);
  };
  const note = (kind: Ground["kind"], { property, condition }: Statement) => {
    if (seen.has(property.id)) return;
    const expression = symbol.model.expression(condition);
    // Of an `and` only the parts that take part.
    for (const part of expression.kind === "and" ? expression.operands : [expression]) {
      const symbols = mentioned(part.id);
      if (symbols.length === 0) continue;
      seen.add(property.id);
      grounds.push({
        kind,
        statement: property,
        condition: part.kind === "symbol" ? undefined : part,
        symbols,
      });
    }
  };
  for (const property of symbol.properties) {
    if (property.kind === "prompt") for (const each of statementsOf(property)) note("prompt", each);
    if (property.kind !== "default") continue;
    note("default", { kind: "source", property, condition: property.value });
    for (const each of statementsOf(property)) note("default", each);
  }
  for (const property of selectorsOf(symbol)) {
    const selector = property.node.symbol;
    if (selector === undefined || !all.has(selector.id)) continue;
    const kind = property.kind === "select" ? "select" : "imply";
    grounds.push({ kind, statement: property, symbols: [selector] });
  }
  for (const node of symbol.definitions) for (const each of statementsAround(node)) note("dependency", each);
  const modules = all.get(symbol.model.data.modules);
  if (symbol.type === "tristate" && modules !== undefined)
    grounds.push({ kind: "modules", symbols: [modules] });
  const rivals = (symbol.choice?.members ?? []).filter(({ id }) => id !== symbol.id && all.has(id));
  if (rivals.length > 0) grounds.push({ kind: "choice", symbols: rivals });
  return grounds;
}
