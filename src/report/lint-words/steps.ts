/** What lint is doing, for who waits. */
import type { LintStep } from "../../lint/lint.ts";
import type { Scope } from "../../lint/worlds.ts";

export function stepText(step: LintStep): string {
  switch (step.kind) {
    case "encoding":
      return `encoding the tree ${READINGS[step.scope]}`;
    case "asking":
      return `${step.left} questions to the tree ${READINGS[step.scope]}`;
    case "witnesses":
      return "looking for configurations that show what was found";
    case "findings":
      return "putting the findings together";
  }
}

const READINGS: Readonly<Record<Scope, string>> = {
  here: "as it is",
  anywhere: "with what other tools and architectures decide left open",
  words: "by its conditions alone",
};
