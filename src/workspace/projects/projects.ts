/** All projects, and which of them a folder is the top of. */
import type { Host } from "../../text/host.ts";
import { resolvePath } from "../../text/path.ts";
import { buildroot } from "./buildroot.ts";
import { busybox } from "./busybox.ts";
import { coreboot } from "./coreboot.ts";
import { crosstoolNg } from "./crosstool-ng.ts";
import { nuttx } from "./nuttx.ts";
import type { Project } from "./project.ts";
import { uBoot } from "./u-boot.ts";
import { xen } from "./xen.ts";

/** Those with a mark that no other has come first. */
export const projects: readonly Project[] = [busybox, buildroot, coreboot, crosstoolNg, nuttx, xen, uBoot];

/** A project, and the absolute folder of its tree. */
export interface ProjectPlace {
  readonly project: Project;
  readonly folder: string;
}

/** The project whose tree begins in this folder, or whose repository does. */
export function projectAt(folder: string, host: Host): ProjectPlace | undefined {
  for (const project of projects) {
    if (project.isAt(host.at(folder))) return { project, folder };
    if (project.folder === undefined) continue;
    const below = resolvePath(folder, project.folder);
    if (host.exists(below) === "directory" && project.isAt(host.at(below))) return { project, folder: below };
  }
  return undefined;
}
