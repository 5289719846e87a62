/** The files that a tree was read from, as an editor knows them: by their absolute paths. */
import type { ProbeRecord } from "../model/columns.ts";
import type { Model } from "../model/model.ts";
import { resolvePath } from "../text/path.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import type { Mention } from "./kconfig-text.ts";
import type { OpenTree } from "./open-tree.ts";

/** Names of symbols in one file, as the model knows them: without those that stand in a part that was not read. */
export interface MentionsInFile {
  /** Absolute. */
  readonly path: string;
  readonly source: SourceFile;
  readonly mentions: readonly Mention[];
}

/** Absolute path to the file, in the order in which they were opened. */
export function filesOf(tree: OpenTree): ReadonlyMap<string, SourceFile> {
  let files = known.get(tree.model);
  if (files === undefined) {
    files = new Map();
    for (const file of tree.model.data.files) files.set(absolutePath(tree, file.path), file);
    known.set(tree.model, files);
  }
  return files;
}

const known = new WeakMap<Model, Map<string, SourceFile>>();

/** The path of a Kconfig file, as the model names it, from the root. */
export function absolutePath({ host, tree }: OpenTree, path: string): string {
  const direct = resolvePath(host.folder, path);
  if (tree.source === tree.folder || path.startsWith("/") || host.exists(path) !== undefined) return direct;
  return resolvePath(resolvePath(host.folder, tree.source), path);
}

/** How the model names the file of an absolute path; undefined if it was not read. */
export function pathInModel(tree: OpenTree, absolute: string): string | undefined {
  return filesOf(tree).get(absolute)?.path;
}

/** Everywhere that the model's files name a symbol; files in the order in which they were opened. */
export function mentionsIn(tree: OpenTree, name: string): readonly MentionsInFile[] {
  const { model } = tree;
  const { nodes, operands, properties, symbols, files } = model.data;
  const found = new Map<number, Map<number, Mention>>();
  const add = (file: number, { start, end }: Span, role: Mention["role"]) => {
    let ofFile = found.get(file);
    if (ofFile === undefined) {
      ofFile = new Map();
      found.set(file, ofFile);
    }
    // A file may be read several times.
    if (!ofFile.has(start)) ofFile.set(start, { name, start, end, role });
  };
  for (let id = 0; id < properties.count; id++) {
    for (let at = operands.first[id]; at < operands.first[id + 1]; at++) {
      const [start, end] = [operands.start[at], operands.end[at]];
      if (end - start === name.length && files[properties.file[id]].text.startsWith(name, start))
        add(properties.file[id], { start, end }, "use");
    }
  }
  for (let id = 0; id < nodes.count; id++) {
    const symbol = nodes.symbol[id];
    if (symbol < 0 || symbols.name[symbol] !== name) continue;
    const { text } = files[nodes.file[id]];
    const start = text.indexOf(name, nodes.start[id]);
    // The name may be what a macro comes to.
    if (start >= 0 && /^\w+[ \t]+$/.test(text.slice(nodes.start[id], start)))
      add(nodes.file[id], { start, end: start + name.length }, "definition");
  }
  return [...found.keys()]
    .sort((a, b) => a - b)
    .map((file) => ({
      path: absolutePath(tree, files[file].path),
      source: files[file],
      mentions: [...(found.get(file)?.values() ?? [])].sort((a, b) => a.start - b.start),
    }));
}

/** A `source` as it is written, and the file that has it. */
export interface SourceStatement {
  readonly text: string;
  readonly keyword: string;
  /** Absolute. */
  readonly from: string;
}

/** The files that a `source` leads to, absolute; none where macros nobody set are in its path, or nothing is there. */
export function sourcedFiles(tree: OpenTree, { text, keyword, from }: SourceStatement): readonly string[] {
  const path = text.replace(/\$\((\w+)\)|\$\{?(\w+)\}?/g, (whole, inner, bare) => {
    return (
      tree.model.data.environmentRead.get(inner ?? bare) ?? tree.tree.environment[inner ?? bare] ?? whole
    );
  });
  if (path.includes("$") || path === "") return [];
  const isRelative = /^o?rsource$/.test(keyword);
  const folders = isRelative
    ? [resolvePath(from, "..")]
    : [tree.host.folder, resolvePath(tree.host.folder, tree.tree.source)];
  for (const folder of folders) {
    const found = /[*?[]/.test(path)
      ? tree.host.glob(resolvePath(folder, path))
      : [resolvePath(folder, path)];
    const files = found.filter((each) => tree.host.exists(each) === "file");
    if (files.length > 0) return files;
  }
  return [];
}

/** The commands of the tree that a line of a Kconfig file had run, or that were not run there. */
export function probesAt(tree: OpenTree, absolute: string, line: number): readonly ProbeRecord[] {
  const path = pathInModel(tree, absolute);
  return tree.model.data.probes.filter((each) => each.path === path && each.line === line);
}
