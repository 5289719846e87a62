/** What the verbs share: the tree, its model, the .config and its values, and how to speak about them. */
import { type DotConfig, parseDotConfig } from "../dotconfig/dot-config.ts";
import { Configuration } from "../evaluate/configuration.ts";
import { changesBySettling, readDotConfig, settle } from "../evaluate/read.ts";
import type { Model } from "../model/model.ts";
import { type RenderOptions, renderDiagnostics } from "../report/diagnostics.ts";
import type { WireTree } from "../report/json.ts";
import { keptFactText } from "../report/opened.ts";
import { moreNote, partialNote } from "../report/partial.ts";
import { safeLine } from "../report/safe-text.ts";
import { makeStyle, OWN, type Style } from "../report/style.ts";
import { ConflictBudget, limitConflicts } from "../resolve/conflict-budget.ts";
import { provideUsage } from "../resolve/traits.ts";
import { keepNames } from "../store/kept-names.ts";
import { loadTree } from "../store/load-tree.ts";
import { Budget, configTooLarge, type LimitReached, type Limits, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Host, OutputStream } from "../text/host.ts";
import { rebasePath } from "../text/path.ts";
import { SourceFile } from "../text/source-file.ts";
import { measure } from "../text/stopwatch.ts";
import { sharesOf } from "../workspace/defconfigs.ts";
import type { SettingsFile, Tree } from "../workspace/find-tree.ts";
import type { SharedOptions } from "./options.ts";
import { findGovernedTree } from "./probe-use.ts";

/** Shared options and what only some verbs have. */
export interface SessionOptions extends SharedOptions {
  /** `--base`: what fragments are merged over. */
  readonly base?: string;
  /** Whether `--config` may name a file that is not there yet, because the verb will write it. */
  readonly createsConfig?: boolean;
  /** Whether the verb writes a .config: then commands of the Kconfig files are run, whatever the cache holds. */
  readonly writesConfig?: boolean;
  /** Whether the verb asks for the values of a few symbols, so that those of all others need not be calculated. */
  readonly asksFewValues?: boolean;
  /** Whether the verb answers for what could be read of a tree with errors; it then exits with `exitOf`. */
  readonly answersPartly?: boolean;
  /** Whether the verb says itself which of its answers rest on commands that were not run. */
  readonly tellsUnknown?: boolean;
  /** The kcfg.json of this tree, where the verb has read it. */
  readonly settings?: SettingsFile;
}

/** A tree that was found and read. */
export interface LoadedTree {
  readonly tree: Tree;
  /** Starts in the tree's folder: reads what Kconfig and `tree` name. */
  readonly host: Host;
  /** Starts where the person is (`-C` included): reads and writes what the command line names. */
  readonly caller: Host;
  readonly options: SessionOptions;
  readonly model: Model;
  /** What this run may cost. */
  readonly limits: Limits;
  /** Warnings of the search and of the Kconfig files; `openTree` has told nothing of them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Errors of the Kconfig files, which are told: the model is what they left. Empty of nearly every tree. */
  readonly errors: readonly Diagnostic[];
  /** How to write answers. */
  readonly style: Style;
  /** Writes diagnostics to standard error, with the lines of the tree's files and of `files`. */
  tell(diagnostics: readonly Diagnostic[], files?: readonly SourceFile[]): void;
  /** Lines of a Kconfig file by its path, for excerpts on standard output. */
  lines(path: string): readonly string[] | undefined;
}

/** A .config or fragment. */
export interface ConfigFile {
  /** As the person would name it, and as locations in it do. */
  readonly path: string;
  readonly exists: boolean;
  /** What the file held, packed or not; null if it does not exist. For who writes it later. */
  readonly held: string | null;
  /** Of the empty text if the file does not exist. */
  readonly dotConfig: DotConfig;
}

