/** Configuration targets of a kernel's Makefile that are more than one run of conf. */
import type { ConfConfiguration } from "../conf/conf-configuration.ts";
import { localModules } from "../conf/local-modules.ts";
import { smallestConfig, updatedConfig } from "../conf/updated-config.ts";
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { mergeDotConfigs } from "../dotconfig/merge.ts";
import { unknownPartOf } from "../evaluate/unknown-file.ts";
import { writeDotConfig, writeOptionsOf } from "../evaluate/write.ts";
import { localNotes, localSum } from "../report/local-modules.ts";
import { safeLine } from "../report/safe-text.ts";
import { unknownFileDiagnostic } from "../report/unknown.ts";
import { type ConfigFile, readConfigFile, unreadable, unwritable } from "../service/config-file.ts";
import { isTrouble } from "../service/problem.ts";
import { configPath } from "../service/session.ts";
import { SourceFile } from "../text/source-file.ts";
import { moduleNames, moduleSymbols } from "../workspace/module-makefiles.ts";
import { addOutputOption, type OutputOptions } from "./configuration-verbs.ts";
import { type LoadedTree, openTree } from "./session.ts";
import type { Invocation, Verb } from "./verb.ts";

const UNANSWERED = 2;

const EXITS = { 0: "written", 2: "not written" };

/** Where a kernel says which modules are loaded. */
const LOADED_MODULES = "/proc/modules";

interface LocalOptions extends OutputOptions {
  readonly modules?: string;
}

export function localVerb(target: "localmodconfig" | "localyesconfig"): Verb<LocalOptions> {
  const buildsIn = target === "localyesconfig";
  return {
    ignores: ["--format", "--no-pager"],
    ending: {
      about: [
        `Turns off each module of the .config that is neither loaded nor needed by a loaded one${buildsIn ? ", and builds the others in" : ""}. Which symbols build a module is read from the Makefiles of the tree; what these symbols need is read from the Kconfig files. New symbols get their defaults.`,
        "Without a .config, kcfg starts from that of the running kernel: /proc/config.gz or /boot/config-RELEASE. Symbols of Kconfig files below a path of LMC_KEEP (separated by colons) stay as they are.",
      ],
      examples: [`kcfg ${target}`, `kcfg ${target} --modules lsmod-of-the-board.txt`],
      exits: EXITS,
    },
    declare(command) {
      addOutputOption(command);
      command.option(
        "--modules <file>",
        "output of lsmod, a copy of /proc/modules, or a list of names; - is standard input (default: LSMOD, /proc/modules)",
      );
    },
    async run({ options, host }: Invocation<LocalOptions>): Promise<number> {
      const loaded = await openTree({ ...options, writesConfig: true, tellsUnknown: true }, host);
      if (typeof loaded === "number") return loaded;
      const { caller, model, tree } = loaded;
      const list = readList(loaded, options.modules ?? caller.environment.LSMOD ?? LOADED_MODULES);
      const base = readBase(loaded);
      if (list === undefined || base === undefined) return UNANSWERED;
      const source = loaded.host.at(tree.source);
      const question = {
        modules: moduleNames(list),
        symbolsOf: moduleSymbols(source),
        keeps: (caller.environment.LMC_KEEP ?? "").split(":").filter((start) => start !== ""),
        buildsIn,
        exists: (path: string) => loaded.host.exists(path) === "file",
      };
      const answer = localModules(model, base.dotConfig, question);
      const result = updatedConfig(model, configOf(loaded, answer.text));
      if (!options.quiet)
        for (const note of localNotes({ ...question, ...answer }, result)) caller.stderr.write(`${note}\n`);
      const held = base.path === configPath(loaded) ? base.held : null;
      const target = targetOf(loaded, options.output, held);
      return writeResult(loaded, result, target, localSum(answer.before, result, base.path));
    },
  };
}

/** `kcfg tinyconfig`: the smallest kernel, by the kernel's own fragments. */
export const tinyVerb: Verb<OutputOptions> = {
  ignores: ["--format", "--no-pager"],
  ending: {
    about: [
      "Writes the smallest configuration, as make tinyconfig does: kernel/configs/tiny-base.config over allnoconfig, then tiny.config of the kernel and of the architecture.",
      "Other fragments of the kernel are merged into the .config by their names: kcfg kvm_guest.config.",
    ],
    examples: ["kcfg tinyconfig --arch x86", "kcfg kvm_guest.config"],
    exits: EXITS,
  },
  declare: addOutputOption,
  async run({ options, host }: Invocation<OutputOptions>): Promise<number> {
    const loaded = await openTree({ ...options, writesConfig: true, tellsUnknown: true }, host);
    if (typeof loaded === "number") return loaded;
    const seed = readInTree(loaded, "kernel/configs/tiny-base.config");
    const fragments = fragmentsNamed("tiny.config", loaded);
    if (seed === undefined || fragments === undefined) return UNANSWERED;
    const smallest = smallestConfig(loaded.model, seed);
    const base = configOf(loaded, textOf(loaded, smallest));
    return writeMerged(loaded, base, fragments, targetOf(loaded, options.output, heldNow(loaded)));
  },
};

