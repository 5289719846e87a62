/** Kconfig files of the same tree that were not read: those of other architectures, and what they source. */
import { parentFolder } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import type { LoadedTree } from "./session.ts";

/** Kconfig files of a kernel's architectures lie at most this deep below arch/. */
const ARCHITECTURE_DEPTH = 5;

/** Of a kernel; none of any other tree, which has no architectures of this kind. */
export function unreadFiles({ tree, caller, model }: LoadedTree): readonly SourceFile[] {
  if (tree.kind !== "linux") return [];
  const source = caller.at(tree.source);
  const seen = new Set(model.data.files.map((file) => file.path));
  const files: SourceFile[] = [];
  const read = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = source.readText(path);
    if (text.ok) files.push(new SourceFile(path, text.text));
  };
  for (let depth = 1; depth <= ARCHITECTURE_DEPTH; depth++) {
    for (const path of source.glob(`arch/${"*/".repeat(depth)}Kconfig*`)) read(path);
  }
  // What only they source is found as they are: drivers/parisc/Kconfig, for one.
  for (let at = 0; at < files.length; at++) {
    for (const [, path] of files[at].text.matchAll(/^[ \t]*source[ \t]+"([^"$]+)"/gm)) read(path);
    for (const [, name] of files[at].text.matchAll(/^[ \t]*source[ \t]+"arch\/\$\(SRCARCH\)\/([^"$]+)"/gm)) {
      const [arch] = files[at].path.match(/^arch\/[^/]+/) ?? [parentFolder(files[at].path)];
      read(`${arch}/${name}`);
    }
  }
  return files;
}

/** Where each name is defined, one place a file. */
export function definitionsIn(
  files: readonly SourceFile[],
): ReadonlyMap<string, readonly { readonly path: string; readonly line: number }[]> {
  const index = new Map<string, { path: string; line: number }[]>();
  for (const file of files) {
    for (const match of file.text.matchAll(/^[ \t]*(?:menu)?config[ \t]+(\w+)[ \t]*(?:#.*)?$/gm)) {
      const places = index.get(match[1]) ?? [];
      if (places.at(-1)?.path === file.path) continue;
      index.set(match[1], [...places, { path: file.path, line: file.lineAt(match.index) }]);
    }
  }
  return index;
}