/** A tree with the values of its .config. */
export interface Session extends LoadedTree {
  readonly configuration: Configuration;
  readonly configFile: ConfigFile;
  /** Of `LoadedTree`, and warnings about lines of the .config. */
  readonly diagnostics: readonly Diagnostic[];
}

const UNANSWERED = 2;

/** The exit code of an answer: of one that rests on a tree with errors, that of none. */
export function exitOf({ errors }: LoadedTree, exit: number): number {
  return errors.length > 0 ? UNANSWERED : exit;
}

/**
 * Finds and loads the tree. Where that fails, all errors go to standard error and the answer is the exit code 2.
 */
export async function openTree(options: SessionOptions, start: Host): Promise<LoadedTree | number> {
  const here = options.directory === undefined ? start : start.at(options.directory);
  if (options.directory !== undefined && start.exists(options.directory) !== "directory") {
    const message = `-C ${options.directory} is no folder`;
    return failure([{ code: "no-folder", severity: "error", message }], start, options);
  }
  const { kconfig, arch: architecture, config, base, probes: mode, limits, settings } = options;
  const trustsProbes = options.trustProbes === true || options.writesConfig !== true;
  const takesAnswers = options.cache && trustsProbes;
  const found = measure(start.stopwatch, "find tree", () =>
    findGovernedTree(
      { kconfig, architecture, config, base, probes: mode, limits, takesAnswers, settings },
      here,
    ),
  );
  const { caller } = found;
  if (!("probes" in found) || found.tree === undefined || hasError(found.diagnostics))
    return failure(found.diagnostics, caller, options);
  const tree =
    options.dialect === undefined ? found.tree : { ...found.tree, dialect: { name: options.dialect } };
  const { probes, hidden } = found;
  const host = probes.inTree(probes.host.at(tree.folder), [tree.folder, tree.source]);
  if (options.verbose) caller.stderr.write(foundText(tree, options, found.answersTaken));
  const { model, isPartial, diagnostics, kept, probeFacts, isKept } = await loadTree({
    path: tree.kconfig,
    host,
    environment: tree.environment,
    dialect: tree.dialect,
    made: tree.made,
    probes,
    hidden,
    limits: found.limits,
    isTolerant: true,
    cache: { isOff: !options.cache, trustsProbes },
  });
  const facts = [...kept.map(keptFactText), ...probeFacts];
  if (options.verbose) caller.stderr.write(facts.map((fact) => `${safeLine(fact)}\n`).join(""));
  const all = [...found.diagnostics, ...diagnostics];
  const errors = isPartial ? all.filter(({ severity }) => severity === "error") : [];
  if (model === undefined || (isPartial && !options.answersPartly)) return failure(all, host, options, tree);
  if (isPartial) {
    failure(errors, host, options, tree);
    caller.stderr.write(`${partialNote(errors)}\n`);
  }
  if (!isPartial && options.cache && caller.cache !== undefined)
    keepNames(caller.cache, [tree.folder, caller.folder], model, !isKept);
  if (!options.quiet) caller.stderr.write(unknownNotes(model, all, options));
  const tellLimit = (reached: LimitReached) => {
    const told: Diagnostic = { ...limitDiagnostic(reached), severity: "warning", notes: [NOT_ALL] };
    caller.stderr.write(renderDiagnostics([told], styleOptions(options, caller.stderr, caller)));
  };
  limitConflicts(model, new ConflictBudget(new Budget(found.limits), tellLimit));
  const shares = sharesOf(tree, host);
  provideUsage(model, ({ name }) => shares(name));
  const files = new Map(model.data.files.map((file) => [file.path, file]));
  const linesOfTree = (path: string) => linesOf(files.get(path)) ?? linesRead(path, host, tree);
  return {
    tree,
    host,
    caller,
    options,
    model,
    limits: found.limits,
    diagnostics: all,
    errors,
    style: makeStyle(styleOptions(options, caller.stdout, caller)),
    lines: linesOfTree,
    tell: (told, others = []) => {
      const named = new Map(others.map((file) => [file.path, file]));
      const lines = (path: string) => linesOf(named.get(path)) ?? linesOfTree(path);
      caller.stderr.write(
        renderDiagnostics(told, { ...styleOptions(options, caller.stderr, caller), lines }),
      );
    },
  };
}

