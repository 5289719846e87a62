/** The runs of a plan, tree by tree: in this thread, or a thread for each architecture. */
import { type CheckedRun, checkedRun } from "../report/check-report.ts";
import { type CheckAnswer, check } from "../service/check.ts";
import { type Cell, type CheckPlan, planOf } from "../service/check-plan.ts";
import { type OpenedSettings, openSettings } from "../service/govern.ts";
import type { Host } from "../text/host.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { CheckOptions } from "./check-options.ts";
import { askThreads } from "./jobs.ts";
import type { SharedOptions } from "./options.ts";
import { linesInTree, linesOnDisk } from "./outputs.ts";
import { Progress } from "./progress.ts";
import { type LoadedTree, openTree, tellTroubles, wireTree } from "./session.ts";

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

/** What one thread of a larger run is asked for: some runs of the same plan, by number. */
export interface CheckPart {
  readonly words: readonly string[];
  readonly options: SharedOptions & CheckOptions;
  readonly cells: readonly number[];
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
    if (groups.length === 1) {
      const named = outcomes.flatMap(({ inputs }) => inputs.map(({ path }) => path));
      lines = linesInTree(loaded, sourcesOf(outcomes), named);
    }
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
  const parts = groups.map((cells) => partOf(cells, context));
  const outcomes = await askThreads<CheckPart, readonly CheckedRun[]>(host, "check", parts, (index) => {
    done += groups[index].length;
    progress.show(`checked ${done} of ${total}: ${groups[index][0].arch}`);
  });
  progress.end();
  const checked: CheckedRun[] = [];
  let failed = false;
  for (const { answer, stderr } of outcomes) {
    host.stderr.write(stderr);
    if (answer === undefined) failed = true;
    else checked.push(...answer);
  }
  if (failed) return 2;
  const world = opened.within(foldersOf(checked));
  return { checked, outcomes: [], lines: linesOnDisk(world, checked, []), world };
}

function foldersOf(checked: readonly CheckedRun[]): readonly string[] {
  return [...new Set(checked.map(({ run }) => run.tree.folder))];
}

/** The options that a part obeys: it writes no report. */
function partOf(cells: readonly Cell[], { options, words }: CellsContext): CheckPart {
  const { directory, config, kconfig, dialect, base, probes, limits, cache } = options;
  const { each, redundant, allow, policy, renames } = options;
  const tree = { directory, config, kconfig, dialect, base, probes, limits, cache };
  const how = { each, redundant, allow, policy, renames };
  return {
    words,
    options: { ...tree, ...how, format: "text", color: "auto", outputs: [] },
    cells: cells.map(({ index }) => index),
  };
}

/** In a thread: the runs that it is asked for; undefined, and words on standard error, if nothing comes of them. */
export async function checkPart(
  { words, options, cells }: CheckPart,
  host: Host,
): Promise<readonly CheckedRun[] | undefined> {
  const start = options.directory === undefined ? host : host.at(options.directory);
  const opened = openSettings({ kconfig: options.kconfig, probes: options.probes }, start);
  const plan =
    opened.problems.length > 0
      ? opened.problems
      : planOf({ ...options, words }, opened.settings, opened.caller);
  if (!("cells" in plan)) {
    tellTroubles(plan, host, options);
    return undefined;
  }
  const own = plan.cells.filter(({ index }) => cells.includes(index));
  const context = { options, host, opened, words, wantsFix: false };
  const outcome = await runCells({ ...plan, cells: own }, context);
  return typeof outcome === "number" ? undefined : outcome.checked;
}
