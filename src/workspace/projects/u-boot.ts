/** U-Boot: a Kconfig of Linux 4.20 with words and strings of its own, and defconfigs that include each other. */
import { answerOf, assigned, compilerVersion, fixed, type Project, textAt, tool } from "./project.ts";

export const uBoot: Project = {
  kind: "u-boot",
  title: "U-Boot",
  isAt: (tree) => tree.exists("Kconfig") === "file" && /^UBOOTVERSION\b/m.test(textAt(tree, "Makefile")),
  kconfig: "Kconfig",
  dialect: "u-boot",
  tool: "scripts/kconfig",
  version: (tree) => {
    const makefile = textAt(tree, "Makefile");
    const part = (name: string) => assigned(makefile, name) ?? "";
    const [level, sublevel] = [part("PATCHLEVEL"), part("SUBLEVEL")];
    return `${part("VERSION")}${level && `.${level}${sublevel && `.${sublevel}`}`}${part("EXTRAVERSION")}`;
  },
  variables: [
    fixed("srctree", ".", "Makefile"),
    fixed("objtree", ".", "Makefile"),
    { name: "UBOOTVERSION", from: "Makefile", value: ({ tree }) => uBoot.version?.(tree) },
    {
      name: "HOSTARCH",
      from: "uname -m",
      value: (ground) =>
        answerOf(ground, "uname -m")
          ?.replace(/i.86/, "x86")
          .replace(/arm.*/, "arm")
          .replace(/ppc(64)?/, "powerpc"),
    },
    fixed("ARCH", "", "Makefile"),
    fixed("CROSS_COMPILE", "", "Makefile"),
    tool("CC", "gcc"),
    {
      name: "LD",
      from: "Makefile",
      // Where there is one, make takes the linker that does not do what is new.
      value: (ground) => {
        const cross = ground.environment.CROSS_COMPILE ?? "";
        return answerOf(ground, `command -v ${cross}ld.bfd 2>/dev/null`) ? `${cross}ld.bfd` : `${cross}ld`;
      },
    },
    tool("AS", "as"),
    tool("NM", "nm"),
    tool("OBJCOPY", "objcopy"),
    fixed("CONFIG_SHELL", "sh", "Makefile"),
    fixed("LC_COLLATE", "C", "Makefile"),
    fixed("LC_NUMERIC", "C", "Makefile"),
    compilerVersion,
  ],
  defconfigs: ["configs/*"],
  example: "sandbox_defconfig",
  defaultDefconfig: "configs/sandbox_defconfig",
  includesInDefconfigs: true,
};
