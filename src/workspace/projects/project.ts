/** What kcfg knows of a project whose tree it finds: data, one file for each project beside this one. */
import type { DialectName } from "../../text/dialect-name.ts";
import type { Environment, Host } from "../../text/host.ts";
import type { Origin } from "../found.ts";

export const PROJECT_KINDS = [
  "u-boot",
  "buildroot",
  "busybox",
  "xen",
  "coreboot",
  "nuttx",
  "crosstool-ng",
  "zephyr",
  "esp-idf",
] as const;

export type ProjectKind = (typeof PROJECT_KINDS)[number];

export interface Project {
  readonly kind: ProjectKind;
  /** As its people write it. */
  readonly title: string;
  /** Whether a folder is the top of its tree. `tree` starts there. Cheap where the answer is no. */
  isAt(tree: Host): boolean;
  /** The application that a folder belongs to, where those lie outside of the tree. `folder` starts in that folder. */
  applicationAt?(folder: Host): ApplicationPlace | undefined;
  /** The folder of its repository that is the tree, if it is not all of it. */
  readonly folder?: string;
  /** The top file, from the tree's folder. */
  readonly kconfig: string;
  /** The rules that hold where the tree does not hold its own tool. */
  readonly dialect: DialectName;
  /** Where the sources of its own tool are. */
  readonly tool?: string;
  /** The version that its Makefile names. */
  version?(tree: Host): string | undefined;
  /** What its make exports and Kconfig looks at, in the order in which one may rest on another. */
  readonly variables: readonly ProjectVariable[] | ((ground: ProjectGround) => readonly ProjectVariable[]);
  /** The .config, if it is not that of the folder that conf would be started in. */
  config?(ground: ProjectGround): string | undefined;
  /** Files whose lines are read before those of the .config, absolute. */
  layers?(ground: ProjectGround): readonly string[];
  /** Whether the other ones belong to the first where that is loaded as a defconfig. */
  readonly joinsLayers?: true;
  /** Files that say what symbols are called now, from the tree's folder or absolute. */
  renames?(ground: ProjectGround): readonly string[];
  /** The configuration that fragments are merged over where nobody named one. */
  base?(ground: ProjectGround): string | undefined;
  /** The fragments that its build merges over that configuration, in this order, absolute. They need not be there. */
  merged?(ground: ProjectGround): readonly string[];
  /** What a person has to know of what was found. */
  note?(ground: ProjectGround): TreeNote | undefined;
  /** Where a configuration of a name can be, from the tree's folder: `*` stands for the name. */
  readonly defconfigs: readonly string[];
  /** The paths of a name, where a pattern cannot say it. */
  defconfigPaths?(name: string, ground: ProjectGround): readonly string[];
  /** Where its people keep fragments, as patterns from the folder of their own; `*.config` and the like where absent. */
  readonly fragments?: readonly string[];
  /** A name that people know, for help. */
  readonly example: string;
  /** Whether make runs a defconfig through the C preprocessor. */
  readonly includesInDefconfigs?: true;
  /** Whether a verb that runs the tool's `defconfig` without a name has one to take, from the tree's folder. */
  readonly defaultDefconfig?: string;
  /** The variable that names its .config, if it is not KCONFIG_CONFIG. */
  readonly configVariable?: string;
  /** The variable in which make tells the absolute path of the defconfig that is loaded. */
  readonly defconfigVariable?: string;
  /** Files that its build makes before Kconfig is read: their texts, by path from the tree's folder or absolute. */
  made?(ground: ProjectGround): ReadonlyMap<string, string>;
  /** Whether the build would make them anew, because it was told something else than the last time. */
  makesAnew?(ground: ProjectGround): boolean;
}

/** What a person has to know of a tree: there is no build that says which components, or which board, are meant. */
export type TreeNote = "no-build:components" | "no-build:boards" | "no-build:devicetree";

/** Both absolute. */
export interface ApplicationPlace {
  /** Where its own files are. */
  readonly folder: string;
  /** The tree that it uses. */
  readonly tree: string;
}

export interface ProjectVariable {
  readonly name: string;
  readonly from: Origin;
  /** Whether what others set is only what the value is made of. */
  readonly overrides?: boolean;
  /** Undefined leaves it unset. Asked only where nobody else has set it, unless it overrides that. */
  value(ground: ProjectGround): string | undefined;
}

/** What the values of variables and made files may rest on. */
export interface ProjectGround {
  /** Starts in the tree's folder. */
  readonly tree: Host;
  /** Starts in the application's folder; elsewhere the same as `tree`. */
  readonly home: Host;
  /** Variables so far: of the caller, of kcfg.json, of the project. */
  readonly environment: Environment;
  /** `--arch`. */
  readonly architecture: string | undefined;
}

/** A variable whose value never differs. */
export const fixed = (name: string, value: string, from: Origin): ProjectVariable => ({
  name,
  from,
  value: () => value,
});

/** What `NAME = value` of a makefile says, or `:=` and the like; the first line that says it. */
export function assigned(makefile: string, name: string): string | undefined {
  return new RegExp(`^(?:export[ \\t]+)?${name}[ \\t]*[:?]?=[ \\t]*([^\\s#]*)`, "m").exec(makefile)?.[1];
}

/** A file of the tree; nothing if it cannot be read. */
export function textAt(tree: Host, path: string): string {
  const read = tree.readText(path);
  return read.ok ? read.text : "";
}

/** What a command says, without the newline at its end; undefined if it was not run. */
export function answerOf({ tree, environment }: ProjectGround, command: string): string | undefined {
  const { stdout, unanswered } = tree.run(command, environment);
  return unanswered === undefined ? stdout.replace(/\n+$/, "") : undefined;
}

/** The first line of `$CC --version`. */
export const compilerVersion: ProjectVariable = {
  name: "CC_VERSION_TEXT",
  from: "$CC --version",
  value: (ground) => answerOf(ground, `${ground.environment.CC} --version 2>/dev/null`)?.split("\n")[0],
};

/** A tool of the toolchain, with the prefix that CROSS_COMPILE gives it. */
export const tool = (name: string, command: string, from: Origin = "Makefile"): ProjectVariable => ({
  name,
  from,
  value: ({ environment }) => `${environment.CROSS_COMPILE ?? ""}${command}`,
});
