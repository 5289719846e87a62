/**
 * Zephyr: read by a Kconfiglib of its own. An application lies in another folder than Zephyr, and what Kconfig sees of the
 * board and of other modules is what CMake made in the build folder; without one, all boards are read, as they are for
 * Zephyr's documentation.
 */
import type { Host } from "../../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../../text/path.ts";
import { type ApplicationPlace, assigned, type Project, type ProjectGround, textAt } from "./project.ts";

/** The top file of Zephyr itself. */
const MARK = "Kconfig.zephyr";

export const zephyr: Project = {
  kind: "zephyr",
  title: "Zephyr",
  // What may not be read is none: whether there is a file, anybody may know.
  isAt: (tree) => textAt(tree, MARK) !== "" && tree.exists("VERSION") === "file",
  applicationAt,
  kconfig: "Kconfig",
  dialect: "zephyr",
  version: (tree) => {
    const text = textAt(tree, "VERSION");
    const part = (name: string) => assigned(text, name) ?? "0";
    return `${part("VERSION_MAJOR")}.${part("VERSION_MINOR")}.${part("PATCHLEVEL")}`;
  },
  variables: (ground) => {
    const build = buildOf(ground);
    if (build !== undefined)
      return [...build.variables].map(([name, value]) => ({ name, from: build.file, value: () => value }));
    return Object.entries(withoutBoard(ground.tree)).map(([name, value]) => ({
      name,
      from: { kind: "all-boards" },
      value: () => value,
    }));
  },
  config: (ground) => {
    const build = buildOf(ground);
    return build === undefined
      ? resolvePath(ground.home.folder, ".config")
      : `${build.folder}/zephyr/.config`;
  },
  base: boardDefconfig,
  defconfigs: ["boards/*/*/*_defconfig"],
  defconfigPaths: (name, { tree }) => (/[*?[]/.test(name) ? [] : tree.glob(`boards/*/*/${name}`)),
  fragments: ["prj.conf", "prj_*.conf"],
  example: "native_posix_defconfig",
  made: (ground) => (buildOf(ground) === undefined ? filesWithoutBoard(ground.tree) : new Map()),
  note: (ground) =>
    buildOf(ground) === undefined && ground.environment.BOARD_DIR === ALL_BOARDS
      ? "no-build:boards"
      : undefined,
};

// --- applications and build folders --------------------------------------------------------------------------------

/** What `CMakeCache.txt` has of a name. */
function cached(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:[A-Z]+=(.+)$`, "m").exec(text)?.[1];
}

/** An application that is configured or built in `folder`, or whose sources lie there; and the Zephyr that it uses. */
function applicationAt(folder: Host): ApplicationPlace | undefined {
  const cache = textAt(folder, "CMakeCache.txt");
  const ofBuild = cached(cache, "ZEPHYR_BASE");
  if (ofBuild !== undefined) {
    const home = cached(cache, "APPLICATION_SOURCE_DIR") ?? cached(cache, "CMAKE_HOME_DIRECTORY");
    return home === undefined ? undefined : { folder: home, tree: ofBuild };
  }
  if (!/^[ \t]*find_package[ \t]*\([ \t]*Zephyr\b/im.test(textAt(folder, "CMakeLists.txt"))) return undefined;
  const tree =
    folder.environment.ZEPHYR_BASE ||
    cached(textAt(folder, "build/CMakeCache.txt"), "ZEPHYR_BASE") ||
    zephyrAbove(folder);
  return tree === undefined ? undefined : { folder: folder.folder, tree };
}

/** The Zephyr whose sample this is, or that of the workspace of west around it. */
function zephyrAbove(folder: Host): string | undefined {
  for (let at = parentFolder(folder.folder); at !== undefined; at = parentFolder(at)) {
    const place = folder.at(at);
    if (place.exists(MARK) === "file") return at;
    const settings = textAt(place, ".west/config");
    if (settings === "") continue;
    // In the section [zephyr]; the path is one of the workspace.
    return resolvePath(at, /^\[zephyr\][^[]*?^base[ \t]*=[ \t]*(\S+)/m.exec(settings)?.[1] ?? "zephyr");
  }
  return undefined;
}

/** A build folder of an application, and what its build tells Kconfig. */
interface Build {
  readonly folder: string;
  readonly cache: string;
  /** Where the variables stand, absolute. */
  readonly file: string;
  readonly variables: ReadonlyMap<string, string>;
}

const builds = new WeakMap<ProjectGround, Build | "none">();

/** The build of the application, if it was configured: where west has it, of several images that of the application. */
function buildOf(ground: ProjectGround): Build | undefined {
  let build = builds.get(ground);
  if (build === undefined) {
    const { home } = ground;
    const names = [".", `build/${baseName(home.folder)}`, "build", "build/default"];
    build = names.map((name) => buildIn(home.at(resolvePath(home.folder, name)))).find(Boolean) ?? "none";
    builds.set(ground, build);
  }
  return build === "none" ? undefined : build;
}

/** Where the generators of CMake write the command of `menuconfig`, which has all that Kconfig is told. */
const GENERATED = ["build.ninja", "CMakeFiles/menuconfig.dir/build.make"] as const;

/** Variables that say nothing of the configuration, or where kcfg looks otherwise. */
const LEFT_OUT: ReadonlySet<string> = new Set(["PYTHON_EXECUTABLE", "KCONFIG_CONFIG", "DTS_POST_CPP"]);

function buildIn(folder: Host): Build | undefined {
  const cache = textAt(folder, "CMakeCache.txt");
  if (cached(cache, "ZEPHYR_BASE") === undefined) return undefined;
  for (const file of GENERATED) {
    const command = /cmake\S* -E env (.*?)\S*menuconfig\.py\b/.exec(textAt(folder, file))?.[1];
    if (command === undefined) continue;
    const variables = wordsOf(command).flatMap((word): [string, string][] => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      return name === undefined || LEFT_OUT.has(name) ? [] : [[name, value]];
    });
    const whole = folder.folder;
    return { folder: whole, cache, file: `${whole}/${file}`, variables: new Map(variables) };
  }
  return undefined;
}

/** The defconfig of the board, as it is called with its SoC and core, or without them. */
function boardDefconfig(ground: ProjectGround): string | undefined {
  const { tree, environment } = ground;
  const { BOARD, BOARD_QUALIFIERS = "" } = environment;
  const folder = environment.BOARD_DIR ?? cached(buildOf(ground)?.cache ?? "", "BOARD_DIR");
  if (!BOARD || !folder) return undefined;
  return [`${BOARD}${BOARD_QUALIFIERS.replaceAll("/", "_")}_defconfig`, `${BOARD}_defconfig`]
    .map((name) => resolvePath(tree.folder, `${folder}/${name}`))
    .find((path) => tree.exists(path) === "file");
}

/** Words of a shell's line, as CMake quotes them. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|\$\$/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replace(/\\(.)/g, "$1") ?? single ?? escaped ?? "$",
    ),
  );
}

// --- all boards ----------------------------------------------------------------------------------------------------

const ALL_BOARDS = "boards/*/*";

/** Where CMake writes Kconfig files, of which there are none. */
const MADE = "build/Kconfig";

/** Since Zephyr 3.7 boards and SoCs are described in YAML. */
const isDescribed = (tree: Host): boolean => tree.exists("arch/archs.yml") === "file";

function withoutBoard(tree: Host): Readonly<Record<string, string>> {
  const made = resolvePath(tree.folder, MADE);
  return {
    srctree: tree.folder,
    ZEPHYR_BASE: tree.folder,
    CONFIG_: "CONFIG_",
    KERNELVERSION: zephyr.version?.(tree) ?? "",
    ARCH: "*",
    ARCH_DIR: "arch",
    SOC_DIR: "soc",
    BOARD_DIR: ALL_BOARDS,
    BOARD: "boards",
    HWM_SCHEME: isDescribed(tree) ? "v2" : "v1",
    KCONFIG_BINARY_DIR: made,
    KCONFIG_BOARD_DIR: `${made}/boards`,
    TOOLCHAIN_KCONFIG_DIR: resolvePath(tree.folder, "cmake/toolchain/zephyr"),
    KCONFIG_DOC_MODE: "1",
  };
}

/** What CMake would make, of all that the tree holds. */
function filesWithoutBoard(tree: Host): ReadonlyMap<string, string> {
  const at = (name: string) => `${MADE}/${name}`;
  const sources = (word: "source" | "osource", paths: readonly string[]) =>
    paths.map((path) => `${word} "${resolvePath(tree.folder, path)}"\n`).join("");
  const files = new Map([
    [at("Kconfig.modules"), ""],
    [at("Kconfig.dts"), ""],
    [at("Kconfig.shield.defconfig"), ""],
    [at("Kconfig.shield"), ""],
  ]);
  if (!isDescribed(tree)) {
    files.set(at("Kconfig.shield.defconfig"), sources("osource", ["boards/shields/*/Kconfig.defconfig"]));
    files.set(at("Kconfig.shield"), sources("osource", ["boards/shields/*/Kconfig.shield"]));
    files.set(at("Kconfig.soc.defconfig"), sources("osource", ["soc/*/*/Kconfig.defconfig"]));
    files.set(at("Kconfig.soc"), sources("osource", ["soc/*/*/Kconfig.soc"]));
    files.set(at("Kconfig.soc.arch"), sources("osource", ["soc/*/Kconfig", "soc/*/*/Kconfig"]));
    return files;
  }
  const foldersWith = (name: string) =>
    ["*", "*/*", "*/*/*"].flatMap((depth) => {
      const [top, file] = name.split("/");
      return tree.glob(`${top}/${depth}/${file}`).map((path) => parentFolder(path) ?? "");
    });
  const named = (folders: readonly string[], name: string) => folders.map((folder) => `${folder}/${name}`);
  const [socs, boards] = [foldersWith("soc/soc.yml"), foldersWith("boards/board.yml")];
  const archs = textAt(tree, "arch/archs.yml").matchAll(/^[ \t]*path:[ \t]*(\S+)/gm);
  const ofBoards = boards.flatMap((folder) =>
    namesIn(textAt(tree, `${folder}/board.yml`)).map((name) => `${folder}/Kconfig.${name}`),
  );
  files.set(at("soc/Kconfig.defconfig"), sources("osource", named(socs, "Kconfig.defconfig")));
  files.set(at("soc/Kconfig.soc"), sources("source", named(socs, "Kconfig.soc")));
  files.set(at("soc/Kconfig"), sources("osource", named(socs, "Kconfig")));
  files.set(
    at("arch/Kconfig"),
    sources(
      "source",
      Array.from(archs, ([, path]) => `arch/${path}/Kconfig`),
    ),
  );
  files.set(at("boards/Kconfig.defconfig"), "");
  files.set(at("boards/Kconfig"), sources("osource", named(boards, "Kconfig")));
  files.set(at("boards/Kconfig.boards"), sources("osource", ofBoards));
  return files;
}

/** Names of the boards that a board.yml describes. */
function namesIn(text: string): readonly string[] {
  const names = text.matchAll(/^(?:board:|boards:|[ \t]{0,4}-?)[ \t]*\n?[ \t]*-?[ \t]*name:[ \t]*(\S+)/gm);
  return Array.from(names, ([, name]) => name);
}
