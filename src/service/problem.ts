/**
 * What the service itself finds wrong with a question, as data: `report/problems.ts` has the words. What rooms below
 * find wrong comes as diagnostics.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ReadFailure } from "../text/host.ts";
import type { Location } from "../text/source-file.ts";

/** Each has the code that its diagnostic will have. Paths are as the person named them. */
export type Problem =
  /** The folder to start in. */
  | { readonly code: "no-folder"; readonly folder: string }
  /** Commands are denied, and a path leads out of the tree: one of a kcfg.json, or that of the tree's .config. */
  | { readonly code: "outside-tree"; readonly path: string; readonly settings?: string }
  /** Looking for the tree, a recording was asked for what it does not hold. */
  | { readonly code: "missing-probe"; readonly command: string }
  /** A mode of commands that does not exist; `settings` is the kcfg.json that names it, else `source` does. */
  | {
      readonly code: "settings-value";
      readonly mode: string;
      readonly source: { readonly settings: string } | { readonly name: string };
    }
  | {
      readonly code: "unreadable-file";
      readonly path: string;
      readonly reason: ReadFailure;
      /** What the host says. */
      readonly message: string;
    }
  | { readonly code: "binary-file"; readonly path: string; readonly location: Location };

/** What can be wrong: told by a room below, or by the service. */
export type Trouble = Problem | Diagnostic;

/** Whether an answer is what is wrong with the question. */
export function isTrouble<Answer extends object>(answer: Answer | Trouble): answer is Trouble {
  return "code" in answer;
}

/** Whether nothing comes of the question: only diagnostics can be less than that. */
export function isFatal(trouble: Trouble): boolean {
  return !("severity" in trouble) || trouble.severity === "error";
}
