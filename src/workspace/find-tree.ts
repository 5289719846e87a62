/** Finds the tree that a command is about, and everything that comes with it: environment, dialect, .config. */
import { type DialectChoice, NEWEST_DIALECT } from "../text/dialect-name.ts";
import type { Environment, Host } from "../text/host.ts";
import { baseName, parentFolder, rebasePath, relativePath, resolvePath } from "../text/path.ts";
import { isBaseKeyword } from "./base-keyword.ts";
import type { TreeFault, WorkspaceFinding } from "./finding.ts";
import type { Found } from "./found.ts";
import { type KernelEnvironment, kernelEnvironment } from "./kernel-environment.ts";
import { dialectOfKernel, dialectOfProject } from "./kernel-tool.ts";
import {
  findFileUp,
  findKnownUp,
  findPlaceUp,
  kernelAt,
  type Place,
  projectHere,
  srctreeOf,
  TOP_KCONFIG,
} from "./locate.ts";
import type { MadeWhere } from "./made-files.ts";
import { projectEnvironment } from "./project-environment.ts";
import type { Project, ProjectKind, TreeNote } from "./projects/project.ts";
import { readSettings, SETTINGS_FILE, type Settings, type SettingsResult } from "./settings.ts";

/** What the command line says; paths are relative to the host's folder. */
export interface FindTreeOptions {
  /** `--kconfig`: the top Kconfig file. kcfg.json is not read then: it is about its own tree. */
  readonly kconfig?: string;
  /** `--arch` */
  readonly architecture?: string;
  /** `--config` */
  readonly config?: string;
  /** `--base` */
  readonly base?: string;
}

export type TreeKind = "linux" | "plain" | ProjectKind;

/** One tree, ready to load. `kconfig`, `config` and `base` are paths for `host.at(tree.folder)`. */
export interface Tree {
  readonly kind: TreeKind;
  /** The project that it is known by; its files are made as its build would. */
  readonly project?: Project;
  /** Files that its build makes before Kconfig is read, by absolute path: read where there are none. */
  readonly made: ReadonlyMap<string, string>;
  /** Whether they count where there are others as well. */
  readonly madeWhere: MadeWhere;
  /** Where the C tool would be started, absolute: relative paths in Kconfig start here, commands run here. */
  readonly folder: string;
  /** Where the Kconfig files are, absolute; another folder only for a kernel that is built outside of its source. */
  readonly source: string;
  /** The application that is configured, absolute, where it lies outside of the tree. */
  readonly home?: string;
  /** The top file. As all Kconfig files, to be looked for in `folder` and then in `$srctree`. */
  readonly kconfig: string;
  readonly environment: Environment;
  /** Variables that would have come from commands which were not run, each with its command. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly dialect: DialectChoice;
  /** The .config to read and write; it need not exist. */
  readonly config: string;
  /** Files that are read before the .config, absolute: their lines count where it asks for nothing else. */
  readonly layers: readonly string[];
  /** Files that say what symbols are called now, for `host.at(tree.folder)`. */
  readonly renames: readonly string[];
  /** The fragments that its build merges over the base, absolute: a project's own answer. */
  readonly merged: readonly string[];
  /** The configuration that fragments are merged over, if one was named. */
  readonly base?: string;
  /** The kernel's version and ARCH. */
  readonly version?: string;
  readonly architecture?: string;
  /** What a person has to know of how it was found. */
  readonly note?: TreeNote;
  /** What was taken and from where, in the order of its weight. */
  readonly found: readonly Found[];
}

/** The folders that are the tree's: what lies below them may be read where it is not trusted. */
export function foldersOf({ folder, source, home = folder }: Tree): readonly string[] {
  return [...new Set([folder, source, home])];
}

export interface FindTreeResult {
  /** Undefined only with an error among the diagnostics. */
  readonly tree?: Tree;
  readonly diagnostics: readonly WorkspaceFinding[];
}

/**
 * Finds the tree: `--kconfig`, else the nearest kcfg.json, else the walk up to a Kconfig file, else `$srctree`.
 * Diagnostics: `no-tree`, those of `readSettings` and of `kernelEnvironment`; the tree is there in spite of all of
 * them but the first.
 */
export function findTree(
  options: FindTreeOptions,
  host: Host,
  settings = findSettings(options, host),
): FindTreeResult {
  const located = settings === NO_SETTINGS ? locate(options, host) : locateBySettings(settings, host);
  return treeOf(located, settings, options, host);
}

