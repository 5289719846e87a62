/**
 * The macro language of Kconfig: variables, functions, environment references. Text in, text out; the text that
 * comes out is never read again as Kconfig, so this room knows nothing of the language around it.
 */
import type { Budget } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Environment } from "../text/host.ts";
import { MAX_LENGTH } from "../text/limits.ts";
import { type BuiltinContext, builtins, classicText, type MacroPlace, type Probe } from "./builtins.ts";
import { DeferredOutputs, type StartCommand } from "./deferred.ts";
import { type CallResult, expandTemplate } from "./expansion.ts";
import { describeFailure, type UntoldFailure } from "./failure.ts";
import type { PythonFunctions } from "./python-functions.ts";
import { shellOutput } from "./shell-output.ts";
import { parseTemplate, type Template } from "./template.ts";
import { isUnknown, type UnknownSource, UnknownTexts } from "./unknown.ts";
import { RecursiveVariable, type Variable } from "./variable.ts";

export interface PreprocessorOptions {
  /** What `$(NAME)` may see. */
  readonly environment: Environment;
  /** Variables that may not be read, and why; they count where `environment` has none of their name. */
  readonly hidden?: ReadonlyMap<string, string>;
  /**
   * Raw standard output of a command; what of it counts is decided here. Undefined if it was not run. `place` is the
   * place that C has in mind, `truePlace` that of the statement.
   */
  readonly shell: (command: string, place: MacroPlace, truePlace: MacroPlace) => string | undefined;
  /** Why a function that nobody defined may stand for anything; without this, it stands for nothing, as in C. */
  readonly foreignFunctions?: {
    readonly why: string;
    /** Those whose answers are known all the same. */
    readonly known?: PythonFunctions;
    /** Names of functions beyond doubt, which without arguments are no variables either. */
    readonly names?: RegExp;
  };
  /** Begins a command instead. Then what `expand` answers may hold stand-ins for `settle`. */
  readonly start?: StartCommand;
  /** What expansions may cost; without one each has limits of its own only. */
  readonly budget?: Budget;
  /** Takes errors, `$(warning-if)` and the text of `$(info)`, in the order in which C prints them. */
  readonly report: (diagnostic: Diagnostic) => void;
}

export type AssignmentOperator = "=" | ":=" | "+=";

/** One run over a tree: the variables assigned so far, and what was asked of the world. */
export class Preprocessor {
  readonly #options: PreprocessorOptions;
  readonly #variables = new Map<string, Variable>();
  readonly #environmentRead = new Map<string, string>();
  readonly #probes: Probe[] = [];
  readonly #deferred: DeferredOutputs | undefined;
  readonly #unknown = new UnknownTexts();

  constructor(options: PreprocessorOptions) {
    this.#options = options;
    this.#deferred = options.start === undefined ? undefined : new DeferredOutputs(options.start);
  }

  /** `text` with the outputs of commands in place of what stands for them; waits for those that still run. */
  settle(text: string): string {
    return this.#deferred === undefined ? text : this.#deferred.settle(text);
  }

  /** As `settle`, with words in place of what nobody knows. */
  show(text: string): string {
    return this.#unknown.show(this.settle(text));
  }

  /** What an expanded text rests on that nobody knows; none for most. */
  unknownIn(text: string): readonly UnknownSource[] {
    return isUnknown(text) ? this.#unknown.sourcesOf(text) : [];
  }

  /** Environment variables that were found, in order of first use (the order of auto.conf.cmd). */
  get environmentRead(): ReadonlyMap<string, string> {
    return this.#environmentRead;
  }

  /** Every command that ran, in order; waits for those that still do. */
  get probes(): readonly Probe[] {
    return this.#probes.map((probe) => ({ ...probe, output: this.settle(probe.output) }));
  }

  /**
   * `text` with every `$(…)` replaced: a word, or the content of a string. Undefined after an error at which C
   * ends its run (reported). If a reference is not closed, `text` has to reach to the end of its line, since C's
   * message shows that much.
   */
  expand(text: string, place: MacroPlace): string | undefined {
    if (!text.includes("$(")) return text;
    return this.#expandTemplate(parseTemplate(text), place, place);
  }

