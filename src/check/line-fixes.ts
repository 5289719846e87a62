/** Fixes of single lines: a slip in a name or a value that can be read in one way only, and lines that are dead. */
import { changesBetween } from "./change.ts";
import type { Fix, FixTitle } from "./fix.ts";
import { editLines } from "./line-edits.ts";
import { type Merge, merge } from "./merge.ts";
import type { NamingLine, Request } from "./request.ts";
import { requestIn } from "./request.ts";
import { requestHolds } from "./verdict.ts";

/** Each try evaluates the tree. Beyond this many the next round of `--fix` goes on. */
const MOST_TRIES = 10;

/** A line as it is, and as it would be right. */
export interface Rewrite {
  readonly fragment: number;
  readonly line: number;
  readonly text: string;
  /** What of it is said. */
  readonly shown: string;
}

export class LineFixer {
  readonly #merge: Merge;
  #triesLeft = MOST_TRIES;

  constructor(merge: Merge) {
    this.#merge = merge;
  }

  /** The fix that writes a line anew, if then it holds, and all that held before. */
  rewrite({ fragment, line, text, shown }: Rewrite): Fix | undefined {
    const { fragments, effective, configuration, base } = this.#merge;
    if (fragments[fragment].source.line(line) === text) return undefined;
    const wanted = requestIn(text, base.model, fragments[fragment], fragment);
    // Where another line is about the same symbol, a person must say which one is meant.
    const isFree = wanted?.symbol !== undefined && !effective.has(wanted.symbol.id);
    if (!isFree || this.#triesLeft === 0) return undefined;
    this.#triesLeft -= 1;
    const edited = editLines(fragments[fragment], new Map([[line, { change: { text } }]]));
    const trial = merge(base, fragments.with(fragment, edited));
    const holds = requestHolds(trial.configuration, wanted);
    const isOther = (each: Request) => each.fragment !== fragment || each.line.number !== line;
    const others = [...effective.values()].filter(
      (each) => isOther(each) && requestHolds(configuration, each),
    );
    if (!holds || !others.every((each) => requestHolds(trial.configuration, each))) return undefined;
    const { path } = fragments[fragment].source;
    return {
      title: { kind: "write", text: shown },
      edits: [{ kind: "replace", path, line, text }],
      effects: [],
      verified: true,
    };
  }

  /** Of requests, those that can all go together without a change of any value; each with the fix that does it. */
  removals(requests: readonly Request[], which: "line" | "earlier"): ReadonlyMap<Request, Fix> {
    const title: FixTitle = { kind: "remove", which };
    let left = requests;
    // Each round keeps the lines whose symbols would change, so it ends.
    while (left.length > 0) {
      const lines: readonly NamingLine[] = left.map(({ line }) => line);
      const changed = changesBetween(this.#merge.configuration, this.#merge.without(lines));
      if (changed.length === 0) break;
      const symbols = new Set(changed.map(({ symbol }) => symbol.id));
      const kept = left.filter(({ symbol }) => symbol === undefined || !symbols.has(symbol.id));
      // A change that none of the lines is about: nobody knows which of them makes it.
      left = kept.length === left.length ? [] : kept;
    }
    return new Map(
      left.map((request) => {
        const { path, line } = request.location;
        return [request, { title, edits: [{ kind: "remove", path, line }], effects: [], verified: true }];
      }),
    );
  }
}
