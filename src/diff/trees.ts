/** What differs between two Kconfig trees: symbols that come, go or have a new name, and what changed in the others. */
import type { ConfigSymbol, Model } from "../model/model.ts";
import { type Change, changesBetween } from "./changes.ts";
import { pairChoices } from "./choices.ts";
import { inOrder } from "./configurations.ts";
import { ConditionComparer } from "./relation.ts";
import { findRenames, type Rename } from "./renames.ts";

export interface TreeDifference {
  readonly before: Model;
  readonly after: Model;
  /** Symbols that only one tree defines, those with a new name left out; in the order of the definitions. */
  readonly added: readonly ConfigSymbol[];
  readonly removed: readonly ConfigSymbol[];
  readonly renamed: readonly RenamedSymbol[];
  readonly changed: readonly ChangedSymbol[];
  /** Choices, which have no names of their own, matched by their members. */
  readonly choices: readonly ChangedSymbol[];
  readonly counts: TreeCounts;
}

export interface TreeCounts {
  /** Symbols defined before and after. */
  readonly before: number;
  readonly after: number;
  /** Pairs of conditions that were compared, and questions that took the solver. */
  readonly compared: number;
  readonly solved: number;
}

/** A symbol or choice of both trees, and what is not as it was. */
export interface ChangedSymbol {
  readonly before: ConfigSymbol;
  readonly after: ConfigSymbol;
  readonly changes: readonly Change[];
}

export interface RenamedSymbol extends ChangedSymbol {
  /** How it was told: the old name is `transitional` now, or prompt and place are the same. */
  readonly by: Rename["by"];
}

/** Compares the meaning of two trees, not their texts: what is written otherwise and means the same is no difference. */
export function compareTrees(before: Model, after: Model): TreeDifference {
  const [old, present] = [symbolsOf(before), symbolsOf(after)];
  const missing = old.filter(({ name }) => !isDefinedIn(after, name));
  const fresh = present.filter(({ name }) => !isDefinedIn(before, name));
  const renames = findRenames(before, missing, fresh);
  const [gone, come] = [
    new Set(renames.map((rename) => rename.before.name)),
    new Set(renames.map((rename) => rename.after.name)),
  ];
  const comparer = new ConditionComparer(before, after);
  const choices = pairChoices(before, after);
  const context = { comparer, choices };
  const changed: ChangedSymbol[] = [];
  for (const symbol of present) {
    const twin = before.symbol(symbol.name);
    if (twin === undefined || !twin.isDefined || gone.has(symbol.name)) continue;
    const changes = changesBetween(twin, symbol, context);
    if (changes.length > 0) changed.push({ before: twin, after: symbol, changes });
  }
  const renamed = renames.map((rename) => ({
    ...rename,
    changes: changesBetween(rename.before, rename.after, context),
  }));
  const changedChoices = [...choices].flatMap(([twin, choice]) => {
    const changes = changesBetween(twin, choice, context);
    return changes.length === 0 ? [] : [{ before: twin, after: choice, changes }];
  });
  return {
    before,
    after,
    added: fresh.filter(({ name }) => !come.has(name)),
    removed: missing.filter(({ name }) => !gone.has(name)),
    renamed,
    changed,
    choices: changedChoices,
    counts: { before: old.length, after: present.length, ...comparer.counts },
  };
}

/** Defined symbols in the order of their definitions. */
function symbolsOf(model: Model): readonly ConfigSymbol[] {
  return inOrder([...model.definedSymbols()].filter(({ definitions }) => definitions.length > 0));
}

function isDefinedIn(model: Model, name: string): boolean {
  const symbol = model.symbol(name);
  return symbol !== undefined && symbol.definitions.length > 0;
}
