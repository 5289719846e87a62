/** Buildroot: Kconfig of Linux 4.17, no prefix, values from make's variables, and files for trees outside of it. */
import { resolvePath } from "../../text/path.ts";
import { shellWord } from "../../text/shell-word.ts";
import { answerOf, assigned, fixed, type Project, type ProjectGround, textAt } from "./project.ts";

/** Says the version of a folder: a tag, a commit, whether something is not committed. */
const VERSION_SCRIPT = "support/scripts/setlocalversion";

/** What support/scripts/br2-external makes for each place where trees from outside take part. */
const PLACES = ["paths", "menus", "toolchains", "jpeg", "openssl", "skeleton", "init", "linux"] as const;

/** Where a tree from outside has its part of a place, and what that part is called. */
const PARTS: Readonly<Partial<Record<(typeof PLACES)[number], readonly [file: string, title: string]>>> = {
  toolchains: ["provides/toolchains.in", "Toolchains"],
  jpeg: ["provides/jpeg.in", "jpeg"],
  openssl: ["provides/openssl.in", "openssl"],
  skeleton: ["provides/skeleton.in", "skeleton"],
  init: ["provides/init.in", "init"],
  linux: ["linux/Config.ext.in", "linux extension"],
};

interface ExternalTree {
  readonly name: string;
  readonly title: string;
  readonly folder: string;
}

export const buildroot: Project = {
  kind: "buildroot",
  title: "Buildroot",
  isAt: (tree) => tree.exists("Config.in") === "file" && /\bBR2_VERSION\b/.test(textAt(tree, "Makefile")),
  kconfig: "Config.in",
  dialect: "buildroot",
  tool: "support/kconfig",
  configVariable: "BR2_CONFIG",
  version: (tree) => assigned(textAt(tree, "Makefile"), "BR2_VERSION"),
  variables: [
    fixed("CONFIG_", "", { kind: "tool" }),
    { name: "BR2_VERSION", from: "Makefile", value: ({ tree }) => buildroot.version?.(tree) },
    {
      name: "BR2_VERSION_FULL",
      from: VERSION_SCRIPT,
      value: (ground) => {
        const { tree, environment } = ground;
        const hasVersion = tree.exists(".git") !== undefined && tree.exists(VERSION_SCRIPT) === "file";
        const local = hasVersion ? answerOf(ground, VERSION_SCRIPT) : "";
        return local || environment.BR2_VERSION;
      },
    },
    {
      name: "HOSTARCH",
      from: "gcc -v",
      value: (ground) =>
        /^Target: ([^-\n]*)/m
          .exec(answerOf(ground, `LC_ALL=C ${ground.environment.HOSTCC ?? "gcc"} -v 2>&1`) ?? "")?.[1]
          .replace(/i.86/, "x86")
          .replace("sun4u", "sparc64")
          .replace(/arm.*/, "arm")
          .replace("sa110", "arm")
          .replace("ppc64", "powerpc64")
          .replace("ppc", "powerpc")
          .replace(/sh.*/, "sh"),
    },
    {
      name: "HOST_GCC_VERSION",
      from: "gcc --version",
      value: hostCompilerVersion,
    },
    { name: "BASE_DIR", from: "Makefile", value: ({ tree }) => resolvePath(tree.folder, "output") },
    fixed("BR2_HIDE_SECONDARY_TARGET_OPTIONS", "n", "Makefile"),
    fixed("BR2_DEFCONFIG", "", "Makefile"),
    fixed("SKIP_LEGACY", "", "Makefile"),
    fixed("CONFIG_SHELL", "/bin/bash", "Makefile"),
    {
      name: "BR2_EXTERNAL_NAMES",
      from: "BR2_EXTERNAL",
      value: (ground) =>
        externalTrees(ground)
          .map(({ name }) => name)
          .join(" "),
    },
  ],
  defconfigs: ["configs/*"],
  defconfigVariable: "BR2_DEFCONFIG",
  defconfigPaths: (name, ground) => [
    ...externalTrees(ground)
      .map(({ folder }) => `${folder}/configs/${name}`)
      .reverse(),
    `configs/${name}`,
  ],
  example: "qemu_x86_64_defconfig",
  made: (ground) => {
    const base = ground.environment.BASE_DIR ?? "output";
    const trees = externalTrees(ground);
    return new Map(
      PLACES.map((place) => [`${base}/.br2-external.in.${place}`, textFor(place, trees, ground)]),
    );
  },
  // make keeps what it was told of trees from outside until it is told of others.
  makesAnew: ({ environment }) => environment.BR2_EXTERNAL !== undefined,
};