  /**
   * Carries out `name operator value`, both as written, the value without its leading blanks; `place` is the line
   * of the statement. False after an error at which C ends its run (reported).
   *
   * Quirk: C expands a value when it has read the line's end, so `$(lineno)` and messages in a value show the
   * next line, those in the name the right one. What people see elsewhere has the right one throughout.
   *
   * Not copied: in C, `x := $(x)` reads freed memory if `x` exists, and a null pointer if it does not. Here the
   * right side sees the old `x`, as in make.
   */
  assign(name: string, operator: AssignmentOperator, value: string, place: MacroPlace): boolean {
    const expandedName = this.expand(name, place);
    if (expandedName === undefined) return false;
    const target = this.settle(expandedName);
    if (isUnknown(target)) {
      this.#reportUnknown(target, "the name of this variable", place, "error");
      return true;
    }
    if (target === "") return this.#refuseEmptyName(value, place);
    const old = this.#variables.get(target);
    const isSimple = operator === ":=" || (operator === "+=" && old?.kind === "simple");
    let text = value;
    if (isSimple && value.includes("$(")) {
      const classicPlace = { path: place.path, line: place.line + 1 };
      const expanded = this.#expandTemplate(parseTemplate(value), classicPlace, place);
      if (expanded === undefined) return false;
      text = expanded;
    }
    if (operator === "+=" && old !== undefined) {
      const before = old.kind === "simple" ? old.value : old.text;
      if (before.length + text.length > MAX_LENGTH) {
        this.#reportFailure({ kind: "limit", of: "length" }, place, place);
        return false;
      }
      text = `${before} ${text}`;
    }
    this.#variables.set(
      target,
      isSimple ? { kind: "simple", name: target, value: text } : new RecursiveVariable(target, text),
    );
    return true;
  }

  /** `classicPlace` is the place that C has in mind, `place` the true one. */
  #expandTemplate(template: Template, classicPlace: MacroPlace, place: MacroPlace): string | undefined {
    const location = { path: place.path, line: place.line };
    const context: BuiltinContext = {
      place: classicPlace,
      report: (diagnostic) => this.#options.report({ ...diagnostic, location }),
      shell: (command) => this.#run(command, classicPlace, place),
      settle: (text) => this.settle(text),
      show: (text) => this.show(text),
      reportUnknown: (text, what) => this.#reportUnknown(text, what, place, "warning"),
    };
    const call = (name: string, args: readonly string[], parameters: readonly string[]) =>
      this.#call(this.settle(name), args, parameters, context, place);
    const result = expandTemplate(template, call, this.#options.budget);
    if (typeof result === "string") return result;
    if (result.kind !== "reported") this.#reportFailure(result, classicPlace, place);
    return undefined;
  }

  #run(command: string, classicPlace: MacroPlace, place: MacroPlace): string {
    const { path, line } = place;
    if (this.#deferred !== undefined) {
      const output = this.#deferred.begin(command, place);
      this.#probes.push({ command, output, path, line });
      return output;
    }
    const shown = this.show(command);
    // A command that rests on what nobody knows cannot be run either.
    const raw = isUnknown(command) ? undefined : this.#options.shell(command, classicPlace, place);
    if (raw !== undefined) {
      const output = shellOutput(raw);
      this.#probes.push({ command: shown, output, path, line });
      return output;
    }
    this.#probes.push({ command: shown, output: "", isUnknown: true, path, line });
    return this.#unknown.add({
      kind: "command",
      text: `$(shell,${shown})`,
      why: "it was not run",
      path,
      line,
    });
  }

  /** The order of C: parameters, variables, functions, environment; the first and the last only without arguments. */
  #call(
    name: string,
    args: readonly string[],
    parameters: readonly string[],
    context: BuiltinContext,
    place: MacroPlace,
  ): CallResult {
    // What nobody knows the name of can stand for anything.
    if (isUnknown(name)) return name;
    if (args.length === 0) {
      const index = parameterIndex(name);
      if (index > 0 && index <= parameters.length) return parameters[index - 1];
    }
    const variable = this.#variables.get(name);
    if (variable) return variable.kind === "simple" ? variable.value : variable;
    const builtin = builtins.get(name);
    if (builtin) {
      const wrong =
        args.length < builtin.minimum ? "few" : args.length > builtin.maximum ? "many" : undefined;
      if (wrong === undefined) return builtin.call(args, context) ?? { kind: "reported" };
      return { kind: "argument-count", name, wrong };
    }
    const foreign = this.#options.foreignFunctions;
    if (args.length === 0 && !foreign?.names?.test(name)) return this.#readEnvironment(name, place);
    if (foreign === undefined) return "";
    const answer = foreign.known?.get(name)?.(args, (each) => this.#readEnvironment(each, place));
    if (answer !== undefined) return answer;
    const { why } = foreign;
    const text = `$(${[name, ...args].map((each) => this.show(each)).join(",")})`;
    return this.#unknown.add({ kind: "function", text, why, path: place.path, line: place.line });
  }

  #readEnvironment(name: string, { path, line }: MacroPlace): string {
    const { environment, hidden } = this.#options;
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined) {
      const why = hidden?.get(name);
      return why === undefined
        ? ""
        : this.#unknown.add({ kind: "variable", text: `$(${name})`, why, path, line });
    }
    this.#environmentRead.set(name, value);
    return value;
  }

  /**
   * To C a name that expands to nothing is no token at all, so the statement starts with its operator: a syntax
   * error, after which the rest of the line is still read, and expanded, as ordinary words.
   */
  #refuseEmptyName(value: string, place: MacroPlace): boolean {
    this.#options.report({
      code: "macro-name",
      severity: "error",
      message: "the name of this variable expands to nothing",
      location: { path: place.path, line: place.line },
      classic: {
        text: `${place.path}:${place.line}: syntax error\n${place.path}:${place.line}: invalid statement`,
      },
    });
    return this.expand(value, place) !== undefined;
  }

  #reportUnknown(
    text: string,
    what: string,
    { path, line }: MacroPlace,
    severity: "error" | "warning",
  ): void {
    const sources = this.unknownIn(text);
    this.#options.report({
      code: "denied-probe",
      severity,
      message: `${what} rests on ${sources.map((source) => source.text).join(", ")}, which is not known`,
      location: { path, line },
      notes: sources.map((source) => ({
        message: `${source.text}: ${source.why}`,
        location: { path: source.path, line: source.line },
      })),
    });
  }

  #reportFailure(failure: UntoldFailure, classicPlace: MacroPlace, place: MacroPlace): void {
    const { classic, ...words } = describeFailure(failure);
    this.#options.report({
      ...words,
      severity: "error",
      location: { path: place.path, line: place.line },
      ...(classic === undefined ? {} : { classic: { text: classicText(classicPlace, classic) } }),
    });
  }
}

/** The number that a name stands for, 0 for none. C reads it with strtol: `$( 1)`, `$(+1)` and `$(01)` are `$(1)`. */
function parameterIndex(name: string): number {
  return /^[ \t\n\v\f\r]*\+?[0-9]+$/.test(name) ? Number(name) : 0;
}
