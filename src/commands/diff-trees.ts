/** `kcfg diff --tree`, `kcfg diff --patch`: two trees, or one with and without a patch. */
import { compareTrees } from "../diff/trees.ts";
import { compareValues } from "../diff/values.ts";
import { parseDotConfig } from "../dotconfig/dot-config.ts";
import { confine } from "../probes/confine.ts";
import { renderJson, wireDiagnostic } from "../report/json.ts";
import { treeDiffText } from "../report/tree-diff.ts";
import { treeDiffSummary, wireTreeDiff } from "../report/tree-diff-json.ts";
import { treeDiffMarkdown } from "../report/tree-diff-markdown.ts";
import { type ConfigFile, readFragment } from "../service/config-file.ts";
import { type OpenedSettings, openSettings } from "../service/govern.ts";
import { isTrouble, type Trouble } from "../service/problem.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Environment, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { foldersOf, type SettingsFile } from "../workspace/find-tree.ts";
import { patchedHost } from "../workspace/patched-host.ts";
import { openRevision } from "../workspace/revision-host.ts";
import { SETTINGS_FILE } from "../workspace/settings.ts";
import { parsePatch } from "../workspace/unified-patch.ts";
import type { DiffOptions } from "./diff-options.ts";
import { type LoadedTree, openTree, type SessionOptions, tellTroubles, wireTree } from "./session.ts";
import type { Invocation } from "./verb.ts";

/** One tree to load: how people call it, and what reads it. */
interface Side {
  readonly name: string;
  readonly host: Host;
  readonly kconfig?: string;
  /** Whether `host` reads a revision, of which there is no folder. */
  close?(): void;
  /** Of a patched tree: what did not apply so far, and the patch itself. */
  failures?(): readonly Diagnostic[];
  readonly patch?: SourceFile;
  /** The kcfg.json of the tree that the caller is in. */
  readonly settings?: SettingsFile;
}

/** What stands for the tree that the caller is in. */
const HERE = ".";

export async function diffTrees(invocation: Invocation<DiffOptions>): Promise<number> {
  const { words, options, host } = invocation;
  const start = options.directory === undefined ? host : host.at(options.directory);
  if (options.directory !== undefined && host.exists(options.directory) !== "directory")
    return refuse(host, options, [
      { code: "no-folder", severity: "error", message: `-C ${options.directory} is no folder` },
    ]);
  const names = sideNames(words, options);
  if ("code" in names) return refuse(host, options, [names]);
  const opened = openSettings({ kconfig: options.kconfig, probes: options.probes }, start);
  const { mode, problems, caller } = opened;
  if (problems.length > 0) return refuse(caller, options, problems);
  const { kind } = "kind" in mode ? mode : { kind: "run" };
  const silence = kind === "deny" || kind === "replay" ? kind : undefined;
  const sides: Side[] = [];
  try {
    for (const name of names) {
      if (isDotConfig(name, caller)) return refuse(caller, options, [noTree(name, words, options)]);
      const isRevision = name !== HERE && start.exists(name) === undefined;
      // Each tree is a world of its own, which `openTree` leaves to it.
      const side =
        isRevision && silence !== undefined ? gitDenied(name, silence) : sideOf(name, start, options);
      if ("code" in side) return refuse(caller, options, [side]);
      sides.push(name === HERE ? { ...side, settings: opened.settings } : side);
    }
    return await diffSides(sides, opened, invocation);
  } finally {
    for (const side of sides) side.close?.();
  }
}

function isDeny(mode: OpenedSettings["mode"]): boolean {
  return "kind" in mode && mode.kind === "deny";
}

/** Git is a program as well, and a repository's settings can make it run others. */
function gitDenied(revision: string, mode: "deny" | "replay"): Diagnostic {
  const why = mode === "deny" ? "commands are denied" : "a recording answers for commands, and none is run";
  return {
    code: "denied-probe",
    severity: "error",
    message: `git is not asked for ${revision}, because ${why}`,
    help: ["check the revision out elsewhere, and name its folder"],
  };
}

