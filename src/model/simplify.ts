/** Rewrites of conditions that the C tool makes once a tree is read; what help and warnings print is the result. */

import { isLogicalType, MOD, NO, Type, YES } from "./columns.ts";
import { comparedWithNo } from "./compared-with-no.ts";
import {
  type ExpressionId,
  type ExpressionTable,
  isComparison,
  NONE,
  Op,
  type OpCode,
} from "./expressions.ts";

/** What the rewrites must know of symbols. */
export interface SymbolFacts {
  typeOf(symbol: number): number;
  isConstant(symbol: number): boolean;
  /**
   * How C rewrites since the rewrite of choices: `A && y` becomes A in any case, where before it only did if operands
   * were merged as well; prefixes of chains come first; operands are looked at from the right.
   */
  readonly isRewritten: boolean;
  /** Takes the number of comparisons that were made; throws when there were too many. */
  spend(comparisons: number): void;
  /** A bool was compared with m: C says so on standard output, each time it rewrites the place. */
  testedForModule(symbol: number, forcedTo: "n" | "y"): void;
}

const negated: Readonly<Record<number, OpCode>> = {
  [Op.equal]: Op.unequal,
  [Op.unequal]: Op.equal,
  [Op.less]: Op.greaterEqual,
  [Op.lessEqual]: Op.greater,
  [Op.greater]: Op.lessEqual,
  [Op.greaterEqual]: Op.less,
};

/** Operands from which on they are looked up instead of compared one by one. Linux has few such chains. */
const LONG_CHAIN = 64;

interface LongChain {
  readonly op: OpCode;
  id: ExpressionId;
  /** Its operands, by `#orderless`. */
  readonly ids: Set<number>;
  /** The symbols that simple tests among them are about. */
  readonly tested: Set<number>;
}

/** The rewrites over one table of expressions. Results are remembered by number. */
export class Simplifier {
  readonly #table: ExpressionTable;
  readonly #facts: SymbolFacts;
  readonly #normal = new Map<ExpressionId, ExpressionId>();
  readonly #unique = new Map<ExpressionId, ExpressionId>();
  readonly #stable = new Map<ExpressionId, boolean>();
  readonly #expanded = new Map<ExpressionId, ExpressionId>();
  /** The chain that operands were added to last, if it is long. */
  #long: LongChain | undefined;
  readonly #orderlessOf = new Map<ExpressionId, number>();
  readonly #orderlessByKey = new Map<string, ExpressionId>();
  /** Expressions whose rewriting makes C speak; not remembered, so that it speaks again. */
  #spoke = false;

  constructor(table: ExpressionTable, facts: SymbolFacts) {
    this.#table = table;
    this.#facts = facts;
  }

  /** To be called when a symbol has got a type: what was remembered may read otherwise now. */
  forgetResults(): void {
    this.#normal.clear();
    this.#unique.clear();
    this.#stable.clear();
  }

  /** A bare `m` in a condition stands for `m && MODULES`. */
  expandModule(id: ExpressionId, modules: number): ExpressionId {
    if (id === NONE) return NONE;
    let result = this.#expanded.get(id);
    if (result === undefined) {
      result = this.#expandModuleOnce(id, modules);
      this.#expanded.set(id, result);
    }
    return result;
  }

