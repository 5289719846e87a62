/** `kcfg diff`: what differs between two configurations of a tree, or between two trees. */
import { Option } from "commander";
import { diffConfigurations } from "./diff-configurations.ts";
import { DIFF_FORMATS, type DiffOptions } from "./diff-options.ts";
import type { Invocation, Verb } from "./verb.ts";

const HELP = `
Two configurations: which values differ, which of that was asked for, and what the rest follows from. One file is
compared with the .config, none: .config.old with .config. The fragment is what to lay over the first to get the second.
Exit codes: 0 told, 2 no answer; with --exit-code 1 if anything differs.

Examples:
  kcfg diff .config.old .config
  kcfg diff a.config b.config --format fragment`;

export const diffVerb: Verb<DiffOptions> = {
  declare(command) {
    const format = new Option("--format <format>", "how to answer").choices(DIFF_FORMATS).default("text");
    // Not `format`, which is text or json for all other verbs.
    format.attributeName = () => "answer";
    command
      .argument("[files...]", "two .configs")
      .addOption(format)
      .option("--exit-code", "exit with 1 if there is a difference")
      .addHelpText("after", HELP);
  },
  run(invocation: Invocation<DiffOptions>): Promise<number> {
    return diffConfigurations(invocation);
  },
};
