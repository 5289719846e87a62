/**
 * ESP-IDF: read by a Kconfiglib of its own. A project lies in another folder than ESP-IDF, and which components it has
 * CMake says in the build folder; without one, all components of ESP-IDF and of the project are read, as a build does that
 * is not told otherwise.
 */
import type { Host } from "../../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../../text/path.ts";
import type { Origin } from "../found.ts";
import { type ApplicationPlace, type Project, type ProjectGround, textAt } from "./project.ts";

/** What the CMakeLists.txt of every project includes. */
const MARK = "tools/cmake/project.cmake";

const FIRST_TARGET = "esp32";

export const espIdf: Project = {
  kind: "esp-idf",
  title: "ESP-IDF",
  // What may not be read is none: whether there is a file, anybody may know.
  isAt: (tree) => textAt(tree, MARK) !== "" && tree.exists("components") === "directory",
  applicationAt,
  kconfig: "Kconfig",
  dialect: "esp-idf",
  version: versionOf,
  variables: (ground) => {
    const { tree, home } = ground;
    const build = buildOf(ground);
    const variable = (name: string, from: Origin, value: string | undefined) => ({
      name,
      from,
      value: () => value,
    });
    const target = targetOf(ground);
    const own = [
      variable("IDF_TARGET", target.from, target.name),
      variable("IDF_TOOLCHAIN", { kind: "cmake" }, "gcc"),
      variable("IDF_VERSION", "tools/cmake/version.cmake", versionOf(tree)),
      variable("IDF_ENV_FPGA", { kind: "cmake" }, ""),
      variable("IDF_PATH", { kind: "tree" }, tree.folder),
      variable(
        "COMPONENT_KCONFIGS_SOURCE_FILE",
        { kind: "all-components" },
        resolvePath(home.folder, MADE.own),
      ),
      variable(
        "COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE",
        { kind: "all-components" },
        resolvePath(home.folder, MADE.ofProject),
      ),
      variable(
        "COMPONENT_SDKCONFIG_RENAMES",
        { kind: "all-components" },
        renameFiles(ground, target.name).join(";"),
      ),
    ];
    const told = [...(build?.variables ?? [])].map(([name, value]) =>
      variable(name, build?.file ?? "", value),
    );
    const known = new Set(told.map(({ name }) => name));
    const init = initVersion(ground);
    return [
      // Names files by their paths from there.
      variable("srctree", { kind: "tree" }, tree.folder),
      ...told,
      ...own.filter(({ name }) => !known.has(name)),
      {
        name: "IDF_INIT_VERSION",
        from: init === undefined ? "IDF_VERSION" : "sdkconfig",
        value: ({ environment }: ProjectGround) => init ?? environment.IDF_VERSION,
      },
      variable("IDF_MINIMAL_BUILD", { kind: "cmake" }, "n"),
    ];
  },
  config: ({ home }) => resolvePath(home.folder, cachedIn(home, "SDKCONFIG") ?? "sdkconfig"),
  layers: defaultsFiles,
  joinsLayers: true,
  renames: ({ tree, environment }) => {
    const ofComponents = (environment.COMPONENT_SDKCONFIG_RENAMES ?? "").split(";").filter(Boolean);
    const own = tree.exists(RENAMES) === "file" ? [RENAMES] : [];
    return [...own, ...ofComponents];
  },
  // What was asked for in sdkconfig comes after fragments, and not before.
  base: () => "alldefconfig",
  defconfigs: [],
  defconfigPaths: (name, { home }) => [resolvePath(home.folder, name)],
  defaultDefconfig: "sdkconfig.defaults",
  fragments: ["sdkconfig.defaults"],
  example: "sdkconfig.defaults",
  made: (ground) => (hasSources(ground) ? new Map() : filesOfComponents(ground)),
  note: (ground) =>
    buildOf(ground) === undefined && ground.home.folder !== ground.tree.folder
      ? "no-build:components"
      : undefined,
};

const RENAMES = "sdkconfig.rename";

/** Where the build writes which Kconfig files there are. */
const MADE = { own: "build/kconfigs.in", ofProject: "build/kconfigs_projbuild.in" } as const;

function versionOf(tree: Host): string | undefined {
  const text = textAt(tree, "tools/cmake/version.cmake");
  const parts = ["MAJOR", "MINOR", "PATCH"].map(
    (part) => new RegExp(`^[ \\t]*set\\(IDF_VERSION_${part}[ \\t]+(\\d+)\\)`, "m").exec(text)?.[1],
  );
  return parts.includes(undefined) ? undefined : parts.join(".");
}

// --- projects and build folders --------------------------------------------------------------------------------------

