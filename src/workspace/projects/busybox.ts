/** BusyBox: Kconfig of Linux 2.6. Most of its options stand in comments of C files, from which its build makes Config.in. */
import { assigned, fixed, type Project, textAt } from "./project.ts";

const OPTION = /^\/\/config:(.*)$/gm;

export const busybox: Project = {
  kind: "busybox",
  title: "BusyBox",
  isAt: (tree) => tree.exists("Config.in") === "file" && tree.exists("include/applets.src.h") === "file",
  kconfig: "Config.in",
  dialect: "busybox",
  version: (tree) => {
    const makefile = textAt(tree, "Makefile");
    return ["VERSION", "PATCHLEVEL", "SUBLEVEL"].map((name) => assigned(makefile, name) ?? "0").join(".");
  },
  variables: [
    { name: "srctree", from: "Makefile", value: ({ tree }) => tree.folder },
    { name: "objtree", from: "Makefile", value: ({ tree }) => tree.folder },
    { name: "KERNELVERSION", from: "Makefile", value: ({ tree }) => busybox.version?.(tree) },
    fixed("CONFIG_SHELL", "sh", "Makefile"),
  ],
  defconfigs: ["configs/*"],
  example: "android_ndk_defconfig",
  // A line INSERT of Config.src stands for what the comments of the C files beside it say.
  made: ({ tree }) => {
    const made = new Map<string, string>();
    for (const source of [...tree.glob("*/Config.src"), ...tree.glob("*/*/Config.src")]) {
      const folder = source.slice(0, source.lastIndexOf("/"));
      const options = tree
        .glob(`${folder}/*.c`)
        .flatMap((file) => [...textAt(tree, file).matchAll(OPTION)].map(([, line]) => `${line}\n`))
        .join("");
      const [before, ...behind] = textAt(tree, source).split(/^INSERT\n/m);
      const text = behind.length === 0 ? before : before + options + behind.join("");
      made.set(`${folder}/Config.in`, `# made from Config.src\n${text}`);
    }
    return made;
  },
};
