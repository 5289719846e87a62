/** What becomes of a tree's commands: which mode counts, the world that it leaves to the tree, what is refused in it. */
import { confine, isBelow } from "../probes/confine.ts";
import { hiddenVariables } from "../probes/hidden-variables.ts";
import { namedFrom } from "../probes/named-paths.ts";
import { type ProbeMode, parseProbeMode, RUN } from "../probes/probe-mode.ts";
import { openProbes, type Probes } from "../probes/probes.ts";
import { keepAnswers } from "../store/kept-answers.ts";
import type { Limits } from "../text/budget.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import {
  type FindTreeOptions,
  type FindTreeResult,
  findSettings,
  findTree,
  foldersOf,
  type SettingsFile,
} from "../workspace/find-tree.ts";
import { isTrouble, type Problem, type Trouble } from "./problem.ts";

export interface GovernedTree extends Pick<FindTreeResult, "tree"> {
  readonly diagnostics: readonly Trouble[];
  readonly probes: Probes;
  /** Where the person is, as this run may see it. */
  readonly caller: Host;
  /** Variables that the tree may not read, and why. */
  readonly hidden: ReadonlyMap<string, string>;
  /** Answers of the machine's tools that came from the cache. */
  readonly answersTaken: number;
  /** What this run may cost: as the person says, else as kcfg.json does where it is trusted. */
  readonly limits: Limits;
}

/** Why there is none, and the host that may show the lines of it. */
export interface NoGovernedTree {
  readonly diagnostics: readonly Trouble[];
  readonly caller: Host;
}

/** What a person says of the tree and of its commands. */
export interface GovernOptions extends FindTreeOptions {
  readonly probes?: ProbeMode;
  /** Whether what the machine's tools answer may be taken from the cache, as long as they look the same. */
  readonly takesAnswers?: boolean;
  /** What the run may cost. */
  readonly limits?: Limits;
  /** The kcfg.json that counts, where it was read already: a file that changes meanwhile is one file still. */
  readonly settings?: SettingsFile;
}

/** Finds the tree in the world that `probes`, KCFG_PROBES or kcfg.json leaves to it. */
export function findGovernedTree(options: GovernOptions, start: Host): GovernedTree | NoGovernedTree {
  const opened = openSettings(options, start);
  const { settings, mode, problems, caller } = opened;
  if (problems.length > 0) return { diagnostics: problems, caller };
  if (isTrouble(mode)) return { diagnostics: [mode], caller };
  const { kconfig, architecture, config } = options;
  const asked = architecture ?? start.environment.ARCH ?? settings.settings.arch;
  const { srctree, ZEPHYR_BASE, IDF_PATH } = start.environment;
  const named = [kconfig, srctree, ZEPHYR_BASE, IDF_PATH].flatMap((path) => (path ? [path] : []));
  const around = [
    ...named.flatMap((path) => [resolvePath(start.folder, path), resolvePath(start.folder, `${path}/..`)]),
    ...(settings.isThere ? [resolvePath(settings.home, settings.settings.tree ?? ".")] : []),
  ];
  const probes = openProbes({ mode, host: start, architecture: asked, around });
  if ("code" in probes) return { diagnostics: [probes], caller };
  const answers = probes.kind === "run" && options.takesAnswers ? keepAnswers(probes.host) : undefined;
  const found = findTree(options, answers?.host ?? probes.host, settings);
  answers?.finish();
  const { tree } = found;
  const isOwnConfig = config === undefined && !start.environment.KCONFIG_CONFIG && !settings.settings.config;
  const refused =
    probes.kind === "deny" &&
    tree !== undefined &&
    isOwnConfig &&
    !foldersOf(tree).some((folder) => isBelow(start.at(tree.folder), folder, tree.config))
      ? [{ code: "outside-tree" as const, path: tree.config }]
      : [];
  const missing = probes.missing.map((command) => ({ code: "missing-probe" as const, command }));
  const errors: readonly Problem[] = [...missing, ...refused];
  return {
    tree: errors.length > 0 ? undefined : tree,
    diagnostics: [...found.diagnostics, ...errors],
    probes,
    caller: tree === undefined ? caller : opened.within(foldersOf(tree)),
    hidden: hiddenVariables(probes, tree?.environment, tree?.unknown),
    limits: opened.limits,
    answersTaken: answers?.taken() ?? 0,
  };
}

