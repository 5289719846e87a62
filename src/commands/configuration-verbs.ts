/** The modes of `conf` as verbs of their own: `kcfg olddefconfig`, `kcfg defconfig NAME`, in a tree that is found. */
import type { Command } from "commander";
import type { ConfMode } from "../conf/arguments.ts";
import type { ChangedInput } from "../conf/changed-input.ts";
import { renderDiagnostics } from "../report/diagnostics.ts";
import { safeLine } from "../report/safe-text.ts";
import type { Host } from "../text/host.ts";
import { rebasePath } from "../text/path.ts";
import { shellWord } from "../text/shell-word.ts";
import { measure } from "../text/stopwatch.ts";
import { isBaseKeyword } from "../workspace/base-keyword.ts";
import type { Tree } from "../workspace/find-tree.ts";
import { kernelDefconfig } from "../workspace/kernel-defconfig.ts";
import { runConf } from "./conf.ts";
import { findGovernedTree } from "./probe-use.ts";
import { styleOptions } from "./session.ts";
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

/** The verb of one mode. */
export function configurationVerb(mode: ConfMode): Verb {
  return {
    ignores: ["--format", "--verbose"],
    declare: (command: Command) => {
      if (mode === "defconfig")
        command.argument("[file]", "a file, or a name below the architecture's configs");
      if (mode === "savedefconfig") command.argument("[file]", "where to write", "defconfig");
      const example = mode === "defconfig" ? "kcfg defconfig x86_64_defconfig --arch x86" : `kcfg ${mode}`;
      command.addHelpText(
        "after",
        `\nExample:\n  ${example}\n\nThe same as kcfg conf --${mode}, in the tree around.`,
      );
    },
    run: (invocation) => runMode(mode, invocation),
  };
}

async function runMode(mode: ConfMode, { words, options, host: start, refuse }: Invocation): Promise<number> {
  const here = options.directory === undefined ? start : start.at(options.directory);
  const { kconfig, arch: architecture, config, limits } = options;
  const found = measure(start.stopwatch, "find tree", () =>
    findGovernedTree({ kconfig, architecture, config, limits, probes: options.probes }, here),
  );
  const { diagnostics, caller } = found;
  if (diagnostics.length > 0) {
    caller.stderr.write(
      renderDiagnostics(diagnostics, {
        ...styleOptions(options, caller.stderr, caller),
        lines: () => undefined,
      }),
    );
  }
  if (!("probes" in found) || diagnostics.some(({ severity }) => severity === "error")) return UNANSWERED;
  const { tree, probes, hidden } = found;
  if (tree === undefined) return UNANSWERED;
  const hasDefault = tree.base !== undefined || tree.kind === "linux";
  if (mode === "defconfig" && words.length === 0 && !hasDefault)
    return refuse("this tree has no default configuration: name a file");
  const host: Host = {
    ...probes.inTree(
      probes.host.at(tree.folder),
      [tree.folder, tree.source],
      namedPaths(tree, words, caller),
    ),
    environment: { ...tree.environment, KCONFIG_CONFIG: tree.config },
  };
  const word = modeWord(mode, words[0], tree, caller, host);
  const standard = mode === "defconfig" && words.length === 0 ? word.slice("--defconfig=".length) : undefined;
  if (standard !== undefined && host.exists(standard) === undefined)
    return refuse(
      `the default configuration of this tree would be ${standard}, which does not exist: name a file`,
    );
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
  const governed = { probes, hidden, limits: found.limits, dialect, onChangedInputs };
  const exitCode = await runConf([...own, word, "--", tree.kconfig], host, governed);
  const isTold =
    exitCode === 0 &&
    ASKING_MODES.includes(mode) &&
    changed.length > 0 &&
    !options.quiet &&
    caller.stderr.isTerminal;
  if (isTold) {
    const asked = askedIn(mode, words[0], tree, caller, host);
    if (asked !== undefined) caller.stderr.write(changedLine(changed.length, asked));
  }
  return exitCode;
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
  return `${what} not as asked: kcfg check ${safeLine(shellWord(file))} says why\n`;
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
