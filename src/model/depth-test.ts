/** How long the longest chain of symbols is that need each other: evaluating and explaining follow it by recursion. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { ABSENT, type Lists, type ModelData, type SymbolId } from "./columns.ts";
import type { Model } from "./model.ts";

/**
 * Symbols in one chain. The longest one of Linux 6.12 has less than a hundred; the stack takes about a thousand.
 * (The C tool follows chains by recursion, too, and dies of some tens of thousands.)
 */
const CHAIN_LIMIT = 500;

/** Reports a tree whose chains are too long (`too-deep`). The tree must be free of loops. `graph`: `needsGraph`. */
export function reportDepth(model: Model, graph: Lists, report: (diagnostic: Diagnostic) => void): void {
  const { data } = model;
  const first = startOfLongChain(data, graph);
  if (first === undefined) return;
  const symbol = model.symbolAt(first);
  const name = symbol.isChoice ? "a choice" : symbol.name;
  report({
    code: "too-deep",
    severity: "error",
    message: `${name} is the end of a chain of more than ${CHAIN_LIMIT} symbols, each of which needs the next`,
    location: symbol.definitions[0]?.place,
  });
}

const FRESH = 0;
const ON_PATH = 1;
const DONE = 2;

/** A symbol with more symbols in a row behind it than the limit. */
function startOfLongChain({ symbols }: ModelData, { starts, items }: Lists): SymbolId | undefined {
  const state = new Uint8Array(starts.length);
  const depth = new Int32Array(starts.length);
  for (let start = 0; start < symbols.count; start++) {
    if (symbols.choice[start] !== ABSENT || state[start] !== FRESH) continue;
    const pending: number[] = [start];
    while (pending.length > 0) {
      const point = pending[pending.length - 1];
      if (state[point] === FRESH) {
        state[point] = ON_PATH;
        for (let at = starts[point]; at < starts[point + 1]; at++) {
          if (state[items[at]] === FRESH) pending.push(items[at]);
        }
        continue;
      }
      pending.pop();
      if (state[point] === DONE) continue;
      state[point] = DONE;
      let most = 0;
      for (let at = starts[point]; at < starts[point + 1]; at++) most = Math.max(most, depth[items[at]]);
      depth[point] = point < symbols.count ? most + 1 : most;
      if (depth[point] > CHAIN_LIMIT) return point;
    }
  }
  return undefined;
}