/** `kcfg NAME.config`: the kernel's and the architecture's fragments of this name, merged into the .config. */
export function fragmentVerb(name: string): Verb<OutputOptions> {
  return {
    ignores: ["--format", "--no-pager"],
    ending: {
      about: [
        `Merges kernel/configs/${name} and arch/ARCH/configs/${name} into the .config, as make ${name} does.`,
      ],
      examples: [`kcfg ${name}`],
      exits: EXITS,
    },
    declare: addOutputOption,
    async run({ options, host }: Invocation<OutputOptions>): Promise<number> {
      const loaded = await openTree({ ...options, writesConfig: true, tellsUnknown: true }, host);
      if (typeof loaded === "number") return loaded;
      const fragments = fragmentsNamed(name, loaded);
      const base = readConfigFile(loaded, configPath(loaded));
      if (isTrouble(base)) loaded.tell([base]);
      if (fragments === undefined || isTrouble(base)) return UNANSWERED;
      return writeMerged(loaded, base.dotConfig, fragments, targetOf(loaded, options.output, base.held));
    },
  };
}

/** Whether a word of the command line names such a fragment. */
export function isFragmentName(word: string | undefined): word is string {
  return word !== undefined && /^[\w.-]+\.config$/.test(word) && !word.startsWith(".");
}

function writeMerged(
  loaded: LoadedTree,
  base: DotConfig,
  fragments: readonly DotConfig[],
  target: Target,
): number {
  const { mergeScript } = loaded.model.data.dialect.conf;
  const { text } = mergeDotConfigs(base, fragments, { inOnePass: mergeScript === "7.3" });
  const names = fragments.map(({ source }) => safeLine(source.path));
  return writeResult(
    loaded,
    updatedConfig(loaded.model, configOf(loaded, text)),
    target,
    `merged ${names.join(", ")}`,
  );
}

/** The fragments with a name, the kernel's first; undefined, and said so, if there is none. */
function fragmentsNamed(name: string, loaded: LoadedTree): readonly DotConfig[] | undefined {
  const { tree, host } = loaded;
  const { SRCARCH: architecture = tree.architecture } = tree.environment;
  const source = host.at(tree.source);
  const paths = ["kernel/configs", ...(architecture === undefined ? [] : [`arch/${architecture}/configs`])]
    .map((folder) => `${folder}/${name}`)
    .filter((path) => source.exists(path) === "file");
  if (paths.length > 0) {
    const read = paths.map((path) => readInTree(loaded, path));
    return read.every((each) => each !== undefined) ? read : undefined;
  }
  const places = `kernel/configs or arch/${architecture ?? "ARCH"}/configs`;
  loaded.tell([
    { code: "unreadable-file", severity: "error", message: `this tree has no ${name} in ${places}` },
  ]);
  return undefined;
}

function readInTree(loaded: LoadedTree, path: string): DotConfig | undefined {
  const read = loaded.host.at(loaded.tree.source).readText(path);
  if (read.ok) return configOf(loaded, read.text, path);
  loaded.tell([unreadable(path, read.reason, read.message)]);
  return undefined;
}

/** The .config, or that of the running kernel. */
function readBase(loaded: LoadedTree): ConfigFile | undefined {
  const { caller } = loaded;
  const release = caller.readText("/proc/sys/kernel/osrelease");
  const running = release.ok ? [`/boot/config-${release.text.trim()}`] : [];
  for (const path of [configPath(loaded), "/proc/config.gz", ...running]) {
    const file = readConfigFile(loaded, path);
    if (!isTrouble(file) && file.exists) return file;
    if (isTrouble(file) && path === configPath(loaded)) {
      loaded.tell([file]);
      return undefined;
    }
  }
  loaded.tell([unreadable(configPath(loaded), "missing")]);
  return undefined;
}

function readList({ caller, tell }: LoadedTree, path: string): string | undefined {
  const read = path === "-" ? caller.readInput() : caller.readText(path);
  if (read.ok) return read.text;
  tell([unreadable(path, read.reason, read.message)]);
  return undefined;
}

function heldNow(loaded: LoadedTree): string | null {
  const read = loaded.caller.readText(configPath(loaded));
  return read.ok ? read.text : null;
}

function configOf({ tree, model }: LoadedTree, text: string, path = ".config"): DotConfig {
  return parseDotConfig(new SourceFile(path, text), {
    prefix: tree.environment.CONFIG_,
    dialect: model.data.dialect.conf.dotConfig,
  });
}

function textOf({ tree }: LoadedTree, configuration: ConfConfiguration): string {
  return writeDotConfig(configuration, writeOptionsOf(tree.environment));
}

/** What is written. */
interface Target {
  readonly path: string;
  /** What it must hold still, null for no file; undefined if that does not matter. */
  readonly expected: string | null | undefined;
}

/** The file that is named, or the .config, which held this when it was read. */
function targetOf(loaded: LoadedTree, output: string | undefined, held: string | null): Target {
  return output === undefined
    ? { path: configPath(loaded), expected: held }
    : { path: output, expected: undefined };
}

/** Writes the configuration, and says what was done. */
function writeResult(
  loaded: LoadedTree,
  result: ConfConfiguration,
  { path, expected }: Target,
  done: string,
): number {
  const { caller, options } = loaded;
  const unknown = unknownPartOf(result);
  if (unknown !== undefined) {
    loaded.tell([unknownFileDiagnostic(unknown, loaded.model)]);
    return UNANSWERED;
  }
  const written = caller.writeText(path, textOf(loaded, result), { backup: `${path}.old`, expected });
  if (!written.ok) {
    loaded.tell([unwritable(written.message)]);
    return UNANSWERED;
  }
  if (!options.quiet) caller.stdout.write(`${done}\nwrote ${safeLine(path)}\n`);
  return 0;
}
