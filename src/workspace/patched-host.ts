/** A tree as it would be with a patch: the files of a host, changed in memory as they are read. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { globPaths } from "../text/glob.ts";
import type { Host, ReadResult } from "../text/host.ts";
import { baseName, parentFolder, relativePath, resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { applyPatch, type FilePatch } from "./unified-patch.ts";

export interface PatchedHost {
  readonly host: Host;
  /** What did not apply, among the files that were read so far. */
  readonly failures: readonly Diagnostic[];
  /** How many of the patch's files were read so far. */
  readonly filesRead: number;
}

/**
 * Lays a patch over what `base` reads; its paths start at `root`, absolute, with or without the `a/` and `b/` of git.
 * Only files that somebody reads have to fit: those of the program's source are none of Kconfig's.
 */
export function patchedHost(
  base: Host,
  root: string,
  files: readonly FilePatch[],
  patchPath: string,
): PatchedHost {
  const failures: Diagnostic[] = [];
  const strip = placing(base, root, files);
  // A file that is only renamed has its names without a/ and b/.
  const place = (path: string, { hunks }: FilePatch) =>
    hunks.length === 0 ? resolvePath(root, path) : strip(path);
  const changes = new Map<string, FilePatch>();
  for (const file of files) {
    if (file.before !== undefined && file.before !== file.after)
      changes.set(place(file.before, file), { ...file, after: undefined });
  }
  for (const file of files) if (file.after !== undefined) changes.set(place(file.after, file), file);
  const texts = new Map<string, ReadResult>();

  function readText(path: string, from: Host): ReadResult {
    const full = resolvePath(from.folder, path);
    const patch = changes.get(full);
    if (patch === undefined) return from.readText(path);
    let known = texts.get(full);
    if (known === undefined) {
      known = patched(patch, path, from);
      texts.set(full, known);
    }
    return known;
  }

  function patched(patch: FilePatch, path: string, from: Host): ReadResult {
    if (patch.after === undefined) return { ok: false, reason: "missing", message: "the patch removes it" };
    const old: ReadResult =
      patch.before === undefined ? { ok: true, text: "" } : from.readText(place(patch.before, patch));
    if (!old.ok) return old;
    const shown = relativePath(root, resolvePath(from.folder, path));
    const applied = applyPatch(patch, new SourceFile(shown, old.text), patchPath);
    if ("text" in applied) return { ok: true, text: applied.text };
    failures.push(applied.failure);
    return { ok: true, text: old.text };
  }

  const exists = (path: string, from: Host): ReturnType<Host["exists"]> => {
    const full = resolvePath(from.folder, path);
    const patch = changes.get(full);
    if (patch !== undefined) return patch.after === undefined ? undefined : "file";
    const below = [...changes].some(
      ([each, { after }]) => after !== undefined && each.startsWith(`${full}/`),
    );
    return from.exists(path) ?? (below ? "directory" : undefined);
  };
  const list = (folder: string, from: Host): readonly string[] => {
    const full = resolvePath(from.folder, folder);
    const names = new Set(
      from.glob(`${folder === "" || folder.endsWith("/") ? folder : `${folder}/`}*`).map(baseName),
    );
    for (const [path, { after }] of changes) {
      if (parentFolder(path) !== full) continue;
      if (after === undefined) names.delete(baseName(path));
      else names.add(baseName(path));
    }
    return [...names];
  };
  const over = (from: Host): Host => ({
    ...from,
    // What the cache has is about the files as they are.
    cache: undefined,
    stamp: undefined,
    readText: (path) => readText(path, from),
    exists: (path) => exists(path, from),
    glob: (pattern, mayList) =>
      globPaths(pattern, {
        list: (folder) => (mayList?.(folder || ".") === false ? [] : list(folder, from)),
        exists: (path) => exists(path, from) !== undefined,
      }),
    at: (folder) => over(from.at(folder)),
  });
  return {
    host: over(base),
    get failures() {
      return failures;
    },
    get filesRead() {
      return texts.size;
    },
  };
}

/** Where the paths of a patch lead: without their first part if it is one that git puts there, or if there is no such file. */
function placing(base: Host, root: string, files: readonly FilePatch[]): (path: string) => string {
  const isThere = (path: string) => base.exists(resolvePath(root, path)) === "file";
  const withoutFirst = (path: string) => path.slice(path.indexOf("/") + 1);
  const olds = files.flatMap(({ before }) => before ?? []);
  const hasPrefix = files.every(
    ({ before, after, hunks }) =>
      hunks.length > 0 &&
      (before === undefined || /^a\//.test(before)) &&
      (after === undefined || /^b\//.test(after)),
  );
  const strips =
    olds.some((path) => isThere(withoutFirst(path)) && !isThere(path)) || (hasPrefix && !olds.some(isThere));
  return (path) => resolvePath(root, strips && /^[^/]+\//.test(path) ? withoutFirst(path) : path);
}
