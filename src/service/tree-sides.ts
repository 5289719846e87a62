/** The sides of a comparison of trees: how a person names them, and what reads each of them. */
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { confine } from "../probes/confine.ts";
import type { Environment, Host } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import { foldersOf, type SettingsFile, type Tree } from "../workspace/find-tree.ts";
import type { WorkspaceFinding } from "../workspace/finding.ts";
import { patchedHost } from "../workspace/patched-host.ts";
import { openRevision } from "../workspace/revision-host.ts";
import { SETTINGS_FILE } from "../workspace/settings.ts";
import { parsePatch } from "../workspace/unified-patch.ts";
import { unreadable } from "./config-file.ts";
import type { OpenedSettings } from "./govern.ts";
import type { Problem, Trouble } from "./problem.ts";

/** Which trees. Paths start from the folder where the person is. */
export interface SidesQuestion {
  /**
   * Two trees, `REV1..REV2`, or one to compare with the tree around; with a patch, the tree that it changes. A tree is a
   * folder, a Kconfig file, or a revision of the git repository.
   */
  readonly words: readonly string[];
  /** A file, or `-`: the second side is the first one with it. */
  readonly patch?: string;
  /** The top Kconfig file of a tree that does not name its own. */
  readonly kconfig?: string;
}

/** One tree to open. */
export interface TreeSide {
  /** A folder, file or revision as the person named it; undefined for the tree around. */
  readonly name?: string;
  /** Starts where the tree is looked for. */
  readonly host: Host;
  readonly kconfig?: string;
  /** The kcfg.json of the tree around. */
  readonly settings?: SettingsFile;
  /** Removes what reading a revision left behind. */
  close?(): void;
}

/** A tree with a patch. */
export interface PatchedSide extends TreeSide {
  readonly name: string;
  readonly patch: SourceFile;
  /** What did not apply, among the files that were read so far. */
  failures(): readonly WorkspaceFinding[];
}

/** What stands for the tree around. */
const HERE = ".";

/** The names of the trees: one with a patch, else two. */
export function sideNames({ words, patch }: SidesQuestion): readonly string[] | Problem {
  if (patch !== undefined)
    return words.length > 1 ? { code: "wrong-arguments", reason: "patched-trees" } : [words[0] ?? HERE];
  if (words.length === 2) return words;
  if (words.length !== 1) return { code: "wrong-arguments", reason: "tree-count" };
  const range = /^(.*?)\.\.\.?(.*)$/.exec(words[0]);
  if (range === null || /^[./]+$/.test(words[0])) return [words[0], HERE];
  return [range[1] || "HEAD", range[2] || "HEAD"];
}

/** What reads the tree of a name. Whatever `close` a side has is for the caller to call. */
export function openSide(
  name: string,
  question: SidesQuestion,
  { settings, mode, caller }: OpenedSettings,
  start: Host,
): TreeSide | Trouble {
  const { words, patch } = question;
  if (isDotConfig(name, caller))
    return {
      code: "wrong-arguments",
      reason: "dot-config",
      path: name,
      words,
      isPatched: patch !== undefined,
    };
  if (name === HERE) return { ...sideOf(name, start, question), settings };
  const { kind } = "kind" in mode ? mode : { kind: "run" };
  // Git is a program as well, and a repository's settings can make it run others.
  if (start.exists(name) === undefined && (kind === "deny" || kind === "replay"))
    return { code: "denied-probe", revision: name, mode: kind };
  return sideOf(name, start, question);
}

/** The tree of a side, which is open already, with a patch whose paths start at the tree's top. */
export function patchSide(
  { host, kconfig }: TreeSide,
  tree: Tree,
  path: string,
  { caller, mode }: OpenedSettings,
): PatchedSide | readonly Trouble[] {
  const read = path === "-" ? caller.readInput() : caller.readText(path);
  // In the host's own words, whatever the reason is.
  if (!read.ok) return [unreadable(path, "unreadable", read.message)];
  const patch = new SourceFile(path === "-" ? "<stdin>" : path, read.text);
  const { files, diagnostics } = parsePatch(patch);
  if (diagnostics.length > 0) return diagnostics;
  const isDenied = "kind" in mode && mode.kind === "deny";
  // A patch can name any file as the one that it begins with.
  const roots = foldersOf(tree);
  const base = isDenied ? confine(host, { roots, searched: [host.folder, tree.folder] }) : host;
  const patched = patchedHost(base, tree.source, files, patch.path);
  return { name: patch.path, host: patched.host, kconfig, failures: () => patched.failures, patch };
}

/** Whether a file has settings and nothing else: to Kconfig, variables and comments, a tree without a symbol. */
function isDotConfig(path: string, caller: Host): boolean {
  const read = caller.exists(path) === "file" ? caller.readText(path) : undefined;
  if (!read?.ok) return false;
  const { lines } = parseDotConfig(new SourceFile(path, read.text), { prefix: caller.environment.CONFIG_ });
  return (
    lines.every(({ kind }) => kind !== "malformed") &&
    lines.some(({ kind }) => kind === "assignment" || kind === "unset")
  );
}

function sideOf(name: string, caller: Host, { kconfig }: SidesQuestion): TreeSide | WorkspaceFinding {
  const kind = caller.exists(name);
  // What the environment says of one tree is wrong for another.
  const environment: Environment = { ...caller.environment, srctree: undefined, KERNELVERSION: undefined };
  if (name === HERE) return { host: withEnvironment(caller, environment), kconfig };
  if (kind === "directory") {
    const host = withEnvironment(caller.at(name), environment);
    const namesItself = host.exists(SETTINGS_FILE) === "file";
    return { name, host, kconfig: namesItself ? kconfig : (kconfig ?? HERE) };
  }
  if (kind === "file") return { name, host: withEnvironment(caller, environment), kconfig: name };
  const revision = openRevision(caller, name);
  if ("code" in revision) return revision;
  return {
    name,
    host: withEnvironment(revision.host, environment),
    kconfig,
    close: revision.close,
  };
}

function withEnvironment(host: Host, environment: Environment): Host {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  return { ...host, environment: set, at: (folder) => withEnvironment(host.at(folder), environment) };
}
