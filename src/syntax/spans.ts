/** Where the nodes of a tree stand in their file, and which of them stand at an offset. */
import { referenceEnd } from "../../grammar/scan.ts";
import type { SourceFile, Span } from "../text/source-file.ts";
import type { Atom, Attribute, Entry, ExpressionSyntax, KconfigSyntax } from "./tree.ts";

export type SyntaxNode = Entry | Attribute | ExpressionSyntax;

type Text = Pick<SourceFile, "text">;

/** All that an expression takes, with its parentheses. */
export function spanOf(expression: ExpressionSyntax): Span {
  return expression.outer ?? bareSpanOf(expression);
}

/** From the first operand or sign of an expression to the last, without parentheses around it. */
export function bareSpanOf(expression: ExpressionSyntax): Span {
  switch (expression.kind) {
    case "word":
    case "text":
      return expression;
    case "not":
      return { start: expression.start, end: spanOf(expression.operand).end };
    case "comparison":
      return { start: expression.left.start, end: expression.right.end };
    case "and":
    case "or":
      return { start: leftmost(expression).start, end: spanOf(expression.right).end };
  }
}

/** `a && b && c` is a spine that leans left; followed in a loop, so that its length costs no stack. */
function leftmost(expression: ExpressionSyntax & { kind: "and" | "or" }): Span {
  let at: ExpressionSyntax = expression.left;
  while ((at.kind === "and" || at.kind === "or") && at.outer === undefined) at = at.left;
  return spanOf(at);
}

/** All that a node takes: an entry up to its last attribute or the word that closes it, a help text to its last line. */
export function extentOf(node: SyntaxNode, { text }: Text): Span {
  const { start } = node as Span;
  switch (node.kind) {
    case "word":
    case "text":
    case "not":
    case "and":
    case "or":
    case "comparison":
      return spanOf(node);
    case "help":
      return { start, end: Math.max(node.end, lastInkBefore(text, node.blockEnd)) };
    case "assignment": {
      const lineEnd = text.indexOf("\n", node.end);
      return { start, end: lastInkBefore(text, lineEnd < 0 ? text.length : lineEnd) };
    }
    case "choice":
    case "menu":
    case "if":
      if (node.close !== undefined) return { start, end: node.close.end };
      break;
  }
  const last = childrenOf(node).at(-1);
  return { start, end: last === undefined ? node.end : extentOf(last, { text }).end };
}

function lastInkBefore(text: string, end: number): number {
  let at = Math.min(end, text.length);
  while (at > 0 && /\s/.test(text[at - 1])) at--;
  return at;
}

/** The nodes that stand in a node, in the order of the text. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case "config":
    case "menuconfig":
    case "configdefault":
      return [node.name, ...node.attributes];
    case "choice":
      return [...optional(node.name), ...node.attributes, ...node.entries];
    case "menu":
      return [node.title, ...node.attributes, ...node.entries];
    case "if":
      return [node.condition, ...node.entries];
    case "comment":
      return [node.title, ...node.attributes];
    case "source":
      return [node.path];
    case "mainmenu":
      return [node.title];
    case "type":
      return [...optional(node.prompt), ...optional(node.value), ...optional(node.condition)];
    case "prompt":
      return [node.prompt, ...optional(node.condition)];
    case "default":
    case "depends on":
      return [node.value, ...optional(node.condition)];
    case "select":
    case "imply":
      return [node.symbol, ...optional(node.condition)];
    case "set":
    case "set default":
      return [node.symbol, node.value, ...optional(node.condition)];
    case "warning":
      return [node.text, ...optional(node.condition)];
    case "range":
      return [node.low, node.high, ...optional(node.condition)];
    case "visible if":
      return optional(node.condition);
    case "option":
      return [node.name, ...optional(node.value)];
    case "not":
      return [node.operand];
    case "comparison":
      return [node.left, node.right];
    case "and":
    case "or":
      return operandsOf(node);
    default:
      return [];
  }
}

const optional = <Node>(node: Node | undefined): readonly Node[] => (node === undefined ? [] : [node]);

/** The operands of a chain of the same sign, as far as parentheses do not part it. */
function operandsOf(chain: ExpressionSyntax & { kind: "and" | "or" }): readonly ExpressionSyntax[] {
  const found = [chain.right];
  let at: ExpressionSyntax = chain.left;
  while (at.kind === chain.kind && at.outer === undefined) {
    found.push(at.right);
    at = at.left;
  }
  return [...found, at].reverse();
}

/** The words and strings of an expression, in the order of the text. */
export function* atomsOf(expression: ExpressionSyntax): Iterable<Atom> {
  if (expression.kind === "word" || expression.kind === "text") yield expression;
  else for (const child of childrenOf(expression)) yield* atomsOf(child as ExpressionSyntax);
}

/** The nodes that hold an offset, outermost first: an entry, one in it, an attribute, an expression, a word. */
export function nodesAt({ entries, source }: KconfigSyntax, offset: number): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let nodes: readonly SyntaxNode[] = entries;
  for (;;) {
    const next = nodes.find((node) => {
      const { start, end } = extentOf(node, source);
      return offset >= start && offset <= end;
    });
    if (next === undefined) return found;
    found.push(next);
    nodes = childrenOf(next);
  }
}

/** A `$(…)`, with those in it. */
export interface MacroCall extends Span {
  /** What stands before the first comma: a variable or a function. */
  readonly name: Span;
  readonly calls: readonly MacroCall[];
}

/** The macro calls of a part of a file: of a word, a string, the value of an assignment. */
export function macroCallsIn(text: string, { start, end }: Span): readonly MacroCall[] {
  const found: MacroCall[] = [];
  for (let at = text.indexOf("$(", start); at >= 0 && at < end; ) {
    const behind = Math.min(referenceEnd(text, at), end);
    const calls = macroCallsIn(text, { start: at + 2, end: behind });
    found.push({ start: at, end: behind, name: nameOf(text, at + 2, behind, calls), calls });
    at = text.indexOf("$(", behind);
  }
  return found;
}

function nameOf(text: string, start: number, behind: number, calls: readonly MacroCall[]): Span {
  const isClosed = text[behind - 1] === ")";
  for (let at = start; at < behind; at++) {
    const inner = calls.find((call) => call.start === at);
    if (inner !== undefined) at = inner.end - 1;
    else if (text[at] === ",") return { start, end: at };
  }
  return { start, end: isClosed ? behind - 1 : behind };
}