/**
 * Finds and loads the tree, reads its .config and calculates the values. Without a .config the values are the
 * defaults; a .config that was named with `--config` must be there. Failures as in `openTree`.
 */
export async function openSession(options: SessionOptions, start: Host): Promise<Session | number> {
  const loaded = await openTree(options, start);
  if (typeof loaded === "number") return loaded;
  const { tree, caller } = loaded;
  const path = options.config ?? rebasePath(tree.config, tree.folder, caller.folder);
  const configFile = readConfigFile(loaded, path);
  const mustExist = options.config !== undefined && !options.createsConfig;
  if ("code" in configFile || (mustExist && !configFile.exists)) {
    loaded.tell(["code" in configFile ? configFile : unreadable(path, "no such file")]);
    return UNANSWERED;
  }
  const configuration = new Configuration(loaded.model);
  const { diagnostics } = measure(start.stopwatch, "evaluate", () => {
    const read = readDotConfig(configuration, configFile.dotConfig, { warnUnknown: true });
    // Where it changes nothing it only takes the time of calculating all values.
    if (!options.asksFewValues || changesBySettling(loaded.model)) settle(configuration);
    return read;
  });
  return { ...loaded, configuration, configFile, diagnostics: [...loaded.diagnostics, ...diagnostics] };
}

/**
 * Reads a .config or fragment as the person names it; `-` is standard input. A file that is not there counts as
 * empty; anything else that cannot be read is a diagnostic (`unreadable-file`).
 */
export function readConfigFile(
  { caller, model, tree, limits }: LoadedTree,
  path: string,
): ConfigFile | Diagnostic {
  const limit = new Budget(limits).most("config");
  const found = path === "-" ? caller.readInput() : caller.readText(path, { limit });
  const read = found.ok && found.text.startsWith(GZIP_MAGIC) ? (caller.unpack?.(found.text) ?? found) : found;
  if (read.ok ? read.text.length > limit : read.reason === "too-large") return configTooLarge(path, limit);
  if (!read.ok && read.reason !== "missing") {
    return unreadable(path, read.reason === "directory" ? "it is a folder" : read.message);
  }
  const shown = path === "-" ? "<stdin>" : path;
  const source = new SourceFile(shown, read.ok ? read.text : "");
  const dialect = model.data.dialect.conf.dotConfig;
  return {
    path: shown,
    exists: read.ok,
    held: found.ok ? found.text : null,
    dotConfig: parseDotConfig(source, { prefix: tree.environment.CONFIG_, dialect }),
  };
}

/** The first bytes of what gzip packed; the second one is no UTF-8. */
const GZIP_MAGIC = "\u001f\udc8b";

/** Values of a tree without .config are easily taken for those of one that was built. */
export function noteMissingConfig({ configFile, caller, options }: Session): void {
  if (!configFile.exists && !options.quiet)
    caller.stderr.write(`note: ${safeLine(configFile.path)} does not exist; these are the defaults\n`);
}

/** A tree as the JSON envelope tells it. */
export function wireTree({
  kind,
  folder,
  kconfig,
  version,
  architecture,
  dialect: { name },
}: Tree): WireTree {
  return {
    kind,
    folder,
    kconfig,
    version: version ?? null,
    architecture: architecture ?? null,
    dialect: name,
  };
}

