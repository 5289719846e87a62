/** What one check looks at: one run, or the matrix of kcfg.json, or a share of it. */
import { type Rename, readRenames } from "../model/renames.ts";
import type { Host } from "../text/host.ts";
import { baseName, relativePath, resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import type { SettingsFile } from "../workspace/find-tree.ts";
import { type PlacedPolicyRule, placeRule, readPolicyFile } from "../workspace/policy.ts";
import type { CheckRules } from "./check.ts";
import { unreadable } from "./config-file.ts";
import type { Trouble } from "./problem.ts";

/** The `number`th of `count` shares of a matrix, from 1. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

export interface CheckPlanOptions {
  readonly words: readonly string[];
  readonly base?: string;
  readonly arch?: string;
  readonly each?: boolean;
  /** Files of policies and renames, beside those of kcfg.json. */
  readonly policy: readonly string[];
  readonly renames: readonly string[];
  readonly shard?: Shard;
}

/** One run to be. */
export interface Cell {
  readonly index: number;
  /** Absent for a single run, which is called by what it finds. */
  readonly name?: string;
  readonly arch?: string;
  readonly base?: string;
  readonly words: readonly string[];
  /** Whether nothing is merged but them. */
  readonly isAlone?: boolean;
}

export interface CheckPlan {
  readonly cells: readonly Cell[];
  readonly rules: CheckRules;
  readonly baseline?: string;
}

/**
 * The plan, or why there is none. Paths of kcfg.json become paths for the caller. `hasOwn` is asked where nothing was named:
 * whether the tree itself says what its build merges, so that a run without words is about that.
 */
export function planOf(
  options: CheckPlanOptions,
  file: SettingsFile,
  caller: Host,
  hasOwn: () => boolean = () => false,
): CheckPlan | readonly Trouble[] {
  if (file.diagnostics.length > 0) return file.diagnostics;
  const { check } = file.settings;
  const home = file.isThere ? file.home : caller.folder;
  const here = (path: string) => relativePath(caller.folder, resolvePath(home, path));

  const problems: Trouble[] = [];
  const policy: PlacedPolicyRule[] = [];
  const { source } = file;
  if (check !== undefined && source !== undefined)
    policy.push(...check.policy.map((rule) => placeRule(rule, source)));
  for (const path of [...(check?.policyFiles.map(here) ?? []), ...options.policy]) {
    const { rules, diagnostics } = readPolicyFile(path, caller);
    policy.push(...rules);
    problems.push(...diagnostics);
  }
  const renames = new Map<string, Rename>();
  for (const path of [...(check?.renames.map(here) ?? []), ...options.renames]) {
    const text = caller.readText(path);
    if (!text.ok) {
      problems.push(unreadable(path, "unreadable", text.message));
      continue;
    }
    const list = readRenames(new SourceFile(path, text.text));
    for (const [name, rename] of list.renames) renames.set(name, rename);
    problems.push(...list.diagnostics);
  }

  const named = cellsOf(options, check, here);
  const { arch, base } = options;
  const all = named.length === 0 && hasOwn() ? [{ index: 0, arch, base, words: [] }] : named;
  if (all.length === 0) {
    problems.push({ code: "no-fragments" });
  }
  if (problems.length > 0) return problems;
  const { shard } = options;
  const cells =
    shard === undefined ? all : all.filter(({ index }) => index % shard.count === shard.number - 1);
  const architectures = check?.architectures.length ? check.architectures : undefined;
  return {
    cells,
    rules: { renames, policy, architectures },
    baseline: check?.baseline && here(check.baseline),
  };
}

interface Matrix {
  readonly architectures: readonly string[];
  readonly bases: readonly string[];
  readonly sets: readonly { readonly name: string; readonly paths: readonly string[] }[];
}

/** Fragments of the command line are checked on the usual tree and base; without any, the matrix of kcfg.json is. */
function cellsOf(
  { words, base, arch, each }: CheckPlanOptions,
  check: Matrix | undefined,
  here: (path: string) => string,
): readonly Cell[] {
  if (words.length > 0 && !each) return [{ index: 0, arch, base, words }];
  const sets = words.length > 0 ? words.map((word) => ({ name: word, paths: [word] })) : (check?.sets ?? []);
  const isOwn = words.length === 0;
  const architectures = arch !== undefined || !isOwn ? [arch] : orUsual(check?.architectures);
  const bases = base !== undefined || !isOwn ? [base] : orUsual(check?.bases);
  const cells: Cell[] = [];
  for (const architecture of architectures) {
    for (const one of bases) {
      const path = one === undefined || isBaseKeyword(one) || base !== undefined ? one : here(one);
      for (const set of sets) {
        const parts = [
          architecture,
          one && (bases.length > 1 ? one : baseName(one)),
          sets.length > 1 ? set.name : undefined,
        ];
        const name = parts.filter((part) => part !== undefined && part !== "").join("/");
        cells.push({
          index: cells.length,
          name: name === "" ? undefined : name,
          arch: architecture,
          base: path,
          words: isOwn ? set.paths.map(here) : set.paths,
          ...(each && { isAlone: true }),
        });
      }
    }
  }
  return cells;
}

function orUsual(list: readonly string[] | undefined): readonly (string | undefined)[] {
  return list === undefined || list.length === 0 ? [undefined] : list;
}