/** The major version of the host's gcc, as far as the tree knows it; with the minor one for gcc 4. */
function hostCompilerVersion(ground: ProjectGround): string | undefined {
  const said = answerOf(ground, `${ground.environment.HOSTCC ?? "gcc"} --version 2>/dev/null`);
  const [, major, minor] = / (\d+)\.(\d+)\.\d+\s*$/m.exec(said ?? "") ?? [];
  if (major === undefined) return undefined;
  const newest = Number(
    assigned(textAt(ground.tree, "Makefile"), "HOSTCC_MAX_VERSION") ?? Number.POSITIVE_INFINITY,
  );
  if (Number(major) > newest) return `${newest}`;
  return major === "4" ? `${major} ${minor}` : major;
}

/**
 * The trees of BR2_EXTERNAL, which blanks or colons part; else those that make was told of before, which it keeps in the
 * output folder. One without a description is left out.
 */
function externalTrees({ tree, environment }: ProjectGround): readonly ExternalTree[] {
  const kept = () => textAt(tree, `${environment.BASE_DIR ?? "output"}/.br2-external.mk`);
  const named = environment.BR2_EXTERNAL ?? /^BR2_EXTERNAL \?= (.*)$/m.exec(kept())?.[1] ?? "";
  const folders = named.split(/[\s:]+/).filter(Boolean);
  return folders.flatMap((each) => {
    const folder = resolvePath(tree.folder, each);
    const description = textAt(tree, `${folder}/external.desc`);
    const name = /^name: +(.*)$/m.exec(description)?.[1];
    if (!name) return [];
    return [{ name, title: /^desc: +(.*)$/m.exec(description)?.[1] || name, folder }];
  });
}

/** The version of a tree from outside; nothing where no command may tell. */
function versionOf({ folder }: ExternalTree, ground: ProjectGround): string {
  if (ground.tree.exists(VERSION_SCRIPT) !== "file") return "";
  return answerOf(ground, `${VERSION_SCRIPT} ${shellWord(folder)}`) ?? "";
}

function textFor(
  place: (typeof PLACES)[number],
  trees: readonly ExternalTree[],
  ground: ProjectGround,
): string {
  const { tree } = ground;
  if (trees.length === 0) return "# no tree from outside\n";
  const each = trees.map((external) => {
    const { name, title, folder } = external;
    const text = (what: string, value: string) =>
      `config BR2_EXTERNAL_${name}_${what}\n\tstring\n\tdefault "${value}"\n`;
    if (place === "paths") return text("PATH", folder) + text("VERSION", versionOf(external, ground));
    if (place === "menus") {
      const own = `comment "${title} (in ${folder})"\nsource "${folder}/Config.in"\n`;
      return trees.length > 1 ? `menu "${title}"\n${own}endmenu\n` : own;
    }
    const [file, what] = PARTS[place] ?? ["", ""];
    if (tree.exists(`${folder}/${file}`) !== "file") return `# no ${what} from: ${title}\n`;
    return `comment "${what} from: ${title}"\nsource "${folder}/${file}"\n`;
  });
  const names = `config BR2_EXTERNAL_NAMES\n\tstring\n\tdefault "${trees.map(({ name }) => name).join(" ")}"\n`;
  if (place === "paths") return names + each.join("");
  return place === "menus" ? `menu "External options"\n${each.join("")}endmenu\n` : each.join("");
}
