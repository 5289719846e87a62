/** The built-in functions of the macro language: how many arguments each takes, and what it does. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { isUnknown } from "./unknown.ts";

/** The statement that a macro is expanded for: its file and its physical line, from 1. */
export interface MacroPlace {
  readonly path: string;
  readonly line: number;
}

/** One `$(shell,…)` that ran. */
export interface Probe {
  readonly command: string;
  /** What the macro expanded to: cut and trimmed. Empty while the command is still running, and if it was not run. */
  readonly output: string;
  /** Set if it was not run, so that nobody knows what it says. */
  readonly isUnknown?: true;
  readonly path: string;
  readonly line: number;
}

/** What a function may touch. */
export interface BuiltinContext {
  readonly place: MacroPlace;
  readonly report: (diagnostic: Diagnostic) => void;
  /** What `$(shell)` keeps of a command's output, or a text that stands for it. */
  readonly shell: (command: string) => string;
  /** The text with outputs in place of what stands for them; waits for them. */
  readonly settle: (text: string) => string;
  /** As `settle`, with words for what nobody knows. */
  readonly show: (text: string) => string;
  /** Tells that what is said here hangs on a text that nobody knows. */
  readonly reportUnknown: (text: string, what: string) => void;
}

export interface Builtin {
  readonly minimum: number;
  readonly maximum: number;
  /** The text that the call stands for; undefined if it ends the run (reported). */
  readonly call: (args: readonly string[], context: BuiltinContext) => string | undefined;
}

/** By name. A user's variable of the same name hides a function, as in C. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["error-if", { minimum: 2, maximum: 2, call: errorIf }],
  ["filename", { minimum: 0, maximum: 0, call: (_, { place }) => place.path }],
  ["info", { minimum: 1, maximum: 1, call: info }],
  ["lineno", { minimum: 0, maximum: 0, call: (_, { place }) => String(place.line) }],
  ["shell", { minimum: 1, maximum: 1, call: shell }],
  ["warning-if", { minimum: 2, maximum: 2, call: warningIf }],
]);

/** The text as C prints it on standard error. */
export function classicText(place: MacroPlace, text: string): string {
  return `${place.path}:${place.line}: ${text}`;
}

// Conditions hold for exactly "y": a blank after the comma before them makes them fail.
function errorIf(
  [condition, text]: readonly string[],
  { place, report, settle, show, reportUnknown }: BuiltinContext,
): string | undefined {
  if (isUnknown(condition)) reportUnknown(condition, "whether this tree refuses to be configured here");
  if (settle(condition) !== "y") return "";
  const told = show(text);
  report({
    code: "macro-error",
    severity: "error",
    message: told || "this tree refuses to be configured, without a text that says why",
    location: { path: place.path, line: place.line },
    classic: { text: classicText(place, told) },
  });
  return undefined;
}

function warningIf([condition, text]: readonly string[], context: BuiltinContext): string {
  const { place, report, settle, show, reportUnknown } = context;
  if (isUnknown(condition)) reportUnknown(condition, "whether this tree warns here");
  if (settle(condition) !== "y") return "";
  const told = show(text);
  report({
    code: "macro-warning",
    severity: "warning",
    message: told || "a warning of this tree, without a text",
    location: { path: place.path, line: place.line },
    classic: { text: classicText(place, told) },
  });
  return "";
}

function info([text]: readonly string[], { place, report, show }: BuiltinContext): string {
  const told = show(text);
  report({
    code: "macro-info",
    severity: "info",
    message: told,
    location: { path: place.path, line: place.line },
    classic: { text: told, stream: "stdout" },
  });
  return "";
}

function shell([command]: readonly string[], { shell: run, settle }: BuiltinContext): string {
  return run(settle(command));
}
