/** Where a Kconfig file is looked for: as named, then below `srctree`. */

import { DEFAULT_LIMITS } from "../text/budget.ts";
import type { FileReader, ReadOptions, ReadResult } from "../text/host.ts";

/**
 * Reads a file by the name that a `source` gives it. (Behaviour of C conf: relative to the current folder first,
 * then to `srctree`; names are shown as written.)
 */
export function resolveSource(
  name: string,
  host: FileReader,
  srctree: string | undefined,
  limit: number = DEFAULT_LIMITS.file,
): ReadResult {
  const options: ReadOptions = { limit, regularOnly: true };
  if (name === "") return { ok: false, reason: "missing", message: "the path is empty" };
  const direct = host.readText(name, options);
  if (direct.ok || direct.reason !== "missing" || name.startsWith("/") || srctree === undefined)
    return direct;
  return host.readText(`${srctree}/${name}`, options);
}
