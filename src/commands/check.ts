/** `kcfg check`: every request of .config fragments that does not hold, where it is written, and why. */
import { checkReport } from "../report/check-report.ts";
import { safeLine } from "../report/safe-text.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { isBaseKeyword } from "./base.ts";
import { checkRun, linesOf, type RunOutcome } from "./check-run.ts";
import { addFormatOption, type OutputChoice, writeOutputs } from "./outputs.ts";
import { openTree, styleOptions } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

interface CheckOptions extends OutputChoice {
  readonly base?: string;
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly redundant?: true;
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
      .option("--redundant", "tell lines whose values hold without them as well")
      .option("--fix", "rewrite the fragments where a fix was verified; comments and order stay")
      .option("--unsafe-fixes", "with --fix or --diff: fixes as well that take away what somebody asked for")
      .option("--diff", "show what --fix would write, and write nothing")
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
    const takesUnsafe = options.unsafeFixes === true;
    const wantsFix = options.fix === true || options.diff === true;
    if (wantsFix && !options.diff && words.includes("-")) {
      loaded.tell([{ code: "unwritable-file", severity: "error", message: STDIN_FIX, help: ["use --diff"] }]);
      return 2;
    }
    const outcome = checkRun(loaded, {
      base,
      words,
      redundant: options.redundant,
      fix: wantsFix ? { takesUnsafe } : undefined,
    });
    if (!("checked" in outcome)) {
      loaded.tell(outcome);
      return 2;
    }
    if (options.diff) {
      const diffs = outcome.fixed.map(({ path, before, after }) => unifiedDiff(path, before, after));
      caller.stdout.write(diffs.join(""));
      return diffs.length === 0 && outcome.checked.diagnostics.every(({ fails }) => !fails) ? 0 : 1;
    }
    const unwritten = writeFixed(outcome, caller, options.quiet === true);
    if (unwritten.length > 0) {
      loaded.tell(unwritten);
      return 2;
    }
    const report = checkReport([outcome.checked], version);
    const failures = writeOutputs(report, caller, {
      outputs: options.outputs,
      isQuiet: options.quiet === true,
      text: {
        ...styleOptions(options, caller.stdout, caller),
        lines: linesOf(loaded, outcome.sources),
        showsAll: options.verbose === true || options.redundant === true,
        offersFix: true,
      },
    });
    loaded.tell(failures);
    if (failures.length > 0) return 2;
    return report.ok ? 0 : 1;
  },
};

const STDIN_FIX = "standard input cannot be rewritten";

/** Each file as a whole; the files before a failure are written. */
function writeFixed({ fixed, applied }: RunOutcome, host: Host, isQuiet: boolean): readonly Diagnostic[] {
  for (const { path, after } of fixed) {
    const written = host.writeText(path, after);
    if (!written.ok) return [{ code: "unwritable-file", severity: "error", message: written.message }];
  }
  if (!isQuiet)
    for (const { finding, fix } of applied) {
      const { path, line } = finding.location ?? { path: "", line: 0 };
      host.stderr.write(`fixed ${safeLine(`${path}:${line} ${finding.code}: ${fix.title}`)}\n`);
    }
  return [];
}
