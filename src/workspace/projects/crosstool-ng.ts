/** crosstool-NG: a Kconfig of Linux 5.x with the prefix CT_; its samples are whole folders. */
import { fixed, type Project, textAt } from "./project.ts";

export const crosstoolNg: Project = {
  kind: "crosstool-ng",
  title: "crosstool-NG",
  isAt: (tree) => tree.exists("config/config.in") === "file" && tree.exists("ct-ng.in") === "file",
  kconfig: "config/config.in",
  dialect: "crosstool-ng",
  tool: "kconfig",
  version: (tree) => textAt(tree, ".tarball-version").trim() || undefined,
  variables: [
    fixed("CONFIG_", "CT_", { kind: "tool" }),
    { name: "srctree", from: "ct-ng", value: ({ tree }) => tree.folder },
    { name: "CT_LIB_DIR", from: "ct-ng", value: ({ tree }) => tree.folder },
    { name: "CT_TOP_DIR", from: "ct-ng", value: ({ tree }) => tree.folder },
    { name: "CT_VERSION", from: ".tarball-version", value: ({ tree }) => crosstoolNg.version?.(tree) ?? "" },
    fixed("CT_VCHECK", "", "ct-ng"),
    {
      name: "CT_CONFIG_VERSION_CURRENT",
      from: "ct-ng.in",
      value: ({ tree }) => /\bCT_CONFIG_VERSION_CURRENT=(\S+)/.exec(textAt(tree, "ct-ng.in"))?.[1],
    },
  ],
  // What ./configure finds of the machine: all programs.
  made: ({ tree }) =>
    new Map([
      ["config/configure.in", textAt(tree, "config/configure.in.in").replace(/@KCONFIG_\w+@/g, "def_bool y")],
    ]),
  defconfigs: ["samples/*/crosstool.config"],
  example: "arm-unknown-linux-gnueabi",
};
