/** A whole tree as clauses, and thousands of questions to it at once: which literals can ever be true. */
import type { Configuration } from "../evaluate/configuration.ts";
import type { SymbolId } from "../model/columns.ts";
import { Encoder } from "../resolve/encode.ts";
import { type Literal, type Outcome, type SolveLimits, Solver } from "../resolve/solver.ts";
import type { TextDomains } from "../resolve/text-domains.ts";
import type { Effort } from "./effort.ts";

export type Verdict = "never" | "possible" | "undecided";

/**
 * Conflicts for one question, and no more than all together may meet (`Effort`); it does not depend on the machine
 * what a limit of conflicts leaves open.
 */
export const MOST_CONFLICTS = 20_000;
/** An answer that makes many literals true at once is worth so many conflicts: beyond, single questions are cheaper. */
const BULK_CONFLICTS = 400;
/** Answers for many literals at once go on while each decides this share of them, and at least so many. */
const WORTHWHILE_SHARE = 0.05;
const WORTHWHILE_COUNT = 20;
/** Of more literals than this, many hold in what the tree is with no .config. */
const WORTH_A_LOOK = 1000;
/** Wishes that go along with a single question. */
const WISHES_ALONG = 400;

export interface DecideOptions {
  /** Conflicts for one question. */
  readonly limit?: number;
  /** Hears how many questions are left. */
  readonly tell?: (left: number) => void;
  /** Whether most of the literals can probably never be true, rather than probably be. */
  readonly areUnlikely?: boolean;
}

export class WholeTree {
  readonly encoder: Encoder;
  readonly #solver = new Solver({ followsGates: true });
  readonly #known = new Map<Literal, Verdict>();
  readonly #effort: Effort;

  constructor(
    base: Configuration,
    domains: TextDomains,
    effort: Effort,
    isFree?: (symbol: SymbolId) => boolean,
  ) {
    this.#effort = effort;
    this.encoder = new Encoder(this.#solver, base, domains, { asksForAll: true, ...(isFree && { isFree }) });
    for (const { id, isLogical } of base.model.definedSymbols()) {
      if (isLogical) this.encoder.levels(id);
    }
    this.encoder.complete();
  }

  /** The literal that a bool or tristate is m or y. */
  isOn(symbol: SymbolId): Literal {
    return this.encoder.levels(symbol).m;
  }

  /** Whether a loop was cut, so that nothing may be claimed. */
  get isTooTight(): boolean {
    return this.encoder.isTooTight;
  }

  verdict(literal: Literal): Verdict {
    const { yes, no } = this.encoder.gates;
    if (literal === yes) return "possible";
    if (literal === no) return "never";
    return this.#known.get(literal) ?? "undecided";
  }

  /** Decides which of the literals can be true; `verdict` answers afterwards. */
  decide(
    literals: Iterable<Literal>,
    { limit = MOST_CONFLICTS, tell = () => {}, areUnlikely }: DecideOptions,
  ): void {
    this.encoder.complete();
    const { yes, no } = this.encoder.gates;
    const open = new Set<Literal>();
    for (const literal of literals) {
      if (literal !== yes && literal !== no && !this.#known.has(literal)) open.add(literal);
    }
    if (open.size === 0) return;
    const settle = (literal: Literal, verdict: Verdict) => {
      open.delete(literal);
      this.#known.set(literal, verdict);
    };
    const keepTrue = () => {
      for (const literal of open) if (this.#solver.value(literal)) settle(literal, "possible");
    };
    // What is not asked any more stays undecided.
    const isOver = () => this.#effort.steps === 0;
    if (!areUnlikely && !isOver() && open.size > WORTH_A_LOOK) {
      const { outcome, took } = this.#ask([], { conflicts: limit });
      if (outcome === "satisfiable") keepTrue();
      took("fruitful");
    }
    this.#askPropagation(open, settle);
    // Wishes that can hardly be granted would only be in the way.
    while (!areUnlikely && !isOver()) {
      const before = open.size;
      tell(before);
      if (before === 0) return;
      const wishes = [...open];
      const { outcome, took } = this.#ask([], { wishes, conflicts: Math.min(limit, BULK_CONFLICTS) });
      if (outcome === "satisfiable") keepTrue();
      took(before - open.size > 1 ? "fruitful" : "fruitless");
      if (outcome === "unsatisfiable") break;
      if (before - open.size < Math.max(WORTHWHILE_COUNT, before * WORTHWHILE_SHARE)) break;
    }
    for (const literal of [...open]) {
      if (isOver()) return;
      if (!open.has(literal)) continue;
      const before = open.size;
      tell(before);
      const wishes = areUnlikely ? [] : first(open, WISHES_ALONG);
      const { outcome, took } = this.#ask([literal], { wishes, conflicts: limit });
      if (outcome === "satisfiable") keepTrue();
      else if (outcome === "unknown") settle(literal, "undecided");
      else {
        settle(literal, "never");
        this.#solver.addClause([-literal]);
      }
      took(outcome === "unsatisfiable" || before - open.size > 1 ? "fruitful" : "fruitless");
    }
  }

  /** `took` is to be called once it is known what the answer was good for. */
  #ask(
    literals: readonly Literal[],
    limits: SolveLimits,
  ): { readonly outcome: Outcome; readonly took: (fruit: "fruitful" | "fruitless") => void } {
    const { conflictCount, stepCount } = this.#solver;
    const { conflicts, steps } = this.#effort;
    const outcome = this.#solver.solve(literals, {
      ...limits,
      conflicts: Math.min(limits.conflicts ?? conflicts, conflicts),
      steps,
    });
    const took = (fruit: "fruitful" | "fruitless") =>
      this.#effort.took(
        this.#solver.conflictCount - conflictCount,
        this.#solver.stepCount - stepCount,
        fruit,
      );
    return { outcome, took };
  }

  /** Most of what can never be follows without any search. */
  #askPropagation(open: Set<Literal>, settle: (literal: Literal, verdict: Verdict) => void): void {
    for (const literal of [...open]) {
      if (this.#effort.steps === 0) return;
      const { outcome, took } = this.#ask([literal], { decisions: 0 });
      took(outcome === "unsatisfiable" ? "fruitful" : "fruitless");
      if (outcome !== "unsatisfiable") continue;
      settle(literal, "never");
      this.#solver.addClause([-literal]);
    }
  }
}

function first<Item>(items: Iterable<Item>, count: number): readonly Item[] {
  const found: Item[] = [];
  for (const item of items) {
    if (found.length === count) break;
    found.push(item);
  }
  return found;
}
