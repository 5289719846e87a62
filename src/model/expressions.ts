/** The table of expressions: each different expression is stored once and known by its number. */

// Columns of integers instead of objects: a model of Linux holds some 50,000 expressions, and a saved model is
// loaded by copying the columns. Equal expressions have equal numbers, so that values can be remembered by number.

/** Number of an expression in its table. 0 is the absent expression, which holds always ("no condition"). */
export type ExpressionId = number;

/** No condition at all. */
export const NONE: ExpressionId = 0;

/** What an expression is. The left and right columns hold symbols where `left` and `right` below say so. */
export const Op = {
  none: 0,
  /** left: symbol */
  symbol: 1,
  /** left: expression */
  not: 2,
  /** left, right: expressions */
  and: 3,
  or: 4,
  /** left, right: symbols */
  equal: 5,
  unequal: 6,
  less: 7,
  lessEqual: 8,
  greater: 9,
  greaterEqual: 10,
} as const;
export type OpCode = (typeof Op)[keyof typeof Op];

/** Columns of the finished table. */
export interface ExpressionColumns {
  readonly operator: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Whether an operator compares two symbols. */
export const isComparison = (operator: number): boolean => operator >= Op.equal;

export type ComparisonSign = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** How each is written. */
export const comparisonSigns: Readonly<Record<number, ComparisonSign>> = {
  [Op.equal]: "=",
  [Op.unequal]: "!=",
  [Op.less]: "<",
  [Op.lessEqual]: "<=",
  [Op.greater]: ">",
  [Op.greaterEqual]: ">=",
};

/** Enough for Linux on most architectures: growing means to enter all anew, and memory that is never touched costs nothing. */
const INITIAL_ROWS = 1 << 16;

/** Builds the table. Expressions can only be added; numbers stay valid. */
export class ExpressionTable {
  #operator = new Uint8Array(INITIAL_ROWS);
  #left = new Int32Array(INITIAL_ROWS);
  #right = new Int32Array(INITIAL_ROWS);
  #slots = new Int32Array(INITIAL_ROWS * 4);
  #count = 1; // row 0 is the absent expression

  get size(): number {
    return this.#count;
  }

  operator(id: ExpressionId): OpCode {
    return this.#operator[id] as OpCode;
  }
  left(id: ExpressionId): number {
    return this.#left[id];
  }
  right(id: ExpressionId): number {
    return this.#right[id];
  }

  /** The number of this expression, as written, without any simplification. */
  make(operator: OpCode, left: number, right = 0): ExpressionId {
    const mask = this.#slots.length - 1;
    let slot = hash(operator, left, right) & mask;
    for (;;) {
      const id = this.#slots[slot];
      if (id === 0) break;
      if (this.#operator[id] === operator && this.#left[id] === left && this.#right[id] === right) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#count++;
    if (id === this.#operator.length) this.#grow();
    this.#operator[id] = operator;
    this.#left[id] = left;
    this.#right[id] = right;
    this.#slots[slot] = id;
    if (this.#count * 3 > this.#slots.length) this.#rehash();
    return id;
  }

  symbol(symbol: number): ExpressionId {
    return this.make(Op.symbol, symbol);
  }
  not(operand: ExpressionId): ExpressionId {
    return this.make(Op.not, operand);
  }
  /** The conjunction; an absent side leaves the other. */
  and(left: ExpressionId, right: ExpressionId): ExpressionId {
    if (left === NONE) return right;
    return right === NONE ? left : this.make(Op.and, left, right);
  }
  /** The disjunction. Quirk: an absent side leaves the other, although it means "always" everywhere else. */
  or(left: ExpressionId, right: ExpressionId): ExpressionId {
    if (left === NONE) return right;
    return right === NONE ? left : this.make(Op.or, left, right);
  }

  /** The operands of a chain of `and` or `or`, in the order of the text; the expression itself if it is none. */
  operands(operator: OpCode, id: ExpressionId): ExpressionId[] {
    return operandsOf({ operator: this.#operator, left: this.#left, right: this.#right }, operator, id);
  }

  columns(): ExpressionColumns {
    return {
      operator: this.#operator.slice(0, this.#count),
      left: this.#left.slice(0, this.#count),
      right: this.#right.slice(0, this.#count),
    };
  }

  #grow(): void {
    const rows = this.#operator.length * 2;
    const operator = new Uint8Array(rows);
    operator.set(this.#operator);
    this.#operator = operator;
    const left = new Int32Array(rows);
    left.set(this.#left);
    this.#left = left;
    const right = new Int32Array(rows);
    right.set(this.#right);
    this.#right = right;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id < this.#count; id++) {
      let slot = hash(this.#operator[id], this.#left[id], this.#right[id]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** As `ExpressionTable.operands`, on a finished table. A loop, so that long chains cost no stack. */
export function operandsOf(columns: ExpressionColumns, operator: OpCode, id: ExpressionId): ExpressionId[] {
  const found: ExpressionId[] = [];
  const pending = [id];
  while (pending.length > 0) {
    const at = pending.pop()!;
    if (columns.operator[at] === operator) pending.push(columns.right[at], columns.left[at]);
    else found.push(at);
  }
  return found;
}

function hash(operator: number, left: number, right: number): number {
  let value = Math.imul(left + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(right + operator * 0x27d4eb2f, 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return value ^ (value >>> 13);
}
