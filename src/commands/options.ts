/** The options that all verbs share, declared once. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { PROBE_MODES, type ProbeMode, parseProbeMode } from "../probes/probe-mode.ts";
import { LIMIT_NAMES, type Limits, parseLimit } from "../text/budget.ts";
import { DIALECT_NAMES, type DialectName, isDialectName } from "../text/dialect-name.ts";

export interface SharedOptions {
  /** `-C`: everything happens as if kcfg had been started there. */
  readonly directory?: string;
  readonly config?: string;
  readonly kconfig?: string;
  readonly arch?: string;
  readonly dialect?: DialectName;
  readonly format: "text" | "json";
  readonly color: "auto" | "always" | "never";
  readonly ascii?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly probes?: ProbeMode;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly trustProbes?: true;
  readonly timings?: true;
  /** `--limit`, by name. */
  readonly limits?: Limits;
}

/** Those of verbs that read a tree. */
export const TREE_OPTIONS = [
  "--directory",
  "--config",
  "--kconfig",
  "--arch",
  "--dialect",
  "--probes",
  "--limit",
  "--no-cache",
  "--trust-probes",
] as const;

export const SHARED_OPTIONS = [
  ...TREE_OPTIONS,
  "--format",
  "--color",
  "--ascii",
  "--verbose",
  "--quiet",
  "--no-pager",
  "--timings",
] as const;

export type SharedOptionName = (typeof SHARED_OPTIONS)[number];

/**
 * Adds the shared options that a verb obeys, behind its own. A verb that knows more formats declares `--format` itself,
 * one that takes several .configs `--config`.
 */
export function addSharedOptions(command: Command, ignores: readonly SharedOptionName[] = []): void {
  const groups = [
    [
      "Tree and configuration:",
      [
        new Option("-C, --directory <dir>", "run as if started in this folder"),
        new Option("--config <file>", "the .config (default: KCONFIG_CONFIG, kcfg.json, .config)"),
        new Option(
          "--kconfig <file>",
          "the top Kconfig file (default: kcfg.json, else the nearest tree above)",
        ),
        new Option("--arch <arch>", "the kernel's ARCH (default: ARCH, kcfg.json, this machine's)"),
        new Option(
          "--dialect <name>",
          `follow the rules of ${DIALECT_NAMES.join(", ")}, or another release as linux-N.M (default: those of the tree)`,
        ).argParser(readDialect),
        new Option(
          "--probes <mode>",
          "the tree's $(shell) commands: run, deny, record=FILE, replay=FILE (default: KCFG_PROBES, kcfg.json, run)",
        ).argParser(readProbeMode),
        limitOption(),
      ],
    ],
    [
      "Output:",
      [
        new Option("--format <format>", "format of the answer").choices(["text", "json"]).default("text"),
        new Option(
          "--color <when>",
          "use colours; auto: on a terminal or with FORCE_COLOR, unless NO_COLOR is set",
        )
          .choices(["auto", "always", "never"])
          .default("auto"),
        new Option("--ascii", "write words, not signs such as ✓ and ✗"),
        new Option("-v, --verbose", "show long lists in full, and which tree, files and variables were used"),
        new Option("-q, --quiet", "print only answers and errors"),
        new Option("--no-pager", "print long answers at once, not through KCFG_PAGER or PAGER"),
        new Option("--timings", "print the milliseconds of each part of the run"),
      ],
    ],
    [
      "Cache (see kcfg cache --help):",
      [
        new Option("--no-cache", "read all Kconfig files and run all their commands again"),
        new Option("--trust-probes", "use cached answers of commands also to write a .config"),
      ],
    ],
  ] as const;
  const left = new Set<string | undefined>([...ignores, ...command.options.map(({ long }) => long)]);
  for (const [title, options] of groups) {
    const taken = options.filter(({ long }) => !left.has(long ?? undefined));
    if (taken.length > 0) command.optionsGroup(title);
    for (const option of taken) command.addOption(option);
  }
}

function readProbeMode(word: string): ProbeMode {
  const mode = parseProbeMode(word);
  if (mode === undefined) throw new InvalidArgumentError(`Write ${PROBE_MODES}.`);
  return mode;
}

/** The mode as a word of a command line. */
export function probesWord(mode: ProbeMode): string {
  return "path" in mode ? `${mode.kind}=${mode.path}` : mode.kind;
}

/** The options that choose the tree and the .config, as words of another command line that is about the same. */
export function treeWords(options: Partial<SharedOptions>): readonly string[] {
  const { directory, config, kconfig, arch, dialect, probes, limits } = options;
  const word = (name: string, value: string | undefined) => (value === undefined ? [] : [name, value]);
  return [
    ...word("-C", directory),
    ...word("--config", config),
    ...word("--kconfig", kconfig),
    ...word("--arch", arch),
    ...word("--dialect", dialect),
    ...word("--probes", probes && probesWord(probes)),
    ...limitWords(limits),
  ];
}

function readDialect(word: string): DialectName {
  if (isDialectName(word)) return word;
  throw new InvalidArgumentError(`Allowed choices are ${DIALECT_NAMES.join(", ")}, linux-N.M.`);
}

function limitOption(): Option {
  const option = new Option(
    "--limit <name=number>",
    `what reading a tree may cost: ${LIMIT_NAMES.join(", ")}; can be repeated`,
  ).argParser(readLimit);
  option.attributeName = () => "limits";
  return option;
}

function readLimit(word: string, before: Limits | undefined): Limits {
  const limit = parseLimit(word);
  if (limit === undefined)
    throw new InvalidArgumentError(
      `Write NAME=NUMBER, such as bytes=500M. Names: ${LIMIT_NAMES.join(", ")}.`,
    );
  return { ...before, [limit[0]]: limit[1] };
}

/** As it is written for another run. */
export function limitWords(limits: Limits = {}): readonly string[] {
  return Object.entries(limits).flatMap(([name, value]) => ["--limit", `${name}=${value}`]);
}
