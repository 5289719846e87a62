/** NuttX: configured by kconfig-frontends; its boards' configurations are called BOARD:CONFIG. */
import type { Host } from "../../text/host.ts";
import { type Project, textAt } from "./project.ts";

export const nuttx: Project = {
  kind: "nuttx",
  title: "NuttX",
  isAt: (tree) =>
    tree.exists("sched/Kconfig") === "file" &&
    tree.exists("boards/Kconfig") === "file" &&
    /\bAPPSDIR\b/.test(textAt(tree, "Kconfig")),
  kconfig: "Kconfig",
  dialect: "frontends",
  variables: [
    {
      name: "APPSDIR",
      from: "tools/configure.sh",
      value: ({ tree }) =>
        ["../apps", "../nuttx-apps"].find((each) => tree.exists(each) === "directory") ?? "../apps",
    },
    { name: "APPSBINDIR", from: "tools/Unix.mk", value: ({ environment }) => environment.APPSDIR },
    { name: "BINDIR", from: "tools/Unix.mk", value: ({ tree }) => tree.folder },
    {
      name: "EXTERNALDIR",
      from: "tools/Unix.mk",
      value: ({ tree }) => (tree.exists("external/Kconfig") === "file" ? "external" : "dummy"),
    },
  ],
  defconfigs: ["boards/*/*/*/configs/*/defconfig"],
  defconfigPaths: (name, { tree }) => {
    const [board, config] = name.split(/[:/]/);
    if (!board || !config || /[*?[]/.test(name)) return [];
    return tree.glob(`boards/*/*/${board}/configs/${config}/defconfig`);
  },
  example: "sim:nsh",
  made: ({ tree, environment: { APPSDIR = "../apps" } }) =>
    new Map([
      ...kconfigOfApplications(tree, APPSDIR),
      ["arch/dummy/Kconfig", textAt(tree, "arch/dummy/dummy_kconfig")],
      ["boards/dummy/Kconfig", textAt(tree, "boards/dummy/dummy_kconfig")],
      ["drivers/platform/Kconfig", textAt(tree, "drivers/dummy/Kconfig")],
    ]),
};

/** Folders of applications in folders of applications: nobody makes deeper ones. */
const DEPTH = 4;

/**
 * The Kconfig files that the makefiles of the applications make: each folder with a title for its menu has one of what
 * lies below it, and above them is one of all.
 */
function kconfigOfApplications(tree: Host, applications: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  /** Whether the folder has a Kconfig file, be it one that is made. */
  const look = (folder: string, title: string | undefined, depth: number): boolean => {
    if (title === undefined) return tree.exists(`${folder}/Kconfig`) === "file";
    const below = depth === 0 ? [] : [...tree.glob(`${folder}/*`)].sort();
    const sources = below
      .filter((path) => tree.exists(path) === "directory" && look(path, titleOf(path), depth - 1))
      .map((path) => `source "${path}/Kconfig"\n`)
      .join("");
    files.set(`${folder}/Kconfig`, title === "" ? sources : `menu "${title}"\n${sources}endmenu\n`);
    return true;
  };
  const titleOf = (folder: string) =>
    /^[ \t]*MENUDESC[ \t]*:?=[ \t]*"?([^"\n]+?)"?[ \t]*$/m.exec(textAt(tree, `${folder}/Makefile`))?.[1];
  // Links of the board that is chosen, by default a board of none.
  files.set(`${applications}/platform/board/Kconfig`, textAt(tree, `${applications}/platform/dummy/Kconfig`));
  look(applications, "", DEPTH);
  return files;
}
