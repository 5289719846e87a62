/** Names of symbols without opening a tree, as one that was open left them: for who has no time to read it. */
import { type KeptName, keptNames } from "../store/kept-names.ts";
import type { Host } from "../text/host.ts";

/** Those that begin with `start`, of the tree around a folder; none where no tree was open yet. */
export function namesBeginning(start: string, host: Host, folder?: string): readonly KeptName[] {
  return keptNames(folder === undefined ? host : host.at(folder), start);
}
