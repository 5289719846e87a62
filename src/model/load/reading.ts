/** What all parts of loading share: the draft, the rules that hold, and where messages go. */
import type { MacroPlace } from "../../preprocess/builtins.ts";
import { Preprocessor } from "../../preprocess/preprocessor.ts";
import { zephyrFunctions } from "../../preprocess/python-functions.ts";
import type { KconfigSyntax, LooseWord } from "../../syntax/tree.ts";
import { Budget, type Limits } from "../../text/budget.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { type DialectChoice, type DialectName, NEWEST_DIALECT } from "../../text/dialect-name.ts";
import type { Environment, FileReader, Shell, ShellLanes, ShellResult } from "../../text/host.ts";
import { probeTimeLimit } from "../../text/limits.ts";
import type { SourceFile, Span } from "../../text/source-file.ts";
import { measure, type Stopwatch } from "../../text/stopwatch.ts";
import type { NodeId, SymbolId } from "../columns.ts";
import type { Dialect } from "../dialect.ts";
import { dialectFor } from "../dialect-for.ts";
import { Draft } from "../draft.ts";
import type { EarlierReadings } from "./earlier-readings.ts";
import { ToldOnce } from "./told-once.ts";

export interface LoadOptions {
  /** The top Kconfig file, as the host can read it. */
  readonly path: string;
  /** Reads files and runs `$(shell,…)`. */
  readonly host: FileReader & Shell;
  /** What `$(NAME)` and the commands see; `srctree` is where sourced files are looked for as well. */
  readonly environment: Environment;
  /** Variables that the tree may not read, and why; a value that rests on one is not known. */
  readonly hidden?: ReadonlyMap<string, string>;
  /** Whose rules hold; the newest kernel's unless told. */
  readonly dialect?: DialectName | DialectChoice;
  /** Files that say what symbols are called now: lines of `OLD NEW`. */
  readonly renames?: readonly string[];
  /** How much reading may cost; the usual where it says nothing. */
  readonly limits?: Limits;
  /**
   * Whether a tree with errors gets a model all the same, of all that could be read. Without it there is none, and
   * errors are met as the C tool meets them: what follows one in its entry counts for nothing.
   */
  readonly isTolerant?: boolean;
  /** Syntax trees and answers of commands from readings before; gets those of this one. */
  readonly kept?: EarlierReadings;
  /** Takes the times of reading, parsing, waiting for commands, and all else. */
  readonly stopwatch?: Stopwatch;
}

/** The file being read and where its entries go. */
export interface Context {
  readonly source: SourceFile;
  readonly file: number;
  /** Troubles of the file that are still to tell, in order. They come when reading gets to their place, as in C. */
  readonly troubles: Troubles;
  readonly parent: NodeId;
  /** Names of the files whose reading led here, outermost first. */
  readonly including: readonly IncludeStep[];
  /** The choice whose block this is, directly or through `if`. */
  readonly choice: SymbolId;
}

export interface IncludeStep {
  readonly name: string;
  /** The statement that includes the next one. */
  readonly source: SourceFile;
  readonly span: Span;
}

/** What reading a file meets at an offset: something wrong with its text, or a word that is part of no entry. */
export type Trouble = { readonly at: number } & (
  | { readonly diagnostic: Diagnostic; readonly loose?: undefined }
  | { readonly loose: LooseWord; readonly diagnostic?: undefined }
);

/** The troubles of one file that are still to tell, in the order of their places. A broken file has very many. */
export class Troubles {
  readonly #all: readonly Trouble[];
  #next = 0;

  constructor(all: readonly Trouble[]) {
    this.#all = all;
  }

  get isEmpty(): boolean {
    return this.#next === this.#all.length;
  }

  /** Takes the next one that lies before an offset. */
  take(upTo: number): Trouble | undefined {
    const next = this.#all[this.#next];
    if (next === undefined || next.at >= upTo) return undefined;
    this.#next++;
    return next;
  }

