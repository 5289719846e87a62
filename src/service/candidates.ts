/** What can stand where somebody types: symbols by a part of their name, files for a `source`. */
import type { ConfigSymbol } from "../model/model.ts";
import { baseName, resolvePath } from "../text/path.ts";
import type { OpenTree } from "./open-tree.ts";

export interface CandidateOptions {
  /** Whether only symbols with a prompt are wanted, which a .config can set. */
  readonly isSettable?: boolean;
}

/**
 * Symbols whose names begin with a word, then those with a part that does, then those that hold it, in upper or lower
 * case; each in the order of the tree.
 */
export function symbolsLike(
  { model }: OpenTree,
  word: string,
  most: number,
  { isSettable = false }: CandidateOptions = {},
): readonly ConfigSymbol[] {
  const wanted = word.toUpperCase();
  const ranks: readonly ConfigSymbol[][] = [[], [], []];
  for (const symbol of model.definedSymbols()) {
    const at = symbol.name.toUpperCase().indexOf(wanted);
    if (at < 0) continue;
    const rank = at === 0 ? 0 : symbol.name.toUpperCase().includes(`_${wanted}`) ? 1 : 2;
    if (ranks[rank].length >= most || (isSettable && !symbol.hasPrompt)) continue;
    ranks[rank].push(symbol);
    if (ranks[0].length >= most) break;
  }
  return ranks.flat().slice(0, most);
}

/** A file or folder that a path can go on with. */
export interface PathCandidate {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What lies where a path that is being written leads: folders, and files that may be Kconfig files. */
export function sourceCandidates(
  { host, tree }: OpenTree,
  from: string,
  written: string,
): readonly PathCandidate[] {
  const folder = written.slice(0, written.lastIndexOf("/") + 1);
  if (folder.includes("$") || /[*?[\]]/.test(written)) return [];
  const roots = [host.folder, resolvePath(host.folder, tree.source), resolvePath(from, "..")];
  const found = new Map<string, PathCandidate>();
  for (const root of new Set(roots)) {
    const place = resolvePath(root, folder === "" ? "." : folder);
    for (const path of host.glob(`${place === "/" ? "" : place}/*`)) {
      const name = baseName(path);
      const isFolder = host.exists(path) === "directory";
      if (!name.startsWith(written.slice(folder.length)) || (!isFolder && !/config/i.test(name))) continue;
      found.set(name, { name, isFolder });
    }
  }
  return [...found.values()];
}
