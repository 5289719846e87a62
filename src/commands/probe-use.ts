/** `--probes` for the verbs: which mode counts, the world that it leaves to the tree, and what is refused in it. */
import { confine, isBelow } from "../probes/confine.ts";
import { PROBE_MODES, type ProbeMode, parseProbeMode, RUN } from "../probes/probe-mode.ts";
import { openProbes, type Probes } from "../probes/probes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import {
  type FindTreeOptions,
  type FindTreeResult,
  findSettings,
  findTree,
  type SettingsFile,
  type Tree,
} from "../workspace/find-tree.ts";
import { keepAnswers } from "./kept-answers.ts";

export interface GovernedTree extends FindTreeResult {
  readonly probes: Probes;
  /** Variables that the tree may not read, and why. */
  readonly hidden: ReadonlyMap<string, string>;
  /** Answers of the machine's tools that came from the cache. */
  readonly answersTaken: number;
}

/** What the command line says of the tree and of its commands. */
export interface GovernOptions extends FindTreeOptions {
  readonly probes?: ProbeMode;
  /** Whether what the machine's tools answer may be taken from the cache, as long as they look the same. */
  readonly takesAnswers?: boolean;
}

/**
 * Finds the tree in the world that `--probes`, KCFG_PROBES or kcfg.json leaves to it. Diagnostics: those of
 * `findTree` and `openProbes`, `settings-value`, `missing-probe`, `outside-tree`.
 */
export function findGovernedTree(
  options: GovernOptions,
  caller: Host,
): GovernedTree | { readonly diagnostics: readonly Diagnostic[] } {
  const { settings, isDenied, problems } = openSettings(options, caller);
  if (problems.length > 0) return { diagnostics: problems };
  const mode = isDenied ? DENY : modeOf(options.probes, caller, settings);
  if ("code" in mode) return { diagnostics: [mode] };
  const { kconfig, architecture, config } = options;
  const asked = architecture ?? caller.environment.ARCH ?? settings.settings.arch;
  const named = [kconfig, caller.environment.srctree].flatMap((path) => (path ? [path] : []));
  const around = [
    ...named.flatMap((path) => [resolvePath(caller.folder, path), resolvePath(caller.folder, `${path}/..`)]),
    resolvePath(settings.home, settings.settings.tree ?? "."),
  ];
  const probes = openProbes({ mode, host: caller, architecture: asked, around });
  if ("code" in probes) return { diagnostics: [probes] };
  const answers = probes.kind === "run" && options.takesAnswers ? keepAnswers(probes.host) : undefined;
  const found = findTree(options, answers?.host ?? probes.host, settings);
  answers?.finish();
  const { tree } = found;
  const isOwnConfig = config === undefined && !caller.environment.KCONFIG_CONFIG && !settings.settings.config;
  const refused =
    probes.kind === "deny" &&
    tree !== undefined &&
    isOwnConfig &&
    !isBelow(caller.at(tree.folder), ".", tree.config)
      ? [outsideTree(`the tree's own ${tree.config}`)]
      : [];
  const errors = [...probes.missing.map(missingProbe), ...refused];
  return {
    tree: errors.length > 0 ? undefined : tree,
    diagnostics: [...found.diagnostics, ...errors],
    probes,
    hidden: hiddenOf(probes, tree),
    answersTaken: answers?.taken() ?? 0,
  };
}

const DENY: ProbeMode = { kind: "deny" };

/** The kcfg.json that counts. */
export interface OpenedSettings {
  readonly settings: SettingsFile;
  /** Whether the person denies, so that kcfg.json may be the tree's own and is not trusted either. */
  readonly isDenied: boolean;
  /** Paths in it that leave its folder. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads kcfg.json. Where the command line or the environment denies commands, a kcfg.json that leads out of its own
 * folder is refused: `outside-tree`. One that itself says `deny` is somebody's own.
 */
export function openSettings(options: GovernOptions, caller: Host): OpenedSettings {
  const asked = options.probes ?? probesOfEnvironment(caller.environment.KCFG_PROBES);
  const isDenied = asked !== undefined && "kind" in asked && asked.kind === "deny";
  if (!isDenied) return { settings: findSettings(options, caller), isDenied, problems: [] };
  const settings = findSettings(options, confine(caller, { around: [caller.folder] }));
  const { tree, config, base, check } = settings.settings;
  const bases = [base, ...(check?.bases ?? [])].filter((each) => each !== undefined && !isBaseKeyword(each));
  const fragments = check?.sets.flatMap(({ paths }) => paths) ?? [];
  const others = [...(check?.policyFiles ?? []), ...(check?.renames ?? []), check?.baseline];
  const paths = [tree, config, ...bases, ...fragments, ...others].filter((each) => each !== undefined);
  const leaving = paths.filter((path) => !isBelow(caller, settings.home, resolvePath(settings.home, path)));
  return {
    settings,
    isDenied,
    problems: leaving.map((path) => outsideTree(`'${path}' in ${settings.shown}`)),
  };
}

function outsideTree(what: string): Diagnostic {
  return {
    code: "outside-tree",
    severity: "error",
    message: `${what} leads elsewhere, and commands are denied: nothing outside is read or written`,
    help: ["name the file or the tree on the command line, if it is meant"],
  };
}

/** Flag, environment, kcfg.json; `run` where none says anything. Paths become absolute. */
function modeOf(
  flag: ProbeMode | undefined,
  { environment, folder }: Host,
  { settings: { probes: setting }, shown, home }: SettingsFile,
): ProbeMode | Diagnostic {
  if (flag !== undefined) return flag;
  const ofEnvironment = probesOfEnvironment(environment.KCFG_PROBES);
  if (ofEnvironment !== undefined) return ofEnvironment;
  if (setting === undefined) return RUN;
  const mode = parseProbeMode(setting);
  if (mode === undefined) return unknownMode(`'probes' in ${shown}`, setting);
  if (!("path" in mode)) return mode;
  const path = resolvePath(home, mode.path);
  return { ...mode, path: path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path };
}

/** What KCFG_PROBES says; undefined if it says nothing. */
export function probesOfEnvironment(text: string | undefined): ProbeMode | Diagnostic | undefined {
  if (!text) return undefined;
  return parseProbeMode(text) ?? unknownMode("KCFG_PROBES", text);
}

export function unknownMode(what: string, text: string): Diagnostic {
  return {
    code: "settings-value",
    severity: "error",
    message: `${what} is '${text}', which is no mode`,
    help: [`write ${PROBE_MODES}`],
  };
}

function missingProbe(command: string): Diagnostic {
  return {
    code: "missing-probe",
    severity: "error",
    message: `the recording has no answer for ${command}`,
    notes: [{ message: "this is asked when the tree is looked for, as its Makefile would" }],
    help: ["record this tree again: --probes record=FILE"],
  };
}

/** Why a variable is hidden that the caller has set. */
const NOT_LISTED = "a tree whose commands are denied may not read this variable";

export function hiddenOf(probes: Probes, tree: Tree | undefined): ReadonlyMap<string, string> {
  const names = [...probes.hidden].filter((name) => tree?.environment[name] === undefined);
  return new Map([...names.map((name) => [name, NOT_LISTED] as const), ...(tree?.unknown ?? [])]);
}
