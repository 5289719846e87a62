/** A world that tells which files were looked for and were not there. */
import type { Host } from "../../../src/text/host.ts";
import { resolvePath } from "../../../src/text/path.ts";

/** Each path is told once, in lists of those that came together. */
export function noticing(world: Host, tell: (paths: readonly string[]) => void): Host {
  const told = new Set<string>();
  let waiting: string[] = [];
  const note = (path: string) => {
    if (told.has(path)) return;
    told.add(path);
    waiting.push(path);
    if (waiting.length > 1) return;
    setTimeout(() => {
      const paths = waiting;
      waiting = [];
      tell(paths);
    });
  };
  const wrap = (host: Host): Host => ({
    ...host,
    readText(path, options) {
      const read = host.readText(path, options);
      if (!read.ok && read.reason === "missing") note(resolvePath(host.folder, path));
      return read;
    },
    exists(path) {
      const kind = host.exists(path);
      if (kind === undefined) note(resolvePath(host.folder, path));
      return kind;
    },
    glob(pattern, mayList) {
      const found = host.glob(pattern, mayList);
      if (found.length === 0 && !/[*?[\\]/.test(pattern)) note(resolvePath(host.folder, pattern));
      return found;
    },
    at: (folder) => wrap(host.at(folder)),
  });
  return wrap(world);
}
