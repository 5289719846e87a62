/**
 * Walks a template and joins what its calls stand for. The walk keeps its own stack, so that no input can
 * overflow that of JavaScript, and counts its work, so that every walk ends.
 */
import type { Budget } from "../text/budget.ts";
import { MAX_CALLS, MAX_LENGTH, MAX_NESTING, MAX_RECURSION } from "../text/limits.ts";
import type { ExpansionFailure } from "./failure.ts";
import type { Template } from "./template.ts";
import { RecursiveVariable } from "./variable.ts";

/** The text that a call stands for, a variable whose text has to be expanded first, or why there is neither. */
export type CallResult = string | RecursiveVariable | ExpansionFailure;

/** What a name stands for, with its arguments, where `parameters` are those of the variable around the call. */
export type Caller = (name: string, args: readonly string[], parameters: readonly string[]) => CallResult;

/** A template being read: the whole text, a field of a call, or the text of a variable. */
interface TextFrame {
  readonly kind: "text";
  readonly template: Template;
  readonly parameters: readonly string[];
  /** Set if the template is this variable's. */
  readonly variable: RecursiveVariable | undefined;
  next: number;
  text: string;
}

/** A call whose fields are being expanded, the name first, then the arguments from left to right. */
interface CallFrame {
  readonly kind: "call";
  readonly fields: readonly Template[];
  readonly parameters: readonly string[];
  readonly values: string[];
}

/** The text of `template`, or why there is none. Variables are never left marked as under way. */
export function expandTemplate(template: Template, call: Caller, budget?: Budget): string | ExpansionFailure {
  const stack: (TextFrame | CallFrame)[] = [textFrame(template, [], undefined)];
  const result = walk(stack, call, budget);
  for (const frame of stack) if (frame.kind === "text" && frame.variable) frame.variable.active--;
  return result;
}

function walk(
  stack: (TextFrame | CallFrame)[],
  call: Caller,
  budget: Budget | undefined,
): string | ExpansionFailure {
  let calls = 0;
  for (;;) {
    const frame = stack[stack.length - 1];
    let result: string;
    if (frame.kind === "text") {
      if (frame.next < frame.template.length) {
        const piece = frame.template[frame.next++];
        if (typeof piece === "string") frame.text += piece;
        else if (piece.kind !== "call") return piece;
        else {
          stack.push({ kind: "call", fields: piece.fields, parameters: frame.parameters, values: [] });
          budget?.spend("references", 1);
          if (++calls > MAX_CALLS) return { kind: "limit", of: "calls" };
          if (stack.length > 2 * MAX_NESTING) return { kind: "limit", of: "nesting" };
        }
        continue;
      }
      if (frame.variable) frame.variable.active--;
      result = frame.text;
    } else {
      if (frame.values.length < frame.fields.length) {
        stack.push(textFrame(frame.fields[frame.values.length], frame.parameters, undefined));
        continue;
      }
      const [name, ...args] = frame.values;
      const called = call(name, args, frame.parameters);
      if (called instanceof RecursiveVariable) {
        if (args.length === 0 && called.active > 0) return { kind: "self-reference", name };
        if (called.active > MAX_RECURSION) return { kind: "too-deep", name };
        called.active++;
        // The variable's text takes the place of the call.
        stack[stack.length - 1] = textFrame(called.template, args, called);
        continue;
      }
      if (typeof called !== "string") return called;
      result = called;
    }
    stack.pop();
    const outer = stack[stack.length - 1];
    if (outer === undefined) return result;
    if (outer.kind === "call") outer.values.push(result);
    else {
      if (outer.text.length + result.length > MAX_LENGTH) return { kind: "limit", of: "length" };
      budget?.spend("expansion", result.length);
      outer.text += result;
    }
  }
}

function textFrame(
  template: Template,
  parameters: readonly string[],
  variable: RecursiveVariable | undefined,
): TextFrame {
  return { kind: "text", template, parameters, variable, next: 0, text: "" };
}
