/** Opens a tree: finds it, governs its commands, takes its model from what is kept or reads it anew. */
import type { EarlierReadings } from "../model/load/earlier-readings.ts";
import type { Model } from "../model/model.ts";
import type { ProbeMode } from "../probes/probe-mode.ts";
import { ConflictBudget, limitConflicts } from "../resolve/conflict-budget.ts";
import { provideUsage } from "../resolve/traits.ts";
import { keepNames } from "../store/kept-names.ts";
import { type KeptFact, type LoadedModel, loadTree } from "../store/load-tree.ts";
import { Budget, type LimitReached, type Limits } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { DialectName } from "../text/dialect-name.ts";
import type { Host } from "../text/host.ts";
import type { SourceFile } from "../text/source-file.ts";
import { measure } from "../text/stopwatch.ts";
import { sharesOf } from "../workspace/defconfigs.ts";
import { foldersOf, type SettingsFile, type Tree } from "../workspace/find-tree.ts";
import { findGovernedTree } from "./govern.ts";
import { isDiagnostic, isFatal, type OpeningDiagnostic, type Trouble } from "./problem.ts";

/** Which tree, and how it is read. Paths start from the host's folder, those behind `directory` from there. */
export interface TreeRequest {
  /** Everything happens as if the host had been started there. */
  readonly directory?: string;
  /** The top Kconfig file; without it the tree is looked for. */
  readonly kconfig?: string;
  readonly architecture?: string;
  readonly dialect?: DialectName;
  /** The .config. */
  readonly config?: string;
  /** What fragments are merged over: a file or a keyword. */
  readonly base?: string;
  /** What becomes of the tree's commands. */
  readonly probes?: ProbeMode;
  /** What reading and answering may cost. */
  readonly limits?: Limits;
  /** The kcfg.json of this tree, where it was read already. */
  readonly settings?: SettingsFile;
  /** Whether the host's cache is left alone: all files are read, and all commands run. */
  readonly isUncached?: boolean;
  /**
   * Whether texts are read that are not on the disk: the cache has no model of them and gets none, and answers of the
   * machine's tools are taken from it as ever.
   */
  readonly isOverlaid?: boolean;
  /** Whether answers of commands may be taken from the cache while nothing that can be seen has changed. */
  readonly trustsProbes?: boolean;
  /** Whether a tree with errors is opened all the same, for what could be read of it. */
  readonly takesErrors?: boolean;
}

/** What is heard while a tree is open. */
export interface TreeListener {
  /** The tree was found, and is read next. */
  onFound?(found: FoundTree): void;
  /** A search for an answer was given up: what it would have found out is left out. */
  onLimit?(reached: LimitReached): void;
}

/** A tree that was found. */
export interface FoundTree {
  readonly tree: Tree;
  /** Starts where the person is (`directory` included), and reads and writes what this run may. */
  readonly caller: Host;
  /** Answers of the machine's tools that came from the cache. */
  readonly answersTaken: number;
}

/** A tree that was found and read. */
export interface OpenTree extends FoundTree {
  readonly request: TreeRequest;
  /** Starts in the tree's folder: reads what Kconfig and `tree` name. */
  readonly host: Host;
  readonly model: Model;
  /** What this run may cost. */
  readonly limits: Limits;
  /** What all searches for answers may take together. */
  readonly conflicts: ConflictBudget;
  /** Warnings of the search and of the Kconfig files, and the errors. */
  readonly diagnostics: readonly OpeningDiagnostic[];
  /** Errors of the Kconfig files: the model is what they left. Empty of nearly every tree. */
  readonly errors: readonly Diagnostic[];
  readonly kept: readonly KeptFact[];
  /** What those who govern the commands say of them. */
  readonly probeFacts: readonly string[];
  /** Lines of a Kconfig file, or of any other file of the tree, by its path. */
  lines(path: string): readonly string[] | undefined;
}

/** Why no tree is open. */
export interface NoTree {
  readonly troubles: readonly Trouble[];
  /** Where the person is, as far as that is known. */
  readonly caller: Host;
  readonly kept: readonly KeptFact[];
  readonly probeFacts: readonly string[];
  /** Lines of a file that a trouble is about. */
  lines(path: string): readonly string[] | undefined;
}

export function isOpen<Opened extends OpenTree>(opened: Opened | NoTree): opened is Opened {
  return "model" in opened;
}

/** A model that came of a reading elsewhere. */
export interface ReadModel {
  readonly model: Model;
  readonly isPartial: boolean;
  /** Of the search for the tree and of its Kconfig files. */
  readonly diagnostics: readonly OpeningDiagnostic[];
}

/** Who reads a tree that was found, in place of this thread; undefined if nothing came of that. */
export type ReadElsewhere = (tree: Tree) => Promise<ReadModel | undefined>;

