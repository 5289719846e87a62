/** Where the files of a patch are: its paths may start in the tree's folder or at the top of the git repository. */
import type { Host } from "../text/host.ts";
import { relativePath, resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { foldersUp } from "./locate.ts";
import { applyPatch, type FilePatch } from "./unified-patch.ts";

export interface PatchPlaces {
  /** The absolute path of a file that the patch names. */
  place(path: string, file: FilePatch): string;
  /**
   * The files that the patch changes or removes, as seen from the tree's folder, if not one of them is there; else
   * none. A patch that only adds files misses none.
   */
  readonly missing: readonly string[];
}

/** A way to read the paths of a patch. */
interface Reading {
  /** The folder that they start from, absolute. */
  readonly base: string;
  /** Whether their first part is left out, as `patch -p1` does. */
  readonly strips: boolean;
}

/** What git puts before its paths: `a/` and `b/`, or with diff.mnemonicPrefix letters that say what is compared. */
const GIT_PREFIX = /^[abciow]\//;

/**
 * Finds the reading by which the most files are there. Paths start at the tree's folder `root`, absolute, or at the
 * top of the git repository around it, as git has them; without a repository at a folder above `root`, if that leads
 * all of them into the tree. Where the same names are in several of these folders, the lines of the patch decide.
 */
export function patchPlaces(host: Host, root: string, files: readonly FilePatch[]): PatchPlaces {
  const isThere = (path: string) => host.exists(path) === "file";
  const isGits = files.every(({ before, after, hunks }) =>
    // A file that is only renamed has its names without a/ and b/.
    [before, after].every((name) => hunks.length === 0 || name === undefined || GIT_PREFIX.test(name)),
  );
  const olds = (reading: Reading) => placesOf(reading, files, "before");
  const hits = (reading: Reading) => olds(reading).filter(isThere).length;
  const readings = (base: string): readonly Reading[] =>
    [isGits, !isGits].map((strips) => ({ base, strips }));

  const above = foldersUp(root, host);
  const top = above.at(-1) ?? root;
  const isRepository = host.exists(resolvePath(top, ".git")) !== undefined;
  const bases = !isRepository || top === root ? [root] : isGits ? [top, root] : [root, top];
  let best = bestOf(bases.flatMap(readings), [
    hits,
    (reading) => plausible(reading, files, host),
    (reading) => fitting(reading, files, host),
  ]);
  if (!isRepository && hits(best) === 0) {
    const isWhole = (reading: Reading) => {
      const news = placesOf(reading, files, "after");
      const [old, isInside] = [olds(reading), (path: string) => path.startsWith(`${root}/`)];
      return old.length > 0 && old.every(isThere) && [...old, ...news].every(isInside);
    };
    best = above.slice(1).flatMap(readings).find(isWhole) ?? best;
  }
  return {
    place: (path, file) => placed(best, path, file),
    missing: hits(best) > 0 ? [] : [...new Set(olds(best))].map((path) => relativePath(root, path)),
  };
}

function placed({ base, strips }: Reading, path: string, { hunks }: FilePatch): string {
  const isStripped = strips && hunks.length > 0 && /^[^/]+\//.test(path);
  return resolvePath(base, isStripped ? path.slice(path.indexOf("/") + 1) : path);
}

function placesOf(
  reading: Reading,
  files: readonly FilePatch[],
  side: "before" | "after",
): readonly string[] {
  return files.flatMap((file) => {
    const path = file[side];
    return path === undefined ? [] : [placed(reading, path, file)];
  });
}

/** How many new files would be in folders whose first one is there. */
function plausible(reading: Reading, files: readonly FilePatch[], host: Host): number {
  const added = files.filter(({ before }) => before === undefined);
  return placesOf(reading, added, "after").filter((path) => {
    const [first, ...rest] = relativePath(reading.base, path).split("/");
    return rest.length === 0 || host.exists(resolvePath(reading.base, first)) === "directory";
  }).length;
}

/** How many files have the lines that the patch is for. */
function fitting(reading: Reading, files: readonly FilePatch[], host: Host): number {
  return files.filter((file) => {
    if (file.before === undefined) return false;
    const read = host.readText(placed(reading, file.before, file));
    return read.ok && "text" in applyPatch(file, new SourceFile(file.before, read.text), "");
  }).length;
}

/** The first among those that the first measure prefers, then the second; no measure is taken without need. */
function bestOf(readings: readonly Reading[], measures: readonly ((reading: Reading) => number)[]): Reading {
  let left = readings;
  for (const measure of measures) {
    if (left.length === 1) break;
    const scores = left.map(measure);
    const most = Math.max(...scores);
    left = left.filter((_, index) => scores[index] === most);
  }
  return left[0];
}
