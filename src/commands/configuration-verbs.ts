/** The modes of `conf` as verbs of their own: `kcfg olddefconfig`, `kcfg defconfig NAME`, in a tree that is found. */
import type { Command } from "commander";
import type { ConfMode } from "../conf/arguments.ts";
import type { ChangedInput } from "../evaluate/changed-input.ts";
import { safeLine } from "../report/safe-text.ts";
import { findGovernedTree } from "../service/govern.ts";
import { isFatal } from "../service/problem.ts";
import type { Host } from "../text/host.ts";
import { rebasePath, resolvePath } from "../text/path.ts";
import { printedWord } from "../text/shell-word.ts";
import { measure } from "../text/stopwatch.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import { withIncludes } from "../workspace/defconfig-text.ts";
import { foldersOf, type Tree } from "../workspace/find-tree.ts";
import { kernelDefconfig } from "../workspace/kernel-defconfig.ts";
import { withMadeFiles } from "../workspace/made-files.ts";
import { nearDefconfig } from "../workspace/near-defconfig.ts";
import type { Project } from "../workspace/projects/project.ts";
import { runConf } from "./conf.ts";
import { tellTroubles } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

const UNANSWERED = 2;

/** Modes in which a file's values count as they stand. */
const ASKING_MODES: readonly ConfMode[] = [
  "olddefconfig",
  "oldconfig",
  "syncconfig",
  "defconfig",
  "savedefconfig",
];

/** Modes that write no .config. */
const MODES_WITHOUT_OUTPUT: ReadonlySet<ConfMode> = new Set([
  "savedefconfig",
  "syncconfig",
  "listnewconfig",
  "helpnewconfig",
]);

export interface OutputOptions {
  readonly output?: string;
}

/** The option of each verb that writes a .config. */
export function addOutputOption(command: Command): void {
  command.option("-o, --output <file>", "write this file, and leave the .config as it is");
}

/** The verb of one mode. */
export function configurationVerb(mode: ConfMode): Verb<OutputOptions> {
  return {
    ignores: ["--format", "--verbose", "--no-pager"],
    declare: (command: Command) => {
      if (mode === "defconfig")
        command.argument("[file]", "a file, or a name below the architecture's configs");
      if (mode === "savedefconfig") command.argument("[file]", "where to write", "defconfig");
      if (!MODES_WITHOUT_OUTPUT.has(mode)) addOutputOption(command);
    },
    ending: {
      about: [`Runs kcfg conf --${mode} in the current tree.`],
      examples: [mode === "defconfig" ? "kcfg defconfig x86_64_defconfig --arch x86" : `kcfg ${mode}`],
      exits: {
        0: "done",
        1: "conf failed: an error in the Kconfig files, or a file that cannot be read or written",
        2: "no tree, or wrong usage",
      },
    },
    run: (invocation) => runMode(mode, invocation),
  };
}