/** The kcfg.json that counts; one that says nothing where there is none, and where the tree was named. */
export function findSettings({ kconfig }: FindTreeOptions, host: Host): SettingsFile {
  const file = kconfig === undefined ? findFileUp(SETTINGS_FILE, host.folder, host) : undefined;
  if (file === undefined) return NO_SETTINGS;
  const shown = relativePath(host.folder, file);
  return { ...readSettings(shown, host), shown, home: parentFolder(file) ?? "/", isThere: true };
}

export interface SettingsFile extends SettingsResult {
  /** Its path as people are to see it. */
  readonly shown: string;
  /** Its folder, absolute: where the paths in it start. */
  readonly home: string;
  /** Whether there is one. */
  readonly isThere: boolean;
}

const NO_SETTINGS: SettingsFile = {
  settings: {},
  diagnostics: [],
  shown: SETTINGS_FILE,
  home: "/",
  isThere: false,
};

type Located =
  | { readonly place: Place; readonly kconfig: string; readonly from: string }
  | { readonly failure: WorkspaceFinding };

function locate({ kconfig }: FindTreeOptions, host: Host): Located {
  if (kconfig !== undefined) return locateByFile(kconfig, host);
  const place = findPlaceUp(host.folder, host);
  if (place !== undefined) {
    const kconfig = topOf(place, host);
    return { place, kconfig, from: place.kernel ? "Makefile" : kconfig };
  }
  const srctree = host.environment.srctree;
  if (srctree) {
    const source = resolvePath(host.folder, srctree);
    const kernel = kernelAt(source, host)?.kernel;
    const project = kernel === undefined ? projectHere(source, host)?.project : undefined;
    if (project !== undefined)
      return {
        place: { folder: host.folder, source, project },
        kconfig: project.kconfig,
        from: "environment",
      };
    if (kernel !== undefined || host.exists(resolvePath(source, TOP_KCONFIG)) === "file") {
      return { place: { folder: host.folder, source, kernel }, kconfig: TOP_KCONFIG, from: "environment" };
    }
  }
  return noTree({ kind: "no-tree-above", folder: host.folder });
}

/** An application may have a top file of its own. */
function topOf({ folder, home, project }: Place, host: Host): string {
  const name = project?.kconfig ?? TOP_KCONFIG;
  const own = home === undefined || home === folder ? undefined : resolvePath(home, name);
  return own !== undefined && host.exists(own) === "file" ? own : name;
}

/** A file inside of a kernel is read from the kernel's top, where its `source` lines start; any other from its folder. */
function locateByFile(kconfig: string, host: Host): Located {
  const path = resolvePath(host.folder, kconfig);
  const kind = host.exists(path);
  if (kind === undefined) return noTree({ kind: "no-such-file", path: kconfig });
  const folder = kind === "directory" ? path : (parentFolder(path) ?? "/");
  const file = kind === "directory" ? TOP_KCONFIG : baseName(path);
  if (
    kind === "directory" &&
    host.exists(resolvePath(folder, file)) !== "file" &&
    kernelAt(folder, host) === undefined
  ) {
    return noTree({ kind: "no-kconfig-in", path: kconfig });
  }
  const from = "--kconfig";
  const known = findKnownUp(folder, host);
  if (known === undefined) return { place: { folder, source: folder }, kconfig: file, from };
  return { place: known, kconfig: relativePath(known.folder, resolvePath(folder, file)), from };
}

function locateBySettings({ settings, home, shown }: SettingsFile, host: Host): Located {
  const folder = resolvePath(home, settings.tree ?? ".");
  const place: Place = kernelAt(folder, host) ?? projectHere(folder, host) ?? { folder, source: folder };
  const kconfig = settings.kconfig ?? topOf(place, host);
  if (host.exists(resolvePath(place.source, kconfig)) === "file") return { place, kconfig, from: shown };
  return noTree({
    kind: "no-tree-of-settings",
    settings: shown,
    kconfig,
    folder: relativePath(host.folder, folder),
    namesFolder: settings.tree !== undefined,
  });
}

function noTree(fault: TreeFault): Located {
  return { failure: { code: "no-tree", severity: "error", fault } };
}

