/** What `-v` says of a tree that was opened: a fact a line, and where it is from. */
import type { InputChange } from "../store/inputs.ts";
import type { KeptFact } from "../store/load-tree.ts";

/** What was taken from the cache, or why it was not. */
export function keptFactText(fact: KeptFact): string {
  switch (fact.kind) {
    case "model":
      return "model, from the cache";
    case "answers":
      return `answers of ${fact.count} commands, from the cache (--no-cache runs them)`;
    case "outdated":
      return fact.because.kind === "command"
        ? "the tree read anew, because a command answers otherwise"
        : `the tree read anew, because of ${changeText(fact.because)}`;
  }
}

function changeText(change: InputChange): string {
  switch (change.kind) {
    case "variable":
      return `the variable ${change.name}`;
    case "path":
      return change.path;
    case "no-stamps":
      return "a host without stamps";
  }
}
