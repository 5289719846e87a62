/** `lost-choice`: of a choice just one member is y, and it is not the one that was asked for, or the one that was not. */
import type { Cause } from "../cause.ts";
import type { Question } from "../question.ts";

export function lostChoice({ symbol, configuration, effective }: Question): Cause | undefined {
  const { choice } = symbol;
  if (choice === undefined) return undefined;
  const chosen = configuration.chosenMember(choice.id);
  const winner = chosen === undefined ? undefined : configuration.model.symbolAt(chosen);
  return { code: "lost-choice", choice, winner, request: winner && effective.get(winner.id) };
}
