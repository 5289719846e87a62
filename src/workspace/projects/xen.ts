/** The Xen hypervisor: a Kconfig near Linux 5.x, in the folder xen/ of its repository. */
import { sourceArchitecture } from "../kernel-tree.ts";
import { answerOf, assigned, fixed, type Project, textAt, tool } from "./project.ts";

/** As `uname -m` says it, and as Xen does. */
const ARCHITECTURES: readonly (readonly [RegExp, string])[] = [
  [/i.86|i86pc/, "x86_32"],
  [/amd64/, "x86_64"],
  [/armv7.*/, "arm32"],
  [/armv8.*/, "arm64"],
  [/aarch64/, "arm64"],
];

export const xen: Project = {
  kind: "xen",
  title: "Xen",
  isAt: (tree) => tree.exists("Kconfig") === "file" && /\bXEN_FULLVERSION\b/.test(textAt(tree, "Makefile")),
  folder: "xen",
  kconfig: "Kconfig",
  dialect: "xen",
  tool: "tools/kconfig",
  version: (tree) => {
    const makefile = textAt(tree, "Makefile");
    const extra = (assigned(makefile, "XEN_EXTRAVERSION") ?? "").replace(/\$\(.*/, "");
    return `${assigned(makefile, "XEN_VERSION") ?? ""}.${assigned(makefile, "XEN_SUBVERSION") ?? ""}${extra}`;
  },
  variables: [
    fixed("srctree", ".", "Makefile"),
    fixed("objtree", ".", "Makefile"),
    { name: "XEN_FULLVERSION", from: "Makefile", value: ({ tree }) => xen.version?.(tree) },
    {
      name: "ARCH",
      from: "uname -m",
      value: (ground) => {
        const machine = ground.environment.XEN_TARGET_ARCH ?? answerOf(ground, "uname -m") ?? "x86_64";
        return ARCHITECTURES.reduce((name, [pattern, own]) => name.replace(pattern, own), machine);
      },
    },
    {
      name: "SRCARCH",
      from: "Makefile",
      value: ({ environment: { ARCH = "" } }) =>
        sourceArchitecture(ARCH)
          .replace(/^x86.*/, "x86")
          .replace(/^arm(32|64)/, "arm")
          .replace(/^riscv.*/, "riscv"),
    },
    tool("CC", "gcc", "config/StdGNU.mk"),
    tool("LD", "ld", "config/StdGNU.mk"),
    fixed("CONFIG_SHELL", "/bin/sh", "Makefile"),
    {
      name: "XEN_HAS_BUILD_ID",
      from: "$LD --build-id",
      value: (ground) => {
        const said = answerOf(ground, `${ground.environment.LD} --build-id 2>&1`);
        return said === undefined ? undefined : said.includes("build-id") ? "n" : "y";
      },
    },
    {
      name: "XEN_HAS_CHECKPOLICY",
      from: "checkpolicy -h",
      value: (ground) => {
        const said = answerOf(ground, `${ground.environment.CHECKPOLICY ?? "checkpolicy"} -h 2>&1`);
        return said === undefined ? undefined : said.includes("xen") ? "y" : "n";
      },
    },
  ],
  defconfigs: ["arch/$SRCARCH/configs/*"],
  example: "x86_64_defconfig",
  defaultDefconfig: "arch/$SRCARCH/configs/$ARCH_defconfig",
};