  /** Takes the next one that lies before an offset if it is a loose word. */
  takeLoose(upTo: number): LooseWord | undefined {
    const next = this.#all[this.#next];
    if (next?.loose === undefined || next.at >= upTo) return undefined;
    this.#next++;
    return next.loose;
  }

  /** The first that lies before an offset and passes the test. */
  findBefore(upTo: number, test: (trouble: Trouble) => boolean): Trouble | undefined {
    for (let index = this.#next; index < this.#all.length && this.#all[index].at < upTo; index++) {
      if (test(this.#all[index])) return this.#all[index];
    }
    return undefined;
  }
}

export interface ParsedFile {
  readonly syntax: KconfigSyntax;
  readonly file: number;
  readonly troubles: readonly Trouble[];
}

/** A macro ended the run, as `$(error-if,…)` does. */
export const STOPPED = Symbol("stopped");

/** One reading of a tree. */
export class Reading {
  readonly options: LoadOptions;
  readonly dialect: Dialect;
  readonly draft: Draft;
  readonly budget: Budget;
  /** What is read now: where a limit is met. */
  at: { readonly source: SourceFile; readonly span: Span } | undefined;
  readonly preprocessor: Preprocessor;
  readonly diagnostics: Diagnostic[] = [];
  /** Expands a word that is part of no entry; `Words` knows how. */
  expandLoose: (word: LooseWord, context: Context) => void = () => undefined;
  /** What a tolerant reading told. */
  readonly once = new ToldOnce();
  #failed = false;

  /** With lanes, commands run while reading goes on, and only what decides something is waited for. */
  constructor(options: LoadOptions, lanes?: ShellLanes) {
    this.options = options;
    const { dialect = NEWEST_DIALECT } = options;
    this.dialect = dialectFor(typeof dialect === "string" ? { name: dialect } : dialect);
    this.budget = new Budget(options.limits);
    this.draft = new Draft(this.dialect, this.budget);
    const waiting = <Result>(work: () => Result) => measure(options.stopwatch, "wait for probes", work);
    this.preprocessor = new Preprocessor({
      environment: options.environment,
      budget: this.budget,
      hidden: options.hidden,
      foreignFunctions:
        this.dialect.unknownFunctions === "unknown"
          ? { why: "it is a function in Python, and is not run", known: zephyrFunctions, names: /^dt_/ }
          : undefined,
      shell: (command, _, place) => {
        const run = () => waiting(() => options.host.run(command, options.environment));
        const result = options.kept?.answer(command, run) ?? run();
        this.#tellOutcome(command, result, place);
        return result.unanswered === undefined ? result.stdout : undefined;
      },
      start:
        lanes === undefined
          ? undefined
          : (command, place) => {
              const pending = lanes.start(command);
              return {
                wait: () => {
                  const run = () => waiting(() => pending.wait());
                  const result = options.kept?.answer(command, run) ?? run();
                  this.#tellOutcome(command, result, place);
                  return result.stdout;
                },
              };
            },
      report: (diagnostic) => this.report(diagnostic),
    });
  }

  /** What kept a command from answering; a command that fails has answered. */
  #tellOutcome(command: string, { unanswered, limit }: ShellResult, { path, line }: MacroPlace): void {
    const location = { path, line };
    if (unanswered === "missing") {
      this.report({
        code: "missing-probe",
        severity: "error",
        message: `the recording has no answer for ${command}`,
        location,
        help: ["record this tree again: --probes record=FILE"],
      });
    }
    if (limit === undefined) return;
    const seconds = probeTimeLimit(this.options.environment) / 1000;
    const why = limit === "time" ? `runs longer than ${seconds} s` : "prints more than 16 MiB";
    this.report({
      code: "probe-limit",
      severity: limit === "time" ? "error" : "warning",
      message: `this command ${why} and was ended: ${command}`,
      location,
      help: limit === "time" ? ["KCFG_PROBE_TIMEOUT sets another limit, in seconds"] : undefined,
    });
  }

  /** Whether there was an error. */
  get failed(): boolean {
    return this.#failed;
  }

  get isTolerant(): boolean {
    return this.options.isTolerant === true;
  }

  report(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "error") this.#failed = true;
    if (!this.isTolerant || this.once.accepts(diagnostic)) this.diagnostics.push(diagnostic);
  }

