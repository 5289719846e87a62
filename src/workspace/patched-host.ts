/** A tree as it would be with a patch: the files of a host, changed in memory as they are read. */
import { globPaths } from "../text/glob.ts";
import type { Host, ReadOptions, ReadResult } from "../text/host.ts";
import { baseName, parentFolder, relativePath, resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import type { PatchFault, WorkspaceFinding } from "./finding.ts";
import { patchPlaces } from "./patch-places.ts";
import { applyPatch, type FilePatch } from "./unified-patch.ts";

export interface PatchedHost {
  readonly host: Host;
  /** What did not apply, among the files that were read so far; that nothing did, if there is no file to change. */
  readonly failures: readonly WorkspaceFinding[];
}

/**
 * Lays a patch over what `base` reads; its paths start at `root`, absolute, or where `patchPlaces` finds its files.
 * Only files that somebody reads have to fit: those of the program's source are none of Kconfig's, and may be missing.
 * But a patch that finds none of the files that it changes is for another tree.
 */
export function patchedHost(
  base: Host,
  root: string,
  files: readonly FilePatch[],
  patchPath: string,
): PatchedHost {
  const failures: WorkspaceFinding[] = [];
  /** Whether a file was read that is by the patch what it is. */
  let wasUsed = false;
  const places = patchPlaces(base, root, files);
  const { place } = places;
  const changes = new Map<string, FilePatch>();
  for (const file of files) {
    if (file.before !== undefined && file.before !== file.after)
      changes.set(place(file.before, file), { ...file, after: undefined });
  }
  for (const file of files) if (file.after !== undefined) changes.set(place(file.after, file), file);
  const texts = new Map<string, ReadResult>();
  const misfit = (fault: PatchFault, line = 1): WorkspaceFinding => ({
    code: "patch-does-not-apply",
    severity: "error",
    fault,
    location: { path: patchPath, line },
  });

  function readText(path: string, from: Host, options?: ReadOptions): ReadResult {
    const full = resolvePath(from.folder, path);
    const patch = changes.get(full);
    if (patch === undefined) return from.readText(path, options);
    let known = texts.get(full);
    if (known === undefined) {
      known = patched(patch, path, from, options);
      texts.set(full, known);
    }
    return known;
  }

  function patched(patch: FilePatch, path: string, from: Host, options?: ReadOptions): ReadResult {
    if (patch.after === undefined) return { ok: false, reason: "missing", message: "the patch removes it" };
    const old: ReadResult =
      patch.before === undefined
        ? { ok: true, text: "" }
        : from.readText(place(patch.before, patch), options);
    if (!old.ok) {
      const wanted = relativePath(root, place(patch.before ?? "", patch));
      if (old.reason === "missing")
        failures.push(misfit({ kind: "patch-without-file", path: wanted }, patch.hunks[0]?.line));
      return old;
    }
    const shown = relativePath(root, resolvePath(from.folder, path));
    const applied = applyPatch(patch, new SourceFile(shown, old.text), patchPath);
    if ("text" in applied) {
      wasUsed = true;
      return { ok: true, text: applied.text };
    }
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
    readText: (path, options) => readText(path, from, options),
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
      return failures.length > 0 || wasUsed || places.missing.length === 0
        ? failures
        : [misfit({ kind: "patch-elsewhere", missing: places.missing })];
    },
  };
}
