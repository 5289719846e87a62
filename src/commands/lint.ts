/** `kcfg lint`: what is wrong with the Kconfig files of a tree themselves. */

import { InvalidArgumentError } from "commander";
import { type LintedRun, type LintReport, lintedRun, lintReport } from "../report/lint-report.ts";
import { stepText } from "../report/lint-words/steps.ts";
import { safeLine } from "../report/safe-text.ts";
import { unifiedDiff } from "../report/unified-diff.ts";
import { unwritable } from "../service/config-file.ts";
import { findGovernedTree } from "../service/govern.ts";
import { architecturesOf, type FixedKconfig, lint, lintFixes } from "../service/lint.ts";
import type { Trouble } from "../service/problem.ts";
import { LimitReached, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { askThreads } from "./jobs.ts";
import type { SharedOptions } from "./options.ts";
import { addFormatOption, type OutputChoice, writeReport } from "./outputs.ts";
import { Progress } from "./progress.ts";
import { openTree, tellTroubles, wireTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

/** What one thread of `--arch all` is asked for: other architectures are looked at by others. */
export interface LintPart {
  readonly words: readonly string[];
  readonly options: SharedOptions & LintVerbOptions;
}

export interface LintVerbOptions extends OutputChoice {
  readonly style?: true;
  readonly information?: true;
  readonly mostConflicts?: number;
  readonly fix?: true;
  readonly diff?: true;
}

export const lintVerb: Verb<LintVerbOptions> = {
  ignores: ["--config", "--trust-probes"],
  ending: {
    about: [
      "Paths limit what is reported, not what is read.",
      "Each finding is proven, by the solver or by the rules of the language. A warning is true whatever compiler, tools and other architectures there are; what is true only for this architecture with these tools is information. With --arch all a finding is reported if it is true on each architecture that reads the file; --arch arm,arm64 looks at these two.",
      "--fix changes only how a file is written, and takes away what the same file requires already: no configuration gets another value. Each file is read again before it is written.",
    ],
    examples: [
      "kcfg lint",
      "kcfg lint drivers/vfio --information",
      "kcfg lint drivers/vfio --style --fix",
      "kcfg lint --arch all --format sarif=lint.sarif",
    ],
    exits: { 0: "no errors and no warnings", 1: "some" },
  },
  declare(command) {
    command
      .argument("[paths...]", "report only about these files and folders")
      .option("--style", "also report indentation and old keywords")
      .option(
        "--information",
        "also report what is no mistake: redundant dependencies, symbols that are always on or without help, what is dead on this architecture only",
      )
      .option(
        "--most-conflicts <count>",
        "how many conflicts the solver may take for one question (default: 20000)",
        parseCount,
      );
    command
      .option("--fix", "apply fixes to what is reported: layout, old keywords, redundant dependencies")
      .option("--diff", "show what --fix would write, and write nothing");
    addFormatOption(command);
  },
  async run({ words, options, host, version }: Invocation<LintVerbOptions>): Promise<number> {
    const wanted = options.arch?.split(",") ?? [];
    const isForSeveral = wanted.length > 1 || wanted[0] === "all";
    const wantsFix = options.fix === true || options.diff === true;
    if (isForSeveral && wantsFix) {
      tellTroubles([NO_FIXES], host, options);
      return 2;
    }
    let outcome = isForSeveral
      ? await lintArchitectures(wanted, words, options, host)
      : await lintOne(words, options, host);
    if (typeof outcome === "number") return outcome;
    if (options.diff) return showDiff(outcome, lintReport(outcome.runs, version));
    if (options.fix && outcome.fixes.length > 0) {
      const failures = writeFixed(outcome, options);
      if (failures.length > 0) {
        tellTroubles(failures, outcome.caller, options);
        return 2;
      }
      // Lines have moved. What there was to say of the tree has been said.
      outcome = await lintOne(words, { ...options, quiet: true }, host);
      if (typeof outcome === "number") return outcome;
    }
    tellLimits(outcome, options);
    const exit = writeReport(lintReport(outcome.runs, version), {
      host: outcome.caller,
      options,
      lines: outcome.lines,
      baseline: options.baseline,
      isPart: words.length > 0,
      offersFix: false,
      fixable: options.fix ? 0 : outcome.fixes.reduce((sum, { fixed }) => sum + fixed.length, 0),
      showsAll: false,
    });
    return outcome.isPartial ? 2 : exit;
  },
};

/** Each architecture reads other files, and has findings of its own. */
const NO_FIXES: Diagnostic = {
  code: "wrong-arguments",
  severity: "error",
  message: "fixes are made for one architecture at a time",
  help: ["name one with --arch, or leave it out"],
};

function showDiff({ fixes, caller, isPartial }: Outcome, { ok }: LintReport): number {
  const diffs = fixes.map(({ path, before, after }) => unifiedDiff(path, before, after));
  caller.stdout.write(diffs.join(""));
  if (isPartial) return 2;
  return diffs.length === 0 && ok ? 0 : 1;
}

/** Each file as a whole; the files before a failure are written. */
function writeFixed({ fixes, files }: Outcome, { quiet }: SharedOptions): readonly Trouble[] {
  for (const { path, place, before, after, fixed } of fixes) {
    const written = files.writeText(place, after, { expected: before });
    if (!written.ok) return [unwritable(written.message)];
    if (quiet) continue;
    const counts = new Map<string, number>();
    for (const { code } of fixed) counts.set(code, (counts.get(code) ?? 0) + 1);
    const rules = [...counts].map(([code, count]) => `${count} ${code}`);
    files.stderr.write(`fixed ${safeLine(path)}: ${rules.join(", ")}\n`);
  }
  return [];
}

/** Says which limits kept questions from being answered; of several architectures those that have some open. */
function tellLimits({ runs, caller }: Outcome, options: SharedOptions): void {
  const told = runs.flatMap(({ run: { name, figures, limits = [] } }) =>
    (figures.undecided === 0 ? [] : limits).map(({ limit, most }): Diagnostic => {
      const open = figures.undecided === 1 ? "1 question" : `${figures.undecided} questions`;
      const where = runs.length > 1 ? ` of ${name}` : "";
      return {
        ...limitDiagnostic(new LimitReached(limit, most)),
        severity: "warning",
        notes: [{ message: `${open}${where} stayed open: findings that need them are missing` }],
      };
    }),
  );
  if (told.length === 0) return;
  tellTroubles(told, caller, options);
}

interface Outcome {
  readonly runs: readonly LintedRun[];
  readonly lines: (path: string) => readonly string[] | undefined;
  /** Where the person is, as this run may see it. */
  readonly caller: Host;
  /** Where the tree is. */
  readonly files: Host;
  /** Of one architecture. */
  readonly fixes: readonly FixedKconfig[];
  /** Whether the tree has errors. */
  readonly isPartial?: boolean;
}

const LINTED_IN_PART = "note: until they are fixed, only findings about single statements are reported\n";

/** A thread for each architecture; a claim stands if all of them make it. */
async function lintArchitectures(
  wanted: readonly string[],
  words: readonly string[],
  options: SharedOptions & LintVerbOptions,
  host: Host,
): Promise<Outcome | number> {
  const start = options.directory === undefined ? host : host.at(options.directory);
  const refuse = (troubles: readonly Trouble[]) => {
    tellTroubles(troubles, host, options);
    return 2;
  };
  const { kconfig, probes } = options;
  if (probes?.kind === "record") return refuse([NO_RECORDING]);
  const architecture = wanted[0] === "all" ? undefined : wanted[0];
  const found = findGovernedTree({ kconfig, architecture, probes }, start);
  if (!("probes" in found) || found.tree === undefined) return refuse(found.diagnostics);
  const { tree, caller } = found;
  const architectures = wanted[0] === "all" ? architecturesOf(tree, caller) : wanted;
  if (tree.kind !== "linux" || architectures.length === 0 || host.jobs === undefined)
    return refuse([NO_ARCHITECTURES]);
  const progress = new Progress(host);
  let done = 0;
  const tell = () => progress.show(`${done} of ${architectures.length} architectures`);
  tell();
  const parts = architectures.map((arch) => ({ words, options: optionsOfPart(arch, options) }));
  const outcomes = await askThreads<LintPart, LintedRun>(host, "lint", parts, () => {
    done += 1;
    tell();
  });
  progress.end();
  const runs: LintedRun[] = [];
  for (const [index, { answer, stderr }] of outcomes.entries()) {
    if (answer === undefined) {
      host.stderr.write(stderr);
      return refuse([
        { code: "malformed-report", severity: "error", message: `lint of ${architectures[index]} failed` },
      ]);
    }
    runs.push(answer);
  }
  const files = caller.at(tree.folder);
  const read = (path: string) => {
    const text = files.readText(path);
    return text.ok ? text.text.split(/\r?\n/) : undefined;
  };
  return { runs, lines: read, caller, files, fixes: [] };
}

/** Threads would write one file over each other. */
const NO_RECORDING: Diagnostic = {
  code: "replay-environment",
  severity: "error",
  message: "answers are recorded for one architecture at a time",
  help: ["kcfg explain or kcfg check records them as well: --arch ARCH --probes record=FILE"],
};

const NO_ARCHITECTURES: Diagnostic = {
  code: "unknown-architecture",
  severity: "error",
  message: "only a kernel tree has architectures of its own",
  help: ["leave --arch out"],
};

/** The options that a part obeys: it writes no report. */
function optionsOfPart(arch: string, options: LintPart["options"]): LintPart["options"] {
  const { directory, kconfig, dialect, style, information, mostConflicts, cache, probes, limits } = options;
  return {
    directory,
    kconfig,
    dialect,
    style,
    information,
    mostConflicts,
    cache,
    probes,
    limits,
    arch,
    format: "text",
    color: "auto",
    outputs: [],
  };
}

/** In a thread: one of several architectures; undefined, and words on standard error, if nothing comes of it. */
export async function lintPart({ words, options }: LintPart, host: Host): Promise<LintedRun | undefined> {
  const outcome = await lintOne(words, options, host, "one of several");
  return typeof outcome === "number" ? undefined : outcome.runs[0];
}

async function lintOne(
  words: readonly string[],
  options: SharedOptions & LintVerbOptions,
  host: Host,
  which: "the only one" | "one of several" = "the only one",
): Promise<Outcome | number> {
  const isOneOfSeveral = which === "one of several";
  const progress = new Progress(host);
  progress.show("reading the tree");
  // The report of one run of several is a share of an answer, which needs all of the tree.
  const loaded = await openTree({ ...options, answersPartly: !isOneOfSeveral }, host);
  if (typeof loaded === "number") return loaded;
  const answer = lint(loaded, {
    words,
    wantsInformation: options.information,
    wantsStyle: options.style,
    mostConflicts: options.mostConflicts,
    isOneOfSeveral,
    tell: (step) => progress.show(stepText(step)),
  });
  progress.end();
  if (!("result" in answer)) {
    loaded.tell(answer);
    return 2;
  }
  const { result, files } = answer;
  const name = loaded.tree.architecture ?? "tree";
  const about = { name, tree: wireTree(loaded.tree), ...(isOneOfSeveral && { files }) };
  if (loaded.errors.length > 0 && !options.quiet) loaded.caller.stderr.write(LINTED_IN_PART);
  const { lines, caller } = loaded;
  return {
    runs: [lintedRun(result, about)],
    lines,
    caller,
    files: loaded.host,
    fixes: isOneOfSeveral ? [] : lintFixes(loaded, result.findings),
    isPartial: loaded.errors.length > 0,
  };
}

function parseCount(word: string): number {
  if (!/^[0-9]+$/.test(word)) throw new InvalidArgumentError("Write a number.");
  return Number(word);
}
