/** What differs between two trees, or in one by a patch, and what that does to .configs. */
import { compareTrees, type TreeDifference } from "../diff/trees.ts";
import { compareValues, type ValueDifferences } from "../diff/values.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import type { SourceFile } from "../text/source-file.ts";
import { type ConfigFile, readFragment } from "./config-file.ts";
import { type OpenedSettings, openSettings } from "./govern.ts";
import {
  isOpen,
  type NoTree,
  type OpenTree,
  openTree,
  type TreeListener,
  type TreeRequest,
} from "./open-tree.ts";
import { isTrouble, type Trouble } from "./problem.ts";
import {
  openSide,
  type PatchedSide,
  patchSide,
  type SidesQuestion,
  sideNames,
  type TreeSide,
} from "./tree-sides.ts";

/** How the trees are read is the same for both. */
export interface TreesQuestion extends SidesQuestion, Omit<TreeRequest, "config" | "base" | "settings"> {
  /** .configs whose values are compared in both trees. */
  readonly configs?: readonly string[];
}

export interface TreesListener extends TreeListener {
  /** A tree is open, or nothing came of it. */
  onOpened?(opened: OpenTree | NoTree): void;
}

/** A tree of the comparison. */
export interface ComparedTree extends OpenTree {
  /** As the person named it; undefined for the tree around. */
  readonly name?: string;
  /** The patch that it has. */
  readonly patch?: string;
}

export interface TreesAnswer {
  readonly before: ComparedTree;
  readonly after: ComparedTree;
  readonly difference: TreeDifference;
  /** For each .config. */
  readonly values: readonly ValueDifferences[];
  /** Where the person is, as this run may see it. */
  readonly caller: Host;
}

/** Why there is no answer. */
export interface NoTreesAnswer extends Pick<NoTree, "troubles" | "caller" | "lines"> {
  /** None of a tree that did not open: the listener has heard of that. */
  readonly troubles: readonly Trouble[];
}

/** Compares two trees. */
export async function diffTrees(
  question: TreesQuestion,
  start: Host,
  listener: TreesListener = {},
): Promise<TreesAnswer | NoTreesAnswer> {
  const { directory, kconfig, probes } = question;
  if (directory !== undefined && start.exists(directory) !== "directory")
    return refusal([{ code: "no-folder", folder: directory }], start);
  const names = sideNames(question);
  if ("code" in names) return refusal([names], start);
  const here = directory === undefined ? start : start.at(directory);
  const settings = openSettings({ kconfig, probes }, here);
  const { problems, caller } = settings;
  if (problems.length > 0) return refusal(problems, caller);
  const sides: TreeSide[] = [];
  try {
    for (const name of names) {
      const side = openSide(name, question, settings, here);
      if (isTrouble(side)) return refusal([side], caller);
      sides.push(side);
    }
    return await compareSides(sides, question, settings, listener);
  } finally {
    for (const side of sides) side.close?.();
  }
}

async function compareSides(
  [first, second]: readonly TreeSide[],
  question: TreesQuestion,
  settings: OpenedSettings,
  listener: TreesListener,
): Promise<TreesAnswer | NoTreesAnswer> {
  const { caller } = settings;
  const open = async (side: TreeSide) => {
    const opened = await openTree(requestOf(side, question, caller), side.host, listener);
    listener.onOpened?.(opened);
    return opened;
  };
  const before = await open(first);
  if (!isOpen(before)) return refusal([], caller);
  const patched =
    question.patch === undefined ? undefined : patchSide(first, before.tree, question.patch, settings);
  if (patched !== undefined && "length" in patched) return refusal(patched, caller);
  const after = await open(patched ?? second);
  if (patched !== undefined && patched.failures().length > 0) return misfit(patched, before);
  if (!isOpen(after)) return refusal([], caller);
  const files = (question.configs ?? []).map((path) => readFragment({ ...after, caller }, path));
  const unreadable = files.filter(isTrouble);
  if (unreadable.length > 0) return refusal(unreadable, caller);
  const difference = compareTrees(before.model, after.model);
  const values = files
    .filter((file): file is ConfigFile => "dotConfig" in file)
    .map(({ dotConfig }) => compareValues(difference, dotConfig));
  return {
    before: { ...before, name: first.name },
    after:
      patched === undefined
        ? { ...after, name: second.name }
        : { ...after, name: first.name, patch: patched.name },
    difference,
    values,
    caller,
  };
}

/** Each tree is a world of its own: what it says of itself counts in it. */
function requestOf({ kconfig, settings }: TreeSide, question: TreesQuestion, caller: Host): TreeRequest {
  const { probes, architecture, dialect, limits, isUncached, trustsProbes } = question;
  return {
    kconfig,
    settings,
    architecture,
    dialect,
    limits,
    isUncached,
    trustsProbes,
    // A recording lies where the person is, and in none of the trees.
    probes:
      probes !== undefined && "path" in probes
        ? { ...probes, path: resolvePath(caller.folder, probes.path) }
        : probes,
  };
}

function refusal(troubles: readonly Trouble[], caller: Host): NoTreesAnswer {
  return {
    troubles,
    caller,
    lines: (path) => {
      const read = caller.readText(path);
      return read.ok ? linesOf(read) : undefined;
    },
  };
}

/** What of a patch did not apply, with its lines and those of the tree. */
function misfit({ failures, patch }: PatchedSide, { caller, lines }: OpenTree): NoTreesAnswer {
  return {
    troubles: failures(),
    caller,
    lines: (path) => (path === patch.path ? linesOf(patch) : lines(path)),
  };
}

function linesOf({ text }: Pick<SourceFile, "text">): readonly string[] {
  return text.split(/\r?\n/);
}
