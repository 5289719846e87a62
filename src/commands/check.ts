/** `kcfg check`: every request of .config fragments that does not hold, where it is written, and why. */
import { checkReport } from "../report/check-report.ts";
import { isBaseKeyword } from "./base.ts";
import { checkRun, linesOf } from "./check-run.ts";
import { addFormatOption, type OutputChoice, writeOutputs } from "./outputs.ts";
import { openTree, styleOptions } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface CheckOptions extends OutputChoice {
  readonly base?: string;
}

const HELP = `
Each line of a fragment is a request. It holds if the .config that results from the base and all fragments has what
it asks for. Exit code: 0 all hold or were overridden by a later line, 1 some do not, 2 could not be checked.

Examples:
  kcfg check --base arch/x86/configs/x86_64_defconfig my.config
  kcfg check --format github --format sarif=kcfg.sarif my.config`;

export const checkVerb: Verb<CheckOptions> = {
  declare(command) {
    command
      .argument("<fragments...>", "files with lines of a .config, merged in this order; - is standard input")
      .option(
        "--base <base>",
        "what they are merged over: a file, defconfig, allnoconfig or alldefconfig (default: kcfg.json, .config)",
      )
      .addHelpText("after", HELP);
    addFormatOption(command);
  },
  async run({ words, options, host, version }: Invocation<CheckOptions>) {
    const { base } = options;
    const loaded = await openTree(
      { ...options, base: base !== undefined && isBaseKeyword(base) ? undefined : base },
      host,
    );
    if (typeof loaded === "number") return loaded;
    const { caller } = loaded;
    const outcome = checkRun(loaded, { base, words });
    if (!("checked" in outcome)) {
      loaded.tell(outcome);
      return 2;
    }
    const report = checkReport([outcome.checked], version);
    const failures = writeOutputs(report, caller, {
      outputs: options.outputs,
      isQuiet: options.quiet === true,
      text: {
        ...styleOptions(options, caller.stdout, caller),
        lines: linesOf(loaded, outcome.sources),
        showsAll: options.verbose === true,
        offersFix: false,
      },
    });
    loaded.tell(failures);
    if (failures.length > 0) return 2;
    return report.ok ? 0 : 1;
  },
};
