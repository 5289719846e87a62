/** Paths as text, with `/` between the parts as Kconfig writes them; nothing here asks a disk. */

export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/");
}

/** `path` as seen from `folder`: an absolute path stays, `.` parts vanish, `..` goes up by text. */
export function resolvePath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (isAbsolutePath(path) ? path : `${folder}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The folder that holds an absolute path, undefined for the root. */
export function parentFolder(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  if (path === "/" || slash < 0) return undefined;
  return slash === 0 ? "/" : path.slice(0, slash);
}

/** The part after the last slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** How to write the absolute path `to` in the absolute folder `from`; `.` for the folder itself. */
export function relativePath(from: string, to: string): string {
  const start = from.split("/").filter(Boolean);
  const end = to.split("/").filter(Boolean);
  let shared = 0;
  while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared += 1;
  return [...start.slice(shared).map(() => ".."), ...end.slice(shared)].join("/") || ".";
}

/** `path`, written for someone in `from`, rewritten for someone in `to`; unchanged where both agree on it. */
export function rebasePath(path: string, from: string, to: string): string {
  return isAbsolutePath(path) || from === to ? path : relativePath(to, resolvePath(from, path));
}
