/**
 * What the service itself finds wrong with a question, as data: `report/problems.ts` has the words. What rooms below
 * find wrong comes as diagnostics.
 */

import type { UnknownName } from "../check/unknown-name.ts";
import type { ConfigSymbol } from "../model/model.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ReadFailure } from "../text/host.ts";
import type { Location } from "../text/source-file.ts";
import type { WorkspaceFinding } from "../workspace/finding.ts";
import type { Assignment } from "./plan.ts";

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
      /** The host's; or that it is there, and no Kconfig file that the tree reads. */
      readonly reason: ReadFailure | "not-read";
      /** What the host says. */
      readonly message: string;
    }
  | { readonly code: "binary-file"; readonly path: string; readonly location: Location }
  /** No tree's own defconfig is known. */
  | { readonly code: "no-defconfig" }
  /** The trees to compare: how many were named, or that one of them is a .config. */
  | { readonly code: "wrong-arguments"; readonly reason: "tree-count" | "patched-trees" }
  | {
      readonly code: "wrong-arguments";
      readonly reason: "dot-config";
      readonly path: string;
      readonly words: readonly string[];
      /** Whether it is to be patched. */
      readonly isPatched: boolean;
    }
  /** Commands are not run, and git would be one. */
  | { readonly code: "denied-probe"; readonly revision: string; readonly mode: "deny" | "replay" }
  /** Nothing was named to check, neither by the person nor by a kcfg.json. */
  | { readonly code: "no-fragments" }
  /** No name, standard input for the .config, or what the host says. */
  | { readonly code: "unwritable-file"; readonly reason: "no-name" | "standard-input" }
  | { readonly code: "unwritable-file"; readonly reason: "host"; readonly message: string }
  | UnknownName
  /** A word that is to be SYM=value. */
  | { readonly code: "malformed-assignment"; readonly word: string }
  | { readonly code: "wrong-type"; readonly symbol: ConfigSymbol; readonly raw: string }
  /** A former name: its value is taken over by `successors`, and it is one for the types of those that are `fitting`. */
  | {
      readonly code: "renamed";
      readonly symbol: ConfigSymbol;
      readonly raw: string;
      readonly successors: readonly ConfigSymbol[];
      readonly fitting: readonly ConfigSymbol[];
    }
  /** A former name whose value nothing takes over. */
  | { readonly code: "promptless"; readonly symbol: ConfigSymbol }
  /** Two values for one symbol, or y for two members of one choice. */
  | { readonly code: "contradiction"; readonly first: Assignment; readonly second: Assignment };

/** What is told while a tree is looked for and read. */
export type OpeningDiagnostic = Diagnostic | WorkspaceFinding;

/** What can be wrong: told by a room below, or by the service. */
export type Trouble = Problem | OpeningDiagnostic;

/** Whether an answer is what is wrong with the question. */
export function isTrouble<Answer extends object>(answer: Answer | Trouble): answer is Trouble {
  return "code" in answer;
}

/** Whether it was told by the files that were read, which have words for it. */
export function isDiagnostic(told: OpeningDiagnostic): told is Diagnostic {
  return "message" in told;
}

/** Whether nothing comes of the question: only diagnostics can be less than that. */
export function isFatal(trouble: Trouble): boolean {
  return !("severity" in trouble) || trouble.severity === "error";
}