function treeOf(
  located: Located,
  { settings, diagnostics: problems, home, shown }: SettingsFile,
  options: FindTreeOptions,
  host: Host,
): FindTreeResult {
  if ("failure" in located) return { diagnostics: [...problems, located.failure] };
  const { place, kconfig, from } = located;
  const around = surroundings(place, settings, shown, options, host);
  const { environment, unknown, architecture, found, diagnostics, made } = around;
  const version = place.kernel?.version ?? place.project?.version?.(host.at(place.source));
  const dialect = dialectOf(settings, place, host);
  const configVariable = place.project?.configVariable ?? "KCONFIG_CONFIG";
  const fromCaller = (path?: string) => path && rebasePath(path, host.folder, place.folder);
  const fromSettings = (path?: string) => path && rebasePath(path, home, place.folder);
  const config = first("config", [
    [fromCaller(options.config), "--config"],
    // Relative to where make would run, as the C tool takes it.
    [environment[configVariable], host.environment[configVariable] ? "environment" : shown],
    [fromSettings(settings.config), shown],
    [around.config, place.project?.title ?? ""],
  ]) ?? { what: "config", value: ".config", from: "default" };
  const base = first("base", [
    [baseFrom(options.base, fromCaller), "--base"],
    [baseFrom(settings.base, fromSettings), shown],
    [around.base, place.project?.title ?? ""],
  ]);
  const tree: Tree = {
    kind: place.project?.kind ?? (place.kernel === undefined ? "plain" : "linux"),
    project: place.project,
    made,
    madeWhere: around.madeWhere ?? "missing",
    folder: place.folder,
    source: place.source,
    home: place.home === place.folder ? undefined : place.home,
    kconfig,
    environment,
    unknown,
    dialect,
    config: config.value,
    layers: around.layers ?? [],
    merged: around.merged ?? [],
    renames: around.renames ?? [],
    base: base?.value,
    version,
    architecture,
    note: around.note,
    found: [
      place.project !== undefined
        ? { what: "tree", value: [place.project.title, version].filter(Boolean).join(" "), from }
        : version === undefined
          ? { what: "tree", value: place.source, from }
          : { what: "tree", value: ["linux", version, architecture].join(" "), from: "Makefile" },
      { what: "kconfig", value: resolvePath(place.source, kconfig), from },
      config,
      ...(base === undefined ? [] : [base]),
      {
        what: "dialect",
        value: dialect.name,
        from: settings.dialect ? shown : dialectFrom(dialect, place),
      },
      ...found,
    ],
  };
  return { tree, diagnostics: [...problems, ...diagnostics] };
}

function dialectOf(settings: Settings, { kernel, project, source }: Place, host: Host): DialectChoice {
  if (settings.dialect !== undefined) return { name: settings.dialect };
  if (project !== undefined) return dialectOfProject(project, host.at(source));
  return kernel === undefined ? { name: NEWEST_DIALECT } : dialectOfKernel(kernel);
}

function dialectFrom({ traits }: DialectChoice, { kernel, project }: Place): Found["from"] {
  if (project !== undefined)
    return traits === undefined || project.tool === undefined ? project.title : [project.title, project.tool];
  if (kernel === undefined) return "default";
  return traits === undefined ? "Makefile" : ["Makefile", "scripts/kconfig"];
}

/** A keyword is no path. */
function baseFrom(
  base: string | undefined,
  rebase: (path?: string) => string | undefined,
): string | undefined {
  return base !== undefined && isBaseKeyword(base) ? base : rebase(base);
}

function first(
  what: Found["what"],
  candidates: readonly (readonly [string | undefined, string])[],
): Found | undefined {
  for (const [value, from] of candidates) if (value) return { what, value, from };
  return undefined;
}

type Surroundings = Pick<KernelEnvironment, "environment" | "unknown" | "found" | "diagnostics"> & {
  readonly architecture?: string;
  readonly made: ReadonlyMap<string, string>;
  readonly madeWhere?: MadeWhere;
  readonly config?: string;
  readonly base?: string;
  readonly layers?: readonly string[];
  readonly merged?: readonly string[];
  readonly renames?: readonly string[];
  readonly note?: TreeNote;
};

const NOTHING_MADE: ReadonlyMap<string, string> = new Map();

function surroundings(
  place: Place,
  settings: Settings,
  settingsPath: string,
  { architecture }: FindTreeOptions,
  host: Host,
): Surroundings {
  if (place.kernel !== undefined) {
    const request = { architecture, settings, settingsPath, srctree: srctreeOf(place) };
    return { ...kernelEnvironment(place.kernel, request, host.at(place.folder)), made: NOTHING_MADE };
  }
  if (place.project !== undefined)
    return projectEnvironment(
      place.project,
      { tree: host.at(place.source), home: host.at(place.home ?? place.folder) },
      { architecture, settings, settingsPath },
    );
  const chosen = first("architecture", [
    [architecture, "--arch"],
    [host.environment.ARCH, "environment"],
    [settings.arch, settingsPath],
  ]);
  const environment: Record<string, string | undefined> = { ...settings.environment, ...host.environment };
  // Other trees took ARCH from the kernel; what else their makefiles export, only kcfg.json can tell.
  if (chosen !== undefined) environment.ARCH = chosen.value;
  return {
    environment,
    unknown: new Map(),
    architecture: chosen?.value,
    found: chosen === undefined ? [] : [chosen],
    diagnostics: [],
    made: NOTHING_MADE,
  };
}