/** How to lay out and colour what goes to a stream. */
export function styleOptions(
  { color, ascii }: Pick<SharedOptions, "color" | "ascii">,
  stream: OutputStream,
  { environment }: Host,
): Pick<RenderOptions, "color" | "mark" | "ascii" | "width"> {
  // NO_COLOR counts when it is there and not empty (no-color.org).
  const wanted = color === "auto" ? stream.isTerminal && !environment.NO_COLOR : color === "always";
  return {
    color: wanted,
    mark: OWN,
    ascii: ascii === true,
    width: stream.isTerminal ? stream.columns : DEFAULT_WIDTH,
  };
}

/** Wide enough for the usual line; what goes to a file does not depend on a terminal. */
const DEFAULT_WIDTH = 100;

function failure(
  diagnostics: readonly Diagnostic[],
  host: Host,
  options: SharedOptions,
  tree?: Tree,
): number {
  const lines = (path: string) => linesRead(path, host, tree);
  const shown = options.verbose ? diagnostics : diagnostics.slice(0, MOST_TOLD);
  host.stderr.write(
    renderDiagnostics(shown, { ...styleOptions(options, host.stderr, host), lines }) +
      moreNote(diagnostics.slice(shown.length)),
  );
  return UNANSWERED;
}

/** More errors than anybody mends between two runs. */
const MOST_TOLD = 100;

function unreadable(path: string, why: string): Diagnostic {
  return { code: "unreadable-file", severity: "error", message: `cannot read ${path}: ${why}` };
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

function linesOf(file: SourceFile | undefined): readonly string[] | undefined {
  return file?.text.split(/\r?\n/);
}

/** Lines of a file that no model holds, because it did not load or because it is no Kconfig file. */
function linesRead(path: string, host: Host, tree: Tree | undefined): readonly string[] | undefined {
  const direct = host.readText(path);
  if (direct.ok) return direct.text.split(/\r?\n/);
  if (tree === undefined || tree.source === tree.folder || path.startsWith("/")) return undefined;
  const below = host.readText(`${tree.source}/${path}`);
  return below.ok ? below.text.split(/\r?\n/) : undefined;
}

/** What commands that were not run leave open for the whole tree; what single answers rest on, verbs tell with them. */
function unknownNotes(model: Model, diagnostics: readonly Diagnostic[], options: SessionOptions): string {
  const { unknownWords } = model.data;
  const notes: string[] = [];
  if (unknownWords.length > 0 && !options.tellsUnknown) {
    const what =
      unknownWords.length === 1 ? "1 word of this tree is" : `${unknownWords.length} words of this tree are`;
    notes.push(`${what} not known, because commands were not run: kcfg explain tells what rests on them`);
  }
  const open = diagnostics.filter(({ code }) => code === "denied-probe");
  if (open.length > 0) {
    const places = options.verbose ? open : open.slice(0, MOST_OPEN);
    const listed = places.map(({ location }) => `${location?.path}:${location?.line}`).join(", ");
    const more = open.length > places.length ? ` and ${open.length - places.length} more (-v)` : "";
    notes.push(`commands that were not run decide whether this tree warns or refuses: ${listed}${more}`);
  }
  return notes.map((note) => `note: ${safeLine(note)}\n`).join("");
}

const NOT_ALL = { message: "what was not found out by then is left out" };

/** So many places are named unless all are asked for. */
const MOST_OPEN = 2;

/** What `-v` says: a fact a line, and where it is from. */
function foundText(tree: Tree, options: SharedOptions, answersTaken: number): string {
  const facts = tree.found.map(({ what, name, value, from }) => {
    const subject = what === "variable" ? `${name}=${value}` : what === "tree" ? value : `${what} ${value}`;
    return `${subject}, from ${from}`;
  });
  if (answersTaken > 0) {
    const what = answersTaken === 1 ? "answer of 1 tool" : `answers of ${answersTaken} tools`;
    facts.push(`${what}, from the cache (--no-cache asks them)`);
  }
  if (options.dialect !== undefined) facts.push(`dialect ${options.dialect}, from --dialect`);
  return facts.map((fact) => `${safeLine(fact)}\n`).join("");
}
