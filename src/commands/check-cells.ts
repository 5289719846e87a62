/** The runs of a plan, tree by tree: in this thread, or a thread for each architecture. */
import { type CheckedRun, checkedRun, runsOf } from "../report/check-report.ts";
import { readReport } from "../report/read-report.ts";
import { type CheckAnswer, check } from "../service/check.ts";
import type { Cell, CheckPlan } from "../service/check-plan.ts";
import type { OpenedSettings } from "../service/govern.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { CheckOptions } from "./check-options.ts";
import { limitWords, probesWord, type SharedOptions } from "./options.ts";
import { linesInTree, linesOnDisk } from "./outputs.ts";
import { Progress } from "./progress.ts";
import { type LoadedTree, openTree, wireTree } from "./session.ts";

export interface CellsContext {
  readonly options: SharedOptions & CheckOptions;
  /** Where kcfg was started. */
  readonly host: Host;
  /** What kcfg.json says, and where kcfg works (`-C`). */
  readonly opened: OpenedSettings;
  readonly words: readonly string[];
  readonly wantsFix: boolean;
}

/** A run in this thread. */
export interface RunOutcome extends CheckAnswer {
  readonly checked: CheckedRun;
}

export interface CheckCells {
  readonly checked: readonly CheckedRun[];
  /** Of runs in this thread. */
  readonly outcomes: readonly RunOutcome[];
  /** Lines for excerpts. */
  readonly lines: (path: string) => readonly string[] | undefined;
  /** Where the person is, as the trees of these runs leave it. */
  readonly world: Host;
}

/** All runs; or the exit code 2, with what was wrong on standard error. */
export async function runCells(plan: CheckPlan, context: CellsContext): Promise<CheckCells | number> {
  const { opened, wantsFix, words } = context;
  const { caller } = opened;
  const groups = [...new Set(plan.cells.map(({ arch }) => arch))].map((arch) =>
    plan.cells.filter((cell) => cell.arch === arch),
  );
  // Standard input can be read once only.
  const hasThreads = groups.length > 1 && caller.jobs !== undefined;
  // Nor can two threads write one recording.
  const isParallel = hasThreads && !wantsFix && !words.includes("-") && !isRecorded(context);
  return isParallel ? runInThreads(groups, context) : runHere(groups, plan, context);
}

/** Whether answers are recorded. */
function isRecorded({ opened: { mode } }: CellsContext): boolean {
  return "kind" in mode && mode.kind === "record";
}

async function runHere(
  groups: readonly (readonly Cell[])[],
  plan: CheckPlan,
  context: CellsContext,
): Promise<CheckCells | number> {
  const { options, host, opened, wantsFix } = context;
  const progress = new Progress(opened.caller);
  const outcomes: RunOutcome[] = [];
  let lines: CheckCells["lines"] = () => undefined;
  let failed = false;
  for (const cells of groups) {
    progress.show(`reading the tree${cells[0].arch === undefined ? "" : ` for ${cells[0].arch}`}`);
    const loaded = await openTree(
      { ...options, arch: cells[0].arch, base: undefined, tellsUnknown: true, settings: opened.settings },
      host,
    );
    if (typeof loaded === "number") {
      failed = true;
      continue;
    }
    for (const cell of cells) {
      progress.show(
        `checking ${outcomes.length + 1} of ${plan.cells.length}: ${cell.name ?? cell.words.join(" ")}`,
      );
      const answer = check(loaded, {
        ...cell,
        redundant: options.redundant,
        allowed: options.allow,
        fix: wantsFix ? { takesUnsafe: options.unsafeFixes === true } : undefined,
        rules: plan.rules,
      });
      if ("result" in answer) outcomes.push({ ...answer, checked: reportOf(answer, cell, loaded) });
      else {
        progress.end();
        loaded.tell(answer);
        failed = true;
      }
    }
    if (groups.length === 1) lines = linesInTree(loaded, sourcesOf(outcomes));
  }
  progress.end();
  if (failed) return 2;
  const checked = outcomes.map((outcome) => outcome.checked);
  const sources = sourcesOf(outcomes);
  const world = opened.within(foldersOf(checked));
  return {
    checked,
    outcomes,
    lines: groups.length === 1 ? lines : linesOnDisk(world, checked, sources),
    world,
  };
}

/** A run without a name is called by what it found. */
function reportOf(answer: CheckAnswer, { name, index }: Cell, { tree }: LoadedTree): CheckedRun {
  const { result, base, inputs } = answer;
  const found = tree.architecture === undefined ? base : `${tree.architecture}/${base}`;
  return checkedRun(result, { name: name ?? found, index, tree: wireTree(tree), base, inputs });
}

/** The texts that were read, for excerpts. */
function sourcesOf(outcomes: readonly RunOutcome[]): readonly SourceFile[] {
  return outcomes.flatMap(({ fragments }) => fragments.map(({ source }) => source));
}

/** A thread for each architecture: reading a tree is what takes time, and threads share no tree. */
async function runInThreads(
  groups: readonly (readonly Cell[])[],
  context: CellsContext,
): Promise<CheckCells | number> {
  const { opened, host } = context;
  const progress = new Progress(opened.caller);
  let done = 0;
  const total = groups.flat().length;
  const commands = groups.map((cells) => commandOf(cells, context));
  const outcomes = await host.jobs!.run(commands, (index) => {
    done += groups[index].length;
    progress.show(`checked ${done} of ${total}: ${groups[index][0].arch}`);
  });
  progress.end();
  const failures: Diagnostic[] = [];
  const checked: CheckedRun[] = [];
  for (const { exit, stdout, stderr } of outcomes) {
    host.stderr.write(stderr);
    if (exit === 2) failures.push({ code: "malformed-report", severity: "error", message: "a run failed" });
    else {
      const report = readReport("<thread>", stdout);
      if ("command" in report) checked.push(...runsOf(report));
      else failures.push(...report);
    }
  }
  if (failures.length > 0) return 2;
  const world = opened.within(foldersOf(checked));
  return { checked, outcomes: [], lines: linesOnDisk(world, checked, []), world };
}

function foldersOf(checked: readonly CheckedRun[]): readonly string[] {
  return [...new Set(checked.map(({ run }) => run.tree.folder))];
}

/** The command line of some runs of the same plan. */
function commandOf(cells: readonly Cell[], { options, words }: CellsContext): readonly string[] {
  const { directory, config, kconfig, dialect, base, each, redundant, allow, policy, renames, probes } =
    options;
  const mode = probes === undefined ? undefined : probesWord(probes);
  const valued = { directory, config, kconfig, dialect, base, probes: mode };
  const given = Object.entries(valued).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return [
    "check",
    ...given,
    ...(each ? ["--each"] : []),
    ...(redundant ? ["--redundant"] : []),
    ...allow.flatMap((code) => ["--allow", code]),
    ...policy.flatMap((file) => ["--policy", file]),
    ...renames.flatMap((file) => ["--renames", file]),
    "--cells",
    cells.map(({ index }) => index).join(","),
    "--no-baseline",
    ...limitWords(options.limits),
    "--format",
    "json",
    "--",
    ...words,
  ];
}