/** The kcfg.json that counts. */
export interface OpenedSettings {
  readonly settings: SettingsFile;
  /** What becomes of the tree's commands; or why that is not clear. */
  readonly mode: ProbeMode | Problem;
  /** Paths in it that leave its folder. */
  readonly problems: readonly Problem[];
  /** What this run may cost. */
  readonly limits: Limits;
  /** Where the person is, as this run may see it: for all that a verb reads and writes itself. */
  readonly caller: Host;
  /** The same once it is known which folders are those of the tree. */
  within(folders: readonly string[]): Host;
}

/**
 * Reads kcfg.json. Where the command line or the environment denies commands, a kcfg.json that leads out of its own
 * folder is refused: `outside-tree`. One that itself says `deny` is somebody's own.
 */
export function openSettings(options: GovernOptions, start: Host): OpenedSettings {
  const asked = options.probes ?? probesOfEnvironment(start.environment.KCFG_PROBES);
  const isDenied = asked !== undefined && !isTrouble(asked) && asked.kind === "deny";
  const settings =
    options.settings ??
    findSettings(options, isDenied ? confine(start, { roots: [], searched: [start.folder] }) : start);
  // An untrusted tree does not say itself what it may cost.
  const limits = { ...(isDenied ? {} : settings.settings.limits), ...options.limits };
  const mode = isDenied ? DENY : modeOf(options.probes, start, settings);
  if (isTrouble(mode) || mode.kind !== "deny")
    return { settings, mode, limits, problems: [], caller: start, within: () => start };
  const paths = pathsIn(settings).map((path) => resolvePath(settings.home, path));
  const named = namedFrom(start);
  const trusted = isDenied ? named : [...named, ...paths, ...paths.map((path) => `${path}.old`)];
  const home = settings.isThere ? [settings.home] : [];
  const within = (folders: readonly string[]) =>
    confine(start, { roots: [...home, ...folders], named: trusted });
  const leaving = isDenied
    ? pathsIn(settings).filter((path) => !isBelow(start, settings.home, resolvePath(settings.home, path)))
    : [];
  return {
    settings,
    mode,
    limits,
    problems: leaving.map((path) => ({ code: "outside-tree", path, settings: settings.shown })),
    caller: within(placesOfTree(options, start)),
    within,
  };
}

/** Where the tree is likely to be, before it is looked for. */
function placesOfTree({ kconfig }: GovernOptions, { folder }: Host): readonly string[] {
  return kconfig === undefined ? [folder] : [resolvePath(folder, `${kconfig}/..`)];
}

/** All paths that kcfg.json names. */
function pathsIn({ settings: { tree, config, base, check } }: SettingsFile): readonly string[] {
  const bases = [base, ...(check?.bases ?? [])].filter((each) => each !== undefined && !isBaseKeyword(each));
  const fragments = check?.sets.flatMap(({ paths }) => paths) ?? [];
  const others = [...(check?.policyFiles ?? []), ...(check?.renames ?? []), check?.baseline];
  return [tree, config, ...bases, ...fragments, ...others].filter((each) => each !== undefined);
}

const DENY: ProbeMode = { kind: "deny" };

/** What was asked for, the environment, kcfg.json; `run` where none says anything. Paths become absolute. */
function modeOf(
  flag: ProbeMode | undefined,
  { environment, folder }: Host,
  { settings: { probes: setting }, shown, home }: SettingsFile,
): ProbeMode | Problem {
  if (flag !== undefined) return flag;
  const ofEnvironment = probesOfEnvironment(environment.KCFG_PROBES);
  if (ofEnvironment !== undefined) return ofEnvironment;
  if (setting === undefined) return RUN;
  const mode = parseProbeMode(setting);
  if (mode === undefined) return { code: "settings-value", mode: setting, source: { settings: shown } };
  if (!("path" in mode)) return mode;
  const path = resolvePath(home, mode.path);
  return { ...mode, path: path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path };
}

/** What KCFG_PROBES says; undefined if it says nothing. */
export function probesOfEnvironment(text: string | undefined): ProbeMode | Problem | undefined {
  if (!text) return undefined;
  return parseProbeMode(text) ?? { code: "settings-value", mode: text, source: { name: "KCFG_PROBES" } };
}
