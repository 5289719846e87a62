/** Files that a build makes before Kconfig is read, laid into a world where it has not made them. */
import { digestText } from "../text/digest.ts";
import { globPaths } from "../text/glob.ts";
import type { FileStamp, Host, ReadOptions, ReadResult } from "../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../text/path.ts";

/** No file system has this number. */
const NO_DEVICE = -1;

/** Where such a text counts: where there is no file, or always. */
export type MadeWhere = "missing" | "always";

/** `base`, with a text for each absolute path of `made`. */
export function withMadeFiles(
  base: Host,
  made: ReadonlyMap<string, string>,
  where: MadeWhere = "missing",
): Host {
  if (made.size === 0) return base;
  const over = (from: Host): Host => {
    const textAt = (path: string) => made.get(resolvePath(from.folder, path));
    const isMade = (path: string) =>
      textAt(path) !== undefined && (where === "always" || from.exists(path) === undefined);
    const list = (folder: string): readonly string[] => {
      const full = resolvePath(from.folder, folder);
      const found = from
        .glob(`${folder === "" || folder.endsWith("/") ? folder : `${folder}/`}*`)
        .map(baseName);
      const added = [...made.keys()].filter((path) => parentFolder(path) === full).map(baseName);
      return [...new Set([...found, ...added])];
    };
    return {
      ...from,
      readText: (path: string, options?: ReadOptions): ReadResult => {
        const always = where === "always" ? textAt(path) : undefined;
        if (always !== undefined) return { ok: true, text: always, stamp: stampOf(always) };
        const read = from.readText(path, options);
        const text = read.ok || read.reason !== "missing" ? undefined : textAt(path);
        return text === undefined ? read : { ok: true, text, stamp: stampOf(text) };
      },
      exists: (path) => from.exists(path) ?? (textAt(path) === undefined ? undefined : "file"),
      stamp:
        from.stamp === undefined
          ? undefined
          : (path) => (isMade(path) ? stampOf(textAt(path) ?? "") : from.stamp?.(path)),
      glob: (pattern, mayList) =>
        globPaths(pattern, {
          list: (folder) => (mayList?.(folder || ".") === false ? [] : list(folder)),
          exists: (path) => from.exists(path) !== undefined || textAt(path) !== undefined,
        }),
      at: (folder) => over(from.at(folder)),
    };
  };
  return over(base);
}

/** Another text has another stamp. */
function stampOf(text: string): FileStamp {
  const inode = Number.parseInt(digestText(text).slice(0, 12), 16);
  return { size: text.length, modified: 0, changed: 0, inode, device: NO_DEVICE };
}
