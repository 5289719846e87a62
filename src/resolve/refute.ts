/**
 * The shortest reason why one symbol never has a value, or always has one: a tree of statements in which each step
 * holds whatever is set. It explains; the proof that nothing helps is the solver's.
 */
import { compare, comparedType } from "../evaluate/comparison.ts";
import type { Probe } from "../explain/reason.ts";
import { selectorsOf } from "../explain/references.ts";
import { probeOf, type Statement, statementsAround, statementsOf } from "../explain/statements.ts";
import { MOD, NO, SymbolFlag, Type, YES } from "../model/columns.ts";
import { type ExpressionId, NONE, Op } from "../model/expressions.ts";
import type { ConfigSymbol, Expression, Model, Property } from "../model/model.ts";
import type { Claim, Fact, Ground } from "./facts.ts";
import { possibleTexts, textFact } from "./refute-text.ts";

// A claim about a symbol costs one fact and what its proof costs. To keep an `and` down its cheapest operand is
// enough, to keep an `or` down all of them are needed; a symbol without prompt is down if all that could raise it is.
// Costs start at infinity and sink until none does (least fixpoint), so that no proof rests on itself.

/** `never`: below the level in every configuration; `always`: at it or above. */
interface Bound {
  readonly kind: "never" | "always";
  readonly level: 1 | 2;
}

/** What a claim's proof uses. */
interface Use {
  readonly symbol: ConfigSymbol;
  readonly bound?: Bound;
}

interface Proof {
  readonly cost: number;
  readonly uses: readonly Use[];
  readonly grounds: readonly Ground[];
}

const NO_PROOF: Proof = { cost: Infinity, uses: [], grounds: [] };
const TRIVIAL: Proof = { cost: 0, uses: [], grounds: [] };

/** More rounds than any chain of facts that a person would read. */
const MOST_ROUNDS = 64;
/** Claims looked at; beyond that the solver's own core has to explain. */
const MOST_CLAIMS = 20_000;

/** Why `symbol` is never at `level` or always at it; undefined if no such reason was found. */
export function refute(symbol: ConfigSymbol, bound: Bound): readonly Fact[] | undefined {
  const { model } = symbol;
  const known = refuted.get(model) ?? new Map<number, readonly Fact[] | undefined>();
  refuted.set(model, known);
  const key = keyOf(symbol, bound);
  if (!known.has(key)) known.set(key, new Refuter(model).facts(symbol, bound));
  return known.get(key);
}

/** The rules alone decide, and one search after the other asks about the same symbols. */
const refuted = new WeakMap<Model, Map<number, readonly Fact[] | undefined>>();

class Refuter {
  readonly #model: Model;
  readonly #proofs = new Map<number, Proof>();
  readonly #claims: (Use & { readonly bound: Bound })[] = [];
  /** Claims whose proof looked at a claim: these alone can get better when it does. */
  readonly #readers = new Map<number, Set<number>>();
  /** Claims to be looked at, for the first time or again. */
  readonly #pending = new Set<number>();
  /** The claim that is being looked at. */
  #current = -1;
  /** Whether it is the value of a default that is looked at, rather than a condition. */
  #isInValue = false;

  constructor(model: Model) {
    this.#model = model;
  }

