/** What the verbs share: a tree that is opened by what the command line says, and how to speak about it. */
import { type RenderOptions, renderDiagnostics } from "../report/diagnostics.ts";
import type { WireTree } from "../report/json.ts";
import { listed } from "../report/listed.ts";
import { foundLines, limitWarning, readLines, unknownNotes } from "../report/opened.ts";
import { moreNote, partialNote } from "../report/partial.ts";
import { diagnosticOf } from "../report/problems.ts";
import { safeLine } from "../report/safe-text.ts";
import { type FileLinks, makeStyle, OWN, type Style } from "../report/style.ts";
import {
  isOpen,
  type NoTree,
  type OpenTree,
  openTree as open,
  type TreeListener,
  type TreeRequest,
} from "../service/open-tree.ts";
import type { Trouble } from "../service/problem.ts";
import { type ConfigOptions, configPath, type OpenSession, withConfig } from "../service/session.ts";
import type { Host, OutputStream } from "../text/host.ts";
import { relativePath } from "../text/path.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { SettingsFile, Tree } from "../workspace/find-tree.ts";
import { type LinkedFolders, linksFor } from "./links.ts";
import type { SharedOptions } from "./options.ts";

/** Shared options and what only some verbs have. */
export interface SessionOptions extends SharedOptions, ConfigOptions {
  /** `--base`: what fragments are merged over. */
  readonly base?: string;
  /** Whether the verb writes a .config: then commands of the Kconfig files are run, whatever the cache holds. */
  readonly writesConfig?: boolean;
  /** Whether the verb answers for what could be read of a tree with errors; it then exits with `exitOf`. */
  readonly answersPartly?: boolean;
  /** Whether the verb says itself which of its answers rest on commands that were not run. */
  readonly tellsUnknown?: boolean;
  /** The kcfg.json of this tree, where the verb has read it. */
  readonly settings?: SettingsFile;
}

/** How a verb speaks about a tree. */
interface Speaking {
  readonly options: SessionOptions;
  /** How to write answers. */
  readonly style: Style;
  /** Writes what is wrong to standard error, with the lines of the tree's files and of `files`. */
  tell(troubles: readonly Trouble[], files?: readonly SourceFile[]): void;
}

/** A tree of which nothing was told but its errors. */
export type LoadedTree = OpenTree & Speaking;
export type Session = OpenSession & Speaking;

const UNANSWERED = 2;

/** The exit code of an answer: of one that rests on a tree with errors, that of none. */
export function exitOf({ errors }: OpenTree, exit: number): number {
  return errors.length > 0 ? UNANSWERED : exit;
}

/** Opens the tree. Where that fails, all errors go to standard error and the answer is the exit code 2. */
export async function openTree(options: SessionOptions, start: Host): Promise<LoadedTree | number> {
  const teller = tellerOf(options, start);
  return teller.onOpened(await open(requestOf(options), start, teller));
}

/** Tells what is heard while a tree is opened, and what came of it. */
export interface Teller extends TreeListener {
  onOpened(opened: OpenTree | NoTree): LoadedTree | number;
}

export function tellerOf(options: SessionOptions, start: Host): Teller {
  const { verbose, dialect } = options;
  return {
    onFound: (found) => {
      if (verbose) found.caller.stderr.write(linesText(foundLines(found, dialect)));
    },
    onLimit: (reached) => {
      const told = renderDiagnostics([limitWarning(reached)], styleOptions(options, start.stderr, start));
      start.stderr.write(told);
    },
    onOpened: (opened) => tellOpened(opened, options),
  };
}

function tellOpened(opened: OpenTree | NoTree, options: SessionOptions): LoadedTree | number {
  const { verbose, quiet, tellsUnknown } = options;
  const { caller } = opened;
  if (verbose) caller.stderr.write(linesText(readLines(opened)));
  if (!isOpen(opened)) return tellFailure(opened.troubles, opened, options);
  const { errors } = opened;
  if (errors.length > 0) {
    tellFailure(errors, opened, options);
    caller.stderr.write(`${partialNote(errors)}\n`);
  }
  if (!quiet) {
    const notes = unknownNotes(opened, { countsWords: !tellsUnknown, namesAll: verbose === true });
    caller.stderr.write(linesText(notes.map((note) => `note: ${note}`)));
  }
  return {
    ...opened,
    options,
    style: makeStyle({
      ...styleOptions(options, caller.stdout, caller),
      links: linksFor(caller.stdout, linkedFolders(opened)),
    }),
    tell: (troubles, others = []) => {
      const named = new Map(others.map((file) => [file.path, file]));
      const lines = (path: string) => named.get(path)?.text.split(/\r?\n/) ?? opened.lines(path);
      const linked = linkedFolders(opened, [...named.keys()]);
      tellTroubles(troubles, caller, options, lines, linksFor(caller.stderr, linked));
    },
  };
}

