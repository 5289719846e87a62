/** The clauses: where they lie, which literals watch them, and how those that are of no more use are removed. */
import { IntLists } from "./int-lists.ts";
import { grown, type LiteralCode } from "./literal-code.ts";
import type { Trail } from "./trail.ts";

/** The place of a clause of three or more literals in `ClauseStore.data`; never 0. */
export type ClauseRef = number;

/*
 * A clause in `data`, one integer each:
 *
 *   ref      ref + 1   ref + 2   ref + 3 …
 *   length   glue      used      literal codes, the two watched ones first
 */
export const LITERALS = 3;
const GLUE = 1;
/** 1 if a learnt clause took part in a conflict since the last sweep, which spares it in the next one. */
export const USED = 2;

/** The glue of a clause that was given, not learnt: it is not forgotten. */
export const GIVEN = 0;

/** Learnt clauses of so few levels are kept for good (Audemard and Simon: "glue clauses"). */
const KEPT_GLUE = 2;

/**
 * Clauses of two literals are not in `data`: they exist as entries of `binary` alone, which makes them cheap to
 * propagate, and most clauses of a configuration are of that kind. They are never forgotten.
 */
export class ClauseStore {
  /** Place 0 stays empty, so that a place can say "none". */
  data = new Int32Array(1024);
  used = 1;
  /** By literal: for each clause that it watches, a pair of another literal of the clause and its place. */
  readonly watches = new IntLists();
  /** By literal: the other literals of its clauses of two. */
  readonly binary = new IntLists();

  grow(variables: number): void {
    this.watches.grow(2 * variables + 2);
    this.binary.grow(2 * variables + 2);
  }

  addBinary(first: LiteralCode, second: LiteralCode): void {
    this.binary.push(first, second);
    this.binary.push(second, first);
  }

  /** Three or more literals; the first two become the watched ones. `glue`: GIVEN, or the levels it spans. */
  add(literals: readonly LiteralCode[], glue: number): ClauseRef {
    const ref = this.used;
    const length = literals.length;
    this.used += LITERALS + length;
    this.data = grown(this.data, this.used);
    const data = this.data;
    data[ref] = length;
    data[ref + GLUE] = glue;
    data[ref + USED] = 0;
    for (let i = 0; i < length; i++) data[ref + LITERALS + i] = literals[i];
    this.watches.pushPair(literals[0], literals[1], ref);
    this.watches.pushPair(literals[1], literals[0], ref);
    return ref;
  }

  /**
   * Removes the clauses that a fact satisfies and, of the learnt ones, the less useful half: those that span
   * many levels and took no part in a conflict since the last sweep. What is a reason now stays.
   */
  sweep(trail: Trail, forgetLearnt: "half" | "none"): void {
    const dead = forgetLearnt === "half" ? this.#uselessHalf(trail) : new Set<ClauseRef>();
    const old = this.data;
    const end = this.used;
    this.data = new Int32Array(old.length);
    this.used = 1;
    // The old place of a clause tells its new one, or 0 if it is gone.
    for (let ref = 1; ref < end; ) {
      const length = old[ref];
      const next = ref + LITERALS + length;
      if (dead.has(ref) || isSatisfiedByFact(old, ref, trail)) {
        old[ref] = 0;
      } else {
        this.data.set(old.subarray(ref, next), this.used);
        old[ref] = this.used;
        this.used += next - ref;
      }
      ref = next;
    }
    for (let i = 0; i < trail.size; i++) {
      const variable = trail.entries[i] >> 1;
      // A fact needs no reason any more, and the clause that was one is satisfied by it.
      if (trail.level[variable] === 0) trail.reason[variable] = 0;
      else if (trail.reason[variable] > 0) trail.reason[variable] = old[trail.reason[variable]];
    }
    this.#sweepWatches(old);
    this.#sweepBinary(trail);
  }

  #uselessHalf(trail: Trail): Set<ClauseRef> {
    const data = this.data;
    const candidates: ClauseRef[] = [];
    for (let ref = 1; ref < this.used; ref += LITERALS + data[ref]) {
      if (data[ref + GLUE] <= KEPT_GLUE) continue;
      if (data[ref + USED] > 0) data[ref + USED] = 0;
      else if (!isReason(data, ref, trail)) candidates.push(ref);
    }
    candidates.sort((a, b) => data[b + GLUE] - data[a + GLUE] || data[b] - data[a] || a - b);
    return new Set(candidates.slice(0, candidates.length >> 1));
  }

  #sweepWatches(moved: Int32Array): void {
    const { data, start, size } = this.watches;
    for (let list = 0; list < size.length; list++) {
      const begin = start[list];
      const end = begin + size[list];
      let kept = begin;
      for (let at = begin; at < end; at += 2) {
        const ref = moved[data[at + 1]];
        if (ref === 0) continue;
        data[kept] = data[at];
        data[kept + 1] = ref;
        kept += 2;
      }
      size[list] = kept - begin;
    }
  }

  #sweepBinary(trail: Trail): void {
    const { data, start, size } = this.binary;
    for (let list = 0; list < size.length; list++) {
      if (size[list] === 0) continue;
      const begin = start[list];
      const end = trail.isFact(list) ? begin : begin + size[list];
      let kept = begin;
      for (let at = begin; at < end; at++) if (!trail.isFact(data[at])) data[kept++] = data[at];
      size[list] = kept - begin;
    }
  }
}

function isReason(data: Int32Array, ref: ClauseRef, trail: Trail): boolean {
  const first = data[ref + LITERALS];
  return trail.values[first] > 0 && trail.reason[first >> 1] === ref;
}

function isSatisfiedByFact(data: Int32Array, ref: ClauseRef, trail: Trail): boolean {
  const end = ref + LITERALS + data[ref];
  for (let at = ref + LITERALS; at < end; at++) if (trail.isFact(data[at])) return true;
  return false;
}
