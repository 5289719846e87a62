/** What lint is doing, for who waits. */
import type { LintStep } from "../../lint/lint.ts";
import type { Scope } from "../../lint/worlds.ts";

export function stepText(step: LintStep): string {
  switch (step.kind) {
    case "encoding":
      return `preparing the checks of ${READINGS[step.scope]}`;
    case "asking":
      return `${step.left} checks left of ${READINGS[step.scope]}`;
    case "witnesses":
      return "looking for examples of what was found";
    case "findings":
      return "collecting the findings";
  }
}

const READINGS: Readonly<Record<Scope, string>> = {
  here: "the tree as it is",
  anywhere: "the tree for other tools and architectures",
  words: "conditions by themselves",
};
