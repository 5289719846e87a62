/** Unit propagation: all that the clauses imply from the trail, with two watched literals for each clause. */
import { type ClauseStore, LITERALS } from "./clause-store.ts";
import type { LiteralCode } from "./literal-code.ts";
import type { ReasonCode, Trail } from "./trail.ts";

/** A clause that is false: `literal` would follow from the others by `reason`, but it is false itself. */
export interface FalseClause {
  readonly literal: LiteralCode;
  readonly reason: ReasonCode;
}

/**
 * Extends the trail by everything that follows from it; returns the first clause found false, or undefined.
 *
 * A clause is looked at only when one of its two watched literals becomes false. Then another literal that is
 * not false takes over the watch; if there is none, the clause implies its other watched literal. Nothing has to
 * be put back when the search backtracks. Beside each watch stands some other literal of the clause, the
 * blocker: if that is true, the clause itself is not even read.
 */
export function propagate(trail: Trail, clauses: ClauseStore): FalseClause | undefined {
  const { values, entries } = trail;
  const { binary, watches, data: arena } = clauses;
  while (trail.head < trail.size) {
    const falsified = entries[trail.head++] ^ 1;

    const binaryEnd = binary.start[falsified] + binary.size[falsified];
    for (let at = binary.start[falsified]; at < binaryEnd; at++) {
      const other = binary.data[at];
      if (values[other] > 0) continue;
      if (values[other] < 0) return { literal: other, reason: -falsified };
      trail.assign(other, -falsified);
    }

    const begin = watches.start[falsified];
    const end = begin + watches.size[falsified];
    let pairs = watches.data;
    let kept = begin;
    let conflict: FalseClause | undefined;
    for (let at = begin; at < end; at += 2) {
      const blocker = pairs[at];
      const ref = pairs[at + 1];
      if (conflict !== undefined || values[blocker] > 0) {
        pairs[kept++] = blocker;
        pairs[kept++] = ref;
        continue;
      }
      const first = ref + LITERALS;
      let other = arena[first];
      if (other === falsified) {
        other = arena[first + 1];
        arena[first] = other;
        arena[first + 1] = falsified;
      }
      if (values[other] <= 0) {
        const stop = first + arena[ref];
        let next = first + 2;
        while (next < stop && values[arena[next]] < 0) next++;
        if (next < stop) {
          const watcher = arena[next];
          arena[first + 1] = watcher;
          arena[next] = falsified;
          watches.pushPair(watcher, other, ref);
          pairs = watches.data;
          continue;
        }
        if (values[other] < 0) conflict = { literal: other, reason: ref };
        else trail.assign(other, ref);
      }
      pairs[kept++] = other;
      pairs[kept++] = ref;
    }
    watches.size[falsified] = kept - begin;
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}