/** What `CMakeCache.txt` has of a name. */
const cached = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}:[A-Z]+=(.+)$`, "m").exec(text)?.[1];

const cachedIn = (home: Host, name: string): string | undefined =>
  cached(textAt(home, "build/CMakeCache.txt"), name);

/** A project whose sources or whose build lie in `folder`, and the ESP-IDF that it uses. */
function applicationAt(folder: Host): ApplicationPlace | undefined {
  const sources = isBuildFolder(folder)
    ? cached(textAt(folder, "CMakeCache.txt"), "CMAKE_HOME_DIRECTORY")
    : undefined;
  const home = sources === undefined ? folder : folder.at(sources);
  if (!/\/tools\/cmake\/project\.cmake\b/.test(textAt(home, "CMakeLists.txt"))) return undefined;
  const tree =
    folder.environment.IDF_PATH ||
    buildIn(home.at(resolvePath(home.folder, "build")))?.variables.get("IDF_PATH") ||
    idfAbove(home);
  return tree === undefined ? undefined : { folder: home.folder, tree: resolvePath(home.folder, tree) };
}

const isBuildFolder = (folder: Host): boolean => folder.exists("config.env") === "file";

/** The ESP-IDF whose example this is. */
function idfAbove(folder: Host): string | undefined {
  for (let at = parentFolder(folder.folder); at !== undefined; at = parentFolder(at))
    if (folder.at(at).exists(MARK) === "file") return at;
  return undefined;
}

interface Build {
  /** Where the variables stand, absolute. */
  readonly file: string;
  readonly variables: ReadonlyMap<string, string>;
}

const builds = new WeakMap<ProjectGround, Build | "none">();

function buildOf(ground: ProjectGround): Build | undefined {
  let build = builds.get(ground);
  if (build === undefined) {
    const { home } = ground;
    build = buildIn(home.at(resolvePath(home.folder, "build"))) ?? "none";
    builds.set(ground, build);
  }
  return build === "none" ? undefined : build;
}

/** The environment that CMake hands to kconfgen. */
function buildIn(folder: Host): Build | undefined {
  const text = textAt(folder, "config.env");
  if (text === "") return undefined;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return undefined;
  const texts = Object.entries(read).filter((each): each is [string, string] => typeof each[1] === "string");
  return { file: `${folder.folder}/config.env`, variables: new Map(texts) };
}

/** Whether the build has written which Kconfig files there are, in the form that ESP-IDF sources. */
function hasSources({ tree, environment }: ProjectGround): boolean {
  const { COMPONENT_KCONFIGS_SOURCE_FILE: own, COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE: ofProject } =
    environment;
  return [own, ofProject].every((path) => path !== undefined && tree.exists(path) === "file");
}

// --- what CMake would find -------------------------------------------------------------------------------------------

/** The chip: as the person says, as the configuration does, else the first that there was. */
function targetOf({ home, environment }: ProjectGround): { readonly name: string; readonly from: Origin } {
  if (environment.IDF_TARGET) return { name: environment.IDF_TARGET, from: "environment" };
  const names = environment.SDKCONFIG_DEFAULTS?.split(";") ?? ["sdkconfig.defaults"];
  for (const name of ["sdkconfig", ...names]) {
    const target = /^CONFIG_IDF_TARGET="([^"]+)"/m.exec(textAt(home, name))?.[1];
    if (target !== undefined) return { name: target, from: name };
  }
  return { name: FIRST_TARGET, from: { kind: "cmake" } };
}

/** The version that the sdkconfig was first made with. */
const initVersion = ({ home }: ProjectGround): string | undefined =>
  /^CONFIG_IDF_INIT_VERSION="(\d+\.\d+\.\d+)"/m.exec(textAt(home, "sdkconfig"))?.[1];

/** sdkconfig.defaults, or what SDKCONFIG_DEFAULTS names, each with the one for the target behind it. */
function defaultsFiles({ home, environment }: ProjectGround): readonly string[] {
  const { IDF_TARGET: target = FIRST_TARGET } = environment;
  const named =
    environment.SDKCONFIG_DEFAULTS || cachedIn(home, "SDKCONFIG_DEFAULTS") || "sdkconfig.defaults";
  return named
    .split(";")
    .filter(Boolean)
    .map((name) => resolvePath(home.folder, name))
    .filter((path) => home.exists(path) === "file")
    .flatMap((path) => [path, ...(home.exists(`${path}.${target}`) === "file" ? [`${path}.${target}`] : [])]);
}

/** Folders of components, in the order in which CMake adds them; a later one of the same name takes the earlier's place. */
function components({ tree, home }: ProjectGround): readonly string[] {
  const isComponent = (folder: string) =>
    !baseName(folder).startsWith(".") && tree.exists(`${folder}/CMakeLists.txt`) === "file";
  const below = (folder: string) => tree.glob(`${folder}/*`).filter(isComponent).toSorted();
  const own = (name: string) => resolvePath(home.folder, name);
  const folders = [
    ...below("components"),
    ...(home.folder === tree.folder
      ? []
      : [
          ...[own("main")].filter(isComponent),
          ...below(own("components")),
          ...below(own("managed_components")),
        ]),
  ];
  const last = new Map(folders.map((folder) => [baseName(folder), folder]));
  return [...last.values()];
}

/** Files of all components by a name that they may have. */
function filesNamed(ground: ProjectGround, ...names: readonly string[]): readonly string[] {
  return components(ground).flatMap((folder) =>
    names.map((name) => `${folder}/${name}`).filter((path) => ground.tree.exists(path) === "file"),
  );
}

const renameFiles = (ground: ProjectGround, target: string): readonly string[] =>
  filesNamed(ground, RENAMES, `${RENAMES}.${target}`).map((path) => resolvePath(ground.tree.folder, path));

/** The files that say which Kconfig files there are. */
function filesOfComponents(ground: ProjectGround): ReadonlyMap<string, string> {
  const ofBootloader = (name: string) =>
    ground.home.glob(`bootloader_components/*/${name}`).map((path) => resolvePath(ground.home.folder, path));
  const sources = (name: string) =>
    [...filesNamed(ground, name), ...ofBootloader(name)].map((path) => `source "${path}"\n`).join("");
  const { COMPONENT_KCONFIGS_SOURCE_FILE: own, COMPONENT_KCONFIGS_PROJBUILD_SOURCE_FILE: ofProject } =
    ground.environment;
  return new Map(
    [
      [own, sources("Kconfig")],
      [ofProject, sources("Kconfig.projbuild")],
    ].flatMap(([path, text]): [string, string][] => (path === undefined ? [] : [[path, text ?? ""]])),
  );
}
