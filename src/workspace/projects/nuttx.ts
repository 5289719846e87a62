/** NuttX: configured by kconfig-frontends; its boards' configurations are called BOARD:CONFIG. */
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
      [`${APPSDIR}/Kconfig`, "# no applications\n"],
      ["arch/dummy/Kconfig", textAt(tree, "arch/dummy/dummy_kconfig")],
      ["boards/dummy/Kconfig", textAt(tree, "boards/dummy/dummy_kconfig")],
      ["drivers/platform/Kconfig", textAt(tree, "drivers/dummy/Kconfig")],
    ]),
};
