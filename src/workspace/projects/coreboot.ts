/** coreboot: the Kconfig of Linux 6.8 with patches; all its Kconfig files are below src/. */
import { fixed, type Project, textAt } from "./project.ts";

export const coreboot: Project = {
  kind: "coreboot",
  title: "coreboot",
  isAt: (tree) => tree.exists("src/Kconfig") === "file" && /\bcoreboot\b/.test(textAt(tree, "Makefile")),
  kconfig: "src/Kconfig",
  dialect: "coreboot",
  tool: "util/kconfig",
  variables: [
    { name: "top", from: "Makefile", value: ({ tree }) => tree.folder },
    fixed("src", "src", "Makefile"),
    fixed("obj", "build", "Makefile"),
    fixed("objk", "build/util/kconfig", "Makefile"),
    fixed("KCONFIG_NEGATIVES", "1", "Makefile"),
  ],
  defconfigs: ["configs/*", "configs/config.*"],
  example: "config.emulation_qemu_x86_i440fx",
  defaultDefconfig: "configs/defconfig",
};
