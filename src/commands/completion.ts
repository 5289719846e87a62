/** `kcfg completion`: the script that has a shell complete kcfg's command line. */
import { Argument } from "commander";
import { completionScript, SHELLS, type ShellName } from "../report/completion-scripts.ts";
import type { SharedOptionName } from "./options.ts";
import { SHARED_OPTIONS } from "./options.ts";
import type { Invocation, Verb } from "./verb.ts";

const ignores: readonly SharedOptionName[] = SHARED_OPTIONS.filter((name) => name !== "--timings");

export const completionVerb: Verb = {
  ignores,
  completes: SHELLS,
  ending: {
    about: [
      "Completes commands, options, their values, and the names of symbols. Symbols are those of the current tree, once explain, set or another of kcfg's own commands has read it.",
    ],
    examples: [
      "kcfg completion bash > ~/.local/share/bash-completion/completions/kcfg",
      `kcfg completion zsh > "\${fpath[1]}/_kcfg"`,
      "kcfg completion fish > ~/.config/fish/completions/kcfg.fish",
      "kcfg completion powershell >> $PROFILE",
    ],
    exits: { 0: "printed" },
  },
  declare(command) {
    command.addArgument(new Argument("<shell>", "the shell").choices(SHELLS));
  },
  run({ words: [shell], host }: Invocation): number {
    host.stdout.write(completionScript(shell as ShellName));
    return 0;
  },
};