async function runMode(
  mode: ConfMode,
  { words, options, host: start, refuse }: Invocation<OutputOptions>,
): Promise<number> {
  const here = options.directory === undefined ? start : start.at(options.directory);
  const { kconfig, arch: architecture, config, limits } = options;
  const found = measure(start.stopwatch, "find tree", () =>
    findGovernedTree({ kconfig, architecture, config, limits, probes: options.probes }, here),
  );
  const { diagnostics, caller } = found;
  if (diagnostics.length > 0) tellTroubles(diagnostics, caller, options, () => undefined);
  if (!("probes" in found) || diagnostics.some(isFatal)) return UNANSWERED;
  const { tree, probes, hidden } = found;
  if (tree === undefined) return UNANSWERED;
  const hasDefault =
    tree.base !== undefined || tree.kind === "linux" || tree.project?.defaultDefconfig !== undefined;
  if (mode === "defconfig" && words.length === 0 && !hasDefault)
    return refuse("this tree has no default configuration: name a file");
  const { output } = options;
  const bare: Host = {
    ...probes.inTree(
      probes.host.at(tree.folder),
      foldersOf(tree),
      namedPaths(tree, output === undefined ? words : [...words, output, `${output}.old`], caller),
    ),
    environment: {
      ...tree.environment,
      KCONFIG_CONFIG: tree.config,
      ...(tree.project?.configVariable !== undefined && { [tree.project.configVariable]: tree.config }),
    },
  };
  const named = modeWord(mode, words[0], tree, caller, bare);
  const standard =
    mode === "defconfig" && words.length === 0 ? named.slice("--defconfig=".length) : undefined;
  if (standard !== undefined && bare.exists(standard) === undefined)
    return refuse(
      `the default configuration of this tree would be ${standard}, which does not exist: name a file`,
    );
  const { word, host } = includesResolved(named, tree, toldDefconfig(named, tree, bare));
  const own = [
    ...(options.quiet ? ["--silent"] : []),
    ...(options.cache ? [] : ["--no-cache"]),
    ...(options.trustProbes ? ["--trust-probes"] : []),
  ];
  const dialect = options.dialect === undefined ? tree.dialect : { name: options.dialect };
  let changed: readonly ChangedInput[] = [];
  const onChangedInputs = (inputs: readonly ChangedInput[]) => {
    changed = inputs;
  };
  const governed = {
    probes,
    hidden,
    limits: found.limits,
    dialect,
    onChangedInputs,
    ...(output !== undefined && { output: rebasePath(output, caller.folder, tree.folder) }),
    made: tree.made,
    madeWhere: tree.madeWhere,
    renames: tree.renames,
    layers: tree.layers,
    joinsLayers: tree.project?.joinsLayers,
  };
  const exitCode = await runConf([...own, word, "--", tree.kconfig], host, governed);
  const loaded = word.slice("--defconfig=".length);
  if (exitCode !== 0 && mode === "defconfig" && host.exists(loaded) === undefined) {
    const source = tree.project === undefined ? host : host.at(tree.source);
    const near = nearDefconfig(words[0] ?? "", defconfigPatterns(tree), source);
    if (near !== undefined) caller.stderr.write(`help: did you mean ${safeLine(printedWord(near))}?\n`);
  }
  const isTold =
    exitCode === 0 &&
    ASKING_MODES.includes(mode) &&
    changed.length > 0 &&
    !options.quiet &&
    caller.stderr.isTerminal;
  if (isTold) {
    const asked =
      output !== undefined && mode !== "defconfig"
        ? rebasePath(tree.config, tree.folder, caller.folder)
        : askedIn(mode, words[0], tree, caller, host);
    if (asked !== undefined) caller.stderr.write(changedLine(changed.length, asked));
  }
  return exitCode;
}

/** What make tells Kconfig files of the defconfig that is loaded, where it does so. */
function toldDefconfig(word: string, { project }: Tree, host: Host): Host {
  const variable = project?.defconfigVariable;
  if (variable === undefined || !word.startsWith("--defconfig=")) return host;
  const path = resolvePath(host.folder, word.slice("--defconfig=".length));
  return { ...host, environment: { ...host.environment, [variable]: path } };
}

/** make runs some projects' defconfigs through the preprocessor, into a file that conf then reads. */
function includesResolved(
  word: string,
  tree: Tree,
  host: Host,
): { readonly word: string; readonly host: Host } {
  const [option, path] = [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)];
  const unchanged = { word, host };
  if (tree.project?.includesInDefconfigs !== true || option !== "--defconfig") return unchanged;
  const read = host.readText(path);
  if (!read.ok || !/^#[ \t]*include\b/m.test(read.text)) return unchanged;
  const text = withIncludes(read.text, host.at(tree.source), (missing) =>
    host.stderr.write(`warning: ${safeLine(path)} includes ${safeLine(missing)}, which cannot be read\n`),
  );
  const made = new Map([[resolvePath(host.folder, path), text]]);
  return { word, host: withMadeFiles(host, made, "always") };
}

