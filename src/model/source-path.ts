/** Where a Kconfig file is looked for: as named, then below `srctree`. */
import type { FileReader, ReadOptions, ReadResult } from "../text/host.ts";
import { MAX_FILE_SIZE } from "../text/limits.ts";

const LIMITED: ReadOptions = { limit: MAX_FILE_SIZE, regularOnly: true };

/**
 * Reads a file by the name that a `source` gives it. (Behaviour of C conf: relative to the current folder first,
 * then to `srctree`; names are shown as written.)
 */
export function resolveSource(name: string, host: FileReader, srctree: string | undefined): ReadResult {
  if (name === "") return { ok: false, reason: "missing", message: "the path is empty" };
  const direct = host.readText(name, LIMITED);
  if (direct.ok || direct.reason !== "missing" || name.startsWith("/") || srctree === undefined)
    return direct;
  return host.readText(`${srctree}/${name}`, LIMITED);
}