/** The files of a tree, and those that the person named: the .config and others. */
function linkedFolders(opened: OpenTree, others: readonly string[] = []): LinkedFolders {
  const { tree, model, caller } = opened;
  return {
    caller,
    trees: [tree.folder, tree.source],
    inputs: [configPath(opened), ...others],
    kconfigs: () => model.data.files.map(({ path }) => path),
  };
}

/** Opens the tree and reads its .config. Failures as in `openTree`. */
export async function openSession(options: SessionOptions, start: Host): Promise<Session | number> {
  const opened = await openTree(options, start);
  if (typeof opened === "number") return opened;
  const session = withConfig(opened, options);
  if (!("code" in session)) return session;
  opened.tell([session]);
  return UNANSWERED;
}

/** What the command line says of the tree. */
export function requestOf(options: SessionOptions): TreeRequest {
  const { arch: architecture, cache, trustProbes, writesConfig, answersPartly } = options;
  const { directory, kconfig, dialect, config, base, probes, limits, settings } = options;
  return {
    directory,
    kconfig,
    architecture,
    dialect,
    config,
    base,
    probes,
    limits,
    settings,
    isUncached: !cache,
    trustsProbes: trustProbes === true || writesConfig !== true,
    takesErrors: answersPartly,
  };
}

/** Values of a tree without .config are easily taken for those of one that was built. */
export function noteMissingConfig({ configFile, tree, caller, options }: Session): void {
  if (configFile.exists || options.quiet) return;
  const files = tree.layers.map((path) => relativePath(tree.home ?? tree.folder, path));
  const over = files.length === 0 ? "" : ` and what ${listed(files, files.length)} asks for`;
  caller.stderr.write(
    `note: ${safeLine(configFile.path)} does not exist; these are the defaults${safeLine(over)}\n`,
  );
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
  // Both count when they are there and not empty (no-color.org, force-color.org).
  const { NO_COLOR: never, FORCE_COLOR: always = "" } = environment;
  const isPainted = !never && (stream.isTerminal || !["", "0", "false"].includes(always));
  const wanted = color === "auto" ? isPainted : color === "always";
  return {
    color: wanted,
    mark: OWN,
    ascii: ascii === true,
    width: stream.isTerminal ? stream.columns : DEFAULT_WIDTH,
  };
}

/** Wide enough for the usual line; what goes to a file does not depend on a terminal. */
const DEFAULT_WIDTH = 100;

/** Writes what is wrong to standard error; `lines` are for excerpts. */
export function tellTroubles(
  troubles: readonly Trouble[],
  host: Host,
  options: Pick<SharedOptions, "color" | "ascii">,
  lines?: RenderOptions["lines"],
  links?: FileLinks,
): void {
  const style = { ...styleOptions(options, host.stderr, host), lines, links };
  host.stderr.write(renderDiagnostics(troubles.map(diagnosticOf), style));
}

function tellFailure(
  troubles: readonly Trouble[],
  { caller, lines }: Pick<NoTree, "caller" | "lines">,
  options: SharedOptions,
): number {
  const diagnostics = troubles.map(diagnosticOf);
  const shown = options.verbose ? diagnostics : diagnostics.slice(0, MOST_TOLD);
  caller.stderr.write(
    renderDiagnostics(shown, { ...styleOptions(options, caller.stderr, caller), lines }) +
      moreNote(diagnostics.slice(shown.length)),
  );
  return UNANSWERED;
}

/** More errors than anybody mends between two runs. */
const MOST_TOLD = 100;

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${safeLine(line)}\n`).join("");
}
