/** Reads a whole Kconfig tree: follows `source`, expands macros, and makes a model of it. */
import { LimitReached, limitDiagnostic } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { ShellLanes } from "../text/host.ts";
import { measure } from "../text/stopwatch.ts";
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
import { ABSENT, Model, Node } from "./model.ts";
import { needsGraph } from "./needs-graph.ts";

export type { LoadOptions };

export interface LoadResult {
  /** Absent if there was an error. */
  readonly model?: Model;
  /** Errors, warnings and the text of `$(info)`, in the order in which the C tool meets them. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the tree that starts at `path`. Never throws on input: errors come as diagnostics, as many as can be
 * found in one run, and then there is no model.
 */
export function loadKconfig(options: LoadOptions): LoadResult {
  return measure(options.stopwatch, "model", () => loadWithLanes(options));
}

function loadWithLanes(options: LoadOptions): LoadResult {
  const lanes = options.host.lanes?.(options.environment);
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
  if (isStopped || reading.failed) return { diagnostics };
  try {
    finalize(draft, (diagnostic) => reading.report(diagnostic));
  } catch (reason) {
    if (!(reason instanceof LimitReached)) throw reason;
    return { diagnostics: [...diagnostics, limitDiagnostic(reason)] };
  }
  const { environmentRead, probes } = reading.preprocessor;
  const model = new Model(draft.finish(environmentRead, probes));
  const graph = needsGraph(model.data);
  const endsRun = reading.dialect.loops === "refused";
  reportCycles(model, graph, (diagnostic) =>
    reading.report(endsRun ? diagnostic : { ...diagnostic, severity: "warning" }),
  );
  if (!reading.failed) reportDepth(model, graph, (diagnostic) => reading.report(diagnostic));
  return { model: reading.failed ? undefined : model, diagnostics };
}
