/** A host that reads and writes nothing outside of the folders of a tree that is not trusted. */
import type { Host, ReadOptions, ReadResult, WriteResult } from "../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../text/path.ts";

/** Where a host may read and write. Folders are absolute. */
export type Confinement =
  /** Below these folders; and what a person named, as it is asked for, wherever it is. */
  | { readonly roots: readonly string[]; readonly named?: readonly string[] }
  /**
   * While a tree is being looked for: in folders above and below these, and each file where its path says that it
   * lies, so that no link leads elsewhere.
   */
  | { readonly around: readonly string[] };

const OUTSIDE =
  "leads out of the tree, and its commands are denied: nothing outside of it is read or written";

/** Links are followed to their end: what counts is where a file really is. */
export function confine(host: Host, confinement: Confinement): Host {
  const isInside = insideTest(host, confinement);
  const guarded = (path: string, write: () => WriteResult): WriteResult =>
    isInside(path) ? write() : { ok: false, message: `cannot write ${path}: it ${OUTSIDE}` };
  return {
    ...host,
    readText: (path: string, options?: ReadOptions): ReadResult =>
      isInside(path)
        ? host.readText(path, { ...options, regularOnly: true })
        : { ok: false, reason: "outside", message: OUTSIDE },
    // What a pattern would look for outside is named as it stands, and refused when it is read.
    glob: (pattern) =>
      isInside(fixedPart(pattern)) ? host.glob(pattern, (folder) => isInside(folder)) : [pattern],
    writeText: (path, text, options) => guarded(path, () => host.writeText(path, text, options)),
    touch: (path) => guarded(path, () => host.touch(path)),
    at: (folder) => confine(host.at(folder), confinement),
  };
}

function insideTest(host: Host, confinement: Confinement): (path: string) => boolean {
  const real = (path: string): string => host.realPath?.(path) ?? resolvePath(host.folder, path);
  if ("roots" in confinement) {
    const roots = confinement.roots.map(real);
    const named = confinement.named ?? [];
    return (path) => named.includes(path) || roots.some((root) => isWithin(root, realTarget(host, path)));
  }
  const around = confinement.around.map(real);
  return (path) => {
    const whole = resolvePath(host.folder, path);
    const isBelowHere = isWithin(resolvePath("/", host.folder), whole);
    const home = real(isBelowHere ? "." : (parentFolder(whole) ?? "/"));
    return (
      isWithin(home, realTarget(host, path)) &&
      around.some((folder) => isWithin(home, folder) || isWithin(folder, home))
    );
  };
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
