/** `kcfg completion`: the script that has a shell complete kcfg's command line. */
import { Argument } from "commander";
import { completionScript, SHELLS, type ShellName } from "../report/completion-scripts.ts";
import type { SharedOptionName } from "./options.ts";
import { SHARED_OPTIONS } from "./options.ts";
import type { Invocation, Verb } from "./verb.ts";

const HELP = `
Completes verbs, options, their values, and the names of symbols: those of the tree around, once explain, set or another
of kcfg's own verbs has read it.

Examples:
  kcfg completion bash > ~/.local/share/bash-completion/completions/kcfg
  kcfg completion zsh > "\${fpath[1]}/_kcfg"
  kcfg completion fish > ~/.config/fish/completions/kcfg.fish
  kcfg completion powershell >> $PROFILE`;

const ignores: readonly SharedOptionName[] = SHARED_OPTIONS.filter((name) => name !== "--timings");

export const completionVerb: Verb = {
  ignores,
  completes: SHELLS,
  declare(command) {
    command
      .addArgument(new Argument("<shell>", "whose script to print").choices(SHELLS))
      .addHelpText("after", HELP);
  },
  run({ words: [shell], host }: Invocation): number {
    host.stdout.write(completionScript(shell as ShellName));
    return 0;
  },
};
