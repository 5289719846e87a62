/** The fragments that the build of a tree merges, around those that were named. */
import { relativePath, resolvePath } from "../text/path.ts";
import type { ConfigFile } from "./config-file.ts";
import type { OpenTree } from "./open-tree.ts";

/**
 * Whether a fragment is one to mend: one that was named; of what the build merges by itself, one of the application's own
 * files, which do not lie in its build folder.
 */
export function mayMend({ tree, caller }: OpenTree, words: readonly (string | ConfigFile)[]) {
  const placeOf = (word: string) => resolvePath(caller.folder, word);
  const named = new Set(words.map((word) => (typeof word === "string" ? word : word.path)).map(placeOf));
  const home = tree.home ?? tree.folder;
  const build = resolvePath(tree.config, "../..");
  const isIn = (path: string, folder: string) => path.startsWith(`${folder}/`);
  return (path: string): boolean => {
    const place = placeOf(path);
    if (words.length > 0 || !tree.merged.includes(place)) return named.has(place);
    return isIn(place, home) && !(isIn(build, home) && isIn(place, build));
  };
}

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
