/** How far a search for reasons goes, and how much of what it finds is listed. */

export interface ReasonLimits {
  /** Steps down from the question. */
  readonly depth: number;
  /** Symbols that one question looks at. */
  readonly symbols: number;
  /** Statements that could give a symbol its value: how many are listed, and how many are looked at in depth. */
  readonly listedWays: number;
  readonly lookedAtWays: number;
  /** The same for the alternatives of a condition. */
  readonly listedAlternatives: number;
  readonly lookedAtAlternatives: number;
  /** What costs more than this many times the cheapest is left out. */
  readonly worthReading: number;
}

/** What a person reads: real questions need some tens of symbols, some conditions name hundreds. */
export const BRIEF: ReasonLimits = {
  depth: 10,
  symbols: 3000,
  listedWays: 3,
  lookedAtWays: 12,
  listedAlternatives: 3,
  lookedAtAlternatives: 24,
  worthReading: 2,
};

/** Everything, as far as a stack of calls goes: the depth that Linux reaches is about 30. */
export const WHOLE: ReasonLimits = {
  depth: 200,
  symbols: 50_000,
  listedWays: Infinity,
  lookedAtWays: Infinity,
  listedAlternatives: Infinity,
  lookedAtAlternatives: Infinity,
  worthReading: Infinity,
};
