/** Reads a whole Kconfig tree: follows `source`, expands macros, and makes a model of it. */
import { LimitReached, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ShellLanes } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import { measure } from "../text/stopwatch.ts";
import { ABSENT, Node, Type } from "./columns.ts";
import { reportCycles } from "./cycles.ts";
import { reportDepth } from "./depth-test.ts";
import { finalize } from "./finalize.ts";
import { Entries } from "./load/entries.ts";
import { Files } from "./load/files.ts";
import {
  type Context,
  type LoadOptions,
  type ParsedFile,
  Reading,
  STOPPED,
  Troubles,
} from "./load/reading.ts";
import { Words } from "./load/words.ts";
import { Model } from "./model.ts";
import { needsGraph } from "./needs-graph.ts";
import { type Rename, type Renames, readRenames } from "./renames.ts";
import { resolveSource } from "./source-path.ts";

export type { LoadOptions };

export interface LoadResult {
  /** Absent if there was an error; of a tolerant reading, if nothing could be read, or only what means nothing. */
  readonly model?: Model;
  /** Set if the model is that of a tree with errors: what they took is not in it. */
  readonly isPartial?: true;
  /** Errors, warnings and the text of `$(info)`, in the order in which the C tool meets them. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the tree that starts at `path`. Never throws on input: errors come as diagnostics, as many as can be
 * found in one run, and then there is no model.
 */
export function loadKconfig(options: LoadOptions): LoadResult {
  return measure(options.stopwatch, "model", () => {
    const { kept, host, environment } = options;
    if (kept === undefined) return loadWithLanes(options);
    const started = Date.now();
    kept.begin(host, environment);
    const result = loadWithLanes(options);
    kept.end(host, environment, started);
    return result;
  });
}

function loadWithLanes(options: LoadOptions): LoadResult {
  // The few commands that have no answer yet are not worth the processes.
  const lanes = options.kept?.hasAnswers ? undefined : options.host.lanes?.(options.environment);
  if (lanes !== undefined) {
    try {
      const result = load(options, lanes);
      if (result !== READ_ANEW) return result;
    } finally {
      lanes.finish();
    }
  }
  const result = load(options);
  return result === READ_ANEW ? { diagnostics: [] } : result;
}

function tellLimit(reason: LimitReached, { at }: Reading): Diagnostic {
  return limitDiagnostic(reason, at?.source.locate(at.span));
}

/** A command whose output was not waited for left no word where one was taken for granted. */
const READ_ANEW = Symbol("read anew");

function load(options: LoadOptions, lanes?: ShellLanes): LoadResult | typeof READ_ANEW {
  const reading = new Reading(options, lanes);
  const { draft, diagnostics } = reading;
  const words = new Words(reading);
  reading.expandLoose = (loose, context) => words.expandLoose(loose, context);
  const files = new Files(reading, words);
  let top: ParsedFile | undefined;
  try {
    top = files.top(options.path);
  } catch (reason) {
    if (!(reason instanceof LimitReached)) throw reason;
    return { diagnostics: [...diagnostics, limitDiagnostic(reason, { path: options.path, line: 1 })] };
  }
  if (top === undefined) return { diagnostics };
  draft.addNode(Node.mainmenu, ABSENT, ABSENT, top.file, 1, 0);
  draft.addTitle(0, reading.dialect.title, { file: top.file, line: 1, start: 0, end: 0 });
  const context: Context = {
    source: top.syntax.source,
    file: top.file,
    troubles: new Troubles(top.troubles),
    parent: 0,
    including: [],
    choice: ABSENT,
  };
  let isStopped = false;
  try {
    new Entries(reading, words, files).readFile(top, context);
  } catch (reason) {
    // What ends the run is rare and deep inside; unwinding by exception keeps the rest readable.
    if (reason instanceof LimitReached) return { diagnostics: [...diagnostics, tellLimit(reason, reading)] };
    if (reason !== STOPPED) throw reason;
    isStopped = true;
  }
  const title = draft.propertyValue[draft.nodePrompt[0]];
  draft.texts[title] = words.withSymbols(draft.texts[title]);
  if (!words.settlePending()) return READ_ANEW;
  const isRefused = () => reading.failed && !(options.isTolerant && leavesModel(diagnostics));
  if (isStopped || isRefused()) return { diagnostics };
  const { modulesName } = reading.dialect;
  const modules = modulesName === undefined ? undefined : draft.find(modulesName);
  if (modules !== undefined && draft.symbolType[modules] !== Type.unknown) draft.modules = modules;
  reading.once.beginFinishing();
  try {
    finalize(draft, (diagnostic) => reading.report(diagnostic));
  } catch (reason) {
    if (!(reason instanceof LimitReached)) throw reason;
    return { diagnostics: [...diagnostics, limitDiagnostic(reason)] };
  }
  reading.once.endFinishing();
  const { environmentRead, probes } = reading.preprocessor;
  const model = new Model(draft.finish(environmentRead, probes, renamesIn(reading)));
  const graph = needsGraph(model.data);
  let isEndless = false;
  const tellEndless = (diagnostic: Diagnostic) => {
    if (diagnostic.severity === "error") isEndless = true;
    reading.report(diagnostic);
  };
  const endsRun = reading.dialect.loops === "refused";
  reportCycles(model, graph, (diagnostic) =>
    tellEndless(endsRun ? diagnostic : { ...diagnostic, severity: "warning" }),
  );
  if (!isEndless) reportDepth(model, graph, tellEndless);
  if (isEndless || isRefused()) return { diagnostics };
  return reading.failed ? { model, isPartial: true, diagnostics } : { model, diagnostics };
}

/** Errors after which no model is made: kcfg itself refuses the tree, or nobody knows what it says. */
const FINAL: ReadonlySet<string> = new Set([
  "denied-probe",
  "missing-probe",
  "probe-limit",
  "replay-environment",
  "outside-tree",
  "file-count",
  "include-depth",
  "macro-limit",
  "limit",
]);

/** Of a name that several lists have the last one counts, and its place. */
function renamesIn(reading: Reading): Renames {
  const { renames: paths = [], host, environment } = reading.options;
  const all = new Map<string, Rename>();
  for (const path of paths) {
    const read = resolveSource(path, host, environment.srctree);
    if (!read.ok) {
      const message = `cannot read '${path}', which says how symbols are called now: ${read.message}`;
      reading.report({ code: "unreadable-file", severity: "warning", message });
      continue;
    }
    const { renames, diagnostics } = readRenames(new SourceFile(path, read.text));
    for (const diagnostic of diagnostics) reading.report(diagnostic);
    for (const [name, rename] of renames) {
      all.delete(name);
      all.set(name, rename);
    }
  }
  return all;
}

function leavesModel(diagnostics: readonly Diagnostic[]): boolean {
  return !diagnostics.some(({ severity, code }) => severity === "error" && FINAL.has(code));
}
