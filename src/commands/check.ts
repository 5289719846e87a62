/** `kcfg check`: every request of .config fragments that does not hold, where it is written, and why. */

import { InvalidArgumentError } from "commander";
import { type CheckReport, checkReport } from "../report/check-report.ts";
import { fixTitle } from "../report/check-words/fixes.ts";
import { safeLine } from "../report/safe-text.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { type CheckPlan, planOf, type Shard } from "../service/check-plan.ts";
import { unwritable } from "../service/config-file.ts";
import { findGovernedTree, openSettings } from "../service/govern.ts";
import type { Trouble } from "../service/problem.ts";
import { codeNamed } from "../text/codes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { type CheckCells, type RunOutcome, runCells } from "./check-cells.ts";
import type { CheckOptions } from "./check-options.ts";
import { addFormatOption, writeReport } from "./outputs.ts";
import { tellTroubles } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

export const checkVerb: Verb<CheckOptions> = {
  ignores: ["--trust-probes"],
  ending: {
    about: [
      "Each line of a fragment is a request. It takes effect if the .config that results from the base and all fragments has the requested value.",
      "Findings that have one cause are shown as one, with the requests under it; -v shows each. Other formats have each.",
      `Without fragments, check uses "check" of kcfg.json: architectures, bases and sets of fragments. In an application of Zephyr it checks what the build merges.`,
    ],
    examples: [
      "kcfg check --base arch/x86/configs/x86_64_defconfig my.config",
      "kcfg check --format github --format sarif=kcfg.sarif my.config",
      "kcfg check --shard 2/4 --format json=part2.json",
    ],
    exits: { 0: "every request takes effect, or a later line overrides it", 1: "some do not" },
  },
  declare(command) {
    const collect = (word: string, before: readonly string[]) => [...before, word];
    command
      .argument("[fragments...]", "files with lines of a .config, merged in this order; - is standard input")
      .option(
        "--base <base>",
        "merge them over this: a file, defconfig, allnoconfig or alldefconfig (default: kcfg.json, .config)",
      )
      .option("--each", "check each fragment alone over the base, not all together")
      .option("--allow <rule>", "accept findings of this rule; can be repeated", collectRules, [])
      .option(
        "--policy <file>",
        "check the result against this file of required and forbidden values; can be repeated",
        collect,
        [],
      )
      .option(
        "--renames <file>",
        "read renamed symbols from this file, a line OLD NEW for each; can be repeated",
        collect,
        [],
      )
      .option("--redundant", "report lines that change nothing")
      .option("--fix", "apply the fixes that were verified; keeps comments and order")
      .option("--unsafe-fixes", "with --fix or --diff: also fixes that a person should review")
      .option("--diff", "show what --fix would write, and write nothing")
      .option("--shard <i/n>", "check only the i-th of n parts of the matrix", parseShard);
    addFormatOption(command);
  },
  async run({ words, options, host, version }: Invocation<CheckOptions>) {
    const start = options.directory === undefined ? host : host.at(options.directory);
    const opened = openSettings({ kconfig: options.kconfig, probes: options.probes }, start);
    const { settings, problems, caller } = opened;
    const refuse = (troubles: readonly Trouble[]) => {
      const lines = (path: string) => {
        if (path === settings.shown) return settings.source?.text.split(/\r?\n/);
        const read = caller.readText(path);
        return read.ok ? read.text.split(/\r?\n/) : undefined;
      };
      tellTroubles(troubles, host, options, lines);
      return 2;
    };
    if (problems.length > 0) return refuse(problems);
    const hasOwn = () => {
      const found = findGovernedTree({ ...options, architecture: options.arch, settings }, start);
      return "probes" in found && (found.tree?.merged ?? []).length > 0;
    };
    const plan = planOf({ ...options, words }, settings, caller, hasOwn);
    if (!("cells" in plan)) return refuse(plan);
    const { cells } = plan;
    const wantsFix = options.fix === true || options.diff === true;
    const problem = wantsFix ? fixProblem(cells, options) : undefined;
    if (problem !== undefined) return refuse([problem]);
    const outcome = await runCells(plan, { options, host, opened, words, wantsFix });
    if (typeof outcome === "number") return outcome;
    const { world } = outcome;
    const report = checkReport(outcome.checked, version, options.shard);
    if (options.diff) return showDiff(outcome, report, world);
    const failures = wantsFix ? writeFixed(outcome.outcomes, world, options.quiet === true) : [];
    if (failures.length > 0) return refuse(failures);
    return writeReport(report, {
      host: world,
      options,
      lines: outcome.lines,
      baseline: options.baseline ?? plan.baseline,
      isPart: options.shard !== undefined,
      offersFix: fixProblem(cells, options) === undefined,
      showsAll: options.redundant === true,
    });
  },
};

function collectRules(word: string, before: readonly string[]): readonly string[] {
  const code = codeNamed(word);
  if (code === undefined) throw new InvalidArgumentError("No rule has this name: kcfg rule lists them.");
  return [...before, code];
}

function parseShard(word: string): Shard {
  const [number, count] = (/^(\d+)\/(\d+)$/.exec(word)?.slice(1) ?? []).map(Number);
  if (!(number >= 1 && number <= count)) throw new InvalidArgumentError("Write I/N, such as 2/4.");
  return { number, count };
}

/** Two runs that share a fragment might want different things of it. */
function fixProblem(cells: CheckPlan["cells"], { diff }: CheckOptions): Diagnostic | undefined {
  const words = cells.flatMap((cell) => cell.words);
  const refusal = (message: string, help: string): Diagnostic => ({
    code: "unwritable-file",
    severity: "error",
    message,
    help: [help],
  });
  if (words.includes("-") && !diff) return refusal("standard input cannot be rewritten", "use --diff");
  if (new Set(words).size < words.length)
    return refusal(
      "several runs share a fragment, which cannot be fixed for all of them at once",
      "name the fragments, or choose one run with --arch and --base",
    );
  return undefined;
}

function showDiff({ outcomes }: CheckCells, { diagnostics }: CheckReport, host: Host): number {
  const diffs = outcomes.flatMap(({ fixed }) =>
    fixed.map(({ path, before, after }) => unifiedDiff(path, before, after)),
  );
  host.stdout.write(diffs.join(""));
  const fails = diagnostics.some((each) => each.fails && each.suppressed === null);
  return diffs.length === 0 && !fails ? 0 : 1;
}

/** Each file as a whole; the files before a failure are written. */
function writeFixed(outcomes: readonly RunOutcome[], host: Host, isQuiet: boolean): readonly Trouble[] {
  for (const { path, held: expected, after } of outcomes.flatMap(({ fixed }) => fixed)) {
    const written = host.writeText(path, after, { expected });
    if (!written.ok) return [unwritable(written.message)];
  }
  if (isQuiet) return [];
  for (const { finding, fix } of outcomes.flatMap(({ applied }) => applied)) {
    const { path, line } = finding.location ?? { path: "", line: 0 };
    host.stderr.write(`fixed ${safeLine(`${path}:${line} ${finding.code}: ${fixTitle(fix)}`)}\n`);
  }
  return [];
}