  #expandModuleOnce(id: ExpressionId, modules: number): ExpressionId {
    const table = this.#table;
    const op = table.operator(id);
    if (op === Op.symbol) {
      return table.left(id) === MOD ? table.and(id, table.symbol(modules)) : id;
    }
    if (op === Op.not) return table.not(this.expandModule(table.left(id), modules));
    if (op === Op.and || op === Op.or) {
      const operands = this.#spine(op, id).map((operand) => this.expandModule(operand, modules));
      return operands.reduce((left, right) => table.make(op, left, right));
    }
    return id;
  }

  /** Comparisons of bools with y, m, n become plain; negations move inwards. */
  normalize(id: ExpressionId): ExpressionId {
    if (id === NONE) return NONE;
    const known = this.#normal.get(id);
    if (known !== undefined) return known;
    const spokeBefore = this.#spoke;
    this.#spoke = false;
    const result = this.#normalizeOnce(id);
    if (!this.#spoke) this.#normal.set(id, result);
    this.#spoke ||= spokeBefore;
    return result;
  }

  #normalizeOnce(id: ExpressionId): ExpressionId {
    const table = this.#table;
    const op = table.operator(id);
    switch (op) {
      case Op.and:
      case Op.or:
        return this.#mapped(this.#spine(op, id), (operand) => this.normalize(operand)).reduce((left, right) =>
          table.make(op, left, right),
        );
      case Op.not:
        return this.#negate(this.normalize(table.left(id)));
      case Op.equal:
        return this.#plainBool(id, false);
      case Op.unequal:
        return this.#plainBool(id, true);
      default:
        return id;
    }
  }

  /** Quirk: since the rewrite C looks at the last operand first, which shows in the order of what it says. */
  #mapped(operands: ExpressionId[], rewrite: (operand: ExpressionId) => ExpressionId): ExpressionId[] {
    if (!this.#facts.isRewritten) return operands.map(rewrite);
    return operands.reverse().map(rewrite).reverse();
  }

  /** `A = y` for a bool A is A; and so on. */
  #plainBool(id: ExpressionId, unequal: boolean): ExpressionId {
    const table = this.#table;
    const symbol = table.left(id);
    if (this.#facts.typeOf(symbol) !== Type.bool) return id;
    const right = table.right(id);
    if (right === MOD) {
      this.#spoke = true;
      this.#facts.testedForModule(symbol, unequal ? "y" : "n");
      return table.symbol(unequal ? YES : NO);
    }
    if (right !== YES && right !== NO) return id;
    return (right === NO) === unequal ? table.symbol(symbol) : table.not(table.symbol(symbol));
  }

  #negate(id: ExpressionId): ExpressionId {
    const table = this.#table;
    const op = table.operator(id);
    if (op === Op.not) return table.left(id);
    if (isComparison(op)) return this.normalize(table.make(negated[op], table.left(id), table.right(id)));
    if (op === Op.and || op === Op.or) {
      const other = op === Op.and ? Op.or : Op.and;
      return this.#mapped(this.#spine(op, id), (operand) => this.#negate(operand)).reduce((left, right) =>
        table.make(other, left, right),
      );
    }
    const symbol = table.left(id);
    if (symbol === YES) return table.symbol(NO);
    if (symbol === NO) return table.symbol(YES);
    if (symbol === MOD) return id;
    return table.not(id);
  }

  /**
   * Repeated and contradicting operands merged, constants absorbed, until nothing changes. Since the rewrite C does
   * so for each prefix of a chain before it looks at the next operand: `A && n && n=y` is `n && n=y` by then.
   */
  withoutDuplicates(id: ExpressionId): ExpressionId {
    const table = this.#table;
    const op = table.operator(id);
    if (op !== Op.and && op !== Op.or) return id;
    if (!this.#facts.isRewritten) {
      const known = this.#unique.get(id);
      const result = known ?? this.#settled(id);
      if (known === undefined) this.#unique.set(id, result);
      return result;
    }
    // What is known of a prefix is taken: conditions of a block's entries all begin with those of the block.
    const unknown: ExpressionId[] = [];
    let result: ExpressionId | undefined;
    for (let at = id; result === undefined; at = table.left(at)) {
      if (table.operator(at) !== op) result = this.withoutDuplicates(at);
      else {
        result = this.#unique.get(at);
        if (result === undefined) unknown.push(at);
      }
    }
    for (let index = unknown.length - 1; index >= 0; index--) {
      const prefix = unknown[index];
      result = this.#settled(table.make(op, result, this.withoutDuplicates(table.right(prefix))));
      this.#unique.set(prefix, result);
    }
    return result;
  }

  /** The operands that hang on the left spine of a chain; a chain in parentheses on the right stays whole. */
  #spine(op: OpCode, id: ExpressionId): ExpressionId[] {
    const table = this.#table;
    const operands: ExpressionId[] = [];
    let at = id;
    while (table.operator(at) === op) {
      operands.push(table.right(at));
      at = table.left(at);
    }
    operands.push(at);
    return operands.reverse();
  }

  #settled(id: ExpressionId): ExpressionId {
    let result = id;
    for (;;) {
      if (this.#isStable(result)) return result;
      const { merged, changed } = this.#mergeOperands(result);
      result = changed || this.#facts.isRewritten ? this.#absorbConstants(merged) : merged;
      if (!changed) return result;
    }
  }

  /**
   * Whether neither merging nor absorbing would change the expression. False as well for some that they leave alone.
   * Nearly all conditions of real trees are stable, and with what is known of a prefix it shows by comparing the last
   * operand with the others: that takes a third of the time of finalizing Linux away.
   */
  #isStable(id: ExpressionId): boolean {
    const table = this.#table;
    const op = table.operator(id);
    if (op !== Op.and && op !== Op.or) return true;
    const unknown: ExpressionId[] = [];
    let isStable: boolean | undefined;
    for (let at = id; isStable === undefined; at = table.left(at)) {
      if (table.operator(at) !== op) isStable = this.#isStableOperand(at);
      else {
        isStable = this.#stable.get(at);
        if (isStable === undefined) unknown.push(at);
      }
    }
    for (let index = unknown.length - 1; index >= 0; index--) {
      isStable &&= this.#addsNothing(op, unknown[index]);
      this.#stable.set(unknown[index], isStable);
    }
    return isStable;
  }

  #isStableOperand(id: ExpressionId): boolean {
    const symbol = this.#table.operator(id) === Op.symbol ? this.#table.left(id) : -1;
    return symbol !== YES && symbol !== NO && this.#isStable(id);
  }

  /** Whether the last operand of a chain that is stable without it leaves it so. */
  #addsNothing(op: OpCode, id: ExpressionId): boolean {
    const table = this.#table;
    const last = table.right(id);
    const lastOp = table.operator(last);
    if (lastOp === op || !this.#isStableOperand(last)) return false;
    const tested = this.#testedSymbol(last);
    const isChain = lastOp === Op.and || lastOp === Op.or;
    let compared = 0;
    for (let at = table.left(id); ; at = table.left(at)) {
      if (++compared === LONG_CHAIN) return this.#addsNothingToLong(op, id);
      const isLink = table.operator(at) === op;
      const other = isLink ? table.right(at) : at;
      if (other === last) return false;
      const mayJoin = isChain
        ? table.operator(other) === lastOp
        : tested >= 0 && tested === this.#testedSymbol(other);
      if (mayJoin && (this.#joins(op, other, last) || this.#joins(op, last, other))) return false;
      if (!isLink) return true;
    }
  }

  /**
   * As `#addsNothing`, for a chain of which one operand after the other is looked at: what the operands before were is
   * kept, so that a chain of 100,000 takes no longer than a hundred of 1000.
   */
  #addsNothingToLong(op: OpCode, id: ExpressionId): boolean {
    const table = this.#table;
    const last = table.right(id);
    const chain = this.#longChain(op, table.left(id));
    const tested = this.#testedSymbol(last);
    if (chain.ids.has(this.#orderless(last))) return false;
    const mayJoin = tested >= 0 && chain.tested.has(tested);
    if (!mayJoin) return true;
    let compared = 0;
    for (let at = table.left(id); ; at = table.left(at)) {
      const isLink = table.operator(at) === op;
      const other = isLink ? table.right(at) : at;
      compared += 1;
      const isSameTest = tested === this.#testedSymbol(other);
      if (isSameTest && (this.#joins(op, other, last) || this.#joins(op, last, other))) return false;
      if (!isLink) break;
    }
    this.#facts.spend(compared);
    return true;
  }

  #longChain(op: OpCode, id: ExpressionId): LongChain {
    const table = this.#table;
    const known = this.#long;
    if (known?.op === op && known.id === id) return known;
    const isNext = known?.op === op && table.operator(id) === op && table.left(id) === known.id;
    const chain = isNext ? known : { op, id, ids: new Set<number>(), tested: new Set<number>() };
    const operands = isNext ? [table.right(id)] : this.#spine(op, id);
    this.#facts.spend(operands.length);
    for (const operand of operands) {
      chain.ids.add(this.#orderless(operand));
      const tested = this.#testedSymbol(operand);
      if (tested >= 0) chain.tested.add(tested);
    }
    chain.id = id;
    this.#long = chain;
    return chain;
  }

  /** A number that two stable expressions share if C takes them for the same: chains whatever their order. */
  #orderless(id: ExpressionId): number {
    const table = this.#table;
    const op = table.operator(id);
    if (op !== Op.and && op !== Op.or) return id;
    const known = this.#orderlessOf.get(id);
    if (known !== undefined) return known;
    const parts = table.operands(op, id).map((operand) => this.#orderless(operand));
    this.#facts.spend(parts.length);
    const key = `${op} ${parts.sort((a, b) => a - b).join(" ")}`;
    const first = this.#orderlessByKey.get(key) ?? id;
    this.#orderlessByKey.set(key, first);
    this.#orderlessOf.set(id, first);
    return first;
  }

  #joins(op: OpCode, a: ExpressionId, b: ExpressionId): boolean {
    return (op === Op.and ? this.#joinAnd(a, b) : this.#joinOr(a, b)) !== NONE;
  }

  /** One pass over all ordered pairs of operands; the earlier one of a pair that joins becomes neutral. */
  #mergeOperands(id: ExpressionId): { readonly merged: ExpressionId; readonly changed: boolean } {
    const table = this.#table;
    const op = table.operator(id);
    if (op !== Op.and && op !== Op.or) return { merged: id, changed: false };
    const neutral = table.symbol(op === Op.and ? YES : NO);
    let changed = false;
    const operands = table.operands(op, id);
    for (let first = 0; first < operands.length; first++) {
      this.#facts.spend(operands.length);
      // Only now, so that a later operand still meets an earlier one as it was written.
      const inner = this.#mergeOperands(operands[first]);
      changed ||= inner.changed;
      operands[first] = inner.merged;
      for (let second = 0; second < operands.length; second++) {
        if (first === second) continue;
        const joined =
          op === Op.and
            ? this.#joinAnd(operands[first], operands[second])
            : this.#joinOr(operands[first], operands[second]);
        if (joined === NONE) continue;
        operands[first] = neutral;
        operands[second] = joined;
        changed = true;
      }
    }
    if (!changed) return { merged: id, changed };
    return { merged: operands.reduce((left, right) => table.make(op, left, right)), changed };
  }

  #absorbConstants(id: ExpressionId): ExpressionId {
    const table = this.#table;
    const op = table.operator(id);
    if (op !== Op.and && op !== Op.or) return id;
    const neutral = table.symbol(op === Op.and ? YES : NO);
    const absorbing = table.symbol(op === Op.and ? NO : YES);
    const kept: ExpressionId[] = [];
    for (const operand of table.operands(op, id)) {
      const absorbed = this.#absorbConstants(operand);
      if (absorbed === absorbing) return absorbing;
      if (absorbed !== neutral) kept.push(absorbed);
    }
    return kept.length === 0 ? neutral : kept.reduce((left, right) => table.make(op, left, right));
  }

  /** The symbol that a simple test is about, or -1 if the expression is no simple test. */
  #testedSymbol(id: ExpressionId): number {
    const table = this.#table;
    const op = table.operator(id);
    if (op === Op.symbol || op === Op.equal || op === Op.unequal) return table.left(id);
    return op === Op.not && table.operator(table.left(id)) === Op.symbol ? table.left(table.left(id)) : -1;
  }

  #sameTested(a: ExpressionId, b: ExpressionId): number {
    const symbol = this.#testedSymbol(a);
    if (symbol < 0 || symbol !== this.#testedSymbol(b)) return -1;
    const type = this.#facts.typeOf(symbol);
    return isLogicalType(type) ? symbol : -1;
  }

  #compares(id: ExpressionId, op: OpCode, right: number): boolean {
    return this.#table.operator(id) === op && this.#table.right(id) === right;
  }

  /**
   * Whether C takes two expressions for the same: chains of one operator are, in whatever order, if nothing is left
   * of either without what both have. Quirk: `y` and `n` stay in that comparison, so that a chain which one of them
   * decides is the same as any other such chain.
   */
  #isSame(a: ExpressionId, b: ExpressionId): boolean {
    if (a === b) return true;
    const table = this.#table;
    const op = table.operator(a);
    if ((op !== Op.and && op !== Op.or) || table.operator(b) !== op) return false;
    const neutral = table.symbol(op === Op.and ? YES : NO);
    const isConstant = (id: ExpressionId) => id === table.symbol(YES) || id === table.symbol(NO);
    const left = table.operands(op, a);
    const right = table.operands(op, b);
    this.#facts.spend(left.length * right.length);
    for (const [first, operand] of left.entries()) {
      const second = isConstant(operand) ? -1 : right.findIndex((other) => this.#isSame(operand, other));
      if (second < 0) continue;
      left[first] = neutral;
      right[second] = neutral;
    }
    const rest = (operands: ExpressionId[]) =>
      this.#absorbConstants(operands.reduce((one, other) => table.make(op, one, other)));
    const remaining = rest(left);
    return table.operator(remaining) === Op.symbol && remaining === rest(right);
  }

  /** One expression for `a || b`, or NONE. */
  #joinOr(a: ExpressionId, b: ExpressionId): ExpressionId {
    if (this.#isSame(a, b)) return a;
    const symbol = this.#sameTested(a, b);
    if (symbol < 0) return NONE;
    const table = this.#table;
    if (this.#facts.typeOf(symbol) === Type.tristate) {
      const both = (x: number, y: number) =>
        (this.#compares(a, Op.equal, x) && this.#compares(b, Op.equal, y)) ||
        (this.#compares(a, Op.equal, y) && this.#compares(b, Op.equal, x));
      if (both(YES, MOD)) return table.make(Op.unequal, symbol, NO);
      if (both(YES, NO)) return table.make(Op.unequal, symbol, MOD);
      if (both(MOD, NO)) return table.make(Op.unequal, symbol, YES);
      return NONE;
    }
    const plain = table.symbol(symbol);
    const negation = table.not(plain);
    return (a === plain && b === negation) || (a === negation && b === plain) ? table.symbol(YES) : NONE;
  }

  /** One expression for `a && b`, or NONE. */
  #joinAnd(a: ExpressionId, b: ExpressionId): ExpressionId {
    if (this.#isSame(a, b)) return a;
    const symbol = this.#sameTested(a, b);
    if (symbol < 0) return NONE;
    const table = this.#table;
    const plain = table.symbol(symbol);
    const pair = (x: (id: ExpressionId) => boolean, y: (id: ExpressionId) => boolean) =>
      (x(a) && y(b)) || (x(b) && y(a));
    const isPlain = (id: ExpressionId) => id === plain;
    const tests = (op: OpCode, right: number) => (id: ExpressionId) => this.#compares(id, op, right);
    if (pair(isPlain, tests(Op.equal, YES))) return table.make(Op.equal, symbol, YES);
    if (pair(isPlain, tests(Op.unequal, NO))) return plain;
    if (pair(isPlain, tests(Op.unequal, MOD))) return table.make(Op.equal, symbol, YES);
    if (this.#facts.typeOf(symbol) !== Type.tristate) return NONE;
    for (const [equal, unequal] of [
      [a, b],
      [b, a],
    ]) {
      if (table.operator(equal) !== Op.equal || table.operator(unequal) !== Op.unequal) continue;
      const value = table.right(equal);
      const excluded = table.right(unequal);
      if (!this.#facts.isConstant(value) || !this.#facts.isConstant(excluded)) continue;
      return value === excluded ? table.symbol(NO) : equal;
    }
    if (pair(tests(Op.unequal, YES), tests(Op.unequal, NO))) return table.make(Op.equal, symbol, MOD);
    if (pair(tests(Op.unequal, YES), tests(Op.unequal, MOD))) return table.make(Op.equal, symbol, NO);
    if (pair(tests(Op.unequal, MOD), tests(Op.unequal, NO))) return table.make(Op.equal, symbol, YES);
    // `T && T=m` and `T && T!=y` stay: they are m where T is m, and the comparison alone would be y.
    return NONE;
  }

  /** "The expression is not n", with plain symbols only inside comparisons, simplified. */
  isNotNo(id: ExpressionId): ExpressionId {
    return this.withoutDuplicates(this.normalize(comparedWithNo(this.#table, id, Op.unequal)));
  }

  /** Whether every conjunct of `part` is one of `whole`, so that nothing remains of `part` without them. */
  covers(whole: ExpressionId, part: ExpressionId): boolean {
    const table = this.#table;
    const yes = table.symbol(YES);
    if (part === NONE || part === yes) return true;
    const split = (op: OpCode) => {
      const present = table.operands(op, whole);
      return table
        .operands(op, part)
        .filter((operand) => !present.some((other) => this.#isSame(operand, other)));
    };
    if (table.operator(part) === Op.or || table.operator(whole) === Op.or) {
      if (whole === part) return true;
      if (table.operator(part) === Op.or && table.operator(whole) === Op.or) return false;
    }
    return split(Op.and).every((operand) => operand === yes);
  }
}
