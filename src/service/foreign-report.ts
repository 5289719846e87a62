/** Files that a report names which another machine wrote: it names them as it likes. */
import { confine } from "../probes/confine.ts";
import type { Host } from "../text/host.ts";

/** A host that reads nothing outside of the folder of `caller`, to show lines that such a report is about. */
export function hostForReport(caller: Host): Host {
  return confine(caller, { roots: [caller.folder] });
}