  /** Expands the loose words that come next in the statement at `start`, before anything is told of it. */
  expandLooseOf(start: number, context: Context): void {
    if (context.troubles.isEmpty) return;
    const end = context.source.text.indexOf("\n", start);
    this.expandLooseBefore(end < 0 ? Number.POSITIVE_INFINITY : end, context);
  }

  /** Expands the loose words that come next, up to an offset or to the first thing that is wrong. */
  expandLooseBefore(upTo: number, context: Context): void {
    const { troubles } = context;
    for (let next = troubles.takeLoose(upTo); next !== undefined; next = troubles.takeLoose(upTo))
      this.expandLoose(next, context);
  }

  /** Tells that `what` rests on what nobody knows; false if `text` is known. */
  refusesUnknown(text: string, what: string, span: Span, context: Context): boolean {
    const sources = this.preprocessor.unknownIn(text);
    if (sources.length === 0) return false;
    this.report({
      code: "denied-probe",
      severity: "error",
      message: `${what} rests on ${sources.map((source) => source.text).join(", ")}, which is not known`,
      location: context.source.locate(span),
      notes: sources.map((source) => ({
        message: `${source.text}: ${source.why}`,
        location: { path: source.path, line: source.line },
      })),
    });
    return true;
  }

  /** Tells what is wrong with the file before this offset and has not been told yet; expands loose words. */
  tellTroubles(context: Context, upTo: number): void {
    const { troubles } = context;
    for (let next = troubles.take(upTo); next !== undefined; next = troubles.take(upTo)) {
      if (next.loose === undefined) this.report(next.diagnostic);
      else this.expandLoose(next.loose, context);
    }
  }

  /** Tells what is wrong with a choice or a member at `span`: an error, unless this dialect lets it pass. */
  refuseChoice(span: Span, context: Context, code: string, message: string, classic: string): void {
    const location = context.source.locate(span);
    const severity = this.dialect.refusals.has("broken choice") ? "error" : "warning";
    const text = `${location.path}:${location.line}: ${severity}: ${classic}`;
    this.report({ code, severity, message, location, classic: { text } });
  }

  /**
   * FILE:LINE of the token at `offset`; where the file ends there, of what comes after the statement that includes it.
   * `last`: of the last statement before it, for tools that stay there if nothing comes any more.
   */
  placeOfNext(
    offset: number,
    { source, including }: Pick<Context, "source" | "including">,
    last: string,
  ): string {
    if (offset < source.text.length) return `${source.path}:${source.lineAt(offset)}`;
    const step = including[including.length - 1];
    if (step !== undefined) {
      const after = step.source.text.indexOf("\n", step.span.end) + 1;
      const next = after === 0 ? step.source.text.length : skipped(step.source.text, after);
      return this.placeOfNext(next, { ...step, including: including.slice(0, -1) }, last);
    }
    if (this.dialect.lexer.tellsAtStatements) return last;
    // Quirk: before the rewrite, C had forgotten the name by then.
    return `${this.dialect.choices === "modal" ? "<none>" : source.path}:${source.lineAt(offset)}`;
  }

  /** Whether a statement on a last line without an end is an error, whatever it is. */
  refusesCutLine({ including }: Context): boolean {
    return including.length === 0 && this.dialect.refusals.has("cut last line");
  }
}

/** Start of the first line at or after `lineStart` that holds more than blanks or a comment. */
function skipped(text: string, lineStart: number): number {
  const blank = /(?:[ \t]*(?:#.*)?\n)*/y;
  blank.lastIndex = lineStart;
  blank.test(text);
  return blank.lastIndex;
}
