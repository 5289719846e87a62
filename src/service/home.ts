/** Which tree a file belongs to, before any is opened. */
import type { Host } from "../text/host.ts";
import { findSettings } from "../workspace/find-tree.ts";
import { findPlaceUp } from "../workspace/locate.ts";

/** The folder from which the tree of this folder is found, absolute; undefined if it belongs to none. */
export function homeOf(folder: string, host: Host): string | undefined {
  const here = host.at(folder);
  const settings = findSettings({}, here);
  // Its tree may be anywhere; that of a nearer Kconfig is another one.
  if (settings.isThere) return settings.home;
  return findPlaceUp(here.folder, here)?.folder;
}
