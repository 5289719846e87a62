/** `--probes` for the verbs: which mode counts, the world that it leaves to the tree, and what is refused in it. */
import { PROBE_MODES, type ProbeMode, parseProbeMode, RUN } from "../probes/probe-mode.ts";
import { openProbes, type Probes } from "../probes/probes.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import {
  type FindTreeOptions,
  type FindTreeResult,
  findSettings,
  findTree,
  type Tree,
} from "../workspace/find-tree.ts";

export interface GovernedTree extends FindTreeResult {
  readonly probes: Probes;
  /** Variables that the tree may not read, and why. */
  readonly hidden: ReadonlyMap<string, string>;
}

/** What the command line says of the tree and of its commands. */
export interface GovernOptions extends FindTreeOptions {
  readonly probes?: ProbeMode;
}

/**
 * Finds the tree in the world that `--probes`, KCFG_PROBES or kcfg.json leaves to it. Diagnostics: those of
 * `findTree` and `openProbes`, `settings-value`, `missing-probe`, `outside-tree`.
 */
export function findGovernedTree(
  options: GovernOptions,
  caller: Host,
): GovernedTree | { readonly diagnostics: readonly Diagnostic[] } {
  const settings = findSettings(options, caller);
  const chosen = modeOf(options.probes, caller, settings.settings.probes, settings);
  if ("code" in chosen) return { diagnostics: [chosen] };
  const asked = options.architecture ?? caller.environment.ARCH ?? settings.settings.arch;
  const probes = openProbes({ mode: chosen, host: caller, architecture: asked });
  if ("code" in probes) return { diagnostics: [probes] };
  const found = findTree(options, probes.host, settings);
  const missing = probes.missing.map(missingProbe);
  const { tree } = found;
  return {
    tree: missing.length > 0 ? undefined : tree,
    diagnostics: [...found.diagnostics, ...missing],
    probes,
    hidden: hiddenOf(probes, tree),
  };
}

/** Flag, environment, kcfg.json; `run` where none says anything. Paths become absolute. */
function modeOf(
  flag: ProbeMode | undefined,
  { environment, folder }: Host,
  setting: string | undefined,
  { shown, home }: { readonly shown: string; readonly home: string },
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
