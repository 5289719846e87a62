/** A state with an event taken, and all that is asked for on the way answered. */
import type { Answers } from "./answers.ts";
import type { Event, State } from "./state.ts";
import { update } from "./update.ts";

export interface Fed {
  readonly state: State;
  /** The exit code, once the person has left. */
  readonly exit?: number;
}

export async function feed(given: State, event: Event, answers: Pick<Answers, "answer">): Promise<Fed> {
  let { state, asks } = update(given, event);
  for (const ask of asks) {
    if (ask.kind === "quit") return { state, exit: ask.exit };
    if (ask.kind === "suspend" || ask.kind === "redraw") continue;
    const fed = await feed(state, await answers.answer(ask), answers);
    if (fed.exit !== undefined) return fed;
    state = fed.state;
  }
  return { state };
}
