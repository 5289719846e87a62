/** Trees of files whose model is there: for who wants more of a statement than the model has. */
import type { SourceFile, Span } from "../text/source-file.ts";
import { parseTolerantly } from "./parse.ts";
import { childrenOf, type SyntaxNode, spanOf } from "./spans.ts";
import type { Atom, ExpressionSyntax, KconfigSyntax } from "./tree.ts";

interface Parsed {
  readonly syntax: KconfigSyntax;
  /** Outermost expressions by their start. */
  readonly expressions: ReadonlyMap<number, ExpressionSyntax>;
  /** Words and strings that hold macros, in the order of the text. */
  readonly macros: readonly Atom[];
}

const parsed = new WeakMap<SourceFile, Parsed>();

function parse(source: SourceFile): Parsed {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const syntax = parseTolerantly(source);
  const expressions = new Map<number, ExpressionSyntax>();
  const macros: Atom[] = [];
  const visit = (node: SyntaxNode, isInner: boolean) => {
    const isExpression = isExpressionNode(node);
    if (isExpression && !isInner) expressions.set(spanOf(node).start, node);
    if ((node.kind === "word" || node.kind === "text") && node.pieces !== undefined) macros.push(node);
    for (const child of childrenOf(node)) visit(child, isExpression);
  };
  for (const entry of syntax.entries) visit(entry, false);
  const found = { syntax, expressions, macros };
  parsed.set(source, found);
  return found;
}

function isExpressionNode(node: SyntaxNode): node is ExpressionSyntax {
  return ["word", "text", "not", "and", "or", "comparison"].includes(node.kind);
}

/** The tree of a file, parsed when it is first asked for. */
export const syntaxOf = (source: SourceFile): KconfigSyntax => parse(source).syntax;

/** The words and strings of a file that hold macros, in order; nothing is parsed for a file without any. */
export function macroAtomsOf(source: SourceFile): readonly Atom[] {
  return source.text.includes("$(") ? parse(source).macros : [];
}

/**
 * The operands of the outermost `&&` of the expression that takes `span`, in order, each with its own parentheses: those
 * of a conjunction in parentheses are operands as well. The span alone if there is no conjunction.
 */
export function conjunctSpans(source: SourceFile, span: Span): readonly Span[] {
  const expression = parse(source).expressions.get(span.start);
  if (expression === undefined || spanOf(expression).end !== span.end) return [span];
  const found: Span[] = [];
  const pending: ExpressionSyntax[] = [expression];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.kind === "and") pending.push(at.right, at.left);
    else found.push(spanOf(at));
  }
  return found;
}
