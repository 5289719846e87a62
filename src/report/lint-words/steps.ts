/** What lint is doing, for who waits. */
import type { LintStep } from "../../lint/lint.ts";
import type { Scope } from "../../lint/worlds.ts";
import { counted } from "../counted.ts";

export function stepText(step: LintStep): string {
  switch (step.kind) {
    case "encoding":
      return `preparing to check ${READINGS[step.scope]}`;
    case "asking":
      return `${counted(step.left, "check")} left for ${READINGS[step.scope]}`;
    case "witnesses":
      return "looking for examples of what was found";
    case "findings":
      return "collecting the findings";
  }
}

const READINGS: Readonly<Record<Scope, string>> = {
  here: "the tree as it is",
  anywhere: "other tools and architectures",
  words: "single conditions",
};
