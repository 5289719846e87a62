/**
 * Zephyr: read by a Kconfiglib of its own. An application lies in another folder than Zephyr, and what Kconfig sees of the
 * board and of other modules is what CMake made in the build folder; without one, all boards are read, as they are for
 * Zephyr's documentation.
 */
import type { Host } from "../../text/host.ts";
import { parentFolder, resolvePath } from "../../text/path.ts";
import { type ApplicationPlace, assigned, type Project, type ProjectGround, textAt } from "./project.ts";

/** The top file of Zephyr itself. */
const MARK = "Kconfig.zephyr";

export const zephyr: Project = {
  kind: "zephyr",
  title: "Zephyr",
  isAt: (tree) => tree.exists(MARK) === "file" && tree.exists("VERSION") === "file",
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
    const fromBuild = build === undefined ? undefined : variablesOf(build);
    if (build !== undefined && fromBuild !== undefined) {
      const from = `${build.folder}/${fromBuild.file}`;
      return [...fromBuild.variables].map(([name, value]) => ({ name, from, value: () => value }));
    }
    return Object.entries(withoutBoard(ground.tree)).map(([name, value]) => ({
      name,
      from: "no build folder: all boards",
      value: () => value,
    }));
  },
  config: (ground) => {
    const build = buildOf(ground);
    return build === undefined
      ? resolvePath(ground.home.folder, ".config")
      : `${build.folder}/zephyr/.config`;
  },
  base: (ground) => {
    const { BOARD, BOARD_DIR } = ground.environment;
    const path = `${BOARD_DIR}/${BOARD}_defconfig`;
    return BOARD && BOARD_DIR && ground.tree.exists(path) === "file"
      ? resolvePath(ground.tree.folder, path)
      : undefined;
  },
  defconfigs: ["boards/*/*/*_defconfig"],
  defconfigPaths: (name, { tree }) => (/[*?[]/.test(name) ? [] : tree.glob(`boards/*/*/${name}`)),
  example: "native_posix_defconfig",
  made: (ground) => (buildOf(ground) === undefined ? filesWithoutBoard(ground.tree) : new Map()),
  note: (ground) =>
    buildOf(ground) === undefined && ground.environment.BOARD_DIR === ALL_BOARDS
      ? "there is no build folder, so Zephyr is read for all boards at once, and values are those of no board; " +
        "west build -b BOARD --cmake-only makes one"
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
    if (folder.exists(resolvePath(at, MARK)) === "file") return at;
    const settings = folder.readText(resolvePath(at, ".west/config"));
    if (!settings.ok) continue;
    // In the section [zephyr]; the path is one of the workspace.
    const base = /^\[zephyr\][^[]*?^base[ \t]*=[ \t]*(\S+)/m.exec(settings.text)?.[1] ?? "zephyr";
    const found = resolvePath(at, base);
    return folder.exists(`${found}/${MARK}`) === "file" ? found : undefined;
  }
  return undefined;
}

/** The build folder of the application, if it was configured: `build`, as west calls it. */
function buildOf({ home }: ProjectGround): Host | undefined {
  const folders = [".", "build", "build/default"].map((name) => home.at(resolvePath(home.folder, name)));
  return folders.find((each) => cached(textAt(each, "CMakeCache.txt"), "ZEPHYR_BASE") !== undefined);
}

/** Where the generators of CMake write the command of `menuconfig`, which has all that Kconfig is told. */
const GENERATED = ["build.ninja", "CMakeFiles/menuconfig.dir/build.make"] as const;

/** Variables that say nothing of the configuration, or where kcfg looks otherwise. */
const LEFT_OUT: ReadonlySet<string> = new Set(["PYTHON_EXECUTABLE", "KCONFIG_CONFIG", "DTS_POST_CPP"]);

function variablesOf(
  build: Host,
): { readonly file: string; readonly variables: ReadonlyMap<string, string> } | undefined {
  for (const file of GENERATED) {
    const command = /cmake\S* -E env (.*?)\S*menuconfig\.py\b/.exec(textAt(build, file))?.[1];
    if (command === undefined) continue;
    const variables = wordsOf(command).flatMap((word): [string, string][] => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      return name === undefined || LEFT_OUT.has(name) ? [] : [[name, value]];
    });
    return { file, variables: new Map(variables) };
  }
  return undefined;
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
  const sources = (word: "source" | "osource", paths: readonly string[]) =>
    paths.map((path) => `${word} "${resolvePath(tree.folder, path)}"\n`).join("");
  const at = (name: string) => `${MADE}/${name}`;
  const shields = ["Kconfig.shield.defconfig", "Kconfig.shield"].map((name): [string, string] => [
    at(name),
    isDescribed(tree) ? "" : sources("osource", [`boards/shields/*/${name.replace(".shield.", ".")}`]),
  ]);
  const files: [string, string][] = [[at("Kconfig.modules"), ""], [at("Kconfig.dts"), ""], ...shields];
  if (!isDescribed(tree)) {
    files.push(
      [at("Kconfig.soc.defconfig"), sources("osource", ["soc/*/*/Kconfig.defconfig"])],
      [at("Kconfig.soc"), sources("osource", ["soc/*/*/Kconfig.soc"])],
      [at("Kconfig.soc.arch"), sources("osource", ["soc/*/Kconfig", "soc/*/*/Kconfig"])],
    );
    return new Map(files);
  }
  const folderOf = (path: string) => parentFolder(path) ?? "";
  const described = (name: string) => ["*", "*/*", "*/*/*"].flatMap((depth) => tree.glob(`${name}/${depth}`));
  const socs = described("soc")
    .filter((path) => path.endsWith("/soc.yml"))
    .map(folderOf);
  const boards = described("boards").filter((path) => path.endsWith("/board.yml"));
  const archs = [...textAt(tree, "arch/archs.yml").matchAll(/^[ \t]*path:[ \t]*(\S+)/gm)].map(
    ([, path]) => path,
  );
  files.push(
    [
      at("soc/Kconfig.defconfig"),
      sources(
        "osource",
        socs.map((path) => `${path}/Kconfig.defconfig`),
      ),
    ],
    [
      at("soc/Kconfig.soc"),
      sources(
        "source",
        socs.map((path) => `${path}/Kconfig.soc`),
      ),
    ],
    [
      at("soc/Kconfig"),
      sources(
        "osource",
        socs.map((path) => `${path}/Kconfig`),
      ),
    ],
    [
      at("arch/Kconfig"),
      sources(
        "source",
        archs.map((path) => `arch/${path}/Kconfig`),
      ),
    ],
    [at("boards/Kconfig.defconfig"), ""],
    [
      at("boards/Kconfig"),
      sources(
        "osource",
        boards.map((path) => `${folderOf(path)}/Kconfig`),
      ),
    ],
    [
      at("boards/Kconfig.boards"),
      sources(
        "osource",
        boards.flatMap((path) =>
          namesIn(textAt(tree, path)).map((name) => `${folderOf(path)}/Kconfig.${name}`),
        ),
      ),
    ],
  );
  return new Map(files);
}

/** Names of the boards that a board.yml describes. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:board:|boards:|[ \t]{0,4}-?)[ \t]*\n?[ \t]*-?[ \t]*name:[ \t]*(\S+)/gm)].map(
    ([, name]) => name,
  );
}
