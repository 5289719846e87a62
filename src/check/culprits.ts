/** Requests that stand in the way of another one. */
import type { Reason } from "../explain/reason.ts";
import type { SymbolId } from "../model/columns.ts";
import { blockersOf, firstReasons } from "./cause.ts";
import type { Request } from "./request.ts";

/** The requests at the ends of the ways that a reason's blockers start, nearest first. */
export function culpritsOf(reason: Reason, effective: ReadonlyMap<SymbolId, Request>): readonly Request[] {
  const found: Request[] = [];
  const seen = new Set<Reason>();
  const queue = [reason];
  for (const each of queue) {
    if (seen.has(each)) continue;
    seen.add(each);
    const request = effective.get(each.symbol.id);
    if (each !== reason && each.kind === "settable" && request !== undefined) found.push(request);
    queue.push(...blockersOf(each).flatMap(({ term }) => firstReasons(term)));
  }
  return found;
}