/** The file that asked, as the caller can name it once the run is over; undefined if it is gone. */
function askedIn(
  mode: ConfMode,
  given: string | undefined,
  tree: Tree,
  caller: Host,
  host: Host,
): string | undefined {
  if (mode === "savedefconfig") return rebasePath(tree.config, tree.folder, caller.folder);
  const path =
    mode === "defconfig"
      ? modeWord(mode, given, tree, caller, host).slice("--defconfig=".length)
      : `${tree.config}.old`;
  return host.exists(path) === "file" ? rebasePath(path, tree.folder, caller.folder) : undefined;
}

function changedLine(count: number, file: string): string {
  const what = count === 1 ? "1 value is" : `${count.toLocaleString("en-US")} values are`;
  return `${what} not as requested: kcfg check ${safeLine(printedWord(file))} shows why\n`;
}

/** Files that the person named, as conf will ask for them. */
function namedPaths(tree: Tree, words: readonly string[], caller: Host): readonly string[] {
  const given = words.map((word) => rebasePath(word, caller.folder, tree.folder));
  // A tree's own .config was looked at when the tree was found.
  return [...given, tree.config, `${tree.config}.old`, ...(tree.base === undefined ? [] : [tree.base])];
}

/** The option of conf, with a file where the mode takes one. */
function modeWord(mode: ConfMode, given: string | undefined, tree: Tree, caller: Host, host: Host): string {
  if (mode === "savedefconfig")
    return `--${mode}=${rebasePath(given ?? "defconfig", caller.folder, tree.folder)}`;
  if (mode !== "defconfig") return `--${mode}`;
  if (tree.project !== undefined) return projectDefconfig(given, tree.project, tree, caller, host);
  const folder = `${tree.environment.srctree ?? "."}/arch/${tree.environment.SRCARCH ?? tree.architecture}/configs`;
  if (given === undefined) {
    const base = tree.base === undefined || isBaseKeyword(tree.base) ? undefined : tree.base;
    const own = base ?? kernelDefconfig(tree, host, tree.environment.srctree ?? ".");
    return `--${mode}=${own ?? `${folder}/defconfig`}`;
  }
  const named = `${folder}/${given}`;
  const hasNames = tree.environment.SRCARCH !== undefined || tree.architecture !== undefined;
  const isName = hasNames && caller.exists(given) !== "file" && host.exists(named) === "file";
  return `--${mode}=${isName ? named : rebasePath(given, caller.folder, tree.folder)}`;
}

/** Where default configurations with names are; of a project, from the folder of its files. */
function defconfigPatterns({ project, environment, architecture }: Tree): readonly string[] {
  if (project !== undefined) return project.defconfigs.map((pattern) => inProject(pattern, environment));
  return [`${environment.srctree ?? "."}/arch/${environment.SRCARCH ?? architecture}/configs/*`];
}

/** A project's path or pattern, with the architecture in it. */
function inProject(path: string, environment: Tree["environment"]): string {
  return path.replace(/\$(SRCARCH|ARCH)/g, (_, name: string) => environment[name] ?? "");
}

/** The option with a defconfig that a project knows by its name. */
function projectDefconfig(
  given: string | undefined,
  project: Project,
  tree: Tree,
  caller: Host,
  host: Host,
): string {
  if (given === undefined && tree.base !== undefined && !isBaseKeyword(tree.base))
    return `--defconfig=${tree.base}`;
  const { environment } = tree;
  const filled = (path: string) => inProject(path, environment);
  const wanted = given ?? filled(project.defaultDefconfig ?? "");
  const ground = {
    tree: host.at(tree.source),
    home: host.at(tree.home ?? tree.folder),
    environment,
    architecture: tree.architecture,
  };
  const candidates = [
    ...(project.defconfigPaths?.(wanted, ground) ?? []),
    ...project.defconfigs.map((pattern) => filled(pattern).replace("*", wanted)),
    ...(given === undefined ? [wanted] : []),
  ].map((path) => (tree.source === tree.folder ? path : resolvePath(tree.source, path)));
  const found =
    given !== undefined && caller.exists(given) === "file"
      ? undefined
      : candidates.find((path) => host.exists(path) === "file");
  return `--defconfig=${found ?? rebasePath(wanted, caller.folder, tree.folder)}`;
}
