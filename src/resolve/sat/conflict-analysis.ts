/** What a conflict teaches: the clause to learn from it, or the assumptions that caused it. */
import { type ClauseStore, LITERALS, USED } from "./clause-store.ts";
import { grown, type LiteralCode } from "./literal-code.ts";
import type { FalseClause } from "./propagate.ts";
import type { ReasonCode, Trail } from "./trail.ts";
import type { VariableOrder } from "./variable-order.ts";

export interface Lesson {
  /** The learnt clause: the literal that it makes true first, then one of the highest level among the others. */
  readonly literals: readonly LiteralCode[];
  /** The level to go back to, where all literals but the first are false. */
  readonly level: number;
  /** How many levels the literals span; the fewer, the more useful the clause will be. */
  readonly glue: number;
}

export class ConflictAnalysis {
  readonly #trail: Trail;
  readonly #clauses: ClauseStore;
  readonly #order: VariableOrder;
  /** By variable: 1 if its literal is in the clause being made, or is known to follow from those that are. */
  #seen = new Uint8Array(0);
  /** By level: the last count of glue that met it. */
  #metBy = new Int32Array(0);
  #countsOfGlue = 0;

  constructor(trail: Trail, clauses: ClauseStore, order: VariableOrder) {
    this.#trail = trail;
    this.#clauses = clauses;
    this.#order = order;
  }

  grow(variables: number): void {
    this.#seen = grown(this.#seen, variables + 1);
  }

  /**
   * The clause of the first unique implication point: literals of the current level are replaced by their
   * reasons, the latest first, until one is left. That one would have been implied false at an earlier level,
   * had the clause been known.
   */
  learn(conflict: FalseClause): Lesson {
    const trail = this.#trail;
    const clause: LiteralCode[] = [0];
    let open = this.#include(conflict.literal, clause);
    open += this.#includeReason(conflict.literal, conflict.reason, clause);
    for (let at = trail.size - 1; ; at--) {
      const code = trail.entries[at];
      const variable = code >> 1;
      if (this.#seen[variable] === 0) continue;
      if (open === 1) {
        clause[0] = code ^ 1;
        break;
      }
      this.#seen[variable] = 0;
      open += this.#includeReason(code, trail.reason[variable], clause) - 1;
    }
    return this.#finish(clause);
  }

  /**
   * The assumptions, all of them decisions on the trail, from which the falsity of the assumption `failed`
   * follows, and itself. Those on the trail are the only decisions there.
   */
  failedAssumptions(failed: LiteralCode): LiteralCode[] {
    const trail = this.#trail;
    const core = [failed];
    if (trail.level[failed >> 1] === 0) return core;
    this.#seen[failed >> 1] = 1;
    for (let at = trail.size - 1; at >= trail.levelStart[0]; at--) {
      const code = trail.entries[at];
      const variable = code >> 1;
      if (this.#seen[variable] === 0) continue;
      this.#seen[variable] = 0;
      const reason = trail.reason[variable];
      if (reason === 0) core.push(code);
      else
        this.#forEachOther(code, reason, (other) => {
          if (trail.level[other >> 1] > 0) this.#seen[other >> 1] = 1;
        });
    }
    return core;
  }

  /** Adds the others of the clause by which `code` follows; returns how many of them are of this level. */
  #includeReason(code: LiteralCode, reason: ReasonCode, clause: LiteralCode[]): number {
    if (reason < 0) return this.#include(-reason, clause);
    const data = this.#clauses.data;
    data[reason + USED] = 1;
    let open = 0;
    const end = reason + LITERALS + data[reason];
    for (let at = reason + LITERALS; at < end; at++) {
      if (data[at] !== code) open += this.#include(data[at], clause);
    }
    return open;
  }

  /** Adds a false literal; returns 1 if it is of the current level, whose literals are only counted. */
  #include(code: LiteralCode, clause: LiteralCode[]): 0 | 1 {
    const variable = code >> 1;
    const level = this.#trail.level[variable];
    if (level === 0 || this.#seen[variable] === 1) return 0;
    this.#seen[variable] = 1;
    this.#order.bump(variable);
    if (level === this.#trail.depth) return 1;
    clause.push(code);
    return 0;
  }

  #finish(clause: LiteralCode[]): Lesson {
    const { level } = this.#trail;
    const marked = clause.slice();
    let levels = 0;
    for (let i = 1; i < clause.length; i++) levels |= levelBit(level[clause[i] >> 1]);
    const literals = clause.filter((code, i) => i === 0 || !this.#isRedundant(code, levels, marked));
    for (const code of marked) this.#seen[code >> 1] = 0;
    if (literals.length === 1) return { literals, level: 0, glue: 1 };
    let highest = 1;
    for (let i = 2; i < literals.length; i++) {
      if (level[literals[i] >> 1] > level[literals[highest] >> 1]) highest = i;
    }
    [literals[1], literals[highest]] = [literals[highest], literals[1]];
    return { literals, level: level[literals[1] >> 1], glue: this.#glueOf(literals) };
  }

  /**
   * Whether a literal of the clause is false because of others of the clause, however many reasons lie between.
   * `levels`: the bits of the levels in the clause; a reason on another level ends the attempt early. What is
   * found to follow is added to `marked` and stays seen, so that no later literal asks again.
   */
  #isRedundant(code: LiteralCode, levels: number, marked: LiteralCode[]): boolean {
    const { level, reason } = this.#trail;
    if (reason[code >> 1] === 0) return false;
    const known = marked.length;
    const pending = [code];
    let follows = true;
    while (follows && pending.length > 0) {
      const next = pending.pop()!;
      this.#forEachOther(next ^ 1, reason[next >> 1], (other) => {
        const variable = other >> 1;
        if (!follows || level[variable] === 0 || this.#seen[variable] === 1) return;
        if (reason[variable] === 0 || (levelBit(level[variable]) & levels) === 0) {
          follows = false;
          return;
        }
        this.#seen[variable] = 1;
        marked.push(other);
        pending.push(other);
      });
    }
    if (!follows) {
      for (let i = known; i < marked.length; i++) this.#seen[marked[i] >> 1] = 0;
      marked.length = known;
    }
    return follows;
  }

  #forEachOther(code: LiteralCode, reason: ReasonCode, visit: (other: LiteralCode) => void): void {
    if (reason < 0) {
      visit(-reason);
      return;
    }
    const data = this.#clauses.data;
    const end = reason + LITERALS + data[reason];
    for (let at = reason + LITERALS; at < end; at++) if (data[at] !== code) visit(data[at]);
  }

  #glueOf(literals: readonly LiteralCode[]): number {
    this.#metBy = grown(this.#metBy, this.#trail.depth + 1);
    this.#countsOfGlue += 1;
    let glue = 0;
    for (const code of literals) {
      const level = this.#trail.level[code >> 1];
      if (this.#metBy[level] === this.#countsOfGlue) continue;
      this.#metBy[level] = this.#countsOfGlue;
      glue += 1;
    }
    return glue;
  }
}

/** Levels as bits of a word, several to a bit. */
const levelBit = (level: number): number => 1 << (level & 31);
