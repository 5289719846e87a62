/** One run of `kcfg check`: fragments read, merged over a base in a loaded tree, and judged. */
import { type AppliedFix, applyFixes, type FixOptions } from "../check/apply-fixes.ts";
import { checkFragments } from "../check/check-fragments.ts";
import type { Renames } from "../check/renames.ts";
import { isWholeConfig } from "../check/stale.ts";
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Configuration } from "../evaluate/configuration.ts";
import { type CheckedRun, checkedRun } from "../report/check-report.ts";
import { type ConfigFile, readFragment } from "../service/config-file.ts";
import { unknownName } from "../service/names.ts";
import { isTrouble, type Trouble } from "../service/problem.ts";
import type { SourceFile } from "../text/source-file.ts";
import { knownArchitectures } from "../workspace/kernel-tree.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import { defaultsBase, openBase } from "./base.ts";
import { type LoadedTree, wireTree } from "./session.ts";

/** What to check in one tree. */
export interface RunRequest {
  /** How the run is called; the base is put to it if absent. */
  readonly name?: string;
  /** Its place in the matrix. */
  readonly index?: number;
  /** As `--base`. */
  readonly base?: string;
  /** Fragments as the person names them. */
  readonly words: readonly string[];
  readonly redundant?: boolean;
  /** Codes of findings by which the check does not fail. */
  readonly allowed?: readonly string[];
  /** Which fixes are applied to the fragments before they are judged. */
  readonly fix?: FixOptions;
  readonly rules: CheckRules;
}

/** What holds for all runs. */
export interface CheckRules {
  readonly renames: Renames;
  readonly policy: readonly PlacedPolicyRule[];
  /** Those that kcfg.json says are checked; absent if it names none. */
  readonly architectures?: readonly string[];
}

/** A fragment that fixes changed. */
export interface FixedFile {
  readonly path: string;
  /** What the file held when it was read. */
  readonly held: string | null;
  readonly before: string;
  readonly after: string;
}

export interface RunOutcome {
  readonly checked: CheckedRun;
  /** The texts that were read, for excerpts. */
  readonly sources: readonly SourceFile[];
  readonly configuration: Configuration;
  readonly fixed: readonly FixedFile[];
  readonly applied: readonly AppliedFix[];
}

/** Checks; what could not be read comes back instead. */
export function checkRun(
  loaded: LoadedTree,
  { name, index = 0, base: asked, words, redundant, allowed, fix, rules }: RunRequest,
): RunOutcome | readonly Trouble[] {
  const read = words.map((word) => readFragment(loaded, word));
  const isWhole = read.some((each) => "dotConfig" in each && isWholeConfig(each.dotConfig));
  // A whole configuration stands on nothing but the tree's defaults, least of all on itself.
  const base = isWhole && asked === undefined ? defaultsBase(loaded) : openBase(loaded, asked);
  const failures = [base, ...read].filter(isTrouble);
  if (failures.length > 0 || "code" in base) return failures;
  const files = read.filter((each): each is ConfigFile => "dotConfig" in each);
  const fragments = files.map(({ dotConfig }) => dotConfig);
  const architectures = rules.architectures ?? architecturesOf(loaded, rules);
  const check = (each: readonly DotConfig[]) =>
    checkFragments(base.configuration, each, {
      unknownName: (name) => unknownName(loaded, name),
      redundant,
      allowed,
      ...rules,
      architecture: loaded.tree.architecture,
      architectures,
      version: loaded.tree.version,
    });
  const fixed =
    fix === undefined
      ? { fragments, applied: [], result: check(fragments) }
      : applyFixes(base.configuration, fragments, check, fix);
  const { result } = fixed;
  const { architecture } = loaded.tree;
  const inputs = [...(base.path === undefined ? [] : [{ path: base.path, exists: true }]), ...files];
  return {
    checked: checkedRun(result, {
      name: name ?? (architecture === undefined ? base.name : `${architecture}/${base.name}`),
      index,
      tree: wireTree(loaded.tree),
      base: base.name,
      inputs: inputs.map(({ path, exists }) => ({ path, exists })),
    }),
    sources: fixed.fragments.map(({ source }) => source),
    configuration: result.configuration,
    applied: fixed.applied,
    fixed: fragments.flatMap(({ source: { path, text: before } }, index) => {
      const after = fixed.fragments[index].source.text;
      return before === after ? [] : [{ path, held: files[index].held, before, after }];
    }),
  };
}

/** All that a kernel has, where a rule asks for it. */
function architecturesOf({ tree, host }: LoadedTree, { policy }: CheckRules): readonly string[] | undefined {
  const isAsked = tree.kind === "linux" && policy.some(({ architectures }) => architectures.length > 0);
  return isAsked ? knownArchitectures({ source: host.at(tree.source) }) : undefined;
}

/** Lines for excerpts: of the texts that were read, and of the tree's files. */
export function linesOf(
  loaded: LoadedTree,
  sources: readonly SourceFile[],
): (path: string) => readonly string[] | undefined {
  const texts = new Map<string, readonly string[]>();
  const files = new Map(sources.map((source) => [source.path, source]));
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const lines = files.get(path)?.text.split(/\r?\n/) ?? loaded.lines(path);
    if (lines !== undefined) texts.set(path, lines);
    return lines;
  };
}
