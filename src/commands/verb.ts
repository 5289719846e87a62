/** What a verb of the command line is, for `main.ts` to build its program from. */
import type { Command } from "commander";
import type { Ending } from "../report/help-ending.ts";
import type { Host } from "../text/host.ts";
import type { SharedOptionName, SharedOptions } from "./options.ts";

/** One run of a verb. */
export interface Invocation<Own = object> {
  /** The words that are no options. */
  readonly words: readonly string[];
  readonly options: SharedOptions & Own;
  readonly host: Host;
  /** kcfg's own version. */
  readonly version: string;
  /** Says what is wrong with the words and how they are written; answers the exit code for it. */
  readonly refuse: (message: string) => number;
}

export interface Verb<Own = object> {
  /** Declares arguments and own options; the shared options are added behind them. */
  declare(command: Command): void;
  /** What --help says behind the options. */
  readonly ending: Ending;
  /** Shared options that would change nothing, and are refused like unknown ones. */
  readonly ignores?: readonly SharedOptionName[];
  /** What its arguments are, for completion; absent where they are files, or anything. */
  readonly completes?: "symbols" | "assignments" | readonly string[];
  /** Answers the exit code: 0 yes or done, 1 the answer is no, 2 no answer. */
  run(invocation: Invocation<Own>): number | Promise<number>;
}
