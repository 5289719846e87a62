/** The fragments that the build of a tree merges, around those that were named. */
import { relativePath, resolvePath } from "../text/path.ts";
import type { ConfigFile } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";

/**
 * Where a fragment is named that the build of the tree merges, all that it merges, in its order: others that were named
 * come behind. Nothing named is all of it.
 */
export function amongMerged<Word extends string | ConfigFile>(
  { tree, caller }: OpenTree,
  words: readonly Word[],
): readonly (Word | string)[] {
  const placeOf = (word: string | ConfigFile) =>
    resolvePath(caller.folder, typeof word === "string" ? word : word.path);
  const named = new Map(words.map((word) => [placeOf(word), word]));
  const { merged } = tree;
  if (words.length > 0 && !merged.some((path) => named.has(path))) return words;
  const home = tree.home ?? tree.folder;
  const shown = (path: string) => (path.startsWith(`${home}/`) ? relativePath(caller.folder, path) : path);
  return [
    ...merged.map((path) => named.get(path) ?? shown(path)),
    ...words.filter((word) => !merged.includes(placeOf(word))),
  ];
}
