/** The partial assignment of the search: what is true, since which level, and because of which clause. */
import { grown, type LiteralCode } from "./literal-code.ts";

/**
 * Why a literal is true: a clause of three or more literals by its place (> 0; the literal is its first one), a
 * clause of two by the other literal, negated as a number (< 0), or nothing (0: a decision, an assumption or a fact).
 */
export type ReasonCode = number;

/** Open fields: unit propagation and conflict analysis live on them. */
export class Trail {
  /** By literal code: 1 true, -1 false, 0 open. */
  values = new Int8Array(0);
  /** By variable, meaningful while it has a value. Level 0 holds what the clauses alone imply. */
  level = new Int32Array(0);
  reason = new Int32Array(0);
  /** The true literals in the order in which they became true. */
  entries = new Int32Array(0);
  size = 0;
  /** Entries before this one are propagated. */
  head = 0;
  /** How many levels are open; level n begins at `levelStart[n - 1]`. */
  depth = 0;
  levelStart = new Int32Array(0);

  grow(variables: number): void {
    this.values = grown(this.values, 2 * variables + 2);
    this.level = grown(this.level, variables + 1);
    this.reason = grown(this.reason, variables + 1);
    this.entries = grown(this.entries, variables);
  }

  /** A level may be empty: an assumption that holds already has one too, so that level n is assumption n. */
  openLevel(): void {
    this.levelStart = grown(this.levelStart, this.depth + 1);
    this.levelStart[this.depth] = this.size;
    this.depth += 1;
  }

  assign(code: LiteralCode, reason: ReasonCode): void {
    const variable = code >> 1;
    this.values[code] = 1;
    this.values[code ^ 1] = -1;
    this.level[variable] = this.depth;
    this.reason[variable] = reason;
    this.entries[this.size++] = code;
  }

  /** Takes back the last entry. Whoever takes back a level's entries closes it with `closeLevels`. */
  unassign(): LiteralCode {
    const code = this.entries[--this.size];
    this.values[code] = 0;
    this.values[code ^ 1] = 0;
    return code;
  }

  closeLevels(depth: number): void {
    this.depth = depth;
    if (this.head > this.size) this.head = this.size;
  }

  /** True by the clauses alone. */
  isFact(code: LiteralCode): boolean {
    return this.values[code] > 0 && this.level[code >> 1] === 0;
  }
}
