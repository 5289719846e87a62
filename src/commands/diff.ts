/** `kcfg diff`: what differs between two configurations of a tree, or between two trees. */
import { Option } from "commander";
import { diffConfigurations } from "./diff-configurations.ts";
import { DIFF_FORMATS, type DiffOptions } from "./diff-options.ts";
import { diffTrees } from "./diff-trees.ts";
import type { Invocation, Verb } from "./verb.ts";

const HELP = `
Two configurations: which values differ, which of that was asked for, and what the rest follows from. One file is
compared with the .config, none: .config.old with .config. The fragment is what to lay over the first to get the second.

Two trees: symbols that come, go, have a new name, and what changed in the others; whether dependencies became stricter
or looser is proven, with an example. A tree is a folder, a Kconfig file or a revision of the git repository around;
--config FILE tells which values change with it. Revisions are read from git, not from the work tree.

Exit codes: 0 told, 2 no answer; with --exit-code 1 if anything differs.

Examples:
  kcfg diff .config.old .config
  kcfg diff a.config b.config --format fragment
  kcfg diff --tree v6.1..v6.12 --config my.config
  kcfg diff --tree linux-6.1 linux-6.12 --arch x86
  kcfg diff --patch new-option.patch --format markdown`;

export const diffVerb: Verb<DiffOptions> = {
  ignores: ["--trust-probes"],
  declare(command) {
    const format = new Option(
      "--format <format>",
      "how to answer; markdown is for --tree, fragment for .configs",
    )
      .choices(DIFF_FORMATS)
      .default("text");
    // Not `format`, which is text or json for all other verbs.
    format.attributeName = () => "answer";
    const collect = (word: string, before: readonly string[] = []) => [...before, word];
    command
      .argument("[words...]", "two .configs; with --tree two trees, or REV1..REV2")
      .option("--tree", "compare trees: DIR1 DIR2, REV1..REV2, or REV with the tree around")
      .option("--patch <file>", "compare the tree around, or a named one, with itself after a unified diff")
      .option(
        "--config <file>",
        "with trees: also what they make of this .config; may be given several times",
        collect,
      )
      .addOption(format)
      .option("--exit-code", "exit with 1 if there is a difference")
      .addHelpText("after", HELP);
  },
  run(invocation: Invocation<DiffOptions>): Promise<number> {
    const { tree, patch } = invocation.options;
    return tree || patch !== undefined ? diffTrees(invocation) : diffConfigurations(invocation);
  },
};
