/** The question of `kcfg set` on a terminal: which of the ways that were found to take. */

import { WAYS, wayLines } from "../report/set-refusal.ts";
import type { Plan } from "../resolve/plan.ts";
import { prefixOf } from "../service/names.ts";
import type { OpenSession } from "../service/session.ts";
import type { Host } from "../text/host.ts";

/** A longer answer is none. */
const LONGEST_ANSWER = 100;
/** Who answers so often what means nothing is no person. */
const MOST_QUESTIONS = 10;

/** Whether there is a person to ask: both the question and the answer go through a terminal. */
export function canAsk({ stdin, stderr }: Host): boolean {
  return stdin.isTerminal && stderr.isTerminal;
}

/** The number of the way that the person takes, from 0; undefined for none. */
export function askForWay(session: OpenSession, ways: readonly Plan[]): number | undefined {
  const { stdin, stderr } = session.caller;
  const letters = WAYS.slice(0, ways.length);
  const first = letters.length === 1 ? "1 way to set it:" : `${letters.length} ways to set it:`;
  stderr.write(`${[first, ...wayLines(ways, prefixOf(session))].join("\n")}\n`);
  for (let asked = 0; asked < MOST_QUESTIONS; asked++) {
    stderr.write(`Take ${letters.join(", ")}, or n to write nothing? [n] `);
    const line = stdin.readLine(LONGEST_ANSWER);
    if (line === undefined) stderr.write("\n");
    const answer = line?.trim().toUpperCase() ?? "";
    if (answer === "" || answer === "N" || answer === "NO") return undefined;
    const found = answer === "Y" && letters.length === 1 ? 0 : letters.indexOf(answer);
    if (found >= 0) return found;
  }
  return undefined;
}
