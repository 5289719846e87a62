/** The walk up from a folder to the top of the tree that it belongs to. */
import type { Host, ReadFailure, ReadResult } from "../text/host.ts";
import { parentFolder, resolvePath } from "../text/path.ts";
import { type KernelTree, readKernelTree } from "./kernel-tree.ts";
import type { Project } from "./projects/project.ts";
import { projectAt } from "./projects/projects.ts";

export const TOP_KCONFIG = "Kconfig";

/** A place that Kconfig can be read from, all absolute. */
export interface Place {
  /** Where C's `conf` would be started: its .config is here, and commands run here. */
  readonly folder: string;
  /** Where the Kconfig files are; another folder only for a kernel that is built outside of its source. */
  readonly source: string;
  /** If the source is a kernel. */
  readonly kernel?: KernelTree;
  /** If the tree is that of a project with a Kconfig of its own. */
  readonly project?: Project;
  /** The application that is configured, where it lies outside of its project's tree. */
  readonly home?: string;
}

/**
 * The folders from `folder` to the root, the nearest first. The folder with `.git` is the last one, because what
 * lies above a repository is not about it.
 */
export function foldersUp(folder: string, host: Host): readonly string[] {
  const folders: string[] = [];
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at)) {
    folders.push(at);
    if (host.exists(resolvePath(at, ".git")) !== undefined) break;
  }
  return folders;
}

/** The nearest file of a name in `folder` or above, absolute. */
export function findFileUp(name: string, folder: string, host: Host): string | undefined {
  return foldersUp(folder, host)
    .map((at) => resolvePath(at, name))
    .find((path) => host.exists(path) === "file");
}

/**
 * The tree that `folder` belongs to. The top is the nearest folder of a kernel or a project, or with a Kconfig that has a
 * `mainmenu`; where there is neither, the highest of an unbroken row of folders with a Kconfig.
 */
export function findPlaceUp(folder: string, host: Host): Place | undefined {
  let top: string | undefined;
  let isRowBroken = false;
  for (const at of foldersUp(folder, host)) {
    // Above a Kconfig file there is no folder that a kernel is built in.
    const kernel = top === undefined ? kernelAt(at, host) : kernelHere(at, host);
    if (kernel !== undefined) return kernel;
    const project = projectHere(at, host);
    if (project !== undefined) return project;
    const kconfig = host.readText(resolvePath(at, TOP_KCONFIG));
    if (hasMainmenu(kconfig)) return { folder: at, source: at };
    // What is there and cannot be read is told when the tree is loaded.
    const isThere = kconfig.ok || TOLD_LATER.has(kconfig.reason);
    if (!isThere) isRowBroken = top !== undefined;
    else if (!isRowBroken) top = at;
  }
  return top === undefined ? undefined : { folder: top, source: top };
}

const TOLD_LATER: ReadonlySet<ReadFailure> = new Set(["irregular", "denied", "outside"]);

/** The kernel whose source or build folder is exactly this one. */
export function kernelAt(folder: string, host: Host): Place | undefined {
  const kernel = kernelHere(folder, host);
  if (kernel !== undefined) return kernel;
  const source = sourceOfBuild(folder, host);
  const built = source === undefined ? undefined : kernelIn(source, host);
  return source === undefined || built === undefined ? undefined : { folder, source, kernel: built };
}

/** The project's tree that is exactly this folder, or that its repository holds. */
export function projectHere(folder: string, host: Host): Place | undefined {
  const found = projectAt(folder, host);
  return found === undefined
    ? undefined
    : { folder: found.folder, source: found.folder, home: found.home, project: found.project };
}

function hasMainmenu(kconfig: ReadResult): boolean {
  return kconfig.ok && /^[ \t]*mainmenu\b/m.test(kconfig.text);
}

/** The kernel or project that `folder` belongs to. What lies above the top of another tree is not looked at. */
export function findKnownUp(folder: string, host: Host): Place | undefined {
  for (const at of foldersUp(folder, host)) {
    const place = kernelAt(at, host) ?? projectHere(at, host);
    if (place !== undefined) return place;
    if (hasMainmenu(host.readText(resolvePath(at, TOP_KCONFIG)))) return undefined;
  }
  return undefined;
}

function kernelHere(folder: string, host: Host): Place | undefined {
  const kernel = kernelIn(folder, host);
  return kernel === undefined ? undefined : { folder, source: folder, kernel };
}

function kernelIn(folder: string, host: Host): KernelTree | undefined {
  return host.exists(resolvePath(folder, TOP_KCONFIG)) === "file"
    ? readKernelTree(host.at(folder))
    : undefined;
}

/** `make O=folder` leaves a Makefile there that does nothing but include the one of the source, and no Kconfig. */
function sourceOfBuild(folder: string, host: Host): string | undefined {
  if (host.exists(resolvePath(folder, TOP_KCONFIG)) !== undefined) return undefined;
  const makefile = host.readText(resolvePath(folder, "Makefile"));
  const included = makefile.ok ? /^include (\S+)\/Makefile$/m.exec(makefile.text)?.[1] : undefined;
  return included === undefined ? undefined : resolvePath(folder, included);
}

/** srctree as the kernel's Makefile would write it: `.` at home, `..` in a folder right below, else absolute. */
export function srctreeOf({ folder, source }: Place): string {
  if (source === folder) return ".";
  return parentFolder(folder) === source ? ".." : source;
}
