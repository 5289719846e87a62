/** Whether several values can be had at once: what it takes, or why they exclude each other. */
import { Certainty } from "../evaluate/certainty.ts";
import { letterOf, M, Y } from "../evaluate/tristate.ts";
import type { ConfigSymbol } from "../model/model.ts";
import { type Goal, goalHolds } from "../resolve/goals.ts";
import type { Resolution } from "../resolve/plan.ts";
import { resolve } from "../resolve/resolve.ts";
import { isAssignment, readAssignments, readKept } from "./assignments.ts";
import { lookUpSymbol } from "./names.ts";
import type { Problem } from "./problem.ts";
import type { OpenSession } from "./session.ts";

export interface TogetherQuestion {
  /** `SYM=value` each, or `SYM` for on: y, or m where that would do. */
  readonly words: readonly string[];
  /** `SYM` or `SYM=value` of what must not change. */
  readonly keep?: readonly string[];
  readonly prefer?: "m" | "y";
}

export interface Together {
  /** What is asked for, in the order of the words. */
  readonly goals: readonly Goal[];
  /** `holds`: so it is now. */
  readonly outcome: Resolution | { readonly kind: "holds" };
}

/** The answer, or the words that name nothing. */
export function together(
  session: OpenSession,
  { words, keep = [], prefer }: TogetherQuestion,
): Together | readonly Problem[] {
  const { configuration } = session;
  const read = words.map((word) => goalIn(session, word));
  const kept = readKept(session, keep);
  const problems = [...read.flatMap((each) => ("code" in each ? [each] : [])), ...kept.problems];
  if (problems.length > 0) return problems;
  const goals = read.flatMap((each) => ("code" in each ? [] : [each]));
  if (goals.every((goal) => goalHolds(configuration, goal))) return { goals, outcome: { kind: "holds" } };
  // A proof that went through what nobody knows is none.
  const certainty =
    configuration.model.data.unknownWords.length === 0 ? undefined : new Certainty(configuration);
  if (goals.some(({ symbol }) => (certainty?.reachesUnknown(symbol.id).length ?? 0) > 0))
    return { goals, outcome: { kind: "unknown" } };
  const keeping = kept.assignments.map((each): Goal => ({ ...each, role: "kept" }));
  return { goals, outcome: resolve(configuration, [...goals, ...keeping], { prefer }) };
}

function goalIn(session: OpenSession, word: string): Goal | Problem {
  if (!isAssignment(word)) {
    const symbol = lookUpSymbol(session, word);
    return "code" in symbol ? symbol : goalOn(symbol);
  }
  const { assignments, problems } = readAssignments(session, [word]);
  const [problem] = problems;
  return problem ?? { ...assignments[0], role: "asked" };
}

function goalOn(symbol: ConfigSymbol): Goal {
  const isEither = symbol.type === "tristate";
  return {
    symbol,
    value: letterOf(isEither ? M : Y),
    role: "asked",
    ...(isEither && { orMore: true as const }),
  };
}
