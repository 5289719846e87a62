/** All projects, and which of them a folder is the top of. */
import type { Host } from "../../text/host.ts";
import { resolvePath } from "../../text/path.ts";
import { buildroot } from "./buildroot.ts";
import { busybox } from "./busybox.ts";
import { coreboot } from "./coreboot.ts";
import { crosstoolNg } from "./crosstool-ng.ts";
import { espIdf } from "./esp-idf.ts";
import { nuttx } from "./nuttx.ts";
import type { Project } from "./project.ts";
import { uBoot } from "./u-boot.ts";
import { xen } from "./xen.ts";
import { zephyr } from "./zephyr.ts";

/** Those with a mark that no other has come first. */
export const projects: readonly Project[] = [
  busybox,
  buildroot,
  coreboot,
  crosstoolNg,
  nuttx,
  xen,
  zephyr,
  espIdf,
  uBoot,
];

/** A project, and the absolute folders of its tree and of the application; the same where the tree is all there is. */
export interface ProjectPlace {
  readonly project: Project;
  readonly folder: string;
  readonly home: string;
}

/** The project whose tree begins in this folder, or whose repository does. */
export function projectAt(folder: string, host: Host): ProjectPlace | undefined {
  for (const project of projects) {
    if (project.isAt(host.at(folder))) return { project, folder, home: folder };
    const application = project.applicationAt?.(host.at(folder));
    if (application !== undefined && project.isAt(host.at(application.tree)))
      return { project, folder: application.tree, home: application.folder };
    if (project.folder === undefined) continue;
    const below = resolvePath(folder, project.folder);
    if (host.exists(below) === "directory" && project.isAt(host.at(below)))
      return { project, folder: below, home: below };
  }
  return undefined;
}