  facts(symbol: ConfigSymbol, bound: Bound): readonly Fact[] | undefined {
    this.#claim(symbol, bound);
    // Looking at a claim adds those that its proof might use, at the end of the list.
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let isBetter = false;
      for (let at = this.#claims.length - 1; at >= 0; at--) isBetter = this.#improve(at) || isBetter;
      for (let at = 0; at < this.#claims.length; at++) isBetter = this.#improve(at) || isBetter;
      if (!isBetter || this.#claims.length > MOST_CLAIMS) break;
    }
    return this.#cost(symbol, bound) === Infinity ? undefined : this.#listed(symbol, bound);
  }

  #improve(at: number): boolean {
    const { symbol, bound } = this.#claims[at];
    const key = keyOf(symbol, bound);
    if (!this.#pending.delete(key)) return false;
    const before = this.#proofs.get(key)?.cost ?? Infinity;
    this.#current = key;
    const proof = this.#prove(symbol, bound);
    if (proof.cost >= before) return false;
    this.#proofs.set(key, proof);
    for (const reader of this.#readers.get(key) ?? []) this.#pending.add(reader);
    return true;
  }

  #claim(symbol: ConfigSymbol, bound: Bound): void {
    const key = keyOf(symbol, bound);
    if (this.#proofs.has(key)) return;
    this.#proofs.set(key, NO_PROOF);
    this.#claims.push({ symbol, bound });
    this.#pending.add(key);
  }

  /** The cost of a claim as far as it is known, for the one that is being looked at. */
  #read(symbol: ConfigSymbol, bound: Bound): number {
    this.#claim(symbol, bound);
    const key = keyOf(symbol, bound);
    const readers = this.#readers.get(key);
    if (readers === undefined) this.#readers.set(key, new Set([this.#current]));
    else readers.add(this.#current);
    return this.#cost(symbol, bound);
  }

  #cost(symbol: ConfigSymbol, bound: Bound): number {
    return this.#proofs.get(keyOf(symbol, bound))?.cost ?? Infinity;
  }

  // --- symbols -------------------------------------------------------------------------------------------------

  #prove(symbol: ConfigSymbol, bound: Bound): Proof {
    // A line sets it whatever the tree says.
    if (symbol.isTransitional) return NO_PROOF;
    if (!symbol.isDefined) return bound.kind === "never" ? { ...TRIVIAL, cost: 1 } : NO_PROOF;
    const proof =
      bound.kind === "never" ? this.#neverAt(symbol, bound.level) : this.#alwaysAt(symbol, bound.level);
    return proof.cost === Infinity ? NO_PROOF : { ...proof, cost: proof.cost + 1 };
  }

  #neverAt(symbol: ConfigSymbol, level: 1 | 2): Proof {
    if (symbol.isChoice) return NO_PROOF;
    return this.#raisedBy(symbol, symbol.type === "bool" ? 1 : level);
  }

  /** Everything that could raise a symbol to the level fails. */
  #raisedBy(symbol: ConfigSymbol, level: 1 | 2): Proof {
    const bound: Bound = { kind: "never", level };
    const ways: Proof[] = [];
    for (const property of symbol.properties) {
      if (property.kind !== "prompt" && property.kind !== "default") continue;
      const conditions = this.#anyStatement(statementsOf(property), bound, property.kind);
      const value = property.kind === "default" ? this.#inValue(property, bound) : NO_PROOF;
      ways.push(cheaper(conditions, value));
      if (ways[ways.length - 1].cost === Infinity) return NO_PROOF;
    }
    if (symbol.choice !== undefined) return this.#all(ways);
    for (const property of selectorsOf(symbol)) {
      const selector = property.node.symbol;
      const source = selector === undefined ? NO_PROOF : this.#symbolBound(selector, bound);
      const kind = property.kind === "select" ? "select" : "imply";
      let way = cheaper(
        grounded(source, kind, property, selector === undefined ? [] : [selector]),
        this.#anyStatement(statementsOf(property), bound, kind),
      );
      if (kind === "imply") way = cheaper(way, this.#dependencyNever(symbol, bound));
      ways.push(way);
      if (way.cost === Infinity) return NO_PROOF;
    }
    return this.#all(ways);
  }

