/** The environment that a kernel's top Makefile gives to Kconfig, without make. */

import { distance } from "fastest-levenshtein";
import type { Environment, Host } from "../text/host.ts";
import { watchDenials } from "./denials.ts";
import type { WorkspaceFinding } from "./finding.ts";
import type { Found } from "./found.ts";
import {
  type KernelTree,
  knownArchitectures,
  machineArchitecture,
  sourceArchitecture,
  sourceArchitectures,
} from "./kernel-tree.ts";
import type { Settings } from "./settings.ts";
import { architectureNm, clangFlags, findCrossCompile, isCrossTool, toolNames } from "./toolchain.ts";

/**
 * With all of these set, the caller is the kernel's own build or stands in for it: nothing is added, so that the
 * answers are those of C's `conf` started in its place.
 */
const COMPLETE = ["srctree", "ARCH", "SRCARCH", "KERNELVERSION", "CC"];

/** Taken where the machine does not tell what it is. */
const FALLBACK_ARCHITECTURE = "x86";

/** Architectures further than this from a known one, in edits, are no slip of the hand. */
const FURTHEST_SLIP = 2;

export interface KernelEnvironmentRequest {
  /** `--arch`; wins over the caller's ARCH. */
  readonly architecture?: string;
  /** What kcfg.json said, and the path to show for it. */
  readonly settings?: Settings;
  readonly settingsPath?: string;
  /** The way from the host's folder to the source; `.` in an ordinary tree. */
  readonly srctree?: string;
}

export interface KernelEnvironment {
  /** The caller's variables and, where it has not set them, those of kcfg.json and then those of the Makefile. */
  readonly environment: Environment;
  /** Variables whose values only a command could have told which was not run, each with that command. */
  readonly unknown: ReadonlyMap<string, string>;
  /** ARCH. */
  readonly architecture: string;
  readonly found: readonly Found[];
  /** `unknown-architecture` (error), `unknown-machine` (warning). */
  readonly diagnostics: readonly WorkspaceFinding[];
}

/**
 * What `make *config` would export, as far as Kconfig files and the scripts that they run can see it. The caller's
 * environment wins, as the command line of make does; LC_ALL, which make drops, stays if it was set. `host` must
 * start in the folder that commands are to run in; it is asked for `uname -m`, `$CC --version` and the like, each
 * only where its answer was not given.
 */
export function kernelEnvironment(
  tree: KernelTree,
  request: KernelEnvironmentRequest,
  world: Host,
): KernelEnvironment {
  const denied: string[] = [];
  const host = watchDenials(world, denied);
  const { settings = {}, settingsPath = "kcfg.json", srctree = "." } = request;
  const variables = new Variables(host.environment, settings.environment ?? {}, settingsPath, denied);
  const unknown = variables.unknown;
  const diagnostics: WorkspaceFinding[] = [];

  let machine: string | undefined;
  const subArchitecture = (): string => {
    machine ??= variables.value("SUBARCH") || machineOf(host, diagnostics);
    return machine;
  };
  const choice = chooseArchitecture(request, settings, settingsPath, host.environment, subArchitecture);
  const architecture = choice.value;
  const isComplete = COMPLETE.every((name) => host.environment[name] !== undefined);
  // The caller's SRCARCH belongs to the caller's ARCH, and means nothing beside another one.
  if (variables.value("ARCH") !== architecture) variables.forget("ARCH", "SRCARCH");
  else if (isComplete) {
    return { environment: variables.all, unknown, architecture, found: [choice], diagnostics };
  }

  variables.add("ARCH", architecture, choice.from);
  variables.add("SRCARCH", sourceArchitecture(architecture), "Makefile");
  const folder = variables.value("SRCARCH");
  if (!sourceArchitectures(tree).includes(folder)) diagnostics.push(unknownArchitecture(tree, architecture));
  variables.add("srctree", srctree, "Makefile");
  variables.add("KERNELVERSION", tree.version, "Makefile");
  variables.add("CONFIG_SHELL", "sh", "Makefile");
  variables.add("LC_COLLATE", "C", "Makefile");
  variables.add("LC_NUMERIC", "C", "Makefile");
  if (folder === "um") {
    variables.add("SUBARCH", subArchitecture(), "uname -m");
    // User-mode Linux is built of the architecture that it runs on.
    variables.add("HEADER_ARCH", sourceArchitecture(subArchitecture()), "arch/um/Makefile");
  }

  const names = { architecture, sourceArchitecture: folder, subArchitecture };
  variables.add("CROSS_COMPILE", () => findCrossCompile(tree, names, host, variables.all), "Makefile");
  const llvm = tree.mentions("LLVM") ? variables.value("LLVM") : "";
  const tools = { ...names, llvm, crossCompile: variables.value("CROSS_COMPILE") };
  for (const [name, command] of Object.entries(toolNames(tools))) {
    // Which tools there are depends on it.
    const why = llvm === "" ? unknown.get("CROSS_COMPILE") : undefined;
    if (why !== undefined && host.environment[name] === undefined && isCrossTool(name)) {
      unknown.set(name, why);
      continue;
    }
    const ownCommand =
      name === "NM" ? () => architectureNm(tree, command, tools, host, variables.all) : command;
    if (tree.mentions(name)) variables.add(name, ownCommand, "Makefile");
  }
  // Lets a stable rustc take the unstable flags that Kconfig asks it about.
  if (tree.mentions("RUSTC_BOOTSTRAP")) variables.add("RUSTC_BOOTSTRAP", "1", "Makefile");
  addVersions(tree, variables, host);
  const noVersion = unknown.get("CC_VERSION_TEXT");
  if (noVersion !== undefined && variables.value("CLANG_FLAGS") === "") unknown.set("CLANG_FLAGS", noVersion);
  if (variables.value("CC_VERSION_TEXT").includes("clang")) {
    const flags = () => clangFlags(tree, tools, host, variables.all);
    variables.add("CLANG_FLAGS", flags, "scripts/Makefile.clang");
  }
  return {
    environment: variables.all,
    unknown,
    architecture,
    found: [choice, ...variables.found],
    diagnostics,
  };
}

