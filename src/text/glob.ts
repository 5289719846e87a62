/** File name patterns as C's glob(3) reads them, over any host that can list a folder. */
import { encodeText } from "./encoding.ts";

export interface GlobFolders {
  /** Names in a folder, `.` and `..` left out; none if it is no folder. `""` is the host's own folder. */
  list(folder: string): readonly string[];
  exists(path: string): boolean;
}

/**
 * Paths that match `pattern`, written as the pattern writes them, sorted by bytes. `*`, `?` and `[…]` match within
 * one part of a path and never a leading dot; a backslash takes the next character as it is.
 */
export function globPaths(pattern: string, folders: GlobFolders): readonly string[] {
  let found = [pattern.startsWith("/") ? "/" : ""];
  for (const part of pattern.split(/(?<=\/)(?=[^/])/)) {
    const [, name, slashes] = /^([^/]*)(\/*)$/.exec(part)!;
    if (name !== "") found = found.flatMap((folder) => partMatches(folder, name, slashes, folders));
  }
  return sortedByBytes(found.filter((path) => path !== ""));
}

function partMatches(folder: string, name: string, slashes: string, folders: GlobFolders): string[] {
  if (!/[*?[]/.test(name)) {
    const path = folder + name.replace(/\\(.)/gs, "$1") + slashes;
    return folders.exists(path) ? [path] : [];
  }
  const expression = partExpression(name);
  return folders
    .list(folder)
    .filter((entry) => expression.test(entry))
    .map((entry) => folder + entry + slashes)
    .filter((path) => slashes === "" || folders.exists(path));
}

function partExpression(name: string): RegExp {
  let source = name.startsWith(".") || name.startsWith("\\.") ? "" : "(?!\\.)";
  for (let at = 0; at < name.length; at++) {
    const set = name[at] === "[" ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(name.slice(at)) : null;
    if (set !== null) {
      source += `[${set[1] === "" ? "" : "^"}${set[2].replace(/[\\[\]^]/g, "\\$&")}]`;
      at += set[0].length - 1;
    } else if (name[at] === "*") source += ".*";
    else if (name[at] === "?") source += ".";
    else {
      if (name[at] === "\\" && at + 1 < name.length) at += 1;
      source += name[at].replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // A range that runs backwards, `[z-a]`: glob(3) matches nothing.
    return /(?!)/;
  }
}

function sortedByBytes(paths: readonly string[]): readonly string[] {
  return paths
    .map((path) => ({ path, bytes: encodeText(path) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ path }) => path);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}