  /** An imply reaches no further than the direct dependency. */
  #dependencyNever(symbol: ConfigSymbol, bound: Bound): Proof {
    const definitions = symbol.definitions.map((node) =>
      this.#anyStatement(statementsAround(node), bound, "dependency"),
    );
    return definitions.length === 0 ? NO_PROOF : this.#all(definitions);
  }

  #alwaysAt(symbol: ConfigSymbol, level: 1 | 2): Proof {
    if (symbol.isChoice || symbol.choice !== undefined) return NO_PROOF;
    const needed = symbol.type === "bool" ? 1 : level;
    const bound: Bound = { kind: "always", level: needed };
    let best = NO_PROOF;
    for (const property of selectorsOf(symbol)) {
      const selector = property.node.symbol;
      if (property.kind !== "select" || selector === undefined) continue;
      const source = grounded(this.#symbolBound(selector, bound), "select", property, [selector]);
      best = cheaper(
        best,
        this.#all([source, this.#everyStatement(statementsOf(property), bound, "select")]),
      );
    }
    return cheaper(best, this.#alwaysByDefault(symbol, needed));
  }

  #alwaysByDefault(symbol: ConfigSymbol, level: 1 | 2): Proof {
    const bound: Bound = { kind: "always", level };
    const never: Bound = { kind: "never", level: 1 };
    const before: Proof[] = [];
    for (const property of symbol.properties) {
      if (property.kind === "prompt")
        before.push(this.#anyStatement(statementsOf(property), never, "prompt"));
    }
    for (const property of selectorsOf(symbol)) {
      // An imply would bring in the direct dependency as a limit.
      if (property.kind === "imply") return NO_PROOF;
    }
    let best = NO_PROOF;
    for (const property of symbol.propertiesOf("default")) {
      const holds = this.#all([
        ...before,
        this.#everyStatement(statementsOf(property), bound, "default"),
        this.#inValue(property, bound),
      ]);
      best = cheaper(best, holds);
      before.push(this.#anyStatement(statementsOf(property), never, "default"));
      if (before[before.length - 1].cost === Infinity) break;
    }
    return best;
  }

  #symbolBound(symbol: ConfigSymbol, bound: Bound): Proof {
    if (symbol.id === MOD && bound.kind === "never" && bound.level === 2)
      return this.#isInValue ? this.#neverWithoutM() : TRIVIAL;
    const constant = constantLevel(symbol);
    if (constant !== undefined) {
      const holds = bound.kind === "never" ? constant < bound.level : constant >= bound.level;
      return holds ? TRIVIAL : NO_PROOF;
    }
    const isLogical = symbol.isLogical;
    if (symbol.isDefined && !isLogical) return bound.kind === "never" ? TRIVIAL : NO_PROOF;
    const level = symbol.type === "bool" ? 1 : bound.level;
    const claim: Bound = { kind: bound.kind, level };
    return { cost: this.#read(symbol, claim), uses: [{ symbol, bound: claim }], grounds: [] };
  }

  /**
   * A default of `m` is less than y as long as there are modules: without, it makes y of a tristate. Conditions need no
   * such care, as `m` in them stands for `m && MODULES`; nor do symbols, as one that is never y is n then.
   */
  #neverWithoutM(): Proof {
    const { modules } = this.#model.data;
    return modules === NO
      ? NO_PROOF
      : this.#symbolBound(this.#model.symbolAt(modules), { kind: "always", level: 1 });
  }

  // --- statements and expressions ------------------------------------------------------------------------------

  /** One failing statement is enough. */
  #anyStatement(statements: readonly Statement[], bound: Bound, kind: Ground["kind"]): Proof {
    let best = NO_PROOF;
    for (const { property, condition, kind: part } of statements) {
      if (condition === NONE) continue;
      const ground = part === "source" || kind === "prompt" ? kind : "dependency";
      best = cheaper(best, this.#inStatement(property, condition, bound, ground));
    }
    return best;
  }

  #everyStatement(statements: readonly Statement[], bound: Bound, kind: Ground["kind"]): Proof {
    const conditions = statements.filter(({ condition }) => condition !== NONE);
    return this.#all(
      conditions.map(({ property, condition }) => this.#inStatement(property, condition, bound, kind)),
    );
  }

  #inValue(property: Property, bound: Bound): Proof {
    this.#isInValue = true;
    const proof = this.#inStatement(property, property.value, bound, "default");
    this.#isInValue = false;
    return proof;
  }

  #inStatement(statement: Property, id: ExpressionId, bound: Bound, kind: Ground["kind"]): Proof {
    const expression = this.#model.expression(id);
    const { proof, deciding } = this.#expression(expression, bound);
    if (proof.cost === Infinity) return NO_PROOF;
    const isNamed = deciding.kind === "symbol" && !deciding.symbol.isConstant;
    const condition = isNamed ? undefined : deciding;
    const symbols = [...new Set(proof.uses.map(({ symbol }) => symbol))];
    return { ...proof, grounds: [{ kind, statement, condition, symbols }] };
  }

  /** A bound of an expression, and the smallest part of it that is enough. */
  #expression(
    expression: Expression,
    bound: Bound,
  ): { readonly proof: Proof; readonly deciding: Expression } {
    switch (expression.kind) {
      case "always":
        return { proof: bound.kind === "always" ? TRIVIAL : NO_PROOF, deciding: expression };
      case "symbol":
        return { proof: this.#symbolBound(expression.symbol, bound), deciding: expression };
      case "not": {
        const level = bound.level === 1 ? 2 : 1;
        const kind = bound.kind === "never" ? "always" : "never";
        return { proof: this.#expression(expression.operand, { kind, level }).proof, deciding: expression };
      }
      case "comparison":
        return { proof: this.#comparison(expression, bound), deciding: expression };
      default: {
        const parts = expression.operands.map((operand) => this.#expression(operand, bound));
        const oneIsEnough = (expression.kind === "and") === (bound.kind === "never");
        if (!oneIsEnough) return { proof: this.#all(parts.map(({ proof }) => proof)), deciding: expression };
        return parts.reduce((best, part) => (part.proof.cost < best.proof.cost ? part : best));
      }
    }
  }

  #comparison(expression: Expression & { readonly kind: "comparison" }, { kind }: Bound): Proof {
    const { sign, left, right } = expression;
    const isEqual = sign === "=";
    const constant = constantLevel(right);
    const isLogical = left.isLogical;
    if (constant !== undefined && isLogical && (isEqual || sign === "!=")) {
      // Whether the value has to be excluded, or to be the only one.
      const isExcluded = isEqual === (kind === "never");
      return isExcluded ? this.#neverIs(left, constant) : this.#alwaysIs(left, constant);
    }
    const [lefts, rights] = [possibleTexts(left), possibleTexts(right)];
    if (lefts === undefined || rights === undefined) return NO_PROOF;
    const { data } = this.#model;
    const outcomes = lefts.flatMap((a) =>
      rights.map((b) =>
        compare(
          operatorOf(sign),
          { type: comparedType(data, left.id), text: a },
          { type: comparedType(data, right.id), text: b },
          data.dialect.numbers,
        ),
      ),
    );
    const fails = outcomes.some((holds) => holds === (kind === "never"));
    if (fails) return NO_PROOF;
    const named = [left, right].filter((symbol) => !symbol.isConstant && symbol.isDefined);
    return { cost: named.length, uses: named.map((symbol) => ({ symbol })), grounds: [] };
  }

  #neverIs(symbol: ConfigSymbol, value: 0 | 1 | 2): Proof {
    const above = this.#symbolBound(symbol, { kind: "always", level: value === 0 ? 1 : 2 });
    const below = this.#symbolBound(symbol, { kind: "never", level: value === 2 ? 2 : 1 });
    return value === 0
      ? above
      : value === 2
        ? below
        : symbol.type === "bool"
          ? TRIVIAL
          : cheaper(above, below);
  }

  #alwaysIs(symbol: ConfigSymbol, value: 0 | 1 | 2): Proof {
    if (value === 1 && symbol.type === "bool") return NO_PROOF;
    const parts: Proof[] = [];
    if (value > 0) parts.push(this.#symbolBound(symbol, { kind: "always", level: value as 1 | 2 }));
    if (value < 2) parts.push(this.#symbolBound(symbol, { kind: "never", level: (value + 1) as 1 | 2 }));
    return this.#all(parts);
  }

  #all(proofs: readonly Proof[]): Proof {
    if (proofs.some(({ cost }) => cost === Infinity)) return NO_PROOF;
    return {
      cost: proofs.reduce((sum, { cost }) => sum + cost, 0),
      uses: proofs.flatMap(({ uses }) => uses),
      grounds: proofs.flatMap(({ grounds }) => grounds),
    };
  }

  // --- the answer ----------------------------------------------------------------------------------------------

  /** The facts that the proof of a claim rests on, each once, what is nearest first. */
  #listed(symbol: ConfigSymbol, bound: Bound): readonly Fact[] {
    const facts: Fact[] = [];
    const seen = new Set<number>();
    const pending: Use[] = [{ symbol, bound }];
    for (let use = pending.shift(); use !== undefined; use = pending.shift()) {
      const key = use.bound === undefined ? -1 - use.symbol.id : keyOf(use.symbol, use.bound);
      if (seen.has(key)) continue;
      seen.add(key);
      if (use.bound === undefined) {
        facts.push(textFact(use.symbol));
        continue;
      }
      const proof = this.#proofs.get(key) ?? NO_PROOF;
      facts.push(factOf(use.symbol, use.bound, proof));
      pending.push(...proof.uses);
    }
    return facts;
  }
}

function factOf(symbol: ConfigSymbol, { kind, level }: Bound, proof: Proof): Fact {
  // One statement often stands in the way of several: of the prompt and of an imply, say.
  const grounds = proof.grounds.filter(
    ({ statement }, index) =>
      proof.grounds.findIndex((other) => other.statement?.id === statement?.id) === index,
  );
  const value = level === 2 || symbol.type === "bool" ? "y" : "m";
  const claim: Claim = { kind, value };
  if (!symbol.isDefined) return { symbol, claim, grounds, leaf: { kind: "undefined" } };
  const probe = probeAmong(symbol, grounds);
  if (probe !== undefined) return { symbol, claim, grounds, leaf: { kind: "probe", probe } };
  return grounds.length === 0
    ? { symbol, claim, grounds, leaf: { kind: "nothing-sets-it" } }
    : { symbol, claim, grounds };
}

/** The command behind a statement that no symbol stands in the way of: its answer does. */
function probeAmong(symbol: ConfigSymbol, grounds: readonly Ground[]): Probe | undefined {
  if (grounds.some(({ symbols }) => symbols.length > 0)) return undefined;
  const statements =
    grounds.length > 0 ? grounds.flatMap(({ statement }) => statement ?? []) : symbol.properties;
  return statements.map(probeOf).find((probe) => probe !== undefined);
}

function constantLevel(symbol: ConfigSymbol): 0 | 1 | 2 | undefined {
  if (symbol.id === NO) return 0;
  if (symbol.id === MOD) return 1;
  if (symbol.id === YES) return 2;
  const { flags, type } = symbol.model.data.symbols;
  return (flags[symbol.id] & SymbolFlag.constant) !== 0 && type[symbol.id] === Type.unknown ? 0 : undefined;
}

const operators = {
  "=": Op.equal,
  "!=": Op.unequal,
  "<": Op.less,
  "<=": Op.lessEqual,
  ">": Op.greater,
  ">=": Op.greaterEqual,
} as const;
const operatorOf = (sign: keyof typeof operators): number => operators[sign];

function keyOf(symbol: ConfigSymbol, { kind, level }: Bound): number {
  return symbol.id * 4 + (kind === "never" ? 0 : 2) + (level - 1);
}

function cheaper(first: Proof, second: Proof): Proof {
  return second.cost < first.cost ? second : first;
}

function grounded(
  proof: Proof,
  kind: Ground["kind"],
  statement: Property,
  symbols: readonly ConfigSymbol[],
): Proof {
  return proof.cost === Infinity ? NO_PROOF : { ...proof, grounds: [{ kind, statement, symbols }] };
}
