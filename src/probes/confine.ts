/** A host that reads and writes nothing outside of the folders of a tree that is not trusted. */
import type { Host, ReadOptions, ReadResult, WriteResult } from "../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../text/path.ts";

/** Where a host may read and write. Folders and files are absolute. */
export interface Confinement {
  /** What lies below these folders, wherever a name leads from. */
  readonly roots: readonly string[];
  /**
   * While a tree is being looked for: files in and below these folders, and in those above them, up to that of their
   * repository, the files that tell a tree; each where its path says that it lies, so that no link leads elsewhere.
   */
  readonly searched?: readonly string[];
  /** What a person named, wherever it is; but no link in a root leads out of it. */
  readonly named?: readonly string[];
}

const OUTSIDE =
  "leads out of the tree, and its commands are denied: nothing outside of it is read or written";

/** What is looked for on the way up. */
const TELLING_FILES: ReadonlySet<string> = new Set(["Kconfig", "Makefile", "kcfg.json"]);

/** Links are followed to their end: what counts is where a file really is. */
export function confine(host: Host, confinement: Confinement): Host {
  const isInside = insideTest(host, confinement);
  const guarded = (path: string, write: () => WriteResult): WriteResult =>
    isInside(path) ? write() : { ok: false, message: `cannot write ${path}: it ${OUTSIDE}` };
  return {
    ...host,
    readText: (path: string, options?: ReadOptions): ReadResult =>
      isInside(path) ? host.readText(path, options) : { ok: false, reason: "outside", message: OUTSIDE },
    // What a pattern would look for outside is named as it stands, and refused when it is read.
    glob: (pattern) =>
      isInside(fixedPart(pattern)) ? host.glob(pattern, (folder) => isInside(folder)) : [pattern],
    // What a command names would tell by its stamp when it was changed.
    ...(host.stamp !== undefined && {
      stamp: (path: string) => (isInside(path) ? host.stamp?.(path) : undefined),
    }),
    writeText: (path, text, options) => guarded(path, () => host.writeText(path, text, options)),
    touch: (path) => guarded(path, () => host.touch(path)),
    at: (folder) => confine(host.at(folder), confinement),
  };
}

function insideTest(
  host: Host,
  { roots, searched = [], named = [] }: Confinement,
): (path: string) => boolean {
  const real = (path: string): string => host.realPath?.(path) ?? resolvePath(host.folder, path);
  const realRoots = roots.map(real);
  const realSearched = searched.map(real).map((folder) => ({ folder, top: repositoryOf(host, folder) }));
  const isBelowRoot = (target: string): boolean => realRoots.some((root) => isWithin(root, target));
  const isWhereItLies = (path: string): boolean => {
    if (realSearched.length === 0) return false;
    const whole = resolvePath(host.folder, path);
    const isBelowHere = isWithin(resolvePath("/", host.folder), whole);
    if (!isBelowHere && !TELLING_FILES.has(baseName(whole))) return false;
    const home = real(isBelowHere ? "." : (parentFolder(whole) ?? "/"));
    return (
      isWithin(home, realTarget(host, path)) &&
      realSearched.some(
        ({ folder, top }) => isWithin(folder, home) || (isWithin(home, folder) && isWithin(top, home)),
      )
    );
  };
  return (path) =>
    isBelowRoot(realTarget(host, path)) ||
    isWhereItLies(path) ||
    (named.includes(resolvePath(host.folder, path)) &&
      !placesOnTheWay(host, path).some((place) => isBelowRoot(realTarget(host, place))));
}

/** The top of the repository around a folder; the root where there is none. */
function repositoryOf(host: Host, folder: string): string {
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at))
    if (host.exists(resolvePath(at, ".git")) !== undefined) return at;
  return "/";
}

/**
 * The folders that a path goes through, and what it names. `..` at its start is taken as the shell shows it; behind a
 * name it may stand for another folder than that, where the name is a link, and is left to the system.
 */
function placesOnTheWay({ folder }: Host, path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  let start = path.startsWith("/") ? "/" : resolvePath("/", folder);
  while (parts[0] === "..") {
    parts.shift();
    start = parentFolder(start) ?? "/";
  }
  const places = [start];
  for (const part of parts) places.push(`${places[places.length - 1]}/${part}`);
  return places;
}

function isWithin(folder: string, path: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a path leads to a place below a folder, both as `host` sees them. */
export function isBelow(host: Host, folder: string, path: string): boolean {
  return isWithin(host.realPath?.(folder) ?? resolvePath(host.folder, folder), realTarget(host, path));
}

/** Where a path leads; of what is not there, where it would be. */
function realTarget(host: Host, path: string): string {
  const found = host.realPath?.(path);
  if (found !== undefined) return found;
  const whole = resolvePath(host.folder, path);
  const parent = parentFolder(whole);
  if (host.realPath === undefined || parent === undefined) return whole;
  const above = realTarget(host, parent);
  return above === "/" ? `/${baseName(whole)}` : `${above}/${baseName(whole)}`;
}

/** The folder of a pattern up to its first part with a sign that matches several. */
function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  const fixed = parts.slice(0, first < 0 ? -1 : first).join("/");
  return fixed === "" ? (pattern.startsWith("/") ? "/" : ".") : fixed;
}
