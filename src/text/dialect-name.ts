/** Names of the dialects of Kconfig that kcfg can evaluate, and what a tree's own tool shows of its dialect. */

/**
 * Projects whose Kconfig is not that of a kernel release. `zconf` is the Kconfig of Linux 4.17 and before, which has no
 * macros; `frontends` is its packaged form, the tool of NuttX. `kconfiglib` is the library in Python; `zephyr` and
 * `esp-idf` are what Zephyr and Espressif made of it.
 */
export const PROJECT_DIALECTS = [
  "u-boot",
  "zconf",
  "buildroot",
  "busybox",
  "frontends",
  "coreboot",
  "xen",
  "crosstool-ng",
  "kconfiglib",
  "zephyr",
  "esp-idf",
] as const;

export type ProjectDialect = (typeof PROJECT_DIALECTS)[number];

/**
 * `linux-N.M` is named for the kernel release whose `conf` defines the answer. Four of them were compared with their C
 * tool (`COMPARED_RELEASES`) and refuse what it refuses. A release between two of these has the rules of the newer one
 * and refuses nothing that either accepts; one before the first knows every word.
 * `linux-next` has the newest rules and takes every word that kcfg knows; `extended` does so with the rules of 6.1:
 * for trees of other tools.
 */
export type DialectName = `linux-${number}.${number}` | "linux-next" | "extended" | ProjectDialect;

/** The kernel releases whose C tool kcfg was compared with, the newest first. */
export const COMPARED_RELEASES = ["linux-7.3", "linux-6.12", "linux-6.1", "linux-5.10"] as const;

/** What holds where no tree says otherwise: the newest rules. */
export const NEWEST_DIALECT: DialectName = COMPARED_RELEASES[0];

/** The names to offer. Any other `linux-N.M` is one as well. */
export const DIALECT_NAMES: readonly DialectName[] = [
  ...COMPARED_RELEASES,
  "linux-next",
  "extended",
  ...PROJECT_DIALECTS,
];

export function isDialectName(text: string): text is DialectName {
  return (DIALECT_NAMES as readonly string[]).includes(text) || releaseOf(text) !== undefined;
}

/** A kernel release, as the first two numbers of its version. */
export interface Release {
  readonly version: number;
  readonly patchLevel: number;
}

/** The release in `linux-6.12`; undefined for another name. */
export function releaseOf(name: string): Release | undefined {
  const match = /^linux-(\d{1,3})\.(\d{1,3})$/.exec(name);
  return match === null ? undefined : { version: Number(match[1]), patchLevel: Number(match[2]) };
}

/** The dialect of a kernel version such as `6.12.117` or `7.0-rc3`; undefined if it begins with no two numbers. */
export function dialectOfVersion(version: string | undefined): DialectName | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})/.exec(version ?? "");
  return match === null ? undefined : `linux-${Number(match[1])}.${Number(match[2])}`;
}

/** Below zero if `a` is older than `b`, above if it is newer. */
export function compareReleases(a: Release, b: Release): number {
  return a.version - b.version || a.patchLevel - b.patchLevel;
}

/**
 * What differs between the `conf` of one tree and another, by a name for each difference. `workspace` sees them in the
 * sources of a tree's own tool, `model` knows what follows from each.
 */
export const TOOL_TRAITS = [
  // The language.
  "option words",
  "modal choices",
  "zero numbers",
  "transitional",
  "conditional dependencies",
  "negation ends submenus",
  "choice prompt by type",
  "refused prompt of a member elsewhere",
  "refused menuconfig without prompt",
  "refused second help text",
  "refused blank help text",
  "refused repeated inclusion",
  "path words",
  "macros",
  "unquoted titles",
  "dashed help",
  "statements in choices",
  "source in choices",
  "patterns in source",
  "weak imply",
  "typed constants",
  "limits as numbers",
  "raw strings",
  // The manners of conf.
  "short usage",
  "usage with arguments",
  "changed input warning",
  "warnings as errors",
  "unknown symbol warning",
  "defconfig list variable",
  "seed on standard error",
  "end of empty menus",
  "location of the entry itself",
  "folders of touched files",
  "quoted auto.conf",
  "fixed command file",
  "unset behind any sign",
  "rustc_cfg",
  "news of no change",
  "ends of menus",
  "auto.conf at each writing",
  "tristate.conf",
  "marks below include/config",
  "optional defconfig",
  "modes from yes to m",
  "notice of overrides",
  "n for m without modules",
  "rounds by the last choice",
  "negatives",
  // The words of its merge_config.sh.
  "merge in one pass",
] as const;

export type ToolTrait = (typeof TOOL_TRAITS)[number];

/**
 * A dialect by its name and by what the tree's own `scripts/kconfig` shows: traits that it has (true) and lacks
 * (false). What was not looked at is absent and follows from the name.
 */
export interface DialectChoice {
  readonly name: DialectName;
  readonly traits?: Readonly<Partial<Record<ToolTrait, boolean>>>;
}
