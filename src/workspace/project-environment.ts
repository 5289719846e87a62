/** The environment that a project's make gives to Kconfig, and the files that it makes, without make. */

import type { Environment, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { watchDenials } from "./denials.ts";
import type { Found } from "./found.ts";
import type { MadeWhere } from "./made-files.ts";
import type { Project, ProjectGround, TreeNote } from "./projects/project.ts";
import type { Settings } from "./settings.ts";

export interface ProjectEnvironmentRequest {
  /** `--arch`; wins over the caller's ARCH. */
  readonly architecture?: string;
  readonly settings: Settings;
  /** The path to show for kcfg.json. */
  readonly settingsPath: string;
}

export interface ProjectEnvironment {
  /** The caller's variables, those of kcfg.json, and those of the project that neither has set. */
  readonly environment: Environment;
  /** Variables whose values only a command could have told which was not run, each with that command. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly architecture?: string;
  readonly found: readonly Found[];
  /** Texts by absolute path. */
  readonly made: ReadonlyMap<string, string>;
  /** Whether they count where there are others as well. */
  readonly madeWhere: MadeWhere;
  /** The .config and the base that the project itself names. */
  readonly config?: string;
  readonly base?: string;
  /** The fragments that its build merges over the base, absolute. */
  readonly merged: readonly string[];
  /** Files that are read before the .config, and those that say what symbols are called now. */
  readonly layers: readonly string[];
  readonly renames: readonly string[];
  /** What a person has to know of it. */
  readonly note?: TreeNote;
  readonly diagnostics: readonly [];
}

/**
 * What a project's make would export, as far as its Kconfig files can see it. `tree` starts in the tree's folder, `home`
 * in that of the application.
 */
export function projectEnvironment(
  project: Project,
  { tree, home }: { readonly tree: Host; readonly home: Host },
  { architecture: asked, settings, settingsPath }: ProjectEnvironmentRequest,
): ProjectEnvironment {
  const environment: Record<string, string | undefined> = { ...settings.environment, ...tree.environment };
  const architecture = asked ?? tree.environment.ARCH ?? settings.arch;
  const found: Found[] = [];
  if (architecture !== undefined) {
    environment.ARCH = architecture;
    const from = asked !== undefined ? "--arch" : tree.environment.ARCH ? "environment" : settingsPath;
    found.push({ what: "architecture", value: architecture, from });
  }
  const unknown = new Map<string, string>();
  const denied: string[] = [];
  const ground: ProjectGround = { tree: watchDenials(tree, denied), home, environment, architecture };
  const variables = typeof project.variables === "function" ? project.variables(ground) : project.variables;
  for (const { name, from, overrides, value } of variables) {
    const given = environment[name];
    if (given !== undefined && !overrides) {
      const origin = tree.environment[name] === undefined ? settingsPath : "environment";
      found.push({
        what: "variable",
        name,
        value: given,
        from: name === "ARCH" && asked ? "--arch" : origin,
      });
      continue;
    }
    denied.length = 0;
    const text = value(ground);
    if (denied.length > 0) unknown.set(name, denied[0]);
    else if (text !== undefined) {
      environment[name] = text;
      found.push({ what: "variable", name, value: text, from });
    }
  }
  const made = new Map(
    [...(project.made?.(ground) ?? [])].map(([path, text]) => [resolvePath(tree.folder, path), text]),
  );
  if (made.size > 0) {
    found.push({ what: "made", value: String(made.size), from: project.title });
  }
  return {
    environment,
    unknown,
    // Zephyr reads the files of all of them: that names none.
    architecture: environment.ARCH === "*" ? undefined : environment.ARCH || architecture,
    found,
    made,
    madeWhere: project.makesAnew?.(ground) === true ? "always" : "missing",
    config: project.config?.(ground),
    base: project.base?.(ground),
    merged: project.merged?.(ground) ?? [],
    layers: project.layers?.(ground) ?? [],
    renames: project.renames?.(ground) ?? [],
    note: project.note?.(ground),
    diagnostics: [],
  };
}