/** Opens a tree; `earlier` has what readings of the same tree left in memory. */
export async function openTree(
  request: TreeRequest,
  start: Host,
  listener: TreeListener = {},
  earlier?: EarlierReadings,
  elsewhere?: ReadElsewhere,
): Promise<OpenTree | NoTree> {
  const { directory, dialect, takesErrors = false } = request;
  if (directory !== undefined && start.exists(directory) !== "directory")
    return noTree([{ code: "no-folder", folder: directory }], start);
  const { isUncached = false, trustsProbes = false, isOverlaid = false } = request;
  const isOff = isUncached || isOverlaid;
  const here = directory === undefined ? start : start.at(directory);
  const found = measure(start.stopwatch, "find tree", () =>
    findGovernedTree({ ...request, takesAnswers: !isUncached && trustsProbes }, here),
  );
  const { caller } = found;
  if (!("probes" in found) || found.tree === undefined || found.diagnostics.some(isFatal))
    return noTree(found.diagnostics, caller);
  const tree = dialect === undefined ? found.tree : { ...found.tree, dialect: { name: dialect } };
  const { probes, hidden, limits, answersTaken } = found;
  listener.onFound?.({ tree, caller, answersTaken });
  const host = probes.inTree(probes.host.at(tree.folder), foldersOf(tree));
  const loaded = await loadTree({
    path: tree.kconfig,
    host,
    environment: tree.environment,
    dialect: tree.dialect,
    made: tree.made,
    madeWhere: tree.madeWhere,
    renames: tree.renames,
    probes,
    hidden,
    limits,
    isTolerant: true,
    kept: earlier,
    cache: { isOff, trustsProbes },
    elsewhere: elsewhere && (async () => loadedElsewhere(await elsewhere(tree), found.diagnostics.length)),
  });
  const { model, isPartial, kept, probeFacts } = loaded;
  const told = [...found.diagnostics, ...loaded.diagnostics];
  if (model === undefined || (isPartial && !takesErrors))
    return { ...noTree(told, caller, { host, tree }), kept, probeFacts };
  // A problem of the service ends the search.
  const diagnostics = told.filter((each): each is OpeningDiagnostic => "severity" in each);
  if (!isPartial && !isOff && caller.cache !== undefined)
    keepNames(caller.cache, [tree.folder, caller.folder], model, !loaded.isKept);
  const conflicts = new ConflictBudget(new Budget(limits), (reached) => listener.onLimit?.(reached));
  const opened = { request, tree, host, caller, answersTaken, limits, conflicts, kept, probeFacts };
  return withModel(opened, model, { isPartial: isPartial === true, diagnostics });
}

/** The search was made here as well: what it says comes first. */
function loadedElsewhere(read: ReadModel | undefined, searched: number): LoadedModel | undefined {
  if (read === undefined) return undefined;
  const { model, isPartial } = read;
  const diagnostics = read.diagnostics.slice(searched).filter(isDiagnostic);
  return { model, ...(isPartial && { isPartial }), diagnostics, kept: [], probeFacts: [] };
}

/** A tree with a model of it that came of a reading. */
export function withModel(
  opened: Omit<OpenTree, "model" | "diagnostics" | "errors" | "lines">,
  model: Model,
  {
    isPartial,
    diagnostics,
  }: { readonly isPartial: boolean; readonly diagnostics: readonly OpeningDiagnostic[] },
): OpenTree {
  const { tree, host, conflicts } = opened;
  limitConflicts(model, conflicts);
  const shares = sharesOf(tree, host);
  provideUsage(model, ({ name }) => shares(name));
  const files = new Map(model.data.files.map((file) => [file.path, file]));
  return {
    ...opened,
    model,
    diagnostics,
    errors: isPartial ? diagnostics.filter(isDiagnostic).filter(({ severity }) => severity === "error") : [],
    lines: (path) => linesOf(files.get(path)) ?? linesRead(path, host, tree),
  };
}

function noTree(
  troubles: readonly Trouble[],
  caller: Host,
  { host, tree }: { readonly host: Host; readonly tree?: Tree } = { host: caller },
): NoTree {
  return { troubles, caller, kept: [], probeFacts: [], lines: (path) => linesRead(path, host, tree) };
}

function linesOf(file: SourceFile | undefined): readonly string[] | undefined {
  return file?.text.split(/\r?\n/);
}

/** Lines of a file that no model holds, because it did not load or because it is no Kconfig file. */
function linesRead(path: string, host: Host, tree: Tree | undefined): readonly string[] | undefined {
  const direct = host.readText(path);
  if (direct.ok) return direct.text.split(/\r?\n/);
  if (tree === undefined || tree.source === tree.folder || path.startsWith("/")) return undefined;
  const below = host.readText(`${tree.source}/${path}`);
  return below.ok ? below.text.split(/\r?\n/) : undefined;
}
