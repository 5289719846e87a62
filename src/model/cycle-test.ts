/** Whether a tree can have a loop at all: quick, since nearly no tree has one. */
import { ABSENT, type Lists, type ModelData } from "./columns.ts";

const FRESH = 0;
const ON_PATH = 1;
const DONE = 2;

/** True if some symbol needs itself. `cycles.ts` then says how; it may still find nothing. `graph`: `needsGraph`. */
export function mayHaveCycle(data: ModelData, graph: Lists): boolean {
  const { symbols } = data;
  if (hasForeignMember(data)) return true;
  const state = new Uint8Array(graph.starts.length);
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.choice[symbol] === ABSENT && state[symbol] === FRESH && search(graph, symbol, state))
      return true;
  }
  return false;
}

/** A choice that lists a symbol whose first prompt is elsewhere: two points of the graph would be one. */
function hasForeignMember({ symbols }: ModelData): boolean {
  const { starts, items } = symbols.members;
  for (let choice = 0; choice < symbols.count; choice++) {
    for (let at = starts[choice]; at < starts[choice + 1]; at++) {
      if (symbols.choice[items[at]] !== choice) return true;
    }
  }
  return false;
}

function search({ starts, items }: Lists, start: number, state: Uint8Array): boolean {
  // Points on the path, each followed by a mark once its successors are pushed.
  const pending: number[] = [start];
  while (pending.length > 0) {
    const point = pending[pending.length - 1];
    if (state[point] !== FRESH) {
      pending.pop();
      state[point] = DONE;
      continue;
    }
    state[point] = ON_PATH;
    for (let at = starts[point]; at < starts[point + 1]; at++) {
      const each = items[at];
      if (state[each] === ON_PATH) return true;
      if (state[each] === FRESH) pending.push(each);
    }
  }
  return false;
}
