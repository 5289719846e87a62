/** What is wrong with the Kconfig files of an open tree. */
import type { LintFinding } from "../lint/finding.ts";
import { type FixedFile, fixFiles } from "../lint/fixes.ts";
import { type LintResult, type LintStep, lint as lintModel } from "../lint/lint.ts";
import { nearSymbols } from "../query/near-symbols.ts";
import type { Host } from "../text/host.ts";
import { relativePath, resolvePath } from "../text/path.ts";
import type { Tree } from "../workspace/find-tree.ts";
import { sourceArchitectures } from "../workspace/kernel-tree.ts";
import { type Cancellation, heed } from "./cancellation.ts";
import { unreadable } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";
import { isDiagnostic, type Problem } from "./problem.ts";
import { definitionsIn, unreadFiles } from "./unread-files.ts";

export interface LintQuestion {
  /** Files and folders to report about, as the person names them; all if there are none. */
  readonly words?: readonly string[];
  readonly wantsInformation?: boolean;
  readonly wantsStyle?: boolean;
  /** How long to think about one question. */
  readonly mostConflicts?: number;
  /** Whether other architectures of the tree are looked at as well, by the same questions. */
  readonly isOneOfSeveral?: boolean;
  /** Hears what is being done. */
  readonly tell?: (step: LintStep) => void;
}

export interface LintAnswer {
  readonly result: LintResult;
  /** Kconfig files that were read. */
  readonly files: readonly string[];
}

/** Words at or below which no file was read come back instead, unless files of other architectures may lie there. */
export function lint(
  opened: OpenTree,
  question: LintQuestion,
  cancellation?: Cancellation,
): LintAnswer | readonly Problem[] {
  const { words = [], isOneOfSeveral = false, tell = () => {} } = question;
  const { wantsInformation = false, wantsStyle = false, mostConflicts } = question;
  const { tree, model, diagnostics, errors, limits } = opened;
  const files = [...new Set(model.data.files.map(({ path }) => path))];
  const places = words.map((word) => pathInTree(opened, word));
  const strange = words.filter((_, index) => !files.some((path) => isWithin(path, places[index])));
  if (strange.length > 0 && !isOneOfSeveral) return strange.map((path) => unreadable(path, "not-read"));
  opened.host.prepareFor?.("searching");
  const unread = unreadFiles(opened);
  const elsewhere = definitionsIn(unread);
  const result = lintModel(model, diagnostics.filter(isDiagnostic), {
    unread,
    isPartial: errors.length > 0,
    sparesArchitectures: !isOneOfSeveral && tree.kind === "linux",
    wantsInformation,
    wantsStyle,
    mostConflicts,
    limits,
    near: (name) => nearSymbols(model, name),
    elsewhere: (name) => elsewhere.get(name) ?? [],
    isWanted: (path) => places.length === 0 || places.some((each) => isWithin(path, each)),
    tell: (step) => {
      heed(cancellation);
      tell(step);
    },
  });
  return { result, files };
}

/** A Kconfig file with the fixes of its findings, and where it is, absolute. */
export interface FixedKconfig extends FixedFile {
  readonly place: string;
}

/** What the files of a tree would be with the fixes of findings of it. */
export function lintFixes(
  { host, tree, model }: OpenTree,
  findings: readonly LintFinding[],
): readonly FixedKconfig[] {
  return fixFiles(findings, model.data.files).flatMap((file) => {
    const places = [tree.folder, tree.source].map((folder) => resolvePath(folder, file.path));
    // What its build would make is not there.
    const place = places.find((path) => host.exists(path) === "file");
    return place === undefined ? [] : [{ ...file, place }];
  });
}

/** The architectures of a kernel that was found: folders that have Kconfig files of their own, sorted. */
export function architecturesOf(tree: Tree, caller: Host): readonly string[] {
  return sourceArchitectures({ source: caller.at(tree.source) });
}

/** A path of a person as Kconfig files are named: from the tree's folder. */
function pathInTree({ tree, caller }: OpenTree, word: string): string {
  const path = relativePath(resolvePath(caller.folder, tree.folder), resolvePath(caller.folder, word));
  return path === "" ? "." : path;
}

function isWithin(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder.replace(/\/$/, "")}/`);
}