/** The names of the trees: one with `--patch`, else two. */
function sideNames(words: readonly string[], { patch }: DiffOptions): readonly string[] | Diagnostic {
  const wrong = (message: string, help: string): Diagnostic => ({
    code: "wrong-arguments",
    severity: "error",
    message,
    help: [help],
  });
  if (patch !== undefined)
    return words.length > 1
      ? wrong("a patch changes one tree", "kcfg diff --patch FILE [TREE]")
      : [words[0] ?? HERE];
  if (words.length === 2) return words;
  if (words.length !== 1)
    return wrong("two trees are compared", "kcfg diff --tree DIR1 DIR2, or --tree REV1..REV2");
  const range = /^(.*?)\.\.\.?(.*)$/.exec(words[0]);
  if (range === null || /^[./]+$/.test(words[0])) return [words[0], HERE];
  return [range[1] || "HEAD", range[2] || "HEAD"];
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

function noTree(name: string, words: readonly string[], { patch }: DiffOptions): Diagnostic {
  return {
    code: "wrong-arguments",
    severity: "error",
    message: `${name} is a .config, not a Kconfig tree`,
    help: [
      patch === undefined
        ? `kcfg diff ${words.join(" ")} compares .configs; --config ${name} compares its values in two trees`
        : `--config ${name} shows how the patch changes its values`,
    ],
  };
}

/** A folder, a Kconfig file, or a revision of the repository around. */
function sideOf(name: string, caller: Host, options: DiffOptions): Side | Diagnostic {
  const kind = caller.exists(name);
  // What the environment says of one tree is wrong for another.
  const environment: Environment = { ...caller.environment, srctree: undefined, KERNELVERSION: undefined };
  if (name === HERE)
    return { name: "this tree", host: withEnvironment(caller, environment), kconfig: options.kconfig };
  if (kind === "directory") {
    const host = withEnvironment(caller.at(name), environment);
    return {
      name,
      host,
      kconfig: host.exists(SETTINGS_FILE) === "file" ? options.kconfig : (options.kconfig ?? HERE),
    };
  }
  if (kind === "file") return { name, host: withEnvironment(caller, environment), kconfig: name };
  const revision = openRevision(caller, name);
  if ("code" in revision) return revision;
  const host = withEnvironment(revision.host, environment);
  return { name, host, kconfig: options.kconfig, close: revision.close };
}

function withEnvironment(host: Host, environment: Environment): Host {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  return { ...host, environment: set, at: (folder) => withEnvironment(host.at(folder), environment) };
}

async function diffSides(
  sides: readonly Side[],
  { caller, mode }: OpenedSettings,
  { options, version }: Invocation<DiffOptions>,
): Promise<number> {
  const before = await load(sides[0], options, caller);
  if (typeof before === "number") return before;
  const second =
    options.patch === undefined
      ? sides[1]
      : patchedSide(sides[0], before, { path: options.patch, caller, isDenied: isDeny(mode) });
  if ("length" in second) return refuse(caller, options, second);
  const after = await load(second, options, caller);
  const failures = second.failures?.() ?? [];
  if (failures.length > 0) {
    before.tell(failures, second.patch === undefined ? [] : [second.patch]);
    return 2;
  }
  if (typeof after === "number") return after;
  const files = (options.config ?? []).map((path) => readFragment({ ...after, caller }, path));
  const unreadable = files.filter(isTrouble);
  if (unreadable.length > 0) return refuse(caller, options, unreadable);
  const difference = compareTrees(before.model, after.model);
  const values = files
    .filter((file): file is ConfigFile => "dotConfig" in file)
    .map(({ dotConfig }) => compareValues(difference, dotConfig));
  const { name } = sides[0];
  const names = {
    before: name,
    after: second.patch === undefined ? second.name : `${name} with ${second.name}`,
  };
  const isSame =
    [difference.added, difference.removed, difference.renamed, difference.changed, difference.choices].every(
      ({ length }) => length === 0,
    ) && values.every(({ differences }) => differences.length === 0);
  const exitCode = options.exitCode && !isSame ? 1 : 0;
  const { stdout } = caller;
  if (options.answer === "markdown") {
    stdout.write(treeDiffMarkdown(difference, values, names, { architecture: after.tree.architecture }));
  } else if (options.answer === "json") {
    stdout.write(
      renderJson({
        command: "diff",
        version,
        ok: exitCode === 0,
        tree: wireTree(after.tree),
        inputs: values.map(({ path }) => ({ path, exists: true })),
        summary: treeDiffSummary(difference),
        diagnostics: after.diagnostics.map(wireDiagnostic),
        result: wireTreeDiff(difference, values, {
          before: { name: names.before, tree: wireTree(before.tree) },
          after: { name: names.after, tree: wireTree(after.tree) },
        }),
      }),
    );
  } else {
    stdout.write(
      treeDiffText(difference, values, names, after.style, { showsAll: options.verbose === true }),
    );
  }
  return exitCode;
}

function load(
  { host, kconfig, settings }: Side,
  options: DiffOptions,
  caller: Host,
): Promise<LoadedTree | number> {
  const { probes } = options;
  const shared: SessionOptions = {
    ...options,
    // A recording lies where the person is, and in none of the trees.
    ...(probes !== undefined &&
      "path" in probes && { probes: { ...probes, path: resolvePath(caller.folder, probes.path) } }),
    directory: undefined,
    config: undefined,
    kconfig,
    settings,
    format: "text",
  };
  return openTree(shared, host);
}

/** The same tree with a patch, whose paths start at the tree's top. */
function patchedSide(
  { host, kconfig }: Side,
  { tree }: LoadedTree,
  { path, caller, isDenied }: { readonly path: string; readonly caller: Host; readonly isDenied: boolean },
): Side | readonly Diagnostic[] {
  const read = path === "-" ? caller.readInput() : caller.readText(path);
  if (!read.ok)
    return [{ code: "unreadable-file", severity: "error", message: `cannot read ${path}: ${read.message}` }];
  const patch = new SourceFile(path === "-" ? "<stdin>" : path, read.text);
  const { files, diagnostics } = parsePatch(patch);
  if (diagnostics.length > 0) return diagnostics;
  // A patch can name any file as the one that it begins with.
  const roots = foldersOf(tree);
  const base = isDenied ? confine(host, { roots, searched: [host.folder, tree.folder] }) : host;
  const patched = patchedHost(base, tree.source, files, patch.path);
  return { name: patch.path, host: patched.host, kconfig, failures: () => patched.failures, patch };
}

function refuse(host: Host, options: DiffOptions, troubles: readonly Trouble[]): number {
  const lines = (path: string) => {
    const read = host.readText(path);
    return read.ok ? read.text.split(/\r?\n/) : undefined;
  };
  tellTroubles(troubles, host, options, lines);
  return 2;
}