/** The texts by which Kconfig notices another compiler. */
function addVersions(tree: KernelTree, variables: Variables, host: Host): void {
  // As make's $(subst #,,$(shell …)): no `#`, which would begin a comment, and lines joined by blanks.
  const lines = (command: string) =>
    host
      .run(`${command} 2>/dev/null`, variables.all)
      .stdout.replace(/\n+$/, "")
      .replaceAll("#", "")
      .split("\n");
  const cc = variables.value("CC");
  const rustc = variables.value("RUSTC");
  variables.add("CC_VERSION_TEXT", () => lines(`LC_ALL=C ${cc} --version`)[0], `${cc} --version`);
  if (tree.mentions("RUSTC_VERSION_TEXT")) {
    variables.add("RUSTC_VERSION_TEXT", () => lines(`${rustc} --version`).join(" "), `${rustc} --version`);
  }
  if (tree.mentions("PAHOLE_VERSION")) {
    const script = "scripts/pahole-version.sh";
    const command = `${variables.value("srctree")}/${script} ${variables.value("PAHOLE")}`;
    variables.add("PAHOLE_VERSION", () => lines(command).join(" "), script);
  }
}

function chooseArchitecture(
  { architecture }: KernelEnvironmentRequest,
  settings: Settings,
  settingsPath: string,
  caller: Environment,
  subArchitecture: () => string,
): Found {
  const what = "architecture";
  if (architecture) return { what, value: architecture, from: "--arch" };
  if (caller.ARCH) return { what, value: caller.ARCH, from: "environment" };
  const set = settings.arch || settings.environment?.ARCH;
  if (set) return { what, value: set, from: settingsPath };
  return { what, value: subArchitecture(), from: "uname -m" };
}

function machineOf(host: Host, diagnostics: WorkspaceFinding[]): string {
  const { stdout, code, failure, unanswered } = host.run("uname -m", host.environment);
  if (failure === undefined && code === 0 && stdout.trim() !== "") return machineArchitecture(stdout.trim());
  diagnostics.push({
    code: "unknown-machine",
    severity: "warning",
    fault: {
      kind: "unknown-machine",
      fallback: FALLBACK_ARCHITECTURE,
      because: unanswered ? { isDenied: true } : (failure ?? code),
    },
  });
  return FALLBACK_ARCHITECTURE;
}

function unknownArchitecture(tree: KernelTree, architecture: string): WorkspaceFinding {
  const known = knownArchitectures(tree);
  const near = nearArchitectures(architecture, known);
  return {
    code: "unknown-architecture",
    severity: "error",
    fault: { kind: "unknown-architecture", version: tree.version, architecture, known, near },
  };
}

/** The known names that can be meant: the kernel's for a machine's own (aarch64, amd64), else the nearest ones. */
function nearArchitectures(architecture: string, known: readonly string[]): readonly string[] {
  const machine = architecture === "amd64" ? "x86_64" : machineArchitecture(architecture);
  if (known.includes(machine)) return [machine];
  const edits = known.map((name) => distance(architecture, name));
  const fewest = Math.min(FURTHEST_SLIP, ...edits);
  return known.filter((_, at) => edits[at] === fewest);
}

/** An environment that grows: the first to set a variable wins, and the caller comes first. */
class Variables {
  readonly found: Found[] = [];
  #all: Record<string, string | undefined>;
  readonly #origins = new Map<string, string>();
  /** Commands that were not run so far. */
  readonly #denied: readonly string[];
  /** What only they could have told, and which of them. */
  readonly unknown = new Map<string, string>();

  constructor(caller: Environment, settings: Environment, settingsPath: string, denied: readonly string[]) {
    this.#denied = denied;
    this.#all = { ...settings, ...caller };
    for (const name of Object.keys(settings)) this.#origins.set(name, settingsPath);
    for (const name of Object.keys(caller)) this.#origins.set(name, "environment");
  }

  /** A copy of all of them. */
  get all(): Environment {
    return { ...this.#all };
  }

  value(name: string): string {
    return this.#all[name] ?? "";
  }

  forget(...names: readonly string[]): void {
    for (const name of names) this.#all[name] = undefined;
  }

  /** Sets a variable that nobody has set; `value` is only worked out then, and undefined leaves it unset. */
  add(name: string, value: string | (() => string | undefined), from: Found["from"]): void {
    const given = this.#all[name];
    const before = this.#denied.length;
    const text = given ?? (typeof value === "function" ? value() : value);
    if (this.#denied.length > before) {
      this.unknown.set(name, this.#denied[before]);
      return;
    }
    if (text === undefined) return;
    this.#all[name] = text;
    this.found.push({
      what: "variable",
      name,
      value: text,
      from: given === undefined ? from : (this.#origins.get(name) ?? from),
    });
  }
}
