/** `kcfg diff`: what differs between two configurations of a tree, or between two trees. */
import { Option } from "commander";
import { diffConfigurations } from "./diff-configurations.ts";
import { DIFF_FORMATS, type DiffOptions } from "./diff-options.ts";
import { diffTrees } from "./diff-trees.ts";
import type { Invocation, Verb } from "./verb.ts";

export const diffVerb: Verb<DiffOptions> = {
  ignores: ["--trust-probes"],
  ending: {
    about: [
      "Two configurations: which values differ, which of these were requested, and what the others follow from. One file is compared with the .config; without files, .config.old is compared with .config. --format fragment prints the lines to merge over the first to get the second.",
      "Two trees: symbols that were added, removed and renamed, and what changed in the others. Whether a dependency became stricter or looser is proven, with an example. A tree is a folder, a Kconfig file, or a revision of the git repository, read from git and not from the work tree.",
    ],
    examples: [
      "kcfg diff .config.old .config",
      "kcfg diff a.config b.config --format fragment",
      "kcfg diff --tree v6.1..v6.12 --config my.config",
      "kcfg diff --tree linux-6.1 linux-6.12 --arch x86",
      "kcfg diff --patch new-option.patch --format markdown",
    ],
    exits: { 0: "compared", 1: "there is a difference (with --exit-code)" },
  },
  declare(command) {
    const format = new Option(
      "--format <format>",
      "format of the answer; markdown is for trees, fragment for .configs",
    )
      .choices(DIFF_FORMATS)
      .default("text");
    // Not `format`, which is text or json for all other verbs.
    format.attributeName = () => "answer";
    const collect = (word: string, before: readonly string[] = []) => [...before, word];
    command
      .argument("[words...]", "two .configs; with --tree two trees, or REV1..REV2")
      .option("--tree", "compare trees: DIR1 DIR2, REV1..REV2, or REV with the current tree")
      .option("--patch <file>", "compare the current tree, or a named one, before and after this patch")
      .option(
        "--config <file>",
        "with trees: show also which values of this .config change; can be repeated",
        collect,
      )
      .addOption(format)
      .option("--exit-code", "exit with 1 if there is a difference");
  },
  run(invocation: Invocation<DiffOptions>): Promise<number> {
    const { tree, patch } = invocation.options;
    return tree || patch !== undefined ? diffTrees(invocation) : diffConfigurations(invocation);
  },
};
