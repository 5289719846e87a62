/** What one run may cost: counted where it is spent, and told by its name when it is used up. */
import type { Diagnostic } from "./diagnostic.ts";

/**
 * What is counted, and how much of it a run may take: ten times what Linux takes and more (of `steps` three times), and
 * so little that a small machine is done with it in seconds. C has no such limits: it runs for hours, or until the memory is full.
 */
export const DEFAULT_LIMITS = {
  /** Bytes of Kconfig files in all, each file as often as it is sourced. Linux for x86: 6 million. */
  bytes: 96 * 1024 * 1024,
  /** Bytes of one Kconfig file. The largest of Linux has 130 thousand. */
  file: 4 * 1024 * 1024,
  /** Words and signs of all Kconfig files, help texts aside. Linux: 290 thousand. */
  words: 4_000_000,
  /** Entries: config, choice, menu, comment, if. Linux: 19 thousand. */
  definitions: 250_000,
  /** Symbols, and constants of conditions. Linux: 19 thousand. */
  symbols: 250_000,
  /** Symbols and constants in conditions, as often as they are named. Linux: 36 thousand. */
  terms: 1_000_000,
  /** Operands that are compared while conditions are rewritten. Linux: 170 thousand. */
  comparisons: 20_000_000,
  /** Characters that macros expand to, in all. Linux: 21 thousand. */
  expansion: 128 * 1024 * 1024,
  /** References in all expansions. Linux: a thousand. */
  references: 5_000_000,
  /** Errors in the text of one file. */
  errors: 10_000,
  /** Bytes of one .config or fragment, unpacked. That of allmodconfig has 400 thousand. */
  config: 16 * 1024 * 1024,
  /** Conflicts that the solver meets in hard questions. Linux: some hundred in explain, set and check, none in lint. */
  conflicts: 15_000,
  /**
   * Values that follow in lint's searches, ten times those of searches that bring little. Linux: 490 million for x86,
   * 600 million for arm; ten times as many would take a minute.
   */
  steps: 2_000_000_000,
  /** Pairs of conditions of one entry that lint compares. Linux: two thousand. */
  pairs: 20_000,
} as const;

export type LimitName = keyof typeof DEFAULT_LIMITS;
export type Limits = Readonly<Partial<Record<LimitName, number>>>;

export const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as readonly LimitName[];

const THINGS: Readonly<Record<LimitName, string>> = {
  bytes: "bytes of Kconfig files",
  file: "bytes in one Kconfig file",
  words: "words and signs in Kconfig files",
  definitions: "entries",
  symbols: "symbols and constants",
  terms: "terms in conditions",
  comparisons: "comparisons to rewrite conditions",
  expansion: "characters that macros expand to",
  references: "references in macros",
  errors: "errors in one file",
  config: "bytes in one configuration",
  conflicts: "conflicts in the search for an answer",
  steps: "steps in the search for answers",
  pairs: "pairs of conditions to compare",
};

/** Unwinds to who began what costs too much; never leaves the room that it is thrown in but for `main.ts`. */
export class LimitReached {
  readonly limit: LimitName;
  readonly most: number;

  constructor(limit: LimitName, most: number) {
    this.limit = limit;
    this.most = most;
  }
}

export class Budget {
  readonly #most: Readonly<Record<LimitName, number>>;
  readonly #left: Record<LimitName, number>;

  constructor(limits: Limits = {}) {
    this.#most = { ...DEFAULT_LIMITS, ...limits };
    this.#left = { ...this.#most };
  }

  most(name: LimitName): number {
    return this.#most[name];
  }

  spent(name: LimitName): number {
    return this.#most[name] - this.#left[name];
  }

  giveBack(name: LimitName, amount: number): void {
    this.#left[name] += amount;
  }

  /** Throws `LimitReached` when there is no more. */
  spend(name: LimitName, amount: number): void {
    this.#left[name] -= amount;
    if (this.#left[name] < 0) throw new LimitReached(name, this.#most[name]);
  }
}

export function limitDiagnostic(
  { limit, most }: LimitReached,
  location?: Diagnostic["location"],
): Diagnostic {
  return {
    code: "limit",
    severity: "error",
    message: `more than ${most.toLocaleString("en-US")} ${THINGS[limit]}: this is the limit '${limit}'`,
    location,
    help: [`if the tree is trusted, give it more: --limit=${limit}=${2 * most}`],
  };
}

/** Says which limit a .config or fragment is beyond. */
export function configTooLarge(path: string, limit: number): Diagnostic {
  const told = limitDiagnostic(new LimitReached("config", limit));
  return { ...told, message: `cannot read ${path}: ${told.message}` };
}

/** `NAME=NUMBER`, with K, M or G behind the number; undefined for anything else. */
export function parseLimit(word: string): readonly [LimitName, number] | undefined {
  const [, name, digits, unit] = /^([a-z]+)=([0-9]{1,12})([KMG]?)$/i.exec(word) ?? [];
  const limit = LIMIT_NAMES.find((each) => each === name);
  if (limit === undefined) return undefined;
  const factor = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[unit.toUpperCase()] ?? 1;
  return [limit, Number(digits) * factor];
}
