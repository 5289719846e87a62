/**
 * Zephyr: read by a Kconfiglib of its own. An application lies in another folder than Zephyr, and what Kconfig sees of the
 * board and of other modules is what CMake made in the build folder; without one, all boards are read, as they are for
 * Zephyr's documentation.
 */
import type { Host } from "../../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../../text/path.ts";
import { cached } from "./cmake.ts";
import { type ApplicationPlace, assigned, type Project, type ProjectGround, textAt } from "./project.ts";
import { yamlValues } from "./yaml.ts";
import { type Board, boardNamed, CMakeVariables, fragmentsOf } from "./zephyr-fragments.ts";

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
    const kind = describedBoard(ground) === undefined ? "all-boards" : "board";
    return Object.entries(withoutBuild(ground)).map(([name, value]) => ({
      name,
      from: { kind },
      // Its SoC and revision have variables of their own.
      overrides: kind === "board" && name === "BOARD",
      value: () => value,
    }));
  },
  config: configOf,
  base: boardDefconfig,
  merged: mergedFragments,
  // CMake makes the .config of these files, and leaves it as it is while they do not change.
  layers: (ground) => {
    if (ground.home.exists(configOf(ground)) !== undefined) return [];
    const base = boardDefconfig(ground);
    const files = [...(base === undefined ? [] : [base]), ...mergedFragments(ground)];
    return files.filter((path) => ground.home.exists(path) === "file");
  },
  defconfigs: ["boards/*/*/*_defconfig"],
  defconfigPaths: (name, { tree }) => (/[*?[]/.test(name) ? [] : tree.glob(`boards/*/*/${name}`)),
  fragments: ["prj.conf", "prj_*.conf"],
  example: "native_posix_defconfig",
  made: (ground) => (buildOf(ground) === undefined ? filesWithoutBuild(ground) : new Map()),
  note: (ground) => {
    if (buildOf(ground) !== undefined) return undefined;
    if (ground.environment.BOARD_DIR === ALL_BOARDS) return "no-build:boards";
    return describedBoard(ground) === undefined ? undefined : "no-build:devicetree";
  },
};

// --- applications and build folders --------------------------------------------------------------------------------

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
    build = buildFolders(ground).map(buildIn).find(Boolean) ?? "none";
    builds.set(ground, build);
  }
  return build === "none" ? undefined : build;
}

function buildFolders({ home }: ProjectGround): readonly Host[] {
  const names = [".", `build/${baseName(home.folder)}`, "build", "build/default"];
  return names.map((name) => home.at(resolvePath(home.folder, name)));
}

