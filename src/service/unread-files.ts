/** Kconfig files of the same tree that were not read: those of other architectures, and what they source. */
import { parentFolder } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import type { OpenTree } from "./open-tree.ts";

/** Kconfig files of a kernel's architectures lie at most this deep below arch/. */
const ARCHITECTURE_DEPTH = 5;

/** Where a name is defined. */
export interface DefinedPlace {
  readonly path: string;
  readonly line: number;
}

/** Kconfig files below arch/; none of a tree that is no kernel, which has no architectures of this kind. */
export function filesOfArchitectures({ tree, caller, model }: OpenTree): readonly SourceFile[] {
  if (tree.kind !== "linux") return [];
  const source = caller.at(tree.source);
  const read = new Set(model.data.files.map((file) => file.path));
  const files: SourceFile[] = [];
  for (let depth = 1; depth <= ARCHITECTURE_DEPTH; depth++) {
    for (const path of source.glob(`arch/${"*/".repeat(depth)}Kconfig*`)) {
      const file = read.has(path) ? undefined : source.readText(path);
      if (file?.ok) files.push(new SourceFile(path, file.text));
    }
  }
  return files;
}

/** Those below arch/, and what only they source: drivers/parisc/Kconfig, for one. */
export function unreadFiles(tree: OpenTree): readonly SourceFile[] {
  const files = [...filesOfArchitectures(tree)];
  const source = tree.caller.at(tree.tree.source);
  const seen = new Set([...tree.model.data.files, ...files].map((file) => file.path));
  const read = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = source.readText(path);
    if (text.ok) files.push(new SourceFile(path, text.text));
  };
  for (let at = 0; at < files.length; at++) {
    for (const [, path] of files[at].text.matchAll(/^[ \t]*source[ \t]+"([^"$]+)"/gm)) read(path);
    for (const [, name] of files[at].text.matchAll(/^[ \t]*source[ \t]+"arch\/\$\(SRCARCH\)\/([^"$]+)"/gm)) {
      const [arch] = files[at].path.match(/^arch\/[^/]+/) ?? [parentFolder(files[at].path)];
      read(`${arch}/${name}`);
    }
  }
  return files;
}

/** Where each name is defined, one place a file: the first. */
export function definitionsIn(files: readonly SourceFile[]): ReadonlyMap<string, readonly DefinedPlace[]> {
  const index = new Map<string, DefinedPlace[]>();
  for (const file of files) {
    for (const match of file.text.matchAll(/^[ \t]*(?:menu)?config[ \t]+(\w+)[ \t]*(?:#.*)?$/gm)) {
      const places = index.get(match[1]) ?? [];
      if (places.at(-1)?.path === file.path) continue;
      index.set(match[1], [...places, { path: file.path, line: file.lineAt(match.index) }]);
    }
  }
  return index;
}
