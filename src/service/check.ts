/** Checks fragments: read, merged over a base in an open tree, and judged. */
import { type AppliedFix, applyFixes, type FixOptions } from "../check/apply-fixes.ts";
import { type CheckResult, checkFragments } from "../check/check-fragments.ts";
import { isWholeConfig } from "../check/stale.ts";
import type { DotConfig } from "../dotconfig/dot-config.ts";
import type { Renames } from "../model/renames.ts";
import { knownArchitectures } from "../workspace/kernel-tree.ts";
import type { PlacedPolicyRule } from "../workspace/policy.ts";
import { defaultsBase, openBase } from "./base.ts";
import { type Cancellation, heeding } from "./cancellation.ts";
import { type ConfigFile, readFragment } from "./config-file.ts";
import { amongMerged, mayMend } from "./merged-fragments.ts";
import { unknownNames } from "./names.ts";
import type { OpenTree } from "./open-tree.ts";
import { isTrouble, type Trouble } from "./problem.ts";

export interface CheckQuestion {
  /** A file or a keyword; without it that of kcfg.json, else the .config, else all defaults. */
  readonly base?: string;
  /** Fragments as the person names them, or as somebody holds them. */
  readonly words: readonly (string | ConfigFile)[];
  /** Whether no other fragment is merged, be it that the tree's build does so. */
  readonly isAlone?: boolean;
  /** Whether lines are told whose values hold without them. */
  readonly redundant?: boolean;
  /** Codes of findings by which the check does not fail. */
  readonly allowed?: readonly string[];
  /** Which fixes are applied to the fragments before they are judged. */
  readonly fix?: FixOptions;
  readonly rules?: CheckRules;
}

/** What holds for all runs. */
export interface CheckRules {
  readonly renames: Renames;
  readonly policy: readonly PlacedPolicyRule[];
  /** Those that kcfg.json says are checked; absent if it names none. */
  readonly architectures?: readonly string[];
}

const NO_RULES: CheckRules = { renames: new Map(), policy: [] };

/** A fragment that fixes changed. */
export interface FixedFile {
  readonly path: string;
  /** What the file held when it was read. */
  readonly held: string | null;
  readonly before: string;
  readonly after: string;
}

export interface CheckAnswer {
  readonly result: CheckResult;
  /** What the base is called. */
  readonly base: string;
  /** The files that were read: the base, if it is one, and the fragments. */
  readonly inputs: readonly { readonly path: string; readonly exists: boolean }[];
  /** The fragments as they are now. */
  readonly fragments: readonly DotConfig[];
  readonly fixed: readonly FixedFile[];
  readonly applied: readonly AppliedFix[];
}

/** Nothing is written: `fixed` has what fixes make of the files. What could not be read comes back instead. */
export function check(
  opened: OpenTree,
  { base: asked, words, isAlone = false, redundant, allowed, fix, rules = NO_RULES }: CheckQuestion,
  cancellation?: Cancellation,
): CheckAnswer | readonly Trouble[] {
  const merged = asked === undefined && !isAlone ? amongMerged(opened, words) : words;
  if (merged.length === 0) return [{ code: "no-fragments" }];
  const read = merged.map((word) => (typeof word === "string" ? readFragment(opened, word) : word));
  const isWhole = read.some((each) => "dotConfig" in each && isWholeConfig(each.dotConfig));
  // A whole configuration stands on nothing but the tree's defaults, least of all on itself.
  const base = isWhole && asked === undefined ? defaultsBase(opened) : openBase(opened, asked);
  const failures = [base, ...read].filter(isTrouble);
  if (failures.length > 0 || "code" in base) return failures;
  const files = read.filter((each): each is ConfigFile => "dotConfig" in each);
  const fragments = files.map(({ dotConfig }) => dotConfig);
  const architectures = rules.architectures ?? architecturesOf(opened, rules);
  const unknownName = unknownNames(opened);
  const judge = (each: readonly DotConfig[]) => {
    const work = () =>
      checkFragments(base.configuration, each, {
        unknownName,
        redundant,
        allowed,
        ...rules,
        architecture: opened.tree.architecture,
        architectures,
        version: opened.tree.version,
      });
    return heeding(opened, cancellation, work);
  };
  const judged =
    fix === undefined
      ? { fragments, applied: [], result: judge(fragments) }
      : applyFixes(base.configuration, fragments, judge, {
          ...fix,
          ...(opened.tree.merged.length > 0 && { mayChange: mayMend(opened, words) }),
        });
  const inputs = [...(base.path === undefined ? [] : [{ path: base.path, exists: true }]), ...files];
  return {
    ...judged,
    base: base.name,
    inputs: inputs.map(({ path, exists }) => ({ path, exists })),
    fixed: fragments.flatMap(({ source: { path, text: before } }, index) => {
      const after = judged.fragments[index].source.text;
      return before === after ? [] : [{ path, held: files[index].held, before, after }];
    }),
  };
}

/** All that a kernel has, where a rule asks for it. */
function architecturesOf({ tree, host }: OpenTree, { policy }: CheckRules): readonly string[] | undefined {
  const isAsked = tree.kind === "linux" && policy.some(({ architectures }) => architectures.length > 0);
  return isAsked ? knownArchitectures({ source: host.at(tree.source) }) : undefined;
}