/** What a build folder knows that CMake did not configure to its end: it stops where a symbol does not get its value. */
function unfinishedBuild(ground: ProjectGround): Pick<Build, "folder" | "cache"> | undefined {
  return buildFolders(ground)
    .map((host) => ({ folder: host.folder, cache: textAt(host, "CMakeCache.txt") }))
    .find(({ cache }) => cached(cache, "ZEPHYR_BASE") !== undefined);
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

function configOf(ground: ProjectGround): string {
  const build = buildOf(ground);
  return build === undefined ? resolvePath(ground.home.folder, ".config") : `${build.folder}/zephyr/.config`;
}

const fragmentGround = (ground: ProjectGround) => ({
  ...ground,
  build: buildOf(ground) ?? unfinishedBuild(ground),
});

/** Of Zephyr itself, where no application is configured, there are none. */
function mergedFragments(ground: ProjectGround): readonly string[] {
  if (ground.home.folder === ground.tree.folder) return [];
  return fragmentsOf(fragmentGround(ground), boardOf(ground), boardDefconfig(ground));
}

/** The board of the build; else the one that the environment or CMakeLists.txt names. */
function boardOf(ground: ProjectGround): Board | undefined {
  const build = buildOf(ground);
  const { environment } = ground;
  if (build === undefined) return chosenBoard(ground);
  const told = environment.BOARD ?? cached(build.cache, "CACHED_BOARD") ?? cached(build.cache, "BOARD");
  if (told === undefined) return undefined;
  const board = boardNamed(told, environment.BOARD_DIR ?? cached(build.cache, "BOARD_DIR"));
  const { BOARD_QUALIFIERS: qualifiers = board.qualifiers, BOARD_REVISION = board.revision } = environment;
  return { ...board, qualifiers, revision: BOARD_REVISION };
}

/** The defconfig of the board, as it is called with its SoC and core, or without them. */
function boardDefconfig(ground: ProjectGround): string | undefined {
  const board = boardOf(ground);
  if (board?.folder === undefined) return undefined;
  const { name, qualifiers, folder } = board;
  return [`${name}${qualifiers.replaceAll("/", "_")}_defconfig`, `${name}_defconfig`]
    .map((file) => resolvePath(ground.tree.folder, `${folder}/${file}`))
    .find((path) => ground.tree.exists(path) === "file");
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

/** What stands for the name of a board. */
const ALL = "boards";

/** Where CMake writes Kconfig files, of which there are none. */
const MADE = "build/Kconfig";

/** Since Zephyr 3.7 boards and SoCs are described in YAML. */
const isDescribed = (tree: Host): boolean => tree.exists("arch/archs.yml") === "file";

const chosen = new WeakMap<ProjectGround, Board | "none">();

/** The board that is named where there is no build folder. */
function chosenBoard(ground: ProjectGround): Board | undefined {
  let board = chosen.get(ground);
  if (board === undefined) {
    board = lookForBoard(ground) ?? "none";
    chosen.set(ground, board);
  }
  return board === "none" ? undefined : board;
}

function lookForBoard(ground: ProjectGround): Board | undefined {
  const { tree, home, environment } = ground;
  const variables = new CMakeVariables(fragmentGround(ground));
  const written = environment.BOARD && environment.BOARD !== ALL ? environment.BOARD : undefined;
  const named = written ?? variables.firstValue("BOARD")?.[0];
  if (named === undefined) return undefined;
  const { BOARD_DIR } = environment;
  if (BOARD_DIR && BOARD_DIR !== ALL_BOARDS) return boardNamed(named, BOARD_DIR);
  const roots = [...(variables.value("BOARD_ROOT") ?? []), tree.folder];
  const { name } = boardNamed(named, undefined);
  for (const root of roots.map((each) => tree.at(resolvePath(home.folder, each)))) {
    const found =
      root.glob(`boards/*/${name}/${name}_defconfig`)[0] ??
      ["*", "*/*", "*/*/*"]
        .flatMap((depth) => root.glob(`boards/${depth}/board.yml`))
        .find((path) => namesBoard(textAt(root, path), name));
    if (found !== undefined) return boardNamed(named, parentFolder(resolvePath(root.folder, found)));
  }
  return boardNamed(named, undefined);
}

/** Whether a board.yml describes a board of this name. */
const namesBoard = (text: string, name: string): boolean =>
  text.includes(name) &&
  yamlValues(text).some(
    ({ keys, value }) => value === name && ["board.name", "boards.name"].includes(keys.join(".")),
  );

/** Before boards were described in YAML, the folder of a board says all of it. */
function ownFolder(ground: ProjectGround): string | undefined {
  return isDescribed(ground.tree) ? undefined : chosenBoard(ground)?.folder;
}

/** A board that is described in YAML, with the SoC that is its only one if none is named. */
function describedBoard(ground: ProjectGround): (Board & { readonly folder: string }) | undefined {
  const { tree } = ground;
  const board = isDescribed(tree) ? chosenBoard(ground) : undefined;
  if (board?.folder === undefined) return undefined;
  const { name, qualifiers, folder } = board;
  if (qualifiers !== "") return { ...board, folder };
  const only = targetsOf(tree, folder).filter((each) => each.board === name && each.qualifiers !== "");
  return { ...board, folder, qualifiers: only.length === 1 ? only[0].qualifiers : "" };
}

function withoutBuild(ground: ProjectGround): Readonly<Record<string, string>> {
  const { tree } = ground;
  const variables = new CMakeVariables(fragmentGround(ground));
  const made = resolvePath(tree.folder, MADE);
  const described = describedBoard(ground);
  const folder = ownFolder(ground);
  const ofBoard: Readonly<Record<string, string>> =
    described === undefined
      ? { KCONFIG_DOC_MODE: "1" }
      : { BOARD_QUALIFIERS: described.qualifiers, BOARD_REVISION: described.revision };
  return {
    srctree: tree.folder,
    ZEPHYR_BASE: tree.folder,
    CONFIG_: "CONFIG_",
    KERNELVERSION: zephyr.version?.(tree) ?? "",
    ARCH: architectureOf(folder),
    ARCH_DIR: "arch",
    SOC_DIR: "soc",
    BOARD_DIR: described?.folder ?? folder ?? ALL_BOARDS,
    BOARD: chosenBoard(ground)?.name ?? ALL,
    HWM_SCHEME: isDescribed(tree) ? "v2" : "v1",
    KCONFIG_BINARY_DIR: made,
    KCONFIG_BOARD_DIR: `${made}/boards`,
    TOOLCHAIN_KCONFIG_DIR: resolvePath(tree.folder, "cmake/toolchain/zephyr"),
    ...ofBoard,
    SHIELD_AS_LIST: (variables.firstValue("SHIELD") ?? [])
      .map((shield) => shield.replace(/[@:].*$/, ""))
      .join(";"),
  };
}

/** The folders of boards lie in those of their architectures. */
const architectureOf = (folder: string | undefined): string =>
  folder === undefined ? "*" : baseName(parentFolder(folder) ?? "");

/** What CMake would make, of all that the tree holds. */
function filesWithoutBuild(ground: ProjectGround): ReadonlyMap<string, string> {
  const { tree } = ground;
  const architecture = architectureOf(ownFolder(ground));
  const at = (name: string) => `${MADE}/${name}`;
  const sources = (word: "source" | "osource", paths: readonly string[]) =>
    paths.map((path) => `${word} "${resolvePath(tree.folder, path)}"\n`).join("");
  const files = new Map([
    [at("Kconfig.modules"), ""],
    [at("Kconfig.dts"), symbolsOfDevicetree(tree)],
    [at("Kconfig.shield.defconfig"), ""],
    [at("Kconfig.shield"), ""],
  ]);
  if (!isDescribed(tree)) {
    files.set(at("Kconfig.shield.defconfig"), sources("osource", ["boards/shields/*/Kconfig.defconfig"]));
    files.set(at("Kconfig.shield"), sources("osource", ["boards/shields/*/Kconfig.shield"]));
    files.set(at("Kconfig.soc.defconfig"), sources("osource", [`soc/${architecture}/*/Kconfig.defconfig`]));
    files.set(at("Kconfig.soc"), sources("osource", [`soc/${architecture}/*/Kconfig.soc`]));
    files.set(
      at("Kconfig.soc.arch"),
      sources("osource", [`soc/${architecture}/Kconfig`, `soc/${architecture}/*/Kconfig`]),
    );
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
  const described = describedBoard(ground);
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
  if (described !== undefined) {
    const { name, folder } = described;
    for (const file of ["Kconfig.defconfig", "Kconfig", `Kconfig.${name}`])
      files.set(at(`boards/${file}`), sources("osource", [`${folder}/${file}`]));
    return files;
  }
  const targets = boards.flatMap((folder) =>
    targetsOf(tree, folder).map(({ board, qualifiers }) => ({ folder, board, qualifiers })),
  );
  const symbols = new Set(targets.map(({ board, qualifiers }) => `BOARD_${upper(`${board}${qualifiers}`)}`));
  const ofBoards = new Set(targets.map(({ folder, board }) => `${folder}/Kconfig.${board}`));
  files.set(at("boards/Kconfig.defconfig"), "");
  files.set(at("boards/Kconfig"), sources("osource", named(boards, "Kconfig")));
  files.set(
    at("boards/Kconfig.boards"),
    [...symbols].map((name) => `config ${name}\n\tbool\n`).join("") + sources("osource", [...ofBoards]),
  );
  return files;
}

/** What is asked of the devicetree for each binding: whether it has such a node that is enabled, which no file here says. */
function symbolsOfDevicetree(tree: Host): string {
  const compatibles = ["*", "*/*", "*/*/*"]
    .flatMap((depth) => tree.glob(`dts/bindings/${depth}.yaml`))
    .flatMap((path) => /^compatible:[ \t]*["']?([^"'\s]+)/m.exec(textAt(tree, path))?.[1] ?? []);
  return [...new Set(compatibles)]
    .sort()
    .map((name) => `config DT_HAS_${upper(name)}_ENABLED\n\tdef_bool $(dt_compat_enabled,${name})\n`)
    .join("");
}

const upper = (text: string): string => text.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();

/** What a board.yml describes: each board alone, and with each of its SoCs, their cores and its variants of them. */
function targetsOf(
  tree: Host,
  folder: string,
): readonly { readonly board: string; readonly qualifiers: string }[] {
  const targets: { board: string; qualifiers: string }[] = [];
  const cores = coresOf(tree);
  let board = "";
  let socs: readonly string[] = [];
  let variant: string | undefined;
  const add = (qualifiers: string) => targets.push({ board, qualifiers });
  /** The core that a variant has is the next value, if it has one. */
  const addVariant = (core: string | undefined) => {
    if (variant === undefined) return;
    for (const soc of core === undefined ? socs : [`${socs[0] ?? ""}/${core}`]) add(`/${soc}/${variant}`);
    variant = undefined;
  };
  for (const { keys, value } of yamlValues(textAt(tree, `${folder}/board.yml`))) {
    const path = keys.slice(1).join(".");
    if (path === "socs.variants.cpucluster") {
      addVariant(value);
      continue;
    }
    addVariant(undefined);
    if (keys[0] !== "board" && keys[0] !== "boards") continue;
    if (path === "name") {
      board = value;
      add("");
    } else if (path === "socs.name") {
      socs = [value];
      const clusters = cores.get(value) ?? [];
      for (const soc of clusters.length === 0 ? socs : clusters.map((core) => `${value}/${core}`))
        add(`/${soc}`);
    } else if (path === "socs.variants.name") variant = value;
  }
  addVariant(undefined);
  return targets;
}

const coresByTree = new WeakMap<Host, ReadonlyMap<string, readonly string[]>>();

/** The cores of each SoC that has several, as soc.yml describes them. */
function coresOf(tree: Host): ReadonlyMap<string, readonly string[]> {
  const known = coresByTree.get(tree);
  if (known !== undefined) return known;
  const cores = new Map<string, string[]>();
  for (const path of ["*", "*/*", "*/*/*"].flatMap((depth) => tree.glob(`soc/${depth}/soc.yml`))) {
    let soc = "";
    for (const { keys, value } of yamlValues(textAt(tree, path))) {
      const [last, before, third] = keys.toReversed();
      if (last !== "name") continue;
      if (before === "socs") soc = value;
      else if (before === "cpuclusters" && third === "socs")
        cores.set(soc, [...(cores.get(soc) ?? []), value]);
    }
  }
  coresByTree.set(tree, cores);
  return cores;
}
